"""The ladder of a draft: rungs are moved by keyboard and mouse, shared by another rule, added, removed, preset."""

from __future__ import annotations

from PySide6.QtCore import QMimeData, QPointF, Qt
from PySide6.QtGui import QDropEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QComboBox, QLineEdit
from pytestqt.qtbot import QtBot

from app.actions.rules import start_draft
from app.queries.allocation import draft_book
from models.domain.allocation.ladder import (
    CONTRIBUTION_FIRST,
    PRESETS,
    REWARDS,
    STANDARD,
    WHOLESALE_FIRST,
    Goal,
    Ladder,
    Rung,
    ShareBy,
)
from tests.views.allocation.acting import done, opened, press, said
from tests.views.brand import Brand


def ladder(brand: Brand) -> Ladder:
    """Read the ladder of the draft."""
    with brand.ledger.read() as session:
        found = draft_book(session)
    assert found is not None
    return found.ladder


def names(brand: Brand) -> list[str]:
    """Name the rungs of the draft."""
    return [rung.name for rung in ladder(brand).rungs]


def test_that_the_ladder_says_what_each_rung_rewards_and_is_read_only_when_published(
    qtbot: QtBot, short: Brand
) -> None:
    page = opened(qtbot, short, "ladder")
    assert page.sentence.sentence() == "**In force**: the preset Standard."
    rungs = page.ladder.list
    assert rungs.lines() == [
        "Promised orders, by earliest due date",
        "Guaranteed minimum, by priority",
        "14 days of cover, by days of cover",
        "42 days of cover, by days of cover",
        "The rest, by agreed shares",
    ]
    rungs.move_line(0, 2)
    QTest.keyClick(rungs, Qt.Key.Key_Return)
    assert REWARDS[ShareBy.EDD] in said(page.inspector)
    assert "This ladder is published. Start a draft to change it." in said(page.inspector)
    press(page.inspector, "Start a draft")
    done(qtbot, short, page, "Start a draft")
    assert ladder(short) == STANDARD


def test_that_rungs_are_moved_by_keyboard_and_undone(qtbot: QtBot, short: Brand) -> None:
    start_draft(short.ledger)
    page = opened(qtbot, short, "ladder")
    rungs = page.ladder.list
    rungs.setCurrentRow(3)
    QTest.keyClick(rungs, Qt.Key.Key_Up, Qt.KeyboardModifier.AltModifier)
    done(qtbot, short, page, "Set ladder: commit, floor, cover42, cover14, rest")
    assert rungs.currentRow() == 2
    assert page.sentence.sentence() == "**Draft**: a ladder of your own, in place of the preset Standard."
    QTest.keyClick(rungs, Qt.Key.Key_Down, Qt.KeyboardModifier.AltModifier)
    done(qtbot, short, page, "Set ladder: Standard")
    assert names(short) == ["commit", "floor", "cover14", "cover42", "rest"]
    short.ledger.undo()
    assert names(short) == ["commit", "floor", "cover42", "cover14", "rest"]
    QTest.keyClick(rungs, Qt.Key.Key_Delete)
    qtbot.waitUntil(lambda: len(names(short)) == 4)


def test_that_a_rung_is_dragged_to_its_place(qtbot: QtBot, short: Brand) -> None:
    start_draft(short.ledger)
    page = opened(qtbot, short, "ladder")
    rungs = page.ladder.list
    rungs.setCurrentRow(4)
    target = rungs.visualItemRect(rungs.item(1))
    dropped = QDropEvent(
        QPointF(target.center().x(), target.top() + 2),
        Qt.DropAction.MoveAction,
        QMimeData(),
        Qt.MouseButton.LeftButton,
        Qt.KeyboardModifier.NoModifier,
    )
    rungs.dropEvent(dropped)
    done(qtbot, short, page, "Set ladder")
    assert names(short) == ["commit", "rest", "floor", "cover14", "cover42"]
    assert rungs.lines()[1] == "The rest, by agreed shares"


def test_that_the_sharing_rule_is_chosen_from_the_eight(qtbot: QtBot, short: Brand) -> None:
    start_draft(short.ledger)
    page = opened(qtbot, short, "ladder")
    page.ladder.list.setCurrentRow(3)
    QTest.keyClick(page.ladder.list, Qt.Key.Key_Return)
    editor = page.ladder.editor
    assert editor is not None
    lines = said(page.inspector)
    assert {*REWARDS.values()} <= {*lines}
    assert {*editor.share.buttons} == {*ShareBy}
    button = editor.share.buttons[ShareBy.EQUAL]
    button.setChecked(True)
    QTest.keyClick(button, Qt.Key.Key_Return)
    done(qtbot, short, page, "Set ladder: commit")
    assert ladder(short).rungs[3] == Rung(Goal.COVER, ShareBy.EQUAL, 42)
    assert page.ladder.list.lines()[3] == "42 days of cover, by equal units"


def test_that_a_rung_is_added_before_the_rest(qtbot: QtBot, short: Brand) -> None:
    start_draft(short.ledger)
    page = opened(qtbot, short, "ladder")
    press(page, "Add a rung")
    editor = page.ladder.editor
    assert editor is not None
    goal, days = editor.form.editor("goal"), editor.form.editor("days")
    assert isinstance(goal, QComboBox)
    assert isinstance(days, QLineEdit)
    days.selectAll()
    QTest.keyClicks(days, "90")
    QTest.keyClick(days, Qt.Key.Key_Return)
    done(qtbot, short, page, "Set ladder: commit, floor, cover14, cover42, cover90, rest")
    press(page, "Add a rung")
    assert page.ladder.editor is not None
    days = page.ladder.editor.form.editor("days")
    assert isinstance(days, QLineEdit)
    days.selectAll()
    QTest.keyClicks(days, "0")
    QTest.keyClick(days, Qt.Key.Key_Return)
    qtbot.waitUntil(page.notice.isVisible)
    assert "This is no ladder" in page.notice.sentence()
    assert len(names(short)) == 6


def test_that_presets_take_the_place_of_the_ladder(qtbot: QtBot, short: Brand) -> None:
    start_draft(short.ledger)
    page = opened(qtbot, short, "ladder")
    actions = {action.text(): action for action in page.ladder.preset_button.menu().actions()}
    assert [*actions] == [preset.name for preset in PRESETS]
    for preset in (WHOLESALE_FIRST, CONTRIBUTION_FIRST, STANDARD):
        actions[preset.name].trigger()
        done(qtbot, short, page, f"Set ladder: {preset.name}")
        assert ladder(short) == preset
        assert f"the preset {preset.name}" in page.sentence.sentence()
