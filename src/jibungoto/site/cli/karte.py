"""`jibungoto karte build`: from a city's raw files to the kartes of all its districts."""

import argparse
import re
import time
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from jibungoto.site.cli import bars, cities, ready, take
from jibungoto.site.cli.files import TooLarge, write_whole
from jibungoto.site.cli.words import Steps, Stop

if TYPE_CHECKING:
    from jibungoto.kernel.intake.kinds import Upload
    from jibungoto.kernel.models import Municipality
    from jibungoto.know.karte.whole import LaidOut, Recognised, Taken


def add(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Add the command to the command line."""
    command = commands.add_parser(
        "karte", help="地域カルテをつくります（統計や境界のファイルから、PDFまで）"
    )
    command.add_argument("what", choices=["build"], metavar="build", help="カルテをつくります")
    command.add_argument("files", nargs="*", type=Path, metavar="ファイル", help="もとのファイル")
    cities.add_options(command)
    command.add_argument("--pdf", type=Path, metavar="フォルダー", help="A4とA3のPDFを書き出します")
    command.add_argument("--source", default="", help="出典（書かなければ、ファイルの名前）")
    command.set_defaults(run=run, takes_rest=True)


def run(given: argparse.Namespace) -> int:
    """Take the files in, lay districts over areas, build all kartes; say what was assumed."""
    ready.make_ready()
    began = time.monotonic()
    from jibungoto.kernel import tenancy
    from jibungoto.know.karte import whole

    files, options = take.files_and_options(given)
    if options:
        raise Stop(f"わからない指定があります: --{next(iter(options))}", code=2)
    uploads, taken = _read(files)
    city = cities.find(given)
    if city is None:
        city = cities.make(given, whole.names_in(uploads, cities.five_of(given)))
        print(f"「{city.name}」を登録しました（/{city.slug}/）。")
    steps = Steps(len(uploads) + 2 + bool(given.pdf))
    with tenancy.within(city):
        known = _known(uploads)
        taken += _take_all([one for one in known if not _is_late(one)], steps, given.source)
        with steps.step("地区と町丁・字を重ねています") as step:
            laid = whole.lay_out()
            step.ending = f"{sum(k.districts.count() for k in laid.kinds)}地区"
        taken += _take_all([one for one in known if _is_late(one)], steps, given.source)
        number = _build(steps, laid)
        sheets = _print(city, steps, given.pdf) if given.pdf else 0
    _summary(city, taken, laid, number, sheets, given.pdf, time.monotonic() - began)
    refused = [one for one in taken if not one.ok]
    return 1 if refused or not number else 0


def _read(paths: list[Path]) -> "tuple[list[Upload], list[Taken]]":
    """The files, and what is to be said of those too large to be read."""
    from jibungoto.know.karte.whole import Taken

    found, left = [], []
    for path in take.within(paths):
        try:
            found.append(take.read_one(path))
        except TooLarge as error:
            left.append(Taken(path.name, "", "大きすぎます", "refused", str(error)))
    return found, left


def _known(uploads: "list[Upload]") -> "list[tuple[Upload, Recognised]]":
    """What each file is, in the order in which they need one another."""
    from jibungoto.know.karte.whole import recognise
    from jibungoto.know.karte.whole.taking import place

    known = [(upload, recognise(upload)) for upload in uploads]
    return sorted(known, key=lambda pair: place(pair[1].kind))


def _is_late(known: "tuple[Upload, Recognised]") -> bool:
    """A finding is placed in its district when it comes: the districts must be there."""
    return known[1].kind.startswith("findings.")


def _take_all(known: "list[tuple[Upload, Recognised]]", steps: Steps, source: str) -> "list[Taken]":
    from jibungoto.know.karte.whole import Taken
    from jibungoto.know.karte.whole.taking import take as take_in

    taken = []
    for upload, seen in known:
        with steps.step(f"「{upload.name}」を読んでいます") as step:
            if not seen.kind:
                one = Taken(upload.name, "", "種類がわかりません", "refused", seen.reason)
            else:
                told = {**seen.options, **({"source": source} if source else {})}
                one = take_in(seen.kind, upload, told, progress=bars.progress_of(step))
                if one.ok and seen.assumed:
                    one = replace(one, notes=(*seen.assumed, *one.notes))
            step.progress = ""
            step.ending = one.title if one.ok else "入れません"
        taken.append(one)
    return taken


def _build(steps: Steps, laid: "LaidOut") -> int:
    from jibungoto.know.karte import reading, services

    number = 0
    with steps.step("カルテをつくっています") as step:
        for kind in reading.kinds():
            number += services.build(kind, bars.progress_of(step)).total
        step.progress = ""
        step.ending = f"{number}地区"
    if not number and not laid.kinds:
        raise Stop("地区がまだありません。地区の境界か、町丁・字の境界のファイルを付けてください。")
    return number


def _print(city: "Municipality", steps: Steps, folder: Path) -> int:
    from jibungoto.kernel.actor import GUEST
    from jibungoto.know.karte import printing, reading, selectors

    folder.mkdir(parents=True, exist_ok=True)
    kartes = [k for kind in reading.kinds() for k in selectors.kartes(GUEST, kind=kind.key)]
    with steps.step("PDFをつくっています") as step:
        bar = bars.Bar(step)
        made = printing.pdfs(city, kartes, tell=lambda done, total: bar.say(done, total, ""))
        for number, karte in enumerate(kartes, 1):
            name = re.sub(r'[\\/:*?"<>|\s]', "_", karte.district.name)
            for paper in printing.PAPERS:
                path = folder / f"{number:03d}_{name}_{paper.upper()}.pdf"
                write_whole(path, made[karte.pk, paper])
        step.progress = ""
        step.ending = f"{len(made)}部"
    return len(made)


def _summary(
    city: "Municipality",
    taken: "list[Taken]",
    laid: "LaidOut",
    number: int,
    files: int,
    folder: Path | None,
    seconds: float,
) -> None:
    print(f"\n{city.name}の{number}地区のカルテができました（{seconds:.0f}秒）。")
    read = [one for one in taken if one.ok]
    if read:
        print("\n読んだもの、読むときに決めたこと")
    for one in read:
        print(f"  {one.name}（{one.title}）")
        for sentence in (one.said, *one.notes, *one.faults[: take.SHOWN]):
            print(f"    ・{sentence}")
    if laid.said:
        print("\n全体で仮定したこと・確かめてほしいこと")
        print("\n".join(f"  ・{sentence}" for sentence in laid.said))
    left = [one for one in taken if not one.ok]
    if left:
        print("\n入れなかったもの")
        for one in left:
            print(f"  {one.name}：{one.said}")
            for fault in one.faults[: take.SHOWN]:
                print(f"    ・{fault}")
    if folder is not None:
        print(f"\nPDF {files}部を {folder} に書き出しました。")
    print(f"\n画面で見るには: jibungoto serve のあと /{city.slug}/karte/")
