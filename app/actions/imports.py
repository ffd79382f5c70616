"""Undo of an import, with what it moves shown first."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.columns import Column, Kind
from app.errors import MissingRates, UserError
from app.jobs import Progress
from app.ledger.backup import Reason
from app.ledger.ledger import Done, Ledger
from app.queries.contribution import known_period, statement
from app.queries.own_currency import LineSum, line_sums
from models.domain.contribution.statement import STACK, TITLES, By, Statement, StatementRow
from models.domain.money import Money
from models.domain.period import Period
from models.domain.words import counted
from models.tables import Batch, Change


@dataclass(frozen=True)
class Consequence:
    """How far one line of one channel moves."""

    channel: str
    line: str
    before: Money
    after: Money

    @property
    def moved(self) -> Money:
        """The difference."""
        return Money(self.after.minor - self.before.minor, self.after.currency)


@dataclass(frozen=True)
class Consequences:
    """What an undo moves: the lines over all days that the ledger holds, and those of all channels where several move.

    Lines in several currencies have no total.
    """

    period: Period | None = None
    lines: tuple[Consequence, ...] = ()
    total: tuple[Consequence, ...] = ()

    @property
    def rows(self) -> tuple[Consequence, ...]:
        """The lines with their total below them."""
        return (*self.lines, *self.total)

    @property
    def currencies(self) -> tuple[str, ...]:
        """The currencies of the lines."""
        return tuple(sorted({line.after.currency for line in self.lines}))

    def sentence(self) -> str:
        """Say how many lines move, over which days and in which currency."""
        if self.period is None or not self.lines:
            return "No line of the P&L moves."
        verb = "moves" if len(self.lines) == 1 else "move"
        days = f"{self.period.first} to {self.period.last}"
        money = f"in {self.currencies[0]}" if len(self.currencies) == 1 else "each in its own currency"
        return (
            f"{counted(len(self.lines), 'line')} of the P&L {verb} over all days that the ledger holds ({days}), "
            f"{money}."
        )


def change_of_batch(ledger: Ledger, batch_id: int) -> int:
    """Find the change that imported a batch; refuses what cannot be undone."""
    with ledger.read() as session:
        batch = session.get(Batch, batch_id)
        if batch is None or batch.kind != "import":
            raise UserError(f"There is no import {batch_id}. Nothing was changed. `batches` lists them.")
        if not batch.active:
            raise UserError(f"Import {batch_id} is undone already. Nothing was changed.")
        change = select(Change.id).where(Change.batch_id == batch_id, Change.reverts_id.is_(None))
        return session.execute(change).scalar_one()


def consequences(ledger: Ledger, progress: Progress, *, batch_id: int) -> Consequences:
    """Say which P&L lines an undo of an import would move, by trying it and taking it back.

    Where a rate is missing before or after, the lines are told in their own currencies, with what lacks a rate.
    """
    change_id = change_of_batch(ledger, batch_id)
    progress.step(0, 1, "Trying the undo")
    with ledger.rehearse() as session:
        period = known_period(session)
        if period is None:
            return Consequences()
        before, own_before = _statement(session, period), line_sums(session)
        ledger.apply_revert(session, change_id)
        session.flush()
        after, own_after = _statement(session, period), line_sums(session)
    if before is None or after is None:
        return Consequences(period, _most_moved_first(_own_moves(own_before, own_after)))
    moves = _most_moved_first(_moves(before, after))
    several = len({move.channel for move in moves}) > 1
    total = _row_moves(before.total.label, before.total, after.total, before.currency) if several else ()
    return Consequences(period, moves, tuple(total))


def _statement(session: Session, period: Period) -> Statement | None:
    """Give the statement, or None where a rate is missing."""
    try:
        return statement(session, period, By.CHANNEL)
    except MissingRates:
        return None


def _own_moves(before: Mapping[LineSum, int], after: Mapping[LineSum, int]) -> Iterator[Consequence]:
    for one in dict.fromkeys((*before, *after)):
        old, new = before.get(one, 0), after.get(one, 0)
        if old != new:
            yield Consequence(one.channel, one.line, Money(old, one.currency), Money(new, one.currency))


def _moves(before: Statement, after: Statement) -> Iterator[Consequence]:
    keys = {row.key: row.label for row in (*before.rows, *after.rows)}
    for key, label in keys.items():
        yield from _row_moves(label, before.row(key), after.row(key), before.currency)


def _row_moves(
    label: str, before: StatementRow | None, after: StatementRow | None, currency: str
) -> Iterator[Consequence]:
    for name in STACK:
        one = before.figures.amount(name) if before else 0
        other = after.figures.amount(name) if after else 0
        if one != other:
            yield Consequence(label, TITLES[name], Money(one, currency), Money(other, currency))


def _most_moved_first(moves: Iterable[Consequence]) -> tuple[Consequence, ...]:
    """Put the channel that moves most first; its lines stay in the order of the statement."""
    every = list(moves)
    weight: Counter[str] = Counter()
    for move in every:
        weight[move.channel] += abs(move.moved.minor)
    return tuple(sorted(every, key=lambda move: -weight[move.channel]))


def undo_import(ledger: Ledger, progress: Progress, *, batch_id: int) -> Done:
    """Take an import out of force; the versions it had replaced stand again."""
    change_id = change_of_batch(ledger, batch_id)
    progress.step(0, 2, "Making a backup first")
    ledger.backup(Reason.BEFORE_UNDO)
    progress.step(1, 2, "Undoing the import")
    return ledger.revert(change_id)


COLUMNS: tuple[Column[Consequence], ...] = (
    Column("Channel", lambda move: move.channel),
    Column("Line", lambda move: move.line),
    Column("Now", lambda move: move.before, Kind.MONEY),
    Column("After the undo", lambda move: move.after, Kind.MONEY),
    Column("Moves by", lambda move: move.moved, Kind.MONEY),
)
