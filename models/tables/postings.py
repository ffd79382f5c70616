"""Postings, stock levels, listed prices and what bundles hold: the facts, appended and never changed."""

from __future__ import annotations

from sqlalchemy import ForeignKey, Index, Text, text
from sqlalchemy.orm import Mapped, mapped_column

from models.tables.base import STRICT, Base


class Posting(Base):
    """One dated amount with the row it came from; `base_minor` and `in_force` are derived, all else is fact."""

    __tablename__ = "posting"
    __table_args__ = (
        # The contribution read walks this index in order and touches nothing else. The document is there for making the
        # index: rows of a day come in its order, and are sorted in two thirds of the time.
        Index(
            "ix_posting_read",
            "channel_id",
            "account",
            "day",
            "document_id",
            "base_minor",
            "quantity",
            "orders",
            sqlite_where=text("in_force = 1"),
        ),
        Index("ix_posting_document", "document_id"),
        # Nearly always empty: whether a sum lacks a rate is known without counting.
        Index("ix_posting_untranslated", "base_minor", "day", sqlite_where=text("in_force = 1 AND base_minor IS NULL")),
        # What each listing sold and brought in, and what stands behind one SKU; half of all postings bear none.
        Index(
            "ix_posting_sku",
            "sku",
            "channel_id",
            "account",
            "day",
            "base_minor",
            "quantity",
            sqlite_where=text("in_force = 1 AND sku <> ''"),
        ),
        STRICT,
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    document_id: Mapped[int] = mapped_column(ForeignKey("document.id"))
    row: Mapped[int]
    day: Mapped[str] = mapped_column(Text)
    posted_day: Mapped[str] = mapped_column(Text)
    channel_id: Mapped[int | None] = mapped_column(ForeignKey("channel.id"))
    account: Mapped[str] = mapped_column(Text)
    sku: Mapped[str] = mapped_column(Text)
    order_ref: Mapped[str] = mapped_column(Text)
    quantity: Mapped[int]
    orders: Mapped[int]
    amount: Mapped[int]
    currency: Mapped[str] = mapped_column(Text)
    base_minor: Mapped[int | None]
    in_force: Mapped[int]


class StockLevel(Base):
    """Units of a SKU at a location on a day, as reported."""

    __tablename__ = "stock_level"
    __table_args__ = (Index(None, "sku", "location", "day"), Index(None, "document_id"), STRICT)

    id: Mapped[int] = mapped_column(primary_key=True)
    document_id: Mapped[int] = mapped_column(ForeignKey("document.id"))
    row: Mapped[int]
    day: Mapped[str] = mapped_column(Text)
    channel_id: Mapped[int | None] = mapped_column(ForeignKey("channel.id"))
    location: Mapped[str] = mapped_column(Text)
    sku: Mapped[str] = mapped_column(Text)
    on_hand: Mapped[int | None]
    available: Mapped[int | None]
    committed: Mapped[int | None]
    unavailable: Mapped[int | None]
    incoming: Mapped[int | None]
    in_force: Mapped[int]


class ListedPrice(Base):
    """A listing as a catalogue export showed it: title, barcode and price."""

    __tablename__ = "listed_price"
    __table_args__ = (Index(None, "channel_id", "sku"), Index(None, "document_id"), STRICT)

    id: Mapped[int] = mapped_column(primary_key=True)
    document_id: Mapped[int] = mapped_column(ForeignKey("document.id"))
    row: Mapped[int]
    day: Mapped[str] = mapped_column(Text)
    channel_id: Mapped[int | None] = mapped_column(ForeignKey("channel.id"))
    sku: Mapped[str] = mapped_column(Text)
    title: Mapped[str] = mapped_column(Text)
    barcode: Mapped[str] = mapped_column(Text)
    category: Mapped[str] = mapped_column(Text)
    price: Mapped[int | None]
    compare_at: Mapped[int | None]
    currency: Mapped[str] = mapped_column(Text)
    in_force: Mapped[int]
    brand: Mapped[str] = mapped_column(Text, server_default=text("''"))


class BundlePart(Base):
    """How many of a component one bundle holds, as a file told it; `component` is what stands for reports."""

    __tablename__ = "bundle_part"
    __table_args__ = (Index(None, "bundle", "component"), Index(None, "document_id"), STRICT)

    id: Mapped[int] = mapped_column(primary_key=True)
    document_id: Mapped[int] = mapped_column(ForeignKey("document.id"))
    row: Mapped[int]
    bundle: Mapped[str] = mapped_column(Text)
    component: Mapped[str] = mapped_column(Text)
    quantity: Mapped[int]
    in_force: Mapped[int]
