"""Units on their way, units promised, places, and what planning has to know of a SKU and of a listing."""

from __future__ import annotations

from sqlalchemy import ForeignKey, Index, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from models.tables.base import AUDITED, STRICT, Base


class Inbound(Base):
    """A line of a purchase order, typed by a person or read from a file (`document_id`)."""

    __tablename__ = "inbound"
    __table_args__ = (Index(None, "sku", "expected"), Index(None, "document_id"), AUDITED)
    AUDITED = True

    id: Mapped[int] = mapped_column(primary_key=True)
    document_id: Mapped[int | None] = mapped_column(ForeignKey("document.id"))
    row: Mapped[int | None]
    reference: Mapped[str] = mapped_column(Text)
    sku: Mapped[str] = mapped_column(Text)
    quantity: Mapped[int]
    expected: Mapped[str] = mapped_column(Text)
    location: Mapped[str] = mapped_column(Text, default="")
    received: Mapped[int] = mapped_column(default=0)
    received_on: Mapped[str] = mapped_column(Text, default="")
    ordered: Mapped[str] = mapped_column(Text, default="")
    supplier: Mapped[str] = mapped_column(Text, default="")
    in_force: Mapped[int] = mapped_column(default=1)


class Commitment(Base):
    """A line of an open order that a channel has promised, typed or read from a file (`document_id`)."""

    __tablename__ = "commitment"
    __table_args__ = (Index(None, "sku", "ship_by"), Index(None, "document_id"), AUDITED)
    AUDITED = True

    id: Mapped[int] = mapped_column(primary_key=True)
    document_id: Mapped[int | None] = mapped_column(ForeignKey("document.id"))
    row: Mapped[int | None]
    channel_id: Mapped[int] = mapped_column(ForeignKey("channel.id"))
    reference: Mapped[str] = mapped_column(Text)
    sku: Mapped[str] = mapped_column(Text)
    quantity: Mapped[int]
    ship_by: Mapped[str] = mapped_column(Text)
    ship_from: Mapped[str] = mapped_column(Text, default="")
    shipped: Mapped[int] = mapped_column(default=0)
    fill: Mapped[str] = mapped_column(Text, default="partial")
    in_force: Mapped[int] = mapped_column(default=1)


class Location(Base):
    """A place where stock lies; one that is not allocatable holds positioned stock of one channel."""

    __tablename__ = "location"
    __table_args__ = (UniqueConstraint("name"), AUDITED)
    AUDITED = True

    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(Text)
    kind: Mapped[str] = mapped_column(Text)
    allocatable: Mapped[int]
    channel_id: Mapped[int | None] = mapped_column(ForeignKey("channel.id"))


class PlanningFact(Base):
    """The planning facts of a SKU as a file told them; `sku_plan`, what a person typed, stands in their place."""

    __tablename__ = "planning_fact"
    __table_args__ = (Index(None, "sku"), Index(None, "document_id"), STRICT)

    id: Mapped[int] = mapped_column(primary_key=True)
    document_id: Mapped[int] = mapped_column(ForeignKey("document.id"))
    row: Mapped[int]
    sku: Mapped[str] = mapped_column(Text)
    case_pack: Mapped[int]
    volume: Mapped[int | None]  # thousandths of a cubic foot
    supplier: Mapped[str] = mapped_column(Text)
    lead_days: Mapped[int | None]
    lead_spread: Mapped[int | None]  # days, one standard deviation
    moq: Mapped[int]
    category: Mapped[str] = mapped_column(Text)
    in_force: Mapped[int]


class SkuPlan(Base):
    """What a person typed of a SKU: its case, its volume, and how it is bought; empty is not known."""

    __tablename__ = "sku_plan"
    __table_args__ = (UniqueConstraint("sku_id"), AUDITED)
    AUDITED = True

    id: Mapped[int] = mapped_column(primary_key=True)
    sku_id: Mapped[int] = mapped_column(ForeignKey("sku.id"))
    case_pack: Mapped[int] = mapped_column(default=1)
    volume: Mapped[int | None]  # thousandths of a cubic foot
    supplier: Mapped[str] = mapped_column(Text, default="")
    lead_days: Mapped[int | None]
    lead_spread: Mapped[int | None]  # days, one standard deviation
    moq: Mapped[int] = mapped_column(default=0)


class ListingPlan(Base):
    """What planning knows of a SKU on a channel: the least it accepts, and which channel comes first."""

    __tablename__ = "listing_plan"
    __table_args__ = (UniqueConstraint("channel_id", "sku_id"), AUDITED)
    AUDITED = True

    id: Mapped[int] = mapped_column(primary_key=True)
    channel_id: Mapped[int] = mapped_column(ForeignKey("channel.id"))
    sku_id: Mapped[int] = mapped_column(ForeignKey("sku.id"))
    moq: Mapped[int] = mapped_column(default=0)
    priority: Mapped[int] = mapped_column(default=1)
