"""Reading tens of thousands of rows of columns, past the work that the session does for mapped objects."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, TypeVarTuple

from sqlalchemy import Select
from sqlalchemy.orm import Session

_Columns = TypeVarTuple("_Columns")


def rows_of(session: Session, query: Select[*_Columns]) -> Sequence[tuple[*_Columns]]:
    """Give all rows of a select of columns that hold numbers and text, as the driver gives them: plain tuples.

    To take one apart at once is quicker than to ask it by name.
    """
    session.flush()
    found = session.connection().execute(query)
    cursor: Any = found.cursor
    rows: Sequence[tuple[*_Columns]] = cursor.fetchall()
    found.close()
    return rows
