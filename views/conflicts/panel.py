"""The panel of a conflict: its sentence, the formula of its stake, its evidence, the fix, and what can be decided."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from PySide6.QtWidgets import QVBoxLayout, QWidget
from shiboken6 import isValid

from app.queries.conflict_evidence import Evidence, evidence
from app.queries.conflict_rows import BETWEEN, ConflictRow
from app.queries.postings import PostingRow
from app.queries.price_fixes import Means, PriceFix
from models.domain.conflicts.lifecycle import State
from views.common.fonts import BODY, TABLE, medium, ui_font
from views.common.labels import label, rule
from views.common.page import Page
from views.common.parts import Button
from views.conflicts.ways import Way, evidence_of, fix_of
from views.conflicts.words import severity, standing

_POSTINGS = 12
Act = Callable[[], object]


def show_conflict(
    page: Page, row: ConflictRow, actions: list[tuple[str, str, Act]], ask: Callable[[PriceFix], object]
) -> None:
    """Open the inspector on a conflict; `actions` are words, shortcut and what is done, `ask` asks a better price."""
    conflict, inspector = row.conflict, page.inspector
    inspector.explain(conflict.title, f"{conflict.kind.family.value} · {row.where}")
    inspector.add(label(page.text.days_in(f"{conflict.sentence}."), font=ui_font(BODY), wrap=True))
    stake = page.text.money(row.stake, code=True, zero=None)
    pairs = [("At stake", stake), ("Worked out as", conflict.stake.formula), ("Severity", severity(row))]
    if conflict.between:
        pairs.append(("Seen", f"{BETWEEN}: no channel can see it alone"))
    if conflict.window is not None and conflict.window > page.today():
        pairs.append(("Begins", page.text.day(conflict.window)))
    pairs += [("There for", f"{row.age} {'day' if row.age == 1 else 'days'}"), ("State", standing(row, page.text))]
    pairs.append(("Owner", row.owner or "nobody yet"))
    inspector.pairs(pairs, mark=["At stake"])
    if row.state is not State.RESOLVED:
        inspector.add(rule())
        inspector.line(f"{conflict.fix}.")
        fix = fix_of(conflict)
        if fix is not None:
            inspector.add(_button(page, fix, primary=True))
    holder = QWidget()
    column = QVBoxLayout(holder)
    column.setContentsMargins(0, 0, 0, 0)
    column.setSpacing(8)
    for way in evidence_of(conflict):
        column.addWidget(_button(page, way))
    inspector.add(holder)
    if row.state is not State.RESOLVED:
        _decisions(page, actions)
    asked = partial(evidence, conflict=conflict, day=page.today())
    page.ask(asked, partial(_show_evidence, page, holder, ask), about="evidence")


def _button(page: Page, way: Way, *, primary: bool = False) -> Button:
    run = partial(page.go.emit, way.page, way.what)
    return Button(page.look, way.words, icon=way.icon, primary=primary, run=run)


def _fix(page: Page, fix: PriceFix, ask: Callable[[PriceFix], object]) -> Button:
    """Make the button of what mends a price."""
    match fix.means:
        case Means.FILE:
            return _button(page, Way("Send the price of the book", "file-plus", "pricing", "files"), primary=True)
        case Means.PRICE if fix.amount is not None:
            words = f"Ask {page.text.money(fix.amount, code=True)}…"
            return Button(page.look, words, icon="tag", primary=True, run=partial(ask, fix))
        case _:
            return _button(page, Way("Change its rule", "tag", "pricing", "rules"), primary=True)


def _decisions(page: Page, actions: list[tuple[str, str, Act]]) -> None:
    page.inspector.add(rule())
    page.inspector.add(label("Decide", font=medium()))
    for words, shortcut, run in actions:
        button = Button(page.look, f"{words} ({shortcut})", run=run)
        button.setToolTip(f"{words}: {shortcut} in the list")
        page.inspector.add(button)


def _show_evidence(page: Page, holder: QWidget, ask: Callable[[PriceFix], object], found: Evidence) -> None:
    """Add postings, the import and what mends a price, where there are any and the panel is still there."""
    column = holder.layout() if isValid(holder) else None
    if not isinstance(column, QVBoxLayout):
        return
    if found.fix is not None:
        column.insertWidget(0, _fix(page, found.fix, ask))
    if found.figure is not None:
        way = Way("Open them in Contribution", "chart-column", "contribution", found.figure)
        column.insertWidget(0, _button(page, way, primary=True))
    if found.postings:
        column.addWidget(label("Postings behind it", font=medium()))
    for one in found.postings[:_POSTINGS]:
        column.addWidget(label(_posting(page, one), font=ui_font(TABLE), wrap=True))
    if len(found.postings) > _POSTINGS:
        more = page.text.units(len(found.postings) - _POSTINGS)
        column.addWidget(label(f"and {more} more", font=ui_font(TABLE), role="quiet"))
    if found.batch_id is not None:
        column.addWidget(_button(page, Way("Open the import", "inbox", "imports", found.batch_id)))


def _posting(page: Page, one: PostingRow) -> str:
    amount = page.text.money(one.amount, code=True)
    what = f"{page.text.day(one.day)}, {one.account_title}, {one.order or one.sku or one.source}"
    return f"{what}: {amount} ({one.file}, row {one.row})"
