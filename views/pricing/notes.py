"""Lines and steps of an explanation in a holder of their own, which can be filled anew when an answer arrives."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout, QVBoxLayout, QWidget

from views.common.fonts import BODY, TABLE, medium, semibold, ui_font
from views.common.labels import label, rule


class Notes(QWidget):
    """A column of what is said."""

    def __init__(self, words: str = "") -> None:
        super().__init__()
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(6)
        if words:
            self.line(words, quiet=True)

    def start_anew(self) -> None:
        """Take everything out."""
        while (item := self._column.takeAt(0)) is not None:
            widget = item.widget()
            if widget is not None:
                widget.hide()
                widget.deleteLater()

    def line(self, words: str, *, quiet: bool = False) -> None:
        """Add a line."""
        self._column.addWidget(label(words, font=ui_font(TABLE), role="quiet" if quiet else "", wrap=True))

    def heading(self, words: str) -> None:
        """Add a heading."""
        self._column.addWidget(label(words, font=medium(), wrap=True))

    def step(self, title: str, details: list[str], figure: str) -> None:
        """Add a step: what was done, its details below, and what it came to at the right."""
        row = QWidget()
        grid = QGridLayout(row)
        grid.setContentsMargins(0, 2, 0, 2)
        grid.setHorizontalSpacing(10)
        grid.setVerticalSpacing(2)
        grid.addWidget(label(title, font=ui_font(BODY), wrap=True), 0, 0)
        amount = label(figure, font=semibold(BODY))
        grid.addWidget(amount, 0, 1, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignTop)
        for place, words in enumerate(details, start=1):
            grid.addWidget(label(words, font=ui_font(TABLE), role="quiet", wrap=True), place, 0, 1, 2)
        grid.setColumnStretch(0, 1)
        self._column.addWidget(row)
        self._column.addWidget(rule())
