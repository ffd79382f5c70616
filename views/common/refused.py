"""What stands in the place of figures that the ledger refuses to add up: why, and the way to what is missing."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtWidgets import QVBoxLayout, QWidget

from app.errors import UserError
from views.common.page import Page
from views.common.states import EmptyState

_TITLE = "No figures for these days"


class Refused(QWidget):
    """Shows why there are no figures; `taken_away` takes away those that are shown, which are of other days."""

    def __init__(self, page: Page, taken_away: Callable[[], object]) -> None:
        super().__init__()
        self._page, self._taken_away = page, taken_away
        self.error: UserError | None = None
        self.state: EmptyState | None = None
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self.hide()

    def say(self, error: UserError) -> None:
        """Say it where the figures were."""
        self._drop()
        self.error = error
        words, run = self._page.way_on(error)
        self.state = EmptyState(
            self._page.look,
            title=_TITLE,
            why=self._page.text.days_in(str(error)),
            button=words,
            icon="triangle-alert",
            run=run,
        )
        self._column.addWidget(self.state, 1)
        self._taken_away()

    def settle(self) -> None:
        """Go: there are figures again."""
        self._drop()
        self.error = None
        self.hide()

    def refuse(self, run: Callable[[], object]) -> Callable[[], object]:
        """Let what needs the figures say why there are none."""

        def tried() -> None:
            if self.error is None:
                run()
            else:
                self._page.fail(self.error)

        return tried

    def _drop(self) -> None:
        if self.state is not None:
            self._column.removeWidget(self.state)
            self.state.hide()
            self.state.deleteLater()
            self.state = None
