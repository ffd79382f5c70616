"""Promises of stock: each predicate at its limit, and missing units at stake once."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from hypothesis import given
from hypothesis import strategies as st

from models.domain.conflicts.conflict import Conflict
from models.domain.conflicts.promise import (
    OVERSOLD,
    SOLD,
    FirmLine,
    FirmStock,
    OpenOrder,
    Promised,
    SharedStock,
    stock_commit_short,
    stock_floor_short,
    stock_oversold,
)
from models.domain.conflicts.setting import Setting
from models.domain.stock import Fill
from tests.domain.conflicts.by_hand import apart

TODAY = date(2026, 5, 4)
SETTING = Setting(TODAY, "USD")
UNITS = st.integers(0, 200)
MUGS = FirmLine("MUG", 144, 84, 196, 144)
BOWLS = FirmLine("BOWL", 60, 60, 400, 60)


def short(*lines: FirmLine, penalty: int = 0) -> Conflict:
    """Find what an order of these lines lacks."""
    (found,) = stock_commit_short(OpenOrder("W-7", "WHS", "USD", lines, penalty), SETTING)
    return found


@given(UNITS, UNITS)
def test_that_a_channel_and_an_order_may_hold_just_what_was_promised(firm: int, wanted: int) -> None:
    found = list(stock_floor_short(FirmStock("MUG", "AMZ", "USD", firm, wanted, 1089), SETTING))
    assert [one.stake.minor for one in found] == ([(wanted - firm) * 1089] if firm < wanted else [])
    order = OpenOrder("W-7", "WHS", "USD", (FirmLine("MUG", wanted, firm, -5, wanted),), 5_000)
    at_stake = [one.stake.minor for one in stock_commit_short(order, SETTING)]
    assert at_stake == ([5_000] if firm < wanted else [])  # units that lose money cost the penalty of their order


def test_that_of_a_line_that_ships_in_part_the_missing_units_are_at_stake() -> None:
    found = short(MUGS, BOWLS)
    assert found.sentence == "For W-7 of WHS only 84 of 144 MUG are firm"
    assert (found.stake.minor, found.stake.formula) == (11_760, "60 units × 1.96 USD")


def test_that_a_line_or_an_order_that_ships_whole_is_at_stake_whole() -> None:
    whole = replace(MUGS, fill=Fill.FULL)
    found = short(whole, BOWLS)
    assert found.sentence == "For W-7 of WHS only 84 of 144 MUG, which ship whole, are firm"
    assert (found.stake.minor, found.stake.formula) == (28_224, "144 units × 1.96 USD")
    every = short(whole, replace(BOWLS, fill=Fill.FULL), penalty=5_000)
    formula = "144 units × 1.96 USD + 60 units × 4.00 USD + 50.00 USD penalty"
    assert (every.stake.minor, every.stake.formula) == (57_224, formula)
    assert apart(every) == 0
    # A short line that ships in part beside one that is whole and firm loses what is missing alone.
    assert short(MUGS, replace(BOWLS, fill=Fill.FULL)).stake.minor == 11_760


@given(UNITS, UNITS, UNITS, UNITS, UNITS)
def test_that_the_larger_of_published_and_sold_counts(stock: int, a: int, b: int, sold_a: int, sold_b: int) -> None:
    promised = (Promised("DTC", a, sold_a), Promised("AMZ", b, sold_b))
    over = max(a + b, sold_a + sold_b) - stock
    found = list(stock_oversold(SharedStock("MUG", "3PL", "USD", stock, promised, 1089, 200), SETTING))
    assert [one.stake.minor for one in found] == ([over * 1289] if over > 0 else [])


def test_that_units_that_orders_lack_are_at_stake_with_the_orders_alone() -> None:
    promised = (Promised("Harbor", 0, 144), Promised("Wholesale", 0, 336))
    shared = SharedStock("MUG", "3PL", "USD", 420, promised, 196, counted=60, orders=("W-7 of Harbor",))
    (found,) = stock_oversold(shared, SETTING)
    assert (found.stake.minor, found.stake.formula) == (0, "60 units are counted once, with W-7 of Harbor")
    assert found.sentence == "Of MUG at 3PL there are 420; Harbor and Wholesale have sold 480"
    assert (found.fix, found.advice) == (SOLD, SOLD)
    (shown,) = stock_oversold(replace(shared, promised=(*promised, Promised("Shop", 500))), SETTING)
    assert shown.sentence == "Of MUG at 3PL there are 420; Shop publishes 500, Harbor and Wholesale have sold 480"
    # 80 more are shown than there are, of which orders lack 60.
    told = "20 units × 1.96 USD; 60 units are counted once, with W-7 of Harbor"
    assert (shown.stake.minor, shown.stake.formula) == (3_920, told)
    assert shown.fix == OVERSOLD.fix


def test_that_of_a_minimum_units_that_orders_lack_are_at_stake_with_the_orders() -> None:
    fact = FirmStock("MUG", "AMZ", "USD", 30, 40, 1000, counted=4, orders=("W-7 of AMZ",))
    (found,) = stock_floor_short(fact, SETTING)
    told = "6 units × 10.00 USD; 4 units are counted once, with W-7 of AMZ"
    assert (found.stake.minor, found.stake.formula) == (6_000, told)
    (found,) = stock_floor_short(replace(fact, counted=12), SETTING)
    assert (found.stake.minor, found.stake.formula) == (0, "10 units are counted once, with W-7 of AMZ")


def test_that_stock_promised_by_one_channel_is_no_matter_between_channels() -> None:
    promised = (Promised("DTC", 120), Promised("AMZ", 0))
    (found,) = stock_oversold(SharedStock("MUG", "3PL", "USD", 100, promised, 1089), SETTING)
    assert (found.between, found.channels) == (False, ("DTC",))
    assert found.sentence == "Of MUG at 3PL there are 100; DTC publishes 120"
