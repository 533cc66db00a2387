"""フリガナ: what a reading field stores, and the order of a list sorted by readings."""

import re
import unicodedata

import jaconv

from .variants import DASHES

_NOT_A_READING = re.compile(r"[^ァ-ヺーヽヾ・　]")
_DASH_AFTER_KANA = re.compile(rf"(?<=[ァ-ヺー])[{re.escape(DASHES)}~-]")

_ROWS = {
    "あ": "あいうえお",
    "か": "かきくけこ",
    "さ": "さしすせそ",
    "た": "たちつてと",
    "な": "なにぬねの",
    "は": "はひふへほ",
    "ま": "まみむめも",
    "や": "やゆよ",
    "ら": "らりるれろ",
    "わ": "わゐゑをん",
}
_ROW_OF = {kana: row for row, members in _ROWS.items() for kana in members}
_SMALL = dict(zip("ぁぃぅぇぉっゃゅょゎゕゖ", "あいうえおつやゆよわかけ", strict=True))
_VOWEL = {
    kana: vowel
    for vowel, members in {
        "あ": "あかさたなはまやらわ",
        "い": "いきしちにひみりゐ",
        "う": "うくすつぬふむゆる",
        "え": "えけせてねへめれゑ",
        "お": "おこそとのほもよろを",
    }.items()
    for kana in members
}


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


def kana_sort_key(reading: str) -> str:
    """A key whose plain order is that of JIS X 4061, to be stored beside a reading.

    Compared in turn over the whole word: the letter (a long mark counts as the vowel it
    prolongs), then 清 < 濁 < 半濁, then long mark < small < repeated < full letter, then hiragana
    < katakana. Signs, digits and Latin letters come before kana, kanji after. Spaces and ・ do not
    count. Sort by bytes or code points (collation C, BINARY).
    """
    letters: list[str] = []
    voices: list[str] = []
    sizes: list[str] = []
    scripts: list[str] = []
    for char in unicodedata.normalize("NFKD", unicodedata.normalize("NFKC", reading).casefold()):
        if char in " ・\t" or unicodedata.category(char) == "Cc":
            continue
        if char in "\u3099\u309a":
            if voices:
                voices[-1] = "1" if char == "\u3099" else "2"
            continue
        letter = jaconv.kata2hira(char).replace("ヽ", "ゝ")
        letter = {"ヵ": "ゕ", "ヶ": "ゖ"}.get(letter, letter)
        size, base = "3", _SMALL.get(letter, letter)
        if letter in _SMALL:
            size = "1"
        elif letter == "ー":
            size, base = "0", _VOWEL.get(letters[-1] if letters else "", letter)
        elif letter == "ゝ" and letters:
            size, base = "2", letters[-1]
        letters.append(base)
        voices.append("0")
        sizes.append(size)
        scripts.append("1" if "ァ" <= char <= "ヿ" else "0")
    return "\t".join("".join(level) for level in (letters, voices, sizes, scripts))


def kana_row(reading: str) -> str:
    """The row a reading is listed under (あ, か, さ … わ), or 他 when it begins with no kana."""
    return _ROW_OF.get(kana_sort_key(reading)[:1], "他")
