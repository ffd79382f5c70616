"""What a promotion brought, naive and honest side by side (B5); where the baseline is too unsure, it cannot tell.

incremental contribution = actual·E_promo − baseline·E_base − post-dip·E_base − taken from others·E_other − fixed
+ halo + funding. The naive figure, (actual − baseline)·E_promo, leaves out what the same units would have earned at
the usual price, the dip after it, the other channels and the fixed cost.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum
from fractions import Fraction

from models.domain.money import half_up
from models.domain.period import Period

_LONGEST_DIP = 28


class Verdict(StrEnum):
    """What can be said of a promotion."""

    PAID = "paid for itself"
    COST = "cost more than it brought"
    CANNOT_TELL = "cannot tell"


@dataclass(frozen=True)
class Taken:
    """Units that another channel or SKU did not sell because of the promotion, and what one of them contributes."""

    where: str
    units: Fraction | int
    expected: Fraction | int


@dataclass(frozen=True)
class Outcome:
    """Units sold, units that would have been sold, the dip after it, and contributions of a unit in minor units.

    `low` and `high` are the ends of the range that the baseline lies in (90 %); None where it could not be measured.
    `fixed`, `halo` (contribution of other things sold with it) and `funding` are in minor units.
    """

    actual: int
    baseline: Fraction | int
    expected_promoted: Fraction | int
    expected_usual: Fraction | int
    dip: Fraction | int = 0
    taken: tuple[Taken, ...] = ()
    fixed: int = 0
    halo: Fraction | int = 0
    funding: int = 0
    low: Fraction | int | None = None
    high: Fraction | int | None = None


@dataclass(frozen=True)
class Line:
    """One line of the reckoning in minor units."""

    label: str
    amount: Fraction


@dataclass(frozen=True)
class Readout:
    """The naive and the honest figure in minor units, the lines of the honest one, its range, and the verdict.

    `break_even` is the uplift at which the promoted units earn what the baseline would have, without the fixed cost;
    None where no uplift does. Both uplifts are exact parts of the baseline: 9/14 is 64.3 %.
    """

    naive: int
    honest: int
    lines: tuple[Line, ...]
    worst: int | None
    best: int | None
    break_even: Fraction | None
    achieved: Fraction | None
    verdict: Verdict


def read_out(outcome: Outcome) -> Readout:
    """Work out what a promotion brought."""
    lines = _lines(outcome)
    honest = sum((line.amount for line in lines), Fraction(0))
    worst, best = _range(outcome, honest)
    promoted, usual, baseline = (
        Fraction(one) for one in (outcome.expected_promoted, outcome.expected_usual, outcome.baseline)
    )
    return Readout(
        half_up((outcome.actual - baseline) * promoted),
        half_up(honest),
        lines,
        None if worst is None else half_up(worst),
        None if best is None else half_up(best),
        usual / promoted - 1 if promoted > 0 else None,
        outcome.actual / baseline - 1 if baseline > 0 else None,
        _verdict(worst, best),
    )


def dip_window(promoted: Period) -> Period:
    """Give the days after a promotion on which a dip is looked for: as many as it had, at most four weeks."""
    return Period(promoted.last + timedelta(days=1), promoted.last + timedelta(days=min(promoted.days, _LONGEST_DIP)))


def _lines(outcome: Outcome) -> tuple[Line, ...]:
    usual = Fraction(outcome.expected_usual)
    return (
        Line("Sold in the promotion", outcome.actual * Fraction(outcome.expected_promoted)),
        Line("Would have been sold anyway", -outcome.baseline * usual),
        Line("Sold less afterwards", -outcome.dip * usual),
        *(Line(f"Taken from {one.where}", -Fraction(one.units) * one.expected) for one in outcome.taken),
        Line("Fixed cost", Fraction(-outcome.fixed)),
        Line("Other things sold with it", Fraction(outcome.halo)),
        Line("Funding", Fraction(outcome.funding)),
    )


def _range(outcome: Outcome, honest: Fraction) -> tuple[Fraction | None, Fraction | None]:
    """Give the honest figure at both ends of the range of the baseline, the lower first."""
    if outcome.low is None or outcome.high is None:
        return None, None
    usual = Fraction(outcome.expected_usual)
    ends = [honest - (end - outcome.baseline) * usual for end in (outcome.low, outcome.high)]
    return min(ends), max(ends)


def _verdict(worst: Fraction | None, best: Fraction | None) -> Verdict:
    if worst is None or best is None:
        return Verdict.CANNOT_TELL
    if worst > 0:
        return Verdict.PAID
    return Verdict.COST if best < 0 else Verdict.CANNOT_TELL
