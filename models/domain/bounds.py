"""What a ledger keeps of one thing at most, so that whatever is added up of it is a whole number of 64 bits.

A million of the largest amounts, such an amount at the largest rate, and the largest cost of so many units still are.
"""

from __future__ import annotations

from decimal import Decimal

# An amount in minor units, with its digits; units; what one unit of a currency is worth; what one unit costs.
AMOUNT_DIGITS = 13
MOST_MINOR = 10**AMOUNT_DIGITS - 1
MOST_UNITS = 10**8
MOST_RATE = 900_000
MOST_UNIT_COST = 9 * 10**10


def amounts_kept(decimals: int) -> str:
    """Say up to which amount a currency with so many decimals is kept."""
    return f"up to {Decimal(MOST_MINOR).scaleb(-decimals):,f}"
