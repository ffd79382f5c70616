"""The pictures of the Prices page."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

from PySide6.QtCore import Qt

from docs.shooting import MIDDLE, SMALL, Shot, press, wait

TYPED = ("fees", "terms")
SECTIONS = ("floors", *TYPED, "competitors", "drift", "files")


def pricing_shots() -> Iterator[Shot]:
    """List them: a listing with its curve, and every section with its inspector open."""
    yield Shot("pricing-floor", "pricing", _on_floor("JR-0111", "Amazon"), MIDDLE)
    yield Shot("small-pricing-floor", "pricing", _on_floor("JR-0111", "Amazon"), SMALL)
    yield Shot("pricing-lacking", "pricing", _on_floor("JR-0190", "Etsy"), MIDDLE)
    for section in SECTIONS:
        yield Shot(f"pricing-{section}", "pricing", _section(section))
        yield Shot(f"small-pricing-{section}", "pricing", _section(section), SMALL)
    for section in TYPED:
        yield Shot(f"pricing-{section}-version", "pricing", _section(section, row=0), MIDDLE)
        yield Shot(f"pricing-{section}-new", "pricing", _new(section), MIDDLE)
    for section in ("competitors", "drift"):
        yield Shot(f"pricing-{section}-row", "pricing", _section(section, row=0), MIDDLE)
        yield Shot(f"small-pricing-{section}-row", "pricing", _section(section, row=0), SMALL)


def _section(key: str, *, row: int | None = None) -> Callable[[Any], None]:
    def prepare(page: Any) -> None:  # noqa: ANN401 -- the Prices page, loaded by the window
        page.show_this(key)
        wait(4000)
        if row is not None:
            press(page.section.table, row, Qt.Key.Key_Space)
            wait(600)

    return prepare


def _new(key: str) -> Callable[[Any], None]:
    def prepare(page: Any) -> None:  # noqa: ANN401 -- the Prices page
        _section(key)(page)
        page.section.add()
        wait(900)

    return prepare


def _on_floor(sku: str, channel: str) -> Callable[[Any], None]:
    def prepare(page: Any) -> None:  # noqa: ANN401 -- the Prices page
        page.show_this("floors")
        wait(1500)
        rows = page.section.table.shown_rows()
        place = next(number for number, row in enumerate(rows) if (row.sku, row.channel) == (sku, channel))
        press(page.section.table, place, Qt.Key.Key_Space)
        wait(3000)

    return prepare
