"""The commands that make, check, back up and restore ledgers."""

from __future__ import annotations

import argparse
import shutil
import sys
from pathlib import Path

from app.commands.ledgers import existing
from app.commands.output import print_json
from app.demo import CURRENCY, DAY, make_demo
from app.errors import OpenFailure, OpenFailureKind, UserError
from app.exporting.channel_pnl import write_channel_pnl
from app.exporting.read import one_page_read
from app.importing.demo import NAME
from app.importing.rebuild import rebuild
from app.jobs import Progress
from app.ledger.backup import Reason, backups_folder
from app.ledger.doctor import examine
from app.ledger.lock import acquire, lock_path
from app.ledger.opening import SUFFIX, new_ledger, open_ledger
from app.ledger.opening import restore as restore_ledger
from app.ledger.report import report_json, report_text
from app.ledger.seal import seal_path
from app.paths import private_folder
from app.queries.contribution import known_period, statement
from app.queries.uncosted import missing_cost, without_cost
from models.domain.contribution.statement import By

DONE, LOOK = 0, 1
_READ_ALL_THE_SAME = {
    OpenFailureKind.LOCKED: "is open elsewhere",
    OpenFailureKind.READ_ONLY_PLACE: "cannot be written where it lies",
}
_BACK_UP_INSTEAD = {
    OpenFailureKind.LOCKED: "Make it in the window that is open (File → Back up now), or close that first.",
    OpenFailureKind.READ_ONLY_PLACE: "A backup lies beside its ledger: copy the ledger to a folder you may write to, "
    "and back it up there.",
}


def new(arguments: argparse.Namespace, who: str) -> int:
    """Make an empty ledger in a folder that is there: a slip in its name is told, and makes no folder."""
    if not arguments.ledger_path.name:
        raise UserError(f"“{arguments.ledger_path}” names no file. No ledger was made. Name it, as brand.channelbook.")
    folder = arguments.ledger_path.absolute().parent
    if not folder.is_dir():
        raise UserError(f"There is no folder {folder}. No ledger was made. Name another, or make it first.")
    ledger = new_ledger(arguments.ledger_path, currency=arguments.currency, who=who, anywhere=arguments.anywhere)
    print(f"Made {ledger.path}, reporting in {ledger.currency}.")
    for notice in ledger.notices:
        print(notice)
    ledger.close()
    return DONE


def doctor(arguments: argparse.Namespace, who: str) -> int:
    """Check a ledger from end to end; what may not be opened for writing is examined all the same."""
    path = existing(arguments.ledger_path)
    try:
        ledger = open_ledger(path, who=who)
    except OpenFailure as error:
        if error.kind is not OpenFailureKind.DAMAGED and error.kind not in _READ_ALL_THE_SAME:
            raise
        why = _READ_ALL_THE_SAME.get(error.kind)
        print(f"{path.name} {why}, so it was examined for reading only." if why else error, file=sys.stderr)
        ledger = open_ledger(path, who=who, read_only=True)
    try:
        report = examine(ledger, Progress(), rebuild=rebuild)
    finally:
        ledger.close()
    if arguments.json:
        print_json(report_json(report))
    else:
        print(report_text(report))
    return DONE if report.ok else LOOK


def backup(arguments: argparse.Namespace, who: str) -> int:
    """Make a verified backup now."""
    try:
        ledger = open_ledger(existing(arguments.ledger_path), who=who)
    except OpenFailure as error:
        instead = _BACK_UP_INSTEAD.get(error.kind)
        if instead is None:
            raise
        raise OpenFailure(error.kind, f"{_what(error)} No backup was made. {instead}") from error
    try:
        made = ledger.backup(Reason.BY_HAND)
    finally:
        ledger.close()
    print(f"Verified backup: {made.path}")
    return DONE


def _what(error: OpenFailure) -> str:
    """Give what was found, without what is usually to be done about it."""
    return str(error).partition(" Nothing was changed.")[0]


def restore(arguments: argparse.Namespace, who: str) -> int:
    """Make a new ledger from a backup."""
    del who
    head = restore_ledger(arguments.backup_path, arguments.new_path)
    print(f"Restored to {arguments.new_path}; the head of its chain is {head[:8]}.")
    return DONE


def demo_ledger(folder: Path) -> Path:
    """Name the demo brand's ledger in a folder."""
    return folder / f"{NAME}{SUFFIX}"


def demo(arguments: argparse.Namespace, who: str) -> int:
    """Import the demo brand into a new ledger, print its read and write its workbook."""
    private_folder(arguments.folder)
    if not arguments.folder.is_dir():
        raise UserError(f"{arguments.folder} is a file. Nothing was made. Name a folder with --folder.")
    path = demo_ledger(arguments.folder)
    _clear(path)
    ledger = new_ledger(path, currency=CURRENCY, who=who, anywhere=True, stays_on=DAY)
    try:
        imported = make_demo(ledger, Progress())
        with ledger.read() as session:
            period = known_period(session)
            if period is None:
                raise UserError("The demo brand's exports are missing from this installation.")
            print(f"Imported {len(imported)} files of {NAME} into {path}.\n")
            missing = without_cost(missing_cost(session, period, CURRENCY))
            read = one_page_read(statement(session, period, By.CHANNEL), period, notes=[missing] if missing else [])
            print(read)
            workbook = arguments.folder / f"{NAME} channel P&L.xlsx"
            write_channel_pnl(session, workbook, period, title=NAME)
            print(f"\nWrote {workbook}.")
    finally:
        ledger.close()
    return DONE


def _clear(path: Path) -> None:
    """Make room for a new demo ledger, unless the old one is open in a window."""
    if path.exists():
        acquire(path).release()
    for old in (path, seal_path(path), lock_path(path)):
        old.unlink(missing_ok=True)
    shutil.rmtree(backups_folder(path), ignore_errors=True)
