"""Channels, SKUs, bundles, listings, costs and rates as the Catalogue page shows them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from sqlalchemy import func, select
from sqlalchemy.orm import Session, aliased

from app.columns import Column, Kind
from app.ledger.costing import cost_book
from app.queries.planning import cubic_feet, plans_of_listings, plans_of_skus
from models.domain.catalog import NAMED
from models.domain.contribution.costing import CostBook
from models.domain.money import Money
from models.domain.stock import ListingPlanning, SkuPlanning
from models.tables import Batch as BatchTable
from models.tables import Channel, Component, Cost, ListedPrice, Listing, Rate, Sku, SourceFile
from models.tables import Document as DocumentTable


@dataclass(frozen=True)
class ChannelRow:
    """One channel."""

    id: int
    name: str
    platform: str
    kind: str
    owner: str
    colour: str
    recognition: str
    active: bool


@dataclass(frozen=True)
class SkuRow:
    """One SKU with the cost that is known last and how it is sold."""

    id: int
    code: str
    title: str
    category: str
    brand: str
    listings: int
    components: str
    cost: Money | None
    cost_from: date | None
    plan: SkuPlanning
    ready_made: bool | None = None


@dataclass(frozen=True)
class ListingRow:
    """One listing with the SKU it stands for, if anybody has said so."""

    id: int
    channel_id: int
    channel: str
    colour: str
    code: str
    title: str
    sku: str
    price: Money | None
    plan: ListingPlanning


@dataclass(frozen=True)
class CostRow:
    """One dated cost; typed costs can be edited, imported ones can be overruled by a newer one."""

    id: int
    sku: str
    valid_from: date
    known_since: date
    cost: Money
    note: str
    file: str
    state: str

    @property
    def typed(self) -> bool:
        """Whether a person typed it."""
        return not self.file


@dataclass(frozen=True)
class RateRow:
    """One exchange rate."""

    id: int
    day: date
    currency: str
    into: str
    rate: str
    file: str


def channels(session: Session) -> list[ChannelRow]:
    """List the channels."""
    rows = session.execute(
        select(
            Channel.id,
            Channel.name,
            Channel.platform,
            Channel.kind,
            Channel.owner,
            Channel.colour,
            Channel.recognition,
            Channel.active,
        ).order_by(Channel.id)
    )
    return [ChannelRow(*row[:-1], active=bool(row.active)) for row in rows]


def skus(session: Session) -> list[SkuRow]:
    """List the SKUs with their newest cost."""
    counts = dict(session.execute(select(Listing.sku_id, func.count()).group_by(Listing.sku_id)).all())
    newest: dict[str, tuple[str, int, str]] = {}
    known = select(Cost.sku, Cost.valid_from, Cost.amount, Cost.currency).where(Cost.in_force == 1)
    for sku, valid_from, amount, currency in session.execute(
        known.order_by(Cost.sku, Cost.valid_from, Cost.known_since, Cost.id)
    ):
        newest[sku] = (valid_from, amount, currency)
    parts = _components(session)
    plans = plans_of_skus(session)
    book = cost_book(session)
    told = select(Sku.id, Sku.code, Sku.title, Sku.category, Sku.brand, Sku.ready_made)
    rows = session.execute(told.where(Sku.active == 1).order_by(Sku.code))
    result = []
    for row in rows:
        cost = newest.get(row.code)
        result.append(
            SkuRow(
                id=row.id,
                code=row.code,
                title=row.title,
                category=row.category,
                brand=row.brand,
                listings=counts.get(row.id, 0),
                components=parts.get(row.id, ""),
                cost=Money(cost[1], cost[2]) if cost else _cost_of_parts(book, row.code),
                cost_from=date.fromisoformat(cost[0]) if cost else None,
                plan=plans.get(row.id, SkuPlanning()),
                ready_made=None if row.ready_made is None else bool(row.ready_made),
            )
        )
    return result


def _cost_of_parts(book: CostBook, bundle: str) -> Money | None:
    """Give what a bundle without a cost of its own costs at the newest costs of its components."""
    cost = book.unit_cost(bundle, "9999-12-31")
    return Money(cost.amounts[0][1], cost.amounts[0][0]) if cost and len(cost.amounts) == 1 else None


def _components(session: Session) -> dict[int, str]:
    part = aliased(Sku)
    rows = session.execute(
        select(Component.bundle_id, part.code, Component.quantity)
        .join(part, part.id == Component.sku_id)
        .order_by(Component.bundle_id, part.code)
    )
    texts: dict[int, list[str]] = {}
    for bundle, code, quantity in rows:
        texts.setdefault(bundle, []).append(f"{quantity} × {code}")
    return {bundle: ", ".join(parts) for bundle, parts in texts.items()}


def listings(session: Session) -> list[ListingRow]:
    """List the listings, those without a SKU first."""
    prices = {
        (row.channel_id, row.sku): Money(row.price, row.currency)
        for row in session.execute(
            select(ListedPrice.channel_id, ListedPrice.sku, ListedPrice.price, ListedPrice.currency)
            .where(ListedPrice.in_force == 1, ListedPrice.price.is_not(None))
            .order_by(ListedPrice.day, ListedPrice.id)
        )
    }
    plans = plans_of_listings(session)
    rows = session.execute(
        select(
            Listing.id,
            Listing.channel_id,
            Channel.name,
            Channel.colour,
            Listing.code,
            Listing.title,
            Listing.sku_id,
            Sku.code.label("sku"),
        )
        .join(Channel, Channel.id == Listing.channel_id)
        .outerjoin(Sku, Sku.id == Listing.sku_id)
        .order_by(Listing.sku_id.is_not(None), Channel.id, Listing.code)
    )
    return [
        ListingRow(
            row.id,
            row.channel_id,
            row.name,
            row.colour,
            row.code,
            row.title,
            row.sku or "",
            prices.get((row.channel_id, row.code)),
            plans.get((row.channel_id, row.sku_id), ListingPlanning()),
        )
        for row in rows
    ]


def costs(session: Session, *, sku: str | None = None) -> list[CostRow]:
    """List the costs in force, newest first within each SKU."""
    query = (
        select(
            Cost.id, Cost.sku, Cost.valid_from, Cost.known_since, Cost.amount, Cost.currency, Cost.note, SourceFile.name
        )
        .outerjoin(DocumentTable, DocumentTable.id == Cost.document_id)
        .outerjoin(BatchTable, BatchTable.id == DocumentTable.batch_id)
        .outerjoin(SourceFile, SourceFile.id == BatchTable.source_file_id)
        .where(Cost.in_force == 1)
        .order_by(Cost.sku, Cost.valid_from.desc(), Cost.known_since.desc(), Cost.id.desc())
    )
    if sku is not None:
        query = query.where(Cost.sku == sku)
    seen: set[tuple[str, str]] = set()
    skus_seen: set[str] = set()
    found = []
    for row in session.execute(query):
        day, known = date.fromisoformat(row.valid_from), date.fromisoformat(row.known_since)
        state = "overruled" if (row.sku, row.valid_from) in seen else "earlier" if row.sku in skus_seen else "newest"
        seen.add((row.sku, row.valid_from))
        skus_seen.add(row.sku)
        money = Money(row.amount, row.currency)
        found.append(CostRow(row.id, row.sku, day, known, money, row.note, row.name or "", state))
    return found


def rates(session: Session) -> list[RateRow]:
    """List the exchange rates in force, newest first."""
    query = (
        select(Rate.id, Rate.day, Rate.currency, Rate.into_currency, Rate.rate, SourceFile.name)
        .outerjoin(DocumentTable, DocumentTable.id == Rate.document_id)
        .outerjoin(BatchTable, BatchTable.id == DocumentTable.batch_id)
        .outerjoin(SourceFile, SourceFile.id == BatchTable.source_file_id)
        .where(Rate.in_force == 1)
        .order_by(Rate.currency, Rate.day.desc(), Rate.id.desc())
    )
    return [
        RateRow(row.id, date.fromisoformat(row.day), row.currency, row.into_currency, row.rate, row.name or "")
        for row in session.execute(query)
    ]


CHANNEL_COLUMNS: tuple[Column[ChannelRow], ...] = (
    Column("Channel", lambda row: row.name),
    Column("Kind", lambda row: row.kind),
    Column("Platform", lambda row: row.platform),
    Column("Owner", lambda row: row.owner),
    Column("Sales count when", lambda row: row.recognition),
    Column("State", lambda row: "active" if row.active else "inactive", Kind.CHIP),
)
SKU_COLUMNS: tuple[Column[SkuRow], ...] = (
    Column("SKU", lambda row: row.code, Kind.CODE),
    Column("Name", lambda row: row.title),
    Column("Category", lambda row: row.category),
    Column("Brand", lambda row: row.brand),
    Column(
        *("Landed cost", lambda row: row.cost, Kind.MONEY),
        hint="The newest; of a bundle, that of its components",
        zeros=True,
    ),
    Column("Valid from", lambda row: row.cost_from or "", Kind.DAY),
    Column("Case pack", lambda row: row.plan.case_pack, Kind.UNITS, hint="Units in a case"),
    Column("Volume ft³", lambda row: cubic_feet(row.plan.volume), Kind.UNITS, hint="Of one unit, in cubic feet"),
    Column("Supplier", lambda row: row.plan.supplier),
    Column("Lead days", lambda row: row.plan.lead_days, Kind.UNITS, hint="From the order to the arrival"),
    Column("MOQ", lambda row: row.plan.moq, Kind.UNITS, hint="The least that the supplier takes an order for"),
    Column("Listings", lambda row: row.listings, Kind.COUNT),
    Column("Components", lambda row: row.components),
)
LISTING_COLUMNS: tuple[Column[ListingRow], ...] = (
    Column("Listing", lambda row: row.code.removeprefix(NAMED), Kind.CODE, hint="The channel’s code or name"),
    Column("Channel", lambda row: row.channel),
    Column("Name", lambda row: row.title),
    Column("SKU", lambda row: row.sku, Kind.CODE),
    Column("Price", lambda row: row.price, Kind.MONEY),
    Column("MOQ", lambda row: row.plan.moq if row.sku else "", Kind.UNITS, hint="The least the channel takes"),
    Column("Priority", lambda row: row.plan.priority if row.sku else "", Kind.COUNT, hint="1 comes before 2"),
)
COST_COLUMNS: tuple[Column[CostRow], ...] = (
    Column("SKU", lambda row: row.sku, Kind.CODE),
    Column("Landed cost", lambda row: row.cost, Kind.MONEY, zeros=True),
    Column("Valid from", lambda row: row.valid_from, Kind.DAY),
    Column("Known since", lambda row: row.known_since, Kind.DAY),
    Column("Note", lambda row: row.note),
    Column("From", lambda row: row.file or "typed"),
    Column("State", lambda row: row.state, Kind.CHIP, hint="Overruled: a cost of the same day that became known later"),
)
RATE_COLUMNS: tuple[Column[RateRow], ...] = (
    Column("Currency", lambda row: row.currency),
    Column("Into", lambda row: row.into),
    Column("Rate", lambda row: Decimal(row.rate), Kind.UNITS, hint="What one unit is worth from this day on"),
    Column("From day", lambda row: row.day, Kind.DAY),
    Column("From", lambda row: row.file or "typed"),
)
