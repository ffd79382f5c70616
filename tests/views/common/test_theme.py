"""The themes: complete, legible, and in force at once."""

from __future__ import annotations

import pytest
from PySide6.QtGui import QColor, QFontInfo, QPalette
from PySide6.QtWidgets import QApplication

from views.common.fonts import ui_font
from views.common.theme import Choice, Look, Theme, Tone, load_theme


def luminance(colour: str) -> float:
    """Give the relative luminance (WCAG)."""
    parts = (QColor(colour).redF(), QColor(colour).greenF(), QColor(colour).blueF())
    linear = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one: str, other: str) -> float:
    """Give the contrast of two colours (WCAG)."""
    high, low = sorted((luminance(one), luminance(other)), reverse=True)
    return (high + 0.05) / (low + 0.05)


@pytest.fixture(params=["light", "dark"])
def theme(request: pytest.FixtureRequest) -> Theme:
    """Read each theme."""
    return load_theme(request.param)


def test_that_all_text_has_a_contrast_of_four_and_a_half_on_all_surfaces(theme: Theme) -> None:
    for text in (theme.text, theme.quiet, theme.faint):
        for surface in (theme.window, theme.surface, theme.raised):
            assert contrast(text, surface) >= 4.5, (text, surface)


def test_that_every_tone_is_legible_on_its_own_ground_and_on_a_card(theme: Theme) -> None:
    for tone in Tone:
        assert contrast(theme.tone(tone), theme.soft(tone)) >= 4.5, tone
        assert contrast(theme.tone(tone), theme.surface) >= 4.5, tone


def test_that_words_are_legible_on_a_selected_row_and_on_the_main_button(theme: Theme) -> None:
    assert contrast(theme.text, theme.accent_soft) >= 4.5
    assert contrast(theme.quiet, theme.accent_soft) >= 4.5
    assert contrast(theme.critical, theme.accent_soft) >= 4.5
    assert contrast(theme.on_accent, theme.accent) >= 4.5


def test_that_channels_have_seven_different_colours(theme: Theme) -> None:
    assert len(set(theme.channels)) == 7
    assert theme.colour("channel:7").name() == theme.colour("channel:0").name()


def test_that_a_colour_key_is_a_name_or_a_colour(theme: Theme) -> None:
    assert theme.colour("#123456").name() == "#123456"
    assert theme.colour("critical").name().upper() == theme.critical.upper()
    assert theme.colour("neutral").name().upper() == theme.step.upper()


def test_that_choosing_dark_redresses_the_application_and_tells_so(look: Look, qapp: QApplication) -> None:
    told: list[bool] = []
    look.changed.connect(lambda: told.append(look.theme.dark))
    look.choose(Choice.DARK)
    assert told == [True]
    assert qapp.palette().color(QPalette.ColorRole.Window) == QColor(look.theme.window)
    look.choose(Choice.LIGHT)
    assert told == [True, False]


def test_that_the_bundled_font_is_the_one_in_use(look: Look) -> None:
    assert look is not None
    assert QFontInfo(ui_font()).family() == "Inter"
