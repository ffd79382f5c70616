"""What the price chain gives: a price, or none, with every step on the way and what was blocked."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from functools import cached_property

from models.domain.pricing.advertised import NO_MAP, MinimumAdvertised
from models.domain.pricing.bounds import Bounds
from models.domain.pricing.steps import Blocked, Step, TierPrice
from models.domain.rules import Kind, Rule


@dataclass(frozen=True)
class Priced:
    """The price of a listing in minor units, or None with the reason as its last step that lacks one.

    `below_floor` marks a price that only an override puts there. `left_out` are rules whose amounts are in another
    currency. Where more units may cost more for each, `may_rise` says so; where not, no step of `tiers` is dearer.
    """

    amount: int | None
    tax_inside: bool
    steps: tuple[Step, ...]
    bounds: Bounds = field(repr=False, compare=False)
    advertised: MinimumAdvertised = NO_MAP
    below_floor: bool = False
    overridden: bool = False
    left_out: tuple[Rule[Kind], ...] = ()
    ladder: Callable[[], Iterable[TierPrice]] = field(default=tuple, repr=False, compare=False)

    may_rise: bool = False

    @cached_property
    def tiers(self) -> tuple[TierPrice, ...]:
        """What a unit costs from so many units on, worked out when it is first asked for."""
        return tuple(self.ladder())

    @property
    def floor(self) -> int | None:
        """The lowest price that may be asked; None where there is none, or nothing is known of it."""
        known = self.bounds.known or self.bounds.meant.least is not None
        return self.bounds.least if known else None

    @property
    def minimum(self) -> int | None:
        """The MAP that holds on the day."""
        return self.bounds.minimum

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
