"""`intake KIND FILE`: the same as the page of intakes, from the shell."""

import sys
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils.translation import gettext as _

from jibungoto.kernel import registry, tenancy
from jibungoto.kernel.actor import GUEST
from jibungoto.kernel.intake import services
from jibungoto.kernel.intake.kinds import Upload
from jibungoto.kernel.intake.models import IntakeRun
from jibungoto.kernel.intake.registered import kind as kind_named
from jibungoto.kernel.jobs import Progress
from jibungoto.kernel.models import Municipality

BAR = 30


class Command(BaseCommand):
    help = "表や地図のファイルを取りこみます。"

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("kind", help="ファイルの種類（--help の代わりに list で一覧）")
        parser.add_argument("files", nargs="*", type=Path, help="取りこむファイル")
        parser.add_argument("--municipality", required=True, help="自治体のアドレスの名前")
        parser.add_argument(
            "--told", action="append", default=[], help="いっしょに伝えること（例：source=出典）"
        )
        parser.add_argument("--dry-run", action="store_true", help="変わるところを見るだけ")

    def handle(self, *args: Any, **options: Any) -> None:
        """Exit code 1 when a file is refused; the files before it stay taken in."""
        if options["kind"] == "list":
            for known in registry.intakes().values():
                self.stdout.write(f"{known.key}\t{known.title}")
            return
        municipality = Municipality.objects.filter(slug=options["municipality"]).first()
        if municipality is None:
            raise CommandError(
                _("「{}」という自治体はありません。").format(options["municipality"])
            )
        told = dict(pair.partition("=")[::2] for pair in options["told"])
        with tenancy.within(municipality):
            for path in options["files"]:
                self._take_in(options["kind"], path, told, dry_run=options["dry_run"])

    def _take_in(self, key: str, path: Path, told: dict[str, str], *, dry_run: bool) -> None:
        kind = kind_named(key)
        if kind is None:
            raise CommandError(_("「{}」という種類はありません。listで一覧が出ます。").format(key))
        if not path.is_file():
            raise CommandError(_("「{}」というファイルはありません。").format(path))
        upload = Upload(path.name, path.read_bytes())
        run = services.preview(kind=kind, upload=upload, options=told, actor=GUEST)
        self._say(run)
        if run.state == IntakeRun.State.REFUSED:
            raise SystemExit(1)
        if dry_run or not run.changes_anything:
            return
        progress = Progress(_Bar())
        services.apply(run=run, proposal=services.read_again(run), progress=progress)
        sys.stderr.write("\n")
        self.stdout.write(_("「{}」を取りこみました。").format(run.file_name))

    def _say(self, run: IntakeRun) -> None:
        for remark in run.remarks.filter(role__in=["note", "total"]):
            before = f"{remark.column}: {remark.value}" if remark.role == "total" else remark.text
            self.stdout.write(before)
        for remark in run.remarks.filter(role__in=["fault", "doubt"])[:50]:
            place = _("{}行目").format(remark.line) if remark.line else ""
            self.stderr.write(f"{place}「{remark.column}」{remark.text}")
        if run.verdict:
            self.stdout.write(run.verdict)
        else:
            self.stdout.write(
                _("追加 {}件、変更 {}件、削除 {}件、変わらないもの {}件").format(
                    run.added, run.changed, run.removed, run.unchanged
                )
            )


class _Bar:
    """Progress as a line that grows, on the error channel so that output stays clean."""

    stop_asked = False

    def say(self, done: int, total: int, message: str) -> None:
        full = BAR * done // total if total else 0
        line = f"\r[{'#' * full}{'.' * (BAR - full)}] {done}/{total or '?'} {message}"
        sys.stderr.write(line)
        sys.stderr.flush()
