"""Progress of the rooms' work on a step's line of the terminal."""

from typing import TYPE_CHECKING

from jibungoto.site.cli.words import Step

if TYPE_CHECKING:
    from jibungoto.kernel.jobs import Progress

WIDTH = 20


class Bar:
    """Passes on what a job says of its progress; nobody can ask it to stop but Ctrl-C."""

    stop_asked = False

    def __init__(self, step: Step) -> None:
        self.step = step

    def say(self, done: int, total: int, message: str) -> None:
        """Show how far the work has come."""
        full = round(WIDTH * done / total) if total else 0
        bar = "█" * full + "░" * (WIDTH - full)
        number = f" {done:,}/{total:,}" if total else ""
        self.step.progress = f" {bar}{number} {message}"


def progress_of(step: Step) -> "Progress":
    """A job's progress shown on a step's line."""
    from jibungoto.kernel.jobs import Progress

    return Progress(Bar(step))
