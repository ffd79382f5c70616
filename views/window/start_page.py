"""What the window shows while no ledger is open: the demo brand, a new ledger, one that is there already."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QVBoxLayout, QWidget

from views.common import icons
from views.common.fonts import LEAD, SECTION, TABLE, TITLE, semibold, ui_font
from views.common.labels import ElidedLabel, label
from views.common.parts import Button
from views.common.theme import Look

_WHAT = "What each channel of your brand contributes, from the files the channels give you."
_FILES = "Open a ledger, or make one: the files are looked at then."
_WIDEST = 860


class _Offer(QFrame):
    """A card with an icon, what it is, what it means, and its button."""

    def __init__(self, look: Look, icon: str, title: str, why: str, button: Button) -> None:
        super().__init__()
        self._look, self._icon = look, icon
        self.setProperty("card", True)
        self._picture = QLabel()
        column = QVBoxLayout(self)
        column.setContentsMargins(18, 18, 18, 18)
        column.setSpacing(6)
        column.addWidget(self._picture)
        column.addSpacing(4)
        column.addWidget(label(title, font=semibold(SECTION), wrap=True))
        column.addWidget(label(why, font=ui_font(), role="quiet", wrap=True))
        column.addStretch(1)
        column.addSpacing(8)
        column.addWidget(button, 0, Qt.AlignmentFlag.AlignLeft)
        look.changed.connect(self._draw)
        self._draw()

    def _draw(self) -> None:
        self._picture.setPixmap(icons.pixmap(self._look, self._icon, colour="accent", size=24, ratio=2.0))


class StartPage(QWidget):
    """The three ways to begin, and the ledgers that were open before."""

    def __init__(
        self,
        look: Look,
        *,
        demo: Callable[[], object],
        new: Callable[[], object],
        choose: Callable[[], object],
        recent: Callable[[Path], object],
    ) -> None:
        super().__init__()
        self._look, self._recent = look, recent
        self.words = label(_WHAT, font=ui_font(LEAD), role="quiet", wrap=True)
        self.demo = Button(look, "Open the demo brand", primary=True, run=demo)
        self.new = Button(look, "New ledger…", run=new)
        self.choose = Button(look, "Open a ledger…", run=choose)
        offers = QHBoxLayout()
        offers.setSpacing(12)
        for offer in self._offers():
            offers.addWidget(offer, 1)
        self._list = QVBoxLayout()
        self._list.setSpacing(4)
        holder = QWidget()
        holder.setMaximumWidth(_WIDEST)
        column = QVBoxLayout(holder)
        column.setSpacing(12)
        column.addStretch(2)
        column.addWidget(label("Channelbook", font=semibold(TITLE)))
        column.addWidget(self.words)
        column.addLayout(offers)
        column.addLayout(self._list)
        column.addStretch(3)
        row = QHBoxLayout(self)
        row.setContentsMargins(32, 24, 32, 24)
        row.addStretch(1)
        row.addWidget(holder, 20)
        row.addStretch(1)

    def greet(self, *, files: bool) -> None:
        """Say what this is for, or that there are files that wait for a ledger."""
        self.words.setText(_FILES if files else _WHAT)

    def show_recent(self, paths: Sequence[Path]) -> None:
        """List the ledgers that were open before."""
        while self._list.count():
            item = self._list.takeAt(0)
            widget = item.widget() if item is not None else None
            if widget is not None:
                widget.hide()
                widget.deleteLater()
        if paths:
            self._list.addSpacing(8)
            self._list.addWidget(label("Open before", font=semibold()))
        for path in paths:
            line = QWidget()
            row = QHBoxLayout(line)
            row.setContentsMargins(0, 0, 0, 0)
            button = Button(
                self._look, path.stem.replace("&", "&&"), icon="database", flat=True, run=partial(self._recent, path)
            )
            row.addWidget(button)
            row.addWidget(ElidedLabel(str(path.parent), font=ui_font(TABLE), role="quiet"), 1)
            self._list.addWidget(line)

    def _offers(self) -> list[_Offer]:
        return [
            _Offer(
                self._look,
                "chart-column",
                "Look around",
                "Juniper & Rye, a tea brand with five channels and nine months of exports. It can be left at any time.",
                self.demo,
            ),
            _Offer(
                self._look,
                "file-plus",
                "Begin your own",
                "One file on this computer holds everything. Choose its name and the currency it reports in.",
                self.new,
            ),
            _Offer(
                self._look,
                "folder-open",
                "Go on",
                "Open a ledger that is there already. It is checked from end to end before it is written to.",
                self.choose,
            ),
        ]
