"""Forms of conversations, by errand."""

from .taking_part import AboutForm, WriteForm

__all__ = ["AboutForm", "WriteForm"]
