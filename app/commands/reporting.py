"""The commands that read: the channel P&L, the postings behind it, the journal."""

from __future__ import annotations

import argparse
from datetime import date
from typing import Any

from sqlalchemy.orm import Session

from app.columns import Column, Kind
from app.commands.ledgers import opened
from app.commands.output import json_text, output, pour_json, text_table
from app.errors import UserError
from app.exporting.channel_pnl import write_channel_pnl
from app.exporting.journal import write_journal
from app.exporting.table_sheet import write_sheet
from app.exporting.tables import pour_csv, put_csv
from app.ledger.catalog import channel_named, find_channel, sku_named
from app.queries.contribution import NO_SKU, columns, known_period, statement
from app.queries.postings import PostingRow, Wanted, each_posting
from app.queries.uncosted import MissingCost, beside, sold_uncosted, summed, without_cost
from models.domain.accounts import ACCOUNTS
from models.domain.catalog import NO_CHANNEL, SHARED
from models.domain.contribution.statement import STACK, By, Statement, StatementRow
from models.domain.money import major
from models.domain.period import Period

DONE = 0


def contribution(arguments: argparse.Namespace, who: str) -> int:
    """Write the channel P&L."""
    by = By(arguments.by)
    if arguments.format == "xlsx" and arguments.out is None:
        raise UserError("A workbook needs a file to go to. Nothing was written. Add --out FILE.xlsx.")
    with opened(arguments, who) as ledger, ledger.read() as session:
        period = period_of(session, arguments.first, arguments.last, today=ledger.today())
        sold = sold_uncosted(session, period)
        found = beside(statement(session, period, by), sold)
        if arguments.format == "xlsx" and by is By.CHANNEL:
            write_channel_pnl(session, arguments.out, period, title=ledger.path.stem)
        else:
            _write(found, period, by, arguments, summed(sold, found.currency))
    return DONE


def _write(found: Statement, period: Period, by: By, arguments: argparse.Namespace, missing: MissingCost) -> None:
    shown = columns(found.currency, by)
    if arguments.format == "xlsx":
        write_sheet(arguments.out, shown, found.rows, title=f"Contribution by {by}", total=found.total)
        return
    with output(arguments.out) as stream:
        match arguments.format:
            case "json":
                stream.write(json_text([_row_json(row, by, found.currency) for row in found.rows]) + "\n")
            case "csv":
                put_csv(stream, shown, found.rows)
            case _:
                table = text_table(shown, [*found.rows, found.total])
                notes = [f"{column.title}: {column.apart}." for column in shown if column.apart]
                notes += filter(None, [without_cost(missing)])
                head = f"{period.first} to {period.last}, in {found.currency}"
                stream.write("\n".join((head, table, *notes, "")))


def _row_json(row: StatementRow, by: By, currency: str) -> dict[str, Any]:
    name = row.key if by is not By.CHANNEL else row.label
    figures = row.figures
    return {
        by.value: name,
        "currency": currency,
        **{line: major(figures.amount(line), currency) for line in STACK},
        "units": figures.units,
        "orders": figures.orders,
        "uncosted_units": figures.uncosted_units,
        "uncosted_sales": major(figures.uncosted_sales, currency),
    }


def period_of(session: Session, first: date | None, last: date | None, *, today: date) -> Period:
    """Give the period asked for; without days, all that the ledger knows, or today where it knows nothing."""
    known = known_period(session)
    begin = first or (known.first if known else today)
    end = last or max(known.last if known else today, begin)
    if end < begin:
        raise UserError(
            f"The period ends ({end}) before it begins ({begin}). Nothing was written. Change --from or --to."
        )
    return Period(begin, end)


def postings(arguments: argparse.Namespace, who: str) -> int:
    """Write the postings in force behind a figure."""
    accounts = (_account(arguments.account),) if arguments.account is not None else ()
    with opened(arguments, who) as ledger, ledger.read() as session:
        wanted = Wanted(
            period=period_of(session, arguments.first, arguments.last, today=ledger.today())
            if arguments.first or arguments.last
            else None,
            channel_id=_channel(session, arguments.channel),
            accounts=accounts,
            sku=_sku(session, arguments.sku),
        )
        with output(arguments.out) as stream:
            rows = each_posting(session, wanted)
            if arguments.format == "json":
                pour_json(stream, ({column.title: column.value(row) for column in _FILE_COLUMNS} for row in rows))
            else:
                pour_csv(stream, _FILE_COLUMNS, rows)
    return DONE


def _channel(session: Session, name: str | None) -> int | None:
    if name is None:
        return None
    if name.strip().casefold() == SHARED.casefold() and find_channel(session, name) is None:
        return NO_CHANNEL
    return channel_named(session, name, besides=(SHARED,)).id


def _account(typed: str) -> str:
    code = typed.strip().upper()
    if code not in ACCOUNTS:
        raise UserError(f"There is no account “{typed}”. Nothing was written. There are: {', '.join(ACCOUNTS)}.")
    return code


def _sku(session: Session, typed: str | None) -> str | None:
    """Give the row of the statement by SKU that is meant: None for all, "" for what bears no SKU."""
    if typed is None:
        return None
    return sku_named(session, typed) if typed.strip().casefold() not in {"", NO_SKU.casefold()} else ""


# The columns of a posting in files.
_FILE_COLUMNS: tuple[Column[PostingRow], ...] = (
    Column("day", lambda row: row.day, Kind.DAY),
    Column("channel", lambda row: row.channel),
    Column("account", lambda row: row.account),
    Column("line", lambda row: row.line),
    Column("sku", lambda row: row.sku, Kind.CODE),
    Column("order", lambda row: row.order, Kind.CODE),
    Column("quantity", lambda row: row.units, Kind.UNITS),
    Column("amount", lambda row: row.amount.decimal(), Kind.RATIO),
    Column("currency", lambda row: row.amount.currency),
    Column("base_amount", lambda row: row.base.decimal() if row.base else None, Kind.RATIO),
    Column("base_currency", lambda row: row.base.currency if row.base else None),
    Column("source", lambda row: row.source),
    Column("file", lambda row: row.file),
    Column("row", lambda row: row.row, Kind.COUNT),
    Column("batch", lambda row: row.batch_id, Kind.COUNT),
    Column("listing", lambda row: row.listing, Kind.CODE),
)


def journal(arguments: argparse.Namespace, who: str) -> int:
    """Write every posting in force with both legs."""
    with opened(arguments, who) as ledger, ledger.read() as session, output(arguments.out) as stream:
        write_journal(session, stream, arguments.format)
    return DONE
