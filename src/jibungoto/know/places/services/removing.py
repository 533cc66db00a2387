"""Taking a district away that was made by mistake; one that others speak of is ended instead."""

from django.db import transaction
from django.db.models import ProtectedError
from django.utils.translation import gettext as _

from jibungoto.kernel.models import NodeDistrict
from jibungoto.know.places.models import AssignmentRow, District, Membership
from jibungoto.ui.listing import listed

from .districts import remove_district
from .errors import StillUsed


def held_by(district: District) -> list[str]:
    """What hangs on a district, in words; empty where nothing does but its own page."""
    found = []
    if district.children.exists():
        found.append(_("この地区の中の地区"))
    if (
        Membership.objects.filter(district=district).exists()
        or AssignmentRow.objects.filter(district=district).exists()
    ):
        found.append(_("町丁・字の割り当て"))
    if NodeDistrict.objects.filter(district=district).exclude(node=district.node_id).exists():
        found.append(_("この地区の団体・施設・気づきなどの記録"))
    return found


def discard_district(*, district: District) -> None:
    """Remove a district that nothing hangs on. Raises StillUsed with what does."""
    held = held_by(district)
    if held:
        raise StillUsed(_refusal(district, listed(held)))
    try:
        with transaction.atomic():
            remove_district(district=district)
    except ProtectedError as error:
        names = dict.fromkeys(str(one._meta.verbose_name) for one in error.protected_objects)
        raise StillUsed(_refusal(district, listed(names, most=4))) from error


def _refusal(district: District, held: str) -> str:
    return _(
        "「{}」には、つながっているものがあるので消せません（{}）。"
        "「この地区を終える」なら、記録を残したまま使わなくできます。"
    ).format(district.name, held)
