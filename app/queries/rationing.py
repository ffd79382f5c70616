"""The shortage of one SKU shared by each of the eight rules: units, contribution and lost sales by channel."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction

from sqlalchemy.orm import Session

from app.columns import Column, Kind
from app.ledger.rates import base_currency
from models.domain.allocation.expected import all_with_demand
from models.domain.allocation.ladder import SHARED, Rung, ShareBy
from models.domain.allocation.outcome import Outcome, free_of, share_out
from models.domain.allocation.rationing import Compared, Shared, compare
from models.domain.money import Money, half_up


@dataclass(frozen=True)
class RationingRow:
    """What a channel, or with an empty `channel` all of them, would have under a rule.

    `lost` is in tenths of a unit; `refused` says why the rule cannot be used here.
    """

    rule: ShareBy
    is_used: bool
    channel: str
    units: int
    contribution: Money | None
    lost: int | None
    refused: str = ""

    @property
    def name(self) -> str:
        """The rule in words."""
        return SHARED[self.rule]


@dataclass(frozen=True)
class Rationing:
    """One shortage under each rule: the rung that is short, and rows in the order of the rules, the sums first."""

    supply: int
    rung: Rung | None
    rows: tuple[RationingRow, ...]

    @property
    def sums(self) -> tuple[RationingRow, ...]:
        """One row for each rule, over all channels."""
        return tuple(row for row in self.rows if not row.channel)

    def of(self, rule: ShareBy) -> tuple[RationingRow, ...]:
        """Give the channels under a rule."""
        return tuple(row for row in self.rows if row.rule is rule and row.channel)

    @property
    def best(self) -> RationingRow | None:
        """The rule under which most contribution is expected."""
        known = [row for row in self.sums if row.contribution is not None]
        return max(known, key=lambda row: row.contribution.minor if row.contribution else 0, default=None)


def rationing(session: Session, outcome: Outcome, *, percent: int = 100) -> Rationing:
    """Share a part of today's supply by each rule in the rung that is short; numbers that are fixed stay fixed.

    Without a shortage there are no rows. Expected sales are a Poisson number over the ladder's demand days.
    """
    planned, currency = outcome.planned, base_currency(session)
    supply = outcome.supply * percent // 100
    at_supply = share_out(planned, supply)
    claimants = all_with_demand(free_of(planned), planned.ladder.demand_days)
    found = compare(at_supply.found.supply, claimants, planned.ladder) if claimants else None
    if found is None:
        return Rationing(supply, None, ())
    rung = planned.ladder.rungs[found.rung - 1]
    rows = [row for one in found.rules for row in _rows(one, one.rule is rung.share_by, currency)]
    return Rationing(supply, rung, tuple(rows))


def _rows(found: Compared, is_used: bool, currency: str) -> Iterator[RationingRow]:  # noqa: FBT001 - a fact of the row
    units = sum(one.units.all for one in found.channels.values())
    total = None if found.refused else _money(found.contribution, currency)
    lost = None if found.refused else _tenths(found.lost)
    yield RationingRow(found.rule, is_used, "", units, total, lost, found.refused)
    for channel, one in sorted(found.channels.items()):
        yield _row(found.rule, is_used, channel, one, currency)


def _row(rule: ShareBy, is_used: bool, channel: str, one: Shared, currency: str) -> RationingRow:  # noqa: FBT001 - a fact of the row
    return RationingRow(rule, is_used, channel, one.units.all, _money(one.contribution, currency), _tenths(one.lost))


def _money(amount: Fraction | None, currency: str) -> Money | None:
    return None if amount is None else Money(half_up(amount), currency)


def _tenths(units: Fraction | None) -> int | None:
    return None if units is None else half_up(units * 10)


def lost_units(row: RationingRow) -> str:
    """Write lost sales in units with one decimal."""
    return "" if row.lost is None else f"{row.lost // 10}.{row.lost % 10}"


def table_of(found: Rationing) -> Sequence[RationingRow]:
    """Give all rows but those of rules that cannot be used."""
    return [row for row in found.rows if not row.refused]


COLUMNS: tuple[Column[RationingRow], ...] = (
    Column("Shared by", lambda row: row.name),
    Column("Channel", lambda row: row.channel or "all"),
    Column("Units", lambda row: row.units, Kind.UNITS),
    Column("Contribution", lambda row: row.contribution, Kind.MONEY, hint="Expected over the demand days"),
    Column("Lost sales", lost_units, hint="Units asked for in vain, expected"),
)
