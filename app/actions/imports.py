"""Undo of an import, with what it moves shown first."""

from __future__ import annotations

from collections.abc import Mapping
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
from models.domain.contribution.statement import STACK, TITLES, By, Statement
from models.domain.money import Money
from models.domain.period import Period
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


def consequences(ledger: Ledger, progress: Progress, *, batch_id: int) -> list[Consequence]:
    """Say which P&L lines an undo of an import would move, by trying it and taking it back.

    Where a rate is missing before or after, the lines are told in their own currencies, with what lacks a rate.
    """
    change_id = change_of_batch(ledger, batch_id)
    progress.step(0, 1, "Trying the undo")
    with ledger.rehearse() as session:
        period = known_period(session)
        if period is None:
            return []
        before, own_before = _statement(session, period), line_sums(session)
        ledger.apply_revert(session, change_id)
        session.flush()
        after, own_after = _statement(session, period), line_sums(session)
    if before is not None and after is not None:
        return _moves(before, after)
    return _own_moves(own_before, own_after)


def _statement(session: Session, period: Period) -> Statement | None:
    """Give the statement, or None where a rate is missing."""
    try:
        return statement(session, period, By.CHANNEL)
    except MissingRates:
        return None


def _own_moves(before: Mapping[LineSum, int], after: Mapping[LineSum, int]) -> list[Consequence]:
    return [
        Consequence(
            one.channel, one.line, Money(before.get(one, 0), one.currency), Money(after.get(one, 0), one.currency)
        )
        for one in dict.fromkeys((*before, *after))
        if before.get(one, 0) != after.get(one, 0)
    ]


def _moves(before: Statement, after: Statement) -> list[Consequence]:
    keys = {row.key: row.label for row in (*before.rows, *after.rows)}
    moves = []
    for key, label in keys.items():
        old, new = before.row(key), after.row(key)
        for name in STACK:
            one = old.figures.amount(name) if old else 0
            other = new.figures.amount(name) if new else 0
            if one != other:
                moves.append(
                    Consequence(label, TITLES[name], Money(one, before.currency), Money(other, before.currency))
                )
    return moves


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
