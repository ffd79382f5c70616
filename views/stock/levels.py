"""Levels: units by SKU and location, as the newest report of each location says."""

from __future__ import annotations

from functools import partial
from typing import ClassVar

from app.queries.stock import MEASURES, Measure, SkuStock, Stock, StockRow, columns, stock
from views.common.fonts import medium
from views.common.labels import label, rule
from views.common.page import Page
from views.common.paint import Paint
from views.common.section import Section
from views.common.segments import Segments
from views.common.sentences import count
from views.common.states import EmptyState
from views.stock.reports import Reports
from views.stock.source import source_button

_SHOWN = {
    "available": ("Available", (Measure.AVAILABLE,)),
    "on_hand": ("On hand", (Measure.ON_HAND,)),
    "incoming": ("Incoming", (Measure.INCOMING,)),
    "all": ("All figures", (Measure.ON_HAND, Measure.AVAILABLE, Measure.INCOMING)),
}


class LevelsSection(Section):
    """A grid of SKUs and locations, and the rows of the files behind it."""

    KEY: ClassVar[str] = "levels"
    WORDS: ClassVar[str] = "Levels"
    HINT: ClassVar[str] = "Filter SKUs"

    def __init__(self, page: Page) -> None:
        super().__init__(page)
        self._stock = Stock((), ())
        self.figures = Segments(self.look, [(key, words) for key, (words, _) in _SHOWN.items()])
        self.figures.chosen.connect(lambda _key: self._show_grid())
        self.reports = Reports(self.look, self.text)
        self.column.addWidget(self.figures)
        self.column.addWidget(self.reports)
        run = partial(page.go.emit, "import", None)
        self.button("Import stock", "inbox", run, primary=True)
        self._make_grid("available")
        self._made_for: object = ("available", [])

    def refresh(self) -> None:
        """Read the newest reports."""
        self.table.loading()
        self.page.ask(stock, self._show, about=self.KEY)

    def _show(self, found: Stock) -> None:
        self._stock = found
        self.figures.setVisible(bool(found.skus))
        self.reports.setVisible(bool(found.skus))
        self.reports.show_locations(found.locations, self.page.today())
        self._show_grid()
        self.said.emit(self._sentence(found))

    def _sentence(self, found: Stock) -> str:
        if not found.skus:
            return ""
        units = [row.total(Measure.AVAILABLE) for row in found.skus]
        out = [one for one in units if one is not None and one <= 0]
        untold = units.count(None)
        held = f"{count(len(found.skus), 'SKU')} in {count(len(found.locations), 'location')}"
        none = f"{count(len(out), 'SKU')} {'has' if len(out) == 1 else 'have'} none available"
        oldest = min(found.locations, key=lambda place: place.day)
        says = f"**{none}**" if out else "every SKU has units available" if not untold else ""
        lacks = f"of {count(untold, 'SKU')} no report tells what is available" if untold else ""
        read = "; ".join(filter(None, (held, says, lacks)))
        return f"{read}. The oldest report is of {oldest.name}, from {self.text.day(oldest.day)}."

    def _show_grid(self) -> None:
        """Show the figures chosen; the table is made anew only when its columns change."""
        key = self.figures.current()
        wanted = (key, [place.name for place in self._stock.locations])
        if wanted != self._made_for:
            self._made_for = wanted
            old, row = self.table, self.table.current()
            self.take_away(old)
            self._make_grid(key)
            self.table.show_rows(self._stock.skus)
            self.table.filter(old.model.needle)
            if row is not None:
                self.table.go_to_key(row.sku)
        self.table.show_rows(self._stock.skus)

    def _make_grid(self, key: str) -> None:
        made = columns(self._stock.locations, _SHOWN[key][1])
        paints: dict[str, Paint] = {}
        for column in made[2:]:
            paints[column.title] = Paint(
                bold=column.title.startswith("All locations"), why=lambda _row: "The report does not give this figure."
            )
        paints |= {"SKU": Paint(bold=True), "Name": Paint(quiet=True)}
        self.make_table(made, paints, lambda row: row.sku, name=key)
        self.table.set_empty(
            EmptyState(
                self.look,
                title="No stock report was imported yet",
                why="Units by location come with Shopify’s inventory export, Amazon’s FBA inventory (MYI) and the "
                "stock table of your own warehouse or 3PL.",
                button="Import stock",
                icon="boxes",
                run=partial(self.page.go.emit, "import", None),
            )
        )

    def _figure(self, place: StockRow, measure: Measure) -> str:
        units = self.text.units(place.units(measure))
        return f"{units}, by what is on hand" if place.derives(measure) else units

    def explain(self, row: SkuStock) -> None:
        """Show the figures of each location, and the row of the file behind them."""
        inspector = self.page.inspector
        inspector.explain(row.sku, row.title)
        for place in row.rows:
            inspector.add(label(place.location, font=medium()))
            figures = [(MEASURES[measure], self._figure(place, measure)) for measure in Measure]
            source = [("Report of", self.text.day(place.day)), ("From", f"{place.file}, row {place.row}")]
            if place.held:
                source.append(("Not in it", f"{self.text.units(place.held)} held back by upload files"))
            inspector.pairs([*figures, *source], mark=[MEASURES[Measure.AVAILABLE]])
            back = (row.sku, partial(self.explain, row))
            inspector.add(source_button(self, place.file_id, place.row, back=back))
            inspector.add(rule())
        listed = {place.location for place in row.rows}
        missing = [place.name for place in self._stock.locations if place.name not in listed]
        if missing:
            inspector.line(f"Not listed in the report of {', '.join(missing)}.", quiet=True)
