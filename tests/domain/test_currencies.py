"""The codes of currencies: what money is asked in, and nothing that was made up."""

from __future__ import annotations

import pytest

from models.domain.currencies import CURRENCIES, is_currency
from models.domain.money import exponent


@pytest.mark.parametrize("code", ["USD", "EUR", "GBP", "JPY", "KWD", "XOF", "XCD", "HRK"])
def test_that_money_that_people_pay_with_or_paid_with_lately_is_known(code: str) -> None:
    assert is_currency(code)


@pytest.mark.parametrize("code", ["ZZZ", "XXX", "XTS", "XAU", "XDR", "usd", "US", "", "USDT", "US$"])
def test_that_made_up_codes_metals_and_units_of_account_are_none(code: str) -> None:
    assert not is_currency(code)


def test_that_the_list_is_whole() -> None:
    # 156 in use and 15 that ended; of ISO's codes without a minor unit UYI is a unit of account.
    assert len(CURRENCIES) == 171
    assert all(len(code) == 3 and code.isascii() and code.isalpha() and code.isupper() for code in CURRENCIES)
    assert [sum(exponent(code) == decimals for code in CURRENCIES) for decimals in (0, 3)] == [16, 7]
