"""How a posting of goods sold was made: units, the landed cost of each, and where that cost comes from."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from sqlalchemy import func, select
from sqlalchemy.orm import Session, aliased

from app.ledger.costing import cost_book
from app.queries.own_skus import own_codes, stands_for
from models.domain.accounts import SALES
from models.domain.catalog import UnitCost
from models.domain.contribution.costing import CostBook
from models.domain.money import Money
from models.tables import Batch, Component, Cost, Document, Posting, Sku, SourceFile


@dataclass(frozen=True)
class CostUsed:
    """A landed cost that went into a posting; `quantity` is how many of this SKU one sold unit holds."""

    sku: str
    quantity: int
    each: Money
    valid_from: date
    known_since: date
    file: str
    file_id: int | None
    row: int | None


@dataclass(frozen=True)
class CostBehind:
    """Units sold on a day and what they cost."""

    sku: str
    day: date
    units: int
    amount: Money
    used: tuple[CostUsed, ...]


def cost_behind(session: Session, posting_id: int) -> CostBehind:
    """Explain a posting of goods sold."""
    channel_id, listing, day, amount, currency = session.execute(
        select(Posting.channel_id, Posting.sku, Posting.day, Posting.amount, Posting.currency).where(
            Posting.id == posting_id
        )
    ).one()
    sold = select(func.sum(Posting.quantity)).where(
        Posting.in_force == 1,
        Posting.channel_id == channel_id,
        Posting.account == SALES,
        Posting.sku == listing,
        Posting.day == day,
    )
    units = session.execute(sold).scalar() or 0
    sku = stands_for(own_codes(session), channel_id, listing)
    book = cost_book(session)
    used = tuple(
        _origin(session, cost, quantity)
        for cost, quantity in _leaves(book, _components(session), sku, day)
        if cost.currency == currency
    )
    return CostBehind(sku, date.fromisoformat(day), units, Money(amount, currency), used)


def _components(session: Session) -> dict[str, list[tuple[str, int]]]:
    bundle, part = aliased(Sku), aliased(Sku)
    rows = session.execute(
        select(bundle.code, part.code, Component.quantity)
        .select_from(Component)
        .join(bundle, bundle.id == Component.bundle_id)
        .join(part, part.id == Component.sku_id)
        .order_by(Component.id)
    )
    found: dict[str, list[tuple[str, int]]] = {}
    for whole, component, quantity in rows:
        found.setdefault(whole, []).append((component, quantity))
    return found


def _leaves(
    book: CostBook, components: dict[str, list[tuple[str, int]]], sku: str, day: str, times: int = 1
) -> Iterator[tuple[UnitCost, int]]:
    """Take a bundle apart into the SKUs whose own cost was used."""
    cost = book.unit_cost(sku, day)
    if cost is None:
        return
    if len(cost.used) == 1 and cost.used[0].sku == sku:
        yield cost.used[0], times
        return
    for component, quantity in components.get(sku, ()):
        yield from _leaves(book, components, component, day, times * quantity)


def _origin(session: Session, cost: UnitCost, quantity: int) -> CostUsed:
    """Find the file and row of a cost, or that a person typed it."""
    found = session.execute(
        select(SourceFile.name, SourceFile.id, Cost.row)
        .select_from(Cost)
        .outerjoin(Document, Document.id == Cost.document_id)
        .outerjoin(Batch, Batch.id == Document.batch_id)
        .outerjoin(SourceFile, SourceFile.id == Batch.source_file_id)
        .where(
            Cost.in_force == 1,
            Cost.sku == cost.sku,
            Cost.valid_from == cost.valid_from.isoformat(),
            Cost.known_since == cost.known_since.isoformat(),
            Cost.amount == cost.amount,
            Cost.currency == cost.currency,
        )
        .order_by(Cost.id.desc())
        .limit(1)
    ).one()
    name, file_id, row = found
    each = Money(cost.amount, cost.currency)
    return CostUsed(cost.sku, quantity, each, cost.valid_from, cost.known_since, name or "", file_id, row)
