"""What the section Competitors shows: the answers, and what its forms offer."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.ledger.rates import base_currency
from app.queries.catalog import ChannelRow, channels
from app.queries.competitors import seen_offers
from app.queries.responses import ResponseRow, responses
from models.tables import Sku


@dataclass(frozen=True)
class CompetitorBoard:
    """The answers, how many offers were ever seen, and the SKUs and channels an offer can be typed for."""

    rows: tuple[ResponseRow, ...]
    offers: int
    titles: Mapping[str, str]
    channels: tuple[ChannelRow, ...]
    currency: str
    now: datetime


def competitor_board(session: Session, *, now: datetime, day: date) -> CompetitorBoard:
    """Work out every answer as of now."""
    titles: dict[str, str] = dict(session.execute(select(Sku.code, Sku.title).order_by(Sku.code)).all())
    active = tuple(row for row in channels(session) if row.active)
    found = tuple(responses(session, now=now, day=day))
    return CompetitorBoard(found, len(seen_offers(session)), titles, active, base_currency(session), now)
