"""Channels, locations, SKUs, bundles, listings, typed costs and rates."""

from __future__ import annotations

from sqlalchemy import ForeignKey, Index, Text, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from models.tables.base import AUDITED, Base


class Channel(Base):
    """One account on one platform, or one wholesale programme."""

    __tablename__ = "channel"
    __table_args__ = (UniqueConstraint("name"), AUDITED)
    AUDITED = True

    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(Text)
    platform: Mapped[str] = mapped_column(Text, default="")
    kind: Mapped[str] = mapped_column(Text)
    owner: Mapped[str] = mapped_column(Text, default="")
    colour: Mapped[str] = mapped_column(Text)
    recognition: Mapped[str] = mapped_column(Text, default="placed")
    active: Mapped[int] = mapped_column(default=1)


class Sku(Base):
    """The brand's own stock-keeping unit."""

    __tablename__ = "sku"
    __table_args__ = (UniqueConstraint("code"), AUDITED)
    AUDITED = True

    id: Mapped[int] = mapped_column(primary_key=True)
    code: Mapped[str] = mapped_column(Text)
    title: Mapped[str] = mapped_column(Text, default="")
    category: Mapped[str] = mapped_column(Text, default="")
    active: Mapped[int] = mapped_column(default=1)
    brand: Mapped[str] = mapped_column(Text, default="", server_default=text("''"))
    ready_made: Mapped[int | None]  # of a bundle: 1 is kept so, 0 is put together when it is sold, NULL is not said


class Component(Base):
    """How many of a SKU one bundle holds."""

    __tablename__ = "component"
    __table_args__ = (UniqueConstraint("bundle_id", "sku_id"), AUDITED)
    AUDITED = True

    id: Mapped[int] = mapped_column(primary_key=True)
    bundle_id: Mapped[int] = mapped_column(ForeignKey("sku.id"))
    sku_id: Mapped[int] = mapped_column(ForeignKey("sku.id"))
    quantity: Mapped[int]


class Listing(Base):
    """A SKU on a channel under the channel's own code; `sku_id` is empty until somebody says which SKU it is."""

    __tablename__ = "listing"
    __table_args__ = (UniqueConstraint("channel_id", "code"), Index(None, "sku_id"), AUDITED)
    AUDITED = True

    id: Mapped[int] = mapped_column(primary_key=True)
    channel_id: Mapped[int] = mapped_column(ForeignKey("channel.id"))
    code: Mapped[str] = mapped_column(Text)
    title: Mapped[str] = mapped_column(Text, default="")
    sku_id: Mapped[int | None] = mapped_column(ForeignKey("sku.id"))


class Cost(Base):
    """Landed cost of a unit from a day on, typed by a person or read from a file (`document_id`)."""

    __tablename__ = "cost"
    __table_args__ = (Index(None, "sku", "valid_from"), Index(None, "document_id"), AUDITED)
    AUDITED = True

    id: Mapped[int] = mapped_column(primary_key=True)
    document_id: Mapped[int | None] = mapped_column(ForeignKey("document.id"))
    row: Mapped[int | None]
    sku: Mapped[str] = mapped_column(Text)
    valid_from: Mapped[str] = mapped_column(Text)
    known_since: Mapped[str] = mapped_column(Text)
    amount: Mapped[int]
    currency: Mapped[str] = mapped_column(Text)
    note: Mapped[str] = mapped_column(Text, default="")
    in_force: Mapped[int] = mapped_column(default=1)


class Rate(Base):
    """Units of `into_currency` for one unit of `currency` from a day on, typed or read from a file (`document_id`)."""

    __tablename__ = "rate"
    __table_args__ = (Index(None, "currency", "into_currency", "day"), Index(None, "document_id"), AUDITED)
    AUDITED = True

    id: Mapped[int] = mapped_column(primary_key=True)
    document_id: Mapped[int | None] = mapped_column(ForeignKey("document.id"))
    row: Mapped[int | None]
    day: Mapped[str] = mapped_column(Text)
    currency: Mapped[str] = mapped_column(Text)
    into_currency: Mapped[str] = mapped_column(Text)
    rate: Mapped[str] = mapped_column(Text)
    in_force: Mapped[int] = mapped_column(default=1)
