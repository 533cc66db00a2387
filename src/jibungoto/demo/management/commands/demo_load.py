"""`manage demo_load`: ひなた市 and the five reference cities; again changes nothing."""

import time
from typing import Any

from django.core.management.base import BaseCommand
from django.db import connection

from jibungoto.demo.cities import load as cities
from jibungoto.demo.hinata import load as hinata


class Command(BaseCommand):
    help = "見本のデータ（ひなた市と五つの市）を入れます。すでにあるものはそのままにします。"

    def handle(self, *args: Any, **options: Any) -> None:
        begun = time.monotonic()

        def say(words: str) -> None:
            self.stdout.write(f"  {words}（{time.monotonic() - begun:.1f}秒）")
            self.stdout.flush()

        hinata.load(say)
        cities.load(say)
        with connection.cursor() as cursor:
            # Without it SQLite guesses how many rows a municipality has, and guesses wrongly.
            cursor.execute("ANALYZE")
