"""The rules in the inspector: what is in force, and a draft that is edited, compared and published."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

from PySide6.QtWidgets import QHBoxLayout, QWidget

from app.actions.rules import add_rule, discard_draft, publish, remove_rule, start_draft
from app.errors import UserError
from app.queries.allocation import Book
from app.queries.allocation_difference import SUPPLIES, ChannelMoved, by_channel, difference
from app.queries.rules_board import RulesBoard, rules_board
from models.domain.allocation.rules import KINDS
from models.domain.money import Money
from models.domain.rules import InvalidRule, Kind, Rule
from views.allocation.rule_form import fields_of, typed_rule
from views.allocation.words import rung_words
from views.common.day_edit import today
from views.common.fonts import medium
from views.common.form import Form
from views.common.form_field import Field, FieldKind, Value
from views.common.labels import label, rule
from views.common.page import Page, small
from views.common.parts import Button
from views.common.text import Text


class RulesPanel:
    """Shows and edits the rules in the inspector of a page; `shown` tells whether it has the inspector."""

    def __init__(self, page: Page) -> None:
        self._page = page
        self.shown = False
        self.form: Form | None = None
        self.effect: QWidget | None = None

    def open(self) -> None:
        """Read the rules and show them."""
        self.shown = True
        self._page.ask(rules_board, self._show, about="rules")

    def _show(self, found: RulesBoard) -> None:
        if not self.shown:
            return
        inspector, held = self._page.inspector, found.published
        self.form = None
        inspector.explain(f"Rules: {held.title}", _ladder(held))
        self.shown = True  # an inspector that changes its place is hidden for a moment, and tells that it was closed
        self._list(held.rules, removable=False)
        if not held.rules:
            inspector.line("No rule is in force: the ladder alone decides.", quiet=True)
        if found.draft is None:
            run = partial(self._page.do, start_draft)
            inspector.add(Button(self._page.look, "Start a draft", icon="pencil", run=run))
            return
        inspector.add(rule())
        inspector.add(label("Draft", font=medium()))
        self._list(found.draft.rules, removable=True)
        kinds = tuple((kind.KIND, kind.TITLE) for kind in KINDS)
        fields = [Field("kind", "Kind of rule", FieldKind.CHOICE, choices=kinds)]
        chosen = self._form(fields, "Add a rule", leave="")
        chosen.saved.connect(partial(self._ask_rule, found))
        self._compare(found.currency)
        fields = [Field("name", "Name", required=True), Field("reason", "Reason", required=True)]
        self.form = self._form(fields, "Publish rules", leave="")
        self.form.saved.connect(self._publish)
        run = partial(self._page.do, discard_draft)
        inspector.add(Button(self._page.look, "Discard the draft", icon="trash-2", run=run))

    def _list(self, rules: Sequence[Rule[Kind]], *, removable: bool) -> None:
        for one in rules:
            row = QWidget()
            across = QHBoxLayout(row)
            across.setContentsMargins(0, 0, 0, 0)
            across.addWidget(small(f"{one.sentence()}{_days(one, self._page.text)}"), 1)
            if removable:
                run = partial(self._page.do, partial(remove_rule, rule_id=one.number))
                button = Button(self._page.look, "", icon="x", flat=True, run=run)
                button.setToolTip("Remove this rule from the draft")
                button.setAccessibleName(f"Remove: {one.sentence()}")
                across.addWidget(button)
            self._page.inspector.add(row)

    def _form(self, fields: Sequence[Field], words: str, *, leave: str = "Cancel") -> Form:
        form = Form(self._page.look, self._page.text, fields, save=words, leave=leave)
        form.left.connect(self.open if leave else self._page.inspector.hide)
        self._page.inspector.add(form)
        return form

    # The draft

    def _ask_rule(self, found: RulesBoard, values: dict[str, Value]) -> None:
        kind = next(one for one in KINDS if values["kind"] == one.KIND)
        self._page.inspector.explain(f"Add: {kind.TITLE}", (kind.__doc__ or "").split("\n")[0])
        self.shown = True
        self.form = self._form(fields_of(kind, found.channels), "Add to the draft")
        self.form.saved.connect(partial(self._add, kind))

    def _add(self, kind: type[Kind], values: dict[str, Value]) -> None:
        try:
            made = typed_rule(kind, values)
        except InvalidRule as error:
            self._page.fail(UserError(f"{error}. The draft is unchanged."))
            return
        action = partial(add_rule, what=made.what, scope=made.scope, first=made.first, last=made.last, note=made.note)
        self._page.do(action, then=lambda _done: self._page.notice.hide())

    def _publish(self, values: dict[str, Value]) -> None:
        self._page.do(partial(publish, name=str(values["name"]), reason=str(values["reason"])))

    def _compare(self, currency: str) -> None:
        """Say who gains and loses by the draft, once that is worked out."""
        effect = small("Comparing the draft with what holds…")
        self.effect = effect
        self._page.inspector.add(label("What the draft changes", font=medium()))
        self._page.inspector.add(effect)

        def show(moved: list[ChannelMoved]) -> None:
            if self.effect is effect and self.shown:
                effect.setText(effect_words(moved, self._page.text, currency))

        self._page.ask(lambda session: by_channel(difference(session, day=today())), show, about="difference")


def effect_words(moved: Sequence[ChannelMoved], text: Text, currency: str) -> str:
    """Say by supply what each channel gains and loses, and what that does to contribution."""
    lines = []
    for percent in SUPPLIES:
        said = [_moved(one, text) for one in moved if one.percent == percent]
        worth = Money(sum(one.contribution for one in moved if one.percent == percent), currency)
        money = f"; contribution {'+' if worth.minor > 0 else ''}{text.money(worth, cents=False, code=True)}"
        told = f"{', '.join(said)}{money if worth.minor else ''}" if said else "no number changes"
        lines.append(f"At {percent} % of today's supply: {told}.")
    return "\n".join(lines)


def _moved(one: ChannelMoved, text: Text) -> str:
    gains = [f"+{text.units(one.gained)}"] if one.gained else []
    losses = [f"−{text.units(one.lost)}"] if one.lost else []
    return f"{one.channel} {' '.join([*gains, *losses])}"


def _ladder(held: Book) -> str:
    return f"Ladder {held.ladder.name}: {', then '.join(rung_words(rung).lower() for rung in held.ladder.rungs)}"


def _days(one: Rule[Kind], text: Text) -> str:
    days = [f"{word} {text.day(day)}" for word, day in (("from", one.first), ("until", one.last)) if day is not None]
    return f", {' '.join(days)}" if days else ""
