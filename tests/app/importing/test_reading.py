"""From a sheet to typed rows: widths, groups, decimal marks, days, currencies; and no line of a file is ever lost."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.errors import ImportRefused
from app.importing.conventions import day_order, decimal_mark
from app.importing.finding import FileToImport
from app.importing.preview import Choices, preview
from app.importing.reading import Read, read
from app.importing.recognising import all_exports, recognise
from app.importing.sniffing import sniff
from app.jobs import Progress
from app.ledger.ledger import Ledger
from tests.make import new_ledger, today

KNOWN = all_exports()
FIXTURES = sorted((Path(__file__).resolve().parents[2] / "exports").glob("*/input*.*"))
SALES = "channel,date,document,sku,quantity,unit_price,kind,currency"
ORDERS = (
    "Name,Financial Status,Paid at,Currency,Subtotal,Shipping,Taxes,Total,Created at,Lineitem quantity,Lineitem name,"
    "Lineitem price,Lineitem sku,Id"
)
HEAD = "{},paid,,USD,10.00,0.00,0.00,10.00,2026-03-02 10:00:00 +0000,1,Soap,10.00,SOAP,{}"
LINE = "{},,,,,,,,2026-03-02 10:00:00 +0000,1,Dish,0.00,DISH,"


def read_text(*lines: str, currency: str = "USD", options: Mapping[str, str] | None = None) -> Read:
    """Read a text as the export it is."""
    found = recognise(sniff("\n".join(lines).encode()), KNOWN)
    return read(found, currency=currency, options=options or {})


def sale(price: str = "1.00", *, day: str = "2026-03-02", currency: str = "", quantity: str = "1") -> str:
    """Write a row of the sales table with a semicolon."""
    return f"Shop;{day};A;SKU;{quantity};{price};sale;{currency}"


def sales(*rows: str, currency: str = "USD", options: Mapping[str, str] | None = None) -> Read:
    """Read rows of the sales table."""
    return read_text(SALES.replace(",", ";"), *rows, currency=currency, options=options)


def test_that_a_row_has_the_number_a_spreadsheet_shows() -> None:
    assert [row.row for row in sales(sale(), sale()).rows] == [2, 3]


def test_that_a_row_of_the_wrong_width_is_set_aside_by_its_line() -> None:
    seen = sales(sale(), "Shop;2026-03-02;B", sale(), sale().replace(";A;", ";C;") + ";more")
    assert [row.row for row in seen.rows] == [2, 4]
    assert [(item.row, item.reason.partition(":")[0]) for item in seen.unread] == [
        (3, "the row has 3 cells and the header 8"),
        (5, "the row has 9 cells and the header 8"),
    ]


def test_that_empty_rows_are_left_out_and_counted() -> None:
    seen = sales(sale(), "", ";;;;;;;", sale())
    assert seen.total_rows == 4
    assert [(list(item.rows), item.reason) for item in seen.left_out] == [([3, 4], "empty row")]


def test_that_all_that_is_wrong_with_a_row_is_said_at_once() -> None:
    (item,) = sales(sale("x", quantity="1.5")).unread
    assert item.column == "quantity"
    assert item.reason == "“1.5” is not a whole number of units; unit_price: “x” is not a number"


def test_that_part_of_an_order_is_no_order() -> None:
    seen = read_text(
        ORDERS, HEAD.format("#1", 1), LINE.format("#1"), HEAD.format("#2", 2), LINE.format("#2").replace("0.00", "x")
    )
    assert [row.name for row in seen.rows] == ["#1", "#1"]
    assert [(item.row, item.reason) for item in seen.unread] == [
        (5, "“x” is not a number"),
        (4, "belongs to order #2, whose row 5 cannot be read"),
    ]


def test_that_a_row_cut_off_takes_its_order_with_it() -> None:
    seen = read_text(ORDERS, HEAD.format("#1", 1), LINE.format("#1"), "#1,,,,", HEAD.format("#2", 2))
    assert [row.name for row in seen.rows] == ["#2"]
    assert [item.row for item in seen.unread] == [4, 2, 3]


def test_that_half_a_file_is_read_as_far_as_whole_orders_go() -> None:
    text = "\n".join([ORDERS, HEAD.format("#1", 1), HEAD.format("#2", 2), LINE.format("#2")])
    found = recognise(sniff(text[:-25].encode()), KNOWN)
    seen = read(found, currency="USD", options={})
    assert [row.name for row in seen.rows] == ["#1"]
    assert {item.row for item in seen.unread} == {3, 4}


def test_that_an_id_excel_has_changed_condemns_the_whole_file() -> None:
    with pytest.raises(ImportRefused, match=r"Row 3, column Id: “5\.4E\+12” .*Nothing was imported"):
        read_text(ORDERS, HEAD.format("#1", 1), HEAD.format("#2", "5.4E+12"))


@pytest.mark.parametrize(
    "amounts, mark",
    [
        (["12.50", "3"], "."),
        (["12,50", "3"], ","),
        (["1,234.50"], "."),
        (["1.234,50"], ","),
        (["1,234,567"], "."),
        (["1.234.567"], ","),
        (["1,234", "5.10"], "."),
        (["1.234", "5,10"], ","),
        (["0.731"], "."),
        (["0,731"], ","),
        ([".500"], "."),
        ([], "."),
        (["12", "", "--"], "."),
        (["$1,204.50", "Rs.12.00"], "."),
    ],
)
def test_that_the_decimal_mark_is_found_over_the_whole_file(amounts: list[str], mark: str) -> None:
    assert decimal_mark(amounts) == mark


def test_that_an_ambiguous_or_mixed_decimal_mark_is_never_guessed() -> None:
    with pytest.raises(ImportRefused, match=r"all look like 1,234.*--decimal point\|comma"):
        decimal_mark(["1,234", "5,678"])
    with pytest.raises(ImportRefused, match=r"a decimal point or a point between thousands \(all look like 1\.234\)"):
        decimal_mark(["12", "1.234", "5.678"])
    with pytest.raises(ImportRefused, match=r"Some amounts have a decimal point and others a decimal comma"):
        decimal_mark(["1.50", "1,50"])


def test_that_a_person_may_say_the_decimal_mark() -> None:
    assert sales(sale("1.234"), options={"decimal": "comma"}).rows[0].unit_price == 123400
    assert sales(sale("1,234"), options={"decimal": "point"}).rows[0].unit_price == 123400
    with pytest.raises(ImportRefused, match=r"could have a decimal (comma|point) or a (comma|point) between thousands"):
        sales(sale("1,234"))


def test_that_the_order_of_day_and_month_is_found_or_asked() -> None:
    assert day_order(["03/04/2026", "25/04/2026"]) is True
    assert day_order(["03/04/2026", "04/25/2026"]) is False
    assert day_order(["03/04/2026"]) is None
    with pytest.raises(ImportRefused, match=r"Some days are written day/month and others month/day"):
        day_order(["25/04/2026", "04/25/2026"])
    assert sales(sale(day="03/04/2026"), sale(day="25/04/2026")).rows[0].date == "2026-04-03"
    assert sales(sale(day="03/04/2026"), options={"day_first": "no"}).rows[0].date == "2026-03-04"
    assert "Say which when importing" in sales(sale(day="03/04/2026")).unread[0].reason


def test_that_a_blank_currency_is_the_ledgers_in_our_own_tables() -> None:
    seen = sales(sale(currency="CAD"), sale(), sale(currency="jpy", price="120"), currency="EUR")
    assert [(row.currency, row.unit_price) for row in seen.rows] == [("CAD", 100), ("EUR", 100), ("JPY", 120)]
    assert seen.currency in {"CAD", "EUR", "JPY"}


def test_that_the_currency_of_an_order_carries_to_its_lines() -> None:
    seen = read_text(ORDERS, HEAD.format("#1", 1).replace("USD", "CAD"), LINE.format("#1"))
    assert [row.currency for row in seen.rows] == ["CAD", "CAD"]


@pytest.mark.parametrize(
    "cost, ledger, currency",
    [
        ("$2.00", "USD", "USD"),
        ("$2.00", "CAD", "CAD"),
        ("$2.00", "EUR", "USD"),
        ("€2.00", "USD", "EUR"),
        ("2", "INR", "INR"),
    ],
)
def test_that_the_sign_of_an_amount_says_its_currency(cost: str, ledger: str, currency: str) -> None:
    seen = read_text("Day,Campaign,Impr.,Cost", f"2026-07-01,Soap,1,{cost}", currency=ledger)
    assert seen.rows[0].currency == currency


def test_that_the_header_says_the_currency_of_a_column() -> None:
    header = "Reporting starts,Reporting ends,Campaign name,Amount spent ({})"
    for written, code in (("EUR", "EUR"), ("usd", "USD"), ("£", "GBP")):
        assert read_text(header.format(written), "2026-07-01,2026-07-01,Soap,2.00").rows[0].currency == code


@pytest.fixture(scope="module")
def ledger(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Ledger]:
    made = new_ledger(tmp_path_factory.mktemp("reading"))
    yield made
    made.close()


CORPUS = [path for path in FIXTURES if path.suffix != ".xlsx"]
PIECES = st.sampled_from(
    [
        *(b"\n", b"\r", b'"', b",", b"\t", b";", b" ", b"-", b"0", b"9"),
        *(b".", b"\x00", b"\xff", b"E+12", b"=", b"\xe2\x80\xa8"),
    ]
)


@settings(max_examples=250)
@given(st.data())
def test_that_every_line_of_a_mutated_file_has_exactly_one_verdict(ledger: Ledger, data: st.DataObject) -> None:
    path = data.draw(st.sampled_from(CORPUS))
    content = bytearray(path.read_bytes())
    for _ in range(data.draw(st.integers(0, 4))):
        place = data.draw(st.integers(0, len(content)))
        match data.draw(st.sampled_from(["insert", "delete", "replace", "repeat", "cut"])):
            case "insert":
                content[place:place] = data.draw(PIECES)
            case "delete":
                del content[place : place + data.draw(st.integers(1, 40))]
            case "replace":
                content[place : place + 1] = data.draw(PIECES)
            case "repeat":
                content[place:place] = content[place : place + data.draw(st.integers(1, 400))]
            case _:
                del content[max(place, len(content) // 2) :]
    file = FileToImport(path.name, path, time=datetime(2026, 11, 2, tzinfo=UTC), content=bytes(content))
    try:
        with ledger.read() as session:
            seen = preview(session, file, Choices(), Progress(), today=today())
    except ImportRefused as refusal:
        assert "Nothing was imported" in str(refusal)  # noqa: PT017 - a mutation may do either
        return
    first = seen.found.header_index + 2
    expected = Counter(range(first, first + seen.read.total_rows))
    assert Counter(verdict.row for verdict in seen.verdicts) == expected
    posted = {row for draft in seen.drafts for row in draft.rows}
    assert {posting.row for draft in seen.drafts for posting in draft.postings} <= posted
