"""What promotion prices do to agreements: parity, the wholesale ladder, and reference prices in the EU.

For a check before a promotion starts. In a run over all conflicts the first two are facts of the prices in force, which
the price family tells of.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

from sqlalchemy.orm import Session

from app.queries.conflict_facts.listing import Listing
from app.queries.conflict_facts.promotion_grounds import Grounds
from app.queries.prior_prices import prior_prices
from models.domain.catalog import ChannelKind
from models.domain.conflicts.agreement import Announced, Announcement, LandedPrices, RetailedPrice
from models.domain.conflicts.policy import REFERENCE_DAYS
from models.domain.conflicts.setting import WHOLE
from models.domain.period import Period
from models.domain.promotions.overlap import shared_days
from models.domain.promotions.promotion import Promotion
from models.domain.promotions.stacking import in_sequence


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
        asked = [(one.channel, of.lowest_of(one.key).landed) for one in listings]
        if not any(of.promoted.get(one.key) for one in listings):
            continue
        for listing in listings:
            here = dict(asked)[listing.channel]
            elsewhere = tuple([one for one in asked if one[0] != listing.channel and (sku, one[0]) in of.promoted])
            if listing.kind is ChannelKind.MARKETPLACE and elsewhere:
                found = listing.earns(listing.quote)
                each = None if found is None else found.contribution
                yield LandedPrices(
                    *(sku, listing.channel, currency, here, elsewhere, each, listing.rate),
                    of.assumed.tolerance,
                    of.assumed.featured,
                )


def retailed(of: Grounds) -> Iterator[RetailedPrice]:
    """Set the lowest promotion price of a SKU against what each wholesale channel pays, where it leaves too little.

    What the trade contributes is lost once, so that a SKU on a wholesale channel is told of once, with every channel on
    which a promotion makes it too cheap.
    """
    public: dict[str, list[Listing]] = {}
    for key in of.promoted:
        if of.listings[key].kind.public:
            public.setdefault(key[0], []).append(of.listings[key])
    for paid in of.listings.values():
        if paid.kind is not ChannelKind.WHOLESALE or paid.sku not in public:
            continue
        cost = paid.price.amount or 0
        asked = sorted(
            [
                (price, one.channel)
                for one in public[paid.sku]
                if one.currency == paid.currency
                and (price := of.lowest_of(one.key).price) * (WHOLE - of.assumed.margin) < cost * WHOLE
            ]
        )
        if asked:
            (price, channel), others = asked[0], tuple([(name, price) for price, name in asked[1:]])
            told = (paid.sku, channel, paid.channel, paid.currency, price, cost)
            ahead = (paid.rate * of.days, paid.contribution, of.currency)
            yield RetailedPrice(*told, *ahead, of.assumed.margin, others)
