"""What the window saves to files: the table in view, the channel P&L, the journal."""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import Any

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QWidget

from app.errors import UserError
from app.exporting.saving import save_channel_pnl
from app.exporting.tables import write_table
from app.jobs import Progress
from app.paths import safe_name
from app.queries.contribution import known_period, refuse_without_rates
from models.domain.period import Period
from views.common.desk import Desk
from views.common.dialogs import choose_save
from views.common.page import Page
from views.common.period_picker import PeriodPicker
from views.common.table import Table

_TABLE_KINDS = {"xlsx": "Excel workbook (*.xlsx)", "csv": "CSV (*.csv)"}
_JOURNALS = {
    "hledger": ("hledger journal (*.journal)", "journal.journal"),
    "beancount": ("Beancount file (*.beancount)", "journal.beancount"),
    "csv": ("CSV (*.csv)", "journal.csv"),
}


class Exports(QObject):
    """Asks for a name, writes as a job, and tells where the file is."""

    written = Signal(str)
    refused = Signal(object)

    def __init__(self, desk: Desk, parent: QObject, window: QWidget) -> None:
        super().__init__(parent)
        self._desk, self._window = desk, window

    def table(self, table: Table, page: Page | None, form: str = "xlsx") -> None:
        """Save a table as it stands: its columns in view, its rows sorted and filtered."""
        title = page.TITLE if page is not None else "Table"
        columns, rows, total = table.shown_columns(), table.shown_rows(), table.model.total_row()
        first, second = (form, "csv" if form == "xlsx" else "xlsx")

        def write(path: Path) -> None:
            self._job(lambda _ledger, _progress: write_table(path, columns, rows, title=title, total=total), path)

        self._ask("Save this table", f"{safe_name(title)}.{form}", [_TABLE_KINDS[first], _TABLE_KINDS[second]], write)

    def channel_pnl(self, page: Page | None) -> None:
        """Save the channel P&L as a workbook: of the period in view, else of all days the ledger holds."""
        picked = getattr(page, "period", None)
        if isinstance(picked, PeriodPicker):
            self._ask_pnl(picked.period())
        else:
            self._desk.runner.read(known_period, self._ask_pnl, self.refused.emit, owner=self)

    def journal(self, form: str) -> None:
        """Save every posting with both legs, for a tool that we did not write."""
        kind, name = _JOURNALS[form]
        self._ask(
            "Save the journal", name, [kind], lambda path: self._job(partial(_journal, path=path, form=form), path)
        )

    def _ask_pnl(self, period: Period | None) -> None:
        if period is None:
            self.refused.emit(
                UserError("There is no channel P&L yet: the ledger holds no amounts. Import exports first.")
            )
            return

        def choose(_nothing: None) -> None:
            self._ask(
                "Save the channel P&L",
                f"Channel P&L {period.label()}.xlsx",
                [_TABLE_KINDS["xlsx"]],
                lambda path: self._job(partial(save_channel_pnl, path=path, period=period), path),
            )

        self._desk.runner.read(partial(refuse_without_rates, period=period), choose, self.refused.emit, owner=self)

    def _ask(self, title: str, name: str, kinds: list[str], then: Any) -> None:  # noqa: ANN401 -- a callable on the path
        choose_save(self._window, self._desk.memory, title=title, name=name, kinds=kinds, then=then)

    def _job(self, action: Any, path: Path) -> None:  # noqa: ANN401 -- an action of any result
        job = self._desk.runner.job(action, f"Writing {path.name}")
        job.done.connect(lambda _result: self.written.emit(f"Saved {path}"))
        job.refused.connect(self.refused)


def _journal(ledger: Any, progress: Progress, *, path: Path, form: str) -> int:  # noqa: ANN401 -- only the runner knows the ledger
    from app.exporting.journal import write_journal  # noqa: PLC0415 - a start that writes no journal should not load it

    with ledger.read() as session:
        return write_journal(session, path, form, progress=progress)
