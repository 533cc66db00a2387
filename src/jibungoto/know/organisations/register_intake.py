"""The register of organisations as an intake: a list of organisations becomes pages."""

import datetime as dt
import hashlib
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from django.db.models import ProtectedError
from django.utils.text import slugify
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from jibungoto.japan.tables.columns import Match, standard
from jibungoto.japan.tables.marks import STANDARD, Number
from jibungoto.japan.tables.reading import read_table
from jibungoto.japan.tables.records import Record, read_records
from jibungoto.japan.text import search_key
from jibungoto.kernel.intake.kinds import (
    Action,
    CannotUndo,
    Change,
    FieldChange,
    IntakeKind,
    Options,
    Problem,
    Proposal,
    SampleColumn,
    Unfit,
    Upload,
)
from jibungoto.kernel.intake.models import IntakeRun
from jibungoto.kernel.jobs import Progress
from jibungoto.kernel.links import link
from jibungoto.know.places.areas import AreaIndex
from jibungoto.know.places.models import District

from . import selectors, services
from .models import Organisation

DATASET = "organisations"
_DICTIONARY = """
[fields]
org_slug = { label = "ID", spellings = ["団体ID", "番号"] }
org_name = { label = "名前", spellings = ["団体名", "名称", "団体の名前", "組織名"] }
org_kana = { label = "よみ", spellings = ["ふりがな", "フリガナ", "名称_カナ", "団体名_カナ"] }
org_footing = { label = "成り立ち", spellings = ["区分", "地縁型・テーマ型"] }
org_kind = { label = "種類", spellings = ["種別", "団体の種類", "分類"] }
org_districts = { label = "地区", kind = "list", spellings = ["地区名", "活動地区", "活動する地区", "学区"] }
org_purpose = { label = "めざすこと", spellings = ["目的", "活動内容", "設立目的"] }
org_website = { label = "ウェブサイト", kind = "url", spellings = ["URL", "ホームページ"] }
org_founded = { label = "できた年", kind = "count", spellings = ["設立年", "発足年"] }
org_members = { label = "会員数", kind = "count", spellings = ["会員", "構成員数", "加入世帯数", "世帯数"] }
org_unit = { label = "会員の数え方", spellings = ["会員数の単位", "単位"] }
org_counted_on = { label = "会員数の基準日", kind = "date", spellings = ["基準日"] }
org_source = { label = "会員数の出典", spellings = ["出典"] }
org_ended_on = { label = "解散した日", kind = "date", spellings = ["解散日"] }
[[datasets]]
number = "organisations"
name = "団体の名簿"
fields = [
  "org_slug", "org_name", "org_kana", "org_footing", "org_kind", "org_districts", "org_purpose",
  "org_website", "org_founded", "org_members", "org_unit", "org_counted_on", "org_source",
  "org_ended_on",
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


@dataclass(slots=True)
class Row:
    """One organisation as the file has it; only what the file tells is in `fields`."""

    line: int
    slug: str
    known: Organisation | None
    fields: dict[str, Any]
    districts: list[District] | None
    ended_on: dt.date | None


def read(upload: Upload, options: Options) -> Proposal:
    """What a list would add and change. Organisations it does not name stay as they are."""
    dictionary = standard().extended(_DICTIONARY)
    table = read_table(upload.content, name=upload.name, recognises=dictionary.recognises)
    match = dictionary.match(table.headers, DATASET)
    if any(f.key == "org_name" for f in match.missing):
        raise Unfit(_("団体の名前の列が見つかりません。ひな形の見出しと合わせてください。"))
    records = read_records(table, match, policy=STANDARD)
    proposal = Proposal(notes=[*table.notes, *match.notes, *records.notes])
    proposal.notes.append(
        _("このファイルにない団体と、空いている欄は、いまの内容をそのまま残します。")
    )
    proposal.problems += [Problem(f.row, f.column or "", "", f.sentence) for f in records.faults]
    reader = _Reader(match, proposal)
    rows = [row for record in records.records if (row := reader.row(record))]
    for row in rows:
        changes = tuple(_changes(row))
        if row.known is not None and not changes:
            proposal.unchanged += 1
            continue
        action = Action.ADD if row.known is None else Action.CHANGE
        title = str(row.fields.get("name") or row.slug)
        proposal.changes.append(Change(action, row.slug, title, row.line, changes))
    proposal.payload = rows
    return proposal


class _Reader:
    """From records to rows, with what is known of the register."""

    def __init__(self, match: Match, proposal: Proposal) -> None:
        self.columns = set(match.columns)
        self.proposal = proposal
        self.areas = AreaIndex.load("")
        found = Organisation.objects.select_related("node").prefetch_related(
            "node__placed__district"
        )
        self.by_slug = {o.slug: o for o in found}
        self.by_key: dict[str, list[Organisation]] = {}
        for known in self.by_slug.values():
            self.by_key.setdefault(search_key(known.name), []).append(known)
        self.seen: dict[str, int] = {}
        self.slugs: set[str] = set()

    def row(self, record: Record) -> Row | None:
        values = record.values
        name = str(values.get("org_name") or "")
        if not name:
            return None  # read_records has named the fault
        known = self._known(record, str(values.get("org_slug") or ""), name)
        itself = known.slug if known else f"{values.get('org_slug') or ''} {search_key(name)}"
        if itself in self.seen:
            said = _("{}行目と同じ団体がもう一度出てきます。").format(self.seen[itself])
            self._fault(record.row, _("名前"), name, said)
            return None
        self.seen[itself] = record.row
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
        ended = values.get("org_ended_on")
        return Row(
            record.row,
            slug,
            known,
            fields,
            districts,
            ended if isinstance(ended, dt.date) else None,
        )

    def _known(self, record: Record, slug: str, name: str) -> Organisation | None:
        if slug and slug in self.by_slug:
            return self.by_slug[slug]
        found = self.by_key.get(search_key(name), [])
        if len(found) > 1:
            said = _("同じ名前の団体が{}つあります。IDの列で区別してください。").format(len(found))
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
        footing = str(fields.get("footing") or "")
        kind = str(fields.get("kind") or "")
        if "地縁" in footing or footing == "place":
            fields["footing"] = Organisation.Footing.PLACE.value
        elif "テーマ" in footing or footing == "theme":
            fields["footing"] = Organisation.Footing.THEME.value
        elif footing:
            said = _("「地縁型」か「テーマ型」と書いてください。")
            self._fault(record.row, _("成り立ち"), footing, said)
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


def _changes(row: Row) -> Iterator[FieldChange]:
    for name, value in row.fields.items():
        before = _text(name, getattr(row.known, name)) if row.known else ""
        after = _text(name, value)
        if before != after:
            yield FieldChange(name, services.label_of(name), before, after)
    if row.districts is not None:
        old = _names(selectors.districts(row.known)) if row.known else ""
        new = _names(row.districts)
        if old != new:
            yield FieldChange("districts", _("地区"), old, new)
    old_end = row.known.ended_on if row.known else None
    if row.ended_on != old_end and row.ended_on is not None:
        yield FieldChange(
            "ended_on", services.label_of("ended_on"), _text("", old_end), str(row.ended_on)
        )


def _names(districts: list[District]) -> str:
    return ";".join(sorted(d.name for d in districts))


def _text(name: str, value: Any) -> str:
    if value is None or value == "":
        return ""
    if name == "footing":
        return str(Organisation.Footing(value).label)
    return value.isoformat() if isinstance(value, dt.date) else str(value)


def _value(name: str, text: str) -> Any:
    """What _text was given."""
    footings = {str(label): value for value, label in Organisation.Footing.choices}
    readers: Mapping[str, Callable[[str], Any]] = {
        "footing": lambda t: footings[t],
        "founded": int,
        "members": int,
        "counted_on": dt.date.fromisoformat,
    }
    if name in ("founded", "members", "counted_on") and not text:
        return None
    return readers.get(name, str)(text)


def apply(run: IntakeRun, proposal: Proposal, progress: Progress) -> None:
    """Make and change the organisations of the list."""
    changed = {change.key for change in proposal.changes}
    rows: list[Row] = [row for row in proposal.payload if row.slug in changed]
    for done, row in enumerate(rows, 1):
        if row.known is None:
            told = {name: value for name, value in row.fields.items() if value != ""}
            organisation = services.create_organisation(
                slug=row.slug, districts=row.districts or [], **told
            )
        else:
            now = services.Particulars.of(row.known)
            told = {name: row.fields.get(name, getattr(now, name)) for name in now.__slots__}
            districts = row.districts
            if districts is None:
                districts = selectors.districts(row.known)
            organisation = services.change_organisation(
                organisation=row.known, districts=districts, **told
            )
        if row.ended_on is not None and organisation.ended_on != row.ended_on:
            services.end_organisation(organisation=organisation, on=row.ended_on)
        progress.step(done, len(rows), organisation.name)


def undo(run: IntakeRun) -> None:
    """Make it as it was before the list. Raises CannotUndo when somebody wrote over it since."""
    by_slug: dict[str, list[Any]] = {}
    for change in run.changes.all():
        by_slug.setdefault(change.key, []).append(change)
    found = Organisation.objects.select_related("node").prefetch_related("node__placed__district")
    known = {o.slug: o for o in found.filter(slug__in=by_slug)}
    areas = AreaIndex.load("")
    for slug, changes in by_slug.items():
        organisation = known.get(slug)
        if organisation is None or _written_over(organisation, changes):
            raise CannotUndo(
                _(
                    "「{}」は、取りこんだあとに書きかえられているので、まとめては取り消せません。"
                    "その団体のページで直してください。"
                ).format(changes[0].title)
            )
        if changes[0].action == Action.ADD:
            _remove(organisation)
        else:
            _restore(organisation, changes, areas)


def _written_over(organisation: Organisation, changes: list[Any]) -> bool:
    for change in changes:
        if change.field == "districts":
            now = _names(selectors.districts(organisation))
        elif change.field:
            now = _text(change.field, getattr(organisation, change.field))
        else:
            continue
        if now != change.after:
            return True
    return False


def _remove(organisation: Organisation) -> None:
    try:
        services.remove_organisation(organisation=organisation)
    except ProtectedError as error:
        raise CannotUndo(
            _("「{}」には、もう役割や記録が結びついているので、取り消せません。").format(
                organisation
            )
        ) from error


def _restore(organisation: Organisation, changes: list[Any], areas: AreaIndex) -> None:
    now = services.Particulars.of(organisation)
    told = {name: getattr(now, name) for name in now.__slots__}
    districts = selectors.districts(organisation)
    for change in changes:
        if change.field == "districts":
            names = [name for name in change.before.split(";") if name]
            districts = [d for name in names if (d := areas.district(name))]
        elif change.field == "ended_on":
            services.reopen_organisation(organisation=organisation)
        elif change.field:
            told[change.field] = _value(change.field, change.before)
    services.change_organisation(organisation=organisation, districts=districts, **told)


KIND = IntakeKind(
    key="organisations.register",
    title=gettext_lazy("団体の名簿"),
    help=gettext_lazy("自治会やNPOなどの一覧です。名前が同じ団体は書きかえ、ほかは加えます。"),
    permission="organisations.organisation.import",
    read=read,
    apply=apply,
    undo=undo,
    sample=(
        SampleColumn("ID", gettext_lazy("空けておけば、こちらで付けます"), ""),
        SampleColumn("名前", "", "みほん町自治会", required=True),
        SampleColumn("よみ", gettext_lazy("ひらがなかカタカナで"), "みほんちょうじちかい"),
        SampleColumn("成り立ち", gettext_lazy("地縁型かテーマ型"), "地縁型"),
        SampleColumn("種類", "", "自治会", required=True),
        SampleColumn("地区", gettext_lazy("いくつもあるときは ; で区切ります"), ""),
        SampleColumn("めざすこと", "", "となり近所の助け合い"),
        SampleColumn("ウェブサイト", "", ""),
        SampleColumn("できた年", gettext_lazy("西暦で"), "1978"),
        SampleColumn("会員数", gettext_lazy("数だけを書きます"), "240"),
        SampleColumn("会員の数え方", gettext_lazy("人・世帯・団体"), "世帯"),
        SampleColumn("会員数の基準日", "", "2026-04-01"),
        SampleColumn("会員数の出典", "", "総会資料"),
        SampleColumn("解散した日", "", ""),
    ),
    order=40,
    result_url=lambda: link("organisations:organisation_list"),
)
