"""Edits of what places can take and of which SKUs they may serve, and the terms of every comparison of places."""

from __future__ import annotations

from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.actions.stock_lines import refuse, sku_fault
from app.errors import UserError
from app.ledger.ledger import Done, Ledger
from models.domain.stock import Limit, LimitKind, PlacePlanning, Serving
from models.tables import Location, LocationLimit, LocationPlan, RoutingTerms, Sku, SkuBarred, SkuServing

_TOPICS = frozenset({"stock", "history"})
_MOST = 1_000_000_000
_MOST_DAYS = 3650
_WHOLE = 10_000
_WORST = -_WHOLE


def set_place_plan(ledger: Ledger, *, location_id: int, plan: PlacePlanning) -> Done:
    """Set what planning knows of a place."""
    with ledger.change("Plan place", _TOPICS) as (session, done):
        place = _place(session, location_id)
        done.label = f"Plan {place.name}"
        for what, days in (("The days until units can be sold", plan.lead_days), ("The cover", plan.target_days)):
            if days is not None and not 0 <= days <= _MOST_DAYS:
                refuse(f"{what} is between 0 and {_MOST_DAYS:,} days, not {days:,}.")
        if not _WORST < plan.uplift <= _WHOLE * 10:
            refuse("The demand that a place adds is above −100 % and at most 1,000 %.")
        row = session.scalars(select(LocationPlan).where(LocationPlan.location_id == place.id)).first()
        if row is not None:
            row.lead_days, row.target_days, row.uplift = plan
        elif plan != PlacePlanning():
            session.add(LocationPlan(location_id=place.id, **plan._asdict()))
    return done


def set_limit(ledger: Ledger, *, location_id: int, limit: Limit) -> Done:
    """Type how much a place can take from a day on; a limit of the same kind from the same day is replaced."""
    with ledger.change("Set limit", _TOPICS) as (session, done):
        place = _place(session, location_id)
        storage = limit.storage_type.strip() if limit.kind is LimitKind.VOLUME else ""
        done.label = f"Set {limit.kind.value} of {place.name} from {limit.valid_from}"
        if not 0 <= limit.amount <= _MOST:
            refuse(f"A limit is between 0 and {_MOST:,}, not {limit.amount:,}.")
        _refuse_day(limit.valid_from)
        same = select(LocationLimit).where(
            LocationLimit.location_id == place.id,
            LocationLimit.kind == limit.kind.value,
            LocationLimit.storage_type == storage,
            LocationLimit.valid_from == limit.valid_from,
        )
        row = session.scalars(same).first()
        if row is not None:
            row.amount = limit.amount
        else:
            kept = limit._replace(storage_type=storage)._asdict() | {"kind": limit.kind.value}
            session.add(LocationLimit(location_id=place.id, **kept))
    return done


def remove_limit(ledger: Ledger, *, limit_id: int) -> Done:
    """Take a limit away; the one before it holds again."""
    with ledger.change("Remove limit", _TOPICS) as (session, done):
        row = session.get_one(LocationLimit, limit_id)
        done.label = f"Remove limit of {_place(session, row.location_id).name}: {row.kind}"
        session.delete(row)
    return done


def set_serving(ledger: Ledger, *, sku: str, serving: Serving) -> Done:
    """Set what the cost of serving a SKU depends on beside its volume."""
    with ledger.change(f"Set how {sku} is served", _TOPICS) as (session, done):
        sku_id = _sku(session, sku)
        if serving.return_rate is not None and not 0 <= serving.return_rate <= _WHOLE:
            refuse("The share returned is between 0 and 100 %.")
        kept = serving._replace(size_tier=serving.size_tier.strip(), storage_type=serving.storage_type.strip())
        row = session.scalars(select(SkuServing).where(SkuServing.sku_id == sku_id)).first()
        if row is not None:
            row.size_tier, row.storage_type, row.return_rate = kept
        elif kept != Serving():
            session.add(SkuServing(sku_id=sku_id, **kept._asdict()))
    return done


def bar_place(ledger: Ledger, *, sku: str, location_id: int, reason: str) -> Done:
    """Say why a SKU may not be served from a place; an empty reason lets it be served again."""
    with ledger.change(f"Bar a place for {sku}", _TOPICS) as (session, done):
        place, sku_id = _place(session, location_id), _sku(session, sku)
        pair = (SkuBarred.sku_id == sku_id, SkuBarred.location_id == place.id)
        row, why = session.scalars(select(SkuBarred).where(*pair)).first(), reason.strip()
        done.label = f"Bar {place.name} for {sku}" if why else f"Let {place.name} serve {sku} again"
        if row is not None and why:
            row.reason = why
        elif row is not None:
            session.delete(row)
        elif why:
            session.add(SkuBarred(sku_id=sku_id, location_id=place.id, reason=why))
    return done


def set_terms(ledger: Ledger, *, days: int, holding: int) -> Done:
    """Set the days of storage and the yearly cost of holding stock that every comparison of places assumes."""
    with ledger.change("Set terms of routing", _TOPICS) as (session, done):
        if not 0 <= days <= _MOST_DAYS:
            refuse(f"The days of storage are between 0 and {_MOST_DAYS:,}, not {days:,}.")
        if not 0 <= holding <= _WHOLE * 10:
            refuse("The cost of holding stock is between 0 and 1,000 % of its cost a year.")
        row = session.scalars(select(RoutingTerms)).first()
        if row is not None:
            row.days, row.holding = days, holding
        else:
            session.add(RoutingTerms(days=days, holding=holding))
    return done


def _refuse_day(day: str) -> None:
    try:
        fine = date.fromisoformat(day).isoformat() == day
    except ValueError:
        fine = False
    refuse("" if fine else f"“{day}” is not a day; write it like 2026-03-14.")


def _place(session: Session, location_id: int) -> Location:
    place = session.get(Location, location_id)
    if place is None:
        raise UserError("There is no such place; choose one of the list. Nothing was changed.")
    return place


def _sku(session: Session, sku: str) -> int:
    refuse(sku_fault(session, sku))
    return session.scalars(select(Sku.id).where(Sku.code == sku)).one()
