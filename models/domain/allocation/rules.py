"""The kinds of rule of an allocation; each makes its own form, and `planning` turns them into claimants."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from fractions import Fraction
from typing import ClassVar

from models.domain.allocation.levels import MOST
from models.domain.rules import Kind, told

_LONGEST = 3650
_CHANNEL = frozenset({"channels"})
_LINE = frozenset({"skus", "channels"})


@dataclass(frozen=True)
class CommitmentHold(Kind):
    """Hold units for open order lines that are due soon."""

    KIND: ClassVar[str] = "commitment_hold"
    TITLE: ClassVar[str] = "Commitment hold"
    SUMMARY: ClassVar[str] = "Order lines due within {days} days are held"

    days: int = field(
        default=28, metadata=told("Days ahead", "Lines due later wait", unit="days", minimum=0, maximum=_LONGEST)
    )


@dataclass(frozen=True)
class GuaranteedMinimum(Kind):
    """Give a channel some units before anybody gets more."""

    KIND: ClassVar[str] = "floor"
    TITLE: ClassVar[str] = "Guaranteed minimum"
    SUMMARY: ClassVar[str] = "At least {units} units"

    units: int = field(metadata=told("Units", unit="units", minimum=0, maximum=MOST))


@dataclass(frozen=True)
class Target(Kind):
    """Aim at a number of units, such as a wholesale plan."""

    KIND: ClassVar[str] = "target"
    TITLE: ClassVar[str] = "Target"
    SUMMARY: ClassVar[str] = "{units} units are the aim"

    units: int = field(
        metadata=told("Units", "Counts where the ladder has a target rung", unit="units", minimum=0, maximum=MOST)
    )


@dataclass(frozen=True)
class Cap(Kind):
    """Never give a channel more than some units."""

    KIND: ClassVar[str] = "cap"
    TITLE: ClassVar[str] = "Cap"
    SUMMARY: ClassVar[str] = "At most {units} units"

    units: int = field(metadata=told("Units", unit="units", minimum=0, maximum=MOST))


@dataclass(frozen=True)
class Share(Kind):
    """Give a channel a part of the total where a rung is shared by agreed percentages."""

    KIND: ClassVar[str] = "share"
    TITLE: ClassVar[str] = "Share"
    SUMMARY: ClassVar[str] = "Weight {weight} in what is shared"

    weight: Fraction = field(
        metadata=told("Weight", "Counts against the weights of the other channels", minimum=0, maximum=MOST)
    )


@dataclass(frozen=True)
class Priority(Kind):
    """Say which channel comes first; 1 before 2."""

    KIND: ClassVar[str] = "priority"
    TITLE: ClassVar[str] = "Priority"
    SUMMARY: ClassVar[str] = "Priority {place}"

    place: int = field(default=1, metadata=told("Place", "1 comes first", minimum=1, maximum=1000))


@dataclass(frozen=True)
class PoolBuffer(Kind):
    """Keep some units of a SKU back from all channels."""

    KIND: ClassVar[str] = "pool_buffer"
    TITLE: ClassVar[str] = "Safety buffer of the pool"
    SUMMARY: ClassVar[str] = "{units} units are kept back"
    FORBIDS: ClassVar[frozenset[str]] = _CHANNEL

    units: int = field(metadata=told("Units", unit="units", minimum=0, maximum=MOST))


@dataclass(frozen=True)
class ChannelBuffer(Kind):
    """Keep some of a channel's units out of its listing, so that it does not sell what is not there."""

    KIND: ClassVar[str] = "channel_buffer"
    TITLE: ClassVar[str] = "Safety buffer of a channel"
    SUMMARY: ClassVar[str] = "{units} of its units are not listed"

    units: int = field(metadata=told("Units", unit="units", minimum=0, maximum=MOST))


