"""Where it is not known what a unit contributes, no money is told: of no kind does a missing cost count as 0."""

from __future__ import annotations

from dataclasses import replace

import pytest

from tests.domain.conflicts.case import Case
from tests.domain.conflicts.price_cases import PRICE_CASES
from tests.domain.conflicts.promotion_cases import PROMOTION_CASES
from tests.domain.conflicts.stock_cases import STOCK_CASES

_EXPECTED = {
    "STOCK_FLOOR_SHORT": "a unit of MUG",
    "STOCK_OUT_RISK": "a unit of MUG",
    "CAPACITY_OVER": "a unit of the work of 3PL",
    "PARITY_GAP": "a unit of MUG",
    "PROMO_STOCK_SHORT": "a unit of MUG",
    "WHOLESALE_UNDERCUT": "a unit of MUG",
}
_KINDS = {case.code: case for case in (*PRICE_CASES, *PROMOTION_CASES, *STOCK_CASES)}


def untold(case: Case, field: str) -> tuple[int, str]:
    """Find the conflict of a case of which what it contributes is not known."""
    (found,) = case.found(replace(case.broken, **{field: None}))
    assert found.severity is found.kind.base
    return found.stake.minor, found.stake.formula


def said(what: str) -> str:
    return f"cannot be told: what {what} contributes is not known, for want of a landed cost, fees or sales"


@pytest.mark.parametrize("code", _EXPECTED)
def test_that_no_money_is_told_without_what_a_unit_contributes(code: str) -> None:
    assert untold(_KINDS[code], "expected") == (0, said(_EXPECTED[code]))


def test_that_no_money_is_told_without_what_an_order_contributes() -> None:
    assert untold(_KINDS["PROMO_SHIP_WINDOW"], "contribution") == (0, said("the order"))


def test_that_a_penalty_and_what_it_costs_to_cancel_are_told_all_the_same() -> None:
    lines = tuple([replace(line, each=None) for line in _KINDS["STOCK_COMMIT_SHORT"].broken.lines])
    (found,) = _KINDS["STOCK_COMMIT_SHORT"].found(replace(_KINDS["STOCK_COMMIT_SHORT"].broken, lines=lines))
    minor, formula = found.stake.minor, found.stake.formula
    assert (minor, formula) == (5_000, f"{said('the order')}; 50.00 USD penalty")
    minor, formula = untold(_KINDS["STOCK_OVERSOLD"], "expected")
    assert (minor, formula) == (15 * 200, f"{said('a unit of MUG')}; 15 units × 2.00 USD to cancel")
