"""The fees of channels as the Prices page shows them: every version, with what was charged beside what is typed."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from fractions import Fraction

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.columns import Column, Kind
from app.ledger.rates import base_currency
from app.queries.catalog import ChannelRow, channels
from app.queries.fee_schedules import COLUMNS as SCHEDULE_COLUMNS
from app.queries.fee_schedules import ScheduleRow, fee_schedules
from app.queries.measured_fees import Measured, measured_fees
from app.queries.places import PlaceRow, places
from models.domain.money import half_up
from models.domain.pricing.measured import Charge, Compared
from models.tables import Rate, Sku

_PERMILLE = 1000
_FIRST, _LAST = ("Channel", "Category", "From", "State"), ("Referral", "Payment", "Fulfilment", "Target")


@dataclass(frozen=True)
class FeesRow:
    """One version of fees; `measured` is there for those that hold and under which something is listed."""

    row: ScheduleRow
    measured: Measured | None

    def typed(self, *charges: Charge) -> Decimal | str:
        """Give what the schedule takes of sales; blank where nothing is measured."""
        return self._sum([one.typed_rate for one in self._of(charges)]) or ""

    def charged(self, *charges: Charge) -> Decimal | str | None:
        """Give what was taken of sales; None where it cannot be told apart, blank where nothing was sold."""
        if not self.sold:
            return ""
        return self._sum([one.rate for one in self._of(charges)])

    def difference(self, *charges: Charge) -> Fraction | None:
        """Give how much more of sales was taken than is typed."""
        found = [one.difference for one in self._of(charges)]
        known = [one for one in found if one is not None]
        return sum(known, Fraction(0)) if found and len(known) == len(found) else None

    @property
    def sold(self) -> bool:
        """Whether anything was sold under it."""
        return self.measured is not None and any(one.sales > 0 for one in self.measured.compared)

    def _of(self, charges: Sequence[Charge]) -> list[Compared]:
        return [self.measured.of(charge) for charge in charges] if self.measured is not None else []

    @staticmethod
    def _sum(rates: Sequence[Fraction | None]) -> Decimal | None:
        known = [rate for rate in rates if rate is not None]
        return rounded(sum(known, Fraction(0))) if known and len(known) == len(rates) else None


@dataclass(frozen=True)
class FeesBoard:
    """What the section shows, and what its form offers."""

    rows: list[FeesRow]
    channels: list[ChannelRow]
    categories: list[str]
    places: list[PlaceRow]
    currencies: list[str]


def rounded(rate: Fraction) -> Decimal:
    """Write a rate to the tenth of a percent."""
    return Decimal(half_up(rate * _PERMILLE)) / _PERMILLE


def fees_board(session: Session, *, today: date) -> FeesBoard:
    """Read the fees of all channels."""
    measured = measured_fees(session, today=today)
    rows = [FeesRow(row, measured.get(row.id)) for row in fee_schedules(session, today=today)]
    named = session.scalars(select(Sku.category).where(Sku.category != "").distinct().order_by(Sku.category))
    base = base_currency(session)
    foreign = {*session.scalars(select(Rate.currency).where(Rate.in_force == 1)), *(row.row.currency for row in rows)}
    return FeesBoard(
        rows,
        [one for one in channels(session) if one.active],
        list(named),
        places(session),
        [base, *sorted(foreign - {base})],
    )


_FEES = (Charge.REFERRAL, Charge.PAYMENT)


def _worded(column: Column[ScheduleRow]) -> Column[FeesRow]:
    return Column(column.title, lambda row: column.value(row.row), column.kind, column.hint)


COLUMNS: tuple[Column[FeesRow], ...] = (
    *(_worded(column) for column in SCHEDULE_COLUMNS if column.title in _FIRST),
    Column(
        "Fees typed",
        lambda row: row.typed(*_FEES),
        Kind.PERCENT,
        hint="Referral and payment as they are typed, of what was sold in the last 52 weeks",
    ),
    Column(
        "Fees charged",
        lambda row: row.charged(*_FEES),
        Kind.PERCENT,
        hint="Referral and payment as the ledger has them, of what was sold in the last 52 weeks",
    ),
    Column("Returns typed", lambda row: row.typed(Charge.RETURNS), Kind.PERCENT, hint="Of what was sold, by value"),
    Column("Returned", lambda row: row.charged(Charge.RETURNS), Kind.PERCENT, hint="Refunds of what was sold"),
    *(_worded(column) for column in SCHEDULE_COLUMNS if column.title in _LAST),
)
