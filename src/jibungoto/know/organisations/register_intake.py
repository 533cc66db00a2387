"""The register of organisations as an intake: a list of organisations becomes pages."""

import datetime as dt
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from jibungoto.japan.tables.columns import standard
from jibungoto.japan.tables.marks import STANDARD
from jibungoto.japan.tables.printed import with_groups, without_sums
from jibungoto.japan.tables.reading import read_table
from jibungoto.japan.tables.records import read_records
from jibungoto.kernel.intake.kinds import (
    OWN,
    Action,
    Change,
    FieldChange,
    IntakeKind,
    Options,
    Place,
    Problem,
    Proposal,
    SampleColumn,
    Unfit,
    Upload,
)
from jibungoto.kernel.intake.models import IntakeRun
from jibungoto.kernel.jobs import Progress
from jibungoto.kernel.links import link
from jibungoto.know.places.models import District

from . import selectors, services
from .models import MemberCount
from .register_reading import DICTIONARY, Reader, Row, matched
from .register_undo import names_of, text_of, undo


def read(upload: Upload, options: Options) -> Proposal:
    """What a list would add and change. Organisations it does not name stay as they are."""
    dictionary = standard().extended(DICTIONARY)
    table = read_table(upload.content, name=upload.name, recognises=dictionary.recognises)
    match = matched(table, dictionary)
    if "org_name" in match.columns:
        table = without_sums(table, [match.columns["org_name"]])
        if "org_districts" in match.columns:
            table = with_groups(table, match.columns["org_districts"], match.columns["org_name"])
    if any(f.key == "org_name" for f in match.missing):
        raise Unfit(_("団体の名前の列が見つかりません。ひな形の見出しと合わせてください。"))
    records = read_records(table, match, policy=STANDARD)
    proposal = Proposal(notes=[*table.notes, *match.notes, *records.notes])
    proposal.notes.append(
        _("このファイルにない団体と、空いている欄は、いまの内容をそのまま残します。")
    )
    proposal.problems += [Problem(f.row, f.column or "", "", f.sentence) for f in records.faults]
    reader = Reader(match, proposal, table, own=options.get(OWN, ""))
    rows = [row for record in records.records if (row := reader.row(record))]
    for row in rows:
        reader.newest(row)
    known = _known_counts()
    for row in rows:
        changes = tuple(_changes(row, known.get(row.known.pk, {}) if row.known else {}))
        if row.known is not None and not changes:
            proposal.unchanged += 1
            continue
        action = Action.ADD if row.known is None else Action.CHANGE
        title = str(row.fields.get("name") or row.slug)
        places, moves = _where(row)
        proposal.changes.append(
            Change(action, row.slug, title, row.line, changes, places=places, moves=moves)
        )
    proposal.payload = rows
    return proposal


def _where(row: Row) -> tuple[tuple[Place, ...], tuple[Place, ...]]:
    """The districts the organisation works in, and those it comes to or leaves."""
    before = selectors.districts(row.known) if row.known else []
    after = before if row.districts is None else row.districts
    moved = {d.pk: d for d in (*before, *after) if (d in before) != (d in after)}
    return _placed(before), _placed(moved.values())


def _placed(districts: Iterable[District]) -> tuple[Place, ...]:
    return tuple(Place(d.name, d.lineage) for d in districts)


def _known_counts() -> dict[int, dict[dt.date, int]]:
    found: dict[int, dict[dt.date, int]] = {}
    for pk, day, members in MemberCount.objects.values_list(
        "organisation_id", "counted_on", "members"
    ):
        found.setdefault(pk, {})[day] = members
    return found


def _changes(row: Row, counts: Mapping[dt.date, int]) -> Iterator[FieldChange]:
    for name, value in row.fields.items():
        before = text_of(name, getattr(row.known, name)) if row.known else ""
        after = text_of(name, value)
        if before != after:
            yield FieldChange(name, services.label_of(name), before, after)
    if row.districts is not None:
        old = names_of(selectors.districts(row.known)) if row.known else ""
        new = names_of(row.districts)
        if old != new:
            yield FieldChange("districts", _("地区"), old, new)
    for day, members in sorted(row.counts.items()):
        before, after = text_of("", counts.get(day)), str(members)
        if before != after:
            # The newest stands among the fields already; here it is for the undo.
            label = "" if day == row.fields.get("counted_on") else _("{}の会員数").format(day)
            yield FieldChange(f"{selectors.COUNT}{day}", label, before, after)
    old_end = row.known.ended_on if row.known else None
    if row.ended_on != old_end and row.ended_on is not None:
        yield FieldChange(
            "ended_on", services.label_of("ended_on"), text_of("", old_end), str(row.ended_on)
        )


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
        if row.counts:
            source = str(row.fields.get("members_source") or organisation.members_source)
            services.record_counts(organisation=organisation, counts=row.counts, source=source)
        if row.ended_on is not None and organisation.ended_on != row.ended_on:
            services.end_organisation(organisation=organisation, on=row.ended_on)
        progress.step(done, len(rows), organisation.name)


def exports(_actor: Any, districts: Sequence[Any]) -> list[tuple[str, str]]:
    """The register as it is, of each district or of all."""
    table = link("organisations:organisation_table")
    if not districts:
        return [(_("いまの団体の名簿（Excel）"), f"{table}?as=xlsx")]
    return [
        (_("{}の団体の名簿（Excel）").format(d.name), f"{table}?district={d.slug}&as=xlsx")
        for d in districts
    ]


def _result(run: IntakeRun) -> str:
    """The register, of the district it was taken in for."""
    narrowed = f"?district={run.district.slug}" if run.district else ""
    return link("organisations:organisation_list") + narrowed


KIND = IntakeKind(
    key=selectors.REGISTER,
    title=gettext_lazy("団体の名簿"),
    help=gettext_lazy("自治会やNPOなどの一覧です。IDか名前が同じ団体は書きかえ、ほかは加えます。"),
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
        SampleColumn("会員数_2025", gettext_lazy("前の年の数は、年ごとの列でも書けます"), "248"),
    ),
    by_district=True,
    order=40,
    exports=exports,
    result_url=_result,
)
