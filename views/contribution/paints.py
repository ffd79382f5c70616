"""How the statement's columns are painted, and how wide they are."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtGui import QFontMetrics

from app.columns import Column, Kind
from app.queries.compared import NAME_OF, Compared, ComparedRow
from app.queries.contribution import UNCOSTED_SALES, UNCOSTED_UNITS
from models.domain.contribution.statement import LEVELS, By
from models.domain.money import Money
from views.common.fonts import TABLE, semibold, ui_font
from views.common.paint import Paint
from views.common.text import Text
from views.common.theme import Tone
from views.common.uncosted import marked

_BOLD = frozenset({"cm4", "result"})
_PADDING, _LEAST = 24, 60
_HEAD = {"Channel": 124, "Name": 210, "Month": 92, "Week": 92}  # the code of a SKU is measured


def paints(columns: Sequence[Column[ComparedRow]], found: Compared, text: Text) -> dict[str, Paint]:
    """Paint every column of a statement, as wide as its title and its amounts need."""
    by = By(found.current.by)
    return {column.title: _paint(column, by, found, text) for column in columns}


def _paint(column: Column[ComparedRow], by: By, found: Compared, text: Text) -> Paint:
    if column.title not in NAME_OF:
        swatch = (lambda row: row.row.colour or "neutral") if by is By.CHANNEL else None
        return Paint(swatch=swatch, width=_HEAD.get(column.title, 0))
    name, before = NAME_OF[column.title]
    if column.title in {UNCOSTED_UNITS, UNCOSTED_SALES}:
        return Paint(cents=False, tone=lambda row: Tone.ATTENTION if row.row.figures.uncosted_units else None)
    if column.kind is not Kind.MONEY:
        return Paint(width=62)
    width = max(_LEAST, _title_width(f"{column.title} {found.current.currency}"), _amount_width(column, found, text))
    if before:
        return Paint(cents=False, quiet=True, width=width)
    made = Paint(cents=False, bold=name in _BOLD, quiet=name not in LEVELS, tone=_tone(name), width=width)
    return marked(made, name, lambda row: (row.row.figures, row.currency), text)


def _tone(name: str) -> Callable[[ComparedRow], Tone | None] | None:
    if name in LEVELS:
        return lambda row: Tone.CRITICAL if row.row.figures.amount(name) < 0 else None
    if name == "unclassified":
        return lambda row: Tone.ATTENTION if row.row.figures.amount(name) else None
    return None


def _title_width(title: str) -> int:
    """Measure a title in two lines, cut where the longer one is shortest."""
    metrics, words = QFontMetrics(ui_font(TABLE)), title.split(" ")
    lines = [(" ".join(words[:cut]), " ".join(words[cut:])) for cut in range(1, len(words) + 1)]
    return min(max(metrics.horizontalAdvance(line) for line in pair) for pair in lines) + _PADDING


def _amount_width(column: Column[ComparedRow], found: Compared, text: Text) -> int:
    """Measure the longest amount as the totals row writes it: the largest or the smallest."""
    metrics = QFontMetrics(semibold(TABLE))
    values = (column.value(row) for row in (*found.rows, found.total))
    amounts = sorted(value.minor for value in values if isinstance(value, Money))
    written = (text.money(Money(minor, found.current.currency), cents=False) for minor in (*amounts[:1], *amounts[-1:]))
    return max((metrics.horizontalAdvance(words) for words in written), default=0) + _PADDING
