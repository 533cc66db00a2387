"""Everything that happens to organisations. One verb is one transaction and one audit record."""

import datetime as dt
import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, fields
from itertools import count
from typing import Any

import jaconv
from django.db import transaction
from django.utils.text import slugify
from django.utils.translation import gettext as _

from jibungoto.kernel import audit, clock, nodes, outbox, publishing
from jibungoto.kernel.models import Node, NodeDistrict
from jibungoto.know.places.models import District

from .models import MemberCount, Organisation


class OrganisationsError(ValueError):
    """Something can't be done to an organisation; the message is a sentence for a person."""


class EndsBeforeItBegins(OrganisationsError):
    """An organisation was about to end before the year it was founded in."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Particulars:
    """What an organisation's page says of it; a count of members needs its day."""

    name: str
    footing: str
    kind: str
    kana: str = ""
    purpose: str = ""
    website: str = ""
    founded: int | None = None
    members: int | None = None
    members_unit: str = "人"
    counted_on: dt.date | None = None
    members_source: str = ""

    @classmethod
    def of(cls, organisation: Organisation) -> "Particulars":
        return cls(**{f.name: getattr(organisation, f.name) for f in fields(cls)})


@transaction.atomic
def create_organisation(
    *,
    slug: str,
    districts: Iterable[District] = (),
    **particulars: Any,
) -> Organisation:
    """A new organisation of these districts; `particulars` are the fields of Particulars.

    Raises IntegrityError when the slug is taken.
    """
    told = _dated(Particulars(**particulars))
    places = list(districts)
    district_ids = [d.pk for d in places]
    node = nodes.register(
        kind=Organisation.KIND,
        title=told.name,
        path=f"organisations/{slug}/",
        summary=told.purpose,
        district_ids=district_ids,
        body=_searched(told),
    )
    organisation = Organisation.objects.create(node=node, slug=slug, **_values(told))
    _count(organisation)
    audit.record(
        "organisations.organisation.create",
        organisation,
        changes={"name": ("", told.name), "districts": ("", _names(district_ids))},
    )
    # Told of the district and not of itself: a list of hundreds taken in makes one line.
    for place in places:
        outbox.emit("organisations.list.grew", node=place.node)
    return organisation


RESERVED = frozenset(("new", "table"))  # addresses beside the organisations' own


def address(name: str, kana: str = "") -> str:
    """A slug a person can read: a Latin name, else the reading in Latin letters, else ""."""
    if name.isascii():
        return slugify(name)[:50]
    return slugify(jaconv.kana2alphabet(reading(kana)))[:50] if kana else ""


def free_slug(wanted: str) -> str:
    """The wanted address, or with a number behind it when another has it."""
    taken = (
        set(Organisation.objects.filter(slug__startswith=wanted).values_list("slug", flat=True))
        | RESERVED
    )
    numbered = (f"{wanted}-{n}" for n in count(2))
    return wanted if wanted not in taken else next(s for s in numbered if s not in taken)


def reading(kana: str) -> str:
    """A reading in hiragana, so that readings sort together whoever typed them."""
    hiragana: str = jaconv.kata2hira(unicodedata.normalize("NFKC", kana))
    return hiragana


def label_of(field: str) -> str:
    """What a field of an organisation is called."""
    found = Organisation._meta.get_field(field)
    return str(getattr(found, "verbose_name", field))


def differences(organisation: Organisation, told: dict[str, Any]) -> list[tuple[str, str, str]]:
    """(label, as it is, as told) of every field in which somebody's version differs."""
    found = []
    for name, mine in told.items():
        theirs = getattr(organisation, name)
        if (theirs or "") != (mine or ""):
            label = label_of(name)
            found.append((label, _shown(name, theirs), _shown(name, mine)))
    return found


def _shown(name: str, value: Any) -> str:
    if name == "footing":
        return str(Organisation.Footing(value).label)
    return "" if value is None else str(value)


