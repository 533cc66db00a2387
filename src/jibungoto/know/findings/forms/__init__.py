"""Forms of findings: the residents' four steps, the filters, the work of staff and council."""

from .filters import BoardFilter, FindingFilter
from .residents import EditForm, PhotoForm, PlaceForm, ReportForm, ResourceForm, TellForm
from .staff import (
    AnswerForm,
    ConnectForm,
    DeedForm,
    HideForm,
    MergeForm,
    ReceptionForm,
    RecordForm,
    StateForm,
    ThemeForm,
    ThemesForm,
)

__all__ = [
    "AnswerForm",
    "BoardFilter",
    "ConnectForm",
    "DeedForm",
    "EditForm",
    "FindingFilter",
    "HideForm",
    "MergeForm",
    "PhotoForm",
    "PlaceForm",
    "ReceptionForm",
    "RecordForm",
    "ReportForm",
    "ResourceForm",
    "StateForm",
    "TellForm",
    "ThemeForm",
    "ThemesForm",
]
