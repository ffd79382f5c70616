"""The ladder: goals in the order in which they are met, each with the rule by which a shortage is shared."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from typing import Any, ClassVar

from PySide6.QtCore import Qt
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QMenu, QWidget

from app.actions.ladder import set_ladder
from app.actions.rules import start_draft
from app.queries.allocation import Book, book, draft_book
from models.domain.allocation.ladder import PRESETS, REWARDS, SHARED, Goal, Ladder, Rung, ShareBy
from views.allocation.rungs import RungEditor
from views.allocation.words import rung_words
from views.common.drop_button import DropButton
from views.common.order_list import OrderList
from views.common.page import Page, small
from views.common.parts import Button
from views.common.section import Section

_NEW = Rung(Goal.COVER, ShareBy.COVER, 28)


@dataclass(frozen=True)
class _Books:
    """The ladder that holds, and that of the draft."""

    published: Book
    draft: Book | None


def _read(session: Any) -> _Books:  # noqa: ANN401 -- views know no session
    return _Books(book(session), draft_book(session))


class LadderSection(Section):
    """The rungs in their order; in a draft they are moved, edited, added and removed, or a preset takes their place."""

    KEY: ClassVar[str] = "ladder"
    WORDS: ClassVar[str] = "Ladder"
    HINT: ClassVar[str] = ""

    def __init__(self, page: Page) -> None:
        super().__init__(page)
        self.ladder: Ladder | None = None
        self.editor: RungEditor | None = None
        self._drafting = False
        self.list = OrderList(self.look, "Rungs of the ladder")
        self.list.moved.connect(self.shift)
        self.list.opened.connect(self.open)
        self.list.removed.connect(self.remove)
        self.column.addWidget(
            small(
                "Units go to the first rung until it is full, then to the next. The rung in which they run out shares "
                "what is left by its rule. In a draft: drag a rung, or Alt with an arrow key; Enter opens it."
            )
        )
        self.column.addWidget(self.list, 1)
        self.start_button = self.button("Start a draft", "pencil", self.start)
        menu = QMenu()
        for preset in PRESETS:
            action = QAction(preset.name, menu)
            action.triggered.connect(partial(self._save, preset))
            menu.addAction(action)
        self.preset_button = DropButton(self.look, "Use a preset", icon="list-checks", menu=menu)
        self.actions_at_right.append(self.preset_button)
        self.add_button = self.button("Add a rung", "plus", self.add)

    @property
    def front(self) -> QWidget:
        """The list of rungs."""
        return self.list

    def filter(self, words: str) -> None:
        """Filter nothing: a ladder has a handful of rungs."""

    def refresh(self) -> None:
        """Read the ladder."""
        self.page.ask(_read, self.show_books, about="ladder")

    def show_books(self, found: _Books) -> None:
        """Show the ladder of the draft, or the one that holds."""
        shown = found.draft or found.published
        self.ladder, self._drafting = shown.ladder, found.draft is not None
        self.list.show_lines([_line(rung) for rung in self.ladder.rungs], editable=self._drafting)
        self.offer(self.start_button, offered=not self._drafting)
        self.offer(self.preset_button, offered=self._drafting)
        self.offer(self.add_button, offered=self._drafting)
        name = f"the preset {self.ladder.name}" if self.ladder.name else "a ladder of your own"
        same = found.draft is not None and found.draft.ladder.rungs == found.published.ladder.rungs
        beside = ", the same as in force" if same else f", in place of {_named(found.published.ladder)}"
        whose = f"**Draft**: {name}{beside}" if self._drafting else f"**In force**: {name}"
        self.said.emit(whose)

    # What a person does

    def start(self) -> None:
        """Begin a draft with the ladder that holds."""
        self.page.do(start_draft, then=lambda _done: self.list.setFocus())

    def shift(self, source: int, target: int) -> None:
        """Put a rung at another place."""
        if self.ladder is not None:
            self._save(self.ladder.moved(source, target))

    def remove(self, number: int) -> None:
        """Take a rung out."""
        if self.ladder is not None:
            left = [rung for place, rung in enumerate(self.ladder.rungs) if place != number]
            self._save(self.ladder.with_rungs(left))

    def add(self) -> None:
        """Open the form of a new rung, which comes last but one, before the rest."""
        if self.ladder is None:
            return
        ladder, rungs = self.ladder, self.ladder.rungs
        at = len(rungs) - 1 if rungs and rungs[-1].goal is Goal.REST else len(rungs)

        def save(new: Rung) -> None:
            self._save(ladder.with_rungs([*rungs[:at], new, *rungs[at:]]))

        self._edit("Add a rung", _NEW, "Add the rung", save)

    def open(self, number: int) -> None:
        """Open the form of a rung of the draft, or say what a rung that holds does."""
        if self.ladder is None:
            return
        rung, ladder = self.ladder.rungs[number], self.ladder
        self.list.setCurrentRow(number)
        title = f"Rung {number + 1}: {rung_words(rung)}"
        if self._drafting:
            self._edit(title, rung, "Save the rung", lambda new: self._save(ladder.with_rung(number, new)))
            self._buttons(number)
            return
        inspector = self.page.inspector
        inspector.explain(title, f"Shared by {SHARED[rung.share_by].lower()}")
        inspector.line(REWARDS[rung.share_by])
        inspector.line("This ladder is published. Start a draft to change it.", quiet=True)
        inspector.add(Button(self.look, "Start a draft", icon="pencil", run=self.start))
        self.list.setFocus()

    def leave(self) -> None:
        """Close the inspector and go back to the list."""
        self.page.inspector.hide()
        self.list.setFocus(Qt.FocusReason.OtherFocusReason)

    # Inside

    def _edit(self, title: str, rung: Rung, words: str, save: Callable[[Rung], None]) -> None:
        self.page.inspector.explain(title, "In the draft; it changes no number until it is published.")
        self.editor = RungEditor(self.look, self.text, rung, words=words, today=self.page.today)
        self.editor.saved.connect(save)
        self.editor.left.connect(self.leave)
        self.page.inspector.add(self.editor)
        self.editor.share.go()

    def _buttons(self, number: int) -> None:
        last = self.list.count() - 1
        for words, name, run, there in (
            ("Move up", "arrow-up", partial(self.list.move_line, number, number - 1), number > 0),
            ("Move down", "arrow-down", partial(self.list.move_line, number, number + 1), number < last),
            ("Remove the rung", "trash-2", partial(self.remove, number), True),
        ):
            if there:
                self.page.inspector.add(Button(self.look, words, icon=name, quiet=True, run=run))

    def _save(self, ladder: Ladder) -> None:
        self.page.do(partial(set_ladder, ladder=ladder), then=self._saved)

    def _saved(self, _done: object) -> None:
        self.page.notice.hide()
        self.leave()


def _line(rung: Rung) -> tuple[str, str]:
    rounding = f"; cases rounded {rung.rounding.value}" if rung.rounding is not None else ""
    return f"{rung_words(rung)}, by {SHARED[rung.share_by].lower()}", f"{REWARDS[rung.share_by]}{rounding}"


def _named(ladder: Ladder) -> str:
    return f"the preset {ladder.name}" if ladder.name else "a ladder of its own"
