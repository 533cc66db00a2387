"""`{% keep "name" of… %}…{% endkeep %}`: a part of a page that is the same for everybody.

The page's context says how to keep (`keep`, a function of name, draw and record); without it the
part is drawn each time. Whatever the part shows must follow from the arguments and from what is
public; what it reads should be lazy, so that nothing is asked for while the part is kept.

Readers with a role see more than others and get it drawn anew, unless the tag ends in `beside` and
a public node, or the municipality: such a part shows the same to everybody, whatever their role.
"""

from typing import Any

from django import template
from django.template.base import FilterExpression, Parser, Token
from django.utils.safestring import SafeString, mark_safe

from .library import register


class KeepNode(template.Node):
    def __init__(
        self,
        nodelist: template.NodeList,
        of: list[FilterExpression],
        beside: FilterExpression | None,
    ) -> None:
        self.nodelist = nodelist
        self.of = of
        self.beside = beside

    def render(self, context: template.Context) -> SafeString:
        keep: Any = context.get("keep")

        def draw() -> SafeString:
            return self.nodelist.render(context)

        if keep is None:
            return draw()
        name = ":".join(str(part.resolve(context)) for part in self.of)
        kept: str = keep(name, draw, self.beside and self.beside.resolve(context))
        return mark_safe(kept)  # noqa: S308 what draw() answered, once


@register.tag
def keep(parser: Parser, token: Token) -> KeepNode:
    """A part drawn once for all readers who see alike; the words after `keep` tell parts apart."""
    words = token.split_contents()[1:]
    beside = None
    if words[-2:-1] == ["beside"]:
        beside = parser.compile_filter(words[-1])
        words = words[:-2]
    of = [parser.compile_filter(word) for word in words]
    if not of:
        raise template.TemplateSyntaxError("{% keep %} needs a name")
    nodelist = parser.parse(("endkeep",))
    parser.delete_first_token()
    return KeepNode(nodelist, of, beside)
