"""History: everything that was done to the ledger, who did it, what it changed, and how to take it back."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from typing import ClassVar

from PySide6.QtWidgets import QWidget

from app.columns import Column, Kind
from app.moments import here
from app.queries.history import ChangeRow, FieldChange, changes, fields
from views.common.desk import Desk
from views.common.fonts import BODY, semibold
from views.common.labels import label
from views.common.page import Page
from views.common.paint import Paint
from views.common.parts import Button
from views.common.sentences import count
from views.common.states import EmptyState
from views.common.theme import Tone

_FIELDS_SHOWN = 60


class HistoryPage(Page):
    """The change log, newest first; any change of it can be taken back if nothing later stands on it."""

    NAME: ClassVar[str] = "history"
    TITLE: ClassVar[str] = "History"
    ICON: ClassVar[str] = "history"
    HELP: ClassVar[str] = "undo-and-history"
    TOPICS: ClassVar[frozenset[str]] = frozenset({"history", "imports", "catalog", "contribution", "stock"})

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        self.changes = self.add_table(self.make_table(self._columns(), paints=_PAINTS, row_key=lambda row: row.id))
        self.changes.inspected.connect(lambda row, _title: self.explain(row))
        self.changes.drilled.connect(lambda row, _title: self.explain(row))
        self.changes.current_changed.connect(self._follow)
        self.search_in(self.changes, "Filter changes")

    @property
    def front(self) -> QWidget:
        """The list of changes."""
        return self.changes

    def refresh(self) -> None:
        """Read the log."""
        self.changes.loading()
        self.ask(changes, self.show_changes)

    def show_this(self, what: object) -> None:
        """Go to a change by its number."""
        if isinstance(what, int) and self.changes.go_to_key(what):
            self.explain(self.changes.current())

    def show_changes(self, rows: Sequence[ChangeRow]) -> None:
        """Show the log."""
        empty = EmptyState(
            self.look,
            title="Nothing was done yet",
            why="Every import and every edit is listed here with who did it and when, and can be taken back.",
            button="Import files",
            icon="history",
            run=lambda: self.go.emit("import", None),
        )
        self.show_empty(None if rows else empty)
        back = sum(row.reverted for row in rows)
        imports = sum(row.batch_id is not None and row.reverts_id is None for row in rows)
        number = count(len(rows), "change", written=self.text.units(len(rows)))
        said = f"**{number}**, {count(imports, 'import')} among them"
        self.say(f"{said}; {back} taken back." if back else f"{said}." if rows else "")
        self.changes.show_rows(rows, label=count(len(rows), "change"))
        self._follow(self.changes.current())

    def explain(self, row: ChangeRow) -> None:
        """Answer what a change did, field by field."""
        inspector = self.inspector
        inspector.explain(row.label, f"{row.made_by}, {self.text.time(here(row.made_at))}")
        if row.reverted:
            inspector.line("It was taken back; a later change in this list did so.", quiet=True)
        elif row.reverts_id is not None:
            words = "Bring it back again" if row.label.startswith("Undo: ") else "Take this back"
            inspector.add(Button(self.look, words, icon="undo-2", run=lambda: self.take_back(row)))
        else:
            inspector.add(Button(self.look, "Take this back", icon="undo-2", run=lambda: self.take_back(row)))
        if row.batch_id is not None:
            show = partial(self.go.emit, "imports", row.batch_id)
            inspector.add(Button(self.look, "Show in Imports", icon="inbox", run=show))
        self.ask(partial(fields, change_id=row.id), lambda found: self._show_fields(row, found), about="fields")

    def take_back(self, row: ChangeRow) -> None:
        """Revert a change, as a new one; a later change that stands on it is named."""
        self.notice.hide()
        self.do(
            lambda ledger: ledger.revert(row.id),
            f"Taking back “{self.text.days_in(row.label)}”",
            then=lambda done: self.notice.tell(f"**{done.label}** is done. Ctrl+Z takes that back in turn."),
        )

    def _follow(self, row: ChangeRow | None) -> None:
        if row is not None and self.inspector.isVisible():
            self.explain(row)

    def _show_fields(self, row: ChangeRow, found: Sequence[FieldChange]) -> None:
        """List the fields under the record they belong to."""
        inspector = self.inspector
        if not inspector.isVisible():
            return
        if not found:
            what = "Documents and postings of a file; the Imports page lists its rows." if row.batch_id else "No field."
            inspector.line(what, quiet=True)
        record = ""
        for change in found[:_FIELDS_SHOWN]:
            if change.record != record:
                record = change.record
                inspector.add(label(self.text.days_in(record), font=semibold(BODY), wrap=True))
            moved = f"{change.before or '–'}  →  {change.after or '–'}"
            inspector.pairs([(change.field, self.text.days_in(moved))])
        if len(found) > _FIELDS_SHOWN:
            more = self.text.units(len(found) - _FIELDS_SHOWN)
            inspector.line(f"and {more} more fields.", quiet=True)

    def _columns(self) -> tuple[Column[ChangeRow], ...]:
        return (
            Column("When", lambda row: here(row.made_at), Kind.TIME),
            Column("What", lambda row: row.label),
            Column("By", lambda row: row.made_by),
            Column("Kind", _kind, Kind.CHIP),
            Column("Records changed", lambda row: row.rows, Kind.COUNT),
            Column("State", lambda row: "taken back" if row.reverted else "stands", Kind.CHIP),
        )


def _kind(row: ChangeRow) -> str:
    if row.reverts_id is not None:
        return "redo" if row.label.startswith("Redo: ") else "undo"
    return "import" if row.batch_id is not None else "edit"


_PAINTS = {
    "When": Paint(quiet=True, width=160),
    "What": Paint(width=420),
    "Kind": Paint(tone=lambda row: Tone.ACCENT if _kind(row) == "import" else Tone.NEUTRAL),
    "State": Paint(tone=lambda row: Tone.NEUTRAL if row.reverted else Tone.POSITIVE),
}
