"""Where the facts of an allocation lie in the ledger: stock, receipts, open order lines, listings, contribution."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from fractions import Fraction

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from app.queries.commitments import promised
from app.queries.contribution import own_codes
from app.queries.demand import DemandRow
from app.queries.inbound import on_their_way
from app.queries.stock import StockRow, levels
from models.domain.allocation.claimant import OrderLine
from models.domain.allocation.promise import Receipt
from models.domain.contribution.statement import figures_of
from models.domain.money import half_up
from models.tables import Channel, Listing, ListingPlan, Location, Posting, Sku, SkuPlan

Pair = tuple[int, str]  # a channel's id and a SKU
_A_YEAR = timedelta(days=364)


@dataclass
class Known:
    """What is collected of all SKUs before it is put together."""

    demand: dict[Pair, DemandRow]
    on_hand: dict[str, int] = field(default_factory=dict)
    promised: dict[str, int] = field(default_factory=dict)
    positioned: dict[Pair, int] = field(default_factory=dict)
    receipts: dict[str, list[Receipt]] = field(default_factory=dict)
    lines: dict[Pair, list[OrderLine]] = field(default_factory=dict)
    listed: set[Pair] = field(default_factory=set)
    plans: dict[Pair, tuple[int, int]] = field(default_factory=dict)
    cases: dict[str, int] = field(default_factory=dict)
    worth: dict[Pair, int] = field(default_factory=dict)
    in_cases: set[int] = field(default_factory=set)


def add_stock(session: Session, known: Known) -> None:
    """Add the newest stock: what can be allocated, what orders have taken of it, and what lies with a channel."""
    places = {
        row.name.casefold(): row
        for row in session.execute(select(Location.name, Location.allocatable, Location.channel_id))
    }
    channels: dict[str, int] = dict(session.execute(select(Channel.name, Channel.id)).all())
    known.in_cases |= {row.channel_id for row in places.values() if not row.allocatable and row.channel_id is not None}
    for row in levels(session):
        name, owner = _place(row, channels)
        place = places.get(name.casefold())
        if place is None or place.allocatable:
            sellable, taken = _sellable(row)
            known.on_hand[row.sku] = known.on_hand.get(row.sku, 0) + sellable
            known.promised[row.sku] = known.promised.get(row.sku, 0) + taken
        elif (channel_id := owner or place.channel_id) is not None:
            units = row.available if row.available is not None else row.on_hand or 0
            pair = (channel_id, row.sku)
            known.positioned[pair] = known.positioned.get(pair, 0) + max(0, units + (row.incoming or 0))


def _place(row: StockRow, channels: Mapping[str, int]) -> tuple[str, int | None]:
    """Give the name of a place and whose it is where two channels have a place of that name."""
    name, _, rest = row.location.rpartition(" (")
    owner = channels.get(rest.removesuffix(")")) if name else None
    return (row.location, None) if owner is None else (name, owner)


def _sellable(row: StockRow) -> tuple[int, int]:
    """Give the units that can be sold and those of them that taken orders wait for."""
    if row.on_hand is None or (row.committed is None and row.available is not None):
        return max(0, row.available or 0), 0
    return max(0, row.on_hand - (row.unavailable or 0)), max(0, row.committed or 0)


def add_inbound(session: Session, known: Known, day: date) -> None:
    """Add what is expected at allocatable places; what is late is no receipt to count on."""
    elsewhere = {name.casefold() for name in session.scalars(select(Location.name).where(Location.allocatable == 0))}
    for line in on_their_way(session, today=day):
        if line.expected is not None and line.expected >= day and line.location.casefold() not in elsewhere:
            known.receipts.setdefault(line.sku, []).append(Receipt(line.expected, line.coming))


def add_commitments(session: Session, known: Known, holds: Mapping[str, Mapping[str, int]], day: date) -> None:
    """Add the order lines that are still to be shipped; a bundle is asked for as what it holds."""
    codes = own_codes(session)
    for row in promised(session, today=day):
        code = codes.get((row.channel_id, row.sku), row.sku)
        name = f"{row.reference} #{row.id}"
        for sku, quantity in holds.get(code, {code: 1}).items():
            line = OrderLine(name, row.open * quantity, row.ship_by, row.fill)
            known.lines.setdefault((row.channel_id, sku), []).append(line)


def add_listings(session: Session, known: Known, holds: Mapping[str, Mapping[str, int]]) -> None:
    """Add where each SKU is listed, and what planning knows of it."""
    listed = select(Listing.channel_id, Sku.code).join(Sku, Sku.id == Listing.sku_id).where(Sku.active == 1)
    for channel_id, code in session.execute(listed):
        known.listed.update((channel_id, sku) for sku in holds.get(code, {code: 1}))
    plans = select(ListingPlan.channel_id, Sku.code, ListingPlan.moq, ListingPlan.priority)
    for channel_id, code, moq, priority in session.execute(plans.join(Sku, Sku.id == ListingPlan.sku_id)):
        known.plans[channel_id, code] = moq, priority
    packs = select(Sku.code, SkuPlan.case_pack).join(SkuPlan, SkuPlan.sku_id == Sku.id)
    known.cases.update({code: case for code, case in session.execute(packs) if case >= 1})


def add_worth(session: Session, known: Known, day: date) -> None:
    """Add the contribution of a unit: CM2 of the last 52 weeks by unit sold, where any was; bundles stay apart."""
    names = own_codes(session)
    rows = session.execute(
        select(Posting.channel_id, Posting.sku, Posting.account, func.sum(Posting.base_minor))
        .add_columns(func.sum(Posting.quantity))
        .where(Posting.in_force == 1, Posting.sku != "", Posting.channel_id.is_not(None))
        .where(Posting.day > (day - _A_YEAR).isoformat(), Posting.day <= day.isoformat())
        .group_by(Posting.channel_id, Posting.sku, Posting.account)
    )
    sums: dict[Pair, dict[str, int]] = {}
    units: dict[Pair, int] = {}
    for channel_id, listing, account, amount, quantity in rows:
        sku = names.get((channel_id, listing))
        if channel_id is not None and sku is not None:
            pair = (channel_id, sku)
            accounts = sums.setdefault(pair, {})
            accounts[account] = accounts.get(account, 0) + (amount or 0)
            units[pair] = units.get(pair, 0) + quantity
    for pair, accounts in sums.items():
        if units[pair] > 0:
            known.worth[pair] = half_up(Fraction(figures_of(accounts).cm2, units[pair]))
