"""How values are written, and read back as they are typed."""

from __future__ import annotations

from datetime import UTC, date, datetime
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.columns import Cell, Kind
from app.importing.cells import Formats, rate
from models.domain.money import Money
from views.common.numbers import parse_money, parse_number, parse_rate
from views.common.text import Text

POINT, COMMA = Text.for_choice("point"), Text.for_choice("comma")


def test_that_money_has_cents_where_an_accountant_ties_and_none_in_overviews() -> None:
    assert POINT.money(Money(123456789, "USD")) == "1,234,567.89"
    assert POINT.money(Money(123456789, "USD"), cents=False) == "1,234,568"
    assert COMMA.money(Money(123456789, "EUR"), code=True) == "1.234.567,89 EUR"
    assert POINT.money(Money(1500, "JPY")) == "1,500"


@pytest.mark.parametrize(
    "minor, cents, said",
    [
        (0, True, "no money at stake"),
        (0, False, "no money at stake"),
        (123_456, False, "1,235 USD at stake"),
        (123_456, True, "1,234.56 USD at stake"),
        (3, False, "0.03 USD at stake"),
    ],
)
def test_that_where_nothing_is_at_stake_it_is_said_in_words(minor: int, cents: bool, said: str) -> None:
    assert POINT.at_stake(Money(minor, "USD"), cents=cents) == said


def test_that_minus_is_a_true_minus_and_zero_a_quiet_dash() -> None:
    assert POINT.money(Money(-5, "USD")) == "−0.05"
    assert POINT.money(Money(0, "USD")) == "–"
    assert POINT.money(None) == "?"
    assert POINT.units(-1200) == "−1,200"
    assert POINT.money(Money(-40, "USD"), cents=False) == "0"


def test_that_percent_has_one_decimal_and_a_ratio_its_sign() -> None:
    assert POINT.percent(Decimal("0.0525")) == "5.3\N{NO-BREAK SPACE}%"
    assert COMMA.percent(Decimal("-0.5")) == "−50,0\N{NO-BREAK SPACE}%"
    assert POINT.ratio(Decimal("0.375")) == "0.4×"


def test_that_days_have_four_digits_of_the_year() -> None:
    assert POINT.day(date(2026, 6, 1)) == "6/1/2026"
    assert COMMA.day(date(2026, 6, 1)) == "01.06.2026"
    assert "6/1/2026" in POINT.time(datetime(2026, 6, 1, 14, 5, tzinfo=UTC))


@pytest.mark.parametrize(
    "seconds,said", [(0, "now"), (60, "1 min"), (3600, "1 h"), (86400, "24 h"), (9 * 86400, "9 d")]
)
def test_that_an_age_is_said_in_one_unit(seconds: int, said: str) -> None:
    assert POINT.age(seconds) == said


def test_that_a_change_has_its_sign_and_nothing_to_compare_with_is_a_dash() -> None:
    assert POINT.change(106, 100) == "+6.0\N{NO-BREAK SPACE}%"
    assert POINT.change(-50, 100) == "−150.0\N{NO-BREAK SPACE}%"
    assert POINT.change(5, 0) == "–"


@pytest.mark.parametrize(
    "value,exact",
    [
        (Money(-123450, "USD"), "-1234,50"),
        (Decimal("0.125"), "0,125"),
        (date(2026, 3, 4), "2026-03-04"),
        (1200, "1200"),
        (None, ""),
        ("=1+1", "=1+1"),
    ],
)
def test_that_a_spreadsheet_gets_nothing_rounded_or_grouped(value: Cell, exact: str) -> None:
    assert COMMA.exact(value) == exact


def test_that_the_tooltip_gives_all_that_the_cell_left_out() -> None:
    assert POINT.full(Money(5432099, "USD"), Kind.MONEY) == "54,320.99 USD"
    assert POINT.full(Decimal("0.51963"), Kind.PERCENT) == "51.96\N{NO-BREAK SPACE}%"


