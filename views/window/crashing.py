"""A fault of the program: written to the log and shown once, with a report to send."""

from __future__ import annotations

import logging
import sys
import traceback
from types import TracebackType

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtWidgets import QWidget

from app import VERSION
from views.common.dialogs import Sheet, crash
from views.common.theme import Look

log = logging.getLogger(__name__)


class Crashes(QObject):
    """Shows one report at a time; those that come while it is open are in the log."""

    _happened = Signal(object, str)

    def __init__(self, look: Look, window: QWidget) -> None:
        super().__init__(window)
        self._look, self._window = look, window
        self.sheet: Sheet | None = None
        # Queued: a fault may come from any thread.
        self._happened.connect(self.show, Qt.ConnectionType.QueuedConnection)

    def hook(self) -> None:
        """Take over what nothing else caught."""
        sys.excepthook = self.caught

    def caught(self, kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
        """Log and show a fault that nothing caught."""
        if issubclass(kind, KeyboardInterrupt):
            sys.__excepthook__(kind, error, trace)
            return
        words = "".join(traceback.format_exception(kind, error, trace))
        log.error("uncaught\n%s", words)
        self._happened.emit(error, words)

    def show(self, error: BaseException, trace: str) -> None:
        """Show a fault."""
        if self.sheet is None:
            self.sheet = crash(self._look, self._window, error, trace=trace, version=VERSION)
            self.sheet.finished.connect(self._closed)

    def _closed(self) -> None:
        self.sheet = None
