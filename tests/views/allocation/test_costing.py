"""What the rules of a SKU cost, in a sentence."""

from __future__ import annotations

from decimal import Decimal

import pytest
from PySide6.QtCore import QLocale

from app.queries.policy_costs import CostRow
from models.domain.money import Money
from views.allocation.costing import cost_lines
from views.common.text import Text

_LITTLE = "The rules cost 0.05 USD (less than 0.1\N{NO-BREAK SPACE}%) of the best plan's 711.70 USD."


@pytest.mark.parametrize(
    "value, said",
    [
        (71_165, _LITTLE),
        (64_053, "The rules cost 71.17 USD (10.0\N{NO-BREAK SPACE}%) of the best plan's 711.70 USD."),
        (71_170, "The rules cost nothing: no plan with the same promises is worth more than 711.70 USD."),
    ],
)
def test_that_a_cost_is_told_with_its_share_of_the_best_plan(value: int, said: str) -> None:
    worth, best, nothing = Money(value, "USD"), Money(71_170, "USD"), Money(0, "USD")
    row = CostRow("TEA", 40, worth, best, {}, {}, {}, nothing, Decimal(0), 200)
    text = Text(QLocale(QLocale.Language.English, QLocale.Country.UnitedStates))
    assert cost_lines(row, text) == [said, "No promise is open."]
