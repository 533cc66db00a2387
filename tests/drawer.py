"""One process that draws for all tests: starting it takes as long as drawing twenty charts.

It runs the very worker the house starts anew for each batch; that one is tested where charts are.
"""

import json
import subprocess
import sys
import threading
from collections.abc import Callable
from typing import Any

from jibungoto.ui.charts import drawing

_LOOP = """
import io, runpy, sys
draw = runpy.run_path(sys.argv[1])["main"]
asked, answered = sys.stdin, sys.stdout
del sys.argv[1]
for line in asked:
    sys.stdin, sys.stdout = io.StringIO(line), io.StringIO()
    draw()
    answered.write(sys.stdout.getvalue() + "\\n")
    answered.flush()
    del sys.argv[1:]  # the fonts are known now
"""
Draw = Callable[[list[dict[str, Any]]], list[str]]


class Drawer:
    """Draws as `drawing._draw` does; what it cannot draw is left to that."""

    def __init__(self, alone: Draw) -> None:
        self.alone = alone
        self._process: subprocess.Popen[str] | None = None
        self._one_at_a_time = threading.Lock()

    def __call__(self, specs: list[dict[str, Any]]) -> list[str]:
        if not specs:
            return []
        with self._one_at_a_time:
            try:
                drawn: list[str] = json.loads(self._ask(json.dumps(specs)))
            except (OSError, ValueError):
                self.close()
                return self.alone(specs)
        return drawn

    def _ask(self, line: str) -> str:
        if self._process is None:
            fonts = [str(drawing._FONTS)] if drawing._FONTS.is_dir() else []
            self._process = subprocess.Popen(
                [sys.executable, "-c", _LOOP, str(drawing._WORKER), *fonts],
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=subprocess.DEVNULL,
                text=True,
            )
        assert self._process.stdin
        assert self._process.stdout
        self._process.stdin.write(line + "\n")
        self._process.stdin.flush()
        return self._process.stdout.readline()

    def close(self) -> None:
        """End the process; the next drawing starts another."""
        if self._process is not None:
            self._process.kill()
            self._process.communicate()
            self._process = None
