"""Index all records anew, from what they say now."""

from typing import Any

from django.core.management.base import BaseCommand
from django.utils.translation import gettext as _

from jibungoto.kernel import search


class Command(BaseCommand):
    help = "検索の索引を、いまの記録からつくり直します。"

    def handle(self, *args: Any, **options: Any) -> None:
        """Search goes on meanwhile; records change places in batches."""
        self.stdout.write(_("{}件の記録の索引をつくり直しました。").format(search.rebuild()))
