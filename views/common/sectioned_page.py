"""A page of several sections, one in view at a time: tabs, one filter field, and the buttons of the section in view."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QStackedWidget, QWidget

from views.common.desk import Desk
from views.common.focus import has_focus_within
from views.common.page import Page
from views.common.parts import SearchField
from views.common.section import Section
from views.common.segments import Segments


class SectionedPage(Page):
    """The base of such a page: a subclass hands its sections to `put`; what one of them says is its read."""

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        self.place = self._stack = QStackedWidget()  # put in below the bar, behind which Tab comes to it

    def put(self, sections: Sequence[Section], *, own_row: bool = False) -> None:
        """Lay the sections out, the first in view; many of them have the row of the bar to themselves."""
        self.sections = {section.KEY: section for section in sections}
        self._reads: dict[str, str] = {}
        self.segments = Segments(self.look, [(section.KEY, section.WORDS) for section in sections])
        self.segments.chosen.connect(self._switch)
        if own_row:
            self.above(self.segments)
        else:
            self.left(self.segments)
        self.field = SearchField(self.look)
        self.field.searched.connect(self._filter)
        self.right(self.field)
        for section in sections:
            section.said.connect(partial(self._hear, section.KEY))
            self._stack.addWidget(section)
            self.right(*section.actions_at_right)
        self.body.addWidget(self._stack, 1)
        self._switch(self.segments.current())

    @property
    def section(self) -> Section:
        """The section in view."""
        return self.sections[self.segments.current()]

    @property
    def front(self) -> QWidget:
        """What the section in view has in front."""
        return self.section.front

    @property
    def help(self) -> str:
        """The page of the documentation on the section in view, or on the page."""
        return self.section.HELP or super().help

    def refresh(self) -> None:
        """Read the section in view."""
        self.section.refresh()

    def show_this(self, what: object) -> None:
        """Show a section ("costs"), or a record of it ("skus", "JR-0101")."""
        match what:
            case str() as key if key in self.sections:
                self.segments.choose(key)
            case (str() as key, str() as words) if key in self.sections:
                self.segments.choose(key)
                self.field.setText(words)
            case _:
                pass

    def focus_search(self) -> None:
        """Go to the filter field (Ctrl+F)."""
        self.field.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.field.selectAll()

    def _switch(self, key: str) -> None:
        section = self.sections[key]
        if has_focus_within(self._stack):
            self.setFocus()
        self._stack.setCurrentWidget(section)
        for other in self.sections.values():
            other.show_actions(shown=other is section)
        self.inspector.hide()
        self.notice.hide()
        self.field.setText("")
        self.field.setVisible(bool(section.HINT))
        self.field.setPlaceholderText(section.HINT)
        self.field.setAccessibleName(section.HINT)
        if self._reads:
            self.say(self._reads.get(key, ""))
        if self.isVisible():
            section.refresh()
        self.follow_front()

    def _filter(self, words: str) -> None:
        self.section.filter(words)

    def _hear(self, key: str, sentence: str) -> None:
        """Keep what a section says, and say it while the section is in view."""
        self._reads[key] = sentence
        if key == self.segments.current():
            self.say(sentence)
