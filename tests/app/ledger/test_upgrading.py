"""A ledger of an older version is brought up to date when it is opened, after a verified backup, and says the same."""

from __future__ import annotations

import json
from contextlib import closing
from pathlib import Path

import pytest
from sqlalchemy import select

from app.actions.rules import add_rule
from app.jobs import Progress
from app.ledger import schema, seal
from app.ledger.backup import Reason, list_backups
from app.ledger.chain import link_hash
from app.ledger.connect import plain_connection
from app.ledger.digests import change_digest
from app.ledger.doctor import examine
from app.ledger.ledger import Ledger
from app.ledger.opening import open_ledger
from app.ledger.tampering import every_fault
from app.queries.rules import ALLOCATION, draft_of
from models.domain.allocation.rules import Cap
from models.domain.postings import Draft, Fact, Posting
from models.domain.rules import Scope
from models.tables import Change, Location, Sku
from tests.make import Clock, Order, import_text, new_ledger, orders_csv, sums, type_rate, write

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
    8: (),
    9: ("base_price",),
    10: ("upload_price", "price_answer", "competitor_price", "live_price"),
    11: ("conflict_found", "conflict_name", "conflict_run", "conflict_decision", "conflict_terms"),
    12: ("promotion",),
    13: (),
    14: (),
}
# What a revision made anew, as it was before.
_RULES = (schema.MIGRATIONS / "versions" / "r0003_rules.sql").read_text(encoding="utf-8").split(";\n\n")
BEFORE = {
    6: (
        "DROP INDEX ix_posting_sku",
        "CREATE INDEX ix_posting_sku ON posting (sku, day) WHERE in_force = 1 AND sku <> ''",
    ),
    8: (
        "DROP TRIGGER channel_that_rules_name_stays",
        "DROP TRIGGER listed_price_facts_stay",
        "ALTER TABLE listed_price DROP COLUMN brand",
        "CREATE TRIGGER listed_price_facts_stay BEFORE UPDATE OF id ON listed_price BEGIN SELECT RAISE(ABORT, ''); END",
        "ALTER TABLE sku DROP COLUMN brand",
        "DROP TABLE rule",
        *(one for one in _RULES if one.startswith("CREATE TABLE rule (") or "ix_rule_rule_set_id" in one),
    ),
    13: ("ALTER TABLE sku DROP COLUMN ready_made",),
    14: (
        "DROP INDEX ix_posting_read",
        """CREATE INDEX ix_posting_read ON posting (channel_id, account, day, base_minor, quantity, orders)
           WHERE in_force = 1""",
    ),
}
STOCK = "location,sku,date,on_hand\nMain,TEA,2026-03-02,5\nMain FBA,TEA,2026-03-02,7\n"


def older(path: Path, version: int) -> None:
    """Make a closed ledger what a program of an older version would have left."""
    with closing(plain_connection(path)) as connection:
        for number in range(schema.SCHEMA_VERSION, version, -1):
            for table in ADDED[number]:
                connection.execute(f"DROP TABLE {table}")
            for statement in BEFORE.get(number, ()):
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


def test_that_an_upgrade_translates_as_a_new_ledger_does(tmp_path: Path) -> None:
    ledger = new_ledger(tmp_path)
    type_rate(ledger, "EUR", "1.3312")
    spread = [Posting(1, f"2026-03-{day:02d}", "CH_FIXED", -150, "EUR") for day in range(1, 31)]
    write(ledger, [Draft(Fact.EXPENSES, "rent", "2026-03-01", [1], spread, billed=True)])
    ledger.close()
    with closing(plain_connection(ledger.path)) as connection:
        connection.execute("UPDATE posting SET base_minor = -200")
    older(ledger.path, 13)
    ledger = open_ledger(ledger.path, who="tester", clock=Clock())
    assert sums(ledger) == {"CH_FIXED": -5990}
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


