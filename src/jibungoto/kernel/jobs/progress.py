"""What a job function is handed to say how far it has come."""

from typing import Protocol


class Cancelled(Exception):
    """Somebody asked for the job to stop. Raised by the next step, so that nothing half is kept."""


class Sink(Protocol):
    """Whoever passes progress on."""

    def say(self, done: int, total: int, message: str) -> None: ...

    @property
    def stop_asked(self) -> bool: ...


class Progress:
    """How far a job has come. `Progress()` is silent, for calling a job function by hand."""

    def __init__(self, sink: Sink | None = None) -> None:
        self._sink = sink

    def step(self, done: int, total: int = 0, message: str = "") -> None:
        """Say "done of total" and, in a short sentence, what is going on. Cheap: call it in loops.

        A total of 0 is unknown. Raises Cancelled when somebody asked the job to stop.
        """
        if self._sink is None:
            return
        self._sink.say(done, total, message)
        if self._sink.stop_asked:
            raise Cancelled
