"""How far down its queue a rung can be served with the units that are left."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from models.domain.allocation.claimant import Claimant
from models.domain.allocation.keys import Keys, is_last, keys_of
from models.domain.allocation.ladder import ShareBy
from models.domain.allocation.lots import Lots

# Between so few units it is quicker to sort lots than to halve the range of keys once more.
_FEW = 12


@dataclass(frozen=True)
class Queue:
    """The sequence of one rung: rows to be merged by their keys, and then rows in the order in which they stand."""

    merged: Sequence[Lots]
    keys: Keys | None
    ordered: Sequence[Lots]


@dataclass
class Served:
    """What was granted, what is left, and the first lot that did not fit."""

    left: int
    lots: list[Lots] = field(default_factory=list)
    blocked: Lots | None = None

    def serve(self, rows: Iterable[Lots]) -> None:
        """Grant rows of lots in the order given, up to the first lot that does not fit."""
        for row in rows:
            fitting = min(row.number, self.left // row.size)
            self.grant(row, fitting)
            if fitting < row.number:
                self.blocked = row
                return

    def grant(self, row: Lots, count: int) -> None:
        """Grant the first lots of a row."""
        if count:
            self.lots.append(row if count == row.number else row.part(0, count))
            self.left -= count * row.size


def queue(rule: ShareBy, rows: Sequence[Lots], *, ranked: Sequence[Claimant], levels: Mapping[int, int]) -> Queue:
    """Put the rows of a rung, which stand by priority and code, in sequence."""
    if rule is ShareBy.PRIORITY:
        return Queue((), None, rows)
    if rule is ShareBy.EDD:
        return Queue((), None, sorted(rows, key=lambda row: (row.due is None, row.due or date.min, row.who)))
    merged = [row for row in rows if not is_last(rule, ranked[row.who])]
    last = [row for row in rows if is_last(rule, ranked[row.who])]
    keys = keys_of(rule, merged, ranked=ranked, levels=levels) if merged else None
    return Queue(merged, keys, last)


def walk(waiting: Queue, left: int) -> Served:
    """Serve a queue from its head, up to the first lot that does not fit."""
    served = Served(left)
    if waiting.keys is not None and sum([row.units for row in waiting.merged]) > left:
        _serve_merged(served, waiting.merged, waiting.keys)
        return served
    served.serve(waiting.merged)
    served.serve(waiting.ordered)
    return served


def _serve_merged(served: Served, rows: Sequence[Lots], keys: Keys) -> None:
    """Grant what lies under a key up to which everything fits, then go through the lots between it and one too high."""
    low, high = _narrowed(keys, served.left)
    below, upto = keys.counts(low), keys.counts(high)
    for row, count in zip(rows, below, strict=True):
        served.grant(row, count)
    if high - low == 1:
        served.serve(row.part(start, stop) for row, start, stop in zip(rows, below, upto, strict=True))
        return
    between = [
        (keys.key(number, place), number, place)
        for number, (start, stop) in enumerate(zip(below, upto, strict=True))
        for place in range(start, stop)
    ]
    served.serve(rows[number].part(place, place + 1) for _, number, place in sorted(between))


def _narrowed(keys: Keys, left: int) -> tuple[int, int]:
    """Find a key up to which everything fits in what is left, and one up to which it does not.

    They are neighbours, or there are only a few units between them.
    """
    low, high = keys.bounds(left)
    fitting, too_many = 0, keys.units(high)
    while high - low > 1 and too_many - fitting > _FEW:
        middle = keys.between(low, high)
        units = keys.units(middle)
        if units <= left:
            low, fitting = middle, units
        else:
            high, too_many = middle, units
    return low, high
