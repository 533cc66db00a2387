"""Forms of findings: the residents' four steps, the filters, the work of staff and council."""

from .filters import BoardFilter, FindingFilter
from .residents import EditForm, PhotoForm, PlaceForm, ReportForm, ResourceForm, TellForm
from .staff import DeedForm, ReceptionForm, RecordForm, ThemeForm, ThemesForm

__all__ = [
    "BoardFilter",
    "DeedForm",
    "EditForm",
    "FindingFilter",
    "PhotoForm",
    "PlaceForm",
    "ReceptionForm",
    "RecordForm",
    "ReportForm",
    "ResourceForm",
    "TellForm",
    "ThemeForm",
    "ThemesForm",
]
