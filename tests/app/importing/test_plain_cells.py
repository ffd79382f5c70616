"""Reading a plain column at once gives what reading it cell by cell gives, or nothing."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.importing.cells import Formats, Reader, identifier, money, shop_moment, units
from app.importing.plain_cells import read_plainly

_PLAIN = st.sampled_from(
    [
        *("", "1.00", "-1.00", "-0.50", "0.05", "12", "1.0", "1.000", "007.10", "2026-03-14 09:30:00 -0500", "#1001"),
        *(
            "2026-03-14 09:30:00 +0000",
            "2026-02-30 09:30:00 +0000",
            "1989-03-14 09:30:00 +0000",
            "MUG-BLK",
            "MUG",
            "1,00",
            "1.00\n2.00",
            "²",
            "1_0",
        ),
        *("99999999999.99", "100000000000.00", "9999999999999", "-10000000000000", "00000000000001.00", "9" * 5000),
    ]
)


@given(
    reader=st.sampled_from([money, identifier, shop_moment, units]),
    texts=st.lists(_PLAIN | st.text(max_size=8), max_size=6, unique=True),
    formats=st.builds(Formats, decimal=st.sampled_from(".,"), decimals=st.sampled_from([0, 2, 3])),
)
def test_that_a_column_read_at_once_reads_as_its_cells_do(
    reader: Reader, texts: Sequence[str], formats: Formats
) -> None:
    try:
        wanted: object = [reader(cell, formats) for cell in texts]
    except ValueError:
        wanted = ValueError
    try:
        assert read_plainly(reader, texts, formats) in (None, wanted)
    except ValueError:
        assert wanted is ValueError


@pytest.mark.parametrize(
    "reader, texts, expected",
    [
        (money, ["12.50", "", "-3.05"], [1250, None, -305]),
        (identifier, ["#1001", "5E3"], ["#1001", "5E3"]),
        (
            shop_moment,
            ["2026-03-14 09:30:00 -0500", ""],
            [datetime(2026, 3, 14, 9, 30, tzinfo=timezone(timedelta(hours=-5))), None],
        ),
    ],
)
def test_that_what_nearly_all_files_hold_is_read_at_once(
    reader: Reader, texts: Sequence[str], expected: Sequence[object]
) -> None:
    assert read_plainly(reader, texts, Formats()) == expected
