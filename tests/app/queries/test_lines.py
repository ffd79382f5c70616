"""The lines behind the workbook add up to the statement, however finely they are listed."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from app.ledger.ledger import Ledger
from app.queries.contribution import statement
from app.queries.lines import NO_LINE, Detail, detail_that_fits, lines, shared_costs
from models.domain.accounts import Driver, Line
from models.domain.catalog import SHARED
from models.domain.contribution.statement import TITLES, By
from tests.app.exporting.brand import HOSTILE_FILE, MARCH, brand


@pytest.fixture(scope="module")
def ledger(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Ledger]:
    made = brand(tmp_path_factory.mktemp("lines"))
    yield made
    made.close()


@pytest.mark.parametrize("detail", list(Detail))
def test_that_the_lines_add_up_to_the_statement(ledger: Ledger, detail: Detail) -> None:
    with ledger.read() as session:
        found = list(lines(session, MARCH, detail))
        said = statement(session, MARCH, By.CHANNEL)
    for row in said.rows:
        own = [line for line in found if line.channel_id == row.channel_id]
        for name in (name for name in Line if name is not Line.SHARED_OPERATING_COST):
            assert sum(line.base.minor for line in own if line.line == TITLES[name]) == row.figures.line(name)
        assert sum(line.units for line in own if line.account == "REV") == row.figures.units
        assert sum(line.orders for line in own) == row.figures.orders
    assert sum(line.base.minor for line in found if line.channel == SHARED) == -143_336


def test_that_a_line_names_the_file_and_row_it_was_read_from(ledger: Ledger) -> None:
    with ledger.read() as session:
        found = list(lines(session, MARCH, Detail.POSTING))
    tax = next(line for line in found if line.account == "TAX_PASS")
    principal = next(line for line in found if line.file == HOSTILE_FILE and line.account == "REV")
    cost = next(line for line in found if line.account == "COGS")
    assert tax.line == NO_LINE
    assert (principal.row, principal.order, principal.postings) == (3, "112-0000001", 1)
    assert (cost.file, cost.row) == ("made by Channelbook", None)


def test_that_sums_say_how_many_postings_they_hold(ledger: Ledger) -> None:
    with ledger.read() as session:
        every = sum(line.postings for line in lines(session, MARCH, Detail.POSTING))
        for detail in (Detail.SKU, Detail.DAY):
            found = list(lines(session, MARCH, detail))
            assert sum(line.postings for line in found) == every
            assert found[0].file == f"{found[0].postings} postings"


def test_that_the_finest_detail_that_fits_is_chosen(ledger: Ledger) -> None:
    with ledger.read() as session:
        assert detail_that_fits(session, MARCH, finest=10_000, at_most=10_000) is Detail.POSTING
        assert detail_that_fits(session, MARCH, finest=10, at_most=10_000) is Detail.SKU
        assert detail_that_fits(session, MARCH, finest=10, at_most=10) is Detail.DAY


def test_that_shared_cost_is_given_by_its_driver(ledger: Ledger) -> None:
    with ledger.read() as session:
        assert shared_costs(session, MARCH) == {
            Driver.NET_SALES: -100_001,
            Driver.ORDERS: -33_335,
            Driver.EQUAL: -10_000,
        }
