"""Facts are written once: triggers refuse to change or delete any of them, in every table."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest
import sqlcipher3.dbapi2 as driver
from sqlalchemy import select

from app.ledger.backup import Reason
from app.ledger.conflict_runs import NewFound, write_conflict_run
from app.ledger.connect import plain_connection
from app.ledger.digests import Connection
from app.ledger.runs import NewAward, NewCase, write_run
from app.ledger.writing import CHUNK
from models.domain.observed import CompetitorPrice, ObservedPrice
from models.domain.postings import (
    BasePriceFact,
    BundleFact,
    CostFact,
    Draft,
    Fact,
    ListingFact,
    OtherFact,
    PromotionFact,
    RateFact,
)
from models.domain.stock import Commitment, Inbound, PlanningFact, StockLevel
from models.tables import AllocationRun, Base, ConflictRun, Document, Posting
from tests.make import Order, draft, import_text, new_ledger, orders_csv, sums, write

# What is derived from the facts and may change, table by table; every other column is a fact.
DERIVED = {
    "posting": {"base_minor", "in_force"},
    "stock_level": {"in_force"},
    "listed_price": {"in_force"},
    "bundle_part": {"in_force"},
    "document": {"standing"},
    "batch": {"active"},
    "source_file": set(),
    "remark": set(),
    "change": set(),
    "changed_row": set(),
    "link": set(),
    "backup": set(),
    "cost": {"in_force"},
    "rate": {"in_force"},
    "inbound": {"in_force"},
    "commitment": {"in_force"},
    "planning_fact": {"in_force"},
    "base_price": {"in_force"},
    "promotion": {"in_force"},
    "live_price": {"in_force"},
    "competitor_price": {"in_force"},
    "allocation_run": set(),
    "allocation_case": set(),
    "award": set(),
    "conflict_run": set(),
    "conflict_name": set(),
    "conflict_found": set(),
}
EDITED = {"channel", "sku", "component", "listing", "location", "sku_plan", "listing_plan"}
EDITED |= {"rule_set", "rule", "override", "upload", "upload_line", "upload_price", "price_answer"}
EDITED |= {"location_fee", "location_limit", "location_plan", "sku_serving", "sku_barred"}
EDITED |= {"routing_override", "routing_terms", "channel_fees", "wholesale_terms"}
EDITED |= {"conflict_decision", "conflict_terms"}
FACTS = [
    (table, column.name)
    for table, derived in DERIVED.items()
    for column in Base.metadata.tables[table].columns
    if column.name not in derived
]


@pytest.fixture(scope="module")
def full(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Connection]:
    """Give a connection to a ledger that has a row in every table."""
    ledger = new_ledger(tmp_path_factory.mktemp("full"))
    others: list[OtherFact] = [
        StockLevel(2, "2026-03-02", "Main", "TEA", 5, 4),
        ListingFact(3, "TEA", "Tea", price=1000, currency="USD"),
        CostFact(4, "TEA", "2026-01-01", "", 400, "USD"),
        RateFact(5, "2026-01-01", "EUR", "USD", "1.1"),
        BundleFact(6, "BOX", "TEA", 3),
        Inbound(7, "PO-1", "TEA", 48, "2026-04-01"),
        Commitment(8, "SO-1", "TEA", 12, "2026-03-20"),
        PlanningFact(9, "TEA", 12),
        BasePriceFact(10, "TEA", 2490, "USD", "2026-03-02"),
        PromotionFact(11, "X", "percent", "{}", "[]", "", "", "2026-03-02"),
        ObservedPrice(10, "2026-03-02", "TEA", 1000, "USD"),
        CompetitorPrice(11, "TEA", "Rival", 990, 0, "USD", 1, "new", "2026-03-02T09:30:00+00:00"),
    ]
    write(ledger, [draft(), Draft(Fact.STOCK, "s", "2026-03-02", [2], others=others)])
    import_text(ledger, "a.csv", orders_csv([]).splitlines()[0] + "\n" + "\n".join(_rows()))
    with ledger.change("Allocate") as (session, _):
        case = NewCase("TEA", "{}", 5, 5, 0, 0, "green", "", [NewAward(1, 1, "priority", "firm", 5)])
        write_run(session, new_run(), [case])
        found = NewFound("DATA_STALE/channel=Shop/-", "DATA_STALE", '[["channel", "Shop"]]', "")
        write_conflict_run(session, ConflictRun(made_at=ledger.now(), made_by="tester", day="2026-11-26"), [found])
    ledger.backup(Reason.BY_HAND)
    ledger.close()
    with closing(plain_connection(ledger.path)) as connection:
        yield connection


def new_run() -> AllocationRun:
    """Give a run without rules."""
    return AllocationRun(
        made_at="2026-11-26T09:00:00+00:00",
        made_by="tester",
        day="2026-11-26",
        rules_digest="",
        input_digest="",
        engine_version=1,
    )


def _rows() -> list[str]:
    """Give two orders, one of them with a status that cannot be read, so that there is a remark."""
    lines = orders_csv([Order(1), Order(2)]).splitlines()[1:]
    return [lines[0], lines[1].replace("paid", "perhaps", 1)]


def test_that_every_table_is_either_facts_or_edited_by_people() -> None:
    assert set(DERIVED) | EDITED | {"fixed"} == set(Base.metadata.tables)


@pytest.mark.parametrize("table, column", FACTS)
def test_that_no_fact_is_changed(full: Connection, table: str, column: str) -> None:
    with pytest.raises(driver.IntegrityError, match="never changed"):
        full.execute(f'UPDATE {table} SET "{column}" = "{column}"')  # noqa: S608 - names of our own tables


@pytest.mark.parametrize("table", list(DERIVED))
def test_that_no_fact_is_deleted(full: Connection, table: str) -> None:
    with pytest.raises(driver.IntegrityError, match="never deleted"):
        full.execute(f"DELETE FROM {table}")  # noqa: S608 - names of our own tables


@pytest.mark.parametrize("table", list(DERIVED))
def test_that_every_table_of_facts_was_tried_with_a_row_in_it(full: Connection, table: str) -> None:
    assert full.execute(f"SELECT count(*) FROM {table}").fetchone()[0]  # noqa: S608 - names of our own tables


def test_that_more_documents_than_one_statement_takes_are_all_written(tmp_path: Path) -> None:
    ledger = new_ledger(tmp_path)
    write(ledger, [draft(str(number), amount=number) for number in range(2 * CHUNK + 1)])
    assert sums(ledger) == {"REV": sum(range(2 * CHUNK + 1))}
    with ledger.read() as session:
        rows = session.execute(select(Document.key, Posting.amount).join(Posting, Posting.document_id == Document.id))
        assert all(row.key == str(row.amount) for row in rows)


def test_that_text_stays_text(tmp_path: Path) -> None:
    ledger = new_ledger(tmp_path)
    codes = ["0012", "1E5", "NA", "  x", "Ä'\"; DROP TABLE posting; --", "名前", "=1+1", ""]
    write(ledger, [draft(str(number), sku=code) for number, code in enumerate(codes)])
    with ledger.read() as session:
        assert list(session.scalars(select(Posting.sku).order_by(Posting.id))) == codes
