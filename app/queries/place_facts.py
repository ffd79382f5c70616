"""What is known of places and SKUs for routing and transfers: plans, limits, who may serve what, and the terms."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from models.domain.stock import Limit, LimitKind, PlacePlanning, Serving
from models.tables import LocationLimit, LocationPlan, RoutingTerms, Sku, SkuBarred, SkuServing

DAYS = 30  # of storage, until somebody types others


@dataclass(frozen=True)
class LimitRow:
    """A limit of a place as it was typed."""

    id: int
    location_id: int
    limit: Limit


@dataclass(frozen=True)
class Terms:
    """What every comparison assumes: days of storage, the yearly cost of holding stock in basis points of its cost."""

    days: int = DAYS
    holding: int = 0


def place_plans(session: Session) -> Mapping[int, PlacePlanning]:
    """Give what is known of each place, by its id."""
    rows = session.scalars(select(LocationPlan))
    return {row.location_id: PlacePlanning(row.lead_days, row.target_days, row.uplift) for row in rows}


def limits(session: Session, *, location_id: int | None = None) -> list[LimitRow]:
    """List the limits of all places or one, by place, kind and storage type, the newest day first."""
    query = select(LocationLimit).order_by(LocationLimit.valid_from.desc())
    if location_id is not None:
        query = query.where(LocationLimit.location_id == location_id)
    found = [
        LimitRow(row.id, row.location_id, Limit(LimitKind(row.kind), row.amount, row.valid_from, row.storage_type))
        for row in session.scalars(query)
    ]
    return sorted(found, key=lambda row: (row.location_id, row.limit.kind, row.limit.storage_type))


def limits_on(rows: list[LimitRow], day: date) -> Mapping[tuple[int, LimitKind, str], int]:
    """Give the limits that hold on a day: of each kind at a place the one that began last."""
    held: dict[tuple[int, LimitKind, str], tuple[str, int]] = {}
    for row in rows:
        limit, key = row.limit, (row.location_id, row.limit.kind, row.limit.storage_type.casefold())
        if limit.valid_from <= day.isoformat():
            held[key] = max(held.get(key, ("", 0)), (limit.valid_from, limit.amount))
    return {key: amount for key, (_, amount) in held.items()}


def servings(session: Session) -> Mapping[str, Serving]:
    """Give how each SKU is stored and returned, where somebody has said so."""
    rows = session.execute(select(Sku.code, SkuServing).join(SkuServing, SkuServing.sku_id == Sku.id))
    return {code: Serving(row.size_tier, row.storage_type, row.return_rate) for code, row in rows}


def barred(session: Session) -> Mapping[tuple[str, int], str]:
    """Give why a SKU may not be served from a place."""
    rows = session.execute(
        select(Sku.code, SkuBarred.location_id, SkuBarred.reason).join(SkuBarred, SkuBarred.sku_id == Sku.id)
    )
    return {(code, location_id): reason for code, location_id, reason in rows}


def routing_terms(session: Session) -> Terms:
    """Give the terms that every comparison assumes."""
    row = session.scalars(select(RoutingTerms)).first()
    return Terms() if row is None else Terms(row.days, row.holding)
