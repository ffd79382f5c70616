"""One file as it was found: recognised as what, its control total, and its rows by verdict."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QGridLayout, QStackedWidget, QVBoxLayout, QWidget

from app.columns import Column
from app.importing.looking import Looked
from app.importing.preview import Preview
from app.importing.shown_rows import (
    LEFT_OUT_COLUMNS,
    LOOK_COLUMNS,
    NEEDS_A_LOOK,
    POSTED_COLUMNS,
    REFUSED_COLUMNS,
    ShownRow,
)
from app.importing.verdicts import Verdict, overtaken_sentence
from app.moments import here
from app.queries.batches import RemarkRow
from models.domain.money import Money
from views.common.fonts import LEAD, TABLE, semibold, ui_font
from views.common.labels import label
from views.common.page import Page
from views.common.paint import Paint
from views.common.parts import Chip
from views.common.segments import ChipTabs
from views.common.sentences import columns_in_window, count, in_window
from views.common.states import EmptyState, Notice, ThinBar
from views.common.table import Table
from views.common.theme import Tone
from views.imports.entries import Entry, State
from views.imports.questions import Questions

_TABS = (
    (Verdict.NEW, "New", Tone.NEUTRAL),
    (Verdict.CHANGED, "Changed", Tone.NEUTRAL),
    (Verdict.KNOWN, "Already there", Tone.NEUTRAL),
    (Verdict.OVERTAKEN, "Overtaken by a newer version", Tone.ATTENTION),
    (Verdict.LEFT_OUT, "Left out on purpose", Tone.NEUTRAL),
    (Verdict.UNREAD, "Cannot be read", Tone.CRITICAL),
    (NEEDS_A_LOOK, "Needs a look", Tone.ATTENTION),
)


# The table of a tab: its name and its columns.
_COLUMNS: Mapping[str, tuple[str, Sequence[Column[ShownRow]]]] = {
    str(Verdict.UNREAD): ("refused", REFUSED_COLUMNS),
    str(Verdict.LEFT_OUT): ("left out", LEFT_OUT_COLUMNS),
    NEEDS_A_LOOK: ("looks", LOOK_COLUMNS),
}
_POSTED = ("posted", POSTED_COLUMNS)
_WAITING = {
    State.WAITING: "Not read yet.",
    State.READING: "Being read; nothing is written.",
    State.ASKS: "This file can be imported once a question is answered.",
    State.REFUSED: "This file cannot be imported.",
    State.IMPORTING: "Being imported. It is in the ledger whole, or not at all.",
}


class LookedPanel(QFrame):
    """Shows one entry of a look; `inspected` carries the row that Space was pressed on."""

    inspected = Signal(object)

    def __init__(self, page: Page) -> None:
        super().__init__()
        self._page, self._look, self._text = page, page.look, page.text
        self._rows: Mapping[str, Sequence[ShownRow]] = {}
        self.setProperty("card", True)
        self.heading = label("", font=semibold(LEAD), wrap=True)
        self.evidence = label("", font=ui_font(TABLE), role="quiet", wrap=True)
        self.sum_words = label("", font=ui_font(TABLE), role="quiet")
        self.sum = label("", font=semibold(LEAD))
        self.verdict = Chip(self._look, "", Tone.POSITIVE)
        self.questions = Questions(self._look, self._text, today=page.today)
        self.notice = Notice(self._look, self._text, closable=False)
        self.tabs = ChipTabs(self._look)
        self.bar = ThinBar(self._look)
        self._tables: dict[str, Table] = {}
        self.tabs.chosen.connect(self._show_tab)
        self._lay_out()

    def show_entry(self, entry: Entry, exports: dict[str, str]) -> None:
        """Show a file as far as it is known."""
        looked = entry.looked
        self.questions.ask(entry, exports)
        self.bar.start() if entry.state in {State.WAITING, State.READING} else self.bar.stop()
        if looked is None:
            self._show_unknown(entry)
            return
        seen = looked.seen
        where = f" for {seen.channel.name}" if seen.channel.name else ""
        self.heading.setText(f"{seen.export.title}{where}")
        self.evidence.setText(self._evidence(seen))
        self._show_control(seen)
        self._say(entry, looked)
        self._show_tabs(looked.rows)

    def show_remarks(self, found: Sequence[RemarkRow]) -> None:
        """List what was said of the rows of a file that is imported."""
        rows: dict[str, list[ShownRow]] = {}
        for said in found:
            shown = ShownRow(said.row, said.verdict, amount=said.amount, column=said.column, reason=said.reason)
            rows.setdefault(said.verdict, []).append(shown)
        if rows:
            self._show_tabs(rows)

    def table(self) -> Table | None:
        """Give the table in view."""
        shown = self._stack.currentWidget()
        return shown if isinstance(shown, Table) else None

    # Inside

    def _show_tabs(self, rows: Mapping[str, Sequence[ShownRow]]) -> None:
        self._rows = rows
        tabs = [(str(key), words, self._text.units(len(rows.get(key, ()))), tone) for key, words, tone in _TABS]
        self.tabs.set_tabs([tab for tab in tabs if rows.get(tab[0])])
        self.tabs.show()
        self._show_tab(self.tabs.current())

    def _table(self, key: str) -> Table:
        """Give the table of a tab, made when it is first shown."""
        name, columns = _COLUMNS.get(key, _POSTED)
        if name not in self._tables:
            self._tables[name] = self._made(name, columns)
            self._stack.addWidget(self._tables[name])
        return self._tables[name]

    def _made(self, name: str, columns: Sequence[Column[ShownRow]]) -> Table:
        paints = {
            "Row": Paint(quiet=True),
            "Column": Paint(bold=True),
            "As it stands there": Paint(tint=lambda row: Tone.CRITICAL if row.cell else None),
            "Becomes": Paint(tone=lambda _row: Tone.NEUTRAL, least=130),
            "Order or place": Paint(least=96),
            "Remark": Paint(quiet=True),
        }
        shown = columns_in_window(columns)
        made = self._page.make_table(shown, paints=paints, name=f"preview {name}", row_key=lambda row: row.row)
        made.setProperty("card", False)
        made.inspected.connect(lambda row, _title: self.inspected.emit(row))
        made.drilled.connect(lambda row, _title: self.inspected.emit(row))
        made.selected.connect(self._page.status)
        made.export_requested.connect(lambda form: self._page.export_requested.emit(made, form))
        return made

    def _lay_out(self) -> None:
        head = QGridLayout()
        head.setContentsMargins(14, 2, 14, 0)
        head.setVerticalSpacing(2)
        head.setHorizontalSpacing(8)
        right = Qt.AlignmentFlag.AlignRight
        head.addWidget(self.heading, 0, 0)
        head.addWidget(self.sum_words, 0, 1, 1, 2, right)
        head.addWidget(self.evidence, 1, 0, Qt.AlignmentFlag.AlignTop)
        head.addWidget(self.sum, 1, 1, right | Qt.AlignmentFlag.AlignTop)
        head.addWidget(self.verdict, 1, 2, right | Qt.AlignmentFlag.AlignTop)
        head.setColumnStretch(0, 1)
        inner = QVBoxLayout()
        inner.setContentsMargins(14, 0, 14, 0)
        inner.setSpacing(10)
        for part in (self.questions, self.notice, self.tabs):
            inner.addWidget(part)
        self._stack = QStackedWidget()
        self._nothing = QWidget()
        self._stack.addWidget(self._nothing)
        column = QVBoxLayout(self)
        column.setContentsMargins(1, 3, 1, 8)
        column.setSpacing(8)
        column.addWidget(self.bar)
        column.addLayout(head)
        column.addLayout(inner)
        column.addWidget(self._stack, 1)

    def _show_unknown(self, entry: Entry) -> None:
        """Show a file that is not read yet, or that cannot be imported."""
        self._rows = {}
        self.tabs.hide()
        self.heading.setText(entry.file.name)
        refused = entry.state in {State.REFUSED, State.ASKS}
        self.evidence.setText(_WAITING.get(entry.state, ""))
        for part in (self.sum_words, self.sum, self.verdict):
            part.hide()
        self.notice.setVisible(refused)
        if refused:
            self.notice.say(in_window(entry.sentence), Tone.ATTENTION)
        self._stack.setCurrentWidget(self._nothing)

    def _evidence(self, seen: Preview) -> str:
        known, _, dialect = seen.found.evidence.partition("; ")
        rows = count(seen.read.total_rows, "row", written=self._text.units(seen.read.total_rows, zero="0"))
        first, last = (date.fromisoformat(day) if day else None for day in (seen.first_day, seen.last_day))
        days = "" if first is None or last is None else f"{self._text.day(first)} to {self._text.day(last)}"
        days = self._text.day(first) if first is not None and first == last else days
        return " · ".join(filter(None, (known[:1].upper() + known[1:], dialect, days, rows)))

    def _show_control(self, seen: Preview) -> None:
        known = seen.control is not None and seen.control_sum is not None
        for part in (self.sum_words, self.sum):
            part.setVisible(known)
        self.verdict.setVisible(known or seen.export.states_total)
        if seen.control is None or seen.control_sum is None:
            self.verdict.say("no total to check against", Tone.ATTENTION)
            return
        currency = seen.control.currency
        missed = seen.control_sum - seen.control.total
        self.sum_words.setText(f"Rows add up to, {currency}")
        self.sum.setText(self._text.money(Money(seen.control_sum, currency), zero=None))
        if missed:
            off = self._text.money(Money(missed, currency))
            self.verdict.say(f"{off} off the control total", Tone.CRITICAL)
        else:
            self.verdict.say("✓ equals the control total", Tone.POSITIVE)

    def _say(self, entry: Entry, looked: Looked) -> None:
        """Say above the rows what must be known before importing."""
        seen = looked.seen
        self.notice.setVisible(True)
        # Of the counts that the look made, since a preview counts all its rows anew.
        overtaken = overtaken_sentence(looked.counts[Verdict.OVERTAKEN])
        overtaken = f"{in_window(overtaken)}." if overtaken else ""
        if entry.state is State.KNOWN:
            when = self._text.time(here(seen.imported_before))
            said = f"This very file was imported on {when} and stands. Importing it again would add nothing."
            self.notice.say(f"{said} {overtaken}".rstrip(), Tone.ATTENTION if overtaken else Tone.ACCENT)
        elif looked.tied:
            self.notice.say(
                "A file imported before is of the same age as this one, and some rows differ. Say which is newer.",
                Tone.ATTENTION,
            )
        else:
            self._say_all(seen, self._of_unread(entry, looked), overtaken)

    def _say_all(self, seen: Preview, unread: str, overtaken: str) -> None:
        """Say everything that is to be known of a file that no question is asked of, what is gravest first."""
        without = seen.looks[0].reason if seen.looks and seen.export.states_total and seen.control is None else ""
        makes = f"{seen.makes}. If it is a slip, mend the file first" if seen.makes else ""
        more = [f"{in_window(one)}." for one in (without, seen.foretells, makes, seen.wants_rates) if one]
        said = " ".join(filter(None, (unread, overtaken, *more)))
        if said:
            self.notice.say(said, Tone.CRITICAL if unread else Tone.ATTENTION)
        else:
            self.notice.hide()

    def _of_unread(self, entry: Entry, looked: Looked) -> str:
        """Say what is wrong with the first row that cannot be read, and what becomes of the others."""
        bad = next(iter(looked.rows[Verdict.UNREAD]), None)
        if bad is None:
            return ""
        column = f", column {bad.column}" if bad.column else ""
        said = f"**Row {self._text.units(bad.row)}{column}: {in_window(bad.reason)}.**"
        return f"{said} {self._of_the_others(entry, looked)}"

    def _of_the_others(self, entry: Entry, looked: Looked) -> str:
        """Say what becomes of a file some rows of which cannot be read."""
        if entry.state is State.REFUSED:
            return "No other row can be read either, so the file cannot be imported."
        unread = looked.counts[Verdict.UNREAD]
        rest = looked.seen.read.total_rows - unread
        stay = "it stays" if unread == 1 else f"these {self._text.units(unread)} stay"
        rows = "row can" if rest == 1 else "rows can"
        return f"The other {self._text.units(rest, zero='0')} {rows} be imported; {stay} listed with the import."

    def _show_tab(self, key: str) -> None:
        table = self._table(key)
        if not key:
            table.set_empty(EmptyState(self._look, title="The file holds no row", why="There is nothing to import."))
        table.show_rows(self._rows.get(key, ()))
        self._stack.setCurrentWidget(table)
