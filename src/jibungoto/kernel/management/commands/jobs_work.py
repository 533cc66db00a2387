"""`jobs_work`: a process that works off jobs until it is asked to end."""

import datetime as dt
import logging
import signal
import threading
import time
from typing import Any

from django.core.management.base import BaseCommand, CommandParser
from django.db import OperationalError, close_old_connections

from jibungoto.kernel.jobs import carrier, schedules, upkeep
from jibungoto.kernel.jobs.pulse import LEASE, Pulse

logger = logging.getLogger(__name__)


class Command(BaseCommand):
    help = "順番を待っている仕事を進めます。何個でも同時に動かせます。"

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--once", action="store_true", help="いまある仕事だけを終えて止まる")
        parser.add_argument(
            "--interval", type=float, default=1.0, help="仕事がないときに待つ秒数（書かなければ 1）"
        )
        parser.add_argument(
            "--lease",
            type=float,
            default=LEASE.total_seconds(),
            help="応答のない係の仕事を、ほかの係へ回すまでの秒数（書かなければ 60）",
        )

    def handle(self, *, once: bool, interval: float, lease: float, **options: Any) -> None:
        stopping = threading.Event()
        _on_signals(stopping)
        held = dt.timedelta(seconds=lease)
        with Pulse(held).at_work() as pulse:
            tended = -lease
            while not stopping.is_set():
                close_old_connections()
                if time.monotonic() - tended >= lease / 4:
                    _tend(held)
                    tended = time.monotonic()
                if carrier.bring_one(pulse.worker.name):
                    continue
                if once:
                    break
                stopping.wait(interval)


def _tend(lease: dt.timedelta) -> None:
    """Order what recurs and mend what broke. A busy database is no reason to die: next time."""
    try:
        schedules.enqueue_due()
        upkeep.recover(lease)
    except OperationalError:
        logger.warning("upkeep has to wait", exc_info=True)
        close_old_connections()


def _on_signals(stopping: threading.Event) -> None:
    """The first signal lets the job at hand finish; a second one ends at once."""

    def stop(number: int, _frame: object) -> None:
        stopping.set()
        signal.signal(number, signal.SIG_DFL)

    if threading.current_thread() is threading.main_thread():
        signal.signal(signal.SIGTERM, stop)
        signal.signal(signal.SIGINT, stop)
