"""What a cost would do to past months, tried and taken back before anything is saved."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from sqlalchemy.orm import Session

from app.actions.catalog import known_since
from app.columns import Column, Kind
from app.errors import MissingRates
from app.jobs import Progress
from app.ledger import costing
from app.ledger.ledger import Ledger
from app.queries.contribution import known_period, statement
from models.domain.contribution.statement import By
from models.domain.money import Money
from models.tables import Cost


@dataclass(frozen=True)
class MonthMove:
    """How far the CM1 of one month would move."""

    month: str
    before: Money
    after: Money

    @property
    def moved(self) -> Money:
        """The difference."""
        return Money(self.after.minor - self.before.minor, self.after.currency)


@dataclass(frozen=True)
class Effect:
    """The months a cost would restate; `unknown` says why that cannot be told."""

    months: tuple[MonthMove, ...]
    currency: str
    unknown: str = ""

    @property
    def moved(self) -> Money:
        """What all months move by."""
        return Money(sum(month.moved.minor for month in self.months), self.currency)

    @property
    def span(self) -> str:
        """Write the months from the first to the last in words: "March to May 2026"."""
        first, last = (date.fromisoformat(f"{self.months[place].month}-01") for place in (0, -1))
        if first == last:
            return f"{first:%B %Y}"
        return f"{first:%B} to {last:%B %Y}" if first.year == last.year else f"{first:%B %Y} to {last:%B %Y}"


def effect_of_cost(ledger: Ledger, progress: Progress, *, sku: str, valid_from: date, amount: Money) -> Effect:
    """Try a typed cost and say what it would restate."""
    progress.step(0, 1)
    with ledger.rehearse() as session:
        today = ledger.today()

        def put() -> None:
            session.add(
                Cost(
                    sku=sku,
                    valid_from=valid_from.isoformat(),
                    known_since=known_since(session, sku, valid_from, today).isoformat(),
                    amount=amount.minor,
                    currency=amount.currency,
                    in_force=1,
                )
            )

        return _effect(ledger, session, {sku}, put)


def effect_of_removal(ledger: Ledger, progress: Progress, *, cost_id: int) -> Effect:
    """Try the removal of a cost and say what it would restate."""
    progress.step(0, 1)
    with ledger.rehearse() as session:
        cost = session.get_one(Cost, cost_id)
        return _effect(ledger, session, {cost.sku}, lambda: session.delete(cost))


def _effect(ledger: Ledger, session: Session, skus: set[str], change: Callable[[], None]) -> Effect:
    period = known_period(session)
    if period is None:
        return Effect((), ledger.currency)
    try:
        before = statement(session, period, By.MONTH)
        change()
        session.flush()
        ledger.recost(session, costing.scopes_of_skus(session, skus))
        session.flush()
        after = statement(session, period, By.MONTH)
    except MissingRates:
        return Effect((), ledger.currency, "What it moves cannot be told: a currency lacks a rate.")
    moves = []
    for row in after.rows:
        old = before.row(row.key)
        one, other = (old.figures.cm1 if old else 0), row.figures.cm1
        if one != other:
            moves.append(MonthMove(row.key, Money(one, after.currency), Money(other, after.currency)))
    return Effect(tuple(sorted(moves, key=lambda move: move.month)), after.currency)


COLUMNS: tuple[Column[MonthMove], ...] = (
    Column("Month", lambda move: move.month),
    Column("CM1 now", lambda move: move.before, Kind.MONEY, total=True),
    Column("After", lambda move: move.after, Kind.MONEY, total=True),
    Column("Moves by", lambda move: move.moved, Kind.MONEY, total=True),
)
