"""The small style sheet: only what a palette cannot say."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from string import Template

_SHEET = Template("""
QToolTip { background: $raised; color: $text; border: 1px solid $line; padding: 4px 6px; }
QStatusBar { background: $raised; border-top: 1px solid $line; color: $quiet; }
QStatusBar::item { border: none; }
QMenuBar { background: $window; color: $text; }
QMenuBar::item { padding: 4px 8px; background: transparent; border-radius: 4px; }
QMenuBar::item:selected { background: $hover; }
QMenu { background: $surface; color: $text; border: 1px solid $control_line; padding: 4px; }
QMenu::item { padding: 5px 24px 5px 10px; border-radius: 4px; }
QMenu::item:selected { background: $accent_soft; color: $text; }
QMenu::item:disabled { color: $faint; }
QMenu::separator { height: 1px; background: $line; margin: 4px 6px; }
QMenu::indicator { width: 14px; height: 14px; margin-left: 6px; }

QPushButton {
    background: $surface; color: $text; border: 1px solid $control_line; border-radius: 6px;
    padding: 0 11px; min-height: 28px; }
QPushButton:hover { background: $hover; }
QPushButton:pressed { background: $line; }
QPushButton:focus { border: 1px solid $accent; }
QPushButton[drop="true"] { padding: 0 30px 0 11px; text-align: left; }
QPushButton:disabled { color: $faint; background: $raised; border-color: $line; }
QPushButton[quiet="true"] { color: $quiet; }
QPushButton[primary="true"] { background: $accent; color: $on_accent; border: 1px solid $accent; font-weight: 500; }
QPushButton[primary="true"]:hover { background: $accent_hover; border-color: $accent_hover; }
QPushButton[primary="true"]:focus { border: 2px solid $text; padding: 0 10px; min-height: 26px; }
QPushButton[primary="true"]:disabled { background: $line; color: $faint; border-color: $line; }
QPushButton[dense="true"] { padding: 0 8px; }
QPushButton[segment="true"]:checked { background: $accent_soft; color: $accent; border-color: $accent_soft; }
QPushButton[segment="true"]:checked:focus { border-color: $accent; }
QPushButton[flat="true"] { background: transparent; border: 1px solid transparent; }
QPushButton[bare="true"] { padding: 0; }
QPushButton[flat="true"]:hover { background: $hover; }
QPushButton[flat="true"]:focus { border: 1px solid $accent; }

QLineEdit, QPlainTextEdit, QTextEdit, QComboBox, QSpinBox {
    background: $surface; color: $text; border: 1px solid $control_line; border-radius: 6px;
    padding: 0 8px; selection-background-color: $accent; selection-color: $on_accent; }
QComboBox { padding-left: 10px; }  /* a line keeps two pixels beside its padding */
QLineEdit, QComboBox, QSpinBox { min-height: 28px; }
QPlainTextEdit, QTextEdit { padding: 6px 8px; }
QLineEdit:focus, QPlainTextEdit:focus, QTextEdit:focus, QComboBox:focus, QSpinBox:focus {
    border: 1px solid $accent; }
QLineEdit[wrong="true"] { border: 1px solid $critical; }
QLineEdit:read-only { background: $raised; }
QComboBox::drop-down { border: none; width: 22px; }
QComboBox::down-arrow { image: url("$arrow"); width: 14px; height: 14px; }
QComboBox QAbstractItemView {
    background: $surface; border: 1px solid $control_line; outline: none;
    selection-background-color: $accent_soft; selection-color: $text; }

QScrollBar:vertical { background: transparent; width: 10px; margin: 0; }
QScrollBar:horizontal { background: transparent; height: 10px; margin: 0; }
QScrollBar::handle { background: $control_line; border-radius: 3px; margin: 2px; }
QScrollBar::handle:vertical { min-height: 32px; }
QScrollBar::handle:horizontal { min-width: 32px; }
QScrollBar::handle:hover { background: $faint; }
QScrollBar::add-line, QScrollBar::sub-line { width: 0; height: 0; }
QScrollBar::add-page, QScrollBar::sub-page { background: transparent; }

