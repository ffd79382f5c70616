"""Every kind of conflict of the data, out of a ledger: it appears with its stake, is fixed, and comes back."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path

import pytest
from sqlalchemy import select

from app.actions.catalog import link_listing, remove_rate
from app.actions.conflicts import check_conflicts
from app.importing.exports.amazon_settlement_v1 import EXPORT as V1
from app.importing.recognising import all_exports
from app.jobs import Progress
from app.ledger.ledger import Ledger
from app.queries.behind import StatementCell
from app.queries.conflict_evidence import evidence
from app.queries.conflicts import look
from app.queries.export_titles import TITLES, export_title
from models.domain.conflicts.conflict import Severity, Thing
from models.domain.conflicts.lifecycle import State
from models.domain.contribution.statement import By
from models.domain.period import Period
from models.tables import Batch, Change, Channel, Listing
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
    assert conflict.sentence == (
        "The stock report of Barn tells of the days until 2026-04-24, 10 days ago; a newer file is due every 7 days"
    )
    assert found(ledger, "DATA_STALE", date(2026, 5, 3)) == []


def test_that_a_day_to_come_makes_no_file_fresh(ledger: Ledger) -> None:
    stock(ledger, "2026-04-20")
    stock(ledger, "2036-04-20")
    import_text(ledger, "orders.csv", orders_csv([Order(1), Order(2)]).replace("2026-03-03 09", "2036-03-03 09"))
    said = {conflict.sentence.partition(",")[0] for conflict in found(ledger, "DATA_STALE", MAY)}
    assert said == {
        "Shopify orders of Shopify tells of the days until 2026-03-02",
        "The stock report of Barn tells of the days until 2026-04-20",
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
        Expected("DATA_UNMAPPED", 2_700, "27.00 USD sold so far"),
        fix=lambda: link_listing(ledger, listing_id=listing, sku="TEA"),
        back=ledger.undo,
        day=MAY,
    )
    assert conflict.sentence == "The listing Honey in a jar of Fair is linked to no SKU"


def test_that_a_listing_that_sold_in_a_currency_without_a_rate_is_not_said_to_have_sold_nothing(ledger: Ledger) -> None:
    head = "channel,date,document,sku,title,quantity,unit_price,kind,currency\n"
    import_text(ledger, "own.csv", f"{head}Fair,2026-04-20,D1,,Honey in a jar,3,9.00,sale,EUR\n")
    unmapped = one(ledger, "DATA_UNMAPPED", MAY).stake
    assert (unmapped.minor, unmapped.formula) == (0, "cannot be told: there is no rate for what it sold")
    type_rate(ledger, "EUR", "1.1")
    assert one(ledger, "DATA_UNMAPPED", MAY).stake.formula == "29.70 USD sold so far"


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
    assert conflict.sentence == (
        "Shopify books amounts as shopify_levy, which Channelbook does not know: "
        "they are in Unclassified, part of no margin"
    )
    assert "Unclassified" in conflict.fix


def test_that_amounts_of_a_settlement_are_named_by_what_it_calls_them(ledger: Ledger) -> None:
    amounts = [
        Amount("Principal", 500),
        Amount("Vine Enrollment Fee", -750, kind="ItemFees"),
        Amount("", -200, kind="Mystery", transaction="other-transaction"),
        Amount("Vine Enrollment Fee", -50, kind="ItemFees"),
    ]
    import_text(ledger, "s.txt", settlement(1, amounts, day="2026-05-02").replace("\n", "\r\n"), channel="Amazon")
    told = {each.named(Thing.CODE)[1]: each for each in found(ledger, "DATA_UNMAPPED", MAY)}
    assert {code: each.stake.minor for code, each in told.items()} == {"Vine Enrollment Fee": 800, "Mystery": 200}
    assert told["Vine Enrollment Fee"].sentence.startswith("Amazon books amounts as Vine Enrollment Fee, which")
    with ledger.read() as session:
        behind = evidence(session, told["Vine Enrollment Fee"], day=MAY)
    assert [(row.amount.minor, row.row) for row in behind.postings] == [(-750, 4), (-50, 6)]
    assert behind.figure == StatementCell(
        By.CHANNEL, "unclassified", Period(date(2026, 5, 2), date(2026, 5, 2)), behind_key(ledger), "Amazon"
    )


def behind_key(ledger: Ledger) -> str:
    """Give the key of the channel of the settlement in the statement."""
    with ledger.read() as session:
        return str(session.scalars(select(Channel.id).where(Channel.name == "Amazon")).one())


def test_that_amounts_of_the_first_generation_are_named_by_the_type_of_their_kind(ledger: Ledger) -> None:
    columns = [column.title for column in V1.columns if column.required]
    values = {"settlement-id": "77", "currency": "USD", "transaction-type": "Order", "posted-date": "2026-05-02"}
    summary = {"settlement-id": "77", "currency": "USD", "total-amount": "-3.00", "posted-date": ""}
    row = values | {"item-related-fee-type": "NewFee", "item-related-fee-amount": "-3.00", "sku": "TEA"}
    text = "\n".join("\t".join(cells) for cells in (columns, [summary.get(name, "") for name in columns]))
    text += "\n" + "\t".join(row.get(name, "") for name in columns) + "\n"
    import_text(ledger, "v1.txt", text, channel="Amazon")
    assert [each.named(Thing.CODE)[1] for each in found(ledger, "DATA_UNMAPPED", MAY)] == ["NewFee"]


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
    assert conflict.sentence == (
        "Settlement 9 of Amazon states 6.20 USD, and what is known of it adds up to 5.00 USD: 1.20 USD is not explained"
    )


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
        Expected("CLEARING_AGED", 2_000, "20.00 USD of 2 orders"),
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
    assert conflict.sentence == "No payment tells of 2 orders of Shopify from the week of 2026-03-02"
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


def test_that_an_export_is_called_in_sentences_as_it_calls_itself() -> None:
    assert {code: export.title for code, export in all_exports().items()} == TITLES
    assert export_title("an_old_export") == "an old export"
