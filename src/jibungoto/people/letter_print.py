"""The letters of a batch on paper: one page each, with the code in large type and as QR."""

from collections.abc import Sequence

from django.conf import settings
from django.utils.translation import gettext as _

from jibungoto.kernel import clock
from jibungoto.kernel.links import link
from jibungoto.ui import pdf
from jibungoto.ui.tags.words import long_date

from .models import CodeBatch
from .services.codes import Letter


def letters_pdf(batch: CodeBatch, letters: Sequence[Letter]) -> bytes:
    """A tagged PDF of A4 pages, in the order of their numbers. Raises ui.pdf.CannotPrint."""
    city = batch.municipality
    place = str(batch.district) if batch.district else city.name
    data = {
        "title": batch.title,
        "city": city.name,
        "colour": city.colour,
        "office": city.contact_office,
        "phone": city.contact_phone,
        "hours": city.contact_hours,
        "issued": long_date(clock.today()),
        "text": [
            _("{}のみなさまの声を、これからのことを決めるもとにします。").format(place),
            _("このコードで、登録しなくても参加できます。お名前はうかがいません。"),
        ],
        "code_label": _("参加コード"),
        "how": _("QRを読み取るか、下のアドレスを開いて、コードを入れてください。"),
        "after": [
            _("このコードは{}人まで、{}まで使えます。").format(
                batch.uses_each, long_date(batch.expires_on)
            ),
            _("紙での参加やご質問は、下の窓口でうかがいます。"),
        ],
        "letters": [_one(letter, _to(batch, place, letter)) for letter in letters],
    }
    return pdf.render("letter.typ", data)


def _to(batch: CodeBatch, place: str, letter: Letter) -> list[str]:
    """Whom a letter is for; what is handed out in a district goes to nobody by number."""
    if batch.kind == CodeBatch.Kind.DISTRICT:
        return [place, _("みなさまへ")]
    return [place, _("ご世帯のみなさまへ"), _("{}番").format(letter.number)]


def _one(letter: Letter, to: list[str]) -> dict[str, object]:
    address = settings.BASE_URL + link("people:code_open", code=letter.code)
    return {
        "to": to,
        "code": letter.grouped,
        "url": settings.BASE_URL + link("people:code_enter"),
        "qr": pdf.qr(address),
    }
