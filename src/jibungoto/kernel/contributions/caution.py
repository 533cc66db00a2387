"""Words that may tell who or where somebody is. Pure: they only ask the writer to look again."""

import re
import unicodedata

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from jibungoto.ui.listing import listed

_PHONE = re.compile(r"(?<!\d)(?:\+81[- ]?\d|0\d)(?:[- ()]?\d){7,9}(?!\d)")
_MAIL = re.compile(r"[\w.+-]+@[\w-]+(?:\.[\w-]+)+")
_NAMED = re.compile(r"([一-龥々]{1,4})\s*(?:さん|さま|様|氏|くん|君|ちゃん|先生)")
# Who is meant by these is no particular person.
_NOBODY = (
    "皆", "客", "店員", "職員", "店主", "親子", "奥", "娘", "息子", "孫", "父", "母", "祖父",
    "祖母", "爺", "婆", "兄", "姉", "弟", "妹", "神", "地蔵", "業者", "住民", "患者", "選手",
    "隊員", "役員", "会員", "担当者", "大家", "主婦", "保護者", "高齢者", "子供", "赤", "若者",
    "学生", "利用者", "校長", "園長", "町会長", "会長", "医者", "保健師", "看護師", "駐在",
    "観音", "仏", "天神", "農家", "八百屋", "魚屋", "肉屋", "本屋", "花屋", "床屋", "豆腐屋",
    "団子屋", "担任", "小学生", "中学生", "高校生", "皆々", "外国人", "障害者", "旅人", "猫",
    "犬", "馬", "牛", "先輩", "後輩",
)  # fmt: skip
WORDS: dict[str, Promise] = {
    "phone": _("電話番号"),
    "mail": _("メールアドレス"),
    "name": _("人の名前"),
}


def cautions(*texts: str) -> tuple[str, ...]:
    """What in the texts looks like a phone number, a mail address or a person's name."""
    text = unicodedata.normalize("NFKC", " ".join(texts))
    found = []
    if _PHONE.search(text):
        found.append("phone")
    if _MAIL.search(text):
        found.append("mail")
    if any(not name.endswith(_NOBODY) for name in _NAMED.findall(text)):
        found.append("name")
    return tuple(found)


def said(found: tuple[str, ...] | list[str]) -> str:
    """The kinds of caution in words, joined by ・."""
    return listed((WORDS[key] for key in found if key in WORDS), "・")
