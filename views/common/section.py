"""What the sections of a page share: a table, its buttons, and a form in the inspector."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any, ClassVar

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtWidgets import QComboBox, QLineEdit, QVBoxLayout, QWidget
from shiboken6 import isValid

from app.columns import Column
from app.queries.gaps import Gaps
from views.common.field_editors import Offer, WordsEdit
from views.common.focus import has_focus_within
from views.common.form import Form
from views.common.form_field import Field, Value
from views.common.page import Page
from views.common.paint import Paint
from views.common.parts import Button
from views.common.runner import Job
from views.common.segments import ChipTabs
from views.common.table import Table
from views.common.theme import Tone


class Section(QWidget):
    """One kind of record of a page: shown in a table, edited in its cells or in the inspector.

    `titles` holds the SKUs that may be typed; `said` tells of a sentence that is the read of this section.
    """

    KEY: ClassVar[str] = ""
    WORDS: ClassVar[str] = ""
    HINT: ClassVar[str] = "Filter"
    HELP: ClassVar[str] = ""  # its page of the documentation, where that is not its page's

    said = Signal(str)

    def __init__(self, page: Page) -> None:
        super().__init__(page.place)
        self.page = page
        self.look, self.text = page.look, page.text
        self.gaps: Gaps | None = None
        self.titles: Mapping[str, str] | None = None
        self.actions_at_right: list[Button] = []
        self.column = QVBoxLayout(self)
        self.column.setContentsMargins(0, 0, 0, 0)
        self.column.setSpacing(10)
        self.chips = ChipTabs(self.look)
        self.chips.hide()
        self.column.addWidget(self.chips)
        self._rows: Sequence[Any] = ()
        self._chosen: Callable[[Any, str], bool] | None = None
        self._unused: set[Button] = set()
        self._in_view = False
        self._finishing: tuple[Job, QVBoxLayout] | None = None

    # What a section writes

    def refresh(self) -> None:
        """Ask the ledger for the rows."""

    def explain(self, row: Any) -> None:  # noqa: ANN401 -- a row of any query
        """Open the inspector on a row."""

    def filter(self, words: str) -> None:
        """Show only what holds every typed word; a section that filters nothing has no `HINT`."""
        self.table.filter(words)

    @property
    def front(self) -> QWidget:
        """What has the focus when the section comes into view."""
        return self.table.front

    # What a section uses

    def make_table(
        self,
        columns: Sequence[Column[Any]],
        paints: Mapping[str, Paint],
        row_key: Callable[[Any], object],
        *,
        name: str = "",
    ) -> None:
        """Put the table in; Space and Enter open the inspector, and it follows the cursor while it is open."""
        named = f"{self.page.NAME}.{name or self.KEY}"
        self.table = self.page.make_table(columns, paints=paints, row_key=row_key, name=named, parent=self)
        self.table.selected.connect(self.page.status)
        self.table.export_requested.connect(lambda form: self.page.export_requested.emit(self.table, form))
        self.table.inspected.connect(lambda row, _title: self.explain(row))
        self.table.drilled.connect(lambda row, _title: self.explain(row))
        self.table.current_changed.connect(self._follow)
        self.column.addWidget(self.table, 1)

    def take_away(self, table: Table) -> None:
        """Remove a table whose place another takes; the focus waits at the page and is handed on to that one."""
        if has_focus_within(table):
            self.page.setFocus()
            self.page.follow_front()
        self.column.removeWidget(table)
        table.hide()
        table.deleteLater()

    def filter_chips(self, fits: Callable[[Any, str], bool]) -> None:
        """Show chips with counts above the table; `fits` tells whether a row belongs to a chip."""
        self._chosen = fits
        self.chips.chosen.connect(lambda _key: self.show_rows(self._rows))

    def show_chips(self, rows: Sequence[Any], chips: Sequence[tuple[str, str, Tone]]) -> None:
        """Count the rows of each chip and show them; no chips when all rows are alike."""
        fits = self._chosen
        if fits is None:
            return
        counts = {key: sum(1 for row in rows if fits(row, key)) for key, _, _ in chips}
        self.chips.set_tabs(
            [
                (key, words, self.text.units(counts[key], zero=None), tone if counts[key] else Tone.NEUTRAL)
                for key, words, tone in chips
            ]
        )
        self.chips.setVisible(bool(rows))

    def show_rows(self, rows: Sequence[Any]) -> None:
        """Show rows, those of the chosen chip alone."""
        self._rows = rows
        key = self.chips.current()
        fits = self._chosen
        self.table.show_rows([row for row in rows if fits is None or not key or fits(row, key)])

    def button(self, words: str, icon: str, run: Callable[[], object], *, primary: bool = False) -> Button:
        """Make an action of the bar that is seen while this section is."""
        made = Button(self.look, words, icon=icon, primary=primary, run=run)
        self.actions_at_right.append(made)
        return made

    def show_actions(self, *, shown: bool) -> None:
        """Show the buttons of the bar while the section is in view, but for those that have no use now."""
        self._in_view = shown
        for button in self.actions_at_right:
            button.setVisible(shown and button not in self._unused)

    def offer(self, button: Button, *, offered: bool) -> None:
        """Say whether a button of the bar has any use now."""
        self._unused.discard(button)
        if not offered:
            self._unused.add(button)
        button.setVisible(self._in_view and offered)

    def form(
        self, fields: Sequence[Field], save: Callable[[dict[str, Value]], object], words: str, *, focus: str = ""
    ) -> Form:
        """Put a form into the inspector; Enter saves, Esc leaves. What is typed replaces what stands at the `focus`."""
        form = Form(self.look, self.text, fields, today=self.page.today, save=words)
        form.saved.connect(save)
        form.left.connect(self.leave)
        self.page.inspector.add(form)
        if focus:
            editor = form.editor(focus)
            editor.setFocus(Qt.FocusReason.OtherFocusReason)
            if isinstance(editor, QLineEdit):
                editor.selectAll()
        return form

    def on_choice(self, form: Form, name: str, run: Callable[[str], object]) -> None:
        """Do something once a choice is made: afterwards, for it may take the form away in which it was made."""
        box = form.editor(name)

        def chosen() -> None:
            if isinstance(box, QComboBox) and isValid(box):
                form.unsaved = False  # what is typed goes along, if another form takes its place
                run(str(box.currentData() or ""))
                if isValid(form):
                    form.unsaved = True

        if isinstance(box, QComboBox):
            box.currentIndexChanged.connect(lambda _index: QTimer.singleShot(0, self, chosen))

    def finish(self, *actions: Callable[[Any], object]) -> None:
        """Carry out what a form or a button of the inspector is for, and go back to the table once all is done.

        What is refused leaves the form as it was typed; a second Enter while it is carried out does nothing.
        """
        job, form = self._finishing or (None, None)
        if job is not None and job.running and form is self.page.inspector.body:
            return
        if not actions:
            self.leave()
            return
        job = self.page.do(actions[0], then=lambda _done: self.finish(*actions[1:]))
        self._finishing = job, self.page.inspector.body

    def leave(self) -> None:
        """Close the inspector and go back to the table; what was refused in it is over."""
        self.page.make_up()
        self.page.inspector.hide()
        self.table.setFocus(Qt.FocusReason.OtherFocusReason)

    def complete(self, form: Form, name: str, words: Sequence[str]) -> None:
        """Offer words while a field is typed."""
        line = form.editor(name)
        if isinstance(line, WordsEdit):
            line.offer(words)
        elif isinstance(line, QLineEdit):
            offer = Offer(words, line)
            line.setCompleter(offer)
            offer.activated.connect(line.textEdited)

    def complete_skus(self, form: Form, name: str) -> None:
        """Offer the SKUs of the catalogue while a code is typed."""
        if self.titles is not None:
            self.complete(form, name, list(self.titles))

    def known_sku(self, value: Value) -> str:
        """Say what is wrong with a typed SKU, or with several, or nothing."""
        codes = value if isinstance(value, tuple) else (value,)
        unknown = [f"“{code}”" for code in codes if code and self.titles is not None and code not in self.titles]
        return f"There is no SKU {' or '.join(unknown)} in the catalogue." if unknown else ""

    def _follow(self, row: Any) -> None:  # noqa: ANN401 -- a row of any query
        if row is not None and self.page.follows and self.table.grid.hasFocus():
            self.explain(row)
