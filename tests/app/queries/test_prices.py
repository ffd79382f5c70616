"""The price book: base prices and rules give the price of every listing on any day, against what the costs ask for."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from fractions import Fraction
from pathlib import Path

import pytest

from app.actions.catalog import set_rate
from app.actions.fee_schedules import add_schedule
from app.ledger.ledger import Ledger
from app.queries.floors import COLUMNS as FLOOR_COLUMNS
from app.queries.governed_price import one_each
from app.queries.price_rules import RulesOfDay
from app.queries.prices import COLUMNS, State, price_list
from app.queries.prior_prices import price_on, prior_prices
from models.domain.pricing.rules import Difference, MapPrice, PriceEnding, TierDiscount
from models.domain.rules import Rule, Scope
from tests.app.price_book import base, book_ledger, listed, usd
from tests.app.pricing_brand import DAY, GB1, channel
from tests.make import import_text


@pytest.fixture
def ledger(tmp_path: Path) -> Iterator[Ledger]:
    made = book_ledger(tmp_path)
    yield made
    made.close()


def test_that_the_lowest_that_may_be_asked_is_not_called_as_another_figure_of_floors() -> None:
    """The book keeps the floor or the safe floor, by its rules; the tab of floors shows both."""
    assert "Lowest allowed" in {column.title for column in COLUMNS}
    assert not {"Floor", "Safe floor"} & {column.title for column in COLUMNS}
    assert {"Floor", "Safe floor"} <= {column.title for column in FLOOR_COLUMNS}


def test_that_without_a_base_price_there_is_no_price_and_the_reason(ledger: Ledger) -> None:
    found = listed(ledger, DAY)
    assert {key: (one.amount, one.state) for key, one in found.items()} == {
        ("Shop", "USD"): (None, State.NO_BASE),
        ("Bazaar", "USD"): (None, State.NO_BASE),
        ("Trade", "USD"): (None, State.NO_BASE),
    }


def test_that_one_base_price_serves_every_channel_and_each_floor_holds_it(ledger: Ledger) -> None:
    base(ledger, 1249)
    found = listed(ledger, DAY)
    bazaar, trade, shop = (found[name, "USD"] for name in ("Bazaar", "Trade", "Shop"))
    assert (bazaar.amount, bazaar.floor, bazaar.state) == (1394, 1394, State.FLOOR)
    assert bazaar.earned == usd(150)
    assert (trade.amount, trade.floor, trade.state) == (1249, 1056, State.BASE)
    # GB9's terms: 10 % off from 24 on is 11.24, 20 % off from 96 on would be 9.99.
    assert trade.ladder == "24: 11.24, 96: 10.56"
    assert (shop.amount, shop.floor, shop.earned, shop.state) == (1249, None, None, State.BASE)


def test_that_a_price_of_the_channel_counts_before_one_for_all_and_currencies_stand_apart(ledger: Ledger) -> None:
    base(ledger, 2000)
    base(ledger, 2100, on="Bazaar")
    base(ledger, 1900, on="Bazaar", currency="EUR")
    base(ledger, 1800, currency="EUR")
    found = listed(ledger, DAY)
    assert {key: one.amount for key, one in found.items()} == {
        ("Shop", "USD"): 2000,
        ("Shop", "EUR"): 1800,
        ("Bazaar", "USD"): 2100,
        ("Bazaar", "EUR"): 1900,
        ("Trade", "USD"): 2000,
        ("Trade", "EUR"): 1800,
    }
    assert found["Bazaar", "EUR"].floor is None
    assert found["Bazaar", "EUR"].earned is None


def test_that_of_prices_for_every_channel_each_channel_takes_the_one_in_the_currency_of_its_fees(
    ledger: Ledger,
) -> None:
    set_rate(ledger, day=date(2026, 1, 1), currency="EUR", rate="1.10")
    fees = replace(GB1, valid_from=date(2026, 2, 1), currency="EUR")
    add_schedule(ledger, channel_id=channel(ledger, "Bazaar"), schedule=fees)
    base(ledger, 2000)
    base(ledger, 1800, currency="EUR")
    base(ledger, 1600, currency="GBP")
    assert {key: one.amount for key, one in listed(ledger, DAY).items()} == {
        ("Shop", "USD"): 2000,
        ("Shop", "GBP"): 1600,
        ("Bazaar", "EUR"): 1800,
        ("Bazaar", "GBP"): 1600,
        ("Trade", "USD"): 2000,
        ("Trade", "GBP"): 1600,
    }
    with ledger.read() as session:
        chosen = one_each(price_list(session, day=DAY))
    assert [(one.channel, one.currency) for one in chosen] == [("Shop", "USD"), ("Bazaar", "EUR"), ("Trade", "USD")]
    # Asked alone, a channel gets the same.
    with ledger.read() as session:
        alone = price_list(session, day=DAY, channels={"Bazaar"})
    assert [(one.currency, one.amount) for one in alone] == [("EUR", 1800), ("GBP", 1600)]


def test_that_rules_are_applied_in_one_chain(ledger: Ledger) -> None:
    base(ledger, 2499)
    rules = RulesOfDay(
        "trial",
        (
            Rule(1, Difference(Fraction(-20)), Scope(), place=1),
            Rule(2, PriceEnding(".99"), Scope(), place=2),
            Rule(3, MapPrice(usd(2250)), Scope(), place=3),
            Rule(4, TierDiscount(Fraction(50)), Scope(channels=("Trade",)), place=4),
        ),
    )
    found = listed(ledger, DAY, rules=rules)
    # 24.99 less 20 % is 19.99; MAP lifts it to 22.99. The trade pays half of 19.99, 10.00, which ends as 10.99.
    assert {key[0]: (one.amount, one.state) for key, one in found.items()} == {
        "Shop": (2299, State.MAP),
        "Bazaar": (2299, State.MAP),
        "Trade": (1099, State.RULE),
    }
    assert found["Shop", "USD"].version == "trial"


def test_that_the_price_on_any_day_and_the_lowest_of_the_prior_30_days_are_told(ledger: Ledger) -> None:
    base(ledger, 2499, first=date(2026, 1, 1))
    base(ledger, 1999, first=date(2026, 5, 10))
    base(ledger, 2399, first=date(2026, 5, 20))
    days = ["2025-12-31", "2026-01-01", "2026-05-15", "2026-06-01"]
    with ledger.read() as session:
        found = [price_on(session, sku="TEA", channel="Shop", day=date.fromisoformat(day)) for day in days]
        assert [one.amount if one else None for one in found] == [None, 2499, 1999, 2399]
        prior = prior_prices(session, sku="TEA", channel="Shop", currency="USD", first=DAY)
        later = prior_prices(session, sku="TEA", channel="Shop", currency="USD", first=date(2026, 6, 20))
    assert prior.prices == {date(2026, 5, 2): 2499, date(2026, 5, 10): 1999, date(2026, 5, 20): 2399}
    assert (prior.lowest, later.lowest) == (1999, 2399)


def test_that_a_sku_with_a_price_of_its_own_is_in_the_book_before_it_is_listed(ledger: Ledger) -> None:
    import_text(ledger, "list.csv", "sku,price,valid_from,channel\nNEW,15.00,2026-01-01,Bazaar\n")
    with ledger.read() as session:
        (found,) = price_list(session, day=DAY, skus={"NEW"})
    assert (found.channel, found.amount, found.economics.missing) == ("Bazaar", 1500, ("listing on this channel",))
