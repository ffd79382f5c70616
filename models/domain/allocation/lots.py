"""The lots in which a channel takes what a rung gives it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from typing import NamedTuple

from models.domain.allocation.claimant import Claimant, OrderLine
from models.domain.cases import cases_up
from models.domain.making import made
from models.domain.stock import Fill


class Lots(NamedTuple):
    """Equal lots that one channel takes one after another; `who` is its place by priority and code.

    `held` is what the channel holds before the first of them; `line` is the order line they serve and `due` its day.
    """

    who: int
    held: int
    size: int
    number: int
    line: str = ""
    due: date | None = None

    @property
    def units(self) -> int:
        """All of them together."""
        return self.size * self.number

    @property
    def end(self) -> int:
        """What the channel holds after the last of them."""
        return self.held + self.size * self.number

    def part(self, start: int, stop: int) -> Lots:
        """Give some of the lots: from one position up to, and without, another."""
        return Lots(self.who, self.held + start * self.size, self.size, stop - start, self.line, self.due)


def lots_between(start: int, end: int, *, who: int, claimant: Claimant, lines: Sequence[OrderLine] = ()) -> list[Lots]:
    """List the lots that take a channel from what it holds to more; with lines, those that serve them."""
    if lines:
        return list(beyond(_of_lines(who, claimant, lines, end=end), start))
    if claimant.lot == 1 and (start or claimant.moq <= 1):
        return [made(Lots, (who, start, 1, end - start, "", claimant.ship_by))] if start < end else []
    lots = []
    if start == 0 and claimant.first_lot > claimant.lot:
        start = claimant.first_lot
        lots.append(Lots(who, 0, start, 1, "", claimant.ship_by))
    if start < end:
        lots.append(Lots(who, start, claimant.lot, (end - start) // claimant.lot, "", claimant.ship_by))
    return lots


def beyond(lots: Iterable[Lots], held: int) -> Iterator[Lots]:
    """Leave out what a channel already holds; of a lot that it holds in part the remainder stays."""
    for one in lots:
        if one.held >= held:
            yield one
        elif one.end > held:
            whole, part = divmod(held - one.held, one.size)
            if part:
                yield one._replace(held=held, size=one.size - part, number=1)
                whole += 1
            if whole < one.number:
                yield one._replace(held=one.held + whole * one.size, number=one.number - whole)


def _of_lines(who: int, claimant: Claimant, lines: Sequence[OrderLine], *, end: int) -> Iterator[Lots]:
    """Serve lines in their order, each in its own lots, and then what the MOQ asks for beyond them in one lot."""
    held = 0
    for line in lines:
        units = cases_up(line.units, claimant.lot)
        size = units if line.fill is Fill.FULL else claimant.lot
        yield Lots(who, held, size, units // size, line.id, line.ship_by)
        held += units
    if held < end:
        yield Lots(who, held, end - held, 1)
