"""Rates on the Catalogue page: typed, read, suggested and refused."""

from __future__ import annotations

from functools import partial
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel
from pytestqt.qtbot import QtBot

from app.queries.catalog import rates
from tests.make import new_ledger
from tests.views.brand import Brand, brand
from tests.views.catalog.hands import asked, fill, form, opened, press, put_cursor, type_into


def test_that_a_rate_is_added_changed_and_removed(qtbot: QtBot, small: Brand) -> None:
    page = opened(qtbot, small, "rates")
    press(page, "Add rate")
    fill(page, "currency", "gbp")
    fill(page, "rate", "1.25")
    QTest.keyClick(form(page).editor("rate"), Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: "GBP" in [row.currency for row in page.section.table.shown_rows()])
    put_cursor(page.section, "Rate", lambda row: row.currency == "GBP")
    type_into(page.section.table, "1.3")
    qtbot.waitUntil(lambda: [row.rate for row in asked(small, rates) if row.currency == "GBP"] == ["1.3"])
    qtbot.waitUntil(lambda: "1.3" in [row.rate for row in page.section.table.shown_rows()])
    put_cursor(page.section, "Currency", lambda row: row.currency == "GBP")
    QTest.keyClick(page.section.table.grid, Qt.Key.Key_Space)
    press(page, "Remove rate")
    qtbot.waitUntil(lambda: [row.currency for row in asked(small, rates)] == ["CAD"])


def test_that_a_rate_is_read_as_in_files_and_said_below_the_field_while_it_is_typed(qtbot: QtBot, small: Brand) -> None:
    page = opened(qtbot, small, "rates")
    press(page, "Add rate")
    shown = [one.text() for one in form(page).findChildren(QLabel) if one.isVisible()]
    assert not any(words.startswith("1 ") for words in shown)
    fill(page, "currency", "gbp")
    for typed, read in (("1,331", "1.331"), ("1,3312", "1.3312"), ("1331", "1331")):
        fill(page, "rate", typed)
        shown = [one.text() for one in form(page).findChildren(QLabel) if one.isVisible()]
        assert f"1 GBP is {read} USD." in shown
    fill(page, "rate", "0")
    assert form(page).error("rate") == "A rate is above 0."
    assert not any(one.text().startswith("1 GBP is") for one in form(page).findChildren(QLabel) if one.isVisible())
    fill(page, "rate", "1,331")
    QTest.keyClick(form(page).editor("rate"), Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: [row.rate for row in asked(small, rates) if row.currency == "GBP"] == ["1.331"])
    qtbot.waitUntil(lambda: "GBP" in [row.currency for row in page.section.table.shown_rows()])
    put_cursor(page.section, "Rate", lambda row: row.currency == "GBP")
    type_into(page.section.table, "1,332")
    qtbot.waitUntil(lambda: [row.rate for row in asked(small, rates) if row.currency == "GBP"] == ["1.332"])


@pytest.mark.parametrize("own, foreign", [("USD", "CAD"), ("CAD", "USD")])
def test_that_the_currency_suggested_for_a_rate_is_not_the_ledgers_own(
    qtbot: QtBot, qapp: QApplication, tmp_path: Path, own: str, foreign: str
) -> None:
    with brand(tmp_path, qapp, make=partial(new_ledger, currency=own)) as made:
        page = opened(qtbot, made, "rates")
        press(page, "Add rate")
        assert f"Three letters, such as {foreign}." in [one.text() for one in form(page).findChildren(QLabel)]
        fill(page, "currency", "x")
        assert form(page).error("currency") == f"A currency has three letters, such as {foreign}."


def test_that_a_rate_that_is_none_is_refused_where_it_stands(qtbot: QtBot, small: Brand) -> None:
    page = opened(qtbot, small, "rates")
    put_cursor(page.section, "Rate", lambda row: row.currency == "CAD")
    type_into(page.section.table, "none")
    qtbot.waitUntil(page.notice.isVisible)
    assert "“none” is not a rate. Nothing was changed." in page.notice.sentence()
