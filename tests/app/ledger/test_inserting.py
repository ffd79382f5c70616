"""Rows inserted many to a run: each of them once, in their order, whatever their number."""

from __future__ import annotations

import pytest
import sqlcipher3.dbapi2 as driver
from sqlalchemy import Column, Integer, MetaData, Table, Text, create_engine

from app.ledger.inserting import Insert, insert_columns, insert_rows

THINGS = Table("things", MetaData(), Column("id", Integer, primary_key=True), Column("row", Integer), Column("a", Text))


@pytest.mark.parametrize("count", [0, 1, 49, 50, 51, 100, 123])
def test_that_each_row_is_inserted_once_and_in_order(count: int) -> None:
    numbers, texts = list(range(count)), [f"text {number % 7}" for number in range(count)]
    engine = create_engine("sqlite://", module=driver)
    with engine.begin() as connection:
        THINGS.metadata.create_all(connection)
        insert_columns(connection, Insert.into(THINGS, with_id=False), (numbers, texts))
        found = connection.exec_driver_sql('SELECT id, "row", a FROM things ORDER BY id').fetchall()
    assert [tuple(row) for row in found] == [(number + 1, number, texts[number]) for number in numbers]


def test_that_a_value_may_go_into_several_columns_beside_a_constant_with_marks() -> None:
    engine = create_engine("sqlite://", module=driver)
    rows: list[tuple[object, ...]] = [(number,) for number in range(75)]
    with engine.begin() as connection:
        THINGS.metadata.create_all(connection)
        insert_rows(connection, Insert("things", 'id, "row", a', "{0}, {0}, 'it''s {{one}}'", 1), rows)
        found = connection.exec_driver_sql("SELECT * FROM things ORDER BY id").fetchall()
    assert [tuple(row) for row in found] == [(number, number, "it's {one}") for number in range(75)]
