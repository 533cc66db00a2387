"""Commands and scripts of installations, each in a process forked from one that has the house.

Only what was imported is there already. Settings, connections and caches a process makes itself,
as if a shell had just started it (see tests/forking.py).
"""

import gc
import json
import os
import sys
from importlib import import_module
from typing import Any

import django
from django.conf import settings
from django.core.cache import caches
from django.core.signing import Signer
from django.db import connections
from django.db.migrations.loader import MigrationLoader
from django.urls import get_resolver
from django.utils.functional import empty

from jibungoto.site import cli

_READ_AT_START = ("jibungoto.site.settings", "jibungoto.site.accounts")


class _Key:
    """The secret of each signer: modules make theirs when they are imported."""

    def __get__(self, signer: Signer, _kind: type) -> Any:
        return vars(signer).get("key") or settings.SECRET_KEY

    def __set__(self, signer: Signer, key: Any) -> None:
        vars(signer)["key"] = None if key == settings.SECRET_KEY else key


Signer.key = _Key()
django.setup()
MigrationLoader(None)  # migrations are many files
_ = get_resolver().url_patterns
gc.collect()
gc.freeze()  # a collection would copy to each process what it only reads


def main(words: list[str]) -> int:
    """`run`: the words of a command line. `python`: a script and its words."""
    complained, environment, kind, *rest = words
    os.dup2(os.open(complained, os.O_WRONLY | os.O_CREAT), 2)
    _begin_anew(json.loads(environment))
    if kind == "run":
        sys.argv = ["jibungoto", *rest]
        raise SystemExit(cli.main(rest))
    code, *sys.argv[1:] = rest
    exec(code, {"__name__": "__main__"})  # noqa: S102
    return 0


def _begin_anew(environment: dict[str, str]) -> None:
    os.environ.clear()
    os.environ.update(environment)
    for name in _READ_AT_START:
        del sys.modules[name]
        package, _dot, module = name.rpartition(".")
        delattr(import_module(package), module)
    settings._wrapped = empty
    for handler in (connections, caches):
        handler.__init__()  # type: ignore[misc]
        handler.__dict__.pop("settings", None)
