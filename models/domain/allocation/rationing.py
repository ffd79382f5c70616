"""The same shortage shared by each rule: units, expected contribution and lost sales of every channel side by side."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

from models.domain.allocation.awards import Units
from models.domain.allocation.checking import check, errors
from models.domain.allocation.claimant import Claimant
from models.domain.allocation.engine import share
from models.domain.allocation.ladder import REWARDS, Ladder, ShareBy
from models.domain.allocation.prepared import Prepared
from models.domain.allocation.worth import expected_contribution, lost_sales


@dataclass(frozen=True)
class Shared:
    """What a channel gets under a rule; contribution in minor units, None where its demand is not known."""

    units: Units
    contribution: Fraction | None
    lost: Fraction | None


@dataclass(frozen=True)
class Compared:
    """One rule: what it rewards, and every channel under it, or why it cannot be used here."""

    rule: ShareBy
    rewards: str
    channels: Mapping[str, Shared]
    refused: str = ""

    @property
    def contribution(self) -> Fraction | None:
        """The expected contribution of all channels, None if one is not known."""
        return _total([shared.contribution for shared in self.channels.values()])

    @property
    def lost(self) -> Fraction | None:
        """The lost sales of all channels in units, None if one is not known."""
        return _total([shared.lost for shared in self.channels.values()])


@dataclass(frozen=True)
class Comparison:
    """A shortage in one rung, counted from 1, under each of the eight rules."""

    rung: int
    rules: tuple[Compared, ...]


def compare(
    supply: int, claimants: Sequence[Claimant], ladder: Ladder, *, rung: int | None = None
) -> Comparison | None:
    """Share a supply by each rule in one rung; the others keep theirs. None where nothing is short.

    Unless given, counted from 1, the rung is the first that the supply does not fill: no rule of another one counts,
    but for loans.
    """
    short = share(Prepared(claimants, ladder), supply).rung if rung is None else rung - 1
    if short is None:
        return None
    rules = [_compared(supply, claimants, ladder.shared_by(rule, rung=short), rule) for rule in ShareBy]
    return Comparison(short + 1, tuple(rules))


def _compared(supply: int, claimants: Sequence[Claimant], ladder: Ladder, rule: ShareBy) -> Compared:
    wrong = errors(check(supply, claimants, ladder))
    if wrong:
        return Compared(rule, REWARDS[rule], {}, str(wrong[0]))
    prepared = Prepared(claimants, ladder)
    shares = share(prepared, supply)
    units = [Units(firm, loan) for firm, loan in zip(shares.firm, shares.loan, strict=True)]
    channels = {
        claimant.code: Shared(one, expected_contribution(claimant, one.all), lost_sales(claimant, one.all))
        for claimant, one in zip(prepared.ranked, units, strict=True)
    }
    return Compared(rule, REWARDS[rule], channels)


def _total(amounts: Sequence[Fraction | None]) -> Fraction | None:
    known = [amount for amount in amounts if amount is not None]
    return sum(known, Fraction(0)) if len(known) == len(amounts) else None
