"""Base prices are typed, changed, removed and taken over from a channel; each is one step to undo and has a history."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path

import pytest
from sqlalchemy import select

from app.actions.base_prices import NewPrice, add_base_price, edit_base_price, remove_base_price, take_over_live
from app.errors import UserError
from app.ledger.ledger import Ledger
from app.queries.base_prices import base_prices, live_offers, price_history
from models.domain.money import Money
from models.domain.pricing.book import BasePrice, base_on
from models.tables import BasePrice as BaseRow
from tests.make import NOW, import_text, made_once, new_ledger

DAY = date(2026, 11, 23)
PRODUCTS = """Handle,Title,Option1 Value,Variant SKU,Variant Price
tea,Tea,Default Title,TEA,12.90
jam,Jam,Default Title,JAM,8.00
"""
LIST = "sku,price,valid_from,valid_to,channel,currency,tax_inside,note\n"


@made_once
def prepared(folder: Path) -> Ledger:
    made = new_ledger(folder)
    import_text(made, "products.csv", PRODUCTS, channel="Shop")
    return made


@pytest.fixture
def ledger(tmp_path: Path) -> Iterator[Ledger]:
    """Give a ledger with tea and jam in the products of a shop."""
    made = prepared(tmp_path)
    yield made
    made.close()


def usd(minor: int) -> Money:
    return Money(minor, "USD")


def prices(ledger: Ledger, sku: str = "TEA") -> list[BasePrice]:
    with ledger.read() as session:
        return base_prices(session).get(sku, [])


def amount_on(ledger: Ledger, day: date, channel: str = "Shop") -> int | None:
    found = base_on(prices(ledger), channel=channel, day=day)
    return found.amount if found is not None else None


def typed(amount: int, first: date, channel: str = "", last: date | None = None, note: str = "") -> NewPrice:
    return NewPrice("TEA", channel, usd(amount), first, last, note=note)


def test_that_a_price_holds_from_its_day_until_the_next_and_one_that_ends_lets_the_old_one_hold_again(
    ledger: Ledger,
) -> None:
    add_base_price(ledger, price=typed(1000, date(2026, 1, 1)))
    add_base_price(ledger, price=typed(1100, date(2026, 6, 1)))
    add_base_price(ledger, price=typed(900, date(2026, 7, 1), last=date(2026, 7, 7)))
    add_base_price(ledger, price=typed(1500, date(2026, 3, 1), "Shop", last=date(2026, 3, 2)))
    days = ["2025-12-31", "2026-01-01", "2026-03-02", "2026-03-03", "2026-06-01", "2026-07-07", "2026-07-08"]
    found = [amount_on(ledger, date.fromisoformat(day)) for day in days]
    assert found == [None, 1000, 1500, 1000, 1100, 900, 1100]


def test_that_a_price_is_edited_and_removed_and_each_is_undone(ledger: Ledger) -> None:
    add_base_price(ledger, price=typed(1000, date(2026, 1, 1), note="start"))
    (one,) = prices(ledger)
    edit_base_price(ledger, price_id=one.number, price=typed(1050, date(2026, 1, 1), "shop", note="dearer tea"))
    assert (prices(ledger)[0].amount, prices(ledger)[0].channel) == (1050, "Shop")
    remove_base_price(ledger, price_id=one.number)
    assert prices(ledger) == []
    assert ledger.undo_label() == "Remove base price of TEA from 2026-01-01"
    ledger.undo()
    ledger.undo()
    assert prices(ledger)[0].amount == 1000


@pytest.mark.parametrize(
    "price, said",
    [
        (NewPrice("TEA", "", usd(0), DAY), "above zero"),
        (NewPrice("TEA", "", usd(-5), DAY), "above zero"),
        (NewPrice("TEA", "", usd(9_999_999_999_999), DAY), r"99999999999\.99 is no price of one unit: the most is"),
        (
            NewPrice("TEA", "", Money(1250, "ZZZ"), DAY),
            "“ZZZ” is no currency. Nothing was changed. Type a code such as",
        ),
        (NewPrice("TEA", "Shop", Money(1250, "XXX"), DAY), "“XXX” is no currency"),
        (NewPrice("NONE", "", usd(5), DAY), "no SKU “NONE”"),
        (NewPrice("TEA", "Moon", usd(5), DAY), "no channel “Moon”"),
        (NewPrice("TEA", "", usd(5), DAY, date(2026, 11, 22)), "before the first"),
    ],
)
def test_that_what_cannot_be_a_price_is_refused_and_nothing_changed(ledger: Ledger, price: NewPrice, said: str) -> None:
    with pytest.raises(UserError, match=said):
        add_base_price(ledger, price=price)
    assert prices(ledger) == []


def test_that_an_imported_price_is_overruled_and_never_changed(ledger: Ledger) -> None:
    import_text(ledger, "list.csv", f"{LIST}TEA,11.00,2026-01-01,,,,yes,List\n")
    (one,) = prices(ledger)
    assert (one.amount, one.tax_inside, one.note) == (1100, True, "List")
    with pytest.raises(UserError, match="came from a file"):
        remove_base_price(ledger, price_id=one.number)
    edit_base_price(ledger, price_id=one.number, price=typed(1200, date(2026, 1, 1)))
    assert amount_on(ledger, DAY) == 1200
    assert len(prices(ledger)) == 2


def test_that_a_newer_list_replaces_its_own_rows_and_channels_are_made_by_name(ledger: Ledger) -> None:
    import_text(ledger, "list.csv", f"{LIST}TEA,11.00,2026-01-01,,Fair,USD,,\nTEA,10.00,2026-01-01,,,USD,,\n")
    import_text(ledger, "list2.csv", f"{LIST}TEA,11.50,2026-01-01,,Fair,USD,,\n", time=NOW + timedelta(days=1))
    assert amount_on(ledger, DAY, "Fair") == 1150
    assert amount_on(ledger, DAY) == 1000


def test_that_a_list_in_a_currency_that_is_none_is_refused_row_by_row(ledger: Ledger) -> None:
    import_text(ledger, "list.csv", f"{LIST}TEA,11.00,2026-01-01,,Fair,ZZZ,,\nTEA,10.00,2026-01-01,,,EUR,,\n")
    assert [(one.amount, one.currency) for one in prices(ledger)] == [(1000, "EUR")]


def test_that_live_prices_are_taken_over_where_there_is_no_base_price(ledger: Ledger) -> None:
    add_base_price(ledger, price=typed(1000, date(2026, 1, 1)))
    with ledger.read() as session:
        assert {name: [one.sku for one in found] for name, found in live_offers(session, day=DAY).items()} == {
            "Shop": ["JAM"]
        }
    done = take_over_live(ledger, channel="Shop", first=DAY, tax_inside=True)
    assert done.label == "Take over 1 live prices of Shop from 2026-11-23"
    (jam,) = prices(ledger, "JAM")
    assert (jam.amount, jam.channel, jam.tax_inside) == (800, "Shop", True)
    with pytest.raises(UserError, match="no live price"):
        take_over_live(ledger, channel="Shop", first=DAY, tax_inside=True)
    ledger.undo()
    assert prices(ledger, "JAM") == []


def test_that_history_tells_who_when_and_why_of_what_was_typed_changed_removed_and_imported(ledger: Ledger) -> None:
    import_text(ledger, "list.csv", f"{LIST}TEA,11.00,2026-01-01,,,,,List of the year\n")
    add_base_price(ledger, price=typed(1200, date(2026, 2, 1), note="Dearer leaves"))
    number = prices(ledger)[-1].number
    edit_base_price(ledger, price_id=number, price=typed(1250, date(2026, 2, 1), note="Mistyped"))
    remove_base_price(ledger, price_id=number)
    add_base_price(ledger, price=typed(999, date(2026, 2, 1), "Shop"))
    with ledger.read() as session:
        found = price_history(session, sku="TEA", channel="Shop")
        assert [one.did for one in price_history(session, sku="TEA", channel="Fair")][-1] == "imported from list.csv"
    assert [(one.did, one.price.minor, one.note) for one in found] == [
        ("typed", 999, ""),
        ("removed", 1250, "Mistyped"),
        ("changed", 1250, "Mistyped"),
        ("typed", 1200, "Dearer leaves"),
        ("imported from list.csv", 1100, "List of the year"),
    ]
    assert {one.by for one in found} == {"tester"}


def test_that_an_undone_import_takes_its_prices_out(ledger: Ledger) -> None:
    import_text(ledger, "list.csv", f"{LIST}TEA,11.00,2026-01-01,,,,,\n")
    ledger.undo()
    assert amount_on(ledger, DAY) is None
    with ledger.read() as session:
        assert session.scalars(select(BaseRow.in_force)).all() == [0]
