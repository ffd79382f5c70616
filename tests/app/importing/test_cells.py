"""How cells are read: amounts, ids, days, and what is refused with which words."""

from __future__ import annotations

import re
from datetime import UTC, datetime
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.importing import cells
from app.importing.cells import DamagedByExcelError, Formats
from models.domain import bounds

POINT = Formats()
COMMA = Formats(decimal=",")


@pytest.mark.parametrize(
    "cell, expected",
    [
        ("1358.80", 135880),
        ("-3.75", -375),
        ("−3.75", -375),
        ("(3.75)", -375),
        ("3.75-", -375),
        ("+3.75", 375),
        ("$1,204.50", 120450),
        ("-$5.00", -500),
        ("$-5.00", -500),
        ("US$ 5", 500),
        ("CA$5.00", 500),
        ("£ 5.00", 500),
        ("Rs.1,00,000.0", 10000000),
        ("USD 12.50", 1250),
        ("1\u202f234.50", 123450),
        ("1'234.50", 123450),
        (".5", 50),
        ("5.", 500),
        ("0", 0),
        ("0.00", 0),
    ],
)
def test_that_an_amount_is_read_with_any_sign_currency_and_grouping(cell: str, expected: int) -> None:
    assert cells.money(cell, POINT) == expected


@pytest.mark.parametrize(
    "cell, expected", [("1.358,80", 135880), ("-3,75", -375), ("1 234,56", 123456), ("€ 5,00", 500), ("7", 700)]
)
def test_that_a_decimal_comma_is_read_where_the_file_has_one(cell: str, expected: int) -> None:
    assert cells.money(cell, COMMA) == expected


@pytest.mark.parametrize("cell", ["", "  ", "--", " --", "-", "–", "null", "n/a", "None"])
def test_that_what_means_no_value_is_none_and_never_0(cell: str) -> None:
    assert cells.money(cell, POINT) is None
    assert cells.units(cell, POINT) is None
    assert cells.decimal(cell, POINT) is None


@pytest.mark.parametrize("cell", ["abc", "1.2.3", "12,34.50", "1,2345", "$", ".", "5.4O", "1..0", "--5", "5%5"])
def test_that_what_is_no_number_is_refused_with_the_cell(cell: str) -> None:
    with pytest.raises(ValueError, match=r"is not a number"):
        cells.money(cell, POINT)


@pytest.mark.parametrize(
    "cell, formats, wanted",
    [
        ("12,50", POINT, "comma"),
        ("1.234,50", POINT, "comma"),
        ("-0,5", POINT, "comma"),
        ("€ 9,99", POINT, "comma"),
        ("12.50", COMMA, "point"),
        ("1,234.50", COMMA, "point"),
    ],
)
def test_that_a_number_with_the_other_decimal_mark_says_what_to_do(cell: str, formats: Formats, wanted: str) -> None:
    other = COMMA if formats is POINT else POINT
    assert cells.money(cell, other) is not None
    with pytest.raises(ValueError, match=rf"^“{cell}” is not a number .*a decimal {wanted} \(--decimal {wanted}\)$"):
        cells.money(cell, formats)


@pytest.mark.parametrize("cell", ["12,34.50", "1,2,3", "1,2345.6", "12,3a", "1.2.3,4"])
def test_that_a_number_that_no_decimal_mark_reads_asks_for_none(cell: str) -> None:
    with pytest.raises(ValueError, match=r"is not a number[^-]*$"):
        cells.money(cell, POINT)
    with pytest.raises(ValueError, match=r"is not a number[^-]*$"):
        cells.money("12,50", Formats(spreadsheet=True))


def test_that_no_amount_is_rounded_on_import() -> None:
    with pytest.raises(ValueError, match=r"no amount is rounded on import"):
        cells.money("1234.567", POINT)


