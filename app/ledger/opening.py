"""How a ledger is made and opened: lock, header, version, seal, checks, upgrade; or a refusal in words."""

from __future__ import annotations

from contextlib import closing
from datetime import date
from itertools import islice
from pathlib import Path
from secrets import token_hex

import sqlcipher3.dbapi2 as driver
from sqlalchemy import select
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.orm import Session

from app.errors import OpenFailure, OpenFailureKind, UserError
from app.ledger import chain, connect, schema, seal
from app.ledger.backup import Reason, list_backups, make_backup
from app.ledger.backup import restore as restore_backup
from app.ledger.checks import chain_tail, verify_copy
from app.ledger.digests import start_digest
from app.ledger.ledger import Clock, Ledger, wall_clock
from app.ledger.lock import acquire
from app.ledger.places import (
    check_space,
    make_private,
    notices_for,
    refuse_bad_place,
    refuse_conflict_copies,
    refuse_unwritable,
)
from app.ledger.rates import retranslate
from app.ledger.tampering import every_fault
from app.paths import private_folder, put_new
from models.domain.currencies import is_currency
from models.tables import Fixed, Posting

SUFFIX = ".channelbook"
# What reading a damaged file can end in: the driver's errors, and values that are not what their column says.
_UNREADABLE = (driver.Error, ValueError, TypeError)


def new_ledger(
    path: Path,
    *,
    currency: str,
    who: str = "",
    anywhere: bool = False,
    stays_on: date | None = None,
    clock: Clock = wall_clock,
) -> Ledger:
    """Make an empty ledger that reports in `currency` and open it; never over an existing file.

    One that `stays_on` a day shows that day as today for good, whenever it is opened.
    """
    connect.check_driver()
    path = path if path.suffix == SUFFIX else path.with_name(path.name + SUFFIX)
    code = currency.upper()
    if not is_currency(code):
        raise UserError(f"“{currency}” is not a currency code. Nothing was made. Use three letters, such as USD.")
    if path.exists():
        raise UserError(f"{path} exists already and was left alone. Choose another name, or open it.")
    refuse_bad_place(path, allowed=anywhere)
    private_folder(path.parent)
    unfinished = path.with_name(f".{path.name}.new")
    unfinished.unlink(missing_ok=True)
    unfinished.touch(mode=0o600)
    engine = connect.writing_engine(unfinished)
    schema.upgrade(engine)
    with Session(engine) as session, session.begin():
        # The identity is by chance, so that no two ledgers begin with the same link.
        settled = {"currency": code, "made_at": clock().isoformat(), "identity": token_hex(16)}
        if stays_on is not None:
            settled["stays_on"] = stays_on.isoformat()
        session.add_all([Fixed(name=name, value=value) for name, value in settled.items()])
        session.flush()
        chain.add(session, kind="start", subject_id=0, digest=start_digest(connect.bare(session)))
    engine.dispose()
    make_private(unfinished)
    put_new(unfinished, path)
    return open_ledger(path, who=who, clock=clock)


def open_ledger(
    path: Path, *, who: str = "", read_only: bool = False, anyway: bool = False, clock: Clock = wall_clock
) -> Ledger:
    """Open a ledger after every check that it is whole; raises `OpenFailure` with what to do next."""
    connect.check_driver()
    if path.is_dir():
        raise OpenFailure(
            OpenFailureKind.NOT_A_LEDGER,
            f"{path} is a folder, and not a ledger. Nothing was made. Name the file in it that ends in {SUFFIX}.",
        )
    if not path.is_file():
        raise OpenFailure(
            OpenFailureKind.NOT_A_LEDGER,
            f"There is no ledger at {path}. Nothing was made. Check the name, or make a new ledger there.",
        )
    path = path.resolve()
    if read_only:
        if schema.check_header(path) < schema.SCHEMA_VERSION:
            # What only reads knows no older tables either, so the ledger is brought up to date first.
            open_ledger(path, who=who, anyway=anyway, clock=clock).close()
        if seal.stray_journals(path):
            raise OpenFailure(
                OpenFailureKind.LOCKED,
                f"{path.name} is in the middle of a change, or was left so by a crash. It was not touched. "
                "Open it for writing once, which puts it in order, or wait until the other window has finished.",
            )
        try:
            return Ledger(path, lock=None, who=who, notices=notices_for(path), clock=clock)
        except SQLAlchemyError as error:
            raise OpenFailure(
                OpenFailureKind.DAMAGED,
                f"{path.name} is damaged so far that it cannot be read. It was left as it is. Restore a backup to a "
                "new ledger (main.py restore BACKUP NEW_LEDGER).",
            ) from error
    refuse_unwritable(path)
    refuse_conflict_copies(path, allowed=anyway)
    lock = acquire(path)
    try:
        version = schema.check_header(path)
        check_space(path)
        _check_whole(path)
        seal.mark_open(path)
        if version < schema.SCHEMA_VERSION:
            _upgrade(path, clock)
        return Ledger(path, lock=lock, who=who, notices=notices_for(path), clock=clock)
    except BaseException:
        lock.release()
        raise


def restore(backup: Path, target: Path) -> str:
    """Make a new ledger from a backup, verified; gives the head of its chain."""
    if backup.is_file():  # one that is not there is refused below
        schema.check_header(backup)
    refuse_bad_place(target)
    return restore_backup(backup, target, verify=verify_copy)


def _check_whole(path: Path) -> None:
    """Compare with the seal and let SQLite check the file; everything where no seal tells that it is whole."""
    verdict = seal.check(path)
    if verdict is seal.Verdict.MISMATCH:
        raise _damaged(
            path, "the file is not as Channelbook left it; another program, a failing disk or a sync tool changed it"
        )
    thorough = verdict is not seal.Verdict.SEALED
    try:
        if seal.stray_journals(path):
            _take_back_unfinished(path)
        found = schema.quick_check(path, full=thorough)
        if not found:
            with closing(connect.plain_connection(path, read_only=True)) as connection:
                found = [chain_tail(connection)]
                if thorough:
                    found = list(islice(every_fault(connection), 1))
    except _UNREADABLE as error:
        raise _damaged(path, f"it cannot be read ({error})") from error
    if found and found[0]:
        raise _damaged(path, found[0])


def _take_back_unfinished(path: Path) -> None:
    """Let SQLite take back the change that was interrupted; only a connection that may write can do that."""
    with closing(connect.plain_connection(path)) as connection:
        connection.execute("SELECT count(*) FROM sqlite_schema").fetchone()


def _damaged(path: Path, what: str) -> OpenFailure:
    backups = list_backups(path)
    newest = f"The newest backup is “{backups[0].path.name}”" if backups else "No backup was found beside it"
    return OpenFailure(
        OpenFailureKind.DAMAGED,
        f"{path.name} was not opened for writing: {what}. It was left as it is. {newest}: restore a backup to a new "
        "ledger (main.py restore BACKUP NEW_LEDGER), or open this one for reading only.",
    )


def _upgrade(path: Path, clock: Clock) -> None:
    """Bring an older ledger to the newest schema, after a verified backup."""
    source = connect.plain_connection(path, read_only=True)
    try:
        make_backup(source, path, reason=Reason.BEFORE_UPGRADE, verify=verify_copy, now=clock())
    finally:
        source.close()
    engine = connect.writing_engine(path)
    try:
        schema.upgrade(engine)
        with Session(engine) as session, session.begin():
            # An older version may have translated otherwise.
            retranslate(session, set(session.scalars(select(Posting.currency).distinct())))
    finally:
        engine.dispose()
