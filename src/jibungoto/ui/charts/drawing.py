"""Drawing, once for each content: memory, then storage, then a short-lived process for the rest."""

import hashlib
import json
import logging
import os
import subprocess
import sys
import threading
from collections.abc import Callable, Iterable
from concurrent.futures import ThreadPoolExecutor
from functools import lru_cache
from pathlib import Path
from typing import Any

from django.core.files.storage import default_storage

from jibungoto.ui import renditions

from .clean import clean
from .figure import Figure

log = logging.getLogger(__name__)

# Part of each key: raise it when the same spec is to look different.
EDITION = "1"
FOLDER = "charts"
SECONDS = 60
BATCH = 24  # drawings a process makes before it ends
_WORKER = Path(__file__).with_name("worker.py")
_FONTS = Path(__file__).resolve().parent.parent / "fonts"
_one_at_a_time = threading.Lock()


def key_of(spec: dict[str, Any]) -> str:
    """The name of a drawing: a hash of all that makes it look as it does."""
    content = json.dumps([EDITION, spec], sort_keys=True, ensure_ascii=False)
    return hashlib.sha256(content.encode()).hexdigest()[:40]


def picture_of(spec: dict[str, Any]) -> str | None:
    """The SVG of a spec, or None when it could not be drawn; the page then shows the table."""
    key = key_of(spec)
    found = _kept(key)
    if found is None:
        prepare([spec])
        found = _kept(key)
    return found


def kept(key: str) -> str | None:
    """The SVG drawn or kept under a name, or None when it is gone."""
    return _kept(key)


def keep(svg: str) -> str:
    """Keep a drawing made elsewhere (a still map) under a name of its content; answers the name."""
    key = hashlib.sha256(f"{EDITION}{svg}".encode()).hexdigest()[:40]
    if renditions.keep(_path(key), svg.encode()):
        _kept.cache_clear()
    return key


def prepare(wanted: Iterable[dict[str, Any] | Figure]) -> None:
    """Draw whatever of these has not been drawn yet, all in one process of about half a second."""
    specs = [_spec(one) for one in wanted]
    keyed = [(key_of(spec), spec) for spec in specs if spec is not None]
    missing = {key: spec for key, spec in keyed if _kept(key) is None}
    if not missing:
        return
    with _one_at_a_time:
        left = {
            key: spec for key, spec in missing.items() if not default_storage.exists(_path(key))
        }
        for key, svg in zip(left, _draw(list(left.values())), strict=False):
            renditions.keep(_path(key), clean(svg).encode())
    _kept.cache_clear()


def draw_all(
    wanted: Iterable[dict[str, Any] | Figure], tell: Callable[[int, int], None] | None = None
) -> None:
    """Draw very many, in batches and in as many processes as there are processors.

    `tell` hears how many are done, of how many. One that can't be drawn is left out: its page shows
    the table.
    """
    specs = [spec for spec in map(_spec, wanted) if spec is not None]
    left = {key_of(s): s for s in specs}
    missing = [(k, s) for k, s in left.items() if not default_storage.exists(_path(k))]
    batches = [missing[n : n + BATCH] for n in range(0, len(missing), BATCH)]
    done = 0
    with ThreadPoolExecutor(max_workers=_processors()) as pool:
        drawings = [pool.submit(_draw, [spec for _key, spec in batch]) for batch in batches]
        for batch, drawing in zip(batches, drawings, strict=True):
            for (key, _unused), svg in zip(batch, drawing.result(), strict=False):
                renditions.keep(_path(key), clean(svg).encode())
            done += len(batch)
            if tell is not None:
                tell(done, len(missing))
    _kept.cache_clear()


def _processors() -> int:
    return max(1, min(4, os.cpu_count() or 1))


def _spec(one: dict[str, Any] | Figure) -> dict[str, Any] | None:
    if isinstance(one, Figure):
        return one.chart.spec if one.chart else None
    return one


def _path(key: str) -> str:
    return f"{FOLDER}/{key[:2]}/{key}.svg"


@lru_cache(maxsize=128)
def _kept(key: str) -> str | None:
    path = _path(key)
    if not default_storage.exists(path):
        return None
    with default_storage.open(path) as file:
        return bytes(file.read()).decode()


def _draw(specs: list[dict[str, Any]]) -> list[str]:
    if not specs:
        return []
    fonts = [str(_FONTS)] if _FONTS.is_dir() else []
    try:
        done = subprocess.run(  # noqa: S603 our own file, no shell
            [sys.executable, str(_WORKER), *fonts],
            input=json.dumps(specs).encode(),
            capture_output=True,
            timeout=SECONDS,
            check=True,
        )
    except (OSError, subprocess.SubprocessError) as fault:
        log.warning(
            "a chart could not be drawn: %s %s", fault, getattr(fault, "stderr", b"")[-800:]
        )
        return []
    drawn: list[str] = json.loads(done.stdout)
    return drawn
