"""What came into a place is worked back so that what was really sold closes on every count."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from models.domain.replay.place import Place, worked_back

WEEKS = st.integers(0, 12)


@st.composite
def pasts(draw: st.DrawFn) -> tuple[dict[int, int], list[int], list[int]]:
    """Draw counts, sales and receipts of the same weeks."""
    weeks = draw(WEEKS)
    units = st.lists(st.integers(0, 50), min_size=weeks, max_size=weeks)
    return draw(st.dictionaries(st.integers(0, weeks), st.integers(0, 200))), draw(units), draw(units)


@given(pasts())
def test_that_sales_close_on_every_count_and_no_week_ends_below_nothing(
    past: tuple[dict[int, int], list[int], list[int]],
) -> None:
    counts, sold, received = past
    place = worked_back(counts, sold, received)
    levels = place.levels(sold)
    assert len(place.arrivals) == len(sold)
    assert {week: levels[week] for week in counts} == counts
    assert min(levels) >= 0
    assert place.counted == frozenset(counts)
    enough = [level + came - went for level, came, went in zip(levels, place.arrivals, sold, strict=False)]
    assert min(enough, default=0) >= 0


def test_that_what_counts_leave_unexplained_is_laid_in_proportion_to_sales() -> None:
    # 40 left of 100 after 90 sold: 30 came, a third of them where a third was sold.
    assert worked_back({0: 100, 3: 40}, [30, 0, 60], [0, 0, 0]) == Place(100, (10, 0, 20), (0,) * 3, frozenset({0, 3}))


def test_that_it_is_laid_where_units_are_known_to_have_arrived() -> None:
    assert worked_back({0: 0, 4: 30}, [0, 0, 20, 10], [0, 50, 0, 0]).arrivals == (0, 60, 0, 0)


def test_that_it_comes_earlier_where_there_was_not_enough_to_sell() -> None:
    # 100 arrived in the second week, but 20 had been sold in the first one.
    assert worked_back({0: 0, 2: 60}, [20, 20], [0, 100]).arrivals == (20, 80)


def test_that_units_can_leave_without_being_sold() -> None:
    assert worked_back({0: 100, 2: 20}, [10, 10], [0, 0]).arrivals == (-30, -30)
    assert worked_back({0: 100, 2: 20}, [0, 0], [0, 0]).arrivals == (-40, -40)


def test_that_before_the_first_count_what_was_sold_came_in() -> None:
    assert worked_back({2: 50}, [7, 9, 5], [0, 0, 0]) == Place(50, (7, 9, 0), (0,) * 3, frozenset({2}))
    # 40 are known to have come in the second week: before it there were 50 + 9 - 40.
    assert worked_back({2: 50}, [7, 9], [0, 40]) == Place(19, (7, 40), (0, 40), frozenset({2}))


def test_that_after_the_last_count_only_what_is_known_came_or_was_sold_beyond_it() -> None:
    assert worked_back({0: 10}, [4, 4, 4, 4], [0, 0, 5, 0]).arrivals == (0, 0, 5, 1)


def test_that_a_place_nobody_counted_is_known_by_what_it_sold() -> None:
    assert worked_back({}, [4, 0, 3], [0, 0, 0]) == Place(0, (4, 0, 3), (0,) * 3)
