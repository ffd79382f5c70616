"""Conflicts of one promotion with what carries it: stock, a retailer's ship window, budget, fatigue, retirement."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from models.domain.catalog import ChannelKind
from models.domain.conflicts.conflict import (
    Conflict,
    Entity,
    Family,
    Kind,
    Severity,
    Stake,
    Thing,
    channel,
    promotion,
    sku,
)
from models.domain.conflicts.factors import money, number, times
from models.domain.conflicts.setting import WHOLE, Setting, units_of
from models.domain.period import Period
from models.domain.promotions.budget import Spending, Use
from models.domain.promotions.calendar import SELL_IN_DAYS, WINDOW_DAYS, is_tired, promoted_days, ship_clash
from models.domain.promotions.stock_cover import SalesPlan, shortage
from models.domain.words import amount, counted, percent

STOCK_SHORT = Kind(
    "PROMO_STOCK_SHORT",
    Family.PROMOTION,
    Severity.HIGH,
    "Not enough stock for a promotion",
    "Allocate or order more, cap the units, or shorten the promotion",
)
SHIP_WINDOW = Kind(
    "PROMO_SHIP_WINDOW",
    Family.PROMOTION,
    Severity.HIGH,
    "Promoted while a retailer begins to sell",
    "Move the promotion out of the ship window",
)
BUDGET = Kind(
    "PROMO_BUDGET",
    Family.PROMOTION,
    Severity.MEDIUM,
    "Budget of a promotion is not enough",
    "Raise the budget, cap the units or offer less",
)
FATIGUE = Kind(
    "PROMO_FATIGUE",
    Family.PROMOTION,
    Severity.LOW,
    "Promoted too often",
    "Leave days without promotion, so that the usual price means something",
)
RETIRED = Kind(
    "PROMO_RETIRED",
    Family.PROMOTION,
    Severity.MEDIUM,
    "Promotion of what is retired",
    "Take the SKU or the channel out of the promotion",
)


# What a mark means in a sentence.
_MARKED = {"disabled": "switched off", "retire": "to be retired"}


@dataclass(frozen=True)
class PlannedSale:
    """What a promotion is to sell of a SKU on a channel from stock; `first` is its own first day.

    The plan holds the days that are still to come; `expected` is what a promoted unit contributes, in minor
    units, None where that is not known.
    """

    promotion: str
    sku: str
    channel: str
    first: date
    currency: str
    plan: SalesPlan
    expected: Fraction | int | None


@dataclass(frozen=True)
class PromotedOrder:
    """A promotion of a SKU and a wholesale order with the same SKU.

    `contribution` is the CM3 of the order in the ledger's currency, None where it is not known; `dispute` is the chance
    in basis points, typed by a person, that the retailer disputes it.
    """

    promotion: str
    channel: str
    kind: ChannelKind
    days: Period
    sku: str
    order: str
    wholesale: str
    ship: Period
    contribution: int | None
    dispute: int
    sell_in: int = SELL_IN_DAYS


@dataclass(frozen=True)
class PlannedSpending:
    """What a promotion on some channels will spend against its budget, in minor units of `currency`."""

    promotion: str
    channels: tuple[str, ...]
    first: date
    currency: str
    spending: Spending
    budget: int | None


@dataclass(frozen=True)
class PromotedDays:
    """The days of all promotions of a SKU on a channel."""

    sku: str
    channel: str
    promoted: tuple[Period, ...]


@dataclass(frozen=True)
class PromotedPlace:
    """A SKU on a channel in a promotion, and what it is marked as: empty, or a word such as "retire", "disabled"."""

    promotion: str
    sku: str
    channel: str
    days: Period
    marked: str = ""


def promo_stock_short(fact: PlannedSale, setting: Setting) -> Iterator[Conflict]:
    """Find days on which usual demand times uplift exceeds what is allocated or arrives before."""
    if fact.plan.days.last < setting.today:
        return
    found = shortage(fact.plan)
    if found.short <= 0:
        return
    yield setting.conflict(
        STOCK_SHORT,
        (promotion(fact.promotion), sku(fact.sku), channel(fact.channel)),
        sentence=f"{fact.promotion} needs {units_of(found.needed)} of {fact.sku} on {fact.channel}, "
        f"{units_of(found.short)} are missing from {found.first_day} on",
        stake=setting.earning(found.short, fact.expected, fact.currency, fact.sku),
        channels=(fact.channel,),
        window=fact.first,
    )


def promo_ship_windows(facts: Iterable[PromotedOrder], setting: Setting) -> Iterator[Conflict]:
    """Find promotions that meet ship windows; a retailer disputes an order of a SKU once, with the first of them."""
    clashes = [(clash.first, fact.promotion, fact.channel, fact) for fact in facts if (clash := _clash(fact, setting))]
    counted: dict[tuple[str, str, str], tuple[str, str]] = {}
    for _, code, name, fact in sorted(clashes, key=lambda one: one[:3]):
        first = counted.setdefault((fact.wholesale, fact.order, fact.sku), (code, name))
        yield from promo_ship_window(fact, setting, "" if first == (code, name) else f"{first[0]} on {first[1]}")


def _clash(fact: PromotedOrder, setting: Setting) -> Period | None:
    clash = ship_clash(fact.days, fact.ship, fact.sell_in)
    return clash if fact.kind is ChannelKind.DTC and clash is not None and clash.last >= setting.today else None


def promo_ship_window(fact: PromotedOrder, setting: Setting, counted: str = "") -> Iterator[Conflict]:
    """Find a promotion of the own shop that meets the ship window and sell-in of a wholesale order.

    `counted` names the promotion with which the order counts already.
    """
    clash = _clash(fact, setting)
    if clash is None:
        return
    yield setting.conflict(
        SHIP_WINDOW,
        (
            promotion(fact.promotion),
            channel(fact.channel),
            sku(fact.sku),
            Entity(Thing.ORDER, fact.order),
            channel(fact.wholesale),
        ),
        sentence=f"{fact.promotion} on {fact.channel} promotes {fact.sku} from {clash.first} to {clash.last}, while "
        f"{fact.order} of {fact.wholesale} ships and is sold in",
        stake=_disputed(fact, counted, setting),
        channels=(fact.wholesale,),
        window=fact.ship.first,
        between=True,
    )


def _disputed(fact: PromotedOrder, counted: str, setting: Setting) -> Stake:
    if fact.contribution is None:
        return setting.untold("the order")
    contribution = max(fact.contribution, 0)
    told = f"{amount(contribution, setting.currency)} of the order"
    if counted:
        return setting.without_money(f"{told} are counted once, with {counted}")
    formula = f"{told} × {percent(fact.dispute)} disputed"
    return setting.stake(Fraction(contribution * fact.dispute, WHOLE), setting.currency, formula)


def promo_budget(fact: PlannedSpending, setting: Setting) -> Iterator[Conflict]:
    """Find a promotion whose discounts, fixed cost and advertising exceed its budget."""
    use = Use(fact.spending.total, fact.budget)
    if not use.over or fact.budget is None:
        return
    spent = [line for line in fact.spending.lines if line.units]
    lines = [
        times(fact.currency, number(line.units, "unit"), money(line.discount, fact.currency), terms=len(spent))
        for line in spent
    ]
    rest = [amount(minor, fact.currency) for minor in (fact.spending.fixed, fact.spending.ads) if minor]
    formula = f"{' + '.join([*lines, *rest])} − {amount(fact.budget, fact.currency)} budget"
    yield setting.conflict(
        BUDGET,
        (promotion(fact.promotion),),
        sentence=f"{fact.promotion} spends {amount(use.used, fact.currency)} of {amount(fact.budget, fact.currency)}",
        stake=setting.stake(use.over, fact.currency, formula),
        channels=fact.channels,
        window=fact.first,
    )


def promo_fatigue(fact: PromotedDays, setting: Setting) -> Iterator[Conflict]:
    """Find a listing that was promoted on more than 45 % of the last 90 days."""
    days = promoted_days(fact.promoted, setting.today)
    if not is_tired(days):
        return
    yield setting.conflict(
        FATIGUE,
        (sku(fact.sku), channel(fact.channel)),
        sentence=f"{fact.sku} on {fact.channel} was promoted on {counted(days, 'day')} of the last {WINDOW_DAYS}",
        stake=setting.without_money(),
        channels=(fact.channel,),
    )


def promo_retired(fact: PromotedPlace, setting: Setting) -> Iterator[Conflict]:
    """Find a promotion, not ended, of a SKU or on a channel that is marked to retire or disabled."""
    if not fact.marked or fact.days.last < setting.today:
        return
    yield setting.conflict(
        RETIRED,
        (promotion(fact.promotion), sku(fact.sku), channel(fact.channel)),
        sentence=f"{fact.promotion} promotes {fact.sku} on {fact.channel}, which is "
        f"{_MARKED.get(fact.marked, fact.marked)}",
        stake=setting.without_money(),
        channels=(fact.channel,),
        window=fact.days.first,
    )
