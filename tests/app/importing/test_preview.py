"""A look at a file: the channel proposed, the day of a snapshot, how new the file is, and a verdict for every row."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime
from pathlib import Path

import pytest

from app.errors import Cancelled, ImportRefused
from app.importing.finding import FileToImport
from app.importing.preview import Choices, Preview, preview
from app.importing.verdicts import Verdict
from app.jobs import Progress
from app.ledger.catalog import make_channel
from app.ledger.ledger import Ledger
from tests.make import Order, import_text, new_ledger, orders_csv, today

STOCK = "Handle,Title,Option1 Value,SKU,Location,Available,On hand\nsoap,Soap,Default Title,SOAP,Main,3,3\n"
COSTS = "sku,valid_from,cost,currency,known_since\nSOAP,2026-01-01,2.00,USD,{}\n"


@pytest.fixture
def ledger(tmp_path: Path) -> Ledger:
    return new_ledger(tmp_path)


def look(
    ledger: Ledger,
    text: str,
    *,
    name: str = "file.csv",
    time: datetime | None = datetime(2026, 11, 2, 12, 0, tzinfo=UTC),
    channel: str | None = None,
    options: Mapping[str, str] | None = None,
) -> Preview:
    """Look at a text as a file."""
    file = FileToImport(name, Path(name), time=time, content=text.encode())
    with ledger.read() as session:
        return preview(session, file, Choices(channel=channel, options=options or {}), Progress(), today=today())


def test_that_looking_writes_nothing(ledger: Ledger) -> None:
    look(ledger, orders_csv([Order(1)]))
    with ledger.read() as session:
        assert session.connection().exec_driver_sql("SELECT count(*) FROM source_file").scalar() == 0
        assert session.connection().exec_driver_sql("SELECT count(*) FROM channel").scalar() == 0


def test_that_the_first_channel_of_a_platform_is_proposed_anew(ledger: Ledger) -> None:
    choice = look(ledger, orders_csv([Order(1)])).channel
    assert (choice.name, choice.is_new, choice.candidates) == ("Shopify", True, ())


def test_that_the_only_channel_of_a_platform_is_taken(ledger: Ledger) -> None:
    with ledger.change("New channel") as (session, _):
        make_channel(session, "Our shop", "shopify")
    assert look(ledger, orders_csv([Order(1)])).channel.name == "Our shop"
    assert look(ledger, orders_csv([Order(1)]), channel="our SHOP").channel.name == "Our shop"
    other = look(ledger, orders_csv([Order(1)]), channel="Second shop").channel
    assert (other.name, other.is_new) == ("Second shop", True)


def test_that_several_fitting_channels_are_asked_for(ledger: Ledger) -> None:
    with ledger.change("New channels") as (session, _):
        make_channel(session, "Shop A", "shopify")
        make_channel(session, "Shop B", "shopify")
    choice = look(ledger, orders_csv([Order(1)])).channel
    assert (choice.name, choice.candidates) == (None, ("Shop A", "Shop B"))
    with pytest.raises(ImportRefused, match=r"several channels fit: Shop A, Shop B\. Nothing was imported"):
        import_text(ledger, "orders.csv", orders_csv([Order(1)]))


def test_that_our_own_tables_need_no_channel(ledger: Ledger) -> None:
    assert look(ledger, COSTS.format("")).channel.name is None


@pytest.mark.parametrize(
    "name, day",
    [
        ("inventory_export_2026-10-31.csv", "2026-10-31"),
        ("inventory_20261031.csv", "2026-10-31"),
        ("all.zip: inventory 2026.10.31.csv", "2026-10-31"),
        ("from 2026-10-01 to 2026-10-31.csv", "2026-10-31"),
        ("inventory_2026-13-45.csv", "2026-11-02"),
        ("inventory_9920261031.csv", "2026-11-02"),
        ("inventory.csv", "2026-11-02"),
    ],
)
def test_that_the_day_of_a_snapshot_is_in_its_name_or_its_time(ledger: Ledger, name: str, day: str) -> None:
    seen = look(ledger, STOCK, name=name)
    assert seen.first_day == day
    assert seen.options["day"] == day


def test_that_a_person_may_say_the_day_of_a_snapshot(ledger: Ledger) -> None:
    assert look(ledger, STOCK, name="i_2026-10-31.csv", options={"day": "2026-10-30"}).first_day == "2026-10-30"
    with pytest.raises(ImportRefused, match=r"“soon” is not a day"):
        look(ledger, STOCK, options={"day": "soon"})
    with pytest.raises(ImportRefused, match=r"does not name\. Nothing was imported\. Say which day it is \(--day"):
        look(ledger, STOCK, time=None)


def test_that_a_file_is_as_new_as_its_latest_row_then_as_its_time(ledger: Ledger) -> None:
    early, late = (look(ledger, orders_csv([Order(1), Order(number)])).stamp for number in (2, 3))
    assert early < late
    older, newer = (look(ledger, COSTS.format(""), time=datetime(2026, 1, day, tzinfo=UTC)).stamp for day in (1, 2))
    assert older < newer


def test_that_known_changed_and_new_rows_are_told_apart(ledger: Ledger) -> None:
    import_text(ledger, "one.csv", orders_csv([Order(1), Order(2)]))
    seen = look(ledger, orders_csv([Order(1), Order(2, units=3), Order(3)]))
    assert [(item.row, item.verdict) for item in seen.verdicts] == [
        (2, Verdict.KNOWN),
        (3, Verdict.CHANGED),
        (4, Verdict.NEW),
    ]
    assert seen.verdicts[0].reason == "already in the ledger from another file"
    assert seen.verdicts[1].reason == "differs from the version in the ledger, which stays readable"


def test_that_an_older_file_does_not_change_what_a_newer_one_said(ledger: Ledger) -> None:
    import_text(ledger, "new.csv", orders_csv([Order(1, units=3), Order(9)]))
    (verdict,) = look(ledger, orders_csv([Order(1)])).verdicts
    assert (verdict.verdict, verdict.reason) == (
        Verdict.OVERTAKEN,
        "differs from a newer version in the ledger, which stays",
    )


def test_that_the_very_same_file_is_known_by_its_content(ledger: Ledger) -> None:
    text = orders_csv([Order(1)])
    assert import_text(ledger, "one.csv", text).preview.imported_before == ""
    again = look(ledger, text, name="copy.csv")
    assert again.imported_before != ""
    assert [item.reason for item in again.verdicts] == ["already in the ledger from this very file"]


def test_that_a_look_can_be_cancelled(ledger: Ledger) -> None:
    progress = Progress()
    progress.cancel()
    file = FileToImport("orders.csv", Path("orders.csv"), content=orders_csv([Order(1)]).encode())
    with ledger.read() as session, pytest.raises(Cancelled):
        preview(session, file, Choices(), progress, today=today())
