"""Conflicts of stock that was promised: to an order, as a minimum, or to several channels at once.

Units that are missing are at stake once: with the order that lacks them, else with the minimum or with what is shown.
"""

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
from models.domain.conflicts.factors import by_hand, money, number
from models.domain.conflicts.setting import Setting, product, units_of
from models.domain.stock import Fill
from models.domain.words import amount, listed

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
# What helps where the units are sold, so that no file takes them back.
SOLD = "Order or move stock to it, or agree fewer units or a later day for an order"


@dataclass(frozen=True)
class FirmLine:
    """A line of an open order: its units, those that today's stock has to serve, and those of them that are firm.

    `each` is what a unit contributes, None where that is not known. A `full` line ships whole or not at all.
    """

    sku: str
    commit: int
    firm: int
    each: int | None
    ordered: int
    fill: Fill = Fill.PARTIAL

    @property
    def short(self) -> int:
        """The units that are missing."""
        return max(0, self.commit - self.firm)

    @property
    def lost(self) -> int:
        """The units that do not ship for want of those that are missing: all of them where it ships whole."""
        return self.ordered if self.short and self.fill is Fill.FULL else self.short


@dataclass(frozen=True)
class OpenOrder:
    """An open order with all its lines; what they contribute and the penalty are in minor units of `currency`."""

    order: str
    channel: str
    currency: str
    lines: tuple[FirmLine, ...]
    penalty: int = 0

    @property
    def name(self) -> str:
        """Name it in a sentence."""
        return f"{self.order} of {self.channel}"

    @property
    def whole(self) -> bool:
        """Whether it ships whole or not at all."""
        return all(line.fill is Fill.FULL for line in self.lines)

    def short_of(self, code: str) -> int:
        """Give the units of a SKU that are missing."""
        return sum(line.short for line in self.lines if line.sku == code)


@dataclass(frozen=True)
class FirmStock:
    """Units of a SKU that a channel holds firm, its guaranteed minimum, and what a unit contributes, if known.

    Of the units that are missing, `counted` are missing in its `orders` and at stake there.
    """

    sku: str
    channel: str
    currency: str
    firm: int
    floor: int
    expected: Fraction | int | None
    counted: int = 0
    orders: tuple[str, ...] = ()


@dataclass(frozen=True)
class Promised:
    """Units that a channel publishes, and units in its open orders."""

    channel: str
    published: int
    open_orders: int = 0


@dataclass(frozen=True)
class SharedStock:
    """Units of a SKU in one pool, what channels promise of them, what a unit contributes and what it costs to cancel.

    `expected` is None where what a unit contributes is not known. Of the units that are not there, `counted` are
    missing in `orders` and at stake there.
    """

    sku: str
    place: str
    currency: str
    stock: int
    promised: tuple[Promised, ...]
    expected: Fraction | int | None
    cancel_cost: int = 0
    counted: int = 0
    orders: tuple[str, ...] = ()

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


def stock_commit_short(fact: OpenOrder, setting: Setting) -> Iterator[Conflict]:
    """Find an order with a line of which less is firm than committed, and what is lost of it, with its penalty."""
    short = [line for line in fact.lines if line.short]
    if not short:
        return
    lines = ", ".join(
        f"only {line.firm} of {line.commit} {line.sku}{', which ship whole,' if line.fill is Fill.FULL else ''}"
        for line in short
    )
    yield setting.conflict(
        COMMIT_SHORT,
        (Entity(Thing.ORDER, fact.order), channel(fact.channel)),
        sentence=f"For {fact.name} {lines} are firm",
        stake=_of_order(fact, setting),
        channels=(fact.channel,),
    )


