"""Edits of what planning stands on: places, and the planning facts of SKUs and of SKUs on a channel."""

from __future__ import annotations

from sqlalchemy import select

from app.actions.stock_lines import refuse, sku_fault, units_fault
from app.ledger.ledger import Done, Ledger
from app.queries.planning import told_plans
from models.domain.stock import MOST_DAYS, ListingPlanning, LocationKind, SkuPlanning
from models.tables import Channel, ListingPlan, Location, Sku, SkuPlan

TOPICS = frozenset({"stock", "catalog", "history"})
_LAST = 1000


def edit_location(
    ledger: Ledger, *, location_id: int, kind: LocationKind, allocatable: bool, channel_id: int | None
) -> Done:
    """Say what kind a place is, and whose stock it holds: every channel's, one channel's, or nobody's."""
    with ledger.change("Edit place", TOPICS) as (session, done):
        place = session.get_one(Location, location_id)
        done.label = f"Edit place {place.name}"
        if allocatable and channel_id is not None:
            refuse(f"{place.name} cannot hold stock of every channel and of one alone.")
        if channel_id is not None and session.get(Channel, channel_id) is None:
            refuse("There is no such channel; choose one of the list.")
        place.kind, place.allocatable, place.channel_id = kind, int(allocatable), channel_id
    return done


def set_sku_plan(ledger: Ledger, *, sku: str, plan: SkuPlanning) -> Done:
    """Set the planning facts of a SKU in place of those of files; where they are the same, the file counts again."""
    with ledger.change(f"Plan {sku}", TOPICS) as (session, done):
        refuse(sku_fault(session, sku))
        refuse(_plan_fault(plan))
        sku_id = session.scalars(select(Sku.id).where(Sku.code == sku)).one()
        kept = plan._replace(supplier=plan.supplier.strip())
        row = session.scalars(select(SkuPlan).where(SkuPlan.sku_id == sku_id)).first()
        told = told_plans(session).get(sku_id)
        if row is not None and kept == told:
            session.delete(row)
        elif row is not None:
            for name, value in kept._asdict().items():
                setattr(row, name, value)
        elif kept != (told or SkuPlanning()):
            session.add(SkuPlan(sku_id=sku_id, **kept._asdict()))
    return done


def _plan_fault(plan: SkuPlanning) -> str:
    """Say what is wrong with planning facts, or nothing."""
    faults = [
        units_fault("The case pack", plan.case_pack, least=1),
        units_fault("The volume, in thousandths of a cubic foot,", plan.volume, least=1)
        if plan.volume is not None
        else "",
        _days_fault("The lead time", plan.lead_days),
        _days_fault("The spread of the lead time", plan.lead_spread),
        units_fault("The MOQ", plan.moq),
    ]
    if plan.lead_spread is not None and plan.lead_days is None:
        faults.append("The spread of the lead time needs a lead time.")
    return next(filter(None, faults), "")


def _days_fault(what: str, days: int | None) -> str:
    fine = days is None or 0 <= days <= MOST_DAYS
    return "" if fine else f"{what} is between 0 and {MOST_DAYS:,} days, not {days:,}."


def set_listing_plan(ledger: Ledger, *, channel_id: int, sku: str, plan: ListingPlanning) -> Done:
    """Set the MOQ and the priority of a SKU on a channel."""
    with ledger.change(f"Plan {sku}", TOPICS) as (session, done):
        channel = session.get(Channel, channel_id)
        if channel is None:
            refuse("There is no such channel; choose one of the list.")
            return done
        done.label = f"Plan {sku} on {channel.name}"
        refuse(sku_fault(session, sku))
        refuse(units_fault("The MOQ", plan.moq))
        if not 1 <= plan.priority <= _LAST:
            refuse(f"The priority is between 1, which comes first, and {_LAST:,}, not {plan.priority:,}.")
        sku_id = session.scalars(select(Sku.id).where(Sku.code == sku)).one()
        pair = (ListingPlan.channel_id == channel_id, ListingPlan.sku_id == sku_id)
        row = session.scalars(select(ListingPlan).where(*pair)).first()
        if row is not None:
            row.moq, row.priority = plan
        elif plan != ListingPlanning():
            session.add(ListingPlan(channel_id=channel_id, sku_id=sku_id, moq=plan.moq, priority=plan.priority))
    return done
