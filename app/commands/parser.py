"""What may be typed on the command line."""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from datetime import date
from decimal import Decimal, InvalidOperation
from pathlib import Path

from app import VERSION
from models.domain.bounds import MOST_UNITS
from models.domain.conflicts.conflict import Family
from models.domain.contribution.statement import By
from models.domain.period import FIRST_YEAR, LAST_YEAR

_LARGEST = MOST_UNITS


def parse(arguments: Sequence[str]) -> argparse.Namespace:
    """Read the arguments; without a command the window opens."""
    parser = argparse.ArgumentParser(prog="main.py", description="Channelbook, the operating book of a small brand.")
    parser.add_argument("--ledger", type=Path, help="open the window on this ledger")
    parser.add_argument("--data", type=Path, help="keep settings, log and inbox in this folder")
    parser.add_argument("--self-test", action="store_true", help="check the installation and end")
    parser.add_argument("--version", action="version", version=f"Channelbook {VERSION}")
    commands = parser.add_subparsers(dest="command", metavar="COMMAND")
    _keeping(commands)
    _importing(commands)
    _reporting(commands)
    _allocating(commands)
    _pricing(commands)
    _prices_of_channels(commands)
    _checking(commands)
    return parser.parse_args(arguments)


Commands = argparse._SubParsersAction  # noqa: SLF001 - argparse has no public name for what add_subparsers gives


def _command(commands: Commands[argparse.ArgumentParser], name: str, words: str) -> argparse.ArgumentParser:
    return commands.add_parser(name, help=words, description=words.capitalize() + ".")


def _keeping(commands: Commands[argparse.ArgumentParser]) -> None:
    new = _command(commands, "new", "make an empty ledger")
    new.add_argument("ledger_path", metavar="LEDGER", type=Path)
    new.add_argument("--currency", default="USD", help="the currency it reports in (USD)")
    new.add_argument("--anywhere", action="store_true", help="also in a synchronised or network folder")
    doctor = _command(commands, "doctor", "check a ledger from end to end")
    doctor.add_argument("ledger_path", metavar="LEDGER", type=Path)
    doctor.add_argument("--json", action="store_true")
    backup = _command(commands, "backup", "make a verified backup")
    backup.add_argument("ledger_path", metavar="LEDGER", type=Path)
    restore = _command(commands, "restore", "make a new ledger from a backup")
    restore.add_argument("backup_path", metavar="BACKUP", type=Path)
    restore.add_argument("new_path", metavar="NEW_LEDGER", type=Path)
    demo = _command(commands, "demo", "import the demo brand into a new ledger, print the read, write the workbook")
    demo.add_argument("--folder", type=Path, default=Path("demo-out"))
    demo.add_argument("--no-window", action="store_true")


def _importing(commands: Commands[argparse.ArgumentParser]) -> None:
    bring = _command(commands, "import", "import files, folders or zips")
    bring.add_argument("ledger_path", metavar="LEDGER", type=Path)
    bring.add_argument("paths", metavar="PATH", type=Path, nargs="+")
    bring.add_argument("--channel", metavar="NAME")
    bring.add_argument("--export", metavar="CODE")
    bring.add_argument("--dry-run", action="store_true", help="look only, write nothing")
    bring.add_argument("--json", action="store_true")
    bring.add_argument("--decimal", choices=["point", "comma"], help="the decimal mark, where the file does not tell")
    bring.add_argument("--day-first", choices=["yes", "no"], help="whether 03/04 is the 3rd of April")
    bring.add_argument("--day", type=_day, help="the day of a snapshot that carries none")
    bring.add_argument("--encoding", help="the encoding of a file that is not UTF-8")
    bring.add_argument("--newest", choices=["yes", "no"], help="whether this file is newer than one of the same age")
    batches = _command(commands, "batches", "list the imports")
    batches.add_argument("ledger_path", metavar="LEDGER", type=Path)
    batches.add_argument("--json", action="store_true")
    undo = _command(commands, "undo-import", "take an import out of force")
    undo.add_argument("ledger_path", metavar="LEDGER", type=Path)
    undo.add_argument("batch", metavar="BATCH", type=_whole)
    undo.add_argument("--dry-run", action="store_true", help="only say which lines would move")
    template = _command(commands, "template", "write the template of one of Channelbook's own tables")
    template.add_argument(
        "table",
        metavar="TABLE",
        help="sales, costs, expenses, stock, inbound, commitments, planning, price_list, prices, competitor_prices, "
        "promotions, rates or bundles",
    )
    template.add_argument("out", metavar="FILE", type=Path, help="a .csv or .xlsx file")


