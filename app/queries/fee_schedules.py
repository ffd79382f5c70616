"""Fee schedules of channels as they were typed, by version, and the one that holds on a day."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.columns import Column, Kind
from models.domain.catalog import ChannelKind
from models.domain.money import Money
from models.domain.pricing.fee_model import (
    Administration,
    Ads,
    Band,
    FeeBase,
    FeeModel,
    Payment,
    Returns,
    Schedule,
    ScheduleKind,
    Target,
    Tier,
)
from models.domain.pricing.notation import percent_text, write_bands, write_tiers
from models.domain.pricing.schedule import FeeSchedule
from models.domain.words import amount
from models.tables import Channel, ChannelFees, Location


@dataclass(frozen=True)
class ScheduleRow:
    """One version of the fees of a channel, or of one category of it."""

    id: int
    channel_id: int
    channel: str
    kind: ChannelKind
    colour: str
    location_id: int | None
    schedule: FeeSchedule
    state: str = ""

    @property
    def currency(self) -> str:
        """The currency of every amount."""
        return self.schedule.currency

    @property
    def referral(self) -> str:
        """The referral fee in words: "15 %, at least 0.30 USD"."""
        referral = self.schedule.fees.referral
        if referral == Schedule():
            return "–"
        words = write_bands(referral.bands, self.currency)
        if referral.kind is not ScheduleKind.FLAT:
            words = f"{words} ({referral.kind})"
        return f"{words}, at least {amount(referral.minimum, self.currency)}" if referral.minimum else words

    @property
    def payment(self) -> str:
        """The payment fee in words: "2.9 % and 0.30 USD"."""
        payment = self.schedule.fees.payment
        if payment == Payment():
            return "–"
        fixed = f" and {amount(payment.fixed, self.currency)}" if payment.fixed else ""
        return f"{percent_text(payment.rate)}{fixed}"

    @property
    def fulfilment(self) -> str:
        """What fulfilment costs in words: typed by list price, as the fees of a place, or both."""
        tiers, place = self.schedule.fees.fulfilment, self.schedule.place
        typed = write_tiers(tiers, self.currency) if any(tier.fee for tier in tiers) else ""
        return f"as {place}{f', and {typed}' if typed else ''}" if place else typed or "–"

    @property
    def returns(self) -> str:
        """The return rate in words."""
        return "as the SKU" if self.schedule.returns_of_sku else percent_text(self.schedule.fees.returns.rate)

    @property
    def target(self) -> str:
        """What a unit has to earn, in words."""
        target = self.schedule.target
        parts = [amount(target.absolute, self.currency) if target.absolute else ""]
        parts.append(percent_text(target.margin) if target.margin else "")
        return " or ".join(filter(None, parts)) or "to lose nothing"

    @property
    def shipping(self) -> Money:
        """What a customer is charged for shipping a unit."""
        return Money(self.schedule.fees.shipping, self.currency)


HOLDS, LATER, EARLIER = "holds", "later", "earlier"


def fee_schedules(session: Session, *, today: date) -> list[ScheduleRow]:
    """List every version by channel and category, the newest first; the state says which one holds today."""
    rows = session.execute(
        select(ChannelFees, Channel.name, Channel.kind, Channel.colour, Location.name)
        .join(Channel, Channel.id == ChannelFees.channel_id)
        .outerjoin(Location, Location.id == ChannelFees.location_id)
        .order_by(Channel.id, ChannelFees.category, ChannelFees.valid_from.desc())
    )
    found = []
    held: set[tuple[int, str]] = set()
    for row, name, kind, colour, place in rows:
        schedule, key = _schedule(row, place or ""), (row.channel_id, row.category)
        state = LATER if schedule.valid_from > today else EARLIER if key in held else HOLDS
        if state == HOLDS:
            held.add(key)
        found.append(
            ScheduleRow(row.id, row.channel_id, name, ChannelKind(kind), colour, row.location_id, schedule, state)
        )
    return found


class Schedules:
    """The schedules that hold on a day: of a category, else of the whole channel."""

    def __init__(self, rows: Iterable[ScheduleRow]) -> None:
        self._held: Mapping[tuple[int, str], ScheduleRow] = {
            (row.channel_id, row.schedule.category.casefold()): row for row in rows if row.state == HOLDS
        }

    def of(self, channel_id: int, category: str) -> ScheduleRow | None:
        """Give the schedule for a SKU of a category on a channel."""
        return self._held.get((channel_id, category.casefold())) or self._held.get((channel_id, ""))


def versions_of(rows: Sequence[ScheduleRow], one: ScheduleRow) -> list[ScheduleRow]:
    """Give every version of what a row is a version of, the newest first."""
    key = (one.channel_id, one.schedule.category)
    return [row for row in rows if (row.channel_id, row.schedule.category) == key]


def _schedule(row: ChannelFees, place: str) -> FeeSchedule:
    bands = [Band(to, Fraction(rate)) for to, rate in json.loads(row.referral_bands)]
    returns = Returns(
        Fraction(row.return_rate or 0),
        row.return_handling,
        Fraction(row.resale),
        Administration(Fraction(row.refund_rate), row.refund_cap),
    )
    fees = FeeModel(
        0,
        Fraction(row.vat),
        FeeBase(row.fee_base),
        row.shipping,
        Schedule(ScheduleKind(row.referral_kind), tuple(bands), row.referral_minimum),
        Payment(Fraction(row.payment_rate), row.payment_fixed, bool(row.payment_refunded)),
        tuple([Tier(to, fee) for to, fee in json.loads(row.fulfilment_tiers)]),
        Ads(row.ads_absolute, Fraction(row.ads_rate)),
        returns,
        row.other,
    )
    return FeeSchedule(
        row.currency,
        date.fromisoformat(row.valid_from),
        row.category,
        fees,
        Target(row.target_absolute, Fraction(row.target_margin)),
        row.price_max,
        place,
        row.return_rate is None,
        row.source,
    )


COLUMNS: tuple[Column[ScheduleRow], ...] = (
    Column("Channel", lambda row: row.channel),
    Column("Category", lambda row: row.schedule.category or "all"),
    Column("From", lambda row: row.schedule.valid_from, Kind.DAY, hint="It holds until the next version begins"),
    Column("State", lambda row: row.state, Kind.CHIP),
    Column("Referral", lambda row: row.referral, hint="Of the price with shipping, or without the tax inside"),
    Column("Payment", lambda row: row.payment),
    Column("Fulfilment", lambda row: row.fulfilment, hint="By list price, or as the fees of a place"),
    Column("Returns", lambda row: row.returns, hint="Share of units that come back"),
    Column("Target", lambda row: row.target, hint="What a unit has to earn; the larger of both counts"),
    Column("Source", lambda row: row.schedule.source, hint="Where the figures are from"),
)
