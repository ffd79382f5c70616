"""A ledger that was not opened: why, in words, and the offers that fit the reason."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from PySide6.QtWidgets import QWidget

from app.doors import Kept
from app.errors import OpenFailure, OpenFailureKind, UserError
from app.moments import here
from views.common.dialogs import Sheet
from views.common.fonts import TABLE, ui_font
from views.common.labels import label
from views.common.parts import Button
from views.common.sentences import in_window
from views.common.text import Text
from views.common.theme import Look

_READABLE = frozenset({OpenFailureKind.LOCKED, OpenFailureKind.DAMAGED, OpenFailureKind.READ_ONLY_PLACE})


@dataclass(frozen=True)
class Ways:
    """What may be done instead."""

    read_only: Callable[[], object]
    raise_first: Callable[[], object] | None
    restore: Callable[[Kept], object]
    anyway: Callable[[], object]


def refusal_sheet(
    look: Look, text: Text, parent: QWidget, *, path: Path, error: UserError, backups: Sequence[Kept], ways: Ways
) -> Sheet:
    """Say why a ledger was not opened, and offer what helps."""
    sheet = Sheet(look, parent, f"{path.stem} was not opened", in_window(str(error)))
    sheet.setMinimumWidth(560)
    kind = error.kind if isinstance(error, OpenFailure) else None

    def button(words: str, run: Callable[[], object], *, primary: bool = False) -> Button:
        def agreed() -> None:
            sheet.accept()
            run()

        return Button(look, words, primary=primary, run=agreed)

    offers = [Button(look, "Close", run=sheet.reject)]
    if kind in _READABLE:
        offers.append(button("Open for reading only", ways.read_only))
    if kind is OpenFailureKind.SYNC_FOLDER:
        offers.append(button("Use it anyway…", ways.anyway))
    if kind is OpenFailureKind.LOCKED and ways.raise_first is not None:
        offers.append(button("Show the other window", ways.raise_first, primary=True))
    if kind is OpenFailureKind.DAMAGED and backups:
        newest = backups[0]
        when = text.time(here(newest.made_at))
        words = f"Newest backup: {when} ({newest.reason}). What was done after that is not in it."
        sheet.column.addWidget(label(words, font=ui_font(TABLE), role="quiet", wrap=True))
        offers.append(button("Restore it to a new ledger…", lambda: ways.restore(newest), primary=True))
    sheet.buttons(*offers)
    sheet.open()
    return sheet
