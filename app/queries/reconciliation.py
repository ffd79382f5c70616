"""What ties the ledger to its files: rows by verdict, control totals, money held by channels, what is missing."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import ColumnElement, func, select
from sqlalchemy.orm import Session

from app.columns import Column, Kind
from app.ledger.rates import rates_in_force
from app.queries.batches import BatchRow, batches
from models.domain.accounts import ACCOUNTS, CLEARING, UNCLASSIFIED, Line, contra
from models.domain.catalog import SHARED
from models.domain.money import Money
from models.domain.period import Period
from models.tables import Batch, Change, Channel, Document, Posting, Remark, SourceFile

_PASSED_ON = ("TAX_PASS", "GIFT", "TIPS", "DUTIES")


@dataclass(frozen=True)
class ClearingRow:
    """Money that a channel holds for the brand, in one currency: before the period, what moved it, and after.

    `reserve` is the part of what it holds after the period that it keeps back.
    """

    channel: str
    before: Money
    earned: Money
    passed_on: Money
    paid_out: Money
    unexplained: Money
    reserve: Money

    @property
    def after(self) -> Money:
        """What the channel holds at the end of the period."""
        parts = (self.before, self.earned, self.passed_on, self.paid_out, self.unexplained)
        return Money(sum(part.minor for part in parts), self.before.currency)


@dataclass(frozen=True)
class UnclassifiedRow:
    """Amounts of a channel that nobody has told the ledger where to put."""

    channel: str
    postings: int
    amount: Money


@dataclass(frozen=True)
class LookRow:
    """A row of an import in force that needs a look, with the amount that is missing."""

    file: str
    row: int
    reason: str
    amount: Money | None


def imports_of(session: Session, period: Period) -> list[BatchRow]:
    """List the imports in force that speak of days in the period, or of no day, oldest first."""
    return [
        batch
        for batch in reversed(batches(session))
        if batch.active
        and (batch.first_day is None or batch.first_day <= period.last)
        and (batch.last_day is None or batch.last_day >= period.first)
    ]


def clearing(session: Session, period: Period) -> list[ClearingRow]:
    """Give the money each channel holds, by currency, with what moved it over the period.

    A settlement is paid out by its deposit, on its last day: its rows add up to it and no row says so.
    """
    sums: dict[tuple[str, str], dict[str, int]] = {}
    for channel, currency, part, amount in (*_clearing_parts(session, period), *_deposits(session, period)):
        parts = sums.setdefault((channel, currency), {})
        parts[part] = parts.get(part, 0) + amount
    return [
        ClearingRow(
            channel,
            *(
                Money(parts.get(part, 0), currency)
                for part in ("before", "earned", "passed on", "paid out", "unexplained", "reserve")
            ),
        )
        for (channel, currency), parts in sorted(sums.items())
    ]


def _clearing_parts(session: Session, period: Period) -> Iterator[tuple[str, str, str, int]]:
    earlier = Posting.day < period.first.isoformat()
    rows = session.execute(
        select(Channel.name, Posting.currency, Posting.account, Document.billed, earlier, func.sum(Posting.amount))
        .join(Document, Document.id == Posting.document_id)
        .outerjoin(Channel, Channel.id == Posting.channel_id)
        .where(Posting.in_force == 1, Posting.day <= period.last.isoformat())
        .group_by(Channel.name, Posting.currency, Posting.account, Document.billed, earlier)
    )
    for channel, currency, account, billed, before, amount in rows:
        if account == "RESERVE":
            # Kept back, and so still held.
            yield channel or SHARED, currency, "reserve", -amount
        elif contra(account, billed=bool(billed)) == CLEARING:
            yield channel or SHARED, currency, "before" if before else _part(account), amount


def _deposits(session: Session, period: Period) -> Iterator[tuple[str, str, str, int]]:
    """Give the deposits of settlements in force; of several files of one settlement the last that was imported."""
    rows = session.execute(
        select(
            Channel.name, SourceFile.currency, SourceFile.control_name, SourceFile.last_day, SourceFile.control_total
        )
        .join(Batch, Batch.source_file_id == SourceFile.id)
        .join(Channel, Channel.id == SourceFile.channel_id)
        .where(Batch.active == 1, SourceFile.control_total.is_not(None))
        .where(SourceFile.last_day != "", SourceFile.last_day <= period.last.isoformat())
        .order_by(Batch.id)
    )
    deposits = {(channel, name): (currency, day, total) for channel, currency, name, day, total in rows}
    for (channel, _), (currency, day, total) in deposits.items():
        yield channel, currency, "before" if day < period.first.isoformat() else "paid out", -(total or 0)


def _part(account: str) -> str:
    if ACCOUNTS[account].line is not None:
        return "earned"
    if account in _PASSED_ON:
        return "passed on"
    return "paid out" if account == "TRANSFER" else "unexplained"


def unclassified(session: Session, period: Period) -> list[UnclassifiedRow]:
    """Give what is unclassified, by channel and currency."""
    rows = session.execute(
        select(Channel.name, Posting.currency, func.count(), func.sum(Posting.amount))
        .outerjoin(Channel, Channel.id == Posting.channel_id)
        .where(Posting.in_force == 1, Posting.account == UNCLASSIFIED, *_days(period))
        .group_by(Channel.name, Posting.currency)
        .order_by(Channel.name, Posting.currency)
    )
    return [
        UnclassifiedRow(channel or SHARED, count, Money(amount, currency)) for channel, currency, count, amount in rows
    ]


def without_channel(session: Session, period: Period, currency: str) -> Money:
    """Add up what stands on P&L lines of channels but belongs to no channel; it ought to be nothing."""
    own = [code for code, account in ACCOUNTS.items() if account.line not in {None, Line.SHARED_OPERATING_COST}]
    total = session.execute(
        select(func.sum(Posting.base_minor)).where(
            Posting.in_force == 1, Posting.channel_id.is_(None), Posting.account.in_(own), *_days(period)
        )
    ).scalar()
    return Money(total or 0, currency)


def looks(session: Session, period: Period) -> list[LookRow]:
    """List the rows that need a look, such as orders that do not close, of the imports in force."""
    batch_ids = [batch.id for batch in imports_of(session, period)]
    rows = session.execute(
        select(SourceFile.name, Remark.row, Remark.reason, Remark.amount, Remark.currency)
        .join(Batch, Batch.id == Remark.batch_id)
        .join(SourceFile, SourceFile.id == Batch.source_file_id)
        .where(Remark.verdict == "needs a look", Remark.batch_id.in_(batch_ids))
        .order_by(Remark.batch_id, Remark.row, Remark.id)
    )
    return [
        LookRow(file, row, reason, None if amount is None else Money(amount, currency))
        for file, row, reason, amount, currency in rows
    ]


@dataclass(frozen=True)
class RateUsed:
    """A rate by which amounts of the period were translated: units of the ledger's currency for one unit."""

    currency: str
    day: date
    rate: str


