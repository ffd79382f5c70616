"""Channelbook's own tables of facts that are not postings: landed costs, stock, exchange rates and bundles."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from app.importing.export import Context, Outcome, Unread
from models.domain.postings import BundleFact, CostFact, Draft, Fact, RateFact
from models.domain.stock import StockLevel


def post_costs(rows: Sequence[Any], _context: Context) -> Iterator[Outcome]:
    """Turn rows into landed costs of a SKU, each from a day on and known since a day."""
    for row in rows:
        if blank := _blank(row, ("sku", "valid_from", "cost")):
            yield blank
        elif row.cost < 0:
            yield Unread(row.row, "cost", "The cost is negative. Write what one unit costs, above zero")
        else:
            known = row.known_since or row.valid_from
            fact = CostFact(row.row, row.sku, row.valid_from, known, row.cost, row.currency, row.note)
            key = f"{row.sku}|{row.valid_from}|{known}"
            yield Draft(Fact.COST, key, row.valid_from, [row.row], others=[fact])


def post_stock(rows: Sequence[Any], _context: Context) -> Iterator[Outcome]:
    """Turn rows into stock levels; a blank quantity is not known, never 0."""
    for row in rows:
        quantities = (row.on_hand, row.available, row.committed, row.unavailable, row.incoming)
        if blank := _blank(row, ("location", "sku", "date")):
            yield blank
        elif all(quantity is None for quantity in quantities):
            yield Unread(row.row, "on_hand", "The quantities are blank")
        else:
            level = StockLevel(row.row, row.date, row.location, row.sku, *quantities)
            key = f"{row.location}|{row.sku}|{row.date}"
            yield Draft(Fact.STOCK, key, row.date, [row.row], others=[level])


def post_rates(rows: Sequence[Any], _context: Context) -> Iterator[Outcome]:
    """Turn rows into exchange rates, each from a day on."""
    for row in rows:
        if blank := _blank(row, ("day", "foreign", "rate", "into")):
            yield blank
        elif row.foreign == row.into:
            yield Unread(row.row, "into", f"A rate of {row.into} into itself says nothing")
        else:
            fact = RateFact(row.row, row.day, row.foreign, row.into, row.rate)
            key = f"{row.foreign}|{row.into}|{row.day}"
            yield Draft(Fact.RATES, key, row.day, [row.row], others=[fact])


def post_bundles(rows: Sequence[Any], _context: Context) -> Iterator[Outcome]:
    """Turn rows into what bundles hold."""
    for row in rows:
        if blank := _blank(row, ("sku", "component", "quantity")):
            yield blank
        elif row.quantity < 1:
            yield Unread(row.row, "quantity", "A bundle holds at least one of each component")
        elif row.sku.casefold() == row.component.casefold():
            yield Unread(row.row, "component", "A bundle cannot hold itself")
        else:
            fact = BundleFact(row.row, row.sku, row.component, row.quantity)
            yield Draft(Fact.CATALOGUE, f"{row.sku}|{row.component}", "", [row.row], others=[fact])


def _blank(row: Any, names: Sequence[str]) -> Unread | None:  # noqa: ANN401 - rows have the columns of their export
    for name in names:
        if getattr(row, name) in (None, ""):
            title = name.replace("foreign", "currency")
            return Unread(row.row, title, f"The {title.replace('_', ' ')} is blank")
    return None
