"""Indexes are put aside while a great many postings are appended, and stand again as they were."""

from __future__ import annotations

from pathlib import Path

import pytest

from app.errors import Cancelled
from app.jobs import Progress
from app.ledger.book import BatchWriter
from app.ledger.connect import plain_connection
from app.ledger.ledger import Ledger
from app.ledger.writing import Origin
from models.domain.postings import Draft, Fact, Posting
from tests.make import DAY, draft, new_ledger, sums, write

MANY = 50_000


def many(key: str = "many") -> Draft:
    """Make one document that is large enough for the indexes to go."""
    return Draft(Fact.SALES, key, DAY, [1], [Posting(1, DAY, "REV", 1, "USD", "TEA", 1)] * MANY)


def indexes(ledger: Ledger) -> list[tuple[str, str]]:
    """Read the indexes of a ledger with their SQL, in the order of their names."""
    connection = plain_connection(ledger.path, read_only=True)
    found = connection.execute("SELECT name, sql FROM sqlite_schema WHERE type = 'index' ORDER BY name").fetchall()
    connection.close()
    return list(found)


def test_that_a_large_batch_leaves_every_index_as_it_was(tmp_path: Path) -> None:
    ledger = new_ledger(tmp_path)
    before = indexes(ledger)
    write(ledger, [many(), draft("B", amount=5)])
    assert indexes(ledger) == before
    assert sums(ledger)["REV"] == MANY + 5
    ledger.close()


def test_that_a_large_batch_still_meets_what_was_there_before(tmp_path: Path) -> None:
    ledger = new_ledger(tmp_path)
    write(ledger, [draft("many", amount=7)], stamp="1")
    write(ledger, [many()], stamp="2")
    assert sums(ledger)["REV"] == MANY
    ledger.undo()
    assert sums(ledger)["REV"] == 7
    ledger.close()


def stopped_while_writing() -> Progress:
    """Make a progress that stops when writing is reported for the second time, while the indexes are away."""
    progress = Progress(lambda done, _total, note: progress.cancel() if note == "Writing" and not done else None)
    return progress


def test_that_a_large_batch_that_is_cancelled_leaves_indexes_and_postings_as_they_were(tmp_path: Path) -> None:
    ledger = new_ledger(tmp_path)
    write(ledger, [draft("A", amount=3)])
    before = indexes(ledger)
    rows = [many(), *(draft(f"B{number}") for number in range(2_500))]
    with pytest.raises(Cancelled), ledger.change("Import test") as (session, _):
        BatchWriter(session, ledger.new_batch("import")).write(Origin("test", None, "2"), rows, stopped_while_writing())
    assert indexes(ledger) == before
    assert sums(ledger)["REV"] == 3
    ledger.close()
