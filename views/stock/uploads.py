"""Uploads: what each channel would be sent now, what changed, what was sent, and what the channel reported after it."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import partial
from pathlib import Path
from typing import Any, ClassVar

from app.actions.uploads import save_stock_file
from app.columns import Column
from app.exporting.stock_upload import stock_file
from app.importing.source_table import source_table
from app.queries.uploads import (
    CHANGE_COLUMNS,
    EXPOSURE_COLUMNS,
    LEFT_OUT_COLUMNS,
    UploadPlan,
    change_columns,
    line_columns,
)
from app.queries.uploads_board import UploadBoard, upload_board
from app.queries.uploads_sent import DIFFERENCE_COLUMNS, FILE_COLUMNS
from models.domain.uploads import Layout
from views.common.files_section import Empty, FilesSection, Tab, Told
from views.common.paint import Paint
from views.common.theme import Tone
from views.stock.upload_words import explained, row_key, uploads_sentence, why_empty

_TABS = (
    ("send", "To send", Tone.NEUTRAL),
    ("changes", "Changes", Tone.ACCENT),
    ("out", "Left out", Tone.NEUTRAL),
    ("exposure", "Oversold", Tone.CRITICAL),
    ("differences", "Not as sent", Tone.ATTENTION),
    ("files", "Sent files", Tone.NEUTRAL),
)
_KINDS = {
    Layout.SHOPIFY: "Shopify inventory (*.csv)",
    Layout.AMAZON: "Amazon inventory loader (*.txt)",
    Layout.TABLE: "Table (*.csv)",
}
_PAINTS = {
    "SKU": Paint(bold=True),
    "Name": Paint(quiet=True),
    "To send": Paint(bold=True),
    "Change": Paint(tone=lambda row: Tone.ATTENTION if row.now is None else None),
    "What": Paint(quiet=True),
    "Oversold": Paint(bold=True, tone=lambda _row: Tone.CRITICAL),
    "Found": Paint(why=lambda _row: "The report does not list it."),
    "Off by": Paint(bold=True, tone=lambda _row: Tone.ATTENTION),
    "By": Paint(quiet=True),
    "Layout": Paint(quiet=True),
}


class UploadsSection(FilesSection):
    """Quantities: its lines, the changes against its last file, and its files."""

    KEY: ClassVar[str] = "uploads"
    WORDS: ClassVar[str] = "Uploads"
    HINT: ClassVar[str] = "Filter SKUs"
    HELP: ClassVar[str] = "uploads"
    TABS: ClassVar[Sequence[Tab]] = _TABS
    PAINTS: ClassVar[Mapping[str, Paint]] = _PAINTS
    WAY: ClassVar[tuple[str, str, str]] = ("Go to the allocation", "list-checks", "allocation")

    def nothing(self) -> UploadBoard:
        """Give a board without channels."""
        return UploadBoard(())

    def asked(self, channel_id: int | None) -> Callable[[Any], UploadBoard]:
        """Give the query of a channel."""
        return partial(upload_board, channel_id=channel_id, day=self.page.today())

    def rows_of(self, board: UploadBoard, key: str) -> Sequence[Any]:
        """Give the rows of a tab; of a first file everything is new, which says nothing."""
        plan = board.plan
        match key:
            case "files":
                return board.files
            case "differences":
                return board.compared.differences
            case _ if plan is None:
                return ()
            case "send":
                return plan.lines
            case "changes":
                return plan.changes if plan.last else ()
            case "out":
                return plan.left_out
            case _:
                return plan.exposures

    def columns_of(self, board: UploadBoard, key: str) -> Sequence[Column[Any]]:
        """Give the columns of a tab."""
        plan = board.plan
        match key:
            case "changes":
                return change_columns(plan.layout) if plan else CHANGE_COLUMNS
            case "out":
                return LEFT_OUT_COLUMNS
            case "exposure":
                return EXPOSURE_COLUMNS
            case "differences":
                return DIFFERENCE_COLUMNS
            case "files":
                return [column for column in FILE_COLUMNS if column.title != "Channel"]
            case _:
                return line_columns(plan.layout if plan else Layout.TABLE)

    def why_empty(self, board: UploadBoard, key: str) -> Empty:
        """Say why a tab is empty, and which button leads to which page."""
        return why_empty(board, key)

    def way_to_plan(self, board: UploadBoard) -> tuple[str, str]:
        """Lead to the allocation where a run of it is missing."""
        return ("Allocate", "allocation") if "run" in board.refused else super().way_to_plan(board)

    def sentence(self, board: UploadBoard) -> str:
        """Say what the file would hold."""
        return uploads_sentence(board, self.text)

    def told(self, row: Any) -> Told:  # noqa: ANN401 -- a row of one of the tabs
        """Give heading, subheading, steps and pairs of a row."""
        return explained(row, self.text)

    def key_of(self, row: Any) -> object:  # noqa: ANN401 -- the same
        """Give what a row is known by."""
        return row_key(row)

    def kind_of(self, plan: UploadPlan) -> str:
        """Name the kind of file."""
        return _KINDS[plan.layout]

    def saving(self, plan: UploadPlan, path: Path) -> Callable[..., Any]:
        """Give the action that writes the file and records it."""
        return partial(save_stock_file, channel_id=plan.channel_id, path=path, write=_written)


def _written(session: Any, plan: UploadPlan) -> bytes:  # noqa: ANN401 -- views know no session
    return stock_file(plan, partial(source_table, session))
