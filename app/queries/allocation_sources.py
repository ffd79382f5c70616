"""Where the facts of an allocation lie in the ledger: stock, receipts, open order lines, listings, contribution."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.queries.commitments import CommitmentRow
from app.queries.inbound import on_their_way
from app.queries.names import Names
from app.queries.planning import plans_of_skus
from app.queries.positions import Position
from app.queries.unit_worth import unit_worth
from models.domain.allocation.claimant import OrderLine
from models.domain.allocation.promise import Receipt
from models.domain.demand import Weekly
from models.tables import ListingPlan, Location, Sku

Pair = tuple[int, str]  # a channel's id and a SKU


@dataclass
class Known:
    """What is collected of all SKUs before it is put together."""

    demand: dict[Pair, Weekly]
    on_hand: dict[str, int] = field(default_factory=dict)
    promised: dict[str, int] = field(default_factory=dict)
    positioned: dict[Pair, int] = field(default_factory=dict)
    receipts: dict[str, list[Receipt]] = field(default_factory=dict)
    lines: dict[Pair, list[OrderLine]] = field(default_factory=dict)
    listed: set[Pair] = field(default_factory=set)
    plans: dict[Pair, tuple[int, int]] = field(default_factory=dict)
    cases: dict[str, int] = field(default_factory=dict)
    worth: dict[Pair, int] = field(default_factory=dict)
    uncosted: set[Pair] = field(default_factory=set)
    in_cases: set[int] = field(default_factory=set)


def add_stock(session: Session, known: Known, lying: Iterable[Position]) -> None:
    """Add the newest stock: what can be allocated, what orders have taken of it, and what lies with a channel."""
    moved = select(Location.channel_id).where(Location.allocatable == 0, Location.channel_id.is_not(None))
    known.in_cases.update(one for one in session.scalars(moved) if one is not None)
    for one in lying:
        if one.owner is None:
            known.on_hand[one.sku] = known.on_hand.get(one.sku, 0) + (one.sellable or 0)
            known.promised[one.sku] = known.promised.get(one.sku, 0) + one.promised
        else:
            pair = (one.owner, one.sku)
            known.positioned[pair] = known.positioned.get(pair, 0) + max(0, one.units or 0)


def add_inbound(session: Session, known: Known, day: date) -> None:
    """Add what is expected at allocatable places; what is late is no receipt to count on."""
    elsewhere = {name.casefold() for name in session.scalars(select(Location.name).where(Location.allocatable == 0))}
    for line in on_their_way(session, today=day):
        if line.expected is not None and line.expected >= day and line.location.casefold() not in elsewhere:
            known.receipts.setdefault(line.sku, []).append(Receipt(line.expected, line.coming))


def add_commitments(known: Known, names: Names, orders: Iterable[CommitmentRow]) -> None:
    """Add the order lines that are still to be shipped; a bundle is asked for as what it holds."""
    for row in orders:
        name = line_name(row)
        for sku, quantity in names.inside(row.sku).items():
            line = OrderLine(name, row.open * quantity, row.ship_by, row.fill)
            known.lines.setdefault((row.channel_id, sku), []).append(line)


def line_name(row: CommitmentRow) -> str:
    """Give the name that an order line has in an allocation."""
    return f"{row.reference} #{row.id}"


def add_listings(session: Session, known: Known, names: Names) -> None:
    """Add where each SKU is listed, and what planning knows of it."""
    retired = set(session.scalars(select(Sku.code).where(Sku.active != 1)))
    for (channel_id, _), code in names.own.items():
        if channel_id is None or code in retired:
            continue
        if code in names.drawn:
            known.listed.update([(channel_id, sku) for sku in names.inside(code)])
        else:
            known.listed.add((channel_id, code))
    plans = select(ListingPlan.channel_id, Sku.code, ListingPlan.moq, ListingPlan.priority)
    for channel_id, code, moq, priority in session.execute(plans.join(Sku, Sku.id == ListingPlan.sku_id)):
        known.plans[channel_id, code] = moq, priority
    bought = plans_of_skus(session)
    for sku_id, code in session.execute(select(Sku.id, Sku.code)) if bought else ():
        if sku_id in bought:
            known.cases[code] = bought[sku_id].case_pack


def add_worth(session: Session, known: Known, names: Names, day: date) -> None:
    """Add the contribution of a unit in minor units, where any was sold, and say where no landed cost is off it."""
    for pair, earned in unit_worth(session, today=day, names=names).items():
        known.worth[pair] = earned.rounded
        if not earned.costed:
            known.uncosted.add(pair)
