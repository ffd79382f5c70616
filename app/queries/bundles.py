"""Bundles: SKUs made of other SKUs in quantities."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session, aliased

from app.columns import Column, Kind
from app.ledger.costing import cost_book
from models.domain.money import Money
from models.tables import Component, Sku

_LATEST = "9999-12-31"


@dataclass(frozen=True)
class ComponentRow:
    """One component of a bundle, with what it costs at its newest cost."""

    bundle: str
    bundle_title: str
    sku: str
    title: str
    quantity: int
    cost: Money | None

    @property
    def amount(self) -> Money | None:
        """What the component adds to the cost of the bundle."""
        return None if self.cost is None else Money(self.cost.minor * self.quantity, self.cost.currency)


def components(session: Session) -> list[ComponentRow]:
    """List the components of every bundle."""
    costs = cost_book(session)
    bundle, part = aliased(Sku), aliased(Sku)
    rows = session.execute(
        select(bundle.code, bundle.title, part.code, part.title, Component.quantity)
        .select_from(Component)
        .join(bundle, bundle.id == Component.bundle_id)
        .join(part, part.id == Component.sku_id)
        .order_by(bundle.code, part.code)
    )
    found = []
    for code, bundle_title, sku, title, quantity in rows:
        cost = costs.unit_cost(sku, _LATEST)
        known = Money(cost.amounts[0][1], cost.amounts[0][0]) if cost and len(cost.amounts) == 1 else None
        found.append(ComponentRow(code, bundle_title, sku, title, quantity, known))
    return found


@dataclass(frozen=True)
class Contents:
    """What each bundle holds in the end, where bundles hold bundles too: the units of each SKU.

    `drawn` is what a sale takes from stock: of a bundle that is kept ready-made the bundle itself, so it is not there.
    """

    held: Mapping[str, Mapping[str, int]]
    drawn: Mapping[str, Mapping[str, int]]


def contents(session: Session) -> Contents:
    """Read what bundles hold, and what of it is drawn from stock."""
    bundle, part = aliased(Sku), aliased(Sku)
    rows = session.execute(
        select(bundle.code, bundle.ready_made, part.code, Component.quantity)
        .select_from(Component)
        .join(bundle, bundle.id == Component.bundle_id)
        .join(part, part.id == Component.sku_id)
    )
    held: dict[str, list[tuple[str, int]]] = {}
    put_together: dict[str, list[tuple[str, int]]] = {}
    for code, ready_made, sku, quantity in rows:
        held.setdefault(code, []).append((sku, quantity))
        if not ready_made:
            put_together.setdefault(code, []).append((sku, quantity))
    return Contents(
        {code: _unpacked(held, code, frozenset()) for code in held},
        {code: _unpacked(put_together, code, frozenset()) for code in put_together},
    )


def _unpacked(parts: dict[str, list[tuple[str, int]]], code: str, above: frozenset[str]) -> dict[str, int]:
    """Unpack a bundle; one that holds itself by a detour counts as a SKU of its own there."""
    if code not in parts or code in above:
        return {code: 1}
    found: dict[str, int] = {}
    for sku, quantity in parts[code]:
        for inner, units in _unpacked(parts, sku, above | {code}).items():
            found[inner] = found.get(inner, 0) + units * quantity
    return found


COLUMNS: tuple[Column[ComponentRow], ...] = (
    Column("Bundle", lambda row: row.bundle, Kind.CODE),
    Column("Name", lambda row: row.bundle_title),
    Column("Component", lambda row: row.sku, Kind.CODE),
    Column("Component name", lambda row: row.title),
    Column("Quantity", lambda row: row.quantity, Kind.UNITS),
    Column(
        *("Landed cost", lambda row: row.cost, Kind.MONEY),
        hint="Of one unit of the component; ? where none is known",
        zeros=True,
    ),
    Column("In the bundle", lambda row: row.amount, Kind.MONEY, hint="Quantity times landed cost", zeros=True),
)
