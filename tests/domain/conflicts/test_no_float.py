"""No float enters promotions or conflicts: neither their source nor the money they tell of."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

import models.domain.conflicts
import models.domain.promotions
from tests.domain.conflicts.case import Case
from tests.domain.conflicts.price_cases import PRICE_CASES
from tests.domain.conflicts.promotion_cases import PROMOTION_CASES
from tests.domain.conflicts.stock_cases import DATA_CASES, STOCK_CASES

FOLDERS = (models.domain.conflicts, models.domain.promotions)
SOURCES = sorted(path for folder in FOLDERS for path in Path(folder.__path__[0]).glob("*.py"))
FLOATING = {"float", "math", "statistics", "numpy", "decimal"}


@pytest.mark.parametrize("path", SOURCES, ids=lambda path: f"{path.parent.name}/{path.name}")
def test_that_no_float_stands_in_the_source(path: Path) -> None:
    nodes = list(ast.walk(ast.parse(path.read_text("utf-8"))))
    assert [node.value for node in nodes if isinstance(node, ast.Constant) and isinstance(node.value, float)] == []
    assert [node.id for node in nodes if isinstance(node, ast.Name) and node.id in FLOATING] == []
    assert {node.module for node in nodes if isinstance(node, ast.ImportFrom)} & FLOATING == set()


@pytest.mark.parametrize(
    "case", [*PRICE_CASES, *PROMOTION_CASES, *STOCK_CASES, *DATA_CASES], ids=lambda case: case.code
)
def test_that_a_stake_is_whole_minor_units(case: Case) -> None:
    assert [type(one.stake.minor) for one in case.found(case.broken)] == [int]
