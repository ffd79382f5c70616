"""Allocation: who gets which units of every SKU, why, and what a person fixes."""

from __future__ import annotations

from datetime import date
from functools import partial
from typing import ClassVar

from PySide6.QtCore import Qt, QTimer
from shiboken6 import isValid

from app.actions.allocation import lift_override, set_override, store_run
from app.queries.allocation_board import Board, board
from app.queries.allocation_plan import PlanRow
from app.queries.supply_chart import supply_chart
from models.domain.allocation.facts import Override
from models.domain.allocation.tiers import Tier
from models.domain.charts import ChartData
from views.allocation.fixing import FixForm
from views.allocation.grid import PlanGrid
from views.allocation.rules import RulesPanel
from views.allocation.why import about, explain_channel, explain_sku
from views.allocation.words import TONES, WORST_FIRST, headline, run_words
from views.common.chart import Chart
from views.common.day_edit import today
from views.common.desk import Desk
from views.common.form_field import Value
from views.common.page import Page
from views.common.parts import Button, SearchField
from views.common.saving import offer_pictures
from views.common.segments import ChipTabs
from views.common.states import EmptyState
from views.common.theme import Tone

_ALL = "all"
_CURVE_HIGH = 300


class AllocationPage(Page):
    """A grid of SKUs by channels; the panel beside it answers why."""

    NAME: ClassVar[str] = "allocation"
    TITLE: ClassVar[str] = "Allocation"
    ICON: ClassVar[str] = "columns-3"
    HELP: ClassVar[str] = "allocation"
    TOPICS: ClassVar[frozenset[str]] = frozenset({"allocation", "rules", "stock", "imports", "catalog", "contribution"})

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        self.board: Board | None = None
        self.fixing: FixForm | None = None
        self.curve: Chart | None = None
        self._wanted = ""
        self.chips = ChipTabs(self.look)
        self.chips.chosen.connect(lambda _key: self._show_rows())
        self.left(self.chips)
        self.grid = PlanGrid(self)
        self.grid.edited.connect(self.edit)
        self.grid.opened.connect(self.explain)
        self.grid.moved.connect(self._follow)
        self.field = SearchField(self.look, "Filter SKUs")
        self.field.searched.connect(self.grid.filter)
        self.run_button = Button(self.look, "Allocate", icon="check", primary=True, run=self.allocate)
        self.run_button.setToolTip("Share out every SKU by the published rules, and store the run")
        self.rules = RulesPanel(self)
        rules = Button(self.look, "Rules", icon="list-checks", run=self.rules.open)
        rules.setToolTip("The rules in force, and a draft of others")
        self.right(self.field, rules, self.run_button)
        self.body.addWidget(self.grid, 1)
        self.setFocusProxy(self.grid)
        self.inspector.closed.connect(self._forget_form)

    def refresh(self) -> None:
        """Ask the ledger for the plan of today."""
        self.grid.table.loading()
        self.ask(partial(board, day=today()), self.show_board)

    def show_this(self, what: object) -> None:
        """Show a SKU that another page asks for."""
        if isinstance(what, str):
            self._wanted = what
            self.field.setText(what)

    def focus_search(self) -> None:
        """Go to the filter field (Ctrl+F)."""
        self.field.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.field.selectAll()

    def show_board(self, found: Board) -> None:
        """Show the plan, how tight it is, and how it stands to the stored run."""
        self.board = found
        if not found.plan.rows:
            self._show_nothing()
            return
        self.show_empty(None)
        self.say(headline(found, self.text))
        last = found.last
        self.set_mark(run_words(last, self.text))
        self.mark.say(run_words(last, self.text), Tone.NEUTRAL if last and last.holds else Tone.ATTENTION)
        self._show_chips()
        self._show_rows()
        if self.inspector.isVisibleTo(self) and self.fixing is None:
            self._explain_again()

    # Why

    def explain(self) -> None:
        """Answer why of the cell under the cursor."""
        row, channel = self.grid.row(), self.grid.channel()
        if row is None or self.board is None:
            self.inspector.hide()
            return
        had_focus = self.grid.table.grid.hasFocus()
        self._forget_form()
        if channel:
            fixed = self._fixed(row, channel)
            explain_channel(self.inspector, row, channel, fixed, self.text)
            run = partial(self.edit, row, channel, "")
            words = "Change the fixed number" if fixed else "Fix this number"
            self.inspector.add(Button(self.look, words, icon="pencil", run=run))
            if fixed is not None:
                lift = partial(self.lift, fixed)
                self.inspector.add(Button(self.look, "Lift the fixed number", icon="undo-2", run=lift))
        else:
            explain_sku(self.inspector, row, self.text)
        self._draw_curve(row)
        if had_focus:
            self.grid.table.setFocus()

    def _explain_again(self) -> None:
        if self.rules.shown:
            self.rules.open()
        else:
            self.explain()

    def _follow(self) -> None:
        if self.inspector.isVisibleTo(self) and self.grid.table.grid.hasFocus():
            self.explain()

    # What a person does

    def allocate(self) -> None:
        """Share out every SKU by the published rules and store the run."""
        job = self.runner.job(partial(store_run, day=today()), "Allocate")
        job.refused.connect(self.fail)
        job.done.connect(lambda _stored: self.grid.table.setFocus())

    def edit(self, row: PlanRow, channel: str, typed: str) -> None:
        """Open the form that fixes a number, with what was typed into its cell."""
        if channel not in row.units:
            self.notice.say(
                f"{row.sku} is not on {channel}, so no units can be fixed there. Nothing was changed. "
                f"Link a listing of {channel} to it in the Catalogue."
            )
            return
        self.notice.hide()
        self._forget_form()
        self.inspector.explain(f"Fix {row.sku} on {channel}", about(row, self.text))
        save = partial(self._save, row, channel)
        made = FixForm(self.desk, row, channel, self._fixed(row, channel), save=save, leave=self.leave)
        self.inspector.add(made)
        self.fixing = made
        # The editor of the cell gives the focus back to the grid first.
        QTimer.singleShot(0, made, partial(made.type_units, typed))

    def lift(self, fixed: Override) -> None:
        """End a fixed number, so that the rules decide again."""
        self.do(partial(lift_override, override_id=fixed.number), then=lambda _done: self.grid.table.setFocus())

    def leave(self) -> None:
        """Close the inspector and go back to the grid."""
        self.inspector.hide()
        self.grid.table.setFocus(Qt.FocusReason.OtherFocusReason)

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
        self.do(action, then=lambda _done: self.leave())

    # Inside

    def _draw_curve(self, row: PlanRow) -> None:
        """Draw what every channel would get at other supplies, once that is worked out."""
        if self.board is None or not row.units:
            return
        curve = Chart(self.look, self.text)
        curve.setProperty("card", False)
        curve.body.setContentsMargins(0, 6, 0, 0)
        curve.setFixedHeight(_CURVE_HIGH)
        offer_pictures(self, curve)
        self.curve = curve
        self.inspector.add(curve)
        colours = self.board.colours
        self.ask(lambda _session: supply_chart(row.outcome, colours), partial(self._show_curve, curve), about="curve")

    def _show_curve(self, curve: Chart, data: ChartData) -> None:
        if curve is self.curve and isValid(curve):
            curve.show_data(data)

    def _fixed(self, row: PlanRow, channel: str) -> Override | None:
        return self.board.fixed.get((row.sku, channel)) if self.board is not None else None

    def _forget_form(self) -> None:
        self.fixing = None
        self.rules.shown = False

    def _show_chips(self) -> None:
        rows = self.board.plan.rows if self.board is not None else ()
        counts = {tier: sum(row.tier is tier for row in rows) for tier in WORST_FIRST}
        tabs = [(_ALL, "All", self.text.units(len(rows)), Tone.NEUTRAL)]
        for tier, number in counts.items():
            tone = TONES[tier] if number else Tone.NEUTRAL
            tabs.append((tier.value, tier.value.capitalize(), self.text.units(number, zero="0"), tone))
        self.chips.set_tabs(tabs)

    def _show_rows(self) -> None:
        if self.board is None:
            return
        key = self.chips.current()
        tiers = set(Tier) if key in {"", _ALL} else {Tier(key)}
        self.grid.show_rows(self.board, [row for row in self.board.plan.rows if row.tier in tiers])
        self.setFocusProxy(self.grid)

    def _show_nothing(self) -> None:
        self.say("")
        self.set_mark("")
        self.inspector.hide()
        self.show_empty(
            EmptyState(
                self.look,
                title="Nothing to allocate yet",
                why="Here every SKU will stand with the units that each channel gets, and why. Import stock reports "
                "and the sales of your channels: stock says what there is, sales say how fast it goes.",
                button="Import stock and sales",
                icon="boxes",
                run=partial(self.go.emit, "import", None),
            )
        )
