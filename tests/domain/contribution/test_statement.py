"""The statement: the worked levels of four channels, shared cost to the cent, shares and ratio."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from models.domain.accounts import Driver, Line
from models.domain.contribution.statement import (
    STACK,
    Figures,
    StatementRow,
    allocate_shared,
    figures_of,
    shared_pools,
    total_of,
    with_shared,
    with_shares,
)

# Twenty-six weeks, net sales 1,000,000: net sales, cost of goods, variable, advertising, own and shared operating cost.
WORKED = {
    "AMZ": (520_000, 187_200, 171_600, 52_000, 14_000, 26_000),
    "WHS": (330_000, 148_500, 29_700, 6_600, 18_000, 22_000),
    "EBY": (100_000, 42_000, 19_000, 4_000, 6_000, 14_000),
    "DTC": (50_000, 16_000, 12_000, 15_000, 62_000, 38_000),
}
LEVELS = {
    "AMZ": (332_800, 161_200, 109_200, 95_200, 69_200),
    "WHS": (181_500, 151_800, 145_200, 127_200, 105_200),
    "EBY": (58_000, 39_000, 35_000, 29_000, 15_000),
    "DTC": (34_000, 22_000, 7_000, -55_000, -93_000),
}


def worked(channel: str) -> Figures:
    sales, goods, variable, advertising, own, shared = WORKED[channel]
    return Figures(
        {
            Line.GROSS_SALES: sales,
            Line.COGS: -goods,
            Line.CHANNEL_COSTS: -variable,
            Line.MARKETING: -advertising,
            Line.CHANNEL_OPERATING_COST: -own,
            Line.SHARED_OPERATING_COST: -shared,
        }
    )


@pytest.mark.parametrize("channel", WORKED)
def test_that_the_levels_are_the_worked_ones(channel: str) -> None:
    figures = worked(channel)
    assert (figures.cm1, figures.cm2, figures.cm3, figures.cm4, figures.result) == LEVELS[channel]


def test_that_five_percent_of_revenue_at_half_of_operating_cost_has_the_ratio_ten() -> None:
    rows = [StatementRow(name, name, worked(name)) for name in WORKED]
    shared = with_shares(rows, total_of(row.figures for row in rows))
    by_name = {row.key: row for row in shared}
    assert by_name["DTC"].share_of_revenue == Decimal("0.05")
    assert by_name["DTC"].share_of_operating_cost == Decimal("0.5")
    assert by_name["DTC"].ratio == Decimal(10)
    assert by_name["EBY"].ratio == Decimal(1)
    assert sum((row.share_of_revenue or Decimal(0)) for row in shared) == 1


def test_that_a_channel_without_revenue_has_no_ratio() -> None:
    (row,) = with_shares([StatementRow("x", "x", Figures())], Figures())
    assert row.ratio is None
    assert row.share_of_revenue is None


def test_that_accounts_off_the_statement_do_not_move_it() -> None:
    figures = figures_of({"REV": 1000, "TAX_PASS": 80, "RESERVE": -50, "GIFT": 20, "UNCLASSIFIED": -7})
    assert figures.net_sales == 1000
    assert figures.result == 1000
    assert figures.line(Line.UNCLASSIFIED) == -7


def test_that_the_worked_settlement_gives_its_net_sales_fees_and_advertising() -> None:
    figures = figures_of(
        {"REV": 250_000, "REFUND": -2_500, "FEE_REF": -37_500 + 375 - 75, "FULFIL": -41_500, "STORAGE": -3_120}
        | {"ADS": -21_800, "TAX_PASS": 20_000 - 20_000, "RESERVE": 18_000 - 26_000}
    )
    assert figures.net_sales == 247_500
    assert figures.line(Line.CHANNEL_COSTS) == -81_820
    assert figures.line(Line.MARKETING) == -21_800


def test_that_shared_cost_is_split_by_each_driver() -> None:
    one = Figures({Line.GROSS_SALES: 300}, orders=1)
    other = Figures({Line.GROSS_SALES: 100}, orders=3)
    assert allocate_shared([one, other], {Driver.NET_SALES: -400}) == [-300, -100]
    assert allocate_shared([one, other], {Driver.ORDERS: -400}) == [-100, -300]
    assert allocate_shared([one, other], {Driver.EQUAL: -401}) == [-201, -200]


def test_that_a_channel_with_more_refunds_than_sales_bears_no_shared_cost_by_sales() -> None:
    loser = Figures({Line.GROSS_SALES: 10, Line.REFUNDS: -50})
    assert allocate_shared([loser, Figures({Line.GROSS_SALES: 10})], {Driver.NET_SALES: -100}) == [0, -100]


FIGURES = st.builds(
    lambda amounts, orders: Figures(dict(zip(Line, amounts, strict=True)), orders=orders),
    st.lists(st.integers(-(10**9), 10**9), min_size=len(Line), max_size=len(Line)),
    st.integers(0, 10**6),
)


@given(
    st.lists(FIGURES, min_size=1, max_size=9), st.dictionaries(st.sampled_from(Driver), st.integers(-(10**9), 10**9))
)
def test_that_shared_cost_of_channels_adds_up_to_the_company(channels: list[Figures], pools: dict[Driver, int]) -> None:
    parts = allocate_shared(channels, pools)
    assert sum(parts) == sum(pools.values())
    whole = total_of(with_shared(one, part) for one, part in zip(channels, parts, strict=True))
    for name in STACK:
        rows = [with_shared(one, part) for one, part in zip(channels, parts, strict=True)]
        assert whole.amount(name) == sum(row.amount(name) for row in rows)


def test_that_pools_are_read_from_the_shared_accounts() -> None:
    assert shared_pools({"SHARED_ORDERS": -5, "SHARED_EQUAL": 0, "REV": 9}) == {Driver.ORDERS: -5}
