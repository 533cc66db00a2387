"""Everything that happens to districts and small areas. One verb is one transaction and one audit
record.
"""

from .districts import (
    change_district,
    change_district_kind,
    create_district,
    create_district_kind,
    edit_district,
    end_district,
    move_district,
    remove_boundary,
    remove_district,
    rename_district,
    reopen_district,
    set_boundary,
)
from .errors import EndsBeforeItBegins, NestedInItself, PlacesError
from .memberships import forget_small_areas, set_memberships
from .small_areas import Drawn, set_small_area_shapes

__all__ = [
    "Drawn",
    "EndsBeforeItBegins",
    "NestedInItself",
    "PlacesError",
    "change_district",
    "change_district_kind",
    "create_district",
    "create_district_kind",
    "edit_district",
    "end_district",
    "forget_small_areas",
    "move_district",
    "remove_boundary",
    "remove_district",
    "rename_district",
    "reopen_district",
    "set_boundary",
    "set_memberships",
    "set_small_area_shapes",
]
