"""Loans: what is left when a lot does not fit goes to those behind it, until that lot calls it back."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from models.domain.allocation.cut import walk
from models.domain.allocation.lots import Lots, beyond
from models.domain.allocation.prepared import Prepared


def lend(prepared: Prepared, left: int, *, held: Sequence[int], rung: int, blocked: int) -> list[tuple[int, Lots]]:
    """Walk on through the sequence from the rung where a lot was blocked; give each loan with its rung.

    A channel whose next lot does not fit is closed, the blocked one first of all.
    """
    now = list(held)
    closed = {blocked}
    loans: list[tuple[int, Lots]] = []
    for number in range(rung, len(prepared.ladder.rungs)):
        walked = False
        while left and not walked:
            served = walk(prepared.queue_of(number, list(_that_fit(prepared.rows(number), now, closed, left))), left)
            for row in served.lots:
                loans.append((number, row))
                now[row.who] = row.end
            left, walked = served.left, served.blocked is None
    return loans


def _that_fit(rows: Sequence[Lots], held: Sequence[int], closed: set[int], left: int) -> Iterator[Lots]:
    """Leave out what is taken already, and close every channel whose next lot is more than what is left."""
    started = set(closed)
    for row in rows:
        for rest in beyond([row], held[row.who]) if row.who not in closed else ():
            if rest.who not in started and rest.size > left:
                closed.add(rest.who)
                break
            started.add(rest.who)
            yield rest
