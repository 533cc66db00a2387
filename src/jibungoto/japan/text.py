"""Search keys and the grams a search index keeps. Keys only: stored text is never changed.

`search_key` folds what readers take for the same word. It works character by character wherever
it can, so that the key of a part of a text is a part of the key of the text.
"""

import re
import unicodedata
from dataclasses import dataclass

from .place_numbers import write_blocks
from .variants import DASHES, OLD_TO_NEW, WAVES

# Invisible characters: soft hyphen, zero-width marks, BOM, variation selectors (IVS included).
_INVISIBLE = re.compile(
    "[\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b-\u200f\u202a-\u202e"
    "\u2060-\u206f\u3164\ufe00-\ufe0f\ufeff\uffa0\ufff0-\ufff8\U000e0000-\U000e0fff]"
)
_HIRAGANA = {c: c - 0x60 for c in range(0x30A1, 0x30F7)} | {0x30FD: 0x309D, 0x30FE: 0x309E}
_FOLD = str.maketrans(
    OLD_TO_NEW | dict.fromkeys(DASHES, "-") | dict.fromkeys(WAVES, "~") | {"ヶ": "が", "ヵ": "が"}
)
_KANJI = "々〆〇㐀-䶿一-鿿\U00020000-\U0003ffff"
_KANA = "ぁ-ゖゝゞァ-ヺヽヾ"
_NUMERAL = "0-9一二三四五六七八九十百千何数幾"
# 霞ケ関 and 自由ケ丘, but not カラオケ大会: katakana before ケ makes it part of that word.
_KE_BETWEEN = re.compile(rf"(?<![ァ-ヺー])ケ(?=[{_KANJI}])")
# 三か月, 3カ所, 二箇国: the counter that is also written ヶ.
_COUNTER = re.compile(rf"(?<=[{_NUMERAL}])[かカ箇个](?=[月所国年条村町店院寺])")
_LONG_AFTER_KANA = re.compile(rf"(?<=[{_KANA}])-")
_DASH_AFTER_LATIN = re.compile(r"(?<=[0-9a-z])ー")

_JAPANESE = rf"[{_KANJI}{_KANA}ー\u3099\u309a]"
_WORD = re.compile(rf"{_JAPANESE}+|(?:(?!{_JAPANESE})[^\W_])+")
_STARTS_JAPANESE = re.compile(_JAPANESE)


def search_key(text: str) -> str:
    """The form of a text in which spelling variants are equal; applying it again changes nothing.

    Folds width, case, old and new kanji, hiragana and katakana, waves, dashes and long vowels,
    ヶ/ケ/が/か in names and counters, 丁目 numerals; drops variation selectors; runs of spaces
    become one space. For comparing and indexing, never for display.
    """
    for _ in range(8):
        folded = _fold(text)
        if folded == text:
            break
        text = folded
    return text


def _fold(text: str) -> str:
    text = unicodedata.normalize("NFKC", _INVISIBLE.sub("", text))
    text = unicodedata.normalize("NFKC", text.casefold())
    text = _KE_BETWEEN.sub("が", text.translate(_FOLD))
    text = _COUNTER.sub("が", text).translate(_HIRAGANA)
    text = text.replace("ゕ", "が").replace("ゖ", "が")
    text = _DASH_AFTER_LATIN.sub("-", _LONG_AFTER_KANA.sub("ー", text))
    return write_blocks(" ".join(text.split()), "digits")


def grams(text: str) -> list[str]:
    """What the index stores for a text, in order of appearance.

    Japanese runs give overlapping pairs and their last character alone, so that every character
    begins a gram and a single kanji is found by prefix. Latin words and numbers stay whole.
    A space inside Japanese does not break a run (山田 太郎 is found as 山田太郎).
    """
    found: list[str] = []
    run = ""
    end = -1
    key = search_key(text)
    for match in _WORD.finditer(key):
        japanese = _STARTS_JAPANESE.match(match[0]) is not None
        joined = bool(run) and japanese and match.start() == end + 1 and key[end] == " "
        if run and not joined:
            found += _pairs(run)
            run = ""
        if japanese:
            run += match[0]
        else:
            found.append(match[0])
        end = match.end()
    return found + (_pairs(run) if run else [])


def is_japanese(gram: str) -> bool:
    """Whether a gram is cut from a Japanese run; else it is a whole word or number."""
    return _STARTS_JAPANESE.match(gram) is not None


def _pairs(run: str) -> list[str]:
    return [run[i : i + 2] for i in range(len(run))]


@dataclass(frozen=True, slots=True)
class Term:
    """One run of a query: grams that follow each other in the index."""

    grams: tuple[str, ...]
    prefix: bool  # the (only) gram is to be matched by its beginning


def query_terms(query: str) -> list[Term]:
    """The runs of a query, split at spaces (also 　) and signs; every one of them must be found.

    Two or more Japanese characters ask for their pairs in a row. A single one, and a Latin word
    at the end of what was typed, ask for grams that begin with it.
    """
    terms: list[Term] = []
    for word in query.split():
        key = search_key(word)
        for match in _WORD.finditer(key):
            run = match[0]
            if not _STARTS_JAPANESE.match(run):
                terms.append(Term((run,), prefix=run.isalpha() and match.end() == len(key)))
            elif len(run) == 1:
                terms.append(Term((run,), prefix=True))
            else:
                terms.append(Term(tuple(_pairs(run)[:-1]), prefix=False))
    return terms
