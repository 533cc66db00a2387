"""`jibungoto import KIND FILE…`: the intakes of the pages, from the shell."""

import argparse
import sys
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import TYPE_CHECKING

from jibungoto.site.cli import bars, cities, ready
from jibungoto.site.cli.files import bytes_of
from jibungoto.site.cli.words import Steps, Stop, table

if TYPE_CHECKING:
    from jibungoto.kernel.intake.kinds import Upload
    from jibungoto.know.karte.whole import Taken

SHOWN = 12  # faults on the terminal; the page shows all


def add(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Add the command to the command line."""
    command = commands.add_parser(
        "import",
        help="ファイルを取りこみます（画面の取りこみと同じ下見・確かめ・取り消し）",
        epilog="出典や基準日などは --source=… --dated=… のように付けます。種類の一覧は、"
        "種類を書かずに jibungoto import で見られます。",
    )
    command.add_argument("kind", nargs="?", metavar="種類", help="取りこみの種類")
    command.add_argument("files", nargs="*", type=Path, metavar="ファイル", help="取りこむファイル")
    cities.add_options(command, required=False)
    command.add_argument("--dry-run", action="store_true", help="下見だけして、何も変えません")
    command.set_defaults(run=run, takes_rest=True)


def run(given: argparse.Namespace) -> int:
    """Take each file in, all or nothing for each; 1 if one was refused."""
    ready.make_ready()
    from jibungoto.kernel import registry, tenancy
    from jibungoto.know.karte import whole

    if not given.kind:
        return _list_kinds()
    if given.kind not in registry.intakes():
        raise Stop(
            f"「{given.kind}」という種類はありません。種類の一覧は jibungoto import で見られます。",
            code=2,
        )
    if not given.municipality:
        raise Stop("どのまちに取りこむかを --municipality まち で書いてください。", code=2)
    files, options = files_and_options(given)
    asked = {ask.key for ask in registry.intakes()[given.kind].asks}
    if unknown := [k for k in options if k not in asked and not k.startswith("column")]:
        known = "、".join(f"--{key}" for key in sorted(asked))
        raise Stop(f"わからない指定があります: {unknown[0]}（使えるのは {known}）", code=2)
    uploads = list(read(files))
    city = cities.find(given) or cities.make(given, whole.names_in(uploads, cities.five_of(given)))
    steps = Steps(len(uploads))
    taken = []
    with tenancy.within(city):
        for upload in uploads:
            with steps.step(f"「{upload.name}」を取りこんでいます") as step:
                told = {**_defaults(given.kind, upload), **options}
                one = whole.take(
                    given.kind,
                    upload,
                    told,
                    progress=bars.progress_of(step),
                    only_look=given.dry_run,
                )
                step.progress = ""
                step.ending = one.said if one.ok else "取りこめません"
            taken.append(one)
            tell(one)
    if given.dry_run:
        print("下見だけで、何も変えていません。")
    return 0 if all(one.ok for one in taken) else 1


def read(paths: list[Path]) -> "Iterator[Upload]":
    """The files named, those of a folder too. Raises Stop for none, TooLarge, and Stop for one
    that can't be read.
    """
    found = within(paths)
    if not found:
        raise Stop("取りこむファイルを書いてください。", code=2)
    return (read_one(path) for path in found)


def within(paths: list[Path]) -> list[Path]:
    """A folder stands for the files that lie in it."""
    found: list[Path] = []
    for path in paths:
        inside = sorted(path.iterdir()) if path.is_dir() else [path]
        found += [p for p in inside if p == path or (p.is_file() and p.name[0] not in ".~")]
    return found


def read_one(path: Path) -> "Upload":
    """One file. Raises TooLarge, and Stop where it can't be read."""
    from jibungoto.kernel import registry
    from jibungoto.kernel.intake.kinds import Upload

    most = max(kind.max_bytes for kind in registry.intakes().values())
    return Upload(path.name, bytes_of(path, most))


def files_and_options(given: argparse.Namespace) -> tuple[list[Path], dict[str, str]]:
    """Files and --key=value pairs, in whatever order they were typed. Raises Stop for others."""
    files, found = list(given.files), {}
    for word in given.rest:
        if not word.startswith("-"):
            files.append(Path(word))
            continue
        key, equals, value = word.removeprefix("--").partition("=")
        if not word.startswith("--") or not equals:
            raise Stop(
                f"わからない指定があります: {word}（--source=出典 のように書いてください）", code=2
            )
        found[key.replace("-", "_")] = value
    return files, found


def tell(taken: "Taken") -> None:
    """What somebody must know of a file: why it was refused, what is doubtful, and where."""
    out = sys.stdout if taken.ok else sys.stderr
    if not taken.ok:
        print(f"  {taken.said}", file=out)
    for fault in taken.faults[:SHOWN]:
        print(f"  ・{fault}", file=out)
    if len(taken.faults) > SHOWN:
        left = len(taken.faults) - SHOWN
        print(f"  ほかに{left}か所あります（画面の取りこみで、すべて見られます）。", file=out)


def _defaults(kind: str, upload: "Upload") -> Mapping[str, str]:
    """What can be known without asking: a date in the name, the usual register."""
    from jibungoto.know.karte.whole import recognise

    found = recognise(upload)
    return found.options if found.kind == kind else {}


def _list_kinds() -> int:
    from jibungoto.kernel import registry

    kinds = sorted(registry.intakes().values(), key=lambda k: k.order)
    print(table([("種類", "取りこむもの"), *((k.key, str(k.title)) for k in kinds)]))
    return 0
