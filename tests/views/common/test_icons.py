"""Icons follow the theme and the scale of the screen."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QSize
from PySide6.QtGui import QColor, QPixmap

from views.common.icons import icon, icon_names, pixmap
from views.common.theme import Choice, Look


def colours(drawn: QPixmap) -> set[str]:
    """Give the colours of all opaque pixels."""
    image = drawn.toImage()
    return {
        image.pixelColor(x, y).name()
        for x in range(image.width())
        for y in range(image.height())
        if image.pixelColor(x, y).alpha() == 255
    }


def test_that_every_icon_can_be_drawn(look: Look) -> None:
    assert len(icon_names()) > 30
    for name in icon_names():
        assert not pixmap(look, name, size=20).isNull()


def test_that_an_icon_is_drawn_in_the_colour_of_the_theme_and_changes_with_it(look: Look) -> None:
    made = icon(look, "x", "critical")
    assert QColor(look.theme.critical).name() in colours(made.pixmap(QSize(32, 32)))
    look.choose(Choice.DARK)
    assert QColor(look.theme.critical).name() in colours(made.pixmap(QSize(32, 32)))
    look.choose(Choice.LIGHT)


def test_that_a_screen_of_twice_the_density_gets_twice_the_pixels(look: Look) -> None:
    drawn = icon(look, "inbox").pixmap(QSize(16, 16), 2.0)
    assert drawn.width() == 32
    assert drawn.devicePixelRatio() == 2.0


def test_that_an_unknown_icon_is_a_mistake_that_names_it(look: Look) -> None:
    with pytest.raises(LookupError, match="no-such-icon"):
        icon(look, "no-such-icon")
