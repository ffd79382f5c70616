"""The commands that write the quantities and the prices of a channel in the layout that the channel accepts."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any

from sqlalchemy.orm import Session

from app.actions.price_files import send_prices
from app.actions.uploads import send_stock
from app.columns import Column
from app.commands.ledgers import opened
from app.commands.output import text_table
from app.exporting.price_file import price_file
from app.exporting.stock_upload import stock_file
from app.importing.source_table import source_table
from app.ledger.catalog import channel_named
from app.ledger.ledger import Ledger
from app.moments import here
from app.queries import price_files_sent, uploads_sent
from app.queries.price_files import LINE_COLUMNS, PricePlan, price_plan
from app.queries.uploads import UploadPlan, change_columns, upload_plan
from app.queries.uploads_sent import Compared
from models.domain.uploads import Layout
from models.domain.words import counted

DONE, LOOK = 0, 1


@dataclass(frozen=True)
class _Kind:
    """What is particular to files of quantities or of prices.

    `agrees` says of what was imported after the last file that it is as sent, `differs` that it is not, each with the
    name of that file.
    """

    plan: Callable[..., Any]
    content: Callable[[Session, Any], bytes]
    send: Callable[..., tuple[object, Any]]
    compared: Callable[[Session, int], Compared[Any]]
    said: Callable[[Any, str], Iterator[str]]
    columns: Sequence[Column[Any]]
    agrees: str
    differs: str


def upload_stock(arguments: argparse.Namespace, who: str) -> int:
    """Write the quantities of a channel and record them; without --out write to the screen and record nothing."""
    return _upload(arguments, who, _STOCK)


def upload_prices(arguments: argparse.Namespace, who: str) -> int:
    """Write the prices of a channel and record them; without --out write to the screen and record nothing."""
    return _upload(arguments, who, _PRICES)


def _upload(arguments: argparse.Namespace, who: str, kind: _Kind) -> int:
    with opened(arguments, who, read_only=arguments.out is None) as ledger:
        with ledger.read() as session:
            channel_id = channel_named(session, arguments.channel).id
            before = kind.compared(session, channel_id)
        plan = _made(ledger, channel_id, arguments.out, kind)
    told = sys.stderr if arguments.out is None else sys.stdout
    to = f"written to {arguments.out} and recorded" if arguments.out else "only shown; --out FILE writes and records it"
    looks = [f"Worth a look: {look}" for look in plan.looks]
    print("\n".join([*kind.said(plan, to), *_compared(before, kind), *looks]), file=told)
    return LOOK if plan.looks or before.differences else DONE


def _made(ledger: Ledger, channel_id: int, out: Path | None, kind: _Kind) -> Any:  # noqa: ANN401 - the plan of a kind
    if out is not None:
        return kind.send(ledger, channel_id=channel_id, path=out, write=kind.content)[1]
    with ledger.read() as session:
        plan = kind.plan(session, channel_id, day=ledger.today())
        sys.stdout.write(kind.content(session, plan).decode().replace("\r\n", "\n"))
    return plan


def _compared(before: Compared[Any], kind: _Kind) -> Iterator[str]:
    if before.file is None or not before.reports:
        return
    if not before.differences:
        yield f"{kind.agrees.format(before.file.file_name)} ({counted(before.lines, 'line')})."
        return
    yield f"\n{kind.differs.format(before.file.file_name)}, and not as it was sent:"
    yield text_table(kind.columns, before.differences)


def _stock_said(plan: UploadPlan, to: str) -> Iterator[str]:
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
        yield f"\nChanged since {plan.last.file_name} of {here(plan.last.made_at):%Y-%m-%d %H:%M}:"
        yield text_table(change_columns(plan.layout), plan.changes)
    else:
        yield f"Nothing has changed since {plan.last.file_name} of {here(plan.last.made_at):%Y-%m-%d %H:%M}."


def _prices_said(plan: PricePlan, to: str) -> Iterator[str]:
    yield f"{plan.channel}, {plan.layout.value}: {counted(len(plan.lines), 'price')} of {plan.day}; {to}."
    if plan.last is None:
        yield "It is the first file of prices for this channel."
    if plan.moved:
        yield "\nOther prices than the channel shows:"
        yield text_table(LINE_COLUMNS, plan.moved)
    else:
        yield f"{plan.channel} shows all of these prices already."


_STOCK = _Kind(
    upload_plan,
    lambda session, plan: stock_file(plan, partial(source_table, session)),
    send_stock,
    uploads_sent.compared,
    _stock_said,
    uploads_sent.DIFFERENCE_COLUMNS,
    agrees="The stock imported after {} is as it was sent",
    differs="Found by the stock import after {}",
)
_PRICES = _Kind(
    price_plan,
    lambda session, plan: price_file(plan, partial(source_table, session)),
    send_prices,
    price_files_sent.compared_prices,
    _prices_said,
    price_files_sent.DIFFERENCE_COLUMNS,
    agrees="The prices imported after {} are as sent",
    differs="Found by the import after {}",
)