@dataclass(frozen=True)
class ListedQuantity(Kind):
    """Show less in a listing than the channel has: a part of it, at most so many, none when it runs low."""

    KIND: ClassVar[str] = "listed_quantity"
    TITLE: ClassVar[str] = "Listed quantity"
    SUMMARY: ClassVar[str] = (
        "{percent}% of its units are listed, at most {most} (0: no limit), none from {end_when} down"
    )

    percent: int = field(
        default=100, metadata=told("Part that is listed", "Rounded down", unit="%", minimum=0, maximum=100)
    )
    most: int = field(default=0, metadata=told("At most", "0: no limit", unit="units", minimum=0, maximum=MOST))
    end_when: int = field(
        default=0,
        metadata=told("None from", "With so many units or fewer none is listed", unit="units", minimum=0, maximum=MOST),
    )


@dataclass(frozen=True)
class SharedPool(Kind):
    """List the pool itself on a channel, so that several channels may sell the same unit."""

    KIND: ClassVar[str] = "shared_pool"
    TITLE: ClassVar[str] = "Shared pool listing"
    SUMMARY: ClassVar[str] = "{percent}% of the whole pool is listed, whatever its own units are"
    NEEDS: ClassVar[frozenset[str]] = _CHANNEL

    percent: int = field(
        default=100,
        metadata=told("Part of the pool", "0: its own units are listed", unit="%", minimum=0, maximum=100),
    )


@dataclass(frozen=True)
class DaysOfCover(Kind):
    """Keep the stock of a channel between two covers; what already lies with it counts."""

    KIND: ClassVar[str] = "days_of_cover"
    TITLE: ClassVar[str] = "Days of cover"
    SUMMARY: ClassVar[str] = "At least {least} and at most {most} days of stock (0: no limit)"

    least: int = field(default=0, metadata=told("At least", unit="days", minimum=0, maximum=_LONGEST))
    most: int = field(default=0, metadata=told("At most", "0: no limit", unit="days", minimum=0, maximum=_LONGEST))

    def problems(self) -> Iterator[str]:
        """Tell whether the limits cross or say nothing."""
        if not self.least and not self.most:
            yield "least: one of the two limits must be given"
        elif self.most and self.least > self.most:
            yield f"most: is {self.most} days, fewer than the {self.least} that are wanted at least"


@dataclass(frozen=True)
class ContractHold(Kind):
    """Hold units that a contract promises to a channel; the rule's last day is the day they are due."""

    KIND: ClassVar[str] = "contract_hold"
    TITLE: ClassVar[str] = "Contract hold"
    SUMMARY: ClassVar[str] = "{units} units are held by contract"
    NEEDS: ClassVar[frozenset[str]] = _LINE
    ADDS: ClassVar[bool] = True

    units: int = field(metadata=told("Units", unit="units", minimum=1, maximum=MOST))


@dataclass(frozen=True)
class CasePack(Kind):
    """Give a channel whole cases only."""

    KIND: ClassVar[str] = "case_pack"
    TITLE: ClassVar[str] = "Case pack"
    SUMMARY: ClassVar[str] = "In cases of {units}"

    units: int = field(metadata=told("Units in a case", unit="units", minimum=1, maximum=MOST))


@dataclass(frozen=True)
class Moq(Kind):
    """Give a channel nothing rather than less than it accepts."""

    KIND: ClassVar[str] = "moq"
    TITLE: ClassVar[str] = "MOQ"
    SUMMARY: ClassVar[str] = "None or at least {units} units"

    units: int = field(metadata=told("Units", unit="units", minimum=0, maximum=MOST))


@dataclass(frozen=True)
class NeverBelow(Kind):
    """Assert what a set of rules must come to; it changes no number and stops a set that does not keep it."""

    KIND: ClassVar[str] = "never_below"
    TITLE: ClassVar[str] = "Never below"
    SUMMARY: ClassVar[str] = "Never below {units} units"
    NEEDS: ClassVar[frozenset[str]] = _CHANNEL

    units: int = field(metadata=told("Units", unit="units", minimum=1, maximum=MOST))


KINDS: tuple[type[Kind], ...] = (
    CommitmentHold,
    GuaranteedMinimum,
    Target,
    Cap,
    Share,
    Priority,
    PoolBuffer,
    ChannelBuffer,
    ListedQuantity,
    SharedPool,
    DaysOfCover,
    ContractHold,
    CasePack,
    Moq,
    NeverBelow,
)
