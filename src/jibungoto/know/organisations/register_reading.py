"""A list of organisations, row by row: what each tells, and what is wrong or doubtful in it."""

import datetime as dt
import hashlib
from dataclasses import dataclass, field, replace
from typing import Any

from django.utils.text import slugify
from django.utils.translation import gettext as _

from jibungoto.japan.tables.columns import Dictionary, Match, header_key
from jibungoto.japan.tables.marks import STANDARD, Number, read_number
from jibungoto.japan.tables.model import Table
from jibungoto.japan.tables.records import Record
from jibungoto.japan.text import search_key
from jibungoto.kernel.intake.kinds import Problem, Proposal
from jibungoto.know.places.areas import AreaIndex
from jibungoto.know.places.models import District
from jibungoto.ui.listing import listed

from . import services
from .member_years import first_day, yearly_columns
from .models import Organisation

DATASET = "organisations"
DICTIONARY = """
[fields]
org_slug = { label = "ID", spellings = ["団体ID", "番号"] }
org_name = { label = "名前", spellings = ["団体名", "名称", "団体の名前", "団体名称", "組織名", "自治会名", "町内会名", "町会名", "区会名", "自治会・町内会名", "町会・自治会名", "自治会(町内会)名"] }
org_kana = { label = "よみ", spellings = ["ふりがな", "フリガナ", "名称_カナ", "団体名_カナ"] }
org_footing = { label = "成り立ち", spellings = ["区分", "地縁型・テーマ型"] }
org_kind = { label = "種類", spellings = ["種別", "団体の種類", "分類"] }
org_districts = { label = "地区", kind = "list", spellings = ["地区名", "活動地区", "活動する地区", "学区"] }
org_purpose = { label = "めざすこと", spellings = ["目的", "活動内容", "設立目的"] }
org_website = { label = "ウェブサイト", kind = "url", spellings = ["URL", "ホームページ"] }
org_founded = { label = "できた年", kind = "count", spellings = ["設立年", "発足年"] }
org_members = { label = "会員数", kind = "count", spellings = ["会員", "構成員数", "加入世帯数", "加入世帯", "会員世帯数", "世帯数"] }
org_unit = { label = "会員の数え方", spellings = ["会員数の単位", "単位"] }
org_counted_on = { label = "会員数の基準日", kind = "date", spellings = ["基準日"] }
org_year = { label = "年度", spellings = ["会員数の年度", "調査年度"] }
org_source = { label = "会員数の出典", spellings = ["出典"] }
org_ended_on = { label = "解散した日", kind = "date", spellings = ["解散日"] }
[[datasets]]
number = "organisations"
name = "団体の名簿"
fields = [
  "org_slug", "org_name", "org_kana", "org_footing", "org_kind", "org_districts", "org_purpose",
  "org_website", "org_founded", "org_members", "org_unit", "org_counted_on", "org_year",
  "org_source", "org_ended_on",
]
required = ["org_name", "org_kind"]
"""  # noqa: E501  a table reads best in lines
# Column of the file → field of the record.
_FIELDS = {
    "org_name": "name", "org_kana": "kana", "org_footing": "footing", "org_kind": "kind",
    "org_purpose": "purpose", "org_website": "website", "org_founded": "founded",
    "org_members": "members", "org_unit": "members_unit", "org_counted_on": "counted_on",
    "org_source": "members_source",
}  # fmt: skip
# What kind of organisation is usually bound to a place.
_PLACE_WORDS = ("自治会", "町内会", "町会", "区会", "老人クラブ", "子ども会", "協議会", "消防団")


# Of two columns of households, these count who has joined; the other all who live there.
_JOINED = frozenset(("加入世帯数", "加入世帯", "会員世帯数", "会員数", "会員"))


def matched(table: Table, dictionary: Dictionary) -> Match:
    """What the columns of a list mean. The kind may be told by the names alone."""
    keys = [header_key(header) for header in table.headers]
    joined = bool(_JOINED & set(keys))
    headers = [
        f"{header}（すべての世帯）" if joined and key == "世帯数" else header
        for key, header in zip(keys, table.headers, strict=True)
    ]
    match = dictionary.match(headers, DATASET)
    if "org_kind" in match.columns:
        return match
    dataset = replace(match.dataset, required=match.dataset.required - {"org_kind"})
    missing = tuple(field for field in match.missing if field.key != "org_kind")
    return replace(match, dataset=dataset, missing=missing)


