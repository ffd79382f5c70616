"""Runs queries and actions off the GUI thread and brings what they give back to it."""

from __future__ import annotations

import logging
import time
import traceback
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass
from datetime import date, datetime
from functools import partial
from typing import TYPE_CHECKING, Any, TypeVar

import shiboken6
from PySide6.QtCore import QObject, Qt, Signal

from app.errors import Cancelled, UserError
from app.jobs import Progress

if TYPE_CHECKING:
    from app.ledger.ledger import Ledger

log = logging.getLogger(__name__)

Rows = TypeVar("Rows")
Done = TypeVar("Done")

_FAULT = (
    "This could not be read because of a fault in Channelbook. The ledger is unchanged. "
    "Try again; if it happens again, send the report that was shown."
)
_BLINK = 1  # second
_REPORTS_A_SECOND = 20


@dataclass(frozen=True)
class Question:
    """A running query; `cancel` drops its answer, and the query itself if it has not begun."""

    _future: Future[None]
    _dropped: list[bool]

    def cancel(self) -> None:
        """Do not deliver the answer."""
        self._dropped.append(True)
        self._future.cancel()

    @property
    def dropped(self) -> bool:
        """Whether the answer is no longer wanted."""
        return bool(self._dropped)


class Job(QObject):
    """A running action; ends in exactly one of done, cancelled, refused and crashed, all on the GUI thread."""

    progress = Signal(int, int, str)
    done = Signal(object)
    cancelled = Signal()
    refused = Signal(object)
    crashed = Signal(object, str)
    ended = Signal()
    _reported = Signal(int, int, str)
    _finished = Signal(str, object, str)

    def __init__(self, title: str, *, by_itself: bool, parent: QObject) -> None:
        super().__init__(parent)
        self.title, self._by_itself = title, by_itself
        self.running = True
        self.started = time.monotonic()
        self._progress = Progress(self._listen)
        self._last_report = 0.0
        # Queued, so that these arrive on the GUI thread, and a job that ends at once still finds who listens to it.
        self._reported.connect(self._report, Qt.ConnectionType.QueuedConnection)
        self._finished.connect(self._finish, Qt.ConnectionType.QueuedConnection)

    @property
    def is_missed(self) -> bool:
        """Whether somebody who asked for it would miss it: it has run for longer than the blink of an eye."""
        return bool(self.title) and not self._by_itself and time.monotonic() - self.started > _BLINK

    def cancel(self) -> None:
        """Ask the job to stop; it ends as cancelled and leaves nothing half done."""
        self._progress.cancel()

    def run(self, action: Callable[[Progress], object]) -> None:
        """Carry the action out; called on the writing thread."""
        try:
            self._progress.step(0, 0)  # ends here what was cancelled while it waited
            result = action(self._progress)
        except Cancelled:
            self._finished.emit("cancelled", None, "")
        except UserError as error:
            self._finished.emit("refused", error, "")
        except Exception as error:  # noqa: BLE001 -- a bug in an action must end as "crashed", with its trace
            self._finished.emit("crashed", error, traceback.format_exc())
        else:
            self._finished.emit("done", result, "")

    def _listen(self, done: int, total: int, note: str) -> None:
        now = time.monotonic()
        if done < total and now - self._last_report < 1 / _REPORTS_A_SECOND:
            return
        self._last_report = now
        self._reported.emit(done, total, note)

    def _report(self, done: int, total: int, note: str) -> None:
        if self.running:
            self.progress.emit(done, total, note)

    def _finish(self, ending: str, value: object, trace: str) -> None:
        self.running = False
        match ending:
            case "done":
                self.done.emit(value)
            case "cancelled":
                self.cancelled.emit()
            case "refused":
                self.refused.emit(value)
            case _:
                log.error("job %r crashed\n%s", self.title, trace)
                self.crashed.emit(value, trace)
        self.ended.emit()
        self.deleteLater()