@pytest.mark.parametrize(
    "cell, formats, rounded",
    [("3.005", POINT, "3.01"), ("-1.234,567", COMMA, "-1234,57"), ("12.5", Formats(decimals=0), "13")],
)
def test_that_an_amount_with_too_many_decimals_says_what_to_round_it_to(
    cell: str, formats: Formats, rounded: str
) -> None:
    with pytest.raises(ValueError, match=rf"rounded on import\. Round it in the file, such as to {rounded}$"):
        cells.money(cell, formats)


def test_that_ad_spend_and_workbook_numbers_are_rounded_half_up() -> None:
    assert cells.rough_money("37.656666666666666", POINT) == 3766
    assert cells.rough_money("10.005", POINT) == 1001
    assert cells.rough_money("", POINT) is None
    assert cells.money("0.30000000000000004", Formats(spreadsheet=True)) == 30
    assert cells.money("1.5E-7", Formats(spreadsheet=True)) == 0
    assert cells.money("12345678901.230002", Formats(spreadsheet=True)) == 1234567890123
    for cell in ("0.125", "0.004", "3.005", "33.33333333333333"):
        with pytest.raises(ValueError, match="has more decimals than the currency; no amount is rounded"):
            cells.money(cell, Formats(spreadsheet=True))


def test_that_a_currency_decides_the_decimals() -> None:
    assert cells.money("1200", Formats(decimals=0)) == 1200
    assert cells.money("1.205", Formats(decimals=3)) == 1205
    with pytest.raises(ValueError, match=r"more decimals than the currency"):
        cells.money("12.50", Formats(decimals=0))


@given(st.integers(-(10**12), 10**12))
def test_that_money_written_in_any_usual_way_reads_back(minor: int) -> None:
    value = Decimal(minor).scaleb(-2)
    for written in (f"{value:.2f}", f"{value:,.2f}", f"${abs(value):,.2f}"):
        sign = -1 if minor < 0 and written.startswith("$") else 1
        assert cells.money(written, POINT) == sign * minor
    european = f"{value:,.2f}".translate(str.maketrans(",.", ".,"))
    assert cells.money(european, COMMA) == minor


@given(st.text(max_size=12))
def test_that_any_text_is_read_or_refused_in_words(cell: str) -> None:
    readers = (cells.money, cells.rough_money, cells.units, cells.day, cells.days, cells.rate, cells.identifier)
    for reader in (*readers, cells.text, cells.currency, cells.flag, cells.stocked_units, cells.when("%Y-%m-%d")):
        for formats in (POINT, COMMA, Formats(spreadsheet=True, day_first=True)):
            try:
                reader(cell, formats)
            except ValueError as refusal:
                assert str(refusal).startswith("“")  # noqa: PT017 - any text may do either


def test_that_units_are_whole() -> None:
    assert cells.units("1,204", POINT) == 1204
    assert cells.units("3.0", POINT) == 3
    with pytest.raises(ValueError, match=r"not a whole number of units"):
        cells.units("1.5", POINT)


def test_that_not_stocked_is_not_0() -> None:
    assert cells.stocked_units("Not stocked", POINT) == cells.NOT_STOCKED
    assert cells.stocked_units("0", POINT) == 0
    assert cells.stocked_units("", POINT) is None


@pytest.mark.parametrize(
    "cell, expected",
    [
        ("0012", "0012"),
        (" SOAP-1 ", "SOAP-1"),
        ("'04000", "04000"),
        ('="254927681910001"', "254927681910001"),
        ("5E3", "5E3"),
        ("1e10", "1e10"),
        ("NA", "NA"),
        ("#1001", "#1001"),
        ("#", "#"),
        ("12.10", "12.10"),
    ],
)
def test_that_an_id_stays_the_text_it_is(cell: str, expected: str) -> None:
    assert cells.identifier(cell, POINT) == expected


