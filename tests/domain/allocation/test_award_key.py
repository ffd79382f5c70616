"""The exact key at the last lot of an award, for every rule."""

from __future__ import annotations

from datetime import date
from fractions import Fraction

import pytest

from models.domain.allocation.award_key import key_of
from models.domain.allocation.claimant import Claimant, OrderLine
from models.domain.allocation.demand import Demand
from models.domain.allocation.engine import allocate
from models.domain.allocation.ladder import Goal, ShareBy
from tests.domain.allocation.cases import one_rung

DAY = date(2026, 11, 2)
ONE = Claimant(
    "A",
    4,
    6,
    target=30,
    weight=Fraction(5),
    rate=Fraction(3),
    pos=7,
    ship_by=DAY,
    demand=Demand(22),
    contribution=300,
)


@pytest.mark.parametrize(
    "rule, key",
    [
        (ShareBy.PRIORITY, Fraction(4)),
        (ShareBy.EDD, DAY),
        (ShareBy.EQUAL, Fraction(12)),
        (ShareBy.EQUAL_LOSS, Fraction(12 - 30)),
        (ShareBy.PRORATA, Fraction(12 + 3, 30)),
        (ShareBy.SHARE, Fraction(12 + 3, 5)),
        (ShareBy.COVER, Fraction(7 + 12, 3)),
        (ShareBy.CONTRIBUTION, Fraction(-300 * 3, 6)),
    ],
)
def test_that_the_key_of_the_third_case_is_the_one_of_its_rule(rule: ShareBy, key: Fraction | date) -> None:
    found = allocate(18, [ONE], one_rung(rule))
    (award,) = found.awards
    assert key_of(award, ONE, found) == key


@pytest.mark.parametrize("rule", [ShareBy.SHARE, ShareBy.COVER, ShareBy.EDD])
def test_that_who_comes_after_everything_has_no_key(rule: ShareBy) -> None:
    one = Claimant("A", target=3)
    found = allocate(3, [one], one_rung(rule))
    assert key_of(found.awards[0], one, found) is None


def test_that_the_key_of_a_line_is_its_own_day() -> None:
    one = Claimant("A", ship_by=date(2026, 1, 1), lines=(OrderLine("1", 5, DAY),))
    found = allocate(5, [one], one_rung(ShareBy.EDD, Goal.COMMIT))
    assert key_of(found.awards[0], one, found) == DAY