@transaction.atomic
def change_organisation(
    *,
    organisation: Organisation,
    districts: Iterable[District],
    expected_version: int | None = None,
    **particulars: Any,
) -> Organisation:
    """Change what an organisation's page says and where it works. Raises ChangedMeanwhile."""
    told = _dated(Particulars(**particulars))
    current = Organisation.objects.select_for_update().get(pk=organisation.pk)
    before = _values(Particulars.of(current)) | {"districts": _district_ids(current)}
    after = _values(told) | {"districts": sorted(d.pk for d in districts)}
    changes = audit.diff(before, after)
    if not changes and expected_version is None:
        return current
    nodes.change(
        current.node,
        expected_version=expected_version,
        title=told.name,
        summary=told.purpose,
        district_ids=after["districts"],
        body=_searched(told),
    )
    for name, value in _values(told).items():
        setattr(current, name, value)
    current.save()
    _count(current)
    if "districts" in changes:
        changes["districts"] = (_names(before["districts"]), _names(after["districts"]))
    audit.record("organisations.organisation.change", current, changes=changes)
    return current


@transaction.atomic
def end_organisation(*, organisation: Organisation, on: dt.date) -> Organisation:
    """The organisation's last day. Its page stays and says so. Raises EndsBeforeItBegins."""
    if organisation.founded and on.year < organisation.founded:
        raise EndsBeforeItBegins(
            _("解散した日は、できた年（{}年）より後にしてください。").format(organisation.founded)
        )
    return _end(organisation, on, "organisations.organisation.end")


@transaction.atomic
def reopen_organisation(*, organisation: Organisation) -> Organisation:
    """Undo end_organisation."""
    return _end(organisation, None, "organisations.organisation.reopen")


@transaction.atomic
def remove_organisation(*, organisation: Organisation) -> None:
    """Undo create_organisation while nothing refers to it yet. Raises ProtectedError."""
    node = Node.objects.get(pk=organisation.node_id)
    audit.record(
        "organisations.organisation.remove", organisation, changes={"name": (organisation.name, "")}
    )
    organisation.delete()
    node.delete()
    publishing.published()


def _end(organisation: Organisation, on: dt.date | None, action: str) -> Organisation:
    before = organisation.ended_on
    organisation.ended_on = on
    organisation.save(update_fields=["ended_on"])
    nodes.change(organisation.node)
    audit.record(action, organisation, changes={"ended_on": (before, on)})
    if on is None:
        outbox.emit("organisations.organisation.reopened", node=organisation.node)
    else:
        outbox.emit("organisations.organisation.ended", node=organisation.node, on=on.isoformat())
    return organisation


def _dated(told: Particulars) -> Particulars:
    """Readings in hiragana; a count without a day is of today, a day without a count of nothing."""
    values = {f.name: getattr(told, f.name) for f in fields(told)}
    values["kana"] = reading(told.kana)
    if told.members is None:
        return Particulars(**values | {"counted_on": None, "members_source": ""})
    return Particulars(**values | {"counted_on": told.counted_on or clock.today()})


def _count(organisation: Organisation) -> None:
    """Keep the count among those of other days."""
    if organisation.members is None or organisation.counted_on is None:
        return
    MemberCount.objects.update_or_create(
        organisation=organisation,
        counted_on=organisation.counted_on,
        defaults={"members": organisation.members, "source": organisation.members_source},
    )


@transaction.atomic
def record_counts(
    *, organisation: Organisation, counts: Mapping[dt.date, int | None], source: str | None = None
) -> None:
    """Keep the members of so many days; None takes a day's count away. What stands on the page is
    not touched: it is the caller's newest. Without `source` those kept stay as they are.
    """
    gone = [day for day, members in counts.items() if members is None]
    MemberCount.objects.filter(organisation=organisation, counted_on__in=gone).delete()
    for day, members in counts.items():
        if members is not None:
            kept = (
                {"members": members} if source is None else {"members": members, "source": source}
            )
            MemberCount.objects.update_or_create(
                organisation=organisation, counted_on=day, defaults=kept
            )
    audit.record(
        "organisations.organisation.count",
        organisation,
        changes={f"{day}": (None, members) for day, members in counts.items()},
    )
    publishing.published()


def _values(told: Particulars) -> dict[str, Any]:
    return {f.name: getattr(told, f.name) for f in fields(told)}


def _names(district_ids: Iterable[int]) -> str:
    found = District.objects.filter(pk__in=list(district_ids)).values_list("name", flat=True)
    return "、".join(found)


def _district_ids(organisation: Organisation) -> list[int]:
    placed = NodeDistrict.objects.filter(node_id=organisation.node_id)
    return sorted(placed.values_list("district_id", flat=True))


def _searched(told: Particulars) -> str:
    return " ".join(text for text in (told.kana, told.kind) if text)
