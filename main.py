"""Channelbook: puts the program together, then opens the window or runs one command."""

from __future__ import annotations

import gc
import io
import logging
import os
import sys
from logging.handlers import RotatingFileHandler
from pathlib import Path

from app.commands.parser import parse
from app.paths import Paths, private_folder
from app.settings import load_settings

# Python looks for circles after every 700 new objects. While a program is loaded it finds none, and takes a fifth of
# the time for it.
COLLECT_AFTER = 50_000


def start_log(path: Path) -> None:
    """Write warnings and errors to a small rotating file; no amounts, no names."""
    private_folder(path.parent)
    handler = RotatingFileHandler(path, maxBytes=1_000_000, backupCount=2, encoding="utf-8", delay=True)
    logging.basicConfig(
        level=logging.WARNING, handlers=[handler], format="%(asctime)s %(name)s %(levelname)s %(message)s"
    )


def has_display() -> bool:
    """Say whether a window can be shown here."""
    if sys.platform in ("win32", "darwin") or os.environ.get("QT_QPA_PLATFORM"):
        return True
    return bool(os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY"))


def start_output() -> None:
    """Write what is printed as UTF-8 with plain line ends, whatever the terminal's code page is."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(encoding="utf-8", errors="replace", newline="\n")


def main(arguments: list[str] | None = None) -> int:
    """Put the program together and run it."""
    gc.set_threshold(COLLECT_AFTER)
    start_output()
    typed = parse(sys.argv[1:] if arguments is None else arguments)
    paths = Paths.for_user(typed.data)
    start_log(paths.log)
    settings = load_settings(paths.settings)
    code = 0
    ledger = typed.ledger
    if typed.command is not None:
        # Loaded only here, and Qt only below: a start pays for what it uses.
        from app.commands.keeping import demo_ledger
        from app.commands.run import run

        code = run(typed, who=settings.who())
        if typed.command != "demo" or typed.no_window or code or not has_display():
            return code
        ledger = demo_ledger(typed.folder)
    from app.doors import doors
    from views.window import run_window

    if typed.self_test:
        from views.window.self_test import self_test

        return self_test(doors(settings), settings)
    return run_window(doors(settings), paths, settings, ledger)


if __name__ == "__main__":
    if sys.argv[1:] == ["--read-worker"]:
        gc.disable()
        from app.importing.worker import serve

        serve()
    sys.exit(main())
