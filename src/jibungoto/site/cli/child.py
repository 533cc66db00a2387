"""A process beside the one that was called: the web server, or one that runs jobs.

Started by running.py with a pipe as its input. When the pipe closes, the parent is gone, however
it ended, and the child ends too: no process is left behind.
"""

import os
import signal
import sys
import threading
import time

from jibungoto.site.cli import places
from jibungoto.site.cli.turns import turn
from jibungoto.site.cli.web import Web, serve

PATIENCE = 15  # seconds between asking to end and ending


def main(words: list[str]) -> None:
    """Run `web …` or `jobs` until told to stop."""
    _end_with_parent()
    kind, *rest = words
    if kind == "web":
        serve(Web.from_words(rest))
        return
    # doctor sees by this lock that somebody runs jobs.
    with turn(places.home() / "jobs.lock", shared=True):
        from django.core.management import execute_from_command_line

        execute_from_command_line(["jibungoto", "jobs_work"])


def _end_with_parent() -> None:
    def watch() -> None:
        os.read(0, 1)
        os.kill(os.getpid(), signal.SIGTERM)
        time.sleep(PATIENCE)
        os._exit(1)

    threading.Thread(target=watch, daemon=True).start()


if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "jibungoto.site.settings")
    main(sys.argv[1:])
