"""How far the files of each channel tell: of trade as far as their rows go, of bills until the last day they pay."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from app.ledger.ledger import Ledger
from app.queries.batches import batches
from app.queries.catalog import channels
from app.queries.contribution import TRADE_FACTS, known_period, statement
from app.queries.freshness import Covered, covered_days, known_days, last_days, reaches, sources
from app.queries.overview import overview
from models.domain.contribution.statement import By
from models.domain.period import Period
from tests.make import Order, draft, import_text, new_ledger, orders_csv, write

NEW_YEAR = date(2027, 1, 1)
SALES = """channel,kind,document,date,sku,quantity,unit_price,currency
Shop,sale,S1,2026-03-02,TEA,1,10.00,USD
Shop,sale,S2,2026-03-20,TEA,1,10.00,USD
Fair,sale,F1,2026-03-09,TEA,1,10.00,USD
"""
EXPENSES = """channel,category,first_day,last_day,amount,currency
Shop,operating,2026-01-01,2026-12-31,365.00,USD
Market,operating,2026-02-01,2026-02-28,28.00,USD
,operating,2026-03-01,2026-03-31,31.00,USD
"""


@pytest.fixture
def ledger(tmp_path: Path) -> Iterator[Ledger]:
    made = new_ledger(tmp_path)
    import_text(made, "sales.csv", SALES)
    import_text(made, "expenses.csv", EXPENSES)
    yield made
    made.close()


def test_that_bills_tell_until_the_last_day_that_they_pay_for(ledger: Ledger) -> None:
    with ledger.read() as session:
        told = {(one.channel, one.export): one.last_day for one in sources(session, NEW_YEAR)}
        assert batches(session)[0].last_day == date(2026, 12, 31)
    assert told == {
        ("Shop", "sales"): date(2026, 3, 20),
        ("Fair", "sales"): date(2026, 3, 9),
        ("Shop", "expenses"): date(2026, 12, 31),
        ("Market", "expenses"): date(2026, 2, 28),
        ("Shared", "expenses"): date(2026, 3, 31),
    }


def test_that_a_bill_for_days_to_come_makes_no_trade_look_fresh(ledger: Ledger) -> None:
    with ledger.read() as session:
        names = {one.channel_id: one.channel for one in sources(session, NEW_YEAR)}
        until = {names[channel_id]: day for channel_id, day in last_days(sources(session, NEW_YEAR)).items()}
        trade = {names[channel_id]: days for channel_id, days in known_days(session).items()}
    assert until == {
        "Shop": date(2026, 3, 20),
        "Fair": date(2026, 3, 9),
        "Market": date(2026, 2, 28),
        "Shared": date(2026, 3, 31),
    }
    # Demand is read from weeks of which trade is known.
    assert {days.last for days in trade.values()} == {date(2026, 3, 20)}
    assert set(trade) == {"Shop", "Fair"}


SLIP = "channel,kind,document,date,sku,quantity,unit_price,currency\nShop,sale,S3,{},TEA,1,10.00,USD\n"
ORDERS = orders_csv([Order(1), Order(2), Order(3)]).replace("2026-03-04 09", "2036-03-04 09")


def told(ledger: Ledger, today: date) -> dict[tuple[str, str], date]:
    """Give how far the sources of each channel tell on a day."""
    with ledger.read() as session:
        return {(one.channel, one.export): one.last_day for one in sources(session, today)}


def test_that_a_sale_after_today_makes_its_channel_no_fresher(ledger: Ledger) -> None:
    import_text(ledger, "slip.csv", SLIP.format("2036-03-02"))
    import_text(ledger, "orders.csv", ORDERS, channel="Web")
    today = date(2026, 6, 1)
    assert told(ledger, today) == {
        ("Shop", "sales"): date(2026, 3, 20),
        ("Fair", "sales"): date(2026, 3, 9),
        ("Web", "shopify_orders"): date(2026, 3, 3),
        # A bill tells as far as its days have come.
        ("Shop", "expenses"): today,
        ("Market", "expenses"): date(2026, 2, 28),
        ("Shared", "expenses"): date(2026, 3, 31),
    }
    with ledger.read() as session:
        names = {row.id: row.name for row in channels(session)}
        assert {names[key]: days.last for key, days in known_days(session).items()} == {
            "Shop": date(2026, 3, 20),
            "Fair": date(2026, 3, 20),
            "Web": date(2026, 3, 3),
        }
    # Nobody knew of that day when the file was imported, also once it has come.
    assert told(ledger, date(2036, 3, 4))["Web", "shopify_orders"] == date(2026, 3, 3)
    # As of a day in between, the files that reach beyond it tell until that day.
    assert told(ledger, date(2026, 3, 15))["Shop", "sales"] == date(2026, 3, 15)


def test_that_a_channel_of_which_only_days_to_come_are_told_has_no_last_day(tmp_path: Path) -> None:
    ledger = new_ledger(tmp_path)
    import_text(ledger, "slip.csv", SLIP.format("2036-03-02"))
    import_text(ledger, "rent.csv", EXPENSES.splitlines()[0] + "\nShop,operating,2036-01-01,2036-12-31,365.00,USD\n")
    assert told(ledger, date(2026, 6, 1)) == {}
    with ledger.read() as session:
        assert known_days(session) == {}
    ledger.close()


def test_that_periods_end_with_the_last_sale_that_has_come_and_everything_holds_the_others(ledger: Ledger) -> None:
    with ledger.read() as session:
        before = covered_days(session, date(2026, 6, 1))
    import_text(ledger, "slip.csv", SLIP.format("2036-03-02"))
    with ledger.read() as session:
        covered = covered_days(session, date(2026, 6, 1))
    assert before == Covered(Period(date(2026, 3, 2), date(2026, 3, 20)), date(2026, 3, 20))
    assert covered == Covered(Period(date(2026, 3, 2), date(2036, 3, 2)), date(2026, 3, 20))


def test_that_a_refund_tells_how_far_the_figures_reach(tmp_path: Path) -> None:
    ledger = new_ledger(tmp_path)
    write(ledger, [draft("1", day="2026-03-02"), draft("2", day="2026-03-25", account="REFUND", quantity=0, orders=0)])
    write(ledger, [draft("3", day="2026-03-10")], channel="Fair")
    with ledger.read() as session:
        assert covered_days(session, date(2026, 6, 1)) == Covered(
            Period(date(2026, 3, 2), date(2026, 3, 25)), date(2026, 3, 25)
        )
    ledger.close()


def test_that_the_overview_counts_such_a_sale_among_what_needs_a_look(ledger: Ledger) -> None:
    period = Period(date(2026, 3, 1), date(2026, 3, 31))
    import_text(ledger, "slip.csv", SLIP.format("2036-03-02"))
    with ledger.read() as session:
        read = overview(session, period, None, today=date(2026, 6, 1))
        later = overview(session, period, None, today=date(2036, 6, 1))
    assert (read.looks, later.looks) == (1, 0)
    assert {one.row.label: one.last_day for one in read.channels}["Shop"] == date(2026, 3, 20)


def test_that_all_that_is_known_holds_every_day_of_a_bill(ledger: Ledger) -> None:
    with ledger.read() as session:
        known = known_period(session)
        assert known == Period(date(2026, 1, 1), date(2026, 12, 31))
        assert known_period(session, TRADE_FACTS) == Period(date(2026, 3, 2), date(2026, 3, 20))
        total = statement(session, known, By.CHANNEL).total.figures
    assert total.amount("channel_operating_cost") == -39300
    assert total.amount("shared_operating_cost") == -3100


def test_that_advertising_and_payments_make_no_sales_look_fresh(tmp_path: Path) -> None:
    ledger = new_ledger(tmp_path)
    import_text(ledger, "orders.csv", orders_csv([Order(1), Order(38)]), channel="Web")
    ads = "Campaign name,Day,Amount spent (USD),Reporting starts,Reporting ends\n"
    rows = "Spring,2026-08-31,5.00,2026-08-31,2026-08-31\nSpring,2026-09-02,7.00,2026-09-02,2026-09-02\n"
    import_text(ledger, "ads.csv", ads + rows, channel="Web")
    import_text(ledger, "more ads.csv", (ads + rows).replace("2026-", "2025-"), channel="Market")
    today = date(2026, 9, 10)
    with ledger.read() as session:
        (until,) = [one for one in reaches(session, today) if one.channel == "Web"]
        (bought,) = [one for one in reaches(session, today) if one.channel == "Market"]
        read = overview(session, Period(date(2026, 3, 1), date(2026, 9, 2)), None, today=today)
        told = {(one.channel, one.export): (one.last_day, one.sells) for one in sources(session, today)}
    assert until.last_day == date(2026, 4, 8)
    assert read.oldest_source is not None
    assert {one.row.label: one.last_day for one in read.channels}["Web"] == date(2026, 4, 8)
    assert told["Web", "shopify_orders"] == (date(2026, 4, 8), True)
    assert told["Web", "meta_ads"] == (date(2026, 9, 2), False)
    # A channel that has sold nothing is told by what there is.
    assert bought.last_day == date(2025, 9, 2)
    ledger.close()
