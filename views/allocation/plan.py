"""The plan: who gets which units of every SKU, why, and what a person fixes."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from functools import partial
from typing import Any, ClassVar

from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QHBoxLayout, QMenu, QWidget

from app.actions.allocation import lift_override, set_override, store_run
from app.queries.allocation_board import Board, board
from app.queries.allocation_groups import GroupBy, GroupRow
from app.queries.allocation_plan import PlanRow
from app.queries.fixing import if_fixed
from models.domain.allocation.facts import Override
from models.domain.allocation.outcome import Outcome
from models.domain.allocation.tiers import Tier
from views.allocation.fixing import FixForm
from views.allocation.grid import PlanGrid
from views.allocation.panel import Cell, NumberPanel
from views.allocation.why import about
from views.allocation.words import TONES, WORST_FIRST, fixed_words, headline, run_words
from views.common.drop_button import DropButton
from views.common.form_field import Value
from views.common.page import Page, small
from views.common.section import Section
from views.common.states import EmptyState
from views.common.theme import Tone

_ALL, _FIXED = "all", "fixed"
_GROUPS = ((GroupBy.NOTHING, "Not grouped"), (GroupBy.CATEGORY, "By category"), (GroupBy.TIER, "By tier"))


class PlanSection(Section):
    """A grid of SKUs by channels; the panel beside it answers why."""

    KEY: ClassVar[str] = "plan"
    WORDS: ClassVar[str] = "Plan"
    HINT: ClassVar[str] = "Filter SKUs"

    def __init__(self, page: Page) -> None:
        super().__init__(page)
        self.board: Board | None = None
        self.fixing: FixForm | None = None
        self.panel = NumberPanel(page)
        self.panel.edit.connect(lambda cell: self.edit(cell.row, cell.channel, ""))
        self.panel.lift.connect(lambda cell: self.lift(cell.fixed))
        self.counted = small("")
        self.group_button = DropButton(self.look, "Not grouped", quiet=True, menu=self._group_menu())
        self.group_button.setToolTip("Bring SKUs together by category or tier, with their sums")
        self._lay_out_chips()
        self.grid = PlanGrid(page)
        self.grid.edited.connect(self.edit)
        self.grid.opened.connect(self.open)
        self.grid.moved.connect(self._follow_grid)
        self.column.addWidget(self.grid, 1)
        self.run_button = self.button("Allocate", "check", self.allocate, primary=True)
        self.run_button.setToolTip("Share out every SKU by the published rules, and store the run")
        page.inspector.closed.connect(self._closed)

    @property
    def front(self) -> QWidget:
        """The grid."""
        return self.grid

    def filter(self, words: str) -> None:
        """Show only SKUs that hold every typed word."""
        self.grid.filter(words)

    def refresh(self) -> None:
        """Ask the ledger for the plan of today."""
        self.grid.table.loading()
        self.page.ask(partial(board, day=self.page.today()), self.show_board)

    def show_board(self, found: Board) -> None:
        """Show the plan, how tight it is, and how it stands to the stored run."""
        self.board = found
        if not found.plan.rows:
            self._show_nothing()
            return
        self.page.show_empty(None)
        self.said.emit(headline(found, self.text))
        last = found.last
        self.page.set_mark(run_words(last, self.text))
        self.page.mark.say(run_words(last, self.text), Tone.NEUTRAL if last and last.holds else Tone.ATTENTION)
        self.counted.setText(fixed_words(found.counted))
        self.counted.setVisible(bool(found.counted))
        self._count_chips()
        self._show_rows()
        if self._in_view and self.page.inspector.isVisibleTo(self.page) and self.fixing is None:
            self._answer()

    # Why

    def open(self) -> None:
        """Answer why of the cell under the cursor; a row of sums opens or shuts its group."""
        head = self.grid.head()
        if head is not None:
            self.grid.toggle(head)
        else:
            self._answer()

    def _answer(self) -> None:
        row, channel = self.grid.row(), self.grid.channel()
        if row is None or self.board is None:
            self.page.inspector.hide()
            return
        had_focus = self.grid.table.grid.hasFocus()
        self.fixing = None
        self.panel.show_cell(self.board, Cell(row, channel, self._fixed(row, channel)))
        if had_focus:
            self.grid.table.setFocus()

    def _follow_grid(self) -> None:
        seen = self.page.follows and self.grid.table.grid.hasFocus()
        if seen and self.grid.row() is not None:
            self._answer()

    # What a person does

    def allocate(self) -> None:
        """Share out every SKU by the published rules and store the run."""
        job = self.page.runner.job(store_run, "Allocate")
        job.refused.connect(self.page.fail)
        job.done.connect(lambda _stored: self.grid.table.setFocus())

    def edit(self, row: Any, channel: str, typed: str) -> None:  # noqa: ANN401 -- a row of the grid
        """Open the form that fixes a number, with what was typed into its cell."""
        if isinstance(row, GroupRow):
            self.page.notice.say("This is a sum, which nobody types. Nothing was changed. Type the number of a SKU.")
            return
        if channel not in row.units:
            self.page.notice.say(
                f"{row.sku} is not on {channel}, so no units can be fixed there. Nothing was changed. "
                f"Link a listing of {channel} to it in the Catalogue."
            )
            return
        self.page.notice.hide()
        self.page.inspector.explain(f"Fix {row.sku} on {channel}", about(row, self.text))
        save = partial(self._save, row, channel)
        fixed, preview = self._fixed(row, channel), partial(self._preview, row.sku, channel)
        made = FixForm(self.page.desk, row, channel, fixed, preview=preview, save=save, leave=self.leave)
        self.page.inspector.add(made)
        self.fixing = made
        # The editor of the cell gives the focus back to the grid first.
        QTimer.singleShot(0, made, partial(made.type_units, typed))

    def lift(self, fixed: Override) -> None:
        """End a fixed number, so that the rules decide again."""
        self.page.do(partial(lift_override, override_id=fixed.number), then=lambda _done: self.grid.table.setFocus())

    def leave(self) -> None:
        """Close the inspector and go back to the grid."""
        self.page.inspector.hide()
        self.grid.table.setFocus(Qt.FocusReason.OtherFocusReason)

    def _preview(self, sku: str, channel: str, units: int, show: Callable[[Outcome], None]) -> None:
        asked = partial(if_fixed, sku=sku, channel=channel, units=units, day=self.page.today())
        self.page.ask(asked, show, about="fixed")

    def _save(self, row: PlanRow, channel: str, values: dict[str, Value]) -> None:
        units, until = values["units"], values["until"]
        if self.board is None or not isinstance(units, int) or not isinstance(until, date):
            return
        action = partial(
            set_override,
            sku=row.sku,
            channel_id=self.board.ids[channel],
            units=units,
            reason=str(values["reason"]),
            until=until,
        )
        self.finish(action)

    # Inside

    def _lay_out_chips(self) -> None:
        across = QHBoxLayout()
        across.setSpacing(12)
        self.column.removeWidget(self.chips)
        across.addWidget(self.chips)
        across.addWidget(self.counted, 1)
        across.addWidget(self.group_button)
        self.chips.show()
        self.chips.chosen.connect(lambda _key: self._show_rows())
        self.column.insertLayout(0, across)

    def _group_menu(self) -> QMenu:
        menu = QMenu()
        for by, words in _GROUPS:
            action = QAction(words, menu)
            action.triggered.connect(partial(self.group, by))
            menu.addAction(action)
        return menu

    def group(self, by: GroupBy) -> None:
        """Bring SKUs together by category or tier, with their sums."""
        self.group_button.setText(dict(_GROUPS)[by])
        self.grid.group(by)

    def _fixed(self, row: PlanRow, channel: str) -> Override | None:
        return self.board.fixed.get((row.sku, channel)) if self.board is not None else None

    def _closed(self) -> None:
        self.fixing = None
        self.panel.stop()

    def _count_chips(self) -> None:
        rows = self.board.plan.rows if self.board is not None else ()
        counts = {tier: sum(row.tier is tier for row in rows) for tier in WORST_FIRST}
        tabs = [(_ALL, "All", self.text.units(len(rows)), Tone.NEUTRAL)]
        for tier, number in counts.items():
            tone = TONES[tier] if number else Tone.NEUTRAL
            tabs.append((tier.value, tier.value.capitalize(), self.text.units(number, zero="0"), tone))
        fixed = len({sku for sku, _ in self.board.fixed} if self.board is not None else ())
        if fixed:
            tabs.append((_FIXED, "Fixed", self.text.units(fixed), Tone.ACCENT))
        self.chips.set_tabs(tabs)

    def _show_rows(self) -> None:
        if self.board is None:
            return
        key, rows = self.chips.current(), self.board.plan.rows
        if key == _FIXED:
            skus = {sku for sku, _ in self.board.fixed}
            rows = tuple([row for row in rows if row.sku in skus])
        elif key not in {"", _ALL}:
            rows = tuple([row for row in rows if row.tier is Tier(key)])
        self.grid.show_rows(self.board, rows)

    def _show_nothing(self) -> None:
        self.said.emit("")
        self.page.set_mark("")
        self.page.inspector.hide()
        self.page.show_empty(
            EmptyState(
                self.look,
                title="Nothing to allocate yet",
                why="Here every SKU will stand with the units that each channel gets, and why. Import stock reports "
                "and the sales of your channels: stock says what there is, sales say how fast it goes.",
                button="Import stock and sales",
                icon="boxes",
                run=partial(self.page.go.emit, "import", None),
            )
        )
