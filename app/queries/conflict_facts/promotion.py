"""Facts of promotions: what collides, how low they go together, and whether stock, budget and calendar carry them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import timedelta
from fractions import Fraction

from app.queries.commitments import CommitmentRow
from app.queries.conflict_facts.listing import Listing
from app.queries.conflict_facts.promotion_grounds import Grounds
from app.queries.promotions import Planned
from models.domain.conflicts.campaign import (
    PlannedSale,
    PlannedSpending,
    PromotedDays,
    PromotedOrder,
    PromotedPlace,
)
from models.domain.conflicts.checks import Book
from models.domain.conflicts.promotion import PromotedListing, PromotedPrice, PromotedSku, StackedPrice
from models.domain.period import Period
from models.domain.promotions.budget import Discounted, Spending
from models.domain.promotions.calendar import WINDOW_DAYS
from models.domain.promotions.promotion import Promotion
from models.domain.promotions.stacking import Stacked, in_sequence
from models.domain.promotions.stock_cover import SalesPlan, needed


def promotion_facts(of: Grounds) -> Book:
    """Gather the facts of promotions."""
    return Book(
        promoted=tuple(_listings(of)),
        stacked=tuple(_stacked(of)),
        across=tuple(_across(of)),
        planned_sales=tuple(_sales(of)),
        promoted_orders=tuple(_orders(of)),
        planned_spending=tuple(_spending(of)),
        promoted_days=tuple(_days(of)),
        promoted_places=tuple(_places(of)),
    )


def in_no_currency(of: Grounds) -> Iterator[str]:
    """Say which promotions are in a currency that no price is in which they are for on a channel, so count nowhere."""
    for planned in of.ahead:
        one = planned.promotion
        if not one.in_money:
            continue
        meant = [listing for listing in of.listings.values() if one.covers(*listing.key)]
        for channel in sorted({listing.channel for listing in meant}):
            asked = {listing.currency for listing in meant if listing.channel == channel}
            if one.currency not in asked:
                yield (
                    f"{one.code} is in {one.currency} and counts for nothing on {channel}, where prices are in "
                    f"{', '.join(sorted(asked))}: give it an amount in that currency"
                )


def _listings(of: Grounds) -> Iterator[PromotedListing]:
    for key, promotions in of.promoted.items():
        if len(promotions) > 1:
            one = of.listings[key]
            yield PromotedListing(one.sku, one.channel, one.currency, one.quote, promotions, one.rate)


def _stacked(of: Grounds) -> Iterator[StackedPrice]:
    for key, stacks in of.stacks.items():
        for one in stacks:
            yield _stacked_price(of, of.listings[key], one.stacked, one.together)


def _stacked_price(of: Grounds, listing: Listing, stacked: Stacked, together: Sequence[Promotion]) -> StackedPrice:
    first = max(*(one.days.first for one in together), of.day)
    until = min(*(one.days.last for one in together), first + timedelta(days=of.days - 1))
    found = listing.earns(stacked.quote)
    return StackedPrice(
        listing.sku,
        listing.channel,
        first,
        listing.currency,
        stacked,
        None if found is None else found.contribution,
        0 if found is None else found.target,
        listing.rate * max(one.uplift for one in together) * Period(first, until).days,
        listing.minimum,
        of.on_order.get(listing.sku, 0),
        of.assumed.claim,
    )


def _across(of: Grounds) -> Iterator[PromotedSku]:
    """Bring the promotion prices of a SKU on all public channels together, by currency."""
    found: dict[tuple[str, str], list[PromotedPrice]] = {}
    for key, promotions in of.promoted.items():
        listing = of.listings[key]
        for one in promotions:
            price = in_sequence(listing.quote, (one,)).quote.price
            days = of.days_of(one)
            told = PromotedPrice(one.code, listing.channel, one.days, price, listing.rate * one.uplift * days.days)
            found.setdefault((listing.sku, listing.currency), []).append(told)
    for (sku, currency), prices in found.items():
        if len({one.channel for one in prices}) > 1:
            yield PromotedSku(sku, currency, tuple(prices), of.assumed.tolerance, of.assumed.shift)


def _sales(of: Grounds) -> Iterator[PlannedSale]:
    for planned in of.ahead:
        for listing, plan in plans_of(of, planned.promotion):
            if listing.given is None:
                continue
            price = in_sequence(listing.quote, (planned.promotion,)).quote
            found = listing.earns(price)
            each = listing.contribution if found is None else found.contribution
            currency = of.currency if found is None else listing.currency
            one = planned.promotion
            yield PlannedSale(one.code, listing.sku, listing.channel, one.days.first, currency, plan, each)


def plans_of(of: Grounds, promotion: Promotion) -> Iterator[tuple[Listing, SalesPlan]]:
    """Give what a promotion is to sell on each listing; a unit cap is shared in proportion to usual sales."""
    listings = list(of.of(promotion))
    total = sum((one.rate for one in listings), Fraction(0))
    for one in listings:
        cap = promotion.unit_cap
        own = None if cap is None else int(cap * one.rate / total) if total else cap
        given = (one.given or 0, one.arrivals, own, max(one.packed, Fraction(0)))
        yield one, SalesPlan(of.days_of(promotion), one.rate, promotion.uplift, *given)


def _orders(of: Grounds) -> Iterator[PromotedOrder]:
    """Set promotions beside open wholesale orders of their SKUs that have a ship window."""
    lines: dict[tuple[str, str, str], list[CommitmentRow]] = {}
    for row in of.wholesale_orders() if of.ahead else ():
        if row.ship_by or row.ship_from:
            lines.setdefault((row.channel, row.reference, row.sku), []).append(row)
    for (wholesale, order, sku), rows in lines.items():
        days = [day for row in rows for day in (row.ship_from, row.ship_by) if day is not None]
        ship, told = Period(min(days), max(days)), [of.worth_of(row) for row in rows]
        known = [one for one in told if one is not None]
        worth = sum(known) if len(known) == len(told) else None
        for planned in of.ahead:
            one = planned.promotion
            for channel in sorted(one.channels or of.kinds):
                if one.covers(sku, channel):
                    placed = (one.code, channel, of.kinds[channel], one.days, sku, order, wholesale, ship)
                    yield PromotedOrder(*placed, worth, of.assumed.dispute)


def _spending(of: Grounds) -> Iterator[PlannedSpending]:
    """Add up what promotions with a budget will spend, on listings in the currency of the budget."""
    for planned in of.ahead:
        one = planned.promotion
        if one.budget is not None:
            lines = [
                _discount(listing, plan, one) for listing, plan in plans_of(of, one) if listing.currency == one.currency
            ]
            spending = Spending(tuple([line for line in lines if line.units and line.discount]), one.fixed, one.ads)
            channels = tuple(sorted(one.channels or {listing.channel for listing in of.of(one)}))
            yield PlannedSpending(one.code, channels, one.days.first, one.currency, spending, one.budget)


def _discount(listing: Listing, plan: SalesPlan, promotion: Promotion) -> Discounted:
    units = needed(plan, plan.days.days)
    if plan.unit_cap is not None:
        units = min(units, Fraction(plan.unit_cap))
    return Discounted(units, in_sequence(listing.quote, (promotion,)).discount)


def _days(of: Grounds) -> Iterator[PromotedDays]:
    """Give the days of every listing that was promoted in the last 90 days."""
    since = of.day - timedelta(days=WINDOW_DAYS)
    lately = [
        one.promotion for one in of.planned if since <= one.promotion.days.last and one.promotion.days.first <= of.day
    ]
    for listing in of.listings.values():
        meant = tuple([one.days for one in lately if one.covers(listing.sku, listing.channel)])
        if meant:
            yield PromotedDays(listing.sku, listing.channel, meant)


def _places(of: Grounds) -> Iterator[PromotedPlace]:
    """Give the places of promotions that are marked: a channel that is switched off, a listing that is."""
    for planned in of.ahead:
        for sku, channel, mark in _marked(of, planned):
            yield PromotedPlace(planned.code, sku, channel, planned.promotion.days, mark)


def _marked(of: Grounds, planned: Planned) -> Iterator[tuple[str, str, str]]:
    one = planned.promotion
    for channel in sorted(one.channels):
        if mark := of.retired.get(channel, ""):
            for sku in sorted(one.skus) or ["all SKUs"]:
                yield sku, channel, mark
    for listing in of.of(one):
        if not listing.active:
            yield listing.sku, listing.channel, "disabled"
