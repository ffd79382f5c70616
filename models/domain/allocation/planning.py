"""From facts of a SKU and the rules of a day to supply, claimants and ladder, with the reason of every number."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from typing import Any, NamedTuple, TypeVar

from models.domain.allocation.claimant import Claimant, OrderLine
from models.domain.allocation.expected import with_demand
from models.domain.allocation.facts import ChannelFacts, Override, SkuFacts, Supply
from models.domain.allocation.ladder import Ladder, ShareBy
from models.domain.allocation.promise import HORIZON_DAYS, claims_on_stock
from models.domain.allocation.rules import (
    Cap,
    CasePack,
    ChannelBuffer,
    CommitmentHold,
    ContractHold,
    DaysOfCover,
    GuaranteedMinimum,
    Moq,
    PoolBuffer,
    Priority,
    Share,
    Target,
)
from models.domain.demand import Demand as Measured
from models.domain.rules import Rules, Value, Winner
from models.domain.words import counted, figure

_NO_WEIGHT, _SAME_WEIGHT = Fraction(0), Fraction(1)
_Units = TypeVar("_Units", GuaranteedMinimum, Target, Cap, ChannelBuffer, CasePack, Moq)


class Reason(NamedTuple):
    """Why a number is what it is; a reason of the pool names no channel. Its words are put together when asked for."""

    channel: str
    field: str
    number: int | Fraction | str
    why: Winner[Any] | Measured | str

    @property
    def sentence(self) -> str:
        """Say the number, whose it is, and where it comes from."""
        number = figure(self.number, 2) if isinstance(self.number, Fraction) else self.number
        unit = " a day" if self.field == "rate" else ""
        whose = f" of {self.channel}" if self.channel else ""
        why = self.why if isinstance(self.why, str) else self.why.reason()
        return f"{self.field} {number}{unit}{whose}: {why}"


@dataclass(frozen=True)
class Planned:
    """One SKU ready to be shared out; `wanted` are the numbers that people fixed, `kept` the units not to be listed."""

    sku: str
    supply: Supply
    claimants: tuple[Claimant, ...]
    ladder: Ladder
    wanted: Mapping[str, int] = field(default_factory=dict)
    kept: Mapping[str, int] = field(default_factory=dict)
    reasons: tuple[Reason, ...] = ()

    def reasons_of(self, channel: str) -> list[str]:
        """Give the sentences behind the numbers of a channel."""
        return [reason.sentence for reason in self.reasons if reason.channel == channel]


def planned(facts: SkuFacts, rules: Rules, ladder: Ladder, overrides: Iterable[Override] = ()) -> Planned:
    """Turn what is known of a SKU into supply, claimants and ladder."""
    reasons: list[Reason] = []
    supply = _supply(facts, rules, reasons)
    lines = _lines(facts, rules)
    sums = [_Sums(facts, channel, rules, reasons) for channel in facts.channels]
    agreed = any(one.share is not None for one in sums)
    sells = not agreed and any(one.channel.rate for one in sums)
    days = ladder.demand_days if ladder.shares_by(ShareBy.CONTRIBUTION) else 0
    claimants = [
        one.claimant(lines.get(one.channel.name, ()), days, one.weight(agreed=agreed, sells=sells)) for one in sums
    ]
    standing = {one.channel: one for one in overrides if one.sku == facts.sku and one.holds_on(rules.day)}
    reasons += [
        Reason(one.channel, "override", one.units, f"fixed until {one.until}, {one.reason}")
        for one in standing.values()
    ]
    if sums and not agreed:
        reasons.append(Reason("", "weight", "by sales a day" if sells else "the same for each", "no shares are agreed"))
    return Planned(
        facts.sku,
        supply,
        tuple(claimants),
        ladder,
        {name: one.units for name, one in standing.items()},
        {one.channel.name: kept for one in sums if (kept := one.units(ChannelBuffer, "buffer"))},
        tuple(reasons),
    )


def _supply(facts: SkuFacts, rules: Rules, reasons: list[Reason]) -> Supply:
    buffer = rules.winner(PoolBuffer, sku=facts.sku, category=facts.category)
    if facts.promised:
        why = f"{facts.on_hand} on hand less {facts.promised} promised"
        reasons.append(Reason("", "pool", max(0, facts.on_hand - facts.promised), why))
    if buffer is None:
        return Supply(facts.on_hand, facts.promised)
    reasons.append(Reason("", "buffer", buffer.rule.what.units, buffer))
    return Supply(facts.on_hand, facts.promised, buffer.rule.what.units)


def _lines(facts: SkuFacts, rules: Rules) -> dict[str, list[OrderLine]]:
    """Give the order lines that today's stock has to serve by channel; receipts cover lines of all channels."""
    if not any(channel.lines for channel in facts.channels):
        return {}
    horizons = {}
    for channel in facts.channels:
        hold = rules.winner(CommitmentHold, sku=facts.sku, category=facts.category, channel=channel.name)
        horizons[channel.name] = HORIZON_DAYS if hold is None else hold.rule.what.days
    whose = {line.id: channel.name for channel in facts.channels for line in channel.lines}
    every = [line for channel in facts.channels for line in channel.lines]
    found: dict[str, list[OrderLine]] = {}
    for line in claims_on_stock(every, facts.receipts, today=rules.day, horizon=max(horizons.values())):
        name = whose[line.id]
        if line.ship_by is None or (line.ship_by - rules.day).days <= horizons[name]:
            found.setdefault(name, []).append(line)
    return found


