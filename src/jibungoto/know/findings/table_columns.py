"""How tables of findings are written: their columns, and the words in their cells."""

import datetime as dt
from typing import Any

from django.utils.translation import gettext_lazy

DICTIONARY = """
[fields]
fd_id = { label = "ID", spellings = ["番号", "No", "管理番号"] }
fd_sort = { label = "種類", spellings = ["区分", "魅力・課題", "種別"] }
fd_title = { label = "ひとことで", spellings = ["name", "名称", "名前", "件名", "題名", "タイトル", "景観資源名"] }
fd_text = { label = "くわしく", spellings = ["説明", "内容", "本文", "気づき", "意見", "概要", "text"] }
fd_place = { label = "場所", spellings = ["住所", "所在地", "場所のことば", "場所・住所", "place"] }
fd_lat = { label = "緯度", kind = "latitude", spellings = ["lat", "latitude"] }
fd_lon = { label = "経度", kind = "longitude", spellings = ["lon", "lng", "longitude"] }
fd_district = { label = "地区", spellings = ["地区名", "学区", "地域"] }
fd_on = { label = "いつ", kind = "date", spellings = ["日付", "記入日", "年月日", "受付日"] }
fd_channel = { label = "どこから", spellings = ["受付方法", "届いた方法", "経路", "集め方"] }
fd_elements = { label = "要素", spellings = ["分類", "指定"] }
fd_themes = { label = "テーマ", kind = "list", spellings = ["分野"] }
fd_asset = { label = "資源の種類" }
fd_presence = { label = "あらわれ方" }
[[datasets]]
number = "findings.charms"
name = "魅力の一覧"
fields = ["fd_id", "fd_title", "fd_text", "fd_place", "fd_lat", "fd_lon", "fd_district", "fd_elements", "fd_on"]
required = ["fd_title"]
[[datasets]]
number = "findings.findings"
name = "気づきの一覧"
fields = [
  "fd_id", "fd_sort", "fd_title", "fd_text", "fd_place", "fd_lat", "fd_lon", "fd_district", "fd_on",
  "fd_channel", "fd_themes", "fd_asset", "fd_presence",
]
required = ["fd_sort"]
blank_allowed = ["fd_sort"]
"""  # noqa: E501  a table reads best in lines
CODE = "code:"  # the key of a finding that came from no file: this, and its own code
NEAR = 0.000_001  # degrees that a table may lose
CHARMS, FINDINGS = "findings.charms", "findings.findings"
SORTS = {"魅力": "charm", "課題": "issue", "資源": "resource", "地域資源": "resource"}
CHANNELS = {
    "紙": "paper", "アンケート": "paper", "はがき": "paper", "口頭": "oral", "電話": "oral",
    "会話": "oral", "窓口": "counter", "web": "web", "ウェブ": "web", "取りこみ": "file",
}  # fmt: skip
ASSETS = {
    "ひと": "person", "人": "person", "もの": "thing", "物": "thing", "かね": "money",
    "金": "money", "場": "place", "場所": "place", "情報": "information",
}  # fmt: skip
PRESENCES = {"顕在": "manifest", "見えている": "manifest", "潜在": "latent"}
FIELDS = ("title", "text", "place", "lat", "lon", "district", "found_on")
LABELS = {
    "title": gettext_lazy("ひとことで"), "text": gettext_lazy("くわしく"),
    "place": gettext_lazy("場所"), "lat": gettext_lazy("緯度"), "lon": gettext_lazy("経度"),
    "district": gettext_lazy("地区"), "found_on": gettext_lazy("いつ"),
}  # fmt: skip


def shown(name: str, value: Any) -> str:
    """A field's value as an intake keeps it, "" for nothing."""
    if value is None:
        return ""
    if name == "district":
        return str(value.name)
    return value.isoformat() if isinstance(value, dt.date) else str(value)