@pytest.mark.parametrize("cell", ["7.82115E+12", "1.19E+14", "7,82115E+12", "########"])
def test_that_an_id_excel_has_changed_condemns_the_file(cell: str) -> None:
    with pytest.raises(DamagedByExcelError, match=r"Excel"):
        cells.identifier(cell, POINT)


@pytest.mark.parametrize(
    "cell, expected",
    [
        ("2026-03-14", "2026-03-14"),
        ("2026-03-14 00:00:00", "2026-03-14"),
        ("2026-03-14T10:11:12Z", "2026-03-14"),
        ("14.03.2026", "2026-03-14"),
        ("14.3.26", "2026-03-14"),
        ("Mar 14, 2026", "2026-03-14"),
        ("March 14, 2026", "2026-03-14"),
        ("14-Mar-26", "2026-03-14"),
        ("14 Mar 2026", "2026-03-14"),
        ("", ""),
    ],
)
def test_that_a_day_is_read_in_any_form_that_says_which_it_is(cell: str, expected: str) -> None:
    assert cells.day(cell, POINT) == expected


def test_that_day_and_month_are_never_guessed() -> None:
    assert cells.day("03/04/2026", Formats(day_first=True)) == "2026-04-03"
    assert cells.day("03/04/2026", Formats(day_first=False)) == "2026-03-04"
    with pytest.raises(ValueError, match=r"day/month or month/day.*--day-first"):
        cells.day("03/04/2026", POINT)


@pytest.mark.parametrize("cell", ["2026-02-31", "31.02.2026", "yesterday", "45384.34789", "2026-13-01"])
def test_that_what_is_no_day_is_refused(cell: str) -> None:
    with pytest.raises(ValueError, match=r"is not a day"):
        cells.day(cell, POINT)


def test_that_a_range_of_days_in_one_cell_is_read() -> None:
    assert cells.days("Jul 06, 2026 - Jul 29, 2026", POINT) == ("2026-07-06", "2026-07-29")
    assert cells.days("2026-07-06", POINT) == ("2026-07-06", "2026-07-06")
    assert cells.days("", POINT) is None


def test_that_a_moment_keeps_its_offset_and_its_day_as_written() -> None:
    read = cells.when("%Y-%m-%d %H:%M:%S %z", "%Y-%m-%d %H:%M:%S")
    late = read("2026-03-02 23:20:57 -0500", POINT)
    assert isinstance(late, datetime)
    assert late.date().isoformat() == "2026-03-02"
    assert late.astimezone(UTC).date().isoformat() == "2026-03-03"
    assert read("2026-03-02 23:20:57 UTC", POINT) == datetime(2026, 3, 2, 23, 20, 57)  # noqa: DTZ001 - as written
    assert read("", POINT) is None


@pytest.mark.parametrize("cell", ["2/25/17", "02/25/2017", "3/20/2025 05:20", "45384.34789"])
def test_that_a_moment_excel_has_changed_is_refused_with_the_reason(cell: str) -> None:
    with pytest.raises(ValueError, match=r"opened and saved in Excel"):
        cells.when("%Y-%m-%d %H:%M:%S")(cell, POINT)


def test_that_a_rate_is_text_with_a_point_and_above_zero() -> None:
    assert cells.rate("1.0837", POINT) == "1.0837"
    assert cells.rate("1,0837", POINT) == "1.0837"
    assert cells.rate("1,234.5", POINT) == "1234.5"
    assert cells.rate("0.731", COMMA) == "0.731"
    for cell in ("0", "-1", ""):
        with pytest.raises(ValueError, match=r"is not a rate"):
            cells.rate(cell, POINT)


def test_that_a_currency_is_a_code_or_blank() -> None:
    assert cells.currency(" usd ", POINT) == "USD"
    assert cells.currency("", POINT) == ""
    for cell in ("US$", "EURO", "€", "ZZZ", "XXX"):
        with pytest.raises(ValueError, match=r"is not a currency code"):
            cells.currency(cell, POINT)


