"""What the rules cost, in words and figures: for one SKU in the panel, and for those with most at stake in a table."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from functools import partial
from typing import ClassVar

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout, QWidget

from app.actions.policy_costs import TOP, weigh_rules
from app.queries.policy_costs import COLUMNS, CostRow
from models.domain.money import Money
from views.common.fonts import TABLE, medium, ui_font
from views.common.labels import label
from views.common.page import Page, small
from views.common.paint import Paint
from views.common.parts import Button, stacked
from views.common.runner import Job
from views.common.section import Section
from views.common.sentences import count
from views.common.states import EmptyState
from views.common.text import Text


def cost_lines(row: CostRow, text: Text) -> list[str]:
    """Say what the rules and each promise of a SKU cost."""
    if row.refused:
        return [f"By the rules {_money(row.value, text)} is expected. {row.refused}."]
    share = text.percent(row.share) if row.share else f"less than {text.percent(Decimal('0.001'))}"
    lines = [f"The rules cost {_money(row.cost, text)} ({share}) of the best plan's {_money(row.best, text)}."]
    if not row.cost.minor:
        lines = [
            f"The rules cost nothing: no plan with the same promises is worth more than {_money(row.value, text)}."
        ]
    if not row.promises:
        return [*lines, "No promise is open."]
    if not row.all_promises.minor and not any(money.minor for money in row.promises.values()):
        return [*lines, "The promises cost nothing."]
    promised = [f"the one to {code} {_money(money, text)}" for code, money in row.promises.items()]
    return [*lines, f"The promises cost {_money(row.all_promises, text)}: {', '.join(promised)}."]


def limit_line(row: CostRow, text: Text) -> str:
    """Say how sure the answer is."""
    limit = f"limit {row.time_limit} ms a plan"
    if row.refused:
        return "What the rules cost is not known."
    if row.proved:
        return f"Proved to be the best: gap 0 %, {limit}."
    return f"The solver ran out of time: the best plan may be {text.percent(row.gap)} better, {limit}."


def show_cost(page: Page, holder: QWidget, row: CostRow) -> None:
    """Put the cost of one SKU into a holder of the inspector."""
    column, text = holder.layout(), page.text
    if column is None:
        return
    for words in cost_lines(row, text):
        made = label(words, font=medium(), wrap=True)
        column.addWidget(made)
    column.addWidget(small(limit_line(row, text)))
    column.addWidget(_units(row, text))
    column.addWidget(
        small(
            "Contribution is expected over the ladder's demand days; promised orders are sold for certain. The best "
            "plan keeps the same promises, caps, cases and fixed numbers."
        )
    )


class CostSection(Section):
    """The SKUs with most at stake: what their rules cost, worked out by a job that can be stopped."""

    KEY: ClassVar[str] = "cost"
    WORDS: ClassVar[str] = "Cost"
    HINT: ClassVar[str] = "Filter SKUs"

    def __init__(self, page: Page) -> None:
        super().__init__(page)
        self.job: Job | None = None
        self.make_table(
            COLUMNS,
            {"SKU": Paint(bold=True), "Rules cost": Paint(bold=True), "Gap": Paint(quiet=True)}
            | {"Limit ms": Paint(quiet=True)},
            lambda row: row.sku,
        )
        self.table.set_empty(
            EmptyState(
                self.look,
                title="Not worked out yet",
                why=f"For the {TOP} SKUs with most contribution at stake a solver looks for the best plan that keeps "
                "the same promises. What it is worth more is what the rules cost.",
                button="Work out the cost",
                icon="chart-column",
                run=self.work_out,
            )
        )
        self.run_button = self.button("Work out the cost", "chart-column", self.work_out, primary=True)
        self.cancel_button = self.button("Cancel", "x", self.stop)
        self.offer(self.cancel_button, offered=False)

    def refresh(self) -> None:
        """Keep what was worked out; a solver runs only when it is asked to."""
        self.said.emit(self._words)

    @property
    def _words(self) -> str:
        rows: Sequence[CostRow] = list(self._rows)
        if not rows:
            return "What the rules cost against the best plan that keeps the same promises"
        currency = rows[0].value.currency
        cost, promises = (
            Money(sum(one.minor for one in parts), currency)
            for parts in ([row.cost for row in rows], [row.all_promises for row in rows])
        )
        unsure = sum(not row.proved for row in rows)
        proved = f"; {count(unsure, 'SKU')} not proved in time" if unsure else "; all proved"
        these = "this SKU" if len(rows) == 1 else f"these {count(len(rows), 'SKU')}"
        return (
            f"The rules of {these} cost **{_money(cost, self.text)}**, "
            f"their promises {_money(promises, self.text)}{proved}"
        )

    def work_out(self) -> None:
        """Begin the job."""
        job = self.page.runner.job(weigh_rules, f"What the rules cost: {TOP} SKUs")
        self.job = job
        self._offer(running=True)
        self.table.loading()
        job.refused.connect(self.page.fail)
        job.done.connect(self.show_costs)
        job.ended.connect(lambda: self._offer(running=False))
        job.cancelled.connect(self.table.thin_bar.stop)

    def stop(self) -> None:
        """Stop the job."""
        if self.job is not None and self.job.running:
            self.job.cancel()

    def show_costs(self, found: list[CostRow]) -> None:
        """Show what was worked out."""
        self.show_rows(found)
        if not found:
            self.page.notice.say("Nothing is at stake in any SKU: no unit that is asked for is missing.")
        self.said.emit(self._words)

    def explain(self, row: CostRow) -> None:
        """Open the figures of a SKU."""
        had_focus = self.table.grid.hasFocus()
        self.page.inspector.explain(f"What the rules of {row.sku} cost", f"{row.supply} units to share")
        holder = stacked()
        self.page.inspector.add(holder)
        show_cost(self.page, holder, row)
        run = partial(self.page.go.emit, "allocation", row.sku)
        self.page.inspector.add(Button(self.look, f"Show {row.sku} in the plan", icon="table-2", run=run))
        if had_focus:
            self.table.setFocus()

    def _offer(self, *, running: bool) -> None:
        self.offer(self.run_button, offered=not running)
        self.offer(self.cancel_button, offered=running)


def _units(row: CostRow, text: Text) -> QWidget:
    """Lay out the units by the rules beside those of the best plan."""
    holder = QWidget()
    grid = QGridLayout(holder)
    grid.setContentsMargins(0, 4, 0, 4)
    grid.setHorizontalSpacing(14)
    grid.setVerticalSpacing(4)
    right = Qt.AlignmentFlag.AlignRight
    for across, words in enumerate(("By the rules", "Best plan", "Change"), start=1):
        grid.addWidget(label(words, font=ui_font(TABLE), role="faint"), 0, across, right)
    for down, (code, best) in enumerate(row.best_units.items(), start=1):
        now = row.units.get(code, 0)
        change = f"{best - now:+d}".replace("-", "−") if best != now else "–"
        grid.addWidget(label(code, font=ui_font(TABLE)), down, 0)
        for across, words in ((1, text.units(now)), (2, text.units(best)), (3, change)):
            grid.addWidget(label(words, font=ui_font(TABLE)), down, across, right)
    grid.setColumnStretch(0, 1)
    return holder


def _money(money: Money, text: Text) -> str:
    return text.money(money, code=True, zero="0")
