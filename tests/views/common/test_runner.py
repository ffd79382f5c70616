"""The runner: two threads, one of four endings, answers on the GUI thread."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial

import pytest
from PySide6.QtCore import QObject
from pytestqt.qtbot import QtBot
from sqlalchemy import text as sql
from sqlalchemy.orm import Session

from app.actions.catalog import add_channel
from app.errors import UserError
from app.jobs import Progress
from app.ledger.ledger import Ledger
from app.queries.catalog import channels
from models.domain.catalog import ChannelKind
from views.common.runner import Job, Runner


@dataclass(frozen=True)
class Ending:
    """How a job ended."""

    name: str
    value: object = None


@pytest.fixture
def endings() -> Callable[[Job], list[Ending]]:
    """Collect all endings of a job."""

    def watch(job: Job) -> list[Ending]:
        found: list[Ending] = []
        job.done.connect(lambda value: found.append(Ending("done", value)))
        job.cancelled.connect(lambda: found.append(Ending("cancelled")))
        job.refused.connect(lambda error: found.append(Ending("refused", str(error))))
        job.crashed.connect(lambda error, trace: found.append(Ending("crashed", (type(error), "Traceback" in trace))))
        return found

    return watch


def test_that_an_answer_arrives_on_the_gui_thread(runner: Runner, qtbot: QtBot) -> None:
    asked: list[str] = []
    shown: list[tuple[object, str]] = []

    def query(session: Session) -> int:
        asked.append(threading.current_thread().name)
        return int(session.execute(sql("SELECT 40 + 2")).scalar_one())

    runner.read(query, lambda rows: shown.append((rows, threading.current_thread().name)))
    qtbot.waitUntil(lambda: bool(shown))
    assert shown == [(42, threading.main_thread().name)]
    assert asked[0].startswith("reader")


def test_that_a_refused_question_gives_its_sentence(runner: Runner, qtbot: QtBot) -> None:
    said: list[str] = []

    def query(_session: Session) -> None:
        raise UserError("3 days lack a rate.")

    runner.read(query, lambda _rows: None, lambda error: said.append(str(error)))
    qtbot.waitUntil(lambda: bool(said))
    assert said == ["3 days lack a rate."]


def test_that_a_fault_in_a_question_is_reported_and_said_in_plain_words(runner: Runner, qtbot: QtBot) -> None:
    said: list[str] = []
    crashes: list[str] = []
    runner.crashed.connect(lambda _error, trace: crashes.append(trace))

    def broken(_session: Session) -> int:
        return 1 // 0

    runner.read(broken, lambda _rows: None, lambda error: said.append(str(error)))
    qtbot.waitUntil(lambda: bool(said))
    assert "The ledger is unchanged" in said[0]
    assert "ZeroDivisionError" in crashes[0]


def test_that_a_cancelled_question_is_not_answered(runner: Runner, qtbot: QtBot) -> None:
    shown: list[str] = []
    runner.read(lambda _session: time.sleep(0.05), lambda _rows: shown.append("first"))
    runner.read(lambda _session: None, lambda _rows: shown.append("second")).cancel()
    runner.read(lambda _session: None, lambda _rows: shown.append("third"))
    qtbot.waitUntil(lambda: "third" in shown)
    assert shown == ["first", "third"]


def test_that_an_answer_dies_with_its_owner(runner: Runner, qtbot: QtBot) -> None:
    owner = QObject()
    shown: list[str] = []
    runner.read(lambda _session: time.sleep(0.05), lambda _rows: shown.append("dead"), owner=owner)
    owner.deleteLater()
    runner.read(lambda _session: None, lambda _rows: shown.append("alive"))
    qtbot.waitUntil(lambda: bool(shown))
    assert shown == ["alive"]


def test_that_a_job_that_is_done_gives_its_result_once(
    runner: Runner, qtbot: QtBot, endings: Callable[[Job], list[Ending]]
) -> None:
    job = runner.write(lambda ledger: ledger.currency, "Ask")
    time.sleep(0.05)  # it has ended before anyone listens
    found = endings(job)
    with qtbot.waitSignal(job.ended):
        pass
    assert found == [Ending("done", "USD")]
    assert runner.jobs == ()


def test_that_a_cancelled_job_ends_as_cancelled_and_writes_nothing(
    runner: Runner, qtbot: QtBot, endings: Callable[[Job], list[Ending]]
) -> None:
    def forever(ledger: Ledger, progress: Progress) -> None:
        with ledger.change("Never") as (session, _done):
            session.execute(sql("SELECT 1"))
            for step in range(100_000):
                progress.step(step, 100_000, "waiting")
                time.sleep(0.005)

    job = runner.job(forever, "Wait")
    found = endings(job)
    with qtbot.waitSignal(job.progress):
        pass
    with qtbot.waitSignal(job.ended):
        job.cancel()
    assert found == [Ending("cancelled")]


def test_that_a_job_cancelled_while_it_waits_never_begins(runner: Runner, qtbot: QtBot) -> None:
    begun: list[str] = []
    first = runner.write(lambda _ledger: time.sleep(0.1), "first")
    second = runner.write(lambda _ledger: begun.append("second"), "second")
    second.cancel()
    with qtbot.waitSignal(second.ended):
        pass
    assert begun == []
    assert not first.running


def test_that_a_refusal_carries_its_sentence(
    runner: Runner, qtbot: QtBot, endings: Callable[[Job], list[Ending]]
) -> None:
    job = runner.write(partial(add_channel, name=" ", kind=ChannelKind.DTC), "Add channel")
    found = endings(job)
    with qtbot.waitSignal(job.ended):
        pass
    assert found == [Ending("refused", "A channel needs a name. Nothing was added.")]


def test_that_a_bug_ends_as_crashed_with_its_trace(
    runner: Runner, qtbot: QtBot, endings: Callable[[Job], list[Ending]]
) -> None:
    def broken(_ledger: Ledger) -> str:
        names: dict[str, str] = {}
        return names["missing"]

    job = runner.write(broken, "Break")
    found = endings(job)
    with qtbot.waitSignals([job.ended, runner.crashed]):
        pass
    assert found == [Ending("crashed", (KeyError, True))]


def test_that_a_change_tells_its_topics_and_can_be_read_at_once(runner: Runner, qtbot: QtBot) -> None:
    with qtbot.waitSignal(runner.changed) as changed:
        runner.write(partial(add_channel, name="Etsy", kind=ChannelKind.MARKETPLACE), "Add channel")
    assert "catalog" in changed.args[0]
    names: list[str] = []
    runner.read(channels, lambda rows: names.extend(row.name for row in rows))
    qtbot.waitUntil(lambda: bool(names))
    assert names == ["Etsy"]


def test_that_progress_is_told_at_most_twenty_times_a_second_and_the_last_step_always(
    runner: Runner, qtbot: QtBot
) -> None:
    def count(_ledger: Ledger, progress: Progress) -> None:
        for step in range(20_001):
            progress.step(step, 20_000, "rows")

    told: list[tuple[int, int, str]] = []
    start = time.monotonic()
    job = runner.job(count, "Count")
    job.progress.connect(lambda done, total, note: told.append((done, total, note)))
    with qtbot.waitSignal(job.ended):
        pass
    assert told[-1] == (20_000, 20_000, "rows")
    assert len(told) <= 3 + (time.monotonic() - start) * 20


def test_that_a_page_can_be_read_while_a_job_runs(runner: Runner, qtbot: QtBot) -> None:
    go_on = threading.Event()
    job = runner.write(lambda _ledger: go_on.wait(5), "Long")
    shown: list[int] = []
    runner.read(lambda session: session.execute(sql("SELECT 1")).scalar_one(), shown.append)
    qtbot.waitUntil(lambda: bool(shown))
    assert job.running
    go_on.set()
    with qtbot.waitSignal(job.ended):
        pass


def test_that_closing_stops_what_runs_and_waits_for_it(runner: Runner, qtbot: QtBot) -> None:
    begun = threading.Event()

    def forever(_ledger: Ledger, progress: Progress) -> None:
        for step in range(10**9):
            progress.step(step, 10**9)
            begun.set()
            time.sleep(0.002)

    runner.job(forever, "Wait")
    assert begun.wait(5)
    start = time.monotonic()
    runner.close()
    runner.close()
    assert time.monotonic() - start < 3
    qtbot.wait(10)


def test_that_a_question_after_closing_is_dropped(runner: Runner) -> None:
    runner.close()
    assert runner.read(channels, lambda _rows: pytest.fail("it was answered")).dropped
