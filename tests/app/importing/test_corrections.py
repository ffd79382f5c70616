"""A table kept by hand that is corrected later: the file saved last counts, and what does not count is said."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime
from itertools import permutations
from pathlib import Path

import pytest
from sqlalchemy import select

from app.errors import ImportRefused
from app.importing import batch
from app.importing.batch import Imported, import_file
from app.importing.preview import Choices, preview
from app.importing.rebuild import rebuild
from app.importing.verdicts import Verdict
from app.jobs import Progress
from app.ledger.doctor import examine
from app.ledger.ledger import Ledger
from app.queries.batches import batches
from models.tables import Cost, Rate
from tests.make import Order, import_text, new_ledger, orders_csv, sums, text_file, today

MORNING, EVENING = (datetime(2026, 11, 2, hour, tzinfo=UTC) for hour in (8, 20))
SALES = "channel,date,document,sku,title,quantity,unit_price,kind\nShop,2026-09-10,INV-1,TEA,,10,{price},sale\n"
TO_OCTOBER = SALES.format(price="10.00") + "Shop,2026-10-31,INV-2,TEA,,1,5.00,sale\n"
SEPTEMBER = SALES.format(price="8.00")
EXPENSES = "channel,first_day,last_day,amount,category,document\nShop,2026-09-01,2026-09-01,{amount},operating,BILL-1\n"
BILLS_TO_OCTOBER = EXPENSES.format(amount="30.00") + "Shop,2026-10-01,2026-10-31,7.00,operating,BILL-2\n"
COSTS = "sku,valid_from,cost\nTEA,2026-09-01,{cost}\n"
COSTS_TO_OCTOBER = COSTS.format(cost="2.00") + "TEA,2026-10-01,3.00\n"
RATES = "day,currency,rate,into\n2026-09-01,CAD,{rate},USD\n"
RATES_TO_OCTOBER = RATES.format(rate="0.70") + "2026-10-01,CAD,0.75,USD\n"


@pytest.fixture
def ledger(tmp_path: Path) -> Iterator[Ledger]:
    made = new_ledger(tmp_path)
    yield made
    made.close()


def correct(ledger: Ledger, text: str, *, newest: str = "yes", time: datetime = MORNING) -> Imported:
    """Import a text and say whether it is newer than what is there."""
    choices = Choices(options={"newest": newest})
    return import_file(ledger, Progress(), file=text_file("said.csv", text, time=time), choices=choices)


def test_that_a_correction_of_september_counts_though_the_file_before_went_to_october(ledger: Ledger) -> None:
    import_text(ledger, "to_october.csv", TO_OCTOBER, time=MORNING)
    assert import_text(ledger, "september.csv", SEPTEMBER, time=EVENING).preview.counts()[Verdict.CHANGED] == 1
    assert sums(ledger)["REV"] == 8000 + 500


def test_that_a_bill_a_cost_and_a_rate_are_corrected_so_too(ledger: Ledger) -> None:
    for text in (BILLS_TO_OCTOBER, COSTS_TO_OCTOBER, RATES_TO_OCTOBER):
        import_text(ledger, "to_october.csv", text, time=MORNING)
    for text in (EXPENSES.format(amount="24.00"), COSTS.format(cost="2.50"), RATES.format(rate="0.80")):
        import_text(ledger, "september.csv", text, time=EVENING)
    assert sums(ledger)["CH_FIXED"] == -2400 - 700
    with ledger.read() as session:
        assert sorted(session.scalars(select(Cost.amount).where(Cost.in_force == 1))) == [250, 300]
        assert sorted(session.scalars(select(Rate.rate).where(Rate.in_force == 1))) == ["0.75", "0.80"]


@pytest.mark.parametrize("order", list(permutations(range(3))))
def test_that_the_file_saved_last_counts_in_whatever_order_they_are_imported(
    ledger: Ledger, order: tuple[int, ...]
) -> None:
    files = [(TO_OCTOBER, MORNING), (SALES.format(price="9.00"), MORNING.replace(hour=9)), (SEPTEMBER, EVENING)]
    for place in order:
        import_text(ledger, f"{place}.csv", files[place][0], time=files[place][1])
    assert sums(ledger)["REV"] == 8000 + 500


def test_that_a_slip_in_a_year_does_not_swallow_the_right_row(ledger: Ledger) -> None:
    import_text(ledger, "slip.csv", SEPTEMBER.replace("2026-09-10", "2027-09-10"), time=MORNING)
    import_text(ledger, "right.csv", SEPTEMBER, time=EVENING)
    assert sums(ledger)["REV"] == 8000


def test_that_tables_saved_at_the_same_time_that_differ_are_asked_about(ledger: Ledger) -> None:
    import_text(ledger, "to_october.csv", TO_OCTOBER, time=MORNING)
    with pytest.raises(ImportRefused, match="same age"):
        import_text(ledger, "september.csv", SEPTEMBER, time=MORNING)
    assert correct(ledger, SEPTEMBER, newest="no").preview.counts()[Verdict.OVERTAKEN] == 1
    assert sums(ledger)["REV"] == 10_000 + 500
    assert examine(ledger, Progress(), rebuild=rebuild).ok


def test_that_a_file_said_to_be_the_older_one_first_stays_so(ledger: Ledger) -> None:
    correct(ledger, SEPTEMBER, newest="no")
    import_text(ledger, "to_october.csv", TO_OCTOBER, time=MORNING)
    assert sums(ledger)["REV"] == 10_000 + 500
    assert examine(ledger, Progress(), rebuild=rebuild).ok


def test_that_what_an_older_table_says_otherwise_is_told_and_needs_a_look(ledger: Ledger) -> None:
    import_text(ledger, "september.csv", SEPTEMBER, time=EVENING)
    older = import_text(ledger, "to_october.csv", TO_OCTOBER, time=MORNING)
    counts = older.preview.counts()
    assert (counts[Verdict.NEW], counts[Verdict.KNOWN], counts[Verdict.OVERTAKEN]) == (1, 0, 1)
    assert older.preview.overtaken == (
        "1 row differs from a newer version, which stays. If this file is right, say that it is the newer one "
        "(--newest yes)"
    )
    assert older.needs_a_look
    with ledger.read() as session:
        assert batches(session)[0].overtaken == 1


@pytest.mark.parametrize("at_once", [1, 5000])
def test_that_an_older_export_of_a_platform_tells_it_without_needing_a_look(
    ledger: Ledger, at_once: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(batch, "AT_ONCE_ROWS", at_once)
    import_text(ledger, "new.csv", orders_csv([Order(1, units=3), Order(9)]))
    older = import_text(ledger, "old.csv", orders_csv([Order(1)]))
    assert older.preview.overtaken.startswith("1 row differs from a newer version, which stays")
    assert not older.needs_a_look


def test_that_a_file_imported_before_can_be_said_to_be_the_newer_one(ledger: Ledger) -> None:
    import_text(ledger, "september.csv", SEPTEMBER, time=EVENING)
    import_text(ledger, "to_october.csv", TO_OCTOBER, time=MORNING)
    again = import_text(ledger, "again.csv", TO_OCTOBER, time=MORNING)
    assert again.batch_id is None
    assert again.preview.overtaken
    assert correct(ledger, TO_OCTOBER).batch_id is not None
    assert sums(ledger)["REV"] == 10_000 + 500
    assert correct(ledger, TO_OCTOBER).batch_id is None, "it says nothing that does not stand by now"


def test_that_two_files_may_be_said_to_be_newer_one_after_the_other(ledger: Ledger) -> None:
    import_text(ledger, "to_october.csv", TO_OCTOBER, time=MORNING)
    correct(ledger, SEPTEMBER)
    correct(ledger, SALES.format(price="7.00"))
    assert sums(ledger)["REV"] == 7000 + 500
    import_text(ledger, "evening.csv", SALES.format(price="6.00"), time=EVENING)
    assert sums(ledger)["REV"] == 6000 + 500, "a file saved after them is newer than what was said"
    found = rebuild(ledger, Progress())
    assert found.ok, found.details


@pytest.mark.parametrize("at_once", [1, 5000])
def test_that_an_export_of_a_platform_can_be_said_to_be_newer_too(
    ledger: Ledger, at_once: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(batch, "AT_ONCE_ROWS", at_once)
    import_text(ledger, "new.csv", orders_csv([Order(1, units=3), Order(9)]))
    correct(ledger, orders_csv([Order(1)]))
    assert sums(ledger)["REV"] == 2000


def test_that_a_look_behind_a_newer_file_says_it_too(ledger: Ledger) -> None:
    def look(text: str, time: datetime, newest: str = "") -> dict[Verdict, int]:
        choices = Choices(options={"newest": newest} if newest else {})
        with ledger.read() as session:
            newer = preview(session, text_file("a.csv", SEPTEMBER, time=EVENING), Choices(), Progress(), today=today())
            file = text_file("b.csv", text, time=time)
            return preview(session, file, choices, Progress(), today=today(), ahead=[newer]).counts()

    assert look(TO_OCTOBER, MORNING)[Verdict.OVERTAKEN] == 1
    assert look(TO_OCTOBER, MORNING, "yes")[Verdict.CHANGED] == 1
