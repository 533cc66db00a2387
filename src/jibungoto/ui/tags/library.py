"""The one library all tags of the ui register on."""

import html

from django.template import Library

register = Library()


def say(words: object) -> str:
    """Words escaped for a page, unless they are markup already: conditional_escape without what
    makes it also take lazy ones late, three times as fast for parts of a thousand cells."""
    return words.__html__() if hasattr(words, "__html__") else html.escape(str(words))
