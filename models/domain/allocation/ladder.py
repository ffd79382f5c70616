"""The ladder: goals in the order in which they are met, each with the rule by which a shortage is shared."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import cached_property


class Goal(StrEnum):
    """What a rung raises every channel to."""

    COMMIT = "commit"
    FLOOR = "floor"
    COVER = "cover"
    TARGET = "target"
    REST = "rest"


class ShareBy(StrEnum):
    """Who comes next inside a rung."""

    PRIORITY = "priority"
    EDD = "edd"
    EQUAL = "equal"
    EQUAL_LOSS = "equal_loss"
    PRORATA = "prorata"
    SHARE = "share"
    COVER = "cover"
    CONTRIBUTION = "contribution"


class Rounding(StrEnum):
    """Whether a goal that is no whole number of cases counts the case that is begun."""

    UP = "up"
    DOWN = "down"


# What each rule is called.
SHARED = {
    ShareBy.PRIORITY: "Priority",
    ShareBy.EDD: "Earliest due date",
    ShareBy.EQUAL: "Equal units",
    ShareBy.EQUAL_LOSS: "Equal losses",
    ShareBy.PRORATA: "In proportion",
    ShareBy.SHARE: "Agreed shares",
    ShareBy.COVER: "Days of cover",
    ShareBy.CONTRIBUTION: "Contribution",
}
# What each rule does, and what it rewards (Cachon and Lariviere 1999 on inflated forecasts).
REWARDS = {
    ShareBy.PRIORITY: "Strict order of channels; asking for more gains a channel nothing.",
    ShareBy.EDD: "Earliest due date first; rewards who ordered for an early date, not who asked for more.",
    ShareBy.EQUAL: "The same units to each until its claim is met; inflated forecasts gain nothing.",
    ShareBy.EQUAL_LOSS: "The same units short for each; rewards inflated forecasts, unit for unit.",
    ShareBy.PRORATA: "The same share of each claim; rewards inflated forecasts in proportion.",
    ShareBy.SHARE: "Agreed percentages of the total; what a full channel leaves goes to the others.",
    ShareBy.COVER: "The fewest days of stock first; rewards a fast sales rate, and one that is set too high.",
    ShareBy.CONTRIBUTION: "The largest expected contribution first; rewards margin and demand that is sure.",
}


@dataclass(frozen=True)
class Rung:
    """One step: a goal, the rule that shares a shortage in it, and how the goal is rounded to cases.

    `days` is the cover a cover rung aims at. Without a rounding of its own a rung rounds commitments and floors up
    and everything else down.
    """

    goal: Goal
    share_by: ShareBy
    days: int = 0
    rounding: Rounding | None = None

    @property
    def name(self) -> str:
        """The rung in a word: "commit", "cover14"."""
        return f"{self.goal}{self.days}" if self.goal is Goal.COVER else self.goal.value

    @property
    def rounds_up(self) -> bool:
        """Whether a case that is begun counts."""
        if self.rounding is None:
            return self.goal in {Goal.COMMIT, Goal.FLOOR}
        return self.rounding is Rounding.UP


@dataclass(frozen=True)
class Ladder:
    """Rungs from first to last, and the days ahead that a channel's demand is meant for."""

    rungs: tuple[Rung, ...]
    name: str = ""
    demand_days: int = 28

    def __hash__(self) -> int:
        return self._hash

    @cached_property
    def _hash(self) -> int:
        """Its hash, which is asked for with every SKU."""
        return hash((self.rungs, self.name, self.demand_days))

    @cached_property
    def _rules(self) -> list[ShareBy]:
        """The rules of its rungs, which are asked for with every SKU."""
        return [rung.share_by for rung in self.rungs]

    def shares_by(self, rule: ShareBy) -> bool:
        """Say whether a rung is shared by a rule."""
        return rule in self._rules

    def without(self, number: int) -> Ladder:
        """Leave out the rung at a position that counts from 0."""
        return Ladder(self.rungs[:number] + self.rungs[number + 1 :], self.name, self.demand_days)

    def shared_by(self, rule: ShareBy, *, rung: int) -> Ladder:
        """Share a shortage in the rung at a position that counts from 0 by another rule."""
        old = self.rungs[rung]
        new = Rung(old.goal, rule, old.days, old.rounding)
        return Ladder((*self.rungs[:rung], new, *self.rungs[rung + 1 :]), self.name, self.demand_days)

    def moved(self, rung: int, place: int) -> Ladder:
        """Put the rung at a position, counted from 0, at another one."""
        others = [*self.rungs[:rung], *self.rungs[rung + 1 :]]
        return self.with_rungs([*others[:place], self.rungs[rung], *others[place:]])

    def with_rung(self, rung: int, new: Rung) -> Ladder:
        """Put another rung at a position that counts from 0; at the end it is added."""
        return self.with_rungs([*self.rungs[:rung], new, *self.rungs[rung + 1 :]])

    def with_rungs(self, rungs: Sequence[Rung]) -> Ladder:
        """Give it other rungs; it has the name of a preset exactly where it is one."""
        made = tuple(rungs)
        preset = next((one.name for one in PRESETS if one.rungs == made), "")
        return Ladder(made, preset, self.demand_days)


_COMMIT = Rung(Goal.COMMIT, ShareBy.EDD)
_FLOOR = Rung(Goal.FLOOR, ShareBy.PRIORITY)
_TWO_WEEKS = Rung(Goal.COVER, ShareBy.COVER, 14)
_SIX_WEEKS = Rung(Goal.COVER, ShareBy.COVER, 42)
_REST = Rung(Goal.REST, ShareBy.SHARE)

STANDARD = Ladder((_COMMIT, _FLOOR, _TWO_WEEKS, _SIX_WEEKS, _REST), "Standard")
WHOLESALE_FIRST = Ladder(
    (_COMMIT, Rung(Goal.TARGET, ShareBy.PRIORITY), _FLOOR, _TWO_WEEKS, _REST),
    "Wholesale first",
)
CONTRIBUTION_FIRST = Ladder(
    (_COMMIT, _FLOOR, _TWO_WEEKS, Rung(Goal.REST, ShareBy.CONTRIBUTION)),
    "Contribution first",
)
PRESETS = (STANDARD, WHOLESALE_FIRST, CONTRIBUTION_FIRST)
