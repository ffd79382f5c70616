"""No float enters the engines: neither in their source nor in what they answer."""

from __future__ import annotations

import ast
from collections.abc import Iterator, Mapping
from dataclasses import fields, is_dataclass
from pathlib import Path
from random import Random

import pytest

import models.domain.allocation
import models.domain.pricing
from models.domain.allocation.capacity import SkuCase, allocate_within
from models.domain.allocation.curve import supply_curve
from models.domain.allocation.engine import allocate
from models.domain.allocation.policy import policy_model
from models.domain.allocation.prepared import Prepared
from models.domain.allocation.rationing import compare
from models.domain.allocation.without import explain
from models.domain.pricing.curve import Curve
from models.domain.pricing.economics import economics
from models.domain.pricing.floor import solve
from tests.domain.allocation.cases import MUG_LADDER, MUG_WITH_WORTH
from tests.domain.allocation.instances import instance, seeds, supply
from tests.domain.pricing import schedules

ENGINES = (models.domain.allocation, models.domain.pricing)
SOURCES = sorted(path for engine in ENGINES for path in Path(engine.__path__[0]).glob("*.py"))
FLOATING = {"float", "statistics", "numpy", "decimal"}


@pytest.mark.parametrize("path", SOURCES, ids=lambda path: f"{path.parent.name}-{path.stem}")
def test_that_no_float_stands_in_the_source(path: Path) -> None:
    nodes = list(ast.walk(ast.parse(path.read_text("utf-8"))))
    assert [node.value for node in nodes if isinstance(node, ast.Constant) and isinstance(node.value, float)] == []
    assert [node.id for node in nodes if isinstance(node, ast.Name) and node.id in FLOATING] == []
    imported = {node.module for node in nodes if isinstance(node, ast.ImportFrom)}
    assert imported & FLOATING == set()


def floats(value: object) -> Iterator[float]:
    """Give the floats anywhere inside a value."""
    if isinstance(value, float):
        yield value
    elif is_dataclass(value):
        for field in fields(value):
            yield from floats(getattr(value, field.name))
    elif isinstance(value, Mapping):
        yield from floats(list(value.items()))
    elif isinstance(value, list | tuple | set):
        for each in value:
            yield from floats(each)


def test_that_a_float_would_be_found() -> None:
    assert list(floats([{"a": (1, MUG_WITH_WORTH[0]._replace(pos=0.5))}])) == [0.5]  # type: ignore[arg-type]  # a float on purpose


def test_that_no_float_stands_in_an_allocation() -> None:
    for seed in seeds(100):
        random = Random(seed)
        claimants, ladder = instance(random)
        assert list(floats(allocate(supply(random), claimants, ladder))) == [], seed


def test_that_no_float_stands_in_what_is_made_of_an_allocation() -> None:
    found = allocate(600, MUG_WITH_WORTH, MUG_LADDER)
    case = SkuCase("MUG", 600, MUG_WITH_WORTH, {"AMZ": 3})
    answers = [
        supply_curve(Prepared(MUG_WITH_WORTH, MUG_LADDER)),
        compare(600, MUG_WITH_WORTH, MUG_LADDER),
        explain(600, MUG_WITH_WORTH, MUG_LADDER, code="AMZ"),
        policy_model(MUG_WITH_WORTH, found),
        allocate_within(100, [case], MUG_LADDER),
    ]
    assert list(floats(answers)) == []


def test_that_no_float_stands_in_a_floor_or_in_what_a_price_earns() -> None:
    for seed in schedules.seeds(20):
        random = Random(seed)
        model = schedules.model(random)
        curve = Curve(model, schedules.target(random, model))
        assert list(floats([solve(curve, schedules.PRICE_MAX), economics(curve, 1999), vars(curve)])) == [], seed
