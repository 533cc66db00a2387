"""What the district officers of ひなた市 wrote down: invented, from the fixed seed."""

import datetime as dt
import random

from jibungoto.kernel import clock
from jibungoto.kernel.actor import Actor, Grant
from jibungoto.know.places.models import District
from jibungoto.support.desk import services as desk

from . import land

_OFFICE = Actor(grants=(Grant("planner", frozenset({"desk.contact.write"})),))

# (how, what was said, what is to be done next)
_TALKS = (
    (
        "visit",
        "集会所で役員の方と話しました。行事の担い手が足りないとのことです。",
        "お手伝いの募集の出し方を調べて伝える",
    ),
    (
        "meeting",
        "推進会議に出ました。カルテの読み方について質問がありました。",
        "人口の表の読み方を一枚にまとめる",
    ),
    (
        "phone",
        "防災訓練の日が、となりの地区と重なりそうだと連絡がありました。",
        "二つの地区の日程を確かめる",
    ),
    ("visit", "サロンを訪ねました。参加する方は増えています。", ""),
    ("mail", "会計の書き方について問い合わせがあり、様式を送りました。", ""),
    ("visit", "空き家の持ち主が見つかり、使い道の相談が始まりました。", "建築の担当課につなぐ"),
)
# Districts whose officer has not been there for a while, so that the cockpit has something to tell.
_QUIET = {"05": 74, "11": 96}


def load(districts: dict[str, District]) -> None:
    """A few contacts for each district; some follow-ups are due, one is late."""
    today = clock.today()
    for number, (code, district) in enumerate(districts.items()):
        rng = random.Random(f"desk{land.SEED}{code}")  # noqa: S311  a story, not a secret
        days = _QUIET.get(code, rng.randint(3, 25))
        for step in range(3):
            kind, note, follow_up = _TALKS[(number + step) % len(_TALKS)]
            on = today - dt.timedelta(days=days + step * rng.randint(18, 33))
            due = on + dt.timedelta(days=rng.randint(10, 30)) if follow_up else None
            contact = desk.log_contact(
                actor=_OFFICE, district=district, kind=kind, note=note, on=on,
                follow_up=follow_up, follow_up_on=due,
            )  # fmt: skip
            if due and due < today and not (step == 0 and number % 4 == 1):
                desk.finish_follow_up(contact=contact, actor=_OFFICE)
