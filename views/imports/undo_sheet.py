"""What an undo of an import would move, shown before it is done."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtWidgets import QWidget

from app.actions.imports import COLUMNS, Consequences
from app.queries.batches import BatchRow
from views.common.desk import Desk
from views.common.dialogs import Sheet
from views.common.paint import Paint
from views.common.parts import Button
from views.common.sentences import count
from views.common.table import Table
from views.common.theme import Tone


def undo_sheet(
    desk: Desk, parent: QWidget, batch: BatchRow, moves: Consequences, *, then: Callable[[], object]
) -> Sheet:
    """Ask with the lines of the P&L that would move."""
    sheet = Sheet(desk.look, parent, f"Undo the import of {batch.file}?", _words(desk, batch, moves))
    if moves.lines:
        table = Table(
            desk.look,
            desk.text,
            COLUMNS,
            name="consequences",
            paints={
                "Line": Paint(width=170),
                "After the undo": Paint(width=140),
                "Moves by": Paint(
                    bold=True, tone=lambda move: Tone.CRITICAL if move.moved.minor < 0 else Tone.POSITIVE
                ),
            },
            row_key=lambda move: (move.channel, move.line),
        )
        table.setMinimumSize(680, 70 + 29 * min(9, len(moves.rows)))
        table.show_rows(moves.rows)
        table.totals.hide()
        sheet.setMaximumWidth(860)
        sheet.column.addWidget(table)

    def agreed() -> None:
        sheet.accept()
        then()

    cancel = Button(desk.look, "Cancel", run=sheet.reject)
    sheet.buttons(cancel, Button(desk.look, "Undo import", icon="undo-2", primary=True, run=agreed))
    sheet.open()
    return sheet


def _words(desk: Desk, batch: BatchRow, moves: Consequences) -> str:
    rows = count(batch.rows, "row", written=desk.text.units(batch.rows))
    kept = (
        f"The {rows} go out of force; the file stays in the ledger and can be imported again. A backup is made first."
    )
    return f"{desk.text.days_in(moves.sentence())} {kept}"
