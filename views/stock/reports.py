"""The reports that the grid stands on: one chip a location, with the age of its report."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from PySide6.QtWidgets import QWidget

from app.queries.stock import Location
from views.common.flow import Flow
from views.common.parts import Chip
from views.common.text import Text
from views.common.theme import Look, Tone

OLD = 14  # days after which a report is marked


class Reports(QWidget):
    """Chips in a row; a report that is old stands out."""

    def __init__(self, look: Look, text: Text) -> None:
        super().__init__()
        self._look, self._text = look, text
        self._row = Flow(self, gap=8)
        self.chips: list[Chip] = []

    def show_locations(self, locations: Sequence[Location], today: date) -> None:
        """Show one chip a location."""
        while (item := self._row.takeAt(0)) is not None:
            widget = item.widget()
            if widget is not None:
                widget.hide()
                widget.deleteLater()
        self.chips = [self._chip(place, (today - place.day).days) for place in locations]
        for chip in self.chips:
            self._row.addWidget(chip)

    def _chip(self, place: Location, age: int) -> Chip:
        old = age > OLD
        made = Chip(
            self._look,
            f"{place.name} · {days_ago(age)}",
            Tone.ATTENTION if old else Tone.NEUTRAL,
            icon="clock" if old else "",
        )
        listed = f"{self._text.units(place.skus)} {'SKU' if place.skus == 1 else 'SKUs'}"
        made.setToolTip(f"{place.file}\nReport of {self._text.day(place.day)}, {listed}")
        return made


def days_ago(days: int) -> str:
    """Write the age of a report in words."""
    match days:
        case _ if days <= 0:
            return "today"
        case 1:
            return "yesterday"
        case _:
            return f"{days} days ago"
