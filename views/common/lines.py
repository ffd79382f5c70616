"""Words in at most two lines: titles of columns, and texts of cells that may be broken."""

from __future__ import annotations

from math import ceil

from PySide6.QtCore import Qt
from PySide6.QtGui import QFontMetricsF


def advance(metrics: QFontMetricsF, words: str) -> int:
    """Measure words, rounded up: cutting compares the exact width with the room there is."""
    return ceil(metrics.horizontalAdvance(words))


def in_two_lines(words: str, metrics: QFontMetricsF, width: int) -> list[str]:
    """Break words into at most two lines that fit, the last one elided."""
    elide = Qt.TextElideMode.ElideRight
    if advance(metrics, words) <= width or " " not in words:
        return [metrics.elidedText(words, elide, width)]
    parts = words.split(" ")
    cut = next((n for n in range(len(parts) - 1, 0, -1) if advance(metrics, " ".join(parts[:n])) <= width), 1)
    lines = (" ".join(parts[:cut]), " ".join(parts[cut:]))
    return [metrics.elidedText(line, elide, width) for line in lines]
