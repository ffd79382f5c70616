"""The best plan of a policy model, found by trying every number of lots: exact, and quick enough for small cases."""

from __future__ import annotations

from fractions import Fraction

from models.domain.allocation.demand import CERTAIN
from models.domain.allocation.policy import PolicyModel


def best_value(model: PolicyModel) -> Fraction:
    """Give the largest expected contribution, in minor units, of a plan that fits and keeps the promises."""
    best: list[int | None] = [0] * (model.supply + 1)
    for code in sorted({lot.claimant for lot in model.lots}):
        choices = [(0, 0)]
        for lot in model.of(code):
            for _lot in range(lot.count):
                units, value = choices[-1]
                choices.append((units + lot.units, value + int(lot.value * CERTAIN)))
        kept = [(units, value) for units, value in choices if units >= model.promised.get(code, 0)]
        best = [best_of(best, kept, supply) for supply in range(model.supply + 1)]
    assert best[-1] is not None, "the promises do not fit"
    return Fraction(best[-1], CERTAIN)


def best_of(before: list[int | None], choices: list[tuple[int, int]], supply: int) -> int | None:
    """Give the most that one more claimant can add to what the ones before make of the rest of a supply."""
    found: int | None = None
    for units, value in choices:
        if units > supply:
            break
        rest = before[supply - units]
        if rest is not None and (found is None or rest + value > found):
            found = rest + value
    return found
