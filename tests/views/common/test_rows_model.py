"""The one item model: values, order, filter, totals, and how long they take for 100,000 rows."""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from functools import partial
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtCore import QPersistentModelIndex, Qt
from PySide6.QtTest import QAbstractItemModelTester
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from app.columns import Column, Kind
from models.domain.money import Money
from views.common.paint import Paint
from views.common.rows_model import Role, RowsModel
from views.common.text import Text

Columns = Sequence[Column[Any]]


@pytest.fixture
def model(qapp: QApplication, columns: Columns, lines: Sequence[Any], text: Text) -> RowsModel:
    """Make a model with the three rows, under Qt's own tester."""
    assert qapp is not None
    made = RowsModel(columns, text)
    QAbstractItemModelTester(made, QAbstractItemModelTester.FailureReportingMode.Fatal, made)
    made.show(lines)
    return made


def skus(model: RowsModel) -> list[str]:
    """Give the SKUs as they stand."""
    return [row.sku for row in model.rows()]


def test_that_qts_own_tester_agrees_with_every_change(model: RowsModel, lines: Sequence[Any]) -> None:
    model.order_by([(3, True)])
    model.filter("tea")
    model.filter("nothing at all")
    model.filter("")
    model.show(lines[:1])
    model.show(())
    assert model.rowCount() == 0


def test_that_a_cell_is_written_for_reading_and_kept_for_sorting(model: RowsModel, lines: Sequence[Any]) -> None:
    cell = model.index(0, 3)
    assert cell.data() == "1,249.50"
    assert cell.data(Role.SORT) == 124950
    assert cell.data(Role.ROW) is lines[0]
    assert cell.data(Role.VALUE) == Money(124950, "USD")
    assert Qt.AlignmentFlag(cell.data(Qt.ItemDataRole.TextAlignmentRole)) & Qt.AlignmentFlag.AlignRight


def test_that_the_currency_stands_in_the_header_and_only_strangers_say_theirs(
    model: RowsModel, lines: Sequence[Any]
) -> None:
    assert model.headerData(3, Qt.Orientation.Horizontal) == "Net sales USD"
    model.show([*lines, replace(lines[0], net=Money(500, "CAD"))])
    assert model.index(3, 3).data() == "5.00 CAD"


def test_that_a_missing_value_is_a_question_mark_with_its_reason(model: RowsModel) -> None:
    assert model.index(1, 2).data() == "?"
    assert model.index(1, 2).data(Qt.ItemDataRole.ToolTipRole) == "No count was imported."
    assert model.index(2, 2).data() == "–"


def test_that_sorting_keeps_missing_values_last_both_ways(model: RowsModel) -> None:
    model.order_by([(2, False)])
    assert skus(model) == ["JR-0110", "JR-0102", "JR-0101"]
    model.order_by([(2, True)])
    assert skus(model) == ["JR-0102", "JR-0110", "JR-0101"]


def test_that_a_second_key_orders_rows_that_are_equal_in_the_first(model: RowsModel, lines: Sequence[Any]) -> None:
    model.show([replace(lines[0], sku="b", units=1), replace(lines[0], sku="a", units=1), *lines])
    model.order_by([(2, False), (0, True)])
    assert skus(model) == ["JR-0110", "b", "a", "JR-0102", "JR-0101"]


def test_that_an_index_follows_its_row_when_the_order_changes(model: RowsModel) -> None:
    kept = QPersistentModelIndex(model.index(0, 1))
    model.order_by([(1, False)])
    assert kept.data() == "Smoked tea"
    assert kept.row() == 1


def test_that_every_typed_word_must_occur_in_any_case(model: RowsModel) -> None:
    model.filter("TEA")
    assert skus(model) == ["JR-0102", "JR-0110"]
    model.filter("tea bo")
    assert skus(model) == ["JR-0110"]
    model.filter("te")
    assert skus(model) == ["JR-0102", "JR-0110"]


def test_that_sorting_and_filter_outlive_new_rows(model: RowsModel, lines: Sequence[Any]) -> None:
    model.order_by([(0, True)])
    model.filter("tea")
    model.show(lines[::-1])
    assert skus(model) == ["JR-0110", "JR-0102"]


def test_that_a_day_in_words_is_found_as_it_is_shown_and_as_it_is_stored(text: Text, lines: Sequence[Any]) -> None:
    model = RowsModel((Column("What", lambda row: f"{row.sku} is live since 2026-12-16"),), text)
    model.show(lines)
    assert model.index(0, 0).data() == "JR-0102 is live since 12/16/2026"
    for typed, found in (("12/16/2026", 3), ("2026-12-16", 3), ("jr-0110 12/16", 1), ("12/17/2026", 0)):
        model.filter(typed)
        assert model.rowCount() == found


def test_that_totals_add_up_what_is_shown(model: RowsModel) -> None:
    assert model.total(3) == Money(120049, "USD")
    assert model.total(2) == 12
    assert model.total(1) == ""
    model.filter("rye")
    assert model.total(3) == Money(-5000, "USD")


def test_that_amounts_in_two_currencies_are_not_added(model: RowsModel, lines: Sequence[Any]) -> None:
    model.show([*lines, replace(lines[0], net=Money(500, "CAD"))])
    assert model.total(3) is None


def test_that_a_totals_row_that_came_with_the_rows_is_used_until_rows_are_filtered(
    model: RowsModel, lines: Sequence[Any]
) -> None:
    model.show(lines, replace(lines[0], sku="All", net=Money(1, "USD")))
    assert model.total(0) == "All"
    assert model.total(3) == Money(1, "USD")
    model.filter("rye")
    assert model.total(3) == Money(-5000, "USD")


