"""フリガナ: what a reading field stores."""

import re
import unicodedata

import jaconv

from .variants import DASHES

_NOT_A_READING = re.compile(r"[^ァ-ヺーヽヾ・　]")
_DASH_AFTER_KANA = re.compile(rf"(?<=[ァ-ヺー])[{re.escape(DASHES)}~-]")


class FuriganaError(ValueError):
    """A reading with something in it that is not kana; its text is a sentence."""


def furigana(text: str) -> str:
    """A reading in full-width katakana from hiragana or half-width kana; one 　 between names.

    Raises FuriganaError naming the first character that is not kana.
    """
    wide = jaconv.hira2kata(jaconv.h2z(unicodedata.normalize("NFC", text.strip()), ignore=""))
    wide = _DASH_AFTER_KANA.sub("ー", re.sub(r"\s+", "　", wide).replace("･", "・"))
    if wrong := _NOT_A_READING.search(wide):
        raise FuriganaError(
            f"フリガナに「{wrong[0]}」は使えません。カタカナかひらがなで書いてください。"
        )
    return wide
