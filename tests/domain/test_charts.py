"""What stands under the title of a chart."""

from __future__ import annotations

import pytest

from models.domain.charts import ChartData, ChartKind


@pytest.mark.parametrize(
    "subtitle, unit, caption",
    [
        ("Net sales to result", "USD", "Net sales to result, USD"),
        ("USD at stake by age and severity", "USD", "USD at stake by age and severity"),
        ("Share of operating cost", "%", "Share of operating cost"),
        ("Units by channel against supply", "", "Units by channel against supply"),
    ],
)
def test_that_the_currency_of_amounts_stands_under_the_title_once(subtitle: str, unit: str, caption: str) -> None:
    assert ChartData(ChartKind.LINES, "Title", subtitle, unit, ()).caption == caption
