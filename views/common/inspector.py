"""The panel on the right that answers why, and where a figure comes from.

A form in it that somebody has typed into is never taken away without a word: it is put aside and can be brought back,
the last one of each place that the panel stands beside.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QHideEvent
from PySide6.QtWidgets import QFrame, QGridLayout, QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from views.common.focus import has_focus_within
from views.common.fonts import BODY, SECTION, TABLE, medium, semibold, ui_font
from views.common.form import Form
from views.common.labels import ValueLabel, label, rule
from views.common.parts import Button
from views.common.text import Text
from views.common.theme import Look

WIDTH, NARROW = 372, 320
_INSET = 6  # what stands in the panel keeps off its scroll bar


class _Aside(NamedTuple):
    """What was in the panel: its heading, what stood below it, and the widget that holds the rest."""

    heading: str
    subheading: str
    holder: QWidget
    body: QVBoxLayout


class Inspector(QFrame):
    """A heading, and below it lines, steps, pairs or any widget; Space opens it, Esc closes it.

    `dropped` tells the heading of a form that had to make room with something typed into it, and `abandoned` that the
    focus was in here when it was closed. `place` is what the panel stands beside: one of the tabs of a page.
    """

    opened = Signal()
    closed = Signal()
    abandoned = Signal()
    dropped = Signal(str)

    def __init__(self, look: Look, text: Text, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._look, self._text = look, text
        self.setProperty("card", True)
        self.setFixedWidth(WIDTH)
        self._heading = label("", font=semibold(SECTION), wrap=True)
        self._subheading = label("", font=ui_font(TABLE), role="quiet", wrap=True)
        close = self._close = Button(look, "", icon="x", flat=True, run=self.hide)
        close.setAccessibleName("Close the inspector")
        close.setToolTip("Close (Esc)")
        close.setFixedSize(28, 28)
        head = self._head = QHBoxLayout()
        head.addWidget(self._heading, 1)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(14, 10, 8, 10)
        outer.setSpacing(2)
        outer.addLayout(head)
        self._subheading.setContentsMargins(0, 0, _INSET, 0)
        outer.addWidget(self._subheading)
        outer.addSpacing(8)
        self._scroll = QScrollArea()
        self._scroll.setWidgetResizable(True)
        self._scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        outer.addWidget(self._scroll, 1)
        self.body = QVBoxLayout()
        self.place = ""
        self._aside: dict[str, _Aside] = {}
        self.clear()

    def explain(self, heading: str, subheading: str = "") -> None:
        """Open with a heading and nothing under it yet."""
        self.put_aside()
        self._heading.setText(self._text.days_in(heading))
        self._subheading.setText(self._text.days_in(subheading))
        self._subheading.setVisible(bool(subheading))
        self.clear()
        self.opened.emit()
        self.show()

    @property
    def unsaved(self) -> bool:
        """Whether it is open with a form that somebody has typed into; who closes it lets go of that."""
        return not self.isHidden() and any(form.unsaved for form in self._forms())

    def put_aside(self) -> None:
        """Make room, and keep a form that has something typed into it."""
        if not self.unsaved:
            return
        self.let_go(self.place)
        holder = self._scroll.takeWidget()
        holder.setParent(self)
        holder.hide()
        self._aside[self.place] = _Aside(self._heading.text(), self._subheading.text(), holder, self.body)
        self.dropped.emit(self._heading.text())

    @property
    def waiting(self) -> str:
        """The heading of the form of this place that was put aside, or nothing."""
        return self._aside[self.place].heading if self.place in self._aside else ""

    def let_go(self, place: str) -> None:
        """Forget the form of a place that was put aside."""
        kept = self._aside.pop(place, None)
        if kept is not None:
            kept.holder.deleteLater()

    def bring_back(self) -> None:
        """Open again with the form of this place that was put aside, as it was left."""
        kept = self._aside.pop(self.place, None)
        if kept is None:
            return
        self.explain(kept.heading, kept.subheading)
        self._scroll.setWidget(kept.holder)
        self._scroll.viewport().setAutoFillBackground(False)
        kept.holder.show()
        self.body = kept.body
        next(form for form in self._forms() if form.unsaved).go()

    def refused(self) -> None:
        """Take back that what is typed was handed on to be saved."""
        for form in self._forms():
            form.refused()

    def _forms(self) -> list[Form]:
        holder = self._scroll.widget()
        return holder.findChildren(Form) if holder is not None else []

    def narrow(self, is_narrow: bool) -> None:  # noqa: FBT001 - one of two widths
        """Take less room, where the content beside it has little."""
        self.setFixedWidth(NARROW if is_narrow else WIDTH)

    def clear(self) -> None:
        """Take everything out of the panel."""
        holder = QWidget()
        holder.setProperty("clear", True)
        outer = QVBoxLayout(holder)
        outer.setContentsMargins(0, 0, _INSET, 0)
        self.body = QVBoxLayout()
        self.body.setSpacing(8)
        outer.addLayout(self.body)
        outer.addStretch(1)
        self._scroll.setWidget(holder)
        self._scroll.viewport().setAutoFillBackground(False)
        # Put in anew, it comes behind the page for Tab, and before what is put into the panel.
        self._close.setParent(None)
        self._head.addWidget(self._close, 0, Qt.AlignmentFlag.AlignTop)
        self._close.show()

    def line(self, words: str, *, quiet: bool = False) -> None:
        """Add a line of text."""
        self.body.addWidget(ValueLabel(self._text.days_in(words), font=ui_font(TABLE), role="quiet" if quiet else ""))

    def step(self, number: str, words: str, detail: str = "", figure: str = "") -> None:
        """Add one step of an explanation: number, what was done, by what, and its effect."""
        row = QWidget()
        grid = QGridLayout(row)
        grid.setContentsMargins(0, 2, 0, 2)
        grid.setHorizontalSpacing(10)
        grid.setVerticalSpacing(1)
        place = label(number, font=ui_font(TABLE), role="faint")
        place.setFixedWidth(18)
        grid.addWidget(place, 0, 0, Qt.AlignmentFlag.AlignTop)
        grid.addWidget(label(self._text.days_in(words), font=ui_font(BODY), wrap=True), 0, 1)
        amount = label(figure, font=semibold(BODY))
        grid.addWidget(amount, 0, 2, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignTop)
        if detail:
            detail = self._text.days_in(detail)
            grid.addWidget(label(detail, font=ui_font(TABLE), role="quiet", wrap=True), 1, 1, 1, 2)
        grid.setColumnStretch(1, 1)
        self.body.addWidget(row)
        self.body.addWidget(rule())

    def pairs(self, pairs: Sequence[tuple[str, str]], *, mark: Sequence[str] = ()) -> None:
        """Add names with their values, as a row of a file beside its header; names in `mark` stand out."""
        holder = QWidget()
        grid = QGridLayout(holder)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(12)
        grid.setVerticalSpacing(5)
        for place, (name, value) in enumerate(pairs):
            marked = name in mark
            title = label(name, font=ui_font(TABLE), role="quiet", wrap=True)
            title.setFixedWidth(128)
            said = ValueLabel(value, font=medium(TABLE) if marked else ui_font(TABLE))
            said.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
            grid.addWidget(title, place, 0, Qt.AlignmentFlag.AlignTop)
            grid.addWidget(said, place, 1, Qt.AlignmentFlag.AlignTop)
        grid.setColumnStretch(1, 1)
        self.body.addWidget(holder)

    def add(self, widget: QWidget) -> None:
        """Add anything else."""
        self.body.addWidget(widget)

    def setVisible(self, visible: bool) -> None:  # noqa: FBT001 -- as Qt calls it
        """Leave with the focus, if it is in here, where Qt would hand it to whatever comes next in the window."""
        left = not visible and has_focus_within(self)
        super().setVisible(visible)
        if left:
            self.abandoned.emit()

    def hideEvent(self, event: QHideEvent) -> None:
        """Tell that it was closed."""
        super().hideEvent(event)
        self.closed.emit()
