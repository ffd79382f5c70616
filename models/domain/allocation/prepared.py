"""Claimants and a ladder made ready to be allocated any supply."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from operator import attrgetter

from models.domain.allocation.claimant import Claimant
from models.domain.allocation.cut import Queue, queue
from models.domain.allocation.keys import BY_CLAIM
from models.domain.allocation.ladder import Goal, Ladder
from models.domain.allocation.levels import aims_of, levels_of
from models.domain.allocation.lots import Lots, lots_between

_RANK = attrgetter("priority", "code")


class Prepared:
    """The levels of all channels, the lots of each rung and the order in which they are served.

    Channels are known by their place in `ranked`: by priority and then by code, the order in which ties are settled.
    `filled_at` is the supply from which each rung is filled. Lots and queues are worked out when first asked for.
    """

    def __init__(self, claimants: Sequence[Claimant], ladder: Ladder) -> None:
        self.ladder = ladder
        self.ranked = sorted(claimants, key=_RANK)
        aims = aims_of(ladder)
        self.levels = [levels_of(claimant, aims) for claimant in self.ranked]
        nothing: tuple[int, ...] = (0,) * len(self.ranked)
        reached = zip(*[levels.reached for levels in self.levels], strict=True) if self.levels else ()
        # What every channel holds before the ladder, and once each rung is filled.
        self._held = [nothing, *(reached or [nothing] * len(ladder.rungs))]
        self.filled_at = [sum(held) for held in self._held[1:]]
        self._rows: dict[int, list[Lots]] = {}
        self._queues: dict[int, Queue] = {}

    def rows(self, rung: int) -> list[Lots]:
        """Give the lots of a rung, channel after channel."""
        found = self._rows.get(rung)
        if found is None:
            found = self._rows[rung] = self._lots(rung)
        return found

    def _lots(self, rung: int) -> list[Lots]:
        if self.ladder.rungs[rung].goal is Goal.COMMIT:
            return [row for who in range(len(self.ranked)) for row in self.lots(rung, who)]
        return [
            row
            for who, (start, end) in enumerate(self.ends(rung))
            if start < end
            for row in lots_between(start, end, who=who, claimant=self.ranked[who])
        ]

    def lots(self, rung: int, who: int) -> list[Lots]:
        """Give the lots of one channel in a rung."""
        levels = self.levels[who]
        start, end = levels.before(rung), levels.reached[rung]
        if start == end:
            return []
        commits = self.ladder.rungs[rung].goal is Goal.COMMIT
        return lots_between(start, end, who=who, claimant=self.ranked[who], lines=levels.lines if commits else ())

    def queue(self, rung: int) -> Queue:
        """Give the lots of a rung in the order in which they are served."""
        found = self._queues.get(rung)
        if found is None:
            found = self._queues[rung] = self.queue_of(rung, self.rows(rung))
        return found

    def queue_of(self, rung: int, rows: Sequence[Lots]) -> Queue:
        """Put some of the lots of a rung in order."""
        rule = self.ladder.rungs[rung].share_by
        due = self._held[rung + 1] if rule in BY_CLAIM else ()
        return queue(rule, rows, ranked=self.ranked, levels=due)

    def before(self, rung: int) -> list[int]:
        """Give what every channel holds once all rungs before this one are filled."""
        return list(self._held[rung])

    def ends(self, rung: int) -> Iterator[tuple[int, int]]:
        """Give what every channel holds before and after a rung that is filled."""
        return zip(self._held[rung], self._held[rung + 1], strict=True)
