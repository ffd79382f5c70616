"""The stack from gross sales to the result as a list, with the other period beside it."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout, QWidget

from models.domain.contribution.statement import LEVELS, STACK, TITLES, Figures
from models.domain.money import Money
from views.common.fonts import TABLE, semibold, ui_font
from views.common.labels import label, rule
from views.common.text import Text

_RIGHT = Qt.AlignmentFlag.AlignRight


def stack_list(text: Text, figures: Figures, before: Figures | None, *, currency: str) -> QWidget:
    """Make the list; levels stand out under a line, and what compares is quiet."""
    holder = QWidget()
    grid = QGridLayout(holder)
    grid.setContentsMargins(0, 0, 0, 0)
    grid.setHorizontalSpacing(10)
    grid.setVerticalSpacing(4)
    grid.setColumnStretch(0, 1)
    grid.addWidget(label(currency, font=ui_font(TABLE), role="quiet"), 0, 1, _RIGHT)
    if before is not None:
        grid.addWidget(label("before", font=ui_font(TABLE), role="quiet"), 0, 2, _RIGHT)
    at = 1
    for name in STACK:
        level = name in LEVELS
        if level:
            grid.addWidget(rule(), at, 0, 1, 3)
            at += 1
        font = semibold(TABLE) if level else ui_font(TABLE)
        grid.addWidget(label(TITLES[name], font=font, wrap=True), at, 0)
        grid.addWidget(label(text.money(Money(figures.amount(name), currency)), font=font), at, 1, _RIGHT)
        if before is not None:
            earlier = text.money(Money(before.amount(name), currency))
            grid.addWidget(label(earlier, font=ui_font(TABLE), role="quiet"), at, 2, _RIGHT)
        at += 1
    return holder
