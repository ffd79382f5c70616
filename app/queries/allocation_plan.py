"""The plan on screen and on the command line: SKU by SKU pool, buffer, awards by channel, tier and money at stake."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.columns import Column, Kind
from app.ledger.rates import base_currency
from app.queries.allocation import allocations, book
from app.queries.allocation_runs import tiers
from models.domain.allocation.awards import Units
from models.domain.allocation.outcome import Outcome
from models.domain.allocation.tiers import Tier
from models.domain.money import Money
from models.domain.tightening import Tightening
from models.tables import Sku


@dataclass(frozen=True)
class PlanRow:
    """One SKU; `tier` is the one to show, which lags behind `found` until a better one has been found twice.

    What the channels have, what is unassigned and the buffer add up to the pool.
    """

    sku: str
    title: str
    category: str
    pool: int
    buffer: int
    unassigned: int
    units: Mapping[str, Units]
    unmet: int
    tier: Tier
    found: Tier
    days_in_tier: int
    at_stake: Money
    outcome: Outcome

    def has(self, channel: str) -> int | None:
        """Give the units of a channel; None where the SKU is not on it."""
        return self.units[channel].all if channel in self.units else None


@dataclass(frozen=True)
class Plan:
    """All SKUs under some rules; `rules` names them."""

    rules: str
    channels: tuple[str, ...]
    rows: tuple[PlanRow, ...]


def plan(session: Session, *, day: date, version: str | None = None, sku: str = "", supply: int | None = None) -> Plan:
    """Work out the plan under the rules that hold or others; stores nothing."""
    found = allocations(session, day=day, version=version, sku=sku, supply=supply)
    return plan_of(session, found, day=day, rules=book(session, version).title)


def plan_of(session: Session, found: Iterable[Outcome], *, day: date, rules: str) -> Plan:
    """Put outcomes beside the tiers that the stored runs show."""
    shown, currency = tiers(session), base_currency(session)
    told = {row.code: (row.title, row.category) for row in session.execute(select(Sku.code, Sku.title, Sku.category))}
    rows = [
        _row(outcome, told.get(outcome.planned.sku, ("", "")), shown.get(outcome.planned.sku), day, currency)
        for outcome in found
    ]
    names = sorted({name for row in rows for name in row.units}, key=str.casefold)
    return Plan(rules, tuple(names), tuple(rows))


def _row(outcome: Outcome, told: tuple[str, str], before: Tightening | None, day: date, currency: str) -> PlanRow:
    planned = outcome.planned
    supply, now = planned.supply, outcome.tier
    same_supply = outcome.supply == supply.to_share
    worse = before is None or now.severity > before.tier.severity
    codes = [one.code for one in planned.claimants]
    return PlanRow(
        planned.sku,
        *told,
        pool=supply.pool if same_supply else outcome.supply,
        buffer=supply.buffer if same_supply else 0,
        unassigned=outcome.unassigned,
        units={code: outcome.units(code) for code in codes},
        unmet=sum(outcome.unmet(code) for code in codes),
        tier=now if before is None or worse else before.tier,
        found=now,
        days_in_tier=1 if before is None or worse else before.days(day),
        at_stake=Money(outcome.at_stake, currency),
        outcome=outcome,
    )


def columns(channels: Sequence[str]) -> tuple[Column[PlanRow], ...]:
    """Declare the grid: a SKU to a row, a channel to a column."""
    return (
        Column("SKU", lambda row: row.sku, Kind.CODE),
        Column("Name", lambda row: row.title),
        Column("Category", lambda row: row.category),
        Column("Tier", lambda row: row.tier.value, hint="A better tier shows after two runs in a row have found it"),
        Column("Days", lambda row: row.days_in_tier, Kind.COUNT, hint="Days in this tier"),
        Column("Pool", lambda row: row.pool, Kind.UNITS, total=True),
        Column("Buffer", lambda row: row.buffer, Kind.UNITS, total=True),
        *(Column(name, _of(name), Kind.UNITS, total=True, absent="") for name in channels),
        Column("Unassigned", lambda row: row.unassigned, Kind.UNITS, total=True),
        Column("Unmet", lambda row: row.unmet, Kind.UNITS, total=True),
        Column("At stake", lambda row: row.at_stake, Kind.MONEY, hint="Contribution of the unmet units", total=True),
    )


def _of(name: str) -> Callable[[PlanRow], int | None]:
    return lambda row: row.has(name)
