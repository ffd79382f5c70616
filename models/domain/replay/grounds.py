"""What a replay rests on: how much of the past is known, and how much of it was worked back."""

from __future__ import annotations

from dataclasses import dataclass

from models.domain.replay.past import SkuPast
from models.domain.words import counted


@dataclass
class Grounds:
    """Counts over SKUs, places, channels and weeks.

    Of `openings` of a week at a place `counts` rest on a count; of `came` units `recorded` are known to have arrived.
    `out` weeks were out of stock, `stand_in` weeks take their rate from later ones, `worthless` SKUs on a channel sold
    without the worth of a unit being known, and `undated` order lines have no last day.
    """

    openings: int = 0
    counts: int = 0
    came: int = 0
    recorded: int = 0
    out: int = 0
    stand_in: int = 0
    worthless: int = 0
    undated: int = 0

    def add(self, past: SkuPast) -> None:
        """Add a SKU."""
        weeks = range(len(past.mondays))
        for place in (past.pool, *[one.own for one in past.channels if one.own is not None]):
            self.openings += len(weeks)
            self.counts += len(place.counted.intersection(weeks))
            self.came += sum([max(0, units) for units in place.arrivals])
            self.recorded += sum(place.recorded)
        for one in past.channels:
            self.out += sum([week.out for week in one.weeks])
            self.stand_in += sum([week.stand_in and week.wanted > 0 for week in one.weeks])
            self.worthless += one.facts.contribution is None and any(one.sold)

    def sentences(self) -> list[str]:
        """Say what was worked back, and by which reading."""
        openings, came, weeks = (
            counted(self.openings, "opening"),
            counted(self.came, "unit"),
            counted(self.out, "week"),
        )
        found = [
            f"Stock: {self.counts} of {openings} of a week at a place rest on a count, others on sales and receipts.",
            f"Supply: {self.recorded} of {came} that came are recorded as received, the others follow from the counts.",
            f"Demand: in {weeks} of a SKU on a channel stock was out; the rate known till then says what was wanted.",
        ]
        if self.stand_in:
            early = counted(self.stand_in, "week")
            found.append(f"Rates: {early} of a SKU on a channel have no sales before them; the next ones stand in.")
        if self.worthless:
            skus = counted(self.worthless, "SKU")
            found.append(f"Worth: of {skus} on a channel the worth of a unit is not known and counts as 0.")
        if self.undated:
            found.append(f"Promises: {counted(self.undated, 'order line')} without a last day left out.")
        return found
