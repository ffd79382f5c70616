"""What the catalogue lacks for the figures to be whole."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from app.ledger.rates import base_currency
from app.queries.contribution import known_period, missing_rates
from app.queries.ready_made import uncounted_bundles
from app.queries.uncosted import MissingCost, missing_cost
from models.domain.money import Money
from models.tables import Channel, Listing, Posting, Sku


@dataclass(frozen=True)
class Gaps:
    """How much the catalogue holds, and what is missing in it."""

    currency: str
    channels: int
    skus: int
    unlinked: int
    missing_cost: MissingCost
    missing_rates: str
    first_day: date | None
    titles: tuple[tuple[str, str], ...]
    ready_made: tuple[tuple[str, int], ...] = ()  # bundles that lie so, uncounted, and their units

    @property
    def codes(self) -> frozenset[str]:
        """Every SKU of the catalogue."""
        return frozenset(code for code, _ in self.titles)


def gaps(session: Session) -> Gaps:
    """Count what is there and find what is missing."""
    period = known_period(session)
    currency = base_currency(session)
    untranslated = select(Posting.id).where(Posting.in_force == 1, Posting.base_minor.is_(None)).limit(1)
    lacks = period is not None and session.execute(untranslated).first() is not None
    rows = session.execute(select(Sku.code, Sku.title).where(Sku.active == 1).order_by(Sku.code))
    titles = tuple((code, title) for code, title in rows)
    none = MissingCost(0, Money(0, currency), ())
    return Gaps(
        currency=currency,
        channels=session.execute(select(func.count()).select_from(Channel).where(Channel.active == 1)).scalar_one(),
        skus=len(titles),
        unlinked=session.execute(
            select(func.count()).select_from(Listing).where(Listing.sku_id.is_(None))
        ).scalar_one(),
        missing_cost=none if period is None else missing_cost(session, period, currency),
        missing_rates=str(missing_rates(session, period)) if lacks and period is not None else "",
        first_day=period.first if period else None,
        titles=titles,
        ready_made=tuple(sorted(uncounted_bundles(session).items())),
    )
