"""Every check over every fact; the same facts give the same conflicts in the same order.

To add a kind: its function in its family's file, and its name in the list of its fact here.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import TypeVar

from models.domain.conflicts import agreement, campaign, data, price, promise, promotion, stock, work
from models.domain.conflicts.conflict import Conflict, Kind, rank
from models.domain.conflicts.setting import Setting

Fact = TypeVar("Fact")

_PRICED = (price.price_below_floor, price.price_loss, price.price_dead_zone, price.price_missing_cost)

KINDS: tuple[Kind, ...] = (
    price.BELOW_FLOOR,
    price.LOSS,
    price.DEAD_ZONE,
    agreement.MAP_BREACH,
    agreement.PARITY_GAP,
    agreement.WHOLESALE_UNDERCUT,
    agreement.TIER_INVERSION,
    agreement.REFERENCE_PRICE,
    price.MISMATCH,
    price.MISSING_COST,
    promotion.OVERLAP,
    promotion.STACK_BREACH,
    promotion.CROSS_CHANNEL,
    campaign.STOCK_SHORT,
    campaign.SHIP_WINDOW,
    campaign.BUDGET,
    campaign.FATIGUE,
    campaign.RETIRED,
    promise.COMMIT_SHORT,
    promise.FLOOR_SHORT,
    promise.OVERSOLD,
    stock.OUT_RISK,
    stock.EXCESS,
    work.CAPACITY_OVER,
    data.STALE,
    data.UNMAPPED,
    data.UNEXPLAINED,
    data.AGED,
)


@dataclass(frozen=True)
class Book:
    """The facts that are checked; a part of them may be checked alone."""

    prices: tuple[price.PricedListing, ...] = ()
    unchecked: tuple[price.UncheckedChannel, ...] = ()
    live: tuple[price.LivePrice, ...] = ()
    advertised: tuple[agreement.Advertised, ...] = ()
    landed: tuple[agreement.LandedPrices, ...] = ()
    retailed: tuple[agreement.RetailedPrice, ...] = ()
    ladders: tuple[agreement.Ladder, ...] = ()
    announcements: tuple[agreement.Announcement, ...] = ()
    promoted: tuple[promotion.PromotedListing, ...] = ()
    stacked: tuple[promotion.StackedPrice, ...] = ()
    across: tuple[promotion.PromotedSku, ...] = ()
    planned_sales: tuple[campaign.PlannedSale, ...] = ()
    promoted_orders: tuple[campaign.PromotedOrder, ...] = ()
    planned_spending: tuple[campaign.PlannedSpending, ...] = ()
    promoted_days: tuple[campaign.PromotedDays, ...] = ()
    promoted_places: tuple[campaign.PromotedPlace, ...] = ()
    orders: tuple[promise.OpenOrder, ...] = ()
    firm: tuple[promise.FirmStock, ...] = ()
    shared: tuple[promise.SharedStock, ...] = ()
    coverage: tuple[stock.Coverage, ...] = ()
    kept: tuple[stock.KeptStock, ...] = ()
    workloads: tuple[work.Workload, ...] = ()
    sources: tuple[data.Source, ...] = ()
    codes: tuple[data.Code, ...] = ()
    settlements: tuple[data.Settlement, ...] = ()
    clearing: tuple[data.Clearing, ...] = ()


def find(book: Book, setting: Setting) -> tuple[Conflict, ...]:
    """Find every conflict, the most severe first, then by stake, code and fingerprint.

    A fact given twice counts once. Raises ValueError where two different conflicts have one fingerprint, since the
    facts then tell of one thing in two ways, and where the rate of a currency is missing.
    """
    found: dict[str, Conflict] = {}
    for conflict in _all(book, setting):
        same = found.setdefault(conflict.fingerprint, conflict)
        if same is not conflict and same != conflict:
            raise ValueError(f"two facts tell of {conflict.fingerprint} in different ways")
    return tuple(sorted(found.values(), key=rank))


def _all(book: Book, setting: Setting) -> Iterator[Conflict]:
    for check in _PRICED:
        yield from _each(book.prices, check, setting)
    yield from _each(book.unchecked, price.prices_missing_cost, setting)
    yield from _each(book.live, price.price_mismatch, setting)
    yield from agreement.map_breaches(book.advertised, setting)
    yield from agreement.parity_gaps(book.landed, setting)
    yield from agreement.wholesale_undercuts(book.retailed, setting)
    yield from _each(book.ladders, agreement.tier_inversion, setting)
    yield from _each(book.announcements, agreement.reference_price, setting)
    yield from _each(book.promoted, promotion.promo_overlap, setting)
    today = agreement.claimed_today(book.advertised, setting)
    yield from promotion.promo_stack_breaches(book.stacked, setting, today)
    yield from _each(book.across, promotion.promo_cross_channel, setting)
    yield from _each(book.planned_sales, campaign.promo_stock_short, setting)
    yield from campaign.promo_ship_windows(book.promoted_orders, setting)
    yield from _each(book.planned_spending, campaign.promo_budget, setting)
    yield from _each(book.promoted_days, campaign.promo_fatigue, setting)
    yield from _each(book.promoted_places, campaign.promo_retired, setting)
    yield from _each(book.orders, promise.stock_commit_short, setting)
    yield from _each(book.firm, promise.stock_floor_short, setting)
    yield from _each(book.shared, promise.stock_oversold, setting)
    yield from _each(book.coverage, stock.stock_out_risk, setting)
    yield from _each(book.kept, stock.stock_excess, setting)
    yield from work.capacities_over(book.workloads, setting)
    yield from _each(book.sources, data.data_stale, setting)
    yield from _each(book.codes, data.data_unmapped, setting)
    yield from _each(book.settlements, data.settle_unexplained, setting)
    yield from _each(book.clearing, data.clearing_aged, setting)


def _each(
    facts: Iterable[Fact], check: Callable[[Fact, Setting], Iterator[Conflict]], setting: Setting
) -> Iterator[Conflict]:
    for fact in facts:
        yield from check(fact, setting)