class _Sums:
    """The numbers of one channel, each worked out with its reason."""

    def __init__(self, facts: SkuFacts, channel: ChannelFacts, rules: Rules, reasons: list[Reason]) -> None:
        self.channel = channel
        self._sku, self._category = facts.sku, facts.category
        self._rules = rules
        self._reasons = reasons
        self.share = self._winner(Share)

    def claimant(self, lines: Sequence[OrderLine], demand_days: int, weight: Fraction) -> Claimant:
        """Put the numbers together; demand is needed for some days ahead, or for none."""
        facts = self.channel
        if facts.rate:
            self._say("rate", facts.rate, facts.rate_from or "sales")
        least, most = self._cover()
        claimant = Claimant(
            facts.name,
            priority=self.value(Priority, "priority", lambda one: one.place, facts.priority),
            lot=self.units(CasePack, "case", facts.lot),
            moq=self.units(Moq, "MOQ", facts.moq),
            floor=max(self.units(GuaranteedMinimum, "floor"), least),
            target=self.units(Target, "target"),
            cap=_smaller(self._cap(), most),
            weight=weight,
            rate=facts.rate,
            pos=facts.positioned,
            lines=(*lines, *self._contracts()),
            contribution=facts.contribution if facts.contribution is not None else 0,
            enabled=facts.active,
        )
        return self._expected(claimant, demand_days)

    def _winner(self, kind: type[Value]) -> Winner[Value] | None:
        return self._rules.winner(kind, sku=self._sku, category=self._category, channel=self.channel.name)

    def value(self, kind: type[Value], name: str, figure_of: Callable[[Value], int], default: int) -> int:
        """Take a number from the rule that wins, or what holds without one."""
        found = self._winner(kind) if self._rules.has(kind) else None
        if found is None:
            return default
        self._say(name, figure_of(found.rule.what), found)
        return figure_of(found.rule.what)

    def units(self, kind: type[_Units], name: str, default: int = 0) -> int:
        """Take a number of units from the rule that wins."""
        return self.value(kind, name, lambda one: one.units, default)

    def _cap(self) -> int | None:
        found = self.units(Cap, "cap", -1)
        return None if found < 0 else found

    def weight(self, *, agreed: bool, sells: bool) -> Fraction:
        """Take the agreed share; where none was agreed, let channels weigh what they sell a day, or all the same."""
        if self.share is not None:
            self._say("weight", self.share.rule.what.weight, self.share)
            return self.share.rule.what.weight
        if agreed:
            return _NO_WEIGHT
        return self.channel.rate if sells else _SAME_WEIGHT

    def _cover(self) -> tuple[int, int | None]:
        """Give the floor and the cap that days of cover come to; without a rate they say nothing."""
        found = self._winner(DaysOfCover)
        if found is None:
            return 0, None
        if not self.channel.rate:
            self._say("cover", "of no effect without sales", found)
            return 0, None
        said, in_place, rate = found.rule.what, self.channel.positioned, self.channel.rate
        least = max(0, -(-said.least * rate.numerator // rate.denominator) - in_place)
        most = max(0, said.most * rate.numerator // rate.denominator - in_place) if said.most else None
        if said.least:
            self._say("floor", f"{least} for {counted(said.least, 'day')}", found)
        if most is not None:
            self._say("cap", f"{most} for {counted(said.most, 'day')}", found)
        return least, most

    def _contracts(self) -> list[OrderLine]:
        found = self._rules.every(ContractHold, sku=self._sku, category=self._category, channel=self.channel.name)
        for rule in found:
            self._say("commitment", rule.what.units, rule.sentence() + (f", {rule.note}" if rule.note else ""))
        return [OrderLine(f"contract {rule.number}", rule.what.units, rule.last) for rule in found]

    def _expected(self, claimant: Claimant, days: int) -> Claimant:
        """Give a channel its demand of some days ahead, or of none where nothing asks for it."""
        if not days:
            return claimant
        if self.channel.contribution is None:
            self._say("contribution", "0 a unit", "not known from sales")
        return with_demand(claimant, days)

    def _say(self, name: str, number: int | Fraction | str, why: Winner[Any] | Measured | str) -> None:
        self._reasons.append(Reason(self.channel.name, name, number, why))


def _smaller(one: int | None, other: int | None) -> int | None:
    given = [cap for cap in (one, other) if cap is not None]
    return min(given) if given else None
