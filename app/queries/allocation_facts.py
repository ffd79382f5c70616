"""What the ledger knows of every SKU for an allocation, read in a few selects for all of them at once."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from fractions import Fraction
from functools import cached_property
from typing import NamedTuple

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.ledger.rows import rows_of
from app.queries.allocation_rooms import rooms_of
from app.queries.allocation_sources import (
    Known,
    add_commitments,
    add_inbound,
    add_listings,
    add_stock,
    add_worth,
)
from app.queries.commitments import CommitmentRow, promised
from app.queries.demand import weekly_demand
from app.queries.freshness import known_days
from app.queries.names import Names, names_in
from app.queries.outages import Outages, outages
from app.queries.positions import Position, positions
from models.domain.allocation.facts import ChannelFacts, SkuFacts
from models.domain.allocation.room import Room
from models.domain.catalog import ChannelKind
from models.domain.making import made
from models.domain.period import Period
from models.tables import Channel, Sku

NO_RATE = Fraction(0)
_NO_PLAN = (0, 1)
_UNTOLD = ("", "", "", "")
_NOWHERE: frozenset[int] = frozenset()


@dataclass(frozen=True)
class Facts:
    """All SKUs that have stock, are coming, or are on a channel; and the channels by name.

    `rooms` is what channels' own places still have room for; where one SKU is asked for, `others` share it.
    """

    day: date
    skus: tuple[SkuFacts, ...]
    channels: Mapping[str, int]
    rooms: tuple[Room, ...] = ()
    others: tuple[SkuFacts, ...] = ()

    @cached_property
    def by_sku(self) -> Mapping[str, SkuFacts]:
        """The SKUs by their code, without the others."""
        return {one.sku: one for one in self.skus}

    def only(self, sku: str) -> Facts:
        """Look at one SKU; the others stay known where they share room with it."""
        every = (*self.skus, *self.others)
        others = tuple([one for one in every if one.sku != sku]) if self.rooms else ()
        return replace(self, skus=tuple([one for one in every if one.sku == sku]), others=others)


class Read(NamedTuple):
    """What other questions ask of a ledger too: names, what lies where, what is to be shipped, days out of stock.

    `spoken` are the days that imports of each channel tell of.
    """

    names: Names
    lying: tuple[Position, ...]
    orders: tuple[CommitmentRow, ...]
    out: Outages
    spoken: Mapping[int, Period]


def reading(session: Session, day: date) -> Read:
    """Read it."""
    names = names_in(session)
    orders = tuple(promised(session, today=day, names=names))
    return Read(names, tuple(positions(session, names)), orders, outages(session, names), known_days(session))


def load_facts(session: Session, day: date, *, sku: str = "", read: Read | None = None) -> Facts:
    """Read the facts of all SKUs, or of one; what was `read` of the ledger before is not read again."""
    told = read if read is not None else reading(session, day)
    names = told.names
    measured = weekly_demand(session, today=day, names=names, out=told.out, spoken=told.spoken)
    known = Known({pair: sold for pair, _, sold in measured})
    add_stock(session, known, told.lying)
    add_inbound(session, known, day)
    add_commitments(known, names, told.orders)
    add_listings(session, known, names)
    add_worth(session, known, names, day)
    channels = session.execute(
        select(Channel.id, Channel.name, Channel.active, Channel.kind).order_by(Channel.id)
    ).all()
    known.in_cases |= {row.id for row in channels if row.kind == ChannelKind.WHOLESALE}
    places = [(row.id, row.name, bool(row.active)) for row in channels]
    of_sku: defaultdict[str, set[int]] = defaultdict(set)
    for channel_id, code in known.listed.union(known.demand, known.positioned, known.lines, known.plans):
        of_sku[code].add(channel_id)
    words = {row[0]: row for row in rows_of(session, select(Sku.code, Sku.category, Sku.title, Sku.brand))}
    codes = {*of_sku, *known.on_hand, *known.receipts}
    found = []
    rooms = rooms_of(session, day, names)
    for code in sorted(codes & {sku} if sku and not rooms else codes):
        ids = of_sku.get(code, _NOWHERE)
        here = [(one, name, active) for one, name, active in places if one in ids]
        units = known.on_hand.get(code, 0), known.promised.get(code, 0)
        _, category, title, brand = words.get(code, _UNTOLD)
        receipts = tuple(known.receipts.get(code, ()))
        found.append(SkuFacts(code, category, title, *units, _on_channels(known, code, here), receipts, brand))
    facts = Facts(day, tuple(found), {name: one for one, name, _ in places}, rooms)
    return facts.only(sku) if sku else facts


def _on_channels(known: Known, code: str, here: Iterable[tuple[int, str, bool]]) -> tuple[ChannelFacts, ...]:
    """Put together what is known of a SKU on some channels: the id of each, its name, and whether it is active."""
    demand, worth, in_place, plans, uncosted = known.demand, known.worth, known.positioned, known.plans, known.uncosted
    case, in_cases, lines = known.cases.get(code, 1), known.in_cases, known.lines
    found: list[ChannelFacts] = []
    for channel_id, name, active in here:
        pair = (channel_id, code)
        sells = demand.get(pair)
        rate = NO_RATE if sells is None else sells.rate
        asked = tuple(lines[pair]) if pair in lines else ()
        lot, (moq, priority) = case if channel_id in in_cases else 1, plans.get(pair, _NO_PLAN)
        told = (in_place.get(pair, 0), asked, lot, moq, priority, worth.get(pair), active, pair not in uncosted)
        found.append(made(ChannelFacts, (name, rate, sells, *told)))
    return tuple(found)
