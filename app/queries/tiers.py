"""Whether the tiers of wholesale terms earn what they have to, SKU by SKU, at the list prices that are known."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from sqlalchemy.orm import Session

from app.queries.fee_schedules import HOLDS
from app.queries.floors import FloorRow, floors
from app.queries.wholesale_terms import TermsRow, wholesale_terms
from models.domain.pricing.curve import Curve
from models.domain.pricing.discounts import discounted, largest_discount
from models.domain.pricing.economics import economics
from models.domain.pricing.schedule import PriceTier

_TIGHTEST = 8


@dataclass(frozen=True)
class TierSum:
    """One tier over all SKUs with a list price and a floor: how many there are, and how many it sells too low."""

    tier: PriceTier
    skus: int
    low: int


@dataclass(frozen=True)
class Tight:
    """A SKU that bears less than the largest tier; `largest` is the largest discount that holds, None where none."""

    sku: str
    currency: str
    list_price: int
    floor: int | None
    largest: Fraction | None
    price: int
    earned: Fraction
    target: Fraction


@dataclass(frozen=True)
class TermsBoard:
    """What the section shows: terms, and for the channels whose terms hold what their tiers do."""

    rows: list[TermsRow]
    sums: dict[str, list[TierSum]]
    tight: dict[str, list[Tight]]


def terms_board(session: Session, *, today: date) -> TermsBoard:
    """Read the terms of all wholesale channels and check their tiers."""
    rows = wholesale_terms(session, today=today)
    held = {row.channel: row.terms.tiers for row in rows if row.state == HOLDS}
    if not held:
        return TermsBoard(rows, {}, {})
    listed: dict[str, list[FloorRow]] = {name: [] for name in held}
    for row in floors(session, day=today, channels=held):
        if row.listing.curve is not None and row.list_price is not None:
            listed[row.channel].append(row)
    return TermsBoard(
        rows,
        {name: [_sum(tier, listed[name]) for tier in tiers] for name, tiers in held.items()},
        {name: _tightest(tiers, listed[name]) for name, tiers in held.items()},
    )


def _sum(tier: PriceTier, rows: Sequence[FloorRow]) -> TierSum:
    low = sum(1 for row in rows if not _curve(row).admissible(_price(row, tier)))
    return TierSum(tier, len(rows), low)


def _tightest(tiers: Sequence[PriceTier], rows: Sequence[FloorRow]) -> list[Tight]:
    """Give the SKUs that the largest tier sells furthest below what they have to earn."""
    if not tiers:
        return []
    top = tiers[-1]
    low = [(economics(_curve(row), _price(row, top)), row) for row in rows]
    low = sorted(
        (pair for pair in low if not pair[0].admissible),
        key=lambda pair: (pair[0].contribution - pair[0].target, pair[1].sku),
    )
    return [
        Tight(
            row.sku,
            row.currency,
            row.list_price.minor,
            row.floor.lowest,
            largest_discount(row.list_price.minor, row.floor),
            at.price,
            at.contribution,
            at.target,
        )
        for at, row in low[:_TIGHTEST]
        if row.list_price is not None and row.floor is not None
    ]


def _curve(row: FloorRow) -> Curve:
    if row.listing.curve is None:
        raise ValueError(f"{row.sku} has no curve")
    return row.listing.curve


def _price(row: FloorRow, tier: PriceTier) -> int:
    return discounted(row.list_price.minor, tier.discount) if row.list_price is not None else 0
