"""Channelbook's own tables of facts that are not postings: landed costs, exchange rates and bundles."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from app.importing.export import Context, LeftOut, Outcome, Unread
from models.domain.bounds import MOST_UNIT_COST
from models.domain.money import major
from models.domain.postings import BundleFact, CostFact, Draft, Fact, RateFact


def post_costs(rows: Sequence[Any], _context: Context) -> Iterator[Outcome]:
    """Turn rows into landed costs of a SKU, each from a day on and known since a day; of two that differ the first."""
    standing: dict[str, CostFact] = {}
    for row in rows:
        if lacking := blank(row, ("sku", "valid_from", "cost")):
            yield lacking
        elif row.cost < 0:
            yield Unread(row.row, "cost", "The cost is negative. Write what one unit costs; 0 if it costs nothing")
        elif row.cost > MOST_UNIT_COST:
            most = major(MOST_UNIT_COST, row.currency)
            yield Unread(row.row, "cost", f"The cost is too large: what one unit costs is kept up to {most}")
        else:
            known = row.known_since or row.valid_from
            fact = CostFact(row.row, row.sku, row.valid_from, known, row.cost, row.currency, row.note)
            key = f"{row.sku}|{row.valid_from}|{known}"
            first = standing.setdefault(key, fact)
            if (fact.amount, fact.currency) != (first.amount, first.currency):
                yield _told_otherwise(fact, first)
                continue
            yield Draft(Fact.COST, key, row.valid_from, [row.row], others=[fact])


def _told_otherwise(fact: CostFact, first: CostFact) -> Unread:
    """Say that nobody knows which of two costs holds."""
    since = "" if first.known_since == first.valid_from else f", known since {first.known_since},"
    reason = (
        f"{first.sku} from {first.valid_from}{since} stands in the file already, at row {first.row}, with another cost"
    )
    return Unread(fact.row, "cost", reason)


def post_rates(rows: Sequence[Any], context: Context) -> Iterator[Outcome]:
    """Turn rows into exchange rates, each from a day on; those into other currencies are of no use to the ledger."""
    for row in rows:
        if lacking := blank(row, ("day", "foreign", "rate", "into")):
            yield lacking
        elif row.foreign == row.into:
            yield Unread(row.row, "into", f"A rate of {row.into} into itself says nothing")
        elif row.into != context.currency:
            yield LeftOut([row.row], f"a rate into {row.into}, and the ledger is in {context.currency}")
        else:
            fact = RateFact(row.row, row.day, row.foreign, row.into, row.rate)
            key = f"{row.foreign}|{row.into}|{row.day}"
            yield Draft(Fact.RATES, key, row.day, [row.row], others=[fact])


def post_bundles(rows: Sequence[Any], _context: Context) -> Iterator[Outcome]:
    """Turn rows into what bundles hold."""
    for row in rows:
        if lacking := blank(row, ("sku", "component", "quantity")):
            yield lacking
        elif row.quantity < 1:
            yield Unread(row.row, "quantity", "A bundle holds at least one of each component")
        elif row.sku.casefold() == row.component.casefold():
            yield Unread(row.row, "component", "A bundle cannot hold itself")
        else:
            fact = BundleFact(row.row, row.sku, row.component, row.quantity)
            yield Draft(Fact.CATALOGUE, f"{row.sku}|{row.component}", "", [row.row], others=[fact])


def blank(row: Any, names: Sequence[str]) -> Unread | None:  # noqa: ANN401 - rows have the columns of their export
    """Say which of the cells that a row cannot do without is blank."""
    for name in names:
        if getattr(row, name) in (None, ""):
            title = name.replace("foreign", "currency")
            words = title.replace("_", " ").replace("expected", "expected day")
            return Unread(row.row, title, f"The {words} is blank")
    return None
