"""The rules of a family in a table: what holds, or the draft, in which they are edited and published."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Any, ClassVar

from PySide6.QtCore import Qt
from PySide6.QtGui import QAction, QKeySequence

from app.actions.rules import add_rule, edit_rule, order_rules, publish, remove_rule, start_draft
from app.errors import UserError
from app.queries.rules_board import COLUMNS, ListedRule, RulesBoard, Standing, rules_board
from models.domain.rules import InvalidRule, Kind, labelled
from views.common.form_field import Field, Value
from views.common.icons import icon
from views.common.page import Page
from views.common.paint import Paint
from views.common.parts import Button
from views.common.rule_editor import RuleEditor
from views.common.rule_form import typed_rule
from views.common.section import Section
from views.common.sentences import count
from views.common.states import EmptyState
from views.common.theme import Tone

_TONES = {
    Standing.HOLDS: Tone.POSITIVE,
    Standing.FAILS: Tone.CRITICAL,
    Standing.IN_FORCE: Tone.ACCENT,
    Standing.DRAFTED: Tone.NEUTRAL,
    Standing.WITHOUT: Tone.ATTENTION,
}
_LAST = -1


class RulesSection(Section):
    """Rules of one family; a subclass names the family and its kinds, and says what a draft would change."""

    KEY: ClassVar[str] = "rules"
    WORDS: ClassVar[str] = "Rules"
    HINT: ClassVar[str] = "Filter rules"
    FAMILY: ClassVar[str] = ""
    KINDS: ClassVar[tuple[type[Kind], ...]] = ()

    def __init__(self, page: Page) -> None:
        super().__init__(page)
        self.board: RulesBoard | None = None
        self._asked_of = 0
        self.editor: RuleEditor | None = None
        self.make_table(
            COLUMNS,
            {
                "Place": Paint(quiet=True),
                "Rule": Paint(bold=True),
                "Today": Paint(tone=lambda row: _TONES.get(row.standing, Tone.NEUTRAL)),
                "Kind": Paint(quiet=True, hidden=True),
                "Note": Paint(quiet=True),
            },
            lambda row: row.number,
        )
        self.table.model.order_by([(0, False)])
        self.table.drilled.connect(lambda _row, _title: self._go_in())
        self._key("Remove the rule", "trash-2", QKeySequence.StandardKey.Delete, self.remove)
        self._key("Move up", "arrow-up", "Alt+Up", partial(self.shift, -1))
        self._key("Move down", "arrow-down", "Alt+Down", partial(self.shift, 1))
        self.start_button = self.button("Start a draft", "pencil", self.start)
        self.add_button = self.button("Add a rule", "plus", self.add)
        self.publish_button = self.button("Publish rules", "check", self.ask_publish, primary=True)
        self._offer()

    # What a family writes

    def tell_effect(self) -> None:
        """Say beside the sentence what the draft would change."""

    # What a page does

    def refresh(self) -> None:
        """Read the rules."""
        self.table.loading()
        self.page.ask(partial(rules_board, family=self.FAMILY, day=self.page.today()), self.show_board, about="rules")

    def show_board(self, found: RulesBoard) -> None:
        """Show the draft, or what holds while there is none."""
        self.board, self.titles = found, found.skus
        self.table.set_empty(self._nothing(found))
        self.show_rows(found.rules)
        self._offer()
        self.said.emit(sentence(found))
        self.tell_effect()
        self._tell_notes(found)

    # What a person does

    def start(self) -> None:
        """Begin a draft with the rules that hold."""
        self.page.do(partial(start_draft, family=self.FAMILY), then=lambda _done: self.table.setFocus())

    def add(self) -> None:
        """Open the form of a new rule."""
        if self.board is not None:
            self.page.inspector.explain("Add a rule", "To the draft; it changes no number until it is published.")
            self._edit(None)

    def explain(self, row: ListedRule) -> None:
        """Open the form of a rule of the draft, or say what a rule that holds is."""
        if self.board is None:
            return
        inspector = self.page.inspector
        had_focus = self.table.grid.hasFocus()
        inspector.explain(row.rule.what.TITLE, row.rule.sentence())
        for words in (*row.broken, *row.notes):
            inspector.line(f"{words}.")
        if row.standing is Standing.HOLDS:
            inspector.line("The assertion holds at today's supply.")
        if self.board.draft is not None:
            self._edit(row)
        else:
            inspector.line("This rule is published. Start a draft to change it.", quiet=True)
            inspector.add(Button(self.look, "Start a draft", icon="pencil", run=self.start))
        if had_focus:
            self.table.setFocus()

    def remove(self) -> None:
        """Take the rule under the cursor out of the draft."""
        row = self._own()
        if row is not None:
            self.page.inspector.hide()
            self.page.do(partial(remove_rule, rule_id=row.number), then=lambda _done: self.table.setFocus())

    def shift(self, by: int) -> None:
        """Move the rule under the cursor up or down; of equally specific rules the higher one wins."""
        row = self._own()
        if row is None or self.board is None:
            return
        numbers = [one.number for one in self.board.rules]
        at = numbers.index(row.number)
        if not 0 <= at + by < len(numbers):
            return
        numbers.insert(at + by, numbers.pop(at))
        self.page.do(partial(order_rules, rule_ids=numbers, family=self.FAMILY))

    def ask_publish(self) -> None:
        """Ask for the name and the reason of the version."""
        if self.board is None or self.board.draft is None:
            return
        inspector = self.page.inspector
        inspector.explain("Publish rules", "They hold from now on. An old version can be restored as a draft.")
        for row in self.board.rules:
            for words in row.broken:
                inspector.line(f"Stops it: {words}.")
            for words in row.notes:
                inspector.line(f"{words}.")
        fields = [Field("name", "Name", required=True), Field("reason", "Reason", required=True)]
        self.form(fields, self._publish, "Publish rules", focus="name")

    # Inside

    def _go_in(self) -> None:
        """Go into the form that Enter has opened."""
        if self.editor is not None and self.board is not None and self.board.draft is not None:
            self.editor.go()

    def _publish(self, values: dict[str, Value]) -> None:
        action = partial(publish, name=str(values["name"]), reason=str(values["reason"]), family=self.FAMILY)
        self.page.do(action, then=self._saved)

    def _edit(self, row: ListedRule | None) -> None:
        if self.board is None:
            return
        rule = row.rule if row is not None else None
        self.editor = RuleEditor(self, self.board, self.KINDS, rule)
        self.editor.saved.connect(partial(self._save, row))
        self.page.inspector.add(self.editor)
        if row is None:
            self.editor.go()
            return
        for words, name, run in (
            ("Move up", "arrow-up", partial(self.shift, -1)),
            ("Move down", "arrow-down", partial(self.shift, 1)),
            ("Remove the rule", "trash-2", self.remove),
        ):
            self.page.inspector.add(Button(self.look, words, icon=name, quiet=True, run=run))

    def _save(self, row: ListedRule | None, kind: type[Kind], values: dict[str, Value]) -> None:
        try:
            made = typed_rule(kind, values, row.rule.what if row is not None else None)
        except InvalidRule as error:
            self.page.fail(UserError(f"{'; '.join(labelled(kind, error.problems))}. The draft is unchanged."))
            return
        action: Callable[..., object] = (
            partial(add_rule, family=self.FAMILY) if row is None else partial(edit_rule, rule_id=row.number)
        )
        said = vars(made)  # what, scope, first, last and note
        self.page.do(lambda ledger: action(ledger, **said), then=lambda _done: self._saved_rule(row))

    def _saved_rule(self, row: ListedRule | None) -> None:
        """Leave the form, and say once the board is read again what the rule does not do; a new rule is the last."""
        self._saved(None)
        self._asked_of = _LAST if row is None else row.number

    def _tell_notes(self, found: RulesBoard) -> None:
        """Say what the rule that was saved does not do."""
        number, self._asked_of = self._asked_of, 0
        rows = [row for row in found.rules if row.number == number] if number != _LAST else list(found.rules[-1:])
        notes = [words for row in rows for words in row.notes]
        if number and notes:
            self.page.notice.tell(f"The rule is in the draft. {'. '.join(notes)}.", Tone.ATTENTION)

    def _saved(self, _done: object) -> None:
        self.page.notice.hide()
        self.leave()

    def _own(self) -> ListedRule | None:
        """Give the rule under the cursor if it may be changed, else say what to do."""
        row: ListedRule | None = self.table.current()
        if self.board is not None and self.board.draft is None:
            self.page.notice.say("These rules are published. Nothing was changed. Start a draft to change them.")
            return None
        return row

    def _key(self, words: str, name: str, keys: Any, run: Callable[[], object]) -> None:  # noqa: ANN401 - as QKeySequence takes them
        action = QAction(words, self)
        action.setShortcut(QKeySequence(keys))
        action.setShortcutContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        action.setIcon(icon(self.look, name))
        action.triggered.connect(lambda _on: run())
        self.table.addAction(action)

    def _offer(self) -> None:
        drafting = self.board is not None and self.board.draft is not None
        self.offer(self.start_button, offered=self.board is not None and not drafting)
        self.offer(self.add_button, offered=drafting)
        self.offer(self.publish_button, offered=drafting)

    def _nothing(self, found: RulesBoard) -> EmptyState:
        drafting = found.draft is not None
        return EmptyState(
            self.look,
            title="The draft has no rule yet" if drafting else "No rule is in force",
            why="A rule says for SKUs, a category, a brand or all, on channels or on all, what holds and from when "
            "to when. Of several the most specific wins.",
            button="Add a rule" if drafting else "Start a draft",
            icon="list-checks",
            run=self.add if drafting else self.start,
        )


def sentence(found: RulesBoard) -> str:
    """Say which rules are shown, and whether their assertions hold."""
    rules = count(len(found.rules), "rule")
    checked = [row for row in found.rules if row.standing in {Standing.HOLDS, Standing.FAILS}]
    failing = sum(row.standing is Standing.FAILS for row in checked)
    kept = f"; **{failing} of {count(len(checked), 'assertion')} {'fails' if failing == 1 else 'fail'}**"
    told = kept if failing else f"; {count(len(checked), 'assertion')} hold" if len(checked) > 1 else ""
    if len(checked) == 1 and not failing:
        told = "; its assertion holds"
    if found.draft is not None:
        return f"**Draft** of {rules}, beside {found.title}{told}"
    title = f"**{found.title[:1].upper()}{found.title[1:]}**"
    return f"{title} with {rules}{told}" if found.rules else title
