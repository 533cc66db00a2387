"""`jibungoto bench NAME`: runs bench/NAME.py, shows a table and, if asked, one line of JSON."""

import argparse
import importlib.util
import inspect
import json
import sys
from pathlib import Path
from types import ModuleType

from jibungoto.site.cli import places
from jibungoto.site.cli.words import Stop, table


def add(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Add the command to the command line."""
    command = commands.add_parser("bench", help="速さと大きさを測ります")
    command.add_argument("name", metavar="名前", nargs="?", help="測るもの（なければ一覧）")
    command.add_argument("--postgres", action="store_true", help="votes: PostgreSQL で測ります")
    command.add_argument("--seconds", type=int, help="votes: 測る秒数（ふだんは 60）")
    command.add_argument("--json", action="store_true", help="最後の行に JSON を出します")
    command.set_defaults(run=run)


def run(given: argparse.Namespace) -> int:
    """Run the measurement and print what it returns."""
    folder = places.checkout("bench") / "bench"
    names = sorted(path.stem for path in folder.glob("*.py") if "\ndef run(" in path.read_text())
    if given.name is None:
        print("測れるもの: " + "、".join(names))
        return 0
    if given.name not in names:
        raise Stop(f"「{given.name}」という測定はありません。測れるもの: {'、'.join(names)}")
    wanted = {"on_postgres": given.postgres or None, "seconds": given.seconds}
    more = {key: value for key, value in wanted.items() if value is not None}
    measure = _load(folder, given.name).run
    if unknown := set(more) - set(inspect.signature(measure).parameters):
        raise Stop(f"「{given.name}」では使えない指定です（{'、'.join(sorted(unknown))}）。")
    figures: dict[str, object] = measure(**more)
    print(table([(key, str(value)) for key, value in figures.items()]))
    if given.json:
        print(json.dumps(figures, ensure_ascii=False))
    return 0


def _load(folder: Path, name: str) -> ModuleType:
    sys.path.insert(0, str(folder.parent))
    spec = importlib.util.spec_from_file_location(f"bench.{name}", folder / f"{name}.py")
    if spec is None or spec.loader is None:
        raise Stop(f"bench/{name}.py を読めません。")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module
