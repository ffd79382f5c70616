"""A channel that claims units of one SKU: what it was promised, what it wants, and in which lots it takes them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from typing import NamedTuple

from models.domain.allocation.demand import Demand, Measured
from models.domain.cases import cases_up
from models.domain.stock import Fill


@dataclass(frozen=True)
class OrderLine:
    """An open line of an order, to be shipped by a day; no day sorts after every day."""

    id: str
    units: int
    ship_by: date | None = None
    fill: Fill = Fill.PARTIAL


class Claimant(NamedTuple):
    """What a channel brings to the allocation of one SKU; quantities are units, `contribution` is minor units a unit.

    `lot` is the case pack, `moq` the least it takes at all, `pos` what already lies with the channel. With `lines`
    the commitment is their sum, each rounded up to cases, and `commit` is not looked at.
    """

    code: str
    priority: int = 1
    lot: int = 1
    moq: int = 0
    commit: int = 0
    floor: int = 0
    target: int = 0
    cap: int | None = None
    weight: Fraction = Fraction(0)
    rate: Fraction = Fraction(0)
    pos: int = 0
    ship_by: date | None = None
    lines: tuple[OrderLine, ...] = ()
    demand: Demand | Measured | None = None
    contribution: int | None = None
    enabled: bool = True

    @property
    def least(self) -> int:
        """The MOQ in whole cases."""
        return cases_up(self.moq, self.lot)

    @property
    def first_lot(self) -> int:
        """The size of the first lot of a channel that has nothing yet."""
        return max(self.least, self.lot)

    @property
    def committed(self) -> int:
        """The units promised, lines counted in whole cases."""
        if not self.lines:
            return self.commit
        return sum(cases_up(line.units, self.lot) for line in self.lines)


def in_order(lines: tuple[OrderLine, ...]) -> list[OrderLine]:
    """Sort lines as they are served: by day, then by id, where an id that is a number counts as one."""
    if len(lines) <= 1:
        return list(lines)
    return sorted(lines, key=lambda line: (line.ship_by is None, line.ship_by or date.min, _id_order(line.id)))


def _id_order(name: str) -> tuple[bool, int, str]:
    number = name.isascii() and name.isdigit()
    return not number, int(name) if number else 0, name
