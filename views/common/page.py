"""A page: title, the sentence that is the read, a bar, the content, and an inspector that answers why."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from functools import partial
from typing import Any, ClassVar, TypeVar

from PySide6.QtCore import QPoint, Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent, QResizeEvent, QShowEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QVBoxLayout, QWidget

from app.errors import MissingRates, UserError
from views.common.desk import Desk
from views.common.focus import has_focus_within, in_tab_order
from views.common.fonts import LEAD, TABLE, TITLE, semibold, ui_font
from views.common.inspector import Inspector
from views.common.labels import RichLabel, label
from views.common.page_notice import PageNotice
from views.common.parts import Chip, SearchField
from views.common.runner import Job, Question
from views.common.states import EmptyState, ThinBar
from views.common.table import Table
from views.common.theme import Tone

Rows = TypeVar("Rows")
ROOMY = 1080  # pixels of a page whose inspector has its full width beside the content


class Page(QWidget):
    """The base of every page: a subclass sets the class variables, lays out `self.body` and writes `refresh`.

    `go` asks the window for another page: its name and what to show there. `status` is for the status bar. `turned`
    tells that another tab came into view.
    """

    NAME: ClassVar[str] = ""
    TITLE: ClassVar[str] = ""
    ICON: ClassVar[str] = "table-2"
    HELP: ClassVar[str] = ""
    TOPICS: ClassVar[frozenset[str]] = frozenset()
    # Pixels from which on the inspector stands beside the content: what it lies over, no scrolling brings into view.
    BESIDE: ClassVar[int] = 900

    go = Signal(str, object)
    status = Signal(str)
    turned = Signal()
    export_requested = Signal(object, str)

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self.desk = desk
        self.look, self.text, self.runner = desk.look, desk.text, desk.runner
        self._questions: dict[str, Question] = {}
        self._stale = True
        self._search: SearchField | None = None
        self.title = label(self.TITLE, font=semibold(TITLE))
        self.sentence = RichLabel(desk.look, font=ui_font(LEAD))
        self.mark = Chip(desk.look, "", Tone.ATTENTION, icon="clock")
        self.days = label("", role="quiet")
        self.notice = PageNotice(desk.look, desk.text)
        self.thin_bar = ThinBar(desk.look)
        self.inspector = Inspector(desk.look, desk.text, self)
        self.content = QWidget()
        self.body = QVBoxLayout(self.content)
        self.place: QWidget = self.content  # where sections are made
        self._empty: EmptyState | None = None
        self._lay_out()
        self.runner.changed.connect(self._ledger_changed)

    # What a subclass writes

    def refresh(self) -> None:
        """Ask the ledger again; called when the page comes into view and after a change of its topics."""

    def prepare(self) -> None:
        """Make what can wait for a turn of its own, so that keys are answered; called for the first page."""

    def show_this(self, what: object) -> None:
        """Show what another page asked for: a period, a channel, a batch."""

    @property
    def help(self) -> str:
        """The page of the documentation on what is in view."""
        return self.HELP or self.NAME

    @property
    def front(self) -> QWidget | None:
        """What has the focus when the page comes into view; without one the page itself has it.

        It is no focus proxy of the page: Qt would go there by Tab past everything that stands before it.
        """
        return None

    # What a subclass uses

    def today(self) -> date:
        """Give the day as the ledger has it."""
        return self.runner.today()

    def say(self, sentence: str) -> None:
        """Write the sentence under the title, which ends with a stop; **words** stand out."""
        ended = not sentence or sentence.rstrip("*").endswith((".", "…"))
        self.sentence.say(self.text.days_in(sentence if ended else f"{sentence}."))
        self.sentence.setVisible(bool(sentence))

    def left(self, *widgets: QWidget) -> None:
        """Add pickers and filters to the left of the bar."""
        for widget in widgets:
            self._left.addWidget(widget)

    def above(self, widget: QWidget) -> None:
        """Give a widget the row of the bar, which moves up beside the title."""
        self._column.replaceWidget(self._bar, widget)
        self._head.addWidget(self._bar)

    def right(self, *widgets: QWidget) -> None:
        """Add actions to the right of the bar, the main one last."""
        for widget in widgets:
            self._right.addWidget(widget)

    def search_in(self, table: Table, hint: str = "Filter") -> SearchField:
        """Add a field to the bar that filters a table as you type; Ctrl+F goes to it."""
        field = SearchField(self.look, hint)
        field.searched.connect(table.filter)
        self._search = field
        self.right(field)
        in_tab_order(self, field)
        return field

    def add_table(self, table: Table, stretch: int = 1) -> Table:
        """Put a table into the content and connect what every table does."""
        table.selected.connect(self.status)
        table.export_requested.connect(lambda form: self.export_requested.emit(table, form))
        self.body.addWidget(table, stretch)
        return table

    def make_table(self, columns: Any, **more: Any) -> Table:  # noqa: ANN401 -- handed on to Table as they are
        """Make a table in this page's theme, locale and memory."""
        more.setdefault("name", self.NAME)
        return Table(self.look, self.text, columns, memory=self.desk.memory, **more)

    def ask(
        self,
        query: Callable[[Any], Rows],
        show: Callable[[Rows], None],
        *,
        about: str = "page",
        lost: Callable[[UserError], object] | None = None,
    ) -> None:
        """Read from the ledger and show it; for each `about` only the newest question is answered.

        What is refused goes to `lost`, else it is said above the content.
        """
        earlier = self._questions.get(about)
        if earlier is not None:
            earlier.cancel()

        def answered(rows: Rows) -> None:
            self._settled(about)
            self.notice.was_read(about)
            show(rows)
            self.follow_front()

        def failed(error: UserError) -> None:
            self._settled(about)
            if lost is None:
                self.notice.not_read(about, error, *self.way_on(error))
            else:
                self.notice.was_read(about)
                lost(error)

        self.thin_bar.start()
        self._questions[about] = self.runner.read(query, answered, failed, owner=self)

    def do(
        self,
        action: Callable[[Any], object],
        title: str = "",
        *,
        then: Callable[[Any], object] | None = None,
    ) -> Job:
        """Carry out a short action; a refusal is shown in place, a change refreshes pages by its topics."""
        job = self.runner.write(action, title)
        job.refused.connect(self.fail)
        job.done.connect(lambda _done: self.make_up())
        if then is not None:
            job.done.connect(then)
        return job

    def fail(self, error: UserError) -> None:
        """Show a refusal in its place, in the words it came with."""
        self.inspector.refused()
        self.notice.refuse(error, *self.way_on(error)) if isinstance(error, MissingRates) else self.notice.refuse(error)

    def way_on(self, error: UserError) -> tuple[str, Callable[[], object]]:
        """Give the button that helps where something could not be read: to the rates, or to ask again."""
        if isinstance(error, MissingRates):
            return "Show rates", partial(self.go.emit, "catalog", "rates")
        return "Try again", self.reload

    def reload(self) -> None:
        """Ask again from the start."""
        self.notice.hide()
        self.refresh()

    def show_empty(self, empty: EmptyState | None) -> None:
        """Show what would be here instead of the content; None brings the content back. The focus stays on the page."""
        if has_focus_within(self.content) or (self._empty is not None and has_focus_within(self._empty)):
            self.setFocus()
        if self._empty is not None:
            self._middle.removeWidget(self._empty)
            self._empty.deleteLater()
        self._empty = empty
        self.content.setVisible(empty is None)
        self._bar.setVisible(empty is None)
        if empty is not None:
            self._middle.insertWidget(0, empty, 1)
        self.follow_front()

    def set_mark(self, words: str) -> None:
        """Set the quiet mark beside the title ("changed 3 min ago"); no words, no mark."""
        self.mark.say(words)
        self.mark.setVisible(bool(words))

    def set_days(self, words: str) -> None:
        """Say on the right of the title which days the page shows; no words, no days."""
        self.days.setText(words)
        self.days.setVisible(bool(words))

    def to_front(self) -> None:
        """Give the focus to the front, or keep it here until that is in view."""
        front = self._empty or self.front
        (front if front is not None and front.isVisible() else self).setFocus()

    def follow_front(self) -> None:
        """Hand the focus on that was kept here, once what is being laid out is in view."""
        if self.hasFocus():
            QTimer.singleShot(0, self, lambda: self.to_front() if self.hasFocus() else None)

    def focus_search(self) -> None:
        """Go to the filter field (Ctrl+F)."""
        if self._search is not None:
            self._search.setFocus(Qt.FocusReason.ShortcutFocusReason)
            self._search.selectAll()

    @property
    def stale(self) -> bool:
        """Whether the ledger changed since this page was read."""
        return self._stale

    @property
    def follows(self) -> bool:
        """Whether the inspector is open to follow a cursor: not while a form in it has something typed into it."""
        return self.inspector.isVisibleTo(self) and not self.inspector.unsaved

    @property
    def beside(self) -> int:
        """From how many pixels on the inspector stands beside what is in view."""
        return self.BESIDE

    def way_back(self) -> Callable[[], object] | None:
        """Give what brings what is in view back into view; for pages that show one of several things."""
        return None

    def offer_back(self) -> None:
        """Offer the form again that was put aside in what is in view, if there is one."""
        if self.inspector.waiting:
            self._dropped(self.inspector.waiting)

    # Inside

    def _dropped(self, heading: str) -> None:
        """Say that a form had to make room, and offer it again."""
        back = self.way_back()

        def run() -> None:
            if back is not None:
                back()
            self.notice.hide()
            self.inspector.bring_back()

        said = f"What was typed for “{heading}” was not saved."
        let_go = partial(self.inspector.let_go, self.inspector.place)
        self.notice.say(said, Tone.ATTENTION, button="Bring it back", run=run, let_go=let_go)

    def _lay_out(self) -> None:
        outer = self._column = QVBoxLayout(self)
        outer.setContentsMargins(24, 20, 24, 12)
        outer.setSpacing(0)
        head = self._head = QHBoxLayout()
        head.setSpacing(10)
        head.addWidget(self.title)
        head.addWidget(self.mark)
        head.addStretch(1)
        head.addWidget(self.days)
        outer.addLayout(head)
        outer.addSpacing(2)
        outer.addWidget(self.sentence)
        outer.addSpacing(12)
        outer.addWidget(self.thin_bar)
        outer.addWidget(self._make_bar())
        outer.addWidget(self.notice)
        outer.addSpacing(12)
        self._middle = QHBoxLayout()
        self._middle.setSpacing(12)
        self.body.setContentsMargins(0, 0, 0, 0)
        self.body.setSpacing(12)
        self._middle.addWidget(self.content, 1)
        outer.addLayout(self._middle, 1)
        self.inspector.hide()
        self.inspector.opened.connect(self._place_inspector)
        self.inspector.dropped.connect(self._dropped)
        self.inspector.abandoned.connect(self.to_front)
        self.mark.hide()
        self.days.hide()
        self.sentence.hide()

    def _place_inspector(self) -> None:
        """Stand beside the content where there is room for both, else lie over its right edge."""
        beside = self.width() >= self.beside
        self.inspector.narrow(beside and self.width() < ROOMY)
        if beside and self._middle.indexOf(self.inspector) < 0:
            self._middle.addWidget(self.inspector)
        elif not beside:
            self._middle.removeWidget(self.inspector)
            self.inspector.setParent(self)
            top = self.content.mapTo(self, QPoint(0, 0)).y()
            width = self.inspector.width()
            self.inspector.setGeometry(self.width() - 24 - width, top, width, self.height() - top - 12)
            self.inspector.raise_()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Find the inspector's place anew."""
        super().resizeEvent(event)
        if self.inspector.isVisible():
            self._place_inspector()

    def _make_bar(self) -> QFrame:
        self._bar = QFrame()
        row = QHBoxLayout(self._bar)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(8)
        self._left, self._right = QHBoxLayout(), QHBoxLayout()
        self._left.setSpacing(8)
        self._right.setSpacing(8)
        row.addLayout(self._left)
        row.addStretch(1)
        row.addLayout(self._right)
        return self._bar

    def make_up(self) -> None:
        """Take back the refusal of an action once another is done or its form is left, if nothing was said since."""
        self.notice.make_up()

    def _settled(self, about: str) -> None:
        self._questions.pop(about, None)
        if not self._questions:
            self.thin_bar.stop()

    def _ledger_changed(self, topics: frozenset[str]) -> None:
        if not topics & self.TOPICS:
            return
        self._stale = True
        self.notice.ledger_changed()
        if self.isVisible():
            QTimer.singleShot(0, self, self._refresh_if_stale)

    def showEvent(self, event: QShowEvent) -> None:
        """Read anew if the ledger changed while the page was away, and offer again what was put aside."""
        super().showEvent(event)
        self._refresh_if_stale()
        if self.notice.isHidden():
            self.offer_back()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Close the inspector with Esc, after whatever has the focus had its own use of the key."""
        if event.key() == Qt.Key.Key_Escape and self.inspector.isVisible():
            self.inspector.hide()
        else:
            super().keyPressEvent(event)

    def _refresh_if_stale(self) -> None:
        if self._stale:
            self._stale = False
            self.refresh()


def small(text: str) -> QLabel:
    """Make a quiet line of small text."""
    return label(text, font=ui_font(TABLE), role="quiet", wrap=True)
