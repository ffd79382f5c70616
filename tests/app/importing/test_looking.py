"""A file looked at for the window: its rows in words, its import as seen or seen anew, and again from the ledger."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from app.errors import Cancelled, ImportRefused
from app.importing.demo import EXPORTS
from app.importing.finding import find_files
from app.importing.looking import (
    Looked,
    bring_in,
    export_titles,
    kept_file,
    look,
    row_of_preview,
    save_template,
    template_titles,
)
from app.importing.preview import Choices
from app.importing.shown_rows import NEEDS_A_LOOK, ShownRow
from app.importing.verdicts import Verdict
from app.jobs import Progress
from app.ledger.ledger import Ledger
from app.queries.batches import batches
from models.domain.money import Money
from tests.make import Amount, Order, import_text, new_ledger, orders_csv, settlement, text_file

SALES = "channel,date,document,line,sku,quantity,unit_price,kind\nShop,2026-03-02,A1,1,TEA,2,10.00,sale\n"


@pytest.fixture
def ledger(tmp_path: Path) -> Iterator[Ledger]:
    """Give an empty ledger."""
    made = new_ledger(tmp_path)
    yield made
    made.close()


def looked_at(ledger: Ledger, name: str, text: str, **choices: str) -> Looked:
    """Look at a text as if it were a file."""
    return look(ledger, Progress(), file=text_file(name, text), choices=Choices(options=choices))


def only(looked: Looked, verdict: str) -> ShownRow:
    """Give the one row with a verdict."""
    (row,) = looked.rows[verdict]
    return row


def test_that_a_row_says_what_it_becomes(ledger: Ledger) -> None:
    looked = looked_at(ledger, "settlement.txt", settlement(1, [Amount("Principal", 2500)]))
    assert only(looked, Verdict.NEW) == ShownRow(
        3, "new", "Gross sales", date(2026, 3, 10), "112-0000001", "TEA", 1, Money(2500, "USD")
    )
    assert only(looked, Verdict.LEFT_OUT).reason.startswith("the summary row")
    assert looked.counts[Verdict.NEW] == 1


def test_that_a_row_of_several_postings_names_the_first_and_counts_the_others(ledger: Ledger) -> None:
    text = orders_csv([Order(1)]).replace("0.00,0.00,10.00,2026", "5.00,0.00,15.00,2026")
    row = only(looked_at(ledger, "orders.csv", text), Verdict.NEW)
    assert row.becomes == "Gross sales and 1 more"
    assert row.amount == Money(1500, "USD")


@pytest.mark.parametrize(
    "file, becomes",
    [
        ("bundles.csv", "Bundle part"),
        ("costs.csv", "Landed cost"),
        ("rates.csv", "Exchange rate"),
        ("stock.csv", "Stock level"),
        ("products_export.csv", "Listing"),
    ],
)
def test_that_rows_without_postings_say_what_they_are_too(ledger: Ledger, file: str, becomes: str) -> None:
    (found,) = find_files([EXPORTS / file])
    looked = look(ledger, Progress(), file=found, choices=Choices())
    assert becomes in {row.becomes for row in looked.rows[Verdict.NEW]}


def test_that_a_cell_that_cannot_be_read_is_given_as_it_stands(ledger: Ledger) -> None:
    row = only(looked_at(ledger, "sales.csv", SALES.replace("10.00", "ten")), Verdict.UNREAD)
    assert (row.row, row.column, row.cell) == (2, "unit_price", "ten")
    assert "“ten”" in row.reason


def test_that_the_row_behind_is_read_beside_its_header(ledger: Ledger) -> None:
    looked = looked_at(ledger, "sales.csv", SALES)
    cells = {cell.header: cell.text for cell in row_of_preview(looked.seen, 2).cells}
    assert (cells["document"], cells["unit_price"]) == ("A1", "10.00")


def test_that_an_order_that_does_not_close_needs_a_look(ledger: Ledger) -> None:
    text = orders_csv([Order(1)]).replace("0.00,0.00,10.00,2026", "0.00,0.00,12.00,2026")
    row = only(looked_at(ledger, "orders.csv", text), NEEDS_A_LOOK)
    assert row.amount == Money(200, "USD")


def test_that_what_was_seen_is_imported_as_it_was_seen(ledger: Ledger) -> None:
    looked = looked_at(ledger, "sales.csv", SALES)
    brought = bring_in(ledger, Progress(), looked=looked)
    assert brought.imported.preview is looked.seen
    assert "imports" in brought.topics


def test_that_a_file_is_seen_anew_where_the_ledger_has_changed_since(ledger: Ledger) -> None:
    looked = looked_at(ledger, "orders.csv", orders_csv([Order(1), Order(2)]))
    import_text(ledger, "other.csv", orders_csv([Order(1), Order(3)]))
    brought = bring_in(ledger, Progress(), looked=looked)
    assert brought.imported.preview.counts()[Verdict.KNOWN] == 1
    assert brought.imported.preview.counts()[Verdict.NEW] == 1


@pytest.mark.parametrize(
    "files",
    [
        [[Order(1), Order(2)], [Order(2), Order(3)]],
        [[Order(1), Order(2)], [Order(1), Order(2)]],
        [[Order(1), Order(2)], [Order(2, units=3), Order(3)]],
        [[Order(1, units=3), Order(9)], [Order(1)]],
        [[Order(1), Order(2)], [Order(1, units=2), Order(3)], [Order(1, units=2), Order(2), Order(4)]],
        [[Order(1), Order(5)], [Order(1, units=2), Order(3)], [Order(1), Order(7)]],
    ],
)
@pytest.mark.parametrize("known", [[], [Order(2)], [Order(1, units=9), Order(8)]])
def test_that_files_looked_at_together_are_judged_as_their_import_will_find_them(
    ledger: Ledger, files: list[list[Order]], known: list[Order]
) -> None:
    if known:
        import_text(ledger, "known.csv", orders_csv(known))
    together: list[Looked] = []
    for number, orders in enumerate(files):
        file = text_file(f"{number}.csv", orders_csv(orders))
        together.append(look(ledger, Progress(), file=file, choices=Choices(), ahead=list(together)))
    brought = [bring_in(ledger, Progress(), looked=looked).imported.preview.verdicts for looked in together]
    found = [[(said.row, said.verdict) for said in looked.seen.verdicts] for looked in together]
    assert found == [[(said.row, said.verdict) for said in verdicts] for verdicts in brought]


def test_that_a_row_says_that_a_file_ahead_has_told_it(ledger: Ledger) -> None:
    first = looked_at(ledger, "first.csv", orders_csv([Order(1), Order(2)]))
    file = text_file("second.csv", orders_csv([Order(1, units=2), Order(2), Order(3)]))
    looked = look(ledger, Progress(), file=file, choices=Choices(), ahead=[first])
    assert [said.reason for said in looked.seen.verdicts] == [
        "differs from the version in a file that is imported before this one, which stays readable",
        "already in a file that is imported before this one",
        "",
    ]


REFUND = "already in a file that is imported before this one"
CHANGED = "differs from the version in {}, which stays readable"


@pytest.mark.parametrize(
    "known, ahead, reason",
    [
        # The order is in the ledger, its refund in the file ahead.
        ([Order(1)], [Order(1, refunded=400), Order(2)], REFUND),
        ([Order(1)], [Order(1, refunded=300), Order(2)], CHANGED.format("a file that is imported before this one")),
        ([], [Order(1), Order(2)], CHANGED.format("a file that is imported before this one")),
        ([Order(1)], [Order(2)], CHANGED.format("the ledger")),
        ([Order(1, refunded=400)], [Order(2)], "already in the ledger from another file"),
    ],
)
def test_that_a_row_of_several_documents_says_which_file_tells_it(
    ledger: Ledger, known: list[Order], ahead: list[Order], reason: str
) -> None:
    if known:
        import_text(ledger, "known.csv", orders_csv(known))
    first = looked_at(ledger, "first.csv", orders_csv(ahead))
    file = text_file("second.csv", orders_csv([Order(1, refunded=400), Order(3)]))
    looked = look(ledger, Progress(), file=file, choices=Choices(), ahead=[first])
    assert looked.seen.verdicts[0].reason == reason


def test_that_a_channel_is_new_in_the_first_file_alone_that_names_it(ledger: Ledger) -> None:
    head, line = SALES.splitlines()[:2]
    channel = line.split(",")[head.split(",").index("channel")]
    texts = [SALES, SALES.replace(channel, channel.upper()), SALES.replace(channel, f"{channel} too")]
    texts += [orders_csv([Order(1)]), orders_csv([Order(2)])]
    together: list[Looked] = []
    for number, text in enumerate(texts):
        file = text_file(f"{number}.csv", text)
        together.append(look(ledger, Progress(), file=file, choices=Choices(), ahead=list(together)))
    seen = [looked.seen for looked in together]
    assert [one.new_channels for one in seen] == [(channel,), (), (f"{channel} too",), (), ()]
    assert [one.channel.is_new for one in seen] == [False, False, False, True, False]


def test_that_what_was_judged_behind_a_file_is_judged_anew_where_that_file_never_came(ledger: Ledger) -> None:
    first = looked_at(ledger, "first.csv", orders_csv([Order(1), Order(2)]))
    file = text_file("second.csv", orders_csv([Order(2), Order(3)]))
    looked = look(ledger, Progress(), file=file, choices=Choices(), ahead=[first])
    assert looked.counts[Verdict.NEW] == 1
    assert bring_in(ledger, Progress(), looked=looked).imported.preview.counts()[Verdict.NEW] == 2


def test_that_the_same_file_brought_in_meanwhile_adds_nothing(ledger: Ledger) -> None:
    looked = looked_at(ledger, "sales.csv", SALES)
    import_text(ledger, "sales.csv", SALES)
    brought = bring_in(ledger, Progress(), looked=looked)
    assert brought.imported.batch_id is None
    assert brought.topics == frozenset()


def test_that_a_stored_file_comes_back_as_it_was_with_what_was_said_of_it(ledger: Ledger) -> None:
    import_text(ledger, "orders.csv", orders_csv([Order(1)]), channel="Shop North")
    with ledger.read() as session:
        (row,) = batches(session)
        file, choices = kept_file(session, row.file_id)
    assert file.read().decode() == orders_csv([Order(1)])
    assert (choices.channel, choices.export) == ("Shop North", "shopify_orders")


def test_that_the_channels_of_the_platform_are_offered_first(ledger: Ledger) -> None:
    import_text(ledger, "sales.csv", SALES)
    import_text(ledger, "orders.csv", orders_csv([Order(1)]), channel="Shop North")
    looked = looked_at(ledger, "more.csv", orders_csv([Order(2)]))
    assert looked.channels == ("Shop North", "Shop")


def test_that_a_look_can_be_cancelled_and_a_file_that_is_none_is_refused(ledger: Ledger) -> None:
    stopped = Progress()
    stopped.cancel()
    with pytest.raises(Cancelled):
        look(ledger, stopped, file=text_file("sales.csv", SALES), choices=Choices())
    with pytest.raises(ImportRefused):
        looked_at(ledger, "letter.csv", "Dear brand,\nhow are you?\n")


def test_that_own_tables_have_templates(tmp_path: Path) -> None:
    assert set(template_titles()) <= set(export_titles())
    assert {"sales", "costs", "expenses", "stock"} <= set(template_titles())
    assert save_template("costs", tmp_path / "costs.csv").read_text(encoding="utf-8").startswith("sku,")
