"""Channelbook: puts the program together, then opens the window or runs one command."""

from __future__ import annotations

import logging
import sys
from logging.handlers import RotatingFileHandler
from pathlib import Path

from app.commands import parse, run
from app.paths import Paths, private_folder
from app.settings import Settings, load_settings


def start_log(path: Path) -> None:
    """Write warnings and errors to a small rotating file; no amounts, no names."""
    private_folder(path.parent)
    handler = RotatingFileHandler(path, maxBytes=1_000_000, backupCount=2, encoding="utf-8", delay=True)
    logging.basicConfig(
        level=logging.WARNING, handlers=[handler], format="%(asctime)s %(name)s %(levelname)s %(message)s"
    )


def open_window(paths: Paths, settings: Settings, ledger: Path | None) -> int:
    """Open the window on a ledger: the one asked for, else the last one."""
    # Imported here so that commands start without loading Qt.
    from app.doors import doors
    from views.window import run_window

    return run_window(doors(settings), paths, settings, ledger)


def main(arguments: list[str] | None = None) -> int:
    """Put the program together and run it."""
    typed = parse(sys.argv[1:] if arguments is None else arguments)
    paths = Paths.for_user(typed.data)
    start_log(paths.log)
    settings = load_settings(paths.settings)
    if typed.self_test:
        from views.self_test import self_test

        return self_test()
    if typed.command is None:
        return open_window(paths, settings, typed.ledger)
    code = run(typed, who=settings.who())
    if typed.command == "demo" and not typed.no_window and code == 0:
        return open_window(paths, settings, typed.folder / "Juniper & Rye.channelbook")
    return code


if __name__ == "__main__":
    sys.exit(main())
