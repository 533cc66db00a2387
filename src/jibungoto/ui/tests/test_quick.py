"""Names in templates mean, and values are written, exactly as Django has it."""

import datetime as dt
from collections import namedtuple
from dataclasses import dataclass
from typing import Any

import pytest
from django import forms
from django.core.exceptions import ObjectDoesNotExist
from django.template import Context, Engine, Template
from django.template.base import Variable, VariableDoesNotExist
from django.utils.safestring import mark_safe
from django.utils.translation import gettext_lazy, override

from jibungoto.ui import quick

Pair = namedtuple("Pair", "name number")


class Asked(forms.Form):
    name = forms.CharField()


class Plain:
    shown = "見える"

    def method(self) -> str:
        return "呼ばれた"

    def needs(self, more: str) -> str:
        return more

    def removes(self) -> str:
        return "消した"

    removes.alters_data = True  # type: ignore[attr-defined]

    def missing(self) -> str:
        raise ObjectDoesNotExist

    @property
    def broken(self) -> str:
        raise AttributeError("わけあって")

    def fails(self) -> str:
        raise RuntimeError


@dataclass
class Kind:
    name: str = "種類"


VALUES: dict[str, Any] = {
    "plain": Plain(),
    "kind": Kind,
    "mapping": {"items": "鍵が先", "a": {"b": 1}, "1": "一"},
    "rows": [("x", 2), ["y"]],
    "pair": Pair("名", 3),
    "text": "abc",
    "form": Asked(),
    "none": None,
    "lazy": gettext_lazy("必須"),
    "call": lambda: {"inside": "<b>"},
}
NAMES = [  # what templates write between braces
    "plain", "plain.shown", "plain.method", "plain.needs", "plain.removes", "plain.missing",
    "plain.broken", "plain.fails", "plain.nothing", "kind", "kind.name", "mapping.items",
    "mapping.keys", "mapping.a.b", "mapping.1", "mapping.z", "mapping.a.b.c", "rows.0.1",
    "rows.1.0", "rows.7", "rows.x", "pair.name", "pair.1", "pair.count", "text.0", "text.upper",
    "text.z", "form.name.label", "form.nothing", "form.is_bound", "none", "none.x", "lazy",
    "lazy.upper", "call.inside", "gone", "gone.more", "template", "autoescape", "push", "request",
    "True",
]  # fmt: skip


def meant(look_up: Any, name: str) -> tuple[str, str]:
    try:
        found = look_up(Variable(name), Context(VALUES)) if Variable(name).lookups else None
    except Exception as error:
        return type(error).__name__, str(error) if type(error) is not VariableDoesNotExist else ""
    return type(found).__name__, str(found) if not hasattr(found, "field") else found.html_name


@pytest.mark.parametrize("name", NAMES)
def test_a_name_means_what_django_says(name: str) -> None:
    assert meant(quick.look_up, name) == meant(quick._look_up, name)


@pytest.mark.parametrize(
    "value",
    [
        "<b>&'\"", mark_safe("<b>"), gettext_lazy("<必須>"), 12345, 1.5, None, True,
        dt.date(2026, 4, 1), dt.datetime(2026, 4, 1, 9, tzinfo=dt.UTC), ["<b>"], Asked(),
    ],
)  # fmt: skip
def test_a_value_is_written_as_django_writes_it(value: object) -> None:
    for autoescape in (True, False):
        context = Context(autoescape=autoescape)
        assert quick.put(value, context) == quick._put(value, context)
        assert hasattr(quick.put(value, context), "__html__") == autoescape or not autoescape


def test_a_part_sees_what_was_set_last() -> None:
    drawn = Template("{% with a='二' %}{{ a }}{% endwith %}{{ a }}").render(Context({"a": "一"}))
    assert drawn == "二一"


PARTS = [
    "{{ text }}{{ gone }}{{ gone|default:'なし' }}{{ plain.shown|upper }}{{ 'abc' }}{{ 1.50 }}",
    "{% if gone %}a{% elif none == None %}b{% endif %}{% if not plain.nothing %}c{% endif %}",
    "{% for one in rows %}{{ forloop.counter }}{{ one.0 }}{% empty %}e{% endfor %}",
    "{% for one in gone %}x{% empty %}e{% endfor %}{% firstof gone none text %}",
    "{% translate '必須' %}{% translate '<b>50%</b>' %}{% translate text %}{{ _('任意')|upper }}"
    "{% translate '必須' as said %}{{ said }}{% firstof none _('任意') %}"
    "{% translate '必須' noop %}",
]


@pytest.mark.parametrize("source", PARTS)
@pytest.mark.parametrize("language", ["ja", "en", "ja-easy"])
def test_a_template_is_drawn_as_django_draws_it(
    source: str, language: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    with override(language):
        short = Template(source).render(Context(VALUES))
        monkeypatch.setattr(quick._engine.FilterExpression, "resolve", quick._resolve)
        assert short == Template(source).render(Context(VALUES))


def test_a_template_that_fails_is_named_where_faults_are_shown() -> None:
    whole = Engine(debug=True).from_string("一\n{% if True %}{{ plain.fails }}{% endif %}")
    with pytest.raises(RuntimeError) as fault:
        whole.render(Context(VALUES))
    assert fault.value.template_debug["line"] == 2  # type: ignore[attr-defined]
