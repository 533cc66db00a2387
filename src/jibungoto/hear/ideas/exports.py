"""Ideas as a table, as plain values and on paper: what is public, and nobody's data."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from django.conf import settings
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from jibungoto.kernel import clock
from jibungoto.kernel.links import link, node_url
from jibungoto.ui import pdf
from jibungoto.ui.listing import listed
from jibungoto.ui.tags.words import era_date, long_date

from .models import Idea


def table(found: QuerySet[Idea], words: Mapping[str, str]) -> Iterator[Sequence[Any]]:
    """The ideas of `selectors.ideas`, a header first."""
    yield [
        _("ID"), _("ひとことで"), _("くわしく"), _("地区"), _("場所"), _("緯度"), _("経度"),
        _("いつ"), _("どこから"), _("募集"), _("テーマ"), _("支持"), _("コメント"), _("いまの段階"),
        _("返事をする日"), _("返事"), _("アドレス"),
    ]  # fmt: skip
    for i in found.prefetch_related("themes", "answers"):
        yield [
            i.code, i.title, i.text, i.district.name if i.district else "", i.place, i.lat, i.lon,
            i.posted_on.isoformat(), str(i.get_channel_display()),
            i.campaign.title if i.campaign else "", ";".join(t.name for t in i.themes.all()),
            getattr(i, "supports", 0), getattr(i, "comments_shown", 0), words[f"idea.{i.state}"],
            i.answer_by.isoformat() if i.answer_by else "",
            "\n".join(_said(a) for a in i.answers.all()),
            f"{settings.BASE_URL}{node_url(i.node)}",
        ]  # fmt: skip


def _said(answer: Any) -> str:
    return _("{date} {who}：{text}").format(
        date=answer.answered_on.isoformat(), who=answer.who, text=answer.text
    )


def plain(found: QuerySet[Idea], words: Mapping[str, str]) -> list[dict[str, Any]]:
    """The same as values for programs."""
    return [
        {
            "code": i.code,
            "title": i.title,
            "text": i.text,
            "district": i.district.name if i.district else None,
            "place": i.place,
            "lat": i.lat,
            "lon": i.lon,
            "date": i.posted_on.isoformat(),
            "channel": i.channel,
            "campaign": i.campaign.title if i.campaign else None,
            "themes": [t.name for t in i.themes.all()],
            "support": getattr(i, "supports", 0),
            "comments": getattr(i, "comments_shown", 0),
            "state": i.state,
            "state_word": words[f"idea.{i.state}"],
            "answer_by": i.answer_by.isoformat() if i.answer_by else None,
            "answers": [
                {"date": a.answered_on.isoformat(), "who": a.who, "text": a.text}
                for a in i.answers.all()
            ],
            "url": f"{settings.BASE_URL}{node_url(i.node)}",
        }
        for i in found.prefetch_related("themes", "answers")
    ]


def sheet(
    municipality: Any,
    found: QuerySet[Idea],
    most: int,
    district: Any,
    words: Mapping[str, str],
) -> dict[str, Any]:
    """The data of ui/print/sheet.typ: each idea with its support and its answer."""
    number = found.count()
    rows = list(found.prefetch_related("answers")[:most])
    parts: list[dict[str, Any]] = []
    if rows:
        parts.append(
            {"title": _("一覧"), "stage": "hear", "entries": [_entry(i, words) for i in rows]}
        )
    if number > most:
        parts.append({"title": _("ここまでの{}件を刷りました").format(most), "text": [
            _("ほかに{}件あります。画面で見られます。").format(number - most)
        ]})  # fmt: skip
    if not rows:
        parts.append({"title": _("まだ、提案はありません"), "text": []})
    address = f"{settings.BASE_URL}{link('ideas:idea_list')}"
    address += f"?district={district.slug}" if district else ""
    return {
        "title": words["idea"],
        "kind": _("聴いた声"),
        "city": municipality.name,
        "sub": district.name if district else "",
        "lead": _("{}件の提案と、支持した方の数、返事です。").format(number),
        "sample": municipality.sample_note,
        "colour": municipality.colour,
        "date": str(era_date(clock.today())),
        "office": municipality.contact_office,
        "phone": municipality.contact_phone,
        "hours": municipality.contact_hours,
        "url": address,
        "qr": pdf.qr(address),
        "parts": parts,
    }


def _entry(idea: Idea, words: Mapping[str, str]) -> dict[str, Any]:
    facts = (
        idea.district.name if idea.district else "",
        str(long_date(idea.posted_on)),
        _("支持 {}人").format(getattr(idea, "supports", 0)),
        words[f"idea.{idea.state}"],
    )
    text = [idea.text]
    text += [
        _("返事（{who}、{date}）：{text}").format(
            who=a.who, date=long_date(a.answered_on), text=a.text
        )
        for a in idea.answers.all()
    ]
    if idea.answer_by and not idea.answers.all():
        promised = _("{who}が{date}までに返事をします。")
        text.append(promised.format(who=idea.answer_from, date=long_date(idea.answer_by)))
    return {"title": idea.title, "meta": listed([f for f in facts if f], "・"), "text": text}
