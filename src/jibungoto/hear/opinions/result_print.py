"""A result on paper: the report, the slides and the poster, as data of their typst templates."""

from collections.abc import Sequence
from typing import Any, Literal

from django.conf import settings
from django.utils.translation import gettext as _

from jibungoto.kernel.links import link
from jibungoto.kernel.models import Municipality
from jibungoto.ui import paper, pdf
from jibungoto.ui.listing import sentences
from jibungoto.ui.tags.words import long_date, num, weekday_date

from . import result_page, saying, showing
from .selectors.results import Result, Share

Paper = Literal["a4", "slides", "poster"]
SHARED, DIVIDED = 8, 5


def pdf_of(municipality: Municipality, found: Result, wanted: Paper) -> bytes:
    """Raises ui.pdf.CannotPrint."""
    return pdf.render(f"hear/opinions/print/{wanted}.typ", told(municipality, found))


def told(municipality: Municipality, found: Result) -> dict[str, Any]:
    """Everything the three templates say."""
    conversation = found.conversation
    url = settings.BASE_URL.rstrip("/") + link("opinions:result_view", slug=conversation.slug)
    live = (_("途中のまとめ（{}の計算）") if found.is_live else _("まとめ（{}の計算）")).format(
        weekday_date(found.analysis.made_at)
    )
    shared, refused = found.shared[:SHARED], found.refused[:SHARED]
    drawn = showing.landscape(found)
    return {
        "title": conversation.title,
        "kind": _("みんなの答えからわかること"),
        "city": municipality.name,
        "colour": municipality.colour,
        "sub": live,
        "sample": municipality.sample_note,
        "lead": sentences(
            (f"{saying.headline(found)}。{saying.who_took_part(found)}", saying.doubt(found))
        ),
        "doubt": saying.doubt(found),
        "date": long_date(found.analysis.made_at),
        "source": _("意見への答え {}人分").format(num(found.analysis.people)),
        "office": municipality.contact_office,
        "phone": municipality.contact_phone,
        "hours": municipality.contact_hours,
        "question": conversation.question,
        "headline": saying.headline(found),
        "live": live,
        "who": result_page.who(found),
        "who-heading": _("参加した方"),
        "shared-heading": result_page.shared_heading(found),
        "shared-intro": result_page.shared_intro(found),
        "shared": _items(showing.shared(shared), _("「そう思う」割合")),
        "refused-heading": _("共通して「そう思わない」こと"),
        "refused": _items(showing.shared(refused, refused=True), _("「そう思わない」割合")),
        "nothing": result_page.nothing_shared(),
        "deeds-heading": _("これからどうなるか"),
        "deed-heads": [_("意見"), _("返事をするところ"), _("返事")],
        "deeds": [_deed(one) for one in found.deeds],
        "groups-heading": saying.heading_of_groups(found),
        "groups-intro": saying.groups_found(found),
        "groups": _groups(found),
        "map": paper.charts([drawn]) if drawn else [],
        "divided-heading": _("考えが分かれたこと"),
        "divided-intro": result_page.divided_intro(),
        "divided": [
            _item(
                item,
                _("「そう思う」割合")
                if item.told.differs_in_agreeing
                else _("「そう思わない」割合"),
                with_band=False,
            )
            for item in showing.divided(found.divisive[:DIVIDED], found)
        ],
        "flags-heading": _("確かめたこと"),
        "flagged": saying.flagged(found),
        "reading-heading": _("読み方と、いえないこと"),
        "reading": result_page.reading(found),
        "not-a-poll": result_page.reading(found)[1],
        "method-heading": _("計算のしかた"),
        "method": [[word, said] for word, said in result_page.method(found)],
        "qr": pdf.qr(url),
        "qr-words": _("すべての意見と数字、計算のし直し方は、画面で見られます。"),
        "url": url,
    }


def _items(found: Sequence[showing.Item], what: str) -> list[dict[str, Any]]:
    return [_item(item, what) for item in found]


def _item(item: showing.Item, what: str, *, with_band: bool = True) -> dict[str, Any]:
    answers = item.answers
    band = None
    if answers and answers.votes and with_band:
        shares = [answers.agree, answers.passed, answers.disagree]
        agree, passed, disagree = (round(100 * n / answers.votes) for n in shares)
        band = {
            "agree": answers.agree,
            "passed": answers.passed,
            "disagree": answers.disagree,
            "words": [
                _("そう思う {}%").format(agree),
                _("わからない {}%").format(passed),
                _("そう思わない {}%").format(disagree),
            ],
        }
    return {
        "text": item.told.text,
        "band": band,
        "what": what,
        "rows": [_row(row) for row in item.rows],
        "sentence": item.sentence,
    }


def _row(row: dict[str, Any]) -> dict[str, Any]:
    if row["share"] is None:
        return {"letter": row["letter"], "missing": row["missing"], "words": "", "n": ""}
    share = Share(row["share"], row["low"], row["high"])
    return {
        **row,
        "missing": "",
        "words": saying.interval(share),
        "n": _("{}人").format(num(row["n"])),
    }


def _groups(found: Result) -> list[dict[str, Any]]:
    return [
        {
            "letter": one["group"].letter,
            "size": saying.size(one["group"]),
            "sentence": one["sentence"],
            "marks": [{"text": m["text"], "said": m["said"]} for m in one["marks"]],
            "stability": "" if one["group"].is_small else one["stability"],
        }
        for one in showing.groups(found)
    ]


def _deed(one: Any) -> list[str]:
    deed = one.deed
    if deed.answered_on:
        return [one.text, deed.who, deed.answer]
    return [one.text, deed.who, _("{}までに返事をします。").format(weekday_date(deed.due))]
