"""The channel P&L as an Excel workbook: Summary, P&L by channel, Lines, Reconciliation and Notes."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from sqlalchemy.orm import Session

from app.exporting.pnl.facts import Facts
from app.exporting.pnl.lines_sheet import write_lines
from app.exporting.pnl.notes_sheet import write_notes
from app.exporting.pnl.pnl_sheet import write_pnl
from app.exporting.pnl.reconciliation_sheet import Ties, write_reconciliation
from app.exporting.pnl.summary_sheet import begin_summary, write_summary
from app.exporting.workbook import new_workbook
from app.jobs import Progress
from app.ledger import chain
from app.queries import reconciliation
from app.queries.contribution import statement
from app.queries.lines import Detail, detail_that_fits, lines, shared_costs
from app.queries.uncosted import missing_cost, without_cost
from models.domain.contribution.statement import By
from models.domain.period import Period

MOST_POSTINGS = 200_000
MOST_LINES = 1_000_000


@dataclass(frozen=True)
class Written:
    """What a workbook came to: how many lines it holds and how finely they are listed."""

    path: Path
    lines: int
    detail: Detail


def write_channel_pnl(
    session: Session,
    path: Path,
    period: Period,
    *,
    title: str,
    as_of: datetime | None = None,
    progress: Progress | None = None,
    most_postings: int = MOST_POSTINGS,
) -> Written:
    """Write the channel P&L of a period; its figures are those of the contribution statement.

    The state of the book it tells of is that of the last change, unless `as_of` says otherwise.
    """
    told = progress or Progress()
    detail = detail_that_fits(session, period, finest=most_postings, at_most=MOST_LINES)
    facts = Facts(
        title=title,
        period=period,
        statement=statement(session, period, By.CHANNEL),
        pools=shared_costs(session, period),
        detail=detail,
        as_of=as_of or reconciliation.last_change(session),
        chain_head=chain.head(session),
    )
    with new_workbook(path, title=f"{title}: channel P&L, {period.label()}") as book:
        summary = begin_summary(book)
        write_pnl(book, facts)
        count = write_lines(book, facts, lines(session, period, detail), told)
        ties = _ties(session, facts)
        check = write_reconciliation(book, facts, ties)
        write_notes(book, facts, reconciliation.rates_used(session, period, facts.currency))
        write_summary(summary, facts, check, left_out=without_cost(ties.missing))
        told.step(count, count, "Saving the workbook")
    return Written(path, count, detail)


def _ties(session: Session, facts: Facts) -> Ties:
    period = facts.period
    return Ties(
        imports=reconciliation.imports_of(session, period),
        clearing=reconciliation.clearing(session, period),
        unclassified=reconciliation.unclassified(session, period),
        looks=reconciliation.looks(session, period),
        missing=missing_cost(session, period, facts.currency),
        without_channel=reconciliation.without_channel(session, period, facts.currency),
    )
