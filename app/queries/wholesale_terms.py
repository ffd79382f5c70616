"""Terms of wholesale channels as they were typed, by version."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.columns import Column, Kind
from app.queries.fee_schedules import EARLIER, HOLDS, LATER
from models.domain.catalog import ChannelKind
from models.domain.pricing.notation import percent_text, write_discounts, write_windows
from models.domain.pricing.schedule import PriceTier, ShipWindow, WholesaleTerms
from models.tables import Channel, WholesaleAgreement


@dataclass(frozen=True)
class TermsRow:
    """One version of the terms of a wholesale channel."""

    id: int
    channel_id: int
    channel: str
    colour: str
    terms: WholesaleTerms
    state: str


def wholesale_terms(session: Session, *, today: date) -> list[TermsRow]:
    """List every version by channel, the newest first; the state says which one holds today.

    A channel that is no wholesale channel any more has terms that do not count, and is left out.
    """
    rows = session.execute(
        select(WholesaleAgreement, Channel.name, Channel.colour)
        .join(Channel, Channel.id == WholesaleAgreement.channel_id)
        .where(Channel.kind == ChannelKind.WHOLESALE)
        .order_by(Channel.id, WholesaleAgreement.valid_from.desc())
    )
    found: list[TermsRow] = []
    held: set[int] = set()
    for row, name, colour in rows:
        terms = _terms(row)
        state = LATER if terms.valid_from > today else EARLIER if row.channel_id in held else HOLDS
        if state == HOLDS:
            held.add(row.channel_id)
        found.append(TermsRow(row.id, row.channel_id, name, colour, terms, state))
    return found


def terms_that_hold(rows: Sequence[TermsRow]) -> Mapping[int, WholesaleTerms]:
    """Give the terms that hold, by the id of their channel."""
    return {row.channel_id: row.terms for row in rows if row.state == HOLDS}


def _terms(row: WholesaleAgreement) -> WholesaleTerms:
    return WholesaleTerms(
        date.fromisoformat(row.valid_from),
        tuple([PriceTier(units, Fraction(discount)) for units, discount in json.loads(row.tiers)]),
        Fraction(row.rep_rate),
        Fraction(row.payment_rate),
        row.moq,
        row.payment_days,
        tuple([ShipWindow(*map(date.fromisoformat, window)) for window in json.loads(row.ship_windows)]),
        row.source,
    )


COLUMNS: tuple[Column[TermsRow], ...] = (
    Column("Channel", lambda row: row.channel),
    Column("From", lambda row: row.terms.valid_from, Kind.DAY, hint="It holds until the next version begins"),
    Column("State", lambda row: row.state, Kind.CHIP),
    Column("Tiers", lambda row: write_discounts(row.terms.tiers) or "–", hint="Off the list price, from units on"),
    Column("Representative", lambda row: percent_text(row.terms.rep), hint="Commission, a share of net"),
    Column("Payment terms", lambda row: percent_text(row.terms.payment), hint="What they cost, a share of the invoice"),
    Column("MOQ", lambda row: row.terms.moq, Kind.UNITS, hint="The fewest units of an order"),
    Column("Paid after days", lambda row: row.terms.payment_days, Kind.UNITS),
    Column("Ship windows", lambda row: write_windows(row.terms.windows) or "–"),
    Column("Source", lambda row: row.terms.source),
)
