"""Edits of what is agreed with the buyers of a wholesale channel, each version from a day on."""

from __future__ import annotations

import json

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.actions.fee_schedules import TOPICS, exact
from app.actions.stock_lines import refuse
from app.errors import UserError
from app.ledger.ledger import Done, Ledger
from models.domain.catalog import ChannelKind
from models.domain.pricing.schedule import WholesaleTerms
from models.tables import Channel, WholesaleAgreement

_MOST_UNITS, _MOST_DAYS = 1_000_000_000, 3650


def add_terms(ledger: Ledger, *, channel_id: int, terms: WholesaleTerms) -> Done:
    """Type the terms of a wholesale channel from a day on."""
    with ledger.change("Add terms", TOPICS) as (session, done):
        channel = _channel(session, channel_id)
        _judge(session, channel, terms, None)
        done.label = f"Add terms of {channel.name} from {terms.valid_from}"
        session.add(_put(WholesaleAgreement(channel_id=channel_id), terms))
    return done


def edit_terms(ledger: Ledger, *, terms_id: int, terms: WholesaleTerms) -> Done:
    """Mend a version in place; what is agreed from a later day on is a version of its own."""
    with ledger.change("Edit terms", TOPICS) as (session, done):
        row = session.get_one(WholesaleAgreement, terms_id)
        channel = _channel(session, row.channel_id)
        _judge(session, channel, terms, row.id)
        done.label = f"Edit terms of {channel.name} from {terms.valid_from}"
        _put(row, terms)
    return done


def remove_terms(ledger: Ledger, *, terms_id: int) -> Done:
    """Take a version away as if nobody had typed it; the one before it holds on."""
    with ledger.change("Remove terms", TOPICS) as (session, done):
        row = session.get_one(WholesaleAgreement, terms_id)
        done.label = f"Remove terms of {_channel(session, row.channel_id).name} from {row.valid_from}"
        session.delete(row)
    return done


def _channel(session: Session, channel_id: int) -> Channel:
    channel = session.get(Channel, channel_id)
    if channel is None:
        raise UserError("There is no such channel; choose one of the list. Nothing was changed.")
    return channel


def _judge(session: Session, channel: Channel, terms: WholesaleTerms, besides: int | None) -> None:
    """Refuse terms that cannot be kept."""
    if channel.kind != ChannelKind.WHOLESALE:
        refuse(f"{channel.name} is no wholesale channel; change its kind in the catalogue first.")
    if not (0 <= terms.rep <= 1 and 0 <= terms.payment <= 1):
        refuse("A commission and the cost of payment terms are between 0 and 100 percent.")
    if not 0 <= terms.moq <= _MOST_UNITS or not 0 <= terms.payment_days <= _MOST_DAYS:
        refuse(f"MOQ is 0 or more, and payment comes after 0 to {_MOST_DAYS:,} days.")
    same = (WholesaleAgreement.channel_id == channel.id, WholesaleAgreement.valid_from == terms.valid_from.isoformat())
    other = session.scalars(select(WholesaleAgreement.id).where(*same)).first()
    if other is not None and other != besides:
        refuse(f"{channel.name} has terms from {terms.valid_from} already; edit those, or choose another day.")


def _put(row: WholesaleAgreement, terms: WholesaleTerms) -> WholesaleAgreement:
    row.valid_from, row.moq, row.payment_days = terms.valid_from.isoformat(), terms.moq, terms.payment_days
    row.tiers = json.dumps([[tier.units, exact(tier.discount)] for tier in terms.tiers])
    row.rep_rate, row.payment_rate = exact(terms.rep), exact(terms.payment)
    row.ship_windows = json.dumps([[window.first.isoformat(), window.last.isoformat()] for window in terms.windows])
    row.source = terms.source.strip()
    return row
