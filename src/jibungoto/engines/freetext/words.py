"""Japanese text to sentences, words that carry content, and words that take a stance.

Words are kept in the dictionary's normalised form, so that 子ども and 子供 are one; for showing,
each keeps the spelling people used. A word that is denied (歩けない) is another word.
"""

import re
import unicodedata
from collections import Counter
from dataclasses import dataclass, field
from functools import cache
from typing import Any

from sudachipy import Dictionary, SplitMode

_STANCE_WORDS: dict[str, str] = {
    **dict.fromkeys(("賛成", "賛同", "同意", "支持", "歓迎", "大賛成"), "for"),
    **dict.fromkeys(("反対", "大反対", "不要", "無駄", "疑問"), "against"),
    **dict.fromkeys(
        ("欲しい", "希望", "要望", "望む", "下さる", "願う", "御願い", "お願い"), "wish"
    ),
    **dict.fromkeys(("止める", "やめる", "中止", "廃止", "禁止", "無くす"), "stop"),
    **dict.fromkeys(
        ("心配", "不安", "怖い", "危ない", "危険", "困る", "恐い", "恐ろしい", "気掛かり"), "worry"
    ),
    **dict.fromkeys(
        ("有り難い", "感謝", "嬉しい", "助かる", "有り難う", "楽しい", "満足", "好き"), "thanks"
    ),
}
# たい is somebody's own wish; the others are written in kana as often as in kanji.
_SPELT = {
    "たい": "wish",
    "ほしい": "wish",
    "こわい": "worry",
    "あぶない": "worry",
    "こまる": "worry",
    "やめる": "stop",
    "なくす": "stop",
    "ありがたい": "thanks",
    "ありがとう": "thanks",
    "うれしい": "thanks",
    "いる": "",
    "おねがい": "wish",
}
_DENIED = {"for": "against", "against": "for", "wish": "stop", "stop": "wish"}
_NEEDED = {"必要", "要る"}  # not needed is a stance against; needed is a wish
_NOT = {"ない", "無い", "ず", "ぬ", "まい"}
_BUT = {"が", "けれど", "から", "ので"}
_SCOPE = 5
# What may stand between a word and its denial without ending the reach of the denial.
_BRIDGES = {"出来る", "有る", "為る", "居る", "成る", "訳", "思う", "言う", "事"}

_EMPTY = frozenset(
    [
        "こと",
        "そう",
        "よう",
        "もの",
        "ため",
        "分ける",
        "入る",
        "日",
        "下",
        "上",
        "中",
        "間",
        "年",
        "月",
        "回",
        "一人",
        "一度",
        "一つ",
        "為る",
        "有る",
        "居る",
        "成る",
        "出来る",
        "思う",
        "言う",
        "行く",
        "来る",
        "遣る",
        "見る",
        "貰う",
        "呉れる",
        "下さる",
        "頂く",
        "置く",
        "仕舞う",
        "御座る",
        "事",
        "物",
        "所",
        "為",
        "様",
        "訳",
        "方",
        "時",
        "人",
        "今",
        "何",
        "其れ",
        "此れ",
        "感じる",
        "感ずる",
        "考える",
        "良い",
        "無い",
        "多い",
        "少ない",
        "欲しい",
        "必要",
        "要る",
        "とても",
        "凄い",
        "沢山",
        "余り",
        "自分",
        "私",
        "皆",
        "皆さん",
        "場合",
        "点",
        "度",
        "http://",
        "https://",
        "www",
        "プリーズ",
        "the",
        "to",
        "of",
        "is",
        "and",
        "in",
        "for",
        "it",
        "please",
        "i",
        "we",
        "a",
        "使う",
        "違う",
        "毎日",
        "昔",
        "最近",
        "本当",
        "気",
        "他",
        "同じ",
        "住む",
    ]
)
_SENTENCE = re.compile(r"[^。．！？!?\n]+[。．！？!?]*|[。．！？!?]+")
_ADDRESS = re.compile(r"(?:https?://|www\.)\S+|[\w.+-]+@[\w-]+\.[\w.-]+")
_LONGEST = 400  # characters handed to the tokeniser at once


