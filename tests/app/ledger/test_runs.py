"""Runs of the allocation are covered by the chain: what is changed in one from outside is found and named."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from app.jobs import Progress
from app.ledger.connect import plain_connection
from app.ledger.doctor import examine
from app.ledger.ledger import Ledger
from app.ledger.runs import NewAward, NewCase, write_run
from app.ledger.tampering import broken
from models.tables import AllocationRun
from tests.make import draft, new_ledger, write


@pytest.fixture
def ledger(tmp_path: Path) -> Iterator[Ledger]:
    """Give a ledger with a channel and two runs."""
    made = new_ledger(tmp_path)
    write(made, [draft()])
    for _ in range(2):
        with made.change("Allocate") as (session, _done):
            run = AllocationRun(made_at=made.now(), made_by="tester", day="2026-11-26", rules_digest="")
            run.input_digest, run.engine_version = "", 1
            award = NewAward(1, 1, "priority", "firm", 5)
            write_run(session, run, [NewCase("TEA", "{}", 9, 9, 0, 4, "green", "", [award])])
    yield made
    made.close()


def test_that_a_ledger_with_runs_is_sound(ledger: Ledger) -> None:
    assert [finding for finding in examine(ledger, Progress()).findings if not finding.ok] == []


@pytest.mark.parametrize(
    "statement",
    ["UPDATE award SET units = 6 WHERE id = 2", "UPDATE allocation_case SET input = '[]' WHERE id = 2"],
)
def test_that_a_run_changed_from_outside_is_named(ledger: Ledger, statement: str) -> None:
    ledger.close()
    with closing(plain_connection(ledger.path)) as connection:
        for (name,) in connection.execute("SELECT name FROM sqlite_schema WHERE type = 'trigger'").fetchall():
            connection.execute(f"DROP TRIGGER {name}")
        connection.execute(statement)
        assert list(broken(connection)) == ["run 2 of the allocation was changed"]


def test_that_a_run_added_from_outside_is_named(ledger: Ledger) -> None:
    ledger.close()
    with closing(plain_connection(ledger.path)) as connection:
        connection.execute(
            "INSERT INTO allocation_run SELECT 3, made_at, made_by, day, 0, '', '', 1 FROM allocation_run LIMIT 1"
        )
        assert list(broken(connection)) == ["run 3 was added from outside"]