def _reporting(commands: Commands[argparse.ArgumentParser]) -> None:
    contribution = _command(commands, "contribution", "the channel P&L")
    contribution.add_argument("ledger_path", metavar="LEDGER", type=Path)
    contribution.add_argument("--by", choices=[by.value for by in By], default=By.CHANNEL.value)
    contribution.add_argument("--format", choices=["table", "csv", "json", "xlsx"], default="table")
    postings = _command(commands, "postings", "the postings in force, each with its file and row")
    postings.add_argument("ledger_path", metavar="LEDGER", type=Path)
    postings.add_argument("--channel", metavar="NAME")
    postings.add_argument("--account", metavar="CODE")
    postings.add_argument("--sku", metavar="SKU")
    postings.add_argument("--format", choices=["csv", "json"], default="csv")
    for command in (contribution, postings):
        command.add_argument("--from", dest="first", metavar="DAY", type=_day)
        command.add_argument("--to", dest="last", metavar="DAY", type=_day)
        command.add_argument("--out", metavar="FILE", type=Path)
    journal = _command(commands, "export-journal", "every posting with both legs, for accounting tools")
    journal.add_argument("ledger_path", metavar="LEDGER", type=Path)
    journal.add_argument("--format", choices=["hledger", "beancount", "csv"], required=True)
    journal.add_argument("--out", metavar="FILE", type=Path)


def _allocating(commands: Commands[argparse.ArgumentParser]) -> None:
    allocate = _command(commands, "allocate", "share out the units of a ledger, or of one case, among channels")
    allocate.add_argument("ledger_path", metavar="LEDGER", type=Path, nargs="?")
    allocate.add_argument("--case", metavar="FILE.json", type=Path, help="supply, claimants and ladder")
    allocate.add_argument("--sku", metavar="SKU", default="", help="only this SKU, without storing anything")
    allocate.add_argument(
        "--supply", metavar="N", type=_whole, help="as if there were so many units of the SKU to share"
    )
    allocate.add_argument("--day", type=_day, help="as of this day (today); stores nothing")
    allocate.add_argument("--rules", metavar="VERSION", help="a version by number or name, or draft; stores nothing")
    allocate.add_argument("--explain", action="store_true", help="also say why each channel gets its number")
    allocate.add_argument("--format", choices=["table", "csv", "json"], default="table")
    allocate.add_argument("--replay", action="store_true", help="try the draft, or --rules, on past weeks instead")
    allocate.add_argument("--from", dest="first", metavar="DAY", type=_day, help="replay whole weeks from this day on")
    allocate.add_argument("--to", dest="last", metavar="DAY", type=_day, help="and up to this day")
    allocate.add_argument("--by", choices=[By.CHANNEL.value, By.SKU.value, By.WEEK.value], help="rows of a replay")

    replenish = _command(commands, "replenish", "what to order of each SKU, and by when")
    replenish.add_argument("ledger_path", metavar="LEDGER", type=Path)
    replenish.add_argument("--day", type=_day, help="as of this day (today)")
    replenish.add_argument(
        "--service", metavar="PERCENT", type=_number, default=Decimal(95), help="percent of cycles without a shortage"
    )
    replenish.add_argument(
        "--review", metavar="DAYS", type=_whole, default=7, help="days from one order to the next (7)"
    )
    replenish.add_argument("--by", choices=["sku", "place"], default="sku", help="a row a SKU, or a SKU and place")
    replenish.add_argument("--format", choices=["table", "csv", "json", "xlsx"], default="table")
    replenish.add_argument("--out", metavar="FILE", type=Path)

    route = _command(commands, "route", "from which place to serve each SKU on each channel, and what each costs")
    route.add_argument("ledger_path", metavar="LEDGER", type=Path)
    route.add_argument("--sku", metavar="SKU", default="", help="only this SKU")
    route.add_argument(
        "--days", metavar="N", type=_whole, help="days of storage (what the ledger's terms say, else 30)"
    )
    route.add_argument("--day", type=_day, help="as of this day (today)")
    route.add_argument("--format", choices=["table", "csv", "json"], default="table")
    route.add_argument("--out", metavar="FILE", type=Path)

    upload = _command(commands, "upload-stock", "the quantities of a channel as a file that the channel accepts")
    upload.add_argument("ledger_path", metavar="LEDGER", type=Path)
    upload.add_argument("--channel", metavar="NAME", required=True)
    upload.add_argument("--out", metavar="FILE", type=Path, help="write it and record what was sent")


