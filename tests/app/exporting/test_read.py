"""The one-page read as text: aligned, on one page, with the period before beside it."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from app.exporting.read import WIDEST, one_page_read
from models.domain.accounts import Line
from models.domain.contribution.statement import Figures, Statement, StatementRow, total_of, with_shares
from models.domain.period import Period

MARCH = Period(date(2026, 3, 1), date(2026, 3, 31))


def channel(name: str, sales: int, own: int = 0, *, unclassified: int = 0) -> StatementRow:
    lines = {Line.GROSS_SALES: sales, Line.CHANNEL_OPERATING_COST: own, Line.UNCLASSIFIED: unclassified}
    return StatementRow(name, name, Figures(lines, units=12, orders=7))


def statement(*rows: StatementRow, currency: str = "USD") -> Statement:
    total = total_of(row.figures for row in rows)
    whole = with_shares([StatementRow("", "All channels", total)], total)[0]
    return Statement(tuple(with_shares(rows, total)), whole, currency, "channel")


AMAZON, SHOPIFY = channel("Amazon", 9_500_050, -500_000), channel("Shopify", 500_000, -600_049)


def lines_of(text: str) -> list[str]:
    return text.splitlines()


def test_that_columns_are_aligned_and_numbers_rounded_to_whole_units() -> None:
    lines = lines_of(one_page_read(statement(AMAZON, SHOPIFY), MARCH, title="Brand"))
    assert lines[0] == "Brand: March 2026, in USD"
    table = lines[lines.index("") + 1 :]
    assert len({len(line) for line in table[1:]}) == 1
    amazon, shopify, total = (line.split() for line in table if line.startswith(("Amazon", "Shopify", "All")))
    assert amazon == ["Amazon", *["95,001"] * 4, "90,001", "95.0", "45.5", "0.5×", "12", "7"]
    assert shopify == ["Shopify", *["5,000"] * 4, "−1,000", "5.0", "54.5", "10.9×", "12", "7"]
    assert total[2:] == [*["100,001"] * 4, "89,000", "100.0", "100.0", "1.0×", "24", "14"]


def test_that_the_period_before_stands_beside_it() -> None:
    before = statement(channel("Amazon", 10_000_000, -500_000), channel("Shopify", 0))
    text = one_page_read(statement(AMAZON, SHOPIFY), MARCH, before=before)
    amazon = next(line for line in lines_of(text) if line.startswith("Amazon"))
    shopify = next(line for line in lines_of(text) if line.startswith("Shopify"))
    assert "−5.0 %" in amazon
    assert "−5.3 %" in amazon
    assert shopify.split()[2] == "–"


def test_that_a_channel_new_since_then_has_no_change() -> None:
    text = one_page_read(statement(AMAZON, SHOPIFY), MARCH, before=statement(AMAZON))
    assert next(line.split()[2] for line in lines_of(text) if line.startswith("Shopify")) == "5,000"


def test_that_what_is_not_classified_is_said_with_its_amount_before_other_notes() -> None:
    text = one_page_read(statement(channel("Amazon", 100, unclassified=-1_550)), MARCH, notes=["A note."])
    assert lines_of(text)[-2:] == ["Unclassified, and part of no level: −15.50 USD.", "A note."]


def test_that_zero_is_a_quiet_dash_and_an_unknown_share_a_question_mark() -> None:
    text = one_page_read(statement(channel("Idle", 0)), MARCH)
    idle = next(line.split() for line in lines_of(text) if line.startswith("Idle  "))
    assert idle == ["Idle", *["–"] * 5, "?", "?", "?", "12", "7"]


@pytest.mark.parametrize("currency, shown", [("JPY", "9,500,050"), ("USD", "95,001"), ("KWD", "9,500")])
def test_that_amounts_have_the_units_of_their_currency(currency: str, shown: str) -> None:
    assert f" {shown} " in one_page_read(statement(AMAZON, currency=currency), MARCH)


def test_that_a_channel_with_a_long_name_is_cut_visibly() -> None:
    assert "\nThe Long Name O… " in one_page_read(statement(channel("The Long Name Of A Channel", 1)), MARCH)


@given(
    channels=st.lists(st.tuples(st.text(max_size=40), st.integers(-(10**12), 10**12)), max_size=80),
    compared=st.booleans(),
)
@example(channels=[("", 999_994_000_003), ("", -999_995_000_000)], compared=False)
@example(channels=[("", -1), ("", -171_199), ("", -99_994_828_800), *[("", 0)] * 8], compared=True)
def test_that_the_read_is_one_page(channels: list[tuple[str, int]], compared: bool) -> None:
    now = statement(*(channel(f"{index}{name}", sales, -sales // 3) for index, (name, sales) in enumerate(channels)))
    text = one_page_read(now, MARCH, before=now if compared else None)
    assert len(text.split("\n")) <= 50
    assert max(map(len, text.split("\n"))) <= WIDEST


def test_that_a_share_of_next_to_nothing_is_told_as_beyond_what_is_read() -> None:
    text = one_page_read(statement(channel("A", 999_994_000_003), channel("B", -999_995_000_000)), MARCH)
    row = next(line.split() for line in lines_of(text) if line.startswith("A "))
    assert "<−9,999" in row


def test_that_the_smallest_of_many_channels_are_summed_into_one_line() -> None:
    text = one_page_read(statement(*(channel(f"C{number}", number * 1_000) for number in range(1, 41))), MARCH)
    others = next(line.split() for line in lines_of(text) if line.startswith("11 others"))
    assert others[2] == "660"
    assert not any(line.startswith("C11 ") for line in lines_of(text))
