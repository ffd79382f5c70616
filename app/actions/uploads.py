"""Making a file of quantities for a channel, and keeping what it said."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path

from sqlalchemy.orm import Session

from app.actions.sending import Made, send_file
from app.errors import UserError
from app.jobs import Progress
from app.ledger.ledger import Done, Ledger
from app.queries.uploads import UploadPlan, upload_plan
from models.domain.words import counted
from models.tables import UploadLine

Writer = Callable[[Session, UploadPlan], bytes]


def send_stock(ledger: Ledger, *, channel_id: int, path: Path, write: Writer) -> tuple[Done, UploadPlan]:
    """Write the file of a channel, whole or not at all, and record what it said; undoing says it was not sent.

    `write` makes the file out of what is planned.
    """

    def make(session: Session) -> Made[UploadPlan]:
        plan = upload_plan(session, channel_id, day=ledger.today())
        if not plan.lines:
            raise UserError(
                f"No listing of {plan.channel} can be sent{_why_none(plan)}. Nothing was written. "
                "See what is left out and why in the Uploads tab of Stock."
            )
        label = f"Stock file for {plan.channel}: {path.name}, {counted(len(plan.lines), 'line')}"
        content, rows = write(session, plan), partial(_rows, plan)
        return Made(plan, channel_id, plan.day, plan.layout, label, content, rows, run_id=plan.run_id)

    done, made = send_file(ledger, path=path, title="Make a stock file", make=make)
    return done, made.plan


def save_stock_file(ledger: Ledger, _progress: Progress, *, channel_id: int, path: Path, write: Writer) -> Done:
    """Write the file of a channel and record it, for the window."""
    done, _ = send_stock(ledger, channel_id=channel_id, path=path, write=write)
    return done


def _why_none(plan: UploadPlan) -> str:
    return f": {plan.left_out[0].reason}" if plan.left_out else ""


def _rows(plan: UploadPlan, upload_id: int) -> Iterator[UploadLine]:
    for one in plan.lines:
        yield UploadLine(
            upload_id=upload_id,
            key=one.line.key,
            listing=one.line.listing,
            sku=one.line.sku,
            place=one.line.place,
            units=one.line.units,
            written=one.written,
            lying=one.source.available if one.source else None,
        )
