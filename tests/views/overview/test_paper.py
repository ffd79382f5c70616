"""The one-page read on paper: one page, nothing cut, and every figure found by a search."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from PySide6.QtCore import QLocale, Qt
from PySide6.QtPrintSupport import QPrintPreviewDialog, QPrintPreviewWidget
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from app.queries.overview import COLUMNS
from tests.views.overview.pdf_words import words_in
from views.common.desk import Desk
from views.common.text import Text
from views.overview.page import OverviewPage
from views.overview.printing import write_pdf
from views.overview.sheet import Sheet

TODAY = date(2026, 11, 2)


@pytest.fixture
def page(desk: Desk, qtbot: QtBot) -> OverviewPage:
    """Show four weeks of the demo brand against the four before."""
    made = OverviewPage(desk)
    qtbot.addWidget(made)
    made.show()
    made.period.choose("4w")
    qtbot.waitUntil(lambda: made.board.read is not None and made.board.read.against is not None)
    return made


def test_that_the_read_is_one_page_on_paper(
    page: OverviewPage, tmp_path: Path, pages_of: Callable[[Path], int]
) -> None:
    path = tmp_path / "read.pdf"
    page.save_pdf(path)
    assert pages_of(path) == 1
    assert path.read_bytes().startswith(b"%PDF-")
    assert str(path) in page.notice.sentence()


@pytest.mark.parametrize("country", [QLocale.Country.Germany, QLocale.Country.UnitedStates])
def test_that_every_figure_of_the_read_can_be_found_in_the_pdf(
    page: OverviewPage, tmp_path: Path, pages_of: Callable[[Path], int], country: QLocale.Country
) -> None:
    read, channel = page.board.read, page.board.channel()
    assert read is not None
    assert channel is not None
    text = Text(QLocale(QLocale.Language.English, country))
    path = tmp_path / "read.pdf"
    write_pdf(Sheet(page.runner.name, replace(read, looks=3), channel, text, TODAY), path)
    words = words_in(path)
    wanted = [text.cell(column.value(read.total), column.kind, cents=False) for column in COLUMNS[1:12]]
    for said in (*wanted, f"printed {text.day(TODAY)}", "CM4 = CM3 − the", "−", "×", "+", page.runner.name):
        assert said in words, said
    assert re.findall("[\0\ue000-\uf8ff]", words) == []
    assert "…" not in words
    assert pages_of(path) == 1


@pytest.mark.parametrize("country", [QLocale.Country.Germany, QLocale.Country.UnitedStates])
def test_that_many_channels_with_long_names_still_are_one_page(
    page: OverviewPage, tmp_path: Path, pages_of: Callable[[Path], int], country: QLocale.Country
) -> None:
    read, channel = page.board.read, page.board.channel()
    assert read is not None
    assert channel is not None
    name = "A marketplace with a name that nobody would ever give to one, but somebody did"
    rows = [
        replace(one, row=replace(one.row, label=f"{name} {number}")) for number in range(12) for one in read.channels
    ]
    text = Text(QLocale(QLocale.Language.English, country))
    path = tmp_path / "long.pdf"
    write_pdf(Sheet("Juniper & Rye", replace(read, channels=tuple(rows)), channel, text, TODAY), path)
    assert pages_of(path) == 1
    size = re.search(rb"/MediaBox \[0 0 (\d+)", path.read_bytes())
    assert size is not None
    assert int(size[1]) == (792 if country is QLocale.Country.UnitedStates else 842)


def test_that_a_pdf_that_cannot_be_written_is_said_in_words(page: OverviewPage, tmp_path: Path) -> None:
    (tmp_path / "taken").write_text("a file, not a folder")
    page.save_pdf(tmp_path / "taken" / "read.pdf")
    assert page.notice.isVisible()


def test_that_ctrl_p_shows_the_page_before_it_is_printed(page: OverviewPage, qtbot: QtBot) -> None:
    with qtbot.waitActive(page):
        page.activateWindow()
    QTest.keyClick(page, Qt.Key.Key_P, Qt.KeyboardModifier.ControlModifier)
    qtbot.waitUntil(lambda: page.findChild(QPrintPreviewDialog) is not None)
    dialog = page.findChild(QPrintPreviewDialog)
    assert isinstance(dialog, QPrintPreviewDialog)
    view = dialog.findChild(QPrintPreviewWidget)
    assert view is not None
    view.updatePreview()
    assert view.pageCount() == 1
    dialog.reject()
