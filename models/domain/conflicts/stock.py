"""Conflicts of stock: promised and not firm, sold twice, running out, too much of it, and work beyond capacity."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property

from models.domain.conflicts.conflict import (
    Conflict,
    Entity,
    Family,
    Kind,
    Severity,
    Stake,
    Thing,
    channel,
    sku,
)
from models.domain.conflicts.factors import a_day, by_hand, money, number, times
from models.domain.conflicts.setting import Setting, units_of
from models.domain.words import amount, counted, figure

COMMIT_SHORT = Kind(
    "STOCK_COMMIT_SHORT",
    Family.STOCK,
    Severity.CRITICAL,
    "Order cannot be shipped in full",
    "Move stock to the order, or agree another quantity or day",
)
FLOOR_SHORT = Kind(
    "STOCK_FLOOR_SHORT",
    Family.STOCK,
    Severity.HIGH,
    "Less than the guaranteed minimum",
    "Order or move stock, or lower the minimum",
)
OVERSOLD = Kind(
    "STOCK_OVERSOLD",
    Family.STOCK,
    Severity.CRITICAL,
    "Stock promised twice",
    "Lower the published quantities and upload them",
)
OUT_RISK = Kind(
    "STOCK_OUT_RISK",
    Family.STOCK,
    Severity.HIGH,
    "Runs out before more can come",
    "Order what Replenishment proposes, or speed up what is on its way",
)
EXCESS = Kind("STOCK_EXCESS", Family.STOCK, Severity.LOW, "More stock than is sold", "Promote, move or remove it")


@dataclass(frozen=True)
class FirmLine:
    """A line of an open order: units committed, and units of them that the allocation holds firm."""

    sku: str
    commit: int
    firm: int


@dataclass(frozen=True)
class OpenOrder:
    """An open order with its lines; its contribution (CM3) and penalty are in minor units of `currency`.

    The contribution is None where that of a line is not known.
    """

    order: str
    channel: str
    currency: str
    lines: tuple[FirmLine, ...]
    contribution: int | None
    penalty: int = 0


@dataclass(frozen=True)
class FirmStock:
    """Units of a SKU that a channel holds firm, its guaranteed minimum, and what a unit contributes, if known."""

    sku: str
    channel: str
    currency: str
    firm: int
    floor: int
    expected: Fraction | int | None


@dataclass(frozen=True)
class Promised:
    """Units that a channel publishes, and units in its open orders."""

    channel: str
    published: int
    open_orders: int = 0


@dataclass(frozen=True)
class SharedStock:
    """Units of a SKU in one pool, what channels promise of them, what a unit contributes and what it costs to cancel.

    `expected` is None where what a unit contributes is not known.
    """

    sku: str
    place: str
    currency: str
    stock: int
    promised: tuple[Promised, ...]
    expected: Fraction | int | None
    cancel_cost: int = 0

    @cached_property
    def published(self) -> int:
        """The units that all channels publish."""
        return sum(one.published for one in self.promised)

    @cached_property
    def sold(self) -> int:
        """The units in the open orders of all channels."""
        return sum(one.open_orders for one in self.promised)

    @cached_property
    def over(self) -> int:
        """The units published or sold, whichever are more, beyond those that are there; 0 or less where none are."""
        return max(self.published, self.sold) - self.stock


@dataclass(frozen=True)
class Coverage:
    """Units of a SKU at a place, units a day from there, days until an order arrives, and what a unit contributes.

    `expected` is None where that is not known. Not in `on_hand` are the units that come once it is gone, `late`, and
    those that nobody knows the day of any more, `overdue`.
    """

    sku: str
    place: str
    channels: tuple[str, ...]
    currency: str
    on_hand: int
    rate: Fraction
    lead_days: Fraction | int
    expected: Fraction | int | None
    late: int = 0
    overdue: int = 0


@dataclass(frozen=True)
class KeptStock:
    """Units of a SKU at a place against the most days of cover and the most days of age; None is no limit or age.

    `holding` and `aged_fee` are what they cost in the days ahead, in minor units of `currency`; `uncosted` says that
    what it costs to hold them is not in it, since their landed cost is not known.
    """

    sku: str
    place: str
    channels: tuple[str, ...]
    currency: str
    on_hand: int
    rate: Fraction
    most_cover: int | None
    holding: int
    age: int | None = None
    most_age: int | None = None
    aged_fee: int = 0
    uncosted: bool = False


def stock_commit_short(fact: OpenOrder, setting: Setting) -> Iterator[Conflict]:
    """Find an order with a line of which less is firm than committed; the order is at stake once, with its penalty."""
    short = [line for line in fact.lines if line.firm < line.commit]
    if not short:
        return
    lines = ", ".join(f"only {line.firm} of {line.commit} {line.sku}" for line in short)
    yield setting.conflict(
        COMMIT_SHORT,
        (Entity(Thing.ORDER, fact.order), channel(fact.channel)),
        sentence=f"For {fact.order} of {fact.channel} {lines} are firm",
        stake=_of_order(fact, setting),
        channels=(fact.channel,),
    )


def _of_order(fact: OpenOrder, setting: Setting) -> Stake:
    penalty = f"{amount(fact.penalty, fact.currency)} penalty"
    if fact.contribution is None:
        untold = setting.untold("the order")
        return setting.stake(fact.penalty, fact.currency, f"{untold.formula}; {penalty}") if fact.penalty else untold
    contribution = max(fact.contribution, 0)
    formula = f"{amount(contribution, fact.currency)} of the order + {penalty}"
    return setting.stake(contribution + fact.penalty, fact.currency, formula)


def stock_floor_short(fact: FirmStock, setting: Setting) -> Iterator[Conflict]:
    """Find a channel that holds less firm than its guaranteed minimum."""
    short = fact.floor - fact.firm
    if short <= 0:
        return
    yield setting.conflict(
        FLOOR_SHORT,
        (sku(fact.sku), channel(fact.channel)),
        sentence=f"{fact.channel} holds {units_of(fact.firm)} of {fact.sku}, its minimum is {fact.floor}",
        stake=setting.earning(short, fact.expected, fact.currency, fact.sku),
        channels=(fact.channel,),
    )


def stock_oversold(fact: SharedStock, setting: Setting) -> Iterator[Conflict]:
    """Find stock of which channels together publish, or have sold, more than there is."""
    if fact.over <= 0:
        return
    channels = tuple(sorted({one.channel for one in fact.promised if one.published or one.open_orders}))
    yield setting.conflict(
        OVERSOLD,
        (sku(fact.sku), Entity(Thing.PLACE, fact.place)),
        sentence=f"Of {fact.sku} at {fact.place} there are {fact.stock}; {', '.join(channels)} publish "
        f"{fact.published} and have sold {fact.sold}",
        stake=_of_oversold(fact, setting),
        channels=channels,
        between=len(channels) > 1,
    )


def _of_oversold(fact: SharedStock, setting: Setting) -> Stake:
    over = fact.over
    cancelled = f"{amount(fact.cancel_cost, fact.currency)} to cancel"
    if fact.expected is None:
        untold = setting.untold(f"a unit of {fact.sku}")
        formula = f"{untold.formula}; {units_of(over)} × {cancelled}"
        return setting.stake(over * fact.cancel_cost, fact.currency, formula) if fact.cancel_cost else untold
    each = max(fact.expected, 0)
    units, worth = by_hand(fact.currency, number(over, "unit"), money(each, fact.currency))
    formula = f"{units} × ({worth} + {cancelled})"
    return setting.stake(over * (each + fact.cancel_cost), fact.currency, formula)


def stock_out_risk(fact: Coverage, setting: Setting) -> Iterator[Conflict]:
    """Find a SKU whose days of cover are fewer than the days until an order arrives."""
    numerator, denominator = fact.rate.numerator, fact.rate.denominator
    if numerator <= 0 or fact.on_hand * denominator >= numerator * fact.lead_days:
        return
    days = fact.lead_days - max(fact.on_hand, 0) / fact.rate
    each = money(max(fact.expected or 0, 0), fact.currency)
    formula = times(fact.currency, number(days, "day", 1), a_day(fact.rate), each)
    yield setting.conflict(
        OUT_RISK,
        (sku(fact.sku), Entity(Thing.PLACE, fact.place)),
        sentence=f"{fact.sku} at {fact.place} lasts {figure(max(fact.on_hand, 0) / fact.rate)} days, "
        f"an order takes {figure(fact.lead_days)}{_not_counted(fact)}",
        stake=setting.earning(days * fact.rate, fact.expected, fact.currency, fact.sku, formula),
        channels=fact.channels,
    )


def _not_counted(fact: Coverage) -> str:
    """Say what is on its way and does not count, since Replenishment does not order it again."""
    parts = [f"{fact.overdue} overdue"] if fact.overdue else []
    parts += [f"{fact.late} that come too late"] if fact.late else []
    return f"; {' and '.join(parts)} are not counted" if parts else ""


def stock_excess(fact: KeptStock, setting: Setting) -> Iterator[Conflict]:
    """Find stock that lasts longer than the most days of cover, or is older than its limit."""
    reasons = _excess(fact)
    if fact.on_hand <= 0 or not reasons:
        return
    formula = f"{amount(fact.holding, fact.currency)} holding + {amount(fact.aged_fee, fact.currency)} aged fee"
    if fact.uncosted:
        formula += "; what it costs to hold is not told for want of a landed cost"
    yield setting.conflict(
        EXCESS,
        (sku(fact.sku), Entity(Thing.PLACE, fact.place)),
        sentence=f"{units_of(fact.on_hand)} of {fact.sku} at {fact.place} {' and '.join(reasons)}",
        stake=setting.stake(fact.holding + fact.aged_fee, fact.currency, formula),
        channels=fact.channels,
    )


def lasts_beyond(units: int, rate: Fraction, most_cover: int) -> bool:
    """Say whether units last longer at a rate than the most days of cover; at a rate of 0 any do."""
    return units * rate.denominator > rate.numerator * most_cover


def _excess(fact: KeptStock) -> list[str]:
    reasons = []
    if fact.most_cover is not None and lasts_beyond(fact.on_hand, fact.rate, fact.most_cover):
        lasts = f"last {figure(fact.on_hand / fact.rate)} days" if fact.rate > 0 else "are not sold at all"
        reasons.append(f"{lasts}, {fact.most_cover} are the most")
    if fact.age is not None and fact.most_age is not None and fact.age > fact.most_age:
        reasons.append(f"are {counted(fact.age, 'day')} old, {fact.most_age} are the most")
    return reasons
