"""The draft, or the rules in force, tried on past weeks: by channel, SKU and week beside what happened."""

from __future__ import annotations

from functools import partial
from typing import ClassVar

from PySide6.QtWidgets import QApplication, QHBoxLayout, QVBoxLayout, QWidget

from app.queries.allocation_replay import Replayed, replayed
from app.queries.contribution import known_period
from app.queries.replay_charts import contribution_chart, lost_chart
from app.queries.replay_rows import GROUPS, Compared, columns, rows
from models.domain.contribution.statement import By
from models.domain.period import Period
from views.allocation.replay_words import replay_sentence, side_pairs, side_title
from views.common.chart import Chart
from views.common.fonts import medium
from views.common.labels import label
from views.common.page import Page, small
from views.common.paint import Paint
from views.common.period_picker import PeriodPicker
from views.common.runner import Job
from views.common.saving import offer_pictures
from views.common.section import Section
from views.common.segments import Segments
from views.common.states import EmptyState
from views.common.theme import Tone

_PERIOD = "replay.period"
_CHARTS_HIGH = 216
_GROUPS = {By.CHANNEL: "By channel", By.SKU: "By SKU", By.WEEK: "By week"}


class ReplaySection(Section):
    """Replays past weeks when it is asked to, as a job that can be stopped; what it found stays until then."""

    KEY: ClassVar[str] = "replay"
    WORDS: ClassVar[str] = "Replay"
    HINT: ClassVar[str] = "Filter the replay"

    def __init__(self, page: Page) -> None:
        super().__init__(page)
        self.found: Replayed | None = None
        self.job: Job | None = None
        self._changed = self._offered = self._kept = False
        self._titles: tuple[str, ...] = ()
        self.groups = Segments(self.look, [(by.value, _GROUPS[by]) for by in GROUPS])
        self.period = PeriodPicker(self.look, self.text, page.desk.memory, today=page.today, name=_PERIOD)
        if page.desk.memory.get(_PERIOD) is None:
            self.period.choose("all")
        self.lost, self.gained = Chart(self.look, self.text), Chart(self.look, self.text)
        self.grounds = small("")
        self._holder = QVBoxLayout()
        self._lay_out()
        self._make_for(())
        self.run_button = self.button("Replay past weeks", "history", self.replay, primary=True)
        self.run_button.setToolTip("Replay the rules over the chosen weeks; nothing is stored")
        self.groups.chosen.connect(lambda _key: self._show_rows())
        page.runner.changed.connect(self._ledger_changed)

    def refresh(self) -> None:
        """Ask which weeks there are; what was replayed stays, since a replay is begun by hand."""
        self.page.ask(known_period, self._offer, about=self.KEY)
        self._say()

    def replay(self) -> None:
        """Begin the replay of the chosen weeks."""
        if self.job is not None or not self._offered:
            return
        self.page.notice.hide()
        self._changed = False
        focus = QApplication.focusWidget()
        # A button that is switched off or hidden hands the focus on to the next widget, which is the navigation.
        self._kept = focus is not None and self.page.isAncestorOf(focus)
        if self._kept:
            self.groups.focus_chosen()
        self.table.loading()
        self.run_button.setEnabled(False)
        self.job = self.page.runner.job(partial(replayed, period=self.period.period()), "Replay the rules")
        self.job.done.connect(self.show_found)
        self.job.refused.connect(self.page.fail)
        self.job.ended.connect(self._ended)

    def show_found(self, found: Replayed) -> None:
        """Show what the weeks come to."""
        self.found = found
        self._charts.show()
        for chart, data in ((self.lost, lost_chart(found)), (self.gained, contribution_chart(found))):
            chart.show_data(data)
        self.grounds.setText(f"{found.grounds[0]} Space on a row says what else this rests on.")
        self._show_rows()
        self._say()
        focus = QApplication.focusWidget()
        if self._kept and focus is not None and self.groups.isAncestorOf(focus):
            self.table.setFocus()
        self._kept = False

    def explain(self, row: Compared) -> None:
        """Set the sides of a channel, SKU or week one below the other, and say what all of it rests on."""
        if self.found is None:
            return
        inspector = self.page.inspector
        had_focus = self.table.grid.hasFocus()
        name = self.text.day(row.monday) if row.monday is not None else row.name
        inspector.explain(f"Week of {name}" if row.monday is not None else name, row.title)
        for side in self.found.sides:
            inspector.add(label(side_title(side), font=medium()))
            inspector.pairs(side_pairs(row.tally(side.who), row.currency, self.text))
        inspector.add(label("What this rests on", font=medium()))
        for words in self.found.grounds:
            inspector.line(words, quiet=True)
        if had_focus:
            self.table.setFocus()

    # Inside

    def _lay_out(self) -> None:
        head, charts = QHBoxLayout(), QHBoxLayout()
        head.setContentsMargins(0, 0, 0, 0)
        head.addWidget(self.groups)
        head.addStretch(1)
        head.addWidget(self.period)
        charts.setContentsMargins(0, 0, 0, 0)
        charts.setSpacing(12)
        for chart in (self.lost, self.gained):
            chart.setFixedHeight(_CHARTS_HIGH)
            offer_pictures(self.page, chart)
            charts.addWidget(chart, 1)
        self._head, self._charts = QWidget(), QWidget()
        self._head.setLayout(head)
        self._charts.setLayout(charts)
        self._charts.setFixedHeight(_CHARTS_HIGH)
        self._charts.hide()
        for widget in (self._charts, self._head):
            self.column.addWidget(widget)
        self.column.addLayout(self._holder, 1)
        self.column.addWidget(self.grounds)

    def _make_for(self, titles: tuple[str, ...]) -> None:
        """Make the table anew: the sides, and so the columns, are others."""
        self._titles = titles
        old = self.table if titles else None
        by = By(self.groups.current())
        shown = columns(self.found, by) if self.found is not None else ()
        self.make_table(shown, _paints(self.found, by), lambda row: (row.name, row.monday), name=f"replay.{by.value}")
        self.column.removeWidget(self.table)
        self._holder.addWidget(self.table)
        self.table.set_empty(self._nothing())
        if old is not None:
            self._holder.removeWidget(old)
            old.hide()
            old.deleteLater()

    def _show_rows(self) -> None:
        if self.found is None:
            return
        by = By(self.groups.current())
        titles = tuple([column.title for column in columns(self.found, by)])
        if titles != self._titles:
            self._make_for(titles)
        self.page.inspector.hide()
        self.show_rows(rows(self.found, by))

    def _offer(self, held: Period | None) -> None:
        self._offered = True
        self.period.offer(held)

    def _say(self) -> None:
        self.said.emit("" if self.found is None else replay_sentence(self.found, self.text, stale=self._changed))

    def _ended(self) -> None:
        self.job = None
        self.run_button.setEnabled(True)
        self.table.thin_bar.stop()

    def _ledger_changed(self, topics: frozenset[str]) -> None:
        if self.found is not None and topics & self.page.TOPICS:
            self._changed = True
            self._say()

    def _nothing(self) -> EmptyState:
        return EmptyState(
            self.look,
            title="Nothing is replayed yet",
            why="A replay shares out the supply of past weeks by the draft of the rules and by those in force, and "
            "sets stock-outs, lost units and contribution beside what happened. It stores nothing.",
            button="Replay past weeks",
            icon="history",
            run=self.replay,
        )


def _paints(found: Replayed | None, by: By) -> dict[str, Paint]:
    """Paint figures in fact quiet; units sold, and what the charts say too, are seen when they are chosen."""
    change = Paint(bold=True, tone=_tone, cents=False)
    paints = {"SKU": Paint(bold=True), "Name": Paint(quiet=True), "Units moved": Paint(bold=True), "Change": change}
    if found is None:
        return paints
    if by is By.CHANNEL:
        colours = found.colours
        paints["Channel"] = Paint(swatch=lambda row: colours.get(row.name, ""))
    for column in columns(found, by):
        if column.title not in paints:
            hidden = column.title.startswith("Sold ") or column.title == "Contribution in fact"
            paints[column.title] = Paint(quiet=column.title.endswith(" in fact"), hidden=hidden, cents=False)
    return paints


def _tone(row: Compared) -> Tone | None:
    if not row.change.minor:
        return None
    return Tone.POSITIVE if row.change.minor > 0 else Tone.CRITICAL