@dataclass(slots=True)
class Read:
    """One text as words: of each sentence its content words, and the stances of the whole."""

    sentences: list[str] = field(default_factory=list)
    words: list[list[str]] = field(default_factory=list)
    stances: frozenset[str] = frozenset()


@cache
def _tokenizer() -> Any:
    return Dictionary().tokenizer(mode=SplitMode.B)


# What is talked about stands in nouns; verbs and adjectives say how, in every subject alike.
LIGHT = "~"  # begins the name of a word that is no noun

# 0 nothing, 1 content, 2 a sign that ends a reach, 3 an auxiliary or particle, 4 content, no noun
_kinds: dict[int, int] = {}


def _kind(morpheme: Any) -> int:
    number = morpheme.part_of_speech_id()
    kind = _kinds.get(number)
    if kind is None:
        first, second, third = morpheme.part_of_speech()[:3]
        if first in ("補助記号", "記号", "空白"):
            kind = 2
        elif first == "名詞":
            kind = 0 if second == "数詞" or third == "助数詞可能" else 1
        elif first in ("動詞", "形容詞", "形状詞"):
            kind = 4
        else:
            kind = 3 if first in ("助動詞", "助詞") else 0
        _kinds[number] = kind
    return kind


def sentences(text: str) -> list[str]:
    """A text cut at its stops and line ends; what holds no letter is left out."""
    found = (part.strip() for part in _SENTENCE.findall(text))
    return [part for part in found if any(c.isalnum() for c in part)]


def read(text: str, spellings: dict[str, Counter[str]]) -> Read:
    """The words of a text; `spellings` counts how each word is written, for showing it later."""
    clean = _ADDRESS.sub(" ", unicodedata.normalize("NFKC", text))
    told = Read()
    stances: set[str] = set()
    for sentence in sentences(clean):
        kept: list[str] = []
        for start in range(0, len(sentence), _LONGEST):
            _read(sentence[start : start + _LONGEST], kept, stances, spellings)
        told.sentences.append(sentence)
        told.words.append(kept)
    told.stances = frozenset(stances)
    return told


def _read(
    part: str, kept: list[str], stances: set[str], spellings: dict[str, Counter[str]]
) -> None:
    found = list(_tokenizer().tokenize(part))
    forms = [m.normalized_form() for m in found]
    kinds = [_kind(m) for m in found]
    for at, (morpheme, form, kind) in enumerate(zip(found, forms, kinds, strict=True)):
        stance = _SPELT.get(form) if form in _SPELT else _STANCE_WORDS.get(form)
        if stance or form in _NEEDED:
            denied, _end = _denial(forms, kinds, at)
            _take(stance or "", form, denied=denied, stances=stances)
            continue
        if kind not in (1, 4) or form in _EMPTY or (len(form) == 1 and not _is_kanji(form)):
            continue
        denied, end = _denial(forms, kinds, at)
        surface = morpheme.surface() if denied else morpheme.dictionary_form()
        name = form.casefold() if kind == 1 else LIGHT + form.casefold()
        if denied and end == at + 1:
            name, surface = f"{name}+ない", surface + "ない"
        kept.append(name)
        spellings.setdefault(name, Counter())[surface] += 1


def _denial(forms: list[str], kinds: list[int], at: int) -> tuple[bool, int]:
    """Whether the word at this place is denied, and where: an odd number of ない within reach."""
    count, last = 0, at
    for here in range(at + 1, min(at + 1 + _SCOPE, len(forms))):
        if forms[here] in _NOT:
            count, last = count + 1, here
        elif _ends(forms[here], kinds[here]) or (count and forms[here] in _BUT):
            break
    return count % 2 == 1, last


def _ends(form: str, kind: int) -> bool:
    return kind == 2 or (kind in (1, 4) and form not in _BRIDGES)


def _take(stance: str, form: str, *, denied: bool, stances: set[str]) -> None:
    if form in _NEEDED:
        stances.add("against" if denied else "wish")
    elif not denied:
        stances.add(stance)
    elif stance in _DENIED:
        stances.add(_DENIED[stance])


def _is_kanji(sign: str) -> bool:
    return "㐀" <= sign <= "鿿"
