"""What the price chain gives: a price, or none, with every step on the way and what was blocked."""

from __future__ import annotations

from collections.abc import Callable
from typing import Generic, NamedTuple, TypeVar

from models.domain.pricing.advertised import NO_MAP, MinimumAdvertised
from models.domain.pricing.bounds import Bounds
from models.domain.pricing.steps import Blocked, Step, TierPrice
from models.domain.rules import Kind, Rule

Found = TypeVar("Found")


class Trace(NamedTuple):
    """How a price came about: every step, the limits it was held against, the MAP, rules in another currency.

    `ladder` gives the prices from so many units on, worked out once.
    """

    steps: tuple[Step, ...]
    bounds: Bounds
    advertised: MinimumAdvertised = NO_MAP
    left_out: tuple[Rule[Kind], ...] = ()
    ladder: Callable[[], tuple[TierPrice, ...]] = tuple


class Once(Generic[Found]):
    """Something that is worked out when it is first asked for, and kept; made for every price of a book."""

    __slots__ = ("_find", "_found")

    def __init__(self, find: Callable[[], Found]) -> None:
        self._find = find
        self._found: Found | None = None

    def __call__(self) -> Found:
        """Give it."""
        if self._found is None:
            self._found = self._find()
        return self._found


class Priced(NamedTuple):
    """The price of a listing in minor units, or None with the reason as its last step that lacks one.

    `minimum` is the MAP that holds on the day, `below_floor` marks a price that only an override puts there, `ruled`
    one that a channel rule or a discount for everybody made. Where more units may cost more for each,
    `may_rise` says so. `earns` says that it is known to earn its target. `trace` gives how it came about, worked out
    once.
    """

    amount: int | None
    tax_inside: bool
    trace: Callable[[], Trace]
    minimum: int | None = None
    below_floor: bool = False
    overridden: bool = False
    ruled: bool = False
    may_rise: bool = False
    earns: bool = False

    @property
    def steps(self) -> tuple[Step, ...]:
        """The steps of the chain."""
        return self.trace().steps

    @property
    def bounds(self) -> Bounds:
        """The limits of the price."""
        return self.trace().bounds

    @property
    def advertised(self) -> MinimumAdvertised:
        """The MAP with its days, whether it holds on the day or not."""
        return self.trace().advertised

    @property
    def left_out(self) -> tuple[Rule[Kind], ...]:
        """The rules whose amounts are in another currency."""
        return self.trace().left_out

    @property
    def tiers(self) -> tuple[TierPrice, ...]:
        """What a unit costs from so many units on, worked out when it is first asked for."""
        return self.trace().ladder()

    @property
    def floor(self) -> int | None:
        """The lowest price that may be asked; None where there is none, or nothing is known of it."""
        known = self.bounds.known or self.bounds.meant.least is not None
        return self.bounds.least if known else None

    @property
    def ceiling(self) -> int | None:
        """The highest price that may be asked."""
        return self.bounds.ceiling

    @property
    def lack(self) -> Step | None:
        """The step at which the price was lost; None where there is one."""
        if self.amount is not None:
            return None
        return next((step for step in reversed(self.steps) if step.after is None), None)

    @property
    def blocked(self) -> tuple[Blocked, ...]:
        """Everything that was blocked on the way."""
        return tuple([one for step in self.steps for one in step.blocked])
