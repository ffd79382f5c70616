"""The main window: pages, menus, palette, status bar; and how a ledger gets into it."""

from __future__ import annotations

from views.window.run import run_window
from views.window.window import Window

__all__ = ["Window", "run_window"]
