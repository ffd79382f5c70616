"""The imports that were made, with what became of their rows, and what can be done with each."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from itertools import groupby

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from app.columns import Column, Kind
from app.moments import here
from app.queries.batches import REMARK_COLUMNS, BatchRow, RemarkRow, remarks
from models.domain.catalog import SHARED
from views.common.dialogs import Sheet
from views.common.drop_zone import DropZone
from views.common.page import Page
from views.common.paint import Paint
from views.common.parts import Button
from views.common.sentences import columns_in_window, count, in_window
from views.common.table import Table
from views.common.theme import Tone
from views.imports.verdict_bar import VerdictBar, parts, written

_STATES = {"in force": Tone.POSITIVE, "needs a look": Tone.ATTENTION, "undone": Tone.NEUTRAL}
_VERDICTS = {"cannot be read": Tone.CRITICAL, "needs a look": Tone.ATTENTION}
_GROUPS_SHOWN = 12


class BatchList(QWidget):
    """A field to drop files on, and the table of imports."""

    files = Signal(object)
    undo_asked = Signal(object)
    again_asked = Signal(object)

    def __init__(self, page: Page) -> None:
        super().__init__()
        self._page = page
        self._look, self._text = page.look, page.text
        self.exports: dict[str, str] = {}
        self.zone = DropZone(self._look)
        self.zone.setFixedHeight(98)
        self.zone.dropped.connect(self.files)
        self.zone.pressed.connect(lambda: self.files.emit(None))
        self.table = page.make_table(self._columns(), paints=self._paints(), row_key=lambda row: row.id)
        at = next(number for number, column in enumerate(self.table.model.columns) if column.title == "By verdict")
        grid = self.table.grid
        bar = VerdictBar(self._look, self.table.model, grid, grid.painter_of_cells)
        grid.setItemDelegateForColumn(at, bar)
        self.table.inspected.connect(lambda row, _title: self.explain(row))
        self.table.drilled.connect(lambda row, _title: self.explain(row))
        self.table.current_changed.connect(self._follow)
        self.table.selected.connect(page.status)
        self.table.export_requested.connect(lambda form: page.export_requested.emit(self.table, form))
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(12)
        column.addWidget(self.zone)
        column.addWidget(self.table, 1)

    def show_rows(self, rows: Sequence[BatchRow]) -> None:
        """Show the imports."""
        self.table.show_rows(rows, label=count(len(rows), "import"))
        if self._page.inspector.isVisible():
            self._follow(self.table.current())

    def show_batch(self, batch_id: int) -> bool:
        """Go to an import and open the inspector on it; False if it is not in the list."""
        found = self.table.go_to_key(batch_id)
        if found:
            self.explain(self.table.current())
            self.table.setFocus()
        return found

    def explain(self, row: BatchRow) -> None:
        """Answer what an import brought, where from, and what may be done with it."""
        inspector = self._page.inspector
        rows = count(row.rows, "row", written=self._text.units(row.rows, zero="0"))
        inspector.explain(row.file, " · ".join(filter(None, (self._export(row), row.channel, rows))))
        if row.active:
            inspector.add(Button(self._look, "Undo import…", icon="undo-2", run=lambda: self.undo_asked.emit(row)))
        else:
            inspector.add(Button(self._look, "Import again…", icon="inbox", run=lambda: self.again_asked.emit(row)))
        verdicts = [(_sentence(word), self._text.units(number)) for number, _, word in parts(row) if number]
        pairs = [("State", row.state), *verdicts, *self._control(row), ("Days", self._days(row))]
        said = [
            ("Recognised", row.dialect.removeprefix("recognised ")),
            ("Imported", self._text.time(here(row.made_at))),
            ("By", row.made_by),
        ]
        inspector.pairs([*pairs, *said, ("Digest", row.digest[:16])])
        asked = partial(remarks, batch_id=row.id, today=self._page.today())
        self._page.ask(asked, lambda found: self._show_remarks(row, found), about="remarks")

    # Inside

    def _columns(self) -> tuple[Column[BatchRow], ...]:
        return (
            Column("File", lambda row: row.file),
            Column("Export", self._export),
            Column("Channel", lambda row: row.channel or SHARED),
            Column("Rows", lambda row: row.rows, Kind.COUNT, total=True),
            Column(
                "By verdict",
                written,
                hint="Blue is new, amber changed, grey already there or left out, dark grey overtaken by a newer "
                "version, red unread.",
            ),
            Column("Control total", self._tied, Kind.CHIP, hint="What the file says that its rows add up to."),
            Column("State", lambda row: row.state, Kind.CHIP),
            Column("From", lambda row: row.first_day or "", Kind.DAY),
            Column("To", lambda row: row.last_day or "", Kind.DAY),
            Column("By", lambda row: row.made_by),
            Column("When", lambda row: here(row.made_at), Kind.TIME),
        )

    def _paints(self) -> dict[str, Paint]:
        return {
            "File": Paint(width=200),
            "Export": Paint(quiet=True, width=142),
            "Channel": Paint(swatch=lambda row: row.colour or "step"),
            "By verdict": Paint(width=90),
            "Control total": Paint(tone=_tie),
            "State": Paint(tone=lambda row: _STATES[row.state]),
            "By": Paint(quiet=True, hidden=True),
            "When": Paint(quiet=True),
        }

    def _follow(self, row: BatchRow | None) -> None:
        if row is not None and self._page.inspector.isVisible() and self.isVisible():
            self.explain(row)

    def _export(self, row: BatchRow) -> str:
        return self.exports.get(row.export, row.export)

    def _tied(self, row: BatchRow) -> str:
        if row.control is None or row.difference is None:
            return ""
        if row.difference.minor:
            return f"{self._text.money(row.difference)} off"
        return f"✓ {self._text.money(row.control, zero=None)}"

    def _days(self, row: BatchRow) -> str:
        if row.first_day is None or row.last_day is None:
            return "none"
        return f"{self._text.day(row.first_day)} to {self._text.day(row.last_day)}"

    def _control(self, row: BatchRow) -> list[tuple[str, str]]:
        if row.control is None or row.control_sum is None or row.difference is None:
            return []
        total = self._text.money(row.control, zero=None, code=True)
        missed = f"rows are {self._text.money(row.difference)} off" if row.difference.minor else "✓ equals the rows"
        return [("Control total", f"{total}, {missed}")]

    def _show_remarks(self, row: BatchRow, found: Sequence[RemarkRow]) -> None:
        """List what was said of rows, one line for each reason, and all of them in a table behind a button."""
        inspector = self._page.inspector
        if not inspector.isVisible() or not found:
            return
        ordered = sorted(found, key=lambda said: (said.verdict, said.column, said.reason))
        groups = [
            list(group) for _, group in groupby(ordered, key=lambda said: (said.verdict, said.column, said.reason))
        ]
        for group in sorted(groups, key=len, reverse=True)[:_GROUPS_SHOWN]:
            first = group[0]
            rows = ", ".join(self._text.units(said.row) for said in group[:4]) + (" …" if len(group) > 4 else "")
            where = f"{'row' if len(group) == 1 else 'rows'} {rows}" + (
                f", column {first.column}" if first.column else ""
            )
            inspector.step(
                self._text.units(len(group)), _sentence(in_window(first.reason)), f"{first.verdict} · {where}"
            )
        if len(found) == 1:
            return
        words = f"List all {count(len(found), 'remark', written=self._text.units(len(found)))}"
        inspector.add(Button(self._look, words, icon="list-checks", run=lambda: self._list_remarks(row, found)))

    def _list_remarks(self, row: BatchRow, found: Sequence[RemarkRow]) -> Sheet:
        sheet = Sheet(self._look, self, f"Remarks on {row.file}", "")
        sheet.setMaximumWidth(1000)
        paints = {"Verdict": Paint(tone=lambda said: _VERDICTS.get(said.verdict, Tone.NEUTRAL))}
        table: Table = self._page.make_table(columns_in_window(REMARK_COLUMNS), paints=paints, name="remarks")
        table.setMinimumSize(820, 420)
        table.show_rows(found)
        table.export_requested.connect(lambda form: self._page.export_requested.emit(table, form))
        sheet.column.addWidget(table)
        sheet.buttons(Button(self._look, "Close", run=sheet.accept))
        sheet.open()
        table.setFocus()
        return sheet


def _tie(row: BatchRow) -> Tone | None:
    if row.difference is None:
        return None
    return Tone.CRITICAL if row.difference.minor else Tone.POSITIVE


def _sentence(words: str) -> str:
    return words[:1].upper() + words[1:]
