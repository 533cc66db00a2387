"""Titles and summaries our code writes into nodes: kept in Japanese, said in the reader's words.

A kind names the forms it writes (`Kind(forms=…)`, msgids with {}). What people wrote fits none of
them and stays as it is.
"""

from contextlib import AbstractContextManager

from django.utils import translation

from jibungoto.ui.saying import WRITTEN, in_forms

from .models import Node
from .registry import kinds


def written() -> AbstractContextManager[object]:
    """Inside, gettext answers what is kept, whoever writes."""
    return translation.override(WRITTEN)


def title_of(node: Node) -> str:
    """A node's title in the language of the moment."""
    return said(node.kind, node.title)


def summary_of(node: Node) -> str:
    """A node's summary in the language of the moment."""
    return said(node.kind, node.summary)


def said(kind: str, text: str) -> str:
    """A text of a node of this kind in the language of the moment."""
    if kind not in kinds():
        return text
    return in_forms(kinds()[kind].forms, text)
