"""The fields of the forms of the price book."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

from app.queries.base_prices import EVERY
from app.queries.price_board import PriceBoard
from app.queries.prices import GovernedPrice
from views.common.days import not_over
from views.common.form_field import Field, FieldKind, Value


def base_fields(board: PriceBoard, row: GovernedPrice | None, known_sku: Callable[[Value], str]) -> list[Field]:
    """Give the fields of a base price."""
    return [
        Field("sku", "SKU", required=True, check=known_sku),
        Field(
            "amount",
            "Base price of a unit",
            FieldKind.MONEY,
            hint="Another currency is typed with it: 12.50 EUR.",
            currency=row.currency if row is not None else board.currency,
            any_currency=True,
            required=True,
            minimum=0,
        ),
        Field(
            "channel",
            "Channel",
            FieldKind.CHOICE,
            choices=(("", EVERY.capitalize()), *((name, name) for name in board.channels)),
            hint="A price of a channel counts before one for every channel.",
        ),
        Field("first", "From", FieldKind.DAY, required=True),
        Field("last", "Until", FieldKind.DAY, hint="The last day; until the next price if left out."),
        Field("tax_inside", "The price holds the tax", FieldKind.SWITCH),
        Field("note", "Why", hint="It stands in the history of the price."),
    ]


def override_fields(row: GovernedPrice, today: Callable[[], date]) -> list[Field]:
    """Give the fields of an override."""
    return [
        Field("amount", "Price", FieldKind.MONEY, currency=row.currency, required=True, minimum=0),
        Field("until", "Until", FieldKind.DAY, hint="The last day.", required=True, check=not_over(today)),
        Field("reason", "Reason", hint="Why the rules do not get it right.", required=True),
    ]


def take_over_fields(board: PriceBoard) -> list[Field]:
    """Give the fields of taking live prices over."""
    return [
        Field(
            "channel",
            "Channel",
            FieldKind.CHOICE,
            choices=tuple((name, f"{name} ({count})") for name, count in board.offers.items()),
        ),
        Field("first", "From", FieldKind.DAY, required=True),
        Field("tax_inside", "The prices hold the tax", FieldKind.SWITCH),
    ]
