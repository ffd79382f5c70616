"""Opens, makes and restores ledgers off the GUI thread; a refusal comes back in words."""

from __future__ import annotations

import logging
import traceback
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any

from PySide6.QtCore import QObject, Qt, Signal

from app.errors import UserError

log = logging.getLogger(__name__)


class Opener(QObject):
    """Does one thing after another; each ends in `then` or `refused`, on the GUI thread."""

    crashed = Signal(object, str)
    told = Signal(str)
    _ended = Signal(object, object)

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self._thread = ThreadPoolExecutor(max_workers=1, thread_name_prefix="opener")
        self._ended.connect(self._deliver, Qt.ConnectionType.QueuedConnection)
        self.busy = False
        self._over = False

    def run(
        self, work: Callable[[], Any], then: Callable[[Any], object], refused: Callable[[UserError], object]
    ) -> None:
        """Do `work` in the background."""
        self.busy = True
        self._thread.submit(self._work, work, then, refused)

    def tell(self, words: str) -> None:
        """Say how far the work is; called from it."""
        self.told.emit(words)

    def wait(self) -> None:
        """Wait until everything has ended, and tell nobody any more; for the end of the program."""
        self._over = True
        self._thread.shutdown(wait=True)

    def _work(
        self, work: Callable[[], Any], then: Callable[[Any], object], refused: Callable[[UserError], object]
    ) -> None:
        try:
            result = work()
        except UserError as error:
            self._ended.emit(refused, error)
        except Exception as error:
            log.exception("opening crashed")
            self._ended.emit(lambda found: self.crashed.emit(*found), (error, traceback.format_exc()))
        else:
            self._ended.emit(then, result)

    def _deliver(self, deliver: Callable[[Any], object], value: object) -> None:
        self.busy = False
        if not self._over:
            deliver(value)