@dataclass(slots=True)
class Row:
    """One organisation as the file has it; only what the file tells is in `fields`."""

    line: int
    slug: str
    known: Organisation | None
    fields: dict[str, Any]
    districts: list[District] | None
    ended_on: dt.date | None
    counts: dict[dt.date, int] = field(default_factory=dict)  # members by day, all the file tells


class Reader:
    """From records to rows, with what is known of the register."""

    def __init__(self, match: Match, proposal: Proposal, table: Table, *, own: str = "") -> None:
        """`own` is the address name of the district the list is taken in for, "" for all."""
        self.columns = set(match.columns)
        self.cells = {row.number: row.cells for row in table.rows}
        self.yearly = yearly_columns(table.headers)
        if self.yearly:
            days = listed(f"{one.on:%Y-%m-%d}" for one in self.yearly)
            proposal.notes.append(_("年ごとの会員数の列を読みました（{}）。").format(days))
        self.proposal = proposal
        self.areas = AreaIndex.load("")
        self.own = self.areas.district(own) if own else None
        found = Organisation.objects.select_related("node").prefetch_related(
            "node__placed__district"
        )
        self.by_slug = {o.slug: o for o in found}
        self.by_key: dict[str, list[Organisation]] = {}
        for known in self.by_slug.values():
            self.by_key.setdefault(search_key(known.name), []).append(known)
        self.seen: dict[str, Row] = {}
        self.told: dict[str, dict[str, Any]] = {}  # what the first row of a name says
        self.named = header_key(table.headers[match.columns["org_name"]])
        counted = match.columns.get("org_members")
        self.of_homes = counted is not None and "世帯" in table.headers[counted]
        self.slugs: set[str] = set()

    def row(self, record: Record) -> Row | None:
        values = record.values
        name = str(values.get("org_name") or "")
        if not name:
            return None  # read_records has named the fault
        if self._goes_on(record):
            return None
        known = self._known(record, str(values.get("org_slug") or ""), name)
        itself = known.slug if known else f"{values.get('org_slug') or ''} {search_key(name)}"
        day, members = self._day(record), _plain(values.get("org_members"))
        if itself in self.seen:
            first = self.seen[itself]
            if day is None or members in ("", None) or day in first.counts:
                said = _("{}行目と同じ団体がもう一度出てきます。").format(first.line)
                self._fault(record.row, _("名前"), name, said)
            else:  # a row for each year
                first.counts[day] = members
            return None
        slug = known.slug if known else self._slug(record, name)
        self.slugs.add(slug)
        fields = {
            field: _plain(values.get(column))
            for column, field in _FIELDS.items()
            if column in self.columns
        }
        if known is not None:
            # A blank cell leaves what is there: a list is rarely filled in everywhere.
            fields = {name: value for name, value in fields.items() if value not in ("", None)}
        if fields.get("kana"):
            fields["kana"] = services.reading(fields["kana"])
        self._mend(fields, record, known)
        districts = self._districts(record) if values.get("org_districts") else None
        if known is None and districts is None and self.own is not None:
            districts = [self.own]  # of whose list it is, its keeper need not write
        ended = values.get("org_ended_on")
        if day is not None and "members" in fields:
            fields["counted_on"] = day
        row = Row(
            record.row,
            slug,
            known,
            fields,
            districts,
            ended if isinstance(ended, dt.date) else None,
            self._counts(record, fields, day, members),
        )
        self.seen[itself] = row
        return row

    def _goes_on(self, record: Record) -> bool:
        """Whether a row says nothing new of the organisation above it: its second officer."""
        told = {
            key: value for key, value in record.values.items()
            if _plain(value) not in ("", None) and key != "org_slug"
        }  # fmt: skip
        name = search_key(str(record.values["org_name"]))
        before = self.told.setdefault(name, told)
        return before is not told and told.items() <= before.items() and "org_year" not in told

    def _day(self, record: Record) -> dt.date | None:
        """The day the row's members were counted on: its date, else its fiscal year's first."""
        told = record.values.get("org_counted_on")
        if isinstance(told, dt.date):
            return told
        year = str(record.values.get("org_year") or "")
        day = first_day(year) if year else None
        if year and day is None:
            self._fault(record.row, _("年度"), year, _("年度として読めませんでした。"))
        return day

    def _counts(
        self, record: Record, fields: dict[str, Any], day: dt.date | None, members: Any
    ) -> dict[dt.date, int]:
        """All the members of this row by day; a blank or a mark in a year's column is no count."""
        found = {day: members} if day is not None and isinstance(members, int) else {}
        for one in self.yearly:
            text = self.cells[record.row][one.index]
            number = read_number(text, STANDARD)
            if number is None or (number.value or 0) < 0:
                said = _("会員数として読めませんでした。0以上の整数で書いてください。")
                self._fault(record.row, f"{one.on:%Y-%m-%d}", text or "", said)
            elif number.value is not None:
                found[one.on] = int(number.value)
                if one.unit and not fields.get("members_unit"):
                    fields["members_unit"] = one.unit
        return found

    def newest(self, row: Row) -> None:
        """Let the newest count of the file stand on the organisation's page, if none is newer."""
        if not row.counts:
            return
        day = max(row.counts)
        now = row.known.counted_on if row.known else None
        if now is None or day >= now:
            row.fields |= {"members": row.counts[day], "counted_on": day}
        else:
            row.fields.pop("members", None)
            row.fields.pop("counted_on", None)

    def _known(self, record: Record, slug: str, name: str) -> Organisation | None:
        if slug and slug in self.by_slug:
            return self.by_slug[slug]
        found = self.by_key.get(search_key(name), [])
        if len(found) > 1:
            said = _("同じ名前の団体が{}件あります。IDの列で区別してください。").format(len(found))
            self._fault(record.row, _("名前"), name, said)
        return found[0] if found else None

    def _slug(self, record: Record, name: str) -> str:
        """The same for every reading of the file, so that a preview can be compared."""
        digest = hashlib.sha256(search_key(name).encode()).hexdigest()[:8]
        given = slugify(str(record.values.get("org_slug") or ""))[:50]
        read = services.address(name, str(record.values.get("org_kana") or ""))
        wanted = given or read or f"o-{digest}"
        # Two of one reading in one file: the second is told apart by its name.
        return services.free_slug(f"{wanted}-{digest}" if wanted in self.slugs else wanted)

    def _mend(self, fields: dict[str, Any], record: Record, known: Organisation | None) -> None:
        if known is None and not fields.get("kind"):
            self._guess_kind(fields, record)
        if self.of_homes and fields.get("members") and not fields.get("members_unit"):
            fields["members_unit"] = _("世帯")
        footing = str(fields.get("footing") or "")
        kind = str(fields.get("kind") or "")
        if "地縁" in footing or footing == "place":
            fields["footing"] = Organisation.Footing.PLACE.value
        elif "テーマ" in footing or footing == "theme":
            fields["footing"] = Organisation.Footing.THEME.value
        elif footing:
            said = _("「地縁型」か「テーマ型」と書いてください。")
            self._fault(record.row, _("成り立ち"), footing, said)
            del fields["footing"]
        elif known is None:
            place = any(word in kind for word in _PLACE_WORDS)
            fields["footing"] = "place" if place else "theme"
            word = Organisation.Footing(fields["footing"]).label
            said = _("書かれていないので、種類から「{}」としました。").format(word)
            self._fault(record.row, _("成り立ち"), "", said, blocks=False)
        else:
            fields.pop("footing", None)
        founded = fields.get("founded")
        if founded is not None and not 1600 <= founded <= 2200:
            said = _("西暦の年で書いてください。")
            self._fault(record.row, _("できた年"), str(founded), said)
        if not fields.get("members_unit"):
            fields.pop("members_unit", None)

    def _guess_kind(self, fields: dict[str, Any], record: Record) -> None:
        """A list of 自治会 says so above its names, and in them; it needs no column for it."""
        name = str(fields.get("name") or "")
        words = [word for word in _PLACE_WORDS if name.endswith(word)]
        words += [word for word in _PLACE_WORDS if self.named.startswith(word)]
        if words:
            fields["kind"] = words[0]
            said = _("種類が書かれていない団体は、名前から「{}」としました。").format(words[0])
            if said not in self.proposal.notes:
                self.proposal.notes.append(said)
        elif "org_kind" not in self.columns:
            said = _("種類の列がなく、名前からもわかりません。「種類」の列を足してください。")
            self._fault(record.row, _("種類"), name, said)

    def _districts(self, record: Record) -> list[District]:
        found = []
        names = record.values.get("org_districts") or ()
        for name in names if isinstance(names, tuple) else (str(names),):
            district = self.areas.district(name)
            if district is None:
                said = _("この名前の地区は登録されていません。地区の一覧と合わせてください。")
                self._fault(record.row, _("地区"), name, said)
            else:
                found.append(district)
        return found

    def _fault(self, line: int, column: str, value: str, said: str, *, blocks: bool = True) -> None:
        self.proposal.problems.append(Problem(line, column, value, said, blocks=blocks))


def _plain(value: object) -> Any:
    if isinstance(value, Number):
        return None if value.value is None else int(value.value)
    return value if value is not None else ""
