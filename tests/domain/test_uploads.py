"""Files for channels: what changed since the last one, and what a channel reported after it."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from models.domain.uploads import Change, Layout, Report, SentLine, changes, differences, layout_of, still_lying

FIRST, SECOND, THIRD = date(2026, 11, 20), date(2026, 11, 21), date(2026, 11, 22)


def line(key: str, units: int, place: str = "Main") -> SentLine:
    """Give a line of a file."""
    return SentLine(key, key.upper(), key.upper(), place, units)


def report(day: date, *places: str, **units: int) -> Report:
    """Give a report of some places."""
    return Report(day, f"{day}.csv", frozenset(places or ("Main",)), units)


def test_that_new_changed_and_missing_lines_are_listed() -> None:
    last, now = [line("a", 5), line("b", 3), line("c", 1)], [line("d", 2), line("b", 3), line("a", 9)]
    assert [(one.line.key, one.before, one.now, one.by) for one in changes(last, now)] == [
        ("d", None, 2, 2),
        ("a", 5, 9, 4),
        ("c", 1, None, -1),
    ]
    assert changes(now, now) == []


@given(
    st.dictionaries(st.sampled_from("abcdef"), st.integers(0, 9)),
    st.dictionaries(st.sampled_from("abcdef"), st.integers(0, 9)),
)
def test_that_the_changes_lead_from_one_file_to_the_other(last: dict[str, int], now: dict[str, int]) -> None:
    found: list[Change[SentLine]] = changes([line(*one) for one in last.items()], [line(*one) for one in now.items()])
    after = dict(last)
    for one in found:
        if one.now is None:
            del after[one.line.key]
        else:
            after[one.line.key] = one.now
    assert after == now
    assert len({one.line.key for one in found}) == len(found)


def test_that_the_newest_report_counts_and_says_since_when() -> None:
    reports = [report(FIRST, a=5, b=1), report(SECOND, a=4, b=3), report(THIRD, a=2, b=3)]
    (found,) = differences([line("a", 5), line("b", 3)], reports)
    assert (found.line.key, found.found, found.off, found.since, found.day) == ("a", 2, -3, SECOND, THIRD)


def test_that_a_line_that_the_report_of_its_place_lacks_is_a_difference() -> None:
    (found,) = differences([line("a", 5)], [report(FIRST, b=1)])
    assert (found.found, found.off) == (None, -5)


def test_that_a_report_of_other_places_says_nothing() -> None:
    assert differences([line("a", 5)], [report(FIRST, "Loft", b=1)]) == []
    assert differences([line("a", 5)], []) == []


@pytest.mark.parametrize(
    "reported, lying",
    [
        (9, 198),  # as it was sent
        (6, 195),  # three were sold
        (0, 189),
        (-2, 187),  # oversold
        (198, 198),  # the file was not taken
        (150, 198),  # not taken and sold, or goods came in: no more than lay there before
        (250, 250),  # more than ever lay there
    ],
)
def test_that_what_was_held_back_still_lies_there(reported: int, lying: int) -> None:
    assert still_lying(reported, sent=9, before=198) == lying


@given(st.integers(-50, 500), st.integers(0, 300), st.integers(0, 300))
def test_that_no_unit_is_counted_that_never_lay_there(reported: int, sent: int, before: int) -> None:
    found = still_lying(reported, sent=sent, before=before)
    assert reported <= found <= max(before, reported)
    assert still_lying(before, sent=before, before=before) == before


@pytest.mark.parametrize(
    "platform, layout",
    [("shopify", Layout.SHOPIFY), ("Amazon", Layout.AMAZON), ("", Layout.TABLE), ("etsy", Layout.TABLE)],
)
def test_that_a_platform_has_its_layout(platform: str, layout: Layout) -> None:
    assert layout_of(platform) is layout
