"""The chain names what was changed from outside, first of all the batch or change it happened to first."""

from __future__ import annotations

import random
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest
from sqlalchemy import select

from app.ledger import chain
from app.ledger.connect import plain_connection
from app.ledger.digests import Connection
from app.ledger.ledger import Ledger
from app.ledger.tampering import broken, every_fault
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
from models.tables import Batch, Channel, Link
from tests.make import Amount, Order, draft, import_text, new_ledger, orders_csv, settlement, type_cost, write

# Every column that some digest covers, beside those that point to other rows.
COVERED = {
    "posting": "row day posted_day channel_id account sku order_ref quantity orders amount currency",
    "stock_level": "row day channel_id location sku on_hand available committed unavailable incoming",
    "listed_price": "row day channel_id sku title barcode category price compare_at currency brand",
    "cost": "row sku valid_from known_since amount currency note",
    "rate": "row day currency into_currency rate",
    "bundle_part": "row bundle component quantity",
    "inbound": "row reference sku quantity expected location received received_on ordered supplier",
    "planning_fact": "row sku case_pack volume supplier lead_days lead_spread moq category",
    "promotion": "row channel_id code kind params skus category brand valid_from valid_to note",
    "base_price": "row channel_id sku amount currency valid_from valid_to tax_inside note",
    "live_price": "row day channel_id sku price currency compare_at tax_inside",
    "competitor_price": "row channel_id sku seller price shipping currency in_stock condition seen note",
    "commitment": "row channel_id reference sku quantity ship_by ship_from shipped fill",
    "document": "channel_id source fact key occurrence stamp day subject rank billed digest",
    "batch": "kind source_file_id made_at made_by app_version rules_version counts digest",
    "source_file": "name sha256 size file_time export dialect options stamp first_day last_day rows currency",
    "remark": "row verdict column reason amount currency",
    "change": "label made_at made_by topics batch_id",
    "changed_row": "table_name row_id before after",
    "link": "kind subject_id digest hash",
    "fixed": "value",
}


