"""How a municipality receives findings, and its themes."""

from django.db import transaction

from jibungoto.kernel import audit, publishing
from jibungoto.know.findings.models import Reception, Theme

# Data of the municipality, in its own language whoever puts them in.
USUAL_THEMES = (
    "みどり・水辺", "道・交通", "子ども・学び",
    "健康・福祉", "防災・安全", "歴史・文化",
    "にぎわい・店", "つながり", "住まい・空き家",
)  # fmt: skip


def reception() -> Reception:
    """How findings are received here; the house's own way where nothing was decided."""
    return Reception.objects.first() or Reception()


@transaction.atomic
def change_reception(*, check_first: bool, hold_cautions: bool) -> Reception:
    """Decide whether findings are public at once or after staff looked."""
    found = reception()
    before = {"check_first": found.check_first, "hold_cautions": found.hold_cautions}
    after = {"check_first": check_first, "hold_cautions": hold_cautions}
    found.check_first, found.hold_cautions = check_first, hold_cautions
    found.save()
    audit.record("findings.reception.change", found, changes=audit.diff(before, after))
    publishing.published()
    return found


@transaction.atomic
def save_theme(*, theme: Theme | None, name: str, order: int, is_open: bool) -> Theme:
    """A new theme, or another name, place or use for one. A theme in use is closed, not deleted."""
    saved = theme or Theme()
    before = {"name": saved.name, "order": saved.order, "is_open": saved.is_open}
    after = {"name": name, "order": order, "is_open": is_open}
    changes = audit.diff(before if theme else {}, after)
    if changes:
        saved.name, saved.order, saved.is_open = name, order, is_open
        saved.save()
        audit.record("findings.theme.save", saved, changes=changes)
        publishing.published()
    return saved


@transaction.atomic
def seed_themes() -> int:
    """The themes many municipalities use, where there are none yet; how many were made."""
    if Theme.objects.exists():
        return 0
    for number, name in enumerate(USUAL_THEMES, 1):
        save_theme(theme=None, name=name, order=number * 10, is_open=True)
    return len(USUAL_THEMES)
