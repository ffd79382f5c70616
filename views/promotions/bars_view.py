"""The timeline under the hand: bars are moved and stretched by mouse and by keyboard, and the scale is zoomed."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QFocusEvent, QKeyEvent, QMouseEvent, QWheelEvent

from app.queries.promotion_board import Bar
from models.domain.period import Period
from views.common.text import Text
from views.common.theme import Look
from views.promotions.bars_canvas import BarsCanvas
from views.promotions.lanes import bounds_of, in_order, moved, neighbour, stretched
from views.promotions.painting import NAMES

_WHEEL_STEP = 120
_ARROWS = {Qt.Key.Key_Left: -1, Qt.Key.Key_Right: 1}
_UP_DOWN = {Qt.Key.Key_Up: -1, Qt.Key.Key_Down: 1}
_TABS = {Qt.Key.Key_Tab: 1, Qt.Key.Key_Backtab: -1}
_ZOOM_KEYS = {Qt.Key.Key_Plus: 1.25, Qt.Key.Key_Equal: 1.25, Qt.Key.Key_Minus: 0.8}
_OPENING = {Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space}


@dataclass
class _Drag:
    """A bar that is dragged: where it was taken, and which end of it, if any."""

    bar: Bar
    at: float
    end: str
    stopped: str = ""


class BarsView(BarsCanvas):
    """What is moved is saved when the mouse lets go, or a moment after the last key."""

    def __init__(self, look: Look, text: Text, today: date) -> None:
        super().__init__(look, text, today)
        self._drag: _Drag | None = None

    # Mouse

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Take hold of a bar, or of one of its ends."""
        found = self.bar_at(event.position())
        if event.button() is Qt.MouseButton.LeftButton and found is not None:
            self.go_to(found[0])
            self._drag = _Drag(found[0], event.position().x(), found[1])

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Drag what is held, else show what could be held."""
        if self._drag is None:
            found = self.bar_at(event.position())
            shape = Qt.CursorShape.ArrowCursor if found is None else Qt.CursorShape.OpenHandCursor
            self.viewport().setCursor(Qt.CursorShape.SizeHorCursor if found is not None and found[1] else shape)
            self.viewport().setToolTip(self.sentence(found[0]) if found is not None else "")
            return
        by = round((event.position().x() - self._drag.at) / self.scale.per_day)
        if self._can_move(self._drag.bar):
            self._drag.stopped = self._plan(self._drag.bar.days, by, self._drag.end)
        elif by and self._drag.bar.planned.typed:
            self._drag.stopped = self._ended(self._drag.bar)
        self._tell()
        self.viewport().update()

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Let go: the bar is saved where it is."""
        drag, self._drag = self._drag, None
        if drag is not None and not drag.bar.planned.typed:
            self.opened.emit(drag.bar)
        self.commit()
        if drag is not None and drag.stopped:
            self.stopped.emit(drag.stopped)

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        """Open the bar under the pointer."""
        found = self.bar_at(event.position())
        if found is not None:
            self.opened.emit(found[0])

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Zoom with Ctrl, else scroll; with Shift sideways."""
        if event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            steps = event.angleDelta().y() / _WHEEL_STEP
            self._zoom(1.25**steps, event.position().x())
            event.accept()
        else:
            super().wheelEvent(event)

    # Keyboard

    def event(self, event: QEvent) -> bool:
        """Take Tab for going from bar to bar; behind the last one it leaves the timeline."""
        if isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress:
            by = _TABS.get(Qt.Key(event.key()), 0)
            if by and self._step(by):
                return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Move by day with the arrows, stretch with Shift, go up and down, open with Enter, zoom with + and −."""
        key = Qt.Key(event.key())
        if key in _ARROWS and self.current is not None:
            self._shift(_ARROWS[key], event.modifiers())
        elif key in _UP_DOWN:
            self._go_up_down(_UP_DOWN[key])
        elif key in {Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space} and self.current is not None:
            self.commit()
            self.opened.emit(self.current)
        elif key in _ZOOM_KEYS:
            self._zoom(_ZOOM_KEYS[key], (self.viewport().width() + NAMES) / 2)
        elif key == Qt.Key.Key_Home:
            self.go_to_today()
        elif key == Qt.Key.Key_Escape and self.planned is not None:
            self._settle.stop()
            self.planned = self._drag = None
            self._tell()
            self.viewport().update()
        else:
            super().keyPressEvent(event)

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Put the cursor on a bar where there is none."""
        super().focusInEvent(event)
        self.put_cursor()
        self.viewport().update()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Save what was moved."""
        super().focusOutEvent(event)
        self.commit()
        self.viewport().update()

    def _shift(self, by: int, modifiers: Qt.KeyboardModifier) -> None:
        if self.current is None:
            return
        if not self._can_move(self.current):
            if self.current.planned.typed:
                self.stopped.emit(self._ended(self.current))
            else:
                self.opened.emit(self.current)
            return
        end = ""
        if modifiers & Qt.KeyboardModifier.ShiftModifier:
            end = "first" if modifiers & Qt.KeyboardModifier.ControlModifier else "last"
        stopped = self._plan(self.planned or self.current.days, by, end)
        if stopped:
            self.stopped.emit(stopped)
        self._settle.start()
        self._reveal(self.current)
        self._tell()
        self.viewport().update()

    def _can_move(self, bar: Bar) -> bool:
        return bar.planned.typed and bar.days.last >= self.today

    def _ended(self, bar: Bar) -> str:
        return (
            f"{bar.planned.code} ended on {self.text.day(bar.days.last)}, so it stays where it is: its sales are told "
            "by these days. Add another promotion for days to come."
        )

    def _plan(self, days: Period, by: int, end: str) -> str:
        """Plan other days for the bar under the cursor, and say why where it does not go as far as it was asked to."""
        if self.current is None:
            return ""
        bounds, code = bounds_of(self.current.days, self.today), self.current.planned.code
        at_start, step = end == "first", timedelta(days=by)
        self.planned = stretched(days, by, bounds, at_start=at_start) if end else moved(days, by, bounds)
        if end == "last":
            wanted = days.last + step < bounds.last
            return f"{code} ends today at the earliest: days that are over cannot be taken back." if wanted else ""
        if days.first + step >= bounds.first:
            return ""
        if self.current.days.first < self.today:
            return f"{code} has begun already, so it cannot begin earlier: days that are over cannot be planned."
        return f"{code} begins today at the earliest: days that are over cannot be planned."

    def _step(self, by: int) -> bool:
        every = [bar for _, bar in in_order(self.rows)]
        keys = [bar.key for bar in every]
        at = keys.index(self.current.key) + by if self.current is not None and self.current.key in keys else -1
        if not 0 <= at < len(every):
            self.commit()
            return False
        self.go_to(every[at])
        return True

    def _go_up_down(self, by: int) -> None:
        if self.current is None:
            return
        at = next((number for number, bar in in_order(self.rows) if bar.key == self.current.key), 0)
        found = neighbour(self.rows, at, self.current.days.first, by)
        if found is not None:
            self.go_to(found[1])