@pytest.fixture(scope="module")
def kept(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Give a ledger with every kind of fact, an undo, a redo and edits."""
    ledger = new_ledger(tmp_path_factory.mktemp("kept"))
    others: list[OtherFact] = [
        StockLevel(2, "2026-03-02", "Main", "TEA", 5, 4, 3, 2, 1),
        ListingFact(3, "TEA", "Tea", "123", 1000, 1100, "USD", "Teas", "Rye"),
        CostFact(4, "TEA", "2026-01-01", "", 400, "USD", "note"),
        RateFact(5, "2026-01-01", "EUR", "USD", "1.1"),
        BundleFact(6, "BOX", "TEA", 3),
        Inbound(7, "PO-1", "TEA", 48, "2026-04-01", "Main", 12, "2026-04-02", "2026-02-01", "Mill"),
        Commitment(8, "SO-1", "TEA", 12, "2026-03-20", "2026-03-10", 4, "full"),
        PlanningFact(9, "TEA", 12, 85, "Mill", 45, 6, 96, "Teas"),
        BasePriceFact(10, "TEA", 2490, "USD", "2026-03-02", "2026-03-31", 1, "spring"),
        PromotionFact(11, "X", "percent", "{}", "[]", "Teas", "Mill", "2026-03-02", "2026-03-31", "spring"),
        ObservedPrice(10, "2026-03-02", "TEA", 1000, "USD", 1200, 1),
        CompetitorPrice(11, "TEA", "Rival", 990, 100, "USD", 1, "new", "2026-03-02T09:30:00+00:00", "note"),
    ]
    write(ledger, [draft(), Draft(Fact.STOCK, "s", "2026-03-02", [2], others=others)])
    text = orders_csv([Order(1), Order(2), Order(3)])
    import_text(ledger, "orders.csv", text.replace("paid", "perhaps", 1))
    import_text(ledger, "settlement.txt", settlement(1, [Amount("Principal", 1000), Amount("Commission", -150)]))
    ledger.undo()
    ledger.redo()
    type_cost(ledger, "TEA", 450)
    ledger.close()
    return ledger.path


@pytest.fixture
def opened(kept: Path) -> Iterator[Connection]:
    """Give a connection without triggers whose changes are taken back."""
    with closing(plain_connection(kept)) as connection:
        connection.execute("PRAGMA foreign_keys=OFF")
        connection.execute("BEGIN")
        for (name,) in connection.execute("SELECT name FROM sqlite_schema WHERE type = 'trigger'").fetchall():
            connection.execute(f"DROP TRIGGER {name}")
        yield connection
        connection.execute("ROLLBACK")


def changed(value: object, chance: random.Random) -> object:
    """Change a value by one, or one letter of it."""
    match value:
        case None:
            return 0
        case int():
            return value + chance.choice((-1, 1))
        case _:
            text = str(value)
            place = chance.randrange(len(text)) if text else 0
            return text[:place] + chr(ord(text[place]) ^ 1 if text else 120) + text[place + 1 :]


def test_that_an_untouched_ledger_has_nothing_broken(opened: Connection) -> None:
    assert list(every_fault(opened)) == []


@pytest.mark.parametrize("table, column", [(table, name) for table, names in COVERED.items() for name in names.split()])
def test_that_any_change_of_any_fact_is_found(opened: Connection, table: str, column: str) -> None:
    chance = random.Random(f"{table}.{column}")
    rows = opened.execute(f'SELECT rowid, "{column}" FROM {table} ORDER BY rowid').fetchall()  # noqa: S608 - ours
    for number, (row, value) in enumerate(chance.sample(rows, min(len(rows), 3))):
        opened.execute(f"SAVEPOINT s{number}")
        opened.execute(f'UPDATE {table} SET "{column}" = ? WHERE rowid = ?', (changed(value, chance), row))  # noqa: S608 - the same
        assert list(every_fault(opened)), f"{table}.{column} of row {row}"
        opened.execute(f"ROLLBACK TO s{number}")


@pytest.mark.parametrize("table", [table for table in COVERED if table != "fixed"])
def test_that_any_row_that_is_gone_or_doubled_is_found(opened: Connection, table: str) -> None:
    last = opened.execute(f"SELECT max(rowid) FROM {table}").fetchone()[0]  # noqa: S608 - our own tables
    opened.execute("SAVEPOINT s")
    opened.execute(f"DELETE FROM {table} WHERE rowid = ?", (last,))  # noqa: S608 - the same
    if table != "link":  # the last link alone leaves a batch or change without one
        assert list(every_fault(opened))
    opened.execute("ROLLBACK TO s")
    names = [row[1] for row in opened.execute(f"PRAGMA table_info({table})") if row[1] != "id"]
    columns = ", ".join(f'"{name}"' for name in names)
    opened.execute("DROP INDEX IF EXISTS uq_document_batch_id_key_occurrence")
    if table == "document":
        return  # its constraint refuses a second row of the same batch, key and occurrence
    opened.execute(f"INSERT INTO {table} ({columns}) SELECT {columns} FROM {table} WHERE rowid = ?", (last,))  # noqa: S608 - the same
    assert list(every_fault(opened))


def test_that_the_first_batch_that_was_changed_is_named(opened: Connection) -> None:
    opened.execute("UPDATE posting SET amount = amount + 1 WHERE account = 'FEE_REF'")
    opened.execute("UPDATE posting SET amount = amount - 1 WHERE order_ref = '#1002'")
    first = next(iter(broken(opened)))
    assert first.startswith("the facts of batch 3 (import of orders.csv, 2026-11-23 ")


def test_that_an_amount_changed_with_every_digest_of_its_batch_still_breaks_the_chain(opened: Connection) -> None:
    opened.execute("UPDATE posting SET amount = amount + 1 WHERE account = 'FEE_REF'")
    for table in ("document", "batch"):
        opened.execute(f"UPDATE {table} SET digest = 'made up' WHERE id = (SELECT max(id) FROM {table})")  # noqa: S608 - our own
    assert list(broken(opened))


def test_that_a_last_link_cut_off_leaves_what_it_covered_without_one(opened: Connection) -> None:
    opened.execute("DELETE FROM link WHERE id = (SELECT max(id) FROM link)")
    assert any("was added from outside" in fault for fault in broken(opened))


def test_that_links_follow_from_the_start(tmp_path: Path) -> None:
    ledger = new_ledger(tmp_path)
    write(ledger, [draft()])
    with ledger.read() as session:
        links = session.scalars(select(Link).order_by(Link.id)).all()
        assert [link.kind for link in links] == ["start", "batch", "change"]
        assert list(chain.broken_links(session)) == []
        assert chain.head(session) == links[-1].hash


def test_that_a_batch_and_its_edits_change_the_head(tmp_path: Path) -> None:
    ledger = new_ledger(tmp_path)
    heads = [_head(ledger)]
    write(ledger, [draft()])
    heads.append(_head(ledger))
    with ledger.change("Edit") as (session, _):
        session.get_one(Channel, 1).owner = "Ann"
    heads.append(_head(ledger))
    ledger.undo()
    heads.append(_head(ledger))
    assert len(set(heads)) == len(heads)
    with ledger.read() as session:
        assert session.scalars(select(Batch.digest)).one() != ""


def _head(ledger: Ledger) -> str:
    with ledger.read() as session:
        return chain.head(session)