def _pricing(commands: Commands[argparse.ArgumentParser]) -> None:
    price = _command(commands, "price", "the price of a SKU on a channel on a day, and how it comes about")
    price.add_argument("ledger_path", metavar="LEDGER", type=Path)
    price.add_argument("sku", metavar="SKU")
    price.add_argument("--channel", metavar="NAME", required=True)
    price.add_argument("--explain", action="store_true", help="also say every step, with what was blocked")
    prices = _command(commands, "prices", "the price list of a day")
    prices.add_argument("ledger_path", metavar="LEDGER", type=Path)
    prices.add_argument("--channel", metavar="NAME", help="only this channel")
    for command in (price, prices):
        command.add_argument("--on", metavar="DAY", type=_day, help="as of this day (today)")
        command.add_argument("--format", choices=["table", "csv", "json"], default="table")
    floor = _command(commands, "floor", "the lowest price that earns the target, of one fee model without a ledger")
    floor.add_argument("--case", metavar="FILE.json", type=Path, required=True, help="fee model, target and questions")
    respond = _command(commands, "respond", "the answer to one competitor situation, without a ledger")
    respond.add_argument("--case", metavar="FILE.json", type=Path, required=True, help="prices, floor, offers, policy")
    for command in (floor, respond):
        command.add_argument("--format", choices=["table", "json"], default="table")


def _prices_of_channels(commands: Commands[argparse.ArgumentParser]) -> None:
    drift = _command(commands, "drift", "listings that are live at another price than the book says")
    drift.add_argument("ledger_path", metavar="LEDGER", type=Path)
    drift.add_argument("--channel", metavar="NAME", default="", help="only this channel")
    drift.add_argument("--on", metavar="DAY", type=_day, help="the price of the book on this day (today)")
    drift.add_argument("--all", action="store_true", help="also listings that agree, or cannot be compared")
    drift.add_argument("--format", choices=["table", "csv", "json"], default="table")
    drift.add_argument("--out", metavar="FILE", type=Path)

    upload = _command(commands, "upload-prices", "the prices of a channel as a file that the channel accepts")
    upload.add_argument("ledger_path", metavar="LEDGER", type=Path)
    upload.add_argument("--channel", metavar="NAME", required=True)
    upload.add_argument("--out", metavar="FILE", type=Path, help="write it and record what was sent")


def _checking(commands: Commands[argparse.ArgumentParser]) -> None:
    conflicts = _command(commands, "conflicts", "what does not fit together, with the money at stake")
    conflicts.add_argument("ledger_path", metavar="LEDGER", type=Path)
    conflicts.add_argument("--family", choices=[family.value for family in Family], help="only conflicts of this kind")
    conflicts.add_argument("--day", type=_day, help="as of this day (today)")
    conflicts.add_argument("--format", choices=["table", "csv", "json"], default="table")
    conflicts.add_argument("--out", metavar="FILE", type=Path)


def _day(text: str) -> date:
    try:
        day = date.fromisoformat(text)
    except ValueError:
        raise argparse.ArgumentTypeError(f"“{text}” is not a day; write 2026-03-14") from None
    if not FIRST_YEAR <= day.year <= LAST_YEAR:
        raise argparse.ArgumentTypeError(f"“{text}” lies outside the years {FIRST_YEAR} to {LAST_YEAR}; mend the year")
    return day


def _whole(text: str) -> int:
    try:
        number = int(text)
    except ValueError:
        raise argparse.ArgumentTypeError(f"“{text}” is not a whole number; write 12") from None
    if abs(number) > _LARGEST:
        raise argparse.ArgumentTypeError(f"“{text}” is too large; write at most {_LARGEST}")
    return number


def _number(text: str) -> Decimal:
    try:
        number = Decimal(text)
    except InvalidOperation:
        number = Decimal("nan")
    if not number.is_finite():
        raise argparse.ArgumentTypeError(f"“{text}” is not a number; write 95 or 97.5")
    return number
