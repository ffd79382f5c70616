"""What stands in place of the page while a ledger is being opened: its title, what is done, and the thin bar."""

from __future__ import annotations

from PySide6.QtWidgets import QVBoxLayout, QWidget

from views.common.fonts import LEAD, TITLE, semibold, ui_font
from views.common.labels import label
from views.common.states import ThinBar
from views.common.theme import Look


class Waiting(QWidget):
    """Looks like a page that has nothing to show yet."""

    def __init__(self, look: Look) -> None:
        super().__init__()
        self.title = label("", font=semibold(TITLE))
        self.words = label("", font=ui_font(LEAD), role="quiet")
        self.bar = ThinBar(look)
        column = QVBoxLayout(self)
        column.setContentsMargins(24, 20, 24, 12)
        column.setSpacing(0)
        column.addWidget(self.title)
        column.addSpacing(2)
        column.addWidget(self.words)
        column.addSpacing(12)
        column.addWidget(self.bar)
        column.addStretch(1)
        self.bar.start()
