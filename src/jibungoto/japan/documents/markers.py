"""Numbers and signs that open an entry: １　（１）　①　第１章　1-2　ア　施策３　■."""

import re
import unicodedata
from dataclasses import dataclass

from jibungoto.japan.numerals import parse_integer

CIRCLED = "①②③④⑤⑥⑦⑧⑨⑩⑪⑫⑬⑭⑮⑯⑰⑱⑲⑳㉑㉒㉓㉔㉕㉖㉗㉘㉙㉚㉛㉜㉝㉞㉟㊱㊲㊳㊴㊵㊶㊷㊸㊹㊺㊻㊼㊽㊾㊿"
ROMAN = "ⅠⅡⅢⅣⅤⅥⅦⅧⅨⅩⅪⅫ"
MARKS = "◎○●◯※★☆△▲◇◆□■▼▽◉"
BULLETS = "■□●○◆◇▼▽▶►➢・•◯★☆◎"
# ◎：主要事業
LEGEND = re.compile(rf"([{MARKS}※])\s*[:：=＝…]\s*([^\s{MARKS}※、。）)]{{2,20}})")
# ★は重点事業、◆は新規事業を示します
_SENTENCE = re.compile(r"(?:示し|表し|指し|あらわし|しめし|示す|表す|です|である|をいい)")
_MEANS = re.compile(
    rf"[「『]?([{MARKS}])[」』]?(?:印|の?印?のついたもの)?は、?([^\s{MARKS}、。「」]{{2,20}}?)"
    r"(?=を(?:示|表|指|あ|し|い)|です|である|、|。|$)"
)
_KANA = "アイウエオカキクケコサシスセソタチツテト"
_D = r"[0-9０-９]"
_K = r"[一二三四五六七八九十]"
_HYPHEN = r"[-－–‐−―]"
# What may carry a number in front of a title: 基本目標１, 施策2-1.
LABELS = (
    "基本目標|基本方針|基本施策|基本方向|基本原則|基本戦略|基本政策|重点目標|重点施策|重点項目|重点事業|"
    "重点プロジェクト|リーディングプロジェクト|重点テーマ|重点方針|施策の柱|取組の柱|基本的施策|"
    "主要事業|個別事業|重点取組|重点戦略|個別施策|主要施策|具体的施策|施策の方向性|施策の方向|"
    "施策目標|推進施策|推進方策|推進項目|取組方針|取組項目|取組の方向性|取組の方向|行動目標|行動方針|"
    "個別目標|大施策|中施策|小施策|大項目|中項目|小項目|政策目標|まちづくりの目標|まちづくりの方針|"
    "施策|方針|目標|事業|取組|取り組み|取組み|政策|方策|戦略|分野|柱|視点|原則|課題|方向性|方向|"
    "プロジェクト|アクション|テーマ"
)
_PART = rf"(?:{_D}{{1,2}}|[（(]{_D}{{1,2}}[）)]|[{CIRCLED}])"
_L = r"[A-ZＡ-Ｚ]"
_LABELLED = rf"{_D}{{1,2}}(?:[{_HYPHEN[1:-1]}.．]{_D}{{1,2}}){{0,3}}|[{CIRCLED}]|{_K}(?=[\s　:：])"
_LABELLED += rf"|[（(]{_D}{{1,2}}[）)]|[{ROMAN}]"
_LABELLED += rf"|{_L}(?![A-Za-zＡ-Ｚａ-ｚ])"
_NUMBERED = re.compile(
    rf"(?P<composite>{_D}{{1,2}}(?:{_HYPHEN}{_PART}){{1,4}})(?![0-9０-９年月日～〜])[\s　.．:：]*"
    rf"|(?P<lettered>[A-ZＡ-Ｚ{ROMAN}](?:{_HYPHEN}{_PART}){{1,3}})(?![0-9０-９])[\s　.．:：]*"
    rf"|(?P<dotted>{_D}{{1,2}}(?:[.．]{_D}{{1,2}}){{1,3}})(?![0-9０-９%％])[\s　.．]+"
    rf"|[（(](?P<parencomp>{_D}{{1,2}}(?:{_HYPHEN}{_D}{{1,2}}){{1,3}})[）)][\s　]*"
    rf"|[（(](?P<paren>{_D}{{1,2}})[）)][\s　]*"
    rf"|(?P<parened>[⑴-⒇])[\s　]*"
    rf"|(?P<circle>[{CIRCLED}])[\s　]*"
    rf"|(?P<roman>[{ROMAN}]+|(?:I{{1,3}}|IV|VI{{0,3}}|V)(?=[.．　 ]))[\s　.．、]*"
    rf"|[（(](?P<parenkana>[{_KANA}])[）)][\s　]*"
    rf"|[【［\[](?P<square>{_D}{{1,2}})[】］\]][\s　]*"
    rf"|第[\s　]?(?P<part>{_D}{{1,2}}|{_K}{{1,3}})[\s　]?(?P<unit>部|編|章|節|条|項)[\s　:：]*"
    rf"|第(?P<ordinal>{_D}{{1,2}})[\s　]+(?![次期回版])"
    rf"|[【〔\[]?(?P<label>{LABELS})[\s　]?(?P<labelled>{_LABELLED})"
    rf"(?![0-9０-９つ個年件])[】〕\]]?[\s　:：.．]*"
    rf"|(?P<half>{_D}{{1,2}})[）)][\s　]*"
    rf"|(?P<number>{_D}{{1,2}})(?:[.．、][\s　]*(?![0-9０-９])|[\s　]+)"
    rf"(?![0-9０-９%％]|[年月日人件](?![一-鿿]))"
    rf"|(?P<kana>[{_KANA}])[\s　.．)）]+"
    rf"|(?P<alpha>[a-zA-Zａ-ｚＡ-Ｚ])[.．)）][\s　]*"
)
_INNER = re.compile(rf"(?<=[\s　])(?:[{MARKS}][\s　]*)?[{CIRCLED}]")


