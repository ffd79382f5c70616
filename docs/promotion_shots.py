"""The pictures of promotions and conflicts: the timeline, what stands against it, what came of it, what to mend."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

from PySide6.QtCore import Qt

from docs.shooting import MIDDLE, SMALL, Shot, press, wait


def promotion_shots() -> Iterator[Shot]:
    """List them."""
    for key in ("timeline", "checks", "readout"):
        row = None if key == "timeline" else 0
        yield Shot(f"promotions-{key}", "promotions", _section(key, row=row), MIDDLE)
        yield Shot(f"small-promotions-{key}", "promotions", _section(key, row=row), SMALL)
    yield Shot("conflicts-why", "conflicts", _section("open", row=0), MIDDLE)
    yield Shot("small-conflicts-why", "conflicts", _section("open", row=0), SMALL)
    for key in ("time", "terms"):
        yield Shot(f"conflicts-{key}", "conflicts", _section(key), MIDDLE)


def _section(key: str, *, row: int | None = None) -> Callable[[Any], None]:
    def prepare(page: Any) -> None:  # noqa: ANN401 -- the page, loaded by the window
        wait(6000)  # until a look at everything is kept, too
        page.show_this(key)
        wait(3000)
        if row is not None:
            press(page.section.table, row, Qt.Key.Key_Space)
            wait(1500)

    return prepare
