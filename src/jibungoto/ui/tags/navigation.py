"""Ways through the place: crumbs, the cycle of a district, tabs, steps, pages, filters, search."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from django.core.paginator import Page
from django.http import HttpRequest
from django.template import Context
from django.utils.http import urlencode
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from jibungoto.ui.addresses import page_address

from .library import register, say
from .places import place_url
from .shapes import STAGE_WORDS, STAGES

register.filter("page_address", page_address)


@register.inclusion_tag("ui/parts/cycle.html")
def cycle(items: Iterable[Mapping[str, Any]], current: str = "", label: str = "") -> dict[str, Any]:
    """The six entrances of a district. items: {stage, url, sub}; current: the stage we are in."""
    by_stage = {item["stage"]: item for item in items}
    return {
        "items": [
            {"word": STAGE_WORDS[s], "here": s == current, **by_stage[s]}
            for s in STAGES
            if s in by_stage
        ],
        "label": label,
    }


@register.simple_tag(takes_context=True)
def crumbs(context: Context, *pairs: Any) -> SafeString:
    """The way here: `{% crumbs "地区" url "計画" url "いまの頁" %}`, the last without an address.
    Or one list of (label, url) pairs, the last url empty. It starts at the municipality, whether
    or not the page says so."""
    if len(pairs) == 1 and not isinstance(pairs[0], str):
        steps = [tuple(p) for p in pairs[0]]
    else:
        flat = [*pairs, ""] if len(pairs) % 2 else [*pairs]
        steps = list(zip(flat[::2], flat[1::2], strict=True))
    municipality, home = context.get("municipality"), place_url(context, "home")
    if municipality is not None and steps[0][1] != home:
        steps.insert(0, (municipality.name, home))
    drawn = "".join(
        f'<li><a href="{say(url)}">{say(label)}</a></li>\n'
        if url
        else f'<li><span aria-current="page">{say(label)}</span></li>\n'
        for label, url in steps
    )
    where = _("現在の位置")
    return SafeString(f'<nav class="crumbs" aria-label="{where}"><ol>\n{drawn}</ol></nav>\n')


@register.inclusion_tag("ui/parts/tabs.html")
def tabs(items: Iterable[Any], label: str, *, at_hand: bool = False) -> dict[str, Any]:
    """Several views of one thing, as links. items: (label, url, current), or mappings. `at_hand`
    keeps the contents of a long page in sight on a phone."""
    read = [
        i if isinstance(i, Mapping) else dict(zip(("label", "url", "current"), i, strict=False))
        for i in items
    ]
    return {"items": read, "label": label, "at_hand": at_hand}


@register.inclusion_tag("ui/parts/steps.html")
def steps(words: Sequence[str], current: int) -> dict[str, Any]:
    """The steps of a form, at most four; current counts from 1."""
    return {"steps": [(n, word) for n, word in enumerate(words, 1)], "current": current}


@register.inclusion_tag("ui/parts/pager.html", takes_context=True)
def pager(context: Context, page: Page[Any], name: str = "page") -> dict[str, Any]:
    """The pages of a long list; keeps every other parameter of the address."""
    request: HttpRequest | None = context.get("request")
    params = request.GET.copy() if request else None

    def url(number: int) -> str:
        if params is None:
            return "?" + urlencode({name: number})
        params[name] = str(number)
        return "?" + params.urlencode()

    numbers = page.paginator.get_elided_page_range(page.number, on_each_side=1, on_ends=1)
    return {
        "page": page,
        "links": [(n, url(n) if isinstance(n, int) else "") for n in numbers],
        "previous": url(page.number - 1) if page.has_previous() else "",
        "next": url(page.number + 1) if page.has_next() else "",
    }


@register.inclusion_tag("ui/parts/filter_bar.html", takes_context=True)
def filter_bar(
    context: Context, form: Any, found: int | None = None, clear: str = ""
) -> dict[str, Any]:
    """A form of filters answered by GET; `found` is said in words, `clear` leads back to all.

    Where nothing was found and nothing was chosen there is nothing to narrow: no form.
    """
    return {"form": form, "found": found, "clear": clear, "request": context.get("request")}


@register.inclusion_tag("ui/parts/search_box.html")
def search_box(url: str, value: str = "", label: str = "", hint: str = "") -> dict[str, Any]:
    """One field to look for words or for the number of a printed sheet."""
    return {"url": url, "value": value, "label": label, "hint": hint}
