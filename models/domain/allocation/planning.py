"""From facts of a SKU and the rules of a day to supply, claimants and ladder, with the reason of every number."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from typing import Any

from models.domain.allocation.claimant import Claimant, OrderLine
from models.domain.allocation.expected import with_demand
from models.domain.allocation.facts import ChannelFacts, Override, SkuFacts, Supply
from models.domain.allocation.ladder import Ladder, ShareBy
from models.domain.allocation.promise import claims_on_stock
from models.domain.allocation.ruled import Reason, Ruled, ruled
from models.domain.allocation.rules import DaysOfCover, PoolBuffer
from models.domain.demand import Demand as Measured
from models.domain.demand import Weekly
from models.domain.making import made
from models.domain.rules import Rules, Winner
from models.domain.words import counted

_NO_WEIGHT, _SAME_WEIGHT = Fraction(0), Fraction(1)


@dataclass(frozen=True)
class Planned:
    """One SKU ready to be shared out; `wanted` are the numbers that people fixed, `kept` the units not to be listed.

    `limited` says which limits of places cut its claimants, `unweighed` names channels on which no sale tells what a
    unit contributes.
    """

    sku: str
    supply: Supply
    claimants: tuple[Claimant, ...]
    ladder: Ladder
    wanted: Mapping[str, int] = field(default_factory=dict)
    kept: Mapping[str, int] = field(default_factory=dict)
    reasons: tuple[Reason, ...] = ()
    limited: tuple[str, ...] = ()
    unweighed: tuple[str, ...] = ()

    def reasons_of(self, channel: str) -> list[str]:
        """Give the sentences behind the numbers of a channel."""
        return [reason.sentence for reason in self.reasons if reason.channel == channel]


def planned(facts: SkuFacts, rules: Rules, ladder: Ladder, overrides: Iterable[Override] = ()) -> Planned:
    """Turn what is known of a SKU into supply, claimants and ladder."""
    supply, buffer = _supply(facts, rules)
    reasons = list(_reasons_of(facts, buffer))
    of_sku = {"sku": facts.sku, "category": facts.category, "brand": facts.brand}
    told = rules.once_each(ruled, [one.name for one in facts.channels], **of_sku)
    lines = _lines(facts, rules, told)
    sums = [_Sums(channel, said, reasons) for channel, said in zip(facts.channels, told, strict=True)]
    agreed = any(said.share is not None for said in told)
    sells = not agreed and any(one.sells for one in sums)
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
        {one.channel.name: kept for one in sums if (kept := one.kept())},
        tuple(reasons),
        unweighed=tuple([one.name for one in facts.channels if one.contribution is None]),
    )


class Promises:
    """Plans what channels were promised and guaranteed of one SKU after another: no weights, no sales, no reasons.

    It is enough to tell whether there is plenty. Channels of which nothing is promised or guaranteed are left out, and
    one of which nothing but a minimum is guaranteed is the same claimant for all SKUs that no rule tells apart.
    """

    def __init__(self, rules: Rules, ladder: Ladder) -> None:
        self._rules, self._ladder = rules, ladder
        self._alike: dict[tuple[int | str, ...], Claimant] = {}

    def of(self, facts: SkuFacts, overrides: Iterable[Override] = ()) -> Planned:
        """Plan one SKU."""
        rules, names = self._rules, (facts.sku, facts.category, facts.brand)
        sku, category, brand = names
        channels = [one.name for one in facts.channels]
        told = rules.once_each(ruled, channels, sku=sku, category=category, brand=brand)
        lines = _lines(facts, rules, told)
        claimants = [
            self._claimant(channel, said, lines.get(channel.name, ()))
            for channel, said in zip(facts.channels, told, strict=True)
            if channel.name in lines or said.floor or said.contracts or said.cover is not None
        ]
        wanted = {one.channel: one.units for one in overrides if one.sku == sku and one.holds_on(rules.day)}
        return Planned(sku, _supply(facts, rules)[0], tuple(claimants), self._ladder, wanted)

    def _claimant(self, channel: ChannelFacts, said: Ruled, lines: Sequence[OrderLine]) -> Claimant:
        if lines or said.cover is not None:
            return _claimant(channel, said, lines, _within(channel, said.cover), _NO_WEIGHT)
        # The rules keep what they said once, so that it is known by where it is.
        key = (id(said), channel.name, channel.lot, channel.moq, channel.priority, channel.active)
        found = self._alike.get(key)
        if found is None:
            name, active = channel.name, channel.active
            alike = ChannelFacts(name, lot=channel.lot, moq=channel.moq, priority=channel.priority, active=active)
            found = self._alike[key] = _claimant(alike, said, (), (0, None), _NO_WEIGHT)
        return found


def _supply(facts: SkuFacts, rules: Rules) -> tuple[Supply, Winner[PoolBuffer] | None]:
    """Give the units there are, and the rule that says how many of them stay unlisted."""
    buffer = rules.winner(PoolBuffer, sku=facts.sku, category=facts.category, brand=facts.brand)
    if buffer is None:
        return Supply(facts.on_hand, facts.promised), None
    return Supply(facts.on_hand, facts.promised, buffer.rule.what.units), buffer


def _reasons_of(facts: SkuFacts, buffer: Winner[PoolBuffer] | None) -> Iterator[Reason]:
    """Say why not all that lies there is shared out."""
    if facts.promised:
        why = f"{facts.on_hand} on hand less {facts.promised} promised"
        yield Reason("", "pool", max(0, facts.on_hand - facts.promised), why)
    if buffer is not None:
        yield Reason("", "buffer", buffer.rule.what.units, buffer)


def _lines(facts: SkuFacts, rules: Rules, told: Sequence[Ruled]) -> dict[str, list[OrderLine]]:
    """Give the order lines that today's stock has to serve by channel; receipts cover lines of all channels."""
    lined = [channel for channel in facts.channels if channel.lines]
    if not lined:
        return {}
    horizons = {channel.name: said.hold for channel, said in zip(facts.channels, told, strict=True)}
    whose = {line.id: channel.name for channel in lined for line in channel.lines}
    every = [line for channel in lined for line in channel.lines]
    found: dict[str, list[OrderLine]] = {}
    for line in claims_on_stock(every, facts.receipts, today=rules.day, horizon=max(horizons.values())):
        name = whose[line.id]
        if line.ship_by is None or (line.ship_by - rules.day).days <= horizons[name]:
            found.setdefault(name, []).append(line)
    return found


