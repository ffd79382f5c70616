"""What channels charge and what was agreed with wholesale buyers, each version from a day on."""

from __future__ import annotations

from sqlalchemy import ForeignKey, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from models.tables.base import AUDITED, Base


class ChannelFees(Base):
    """The fees of a channel, all of it or one category, from a day on; rates are exact decimals or fractions as text.

    Bands and tiers are JSON: pairs of the last amount they hold for, null for none, and a rate or a fee.
    """

    __tablename__ = "channel_fees"
    __table_args__ = (UniqueConstraint("channel_id", "category", "valid_from"), AUDITED)
    AUDITED = True

    id: Mapped[int] = mapped_column(primary_key=True)
    channel_id: Mapped[int] = mapped_column(ForeignKey("channel.id"))
    category: Mapped[str] = mapped_column(Text, default="")
    valid_from: Mapped[str] = mapped_column(Text)
    currency: Mapped[str] = mapped_column(Text)
    vat: Mapped[str] = mapped_column(Text)
    fee_base: Mapped[str] = mapped_column(Text)
    shipping: Mapped[int]
    referral_kind: Mapped[str] = mapped_column(Text)
    referral_bands: Mapped[str] = mapped_column(Text)
    referral_minimum: Mapped[int]
    payment_rate: Mapped[str] = mapped_column(Text)
    payment_fixed: Mapped[int]
    payment_refunded: Mapped[int]
    location_id: Mapped[int | None] = mapped_column(ForeignKey("location.id"))  # whose fees serve a unit
    fulfilment_tiers: Mapped[str] = mapped_column(Text)
    ads_absolute: Mapped[int]
    ads_rate: Mapped[str] = mapped_column(Text)
    return_rate: Mapped[str | None] = mapped_column(Text)  # empty: that of the SKU
    return_handling: Mapped[int]
    resale: Mapped[str] = mapped_column(Text)
    refund_rate: Mapped[str] = mapped_column(Text)
    refund_cap: Mapped[int | None]
    other: Mapped[int]
    target_absolute: Mapped[int]
    target_margin: Mapped[str] = mapped_column(Text)
    price_max: Mapped[int | None]
    source: Mapped[str] = mapped_column(Text, default="")


class WholesaleAgreement(Base):
    """The terms of a wholesale channel from a day on; tiers and ship windows are JSON."""

    __tablename__ = "wholesale_terms"
    __table_args__ = (UniqueConstraint("channel_id", "valid_from"), AUDITED)
    AUDITED = True

    id: Mapped[int] = mapped_column(primary_key=True)
    channel_id: Mapped[int] = mapped_column(ForeignKey("channel.id"))
    valid_from: Mapped[str] = mapped_column(Text)
    tiers: Mapped[str] = mapped_column(Text)
    rep_rate: Mapped[str] = mapped_column(Text)
    payment_rate: Mapped[str] = mapped_column(Text)
    moq: Mapped[int]
    payment_days: Mapped[int]
    ship_windows: Mapped[str] = mapped_column(Text)
    source: Mapped[str] = mapped_column(Text, default="")
