"""Indicators from columns of a mapped table: of districts, or of small areas."""

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal

from django.utils.translation import gettext as _

from jibungoto.japan.tables.marks import CENSUS, Mark, Number, read_number
from jibungoto.japan.tables.model import Table
from jibungoto.japan.text import search_key
from jibungoto.kernel.intake.kinds import Problem, Proposal
from jibungoto.know.places.areas import AreaIndex, unstorable
from jibungoto.know.places.models import District, SmallArea
from jibungoto.ui.ruby import cut

from .figuring import Told, slug_of
from .mapping import Use, read_indicator
from .models import Indicator, Status
from .population_file_types import Counted
from .releasing import note_other_codes
from .summing import seems_to_add_up

Place = District | SmallArea | None  # None: the municipality


@dataclass(slots=True)
class _Sum:
    value: Decimal = Decimal(0)
    told: int = 0
    withheld: int = 0
    missing: int = 0

    def add(self, number: Number) -> None:
        if number.value is not None:
            self.value += Decimal(number.value)
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

    @property
    def areas(self) -> int:
        return self.told + self.withheld + self.missing

    def method(self) -> str:
        said = _("{}件の町丁・字を足した数").format(self.areas)
        left = self.withheld + self.missing
        return said + (_("（うち{}件は秘匿かデータなし）").format(left) if left else "")


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
    new: int = 0  # small areas nobody knew

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
        summed = indicator.adds_up if indicator else seems_to_add_up(name, unit)
        if adds and not summed:
            said = _(
                "「{}」は足せない数なので、町丁・字ごとの数として入れ、地区や市全体の数にはしません。"
            )
            self.proposal.notes.append(said.format(name))
        made = self._of_areas(numbers, summed=summed) if adds else self._direct(numbers)
        for place, row, total in made:
            area = place if isinstance(place, SmallArea) else None
            yield Told(
                line=row.line,
                slug=slug_of(name, indicator),
                known=indicator,
                name=name[:80],
                unit=unit[:20],
                definition=name,
                district=place if isinstance(place, District) else None,
                first_on=None,
                last_on=row.taken_on,
                status=total.status,
                value=total.value.quantize(Decimal("0.0001")) if total.told else None,
                source=self.source[:200],
                method=cut(
                    self.method or (total.method() if adds and total.areas > 1 else ""), 200
                ),
                area=area,
                merged_into=self._area(row.merged_into, "") if area and row.merged_into else None,
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

    def _direct(self, numbers: Mapping[int, Number]) -> Iterable[tuple[Place, Counted, _Sum]]:
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
            total.add(numbers[row.line])
            yield district, row, total

    def _of_areas(
        self, numbers: Mapping[int, Number], *, summed: bool
    ) -> Iterable[tuple[Place, Counted, _Sum]]:
        """Each area's number; and the municipality's, as told, else the areas added up."""
        whole: dict[dt.date, tuple[Counted, _Sum]] = {}
        of_areas: dict[dt.date, tuple[Counted, _Sum]] = {}
        found: list[tuple[Place, Counted, _Sum]] = []
        for row in self.rows:
            total = _Sum()
            total.add(numbers[row.line])
            if self.index.is_whole(row.code, row.name):
                whole[row.taken_on] = row, total
                continue
            if not row.merged_into:  # a withheld area's number is within its receiver's
                of_areas.setdefault(row.taken_on, (row, _Sum()))[1].add(numbers[row.line])
            area = self._area(row.code, row.name)
            if area is None:
                self._refuse(row)
            else:
                found.append((area, row, total))
        # Only now are all receivers of withheld areas known.
        yield from found
        for row, total in ((of_areas if summed else {}) | whole).values():
            yield None, row, total

    def _area(self, code: str, name: str) -> SmallArea | None:
        """The area of a row, a new one where nobody knows it; None where none can be stored."""
        area = self.index.small_area(code, name)
        several = not code and bool(self.index.small_by_key.get(search_key(name)))
        if area is None and name and not several and not unstorable(code, name):
            area = SmallArea(code=code, name=name, search_key=search_key(name))
            self.index.add(area)
            self.new += 1
        return area

    def _refuse(self, row: Counted) -> None:
        said = unstorable(row.code, row.name) or _(
            "この名前の町丁・字がいくつもあります。地域コードの列を入れてください。"
        )
        problem = Problem(row.line, _("地域名"), row.name, said)
        if problem not in self.proposal.problems:
            self.proposal.problems.append(problem)


def read_figures(
    table: Table, uses: Sequence[Use], rows: Sequence[Counted], *, index: AreaIndex, places: str,
    source: str, method: str, proposal: Proposal,
) -> list[Told]:  # fmt: skip
    """The figures of all indicator columns; what is wrong goes into `proposal`."""
    known = {search_key(i.name): i for i in Indicator.objects.all()}
    if places != "district":
        note_other_codes(index, rows, proposal)
    reader = _Reader(table, rows, index, places, source, method, proposal, known)
    found: dict[str, Told] = {}
    for use in uses:
        for told in reader.told(use):
            if told.key in found:
                said = _("同じ指標・地区・日の数が2つあります。")
                proposal.problems.append(Problem(told.line, use.header, told.name, said))
            found[told.key] = told
    if reader.new:
        proposal.notes.append(_("新しい町丁・字を{}件登録します。").format(reader.new))
    return list(found.values())
