"""The postings behind a figure, and where one is."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from app.queries.behind import Behind, StatementCell, lines_of
from app.queries.postings import COLUMNS, PostingRow
from models.domain.contribution.statement import TITLES
from models.domain.money import Money
from views.common.fonts import TABLE, semibold, ui_font
from views.common.labels import label
from views.common.page import Page
from views.common.paint import Paint
from views.common.parts import Button
from views.common.segments import ChipTabs
from views.common.states import EmptyState
from views.common.theme import Look, Tone
from views.contribution import words

_STEP = "\N{SINGLE RIGHT-POINTING ANGLE QUOTATION MARK}"
_ALL = "all"
_OWN_CURRENCY = "In its own currency"


class Crumbs(QWidget):
    """Says where one is: the page, the row, the line; the first part leads back."""

    def __init__(self, look: Look) -> None:
        super().__init__()
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(8)
        self.back = Button(look, "Contribution", icon="arrow-left")
        self.back.setToolTip("Back to the statement (Alt+Left)")
        self._row = label("", role="quiet")
        self._line = label("", font=semibold())
        for part in (self.back, label(_STEP, role="faint"), self._row, label(_STEP, role="faint"), self._line):
            row.addWidget(part)
        row.addStretch(1)

    def show_cell(self, cell: StatementCell) -> None:
        """Name the row and the line."""
        self._row.setText(cell.label)
        self._line.setText(words.crumb(cell))

    def words(self) -> str:
        """Give the path as it reads."""
        return f" {_STEP} ".join((self.back.text(), self._row.text(), self._line.text()))


class DrillView(QWidget):
    """Lists postings, with a chip for each line where a level holds several; `inspected` carries a `PostingRow`."""

    inspected = Signal(object)
    current_changed = Signal(object)

    def __init__(self, page: Page) -> None:
        super().__init__()
        self._page = page
        self._rows: tuple[PostingRow, ...] = ()
        self.note = label("", font=ui_font(TABLE), role="quiet", wrap=True)
        self.lines = ChipTabs(page.look)
        self.table = page.make_table(
            COLUMNS,
            name="postings",
            paints={
                "Channel": Paint(swatch=lambda row: row.colour or "neutral"),
                "Listing": Paint(quiet=True),
                _OWN_CURRENCY: Paint(quiet=True),
                "Units": Paint(width=64),
                "File": Paint(quiet=True),
                "Row": Paint(quiet=True, width=64),
            },
            row_key=lambda row: row.id,
        )
        self.table.set_empty(EmptyState(page.look, title="No posting stands behind this figure"))
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        column.addWidget(self.note)
        column.addWidget(self._in_one_row(self.lines))
        column.addWidget(self.table, 1)
        self.lines.chosen.connect(lambda _line: self._show_rows())
        self.table.selected.connect(page.status)
        self.table.export_requested.connect(lambda form: page.export_requested.emit(self.table, form))
        self.table.drilled.connect(lambda row, _title: self.inspected.emit(row))
        self.table.inspected.connect(lambda row, _title: self.inspected.emit(row))
        self.table.current_changed.connect(self.current_changed)

    def show_behind(self, found: Behind) -> None:
        """List the postings of a figure."""
        self._rows = found.rows
        shared = words.shared(found, self._page.text)
        self.note.setText(shared)
        self.note.setVisible(bool(shared))
        self._offer_lines(found)
        self._show_rows()
        if found.rows and self.table.current() is None:
            self.table.go_to(self.table.shown_rows()[0])
        self.table.grid.setFocus()

    def _in_one_row(self, tabs: ChipTabs) -> QScrollArea:
        """Let many chips be scrolled in one row, so that they never make the window wider."""
        self._strip = QScrollArea()
        self._strip.setFrameShape(QFrame.Shape.NoFrame)
        self._strip.setWidgetResizable(True)
        self._strip.setFixedHeight(26)
        self._strip.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._strip.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._strip.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        tabs.setProperty("clear", True)
        self._strip.setWidget(tabs)
        return self._strip

    def _offer_lines(self, found: Behind) -> None:
        counts: dict[str, int] = {}
        for row in found.rows:
            counts[row.line] = counts.get(row.line, 0) + 1
        named = lines_of(found.cell.name) if isinstance(found.figure, Money) else ()
        text = self._page.text
        tabs = [(line.value, TITLES[line], text.units(counts[line]), Tone.NEUTRAL) for line in named if line in counts]
        several = len(tabs) > 1
        self._strip.setVisible(several)
        everything = (_ALL, "All", text.units(len(found.rows)), Tone.NEUTRAL)
        self.lines.set_tabs([everything, *tabs] if several else [everything])

    def _show_rows(self) -> None:
        line = self.lines.current()
        rows = [row for row in self._rows if line in {_ALL, row.line}]
        needless = {
            "Channel": len({row.channel for row in rows}) == 1,
            _OWN_CURRENCY: all(row.base == row.amount for row in rows),
            "Listing": all(row.listing == row.sku for row in rows),
        }
        for number, column in enumerate(self.table.model.columns):
            if column.title in needless:
                self.table.grid.setColumnHidden(number, needless[column.title])
        self.table.show_rows(rows, label="Total")
