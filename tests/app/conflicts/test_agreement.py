"""Every kind of conflict of a price with an agreement, out of a ledger: it appears, is fixed, and comes back."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from fractions import Fraction
from pathlib import Path

import pytest

from app.actions.catalog import set_component
from app.ledger.ledger import Ledger
from models.domain.conflicts.conflict import Thing
from models.domain.money import Money
from models.domain.pricing.fee_model import FeeModel
from models.domain.pricing.rules import MapPrice, TierDiscount
from models.domain.rules import Scope
from tests.app.conflicts.living import Expected, found, lives, one
from tests.app.conflicts.priced_tea import FREE, base, fees, live, priced_by, priced_tea
from tests.app.pricing_brand import GB1
from tests.app.tea import DAY
from tests.make import import_text, type_cost


@pytest.fixture
def tea(tmp_path: Path) -> Iterator[Ledger]:
    made = priced_tea(tmp_path)
    yield made
    made.close()


def minimum(ledger: Ledger, amount: int, exempt: str = "") -> None:
    """Publish a MAP of tea."""
    priced_by(ledger, (MapPrice(Money(amount, "USD"), exempt=exempt), Scope(("TEA",))))


def test_a_price_advertised_below_map(tea: Ledger) -> None:
    base(tea, 2499)
    base(tea, 1000, on="Trade")
    import_text(
        tea, "orders.csv", "channel,reference,sku,quantity,ship_by,fill\nTrade,SO-1,TEA,30,2026-12-20,partial\n"
    )
    live(tea, "19.99", on="Shop")
    minimum(tea, 2199)
    conflict = lives(
        tea,
        # 30 units on order at 10.00, of which a tenth may be claimed.
        Expected("MAP_BREACH", 3_000, "300.00 USD of open wholesale orders × 10 %"),
        fix=lambda: minimum(tea, 2199, exempt="2026-11-20 to 2026-11-30"),
        back=lambda: minimum(tea, 2199),
    )
    assert conflict.sentence == "TEA on Shop is advertised at 19.99 USD, MAP is 21.99 USD"
    assert conflict.window == date(2026, 11, 10)
    live(tea, "21.99", on="Shop", day="2026-11-20")
    assert found(tea, "MAP_BREACH") == []


def test_a_marketplace_that_is_dearer_than_the_shop(tea: Ledger) -> None:
    base(tea, 2499, on="Bazaar")
    base(tea, 1999, on="Shop")
    conflict = lives(
        tea,
        # 24.99 − 3.75 − 4.15 − 6.20 = 10.89 as in K2: 2 a day × 14 × 80 % × 10.89 = 243.936.
        Expected("PARITY_GAP", 24_394, "2 a day × 14 days × 80 % featured × 10.89 USD", between=True),
        fix=lambda: base(tea, 2475, on="Shop"),  # 24.99 less one percent is 24.74
        back=lambda: base(tea, 1999, on="Shop"),
    )
    assert conflict.sentence == "TEA costs 19.99 USD on Shop and 24.99 USD on Bazaar, 20 % less"


def test_that_shipping_is_part_of_what_is_compared(tea: Ledger) -> None:
    base(tea, 2499, on="Bazaar")
    base(tea, 1999, on="Shop")
    assert len(found(tea, "PARITY_GAP")) == 1
    fees(tea, "Shop", replace(FREE, fees=FeeModel(0, shipping=500)))
    assert found(tea, "PARITY_GAP") == []


def test_that_without_a_cost_the_money_of_a_gap_is_not_told(tea: Ledger) -> None:
    base(tea, 1000, on="Bazaar", sku="CUP")
    base(tea, 900, on="Shop", sku="CUP")
    untold = one(tea, "PARITY_GAP").stake
    said = "cannot be told: what a unit of CUP contributes is not known, for want of a landed cost, fees or sales"
    assert (untold.minor, untold.formula) == (0, said)
    type_cost(tea, "CUP", 100)
    # 10.00 − 1.50 − 4.15 − 1.00 = 3.35; 7 in the one week that is known: 14 × 80 % × 3.35 = 37.52.
    told = one(tea, "PARITY_GAP").stake
    assert (told.minor, told.formula) == (3_752, "1 a day × 14 days × 80 % featured × 3.35 USD")


def test_that_shipping_is_compared_also_where_the_cost_is_not_known(tea: Ledger) -> None:
    base(tea, 1000, on="Bazaar", sku="CUP")
    base(tea, 900, on="Shop", sku="CUP")
    fees(tea, "Shop", replace(FREE, fees=FeeModel(0, shipping=50)))
    assert "CUP costs 9.50 USD on Shop and 10.00 USD on Bazaar" in one(tea, "PARITY_GAP").sentence
    fees(tea, "Bazaar", replace(GB1, valid_from=date(2026, 2, 1), fees=replace(GB1.fees, shipping=290)))
    assert "CUP costs 9.50 USD on Shop and 12.90 USD on Bazaar" in one(tea, "PARITY_GAP").sentence


def test_a_public_price_that_leaves_retailers_too_little(tea: Ledger) -> None:
    base(tea, 1250, on="Trade")
    base(tea, 1499, on="Shop")
    conflict = lives(
        tea,
        # K5: 14.99 leaves 16.6 % of it. The trade sells 4 a day at 10.00, of which 6.20 are cost: 56 × 3.80.
        Expected(
            "WHOLESALE_UNDERCUT",
            21_280,
            "56 units × 3.80 USD, the contribution of TEA on Trade in 14 days",
            between=True,
        ),
        fix=lambda: base(tea, 2084, on="Shop"),  # 12.50 / 60 % is 20.83⅓
        back=lambda: base(tea, 1499, on="Shop"),
    )
    assert "who pay 12.50 USD, a margin of 16.6 %; 40 % are agreed" in conflict.sentence
    base(tea, 2083, on="Shop")
    assert len(found(tea, "WHOLESALE_UNDERCUT")) == 1


def test_that_a_list_price_for_every_channel_is_not_what_retailers_pay(tea: Ledger) -> None:
    base(tea, 1499)
    assert found(tea, "WHOLESALE_UNDERCUT") == []
    base(tea, 1250, on="Trade")
    base(tea, 1399, on="Bazaar")
    # The lowest public price alone: what retailers bring is lost once.
    assert one(tea, "WHOLESALE_UNDERCUT").named(Thing.CHANNEL) == ("Bazaar", "Trade")


def packs(ledger: Ledger) -> None:
    """Make packs of three tea, one of which the shop sells a day."""
    import_text(
        ledger,
        "packs.csv",
        "channel,date,document,sku,quantity,unit_price,kind\nShop,2026-08-24,P1,TEA-3,91,30.00,sale\n",
    )
    set_component(ledger, bundle="TEA-3", sku="TEA", quantity=3)


def test_a_pack_that_costs_more_for_each(tea: Ledger) -> None:
    packs(tea)
    base(tea, 999, on="Shop")
    base(tea, 3199, on="Shop", sku="TEA-3")
    conflict = lives(
        tea,
        # K8: 31.99 / 3 = 10.66⅓ is 0.67⅓ more than 9.99; 14 packs hold 42 units: 42 × 0.67⅓ = 28.28.
        Expected("TIER_INVERSION", 2_828, "42 units × 0.6733 USD"),
        fix=lambda: base(tea, 2997, on="Shop", sku="TEA-3"),
        back=lambda: base(tea, 3199, on="Shop", sku="TEA-3"),
    )
    assert "10.6633 USD at 3 against 9.99 USD at 1" in conflict.sentence


def test_a_wholesale_ladder_that_rises(tea: Ledger) -> None:
    base(tea, 1250, on="Trade")
    trade = Scope(("TEA",), channels=("Trade",))
    rising = (TierDiscount(Fraction(20), 24), trade), (TierDiscount(Fraction(10), 96), trade)
    priced_by(tea, *rising)
    lives(
        tea,
        # 11.25 from 96 units on against 10.00 from 24: 4 a day × 14 × 1.25.
        Expected("TIER_INVERSION", 7_000, "56 units × 1.25 USD"),
        fix=lambda: priced_by(tea, rising[0]),
        back=lambda: priced_by(tea, *rising),
    )


def test_that_a_pack_is_measured_by_its_own_sales(tea: Ledger) -> None:
    packs(tea)
    fees(tea, "Shop", FREE)
    base(tea, 600, on="Shop", sku="TEA-3")
    live(tea, "5.00", on="Shop", sku="TEA-3")
    # A pack costs 18.60; 5.00 − 18.60 = −13.60 for 14 packs, whatever single units sell.
    assert one(tea, "PRICE_LOSS").stake.formula == "14 units × 13.60 USD"


def test_that_the_same_ledger_gives_the_same(tea: Ledger) -> None:
    base(tea, 2499, on="Bazaar")
    base(tea, 1999, on="Shop")
    assert found(tea, "PARITY_GAP", DAY) == found(tea, "PARITY_GAP", DAY)
