"""The same shortage under each of the eight rules, side by side: a rule to a row, a channel to a column."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import partial

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QGridLayout, QScrollArea, QWidget

from app.queries.rationing import Rationing, RationingRow, lost_units
from models.domain.allocation.ladder import REWARDS, SHARED, Goal
from views.allocation.words import rung_words
from views.common.fonts import TABLE, medium, ui_font
from views.common.labels import label
from views.common.page import Page, small
from views.common.parts import stacked, swatch
from views.common.segments import Segments
from views.common.text import Text

MEASURES = (("units", "Units"), ("contribution", "Contribution"), ("lost", "Lost sales"))
_RIGHT = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
_LINE = 24


def show_rationing(page: Page, holder: QWidget, found: Rationing, colours: Mapping[str, str]) -> None:
    """Put the comparison into a holder."""
    column = holder.layout()
    if column is None:
        return
    if found.rung is None:
        column.addWidget(small(f"Nothing is short with {found.supply} units: every rule gives the same."))
        return
    met = f"With {found.supply} units every goal is met, and what is left goes to “{rung_words(found.rung)}”"
    short = f"{found.supply} units run out in “{rung_words(found.rung)}”"
    said = met if found.rung.goal is Goal.REST else short
    column.addWidget(small(f"{said}. If that rung were shared by:"))
    measures, place = Segments(page.look, MEASURES), stacked()
    column.addWidget(measures)
    column.addWidget(place)
    show = partial(_show_matrix, page, place, found, colours)
    measures.chosen.connect(show)
    show("units")
    for words in _verdict(found, page.text):
        column.addWidget(label(words, font=medium(), wrap=True))
    for row in found.sums:
        refused = f" It cannot be used here: {row.refused}." if row.refused else ""
        column.addWidget(small(f"{row.name}: {REWARDS[row.rule]}{refused}"))


def _verdict(found: Rationing, text: Text) -> list[str]:
    """Say which rule brings most, beside the one that is used."""
    best, used = found.best, next((row for row in found.sums if row.is_used), None)
    if best is None or used is None or best.contribution is None or used.contribution is None:
        return []
    now = f"{text.money(used.contribution, code=True, zero='0')} is expected by {used.name.lower()}, as now"
    if best.contribution.minor == used.contribution.minor:
        return [f"{now}: no other rule brings more."]
    return [f"{now}; {text.money(best.contribution, code=True)} by {best.name.lower()}."]


def _show_matrix(page: Page, place: QWidget, found: Rationing, colours: Mapping[str, str], measure: str) -> None:
    """Lay out one measure: rules below one another, channels beside one another, their sum last."""
    column = place.layout()
    if column is None:
        return
    while (item := column.takeAt(0)) is not None:
        old = item.widget()
        if old is not None:
            old.hide()
            old.deleteLater()
    inner = QWidget()
    grid = QGridLayout(inner)
    grid.setContentsMargins(0, 0, 0, 0)
    grid.setHorizontalSpacing(7)
    grid.setVerticalSpacing(0)
    channels = sorted({row.channel for row in found.rows if row.channel}, key=str.casefold)
    for across, name in enumerate(channels, start=1):
        mark = swatch(page.look, colours.get(name, "neutral"))
        mark.setToolTip(name)
        mark.setAccessibleName(name)
        grid.addWidget(mark, 0, across, _RIGHT)
    grid.addWidget(label("All", font=ui_font(TABLE), role="faint"), 0, len(channels) + 1, _RIGHT)
    written = _writers(page.text)[measure]
    for down, row in enumerate(found.sums, start=1):
        _line(grid, down, row, {one.channel: one for one in found.of(row.rule)}, channels, written)
    grid.setColumnStretch(0, 1)
    column.addWidget(_sideways(inner, len(found.sums) + 1))
    column.addWidget(_legend(page, channels, colours))


def _line(
    grid: QGridLayout,
    down: int,
    total: RationingRow,
    own: Mapping[str, RationingRow],
    channels: Sequence[str],
    written: Callable[[RationingRow], str],
) -> None:
    font = medium(TABLE) if total.is_used else ui_font(TABLE)
    name = label(SHARED[total.rule], font=font)
    name.setFixedHeight(_LINE)
    grid.addWidget(name, down, 0)
    if total.refused:
        grid.addWidget(label("not here", font=font, role="faint"), down, len(channels) + 1, _RIGHT)
        return
    for across, channel in enumerate(channels, start=1):
        row = own.get(channel)
        grid.addWidget(label(written(row) if row is not None else "", font=font), down, across, _RIGHT)
    grid.addWidget(label(written(total), font=medium(TABLE)), down, len(channels) + 1, _RIGHT)


def _writers(text: Text) -> dict[str, Callable[[RationingRow], str]]:
    return {
        "units": lambda row: text.units(row.units),
        "contribution": lambda row: text.money(row.contribution, cents=False),
        "lost": lambda row: lost_units(row) or "?",
    }


def _sideways(inner: QWidget, lines: int) -> QScrollArea:
    """Let many channels be scrolled to."""
    area = QScrollArea()
    area.setWidget(inner)
    area.setWidgetResizable(True)
    area.setFrameShape(QFrame.Shape.NoFrame)
    area.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
    area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
    inner.setProperty("clear", True)
    area.viewport().setAutoFillBackground(False)
    area.setFixedHeight(lines * _LINE + 8)
    return area


def _legend(page: Page, channels: Sequence[str], colours: Mapping[str, str]) -> QWidget:
    """Name the channels by their colours, two to a line."""
    holder = QWidget()
    grid = QGridLayout(holder)
    grid.setContentsMargins(0, 0, 0, 4)
    grid.setVerticalSpacing(2)
    for number, name in enumerate(channels):
        down, across = divmod(number, 2)
        grid.addWidget(swatch(page.look, colours.get(name, "neutral")), down, 2 * across)
        grid.addWidget(small(name), down, 2 * across + 1)
    for across in (1, 3):
        grid.setColumnStretch(across, 1)
    return holder
