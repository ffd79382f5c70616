"""How far down its queue a rung can be served with the units that are left."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import NamedTuple

from models.domain.allocation.claimant import Claimant
from models.domain.allocation.keys import Keys, is_last, keys_of
from models.domain.allocation.ladder import ShareBy
from models.domain.allocation.lots import Lots
from models.domain.allocation.narrowed import Narrowed
from models.domain.making import made

_NONE: Sequence[Lots] = ()
_MAY_BE_LAST = {ShareBy.SHARE, ShareBy.COVER}


class Queue(NamedTuple):
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


def queue(rule: ShareBy, rows: Sequence[Lots], *, ranked: Sequence[Claimant], levels: Sequence[int]) -> Queue:
    """Put the rows of a rung, which stand by priority and code, in sequence."""
    if rule is ShareBy.PRIORITY:
        return Queue((), None, rows)
    if rule is ShareBy.EDD:
        return Queue((), None, sorted(rows, key=lambda row: (row.due is None, row.due or date.min, row.who)))
    merged, last = rows, _NONE
    if rule in _MAY_BE_LAST:
        last = [row for row in rows if is_last(rule, ranked[row.who])]
        merged = [row for row in rows if row not in last] if last else rows
    keys = keys_of(rule, merged, ranked=ranked, levels=levels) if merged else None
    return Queue(merged, keys, last)


def walk(waiting: Queue, left: int) -> Served:
    """Serve a queue from its head, up to the first lot that does not fit."""
    served = Served(left)
    if waiting.keys is not None and waiting.keys.units > left:
        _serve_merged(served, waiting.merged, waiting.keys)
        return served
    served.serve(waiting.merged)
    served.serve(waiting.ordered)
    return served


def _serve_merged(served: Served, rows: Sequence[Lots], keys: Keys) -> None:
    """Grant what lies under a key up to which everything fits, then go through the lots between it and one too high."""
    near = keys.narrowed(served.left)
    counts, left = near.below, served.left - near.units
    if left:
        counts = counts.copy()
        for number, start, stop in _between(near, keys):
            row = rows[number]
            fitting = min(stop - start, left // row.size)
            counts[number] += fitting
            left -= fitting * row.size
            if fitting < stop - start:
                served.blocked = row
                break
    served.left = left
    served.lots = [
        made(Lots, (who, held, size, count, line, due))
        for (who, held, size, _, line, due), count in zip(rows, counts, strict=True)
        if count
    ]


def _between(near: Narrowed, keys: Keys) -> list[tuple[int, int, int]]:
    """List the lots in doubt in their order: the number of a row, and its places from one up to another."""
    if near.tied:
        rows = enumerate(zip(near.below, near.upto, strict=True))
        return [(number, start, stop) for number, (start, stop) in rows if start < stop]
    return [(number, place, place + 1) for _, number, place in keys.sequence(near)]
