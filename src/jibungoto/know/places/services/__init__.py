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
from .errors import EndsBeforeItBegins, InUse, NestedInItself, PlacesError
from .memberships import set_memberships
from .small_areas import (
    Drawn,
    Found,
    Restored,
    area_of,
    end_small_areas,
    forget_small_areas,
    remove_small_area,
    reopen_small_areas,
    restore_small_areas,
    set_small_area_points,
    set_small_area_shapes,
    take_in_small_areas,
)

__all__ = [
    "Drawn",
    "EndsBeforeItBegins",
    "Found",
    "InUse",
    "NestedInItself",
    "PlacesError",
    "Restored",
    "area_of",
    "change_district",
    "change_district_kind",
    "create_district",
    "create_district_kind",
    "edit_district",
    "end_district",
    "end_small_areas",
    "forget_small_areas",
    "move_district",
    "remove_boundary",
    "remove_district",
    "remove_small_area",
    "rename_district",
    "reopen_district",
    "reopen_small_areas",
    "restore_small_areas",
    "set_boundary",
    "set_memberships",
    "set_small_area_points",
    "set_small_area_shapes",
    "take_in_small_areas",
]
