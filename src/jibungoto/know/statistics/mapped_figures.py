"""Indicators from columns of a mapped table: of districts, or added up from small areas."""

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal

from django.utils.translation import gettext as _

from jibungoto.japan.tables.marks import CENSUS, Mark, Number, read_number
from jibungoto.japan.tables.model import Table
from jibungoto.japan.text import search_key
from jibungoto.kernel.intake.kinds import Problem, Proposal
from jibungoto.know.places.areas import AreaIndex
from jibungoto.know.places.models import District, Membership, SmallArea
from jibungoto.ui.ruby import cut

from .figuring import Told, slug_of
from .mapping import Use, read_indicator
from .models import Indicator, Status
from .population_file_types import Counted

Shares = Mapping[str, Sequence[tuple[int, Decimal]]]  # code or key of an area → districts


@dataclass(slots=True)
class _Sum:
    value: Decimal = Decimal(0)
    told: int = 0
    withheld: int = 0
    missing: int = 0

    def add(self, number: Number, share: Decimal) -> None:
        if number.value is not None:
            self.value += Decimal(number.value) * share
            self.told += 1
        elif number.mark is Mark.SUPPRESSED:
            self.withheld += 1
        else:
            self.missing += 1

    @property
    def status(self) -> str:
        if self.told:
            return Status.VALUE
        return Status.SUPPRESSED if self.withheld else Status.MISSING

    def method(self) -> str:
        said = _("{}の町丁・字を足した数").format(self.told + self.withheld + self.missing)
        left = self.withheld + self.missing
        return said + (_("（うち{}は秘匿かデータなし）").format(left) if left else "")


@dataclass(slots=True)
class _Reader:
    table: Table
    rows: Sequence[Counted]
    index: AreaIndex
    places: str
    source: str
    method: str
    proposal: Proposal
    known: Mapping[str, Indicator] = field(default_factory=dict)

    def told(self, use: Use) -> Iterable[Told]:
        name, unit = read_indicator(use.detail, use.header)
        indicator = self.known.get(search_key(name))
        if indicator is None and not unit:
            said = _("新しい指標なので、単位を書いてください。例：{}／世帯").format(name)
            self.proposal.problems.append(Problem(None, use.header, "", said))
        at = next((i for i, c in enumerate(self.table.columns) if c.number == use.position), None)
        if at is None:
            self.proposal.notes.append(_("「{}」の列は空なので、使いません。").format(use.header))
            return
        cells = {row.number: row.cells[at] for row in self.table.rows}
        numbers = {row.line: self._number(use, row.line, cells.get(row.line)) for row in self.rows}
        adds = self.places != "district" and any(
            not self.index.is_whole(r.code, r.name) for r in self.rows
        )
        if adds and ("%" in unit or "％" in unit or "率" in name or "平均" in name):
            said = _("「{}」は足せない数なので、町丁・字の表からは読めません。")
            self.proposal.problems.append(Problem(None, use.header, "", said.format(name)))
            return
        made = self._summed(numbers) if adds else self._direct(numbers)
        for district, row, total in made:
            yield Told(
                line=row.line,
                slug=slug_of(name, indicator),
                known=indicator,
                name=name[:80],
                unit=unit[:20],
                definition=name,
                district=district,
                first_on=None,
                last_on=row.taken_on,
                status=total.status,
                value=total.value.quantize(Decimal("0.0001")) if total.told else None,
                source=self.source[:200],
                method=cut(
                    self.method or (total.method() if adds and total.told != 1 else ""), 200
                ),
            )

    def _number(self, use: Use, line: int, text: str | None) -> Number:
        number = read_number(text, CENSUS)
        if number is None:
            said = _("「{}」を数として読めませんでした。単位や文字を外してください。")
            self.proposal.problems.append(
                Problem(line, use.header, text or "", said.format((text or "")[:40]))
            )
            return Number(None, Mark.MISSING)
        return number

    def _direct(
        self, numbers: Mapping[int, Number]
    ) -> Iterable[tuple[District | None, Counted, _Sum]]:
        for row in self.rows:
            whole = self.index.is_whole(row.code, row.name)
            district = None if whole else self.index.district(row.code, row.name)
            if not whole and district is None:
                said = _("この名前の地区は登録されていません。地区の一覧と合わせてください。")
                problem = Problem(row.line, _("地域名"), row.name, said)
                if problem not in self.proposal.problems:
                    self.proposal.problems.append(problem)
                continue
            total = _Sum()
            total.add(numbers[row.line], Decimal(1))
            yield district, row, total

    def _summed(
        self, numbers: Mapping[int, Number]
    ) -> Iterable[tuple[District | None, Counted, _Sum]]:
        shares, districts = _shares(self.rows, self.index)
        sums: dict[tuple[int | None, dt.date], _Sum] = defaultdict(_Sum)
        first: dict[tuple[int | None, dt.date], Counted] = {}
        wholes: set[dt.date] = set()
        for row in self.rows:
            if self.index.is_whole(row.code, row.name):
                wholes.add(row.taken_on)
                first[None, row.taken_on] = row
                sums[None, row.taken_on] = _Sum()
                sums[None, row.taken_on].add(numbers[row.line], Decimal(1))
        for row in self.rows:
            if self.index.is_whole(row.code, row.name) or row.merged_into:
                continue  # a withheld area's number is within its receiver's
            places = [*shares.get(row.code or search_key(row.name), ())]
            if row.taken_on not in wholes:
                places.append((0, Decimal(1)))
            for district, share in places:
                key = (district or None, row.taken_on)
                sums[key].add(numbers[row.line], share)
                first.setdefault(key, row)
        if not districts:
            self.proposal.notes.append(
                _("どの町丁・字がどの地区に入るかの表がないので、市全体の数だけを入れます。")
            )
        for key, total in sums.items():
            yield (districts[key[0]] if key[0] else None), first[key], total


