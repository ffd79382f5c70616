"""What the palette finds: pages, actions, and every record that has a name."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial

from PySide6.QtCore import QObject

from app.queries.records import RecordName, records
from views.common.palette import Entry
from views.common.runner import Runner
from views.window.command import Command, entries
from views.window.pages import loaded_tabs

_TOPICS = frozenset({"catalog", "imports"})


class Finding(QObject):
    """Keeps the names of records at hand, read anew after they changed, so that the palette opens at once."""

    def __init__(self, runner: Runner, go: Callable[[str, object], None], parent: QObject) -> None:
        super().__init__(parent)
        self._runner, self._go = runner, go
        self._records: Sequence[RecordName] = ()
        runner.changed.connect(self._changed)
        self._read()

    def entries(self, commands: Sequence[Command]) -> list[Entry]:
        """List pages and actions, then tabs of pages, then records."""
        tabs = [
            Entry(words, f"Tab of {place.title}", partial(self._go, place.name, key), icon=place.icon)
            for place, key, words in loaded_tabs()
        ]
        named = [
            Entry(record.title, record.kind, partial(self._go, record.page, record.what), icon=record.icon)
            for record in self._records
        ]
        return [*entries(commands), *tabs, *named]

    def _changed(self, topics: frozenset[str]) -> None:
        if topics & _TOPICS:
            self._read()

    def _read(self) -> None:
        self._runner.read(records, self._found, owner=self)

    def _found(self, found: Sequence[RecordName]) -> None:
        self._records = found
