"""Accounts: each has a line or none, and a contra account that makes every posting balance."""

from __future__ import annotations

import pytest

from models.domain.accounts import (
    ACCOUNTS,
    ACCRUED,
    CLEARING,
    CONTRA_TITLES,
    DRIVER_OF,
    SHARED_ACCOUNTS,
    Driver,
    Line,
    accounts_of,
    contra,
)
from models.domain.contribution.statement import TITLES


@pytest.mark.parametrize("code", ACCOUNTS)
def test_that_every_account_stands_against_a_known_account(code: str) -> None:
    assert contra(code, billed=False) in CONTRA_TITLES
    assert contra(code, billed=True) in CONTRA_TITLES


def test_that_a_cost_by_bill_is_accrued_and_one_through_the_channel_is_not() -> None:
    assert contra("ADS", billed=True) == ACCRUED
    assert contra("ADS", billed=False) == CLEARING
    assert contra("COGS", billed=True) == "INV"


def test_that_every_line_has_an_account_and_no_account_has_two_lines() -> None:
    for line in Line:
        assert accounts_of(line)
    assert sum(len(accounts_of(line)) for line in Line) == sum(
        account.line is not None for account in ACCOUNTS.values()
    )


@pytest.mark.parametrize("code", ["TAX_PASS", "GIFT", "TIPS", "DUTIES", "RESERVE", "TRANSFER", "SETTLE_UNEXPLAINED"])
def test_that_money_passed_on_is_on_no_line(code: str) -> None:
    assert ACCOUNTS[code].line is None


def test_that_every_driver_of_shared_cost_has_its_account() -> None:
    assert set(SHARED_ACCOUNTS) == set(Driver)
    assert {DRIVER_OF[code] for code in SHARED_ACCOUNTS.values()} == set(Driver)


def test_that_what_is_unclassified_has_one_name() -> None:
    assert ACCOUNTS["UNCLASSIFIED"].title == TITLES["unclassified"] == "Unclassified"
