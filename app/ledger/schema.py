"""The schema of the ledger file: its version, the guard against newer files, and migrations by Alembic."""

from __future__ import annotations

from pathlib import Path

from sqlalchemy import Engine

from app.errors import OpenFailure, OpenFailureKind
from app.ledger.connect import APPLICATION_ID, plain_connection
from app.paths import DATABASE_HEAD

# One number a revision; stored in the file as user_version.
SCHEMA_VERSION = 14
MIGRATIONS = Path(__file__).parent / "migrations"
_VERSION_OFFSET = 60
_APPLICATION_OFFSET = 68


def upgrade(engine: Engine) -> None:
    """Bring the file behind `engine` to the newest schema, all revisions in one transaction."""
    # Loaded only here: most starts upgrade nothing.
    from alembic import command
    from alembic.config import Config

    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS))
    config.set_main_option("path_separator", "os")
    with engine.begin() as connection:
        config.attributes["connection"] = connection
        command.upgrade(config, "head")
        connection.exec_driver_sql(f"PRAGMA application_id={APPLICATION_ID}")
        connection.exec_driver_sql(f"PRAGMA user_version={SCHEMA_VERSION}")


def check_header(path: Path) -> int:
    """Read the schema version from the first bytes of the file without opening it as a database."""
    with path.open("rb") as file:
        header = file.read(100)
    if not header.startswith(DATABASE_HEAD):
        raise OpenFailure(
            OpenFailureKind.NOT_A_LEDGER,
            f"{path.name} is not a Channelbook ledger. It was not touched. Choose a file that ends in .channelbook, "
            "or import it if it is an export of a channel.",
        )
    number = int.from_bytes(header[_APPLICATION_OFFSET : _APPLICATION_OFFSET + 4], "big")
    if number != APPLICATION_ID:
        raise OpenFailure(
            OpenFailureKind.NOT_A_LEDGER,
            f"{path.name} is a database of another program. It was not touched. Choose a Channelbook ledger.",
        )
    version = int.from_bytes(header[_VERSION_OFFSET : _VERSION_OFFSET + 4], "big")
    if version > SCHEMA_VERSION:
        raise OpenFailure(
            OpenFailureKind.NEWER_VERSION,
            f"{path.name} was written by a newer Channelbook (ledger format {version}; this program knows "
            f"{SCHEMA_VERSION}). It was not touched. Open it with the newer program.",
        )
    return version


def quick_check(path: Path, *, full: bool = False) -> list[str]:
    """Run SQLite's own check (the full one on request) and give what it found; empty when sound."""
    connection = plain_connection(path, read_only=True)
    try:
        pragma = "integrity_check" if full else "quick_check"
        found = [row[0] for row in connection.execute(f"PRAGMA {pragma}").fetchall()]
    finally:
        connection.close()
    return [] if found == ["ok"] else found
