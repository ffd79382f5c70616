"""Stock: what lies where, what is on its way and promised, what sells, what to order, and the places."""

from __future__ import annotations

from functools import partial
from typing import ClassVar

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QStackedWidget

from views.common.desk import Desk
from views.common.page import Page
from views.common.parts import SearchField
from views.common.section import Section
from views.common.segments import Segments
from views.stock.commitments import CommitmentsSection
from views.stock.demand import DemandSection
from views.stock.inbound import InboundSection
from views.stock.levels import LevelsSection
from views.stock.places import PlacesSection
from views.stock.replenishment import ReplenishmentSection


class StockPage(Page):
    """Six tabs, one at a time; each edit is one step to undo."""

    NAME: ClassVar[str] = "stock"
    TITLE: ClassVar[str] = "Stock"
    ICON: ClassVar[str] = "boxes"
    HELP: ClassVar[str] = "stock-planning"
    TOPICS: ClassVar[frozenset[str]] = frozenset({"stock", "imports", "catalog", "contribution"})

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        self.levels = LevelsSection(self)
        sections: list[Section] = [self.levels, InboundSection(self), CommitmentsSection(self), DemandSection(self)]
        sections += [ReplenishmentSection(self), PlacesSection(self)]
        self.sections = {section.KEY: section for section in sections}
        self._reads: dict[str, str] = {}
        self.segments = Segments(desk.look, [(section.KEY, section.WORDS) for section in sections])
        self.segments.chosen.connect(self._switch)
        self.left(self.segments)
        self.field = SearchField(desk.look)
        self.field.searched.connect(self._filter)
        self.right(self.field)
        self._stack = QStackedWidget()
        for section in sections:
            section.said.connect(partial(self._hear, section.KEY))
            self._stack.addWidget(section)
            self.right(*section.actions_at_right)
        self.body.addWidget(self._stack, 1)
        self._switch(self.segments.current())

    @property
    def section(self) -> Section:
        """The tab in view."""
        return self.sections[self.segments.current()]

    def refresh(self) -> None:
        """Read the tab in view."""
        self.section.refresh()

    def show_this(self, what: object) -> None:
        """Show a tab ("inbound"), a record of it ("inbound", "PO-11"), or the levels of a SKU."""
        match what:
            case str() as key if key in self.sections:
                self.segments.choose(key)
            case (str() as key, str() as words) if key in self.sections:
                self.segments.choose(key)
                self.field.setText(words)
            case str() as sku:
                self.segments.choose("levels")
                self.field.setText(sku)
            case _:
                pass

    def focus_search(self) -> None:
        """Go to the filter field (Ctrl+F)."""
        self.field.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.field.selectAll()

    def _switch(self, key: str) -> None:
        section = self.sections[key]
        self._stack.setCurrentWidget(section)
        self.setFocusProxy(section.table)
        for other in self.sections.values():
            for button in other.actions_at_right:
                button.setVisible(other is section)
        self.inspector.hide()
        self.notice.hide()
        self.field.setText("")
        self.field.setPlaceholderText(section.HINT)
        self.field.setAccessibleName(section.HINT)
        self.say(self._reads.get(key, ""))
        if self.isVisible():
            section.refresh()

    def _filter(self, words: str) -> None:
        self.section.table.filter(words)

    def _hear(self, key: str, sentence: str) -> None:
        """Keep what a tab says, and say it while the tab is in view."""
        self._reads[key] = sentence
        if key == self.segments.current():
            self.say(sentence)
