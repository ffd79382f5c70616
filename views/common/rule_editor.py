"""A rule being typed: its kind with a sentence, and below it the form of that kind."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING, NamedTuple

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QLineEdit, QVBoxLayout, QWidget

from models.domain.rules import Kind, Rule
from views.common.form import Form
from views.common.form_field import Field, FieldKind, FieldRow, Value
from views.common.page import small
from views.common.rule_form import days_wrong, fields_of, values_of

if TYPE_CHECKING:
    from app.queries.rules_board import RulesBoard
    from views.common.section import Section


class _Meaning(NamedTuple):
    """What makes two fields of different kinds one: what stands in the one may stand in the other."""

    name: str
    label: str
    kind: FieldKind
    unit: str
    choices: tuple[tuple[str, str], ...]


class RuleEditor(QWidget):
    """`saved` carries the kind and the values of its form; a rule that stands fills it.

    What was typed for one kind stays for another that has the same field, and comes back with its own.
    """

    saved = Signal(object, object)

    def __init__(
        self, section: Section, board: RulesBoard, kinds: Sequence[type[Kind]], rule: Rule[Kind] | None
    ) -> None:
        super().__init__()
        self._section, self._board, self._rule = section, board, rule
        self._kinds = {kind.KIND: kind for kind in kinds}
        chosen = rule.what.KIND if rule is not None else next(iter(self._kinds))
        choices = tuple((kind.KIND, kind.TITLE) for kind in kinds)
        field = Field("kind", "Kind of rule", FieldKind.CHOICE, choices=choices, start=chosen)
        self.kind_row = FieldRow(field, section.look, section.text, today=section.page.today)
        self.kind_row.changed.connect(self._choose)
        self._kept: dict[_Meaning, Value] = {}
        self._about = small("")
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(10)
        self._column.addWidget(self.kind_row)
        self._column.addWidget(self._about)
        self.form = self._make()
        if rule is not None:
            self.form.fill(values_of(rule))

    @property
    def kind(self) -> type[Kind]:
        """The kind that is chosen."""
        return self._kinds[str(self.kind_row.value())]

    def go(self) -> None:
        """Go to the first figure of a rule that stands, or to the kind of a new one."""
        first = next(iter(self._fields())).name
        target = self.kind_row.editor if self._rule is None else self.form.editor(first)
        target.setFocus(Qt.FocusReason.OtherFocusReason)
        if isinstance(target, QLineEdit):
            target.selectAll()

    def _fields(self) -> list[Field]:
        board = self._board
        checks: dict[str, Callable[[Value], str]] = {
            "skus": self._section.known_sku,
            "category": partial(_told, board.categories, "in a category"),
            "brand": partial(_told, board.brands, "of a brand"),
        }
        fields = fields_of(self.kind, board.channels, currency=board.currency)
        return [replace(field, check=checks.get(field.name)) for field in fields]

    def _choose(self) -> None:
        """Show the form of another kind with what was typed so far."""
        old = self.form
        self._keep(old)
        self._column.removeWidget(old)
        old.hide()
        old.deleteLater()
        self.form = self._make()
        self.form.retype({name: self._kept[one] for name, one in self._meanings.items() if one in self._kept})
        self.form.unsaved = old.unsaved

    def _keep(self, form: Form) -> None:
        """Keep what stands in a form, but for what stands in it from the start."""
        for name, typed in form.typed().items():
            meaning = self._meanings[name]
            self._kept.pop(meaning, None)
            if typed != self._blank[name]:
                self._kept[meaning] = typed

    def _make(self) -> Form:
        kind = self.kind
        self._about.setText((kind.__doc__ or "").split("\n")[0])
        words = "Add to the draft" if self._rule is None else "Save the rule"
        section, board, fields = self._section, self._board, self._fields()
        form = Form(section.look, section.text, fields, today=section.page.today, save=words)
        self._meanings = {one.name: _Meaning(one.name, one.label, one.kind, one.unit, one.choices) for one in fields}
        self._blank = form.typed()
        for name, offered in (("skus", board.skus), ("category", board.categories), ("brand", board.brands)):
            if name not in kind.FORBIDS:
                section.complete(form, name, list(offered))
        form.saved.connect(self._save)
        form.left.connect(section.leave)
        self._column.addWidget(form)
        return form

    def _save(self, values: dict[str, Value]) -> None:
        if wrong := days_wrong(values):
            self.form.blame("last", wrong)
            return
        self.saved.emit(self.kind, values)


def _told(known: Sequence[str], where: str, value: Value) -> str:
    """Say that no SKU is in a typed category or of a brand, or nothing."""
    name = str(value or "").strip()
    return f"No SKU of the catalogue is {where} “{name}”." if name and name not in known else ""