def rates_used(session: Session, period: Period, base: str) -> list[RateUsed]:
    """List the rates that translate the foreign amounts of a period, from the one that holds on its first day."""
    foreign = select(Posting.currency).where(Posting.in_force == 1, Posting.currency != base, *_days(period))
    told, last = set(session.scalars(foreign.distinct())), period.last.isoformat()
    newest = {
        (currency, day): rate
        for (currency, day), rate in rates_in_force(session, base).items()
        if currency in told and day <= last
    }
    holds = {currency: day for currency, day in newest if day <= period.first.isoformat()}
    return [
        RateUsed(currency, date.fromisoformat(day), rate)
        for (currency, day), rate in newest.items()
        if day >= holds.get(currency, "")
    ]


def last_change(session: Session) -> datetime | None:
    """Say when the ledger was changed last, which is the moment its figures are of."""
    made_at = session.execute(select(func.max(Change.made_at))).scalar()
    return datetime.fromisoformat(made_at) if made_at else None


def _days(period: Period) -> tuple[ColumnElement[bool], ...]:
    return (Posting.day >= period.first.isoformat(), Posting.day <= period.last.isoformat())


CLEARING_COLUMNS: tuple[Column[ClearingRow], ...] = (
    Column("Channel", lambda row: row.channel),
    Column("Currency", lambda row: row.before.currency, Kind.CODE),
    Column("Held before", lambda row: row.before, Kind.MONEY),
    Column("Sales less costs", lambda row: row.earned, Kind.MONEY),
    Column("Tax, gift cards and tips", lambda row: row.passed_on, Kind.MONEY),
    Column("Paid out", lambda row: row.paid_out, Kind.MONEY),
    Column("Not explained", lambda row: row.unexplained, Kind.MONEY),
    Column("Held after", lambda row: row.after, Kind.MONEY),
    Column("Of that in reserve", lambda row: row.reserve, Kind.MONEY),
)
UNCLASSIFIED_COLUMNS: tuple[Column[UnclassifiedRow], ...] = (
    Column("Channel", lambda row: row.channel),
    Column("Postings", lambda row: row.postings, Kind.COUNT, total=True),
    Column("Amount", lambda row: row.amount, Kind.MONEY, total=True),
)
LOOK_COLUMNS: tuple[Column[LookRow], ...] = (
    Column("File", lambda row: row.file),
    Column("Row", lambda row: row.row, Kind.COUNT),
    Column("Reason", lambda row: row.reason),
    Column("Missing", lambda row: row.amount, Kind.MONEY),
)
