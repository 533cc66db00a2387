"""What every template asks a hundred times a page, answered in fewer steps and to the letter.

Django tries a record like a dictionary first and an attribute after that: two exceptions for each
`{{ finding.title }}`, four for a name that isn't there. And it looks for lazy texts, times and
numbers in what is already plain text. Together that was a tenth of the time of a template.
Whatever is out of the ordinary is left to Django, from the beginning.
"""

import html
from typing import Any

from django.template import base
from django.template.base import VariableDoesNotExist
from django.utils.safestring import SafeString
from django.utils.translation import gettext

_engine: Any = base
_look_up = _engine.Variable._resolve_lookup
_put = _engine.render_value_in_context
_resolve = _engine.FilterExpression.resolve


def speed_up() -> None:
    """From now on templates look up and put in what is ordinary by the short way."""
    _engine.Variable._resolve_lookup = look_up
    _engine.render_value_in_context = put
    _engine.FilterExpression.resolve = resolve


def look_up(variable: Any, context: Any) -> Any:
    """What a name with dots means: by key, else by attribute, called where it can be called."""
    first, *others = variable.lookups
    try:
        current = _held(context, first)
        if callable(current):
            current = _called(current)
        for bit in others:
            current = _of(current, bit)
            if callable(current):
                current = _called(current)
    except VariableDoesNotExist:
        raise
    except Exception:
        return _look_up(variable, context)
    return current


def _held(context: Any, name: str) -> Any:
    for held in reversed(context.dicts):
        if name in held:
            return held[name]
    if hasattr(context, name):
        raise LookupError
    raise VariableDoesNotExist("Failed lookup for key [%s] in %r", (name, context))


def _of(current: Any, bit: str) -> Any:
    """By key, else by attribute."""
    kind = type(current)
    if kind is dict and bit in current:
        return current[bit]
    if hasattr(kind, "__getitem__"):
        try:
            return current[bit]
        except (TypeError, AttributeError, KeyError, ValueError, IndexError):
            pass
    return getattr(current, bit)


def _called(found: Any) -> Any:
    if getattr(found, "do_not_call_in_templates", False):
        return found
    if getattr(found, "alters_data", False):
        raise TypeError
    return found()


def put(value: Any, context: Any) -> Any:
    """A value as it stands in a page."""
    kind = type(value)
    if context.autoescape:
        if kind is SafeString:
            return value
        if kind is str:
            return SafeString(html.escape(value))
    return _put(value, context)


def resolve(meant: Any, context: Any, *, ignore_failures: bool = False) -> Any:
    """What stands between braces, where it has no filter; and the texts of `{% translate %}`,
    which is put in at once: Django makes a late text of each, to be put into words right after."""
    name = meant.var
    if meant.filters or not meant.is_var:
        return _resolve(meant, context, ignore_failures)
    if name.translate:
        if name.lookups is not None or name.message_context or "%" in name.literal:
            return _resolve(meant, context, ignore_failures)
        return gettext(name.literal)
    if name.lookups is None:
        return name.literal
    try:
        return name._resolve_lookup(context)
    except VariableDoesNotExist:
        if ignore_failures:
            return None
        return _resolve(meant, context)
