"""Where no unit is expected to be sold, the formula says that, and begins with no "0 units ×"."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction
from typing import Any

import pytest

from models.domain.conflicts.agreement import tier_inversion
from models.domain.conflicts.campaign import promo_budget
from models.domain.conflicts.promotion import promo_stack_breach
from models.domain.conflicts.setting import NONE_SOLD, units_of
from models.domain.promotions.budget import Discounted
from tests.domain.conflicts.case import SETTING, Case
from tests.domain.conflicts.price_cases import PRICE_CASES
from tests.domain.conflicts.promotion_cases import K3, PROMOTION_CASES

_KINDS: dict[str, Case] = {case.code: case for case in (*PRICE_CASES, *PROMOTION_CASES)}
_SELLING = {
    "PRICE_BELOW_FLOOR": "units",
    "PRICE_LOSS": "units",
    "PRICE_DEAD_ZONE": "units",
    "PRICE_MISSING_COST": "units",
    "PRICE_MISMATCH": "units",
    "PARITY_GAP": "daily",
    "PROMO_OVERLAP": "baseline",
}


def told(code: str, fact: object) -> tuple[int, str]:
    """Find the conflict of a fact of a kind: its stake and its formula."""
    (found,) = _KINDS[code].found(fact)
    return found.stake.minor, found.stake.formula


@pytest.mark.parametrize("code", _SELLING)
def test_that_a_price_at_which_nothing_is_expected_to_be_sold_says_so(code: str) -> None:
    nothing: dict[str, Any] = {_SELLING[code]: 0}
    assert told(code, replace(_KINDS[code].broken, **nothing)) == (0, NONE_SOLD)


def test_that_nothing_moves_between_promotions_where_nothing_is_expected_to_be_sold() -> None:
    fact = _KINDS["PROMO_CROSS_CHANNEL"].broken
    prices = tuple(replace(one, units=0) for one in fact.prices)
    assert told("PROMO_CROSS_CHANNEL", replace(fact, prices=prices)) == (0, NONE_SOLD)


@pytest.mark.parametrize(
    "units, orders, minor, formula",
    [
        (0, 200_000, 20_000, "2,000.00 USD of open wholesale orders × 10 %"),
        (10, 0, 500, "10 units × 0.50 USD"),
        (0, 0, 0, f"{NONE_SOLD}; 0.00 USD of open wholesale orders × 10 %"),
    ],
)
def test_that_a_part_without_money_is_told_only_where_no_part_has_any(
    units: int, orders: int, minor: int, formula: str
) -> None:
    (found,) = promo_stack_breach(replace(K3, expected=100, units=units, orders=orders), SETTING)
    assert (found.stake.minor, found.stake.formula) == (minor, formula)


def test_that_steps_and_lines_of_which_none_is_expected_to_be_sold_are_left_out() -> None:
    ladder = _KINDS["TIER_INVERSION"].broken
    (found,) = tier_inversion(replace(ladder, tiers=tuple(replace(one, units=0) for one in ladder.tiers)), SETTING)
    assert (found.stake.minor, found.stake.formula) == (0, NONE_SOLD)
    spent = _KINDS["PROMO_BUDGET"].broken
    lines = (Discounted(0, 900), *spent.spending.lines)
    (other,) = promo_budget(replace(spent, spending=replace(spent.spending, lines=lines)), SETTING)
    assert other.stake.formula == _KINDS["PROMO_BUDGET"].formula


def test_that_a_part_of_a_unit_is_never_written_as_none() -> None:
    assert units_of(Fraction(1, 100)) == "0.01 units"
    assert units_of(Fraction(1, 1000)) == "less than 0.01 units"
