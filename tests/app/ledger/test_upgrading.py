"""A ledger of an older version is brought up to date when it is opened, after a verified backup, and says the same."""

from __future__ import annotations

from contextlib import closing
from pathlib import Path

import pytest
from sqlalchemy import select

from app.jobs import Progress
from app.ledger import schema, seal
from app.ledger.backup import Reason, list_backups
from app.ledger.connect import plain_connection
from app.ledger.doctor import examine
from app.ledger.ledger import Ledger
from app.ledger.opening import open_ledger
from models.tables import Location
from tests.make import Clock, Order, import_text, new_ledger, orders_csv, sums

# What each revision added, what refers to others first, so that it can be taken away again.
ADDED = {
    2: ("commitment", "inbound", "listing_plan", "sku_plan", "location"),
    3: ("award", "allocation_case", "allocation_run", "override", "rule", "rule_set"),
    4: ("upload_line", "upload"),
    5: (
        "location_fee",
        "location_limit",
        "location_plan",
        "sku_serving",
        "sku_barred",
        "routing_override",
        "routing_terms",
    ),
    6: ("planning_fact",),
    7: ("channel_fees", "wholesale_terms"),
}
# What a revision made anew, as it was before.
BEFORE = {
    6: "DROP INDEX ix_posting_sku; CREATE INDEX ix_posting_sku ON posting (sku, day) WHERE in_force = 1 AND sku <> ''",
}
STOCK = "location,sku,date,on_hand\nMain,TEA,2026-03-02,5\nMain FBA,TEA,2026-03-02,7\n"


def older(path: Path, version: int) -> None:
    """Make a closed ledger what a program of an older version would have left."""
    with closing(plain_connection(path)) as connection:
        for number in range(schema.SCHEMA_VERSION, version, -1):
            for table in ADDED[number]:
                connection.execute(f"DROP TABLE {table}")
            for statement in BEFORE.get(number, "").split(";"):
                connection.execute(statement)
        connection.execute("UPDATE alembic_version SET version_num = ?", (f"{version:04d}",))
        connection.execute(f"PRAGMA user_version={version}")
    seal.seal_path(path).unlink()


@pytest.fixture
def first(tmp_path: Path) -> Ledger:
    """Give a closed ledger of the first version with orders and stock."""
    ledger = new_ledger(tmp_path)
    import_text(ledger, "orders.csv", orders_csv([Order(1), Order(2)]))
    import_text(ledger, "stock.csv", STOCK)
    ledger.close()
    older(ledger.path, 1)
    return ledger


def places(ledger: Ledger) -> list[tuple[str, str, int]]:
    """List the places of a ledger."""
    with ledger.read() as session:
        found = session.execute(select(Location.name, Location.kind, Location.allocatable).order_by(Location.name))
        return [(name, kind, allocatable) for name, kind, allocatable in found]


def test_that_an_older_ledger_opens_with_the_same_figures_after_a_backup(first: Ledger) -> None:
    ledger = open_ledger(first.path, who="tester", clock=Clock())
    assert schema.check_header(ledger.path) == schema.SCHEMA_VERSION
    assert sums(ledger) == {"REV": 2000}
    assert Reason.BEFORE_UPGRADE in {backup.reason for backup in list_backups(ledger.path)}
    ledger.close()


def test_that_places_named_before_the_upgrade_are_there_after_it(first: Ledger) -> None:
    ledger = open_ledger(first.path, who="tester", clock=Clock())
    assert places(ledger) == [("Main", "own warehouse", 1), ("Main FBA", "FBA", 0)]
    ledger.close()


def test_that_an_upgraded_ledger_has_the_shape_of_a_new_one(first: Ledger) -> None:
    ledger = open_ledger(first.path, who="tester", clock=Clock())
    assert [finding for finding in examine(ledger, Progress()).findings if not finding.ok] == []
    ledger.close()


def test_that_an_older_ledger_opened_for_reading_is_upgraded_as_well(first: Ledger) -> None:
    ledger = open_ledger(first.path, who="tester", read_only=True, clock=Clock())
    assert ledger.read_only
    assert len(places(ledger)) == 2
    ledger.close()
