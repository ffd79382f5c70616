"""How the price of a listing is mended: by sending the book's, by one that may be asked, or else by a rule."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from sqlalchemy.orm import Session

from app.queries.governed_price import GovernedPrice
from app.queries.prices import price_list
from models.domain.conflicts import price
from models.domain.conflicts.conflict import Conflict, Thing
from models.domain.money import Money
from models.domain.pricing.floor import Floor

FIXED = frozenset({price.BELOW_FLOOR, price.LOSS, price.DEAD_ZONE})


class Means(StrEnum):
    """What mends a price: the file that tells the channel, a price of its own, or the rule that made it."""

    FILE = "file"
    PRICE = "price"
    RULE = "rule"


@dataclass(frozen=True)
class PriceFix:
    """What mends the price of a SKU on a channel; `amount` is the price to ask, where that is it."""

    means: Means
    sku: str
    channel: str
    amount: Money | None = None
    tax_inside: bool = False


def price_fix(session: Session, conflict: Conflict, *, day: date) -> PriceFix | None:
    """Find what mends a price that earns too little; None where nothing is known that would."""
    (sku, *_), (channel, *_) = conflict.named(Thing.SKU), conflict.named(Thing.CHANNEL)
    for one in price_list(session, day=day, skus={sku}, channels={channel}):
        floor = one.economics.floor
        if floor is None or one.amount is None or one.economics.currency != one.currency:
            continue
        if floor.admits(one.amount) and floor.dead_zone(one.amount) is None:
            # What is live is not what the book says.
            return PriceFix(Means.FILE, sku, channel)
        if one.priced.overridden:
            return PriceFix(Means.RULE, sku, channel)
        return PriceFix(Means.PRICE, sku, channel, one.money(_better(one, floor, one.amount)), one.tax_inside)
    return None


def _better(one: GovernedPrice, floor: Floor, amount: int) -> int | None:
    """Give the price just below a dead zone, which earns more, or the lowest that may be asked."""
    zone = floor.dead_zone(amount)
    return zone.first - 1 if zone is not None and floor.admits(zone.first - 1) else one.floor
