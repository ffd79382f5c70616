"""One floor case as JSON, apart from any ledger: a fee model, a target and what is asked of them."""

from __future__ import annotations

import re
from dataclasses import dataclass
from fractions import Fraction

from app.queries.fee_model_json import FEE_MODEL, read_fee_model, read_target
from app.queries.json_fields import CaseRefused, Fields
from models.domain.money import exponent
from models.domain.pricing.endings import Ending
from models.domain.pricing.fee_model import FeeModel, Target

DEFAULT_CURRENCY = "USD"
PRICE_MAX = 20_000  # minor units; what the specification looks at
_HIGHEST = 2_000_000  # minor units; a model that earns nearly the target everywhere is tried price by price
_LONGEST_LIST = 1000
_FIELDS = [*FEE_MODEL, "currency", "target", "price_max", "at", "endings", "map", "ceiling", "round", "discount"]
_ENDING = re.compile(r"\d{0,6}(?:\.\d{1,3})?")


@dataclass(frozen=True)
class Listing:
    """A fee model, its target and the highest price looked at; money in minor units of `currency`."""

    currency: str
    model: FeeModel
    target: Target
    price_max: int


@dataclass(frozen=True)
class DiscountQuestion:
    """A list price, and the discounts from it that are to be judged."""

    list_price: int
    shares: tuple[Fraction, ...]


@dataclass(frozen=True)
class FloorCase:
    """What a case file asks: E `at` prices, prices to round to an ending, and discounts."""

    listing: Listing
    at: tuple[int, ...]
    endings: tuple[Ending, ...]
    minimum: int | None
    ceiling: int | None
    rounded: tuple[int, ...]
    discount: DiscountQuestion | None


def parse_floor_case(value: object) -> FloorCase:
    """Read a decoded case, or raise `CaseRefused` with everything that is wrong in it."""
    problems: list[str] = []
    fields = Fields(value, "", problems)
    fields.only(_FIELDS)
    currency = fields.currency(DEFAULT_CURRENCY)
    listing = read_listing(fields, currency, price_max=PRICE_MAX)
    case = FloorCase(
        listing,
        read_prices(fields, "at", currency),
        read_endings(fields, currency),
        fields.price("map", currency) if "map" in fields else None,
        fields.price("ceiling", currency) if "ceiling" in fields else None,
        read_prices(fields, "round", currency),
        _discount(fields.object("discount"), currency) if "discount" in fields else None,
    )
    if case.minimum is not None and case.ceiling is not None and case.minimum > case.ceiling:
        fields.wrong("map", "is above the ceiling, so that no price may be asked; lower it or raise the ceiling")
    if problems:
        raise CaseRefused(problems)
    return case


def read_listing(fields: Fields, currency: str, *, price_max: int) -> Listing:
    """Read a fee model with target and highest price from the fields of an object."""
    highest = fields.money("price_max", currency, default=price_max)
    if not 0 < highest <= _HIGHEST:
        fields.wrong("price_max", f"must be above 0 and at most {_HIGHEST // 10 ** exponent(currency)}")
    return Listing(currency, read_fee_model(fields, currency), read_target(fields, currency), highest)


def read_prices(fields: Fields, name: str, currency: str) -> tuple[int, ...]:
    """Read a list of prices, each above 0."""
    prices = tuple([part.price("", currency) for part in fields.values(name)])
    if len(prices) > _LONGEST_LIST:
        fields.wrong(name, f"has more than {_LONGEST_LIST} prices")
    return prices


def read_endings(fields: Fields, currency: str) -> tuple[Ending, ...]:
    """Read the last digits that a price may have: ".99", "9.99", or "80" where there are no decimals."""
    endings = []
    for part in fields.values("endings"):
        text = part.text("")
        digits = text.replace(".", "")
        decimals = len(text.partition(".")[2])
        if not digits or not _ENDING.fullmatch(text) or decimals != exponent(currency):
            shown = "." + "9" * exponent(currency) if exponent(currency) else "80"
            part.wrong("", f'must be the last digits of a price in {currency}, such as "{shown}"')
        else:
            endings.append(Ending(int(digits), 10 ** len(digits)))
    return tuple(endings)


def _discount(fields: Fields, currency: str) -> DiscountQuestion:
    fields.only(["list", "rates"])
    shares = tuple([part.share("") for part in fields.values("rates")])
    return DiscountQuestion(fields.price("list", currency), shares)
