"""Indexes of the fact tables while a great many rows are appended: put aside, and made again from sorted rows."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from sqlalchemy.orm import Session

from app.ledger.connect import bare

# Making an index again sorts every row of its table; below this, or beside a larger ledger, keeping it up is quicker.
_MANY = 50_000
_TABLES = ("document", "posting")
# Rows come in the order of these, so that keeping them up costs less than making them again.
_KEPT = ("ix_document_batch_id", "ix_posting_document")


def put_aside(session: Session, postings: int) -> list[str]:
    """Drop the indexes if about this many postings are to be appended; gives their own SQL.

    Until `make_again`, nothing may be looked up in either table. All of it happens within the session's transaction, so
    that a failure leaves the indexes as they were and no reader ever misses them.
    """
    connection = bare(session)
    if postings < max(_MANY, _last_posting(connection)):
        return []
    marks = ", ".join("?" * len(_TABLES))
    indexes = connection.execute(
        f"SELECT name, sql FROM sqlite_schema WHERE type = 'index' AND sql IS NOT NULL AND tbl_name IN ({marks})",  # noqa: S608 - only question marks
        _TABLES,
    ).fetchall()
    aside = {name: sql for name, sql in indexes if name not in _KEPT}
    for name in aside:
        connection.execute(f'DROP INDEX "{name}"')
    return list(aside.values())


def make_again(session: Session, aside: Sequence[str]) -> None:
    """Make the indexes again that were put aside."""
    connection = bare(session)
    for sql in aside:
        connection.execute(sql)


def _last_posting(connection: Any) -> int:  # noqa: ANN401 - the driver has no types
    return connection.execute("SELECT max(id) FROM posting").fetchone()[0] or 0
