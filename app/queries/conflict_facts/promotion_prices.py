"""What promotion prices do to agreements: parity, the wholesale ladder, and reference prices in the EU.

What the prices in force do to the first two is told beside them; what that puts at stake already counts there.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import timedelta

from sqlalchemy.orm import Session

from app.queries.conflict_facts.listing import Listing
from app.queries.conflict_facts.promotion_grounds import Grounds
from app.queries.prior_prices import prior_prices
from models.domain.catalog import ChannelKind
from models.domain.conflicts.agreement import Announced, Announcement, LandedPrices, RetailedPrice
from models.domain.conflicts.checks import Book
from models.domain.conflicts.policy import REFERENCE_DAYS
from models.domain.conflicts.setting import WHOLE
from models.domain.period import Period
from models.domain.promotions.overlap import shared_days
from models.domain.promotions.promotion import Promotion
from models.domain.promotions.stacking import in_sequence


def promoted_prices(session: Session, of: Grounds) -> Book:
    """Gather what promotion prices do to agreements."""
    return Book(announcements=tuple(announcements(session, of)), landed=tuple(landed(of)), retailed=tuple(retailed(of)))


def announcements(session: Session, of: Grounds) -> Iterator[Announcement]:
    """Give the reductions that promotions announce, with the lowest price of the 30 days before each began."""
    for planned in of.ahead:
        one = planned.promotion
        told: dict[tuple[str, str], list[Announced]] = {}
        for listing in of.of(one) if one.was is not None and planned.reference else ():
            if listing.currency == one.currency:
                price = in_sequence(listing.quote, (one,)).quote.price
                told.setdefault((listing.channel, listing.currency), []).append(
                    Announced(listing.sku, one.was or 0, price, _lowest(session, listing, of, one))
                )
        for (channel, currency), prices in told.items():
            yield Announcement(one.code, channel, one.days.first, currency, tuple(prices), planned.reference)


def _lowest(session: Session, listing: Listing, of: Grounds, promotion: Promotion) -> int | None:
    """Give the lowest price of the 30 days before, by the book and by the promotions that ran in them."""
    first, (sku, channel) = promotion.days.first, listing.key
    found = prior_prices(session, sku=sku, channel=channel, currency=listing.currency, first=first)
    before = Period(first - timedelta(days=REFERENCE_DAYS), first - timedelta(days=1))
    ran = [
        one.promotion
        for one in of.planned
        if one.code != promotion.code and listing.takes(one.promotion) and shared_days(one.promotion.days, before)
    ]
    # Each by itself: those that ran one after another made no price together.
    asked = [in_sequence(listing.quote, (one,)).quote.price for one in ran]
    return min([*asked, *([] if found.lowest is None else [found.lowest])], default=None)


def landed(of: Grounds) -> Iterator[LandedPrices]:
    """Set the landed price of every marketplace against the lowest that promotions make of the SKU elsewhere."""
    by_sku: dict[tuple[str, str], list[Listing]] = {}
    for listing in of.listings.values():
        if listing.kind.public:
            by_sku.setdefault((listing.sku, listing.currency), []).append(listing)
    for (sku, currency), listings in by_sku.items():
        lowered = {one.channel for one in listings if of.stacks.get(one.key)}
        if not lowered:
            continue
        asked = {one.channel: of.lowest_of(one.key).landed for one in listings}
        for listing in listings:
            elsewhere = tuple([(name, price) for name, price in asked.items() if name in lowered - {listing.channel}])
            if listing.kind is ChannelKind.MARKETPLACE and elsewhere:
                found = listing.earns(listing.quote)
                each = None if found is None else found.contribution
                cheapest = min(elsewhere, key=lambda one: (one[1], one[0]))[0]
                yield LandedPrices(
                    *(sku, listing.channel, currency, asked[listing.channel], elsewhere, each, listing.rate),
                    of.assumed.tolerance,
                    of.assumed.featured,
                    *of.makers_of((sku, cheapest)),
                )


def retailed(of: Grounds) -> Iterator[RetailedPrice]:
    """Set the lowest promotion price of a SKU against what each wholesale channel pays, where it leaves too little.

    What the trade contributes is lost once, so that a SKU on a wholesale channel is told of once, with every channel on
    which a promotion makes it too cheap. What retailers pay is what was agreed with them, as for the prices in force.
    """
    public: dict[str, list[Listing]] = {}
    for key, stacks in of.stacks.items():
        if stacks and of.listings[key].kind.public:
            public.setdefault(key[0], []).append(of.listings[key])
    for paid in of.listings.values():
        asked = _too_low(of, paid, public.get(paid.sku, ()))
        if asked:
            (price, channel), others = asked[0], tuple([(name, price) for price, name in asked[1:]])
            told = (paid.sku, channel, paid.channel, paid.currency, price, paid.price.amount or 0)
            ahead = (paid.rate * of.days, paid.contribution, of.currency)
            made = [of.makers_of((paid.sku, name)) for _, name in asked]
            codes = tuple(dict.fromkeys(code for by, _ in made for code in by))
            yield RetailedPrice(*told, *ahead, of.assumed.margin, others, codes, made[0][1])


def _too_low(of: Grounds, paid: Listing, public: Sequence[Listing]) -> list[tuple[int, str]]:
    """Give the promotion prices that leave retailers too little, the lowest first, each with its channel."""
    if paid.kind.public or not paid.price.agreed:
        return []
    limit = (paid.price.amount or 0) * WHOLE
    alike = [
        (price, one.channel)
        for one in public
        if one.currency == paid.currency and (price := one.price.without_tax(of.lowest_of(one.key).price)) is not None
    ]
    return sorted([one for one in alike if one[0] * (WHOLE - of.assumed.margin) < limit])
