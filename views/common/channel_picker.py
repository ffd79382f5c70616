"""Which channels a page shows."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QPoint, Qt, Signal
from PySide6.QtGui import QAction, QIcon, QMouseEvent, QPainter, QPen, QPixmap, QPolygon
from PySide6.QtWidgets import QMenu

from views.common.drop_button import DropButton
from views.common.theme import Look

_LIGHT = 0.42


class ChannelPicker(DropButton):
    """Which channels are shown; the menu stays open while they are ticked."""

    changed = Signal(object)

    def __init__(self, look: Look) -> None:
        super().__init__(look, "All channels", quiet=True, menu=_StayingMenu())
        self._look = look
        self._actions: dict[int, QAction] = {}
        self._quiet = False

    def offer(self, channels: Sequence[tuple[int, str, str]]) -> None:
        """Offer channels as (id, name, colour); those unticked before stay so."""
        off = {key for key, action in self._actions.items() if not action.isChecked()}
        menu = self.menu()
        menu.clear()
        everything = menu.addAction("All channels")
        everything.triggered.connect(lambda _checked: self.choose(None))
        menu.addSeparator()
        self._actions = {}
        for key, name, colour in channels:
            action = menu.addAction(_box(self._look, colour), name.replace("&", "&&"))
            action.setCheckable(True)
            action.setChecked(key not in off)
            action.toggled.connect(lambda _on: self._toggled())
            self._actions[key] = action
        self._write()

    def chosen(self) -> frozenset[int] | None:
        """Give the ids of the chosen channels; None stands for all."""
        on = frozenset(key for key, action in self._actions.items() if action.isChecked())
        return None if len(on) == len(self._actions) or not on else on

    def choose(self, channels: frozenset[int] | None) -> None:
        """Tick these channels, or all."""
        self._quiet = True
        for key, action in self._actions.items():
            action.setChecked(channels is None or key in channels)
        self._quiet = False
        self._toggled()

    def _toggled(self) -> None:
        if not self._quiet:
            self._write()
            self.changed.emit(self.chosen())

    def _write(self) -> None:
        on = self.chosen()
        if on is None:
            self.setText(f"All {len(self._actions)} channels" if len(self._actions) > 1 else "All channels")
        elif len(on) == 1:
            self.setText(self._actions[next(iter(on))].text())
        else:
            self.setText(f"{len(on)} of {len(self._actions)} channels")


class _StayingMenu(QMenu):
    """A menu that stays open while things are ticked."""

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Tick without closing."""
        match self.activeAction():
            case QAction() as action if action.isCheckable() and action.isEnabled():
                action.trigger()
            case _:
                super().mouseReleaseEvent(event)


def _box(look: Look, colour: str) -> QIcon:
    """Draw a tick box in a channel's colour: full with a tick, or only its frame."""
    made = QIcon()
    for state in (QIcon.State.On, QIcon.State.Off):
        drawn = QPixmap(32, 32)
        drawn.fill(Qt.GlobalColor.transparent)
        painter = QPainter(drawn)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        ground = look.theme.colour(colour)
        painter.setPen(QPen(ground, 2.5))
        painter.setBrush(ground if state is QIcon.State.On else Qt.BrushStyle.NoBrush)
        painter.drawRoundedRect(5, 5, 22, 22, 6, 6)
        if state is QIcon.State.On:
            # Black or white, whichever is read better on the colour.
            tick = Qt.GlobalColor.black if ground.lightnessF() > _LIGHT else Qt.GlobalColor.white
            painter.setPen(QPen(tick, 3, Qt.PenStyle.SolidLine, Qt.PenCapStyle.RoundCap, Qt.PenJoinStyle.RoundJoin))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawPolyline(QPolygon([QPoint(11, 16), QPoint(15, 20), QPoint(22, 12)]))
        painter.end()
        drawn.setDevicePixelRatio(2)
        made.addPixmap(drawn, QIcon.Mode.Normal, state)
        made.addPixmap(drawn, QIcon.Mode.Active, state)
    return made