class _Sums:
    """The numbers of one channel, each worked out with its reason."""

    def __init__(self, channel: ChannelFacts, said: Ruled, reasons: list[Reason]) -> None:
        self.channel = channel
        self.ruled = said
        self.sells = bool(channel.rate)
        self._reasons = reasons

    def claimant(self, lines: Sequence[OrderLine], demand_days: int, weight: Fraction) -> Claimant:
        """Put the numbers together; demand is needed for some days ahead, or for none."""
        facts, told = self.channel, self.ruled
        if self.sells:
            self._say("rate", facts.rate, facts.rate_from or "sales")
        least, most = self._cover(told.cover) if told.cover is not None else (0, None)
        self._reasons += told.reasons
        claimant = _claimant(facts, told, lines, (least, most), weight)
        return self._expected(claimant, demand_days) if demand_days else claimant

    def weight(self, *, agreed: bool, sells: bool) -> Fraction:
        """Take the agreed share; where none was agreed, let channels weigh what they sell a day, or all the same."""
        if self.ruled.share is not None:
            self._say("weight", self.ruled.share.rule.what.weight, self.ruled.share)
            return self.ruled.share.rule.what.weight
        if agreed:
            return _NO_WEIGHT
        return self.channel.rate if sells else _SAME_WEIGHT

    def kept(self) -> int:
        """Take the units that are not to be listed."""
        found = self.ruled.buffer
        if found is None:
            return 0
        self._say("buffer", found.rule.what.units, found)
        return found.rule.what.units

    def _cover(self, found: Winner[DaysOfCover]) -> tuple[int, int | None]:
        """Give the floor and the cap that days of cover come to; without a rate they say nothing."""
        if not self.channel.rate:
            self._say("cover", "of no effect without sales", found)
            return 0, None
        said = found.rule.what
        least, most = _within(self.channel, found)
        if said.least:
            self._say("floor", f"{least} for {counted(said.least, 'day')}", found)
        if most is not None:
            self._say("cap", f"{most} for {counted(said.most, 'day')}", found)
        return least, most

    def _expected(self, claimant: Claimant, days: int) -> Claimant:
        """Give a channel its demand of some days ahead."""
        if self.channel.contribution is None:
            self._say("contribution", "0 a unit", "not known from sales")
        return with_demand(claimant, days)

    def _say(self, name: str, number: int | Fraction | str, why: Winner[Any] | Measured | Weekly | str) -> None:
        self._reasons.append(made(Reason, (self.channel.name, name, number, why)))


def _claimant(
    facts: ChannelFacts, told: Ruled, lines: Sequence[OrderLine], cover: tuple[int, int | None], weight: Fraction
) -> Claimant:
    """Put the numbers of a channel together: those of rules before those of facts."""
    least, most = cover
    name, rate, _, in_place, _, lot, moq, priority, worth, active, _ = facts
    _, _, _, own_priority, own_lot, own_moq, floor, target, cap, _, contracts, _ = told
    numbers = (
        priority if own_priority is None else own_priority,
        lot if own_lot is None else own_lot,
        moq if own_moq is None else own_moq,
        0,
        max(floor, least),
        target,
        cap if most is None else _smaller(cap, most),
    )
    asked = (*lines, *contracts) if lines or contracts else ()
    return made(Claimant, (name, *numbers, weight, rate, in_place, None, asked, None, worth or 0, active))


def _within(channel: ChannelFacts, found: Winner[DaysOfCover] | None) -> tuple[int, int | None]:
    """Give the floor and the cap that days of cover come to beside what lies with a channel; 0 and none without."""
    if found is None or not channel.rate:
        return 0, None
    said, in_place, rate = found.rule.what, channel.positioned, channel.rate
    least = max(0, -(-said.least * rate.numerator // rate.denominator) - in_place)
    return least, max(0, said.most * rate.numerator // rate.denominator - in_place) if said.most else None


def _smaller(one: int | None, other: int) -> int:
    return other if one is None else min(one, other)
