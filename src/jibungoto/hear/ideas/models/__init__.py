"""Ideas: what residents propose, who supports it, and what the town answers."""

from .campaigns import Campaign, Reception
from .handling import Answer, Comment, Merge, MergedIdea, Report, StateChange
from .ideas import Idea, IdeaTheme, Support

__all__ = [
    "Answer",
    "Campaign",
    "Comment",
    "Idea",
    "IdeaTheme",
    "Merge",
    "MergedIdea",
    "Reception",
    "Report",
    "StateChange",
    "Support",
]
