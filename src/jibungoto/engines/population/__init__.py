"""Small-area population: ratios, projection, scenarios, control totals, accuracy. Pure: numpy only.

In order: Population.of → filling, geography → ratios_between → shrink → project → band, printable.
Arrays are area × sex × age class throughout, with a step axis before them in a projection; counts
are persons. What was done to which area travels along as notes. No words for people live here.
"""

from .accuracy import GROUPS, Accuracy, Band, Errors, back_cast, band, compare
from .ages import AgeError, Ages, Sexes
from .components import hold_constant, net_migration, project_closed, project_components
from .filling import allocate_unknown_ages, split_sexes, spread_suppressed
from .geography import Unit, common_units, merge_suppressed, on_common_ground
from .national import male_share, nation, national_ratios, survival
from .notes import Note, Rule
from .people import KNOWN, SUPPRESSED, UNKNOWN, Population, ShapeError
from .printing import SMALLEST_BY_AGE, Printable, printable
from .projection import Control, Method, Projection, project
from .raking import Margin, Raked, RakingError, rake
from .ratios import (
    MOTHERS,
    MOTHERS_NARROW,
    Ratios,
    Shrinkage,
    ratios_between,
    ratios_of_all,
    shrink,
)
from .scenarios import YOUNG_FAMILY, Families

__all__ = [
    "GROUPS",
    "KNOWN",
    "MOTHERS",
    "MOTHERS_NARROW",
    "SMALLEST_BY_AGE",
    "SUPPRESSED",
    "UNKNOWN",
    "YOUNG_FAMILY",
    "Accuracy",
    "AgeError",
    "Ages",
    "Band",
    "Control",
    "Errors",
    "Families",
    "Margin",
    "Method",
    "Note",
    "Population",
    "Printable",
    "Projection",
    "Raked",
    "RakingError",
    "Ratios",
    "Rule",
    "Sexes",
    "ShapeError",
    "Shrinkage",
    "Unit",
    "allocate_unknown_ages",
    "back_cast",
    "band",
    "common_units",
    "compare",
    "hold_constant",
    "male_share",
    "merge_suppressed",
    "nation",
    "national_ratios",
    "net_migration",
    "on_common_ground",
    "printable",
    "project",
    "project_closed",
    "project_components",
    "rake",
    "ratios_between",
    "ratios_of_all",
    "shrink",
    "split_sexes",
    "spread_suppressed",
    "survival",
]
