"""Icons drawn from SVG in the colours of the theme, sharp at every scale."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QByteArray, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QIcon, QIconEngine, QImage, QPainter, QPixmap
from PySide6.QtSvg import QSvgRenderer

from views.common.theme import RESOURCES, Look

SMALL = 16


def icon_names() -> list[str]:
    """List the icons there are."""
    return sorted(path.stem for path in (RESOURCES / "icons").glob("*.svg"))


def icon(look: Look, name: str, colour: str = "quiet") -> QIcon:
    """Make an icon in a colour of the theme ("quiet", "accent", "critical", "on_accent" …) that follows the theme."""
    path = RESOURCES / "icons" / f"{name}.svg"
    if not path.is_file():
        raise LookupError(f"there is no icon {name!r} in {path.parent}")
    return QIcon(_ThemedIcon(look, path, colour))


def pixmap(look: Look, name: str, *, colour: str = "quiet", size: int = SMALL, ratio: float = 1.0) -> QPixmap:
    """Draw an icon at `size` logical pixels for a screen of the given pixel ratio."""
    return _draw(RESOURCES / "icons" / f"{name}.svg", look.theme.colour(colour).name(), size=size, ratio=ratio)


def app_icon(look: Look) -> QIcon:
    """Make the icon of the program."""
    return icon(look, "notebook-tabs", "accent")


def _draw(path: Path, colour: str, *, size: int, ratio: float = 1.0) -> QPixmap:
    source = path.read_text(encoding="utf-8").replace("currentColor", colour)
    edge = round(size * ratio)
    image = QImage(edge, edge, QImage.Format.Format_ARGB32_Premultiplied)
    image.fill(Qt.GlobalColor.transparent)
    painter = QPainter(image)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    QSvgRenderer(QByteArray(source.encode())).render(painter, QRectF(0, 0, edge, edge))
    painter.end()
    drawn = QPixmap.fromImage(image)
    drawn.setDevicePixelRatio(ratio)
    return drawn


class _ThemedIcon(QIconEngine):
    """Draws one SVG in a colour looked up when it is painted, so a change of theme needs no new icons."""

    def __init__(self, look: Look, path: Path, colour: str) -> None:
        super().__init__()
        self._look = look
        self._path = path
        self._colour = colour
        self._drawn: dict[tuple[int, int, float, str], QPixmap] = {}

    def clone(self) -> QIconEngine:
        return _ThemedIcon(self._look, self._path, self._colour)

    def paint(self, painter: QPainter, rect: QRect, mode: QIcon.Mode, state: QIcon.State) -> None:
        ratio = painter.device().devicePixelRatioF()
        painter.drawPixmap(rect.topLeft(), self.scaledPixmap(rect.size(), mode, state, ratio))

    def pixmap(self, size: QSize, mode: QIcon.Mode, state: QIcon.State) -> QPixmap:
        return self.scaledPixmap(size, mode, state, 1.0)

    def scaledPixmap(self, size: QSize, mode: QIcon.Mode, _state: QIcon.State, scale: float) -> QPixmap:
        theme = self._look.theme
        name = "faint" if mode is QIcon.Mode.Disabled else self._colour
        colour = theme.colour(name).name()
        # The size is in logical pixels, the pixmap in those of the screen; the icon stands at its left.
        edge = min(size.width(), size.height())
        key = (size.width(), size.height(), scale, colour)
        if key not in self._drawn:
            whole = QPixmap(size * scale)
            whole.fill(Qt.GlobalColor.transparent)
            painter = QPainter(whole)
            painter.drawPixmap(0, 0, _draw(self._path, colour, size=round(edge * scale)))
            painter.end()
            whole.setDevicePixelRatio(scale)
            self._drawn[key] = whole
        return self._drawn[key]
