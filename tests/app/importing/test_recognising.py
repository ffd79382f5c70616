"""Which export a file is: by its columns, wherever the header stands, with the evidence."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from app.errors import ImportRefused
from app.importing.export import Col
from app.importing.lookalikes import KNOWN_ELSEWHERE, READ_INSTEAD, looks_like
from app.importing.recognising import all_exports, find_column, recognise, refuse_other_sheets
from app.importing.sniffing import Sheet, sniff

FIXTURES = Path(__file__).resolve().parents[2] / "exports"
KNOWN = all_exports()


def text(*lines: str) -> list[Sheet]:
    """Sniff a comma separated text."""
    return sniff("\n".join(lines).encode())


def test_that_the_folder_is_the_list_of_exports() -> None:
    assert set(KNOWN) == {
        *("amazon_fba_inventory", "amazon_listings", "amazon_settlement_v1", "amazon_settlement_v2", "amazon_sp_ads"),
        *(
            "google_ads",
            "meta_ads",
            "shopify_discounts",
            "shopify_inventory",
            "shopify_orders",
            "shopify_payments",
            "shopify_products",
        ),
        *("bundles", "commitments", "competitor_prices", "costs", "expenses", "inbound", "planning", "price_list"),
        *("prices", "promotions", "rates", "sales", "stock"),
    }
    assert all(export.code == code for code, export in KNOWN.items())


@pytest.mark.parametrize("code", sorted(KNOWN))
def test_that_every_row_has_a_name_of_its_own(code: str) -> None:
    names = [column.name for column in KNOWN[code].columns]
    assert len(set(names)) == len(names)


def test_that_a_header_is_found_below_a_preamble_with_its_evidence() -> None:
    header = "Day,Campaign,Impr.,Cost"
    found = recognise(text("Campaign report", '"July 1, 2026 - July 2, 2026"', header, "2026-07-01,Soap,1,2.00"), KNOWN)
    assert found.export.code == "google_ads"
    assert found.header_index == 2
    assert found.evidence == "recognised by the columns campaign, impr and cost; comma separated, UTF-8"


@pytest.mark.parametrize(
    "header", ["SKU,Valid from,Cost", "sku,valid-from,cost", " sku , VALID_FROM , Cost. ", "\ufeffsku,valid_from,cost"]
)
def test_that_spelling_of_a_header_does_not_matter(header: str) -> None:
    assert recognise(text(header, "A,2026-01-01,1.00"), KNOWN).export.code == "costs"


def test_that_the_most_specific_fit_wins() -> None:
    narrow = replace(KNOWN["costs"], code="narrow", signature=("sku",))
    found = recognise(text("sku,valid_from,cost", "A,2026-01-01,1.00"), {"a": narrow, "b": KNOWN["costs"]})
    assert found.export.code == "costs"


def test_that_two_equal_fits_are_refused_by_name() -> None:
    twin = replace(KNOWN["costs"], code="twin", title="Twin costs")
    with pytest.raises(ImportRefused, match=r"fits Landed costs \(Channelbook table\) and Twin costs equally well"):
        recognise(text("sku,valid_from,cost", "A,2026-01-01,1.00"), {"a": twin, "b": KNOWN["costs"]})


def test_that_missing_columns_are_named() -> None:
    with pytest.raises(ImportRefused, match=r"looks like Sales .* but the columns date, sku, quantity are missing"):
        recognise(text("channel,document,unit_price,kind", "Etsy,1,2.00,sale"), KNOWN)


AGAIN = "Export it again with all columns"


@pytest.mark.parametrize(
    "header, title, lacking, advice",
    [
        (
            "channel,date,document,sku,quantity,unit_price",
            "sales",
            "column kind is",
            "Add it and import the file again",
        ),
        (
            "Channel,Date,Document,SKU,Kind",
            "sales",
            "columns quantity, unit_price are",
            "Add them and import the file again",
        ),
        ("sku,cost,currency,note", "costs", "column valid_from is", "Add it and import the file again"),
        ("Day,Campaign,Clicks,Cost,Currency code", "google_ads", "column impr is", AGAIN),
        ("Reporting starts,Reporting ends,Campaign name,Impressions", "meta_ads", "column Amount spent is", AGAIN),
    ],
)
def test_that_an_export_that_lacks_a_column_or_two_is_named_with_them(
    header: str, title: str, lacking: str, advice: str
) -> None:
    with pytest.raises(ImportRefused) as refusal:
        recognise(text("Of our own", header, "1,2"), KNOWN)
    begins = f"This looks like {KNOWN[title].title}, but the {lacking} missing. Nothing was imported. "
    assert str(refusal.value) == f"{begins}{advice}."


@pytest.mark.parametrize(
    "code, left_out",
    [
        (export.code, column.title)
        for export in KNOWN.values()
        for column in export.columns
        # Two columns are no sign of bundles.
        if export.is_own and column.required and export.code != "bundles"
    ],
)
def test_that_each_needed_column_that_a_template_lost_is_named(code: str, left_out: str) -> None:
    header = ",".join(column.title for column in KNOWN[code].columns if column.title != left_out)
    with pytest.raises(ImportRefused, match=rf"looks like .*the column {left_out} is missing.* Add it and"):
        recognise(text(header, "1,2"), KNOWN)


@pytest.mark.parametrize("missing", ["code", "offer", "lane"])
def test_that_promotions_that_lack_a_column_are_no_expenses(missing: str) -> None:
    needed = "code,offer,amount,channel,category,first_day,last_day,lane".split(",")
    header = ",".join(name for name in needed if name != missing)
    with pytest.raises(ImportRefused, match=rf"looks like Promotions .* the column {missing} is missing"):
        recognise(text(header, "1,2"), KNOWN)
    assert recognise(text(header, "1,2"), KNOWN, code="expenses").export.code == "expenses"


def test_that_expenses_with_columns_of_ones_own_stay_expenses() -> None:
    header = "channel,category,first_day,last_day,amount,code,budget,brand"
    assert recognise(text(header, "1,2"), KNOWN).export.code == "expenses"


@pytest.mark.parametrize(
    "header",
    [
        "sku,quantity",
        "sku,price,channel",
        "Date,SKU,Quantity,Location,Price,Customer",
        "Type,Amount,Fee,Net,Currency,Created,Description",
        "channel,date,sku,quantity",
    ],
)
def test_that_what_is_not_near_to_one_export_alone_is_not_said_to_be_one(header: str) -> None:
    with pytest.raises(ImportRefused, match=r"No known export has these columns"):
        recognise(text(header, "1,2"), KNOWN)


def test_that_a_report_of_period_totals_says_why_it_is_refused() -> None:
    with pytest.raises(ImportRefused, match=r"a period total cannot be imported as daily spend.*Add the column Day"):
        recognise(text("Campaign,Impr.,Cost", "Soap,1,2.00"), KNOWN)


def test_that_another_system_is_named() -> None:
    with pytest.raises(ImportRefused) as refused:
        recognise(text("Sale Date,Order ID,Order Net,Card Processing Fees", "1,2,3,4"), KNOWN)
    assert str(refused.value) == (
        "This looks like an Etsy sold orders export, which Channelbook does not read yet. Nothing was imported. "
        "Copy the sales that no other file tells of into Channelbook's own table sales. "
        "Imports → Save a template writes an empty one "
        "(main.py template sales sales.xlsx); docs/own-tables.md says what its columns hold."
    )


def test_that_another_export_of_the_same_platform_is_named_where_it_is_read() -> None:
    with pytest.raises(ImportRefused, match=r"Export the transactions of Shopify Payments instead, or copy its cos"):
        recognise(text("Payout Date,Charges,Refunds,Retried Amount", "1,2,3,4"), KNOWN)
    with pytest.raises(ImportRefused, match=r"Copy the sales .* own table sales and its costs into expenses\. Imports"):
        recognise(text("Date,Type,Legacy order ID", "1,2,3"), KNOWN)


def test_that_every_known_export_of_another_system_names_own_tables_that_there_are() -> None:
    own = {code for code, export in KNOWN.items() if export.is_own}
    for title, signature, tables in KNOWN_ELSEWHERE:
        assert set(tables.split()) <= own, title
        assert f"template {tables.split()[0]} " in looks_like([signature])
    assert READ_INSTEAD.keys() <= {title for title, _, _ in KNOWN_ELSEWHERE}


def test_that_an_unknown_file_is_shown_by_its_first_columns() -> None:
    with pytest.raises(ImportRefused, match=r"No known export has these columns \(colour, weight…\)"):
        recognise(text("colour,weight", "red,3"), KNOWN)


def test_that_an_export_that_was_named_is_the_only_one_tried() -> None:
    lines = ("sku,valid_from,cost", "A,2026-01-01,1.00")
    assert recognise(text(*lines), KNOWN, code="costs").export.code == "costs"
    with pytest.raises(ImportRefused, match=r"looks like Sales"):
        recognise(text(*lines), KNOWN, code="sales")
    with pytest.raises(ImportRefused, match=r"There is no export “nothing”.*Known are: amazon_fba_inventory"):
        recognise(text(*lines), KNOWN, code="nothing")


@pytest.mark.parametrize("path", sorted(FIXTURES.glob("*/input*.*")), ids=lambda path: path.parent.name)
def test_that_a_fixture_is_its_export_and_no_other(path: Path) -> None:
    sheets = sniff(path.read_bytes())
    if path.name == "input_without_day.csv":
        with pytest.raises(ImportRefused, match=r"Google Ads"):
            recognise(sheets, KNOWN)
        return
    assert recognise(sheets, KNOWN).export.code == path.parent.name


SALES = ("channel", "date", "document", "sku", "quantity", "unit_price", "kind")
SOLD = (SALES, ("Etsy", "2026-01-05", "A1", "TEE", "1", "10.00", "sale"))
SOLD_LATER = (SALES, ("Etsy", "2026-02-05", "A2", "TEE", "1", "10.00", "sale"))
COST = (("sku", "valid_from", "cost"), ("TEE", "2026-01-01", "4.00"))
NOTES = (("Prices are without tax.", ""), ("Ask Mira.", ""))


def book(**sheets: tuple[tuple[str, ...], ...]) -> list[Sheet]:
    """Make the sheets of a workbook."""
    return [Sheet(name, cells=cells) for name, cells in sheets.items()]


@pytest.mark.parametrize("code", [None, "sales"])
def test_that_a_second_sheet_of_the_same_export_is_not_dropped(code: str | None) -> None:
    sheets = book(notes=NOTES, jan=SOLD, feb=SOLD_LATER)
    found = recognise(sheets, KNOWN, code=code)
    with pytest.raises(ImportRefused) as refusal:
        refuse_other_sheets(found, sheets, KNOWN, code=code)
    assert str(refusal.value) == (
        "Several sheets hold rows, and only one is read: “jan” is Sales (Channelbook table), "
        "“feb” is Sales (Channelbook table). Nothing was imported. "
        "Save each sheet as a file of its own, or put all rows on one sheet."
    )


def test_that_a_sheet_of_another_export_is_not_dropped_but_where_it_was_said_which_one_is_meant() -> None:
    sheets = book(sold=SOLD, costs=COST)
    found = recognise(sheets, KNOWN)
    with pytest.raises(ImportRefused, match=r"“costs” is Landed .* Save each sheet as a file of its own\.$"):
        refuse_other_sheets(found, sheets, KNOWN)
    refuse_other_sheets(recognise(sheets, KNOWN, code="costs"), sheets, KNOWN, code="costs")


@pytest.mark.parametrize(
    "beside",
    [NOTES, (SALES,), (SALES, ("", " ")), SOLD, (*NOTES, *SOLD)],
    ids=["notes", "head", "blank", "twin", "below"],
)
def test_that_a_sheet_without_rows_of_its_own_is_ignored_wherever_it_stands(
    beside: tuple[tuple[str, ...], ...],
) -> None:
    for sheets in (book(beside=beside, sold=SOLD), book(sold=SOLD, beside=beside)):
        found = recognise(sheets, KNOWN)
        refuse_other_sheets(found, sheets, KNOWN)
        assert found.sheet.cells[found.header_index + 1] == SOLD[1]


def test_that_a_pattern_finds_a_header_by_how_it_begins() -> None:
    column = Col("spent", "Amount spent (*")
    assert find_column(column, ["Amount spent today", "Amount spent (EUR)"]) == 1
    assert find_column(column, ["Amount spent"]) is None
    assert column.title == "Amount spent"
    assert find_column(Col("on_hand", ("On hand", "On hand (current)")), ["On hand (new)", "On hand (current)"]) == 1
