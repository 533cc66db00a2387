"""`jibungoto check`: everything about the sources that a machine can judge."""

import argparse
import os
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

from jibungoto.site.cli import catalogues, licences, places, trusting
from jibungoto.site.cli.words import Stop

LONGEST = 400
_Check = Callable[[Path], str]


def add(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Add the command to the command line."""
    command = commands.add_parser("check", help="ソースコードの決まりを確かめます")
    command.add_argument(
        "--write-catalogues",
        action="store_true",
        help="訳の辞書に、まだない文を空の訳で書き足します",
    )
    command.set_defaults(run=run)


def run(given: argparse.Namespace) -> int:
    """Run every check, show what each one found, fail if one did."""
    root = places.checkout("check")
    if given.write_catalogues:
        _django()
        print(f"{catalogues.write_missing(places.PACKAGE)} 件の文を書き足しました。")
        return 0
    failed = [name for name, check in CHECKS.items() if not _passes(name, check, root)]
    if failed:
        raise Stop(f"直すところがあります: {'、'.join(failed)}")
    print("すべて決まりどおりです。")
    return 0


def _passes(name: str, check: _Check, root: Path) -> bool:
    began = time.monotonic()
    found = check(root)
    seconds = f"{time.monotonic() - began:.0f}秒"
    print(f"{'だめ' if found else 'ok'}  {name} … {seconds}", flush=True)
    if found:
        print(found, flush=True)
    return not found


def _tool(*words: str) -> _Check:
    def check(root: Path) -> str:
        environment = {**os.environ, "PYTHONPATH": str(root / "src")}
        done = subprocess.run(
            [sys.executable, "-m", *words],
            cwd=root,
            env=environment,
            capture_output=True,
            text=True,
            check=False,
        )
        output = (done.stdout + done.stderr).strip()
        return (output or f"終了コード {done.returncode}") if done.returncode else ""

    return check


def _contracts(root: Path) -> str:
    code = "from importlinter.cli import lint_imports_command as run; run()"
    done = subprocess.run(
        [sys.executable, "-c", code, "--no-cache"],
        cwd=root,
        env={**os.environ, "PYTHONPATH": str(root / "src")},
        capture_output=True,
        text=True,
        check=False,
    )
    return (done.stdout + done.stderr).strip() if done.returncode else ""


def _translations(root: Path) -> str:
    _django()
    found = catalogues.gaps(places.PACKAGE)
    glossary = (root / "docs/glossary.md").read_text("utf-8")
    found += catalogues.strayed(places.PACKAGE, glossary)
    found += catalogues.unlike(places.PACKAGE, glossary, _untranslated(root))
    lines = [str(gap) for gap in found[:200]]
    if found:
        lines.append(f"あわせて {len(found)} 件。--write-catalogues で空の訳を書き足せます。")
    return "\n".join(lines)


def _untranslated(root: Path) -> list[Path]:
    """What speaks Japanese alone: commands, readers of tables, paper, the documents themselves."""
    found = [path for path in root.glob("docs/*.md") if path.name != "glossary.md"]
    found.append(root / "README.md")
    for pattern in (
        "site/*.py",
        "site/cli/*.py",
        "**/management/commands/*.py",
        "japan/tables/*.py",
        "**/print/*.typ",
    ):
        found += places.PACKAGE.glob(pattern)
    return sorted(found)


def _long_files(root: Path) -> str:
    found = []
    for folder in ("src", "tests", "bench", "frontend"):
        for path in sorted((root / folder).rglob("*")):
            written = path.suffix in (".py", ".js", ".mjs", ".css", ".html", ".typ")
            if not written or {"node_modules", "dist", "migrations"} & set(path.parts):
                continue
            lines = len(path.read_text("utf-8").splitlines())
            if lines > LONGEST:
                found.append(f"{path.relative_to(root)}: {lines} 行（{LONGEST} 行まで）")
    return "\n".join(found)


def _django() -> None:
    import django

    django.setup()


CHECKS: dict[str, _Check] = {
    "書き方（ruff check）": _tool("ruff", "check", "."),
    "字下げ（ruff format）": _tool("ruff", "format", "--check", "."),
    "型（mypy）": _tool("mypy"),
    "部屋の順（import-linter）": _contracts,
    "移行の書き忘れ（makemigrations）": _tool("django", "makemigrations", "--check", "--dry-run"),
    "訳の書き忘れ": _translations,
    "長すぎるファイル": _long_files,
    "本番の設定（check --deploy）": trusting.settings,
    "使っているものの版": trusting.dependencies,
    "使っているもののライセンス": licences.licences,
    "書きのこした秘密": trusting.secrets,
}
