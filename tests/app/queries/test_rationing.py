"""A shortage of a ledger's SKU under each of the eight rules, and what its rules cost; figures of GA12 and GA13."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from pathlib import Path

import pytest

from app.ledger.ledger import Ledger
from app.queries.policy_costs import COLUMNS as COST_COLUMNS
from app.queries.policy_costs import cost_of, most_at_stake
from app.queries.rationing import COLUMNS, Rationing, lost_units, rationing, table_of
from models.domain.allocation.claimant import Claimant
from models.domain.allocation.facts import Supply
from models.domain.allocation.ladder import STANDARD, Goal, Ladder, Rung, ShareBy
from models.domain.allocation.outcome import Outcome, share_out
from models.domain.allocation.planning import Planned
from models.domain.money import Money
from tests.domain.allocation.cases import MUG_LADDER
from tests.make import new_ledger

PATIENT = 10_000  # milliseconds; a busy machine must not change what is best
# The mug of GA1 with what a unit brings in, in cents, as GA13 has it.
MUG = (
    Claimant("AMZ", 2, 12, floor=60, cap=480, weight=Fraction(50), rate=Fraction(10), pos=120, contribution=1089),
    Claimant("DTC", 1, floor=50, cap=400, weight=Fraction(30), rate=Fraction(6), contribution=1242),
    Claimant("WHS", 1, 24, 48, 96, cap=240, weight=Fraction(15), rate=Fraction(3), contribution=480),
    Claimant("EBY", 3, floor=10, cap=60, weight=Fraction(5), rate=Fraction(2), contribution=920),
)


@pytest.fixture
def ledger(tmp_path: Path) -> Iterator[Ledger]:
    """Give a ledger, for its currency."""
    made = new_ledger(tmp_path)
    yield made
    made.close()


def mug(supply: int, **fixed: int) -> Outcome:
    """Share out a supply of mugs."""
    return share_out(Planned("MUG", Supply(supply, 0), MUG, MUG_LADDER, fixed))


def compared(ledger: Ledger, outcome: Outcome, percent: int = 100) -> Rationing:
    """Compare in a session."""
    with ledger.read() as session:
        return rationing(session, outcome, percent=percent)


@pytest.mark.parametrize("supply, cost, promises", [(400, 7281, 27901), (200, 9276, 65016), (600, 23262, 0)])
def test_that_the_mug_costs_what_ga13_says_with_demand_from_its_rates(supply: int, cost: int, promises: int) -> None:
    found = cost_of(mug(supply), "USD", time_limit=PATIENT)
    assert (found.cost.minor, found.all_promises.minor) == (cost, promises)
    assert found.promises == {"WHS": Money(promises, "USD")}
    assert found.proved
    told = {column.title: column.value(found) for column in COST_COLUMNS}
    assert (told["Rules cost"], told["Gap"], told["Limit ms"]) == (Money(cost, "USD"), "0 %, proved", PATIENT)


def test_that_the_share_of_the_cost_is_that_of_ga13() -> None:
    assert str(cost_of(mug(400), "USD", time_limit=PATIENT).share) == "0.018"


def test_that_a_solver_without_time_says_how_far_the_best_may_be() -> None:
    found = cost_of(mug(400), "USD", time_limit=0)
    assert (found.proved, found.cost.minor, found.time_limit) == (False, 0, 0)


def test_that_fixed_numbers_are_kept_like_promises() -> None:
    found = cost_of(mug(400, AMZ=120), "USD", time_limit=PATIENT)
    assert "AMZ" not in found.best_units
    assert found.supply == 280
    assert sum(found.best_units.values()) <= 280


def test_that_each_rule_shares_the_same_shortage(ledger: Ledger) -> None:
    outcome = mug(600)
    found = compared(ledger, outcome)
    assert found.rung is not None
    assert (found.rung.name, found.supply) == ("cover42", 600)
    assert [row.rule for row in found.sums] == [*ShareBy]
    used = {row.channel: row.units for row in found.of(ShareBy.COVER)}
    assert used == {code: outcome.units(code).all for code in ("AMZ", "DTC", "WHS", "EBY")}
    assert [row.rule for row in found.sums if row.is_used] == [ShareBy.COVER]
    for row in found.sums:
        own = found.of(row.rule)
        assert sum(one.units for one in own) == row.units <= 600
        assert row.contribution is not None
        assert abs(sum(one.contribution.minor for one in own if one.contribution) - row.contribution.minor) <= 2
        assert lost_units(row)
    assert found.best is not None
    assert found.best.contribution == max(
        (row.contribution for row in found.sums if row.contribution), key=lambda money: money.minor
    )
    assert len(table_of(found)) == 8 * 5
    assert [column.title for column in COLUMNS][:2] == ["Shared by", "Channel"]


def test_that_half_of_the_supply_runs_out_earlier(ledger: Ledger) -> None:
    found = compared(ledger, mug(300), percent=50)
    assert found.rung is not None
    assert (found.supply, found.rung.name) == (150, "floor")


def test_that_a_rule_that_needs_a_cap_says_so_and_nothing_short_gives_no_rows(ledger: Ledger) -> None:
    free = (Claimant("A", weight=Fraction(1), rate=Fraction(1)), Claimant("B", weight=Fraction(1), rate=Fraction(1)))
    found = compared(ledger, share_out(Planned("TEA", Supply(500, 0), free, STANDARD)))
    refused = {row.rule for row in found.sums if row.refused}
    assert refused == {ShareBy.PRORATA, ShareBy.EQUAL_LOSS}
    capped = (Claimant("A", target=3),)
    enough = share_out(Planned("TEA", Supply(5, 0), capped, Ladder((Rung(Goal.TARGET, ShareBy.EQUAL),))))
    assert compared(ledger, enough) == Rationing(5, None, ())


def test_that_most_at_stake_comes_first_and_nothing_at_stake_stays_out() -> None:
    capped = (Claimant("A", target=3, contribution=100),)
    enough = share_out(Planned("TEA", Supply(5, 0), capped, Ladder((Rung(Goal.TARGET, ShareBy.EQUAL),))))
    found = most_at_stake([enough, mug(600), mug(200)], 20)
    assert [one.supply for one in found] == [200, 600]
    assert [one.supply for one in most_at_stake([mug(600), mug(200)], 1)] == [200]
