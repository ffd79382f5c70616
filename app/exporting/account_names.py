"""Names of accounts that hledger and Beancount both accept, such as Assets:Clearing:Amazon-US."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable

from models.domain.accounts import ACCOUNTS, ACCRUED, CLEARING, INVENTORY, Line, contra
from models.domain.catalog import SHARED

_INCOME = frozenset({Line.GROSS_SALES, Line.DISCOUNTS, Line.REFUNDS, Line.SHIPPING_INCOME})
# Where the accounts off the P&L stand; one that is not named here stands under Equity, where it is seen.
_OFF_THE_PNL = {
    "TAX_PASS": "Liabilities",
    "GIFT": "Liabilities",
    "TIPS": "Liabilities",
    "DUTIES": "Liabilities",
    "RESERVE": "Assets",
    "TRANSFER": "Assets",
}
_OTHER_SIDE = {CLEARING: "Assets:Clearing", ACCRUED: "Liabilities:Accrued", INVENTORY: "Assets:Inventory"}


class AccountNames:
    """Gives each account of each channel its name; channels whose names come out alike are told apart by number."""

    def __init__(self, channels: Iterable[tuple[int, str]]) -> None:
        self._channels: dict[int | None, str] = {None: SHARED}
        taken = {SHARED}
        for identity, name in channels:
            part = component(name)
            self._channels[identity] = f"{part}-{identity}" if part in taken else part
            taken.add(self._channels[identity])
        self._pairs: dict[tuple[str, int | None, bool], tuple[str, str]] = {}

    def legs(self, code: str, channel_id: int | None, *, billed: bool) -> tuple[str, str]:
        """Name the account of a posting and the account it stands against."""
        key = (code, channel_id, billed)
        pair = self._pairs.get(key)
        if pair is None:
            channel = self._channels[channel_id]
            other = _OTHER_SIDE[contra(code, billed=billed)]
            against = other if other == _OTHER_SIDE[INVENTORY] else f"{other}:{channel}"
            pair = self._pairs[key] = (f"{_root(code)}:{component(ACCOUNTS[code].title)}:{channel}", against)
        return pair


def _root(code: str) -> str:
    line = ACCOUNTS[code].line
    if line is None:
        return _OFF_THE_PNL.get(code, "Equity")
    return "Income" if line in _INCOME else "Expenses"


def component(name: str) -> str:
    """Make one part of an account's name: letters, digits and hyphens, with a capital or a digit first."""
    kept = "".join(sign if _is_plain(sign) else "-" for sign in unicodedata.normalize("NFC", name))
    part = "-".join(piece for piece in kept.split("-") if piece)
    part = part[:1].upper() + part[1:]
    # A script without capitals cannot begin a part in Beancount.
    return part if part and unicodedata.category(part[0]) in {"Lu", "Nd"} else f"X-{part}".rstrip("-")


def _is_plain(sign: str) -> bool:
    return unicodedata.category(sign) in {"Lu", "Ll", "Lt", "Lm", "Lo", "Nd"}
