"""Prices that were seen: live ones of listings, and those of competitors."""

from __future__ import annotations

from sqlalchemy import ForeignKey, Index, Text
from sqlalchemy.orm import Mapped, mapped_column

from models.tables.base import AUDITED, STRICT, Base


class LivePrice(Base):
    """The price of a listing on a day as a table told it; `listed_price` has those that exports of catalogues tell."""

    __tablename__ = "live_price"
    __table_args__ = (Index(None, "channel_id", "sku", "day"), Index(None, "document_id"), STRICT)

    id: Mapped[int] = mapped_column(primary_key=True)
    document_id: Mapped[int] = mapped_column(ForeignKey("document.id"))
    row: Mapped[int]
    day: Mapped[str] = mapped_column(Text)
    channel_id: Mapped[int | None] = mapped_column(ForeignKey("channel.id"))
    sku: Mapped[str] = mapped_column(Text)
    price: Mapped[int]
    currency: Mapped[str] = mapped_column(Text)
    compare_at: Mapped[int | None]
    tax_inside: Mapped[int | None]
    in_force: Mapped[int]


class CompetitorPrice(Base):
    """What a seller asked when it was seen, typed by a person or read from a file; no channel means all of them."""

    __tablename__ = "competitor_price"
    __table_args__ = (Index(None, "sku", "seen"), Index(None, "document_id"), AUDITED)
    AUDITED = True

    id: Mapped[int] = mapped_column(primary_key=True)
    document_id: Mapped[int | None] = mapped_column(ForeignKey("document.id"))
    row: Mapped[int | None]
    channel_id: Mapped[int | None] = mapped_column(ForeignKey("channel.id"))
    sku: Mapped[str] = mapped_column(Text)
    seller: Mapped[str] = mapped_column(Text)
    price: Mapped[int]
    shipping: Mapped[int] = mapped_column(default=0)
    currency: Mapped[str] = mapped_column(Text)
    in_stock: Mapped[int] = mapped_column(default=1)
    condition: Mapped[str] = mapped_column(Text, default="new")
    seen: Mapped[str] = mapped_column(Text)
    note: Mapped[str] = mapped_column(Text, default="")
    in_force: Mapped[int] = mapped_column(default=1)


class PriceAnswer(Base):
    """A proposal of a response to competitors that a person applied; cool-down and step-downs count from these."""

    __tablename__ = "price_answer"
    __table_args__ = (Index(None, "channel_id", "sku"), AUDITED)
    AUDITED = True

    id: Mapped[int] = mapped_column(primary_key=True)
    made_at: Mapped[str] = mapped_column(Text)
    made_by: Mapped[str] = mapped_column(Text)
    channel_id: Mapped[int] = mapped_column(ForeignKey("channel.id"))
    sku: Mapped[str] = mapped_column(Text)
    before: Mapped[int]
    proposed: Mapped[int]
    applied: Mapped[int]
    currency: Mapped[str] = mapped_column(Text)
    reason: Mapped[str] = mapped_column(Text)
    base_price_id: Mapped[int]  # refers to no row: a person may take the base price away again