@pytest.mark.parametrize(
    "typed,number",
    [
        ("1,234.50", "1234.50"),
        ("1.234,50", "1234.50"),
        ("1 234,50", "1234.50"),
        ("−5", "-5"),
        ("12.4", "12.4"),
        ("12,4", "12.4"),
        (".5", "0.5"),
        ("1,234,567", "1234567"),
        ("1'234.5", "1234.5"),
    ],
)
def test_that_a_number_may_be_typed_with_point_or_comma(typed: str, number: str) -> None:
    assert parse_number(typed, POINT) == Decimal(number)


def test_that_three_digits_after_the_locales_thousands_sign_are_thousands() -> None:
    assert parse_number("1,234", POINT) == 1234
    assert parse_number("1,234", COMMA) == Decimal("1.234")
    assert parse_number("1.234", COMMA) == 1234
    assert parse_number("0,062", POINT) == parse_number("0.062", COMMA) == Decimal("0.062")


@pytest.mark.parametrize(
    "typed, number",
    [("1,331", "1.331"), ("1.331", "1.331"), ("1,3312", "1.3312"), ("1,331.50", "1331.50"), ("1.331,50", "1331.50")],
)
def test_that_a_single_sign_of_a_rate_is_the_decimal_one_in_every_locale_and_in_files(typed: str, number: str) -> None:
    assert parse_rate(typed, POINT) == parse_rate(typed, COMMA) == Decimal(number)
    assert rate(typed, Formats(decimal="," if typed.endswith(",50") else ".")) == number


@pytest.mark.parametrize("typed", ["", "abc", "1,2,3", "1.2.3,4", "12e5", "--5", "1,23,456.7", "5-"])
def test_that_what_is_no_number_is_none(typed: str) -> None:
    assert parse_number(typed, POINT) is None


def test_that_an_amount_with_more_decimals_than_its_currency_is_refused() -> None:
    assert parse_money("12.405", POINT, currency="USD") is None
    assert parse_money("12.40", POINT, currency="USD") == Money(1240, "USD")
    assert parse_money("1500", POINT, currency="JPY") == Money(1500, "JPY")
    assert parse_money("12.5", POINT, currency="JPY") is None


@given(st.integers(-(10**13), 10**13), st.sampled_from(["USD", "JPY", "KWD"]), st.sampled_from([POINT, COMMA]))
def test_that_every_amount_reads_back_as_it_was_written(minor: int, currency: str, text: Text) -> None:
    money = Money(minor, currency)
    assert parse_money(text.money(money, zero=None), text, currency=currency) == money
    # A thousandth alone, such as 1.234 KWD in a locale with grouping points, can only be read as thousands.
    if currency != "KWD":
        assert parse_money(text.exact(money), text, currency=currency) == money


def test_that_a_cell_of_words_writes_its_days_as_those_beside_it_and_a_code_keeps_its_own() -> None:
    told = "TEA lacks a cost since 2026-12-16"
    assert POINT.cell(told, Kind.TEXT) == "TEA lacks a cost since 12/16/2026"
    assert POINT.cell(told, Kind.CODE) == POINT.exact(told) == told


@pytest.mark.parametrize(
    "told, written",
    [
        ("Order by 2026-12-16 to have it", "Order by 12/16/2026 to have it"),
        ("from 2026-12-16, or 2027-01-02.", "from 12/16/2026, or 1/2/2027."),
        ("stock_2026-10-31.csv, row 5", "stock_2026-10-31.csv, row 5"),
        ("PO-2026-10-31-1 and 2026-10-31.csv", "PO-2026-10-31-1 and 2026-10-31.csv"),
        ("2026-02-31 is no day", "2026-02-31 is no day"),
        ("“2026-12-16” lies ahead, since 2026-11-27", "“2026-12-16” lies ahead, since 11/27/2026"),
        ("“Set cost of TEA from 2026-12-16” stands", "“Set cost of TEA from 12/16/2026” stands"),
        (
            "Days are written as 2026-03-14; write it like 2026-03-14",
            "Days are written as 2026-03-14; write it like 2026-03-14",
        ),
    ],
)
def test_that_days_in_a_sentence_are_written_as_days_and_those_in_names_stay(told: str, written: str) -> None:
    assert Text.for_choice("point").days_in(told) == written
