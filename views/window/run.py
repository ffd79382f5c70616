"""Starts the window: raises the first one where the ledger is open already, else shows this one and opens it."""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence
from pathlib import Path

from PySide6.QtWidgets import QApplication

from app.doors import Doors
from app.paths import Paths
from app.settings import Settings
from views.common.icons import app_icon
from views.common.theme import apply_theme
from views.window.first import hand_over
from views.window.window import Window

_GIVE_WAY = 0.001  # seconds after which a thread that loads or reads lets the window go on


def run_window(
    doors: Doors, paths: Paths, settings: Settings, ledger: Path | None = None, files: Sequence[Path] = ()
) -> int:
    """Show the window on a ledger: the one asked for, else the last one, else the start page."""
    if settings.text_size != 100:
        os.environ.setdefault("QT_SCALE_FACTOR", f"{settings.text_size / 100:g}")
    sys.setswitchinterval(_GIVE_WAY)
    application = QApplication(sys.argv[:1])
    application.setApplicationName("Channelbook")
    application.setDesktopFileName("channelbook")
    wanted = ledger or settings.last_ledger
    if wanted is not None and hand_over(wanted, files):
        print(f"{wanted.name} is open already: its window was brought to the front.")
        return 0
    look = apply_theme(application, settings.theme)
    application.setWindowIcon(app_icon(look))
    window = Window(doors, paths, settings, look)
    window.crashes.hook()
    window.show()
    if wanted is not None:
        window.ways.open(wanted)
    if files:
        window.bring(list(files))
    try:
        return application.exec()
    finally:
        sys.excepthook = sys.__excepthook__
