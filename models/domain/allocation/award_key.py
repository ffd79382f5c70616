"""The exact key that an award's last lot had in its rung, for the record of why it came when it did."""

from __future__ import annotations

from datetime import date
from fractions import Fraction

from models.domain.allocation.awards import Allocation, Award
from models.domain.allocation.claimant import Claimant
from models.domain.allocation.demand import CERTAIN, NOTHING
from models.domain.allocation.ladder import ShareBy


def key_of(award: Award, claimant: Claimant, allocation: Allocation) -> Fraction | date | None:
    """Give the key at the last lot of an award; None comes after everything: no weight, no rate, no date."""
    held = award.held - award.lot
    level = allocation.levels[award.claimant].reached[award.rung - 1]
    match award.rule:
        case ShareBy.PRIORITY:
            return Fraction(claimant.priority)
        case ShareBy.EDD:
            return next((line.ship_by for line in claimant.lines if line.id == award.line), claimant.ship_by)
        case ShareBy.EQUAL:
            return Fraction(held)
        case ShareBy.EQUAL_LOSS:
            return Fraction(held - level)
        case ShareBy.PRORATA:
            return Fraction(2 * held + award.lot, 2 * level)
        case ShareBy.SHARE:
            return (held + Fraction(award.lot, 2)) / claimant.weight if claimant.weight else None
        case ShareBy.COVER:
            return (claimant.pos + held) / claimant.rate if claimant.rate else None
        case ShareBy.CONTRIBUTION:
            return _worth(claimant, held, award.lot)


def _worth(claimant: Claimant, held: int, lot: int) -> Fraction:
    tails = (claimant.demand or NOTHING).tails
    start = claimant.pos + held
    sold = Fraction(tails.sales(start + lot) - tails.sales(start), CERTAIN * lot)
    return -max(0, claimant.contribution or 0) * sold
