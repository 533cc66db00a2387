"""The city's own indicators: the district's newest figure, an earlier one, the city's beside."""

from django.utils.translation import gettext_noop as _

from jibungoto.know.karte.contents import Number, Part, Source, said
from jibungoto.know.karte.material import Followed, Material, Value
from jibungoto.know.places.models import District
from jibungoto.ui.saying import listed, say

from . import living


def part(m: Material, d: District) -> Part:
    """The section of one district."""
    # What the households' section tells is not told twice.
    followed = [one for one in m.followed if one.name not in living.NAMES]
    numbers = tuple(_number(one, d) for one in followed)
    told = [n for n in numbers if n.value is not None]
    used = [_newest(one, d) or _newest(one, None) for one in followed]
    if not numbers:
        return Part(
            key="indicators",
            title=say(_("まちの指標")),
            missing=say(_("市の指標（加入率、児童数、犯罪の件数など）は、まだ入っていません。")),
        )
    text = say(
        _("市が追っている指標{}件のうち、{}件にこの地区の値があります。"), len(numbers), len(told)
    )
    if not told:
        text = say(
            _("市が追っている指標は{}件ありますが、この地区の値はまだありません。"), len(numbers)
        )
    if len(told) < len(numbers):
        text += say(_("ないものは「データなし」とし、市全体の値を添えています。"))
    return Part(
        key="indicators",
        title=say(_("まちの指標")),
        reading=text,
        numbers=numbers,
        source=Source(
            date=listed(dict.fromkeys(v.when for v in used if v), "・"),
            source=listed(dict.fromkeys(v.source for v in used if v), "・"),
            method=listed(dict.fromkeys(v.method for v in used if v and v.method), "・"),
        ),
    )


def _number(one: Followed, d: District) -> Number:
    own, city = _newest(one, d), None
    rows = one.values.get(None, ())
    city = next((v for v in rows if own is None or v.on <= own.on), None)
    mine = [v for v in one.values.get(d.pk, ()) if v.value is not None]
    before = mine[1] if len(mine) > 1 else None
    value = own.value if own else None
    beside = ""
    if city and city.value is not None:
        beside = say(_("市は{}"), said(city.value, one.unit, one.places))
        if own is None or city.when != own.when:
            beside = say(_("{}（{}）"), beside, city.when)
    missing = ""
    if value is None:
        missing = say(own.status) if own else say(_("この地区の値は、まだありません"))
        missing = say(_("{}。{}"), missing, beside) if beside else missing
    mine_url = f"{one.url}?district={d.slug}"
    return Number(
        key=f"indicator.{one.url.strip('/').split('/')[-1]}",
        label=one.name,
        value=value,
        unit=one.unit,
        places=one.places,
        city=city.value if city else None,
        then=before.value if before else None,
        then_when=before.when if before else "",
        beside=beside,
        missing=missing,
        url=mine_url if own else one.url,
        city_url=one.url if city else "",
        then_url=mine_url if before else "",
    )


def _newest(one: Followed, d: District | None) -> Value | None:
    rows = one.values.get(d.pk if d else None, ())
    return rows[0] if rows else None
