"""Stock: units by SKU and location, as the newest report of each location says."""

from __future__ import annotations

from datetime import date
from functools import partial
from typing import ClassVar

from PySide6.QtCore import QDate, Qt

from app.importing.source_row import SourceRow, source_row
from app.queries.stock import MEASURES, Measure, SkuStock, Stock, StockRow, columns, stock
from views.common.desk import Desk
from views.common.fonts import medium
from views.common.labels import label, rule
from views.common.page import Page
from views.common.paint import Paint
from views.common.parts import Button, SearchField
from views.common.segments import Segments
from views.common.sentences import count
from views.common.states import EmptyState
from views.common.table import Table
from views.stock.reports import Reports

_SHOWN = {
    "available": ("Available", (Measure.AVAILABLE,)),
    "on_hand": ("On hand", (Measure.ON_HAND,)),
    "incoming": ("Incoming", (Measure.INCOMING,)),
    "all": ("All figures", (Measure.ON_HAND, Measure.AVAILABLE, Measure.INCOMING)),
}


class StockPage(Page):
    """A grid of SKUs and locations, and the rows of the files behind it."""

    NAME: ClassVar[str] = "stock"
    TITLE: ClassVar[str] = "Stock"
    ICON: ClassVar[str] = "boxes"
    HELP: ClassVar[str] = "own-tables"
    TOPICS: ClassVar[frozenset[str]] = frozenset({"stock", "imports"})

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        self._stock = Stock((), ())
        self._made_for: object = None
        self.segments = Segments(desk.look, [(key, words) for key, (words, _) in _SHOWN.items()])
        self.segments.chosen.connect(lambda _key: self._show_grid())
        self.field = SearchField(desk.look, "Filter SKUs")
        self.field.searched.connect(self._filter)
        run = partial(self.go.emit, "import", None)
        self.left(self.segments)
        self.right(self.field, Button(desk.look, "Import stock", icon="inbox", primary=True, run=run))
        self.reports = Reports(desk.look, desk.text)
        self.body.addWidget(self.reports)
        self.grid: Table = self._make_grid("available")
        self.setFocusProxy(self.grid)

    def refresh(self) -> None:
        """Read the newest reports."""
        self.grid.loading()
        self.ask(stock, self._show)

    def show_this(self, what: object) -> None:
        """Show one SKU."""
        if isinstance(what, str):
            self.field.setText(what)

    def focus_search(self) -> None:
        """Go to the filter field (Ctrl+F)."""
        self.field.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.field.selectAll()

    def _show(self, found: Stock) -> None:
        self._stock = found
        self.show_empty(None if found.skus else self._no_stock())
        self.say(self._sentence(found))
        today = QDate.currentDate()
        self.reports.show_locations(found.locations, date(today.year(), today.month(), today.day()))
        self._show_grid()

    def _filter(self, words: str) -> None:
        self.grid.filter(words)

    def _no_stock(self) -> EmptyState:
        return EmptyState(
            self.look,
            title="No stock report was imported yet",
            why="Units by location come with Shopify’s inventory export, Amazon’s FBA inventory (MYI) and the stock "
            "table of your own warehouse or 3PL.",
            button="Import stock",
            icon="boxes",
            run=lambda: self.go.emit("import", None),
        )

    def _sentence(self, found: Stock) -> str:
        if not found.skus:
            return ""
        out = [row.sku for row in found.skus if row.total(Measure.AVAILABLE) == 0]
        held = f"{count(len(found.skus), 'SKU')} in {count(len(found.locations), 'location')}"
        none = f"{count(len(out), 'SKU')} {'has' if len(out) == 1 else 'have'} none available"
        oldest = min(found.locations, key=lambda place: place.day)
        says = f"**{none}**" if out else "every SKU has units available"
        return f"{held}; {says}. The oldest report is of {oldest.name}, from {self.text.day(oldest.day)}."

    def _show_grid(self) -> None:
        """Show the figures chosen; the table is made anew only when its columns change."""
        key = self.segments.current()
        wanted = (key, [place.name for place in self._stock.locations])
        if wanted != self._made_for:
            self._made_for = wanted
            row = self.grid.current()
            self.body.removeWidget(self.grid)
            self.grid.hide()
            self.grid.deleteLater()
            self.grid = self._make_grid(key)
            self.setFocusProxy(self.grid)
            self.grid.show_rows(self._stock.skus)
            if row is not None:
                self.grid.go_to_key(row.sku)
        self.grid.show_rows(self._stock.skus)
        self.grid.filter(self.field.text())

    def _make_grid(self, key: str) -> Table:
        made = columns(self._stock.locations, _SHOWN[key][1])
        paints: dict[str, Paint] = {}
        for column in made[2:]:
            paints[column.title] = Paint(
                bold=column.title.startswith("All locations"), why=lambda _row: "The report does not give this figure."
            )
        paints |= {"SKU": Paint(bold=True), "Name": Paint(quiet=True)}
        table = self.table(made, paints=paints, name=f"{self.NAME}.{key}", row_key=lambda row: row.sku)
        table.inspected.connect(lambda row, _title: self.explain(row))
        table.drilled.connect(lambda row, _title: self.explain(row))
        table.current_changed.connect(self._follow)
        return self.add_table(table)

    def _follow(self, row: SkuStock | None) -> None:
        if row is not None and self.inspector.isVisibleTo(self):
            self.explain(row)

    def explain(self, row: SkuStock) -> None:
        """Show the figures of each location, and the row of the file behind them."""
        self.inspector.explain(row.sku, row.title)
        for place in row.rows:
            self.inspector.add(label(place.location, font=medium()))
            figures = [(MEASURES[measure], self.text.units(place.units(measure))) for measure in Measure]
            source = [("Report of", self.text.day(place.day)), ("From", f"{place.file}, row {place.row}")]
            self.inspector.pairs([*figures, *source], mark=[MEASURES[Measure.AVAILABLE]])
            self.inspector.add(
                Button(self.look, "Show the row of the file", quiet=True, run=partial(self._open_row, place))
            )
            self.inspector.add(rule())
        listed = {place.location for place in row.rows}
        missing = [place.name for place in self._stock.locations if place.name not in listed]
        if missing:
            self.inspector.line(f"Not listed in the report of {', '.join(missing)}.", quiet=True)

    def _open_row(self, place: StockRow) -> None:
        self.ask(lambda session: source_row(session, place.file_id, place.row), self._show_row, about="row of a file")

    def _show_row(self, found: SourceRow) -> None:
        self.inspector.explain(f"Row {found.row}", found.file)
        self.inspector.pairs([(cell.header, cell.text) for cell in found.cells if cell.text])
        row = self.grid.current()
        if row is not None:
            self.inspector.add(
                Button(self.look, f"Back to {row.sku}", icon="arrow-left", run=partial(self.explain, row))
            )