def _as_before(path: Path, *images: tuple[str, dict[str, object] | None, dict[str, object] | None]) -> None:
    """Write a change of rows as version 6 logged it, with its link, and let the rows be as it left them."""
    with closing(plain_connection(path)) as connection:
        connection.execute("PRAGMA foreign_keys=OFF")
        connection.execute(
            "INSERT INTO change (label, made_at, made_by, topics) VALUES ('Old edit', '2026-11-20T09:00:00', 'a', '[]')"
        )
        (change_id,) = connection.execute("SELECT max(id) FROM change").fetchone()
        for table, before, after in images:
            row = after or before or {}
            columns, marks = ", ".join(row), ", ".join("?" * len(row))
            connection.execute(f"DELETE FROM {table} WHERE id = ?", (row["id"],))  # noqa: S608 - a name of our own
            if after is not None:
                connection.execute(f"INSERT INTO {table} ({columns}) VALUES ({marks})", tuple(row.values()))  # noqa: S608 - ours
            texts = [None if image is None else json.dumps(image, sort_keys=True) for image in (before, after)]
            connection.execute(
                "INSERT INTO changed_row (change_id, table_name, row_id, before, after) VALUES (?, ?, ?, ?, ?)",
                (change_id, table, row["id"], *texts),
            )
        last = connection.execute("SELECT hash FROM link ORDER BY id DESC LIMIT 1").fetchone()[0]
        digest = change_digest(connection, change_id)
        connection.execute(
            "INSERT INTO link (kind, subject_id, digest, hash) VALUES ('change', ?, ?, ?)",
            (change_id, digest, link_hash(last, "change", change_id, digest)),
        )


RULE_SET = {
    "id": 4,
    "family": "allocation",
    "number": 0,
    "name": "",
    "reason": "",
    "state": "draft",
    "made_at": "2026-11-20T09:00:00",
    "made_by": "a",
    "published_at": "",
    "published_by": "",
    "settings": "{}",
}


def old_rule(number: int, **more: object) -> dict[str, object]:
    """Give a cap of 20 as version 6 kept it."""
    row: dict[str, object] = {"id": number, "rule_set_id": 4, "place": number, "kind": "cap", "params": '{"units": 20}'}
    rest = {"sku": "", "category": "", "channel_id": None, "valid_from": "", "valid_to": "", "note": ""}
    return row | rest | more


@pytest.fixture
def ruled(tmp_path: Path) -> Path:
    """Give a closed ledger of version 6 with an edited SKU and a draft of rules that were edited."""
    ledger = new_ledger(tmp_path)
    import_text(ledger, "orders.csv", orders_csv([Order(1)]))
    ledger.close()
    older(ledger.path, 6)
    sku = {"id": 1, "code": "TEA", "title": "", "category": "", "active": 1}
    rules = [old_rule(5, sku="TEA", channel_id=1, note="trial"), old_rule(6, category="Tea"), old_rule(9)]
    _as_before(
        ledger.path,
        ("sku", sku, sku | {"category": "Tea"}),
        ("rule_set", None, RULE_SET),
        *(("rule", None, rule) for rule in rules),
    )
    return ledger.path


def test_that_rules_keep_what_they_say_and_ids_are_never_given_again(ruled: Path) -> None:
    _as_before(ruled, ("rule", old_rule(9), None))
    ledger = open_ledger(ruled, who="tester", clock=Clock())
    with ledger.read() as session:
        draft = draft_of(session, ALLOCATION)
    assert draft is not None
    assert [(rule.number, rule.scope, rule.note) for rule in draft.rules] == [
        (5, Scope(("TEA",), channels=("Shopify",)), "trial"),
        (6, Scope(category="Tea"), ""),
    ]
    add_rule(ledger, what=Cap(1), scope=Scope(("TEA",), channels=("Shopify",)))
    with ledger.read() as session:
        draft = draft_of(session, ALLOCATION)
    assert draft is not None
    assert draft.rules[-1].number == 10
    ledger.close()


def test_that_edits_from_before_the_upgrade_are_sound_and_can_be_undone(ruled: Path) -> None:
    ledger = open_ledger(ruled, who="tester", clock=Clock())
    assert [finding for finding in examine(ledger, Progress()).findings if not finding.ok] == []
    with ledger.read() as session:
        edit = session.scalars(select(Change.id).where(Change.label == "Old edit")).one()
    undone = ledger.revert(edit)
    with ledger.read() as session:
        assert session.scalars(select(Sku.category)).all() == [""]
        assert draft_of(session, ALLOCATION) is None
    ledger.revert(undone.change_id or 0)
    with ledger.read() as session:
        draft = draft_of(session, ALLOCATION)
        assert session.scalars(select(Sku.category)).all() == ["Tea"]
    assert draft is not None
    assert len(draft.rules) == 3
    assert [finding for finding in examine(ledger, Progress()).findings if not finding.ok] == []
    ledger.close()


def test_that_a_ledger_of_before_is_checked_before_it_is_upgraded(ruled: Path) -> None:
    with closing(plain_connection(ruled)) as connection:
        assert [*every_fault(connection)] == []
        connection.execute("UPDATE rule SET sku = 'CUP' WHERE id = 5")
        assert [fault.split(" is ")[0] for fault in every_fault(connection)] == ["rule 5"]
