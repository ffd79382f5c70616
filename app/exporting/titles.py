"""Which currency the amounts of a table are in, told by their title or by a column of its own."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace

from app.columns import Cell, Column, Kind, Row
from models.domain.money import Money


def lay_out(columns: Sequence[Column[Row]], rows: Sequence[Row]) -> list[Column[Row]]:
    """Say the currency of amounts: in the title where all are in one, else in a column of its own beside them."""
    laid: list[Column[Row]] = []
    for column in columns:
        if column.kind is not Kind.MONEY:
            laid.append(column)
            continue
        currencies = _currencies_of(column, rows)
        title = f"{column.title} ({currencies[0]})" if len(currencies) == 1 else column.title
        total = column.total and len(currencies) == 1
        laid.append(replace(column, title=title, total=total))
        if len(currencies) > 1:
            laid.append(Column(f"{column.title} currency", _currency_of(column), Kind.CODE))
    return laid


def _currencies_of(column: Column[Row], rows: Iterable[Row]) -> list[str]:
    """Give the currencies of the amounts in a column, sorted."""
    values = (column.value(row) for row in rows)
    return sorted({value.currency for value in values if isinstance(value, Money)})


def _currency_of(column: Column[Row]) -> Callable[[Row], Cell]:
    def currency(row: Row) -> Cell:
        value = column.value(row)
        return value.currency if isinstance(value, Money) else None

    return currency