QHeaderView { background: $surface; border: none; }
QCheckBox { spacing: 8px; }
QCheckBox::indicator { width: 16px; height: 16px; border: 1px solid $faint; border-radius: 4px; background: $surface; }
QCheckBox::indicator:checked { background: $accent; border-color: $accent; image: url("$ticked"); }
QCheckBox::indicator:focus { border: 1px solid $accent; }
QListWidget[field="true"] { background: $surface; border: 1px solid $control_line; border-radius: 6px; }
QListWidget[field="true"]:focus { border-color: $accent; }
QListWidget[field="true"][wrong="true"] { border-color: $critical; }
QListWidget[field="true"]::item { padding-left: 8px; color: $text; }
QListWidget[field="true"]::item:selected:active { background: $accent_soft; color: $text; }
QListWidget[field="true"]::item:selected:!active { background: transparent; color: $text; }
QListWidget[field="true"]::indicator {
    width: 14px; height: 14px; border: 1px solid $faint; border-radius: 4px; background: $surface; }
QListWidget[field="true"]::indicator:checked { background: $accent; border-color: $accent; image: url("$ticked"); }
QRadioButton { spacing: 8px; }
QRadioButton::indicator { width: 14px; height: 14px; border: 1px solid $faint; border-radius: 8px; }
QRadioButton::indicator { background: $surface; }
QRadioButton::indicator:checked { border: 5px solid $accent; width: 6px; height: 6px; background: $surface; }
QRadioButton::indicator:focus { border-color: $accent; }
QRadioButton:focus { color: $accent; }
QFrame[popup="true"] { background: $surface; border: 1px solid $control_line; }
QListView[popup="true"] { color: $text; padding: 3px; }
QListView[popup="true"]::item { padding: 4px 8px; border-radius: 4px; color: $text; }
QListView[popup="true"]::item:selected { background: $accent_soft; color: $text; }
QCalendarWidget QWidget { background: $surface; color: $text; }
QCalendarWidget QWidget#qt_calendar_navigationbar { background: $raised; }
QCalendarWidget QToolButton {
    background: transparent; color: $text; border: none; border-radius: 4px; padding: 4px 8px; }
QCalendarWidget QToolButton:hover { background: $hover; }
QCalendarWidget QToolButton::menu-indicator { image: none; }
QCalendarWidget QToolButton#qt_calendar_prevmonth { qproperty-icon: url("$left"); }
QCalendarWidget QToolButton#qt_calendar_nextmonth { qproperty-icon: url("$right"); }
QCalendarWidget QAbstractItemView { selection-background-color: $accent; selection-color: $on_accent; }
QCalendarWidget QAbstractItemView:disabled { color: $faint; }
QTableView, QListView, QScrollArea { background: transparent; border: none; outline: none; }
QScrollArea > QWidget > QWidget[clear="true"] { background: transparent; }
QFrame[card="true"] { background: $surface; border: 1px solid $line; border-radius: 8px; }
QFrame[card="true"][pressed="true"]:focus { border: 1px solid $accent; }
QFrame[side="true"] { background: $raised; border: none; border-right: 1px solid $line; }
QFrame[pane="true"] { background: $window; border: none; border-left: 1px solid $line; }
QFrame[rule="true"] { background: $line; border: none; max-height: 1px; min-height: 1px; }
QLabel[role="quiet"] { color: $quiet; }
QLabel[role="faint"] { color: $faint; }
QLabel[role="wrong"] { color: $critical; }
QSplitter::handle { background: transparent; }
""")


def style_sheet(colours: Mapping[str, object], icons: Path, *, dark: bool) -> str:
    """Fill the sheet with the colours of a theme by their names, and with its icons."""
    name = "dark" if dark else "light"
    drawn = {part: (icons / f"{part}-{name}.svg").as_posix() for part in ("arrow", "ticked", "left", "right")}
    return _SHEET.substitute({**colours, **drawn})
