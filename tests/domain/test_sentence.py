"""Tests of the one sentence over a statement."""

from __future__ import annotations

import pytest

from models.domain.accounts import Line
from models.domain.contribution.sentence import sentence
from models.domain.contribution.statement import Figures, Statement, StatementRow, total_of, with_shares


def channel(name: str, *, sales: int = 0, fees: int = 0, own: int = 0, shared: int = 0) -> StatementRow:
    lines = {
        Line.GROSS_SALES: sales,
        Line.CHANNEL_COSTS: fees,
        Line.CHANNEL_OPERATING_COST: own,
        Line.SHARED_OPERATING_COST: shared,
    }
    return StatementRow(name, name, Figures(lines))


def said(*rows: StatementRow) -> str:
    total = total_of(row.figures for row in rows)
    whole = StatementRow("", "All channels", total)
    return sentence(Statement(tuple(with_shares(rows, total)), whole, "USD", "channel"))


AMAZON = channel("Amazon", sales=52_000, fees=-20_000, own=-4_000, shared=-4_000)
WHOLESALE = channel("Wholesale", sales=43_000, fees=-9_000, own=-6_000, shared=-6_000)


def test_that_a_channel_that_loses_after_its_operating_cost_is_named_with_its_shares() -> None:
    shopify = channel("Shopify", sales=5_000, fees=-1_000, own=-12_000, shared=-8_000)
    assert said(AMAZON, shopify, WHOLESALE) == (
        "2 of 3 channels contribute; "
        "Shopify costs more to run than it brings in: 5 % of revenue at 50 % of operating cost"
    )


def test_that_all_channels_contribute_is_said_without_more_where_cost_follows_revenue() -> None:
    assert said(AMAZON, WHOLESALE) == "Both channels contribute"


def test_that_a_channel_that_contributes_at_far_more_than_its_share_of_cost_is_named() -> None:
    heavy = channel("Etsy", sales=5_000, own=-4_000, shared=-8_000)
    assert said(AMAZON, WHOLESALE, heavy) == (
        "All 3 channels contribute; Etsy brings 5 % of revenue at 38 % of operating cost"
    )


@pytest.mark.parametrize(
    "row, words",
    [
        (channel("Shopify", sales=100, fees=-150), "Shopify loses money before its operating cost"),
        (channel("Shopify", sales=-100), "Shopify gave back more than it sold"),
        (channel("Shopify", own=-100), "Shopify cost money and sold nothing in this period"),
    ],
)
def test_that_how_a_channel_loses_is_said(row: StatementRow, words: str) -> None:
    assert said(row) == words
    assert said(AMAZON, row).startswith(f"1 of 2 channels contributes; {words}")


def test_that_the_two_worst_are_named_and_the_rest_counted() -> None:
    losing = [channel(f"C{number}", sales=100, fees=-200 * number) for number in range(1, 5)]
    assert said(*losing) == (
        "None of 4 channels contribute; C4 loses money before its operating cost; "
        "C3 loses money before its operating cost; 2 more lose money too"
    )


def test_that_a_channel_that_only_carries_shared_cost_is_not_counted() -> None:
    assert said(AMAZON, WHOLESALE, channel("Dormant", shared=-500)) == "Both channels contribute"


def test_that_one_channel_is_not_counted_but_named() -> None:
    assert said(AMAZON) == "Amazon contributes"


def test_that_an_empty_statement_says_that_nothing_moved() -> None:
    assert said() == "Nothing was sold or spent in this period"
    assert said(channel("Amazon")) == "Nothing was sold or spent in this period"
    assert said(channel("Amazon", shared=-110)) == "Nothing was sold in this period; only shared cost was spent"