@dataclass(frozen=True, slots=True)
class Marker:
    """An opening: its style, its number there, as written, and how far it reaches."""

    style: str
    number: tuple[int, ...]  # one number; several for 1-2-3; () for a bullet
    written: str
    end: int
    label: str = ""

    @property
    def is_bullet(self) -> bool:
        return not self.number


def opening(text: str) -> Marker | None:
    """The marker a text begins with, or None."""
    found = _NUMBERED.match(text)
    if found and found.lastgroup:
        kind = "labelled" if found["label"] else found.lastgroup
        kind = "part" if found["part"] else kind
        return _numbered(found, kind)
    if text and text[0] in BULLETS and text[1:].strip():
        return Marker(f"bullet {text[0]}", (), text[0], len(text) - len(text[1:].lstrip()))
    return None


def _numbered(found: re.Match[str], kind: str) -> Marker | None:
    written, end = found[kind], found.end()
    whole = found[0].strip(" 　.．:：、")
    match kind:
        case "composite" | "dotted" | "lettered" | "parencomp":
            parts = _parts(written)
            return Marker(f"composite {len(parts)}", parts, written, end)
        case "labelled":
            parts = _parts(written)
            return Marker(f"label {found['label']} {len(parts)}", parts, whole, end, found["label"])
        case "part":
            return Marker(f"part {found['unit']}", (_integer(written),), whole, end)
        case "alpha":
            letter = unicodedata.normalize("NFKC", written)
            first = "a" if letter.islower() else "A"
            return Marker(f"alpha {first}", (ord(letter) - ord(first) + 1,), written, end)
        case "parened":
            return Marker("paren", (ord(written) - ord("⑴") + 1,), written, end)
        case "paren" | "half" | "square" | "ordinal":
            return Marker(kind, (_integer(written),), whole, end)
        case "kana" | "parenkana":
            said = written if kind == "kana" else whole
            return Marker(kind, (_KANA.index(written) + 1,), said, end)
        case "roman":
            return Marker(kind, (_roman(written),), written, end)
        case "circle":
            return Marker(kind, (CIRCLED.index(written) + 1,), written, end)
        case _:
            return Marker("number", (_integer(written),), written, end)


def _parts(written: str) -> tuple[int, ...]:
    return tuple(_integer(p) for p in re.findall(rf"{_D}+|{_K}+|[{CIRCLED}{ROMAN}]|{_L}", written))


def _integer(written: str) -> int:
    if re.fullmatch(_L, written):
        return ord(unicodedata.normalize("NFKC", written)) - ord("A") + 1
    if written in ROMAN:
        return ROMAN.index(written) + 1
    return CIRCLED.index(written) + 1 if written in CIRCLED else parse_integer(written)


def _roman(written: str) -> int:
    if written[0] in ROMAN:
        return ROMAN.index(written[0]) + 1
    return {"I": 1, "II": 2, "III": 3, "IV": 4, "V": 5, "VI": 6, "VII": 7, "VIII": 8}[written]


def inner_openings(text: str) -> list[int]:
    """Where, after a blank, a circled number (with its mark) opens another entry in one line."""
    return [found.start() for found in _INNER.finditer(text)]


_SET = {"paren": "({})", "half": "{})", "square": "【{}】", "ordinal": "第{}"}


def sign(marker: Marker) -> str:
    """How a marker stands in a code: (1), ①, 1, a bullet's place is given by its order."""
    number = "-".join(map(str, marker.number))
    if set_as := _SET.get(marker.style):
        return set_as.format(number)
    match marker.style:
        case "circle":
            return CIRCLED[marker.number[0] - 1]
        case "roman":
            return ROMAN[marker.number[0] - 1]
        case "kana":
            return _KANA[marker.number[0] - 1]
        case "parenkana":
            return f"({_KANA[marker.number[0] - 1]})"
        case style if style.startswith("part"):
            return f"第{number}{style[5:]}"
        case _ if marker.label and re.search(rf"{_L}$", marker.written):
            return f"{marker.label}{unicodedata.normalize('NFKC', marker.written[-1])}"
        case _ if marker.label and marker.written[-1] in ROMAN:
            return f"{marker.label}{marker.written[-1]}"
        case _ if marker.label:
            return f"{marker.label}{number}"
        case _:
            return number


_CODE = re.compile(rf"^(?:{_D}{{1,2}}|{_L}|[{ROMAN}])(?:{_HYPHEN}{_PART}){{1,4}}")


def normal_code(text: str) -> str:
    """１－（１）－① at the beginning of a text as 1-(1)-①, or "" when there is no such."""
    found = _CODE.match(text.strip())
    if not found:
        return ""
    # NFKC would turn ① into 1.
    kept = re.sub(_HYPHEN, "-", found[0])
    return "".join(c if c in CIRCLED + ROMAN else unicodedata.normalize("NFKC", c) for c in kept)


def meanings(text: str) -> list[tuple[str, str]]:
    """(mark, meaning) of a sentence that explains marks: ★は重点事業、◆は新規事業を示します."""
    if not _SENTENCE.search(text):
        return []
    return [(sign, meaning) for sign, meaning in _MEANS.findall(text)]
