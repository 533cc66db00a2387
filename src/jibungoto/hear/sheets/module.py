"""The manifest of sheets."""

from django.utils.translation import gettext_lazy as _

from jibungoto.kernel.registry import Module, Permission, PersonalData, Stage

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
            _("アンケートや意見の集まりがあるあいだ。だれの用紙かは分かりません"),
        ),
        PersonalData(
            "sheets.Sheet",
            _("用紙を打った人、確かめた人（名前ではなく番号で）"),
            _("打った人と別の人が、二度目を打ち、確かめるため"),
            _("アンケートや意見の集まりがあるあいだ"),
        ),
    ],
)
