"""Taking a list of organisations back: from the differences the intake kept, as text."""

import datetime as dt
from collections.abc import Callable, Mapping
from typing import Any

from django.db.models import ProtectedError
from django.utils.translation import gettext as _

from jibungoto.kernel.intake.kinds import Action, CannotUndo
from jibungoto.kernel.intake.models import IntakeRun
from jibungoto.know.places.areas import AreaIndex
from jibungoto.know.places.models import District

from . import selectors, services
from .models import Organisation


def names_of(districts: list[District]) -> str:
    return ";".join(sorted(d.name for d in districts))


def text_of(name: str, value: Any) -> str:
    if value is None or value == "":
        return ""
    if name == "footing":
        return str(Organisation.Footing(value).label)
    return value.isoformat() if isinstance(value, dt.date) else str(value)


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
            now = names_of(selectors.districts(organisation))
        elif change.field.startswith(selectors.COUNT):
            now = text_of("", selectors.count_on(organisation, _counted_on(change)))
        elif change.field:
            now = text_of(change.field, getattr(organisation, change.field))
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
    counts: dict[dt.date, int | None] = {}
    for change in changes:
        if change.field == "districts":
            names = [name for name in change.before.split(";") if name]
            districts = [d for name in names if (d := areas.district(name))]
        elif change.field == "ended_on":
            services.reopen_organisation(organisation=organisation)
        elif change.field.startswith(selectors.COUNT):
            counts[_counted_on(change)] = int(change.before) if change.before else None
        elif change.field:
            told[change.field] = _value(change.field, change.before)
    services.change_organisation(organisation=organisation, districts=districts, **told)
    if counts:
        services.record_counts(organisation=organisation, counts=counts)


def _counted_on(change: Any) -> dt.date:
    return dt.date.fromisoformat(change.field.removeprefix(selectors.COUNT))


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
