"""What the ledger knows of every SKU for an allocation, read in a few selects for all of them at once."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.queries.allocation_sources import (
    Known,
    add_commitments,
    add_inbound,
    add_listings,
    add_stock,
    add_worth,
)
from app.queries.demand import demands
from app.queries.names import names_in
from models.domain.allocation.facts import ChannelFacts, SkuFacts
from models.domain.catalog import ChannelKind
from models.tables import Channel, Sku


@dataclass(frozen=True)
class Facts:
    """All SKUs that have stock, are coming, or are on a channel; and the channels by name."""

    day: date
    skus: tuple[SkuFacts, ...]
    channels: Mapping[str, int]


def load_facts(session: Session, day: date, *, sku: str = "") -> Facts:
    """Read the facts of all SKUs, or of one."""
    names = names_in(session)
    known = Known({(row.channel_id, row.sku): row for row in demands(session, today=day, names=names)})
    add_stock(session, known, names)
    add_inbound(session, known, day)
    add_commitments(session, known, names, day)
    add_listings(session, known, names)
    add_worth(session, known, names, day)
    channels = session.execute(
        select(Channel.id, Channel.name, Channel.active, Channel.kind).order_by(Channel.id)
    ).all()
    known.in_cases |= {row.id for row in channels if row.kind == ChannelKind.WHOLESALE}
    pairs = {*known.demand, *known.positioned, *known.lines, *known.listed, *known.plans}
    of_sku: dict[str, set[int]] = {}
    for channel_id, code in pairs:
        of_sku.setdefault(code, set()).add(channel_id)
    told = {row.code: row for row in session.execute(select(Sku.code, Sku.title, Sku.category))}
    codes = {*of_sku, *known.on_hand, *known.receipts}
    found = []
    for code in sorted(codes & {sku} if sku else codes):
        row = told.get(code)
        ids = of_sku.get(code, set())
        here = [_channel(known, one.id, one.name, code, active=bool(one.active)) for one in channels if one.id in ids]
        title, category = (row.title, row.category) if row else ("", "")
        units = known.on_hand.get(code, 0), known.promised.get(code, 0)
        found.append(SkuFacts(code, category, title, *units, tuple(here), tuple(known.receipts.get(code, ()))))
    return Facts(day, tuple(found), {one.name: one.id for one in channels})


def _channel(known: Known, channel_id: int, name: str, sku: str, *, active: bool) -> ChannelFacts:
    pair = (channel_id, sku)
    sells = known.demand.get(pair)
    moq, priority = known.plans.get(pair, (0, 1))
    return ChannelFacts(
        name,
        rate=sells.demand.rate if sells else Fraction(0),
        rate_from=sells.demand if sells else None,
        positioned=known.positioned.get(pair, 0),
        lines=tuple(known.lines.get(pair, ())),
        lot=known.cases.get(sku, 1) if channel_id in known.in_cases else 1,
        moq=moq,
        priority=priority,
        contribution=known.worth.get(pair),
        active=active,
    )
