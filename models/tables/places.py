"""What places cost and can take, which SKUs they may serve, and the place that a person chose for a SKU."""

from __future__ import annotations

from sqlalchemy import ForeignKey, Index, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from models.tables.base import AUDITED, Base


class LocationFee(Base):
    """A fee of a place from a day on; empty limits mean all SKUs, all sizes, all months and stock of any age."""

    __tablename__ = "location_fee"
    __table_args__ = (Index(None, "location_id"), AUDITED)
    AUDITED = True

    id: Mapped[int] = mapped_column(primary_key=True)
    location_id: Mapped[int] = mapped_column(ForeignKey("location.id"))
    field: Mapped[str] = mapped_column(Text)
    amount: Mapped[int]
    currency: Mapped[str] = mapped_column(Text)
    valid_from: Mapped[str] = mapped_column(Text)
    sku: Mapped[str] = mapped_column(Text, default="")
    size_tier: Mapped[str] = mapped_column(Text, default="")
    first_month: Mapped[int | None]
    last_month: Mapped[int | None]
    from_days: Mapped[int] = mapped_column(default=0)
    by_order: Mapped[int] = mapped_column(default=0)


class LocationLimit(Base):
    """How much a place can take from a day on, until the next limit of the same kind begins."""

    __tablename__ = "location_limit"
    __table_args__ = (UniqueConstraint("location_id", "kind", "storage_type", "valid_from"), AUDITED)
    AUDITED = True

    id: Mapped[int] = mapped_column(primary_key=True)
    location_id: Mapped[int] = mapped_column(ForeignKey("location.id"))
    kind: Mapped[str] = mapped_column(Text)
    storage_type: Mapped[str] = mapped_column(Text, default="")
    valid_from: Mapped[str] = mapped_column(Text)
    amount: Mapped[int]  # thousandths of a cubic foot, units a day, or cartons


class LocationPlan(Base):
    """What planning knows of a place; empty is not known."""

    __tablename__ = "location_plan"
    __table_args__ = (UniqueConstraint("location_id"), AUDITED)
    AUDITED = True

    id: Mapped[int] = mapped_column(primary_key=True)
    location_id: Mapped[int] = mapped_column(ForeignKey("location.id"))
    lead_days: Mapped[int | None]  # from sending units there until they can be sold
    target_days: Mapped[int | None]  # days of cover to keep there beside those of the way
    uplift: Mapped[int] = mapped_column(default=0)  # demand it adds, in basis points


class SkuServing(Base):
    """What the cost of serving a SKU depends on beside its volume; empty is not known."""

    __tablename__ = "sku_serving"
    __table_args__ = (UniqueConstraint("sku_id"), AUDITED)
    AUDITED = True

    id: Mapped[int] = mapped_column(primary_key=True)
    sku_id: Mapped[int] = mapped_column(ForeignKey("sku.id"))
    size_tier: Mapped[str] = mapped_column(Text, default="")
    storage_type: Mapped[str] = mapped_column(Text, default="")
    return_rate: Mapped[int | None]  # basis points of the units sold


class SkuBarred(Base):
    """A place that may not serve a SKU, and why."""

    __tablename__ = "sku_barred"
    __table_args__ = (UniqueConstraint("sku_id", "location_id"), AUDITED)
    AUDITED = True

    id: Mapped[int] = mapped_column(primary_key=True)
    sku_id: Mapped[int] = mapped_column(ForeignKey("sku.id"))
    location_id: Mapped[int] = mapped_column(ForeignKey("location.id"))
    reason: Mapped[str] = mapped_column(Text)


class RoutingOverride(Base):
    """The place that a person chose for a SKU on a channel, why, and until when; it lapses by itself."""

    __tablename__ = "routing_override"
    __table_args__ = (Index(None, "sku"), AUDITED)
    AUDITED = True

    id: Mapped[int] = mapped_column(primary_key=True)
    sku: Mapped[str] = mapped_column(Text)
    channel_id: Mapped[int] = mapped_column(ForeignKey("channel.id"))
    location_id: Mapped[int] = mapped_column(ForeignKey("location.id"))
    reason: Mapped[str] = mapped_column(Text)
    valid_from: Mapped[str] = mapped_column(Text)
    until: Mapped[str] = mapped_column(Text)


class RoutingTerms(Base):
    """What every comparison of places assumes; one row at most."""

    __tablename__ = "routing_terms"
    __table_args__ = (AUDITED,)
    AUDITED = True

    id: Mapped[int] = mapped_column(primary_key=True)
    days: Mapped[int]  # of storage
    holding: Mapped[int]  # a year, in basis points of the landed cost
