"""The pictures of the price book: the list, why a price, its past, the rules in a draft, their effect, the versions."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

from PySide6.QtCore import Qt

from docs.shooting import MIDDLE, SMALL, Shot, press, wait
from models.domain.pricing.rules import MapPrice

_LISTING = ("JR-0153", "Shopify")


def book_shots() -> Iterator[Shot]:
    """List them."""
    yield Shot("prices", "pricing", _tab("prices"), MIDDLE)
    yield Shot("small-prices", "pricing", _tab("prices"), SMALL)
    yield Shot("prices-why", "pricing", _on("why", ("JR-0131", "Amazon")))
    yield Shot("small-prices-why", "pricing", _on("why", ("JR-0101", "Wholesale")), SMALL)
    yield Shot("prices-curve", "pricing", _on("curve", ("JR-0115", "Amazon")), MIDDLE)
    yield Shot("prices-history", "pricing", _on("history", _LISTING), MIDDLE)
    yield Shot("prices-day", "pricing", _on("day", _LISTING), MIDDLE)
    yield Shot("prices-new", "pricing", _form("add"), MIDDLE)
    yield Shot("prices-override", "pricing", _form("ask_override"), MIDDLE)
    yield Shot("prices-rules", "pricing", _tab("rules"))
    yield Shot("prices-rule-map", "pricing", _map, MIDDLE)
    yield Shot("prices-effect", "pricing", _tab("effect", row=0))
    yield Shot("small-prices-effect", "pricing", _tab("effect"), SMALL)
    yield Shot("prices-versions", "pricing", _tab("versions", row=1), MIDDLE)


def _tab(key: str, *, row: int | None = None) -> Callable[[Any], None]:
    def prepare(page: Any) -> None:  # noqa: ANN401 -- the Prices page, loaded by the window
        page.show_this(key)
        wait(3000)
        if row is not None:
            press(page.section.table, row, Qt.Key.Key_Space)
            wait(600)

    return prepare


def _on(tab: str, listing: tuple[str, str]) -> Callable[[Any], None]:
    def prepare(page: Any) -> None:  # noqa: ANN401 -- the Prices page
        _tab("prices")(page)
        rows = page.section.table.shown_rows()
        place = next(number for number, row in enumerate(rows) if (row.sku, row.channel) == listing)
        press(page.section.table, place, Qt.Key.Key_Space)
        page.section.panel.segments.choose(tab)
        wait(1500)

    return prepare


def _form(name: str) -> Callable[[Any], None]:
    def prepare(page: Any) -> None:  # noqa: ANN401 -- the Prices page
        _tab("prices")(page)
        row = next(row for row in page.section.table.shown_rows() if (row.sku, row.channel) == _LISTING)
        getattr(page.section, name)(row)
        wait(900)

    return prepare


def _map(page: Any) -> None:  # noqa: ANN401 -- the Prices page
    _tab("rules")(page)
    rows = page.section.table.shown_rows()
    place = next(number for number, row in enumerate(rows) if isinstance(row.rule.what, MapPrice))
    press(page.section.table, place, Qt.Key.Key_Space)
    wait(900)
