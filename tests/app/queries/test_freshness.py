"""How far the files of each channel tell: of trade as far as their rows go, of bills until the last day they pay."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from app.ledger.ledger import Ledger
from app.queries.batches import batches
from app.queries.contribution import TRADE_FACTS, known_period, statement
from app.queries.demand import known_days
from app.queries.freshness import last_days, sources
from models.domain.contribution.statement import By
from models.domain.period import Period
from tests.make import import_text, new_ledger

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
        told = {(one.channel, one.export): one.last_day for one in sources(session)}
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
        names = {one.channel_id: one.channel for one in sources(session)}
        until = {names[channel_id]: day for channel_id, day in last_days(sources(session)).items()}
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


def test_that_all_that_is_known_holds_every_day_of_a_bill(ledger: Ledger) -> None:
    with ledger.read() as session:
        known = known_period(session)
        assert known == Period(date(2026, 1, 1), date(2026, 12, 31))
        assert known_period(session, TRADE_FACTS) == Period(date(2026, 3, 2), date(2026, 3, 20))
        total = statement(session, known, By.CHANNEL).total.figures
    assert total.amount("channel_operating_cost") == -39300
    assert total.amount("shared_operating_cost") == -3100