def test_that_rows_that_do_not_add_up_to_their_total_are_not_added_up_when_filtered(
    text: Text, lines: Sequence[Any]
) -> None:
    orders: Column[Any] = Column("Orders", lambda _row: 3, Kind.COUNT, total=True, apart="an order counts twice")
    model = RowsModel((Column("SKU", lambda row: row.sku), orders), text)
    model.show(lines, replace(lines[0], sku="All"))
    assert model.total(1) == 3
    model.filter("JR-0102")
    assert model.total(1) == ""


def test_that_typing_into_an_editable_cell_is_handed_on_once(
    qapp: QApplication, columns: Columns, lines: Sequence[Any], text: Text
) -> None:
    assert qapp is not None
    typed: list[tuple[str, str]] = []
    paint = Paint(edit=lambda row, words: typed.append((row.sku, words)))
    model = RowsModel(columns, text, paints={"Name": paint})
    model.show(lines)
    cell = model.index(0, 1)
    assert cell.flags() & Qt.ItemFlag.ItemIsEditable
    assert not model.index(0, 0).flags() & Qt.ItemFlag.ItemIsEditable
    assert model.setData(cell, "Smoked tea")
    assert model.setData(cell, "Smoked tea 250 g")
    assert typed == [("JR-0102", "Smoked tea 250 g")]


@dataclass(frozen=True)
class Pair:
    """A row for the properties."""

    word: str
    number: int | None


@given(st.lists(st.builds(Pair, st.text(max_size=4), st.none() | st.integers())), st.text(max_size=3))
def test_that_sorting_and_filtering_neither_lose_nor_double_a_row(rows: list[Pair], needle: str) -> None:
    model = RowsModel(
        (
            Column[Pair]("Word", lambda row: row.word),
            Column[Pair]("Number", lambda row: row.number, Kind.COUNT),
        ),
        Text.for_choice("point"),
    )
    model.show(rows)
    model.order_by([(1, True), (0, False)])
    assert sorted(map(repr, model.rows())) == sorted(map(repr, rows))
    model.filter(needle)
    wanted = [row for row in rows if all(word in row.word.casefold() for word in needle.casefold().split())]
    assert sorted(map(repr, model.rows())) == sorted(map(repr, wanted))
    known = [row.number for row in model.rows() if row.number is not None]
    assert known == sorted(known, reverse=True)


def longest_turn(act: Callable[[], object], model: RowsModel, application: QApplication) -> float:
    """Measure in milliseconds for how long no key was answered until the rows stood."""
    began, longest = time.thread_time(), 0.0  # a busy machine does not decide
    act()
    while True:
        now = time.thread_time()
        began, longest = now, max(longest, now - began)
        if not model.busy:
            return longest * 1000
        application.processEvents()


def test_that_a_hundred_thousand_rows_sort_and_filter_without_a_stall(
    qapp: QApplication, columns: Columns, many_lines: Callable[[int], list[Any]], text: Text
) -> None:
    rows = many_lines(100_000)
    model = RowsModel(columns, text)
    acts: list[Callable[[], object]] = [partial(model.show, rows), partial(model.filter, "x")]
    acts += [partial(model.order_by, [(column, way)]) for column in range(4) for way in (True, False)]
    acts += [partial(model.filter, needle) for needle in ("t", "te", "tea", "tea 99", "")]
    acts.append(partial(model.show, rows[1:]))
    for act in acts:
        assert longest_turn(act, model, qapp) < 100, act
    assert model.rowCount() == 99_999


def test_that_a_long_list_stands_as_it_is_until_it_is_sorted_and_then_as_python_would_sort_it(
    qtbot: QtBot, columns: Columns, many_lines: Callable[[int], list[Any]], text: Text
) -> None:
    rows = many_lines(12_011)
    rows[17] = replace(rows[17], units=None)
    model = RowsModel(columns, text)
    QAbstractItemModelTester(model, QAbstractItemModelTester.FailureReportingMode.Fatal, model)
    model.show(rows)
    assert model.rows() == rows
    kept = QPersistentModelIndex(model.index(4, 0))
    # By more columns than tell rows apart, so that no machine is done with them in one turn.
    model.order_by([(0, False), (3, False), (1, False), (2, False)])
    by_units = ((2, True), (0, False), (3, False), (1, False))
    model.order_by(by_units)  # the one before is dropped
    assert model.sorting == by_units
    assert model.rows() == rows
    qtbot.waitUntil(lambda: not model.busy)
    assert model.rows() == [*sorted((row for row in rows if row.units is not None), key=units_then_sku), rows[17]]
    assert kept.data(Role.ROW) is rows[4]
    model.filter("tea")
    model.show(rows[100:])
    qtbot.waitUntil(lambda: not model.busy)
    assert model.rows() == sorted((row for row in rows[100:] if "tea" in row.name), key=units_then_sku)


def units_then_sku(row: Any) -> tuple[int, str]:  # noqa: ANN401 -- a row of any query
    """Order as the test above does."""
    return -row.units, row.sku


def test_that_a_row_is_found_by_its_number_without_going_through_all(model: RowsModel) -> None:
    model.filter("tea")
    rows, asked = model.rows(), list[Any]()

    def key_of(row: Any) -> object:  # noqa: ANN401 -- a row of any query
        asked.append(row)
        return id(row)

    number = model.number(0)
    model.filter("")
    place = model.find(id(rows[0]), key_of, near=number)
    assert (model.row(place), asked) == (rows[0], [rows[0]])
    assert model.row(model.find(id(rows[0]), key_of)) is rows[0]
    assert model.find("nothing", key_of) == -1
