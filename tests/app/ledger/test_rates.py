"""Amounts in the ledger's currency by dated rates: missing ones are missing, changed ones translate anew."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from fractions import Fraction
from pathlib import Path
from unittest.mock import patch

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import select

from app.jobs import Progress
from app.ledger.doctor import examine
from app.ledger.ledger import Ledger
from app.ledger.rates import Rates, retranslate
from models.domain.money import half_up
from models.domain.postings import Draft, Fact, Posting, RateFact
from models.tables import Posting as PostingRow
from models.tables import Rate
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
        assert list(session.scalars(select(PostingRow.base_minor).order_by(PostingRow.day))) == [None, 200, 200, 300]
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
        assert list(session.scalars(select(PostingRow.base_minor).order_by(PostingRow.id))) == [2, -2, 670, 325]


def bill(amounts: Sequence[int], currency: str) -> Draft:
    """Make a bill that is spread over the days of March."""
    days = [f"2026-03-{day:02d}" for day in range(1, len(amounts) + 1)]
    told = zip(days, amounts, strict=True)
    return Draft(
        *(Fact.EXPENSES, "rent", days[0], [1]),
        [Posting(1, day, "CH_FIXED", amount, currency) for day, amount in told],
        billed=True,
    )


@given(st.lists(st.integers(-200, 200), min_size=1, max_size=31), st.decimals("0.01", "300", places=4))
def test_that_any_days_of_a_bill_carry_their_share_to_within_a_cent(amounts: list[int], rate: Decimal) -> None:
    rates = Rates.__new__(Rates)
    rates.base = "CAD"
    told = [(amount, "USD", "2026-03-01") for amount in amounts]
    with patch.object(rates, "on", lambda _currency, _day: Fraction(rate)):
        found = rates.of_document(told, billed=True)
    exact = [amount * Fraction(rate) for amount in amounts]
    assert sum(one or 0 for one in found) == half_up(sum(exact, Fraction(0)))
    for first in range(len(amounts)):
        assert abs(sum(one or 0 for one in found[first:]) - sum(exact[first:], Fraction(0))) <= 1


def test_that_a_spread_bill_is_translated_as_a_whole_however_the_rate_came(ledger: Ledger, tmp_path: Path) -> None:
    spread_evenly = [-150] * 30
    write(ledger, [bill(spread_evenly, "EUR")])
    type_rate(ledger, "EUR", "1.3312")
    assert sums(ledger) == {"CH_FIXED": -5990}
    ledger.close()
    other = new_ledger(tmp_path / "other")
    type_rate(other, "EUR", "1.3312")
    write(other, [bill(spread_evenly, "EUR"), draft("sale", amount=150, currency="EUR")])
    assert sums(other) == {"CH_FIXED": -5990, "REV": 200}
    assert not [finding for finding in examine(other, Progress()).findings if not finding.ok]


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
