"""Connections to a ledger file, with the settings that keep it safe."""

from __future__ import annotations

from functools import cache, partial
from pathlib import Path
from typing import Any

import sqlcipher3.dbapi2 as driver
from sqlalchemy import Engine, create_engine, event
from sqlalchemy.orm import Session
from sqlalchemy.pool import QueuePool, StaticPool
from sqlalchemy.util import LRUCache

from app.errors import OpenFailure, OpenFailureKind

APPLICATION_ID = int.from_bytes(b"CHBK", "big")
# Before 3.51.3 a write racing a checkpoint can lose committed pages.
OLDEST_SQLITE = (3, 51, 3)
_COMMON = (
    "PRAGMA foreign_keys=ON",
    "PRAGMA trusted_schema=OFF",
    "PRAGMA cell_size_check=ON",
    "PRAGMA recursive_triggers=OFF",
    "PRAGMA mmap_size=0",
    "PRAGMA temp_store=MEMORY",
    "PRAGMA cache_size=-65536",
)
# EXTRA also syncs the folder after the journal is gone; spilling would lock readers out during a long import.
_WRITER = (
    "PRAGMA journal_mode=DELETE",
    "PRAGMA synchronous=EXTRA",
    "PRAGMA fullfsync=ON",
    "PRAGMA cache_spill=OFF",
    "PRAGMA busy_timeout=60000",
)
_READER = ("PRAGMA query_only=ON", "PRAGMA busy_timeout=5000")
# More than are asked in one sitting; beyond it, those go that were not asked for longest.
_STATEMENTS = 1000


def check_driver() -> None:
    """Refuse to run on a SQLite with the WAL-reset bug."""
    if driver.sqlite_version_info < OLDEST_SQLITE:
        raise OpenFailure(
            OpenFailureKind.DAMAGED,
            f"This installation brings SQLite {driver.sqlite_version}, which can lose data. No ledger was touched. "
            "Install Channelbook again from its release.",
        )


def plain_connection(path: Path, *, read_only: bool = False) -> Any:  # noqa: ANN401 - the driver has no types
    """Open one bare connection of the driver, for checks, backups and migrations."""
    mode = "ro" if read_only else "rw"
    connection = driver.connect(f"{path.absolute().as_uri()}?mode={mode}", uri=True, check_same_thread=False)
    connection.isolation_level = None
    for pragma in (*_COMMON, *(_READER if read_only else _WRITER)):
        connection.execute(pragma)
    return connection


def bare(session: Session) -> Any:  # noqa: ANN401 - the driver has no types
    """Give the driver's own connection of a session, within the session's transaction."""
    return session.connection().connection.driver_connection


@cache
def _pattern() -> Engine:
    """Make the engine of no file whose dialect all others have."""
    pattern = create_engine("sqlite://", module=driver)
    with pattern.connect():  # the dialect asks the driver once what it can do
        return pattern


@cache
def _compiled() -> LRUCache[Any, Any]:
    """Keep what statements were compiled to: it is the same for reading and writing, and for the next ledger."""
    return LRUCache(_STATEMENTS)


def _engine(path: Path, *, read_only: bool, begin: str) -> Engine:
    pattern = _pattern()
    connect = partial(plain_connection, path, read_only=read_only)
    pool = (
        QueuePool(connect, pool_size=4, dialect=pattern.dialect)
        if read_only
        else StaticPool(connect, dialect=pattern.dialect)
    )
    engine = Engine(pool, pattern.dialect, pattern.url, execution_options={"compiled_cache": _compiled()})

    # The driver begins transactions on its own terms; saying BEGIN ourselves makes every read a snapshot too.
    @event.listens_for(engine, "begin")
    def _begin(connection: Any) -> None:  # noqa: ANN401 - as SQLAlchemy declares the event
        connection.exec_driver_sql(begin)

    return engine


def writing_engine(path: Path) -> Engine:
    """Make the one engine that writes."""
    return _engine(path, read_only=False, begin="BEGIN IMMEDIATE")


def reading_engine(path: Path) -> Engine:
    """Make the engine whose sessions only read; their transactions must be short."""
    return _engine(path, read_only=True, begin="BEGIN")
