"""The settings while the window is open: what a person set, and what the window remembers by itself."""

from __future__ import annotations

import logging
from collections.abc import Mapping
from pathlib import Path

from PySide6.QtCore import QObject, QTimer

from app.errors import UserError
from app.settings import Settings, save_settings, with_values

log = logging.getLogger(__name__)
_PATIENCE = 800  # milliseconds, so that a column that is dragged is written once


class KeptSettings(QObject):
    """Holds the settings and writes them a moment after they changed; serves pages as their memory."""

    def __init__(self, path: Path, settings: Settings, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._path = path
        self._written = settings
        self.settings = settings
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(_PATIENCE)
        self._timer.timeout.connect(self.write)

    def get(self, key: str) -> str | None:
        """Give what was remembered, or None."""
        return self.settings.memory.get(key)

    def set(self, key: str, value: str) -> None:
        """Remember a text."""
        if self.get(key) != value:
            self.put(self.settings.remembering(key, value))

    def take_over(self, values: Mapping[str, object]) -> None:
        """Take over what was entered in Preferences."""
        self.put(with_values(self.settings, values))

    def put(self, settings: Settings) -> None:
        """Hold other settings."""
        self.settings = settings
        self._timer.start()

    def write(self) -> None:
        """Write the settings now; what cannot be written is tried again at the next change."""
        self._timer.stop()
        if self.settings == self._written:
            return
        try:
            save_settings(self._path, self.settings)
        except (UserError, OSError):
            log.warning("The settings could not be written.")
        else:
            self._written = self.settings
