"""Names of accounts are ones that hledger and Beancount both accept, and no two accounts share one."""

from __future__ import annotations

from beancount.core import account as beancount_account
from hypothesis import given
from hypothesis import strategies as st

from app.exporting.account_names import AccountNames, component
from models.domain.accounts import ACCOUNTS


@given(st.text(max_size=20))
def test_that_any_name_becomes_a_part_that_beancount_accepts(name: str) -> None:
    assert beancount_account.is_valid(f"Assets:{component(name)}")


def test_that_names_stay_readable() -> None:
    assert component("Amazon US") == "Amazon-US"
    assert component("étsy / (EU)") == "Étsy-EU"
    assert component("2nd store") == "2nd-store"
    assert component("日本") == "X-日本"
    assert component("***") == "X"


def test_that_each_leg_names_its_kind_of_account_and_channel() -> None:
    names = AccountNames([(1, "Amazon US")])
    assert names.legs("REV", 1, billed=False) == ("Income:Gross-sales:Amazon-US", "Assets:Clearing:Amazon-US")
    assert names.legs("ADS", 1, billed=True) == ("Expenses:Advertising:Amazon-US", "Liabilities:Accrued:Amazon-US")
    assert names.legs("COGS", 1, billed=False) == ("Expenses:Cost-of-goods-sold:Amazon-US", "Assets:Inventory")
    assert names.legs("TAX_PASS", 1, billed=False)[0].startswith("Liabilities:")
    assert names.legs("SHARED_EQUAL", None, billed=True)[1] == "Liabilities:Accrued:Shared"


def test_that_channels_whose_names_come_out_alike_are_told_apart() -> None:
    names = AccountNames([(1, "A B"), (2, "A-B"), (3, "Shared"), (4, "A B 2")])
    sides = {names.legs("REV", channel, billed=False) for channel in (None, 1, 2, 3, 4)}
    assert len(sides) == 5


def test_that_every_account_has_a_name_of_its_own() -> None:
    names = AccountNames([(1, "Shop")])
    assert len({names.legs(code, 1, billed=False)[0] for code in ACCOUNTS}) == len(ACCOUNTS)
