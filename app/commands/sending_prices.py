"""The command that writes the prices of a channel in the layout that the channel accepts."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterator
from functools import partial
from pathlib import Path

from sqlalchemy.orm import Session

from app.actions.price_files import send_prices
from app.commands.keeping import existing
from app.commands.output import text_table
from app.exporting.price_file import price_file
from app.importing.source_table import source_table
from app.ledger.ledger import Ledger
from app.ledger.opening import open_ledger
from app.queries.price_files import LINE_COLUMNS, PricePlan, price_plan
from app.queries.price_files_sent import DIFFERENCE_COLUMNS, compared_prices
from app.queries.uploads import channel_named
from app.queries.uploads_sent import Compared
from models.domain.uploads import SentPrice
from models.domain.words import counted

DONE, LOOK = 0, 1


def upload_prices(arguments: argparse.Namespace, who: str) -> int:
    """Write the file of a channel and record it; without --out write it to the screen and record nothing."""
    ledger = open_ledger(existing(arguments.ledger_path), who=who, read_only=arguments.out is None)
    try:
        with ledger.read() as session:
            channel_id = channel_named(session, arguments.channel)
            before = compared_prices(session, channel_id)
        plan = _made(ledger, channel_id, arguments.out)
    finally:
        ledger.close()
    told = sys.stderr if arguments.out is None else sys.stdout
    print("\n".join(_sentences(plan, before, arguments.out)), file=told)
    return LOOK if plan.looks or before.differences else DONE


def written(session: Session, plan: PricePlan) -> bytes:
    """Make the file of a channel, from the export it imported where the layout is that of one."""
    return price_file(plan, partial(source_table, session))


def _made(ledger: Ledger, channel_id: int, out: Path | None) -> PricePlan:
    if out is not None:
        return send_prices(ledger, channel_id=channel_id, path=out, write=written)[1]
    with ledger.read() as session:
        plan = price_plan(session, channel_id, day=ledger.clock().date())
        sys.stdout.write(written(session, plan).decode().replace("\r\n", "\n"))
    return plan


def _sentences(plan: PricePlan, before: Compared[SentPrice], out: Path | None) -> Iterator[str]:
    to = f"written to {out} and recorded" if out else "only shown; --out FILE writes and records it"
    yield f"{plan.channel}, {plan.layout.value}: {counted(len(plan.lines), 'price')} of {plan.day}; {to}."
    if plan.last is None:
        yield "It is the first file of prices for this channel."
    if plan.moved:
        yield "\nOther prices than the channel shows:"
        yield text_table(LINE_COLUMNS, plan.moved)
    else:
        yield f"{plan.channel} shows all of these prices already."
    yield from _compared(before)
    yield from (f"Worth a look: {look}" for look in plan.looks)


def _compared(before: Compared[SentPrice]) -> Iterator[str]:
    if before.file is None or not before.reports:
        return
    if not before.differences:
        yield f"The prices imported after {before.file.file_name} are as sent ({counted(before.lines, 'line')})."
        return
    yield f"\nFound by the import after {before.file.file_name}, and not as it was sent:"
    yield text_table(DIFFERENCE_COLUMNS, before.differences)
