"""Amounts in the ledger's currency by dated rates: missing ones are missing, changed ones translate anew."""

from __future__ import annotations

from fractions import Fraction
from pathlib import Path

import pytest
from sqlalchemy import select

from app.ledger.ledger import Ledger
from app.ledger.rates import Rates, retranslate
from models.domain.postings import Draft, Fact, RateFact
from models.tables import Posting, Rate
from tests.make import draft, new_ledger, sums, type_rate, write


@pytest.fixture
def ledger(tmp_path: Path) -> Ledger:
    return new_ledger(tmp_path)


def rate_file(key: str, rate: str, *, day: str = "2026-01-01") -> Draft:
    return Draft(Fact.RATES, key, day, [2], others=[RateFact(2, day, "EUR", "USD", rate)])


def test_that_an_amount_without_a_rate_has_no_base_and_gets_one_with_the_rate(ledger: Ledger) -> None:
    write(ledger, [draft(amount=10000, currency="EUR")])
    assert sums(ledger) == {"REV": None}
    type_rate(ledger, "EUR", "1.0837")
    assert sums(ledger) == {"REV": 10837}


def test_that_a_rate_holds_from_its_day_until_the_next(ledger: Ledger) -> None:
    type_rate(ledger, "EUR", "2", day="2026-03-01")
    type_rate(ledger, "EUR", "3", day="2026-03-03")
    days = ["2026-02-28", "2026-03-01", "2026-03-02", "2026-03-03"]
    write(ledger, [draft(day, amount=100, currency="EUR", day=day) for day in days])
    with ledger.read() as session:
        assert list(session.scalars(select(Posting.base_minor).order_by(Posting.day))) == [None, 200, 200, 300]
        rates = Rates(session)
    assert rates.on("EUR", "2026-03-02") == Fraction(2)
    assert rates.on("GBP", "2026-03-02") is None


def test_that_halves_are_rounded_away_from_zero_and_decimals_of_currencies_kept(ledger: Ledger) -> None:
    type_rate(ledger, "EUR", "1.5")
    type_rate(ledger, "JPY", "0.0067")
    type_rate(ledger, "KWD", "3.25")
    for key, amount, currency in (("a", 1, "EUR"), ("b", -1, "EUR"), ("c", 1000, "JPY"), ("d", 1000, "KWD")):
        write(ledger, [draft(key, amount=amount, currency=currency)])
    with ledger.read() as session:
        assert list(session.scalars(select(Posting.base_minor).order_by(Posting.id))) == [2, -2, 670, 325]


def test_that_undo_and_redo_of_a_rate_translate_anew(ledger: Ledger) -> None:
    write(ledger, [draft(amount=100, currency="EUR")])
    rate = type_rate(ledger, "EUR", "2")
    with ledger.change("Edit rate") as (session, _):
        session.get_one(Rate, rate).rate = "3"
        session.flush()
        retranslate(session, {"EUR"})
    assert sums(ledger) == {"REV": 300}
    ledger.undo()
    assert sums(ledger) == {"REV": 200}
    ledger.undo()
    assert sums(ledger) == {"REV": None}
    ledger.redo()
    assert sums(ledger) == {"REV": 200}


def test_that_imported_rates_come_and_go_with_their_import(ledger: Ledger) -> None:
    write(ledger, [draft(amount=100, currency="EUR")])
    write(ledger, [rate_file("EUR|2026-01-01", "2")], channel=None, stamp="1")
    assert sums(ledger) == {"REV": 200}
    write(ledger, [rate_file("EUR|2026-01-01", "3")], channel=None, stamp="2")
    assert sums(ledger) == {"REV": 300}
    ledger.undo()
    assert sums(ledger) == {"REV": 200}
    ledger.undo()
    assert sums(ledger) == {"REV": None}
    ledger.redo()
    assert sums(ledger) == {"REV": 200}


def test_that_rates_and_sales_in_one_import_find_each_other(ledger: Ledger) -> None:
    sale = draft(amount=100, currency="EUR")
    write(ledger, [sale, rate_file("EUR|2026-01-01", "2")])
    assert sums(ledger) == {"REV": 200}


def test_that_rates_into_another_currency_say_nothing_here(ledger: Ledger) -> None:
    with ledger.change("Rate into yen") as (session, _):
        session.add(Rate(day="2026-01-01", currency="EUR", into_currency="JPY", rate="160"))
        session.flush()
        retranslate(session, {"EUR"})
    write(ledger, [draft(amount=100, currency="EUR")])
    assert sums(ledger) == {"REV": None}
