"""Edits of what channels charge: each version holds from its day until the next one of the same begins."""

from __future__ import annotations

import json
from decimal import Decimal
from fractions import Fraction

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.actions.stock_lines import refuse
from app.errors import UserError
from app.ledger.ledger import Done, Ledger
from models.domain.catalog import ChannelKind
from models.domain.currencies import is_currency
from models.domain.pricing.fee_model import FeeModel, Payment, Schedule
from models.domain.pricing.schedule import FeeSchedule
from models.tables import Channel, ChannelFees, Location

TOPICS = frozenset({"pricing", "history"})
_MOST = 1_000_000_000


def add_schedule(ledger: Ledger, *, channel_id: int, schedule: FeeSchedule) -> Done:
    """Type the fees of a channel from a day on."""
    with ledger.change("Add fees", TOPICS) as (session, done):
        channel = _channel(session, channel_id)
        _judge(session, channel, schedule, None)
        done.label = f"Add {_words(channel, schedule)}"
        session.add(_put(session, ChannelFees(channel_id=channel_id), schedule))
    return done


def edit_schedule(ledger: Ledger, *, schedule_id: int, schedule: FeeSchedule) -> Done:
    """Mend a version in place; what is charged from a later day on is a version of its own."""
    with ledger.change("Edit fees", TOPICS) as (session, done):
        row = session.get_one(ChannelFees, schedule_id)
        channel = _channel(session, row.channel_id)
        _judge(session, channel, schedule, row.id)
        done.label = f"Edit {_words(channel, schedule)}"
        _put(session, row, schedule)
    return done


def remove_schedule(ledger: Ledger, *, schedule_id: int) -> Done:
    """Take a version away as if nobody had typed it; the one before it holds on."""
    with ledger.change("Remove fees", TOPICS) as (session, done):
        row = session.get_one(ChannelFees, schedule_id)
        name = _channel(session, row.channel_id).name
        done.label = f"Remove fees of {_named(name, row.category)} from {row.valid_from}"
        session.delete(row)
    return done


def exact(rate: Fraction) -> str:
    """Write a rate exactly: as a decimal where one is exact, else as a fraction."""
    decimal = Decimal(rate.numerator) / Decimal(rate.denominator)
    return f"{decimal.normalize():f}" if Fraction(decimal) == rate else str(rate)


def _words(channel: Channel, schedule: FeeSchedule) -> str:
    return f"fees of {_named(channel.name, schedule.category.strip())} from {schedule.valid_from}"


def _named(channel: str, category: str) -> str:
    return f"{channel}, {category}" if category else channel


def _channel(session: Session, channel_id: int) -> Channel:
    channel = session.get(Channel, channel_id)
    if channel is None:
        raise UserError("There is no such channel; choose one of the list. Nothing was changed.")
    return channel


def _judge(session: Session, channel: Channel, schedule: FeeSchedule, besides: int | None) -> None:
    """Refuse a schedule that cannot be kept."""
    fees, target = schedule.fees, schedule.target
    refuse("" if fees.cogs == 0 else "A fee schedule holds no landed cost; that is typed with the SKU.")
    code = schedule.currency
    if not is_currency(code):
        refuse(f"“{code}” is no currency; type three capital letters such as USD.")
    if max(_amounts(fees), default=0) > _MOST or target.absolute > _MOST:
        refuse("An amount is too large to be a fee of one unit.")
    if schedule.price_max is not None and not 0 < schedule.price_max <= _MOST:
        refuse("The highest price looked at is above 0.")
    if channel.kind == ChannelKind.WHOLESALE and (fees.referral != Schedule() or fees.payment != Payment()):
        refuse(f"{channel.name} is a wholesale channel: its commission and payment terms are typed under Terms.")
    if schedule.place and _place(session, schedule.place) is None:
        refuse(f"There is no place “{schedule.place}”; choose one of the list.")
    same = (ChannelFees.channel_id == channel.id, ChannelFees.valid_from == schedule.valid_from.isoformat())
    category = schedule.category.strip().casefold()
    for row in session.scalars(select(ChannelFees).where(*same)):
        if row.id != besides and row.category.casefold() == category:
            what = _named(channel.name, row.category)
            refuse(f"{what} has fees from {schedule.valid_from} already; edit those, or choose another day.")


def _amounts(fees: FeeModel) -> list[int]:
    edges = [band.to for band in fees.referral.bands] + [tier.to for tier in fees.fulfilment]
    closed = [edge for edge in edges if edge is not None]
    cap = fees.returns.administration.cap or 0
    single = [fees.shipping, fees.referral.minimum, fees.payment.fixed, fees.ads.absolute, fees.returns.handling]
    return [*closed, *single, cap, fees.other, *(tier.fee for tier in fees.fulfilment)]


def _place(session: Session, name: str) -> Location | None:
    return session.scalars(select(Location).where(Location.name == name)).first()


def _put(session: Session, row: ChannelFees, schedule: FeeSchedule) -> ChannelFees:
    fees, returns = schedule.fees, schedule.fees.returns
    place = _place(session, schedule.place) if schedule.place else None
    row.category, row.valid_from = schedule.category.strip(), schedule.valid_from.isoformat()
    row.currency, row.vat, row.fee_base, row.shipping = schedule.currency, exact(fees.vat), fees.fee_base, fees.shipping
    row.referral_kind, row.referral_minimum = fees.referral.kind, fees.referral.minimum
    row.referral_bands = json.dumps([[band.to, exact(band.rate)] for band in fees.referral.bands])
    row.payment_rate, row.payment_fixed = exact(fees.payment.rate), fees.payment.fixed
    row.payment_refunded = int(fees.payment.refunded)
    row.location_id = place.id if place is not None else None
    row.fulfilment_tiers = json.dumps([[tier.to, tier.fee] for tier in fees.fulfilment])
    row.ads_absolute, row.ads_rate = fees.ads.absolute, exact(fees.ads.rate)
    row.return_rate = None if schedule.returns_of_sku else exact(returns.rate)
    row.return_handling, row.resale = returns.handling, exact(returns.resale)
    row.refund_rate, row.refund_cap = exact(returns.administration.rate), returns.administration.cap
    row.other = fees.other
    row.target_absolute, row.target_margin = schedule.target.absolute, exact(schedule.target.margin)
    row.price_max, row.source = schedule.price_max, schedule.source.strip()
    return row
