"""How a command speaks: steps with their time, and an end that tells what to do."""

import sys
import threading
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager


class Stop(Exception):
    """Ends a command with a sentence for the person who typed it."""

    def __init__(self, sentence: str, *, code: int = 1) -> None:
        super().__init__(sentence)
        self.code = code


class Step:
    """One step under way; `ending` replaces the plain number of seconds at its end."""

    def __init__(self, head: str) -> None:
        self.head = head
        self.ending = ""
        self.progress = ""
        self.began = time.monotonic()

    def line(self) -> str:
        """What the terminal shows now."""
        seconds = f"{time.monotonic() - self.began:.0f}秒"
        return f"{self.head}{self.progress} … {self.ending or seconds}"


class Steps:
    """Numbers the steps of a command, `[2/6] …`, and shows how long each one takes."""

    def __init__(self, total: int, *, done: int = 0) -> None:
        self.total = total
        self.done = done

    @contextmanager
    def step(self, words: str) -> Iterator[Step]:
        """Show `words` while the block runs, and its time when it ends."""
        self.done += 1
        step = Step(f"[{self.done}/{self.total}] {words}")
        if not sys.stdout.isatty():
            yield step
            print(step.line(), flush=True)
            return
        over = threading.Event()
        ticking = threading.Thread(target=_tick, args=(step, over), daemon=True)
        ticking.start()
        try:
            yield step
        finally:
            over.set()
            ticking.join()
            print(f"\r\033[K{step.line()}", flush=True)

    def already(self, words: str, ending: str = "0秒") -> None:
        """Show a step that had nothing to do."""
        with self.step(words) as step:
            step.ending = ending


def _tick(step: Step, over: threading.Event) -> None:
    while True:
        print(f"\r\033[K{step.line()}", end="", flush=True)
        if over.wait(1):
            return


def table(rows: Sequence[tuple[str, ...]]) -> str:
    """Columns that line up, counting a Japanese character as two places."""
    widths = [max(_places(cell) for cell in column) for column in zip(*rows, strict=True)]
    return "\n".join(
        "  ".join(
            cell + " " * (width - _places(cell)) for cell, width in zip(row, widths, strict=True)
        ).rstrip()
        for row in rows
    )


def _places(text: str) -> int:
    return sum(1 if ord(letter) < 0x1100 else 2 for letter in text)
