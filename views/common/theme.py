"""Colours by meaning, light and dark, and how they reach Qt."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass, fields
from enum import StrEnum
from pathlib import Path
from typing import Any, cast

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtGui import QColor, QGuiApplication, QPalette
from PySide6.QtWidgets import QApplication

from views.common.fonts import load_fonts, ui_font
from views.common.style import style_sheet

RESOURCES = Path(__file__).resolve().parents[2] / "resources"


class Tone(StrEnum):
    """What a colour means; always beside a word or an icon."""

    NEUTRAL = "neutral"
    ACCENT = "accent"
    POSITIVE = "positive"
    ATTENTION = "attention"
    CRITICAL = "critical"


class Choice(StrEnum):
    """Which theme the person wants."""

    SYSTEM = "system"
    LIGHT = "light"
    DARK = "dark"


@dataclass(frozen=True)
class Theme:
    """The colours of one theme, as "#RRGGBB"."""

    dark: bool
    window: str
    surface: str
    raised: str
    line: str
    control_line: str
    hover: str
    text: str
    quiet: str
    faint: str
    accent: str
    accent_hover: str
    accent_soft: str
    on_accent: str
    positive: str
    positive_soft: str
    attention: str
    attention_soft: str
    critical: str
    critical_soft: str
    bar: str
    step: str
    grid: str
    channels: tuple[str, ...]

    def tone(self, tone: Tone) -> str:
        """Give the text colour of a tone."""
        return self.quiet if tone is Tone.NEUTRAL else cast("str", getattr(self, tone.value))

    def soft(self, tone: Tone) -> str:
        """Give the background that goes with a tone."""
        return self.raised if tone is Tone.NEUTRAL else cast("str", getattr(self, f"{tone.value}_soft"))

    def colour(self, key: str) -> QColor:
        """Resolve a colour key of chart data or a row: "#RRGGBB", the name of a colour here, or "channel:3"."""
        if key.startswith("#"):
            return QColor(key)
        if key.startswith("channel:"):
            return QColor(self.channels[int(key.removeprefix("channel:")) % len(self.channels)])
        return QColor(cast("str", getattr(self, "step" if key in {"", "neutral"} else key)))


def load_theme(name: str) -> Theme:
    """Read a theme file; every colour must be there."""
    found: dict[str, Any] = tomllib.loads((RESOURCES / "theme" / f"{name}.toml").read_text(encoding="utf-8"))
    flat: dict[str, Any] = {"dark": found.pop("dark")}
    for part in found.values():
        flat.update(part)
    flat["channels"] = tuple(flat["channels"])
    return Theme(**{field.name: flat[field.name] for field in fields(Theme)})


def palette(theme: Theme) -> QPalette:
    """Put the theme into the palette that Fusion draws with."""
    roles = QPalette.ColorRole
    colours = {
        roles.Window: theme.window,
        roles.WindowText: theme.text,
        roles.Base: theme.surface,
        roles.AlternateBase: theme.raised,
        roles.Text: theme.text,
        roles.Button: theme.surface,
        roles.ButtonText: theme.text,
        roles.BrightText: theme.on_accent,
        roles.Highlight: theme.accent,
        roles.HighlightedText: theme.on_accent,
        roles.Link: theme.accent,
        roles.LinkVisited: theme.accent,
        roles.ToolTipBase: theme.raised,
        roles.ToolTipText: theme.text,
        roles.PlaceholderText: theme.faint,
        roles.Light: theme.line,
        roles.Midlight: theme.line,
        roles.Mid: theme.line,
        roles.Dark: theme.control_line,
        roles.Shadow: theme.line,
        roles.Accent: theme.accent,
    }
    made = QPalette()
    for role, colour in colours.items():
        made.setColor(role, QColor(colour))
    for role in (roles.Text, roles.WindowText, roles.ButtonText):
        made.setColor(QPalette.ColorGroup.Disabled, role, QColor(theme.faint))
    made.setColor(QPalette.ColorGroup.Disabled, roles.Highlight, QColor(theme.line))
    return made


class Look(QObject):
    """The theme in force, handed to everything that paints; says when it changed."""

    changed = Signal()

    def __init__(self, theme: Theme, choice: Choice = Choice.SYSTEM, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.theme = theme
        self.choice = choice

    def choose(self, choice: Choice) -> None:
        """Follow the system or set light or dark, at once and everywhere."""
        self.choice = choice
        self.apply()

    def apply(self) -> None:
        """Dress the application in the theme that is now right."""
        application = QApplication.instance()
        if not isinstance(application, QApplication):
            return
        name = system_theme() if self.choice is Choice.SYSTEM else self.choice.value
        self.theme = load_theme(name)
        sheet = style_sheet(vars(self.theme), RESOURCES / "icons", dark=self.theme.dark)
        if application.styleSheet() != sheet:  # else every widget would be dressed again in what it wears
            application.setPalette(palette(self.theme))
            application.setStyleSheet(sheet)
        self.changed.emit()


def system_theme() -> str:
    """Tell what the system asks for."""
    return "dark" if QGuiApplication.styleHints().colorScheme() is Qt.ColorScheme.Dark else "light"


def apply_theme(application: QApplication, choice: str = "system") -> Look:
    """Dress the application: Fusion, fonts, palette and style sheet; follows the system if asked to."""
    if not application.styleSheet():  # a second look finds style and fonts in place
        application.setStyle("Fusion")
        load_fonts(RESOURCES / "fonts")
        application.setFont(ui_font())
    look = Look(load_theme("light"), Choice(choice), application)
    look.apply()
    application.styleHints().colorSchemeChanged.connect(
        lambda _scheme: look.apply() if look.choice is Choice.SYSTEM else None
    )
    return look
