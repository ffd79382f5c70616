"""What planning knows of SKUs, and of SKUs on a channel."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.columns import Column, Kind
from models.domain.stock import ListingPlanning, SkuPlanning
from models.tables import Channel, ListingPlan, PlanningFact, Sku, SkuPlan

_THOUSANDTH = Decimal("0.001")


@dataclass(frozen=True)
class SkuPlanRow:
    """The planning facts of one SKU."""

    sku_id: int
    sku: str
    title: str
    category: str
    plan: SkuPlanning

    @property
    def volume(self) -> Decimal | None:
        """The volume of a unit in cubic feet."""
        return cubic_feet(self.plan.volume)


@dataclass(frozen=True)
class ListingPlanRow:
    """The planning facts of one SKU on one channel."""

    channel_id: int
    channel: str
    sku_id: int
    sku: str
    plan: ListingPlanning


def cubic_feet(thousandths: int | None) -> Decimal | None:
    """Give a stored volume in cubic feet."""
    return None if thousandths is None else thousandths * _THOUSANDTH


def plans_of_skus(session: Session) -> Mapping[int, SkuPlanning]:
    """Give the planning facts that are known, by the id of the SKU; what was typed stands in place of a file's."""
    typed = select(SkuPlan.sku_id, *[getattr(SkuPlan, name) for name in SkuPlanning._fields])
    return {**told_plans(session), **{sku_id: SkuPlanning._make(plan) for sku_id, *plan in session.execute(typed)}}


def told_plans(session: Session) -> Mapping[int, SkuPlanning]:
    """Give the planning facts that files tell of, by the id of the SKU."""
    told = select(PlanningFact.sku, *[getattr(PlanningFact, name) for name in SkuPlanning._fields])
    rows = session.execute(told.where(PlanningFact.in_force == 1).order_by(PlanningFact.id)).all()
    if not rows:
        return {}
    ids = {code.casefold(): sku_id for sku_id, code in session.execute(select(Sku.id, Sku.code))}
    return {ids[sku.casefold()]: SkuPlanning._make(plan) for sku, *plan in rows if sku.casefold() in ids}


def plans_of_listings(session: Session) -> Mapping[tuple[int, int], ListingPlanning]:
    """Give the planning facts that are known, by the ids of channel and SKU."""
    return {
        (row.channel_id, row.sku_id): ListingPlanning(row.moq, row.priority)
        for row in session.scalars(select(ListingPlan))
    }


def sku_plans(session: Session) -> list[SkuPlanRow]:
    """List every SKU with its planning facts; one that nobody has planned has those of `SkuPlanning()`."""
    known = plans_of_skus(session)
    rows = session.execute(select(Sku.id, Sku.code, Sku.title, Sku.category).where(Sku.active == 1).order_by(Sku.code))
    return [SkuPlanRow(row.id, row.code, row.title, row.category, known.get(row.id, SkuPlanning())) for row in rows]


def plans_by_sku(session: Session) -> dict[str, SkuPlanning]:
    """Give the planning facts that are known, by SKU."""
    known = plans_of_skus(session)
    named = session.execute(select(Sku.id, Sku.code).where(Sku.active == 1)) if known else ()
    return {code: known[sku_id] for sku_id, code in named if sku_id in known}


def listing_plans(session: Session) -> list[ListingPlanRow]:
    """List the planning facts of SKUs on channels that are known."""
    rows = session.execute(
        select(ListingPlan, Channel.name, Sku.code)
        .join(Channel, Channel.id == ListingPlan.channel_id)
        .join(Sku, Sku.id == ListingPlan.sku_id)
        .order_by(Channel.id, Sku.code)
    )
    return [
        ListingPlanRow(plan.channel_id, name, plan.sku_id, code, ListingPlanning(plan.moq, plan.priority))
        for plan, name, code in rows
    ]


SKU_COLUMNS: tuple[Column[SkuPlanRow], ...] = (
    Column("SKU", lambda row: row.sku, Kind.CODE),
    Column("Name", lambda row: row.title),
    Column("Category", lambda row: row.category),
    Column("Case pack", lambda row: row.plan.case_pack, Kind.UNITS, hint="Units in a case"),
    Column("Volume ft³", lambda row: row.volume, Kind.UNITS, hint="Of one unit, in cubic feet"),
    Column("Supplier", lambda row: row.plan.supplier),
    Column("Lead days", lambda row: row.plan.lead_days, Kind.UNITS, hint="Days from the order to the arrival"),
    Column("Spread days", lambda row: row.plan.lead_spread, Kind.UNITS, hint="One standard deviation of the lead time"),
    Column("MOQ", lambda row: row.plan.moq, Kind.UNITS, hint="The least that the supplier takes an order for"),
)
LISTING_COLUMNS: tuple[Column[ListingPlanRow], ...] = (
    Column("Channel", lambda row: row.channel),
    Column("SKU", lambda row: row.sku, Kind.CODE),
    Column("MOQ", lambda row: row.plan.moq, Kind.UNITS, hint="The least that the channel takes"),
    Column("Priority", lambda row: row.plan.priority, Kind.COUNT, hint="1 comes first"),
)
