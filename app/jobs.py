"""How a long job tells where it is and learns that it was cancelled."""

from __future__ import annotations

from collections.abc import Callable
from threading import Event

from app.errors import Cancelled

Listener = Callable[[int, int, str], None]


class Progress:
    """Handed to a long action, which reports at a natural pace; reporting raises once the job was cancelled."""

    def __init__(self, listener: Listener | None = None) -> None:
        self._listener = listener
        self._stop = Event()

    def cancel(self) -> None:
        """Ask the job to stop at its next report; safe from any thread."""
        self._stop.set()

    def step(self, done: int, total: int, note: str = "") -> None:
        """Report `done` of `total` units of work; raises `Cancelled` once the person has stopped the job."""
        self.check()
        if self._listener is not None:
            self._listener(done, total, note)

    def check(self) -> None:
        """Raise `Cancelled` once the person has stopped the job, and report nothing."""
        if self._stop.is_set():
            raise Cancelled
