"""Real sheets for the reader's tests: set by typst as in the office, as pictures of blank pages."""

import json
from dataclasses import dataclass
from functools import cache

import cv2
import numpy as np
import typst

from jibungoto.engines.sheets import Layout
from jibungoto.hear.sheets import printing, setting
from jibungoto.hear.sheets.kinds import Item, Option, Questionnaire, Sort
from jibungoto.ui import pdf

from .pens import DOTS

CODE = "ABCD2345"
VOTES = (
    Option("agree", "そう思う"),
    Option("disagree", "そう思わない"),
    Option("pass", "わからない（パス）"),
)
STATEMENTS = (
    "駅前の道は、歩く人を先に考えて、車の速さを落とすべきだ",
    "空き家を、子どもと高齢者がいっしょに過ごせる場所にしたい",
    "祭りは二つを一つにまとめて、担い手の負担を減らしたほうがよい",
    "公園の手入れを、地区の人に任せてほしい。道具は市が用意し、年に二回、集まって話し合う日をつくるのがよい",
    "バスの本数が減っても、予約して乗れる小さな車があればよい",
    "夜の道が暗い。街灯を増やすより、明るくする家を増やす取り組みがよい",
    "会議は、家からでも参加できるようにするべきだ",
    "町内会の会費は、使い道をもっと詳しく知らせてほしい",
    "通学路の見守りは、地区の団体が分担するのがよい",
    "防災倉庫の鍵は、近所の三軒が持つほうが安心だ",
    "商店街の空き店舗を、週末だけの店に貸し出す",
    "広報は紙でも届けてほしい",
)


def conversation() -> Questionnaire:
    """Votes on twelve statements: two pages."""
    items = [Item(f"s{n}", Sort.TABLE, s, VOTES, grid="votes") for n, s in enumerate(STATEMENTS)]
    return Questionnaire(
        "これからの北地区の道と公園について、どう思いますか",
        items,
        lead="地区のみなさんから届いた意見です。一つずつ、あなたの考えに近いところに印をつけてください。",
        asker="北地区協議会",
        hand_in="北市民センター窓口",
        use="来年度の地区計画のもとにします",
    )


def survey() -> Questionnaire:
    """Every sort of question: two pages."""
    ages = ["19歳以下", "20〜39歳", "40〜64歳", "65〜74歳", "75歳以上"]
    taken = ["祭り", "防災訓練", "清掃", "会議や話し合い", "どれにも参加していない"]
    marks = ["満足", "やや満足", "どちらともいえない", "やや不満", "不満"]
    asked = ["公園や緑", "歩道の歩きやすさ", "買い物の便利さ", "子育てのしやすさ"]
    items = [
        Item("q1", Sort.LIST, "あなたの年齢はいくつですか", _options(ages)),
        Item(
            "q2", Sort.LIST, "この一年に参加したもの", _options(taken), single=False,
            hint="いくつでも",
        ),
        *(
            Item(
                f"q3.{n}", Sort.TABLE, words, _options(marks), grid="q3",
                grid_words="" if n else "次のことに、どのくらい満足していますか",
            )
            for n, words in enumerate(asked)
        ),
        Item(
            "q4", Sort.SCALE, "住みつづけたいと思いますか", _options(list(map(str, range(11)))),
            low="思わない", high="とても思う",
        ),
        Item("q5", Sort.NUMBER, "この地区に住んで何年になりますか", digits=2, unit="年"),
        Item("q6", Sort.TEXT, "地区のよいところを、ひとことで教えてください"),
        Item("q7", Sort.TEXT, "そのほか、ご自由にお書きください", rows=5),
    ]  # fmt: skip
    return Questionnaire("北地区のくらしのアンケート", items, asker="北地区協議会")


def _options(words: list[str]) -> tuple[Option, ...]:
    return tuple(Option(str(n), word) for n, word in enumerate(words))


@dataclass(frozen=True)
class Blank:
    """A printed sheet nobody has written on."""

    layout: Layout
    pages: tuple[np.ndarray, ...]  # brightness, DOTS dots a millimetre


@cache
def blank(name: str, serial: int = 42) -> Blank:
    """The sheet of `conversation` or `survey`."""
    asked = {"conversation": conversation, "survey": survey}[name]().whole()
    layout = setting.arrange(asked)
    return Blank(layout, pictured(asked, layout, serial))


def pictured(
    asked: Questionnaire, layout: Layout, serial: int, code: str = CODE
) -> tuple[np.ndarray, ...]:
    """The pages of one copy as pictures, as finely as a laser prints."""
    sender = printing.Sender("ここ市", "#b4326e")
    told = printing.sheets_data(asked, layout, code, [serial], sender)
    ready = pdf._prepared(told, pdf.fonts() / "BIZUDPGothic-Regular.ttf", {})
    made = typst.compile(
        str(pdf._path(printing.TEMPLATE)),
        root=str(pdf.PACKAGE),
        font_paths=[str(pdf.fonts())],
        ignore_system_fonts=True,
        sys_inputs={"data": json.dumps({**ready, "missing": []})},
        format="png",
        ppi=DOTS * 25.4,
    )
    pages = made if isinstance(made, list) else [made]
    read = (cv2.imdecode(np.frombuffer(page, np.uint8), cv2.IMREAD_GRAYSCALE) for page in pages)
    return tuple(page.astype(np.float32) / 255 for page in read)
