"""Forms of records two people may write at once: both versions, and a choice for each field."""

import hashlib
import json
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django import forms
from django.http import QueryDict

from jibungoto.ui.listing import listed

TAKE = "take-"
THEIRS = "theirs"
_OWN = ("version", "seen")


@dataclass(frozen=True, slots=True)
class Difference:
    """A field in which two versions differ, each in words."""

    name: str
    label: str
    theirs: str
    mine: str
    is_mine: bool = True  # whether the second person wrote anything here


class VersionedForm(forms.Form):
    """Carries the version somebody looked at. `initial` is the record as it is now."""

    version = forms.IntegerField(widget=forms.HiddenInput, required=False)
    seen = forms.CharField(widget=forms.HiddenInput, required=False)  # what was looked at, hashed

    def stamp(self) -> None:
        """Remember what is looked at. Called when every field has its choices."""
        seen = {n: self._mark(n, self.current(n)) for n in self.fields if n not in _OWN}
        self.initial["seen"] = json.dumps(seen)

    def _mark(self, name: str, value: Any) -> str:
        said = _said(self.fields[name], value)
        return hashlib.sha256(said.encode()).hexdigest()[:8]

    def _seen(self) -> dict[str, str]:
        try:
            seen = json.loads(self.data.get(self.add_prefix("seen"), "{}"))
        except ValueError:
            return {}
        return seen if isinstance(seen, dict) else {}

    def differences(self) -> list[Difference]:
        """Where what was sent differs from the record as it is now."""
        found, seen = [], self._seen()
        for name, field in self.fields.items():
            if name in _OWN:
                continue
            mine, theirs = self[name].value(), self.get_initial_for_field(field, name)
            said = _said(field, mine), _said(field, theirs)
            if said[0] != said[1]:
                found.append(
                    Difference(
                        name, str(field.label), theirs=said[1], mine=said[0],
                        is_mine=seen.get(name) != self._mark(name, mine),
                    )
                )  # fmt: skip
        return found

    def current(self, name: str) -> Any:
        return self.get_initial_for_field(self.fields[name], name)


def chosen(data: QueryDict, form: VersionedForm) -> QueryDict:
    """What was sent, with the record's own value wherever somebody chose the other's version."""
    told = data.copy()
    for key in data:
        name = key.removeprefix(TAKE)
        if key.startswith(TAKE) and data[key] == THEIRS and name in form.fields:
            value = form.current(name)
            if isinstance(value, list | tuple):
                told.setlist(name, [str(v) for v in value])
            else:
                told[name] = "" if value is None else str(value)
    return told


def _said(field: forms.Field, value: Any) -> str:
    if isinstance(field, forms.BooleanField):
        return "✓" if value else ""
    wanted = _texts(value)
    choices = getattr(field, "choices", None)
    if choices is None:
        return "\n".join(wanted).replace("\r\n", "\n").strip()
    words = {str(key): str(label) for key, label in choices}
    return listed(words.get(one, one) for one in sorted(wanted) if one)


def _texts(value: Any) -> Sequence[str]:
    if value is None:
        return []
    return [str(v) for v in value] if isinstance(value, list | tuple) else [str(value)]
