"""Forms that know what was looked at: what becomes of two people's words."""

import json

from django import forms
from django.http import QueryDict

from jibungoto.ui.seen import Watched, status


class _Form(Watched, forms.Form):
    title = forms.CharField()
    open = forms.BooleanField(required=False)
    kinds = forms.MultipleChoiceField(
        choices=[("a", "甲"), ("b", "乙")], required=False, widget=forms.CheckboxSelectMultiple
    )
    version = forms.IntegerField(required=False, widget=forms.HiddenInput)


def _form(now, data=None):
    form = _Form(data, initial=now)
    form.watch()
    return form


def _looked_at(now):
    return str(_form(now)["seen"].value())


def _sent(seen, **fields):
    data = QueryDict(mutable=True)
    for name, value in {"seen": seen, **fields}.items():
        data.setlist(name, value if isinstance(value, list) else [value])
    return data


BEFORE = {"title": "坂", "open": False, "kinds": ["a"], "version": 1}


def test_what_nobody_changed_meanwhile_is_saved():
    form = _form(BEFORE, _sent(_looked_at(BEFORE), title="橋", kinds=["a"]))
    assert form.is_valid()
    assert "seen" not in form.cleaned_data


def test_both_words_are_shown_where_both_wrote():
    now = {**BEFORE, "title": "川", "version": 2}
    form = _form(now, _sent(_looked_at(BEFORE), title="橋", kinds=["a"]))
    assert not form.is_valid()
    assert form["title"].value() == "橋"
    assert "「川」" in str(form.errors["title"])
    assert status(form) == 409


def test_what_one_did_not_touch_becomes_the_others():
    now = {"title": "坂", "open": True, "kinds": ["a", "b"], "version": 2}
    form = _form(now, _sent(_looked_at(BEFORE), title="橋", kinds=["a"]))
    assert not form.is_valid()
    assert (form["open"].value(), form["kinds"].value()) == (True, ["a", "b"])


def test_saving_again_is_a_decision():
    now = {**BEFORE, "title": "川", "open": True, "version": 2}
    form = _form(now, _sent(_looked_at(BEFORE), title="橋", kinds=["a"]))
    assert not form.is_valid()
    again = _form(now, form.data)
    assert again.is_valid()
    assert again.cleaned_data == {"title": "橋", "open": True, "kinds": ["a"], "version": 2}


def test_the_same_sent_twice_is_no_conflict():
    sent = _sent(_looked_at(BEFORE), title="橋", kinds=["a"])
    assert _form({**BEFORE, "title": "橋", "version": 2}, sent).is_valid()


def test_rubbish_in_place_of_what_was_seen_is_as_nothing():
    for seen in ("", "{", "3", json.dumps(["title"]), "[" * 100_000, json.dumps({"title": {}})):
        form = _form(BEFORE, _sent(seen, title="橋", kinds=["a"]))
        assert status(form) in (200, 409)
