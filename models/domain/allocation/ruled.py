"""What the rules say of a SKU on a channel, with the reason of every number; the same for all SKUs that none names."""

from __future__ import annotations

from fractions import Fraction
from typing import Any, NamedTuple, TypeVar

from models.domain.allocation.claimant import OrderLine
from models.domain.allocation.promise import HORIZON_DAYS
from models.domain.allocation.rules import (
    Cap,
    CasePack,
    ChannelBuffer,
    CommitmentHold,
    ContractHold,
    DaysOfCover,
    GuaranteedMinimum,
    Moq,
    Priority,
    Share,
    Target,
)
from models.domain.demand import Demand, Weekly
from models.domain.rules import Asked, Rules, Winner
from models.domain.words import figure

_Units = TypeVar("_Units", GuaranteedMinimum, Target, Cap, CasePack, Moq)


class Reason(NamedTuple):
    """Why a number is what it is; a reason of the pool names no channel. Its words are put together when asked for."""

    channel: str
    field: str
    number: int | Fraction | str
    why: Winner[Any] | Demand | Weekly | str

    @property
    def sentence(self) -> str:
        """Say the number, whose it is, and where it comes from."""
        number = figure(self.number, 2) if isinstance(self.number, Fraction) else self.number
        unit = " a day" if self.field == "rate" else ""
        whose = f" of {self.channel}" if self.channel else ""
        why = self.why if isinstance(self.why, str) else self.why.reason()
        return f"{self.field} {number}{unit}{whose}: {why}"


class Ruled(NamedTuple):
    """The numbers that rules give a channel; None where no rule is meant, and facts count.

    `hold` is the days ahead for which order lines are held, `contracts` are lines to be held beside them. `reasons`
    are those of the numbers that stand here, not of what first has to be set beside sales.
    """

    share: Winner[Share] | None
    cover: Winner[DaysOfCover] | None
    buffer: Winner[ChannelBuffer] | None
    priority: int | None
    lot: int | None
    moq: int | None
    floor: int
    target: int
    cap: int | None
    hold: int
    contracts: tuple[OrderLine, ...]
    reasons: tuple[Reason, ...]


def ruled(rules: Rules, of: Asked) -> Ruled:
    """Ask the rules for everything they say of a SKU on a channel."""
    reasons: list[Reason] = []
    asked, channel = of._asdict(), of.channel

    def units(kind: type[_Units], field: str) -> int | None:
        found = rules.winner(kind, **asked)
        if found is None:
            return None
        reasons.append(Reason(channel, field, found.rule.what.units, found))
        return found.rule.what.units

    place, hold = rules.winner(Priority, **asked), rules.winner(CommitmentHold, **asked)
    if place is not None:
        reasons.append(Reason(channel, "priority", place.rule.what.place, place))
    lot, moq = units(CasePack, "case"), units(Moq, "MOQ")
    floor, target, cap = units(GuaranteedMinimum, "floor"), units(Target, "target"), units(Cap, "cap")
    contracts = rules.every(ContractHold, **asked)
    for rule in contracts:
        why = rule.sentence() + (f", {rule.note}" if rule.note else "")
        reasons.append(Reason(channel, "commitment", rule.what.units, why))
    return Ruled(
        share=rules.winner(Share, **asked),
        cover=rules.winner(DaysOfCover, **asked),
        buffer=rules.winner(ChannelBuffer, **asked),
        priority=None if place is None else place.rule.what.place,
        lot=lot,
        moq=moq,
        floor=floor or 0,
        target=target or 0,
        cap=cap,
        hold=HORIZON_DAYS if hold is None else hold.rule.what.days,
        contracts=tuple([OrderLine(f"contract {rule.number}", rule.what.units, rule.last) for rule in contracts]),
        reasons=tuple(reasons),
    )
