"""`jibungoto bench NAME…`: runs bench/NAME.py, shows a table and, if asked, one line of JSON."""

import argparse
import importlib.util
import inspect
import json
import subprocess
import sys
import time
from pathlib import Path
from types import ModuleType

from jibungoto.site.cli import places
from jibungoto.site.cli.words import Stop, table

ALL = "all"


def add(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Add the command to the command line."""
    command = commands.add_parser("bench", help="速さと大きさを測ります")
    command.add_argument(
        "name", metavar="名前", nargs="*", help=f"測るもの（{ALL} ですべて。なければ一覧）"
    )
    command.add_argument("--postgres", action="store_true", help="votes: PostgreSQL で測ります")
    command.add_argument("--seconds", type=int, help="votes: 測る秒数（ふだんは 60）")
    command.add_argument("--json", action="store_true", help="最後の行に JSON を出します")
    command.set_defaults(run=run)


def run(given: argparse.Namespace) -> int:
    """Run the measurements and print what they return; several each in a process of its own."""
    folder = places.checkout("bench") / "bench"
    known = sorted(path.stem for path in folder.glob("*.py") if "\ndef run(" in path.read_text())
    if not given.name:
        print("測れるもの: " + "、".join(known))
        return 0
    names = known if given.name == [ALL] else given.name
    for name in names:
        if name not in known:
            raise Stop(f"「{name}」という測定はありません。測れるもの: {'、'.join(known)}")
    wanted = {"on_postgres": given.postgres or None, "seconds": given.seconds}
    more = {key: value for key, value in wanted.items() if value is not None}
    if len(names) > 1:
        if more:
            raise Stop("--postgres と --seconds は、一つだけ測るときに使えます。")
        return _several(names, as_json=given.json)
    [name] = names
    measure = _load(folder, name).run
    if unknown := set(more) - set(inspect.signature(measure).parameters):
        raise Stop(f"「{name}」では使えない指定です（{'、'.join(sorted(unknown))}）。")
    figures: dict[str, object] = measure(**more)
    print(table([(key, str(value)) for key, value in figures.items()]))
    if given.json:
        print(json.dumps(figures, ensure_ascii=False))
    return 0


def _several(names: list[str], *, as_json: bool) -> int:
    """One after the other; a measurement that fails is said, and the others go on."""
    found: dict[str, dict[str, object] | None] = {}
    rows: list[tuple[str, ...]] = []
    for place, name in enumerate(names, 1):
        print(f"[{place}/{len(names)}] {name} を測っています", file=sys.stderr, flush=True)
        began = time.monotonic()
        words = [sys.executable, "-m", "jibungoto", "bench", name, "--json"]
        done = subprocess.run(words, stdout=subprocess.PIPE, text=True)
        told = done.stdout.splitlines()[-1] if done.returncode == 0 else "null"
        figures = found[name] = json.loads(told)
        took = f"{time.monotonic() - began:.0f}秒"
        rows += [(name, "（測れませんでした）" if figures is None else "", took)]
        rows += [("", key, str(value)) for key, value in (figures or {}).items()]
    print(table(rows))
    if as_json:
        print(json.dumps(found, ensure_ascii=False))
    return 0 if all(found.values()) else 1


def _load(folder: Path, name: str) -> ModuleType:
    sys.path.insert(0, str(folder.parent))
    spec = importlib.util.spec_from_file_location(f"bench.{name}", folder / f"{name}.py")
    if spec is None or spec.loader is None:
        raise Stop(f"bench/{name}.py を読めません。")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module
