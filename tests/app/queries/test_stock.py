"""Stock as the newest report of each location says, never the same units twice."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from app.importing.source_row import source_row
from app.ledger.ledger import Ledger
from app.queries.stock import Measure, Stock, columns, levels, stock
from models.domain.postings import Draft, Fact
from models.domain.stock import StockLevel
from tests.make import import_text, new_ledger, write

HEAD = "location,sku,date,on_hand,available,committed,unavailable,incoming\n"


@pytest.fixture
def ledger(tmp_path: Path) -> Iterator[Ledger]:
    """Give an empty ledger."""
    made = new_ledger(tmp_path)
    yield made
    made.close()


def level(row: int, day: str, location: str, sku: str, on_hand: int | None) -> Draft:
    """Make a document of one stock level."""
    fact = StockLevel(row, day, location, sku, on_hand, on_hand)
    return Draft(Fact.STOCK, f"{location}|{sku}|{day}", day, [row], others=[fact])


def read(ledger: Ledger) -> Stock:
    """Ask for the grid."""
    with ledger.read() as session:
        return stock(session)


def test_that_the_newest_report_of_a_location_counts_whole(ledger: Ledger) -> None:
    import_text(ledger, "a.csv", f"{HEAD}Barn,TEA,2026-03-31,5,,,,\nBarn,TIN,2026-03-31,4,,,,\n")
    import_text(ledger, "b.csv", f"{HEAD}Barn,TEA,2026-04-30,7,,,,\n")
    found = read(ledger)
    assert [(place.name, place.day.isoformat(), place.file, place.skus) for place in found.locations] == [
        ("Barn", "2026-04-30", "b.csv", 1)
    ]
    assert [(row.sku, row.at("Barn", Measure.ON_HAND)) for row in found.skus] == [("TEA", 7)]


def test_that_what_is_available_follows_from_what_is_on_hand_where_the_report_does_not_tell_it(ledger: Ledger) -> None:
    told = {"TEA": "15,,,,", "TIN": "9,,2,3,", "CUP": "9,5,1,1,", "MUG": ",,1,,"}
    import_text(ledger, "a.csv", HEAD + "".join(f"Barn,{sku},2026-04-30,{units}\n" for sku, units in told.items()))
    totals = {
        row.sku: (row.total(Measure.AVAILABLE), row.rows[0].derives(Measure.AVAILABLE)) for row in read(ledger).skus
    }
    assert totals == {"TEA": (15, True), "TIN": (4, True), "CUP": (5, False), "MUG": (None, False)}


def test_that_a_shop_and_the_own_table_do_not_count_a_location_twice(ledger: Ledger) -> None:
    write(ledger, [level(2, "2026-04-30", "Barn", "TEA", 8)], channel="Shop", source="shop stock")
    import_text(ledger, "own.csv", f"{HEAD}BARN,TEA,2026-04-29,99,,,,\n")
    found = read(ledger)
    assert [row.total(Measure.ON_HAND) for row in found.skus] == [8]
    import_text(ledger, "own_may.csv", f"{HEAD}Barn,TEA,2026-05-01,6,,,,\n")
    assert [row.total(Measure.ON_HAND) for row in read(ledger).skus] == [6]


def test_that_two_channels_with_a_place_of_one_name_have_two_places(ledger: Ledger) -> None:
    for channel, units in (("Amazon US", 3), ("Amazon UK", 4)):
        write(ledger, [level(2, "2026-04-30", "FBA", "TEA", units)], channel=channel, source=channel)
    found = read(ledger)
    assert [place.name for place in found.locations] == ["FBA (Amazon UK)", "FBA (Amazon US)"]
    assert [row.total(Measure.ON_HAND) for row in found.skus] == [7]


def test_that_a_figure_a_report_does_not_give_is_not_known_and_not_listed_is_none(ledger: Ledger) -> None:
    import_text(ledger, "a.csv", f"{HEAD}Barn,TEA,2026-03-31,5,,,,\nShed,TIN,2026-03-31,4,4,0,0,0\n")
    tea = read(ledger).skus[0]
    assert tea.at("Barn", Measure.INCOMING) is None
    assert tea.at("Shed", Measure.INCOMING) == 0
    assert tea.total(Measure.INCOMING) is None
    assert tea.total(Measure.ON_HAND) == 5


def test_that_every_level_leads_to_the_row_of_its_file(ledger: Ledger) -> None:
    import_text(ledger, "a.csv", f"{HEAD}Barn,TEA,2026-03-31,5,4,1,0,\n")
    with ledger.read() as session:
        (row,) = levels(session)
        found = source_row(session, row.file_id, row.row)
    assert (found.file, found.row) == ("a.csv", 2)
    assert [cell.text for cell in found.cells][:4] == ["Barn", "TEA", "2026-03-31", "5"]


def test_that_an_undone_report_lets_the_one_before_count_again(ledger: Ledger) -> None:
    import_text(ledger, "a.csv", f"{HEAD}Barn,TEA,2026-03-31,5,,,,\n")
    import_text(ledger, "b.csv", f"{HEAD}Barn,TEA,2026-04-30,7,,,,\n")
    ledger.undo()
    assert [row.total(Measure.ON_HAND) for row in read(ledger).skus] == [5]


def test_that_the_columns_follow_the_locations_and_the_figures_wanted(ledger: Ledger) -> None:
    import_text(ledger, "a.csv", f"{HEAD}Barn,TEA,2026-03-31,5,4,1,0,\nShed,TEA,2026-03-31,1,1,0,0,0\n")
    found = read(ledger)
    one = columns(found.locations, [Measure.ON_HAND])
    assert [column.title for column in one] == ["SKU", "Name", "All locations on hand", "Barn", "Shed"]
    assert [column.value(found.skus[0]) for column in one[2:]] == [6, 5, 1]
    assert len(columns(found.locations, [Measure.ON_HAND, Measure.INCOMING])) == 8
