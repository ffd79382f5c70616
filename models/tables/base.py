"""The base of every table, and the naming of constraints."""

from __future__ import annotations

from typing import Any, ClassVar

from sqlalchemy import MetaData
from sqlalchemy.orm import DeclarativeBase


class Base(DeclarativeBase):
    """A table of the ledger; `AUDITED` tables are edited by people and every edit is kept in the change log."""

    metadata = MetaData(
        naming_convention={
            "ix": "ix_%(table_name)s_%(column_0_N_name)s",
            "uq": "uq_%(table_name)s_%(column_0_N_name)s",
            "ck": "ck_%(table_name)s_%(constraint_name)s",
            "fk": "fk_%(table_name)s_%(column_0_name)s",
            "pk": "pk_%(table_name)s",
        }
    )
    AUDITED: ClassVar[bool] = False


STRICT: dict[str, Any] = {"sqlite_strict": True}
# SQLite gives the id of a deleted row to the next one; an audited row must never meet a stranger under its id.
AUDITED: dict[str, Any] = {"sqlite_strict": True, "sqlite_autoincrement": True}
