"""`jibungoto backup FILE` and `jibungoto restore FILE`."""

import argparse
import contextlib
import shutil
import tempfile
import time
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

from jibungoto import __version__
from jibungoto.site.cli import archive, migrating, moving, places, stores
from jibungoto.site.cli.turns import Taken, turn
from jibungoto.site.cli.words import Stop

_SCRATCH = ".restore-"
_FILLED = (
    "ここにはもうデータがあります。空の場所（別の JIBUNGOTO_HOME や DATABASE_URL）に"
    "戻すか、\n--force を付けてください。--force は、いまのデータを消さずに脇へよけます。"
)


def add(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Add the commands to the command line."""
    backup = commands.add_parser("backup", help="動かしたまま、控えを一つのファイルに取ります")
    backup.add_argument("file", type=Path, metavar="ファイル", help="控えを書くファイル")
    backup.set_defaults(run=run_backup)
    restore = commands.add_parser("restore", help="控えから戻し、正しく戻ったことを示します")
    restore.add_argument("file", type=Path, metavar="ファイル", help="控えのファイル")
    restore.add_argument(
        "--force", action="store_true", help="いまのデータを脇へよけてから戻します"
    )
    restore.set_defaults(run=run_restore)


def run_backup(given: argparse.Namespace) -> int:
    """Write a backup that is one moment of the database, and say what is in it."""
    import django
    from django.conf import settings

    django.setup()
    target: Path = given.file
    if target.exists():
        raise Stop(f"{target} はもうあります。上書きはしません。別の名前にしてください。")
    if not target.absolute().parent.is_dir():
        raise Stop(f"フォルダー {target.absolute().parent} がありません。先につくってください。")
    store = stores.of_installation()
    if store.is_empty():
        raise Stop("データベースが空です。控えるものがありません。")
    with tempfile.TemporaryDirectory(dir=target.absolute().parent, prefix=".backup-") as scratch:
        database = Path(scratch) / "database"
        picture = store.picture(database)
        manifest = archive.Manifest(
            format=archive.FORMAT,
            version=__version__,
            vendor=store.vendor,
            taken_at=datetime.now(UTC).isoformat(timespec="seconds"),
            migrations=sorted(".".join(key) for key in migrating.applied()),
            rows=picture.rows,
            heads=picture.heads,
            faults=picture.faults,
        )
        archive.write(target, manifest, database, Path(settings.MEDIA_ROOT))
    print(f"控えを取りました: {target}（{target.stat().st_size / 1e6:.1f}MB）")
    _say_contents(manifest)
    print(
        "個人情報が入っています。鍵のかかる場所に置いてください。\n"
        "secret.key（または JIBUNGOTO_SECRET_KEY）は入っていません。別に控えてください。"
    )
    return 0


def run_restore(given: argparse.Namespace) -> int:
    """Put a backup back, all or nothing, and show the proof."""
    import django

    django.setup()
    home = places.home()
    home.mkdir(parents=True, exist_ok=True)
    try:
        with turn(home / "running.lock", wait=False):
            return _restore(given.file, force=given.force)
    except Taken:
        raise Stop("サーバーが動いています。止めてから戻してください。") from None


def _restore(source: Path, *, force: bool) -> int:
    from django.conf import settings
    from django.db import connections

    store = stores.of_installation()
    files = Path(settings.MEDIA_ROOT)
    covers = not store.is_empty()
    if covers and not force:
        raise Stop(_FILLED)
    files.parent.mkdir(parents=True, exist_ok=True)
    aside = files.parent / f"before-{time.strftime('%Y%m%d-%H%M%S')}"
    for left in files.parent.glob(f"{_SCRATCH}*"):  # of one that was killed: nobody else is here
        shutil.rmtree(left, ignore_errors=True)
    with tempfile.TemporaryDirectory(dir=files.parent, prefix=_SCRATCH) as scratch:
        fresh = Path(scratch)
        manifest = archive.read(source, fresh)
        moves = manifest.vendor != store.vendor
        _fits(manifest, moves=moves)
        # Another database for the same home: its files are there already.
        stay = not covers and archive.sums_of(files) == manifest.file_sums()
        if not stay and any(archive.inside(files)):
            covers = True
            if not force:
                raise Stop(_FILLED)
        connections.close_all()
        if moves:
            print(
                f"{archive.VENDORS[manifest.vendor]} の控えを、"
                f"{archive.VENDORS[store.vendor]} に移しています …",
                flush=True,
            )
        put = store.filled if moves else store.replacing
        # The files come last, for they take a moment; they go back should the database not stay.
        with (
            contextlib.ExitStack() as files_back,
            put(fresh / archive.DATABASE, aside) as picture,
        ):
            _prove(manifest, picture, moves=moves)
            if not stay:
                files_back.enter_context(_files_replaced(fresh / archive.FILES, files, aside))
    (places.home() / "prepared").unlink(missing_ok=True)
    print(f"控えから戻しました: {source}（{manifest.taken_at} の控え）")
    _say_contents(manifest)
    print("行の数、操作の記録、すべてのファイルの中身が、控えた時と一致しました。")
    if covers:
        print(f"これまでのデータは {store.where(aside)} にあります。")
    if migrating.is_older(_ran(manifest)):
        print("控えは前の版のものです。jibungoto manage migrate を動かしてください。")
    return 0


def _fits(manifest: archive.Manifest, *, moves: bool) -> None:
    if unknown := sorted(migrating.unknown(_ran(manifest))):
        raise Stop(
            f"この控えは新しい版（{manifest.version}）のものです。その版を入れてから戻してください。"
            f"\n（知らない移行: {'、'.join('.'.join(key) for key in unknown[:3])}）"
        )
    if migrating.is_halfway(_ran(manifest)):
        raise Stop(f"この控えは、{migrating.HALFWAY}")
    if moves and migrating.is_older(_ran(manifest)):
        names = archive.VENDORS
        raise Stop(
            f"この控えは前の版（{manifest.version}）の {names[manifest.vendor]} のものです。"
            "ほかのデータベースに移せるのは、同じ版の控えだけです。\n"
            "もとのところで jibungoto manage migrate を済ませ、控えを取り直してください。"
        )


def _ran(manifest: archive.Manifest) -> set[migrating.Key]:
    names = [name.partition(".") for name in manifest.migrations]
    return {(app, name) for app, _, name in names}


def _prove(manifest: archive.Manifest, picture: stores.Picture, *, moves: bool) -> None:
    kept, found = manifest.rows, picture.rows
    if moves:
        kept, found = moving.moved(kept), moving.moved(found)
    wrong = [
        name for name in sorted(kept.keys() | found.keys()) if kept.get(name) != found.get(name)
    ]
    if wrong:
        raise Stop(f"行の数が控えと合いません。何も変えていません。（{'、'.join(wrong[:5])}）")
    if (manifest.heads, manifest.faults) != (picture.heads, picture.faults):
        raise Stop("操作の記録が控えと合いません。何も変えていません。")


@contextlib.contextmanager
def _files_replaced(fresh: Path, place: Path, aside: Path) -> Iterator[None]:
    old = aside / place.name
    if place.exists():
        aside.mkdir(parents=True, exist_ok=True)
        place.rename(old)
    fresh.rename(place)
    try:
        yield
    except BaseException:
        place.rename(fresh)
        if old.exists():
            old.rename(place)
            with contextlib.suppress(OSError):  # the old database may be in it
                aside.rmdir()
        raise


def _say_contents(manifest: archive.Manifest) -> None:
    rows = sum(manifest.rows.values())
    files = sum(name.startswith(archive.FILES) for name in manifest.sums)
    print(
        f"  データベース {len(manifest.rows)} 表 {rows:,} 行、ファイル {files:,} 件、"
        f"操作の記録 {len(manifest.heads)} 本"
    )
    if manifest.faults:
        print("注意: 操作の記録には、控えた時から、つながらないところがあります。")
        print("\n".join(f"  {fault}" for fault in manifest.faults[:5]))
    else:
        print("  操作の記録は、はじめから終わりまでつながっています。")
