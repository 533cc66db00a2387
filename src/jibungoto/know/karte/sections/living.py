"""How people live together and in what: shares from the census tables of households, where the
city has taken them in. Their columns are indicators, known by the names e-Stat gives them.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from django.utils.translation import gettext_noop as _

from jibungoto.know.karte.contents import Grid, said
from jibungoto.know.karte.material import Followed, Material, Value
from jibungoto.know.places.models import District
from jibungoto.ui.saying import say

_SIZES = "一般世帯数（世帯人員6人以上含む）"
_FAMILIES = "一般世帯総数"
_HOMES = "住宅に住む一般世帯"
_BUILDINGS = "主世帯数"
# What is shown, the column that counts it, and the column it is a share of.
_ROWS = (
    (say(_("ひとり暮らし")), "世帯人員1人", _SIZES),
    (say(_("核家族")), "核家族世帯", _FAMILIES),
    (say(_("夫婦のみ")), "うち夫婦のみの世帯", _FAMILIES),
    (say(_("夫婦と子ども")), "うち夫婦と子供から成る世帯", _FAMILIES),
    (say(_("6歳未満の子どもがいる")), "6歳未満世帯員のいる一般世帯総数", _FAMILIES),
    (say(_("18歳未満の子どもがいる")), "18歳未満世帯員のいる一般世帯総数", _FAMILIES),
    (say(_("65歳以上の方がいる")), "65歳以上世帯員のいる一般世帯総数", _FAMILIES),
    (say(_("持ち家")), "持ち家", _HOMES),
    (say(_("民営の借家")), "民営借家", _HOMES),
    (say(_("一戸建て")), "一戸建", _BUILDINGS),
    (say(_("共同住宅")), "共同住宅", _BUILDINGS),
)
NAMES = frozenset(name for _label, *names in _ROWS for name in names)


@dataclass(frozen=True, slots=True)
class _Share:
    count: float
    share: float


def grid(m: Material, d: District) -> Grid | None:
    """Households of each form: how many, their share, and the city's; None without the tables."""
    known = {one.name: one for one in m.followed if one.name in NAMES and one.unit == "世帯"}
    rows, links = [], []
    for label, name, whole in _ROWS:
        if name not in known or whole not in known:
            continue
        own = _share(known[name], known[whole], d)
        if own is None:
            continue
        city = _share(known[name], known[whole], None)
        beside = said(city.share, "%", 1) if city else "—"
        rows.append((label, said(own.count, "世帯"), said(own.share, "%", 1), beside))
        links.append(f"{known[name].url}?district={d.slug}")
    if not rows:
        return None
    return Grid(
        (say(_("世帯")), say(_("この地区")), say(_("割合")), say(_("市の割合"))),
        tuple(rows),
        title=say(_("世帯と住まいのかたち")),
        links=tuple(links),
    )


def _share(part: Followed, whole: Followed, d: District | None) -> _Share | None:
    """The newest day both are told of."""
    wholes = {v.on: v.value for v in _told(whole, d)}
    for v in _told(part, d):
        if v.value is not None and (all_of := wholes.get(v.on)):
            return _Share(v.value, v.value / all_of * 100)
    return None


def _told(one: Followed, d: District | None) -> Iterator[Value]:
    yield from one.values.get(d.pk if d else None, ())
