"""Every kind of conflict of the data, out of a ledger: it appears with its stake, is fixed, and comes back."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path

import pytest
from sqlalchemy import select

from app.actions.catalog import link_listing, remove_rate
from app.actions.conflicts import check_conflicts
from app.jobs import Progress
from app.ledger.ledger import Ledger
from app.queries.conflicts import look
from models.domain.conflicts.conflict import Severity, Thing
from models.domain.conflicts.lifecycle import State
from models.tables import Batch, Change, Listing
from tests.app.conflicts.living import Expected, found, lives, one, state_of
from tests.make import NOW, Amount, Order, draft, import_text, new_ledger, orders_csv, settlement, type_rate, write

MAY = date(2026, 5, 4)
PAYMENTS = (
    "Transaction Date,Type,Order,Card Brand,Card Source,Payout Status,Payout Date,Available On,"
    "Amount,Fee,Net,Currency\n"
)


@pytest.fixture
def ledger(tmp_path: Path) -> Iterator[Ledger]:
    """Give an empty ledger."""
    made = new_ledger(tmp_path)
    yield made
    made.close()


def undo_last_import(ledger: Ledger) -> None:
    """Take the newest import out of force."""
    with ledger.read() as session:
        change = session.scalars(
            select(Change.id).join(Batch, Batch.id == Change.batch_id).order_by(Change.id.desc()).limit(1)
        ).one()
    ledger.revert(change)


def stock(ledger: Ledger, day: str) -> None:
    """Import a stock report."""
    import_text(ledger, f"stock_{day}.csv", f"location,sku,date,on_hand\nBarn,TEA,{day},5\n")


def test_a_file_that_is_too_old(ledger: Ledger) -> None:
    stock(ledger, "2026-04-24")
    conflict = lives(
        ledger,
        Expected("DATA_STALE", 0, "no money at stake", Severity.MEDIUM),
        fix=lambda: stock(ledger, "2026-05-03"),
        back=lambda: undo_last_import(ledger),
        day=MAY,
    )
    assert conflict.window == date(2026, 5, 4)  # the first day past a week and two days more
    assert "The last day in stock report at Barn of all channels is" in conflict.sentence
    assert found(ledger, "DATA_STALE", date(2026, 5, 3)) == []


def test_that_a_day_to_come_makes_no_file_fresh(ledger: Ledger) -> None:
    stock(ledger, "2026-04-20")
    stock(ledger, "2036-04-20")
    import_text(ledger, "orders.csv", orders_csv([Order(1), Order(2)]).replace("2026-03-03 09", "2036-03-03 09"))
    said = {conflict.sentence.partition(",")[0] for conflict in found(ledger, "DATA_STALE", MAY)}
    assert said == {
        "The last day in shopify orders of Shopify is 2026-03-02",
        "The last day in stock report at Barn of all channels is 2026-04-20",
    }


def test_that_settlements_are_due_every_two_weeks_and_bills_every_month(ledger: Ledger) -> None:
    import_text(ledger, "s.txt", settlement(1, [Amount("Principal", 500)], day="2026-04-20"), channel="Amazon")
    import_text(
        ledger,
        "own.csv",
        "channel,date,document,sku,quantity,unit_price,kind\nFair,2026-04-02,D1,TEA,1,20.00,sale\n",
    )
    assert found(ledger, "DATA_STALE", date(2026, 5, 5)) == []
    days = [(date(2026, 5, 6), 0), (date(2026, 5, 7), 1)]
    names = [{each.named(Thing.SOURCE)[0] for each in found(ledger, "DATA_STALE", day)} for day, _ in days]
    assert names == [{"sales"}, {"sales", "amazon settlement v2"}]


def test_a_listing_that_is_no_sku_yet(ledger: Ledger) -> None:
    text = "channel,date,document,sku,title,quantity,unit_price,kind\nFair,2026-04-20,D1,,Honey in a jar,3,9.00,sale\n"
    import_text(ledger, "own.csv", text)
    stock(ledger, "2026-05-01")
    with ledger.read() as session:
        listing = session.scalars(select(Listing.id).where(Listing.sku_id.is_(None))).one()
    conflict = lives(
        ledger,
        Expected("DATA_UNMAPPED", 2_700, "27.00 USD unclassified"),
        fix=lambda: link_listing(ledger, listing_id=listing, sku="TEA"),
        back=ledger.undo,
        day=MAY,
    )
    assert conflict.sentence == "The listing Honey in a jar of Fair is not mapped"


def test_a_type_that_nobody_has_mapped(ledger: Ledger) -> None:
    row = "2026-04-20 09:00:00 -0400,shopify_levy,#1001,visa,online,paid,2026-05-01,2026-05-01,-7.50,0.00,-7.50,USD\n"
    import_text(ledger, "payments.csv", PAYMENTS + row, channel="Shopify")
    conflict = lives(
        ledger,
        Expected("DATA_UNMAPPED", 750, "7.50 USD unclassified", Severity.HIGH),
        fix=lambda: undo_last_import(ledger),
        back=ledger.redo,
        day=MAY,
    )
    assert conflict.sentence == "The type shopify_levy of Shopify is not mapped"


def test_a_settlement_that_does_not_come_out(ledger: Ledger) -> None:
    import_text(
        ledger, "s.txt", settlement(9, [Amount("Principal", 500)], total=620, day="2026-04-28"), channel="Amazon"
    )
    conflict = lives(
        ledger,
        Expected("SETTLE_UNEXPLAINED", 120, "6.20 USD stated − 5.00 USD explained", Severity.CRITICAL),
        fix=lambda: undo_last_import(ledger),
        back=ledger.redo,
        day=MAY,
    )
    assert conflict.named(Thing.SETTLEMENT) == ("9",)


def test_an_order_whose_parts_do_not_add_up(ledger: Ledger) -> None:
    write(ledger, [draft("A", account="SETTLE_UNEXPLAINED", amount=-300, sku="", quantity=0, order_ref="#7", orders=0)])
    conflict = one(ledger, "SETTLE_UNEXPLAINED", MAY)
    assert (conflict.stake.minor, conflict.named(Thing.SETTLEMENT)) == (300, ("order #7",))


def test_that_the_formula_of_an_order_names_what_it_states_and_what_its_parts_add_up_to(ledger: Ledger) -> None:
    text = orders_csv([Order(1), Order(2)]).replace("10.00,2026-03-02", "14.20,2026-03-02")
    import_text(ledger, "orders.csv", text)
    conflict = one(ledger, "SETTLE_UNEXPLAINED", MAY)
    assert (conflict.stake.minor, conflict.named(Thing.SETTLEMENT)) == (420, ("order #1001",))
    assert conflict.stake.formula == "14.20 USD stated − 10.00 USD explained"


def payments(*orders: str) -> str:
    """Write payments of orders."""
    return PAYMENTS + "".join(
        f"2026-03-01 09:00:00 -0400,charge,{order},visa,online,paid,2026-03-09,2026-03-09,10.00,0.59,9.41,USD\n"
        for order in orders
    )


def test_orders_that_are_not_paid_out(ledger: Ledger) -> None:
    import_text(ledger, "orders.csv", orders_csv([Order(1), Order(2), Order(3)]), channel="Shopify")
    import_text(ledger, "payments.csv", payments("#1001"), channel="Shopify")
    conflict = lives(
        ledger,
        # Orders of the 3rd and 4th of March, one ISO week.
        Expected("CLEARING_AGED", 2_000, "20.00 USD of 2 order lines"),
        fix=lambda: import_text(ledger, "more.csv", payments("#1002", "#1003"), channel="Shopify"),
        back=lambda: undo_last_import(ledger),
        day=MAY,
    )
    assert conflict.window == date(2026, 3, 2)
    assert found(ledger, "CLEARING_AGED", date(2026, 4, 17)) == []


def paid_by(*gateways: str) -> str:
    """Write orders of a day each with the gateways they were paid through."""
    head, *rows = orders_csv([Order(number) for number in range(1, len(gateways) + 1)]).splitlines()
    cells = [f"{row},{gateway}" for row, gateway in zip(rows, gateways, strict=True)]
    return "\n".join([f"{head},Payment Method", *cells]) + "\n"


def test_that_only_money_counts_that_a_file_of_payments_could_have_told(ledger: Ledger) -> None:
    ways = ("Shopify Payments", "Shopify Payments", "PayPal Express Checkout", "", "gift_card + Shopify Payments")
    import_text(ledger, "orders.csv", paid_by(*ways), channel="Shopify")
    assert found(ledger, "CLEARING_AGED", MAY) == []  # no file of payments was imported at all
    import_text(ledger, "payments.csv", payments("#1001"), channel="Shopify")
    conflict = one(ledger, "CLEARING_AGED", MAY)
    assert conflict.sentence == "2 order lines of Shopify from the week of 2026-03-02 are not settled"
    assert conflict.stake.minor == 2_000


def test_that_the_newest_file_says_how_an_order_was_paid(ledger: Ledger) -> None:
    import_text(ledger, "payments.csv", payments("#1001"), channel="Shopify")
    import_text(ledger, "orders.csv", paid_by("Shopify Payments", "Shopify Payments"), channel="Shopify")
    assert one(ledger, "CLEARING_AGED", MAY).stake.minor == 1_000
    later = paid_by("Shopify Payments", "PayPal Express Checkout")
    import_text(ledger, "again.csv", later, time=NOW + timedelta(days=1), channel="Shopify")
    assert found(ledger, "CLEARING_AGED", MAY) == []


def test_that_a_missing_rate_is_told_and_resolves_nothing(ledger: Ledger) -> None:
    row = "2026-04-20 09:00:00 -0400,charge,#1001,visa,online,paid,2026-05-01,2026-05-01,10.00,0.59,9.41,EUR\n"
    rate = type_rate(ledger, "EUR", "1.1")
    orders = orders_csv([Order(1), Order(2)]).replace("USD", "EUR")
    import_text(ledger, "orders.csv", orders, channel="Shopify")
    import_text(ledger, "payments.csv", PAYMENTS + row.replace("2026-04-20", "2026-03-01"), channel="Shopify")
    conflict = one(ledger, "CLEARING_AGED", MAY)
    assert (conflict.stake.minor, conflict.stake.currency) == (1_100, "USD")
    check_conflicts(ledger, Progress(), day=MAY)
    remove_rate(ledger, rate_id=rate)
    with ledger.read() as session:
        looked = look(session, day=MAY)
    assert "CLEARING_AGED" not in {each.kind.code for each in looked.conflicts}
    assert any("no rate from EUR to USD on 2026-05-04" in remark for remark in looked.remarks)
    check_conflicts(ledger, Progress(), day=MAY)
    assert state_of(ledger, conflict.fingerprint, MAY) is State.NEW
