"""What the page of conflicts says of them as a whole, and the days that its sentences tell."""

from __future__ import annotations

from datetime import date

import pytest

from app.queries.conflict_rows import COLUMNS, ConflictRow, Conflicts
from app.queries.conflicts import Looked
from models.domain.conflicts.checks import Book, find
from models.domain.conflicts.data import Source
from models.domain.conflicts.lifecycle import State
from models.domain.conflicts.promise import FirmStock
from models.domain.conflicts.setting import Setting
from views.common.text import Text
from views.conflicts.words import sentence, severity

DAY = date(2026, 5, 4)
STALE = Book(sources=(Source("Amazon", "amazon sp ads", date(2026, 4, 1), 7, "Ads of Amazon"),))
ROWS = tuple([ConflictRow(one, State.NEW, 0) for one in find(STALE, Setting(DAY, "USD"))])


def test_that_where_no_money_is_at_stake_the_page_says_so() -> None:
    found = Conflicts(Looked(DAY, ()), ROWS, {})
    assert sentence(found, "USD", Text.for_choice("point")) == "**1 conflict** with no money at stake."


def test_that_days_of_a_sentence_are_written_as_everywhere_in_the_window() -> None:
    (what,) = [one for one in COLUMNS if one.title == "What"]
    said = Text.for_choice("comma").cell(what.value(ROWS[0]), what.kind)
    assert "01.04.2026" in said
    assert "2026-04-01" not in said


@pytest.mark.parametrize(
    "weekly, said",
    [
        (None, "high, whatever its size"),
        (2_000, "high, whatever its size"),
        (1_000, "critical: 5 % or more of what AMZ brings in a week (CM3)"),
    ],
)
def test_that_the_panel_says_why_a_conflict_is_as_severe_as_it_is(weekly: int | None, said: str) -> None:
    known = {} if weekly is None else {"AMZ": weekly}
    short = FirmStock("MUG", "AMZ", "USD", 0, 5, 10)
    (found,) = find(Book(firm=(short,)), Setting(DAY, "USD", known))
    assert found.stake.minor == 50
    assert severity(ConflictRow(found, State.NEW, 0)) == said
