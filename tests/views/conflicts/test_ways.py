"""Where a conflict is mended: the way fits what it advises."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from models.domain.conflicts.agreement import RetailedPrice
from models.domain.conflicts.checks import Book, find
from models.domain.conflicts.promise import Promised, SharedStock
from models.domain.conflicts.setting import Setting
from views.conflicts.ways import Way, fix_of

SETTING = Setting(date(2026, 5, 4), "USD")


def fix(book: Book) -> tuple[str, Way | None]:
    """Give what the only conflict of some facts advises, and the way to where that is done."""
    (found,) = find(book, SETTING)
    return found.fix, fix_of(found)


def test_that_what_is_sold_leads_to_its_orders_and_what_is_shown_to_the_files() -> None:
    sold = SharedStock("MUG", "3PL", "USD", 420, (Promised("Harbor", 0, 480),), 196)
    advice, way = fix(Book(shared=(sold,)))
    assert advice.startswith("Order or move stock to it")
    assert way is not None
    assert (way.page, way.what) == ("stock", ("commitments", "MUG"))
    shown = SharedStock("MUG", "3PL", "USD", 420, (Promised("Shop", 500, 480),), 196)
    advice, way = fix(Book(shared=(shown,)))
    assert advice.startswith("Lower the published quantities")
    assert way is not None
    assert (way.page, way.what) == ("stock", "uploads")


def test_that_a_price_that_a_promotion_makes_is_mended_on_the_timeline() -> None:
    trade = RetailedPrice("MUG", "Shop", "Trade", "USD", 1499, 1250, 61, 1_000, "USD")
    advice, way = fix(Book(retailed=(trade,)))
    assert advice == "Raise the public price, or lower what retailers pay"
    assert way is not None
    assert (way.page, way.what) == ("pricing", ("prices", "MUG"))
    advice, way = fix(Book(retailed=(replace(trade, promotions=("DEAL",), first=date(2026, 5, 9)),)))
    assert advice == "Offer less, take the SKU out of the promotion, or lower what retailers pay"
    assert way is not None
    assert (way.page, way.what) == ("promotions", ("timeline", "DEAL"))
