"""The row of a file behind a figure or a line, shown in the inspector with a way back."""

from __future__ import annotations

from collections.abc import Callable

from app.importing.source_row import SourceRow, source_row
from views.common.parts import Button
from views.common.section import Section


def source_button(section: Section, file_id: int, row: int, *, back: tuple[str, Callable[[], object]]) -> Button:
    """Make the button that opens a row of a file; `back` names what it came from and goes there again."""

    def show(found: SourceRow) -> None:
        inspector = section.page.inspector
        inspector.explain(f"Row {found.row}", found.file)
        inspector.pairs([(cell.header, cell.text) for cell in found.cells if cell.text])
        words, run = back
        inspector.add(Button(section.look, f"Back to {words}", icon="arrow-left", run=run))

    def ask() -> None:
        section.page.ask(lambda session: source_row(session, file_id, row), show, about="row of a file")

    return Button(section.look, "Show the row of the file", quiet=True, run=ask)
