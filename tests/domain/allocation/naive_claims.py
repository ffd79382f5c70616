"""What a claimant asks for in a rung, for the reference engine: its level, its next lot, and its chance of a sale."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import ROUND_HALF_EVEN, Decimal, localcontext
from fractions import Fraction
from functools import cache

from models.domain.allocation.claimant import Claimant
from models.domain.allocation.demand import Demand
from models.domain.allocation.ladder import Rung

ENDLESS = 10**18


@dataclass
class Claim:
    one: Claimant
    rung: Rung
    level: int
    lined: list[tuple[int, str, date | None]]  # size, line, day: the lots of order lines that are still to come

    def next_lot(self, held: int) -> tuple[int, str, date | None]:
        if self.lined:
            return self.lined.pop(0)
        if self.rung.goal == "commit" and self.one.lines:
            return self.level - held, "", None  # what the MOQ asks for beyond the lines
        return self.one.lot if held else max(self.one.lot, least_of(self.one)), "", self.one.ship_by


def least_of(one: Claimant) -> int:
    return -(-one.moq // one.lot) * one.lot


def claim(one: Claimant, rung: Rung, held: int) -> Claim:
    """Give the claim of a claimant that holds its level in the rung before."""
    cap, least = (ENDLESS if one.cap is None else one.cap) // one.lot * one.lot, least_of(one)
    if cap < least or not one.enabled:
        return Claim(one, rung, 0, [])
    lined = lots_of_lines(one, cap) if rung.goal == "commit" else []
    if rung.goal == "commit" and one.lines:
        whole = sum(size for size, *_ in lined)
    else:
        up = rung.rounding == "up" if rung.rounding else rung.goal in {"commit", "floor"}
        whole = (-(-goal(one, rung) // one.lot) if up else goal(one, rung) // one.lot) * one.lot
    level = min(cap, max(held, whole))
    if 0 < level < least:
        level = least if rung.goal == "commit" else 0
    while lined and held >= lined[0][0]:
        held -= lined.pop(0)[0]
    if lined:
        lined[0] = (lined[0][0] - held, *lined[0][1:])
    return Claim(one, rung, level, lined)


def lots_of_lines(one: Claimant, cap: int) -> list[tuple[int, str, date | None]]:
    lined: list[tuple[int, str, date | None]] = []
    for line in sorted(one.lines, key=lambda line: (line.ship_by is None, str(line.ship_by), line.id)):
        units = -(-line.units // one.lot) * one.lot
        if sum(size for size, *_ in lined) + units <= cap:
            pieces = [units] if line.fill == "full" else [one.lot] * (units // one.lot)
            lined += [(piece, line.id, line.ship_by) for piece in pieces]
    return lined


def goal(one: Claimant, rung: Rung) -> int:
    match rung.goal:
        case "commit":
            return one.commit
        case "cover":
            return max(0, -int(-one.rate * rung.days // 1) - one.pos)
        case "rest":
            return ENDLESS if one.cap is None else one.cap
        case typed:
            return int(getattr(one, typed))


@cache
def chance(demand: Demand, units: int) -> Fraction:
    """P(D > units), rounded half even to twelve decimals."""
    if units < demand.certain:
        return Fraction(1)
    with localcontext(prec=60):
        mean = Decimal(demand.mean.numerator) / demand.mean.denominator
        term = total = (-mean).exp()
        for number in range(1, units - demand.certain + 1):
            term *= mean / number
            total += term
        return Fraction((1 - total).quantize(Decimal("1e-12"), ROUND_HALF_EVEN))
