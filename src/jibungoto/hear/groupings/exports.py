"""A grouping as a table and on paper."""

from collections.abc import Iterator, Sequence
from typing import Any

from django.conf import settings
from django.utils.translation import gettext as _

from jibungoto.kernel.links import node_url
from jibungoto.ui import pdf
from jibungoto.ui.listing import listed
from jibungoto.ui.tags.words import era_date

from . import selectors
from .models import Grouping


def table(grouping: Grouping, *, every: bool) -> Iterator[Sequence[Any]]:
    """The bundles with their counts; with `every` each text, and where it is."""
    if not every:
        yield [_("まとまり"), _("ことば"), _("声の数"), _("声の立場"), _("中心の文")]
        for shown in selectors.bundles(grouping):
            yield [
                shown.bundle.title,
                shown.bundle.keywords,
                shown.number,
                _stances(shown),
                "\n".join(item.sentence for item in shown.sentences),
            ]
        return
    yield [_("まとまり"), _("声"), _("立場"), _("ほとんど同じ声の組"), _("地区"), _("外に置いた")]
    words = selectors.STANCE_WORDS
    for item in grouping.items.select_related("bundle", "district__node").order_by("pk"):
        yield [
            item.bundle.title if item.bundle else "",
            item.text,
            listed((str(words[key]) for key in item.stances.split()), "・"),
            item.family or "",
            item.district.name if item.district else "",
            _("はい") if item.aside else "",
        ]


def _stances(shown: selectors.Shown) -> str:
    return listed((_("{} {}件").format(word, n) for word, n in shown.stances), "、")


def sheet(municipality: Any, grouping: Grouping) -> dict[str, Any]:
    """The data of ui/print/sheet.typ."""
    counts = selectors.counts(grouping)
    parts = []
    for shown in selectors.bundles(grouping):
        said = [_("{}件の声。{}").format(shown.number, _stances(shown))]
        if shown.opposed:
            one, other = shown.opposed
            said.append(_("「{}」と「{}」の両方の声があります。").format(one, other))
        if shown.by_llm:
            said.append(_("名前は、AIが名づけた案です。"))
        part: dict[str, Any] = {"title": shown.bundle.title, "stage": "hear", "text": said}
        if shown.sentences:
            part["list"] = [item.sentence for item in shown.sentences]
        parts.append(part)
    rest = _("どのまとまりにも入らない声が{}件、外に置いた声が{}件あります。")
    parts.append(
        {
            "title": _("まとめ方"),
            "text": [rest.format(counts["rest"], counts["aside"]), method(grouping)],
        }
    )
    address = f"{settings.BASE_URL}{node_url(grouping.node)}"
    return {
        "title": grouping.title,
        "kind": _("聴いた声のまとまり"),
        "city": municipality.name,
        "sub": grouping.district.name if grouping.district else "",
        "lead": grouping.note
        or _("{}件の声を、似たものどうしにまとめました。").format(grouping.number),
        "date": str(era_date(grouping.collected_on)),
        "source": grouping.source_label,
        "url": address,
        "qr": pdf.qr(address),
        "parts": parts,
    }


def method(grouping: Grouping) -> str:
    """How the bundles came about, in one or two sentences."""
    steps = selectors.number_of_steps(grouping)
    if grouping.who and steps:
        return _("機械が分けた案を、{}が{}か所直しました。").format(grouping.who, steps)
    if grouping.who:
        return _("機械が分けた案を、{}が確かめました。").format(grouping.who)
    return _("機械が分けた案です。まだ、だれも確かめていません。")
