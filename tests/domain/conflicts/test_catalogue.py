"""The catalogue: every kind appears with its stake worked by hand, goes when it is fixed, and comes back.

The models behind K1 to K8: the own shop DTC keeps 2.9 % and 0.30 for payment and 5.35 for fulfilment, the marketplace
AMZ 15 % and 4.15; the goods cost 6.20 and the list price is 24.99. So a unit contributes 12.42 on DTC (24.99 − 1.02
− 5.35 − 6.20), 10.89 on AMZ (24.99 − 3.75 − 4.15 − 6.20), 7.56 at 19.99, 1.73 at 13.99 and 0.29 at 12.50 on DTC.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from fractions import Fraction
from typing import Any

import pytest

from models.domain.conflicts.checks import KINDS, Book, find
from models.domain.conflicts.conflict import Family, Severity
from models.domain.conflicts.lifecycle import Run, State, fold
from models.domain.money import half_up
from tests.domain.conflicts.by_hand import apart, is_told
from tests.domain.conflicts.case import NOON, SETTING, TODAY, Case
from tests.domain.conflicts.price_cases import K1, PRICE_CASES
from tests.domain.conflicts.promotion_cases import PROMOTION_CASES, STACKED
from tests.domain.conflicts.stock_cases import DATA_CASES, STOCK_CASES

CASES = (*PRICE_CASES, *PROMOTION_CASES, *STOCK_CASES, *DATA_CASES)


def dtc(price: int) -> int:
    return price - half_up(Fraction(29 * price, 1000)) - 30 - 535 - 620


def amz(price: int) -> int:
    return price - half_up(Fraction(15 * price, 100)) - 415 - 620


each = pytest.mark.parametrize("case", CASES, ids=lambda case: case.code)


@each
def test_that_a_kind_appears_with_its_stake(case: Case) -> None:
    (found,) = case.found(case.broken)
    assert found.kind.code == case.code
    assert (found.stake.minor, found.stake.formula) == (case.stake, case.formula)
    assert found.stake.currency == "USD"
    assert found.severity is case.severity
    assert found.between is case.between
    assert found.sentence
    assert found.kind.fix


@each
def test_that_the_formula_of_a_kind_comes_to_its_stake(case: Case) -> None:
    (found,) = case.found(case.broken)
    assert apart(found) <= 1 if is_told(found) else not found.stake.minor


@each
def test_that_a_kind_goes_when_it_is_fixed_and_comes_back(case: Case) -> None:
    runs = [Run(NOON, frozenset(one.fingerprint for one in case.found(fact))) for fact in (case.broken, case.fixed)]
    (name,) = runs[0].found
    assert not runs[1].found
    assert fold(runs, TODAY)[name].state is State.RESOLVED
    back = fold([*runs, runs[0]], TODAY)[name]
    assert (back.state, back.returns) == (State.NEW, 1)


def test_that_the_contributions_of_k1_to_k4_are_those_of_the_two_models() -> None:
    assert [dtc(price) for price in (2499, 1999, 1399, 1375, 1250, 1200)] == [1242, 756, 173, 150, 29, -20]
    assert amz(2499) == 1089
    assert [step.after.price for step in STACKED.steps] == [1999, 1699, 1399]


def test_that_every_kind_has_a_case_and_every_family_its_kinds() -> None:
    assert sorted(case.code for case in CASES) == sorted(kind.code for kind in KINDS)
    assert len({kind.code for kind in KINDS}) == len(KINDS) == 28
    assert [sum(kind.family is family for kind in KINDS) for family in Family] == [6, 10, 8, 4]


def test_that_the_catalogue_names_the_severities() -> None:
    base = {kind.code: kind.base for kind in KINDS}
    assert {code for code, severity in base.items() if severity is Severity.CRITICAL} == {
        "PRICE_LOSS",
        "STOCK_COMMIT_SHORT",
        "STOCK_OVERSOLD",
        "SETTLE_UNEXPLAINED",
    }
    assert {code for code, severity in base.items() if severity is Severity.LOW} == {"PROMO_FATIGUE", "STOCK_EXCESS"}


def book(*, broken: bool = True) -> Book:
    """Put the facts of all cases into one book."""
    facts: dict[str, Any] = {}
    for case in CASES:
        facts[case.facts] = (*facts.get(case.facts, ()), case.broken if broken else case.fixed)
    facts["prices"] = tuple(replace(one, sku=f"{one.sku}{number}") for number, one in enumerate(facts["prices"]))
    return Book(**facts)


def test_that_all_kinds_are_found_together_in_order_and_none_once_all_are_fixed() -> None:
    found = find(book(), SETTING)
    assert {one.kind.code for one in found} == {kind.code for kind in KINDS}
    order = [(-one.severity, -one.stake.minor, one.kind.code, one.fingerprint) for one in found]
    assert order == sorted(order)
    assert not find(book(broken=False), SETTING)


def test_that_a_new_run_on_the_same_facts_gives_the_identical_set() -> None:
    facts = book()
    turned = Book(**{name: tuple(reversed(getattr(facts, name))) for name in facts.__dataclass_fields__})
    first = find(facts, SETTING)
    assert find(book(), SETTING) == first
    assert find(turned, SETTING) == first
    doubled = Book(**{name: getattr(facts, name) * 2 for name in facts.__dataclass_fields__})
    assert find(doubled, SETTING) == first


def test_that_facts_that_contradict_each_other_are_refused() -> None:
    with pytest.raises(ValueError, match="PRICE_BELOW_FLOOR/sku=MUG/channel=DTC/2026-05-04 in different ways"):
        find(Book(prices=(K1, replace(K1, units=60))), SETTING)


def test_that_the_next_day_tells_of_the_same_conflicts() -> None:
    tomorrow = replace(SETTING, today=TODAY + timedelta(days=1))
    today = {one.fingerprint for one in find(book(), SETTING)}
    # An order line of 45 days ago is 46 days old tomorrow, but of the same week: no other conflict.
    assert {one.fingerprint for one in find(book(), tomorrow)} == today
