"""Conflicts over time: by age and money, and the money at stake by week."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from functools import partial
from typing import Any, ClassVar

from PySide6.QtWidgets import QHBoxLayout, QWidget

from app.queries.conflict_charts import by_age, by_week
from app.queries.conflict_rows import conflict_rows
from models.domain.charts import ChartData
from views.common.chart import Chart
from views.common.focus import has_focus_within
from views.common.page import Page
from views.common.saving import offer_pictures
from views.common.section import Section
from views.common.states import EmptyState


@dataclass(frozen=True)
class _Charts:
    ages: ChartData
    weeks: ChartData


def _read(session: Any, day: date) -> _Charts:  # noqa: ANN401 -- views know no session
    weeks = by_week(session, day=day)
    return _Charts(by_age(conflict_rows(session, day=day).active, weeks.unit), weeks)


class OverTimeSection(Section):
    """Two charts beside one another."""

    KEY: ClassVar[str] = "time"
    WORDS: ClassVar[str] = "By age and week"
    HINT: ClassVar[str] = ""

    def __init__(self, page: Page) -> None:
        super().__init__(page)
        self.ages, self.weeks = Chart(self.look, self.text), Chart(self.look, self.text)
        row = QHBoxLayout()
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(12)
        for chart in (self.ages, self.weeks):
            row.addWidget(chart, 1)
            offer_pictures(page, chart)
        self.charts = QWidget()
        self.charts.setLayout(row)
        self.column.addWidget(self.charts, 1)
        self.nothing = EmptyState(
            self.look,
            title="Nothing is at stake",
            why="The money at stake stands here by the age of each conflict and by week, as soon as a look at the "
            "ledger has found any.",
            button="Show the conflicts",
            icon="chart-column",
            run=partial(page.show_this, "open"),
        )
        self.nothing.hide()
        self.column.addWidget(self.nothing, 1)

    @property
    def front(self) -> QWidget:
        """What has the focus when the section comes into view."""
        return self.ages if self.nothing.isHidden() else self.nothing

    def filter(self, words: str) -> None:
        """Filter nothing."""

    def refresh(self) -> None:
        """Read what the charts show."""
        self.page.ask(partial(_read, day=self.page.today()), self._show, about=self.KEY)

    def _show(self, found: _Charts) -> None:
        self.ages.show_data(found.ages)
        self.weeks.show_data(found.weeks)
        nothing = not found.ages.series and not found.weeks.series
        if has_focus_within(self):
            self.page.setFocus()  # it is handed on to what is in view then
        self.ages.setVisible(bool(found.ages.series))
        self.weeks.setVisible(bool(found.weeks.series))
        self.charts.setHidden(nothing)
        self.nothing.setVisible(nothing)
        self.said.emit("Nothing is at stake, and no run has found anything yet." if nothing else found.ages.title + ".")
