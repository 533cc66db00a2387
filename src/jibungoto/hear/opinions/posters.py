"""The poster of a conversation: one A4 page with its question and the code that leads to it."""

from typing import Any

from django.utils.translation import gettext as _

from jibungoto.kernel import clock
from jibungoto.ui import pdf
from jibungoto.ui.listing import listed
from jibungoto.ui.tags.words import long_date, weekday_date

from .models import Conversation


def poster(conversation: Conversation, address: str, city: Any) -> bytes:
    """A tagged PDF. Raises ui.pdf.CannotPrint."""
    places = [place.district.name for place in conversation.node.placed.all()]
    after = [_("登録もお名前もいりません。5分ほどで答えられます。")]
    if conversation.closes_on:
        after.insert(0, _("{}まで").format(weekday_date(conversation.closes_on)))
    if conversation.answer_by:
        after.append(
            _("{}が、{}までに返事をします。").format(
                conversation.answer_from or city.name, long_date(conversation.answer_by)
            )
        )
    after.append(_("紙でも答えられます。用紙は、市民センターなどの窓口にあります。"))
    data = {
        "title": conversation.title,
        "city": city.name,
        "colour": city.colour,
        "place": listed(places, "・"),
        "question": conversation.question,
        "text": [_("短い意見に「そう思う」「わからない」「そう思わない」で答えるだけです。")],
        "qr": pdf.qr(address),
        "how": _("QRを読み取るか、下のアドレスを開いてください"),
        "url": address.split("://", 1)[-1],
        "after": after,
        "date": long_date(clock.today()),
        "office": city.contact_office,
        "phone": city.contact_phone,
    }
    return pdf.render("hear/opinions/print/invitation.typ", data)
