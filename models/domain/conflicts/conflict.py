"""A conflict: its kind, the things that do not fit together, a sentence, the money at stake and how severe it is."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from enum import IntEnum, StrEnum
from functools import cached_property, lru_cache
from typing import NamedTuple
from urllib.parse import quote


class Family(StrEnum):
    """What a conflict is about."""

    STOCK = "stock"
    PRICE = "price"
    PROMOTION = "promotion"
    DATA = "data"


class Severity(IntEnum):
    """How severe a conflict is; the larger, the worse."""

    LOW = 1
    MEDIUM = 2
    HIGH = 3
    CRITICAL = 4

    @property
    def word(self) -> str:
        """The word for it."""
        return self.name.lower()


class Thing(StrEnum):
    """What kind of thing an entity is."""

    SKU = "sku"
    CHANNEL = "channel"
    PROMOTION = "promotion"
    ORDER = "order"
    PLACE = "place"
    SOURCE = "source"
    SETTLEMENT = "settlement"
    CODE = "code"
    WORK = "work"


class Entity(NamedTuple):
    """A thing that a conflict concerns, by what it is and its id; it opens as evidence."""

    thing: Thing
    id: str


@lru_cache(maxsize=1 << 14)
def _quoted(name: str) -> str:
    """Write an id without any sign that parts a fingerprint; the same SKUs and channels come again and again."""
    return quote(name, safe="")


def sku(code: str) -> Entity:
    """Name a SKU."""
    return Entity(Thing.SKU, code)


def channel(name: str) -> Entity:
    """Name a channel."""
    return Entity(Thing.CHANNEL, name)


def promotion(code: str) -> Entity:
    """Name a promotion."""
    return Entity(Thing.PROMOTION, code)


@dataclass(frozen=True)
class Kind:
    """A kind of the catalogue: its code, its family, its severity whatever the size, and what to do about it.

    `alone` is the title where a single promotion is enough for it.
    """

    code: str
    family: Family
    base: Severity
    title: str
    fix: str
    alone: str = ""


@dataclass(frozen=True)
class Stake:
    """The money at stake in minor units of the ledger's currency, and how it was worked out, in words."""

    minor: int
    currency: str
    formula: str


@dataclass(frozen=True)
class Conflict:
    """One conflict: what collides, since or in which window, what is at stake, and on which channels it is lost.

    `between` marks what stands between channels, so that none of them can see it alone; `advice` is what to do where
    what its kind says does not fit.
    """

    kind: Kind
    entities: tuple[Entity, ...]
    window: date | None
    sentence: str
    stake: Stake
    severity: Severity
    channels: tuple[str, ...] = ()
    between: bool = False
    advice: str = field(default="", compare=False)

    @cached_property
    def fingerprint(self) -> str:
        """Name it for good: kind, entities and window start; figures may change without it."""
        parts = [f"{thing}={_quoted(name)}" for thing, name in self.entities]
        return "/".join((self.kind.code, *parts, self.window.isoformat() if self.window else "-"))

    @property
    def title(self) -> str:
        """Say what it is, in a few words."""
        return (self.kind.alone if len(self.named(Thing.PROMOTION)) == 1 else "") or self.kind.title

    @property
    def fix(self) -> str:
        """Say what to do about it."""
        return self.advice or self.kind.fix

    def named(self, thing: Thing) -> tuple[str, ...]:
        """Give the ids of the things of one kind that it concerns."""
        return tuple(entity.id for entity in self.entities if entity.thing is thing)


def rank(conflict: Conflict) -> tuple[int, int, str, str]:
    """Order conflicts: the most severe first, then by stake, code and fingerprint."""
    return -conflict.severity, -conflict.stake.minor, conflict.kind.code, conflict.fingerprint
