"""Reading contribution over a million postings, beside the bare driver adding up the same."""

from __future__ import annotations

import time
from collections.abc import Callable
from datetime import date
from functools import partial
from pathlib import Path
from typing import TypeVar

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.ledger.connect import plain_connection
from app.ledger.ledger import Ledger
from app.queries.contribution import statement
from app.queries.postings import Wanted, postings
from benchmarks.many_postings import CHANNELS, PERIOD, SKUS, fill
from benchmarks.outcome import Figure, Outcome, Size
from models.domain.contribution.statement import By
from models.domain.period import Period
from models.tables import Channel

POSTINGS = 1_000_000
MONTH = Period(date(2025, 3, 1), date(2025, 3, 31))
_TURNS = 5
Answer = TypeVar("Answer")
_SUMS = "sum(base_minor), sum(quantity), sum(orders) FROM posting WHERE in_force = 1 AND day >= ? AND day <= ?"
_BARE = {
    By.CHANNEL: f"SELECT channel_id, account, {_SUMS} GROUP BY channel_id, account",
    # By day, as the index lies: grouping by substr(day, 1, 7) sorts first and takes four times as long.
    By.MONTH: f"SELECT channel_id, account, day, {_SUMS} GROUP BY channel_id, account, day",
}


def run(folder: Path, size: Size) -> Outcome:
    """Ask for the statement and for the postings behind a cell, over and over, on one open ledger."""
    path = folder / "million.channelbook"
    count = size.of(POSTINGS)
    began = time.perf_counter()
    ledger = fill(path, postings=count)
    filled = time.perf_counter() - began
    figures = [figure for by in (By.CHANNEL, By.MONTH) for figure in _statement_figures(ledger, path, by, turns=_TURNS)]
    with ledger.read() as session:
        channel = session.scalars(select(Channel.id).where(Channel.name == CHANNELS[0])).one()
    cells = {
        "one channel, sales, one month": Wanted(MONTH, channel, ("REV",)),
        "one SKU over all channels, one month": Wanted(MONTH, sku=SKUS[7]),
        "one SKU over all channels, two years": Wanted(PERIOD, sku=SKUS[7]),
    }
    for name, wanted in cells.items():
        rows, seconds = _postings_of(ledger, wanted)
        figures.append(Figure(f"drill-down: {name} ({rows:,} postings)", seconds * 1000, "ms", bound=100))
    ledger.close()
    return Outcome(
        f"Statement over {count:,} postings",
        "The postings are written by the program's own BatchWriter (five channels, 400 SKUs, two years). Each question "
        f"is asked {_TURNS} times after a first, warming one, in turns with the bare SQL that gives the same sums; the "
        "fastest of each counts. Bare: the driver alone, grouped by what is shown (months by day, which is quickest).",
        tuple(figures),
        (f"Writing these postings took {filled:.1f} s.",),
    )


def _statement_figures(ledger: Ledger, path: Path, by: By, *, turns: int) -> list[Figure]:
    connection = plain_connection(path, read_only=True)
    days = (PERIOD.first.isoformat(), PERIOD.last.isoformat())

    def bare() -> object:
        return connection.execute(_BARE[by], days).fetchall()

    read = partial(_read, ledger, lambda session: statement(session, PERIOD, by))
    ours, floor = _in_turns(read, bare, turns)
    connection.close()
    return [
        Figure(f"statement by {by.value}", ours * 1000, "ms", bound=150),
        Figure(f"bare SQL by {by.value}", floor * 1000, "ms"),
        Figure(f"statement by {by.value} to bare SQL", ours / floor, "times", bound=2),
    ]


def _postings_of(ledger: Ledger, wanted: Wanted) -> tuple[int, float]:
    read = partial(_read, ledger, lambda session: postings(session, wanted))
    rows = read()
    seconds, _ = _in_turns(read, lambda: None, _TURNS)
    return len(rows), seconds


def _read(ledger: Ledger, question: Callable[[Session], Answer]) -> Answer:
    with ledger.read() as session:
        return question(session)


def _in_turns(ours: Callable[[], object], floor: Callable[[], object], turns: int) -> tuple[float, float]:
    """Give the fastest time of each of two, measured in turns after one that warms."""
    times: list[tuple[float, float]] = []
    for _ in range(turns + 1):
        began = time.perf_counter()
        ours()
        middle = time.perf_counter()
        floor()
        times.append((middle - began, time.perf_counter() - middle))
    return min(time for time, _ in times[1:]), min(time for _, time in times[1:])
