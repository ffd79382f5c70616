"""Sentences that the command line and the window share."""

from __future__ import annotations

import pytest

from views.common.sentences import asked_for, count, in_window


@pytest.mark.parametrize(
    "sentence, shown",
    [
        ("Say which one (--channel NAME).", "Say which one."),
        ("Restore a backup to a new ledger (main.py restore BACKUP NEW_LEDGER), or read.", None),
        ("Say which it is with --export.", "Say which it is."),
        ("Nothing (really) was imported.", "Nothing (really) was imported."),
    ],
)
def test_that_what_is_typed_on_the_command_line_is_left_out(sentence: str, shown: str | None) -> None:
    assert in_window(sentence) == (shown or "Restore a backup to a new ledger, or read.")


def test_that_what_a_sentence_asks_for_is_known() -> None:
    assert asked_for("Say which (--decimal point|comma) or (--day 2026-03-14).") == {"decimal", "day"}
    assert asked_for("Nothing is asked.") == frozenset()


def test_that_one_is_singular() -> None:
    assert [count(number, "file") for number in (0, 1, 2)] == ["0 files", "1 file", "2 files"]
    assert count(1200, "row", written="1,200") == "1,200 rows"
