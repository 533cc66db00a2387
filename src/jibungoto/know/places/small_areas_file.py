"""Which small areas a boundary file shows, and which of the known ones they are. Writes nothing."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from django.utils.translation import gettext as _

from jibungoto.japan.codes import CodeError, MunicipalityCode
from jibungoto.japan.place_keys import place_key
from jibungoto.japan.place_numbers import block_name
from jibungoto.japan.text import search_key
from jibungoto.kernel import tenancy
from jibungoto.kernel.intake.kinds import Options, Problem, Proposal, Unfit
from jibungoto.kernel.models import Municipality

from .areas import AreaIndex
from .drawn import Drawn, choices, put_together
from .models import SmallArea
from .shapes import Feature, Layer
from .shapes.layer import number, text

# Names that hold these in published files, the likeliest first.
_NAMES = (
    "S_NAME",
    "町丁名",
    "町丁字名",
    "町丁・字等名称",
    "label",
    "name",
    "名称",
    "地域名",
    "町名",
    "MOJI",
)
_BLOCKS = ("丁目", "丁目名", "chome")
_CODES = ("KEY_CODE", "町字ID", "machiaza_id", "code", "コード", "地域コード", "町丁コード", "id")
_PEOPLE = ("JINKO", "population", "人口", "総人口")
_HOUSEHOLDS = ("SETAI", "households", "世帯数", "世帯")
_WATER = "8154"  # HCODE of 水面調査区 in the boundary files of the census


@dataclass(slots=True)
class Place:
    """One small area of the file and the one it is, if there is one."""

    drawn: Drawn
    known: SmallArea | None
    people: int | None
    households: int | None

    @property
    def key(self) -> str:
        if self.known is not None:
            return self.known.key
        return self.drawn.code or search_key(self.drawn.name)


def places_of(layer: Layer, options: Options, proposal: Proposal) -> list[Place]:
    """The small areas of a file; what was assumed and what is wrong goes into the proposal."""
    _leave_out_water(layer, proposal)
    name_key = options.get("name_property") or layer.likely(_NAMES) or layer.most_telling()
    code_key = options.get("code_property", layer.likely(_CODES))
    proposal.choices = choices(layer, name_key, code_key, of=_("町丁・字"))
    _leave_out_other_cities(layer, code_key, proposal)
    named = _named(layer, name_key, code_key, proposal)
    return _matched(put_together(named, proposal, column=name_key), AreaIndex.load(""), proposal)


def _leave_out_water(layer: Layer, proposal: Proposal) -> None:
    land = [f for f in layer.features if _told(f, ("HCODE",)) != _WATER]
    if len(land) < len(layer.features):
        said = _("水面（HCODE 8154）の図形{}個は、人がくらす所ではないので入れません。")
        proposal.notes.append(said.format(len(layer.features) - len(land)))
    layer.features = land
    if not land:
        raise Unfit(_("図形がすべて水面（HCODE 8154）です。町丁・字のファイルを選んでください。"))


def _leave_out_other_cities(layer: Layer, code_key: str, proposal: Proposal) -> None:
    """A file of the whole prefecture is cut to the city; a file of another city is refused."""
    city = Municipality.objects.get(pk=tenancy.current_id())
    if not city.code or not code_key or code_key.casefold() != "key_code":
        return
    try:
        own = MunicipalityCode(city.code).five
    except CodeError:
        return
    # The wards of a designated city have the codes that follow the city's own.
    start = own[:4] if own.endswith("00") else own
    ours = [f for f in layer.features if text(f.told.get(code_key)).startswith(start)]
    if not ours:
        example = text(layer.features[0].told.get(code_key))
        raise Unfit(
            _("{}（{}）の町丁・字がありません。このファイルのコードは「{}」などです。").format(
                city.name, own, example[:11]
            )
        )
    if len(ours) < len(layer.features):
        said = _("ほかの市区町村の図形{}個は入れません。")
        proposal.notes.append(said.format(len(layer.features) - len(ours)))
    layer.features = ours


def _named(
    layer: Layer, name_key: str, code_key: str, proposal: Proposal
) -> Iterator[tuple[str, str, list[Feature]]]:
    """Name, code and shapes of each small area; shapes of one code (KIGO_E1, E2…) are its parts."""
    parts: dict[str, tuple[str, str, list[Feature]]] = {}
    for feature in layer.features:
        name = _with_block(text(feature.told.get(name_key)), _told(feature, _BLOCKS))[:80]
        code = text(feature.told.get(code_key))[:20] if code_key else ""
        if not name and not code:
            said = _("名前もコードもない図形です。")
            proposal.problems.append(Problem(feature.line, name_key, "", said))
            continue
        if not name:
            said = _("名前がないので、コードを名前にします。")
            proposal.problems.append(Problem(feature.line, name_key, code, said, blocks=False))
            name = code
        key = code or search_key(name)
        parts.setdefault(key, (name, code, []))[2].append(feature)
    yield from parts.values()


def _with_block(name: str, block: str) -> str:
    """町名 and 丁目 in two properties are one name: 緑町 and 2 → 緑町二丁目."""
    if not name or "丁目" in name or not re.fullmatch(r"0*[1-9]\d?(?:丁目)?", block):
        return name
    return block_name(name, block.lstrip("0"))


def _matched(drawn: list[Drawn], index: AreaIndex, proposal: Proposal) -> list[Place]:
    """Each with the small area it is: by its code, else by its name where only one has it."""
    named: dict[str, int] = {}
    for each in drawn:
        named[place_key(each.name)] = named.get(place_key(each.name), 0) + 1
    claimed = {d.code for d in drawn if d.code}
    places, repeated, by_name = [], 0, 0
    for each in drawn:
        known = index.small_by_code.get(each.code) if each.code else None
        if known is None and named[place_key(each.name)] == 1:
            found = index.named(each.name)
            if found is not None and found.code not in claimed:
                known, by_name = found, by_name + bool(each.code)
        people, again = _count(each.pieces, _PEOPLE)
        households, _again = _count(each.pieces, _HOUSEHOLDS)
        repeated += again
        places.append(Place(each, known, people, households))
    if by_name:
        said = _(
            "{}件は、登録されている町丁・字とコードがちがいますが、名前が同じなので同じ所とみなします。"
        )
        proposal.notes.append(said.format(by_name))
    if repeated:
        said = _("{}件は、分かれた図形のそれぞれに同じ人口が書いてあるので、一度だけ数えました。")
        proposal.notes.append(said.format(repeated))
    return places


def _count(pieces: tuple[Feature, ...], names: tuple[str, ...]) -> tuple[int | None, bool]:
    """What the file counts in the parts of an area together, and whether they repeat one count."""
    counts = [n for f in pieces if (n := number(_told(f, names))) is not None]
    if not counts:
        return None, False
    if len(counts) > 1 and counts[0] > 0 and len(set(counts)) == 1:
        return counts[0], True
    return sum(counts), False


def _told(feature: Feature, names: tuple[str, ...]) -> str:
    for name in names:
        for key in (name, name.lower()):
            if key in feature.told:
                return text(feature.told[key])
    return ""