def _of_order(fact: OpenOrder, setting: Setting) -> Stake:
    """Give what the units earn that do not ship: the missing ones, or all of a line or an order that ships whole."""
    lost = [(units, line.each) for line in fact.lines if (units := line.ordered if fact.whole else line.lost)]
    penalty = [f"{amount(fact.penalty, fact.currency)} penalty"] if fact.penalty else []
    if any(each is None for _, each in lost):
        untold = setting.untold("the order")
        return setting.stake(fact.penalty, fact.currency, "; ".join([untold.formula, *penalty])) if penalty else untold
    earned = [(units, max(each or 0, 0)) for units, each in lost]
    formula = " + ".join([*[product(units, each, fact.currency) for units, each in earned], *penalty])
    return setting.stake(sum(units * each for units, each in earned) + fact.penalty, fact.currency, formula)


def stock_floor_short(fact: FirmStock, setting: Setting) -> Iterator[Conflict]:
    """Find a channel that holds less firm than its guaranteed minimum; what its orders lack is at stake with them."""
    short = fact.floor - fact.firm
    if short <= 0:
        return
    own = max(0, short - fact.counted)
    stake = setting.earning(own, fact.expected, fact.currency, fact.sku) if own else None
    yield setting.conflict(
        FLOOR_SHORT,
        (sku(fact.sku), channel(fact.channel)),
        sentence=f"{fact.channel} holds {units_of(fact.firm)} of {fact.sku}, its minimum is {fact.floor}",
        stake=_beside(short - own, fact.orders, stake, setting),
        channels=(fact.channel,),
    )


def _beside(units: int, orders: tuple[str, ...], own: Stake | None, setting: Setting) -> Stake:
    """Say of units that are missing in orders that they are counted there, beside those that are not, if any."""
    counted = f"{units_of(units)} {'is' if units == 1 else 'are'} counted once, with {listed(orders)}" if units else ""
    if own is None:
        return setting.without_money(counted)
    return Stake(own.minor, own.currency, "; ".join([part for part in (own.formula, counted) if part]))


def stock_oversold(fact: SharedStock, setting: Setting) -> Iterator[Conflict]:
    """Find stock of which channels together publish, or have sold, more than there is.

    What open orders lack is at stake with them, so that here only what is published beyond counts.
    """
    if fact.over <= 0:
        return
    channels = tuple(sorted({one.channel for one in fact.promised if one.published or one.open_orders}))
    own = max(0, fact.over - fact.counted)
    yield setting.conflict(
        OVERSOLD,
        (sku(fact.sku), Entity(Thing.PLACE, fact.place)),
        sentence=f"Of {fact.sku} at {fact.place} there are {fact.stock}; {_promises(fact)}",
        stake=_beside(fact.over - own, fact.orders, _of_oversold(fact, own, setting) if own else None, setting),
        channels=channels,
        between=len(channels) > 1,
        advice="" if fact.published > max(fact.sold, fact.stock) else SOLD,
    )


def _promises(fact: SharedStock) -> str:
    """Say which channels publish units and which have sold them; what nobody does is left out."""
    said = []
    for words, one_word, total, units in (
        ("publish", "publishes", fact.published, [(one.channel, one.published) for one in fact.promised]),
        ("have sold", "has sold", fact.sold, [(one.channel, one.open_orders) for one in fact.promised]),
    ):
        names = sorted({name for name, number in units if number})
        if names:
            said.append(f"{listed(names)} {one_word if len(names) == 1 else words} {total}")
    return ", ".join(said)


def _of_oversold(fact: SharedStock, own: int, setting: Setting) -> Stake:
    cancelled = f"{amount(fact.cancel_cost, fact.currency)} to cancel"
    if fact.expected is None:
        untold = setting.untold(f"a unit of {fact.sku}")
        formula = f"{untold.formula}; {units_of(own)} × {cancelled}"
        return setting.stake(own * fact.cancel_cost, fact.currency, formula) if fact.cancel_cost else untold
    each = max(fact.expected, 0)
    units, worth = by_hand(fact.currency, number(own, "unit"), money(each, fact.currency))
    formula = f"{units} × ({worth} + {cancelled})" if fact.cancel_cost else f"{units} × {worth}"
    return setting.stake(own * (each + fact.cancel_cost), fact.currency, formula)
