"""Saving to a file as a job of the window: opens its own reading session on the ledger."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from app.jobs import Progress
from app.ledger.ledger import Ledger
from app.queries.replenishment import TARGET, replenishment
from models.domain.period import Period

if TYPE_CHECKING:
    from app.exporting.channel_pnl import Written


def save_channel_pnl(ledger: Ledger, progress: Progress, *, path: Path, period: Period) -> Written:
    """Save the channel P&L of a period as a workbook named after the ledger."""
    # Loading openpyxl takes a fifth of a second, which a start that writes no workbook should not pay.
    from app.exporting.channel_pnl import write_channel_pnl  # noqa: PLC0415 - for the reason above

    with ledger.read() as session:
        return write_channel_pnl(session, path, period, title=ledger.path.stem, progress=progress)


def save_purchase_proposal(ledger: Ledger, _progress: Progress, *, path: Path, today: date) -> None:
    """Save what to order as of a day as a workbook, a sheet for each supplier."""
    from app.exporting.purchase_proposal import write_purchase_proposal  # noqa: PLC0415 - as above

    with ledger.read() as session:
        rows = replenishment(session, today=today, target=TARGET)
    write_purchase_proposal(path, rows)
