"""The command that writes the quantities of a channel in the layout that the channel accepts."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterator
from functools import partial
from pathlib import Path

from sqlalchemy.orm import Session

from app.actions.uploads import send_stock
from app.commands.keeping import existing
from app.commands.output import text_table
from app.exporting.stock_upload import stock_file
from app.importing.source_table import source_table
from app.ledger.ledger import Ledger
from app.ledger.opening import open_ledger
from app.queries.uploads import UploadPlan, change_columns, channel_named, upload_plan
from app.queries.uploads_sent import DIFFERENCE_COLUMNS, Compared, compared
from models.domain.uploads import Layout, SentLine
from models.domain.words import counted

DONE, LOOK = 0, 1


def upload_stock(arguments: argparse.Namespace, who: str) -> int:
    """Write the file of a channel and record it; without --out write it to the screen and record nothing."""
    ledger = open_ledger(existing(arguments.ledger_path), who=who, read_only=arguments.out is None)
    try:
        with ledger.read() as session:
            channel_id = channel_named(session, arguments.channel)
            before = compared(session, channel_id)
        plan = _made(ledger, channel_id, arguments.out)
    finally:
        ledger.close()
    told = sys.stderr if arguments.out is None else sys.stdout
    print("\n".join(_sentences(plan, before, arguments.out)), file=told)
    return LOOK if plan.looks or before.differences else DONE


def written(session: Session, plan: UploadPlan) -> bytes:
    """Make the file of a channel, from the export it imported where the layout is that of one."""
    return stock_file(plan, partial(source_table, session))


def _made(ledger: Ledger, channel_id: int, out: Path | None) -> UploadPlan:
    if out is not None:
        return send_stock(ledger, channel_id=channel_id, path=out, write=written)[1]
    with ledger.read() as session:
        plan = upload_plan(session, channel_id, day=ledger.clock().date())
        sys.stdout.write(written(session, plan).decode().replace("\r\n", "\n"))
    return plan


def _sentences(plan: UploadPlan, before: Compared[SentLine], out: Path | None) -> Iterator[str]:
    to = f"written to {out} and recorded" if out else "only shown; --out FILE writes and records it"
    yield (
        f"{plan.channel}, {plan.layout.value}: {counted(len(plan.lines), 'line')} with {counted(plan.units, 'unit')} "
        f"by run {plan.run_id} of the allocation; {to}."
    )
    if plan.layout is Layout.AMAZON:
        kept = sum(1 for one in plan.left_out if not one.look)
        yield (
            f"Only listings that the seller ships are in it; {counted(kept, 'listing')} fulfilled by Amazon are not: "
            "Amazon counts that stock itself."
        )
    if plan.last is None:
        yield "It is the first file for this channel."
    elif plan.changes:
        yield f"\nChanged since {plan.last.file_name} of {plan.last.made_at:%Y-%m-%d %H:%M}:"
        yield text_table(change_columns(plan.layout), plan.changes)
    else:
        yield f"Nothing has changed since {plan.last.file_name} of {plan.last.made_at:%Y-%m-%d %H:%M}."
    yield from _compared(before)
    yield from (f"Worth a look: {look}" for look in plan.looks)


def _compared(before: Compared[SentLine]) -> Iterator[str]:
    if before.file is None or not before.reports:
        return
    if not before.differences:
        yield f"The stock imported after {before.file.file_name} is as it was sent ({counted(before.lines, 'line')})."
        return
    yield f"\nFound by the stock import after {before.file.file_name}, and not as it was sent:"
    yield text_table(DIFFERENCE_COLUMNS, before.differences)
