"""What the Prices section shows at once, and the answers of its panel about one listing."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.ledger.rates import base_currency
from app.queries.base_prices import Took, live_offers, price_history, typed_ids
from app.queries.prices import GovernedPrice, State, price_list
from app.queries.prior_prices import PriorPrices, prior_prices
from models.tables import Channel, Sku


@dataclass(frozen=True)
class PriceBoard:
    """The price list of a day; how many live prices of each channel could be taken over; what forms can offer."""

    day: date
    rows: tuple[GovernedPrice, ...]
    offers: Mapping[str, int]
    titles: Mapping[str, str]
    channels: tuple[str, ...]
    currency: str

    @property
    def version(self) -> str:
        """The rules that were applied."""
        return self.rows[0].version if self.rows else ""

    def of(self, *states: State) -> int:
        """Count the prices that something of this decided."""
        return sum(row.state in states for row in self.rows)


@dataclass(frozen=True)
class Past:
    """What happened to the base prices of a listing, and its prices of the 30 days before a day."""

    took: tuple[Took, ...]
    prior: PriorPrices


def price_board(session: Session, *, day: date) -> PriceBoard:
    """Read the price list of a day with what surrounds it."""
    named = session.execute(select(Sku.code, Sku.title).where(Sku.active == 1).order_by(Sku.code))
    channels = session.scalars(select(Channel.name).where(Channel.active == 1).order_by(Channel.id))
    return PriceBoard(
        day,
        tuple(price_list(session, day=day)),
        {name: len(found) for name, found in live_offers(session, day=day).items()},
        dict(named.all()),
        tuple(channels),
        base_currency(session),
    )


def past(session: Session, *, sku: str, channel: str, currency: str, day: date) -> Past:
    """Tell the past of one listing."""
    return Past(
        tuple(price_history(session, sku=sku, channel=channel)),
        prior_prices(session, sku=sku, channel=channel, currency=currency, first=day),
    )


def is_typed(session: Session, *, sku: str, number: int) -> bool:
    """Say whether a person typed a base price; one from a file is overruled, not changed."""
    return number in typed_ids(session, sku)
