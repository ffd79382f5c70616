"""The steps of the price chain: what each did, by which rule, and what was blocked."""

from __future__ import annotations

from enum import Enum, StrEnum
from typing import Any, NamedTuple

from models.domain.rules import Kind, Winner


class Stage(StrEnum):
    """The links of the chain, in their order."""

    BASE = "base"
    CHANNEL = "channel rule"
    ROUNDING = "rounding"
    CEILING = "ceiling"
    FLOOR = "floor"
    MAP = "MAP"
    OVERRIDE = "override"


class Why(Enum):
    """What a step did; `Step.figures` are, in order, the words in braces of its sentence."""

    BASE = "base"
    NO_BASE = "no_base"
    TAX_ADDED = "tax_added"
    TAX_UNKNOWN = "tax_unknown"
    RULE = "rule"
    AGREED = "agreed"
    RULE_LACKS = "rule_lacks"
    ENDED = "ended"
    ENDS_SO = "ends_so"
    NO_SUCH_ENDING = "no_such_ending"
    CUT = "cut"
    NOT_CUT = "not_cut"
    NO_PRICE = "no_price"
    KEPT = "kept"
    RAISED = "raised"
    LOWERED = "lowered"
    FLOOR_UNKNOWN = "floor_unknown"
    NO_FLOOR = "no_floor"
    NO_SAFE_FLOOR = "no_safe_floor"
    FLOOR_ABOVE_CEILING = "floor_above_ceiling"
    NOTHING_ADMISSIBLE = "nothing_admissible"
    MAP_BLANK = "map_blank"
    MAP_OFF = "map_off"
    MAP_RESTS = "map_rests"
    MAP_NOT_ADVERTISED = "map_not_advertised"
    MAP_KEPT = "map_kept"
    MAP_RAISED = "map_raised"
    MAP_ABOVE_CEILING = "map_above_ceiling"
    FIXED = "fixed"
    FIXED_BELOW_FLOOR = "fixed_below_floor"
    FIXED_BELOW_MAP = "fixed_below_map"


class Limit(StrEnum):
    """What a price was blocked by."""

    CEILING = "ceiling"
    FLOOR = "floor"
    MAP = "MAP"


class Blocked(NamedTuple):
    """A price in minor units that a rule (None: the base price) would have given, and the limit that it ran into."""

    what: Kind | None
    price: int
    limit: Limit
    at: int | None


class Step(NamedTuple):
    """One step: the price before and after in minor units, the rule behind it with those it beats, what was blocked.

    `figures` are amounts in minor units; `words` are what is missing where something is.
    """

    stage: Stage
    before: int | None
    after: int | None
    why: Why
    figures: tuple[int, ...] = ()
    winner: Winner[Any] | None = None
    blocked: tuple[Blocked, ...] = ()
    words: tuple[str, ...] = ()


class TierPrice(NamedTuple):
    """What a unit costs from so many units on, in minor units; None where no price may be asked."""

    units: int
    amount: int | None
    steps: tuple[Step, ...]
