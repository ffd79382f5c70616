"""A page of several sections, one in view at a time: tabs, one filter field, and the buttons of the section in view."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import ClassVar, Generic, TypeVar, overload

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QStackedWidget, QWidget

from views.common.desk import Desk
from views.common.focus import has_focus_within
from views.common.page import Page
from views.common.parts import SearchField
from views.common.section import Section
from views.common.segments import Segments

Shown = TypeVar("Shown", bound=Section)


class Tab(Generic[Shown]):
    """A tab of a page, written as an attribute of its class; its section is made when it is first asked for."""

    def __init__(self, kind: type[Shown]) -> None:
        self.kind = kind

    @overload
    def __get__(self, page: None, owner: type[SectionedPage]) -> Tab[Shown]: ...
    @overload
    def __get__(self, page: SectionedPage, owner: type[SectionedPage]) -> Shown: ...
    def __get__(self, page: SectionedPage | None, owner: type[SectionedPage]) -> Tab[Shown] | Shown:
        """Give the section of a page."""
        return self if page is None else page.made(self)


class SectionedPage(Page):
    """The base of such a page: a subclass writes its tabs; what the section in view says is the page's read."""

    OWN_ROW: ClassVar[bool] = False  # many tabs have the row of the bar to themselves
    tabs: ClassVar[dict[str, Tab[Section]]] = {}

    def __init_subclass__(cls) -> None:
        """Find the tabs of a page in the order in which they are written."""
        cls.tabs = {tab.kind.KEY: tab for tab in vars(cls).values() if isinstance(tab, Tab)}

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        self.sections: dict[str, Section] = {}  # those that are made
        self._reads: dict[str, str] = {}
        self.segments = Segments(self.look, [(key, tab.kind.WORDS) for key, tab in self.tabs.items()])
        self.segments.chosen.connect(self._switch)
        if self.OWN_ROW:
            self.above(self.segments)
        else:
            self.left(self.segments)
        self.field = SearchField(self.look)
        self.field.searched.connect(self._filter)
        self.right(self.field)
        self.place = self._stack = QStackedWidget()
        self.body.addWidget(self._stack, 1)
        self._switch(self.segments.current())

    def ready(self, section: Section) -> None:
        """Do to a section that was just made what the page alone can; for subclasses."""

    def made(self, tab: Tab[Shown]) -> Shown:
        """Give the section of a tab, made now if nobody asked for it before."""
        key = tab.kind.KEY
        section = self.sections.get(key)
        if not isinstance(section, tab.kind):
            section = self.sections[key] = tab.kind(self)
            section.said.connect(partial(self._hear, key))
            self._stack.addWidget(section)
            self._put_in_bar(section)
            self.ready(section)
        return section

    @property
    def section(self) -> Section:
        """The section in view."""
        return self.made(self.tabs[self.segments.current()])

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
            case str() as key if key in self.tabs:
                self.segments.choose(key)
            case (str() as key, str() as words) if key in self.tabs:
                self.segments.choose(key)
                self.field.setText(words)
            case _:
                pass

    def focus_search(self) -> None:
        """Go to the filter field (Ctrl+F)."""
        self.field.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.field.selectAll()

    def _switch(self, key: str) -> None:
        section = self.made(self.tabs[key])
        self.notice.hide()
        self.inspector.put_aside()
        if has_focus_within(self._stack):
            self.setFocus()
        self._stack.setCurrentWidget(section)
        for other in self.sections.values():
            other.show_actions(shown=other is section)
        self.inspector.hide()
        self.inspector.place = key
        self.offer_back()
        self.field.setText("")
        self.field.setVisible(bool(section.HINT))
        self.field.ask(section.HINT)
        if self._reads:
            self.say(self._reads.get(key, ""))
        if self.isVisible():
            section.refresh()
            self.turned.emit()
        self.follow_front()

    def way_back(self) -> Callable[[], object] | None:
        """Give what shows the section in view again."""
        before = self._stack.currentWidget()
        keys = [key for key, section in self.sections.items() if section is before]
        return partial(self.segments.choose, keys[0]) if keys else None

    def _filter(self, words: str) -> None:
        self.section.filter(words)

    def _hear(self, key: str, sentence: str) -> None:
        """Keep what a section says, and say it while the section is in view."""
        self._reads[key] = sentence
        if key == self.segments.current():
            self.say(sentence)

    def _put_in_bar(self, section: Section) -> None:
        """Put a section's buttons behind the filter field, also for Tab, which else would come to them last."""
        before: QWidget = self.field
        for button in section.actions_at_right:
            self.right(button)
            self.setTabOrder(before, button)
            before = button
        section.show_actions(shown=False)
