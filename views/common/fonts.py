"""Inter in the sizes and weights of the design, with figures of equal width."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtGui import QFont, QFontDatabase

FAMILY = "Inter"
TABLE, BODY, LEAD, SECTION, TITLE, FIGURE = 12, 13, 14, 16, 22, 28


def load_fonts(folder: Path) -> None:
    """Give Qt the bundled fonts, unless they are loaded already."""
    if FAMILY in QFontDatabase.families() and QFontDatabase.styles(FAMILY):
        return
    for path in sorted(folder.glob("*.otf")):
        QFontDatabase.addApplicationFont(str(path))


def ui_font(size: int = BODY, weight: QFont.Weight = QFont.Weight.Normal) -> QFont:
    """Make the font of the program in one of its sizes (pixels), with tabular figures."""
    font = QFont(FAMILY)
    font.setPixelSize(size)
    font.setWeight(weight)
    font.setFeature(QFont.Tag("tnum"), 1)
    font.setHintingPreference(QFont.HintingPreference.PreferVerticalHinting)
    return font


def figure_font(size: int = FIGURE) -> QFont:
    """Make the font of the few big figures: weight 600, and figures as wide as they are, since none stands below."""
    font = QFont(FAMILY)
    font.setPixelSize(size)
    font.setWeight(QFont.Weight.DemiBold)
    return font


def medium(size: int = BODY) -> QFont:
    """Make the font in weight 500."""
    return ui_font(size, QFont.Weight.Medium)


def semibold(size: int = BODY) -> QFont:
    """Make the font in weight 600."""
    return ui_font(size, QFont.Weight.DemiBold)


def paper_font(size: int, weight: QFont.Weight = QFont.Weight.Normal) -> QFont:
    """Make the font for paper, without other shapes of a letter: a PDF could not tell which letter they are.

    Tabular figures are such shapes too, so its figures are as wide as they are.
    """
    font = ui_font(size, weight)
    for feature in ("tnum", "calt"):
        font.setFeature(QFont.Tag(feature), 0)
    return font