def test_that_yes_and_no_are_read() -> None:
    assert [cells.flag(cell, POINT) for cell in ("true", "TRUE", "Yes", "false", "No", "")] == [True] * 3 + [False] * 3


def said_of_money(cell: str, formats: Formats) -> object:
    """Read an amount, or give the refusal."""
    try:
        return cells.money(cell, formats)
    except ValueError as error:
        return str(error)


@given(st.text("0123456789.,- ٣²", max_size=8), st.integers(0, 3))
def test_that_a_plain_amount_is_read_as_one_that_is_looked_at_more_closely(cell: str, decimals: int) -> None:
    formats = Formats(decimals=decimals)
    # A space is no part of a plain amount, and none of any other.
    assert said_of_money(cell, formats) == said_of_money(f" {cell}", formats)


@pytest.mark.parametrize(
    "cell, formats, kept",
    [
        ("100000000000.00", POINT, "99,999,999,999.99"),
        ("-100,000,000,000.00", POINT, "99,999,999,999.99"),
        ("100000000000,00", COMMA, "99,999,999,999.99"),
        ("10000000000000", Formats(decimals=0), "9,999,999,999,999"),
        ("1E+400", Formats(spreadsheet=True), "99,999,999,999.99"),
        ("9" * 5000, POINT, "99,999,999,999.99"),
    ],
)
def test_that_an_amount_that_no_ledger_can_keep_is_refused(cell: str, formats: Formats, kept: str) -> None:
    for read in (cells.money, cells.rough_money):
        with pytest.raises(ValueError, match=rf"is too large: amounts are kept up to {kept}$"):
            read(cell, formats)


def test_that_the_largest_amount_and_units_are_read() -> None:
    assert cells.money("-99999999999.99", POINT) == -bounds.MOST_MINOR
    assert cells.money("99,999,999,999.99", POINT) == bounds.MOST_MINOR
    assert cells.units("100000000", POINT) == bounds.MOST_UNITS
    # A million of these amounts, one at the highest rate, and the cost of so many units fit into 64 bits.
    most = (
        900_000 * bounds.MOST_MINOR,
        bounds.MOST_RATE * bounds.MOST_MINOR,
        bounds.MOST_UNITS * bounds.MOST_UNIT_COST,
    )
    assert max(most) < 2**63


def test_that_units_sizes_and_rates_that_no_ledger_can_keep_are_refused() -> None:
    with pytest.raises(ValueError, match=r"“1000000000” is too large: units are kept up to 100,000,000"):
        cells.units("1000000000", POINT)
    with pytest.raises(ValueError, match=r"is too large: sizes are kept up to 100,000,000"):
        cells.thousandths("1000000000.001", POINT)
    with pytest.raises(ValueError, match=r"“900001” is too large: rates are kept up to 900,000"):
        cells.rate("900001", POINT)


@pytest.mark.parametrize(
    "read, cell",
    [
        (cells.day, "1826-09-03"),
        (cells.day, "31.12.1989"),
        (cells.day, "Sep 03, 1926"),
        (cells.moment, "1989-12-31 23:59"),
        (cells.shop_moment, "1989-12-31 23:59:59 +0000"),
        (cells.when("%Y-%m-%d"), "1900-01-01"),
    ],
)
def test_that_a_day_before_anything_was_sold_online_is_a_slip(read: cells.Reader, cell: str) -> None:
    with pytest.raises(ValueError, match=rf"^“{re.escape(cell)}” lies before 1990\. Mend the year$"):
        read(cell, POINT)


def test_that_the_first_day_that_can_be_meant_is_read() -> None:
    assert cells.day("1990-01-01", POINT) == "1990-01-01"
    assert cells.shop_moment("1990-01-01 00:00:00 +0000", POINT) == datetime(1990, 1, 1, tzinfo=UTC)
    assert cells.days("Jan 01, 1990 - Jan 02, 1990", POINT) == ("1990-01-01", "1990-01-02")
