"""Contribution: the statement by channel, SKU, month or week; every figure opens down to the row of a file."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Any, ClassVar

from PySide6.QtCore import QEvent, Qt, QTimer
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QWidget

from app.errors import UserError
from app.queries.behind import Behind, StatementCell, behind
from app.queries.charts import weeks
from app.queries.compared import Compared, ComparedRow, compared
from app.queries.freshness import Reach, reaches
from app.queries.postings import PostingRow
from app.queries.scope import Scope, scope
from models.domain.contribution.statement import By
from models.domain.period import Period
from views.common.channel_picker import ChannelPicker
from views.common.desk import Desk
from views.common.drop_button import DropButton
from views.common.page import ROOMY, Page
from views.common.parts import SearchField
from views.common.period_picker import ComparisonPicker, PeriodPicker
from views.common.reach import days_shown, ends_early
from views.common.refused import Refused
from views.common.saving import ask_channel_pnl, offer_pictures
from views.common.states import EmptyState
from views.common.uncosted import missing_cost
from views.contribution import words
from views.contribution.drill import Crumbs, DrillView
from views.contribution.explain import explain_posting, explain_row
from views.contribution.statement import StatementView


class ContributionPage(Page):
    """The statement, and below it the postings behind the figure that was opened."""

    NAME: ClassVar[str] = "contribution"
    TITLE: ClassVar[str] = "Contribution"
    ICON: ClassVar[str] = "chart-column"
    HELP: ClassVar[str] = "reading-contribution"
    TOPICS: ClassVar[frozenset[str]] = frozenset({"contribution", "catalog"})

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        self.cell: StatementCell | None = None
        self._reaches: list[Reach] = []
        self.period = PeriodPicker(self.look, self.text, desk.memory, today=self.today)
        self.comparison = ComparisonPicker(self.look)
        self.picker = ChannelPicker(self.look)
        self.crumbs = Crumbs(self.look)
        self.field = SearchField(self.look, "Filter rows")
        self.saving = DropButton(self.look, "Save", icon="download")
        self.statement, self.drill = StatementView(self), DrillView(self)
        self.left(self.period, self.comparison, self.picker, self.crumbs)
        self.right(self.field, self.saving)
        self.body.addWidget(self.statement, 1)
        self.refused = Refused(self, self._take_away)
        self.body.addWidget(self.drill, 1)
        self.body.addWidget(self.refused, 1)
        self._show_drill(on=False)
        self._fill_saving()
        self._connect()

    @property
    def front(self) -> QWidget | None:
        """The figures or what stands in their place, or the postings behind one of them."""
        return self.drill.table if self.cell is not None else self.refused.state or self.statement.table

    @property
    def beside(self) -> int:
        """Two charts stand beside one another below the statement; postings leave the inspector its place."""
        return ROOMY if self.cell is None else super().beside

    def refresh(self) -> None:
        """Read what there is to choose from, then the figures."""
        self.ask(partial(scope, today=self.today()), self._offer, about="scope")

    def show_this(self, what: object) -> None:
        """Open a figure that another page asks for, or its period."""
        match what:
            case StatementCell():
                self.open_cell(what)
            case Period():
                self.back()
                self.period.choose_own(what)
            case _:
                self.back()

    def open_cell(self, cell: StatementCell) -> None:
        """Open the postings behind a figure."""
        self.cell = cell
        self.crumbs.show_cell(cell)
        self.inspector.hide()
        self.drill.table.loading()
        self.ask(partial(behind, cell=cell), self._show_behind, about="behind", lost=self._lose_cell)

    def back(self) -> None:
        """Leave the postings and show the statement again."""
        if self.cell is None:
            return
        self.cell = None
        self.inspector.hide()
        self._show_drill(on=False)
        self._filter(self.field.text())
        if self.statement.found is not None:
            self._say_statement(self.statement.found)
        elif self.refused.error is not None:
            self._say_nothing()
        if self.statement.table is not None:
            self.statement.table.grid.setFocus()

    def focus_search(self) -> None:
        """Go to the filter field (Ctrl+F)."""
        self.field.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.field.selectAll()

    def event(self, event: QEvent) -> bool:
        """Take Alt+Left while postings are shown, before the window or the cursor of a table does."""
        if event.type() == QEvent.Type.ShortcutOverride and self.cell is not None and _is_back(event):
            event.accept()
            QTimer.singleShot(0, self, self.back)
            return True
        return super().event(event)

    def _offer(self, found: Scope) -> None:
        if found.days is None:
            self._show_nothing()
            return
        self.show_empty(None)
        self.picker.offer(found.choices())
        self.period.offer(found.days, until=found.until)
        self._ask_statement()
        self.ask(partial(reaches, today=self.today()), self._show_reaches, about="reaches")
        if self.cell is not None:
            self.open_cell(self.cell)

    def _show_nothing(self) -> None:
        self.back()
        self._say_nothing()
        self.show_empty(
            EmptyState(
                self.look,
                title="No figures yet",
                why="Here every channel, SKU, month and week will stand from gross sales down to the result, and each "
                "figure will open to the rows it was made from. Import the exports of your channels first.",
                button="Import files",
                run=partial(self.go.emit, "import", None),
            )
        )

    def _ask_statement(self) -> None:
        period, channels = self.period.period(), self.picker.chosen()
        against = self.comparison.against(period)
        if self.statement.table is not None:
            self.statement.table.loading()
        question = partial(compared, period=period, against=against, by=self.statement.by, channels=channels)
        self.ask(question, partial(self._show_statement, channels), lost=self.refused.say)
        by_week = partial(weeks, period=period, channels=channels)
        # What it lacks the statement lacks too, and says so for both.
        self.ask(by_week, self.statement.show_weeks, about="weeks", lost=lambda _error: None)

    def _take_away(self) -> None:
        """Leave nothing in view that is of other days, or was so before the ledger changed."""
        self.statement.forget()
        if self.cell is None:
            self.inspector.hide()
            self._say_nothing()
        self._show_drill(on=self.cell is not None)

    def _lose_cell(self, error: UserError) -> None:
        """Leave postings that cannot be read anew; why there are no figures is said in their place."""
        self.back()
        if self.refused.error is None:
            self.fail(error)

    def _say_nothing(self) -> None:
        self.say("")
        self.set_days("")

    def _show_statement(self, channels: frozenset[int] | None, found: Compared) -> None:
        self.refused.settle()
        self.statement.show_statement(found, channels)
        self._show_drill(on=self.cell is not None)
        if self.cell is None:
            self._say_statement(found)

    def _show_reaches(self, found: list[Reach]) -> None:
        self._reaches = found
        if self.cell is None and self.statement.found is not None:
            self._say_statement(self.statement.found)

    def _say_statement(self, found: Compared) -> None:
        # What is shown may be older than what is chosen, as long as the new figures are on their way.
        by, chosen = By(found.current.by), self.statement.channels
        said = words.headline(found, by, self.text)
        self.set_days(days_shown(found.period, found.against, self.text))
        known = {one.channel: one.last_day for one in self._reaches if chosen is None or one.channel_id in chosen}
        parts = (
            missing_cost(found.missing_cost, self.text),
            ends_early(found.period, known, self.text),
            words.without_shared(by, chosen),
        )
        self.say(" ".join(filter(None, (said, *parts))))

    def _show_behind(self, found: Behind) -> None:
        if found.cell != self.cell:
            return
        self._show_drill(on=True)
        self.say(words.drilled(found, self.text))
        self.set_days("")
        self.drill.show_behind(found)
        self.drill.table.filter(self.field.text())

    def _show_drill(self, *, on: bool) -> None:
        for widget in (self.period, self.comparison, self.picker):
            widget.setVisible(not on)
        self.statement.setVisible(not on and self.statement.found is not None)
        self.refused.setVisible(not on and self.refused.error is not None)
        self.crumbs.setVisible(on)
        self.drill.setVisible(on)

    def _filter(self, needle: str) -> None:
        self.statement.filter(needle)
        self.drill.table.filter(needle)

    def _explain_row(self, row: ComparedRow | None) -> None:
        if row is not None and self.statement.found is not None:
            explain_row(self, row, self.statement.found)

    def _explain_posting(self, row: PostingRow | None) -> None:
        if row is not None:
            explain_posting(self, row)

    def _follow(self, explain: Callable[[Any], None], row: object) -> None:
        """Let the inspector follow the cursor while it is open."""
        if self.inspector.isVisible():
            explain(row)

    def _connect(self) -> None:
        self.period.changed.connect(lambda _period: self._ask_statement())
        self.comparison.changed.connect(lambda _key: self._ask_statement())
        self.picker.changed.connect(lambda _channels: self._ask_statement())
        self.statement.by_chosen.connect(self._ask_statement)
        self.statement.opened.connect(self.open_cell)
        self.statement.inspected.connect(self._explain_row)
        self.drill.inspected.connect(self._explain_posting)
        self.statement.current_changed.connect(partial(self._follow, self._explain_row))
        self.drill.current_changed.connect(partial(self._follow, self._explain_posting))
        self.crumbs.back.clicked.connect(lambda _checked: self.back())
        self.field.searched.connect(self._filter)
        offer_pictures(self, self.statement.weeks)
        offer_pictures(self, self.statement.fall)

    def _fill_saving(self) -> None:
        menu = self.saving.menu()
        menu.addAction("This table as CSV…").triggered.connect(lambda _checked: self._save_table("csv"))
        menu.addAction("This table as Excel workbook…").triggered.connect(lambda _checked: self._save_table("xlsx"))
        menu.addSeparator()
        menu.addAction("Channel P&&L as Excel workbook…").triggered.connect(
            lambda _checked: ask_channel_pnl(self, self.period.period())
        )

    def _save_table(self, form: str) -> None:
        table = self.drill.table if self.cell is not None else self.statement.table
        if table is not None:
            self.export_requested.emit(table, form)


def _is_back(event: QEvent) -> bool:
    alt = Qt.KeyboardModifier.AltModifier
    return isinstance(event, QKeyEvent) and event.key() == Qt.Key.Key_Left and bool(event.modifiers() & alt)
