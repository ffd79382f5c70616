"""What is lost once counts once: with the price of today before a promotion to come, and with one promotion of two."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from models.domain.conflicts.agreement import Advertised, LandedPrices, RetailedPrice
from models.domain.conflicts.checks import Book, find
from models.domain.conflicts.conflict import Conflict, Thing
from models.domain.conflicts.work import Workload
from models.domain.period import Period
from tests.domain.conflicts.case import SETTING, TODAY
from tests.domain.conflicts.promotion_cases import K3, MAP, ORDER

FIRST = date(2026, 5, 20)
TRADE = RetailedPrice("MUG", "DTC", "WHS", "USD", 1499, 1250, 61, 1_000, "USD")
SALE = replace(TRADE, price=1399, promotions=("SALE",), first=FIRST)
PARITY = LandedPrices("MUG", "AMZ", "USD", 2499, (("DTC", 1999),), 1089, 8)


def told(book: Book) -> dict[tuple[str, ...], Conflict]:
    """Give the conflicts of some facts by their promotions."""
    return {one.named(Thing.PROMOTION): one for one in find(book, SETTING)}


def test_that_what_retailers_bring_is_lost_to_the_price_of_today_before_a_promotion() -> None:
    found = told(Book(retailed=(SALE, TRADE)))
    assert found[()].stake.minor == 61_000
    ahead = found[("SALE",)]
    said = "what MUG contributes on WHS is counted once, with the price of today on DTC"
    assert (ahead.stake.minor, ahead.stake.formula) == (0, said)
    assert ahead.sentence.startswith("MUG at 13.99 USD on DTC with SALE leaves retailers of WHS")
    assert (ahead.window, ahead.fix.partition(",")[0]) == (FIRST, "Offer less")
    # Where the price of today leaves enough, or it is another SKU's, the promotion is what costs.
    for others in ((), (replace(TRADE, price=2499),), (replace(TRADE, sku="BOWL"),)):
        assert told(Book(retailed=(SALE, *others)))[("SALE",)].stake.minor == 61_000


def test_that_a_featured_offer_is_lost_to_the_price_of_today_before_a_promotion() -> None:
    ahead = replace(PARITY, elsewhere=(("DTC", 1799),), promotions=("SALE",), first=FIRST)
    found = told(Book(landed=(ahead, PARITY)))
    said = "the featured offer of MUG on AMZ is counted once, with the price of today on DTC"
    assert (found[("SALE",)].stake.minor, found[("SALE",)].stake.formula) == (0, said)
    assert found[("SALE",)].sentence == ("MUG costs 17.99 USD on DTC with SALE and 24.99 USD on AMZ, 28 % less")
    assert found[()].stake == told(Book(landed=(ahead,)))[("SALE",)].stake


def test_that_open_orders_are_claimed_for_the_price_of_today_before_a_promotion() -> None:
    now = Advertised("MUG", "DTC", TODAY, "USD", 1799, replace(MAP, amount=1800), 200_000)
    found = told(Book(advertised=(now,), stacked=(K3,)))
    claim = "2,000.00 USD of open wholesale orders"
    assert found[()].stake.formula == f"{claim} × 10 %"
    ahead = found[tuple(sorted(K3.stacked.codes))].stake
    assert (ahead.minor, ahead.formula) == (0, f"{claim} are counted once, with the price of today on DTC")
    # An advertised price at its MAP claims nothing.
    right = replace(now, minimum=MAP)
    assert told(Book(advertised=(right,), stacked=(K3,)))[tuple(sorted(K3.stacked.codes))].stake.minor == 20_000


def test_that_too_much_work_counts_with_one_promotion_of_those_that_share_days() -> None:
    days = Period(date(2026, 5, 10), date(2026, 5, 19))
    sale = Workload("3PL", "pack", days, ("DTC",), "USD", 260, 240, 756, ("SALE", "CODE"), 200)
    code = replace(sale, days=Period(date(2026, 5, 15), date(2026, 5, 16)), need=50, capacity=48, promotions=("CODE",))
    late = replace(sale, days=Period(date(2026, 5, 20), date(2026, 5, 21)), need=50, capacity=48, usual=40)
    found = {one.window: one.stake for one in find(Book(workloads=(code, sale, late)), SETTING)}
    assert found[days.first].formula == "20 units × 7.56 USD"
    assert found[code.days.first].formula == "2 units are counted once, with SALE and CODE"
    assert found[late.days.first].formula == "2 units × 7.56 USD"


def test_that_of_a_promotion_the_work_counts_that_it_brings() -> None:
    days = Period(date(2026, 5, 10), date(2026, 5, 19))
    sale = Workload("3PL", "pack", days, ("DTC",), "USD", 260, 200, 756, ("SALE",), 240)
    (found,) = find(Book(workloads=(sale,)), SETTING)
    assert found.stake.formula == "20 units × 7.56 USD"
    (found,) = find(Book(workloads=(replace(sale, usual=260),)), SETTING)
    assert (found.stake.minor, found.stake.formula) == (0, "60 units are counted once, with the usual work")


def test_that_a_retailer_disputes_an_order_once_whatever_promotions_meet_it() -> None:
    later = replace(ORDER, promotion="LATER", days=Period(date(2026, 5, 7), date(2026, 5, 9)))
    found = told(Book(promoted_orders=(later, ORDER, replace(later, sku="BOWL", promotion="BOWLS"))))
    assert found[("SALE",)].stake.formula == "900.00 USD of the order × 15 % disputed"
    assert found[("LATER",)].stake.formula == "900.00 USD of the order are counted once, with SALE on DTC"
    assert found[("LATER",)].stake.minor == 0
    assert found[("BOWLS",)].stake.minor == 13_500
