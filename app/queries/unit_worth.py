"""What a unit of each SKU leaves on each channel: with what was paid to serve it, and before that."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from fractions import Fraction

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from app.queries.contribution import own_codes
from models.domain.accounts import SALES
from models.domain.contribution.statement import figures_of
from models.tables import Posting

# What it cost to serve a unit from where it was served; routing puts the typed fees in their place.
SERVING = frozenset({"FULFIL", "PACK", "SHIP_OUT", "RETURN_COST", "STORAGE"})
_A_YEAR = timedelta(days=364)


@dataclass(frozen=True)
class Worth:
    """Minor units of the ledger's currency by unit sold in the last 52 weeks: CM2, and CM2 before serving cost."""

    cm2: Fraction
    unserved: Fraction


def unit_worth(session: Session, today: date) -> Mapping[tuple[int, str], Worth]:
    """Give what a unit leaves by channel and SKU; one that was not sold, or whose rate is missing, is left out."""
    names = own_codes(session)
    rows = session.execute(
        select(Posting.channel_id, Posting.sku, Posting.account, func.sum(Posting.base_minor))
        .add_columns(func.sum(Posting.quantity), func.sum(Posting.base_minor.is_(None)))
        .where(Posting.in_force == 1, Posting.sku != "", Posting.channel_id.is_not(None))
        .where(Posting.day > (today - _A_YEAR).isoformat(), Posting.day <= today.isoformat())
        .group_by(Posting.channel_id, Posting.sku, Posting.account)
    )
    sums: dict[tuple[int, str], dict[str, int]] = {}
    units: dict[tuple[int, str], int] = {}
    unknown: set[tuple[int, str]] = set()
    for channel_id, listing, account, amount, quantity, lacking in rows:
        sku = names.get((channel_id, listing))
        if channel_id is None or sku is None:
            continue
        pair = (channel_id, sku)
        accounts = sums.setdefault(pair, {})
        accounts[account] = accounts.get(account, 0) + (amount or 0)
        units[pair] = units.get(pair, 0) + quantity
        if lacking:
            unknown.add(pair)
    return {
        pair: Worth(Fraction(cm2, units[pair]), Fraction(cm2 - _served(accounts), units[pair]))
        for pair, accounts in sums.items()
        if units[pair] > 0 and pair not in unknown
        for cm2 in [figures_of(accounts).cm2]
    }


def units_by_order(session: Session, today: date) -> Mapping[int, Fraction]:
    """Give how many units an order of each channel held in the last 52 weeks, at least 1; none without orders."""
    rows = session.execute(
        select(Posting.channel_id, func.sum(Posting.quantity), func.sum(Posting.orders))
        .where(Posting.in_force == 1, Posting.account == SALES, Posting.channel_id.is_not(None))
        .where(Posting.day > (today - _A_YEAR).isoformat(), Posting.day <= today.isoformat())
        .group_by(Posting.channel_id)
    )
    return {
        channel_id: max(Fraction(1), Fraction(units, orders))
        for channel_id, units, orders in rows
        if channel_id is not None and orders > 0
    }


def _served(accounts: Mapping[str, int]) -> int:
    return sum(amount for account, amount in accounts.items() if account in SERVING)
