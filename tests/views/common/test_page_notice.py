"""The message of a page goes by itself once what it says is no longer so, and not before."""

from __future__ import annotations

import pytest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from app.errors import UserError
from views.common.page_notice import PageNotice
from views.common.text import Text
from views.common.theme import apply_theme


@pytest.fixture
def notice(qtbot: QtBot, qapp: QApplication) -> PageNotice:
    """Make a message in view."""
    made = PageNotice(apply_theme(qapp, "light"), Text.for_choice("point"))
    qtbot.addWidget(made)
    return made


def test_that_an_answer_to_another_question_does_not_take_back_that_one_has_none(notice: PageNotice) -> None:
    notice.not_read("figures", UserError("There is no rate."), "Try again", lambda: None)
    notice.was_read("channels")
    assert notice.sentence() == "There is no rate."
    assert not notice.isHidden()
    notice.was_read("figures")
    assert notice.isHidden()


def test_that_what_a_change_did_is_said_until_the_next_one(notice: PageNotice) -> None:
    notice.tell("**1 file imported.**")
    notice.was_read("page")
    notice.make_up()
    assert not notice.isHidden()
    notice.ledger_changed()
    assert notice.isHidden()


def test_that_how_the_ledger_stands_is_said_as_long_as_it_stands_so(notice: PageNotice) -> None:
    notice.stand("A rate is missing.")
    notice.stand("Two rates are missing.")
    notice.ledger_changed()
    assert notice.sentence() == "Two rates are missing."
    notice.stand("")
    assert notice.isHidden()


def test_that_what_was_said_since_stays(notice: PageNotice) -> None:
    notice.tell("**1 file imported.**")
    notice.stand("A rate is missing.")
    notice.say("Something else.")
    notice.ledger_changed()
    notice.stand("")
    assert not notice.isHidden()
