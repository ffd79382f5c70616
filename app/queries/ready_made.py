"""Bundles that lie ready-made though nobody has said that they are kept so: units that no planning counts."""

from __future__ import annotations

from collections.abc import Mapping

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.queries.positions import positions
from models.tables import Component, Sku


def uncounted_bundles(session: Session) -> Mapping[str, int]:
    """Give the units that lie of each bundle of which nobody has said whether it is kept ready-made."""
    unsaid = select(Sku.code).join(Component, Component.bundle_id == Sku.id).where(Sku.ready_made.is_(None)).distinct()
    codes = set(session.scalars(unsaid))
    if not codes:
        return {}
    found: dict[str, int] = {}
    for one in positions(session):
        if one.sku in codes and (one.lying or 0) > 0:
            found[one.sku] = found.get(one.sku, 0) + (one.lying or 0)
    return found
