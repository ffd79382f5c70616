"""The change log as people read it, what undo would take, the backups made, and every record by its name."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from fractions import Fraction
from pathlib import Path

import pytest

from app.actions.base_prices import NewPrice, add_base_price
from app.actions.catalog import add_channel, edit_sku
from app.actions.keeping import back_up, check, report_text
from app.actions.rules import add_rule
from app.importing.rebuild import rebuild
from app.jobs import Progress
from app.ledger.ledger import Ledger
from app.queries.backups import last_backup
from app.queries.history import changes, fields, last_change, steps
from app.queries.records import records
from app.queries.rules import PROMOTIONS
from models.domain.allocation.rules import Cap
from models.domain.catalog import ChannelKind
from models.domain.money import Money
from models.domain.promotions.kinds import PercentPromotion
from models.domain.rules import Scope
from tests.make import import_text, new_ledger, type_cost, type_rate

SALES = """channel,date,document,line,sku,title,quantity,unit_price,kind
Shop,2026-03-02,A1,1,TEA,Green tea,2,10.00,sale
Shop,2026-03-02,A1,2,,Honey in a jar,1,7.00,sale
"""


@pytest.fixture
def ledger(tmp_path: Path) -> Iterator[Ledger]:
    """Give a ledger with one import."""
    made = new_ledger(tmp_path)
    import_text(made, "sales.csv", SALES)
    yield made
    made.close()


def told(ledger: Ledger) -> list[tuple[str, str, str, str]]:
    """Give the fields of the newest change."""
    with ledger.read() as session:
        found = fields(session, changes(session)[0].id)
    return [(each.record, each.field, each.before, each.after) for each in found]


def test_that_a_change_is_told_by_the_name_of_its_record_and_in_words(ledger: Ledger) -> None:
    edit_sku(ledger, sku_id=1, title="Green tea, 100 g", category="Tea", brand="")
    assert told(ledger) == [
        ("SKU TEA", "category", "", "Tea"),
        ("SKU TEA", "name", "", "Green tea, 100 g"),
    ]


def test_that_amounts_are_told_in_major_units_and_flags_as_words(ledger: Ledger) -> None:
    type_cost(ledger, "TEA", 345)
    said = told(ledger)
    assert ("Cost TEA", "cost", "", "3.45 USD") in said
    assert ("Cost TEA", "counts", "", "yes") in said


def test_that_a_base_price_is_told_as_a_price(ledger: Ledger) -> None:
    add_base_price(ledger, price=NewPrice("TEA", "", Money(1999, "USD"), date(2026, 3, 1)))
    said = told(ledger)
    assert ("Base price TEA 2026-03-01", "price", "", "19.99 USD") in said
    assert ("Base price TEA 2026-03-01", "tax inside", "", "no") in said


def test_that_a_rule_is_told_in_words_and_without_fields_that_say_nothing(ledger: Ledger) -> None:
    add_rule(ledger, what=Cap(0), scope=Scope(channels=("Shop",)), note="cracked tins", begin=True)
    said = {field: after for record, field, _, after in told(ledger) if record.startswith("Rule")}
    assert (said["says"], said["note"]) == ("units 0", "cracked tins")
    assert {"brand", "category", "valid until"}.isdisjoint(said)
    assert not [field for field in said if "_" in field]


def test_that_a_promotion_is_told_with_its_amounts_in_major_units(ledger: Ledger) -> None:
    first, last = date(2026, 3, 1), date(2026, 3, 9)
    what = PercentPromotion(code="SALE", percent=Fraction(15), ads=Money(12000, "USD"))
    add_rule(ledger, what=what, scope=Scope(channels=("Shop",)), first=first, last=last, family=PROMOTIONS, begin=True)
    said = {field: after for record, field, _, after in told(ledger) if record.startswith("Rule")}
    assert said["says"].startswith("ads 120.00 USD; code SALE")


def test_that_a_rate_is_known_by_its_currency_and_day(ledger: Ledger) -> None:
    type_rate(ledger, "CAD", "0.72", day="2026-03-01")
    assert ("Rate CAD 2026-03-01", "into", "", "USD") in told(ledger)


def test_that_an_import_has_no_fields_of_its_own(ledger: Ledger) -> None:
    with ledger.read() as session:
        row = changes(session)[0]
    assert row.batch_id is not None
    assert all(record.startswith(("Channel", "SKU", "Listing")) for record, *_ in told(ledger))


def test_that_undo_and_redo_are_named_from_the_opening_on(ledger: Ledger) -> None:
    with ledger.read() as session:
        opened = last_change(session)
        assert steps(session, after=opened).undo is None
    add_channel(ledger, name="Museum", kind=ChannelKind.RETAIL)
    with ledger.read() as session:
        assert steps(session, after=opened).undo == "Add channel Museum"
    ledger.undo()
    with ledger.read() as session:
        found = steps(session, after=opened)
    assert (found.undo, found.redo) == (None, "Add channel Museum")


def test_that_the_newest_backup_is_known(ledger: Ledger, tmp_path: Path) -> None:
    with ledger.read() as session:
        assert last_backup(session) is None
    second = tmp_path / "second"
    second.mkdir()
    made = back_up(ledger, Progress(), second=second)
    back_up(ledger, Progress(), regular=True)
    with ledger.read() as session:
        newest = last_backup(session)
    assert newest is not None
    assert newest.reason == "regular"
    assert newest.path != str(made.path)
    Path(newest.path).unlink()
    with ledger.read() as session:
        left = last_backup(session)
    assert left is not None
    assert left.path == str(made.path)
    assert [path.name for path in second.rglob("*.channelbook")] == [made.path.name]


def test_that_a_check_reads_every_stored_file_again(ledger: Ledger) -> None:
    report = check(ledger, Progress(), rebuild=rebuild)
    assert report.ok
    assert "I9 Rebuild" in report_text(report)


def test_that_every_record_is_found_by_its_name_and_leads_to_its_page(ledger: Ledger) -> None:
    with ledger.read() as session:
        found = [(each.kind, each.title, each.page, each.what) for each in records(session)]
    assert ("Channel", "Shop", "catalog", ("channels", "Shop")) in found
    assert ("SKU", "TEA", "catalog", ("skus", "TEA")) in found
    assert [title for kind, title, *_ in found if kind == "Listing on Shop"] == ["Honey in a jar"]
    assert [what for kind, _, page, what in found if (kind, page) == ("Import", "imports")] == [1]
