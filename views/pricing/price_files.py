"""Price files: what each channel would be sent now, what that changes, what was sent, and what was seen after it."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import partial
from pathlib import Path
from typing import Any, ClassVar

from app.actions.price_files import save_price_file
from app.columns import Column
from app.exporting.price_file import price_file
from app.importing.source_table import source_table
from app.queries.price_files import GONE_COLUMNS, LINE_COLUMNS, PricePlan
from app.queries.price_files_board import PriceFilesBoard, price_files_board
from app.queries.price_files_sent import DIFFERENCE_COLUMNS, PRICE_FILE_COLUMNS
from app.queries.uploads import LEFT_OUT_COLUMNS
from models.domain.uploads import PriceLayout
from views.common.files_section import Empty, FilesSection, Tab, Told
from views.common.paint import Paint
from views.common.theme import Tone
from views.pricing.live_words import file_key, file_told, files_sentence, why_no_file

_TABS = (
    ("moved", "Changes", Tone.ACCENT),
    ("send", "To send", Tone.NEUTRAL),
    ("gone", "Missing", Tone.ATTENTION),
    ("out", "Left out", Tone.NEUTRAL),
    ("differences", "Not as sent", Tone.ATTENTION),
    ("files", "Sent files", Tone.NEUTRAL),
)
_KINDS = {
    PriceLayout.SHOPIFY: "Shopify products (*.csv)",
    PriceLayout.AMAZON: "Amazon price and quantity (*.txt)",
    PriceLayout.TABLE: "Table (*.csv)",
}
_COLUMNS: Mapping[str, Sequence[Column[Any]]] = {
    "gone": GONE_COLUMNS,
    "out": LEFT_OUT_COLUMNS,
    "differences": DIFFERENCE_COLUMNS,
    "files": PRICE_FILE_COLUMNS,
}
_PAINTS = {
    "SKU": Paint(bold=True),
    "Name": Paint(quiet=True),
    "Live": Paint(why=lambda _row: "No file tells what it costs there"),
    "To send": Paint(bold=True),
    "Change": Paint(why=lambda _row: "What the channel shows is not known"),
    "Tax": Paint(quiet=True),
    "Currency": Paint(quiet=True),
    "Off by": Paint(bold=True, tone=lambda _row: Tone.ATTENTION),
    "By": Paint(quiet=True),
    "Layout": Paint(quiet=True),
}


class PriceFilesSection(FilesSection):
    """Prices: its lines, what they change, and its files."""

    KEY: ClassVar[str] = "files"
    WORDS: ClassVar[str] = "Price files"
    HINT: ClassVar[str] = "Filter SKUs"
    HELP: ClassVar[str] = "live-prices"
    TABS: ClassVar[Sequence[Tab]] = _TABS
    PAINTS: ClassVar[Mapping[str, Paint]] = _PAINTS
    WHAT: ClassVar[str] = "prices"

    def nothing(self) -> PriceFilesBoard:
        """Give a board without channels."""
        return PriceFilesBoard(())

    def asked(self, channel_id: int | None) -> Callable[[Any], PriceFilesBoard]:
        """Give the query of a channel."""
        return partial(price_files_board, channel_id=channel_id, day=self.page.today())

    def rows_of(self, board: PriceFilesBoard, key: str) -> Sequence[Any]:
        """Give the rows of a tab."""
        plan = board.plan
        match key:
            case "files":
                return board.files
            case "differences":
                return board.compared.differences
            case _ if plan is None:
                return ()
            case "moved":
                return plan.moved
            case "gone":
                return plan.gone
            case "out":
                return plan.left_out
            case _:
                return plan.lines

    def columns_of(self, board: PriceFilesBoard, key: str) -> Sequence[Column[Any]]:
        """Give the columns of a tab."""
        return _COLUMNS.get(key, LINE_COLUMNS)

    def why_empty(self, board: PriceFilesBoard, key: str) -> Empty:
        """Say why a tab is empty, and which button leads to which page."""
        return why_no_file(board, key)

    def sentence(self, board: PriceFilesBoard) -> str:
        """Say what the file would hold."""
        return files_sentence(board, self.text)

    def told(self, row: Any) -> Told:  # noqa: ANN401 -- a row of one of the tabs
        """Give heading, subheading, steps and pairs of a row."""
        return file_told(row, self.text)

    def key_of(self, row: Any) -> object:  # noqa: ANN401 -- the same
        """Give what a row is known by."""
        return file_key(row)

    def kind_of(self, plan: PricePlan) -> str:
        """Name the kind of file."""
        return _KINDS[plan.layout]

    def saving(self, plan: PricePlan, path: Path) -> Callable[..., Any]:
        """Give the action that writes the file and records it."""
        return partial(save_price_file, channel_id=plan.channel_id, path=path, write=_written)


def _written(session: Any, plan: PricePlan) -> bytes:  # noqa: ANN401 -- views know no session
    return price_file(plan, partial(source_table, session))
