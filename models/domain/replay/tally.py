"""What replayed weeks come to, by channel, week and SKU: units, stock-outs, contribution, and what has moved."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from models.domain.replay.replay import ChannelWeek, SkuRun


@dataclass(slots=True)
class Tally:
    """Sums over SKUs, channels and weeks; money is in minor units.

    `stockouts` counts the weeks of a SKU on a channel in which it was asked for more than it had. A lost unit that
    would have lost money counts as 0 in `lost_contribution`.
    """

    wanted: int = 0
    sold: int = 0
    stockouts: int = 0
    contribution: int = 0
    lost_contribution: int = 0

    @property
    def lost(self) -> int:
        """The units asked for in vain."""
        return self.wanted - self.sold

    def add(self, week: ChannelWeek, worth: int) -> None:
        """Add a channel's week, at what a unit is worth."""
        self.wanted += week.wanted
        self.sold += week.sold
        self.stockouts += week.sold < week.wanted
        self.contribution += week.sold * worth
        self.lost_contribution += week.lost * max(0, worth)


@dataclass
class Tallies:
    """The sums of one set of rules, or of what happened; `left` are the units at all places in the end."""

    total: Tally = field(default_factory=Tally)
    channels: dict[str, Tally] = field(default_factory=dict)
    weeks: dict[date, Tally] = field(default_factory=dict)
    skus: dict[str, Tally] = field(default_factory=dict)
    pairs: dict[tuple[str, str], Tally] = field(default_factory=dict)
    left: int = 0

    def add(self, run: SkuRun) -> None:
        """Add a SKU."""
        sku, channels = run.past.facts.sku, run.past.channels
        of_sku = self.skus.setdefault(sku, Tally())
        of_channels = [self.channels.setdefault(one.facts.name, Tally()) for one in channels]
        of_pairs = [self.pairs.setdefault((sku, one.facts.name), Tally()) for one in channels]
        worths = [one.facts.contribution or 0 for one in channels]
        for monday, week in zip(run.past.mondays, run.weeks, strict=True):
            of_week = self.weeks.setdefault(monday, Tally())
            for number, one in enumerate(week.channels):
                if one.wanted:
                    for tally in (self.total, of_week, of_sku, of_channels[number], of_pairs[number]):
                        tally.add(one, worths[number])
        self.left += run.weeks[-1].closing if run.weeks else 0


def moved(before: Tallies, after: Tallies) -> int:
    """Count the units that one channel sells instead of another, SKU by SKU over all weeks."""
    gains: dict[str, int] = {}
    losses: dict[str, int] = {}
    for (sku, _), change in changes(before, after).items():
        side = gains if change > 0 else losses
        side[sku] = side.get(sku, 0) + abs(change)
    return sum(min(units, losses.get(sku, 0)) for sku, units in gains.items())


def changes(before: Tallies, after: Tallies) -> Mapping[tuple[str, str], int]:
    """Give the units that each SKU sells more, or below 0 fewer, on each channel; where nothing changes it has none."""
    none = Tally()
    pairs = {**before.pairs, **after.pairs}
    found = {pair: after.pairs.get(pair, none).sold - before.pairs.get(pair, none).sold for pair in pairs}
    return {pair: change for pair, change in found.items() if change}
