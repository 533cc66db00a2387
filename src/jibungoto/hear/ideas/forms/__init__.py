"""What people fill in about ideas."""

from .filters import BoardFilter, IdeaFilter
from .residents import CommentForm, EditForm, IdeaForm
from .staff import CampaignForm, PromiseForm, ReceptionForm, RecordForm

__all__ = [
    "BoardFilter",
    "CampaignForm",
    "CommentForm",
    "EditForm",
    "IdeaFilter",
    "IdeaForm",
    "PromiseForm",
    "ReceptionForm",
    "RecordForm",
]
