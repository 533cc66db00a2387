"""Who is asking. Built once per request from session, device and roles; rules read nothing else."""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass, field

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _


class Level(models.IntegerChoices):
    """How surely we know the person who takes part. Each action asks for the least it needs."""

    NONE = 0, _("どなたでも")
    DEVICE = 1, _("この端末から")
    CODE = 2, _("手紙のコードで")
    COUNTER = 3, _("窓口で")
    ACCOUNT = 4, _("登録して")
    VERIFIED = 5, _("本人確認をして")

    def how(self) -> str:
        """One sentence on how to reach this level."""
        return str(_HOW[self])


_HOW = {
    Level.NONE: "",
    Level.DEVICE: _("この端末でクッキーを使えるようにしてください。登録はいりません。"),
    Level.CODE: _("お宅に届いた手紙のコードを入れてください。登録はいりません。"),
    Level.COUNTER: _("市民センターなどの窓口で、職員にお声がけください。"),
    Level.ACCOUNT: _("メールアドレスで登録するか、サインインしてください。"),
    Level.VERIFIED: _("サインインして、本人確認をしてください。"),
}


@dataclass(frozen=True, slots=True)
class Grant:
    """One role held now: its permissions, and where they count: by default the whole city."""

    role: str
    permissions: frozenset[str]
    district_id: int | None = None
    organisation_id: int | None = None
    ends_on: dt.date | None = None
    # The names of the departments it is held for; None where it is held for no single department.
    departments: frozenset[str] | None = None

    @property
    def is_citywide(self) -> bool:
        return self.district_id is None and self.organisation_id is None


@dataclass(frozen=True, slots=True)
class Scopes:
    """Where a permission counts, for the database side of a rule."""

    everywhere: bool
    district_ids: frozenset[int]
    organisation_ids: frozenset[int]

    def __bool__(self) -> bool:
        return self.everywhere or bool(self.district_ids) or bool(self.organisation_ids)

    def covers(self, district: str = "district") -> Q:
        """The rows it counts for, for the database; `district` leads from a row to its district,
        and is "" for districts themselves."""
        if self.everywhere:
            return Q(pk__isnull=False)  # an empty Q would be lost in an OR
        return self.inside(district)

    def inside(self, district: str = "district") -> Q:
        """The rows of its districts and of those inside them, whatever counts everywhere."""
        lineage = f"{district}__lineage__contains" if district else "lineage__contains"
        within = Q(pk__in=[])
        for pk in self.district_ids:
            within |= Q(**{lineage: f".{pk}."})
        return within


@dataclass(frozen=True, slots=True)
class Actor:
    """A person, a device or nobody, in one municipality (or on the pages of the installation)."""

    municipality_id: int | None = None
    user_id: int | None = None
    participant_id: int | None = None
    level: Level = Level.NONE
    district_id: int | None = None  # where the participant lives, as far as we know
    grants: tuple[Grant, ...] = ()
    # Terms that are over: (from, until, district or None). A retired officer reads their own term.
    past_terms: tuple[tuple[dt.date, dt.date, int | None], ...] = ()
    second_factor_missing: bool = False  # staff roles sleep until a second factor is set up
    viewed_by: int | None = None  # the user who looks at the page "as" this actor
    name: str = field(default="", compare=False)

    @property
    def is_guest(self) -> bool:
        return self.user_id is None

    @property
    def is_staff(self) -> bool:
        return bool(self.grants)

    def may(
        self,
        permission: str,
        *,
        district_path: str = "",
        organisation_id: int | None = None,
        departments: Iterable[str] | None = None,
    ) -> bool:
        """Whether a role held now has the permission here.

        `district_path` is the lineage of a district (".3.17."), so that a role in a district counts
        in the districts inside it. `departments` are the names of those whose matter it is: a role
        held for a department then counts only for its own; None where it is no department's matter.
        """
        whose = None if departments is None else frozenset(departments)
        return any(
            permission in g.permissions
            and (
                (g.is_citywide and (whose is None or _serves(g, whose)))
                or (g.district_id is not None and f".{g.district_id}." in district_path)
                or (g.organisation_id is not None and g.organisation_id == organisation_id)
            )
            for g in self.grants
        )

    def may_somewhere(self, permission: str) -> bool:
        """Whether the permission counts anywhere at all: for menus, never for objects."""
        return any(permission in g.permissions for g in self.grants)

    def departments(self, permission: str) -> frozenset[str] | None:
        """The departments a citywide permission counts for; None where it counts for all."""
        held = [g for g in self.grants if permission in g.permissions and g.is_citywide]
        if any(g.departments is None for g in held):
            return None
        return frozenset(name for g in held for name in g.departments or ())

    def scopes(self, permission: str) -> Scopes:
        """Where the permission counts, to be turned into a Q by an app's visible()."""
        held = [g for g in self.grants if permission in g.permissions]
        return Scopes(
            any(g.is_citywide for g in held),
            _ids(g.district_id for g in held),
            _ids(g.organisation_id for g in held),
        )


def _serves(grant: Grant, departments: frozenset[str]) -> bool:
    return grant.departments is None or not grant.departments.isdisjoint(departments)


def _ids(found: Iterable[int | None]) -> frozenset[int]:
    return frozenset(pk for pk in found if pk is not None)


GUEST = Actor()
