"""Which jobs there are: the @job register. What a job's row goes through is in running."""

import datetime as dt
import importlib
import importlib.util
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from typing import Any

from django.apps import apps

Work = Callable[..., Any]

LONGEST_PAUSE = dt.timedelta(hours=1)


class UnknownJob(KeyError):
    """No app declares a job of this name."""


class Failed(Exception):
    """The job can't be done, however often it is tried. Says to people why and what they can do."""

    def __init__(self, sentence: str) -> None:
        super().__init__(sentence)
        self.sentence = sentence


@dataclass(frozen=True, slots=True)
class Done:
    """What a job may answer: a sentence for people and where they find what came of it."""

    sentence: str
    url: str = ""


@dataclass(frozen=True, slots=True)
class Definition:
    """A kind of job. `title` is for people; `retries` is how often a broken attempt is redone."""

    name: str
    title: Any
    work: Work
    retries: int
    pause: dt.timedelta
    long: bool

    def pause_after(self, attempts: int) -> dt.timedelta:
        """How long to wait after the n-th broken attempt: doubling, an hour at most."""
        return min(self.pause * (1 << min(attempts - 1, 20)), LONGEST_PAUSE)


_definitions: dict[str, Definition] = {}


def job(
    name: str,
    *,
    title: Any,
    retries: int = 3,
    pause: dt.timedelta = dt.timedelta(seconds=30),
    long: bool = False,
) -> Callable[[Work], Work]:
    """Declare a job. Two jobs of one name are a programming error."""

    def register(work: Work) -> Work:
        known = _definitions.get(name)
        if known and (known.work.__module__, known.work.__qualname__) != (
            work.__module__,
            work.__qualname__,
        ):
            raise ValueError(f"two jobs called {name}")
        _definitions[name] = Definition(name, title, work, retries, pause, long)
        return work

    return register


def definition(name: str) -> Definition:
    """The job of this name. Raises UnknownJob."""
    if name not in _definitions:
        _discover()
    try:
        return _definitions[name]
    except KeyError:
        raise UnknownJob(name) from None


@cache
def _discover() -> None:
    """Read the tasks.py of every app of the house; late, so that tasks may import anything."""
    for config in apps.get_app_configs():
        module = f"{config.name}.tasks"
        if config.name.startswith("jibungoto.") and importlib.util.find_spec(module):
            importlib.import_module(module)
