"""A word that several pages say has one colour on all of them."""

from __future__ import annotations

from types import SimpleNamespace

import pytest

from models.domain.conflicts.conflict import Severity
from views.common.table import Table
from views.common.theme import Tone
from views.window import Window


@pytest.mark.parametrize(
    "severity, tone",
    [
        (Severity.CRITICAL, Tone.CRITICAL),
        (Severity.HIGH, Tone.ATTENTION),
        (Severity.MEDIUM, Tone.ACCENT),
        (Severity.LOW, Tone.NEUTRAL),
    ],
)
@pytest.mark.parametrize("name, tab", [("conflicts", "open"), ("promotions", "checks")])
def test_that_a_severity_has_one_colour_on_every_page(
    full: Window, name: str, tab: str, severity: Severity, tone: Tone
) -> None:
    assert full.book is not None
    full.book.go(name, tab)
    page = full.book.page()
    assert page is not None
    table = next(one for one in page.findChildren(Table) if one.isVisibleTo(page))
    column = [one.title for one in table.model.columns].index("Severity")
    row = SimpleNamespace(severity=severity, conflict=SimpleNamespace(severity=severity))
    paint = table.model.paints[column].tone
    assert paint is not None
    assert paint(row) is tone
