"""How the command line writes: text tables, JSON with money in major units, files replaced whole."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any, TextIO, TypeVar

from app.columns import Cell, Column, Kind
from app.paths import replace_file
from models.domain.money import Money

Row = TypeVar("Row")
_RIGHT = frozenset({Kind.MONEY, Kind.UNITS, Kind.COUNT, Kind.PERCENT, Kind.RATIO, Kind.BAR})


def text_table(columns: Sequence[Column[Row]], rows: Sequence[Row]) -> str:
    """Write rows as aligned text."""
    cells = [[_text(column.value(row), column) for column in columns] for row in rows]
    widths = [max(len(column.title), *(len(line[i]) for line in cells), 0) for i, column in enumerate(columns)]
    lines = [[column.title for column in columns], ["-" * width for width in widths], *cells]
    return "\n".join(
        "  ".join(
            cell.rjust(width) if column.kind in _RIGHT else cell.ljust(width)
            for cell, width, column in zip(line, widths, columns, strict=True)
        ).rstrip()
        for line in lines
    )


def _text(value: Cell, column: Column[Any]) -> str:
    match value:
        case None:
            return column.absent
        case Money():
            return value.major()
        case Decimal() if column.kind is Kind.PERCENT:
            return f"{value * 100:.1f} %"
        case Decimal():
            return f"{value:.3f}"
        case datetime():
            return value.strftime("%Y-%m-%d %H:%M")
        case date():
            return value.isoformat()
        case _:
            return str(value)


def print_json(value: Any) -> None:  # noqa: ANN401 - anything JSON can hold
    """Print JSON with one key to a line."""
    print(json_text(value))


def json_text(value: Any) -> str:  # noqa: ANN401 - anything JSON can hold
    """Write JSON; days in ISO form, money as a string in major units."""
    return json.dumps(value, indent=2, ensure_ascii=False, default=_plain)


def pour_json(stream: TextIO, rows: Iterable[Mapping[str, Any]]) -> None:
    """Write a list of rows as they come, one to a line: there may be hundreds of thousands."""
    stream.write("[")
    before = "\n"
    for row in rows:
        stream.write(f"{before}{json.dumps(row, ensure_ascii=False, default=_plain)}")
        before = ",\n"
    stream.write("]\n" if before == "\n" else "\n]\n")


def _plain(value: object) -> str:
    match value:
        case Money():
            return value.major()
        case Decimal():
            return f"{value:f}"
        case datetime() | date():
            return value.isoformat()
        case _:
            return str(value)


@contextmanager
def output(path: Path | None) -> Iterator[TextIO]:
    """Give the stream to write to: the file, replaced whole at the end, or the screen."""
    if path is None:
        yield sys.stdout
        return
    with replace_file(path) as partial, partial.open("w", encoding="utf-8", newline="") as stream:
        yield stream
