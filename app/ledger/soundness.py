"""Checks of the ledger as a file: SQLite's own, the schema, the seal, the stored exports, the backups."""

from __future__ import annotations

import zlib
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path

import sqlcipher3.dbapi2 as driver
from sqlalchemy import create_engine
from sqlalchemy.pool import StaticPool

from app.errors import UserError
from app.ledger import schema, seal
from app.ledger.backup import Backup, list_backups
from app.ledger.checks import verify_copy
from app.ledger.connect import plain_connection
from app.ledger.digests import Connection
from app.ledger.ledger import Ledger
from app.ledger.report import Finding, judged, no_facts


@dataclass(frozen=True)
class Examined:
    """The ledger under examination: as others use it, and by a bare connection that only reads."""

    ledger: Ledger
    bare: Connection

    @property
    def path(self) -> Path:
        """Where the ledger lies."""
        return self.ledger.path


def pages(examined: Examined) -> Finding:
    """Let SQLite check every page, row and index."""
    try:
        rows = [str(row[0]) for row in examined.bare.execute("PRAGMA integrity_check").fetchall()]
    except driver.Error as error:
        rows = [str(error)]
    return judged(
        "SQLite’s own check",
        () if rows == ["ok"] else rows,
        sound="Every page, row and index of the file is sound.",
        wrong="The file is damaged. Do not go on with it: restore the newest backup to a new ledger.",
    )


def references(examined: Examined) -> Finding:
    """Check that every row that another row refers to is there."""
    rows = examined.bare.execute("PRAGMA foreign_key_check").fetchall()
    return judged(
        "References",
        (f"{table} row {row} refers to a row of {parent} that is not there" for table, row, parent, _ in rows),
        sound="Every row that another refers to is there.",
        wrong="Rows refer to others that are not there.",
    )


def shape(examined: Examined) -> Finding:
    """Compare tables, indexes and triggers with those that this version makes."""
    memory = create_engine("sqlite://", module=driver, poolclass=StaticPool)
    try:
        schema.upgrade(memory)
        with memory.connect() as connection:
            wanted = {tuple(row) for row in connection.exec_driver_sql(_OBJECTS)}
    finally:
        memory.dispose()
    found = set(examined.bare.execute(_OBJECTS).fetchall())
    faults = [f"{kind} {name} is missing or different" for kind, name, _ in sorted(wanted - found)]
    known = {(kind, name) for kind, name, _ in wanted}
    faults += [f"{kind} {name} is not ours" for kind, name, _ in sorted(found) if (kind, name) not in known]
    return judged(
        "Tables and triggers",
        faults,
        sound=f"All {len(wanted)} tables, indexes and triggers are as this version makes them.",
        wrong="Tables, indexes or triggers were changed by another program.",
    )


_OBJECTS = "SELECT type, name, sql FROM sqlite_schema WHERE sql IS NOT NULL"


def sealed(examined: Examined) -> Finding:
    """Compare the file with the seal of its last closing, where it is not in use."""
    name = "Seal"
    match seal.check(examined.path):
        case seal.Verdict.SEALED:
            return Finding(name, ok=True, sentence="The file is byte for byte as it was last closed.")
        case seal.Verdict.MISMATCH:
            return Finding(name, ok=False, sentence="The file is not as Channelbook left it when it was last closed.")
        case _ if not examined.ledger.read_only:
            return Finding(name, ok=True, sentence="The ledger is in use; it is sealed when it is closed.")
        case _:
            return Finding(
                name, ok=True, sentence="The ledger is in use or was not closed in good order, so no seal tells of it."
            )


def stored_files(examined: Examined) -> Finding:
    """Unpack every stored export and compare it with the SHA-256 it was imported under."""
    total = examined.bare.execute("SELECT count(*) FROM source_file").fetchone()[0]
    if not total:
        return no_facts("Stored files", "nothing was imported.")
    return judged(
        "Stored files",
        changed_files(examined.bare),
        sound="The one imported file is stored byte for byte as it came."
        if total == 1
        else f"All {total} imported files are stored byte for byte as they came.",
        wrong="Stored files are not what was imported.",
    )


def changed_files(connection: Connection) -> Iterator[str]:
    """Describe every stored file that is not the one that was imported."""
    rows = connection.execute("SELECT id, name, sha256, size, content FROM source_file ORDER BY id")
    for identity, name, digest, size, content in rows:
        try:
            data = zlib.decompress(content)
        except zlib.error:
            yield f"file {identity} ({name}) cannot be unpacked"
            continue
        if sha256(data).hexdigest() != digest or len(data) != size:
            yield f"file {identity} ({name}) is not the one that was imported"


def backups(examined: Examined) -> Finding:
    """Open every backup beside the ledger, add it up, and look for its head in the chain."""
    listed = list_backups(examined.path)
    if not listed:
        return Finding("Backups", ok=True, sentence="No backup lies beside the ledger yet.")
    rows = examined.bare.execute("SELECT path, sha256 FROM backup").fetchall()
    # By name alone, since a ledger may have been moved with its backups, even from another system.
    noted = {path.replace("\\", "/").rpartition("/")[2]: digest for path, digest in rows}
    newest = f"{listed[0].made_at:%Y-%m-%d %H:%M} UTC"
    return judged(
        "Backups",
        (
            f"{backup.path.name}: {fault}"
            for backup in listed
            for fault in _backup_fault(examined.bare, backup, noted=noted)
        ),
        sound=f"The one backup opens, adds up and belongs to this ledger; it is of {newest}."
        if len(listed) == 1
        else f"All {len(listed)} backups open, add up and belong to this ledger; the newest is of {newest}.",
        wrong="Backups cannot be relied on. Make a new one now.",
    )


def _backup_fault(connection: Connection, backup: Backup, *, noted: dict[str, str]) -> Iterator[str]:
    wanted = noted.get(backup.path.name)
    if wanted is not None and seal.file_digest(backup.path) != wanted:
        yield "it was changed since it was made"
        return
    try:
        with closing(plain_connection(backup.path, read_only=True)) as copy:
            checked = str(copy.execute("PRAGMA quick_check").fetchone()[0])
            head = verify_copy(copy)
    except (driver.Error, UserError) as error:
        yield str(error)
        return
    if checked != "ok":
        yield checked
    elif connection.execute("SELECT 1 FROM link WHERE hash = ?", (head,)).fetchone() is None:
        yield "it is of another ledger, or of a course of events that this one no longer knows"
