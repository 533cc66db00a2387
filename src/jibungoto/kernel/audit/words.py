"""Words for the audit log: verbs nobody named, fields of models, values. No queries."""

import datetime as dt
import re
from collections.abc import Mapping
from typing import Any

from django.core.exceptions import FieldDoesNotExist
from django.db import models
from django.utils.dateparse import parse_date, parse_datetime
from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from jibungoto.kernel import registry
from jibungoto.kernel.models import Link
from jibungoto.ui.listing import listed

_JAPANESE = re.compile("[ぁ-ヿ一-鿿]")
_SHOWN = 200

# The end of an action's key says enough where the app gave no words of its own.
VERBS: Mapping[str, Any] = {
    "accept": gettext_lazy("受け入れました"),
    "add": gettext_lazy("加えました"),
    "answer": gettext_lazy("答えました"),
    "apply": gettext_lazy("申し込みました"),
    "approve": gettext_lazy("認めました"),
    "assign": gettext_lazy("担当を決めました"),
    "cancel": gettext_lazy("取りやめました"),
    "cast": gettext_lazy("投票しました"),
    "change": gettext_lazy("変えました"),
    "close": gettext_lazy("締め切りました"),
    "confirm": gettext_lazy("確かめました"),
    "create": gettext_lazy("登録しました"),
    "decide": gettext_lazy("決めました"),
    "delete": gettext_lazy("消しました"),
    "edit": gettext_lazy("変えました"),
    "end": gettext_lazy("終えました"),
    "enter": gettext_lazy("記入しました"),
    "erase": gettext_lazy("消しました"),
    "export": gettext_lazy("書き出しました"),
    "freeze": gettext_lazy("確定しました"),
    "grant": gettext_lazy("渡しました"),
    "import": gettext_lazy("取りこみました"),
    "invite": gettext_lazy("招きました"),
    "join": gettext_lazy("加わりました"),
    "leave": gettext_lazy("離れました"),
    "merge": gettext_lazy("まとめました"),
    "move": gettext_lazy("移しました"),
    "open": gettext_lazy("始めました"),
    "publish": gettext_lazy("公開しました"),
    "record": gettext_lazy("記録しました"),
    "register": gettext_lazy("登録しました"),
    "reject": gettext_lazy("受け入れませんでした"),
    "remove": gettext_lazy("取り下げました"),
    "restore": gettext_lazy("元に戻しました"),
    "revoke": gettext_lazy("役割を終えました"),
    "schedule": gettext_lazy("予定を決めました"),
    "send": gettext_lazy("とどけました"),
    "set": gettext_lazy("決めました"),
    "start": gettext_lazy("始めました"),
    "stop": gettext_lazy("止めました"),
    "undo": gettext_lazy("元に戻しました"),
    "update": gettext_lazy("変えました"),
    "upload": gettext_lazy("ファイルを加えました"),
    "withdraw": gettext_lazy("取り下げました"),
}

_FIELDS: Mapping[str, Any] = {
    "actors": gettext_lazy("担い手"),
    "alt": gettext_lazy("写真の説明"),
    "cause": gettext_lazy("進まなかった理由"),
    "continues": gettext_lazy("引き継いだもの"),
    "district": gettext_lazy("地区"),
    "districts": gettext_lazy("地区"),
    "done_on": gettext_lazy("済んだ日"),
    "kind": gettext_lazy("種類"),
    "levels": gettext_lazy("段の呼び名"),
    "marks": gettext_lazy("しるし"),
    "name": gettext_lazy("名前"),
    "occurred_on": gettext_lazy("日付"),
    "order": gettext_lazy("順"),
    "planned": gettext_lazy("年度ごとの予定"),
    "preset": gettext_lazy("ことばの型"),
    "references": gettext_lazy("参照"),
    "relation": gettext_lazy("つながり"),
    "remedy": gettext_lazy("対応策"),
    "role": gettext_lazy("役割"),
    "state": gettext_lazy("状態"),
    "summary": gettext_lazy("ひとこと"),
    "title": gettext_lazy("題名"),
    "withdrawn_at": gettext_lazy("取り下げた日"),
    "to_node": gettext_lazy("つなぐ先"),
    "values": gettext_lazy("値"),
    "viewpoints": gettext_lazy("視点"),
    "year": gettext_lazy("年度"),
}


def field_label(model: type[models.Model] | None, name: str) -> str:
    """What a field is called: by its model, else by the house or its day, else 「ほかの項目」."""
    field = _field(model, name)
    label = str(getattr(field, "verbose_name", ""))
    if _JAPANESE.search(label):
        return label
    return str(_FIELDS.get(name) or _coded(name) or _moment(name) or _("ほかの項目"))


def _coded(code: str) -> Any:
    """What a kind of record, or a relation of two, is called where it stands by its code."""
    if code in Link.Relation.values:
        return Link.Relation(code).label
    kind = registry.kinds().get(code)
    return kind.label if kind else ""


def spoken(model: type[models.Model] | None, name: str, value: Any) -> str:
    """A kept value in words: a choice by its label, nothing as 「なし」, days as days."""
    if value is None or value == "" or value == []:
        return _("なし")
    if isinstance(value, bool):
        return _("はい") if value else _("いいえ")
    if isinstance(value, list):
        return listed(spoken(model, name, item) for item in value)
    field = _field(model, name)
    choices = dict(getattr(field, "flatchoices", None) or ())
    if value in choices:
        return str(choices[value])
    if name in ("kind", "relation") and (word := _coded(str(value))):
        return str(word)
    if isinstance(value, str):
        return _moment(value) or (value if len(value) <= _SHOWN else value[:_SHOWN] + "…")
    counted = isinstance(value, int | float) and not name.endswith("year")
    return f"{value:,}" if counted else str(value)


def _field(model: type[models.Model] | None, name: str) -> Any:
    try:
        return model._meta.get_field(name) if model else None
    except FieldDoesNotExist:
        return None


def _moment(text: str) -> str:
    """A day or a moment written as a machine does, as people write it; else nothing."""
    try:
        if len(text) == 10 and (day := parse_date(text)):
            return _day(day)
        if len(text) > 15 and text[4:5] == "-" and (moment := parse_datetime(text)):
            local = localtime(moment) if moment.tzinfo else moment
            return _("{day} {hour}時{minute:02}分").format(
                day=_day(local.date()), hour=local.hour, minute=local.minute
            )
    except ValueError:
        pass
    return ""


def _day(day: dt.date) -> str:
    return _("{}年{}月{}日").format(day.year, day.month, day.day)