def _shares(rows: Sequence[Counted], index: AreaIndex) -> tuple[Shares, dict[int, District]]:
    """Which share of an area lies in which district; a receiver without a place of its own goes
    where the areas merged into it lie.
    """
    keys: dict[int, str] = {}
    for row in rows:
        area: SmallArea | None = index.small_area(row.code, row.name)
        if area is not None and area.pk is not None:
            keys[area.pk] = row.code or search_key(row.name)
    found: dict[str, list[tuple[int, Decimal]]] = defaultdict(list)
    districts: dict[int, District] = {}
    for member in Membership.objects.select_related("district"):
        if member.small_area_id in keys:
            found[keys[member.small_area_id]].append((member.district_id, member.ratio))
            districts[member.district_id] = member.district
    _place_receivers(rows, found)
    return found, districts


def _place_receivers(rows: Sequence[Counted], found: dict[str, list[tuple[int, Decimal]]]) -> None:
    members: dict[str, list[str]] = defaultdict(list)
    for row in rows:
        if row.merged_into:
            members[row.merged_into].append(row.code)
    for receiver, codes in members.items():
        if found.get(receiver):
            continue
        placed = [code for code in codes if found.get(code)]
        spread: dict[int, Decimal] = defaultdict(Decimal)
        for code in placed:
            for district, share in found[code]:
                spread[district] += share / len(placed)
        found[receiver] = list(spread.items())


def read_figures(
    table: Table, uses: Sequence[Use], rows: Sequence[Counted], *, index: AreaIndex, places: str,
    source: str, method: str, proposal: Proposal,
) -> list[Told]:  # fmt: skip
    """The figures of all indicator columns; what is wrong goes into `proposal`."""
    known = {search_key(i.name): i for i in Indicator.objects.all()}
    reader = _Reader(table, rows, index, places, source, method, proposal, known)
    found: dict[str, Told] = {}
    for use in uses:
        for told in reader.told(use):
            if told.key in found:
                said = _("同じ指標・地区・日の数が2つあります。")
                proposal.problems.append(Problem(told.line, use.header, told.name, said))
            found[told.key] = told
    return list(found.values())
