"""Making a file of quantities for a channel, and keeping what it said."""

from __future__ import annotations

from collections.abc import Callable
from hashlib import sha256
from pathlib import Path

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from app.errors import UserError
from app.jobs import Progress
from app.ledger.ledger import Done, Ledger
from app.ledger.opening import SUFFIX
from app.paths import replace_file
from app.queries.uploads import UploadPlan, upload_plan
from models.domain.words import counted
from models.tables import Batch, Upload, UploadLine

TOPICS = frozenset({"uploads", "history"})
Writer = Callable[[Session, UploadPlan], bytes]


def send_stock(ledger: Ledger, *, channel_id: int, path: Path, write: Writer) -> tuple[Done, UploadPlan]:
    """Write the file of a channel, whole or not at all, and record what it said; undoing says it was not sent.

    `write` makes the file out of what is planned; the record and the file are there together or neither is.
    """
    if path.suffix.lower() == SUFFIX:
        raise UserError(f"{path.name} is a ledger. It was not touched. Choose another name for the file.")
    with ledger.change("Make a stock file", TOPICS) as (session, done):
        plan = upload_plan(session, channel_id, day=ledger.clock().date())
        if not plan.lines:
            raise UserError(
                f"No listing of {plan.channel} can be sent{_why_none(plan)}. Nothing was written. "
                "See what is left out and why in the Uploads tab of Stock."
            )
        content = write(session, plan)
        done.label = f"Stock file for {plan.channel}: {path.name}, {counted(len(plan.lines), 'line')}"
        _record(session, ledger, plan, path.name, content)
        session.flush()
        with replace_file(path) as partial:
            partial.write_bytes(content)
    return done, plan


def save_stock_file(ledger: Ledger, _progress: Progress, *, channel_id: int, path: Path, write: Writer) -> Done:
    """Write the file of a channel and record it, for the window."""
    done, _ = send_stock(ledger, channel_id=channel_id, path=path, write=write)
    return done


def _why_none(plan: UploadPlan) -> str:
    return f": {plan.left_out[0].reason}" if plan.left_out else ""


def _record(session: Session, ledger: Ledger, plan: UploadPlan, name: str, content: bytes) -> None:
    made = Upload(
        channel_id=plan.channel_id,
        run_id=plan.run_id,
        after_batch=session.execute(select(func.max(Batch.id))).scalar() or 0,
        day=plan.day.isoformat(),
        made_at=ledger.now(),
        made_by=ledger.who,
        layout=plan.layout.value,
        file_name=name,
        sha256=sha256(content).hexdigest(),
    )
    session.add(made)
    session.flush()
    session.add_all(
        UploadLine(
            upload_id=made.id,
            key=one.line.key,
            listing=one.line.listing,
            sku=one.line.sku,
            place=one.line.place,
            units=one.line.units,
            written=one.written,
            lying=one.source.available if one.source else None,
        )
        for one in plan.lines
    )
