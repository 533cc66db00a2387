"""argparse that speaks Japanese. The library keeps its sentences in gettext, under English keys."""

import argparse
from typing import Any

SENTENCES = {
    "usage: ": "使い方: ",
    "positional arguments": "渡すもの",
    "options": "選べること",
    "show this help message and exit": "この説明を表示します",
    "the following arguments are required: %s": "足りないものがあります: %s",
    "unrecognized arguments: %s": "わからない指定があります: %s",
    "argument %(argument_name)s: %(message)s": "%(argument_name)s: %(message)s",
    "expected one argument": "値を一つ付けてください",
    "invalid %(type)s value: %(value)r": "この値は使えません: %(value)r",
    "invalid choice: %(value)r (choose from %(choices)s)": (
        "%(value)r はありません（使えるのは %(choices)s）"
    ),
    "%(prog)s: error: %(message)s\n": "%(message)s\n",
    "not allowed with argument %s": "%s といっしょには使えません",
    "ignored explicit argument %r": "値は要りません: %r",
    "unknown parser %(parser_name)r (choices: %(choices)s)": (
        "%(parser_name)r はありません（使えるのは %(choices)s）"
    ),
}


def _sentence(english: str) -> str:
    return SENTENCES.get(english, english)


argparse._ = _sentence  # type: ignore[attr-defined]


class Parser(argparse.ArgumentParser):
    """A parser without abbreviations: a mistyped word must never start something else."""

    def __init__(self, **given: Any) -> None:
        given.setdefault("allow_abbrev", False)
        super().__init__(**given)
