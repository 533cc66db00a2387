"""What people fill in about ideas."""

from .filters import BoardFilter, IdeaFilter
from .residents import CommentForm, EditForm, IdeaForm
from .staff import CampaignForm, MergeForm, PromiseForm, ReceptionForm, RecordForm, StateForm

__all__ = [
    "BoardFilter",
    "CampaignForm",
    "CommentForm",
    "EditForm",
    "IdeaFilter",
    "IdeaForm",
    "MergeForm",
    "PromiseForm",
    "ReceptionForm",
    "RecordForm",
    "StateForm",
]
