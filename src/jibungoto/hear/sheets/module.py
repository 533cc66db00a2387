"""The manifest of sheets."""

import datetime as dt

from django.utils.translation import gettext_lazy as _

from jibungoto.kernel.jobs import Schedule
from jibungoto.kernel.registry import (
    MenuEntry,
    Module,
    Permission,
    PersonalData,
    Stage,
    Target,
)

from . import policies

MODULE = Module(
    app="sheets",
    stage=Stage.HEAR,
    permissions=[
        Permission(policies.PRINT, _("紙の用紙を印刷する")),
        Permission(policies.ENTER, _("紙の用紙の答えを入れる"), personal=True),
        Permission(policies.SCAN, _("紙の用紙を読み取る"), personal=True),
        Permission(policies.SETTLE, _("読み取りや入力のちがいを確かめる"), personal=True),
    ],
    roles={
        role: policies.ALL for role in ("administrator", "planner", "district_officer", "secretary")
    },
    menu=[
        MenuEntry(
            _("紙の用紙"),
            "sheets:form_list",
            stage=Stage.HEAR,
            permission=policies.ENTER,
            order=730,
        )
    ],
    jobs=[Schedule("sheets.forget_pictures", daily_at=dt.time(3, 35))],
    personal_data=[
        PersonalData(
            "sheets.ScanFile",
            _("紙の用紙の画像。手書きの文字をふくみます"),
            _("紙の答えを読み取り、正しく読めたかを人が確かめるため"),
            _("読み取りから90日。用紙に名前の欄はありません"),
        ),
        PersonalData(
            "sheets.ScanPage",
            _("紙の用紙の、一ページごとの画像"),
            _("読み取りの結果と、もとの用紙を並べて確かめるため"),
            _("読み取りから90日"),
        ),
        PersonalData(
            "sheets.Mark",
            _("紙の用紙の答え。手書きの文を、人が打ったものをふくみます"),
            _("紙の声を、画面の声と同じに数えるため"),
            _("アンケートや問いかけがあるあいだ。だれの用紙かはわかりません"),
        ),
        PersonalData(
            "sheets.Sheet",
            _("用紙を打った人、確かめた人（名前ではなく番号で）"),
            _("打った人と別の人が、二度目を打ち、確かめるため"),
            _("アンケートや問いかけがあるあいだ"),
        ),
    ],
    targets=[
        Target("sheets.SheetForm", _("紙の用紙の版"), ["title", "version"]),
        Target("sheets.SheetBatch", _("用紙の印刷"), ["form__title", "copies"]),
        Target("sheets.Stack", _("用紙の束"), ["form__title", "number"]),
        Target("sheets.Sheet", _("紙の用紙"), ["form__title", "serial", "position"]),
        Target("sheets.ScanUpload", _("用紙の読み取り"), ["node__title", "created_at"]),
        Target("sheets.ScanPage", _("読み取ったページ"), ["file__name", "number"]),
    ],
    actions={
        "sheets.form.freeze": _("紙の用紙の版をつくりました"),
        "sheets.batch.print": _("紙の用紙を印刷しました"),
        "sheets.batch.ready": _("紙の用紙のPDFができました"),
        "sheets.batch.fail": _("紙の用紙のPDFをつくれませんでした"),
        "sheets.stack.open": _("用紙の束の入力を始めました"),
        "sheets.sheet.key": _("紙の用紙を入力しました"),
        "sheets.sheet.key_second": _("紙の用紙を、二人目として入力しました"),
        "sheets.sheet.settle": _("紙の用紙の答えを確かめました"),
        "sheets.sheet.enter": _("紙の用紙を入れました"),
        "sheets.sheet.withdraw": _("紙の用紙を取り消しました"),
        "sheets.sheet.restore": _("紙の用紙の取り消しをやめました"),
        "sheets.scan.receive": _("紙の用紙の画像を受けとりました"),
        "sheets.scan.read": _("紙の用紙の画像を読み取りました"),
        "sheets.scan.fail": _("紙の用紙の画像を読み取れませんでした"),
        "sheets.scan.forget": _("期限の過ぎた用紙の画像を消しました"),
        "sheets.page.aside": _("読み取ったページの扱いを変えました"),
    },
)
