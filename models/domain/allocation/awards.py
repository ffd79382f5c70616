"""What an allocation comes to: awards with their reasons, units by channel, the lot that did not fit, what is unmet."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import NamedTuple

from models.domain.allocation.ladder import Ladder, ShareBy
from models.domain.allocation.levels import Levels
from models.domain.allocation.remarks import Remark
from models.domain.allocation.tiers import Tier
from models.domain.allocation.unmet import Unmet


class Hold(StrEnum):
    """Whether units stay with a channel when supply grows (firm), or a bigger lot that waits may take them back."""

    FIRM = "firm"
    LOAN = "loan"


class Award(NamedTuple):
    """Units that one rung gives to a channel, `rung` counting from 1; `line` is the order line they are for.

    `held` is what the channel holds with them, and `lot` the size of the last lot among them.
    """

    claimant: str
    rung: int
    rule: ShareBy
    units: int
    kind: Hold
    line: str
    held: int
    lot: int


class Units(NamedTuple):
    """The units of a channel."""

    firm: int = 0
    loan: int = 0

    @property
    def all(self) -> int:
        """Firm and loaned together."""
        return self.firm + self.loan


@dataclass(frozen=True)
class Blocked:
    """The first lot that did not fit in what was left; `rung` counts from 1."""

    rung: int
    claimant: str
    lot: int
    left: int

    @property
    def missing(self) -> int:
        """The units by which it did not fit."""
        return self.lot - self.left


@dataclass(frozen=True)
class Allocation:
    """The units of one SKU shared out; channels stand by priority and code."""

    supply: int
    ladder: Ladder
    awards: tuple[Award, ...]
    units: Mapping[str, Units]
    unassigned: int
    blocked: Blocked | None
    levels: Mapping[str, Levels]
    unmet: tuple[Unmet, ...]
    tier: Tier
    short_rung: int | None
    exceptions: tuple[Remark, ...]
