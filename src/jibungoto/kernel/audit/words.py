"""Words for the audit log: verbs nobody named, fields of models, values. No queries."""

import datetime as dt
import re
from collections.abc import Mapping
from functools import cache
from typing import Any

from django.apps import apps
from django.core.exceptions import FieldDoesNotExist
from django.db import models
from django.utils.dateparse import parse_date, parse_datetime
from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from jibungoto.kernel import kept, registry
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
    "added": gettext_lazy("加えた数"),
    "alt": gettext_lazy("写真の説明"),
    "answerings": gettext_lazy("つながりの数"),
    "area_km2": gettext_lazy("面積（km²）"),
    "areas": gettext_lazy("地域の数"),
    "became": gettext_lazy("つながった先"),
    "cause": gettext_lazy("進まなかった理由"),
    "changed": gettext_lazy("変えた数"),
    "continues": gettext_lazy("引き継いだもの"),
    "copies": gettext_lazy("部数"),
    "departments": gettext_lazy("担当課"),
    "digest": gettext_lazy("結果の控え"),
    "district": gettext_lazy("地区"),
    "districts": gettext_lazy("地区"),
    "done_on": gettext_lazy("済んだ日"),
    "ended": gettext_lazy("終えたもの"),
    "expected": gettext_lazy("予定の枚数"),
    "file": gettext_lazy("ファイル"),
    "files": gettext_lazy("ファイルの数"),
    "from": gettext_lazy("もとの記録"),
    "groups": gettext_lazy("まとまりの数"),
    "households": gettext_lazy("世帯数"),
    "item": gettext_lazy("問い"),
    "joined_to": gettext_lazy("一つにした相手"),
    "kind": gettext_lazy("種類"),
    "levels": gettext_lazy("段の呼び名"),
    "marks": gettext_lazy("しるし"),
    "measures": gettext_lazy("施策・事業"),
    "merged": gettext_lazy("まとめたもの"),
    "name": gettext_lazy("名前"),
    "new": gettext_lazy("新しくつくった数"),
    "number": gettext_lazy("番号か数"),
    "occurred_on": gettext_lazy("日付"),
    "order": gettext_lazy("順"),
    "origin": gettext_lazy("どこから"),
    "pages": gettext_lazy("ページの数"),
    "participants": gettext_lazy("人数"),
    "parts": gettext_lazy("答えた人の数"),
    "planned": gettext_lazy("年度ごとの予定"),
    "position": gettext_lazy("場所"),
    "preset": gettext_lazy("ことばの型"),
    "question": gettext_lazy("質問"),
    "reason": gettext_lazy("理由"),
    "records": gettext_lazy("記録の数"),
    "references": gettext_lazy("参照"),
    "relation": gettext_lazy("つながり"),
    "remedy": gettext_lazy("対応策"),
    "removed": gettext_lazy("取り下げた数"),
    "reopened": gettext_lazy("元に戻したもの"),
    "restored": gettext_lazy("元に戻したもの"),
    "result": gettext_lazy("つながった先"),
    "role": gettext_lazy("役割"),
    "rows": gettext_lazy("行の数"),
    "said": gettext_lazy("声"),
    "seat": gettext_lazy("役"),
    "set": gettext_lazy("決めたもの"),
    "sheets": gettext_lazy("用紙の数"),
    "size": gettext_lazy("大きさ"),
    "stage": gettext_lazy("段階"),
    "state": gettext_lazy("状態"),
    "statements": gettext_lazy("意見"),
    "summary": gettext_lazy("ひとこと"),
    "title": gettext_lazy("題名"),
    "to_node": gettext_lazy("つなぐ先"),
    "user": gettext_lazy("利用者"),
    "values": gettext_lazy("値"),
    "version": gettext_lazy("版の番号"),
    "viewpoints": gettext_lazy("視点"),
    "votes": gettext_lazy("答えの数"),
    "withdrawn_at": gettext_lazy("取り下げた日"),
    "word": gettext_lazy("ことば"),
    "year": gettext_lazy("年度"),
}


def field_label(model: type[models.Model] | None, name: str, room: str = "") -> str:
    """What a field is called: by its model, else by the house, its day or another model of the room
    (the app the deed is of), else 「ほかの項目」."""
    if label := _verbose(_field(model, name)):
        return label
    of_the_house = _FIELDS.get(name) or _coded(name) or _moment(name)
    of_the_room = (_verbose(field) for field in _fields_of(room, name))
    found = of_the_house or next(filter(None, of_the_room), "") or _choices_of(room).get(name)
    return str(found or _("ほかの項目"))


def _verbose(field: Any) -> str:
    label = str(getattr(field, "verbose_name", ""))
    return label if _JAPANESE.search(label) else ""


@cache
def _fields_of(room: str, name: str) -> tuple[Any, ...]:
    """The fields of this name in the room's models: a deed tells of rows besides the record's."""
    if room not in apps.app_configs:
        return ()
    every = (_field(model, name) for model in apps.get_app_config(room).get_models())
    return tuple(field for field in every if field is not None)


def _code_word(name: str, code: str) -> str:
    """What a code is called that is no choice of a field: a kind, a relation, or a word that the
    municipality may have of its own ("state.partly")."""
    word = _coded(code) if name in ("kind", "relation") else ""
    return str(word or kept.words_at_hand().get(f"{name}.{code}", ""))


def _coded(code: str) -> Any:
    """What a kind of record, or a relation of two, is called where it stands by its code."""
    if code in Link.Relation.values:
        return Link.Relation(code).label
    kind = registry.kinds().get(code)
    return kind.label if kind else ""


@cache
def _choices_of(room: str) -> Mapping[str, Any]:
    """What the codes of the room are called, for counts that stand under them."""
    if room not in apps.app_configs:
        return {}
    fields = (f for model in apps.get_app_config(room).get_models() for f in model._meta.fields)
    return {code: label for field in fields for code, label in field.flatchoices}


def is_number_of_row(model: type[models.Model] | None, name: str, value: Any) -> bool:
    """Whether a kept value only points at another row, by a number that says nothing to people."""
    field = _field(model, name)
    found = value if isinstance(value, list) else [value]
    return bool(field and field.is_relation) and any(isinstance(one, int) for one in found)


def spoken(model: type[models.Model] | None, name: str, value: Any, room: str = "") -> str:
    """A kept value in words: a choice by its label, nothing as 「なし」, days as days."""
    if value is None or value == "" or value == []:
        return _("なし")
    if isinstance(value, bool):
        return _("はい") if value else _("いいえ")
    if isinstance(value, list):
        return listed(spoken(model, name, item, room) for item in value)
    for field in (_field(model, name), *_fields_of(room, name)):
        choices = dict(getattr(field, "flatchoices", None) or ())
        if value in choices:
            return str(choices[value])
    if isinstance(value, str) and (word := _code_word(name, value)):
        return word
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