class Runner(QObject):
    """Holds the ledger: one thread reads, one writes, and results come back to the GUI thread."""

    changed = Signal(frozenset)
    crashed = Signal(object, str)
    started = Signal(object)
    _answered = Signal(object, object)

    def __init__(self, ledger: Ledger, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._ledger = ledger
        self._reader = ThreadPoolExecutor(max_workers=1, thread_name_prefix="reader")
        self._writer = ThreadPoolExecutor(max_workers=1, thread_name_prefix="writer")
        self._jobs: list[Job] = []
        self._closed = False
        self._answered.connect(self._deliver, Qt.ConnectionType.QueuedConnection)

    @property
    def jobs(self) -> tuple[Job, ...]:
        """The actions that wait or run."""
        return tuple(self._jobs)

    @property
    def name(self) -> str:
        """The name of the ledger, which is that of the brand."""
        return self._ledger.path.stem

    @property
    def stays_on(self) -> date | None:
        """The day that the ledger stays on; None for all but a demo."""
        return self._ledger.stays_on

    @property
    def read_only(self) -> bool:
        """Whether nothing can be written."""
        return self._ledger.read_only

    def moment(self) -> datetime:
        """Give the time as the ledger has it."""
        return self._ledger.clock()

    def today(self) -> date:
        """Give the day as the ledger has it."""
        return self._ledger.today()

    def read(
        self,
        query: Callable[[Any], Rows],
        on_rows: Callable[[Rows], None],
        on_error: Callable[[UserError], None] | None = None,
        *,
        owner: QObject | None = None,
    ) -> Question:
        """Ask the ledger; `query` gets a session, `on_rows` its answer. With an `owner` the answer dies with it."""
        if self._closed:
            # A page that is on its way out may still ask in one of its last turns; nobody waits for the answer.
            return Question(Future(), [True])
        dropped: list[bool] = []

        def settle(deliver: Callable[[], None]) -> None:
            if not dropped and (owner is None or shiboken6.isValid(owner)):
                deliver()

        def fail(error: UserError) -> None:
            if on_error is not None:
                on_error(error)

        future = self._reader.submit(
            self._answer, query, lambda rows: settle(partial(on_rows, rows)), lambda error: settle(partial(fail, error))
        )
        return Question(future, dropped)

    def write(self, action: Callable[[Ledger], Done], title: str = "") -> Job:
        """Carry out a short action."""
        return self.job(lambda ledger, _progress: action(ledger), title)

    def job(self, action: Callable[[Ledger, Progress], Done], title: str = "", *, by_itself: bool = False) -> Job:
        """Carry out a long action that reports its progress; jobs run one after another.

        What begins `by_itself` does so again, and nobody is asked before it is stopped.
        """
        job = Job(title, by_itself=by_itself, parent=self)
        self._jobs.append(job)
        job.done.connect(self._tell)
        job.crashed.connect(self.crashed)
        job.ended.connect(lambda: self._jobs.remove(job))
        self._writer.submit(job.run, partial(action, self._ledger))
        self.started.emit(job)
        return job

    def close(self) -> None:
        """Cancel what runs, wait for it, and stop the threads."""
        if self._closed:
            return
        self._closed = True
        for job in self._jobs:
            job.cancel()
        self._reader.shutdown(wait=True, cancel_futures=True)
        self._writer.shutdown(wait=True)

    def _answer(
        self, query: Callable[[Any], Rows], give: Callable[[Rows], None], fail: Callable[[UserError], None]
    ) -> None:
        try:
            with self._ledger.read() as session:
                rows = query(session)
        except UserError as error:
            self._answered.emit(fail, error)
        except Exception as error:
            log.exception("a query crashed")
            self._answered.emit(lambda found: self.crashed.emit(*found), (error, traceback.format_exc()))
            self._answered.emit(fail, UserError(_FAULT))
        else:
            self._answered.emit(give, rows)

    def _deliver(self, deliver: Callable[[object], None], answer: object) -> None:
        if not self._closed:
            deliver(answer)

    def _tell(self, result: object) -> None:
        topics: frozenset[str] = getattr(result, "topics", frozenset())
        if topics:
            self.changed.emit(frozenset(topics))
