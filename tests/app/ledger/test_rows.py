"""What the driver gives is what SQLAlchemy would give, so that rows may be read past it."""

from __future__ import annotations

from pathlib import Path

from sqlalchemy import LargeBinary, select
from sqlalchemy.dialects.sqlite import dialect

from app.ledger.opening import new_ledger
from app.ledger.rows import rows_of
from models.tables import Channel
from models.tables.base import Base


def test_that_no_column_of_a_ledger_but_bytes_is_turned_into_anything_else() -> None:
    turned = [
        column
        for table in Base.metadata.tables.values()
        for column in table.columns
        if column.type.result_processor(dialect(), None) is not None
    ]
    assert [column.name for column in turned if not isinstance(column.type, LargeBinary)] == []


def test_that_rows_are_those_of_the_session_with_what_was_not_written_yet(tmp_path: Path) -> None:
    ledger = new_ledger(tmp_path / "rows.channelbook", currency="USD")
    with ledger.rehearse() as session:
        session.add(Channel(name="Shop", platform="shopify", kind="dtc", colour="#112233"))
        query = select(Channel.name, Channel.id, Channel.active)
        assert rows_of(session, query) == [tuple(row) for row in session.execute(query)]
        assert rows_of(session, query) == [("Shop", 1, 1)]
    ledger.close()
