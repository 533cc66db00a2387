"""Verify the audit log of every municipality; keep its heads elsewhere and compare with them."""

import json
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandParser
from django.utils.translation import gettext as _

from jibungoto.kernel import audit


class Command(BaseCommand):
    help = "操作の記録のつながりを、はじめから終わりまで確かめます。"

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--heads", type=Path, help="別に保管した控えと比べます")
        parser.add_argument("--write-heads", type=Path, help="いまの控えをこのファイルに書きます")

    def handle(self, *args: Any, **options: Any) -> None:
        """Exit code 0 when every chain holds, 1 with a sentence for each fault."""
        kept: Path | None = options["heads"]
        anchors = json.loads(kept.read_text()) if kept else None
        report = audit.verify(anchors)
        for slug, count in report.checked.items():
            self.stdout.write(_("{}: {}件を確かめました。").format(slug, count))
        for fault in report.faults:
            self.stderr.write(fault.words)
        if not report:
            raise SystemExit(1)
        if options["write_heads"]:
            options["write_heads"].write_text(json.dumps(audit.heads()))
        self.stdout.write(_("操作の記録のつながりは保たれています。"))
