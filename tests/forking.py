"""Processes that start in a moment: each is forked from one that has loaded the house already.

They are real processes, each with a session, an input and an end of its own. Only the seconds of
importing are paid once, by the process that this file is when it is run.
"""

import json
import os
import select
import signal
import subprocess
import sys
import time
import traceback
from pathlib import Path
from typing import Any, NoReturn


class Forked:
    """One forked process, to be waited for and killed as a subprocess.Popen is."""

    def __init__(self, pid: int, said: Path) -> None:
        self.pid = pid
        self.returncode: int | None = None
        self._said, self._ended = said, said.with_suffix(".ended")

    def poll(self) -> int | None:
        if self.returncode is None and self._ended.exists():
            self.returncode = int(self._ended.read_text())
        return self.returncode

    def wait(self, timeout: float) -> int:
        deadline = time.monotonic() + timeout
        while (code := self.poll()) is None:
            assert time.monotonic() < deadline, f"process {self.pid} has not ended"
            time.sleep(0.01)
        return code

    def said(self) -> str:
        """What it wrote to its output so far."""
        return self._said.read_text("utf-8")

    def send_signal(self, number: int) -> None:
        if self.poll() is None:
            os.kill(self.pid, number)


class Ready:
    """A process that has run `prepare`, which leaves a function `main(words)` to its children."""

    def __init__(self, prepare: str, environment: dict[str, str], folder: Path) -> None:
        self.folder = folder
        self.folder.mkdir()
        self._children: list[Forked] = []
        self._process = subprocess.Popen(
            [sys.executable, __file__, prepare],
            env=environment,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )

    def start(self, *words: str) -> Forked:
        """Fork a process that runs `main(words)` and leave it running."""
        said = self.folder / f"{len(self._children)}.said"
        assert self._process.stdin
        assert self._process.stdout
        self._process.stdin.write(json.dumps([str(said), words]) + "\n")
        self._process.stdin.flush()
        pid = self._process.stdout.readline()
        assert pid, "the process that forks has ended"
        self._children.append(Forked(int(pid), said))
        return self._children[-1]

    def end_children(self) -> None:
        """Kill every child that still runs."""
        for child in self._children:
            child.send_signal(signal.SIGKILL)
        for child in self._children:
            child.wait(60)

    def close(self) -> None:
        """End it and every child that still runs."""
        for child in self._children:
            child.send_signal(signal.SIGKILL)
        self._process.kill()
        self._process.communicate()


def _serve(prepare: str) -> None:
    """Read a line, fork a child, answer its number; note how each child ended."""
    prepared: dict[str, Any] = {"__name__": "prepared"}
    exec(prepare, prepared)  # noqa: S102
    running: dict[int, Path] = {}
    held_open: list[int] = []
    line = b""
    while True:
        # Only while a child runs is there an end to note.
        if select.select([0], [], [], 0.01 if running else None)[0]:
            read = os.read(0, 65536)
            if not read:
                return
            line += read
            if line.endswith(b"\n"):
                said, words = json.loads(line)
                line = b""
                theirs, ours = os.pipe()  # the child's input ends when this process does
                held_open.append(ours)
                pid = os.fork()
                if pid == 0:
                    _become(prepared["main"], words, Path(said), theirs, held_open)
                os.close(theirs)
                running[pid] = Path(said)
                os.write(1, f"{pid}\n".encode())
        _note_ends(running)


def _note_ends(running: dict[int, Path]) -> None:
    for pid, said in list(running.items()):
        ended, status = os.waitpid(pid, os.WNOHANG)
        if ended:
            new = said.with_suffix(".new")
            new.write_text(str(os.waitstatus_to_exitcode(status)))
            new.rename(said.with_suffix(".ended"))
            del running[pid]


def _become(main: Any, words: list[str], said: Path, theirs: int, others: list[int]) -> NoReturn:
    """The child's life: it never returns."""
    code = 1
    try:
        os.setsid()
        os.dup2(theirs, 0)
        for number in (theirs, *others):
            os.close(number)
        output = os.open(said, os.O_WRONLY | os.O_CREAT)
        os.dup2(output, 1)
        main(words)
        code = 0
    except SystemExit as end:
        code = end.code if isinstance(end.code, int) else bool(end.code)
    except BaseException:
        traceback.print_exc()
    finally:
        sys.stdout.flush()
        sys.stderr.flush()
        os._exit(code)


if __name__ == "__main__":
    sys.path.pop(0)  # this folder is no place to import from
    _serve(sys.argv[1])
