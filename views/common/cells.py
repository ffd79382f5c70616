"""Paints the cells of a table: text, swatch, chip, bar, tint, selection."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal
from typing import Any

from PySide6.QtCore import QEvent, QPoint, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFont, QFontMetrics, QFontMetricsF, QHelpEvent, QPainter, QPen
from PySide6.QtWidgets import (
    QAbstractItemView,
    QLineEdit,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTableView,
    QToolTip,
    QWidget,
)

from app.columns import Cell, Kind
from views.common.fonts import TABLE, medium, semibold, ui_font
from views.common.lines import in_two_lines
from views.common.rows_model import NUMBERS, Index, RowsModel
from views.common.text import MISSING, ZERO
from views.common.theme import Look, Tone

PADDING = 10
SWATCH = 9
_BAR_HEIGHT, _BAR_ROOM, _BAR_GAP, _LEAST_BAR = 8, 56, 7, 3
_SAMPLE = 60
_MARGIN = 1  # between a figure and what marks it
_CHIP_HEIGHT, _CHIP_PADDING = 20, 8
_TWO_LINES = 38  # the least height of a cell for words in two lines
_LEFT = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
_RIGHT = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter


class CellPainter:
    """Draws one cell into a rectangle; serves the rows and the totals row."""

    def __init__(self, look: Look, model: RowsModel, width_of: Callable[[int], int] | None = None) -> None:
        self._look = look
        self._model = model
        self._width_of = width_of  # how wide a column stands on screen, where all are seen beside one another
        self._plain, self._medium, self._bold = ui_font(TABLE), medium(TABLE), semibold(TABLE)
        self._metrics = {id(font): QFontMetrics(font) for font in (self._plain, self._medium, self._bold)}
        self._measured_of: object = None  # the arrangement whose longest figures are known
        self._measured: dict[tuple[int, bool], int] = {}

    def draw_value(
        self,
        painter: QPainter,
        rect: QRect,
        column: int,
        *,
        value: Cell,
        row: Any,  # noqa: ANN401 -- a row of any query
        total: bool,
        selected: bool = False,
    ) -> None:
        """Draw a value; `row` is None for a sum that no row stands behind."""
        paint, kind = self._model.paints[column], self._model.columns[column].kind
        inner = rect.adjusted(PADDING, 0, -PADDING, 0)
        written = self._model.written(value, column)
        tone = (
            paint.tone(row)
            if paint.tone is not None and row is not None and not (total and kind is Kind.CHIP)
            else None
        )
        if kind is Kind.CHIP and not total:
            self._chip(painter, inner, written, tone or Tone.NEUTRAL, right=False)
            return
        if kind is Kind.BAR and isinstance(value, Decimal) and not total:
            key = paint.bar(row) if paint.bar is not None else "bar"
            inner = self._bar(painter, inner, value, key=key, room=self._room_of_bars(column, inner.width()))
        if paint.swatch is not None and row is not None and not total:
            inner = self._swatch(painter, inner, paint.swatch(row))
        font = self._bold if total or paint.bold else self._plain
        colour = self._colour(written, tone, quiet=paint.quiet and not total, selected=selected)
        side = _RIGHT if kind in NUMBERS else _LEFT
        note = paint.note(row) if paint.note is not None and row is not None and not total else ""
        self._words(painter, inner, written, font=font, colour=colour, side=side, wrap=paint.wrap)
        if side == _RIGHT and written and value is not None and self._model.is_partly(column, row):
            # In the margin, so that figures below one another end at one place.
            margin = QRect(inner.right() + 1 + _MARGIN, rect.top(), PADDING - _MARGIN, rect.height())
            self._words(painter, margin, MISSING, font=self._plain, colour=self._look.theme.quiet, side=_LEFT)
        if note:
            used = self._metrics[id(font)].horizontalAdvance(written) + 8 if written else 0
            # Beside a number, which stands right, the note stands left.
            rest = inner.adjusted(0, 0, -used, 0) if side == _RIGHT else inner.adjusted(used, 0, 0, 0)
            self._words(painter, rest, note, font=self._plain, colour=self._look.theme.quiet, side=_LEFT)

    def _colour(self, written: str, tone: Tone | None, *, quiet: bool, selected: bool) -> str:
        theme = self._look.theme
        if tone is not None and tone is not Tone.NEUTRAL:
            return theme.tone(tone)
        if written == MISSING:
            return theme.attention
        if written == ZERO:
            return theme.quiet if selected else theme.faint
        return theme.quiet if quiet or tone is Tone.NEUTRAL else theme.text

    def _words(
        self,
        painter: QPainter,
        rect: QRect,
        words: str,
        *,
        font: QFont,
        colour: str,
        side: Qt.AlignmentFlag,
        wrap: bool = False,
    ) -> None:
        if not words or rect.width() <= 0:
            return
        metrics, lines = self._metrics[id(font)], [words]
        if metrics.horizontalAdvance(words) > rect.width():
            if wrap and rect.height() >= _TWO_LINES:
                lines = in_two_lines(words, QFontMetricsF(font), rect.width())
            else:
                lines = [metrics.elidedText(words, Qt.TextElideMode.ElideRight, rect.width())]
        painter.setFont(font)
        painter.setPen(QColor(colour))
        painter.drawText(rect, int(side | (Qt.TextFlag.TextSingleLine if len(lines) == 1 else 0)), "\n".join(lines))

    def _swatch(self, painter: QPainter, rect: QRect, key: str) -> QRect:
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(self._look.theme.colour(key))
        painter.drawRoundedRect(QRectF(rect.left(), rect.center().y() - SWATCH / 2 + 0.5, SWATCH, SWATCH), 2.5, 2.5)
        return rect.adjusted(SWATCH + 8, 0, 0, 0)

    def _longest(self, column: int) -> int:
        """Give the longest figure of a column, beside which its bars, all to one scale, must fit."""
        if self._measured_of is not self._model.arrangement:
            self._measured_of = self._model.arrangement
            self._measured.clear()
        bold = self._model.paints[column].bold
        if (column, bold) not in self._measured:
            metrics = self._metrics[id(self._bold if bold else self._plain)]
            value, count = self._model.columns[column].value, min(_SAMPLE, self._model.rowCount())
            written = (self._model.written(value(self._model.row(place)), column) for place in range(count))
            self._measured[column, bold] = max((metrics.horizontalAdvance(words) for words in written), default=0)
        return self._measured[column, bold]

    def _room_of_bars(self, column: int, width: int) -> int:
        """Give the length of a whole: the same in every column, so that bars beside one another compare."""
        rooms = [width - self._longest(column) - _BAR_GAP]
        for number, other in enumerate(self._model.columns):
            beside = self._width_of(number) if self._width_of is not None and other.kind is Kind.BAR else 0
            if beside:
                rooms.append(beside - 2 * PADDING - self._longest(number) - _BAR_GAP)
        return min(_BAR_ROOM * 2, *rooms)

    def _bar(self, painter: QPainter, rect: QRect, share: Decimal, *, key: str, room: int) -> QRect:
        """Draw a bar, of which a whole would take the room, and give what is right of it."""
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(self._look.theme.colour(key))
        length = max(3.0, float(min(Decimal(1), abs(share))) * room) if share and room > _LEAST_BAR else 0.0
        painter.drawRoundedRect(
            QRectF(rect.left(), rect.center().y() - _BAR_HEIGHT / 2 + 0.5, length, _BAR_HEIGHT), 2, 2
        )
        return rect.adjusted(round(length) + (_BAR_GAP if length else 0), 0, 0, 0)

    def _chip(self, painter: QPainter, rect: QRect, words: str, tone: Tone, *, right: bool) -> None:
        if not words:
            return
        metrics = self._metrics[id(self._medium)]
        width = min(rect.width(), metrics.horizontalAdvance(words) + 2 * _CHIP_PADDING)
        left = rect.right() - width + 1 if right else rect.left()
        chip = QRect(left, rect.center().y() - _CHIP_HEIGHT // 2 + 1, width, _CHIP_HEIGHT)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(self._look.theme.soft(tone)))
        painter.drawRoundedRect(chip, _CHIP_HEIGHT / 2, _CHIP_HEIGHT / 2)
        self._words(
            painter,
            chip.adjusted(_CHIP_PADDING, 0, -_CHIP_PADDING + 1, 0),
            words,
            font=self._medium,
            colour=self._look.theme.tone(tone),
            side=_LEFT,
        )

    def width_of(self, value: Cell, column: int, row: Any) -> int:  # noqa: ANN401 -- a row of any query
        """Measure what a cell would like to have."""
        paint, kind = self._model.paints[column], self._model.columns[column].kind
        font = self._medium if kind is Kind.CHIP else self._bold if paint.bold else self._plain
        width = self._metrics[id(font)].horizontalAdvance(self._model.written(value, column)) + 2 * PADDING
        if kind is Kind.CHIP:
            width += 2 * _CHIP_PADDING
        if kind is Kind.BAR:
            width += _BAR_ROOM + 8
        if paint.swatch is not None:
            width += SWATCH + 8
        if paint.note is not None and (note := paint.note(row)):
            width += self._metrics[id(self._plain)].horizontalAdvance(note) + 8
        return width

    def cuts(self, column: int, row: Any, size: QSize) -> bool:  # noqa: ANN401 -- a row of any query
        """Tell whether a cell of this size has too little room for what it says."""
        value, paint = self._model.columns[column].value(row), self._model.paints[column]
        if self.width_of(value, column, row) <= size.width():
            return False
        if not paint.wrap or size.height() < _TWO_LINES:
            return True
        words, font = self._model.written(value, column), self._bold if paint.bold else self._plain
        return " ".join(in_two_lines(words, QFontMetricsF(font), size.width() - 2 * PADDING)) != words

    def width_of_total(self, value: Cell, column: int) -> int:
        """Measure what a total would like to have: it is bold, and nothing but its words is drawn."""
        return self._metrics[id(self._bold)].horizontalAdvance(self._model.written(value, column)) + 2 * PADDING


class CellDelegate(QStyledItemDelegate):
    """Paints the rows of a table view; the row of the current cell is tinted, the cell itself framed."""

    def __init__(self, look: Look, model: RowsModel, parent: QTableView) -> None:
        super().__init__(parent)
        self.look = look
        self._model = model
        self._painter = CellPainter(look, model, parent.columnWidth)
        self.current_row = -1

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """Draw one cell."""
        theme = self.look.theme
        rect: QRect = option.rect
        state = option.state
        row = self._model.row(index.row())
        chosen = bool(state & QStyle.StateFlag.State_Selected)
        in_current = index.row() == self.current_row
        painter.save()
        painter.fillRect(rect, QColor(self._background(index.column(), row, chosen=chosen, in_current=in_current)))
        painter.setPen(QPen(QColor(theme.line), 1))
        painter.drawLine(QPoint(rect.left(), rect.bottom()), QPoint(rect.right(), rect.bottom()))
        value = self._model.columns[index.column()].value(row)
        inner = rect.adjusted(0, 0, 0, -1)
        lit = chosen or in_current
        self._painter.draw_value(painter, inner, index.column(), value=value, row=row, total=False, selected=lit)
        if state & QStyle.StateFlag.State_HasFocus:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing, on=False)
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.setPen(QPen(QColor(theme.accent), 2))
            painter.drawRect(rect.adjusted(1, 1, -1, -2))
        painter.restore()

    def _background(self, column: int, row: Any, *, chosen: bool, in_current: bool) -> str:  # noqa: ANN401 -- a row of any query
        theme = self.look.theme
        tint = self._model.paints[column].tint
        if chosen or in_current:
            return theme.accent_soft
        tone = tint(row) if tint is not None else None
        return theme.surface if tone is None else theme.soft(tone)

    def helpEvent(self, event: QHelpEvent, view: QAbstractItemView, option: QStyleOptionViewItem, index: Index) -> bool:
        """Tell the whole of a text that is cut."""
        told = index.data(Qt.ItemDataRole.ToolTipRole) if index.isValid() else None
        cut = index.isValid() and self._painter.cuts(index.column(), self._model.row(index.row()), option.rect.size())
        if event.type() != QEvent.Type.ToolTip or told or not cut:
            return super().helpEvent(event, view, option, index)
        row, note = self._model.row(index.row()), self._model.paints[index.column()].note
        words = (index.data(Qt.ItemDataRole.DisplayRole), note(row) if note is not None else "")
        QToolTip.showText(event.globalPos(), " ".join(filter(None, words)), view)
        return True

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        """Give the size a cell would like to have."""
        row = self._model.row(index.row())
        return QSize(self._painter.width_of(self._model.value(index.row(), index.column()), index.column(), row), 28)

    def createEditor(self, parent: QWidget, option: QStyleOptionViewItem, index: Index) -> QWidget:
        """Edit in place, with the exact value."""
        editor = QLineEdit(parent)
        editor.setFont(ui_font(TABLE))
        editor.setStyleSheet("QLineEdit { border-radius: 0; min-height: 0; padding: 0 8px; }")
        if self._model.columns[index.column()].kind in NUMBERS:
            editor.setAlignment(Qt.AlignmentFlag.AlignRight)
        return editor
