"""One case of an allocation as JSON, apart from any ledger: read into claimants and a ladder, and answered."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from app.queries.json_fields import CaseRefused, Fields
from models.domain.allocation.checking import Problem, Severity, check, errors
from models.domain.allocation.claimant import Claimant, OrderLine
from models.domain.allocation.demand import Demand
from models.domain.allocation.ladder import PRESETS, STANDARD, Goal, Ladder, Rounding, Rung, ShareBy
from models.domain.allocation.listing import ListingRule
from models.domain.stock import Fill

DEFAULT_CURRENCY = "USD"
_CLAIMANT = (
    "code priority lot moq commit floor target cap weight rate pos ship_by lines demand contribution enabled listing"
).split()
_LONGEST_LIST = 1000
_WHOLE = 100


@dataclass(frozen=True)
class Case:
    """What a case file asks; `periods` are supply and demand over time, and `warnings` what deserves a look."""

    supply: int
    claimants: tuple[Claimant, ...]
    ladder: Ladder
    currency: str
    listings: Mapping[str, ListingRule]
    periods: tuple[list[int], list[int]] | None
    warnings: tuple[Problem, ...]


def parse_case(value: object) -> Case:
    """Read a decoded case, or raise `CaseRefused` with everything that is wrong in it."""
    problems: list[str] = []
    fields = Fields(value, "", problems)
    currency = fields.text("currency") or DEFAULT_CURRENCY
    parts = fields.objects("claimants")
    claimants = tuple([_claimant(part, currency) for part in parts])
    only_periods = "periods" in fields and "claimants" not in fields
    supply = fields.units("supply") if only_periods else fields.needed("supply")
    ladder = STANDARD if only_periods else read_ladder(fields)
    listings = {
        one.code: _listing(part.object("listing"))
        for one, part in zip(claimants, parts, strict=True)
        if "listing" in part
    }
    periods = _periods(fields.object("periods")) if "periods" in fields else None
    if problems:
        raise CaseRefused(problems)
    found = check(supply, claimants, ladder)
    if errors(found):
        raise CaseRefused([str(problem) for problem in errors(found)])
    warnings = tuple([problem for problem in found if problem.severity is Severity.WARNING])
    return Case(supply, claimants, ladder, currency, listings, periods, warnings)


def _claimant(fields: Fields, currency: str) -> Claimant:
    fields.only(_CLAIMANT)
    return Claimant(
        fields.text("code"),
        fields.units("priority", 1),
        fields.units("lot", 1),
        fields.units("moq"),
        fields.units("commit"),
        fields.units("floor"),
        fields.units("target"),
        fields.limit("cap"),
        fields.rational("weight"),
        fields.rational("rate"),
        fields.units("pos"),
        fields.day("ship_by"),
        tuple([_line(line) for line in fields.objects("lines")]),
        _demand(fields.object("demand")) if "demand" in fields else None,
        fields.money("contribution", currency, negative=True) if "contribution" in fields else None,
        fields.switch("enabled", default=True),
    )


def _line(fields: Fields) -> OrderLine:
    fields.only(["id", "units", "ship_by", "fill"])
    fill = fields.choice("fill", Fill) or Fill.PARTIAL
    return OrderLine(fields.text("id"), fields.needed("units"), fields.day("ship_by"), fill)


def _demand(fields: Fields) -> Demand:
    fields.only(["certain", "poisson"])
    if "certain" not in fields and "poisson" not in fields:
        fields.wrong("poisson", 'is missing: a demand is {"poisson": "30"}, {"certain": 40} or both')
    return Demand(fields.units("certain"), fields.rational("poisson"))


def read_ladder(fields: Fields) -> Ladder:
    """Read a list of rungs, or the name of a preset, from the field "ladder"."""
    if "ladder" not in fields:
        fields.wrong("ladder", "is missing")
    if not fields.is_text("ladder"):
        return Ladder(tuple([_rung(part) for part in fields.objects("ladder")]))
    name = fields.text("ladder")
    preset = next((preset for preset in PRESETS if preset.name.casefold() == name.casefold()), None)
    if preset is None:
        known = ", ".join(preset.name for preset in PRESETS)
        fields.wrong("ladder", f"must be a list of rungs or one of {known}, not {name}")
    return preset or STANDARD


def _rung(fields: Fields) -> Rung:
    fields.only(["goal", "share_by", "days", "round"])
    for name in ("goal", "share_by"):
        if name not in fields:
            fields.wrong(name, "is missing")
    goal, rule = fields.choice("goal", Goal), fields.choice("share_by", ShareBy)
    if "days" in fields and goal is not Goal.COVER:
        fields.wrong("days", "belongs to cover rungs only")
    rounding = fields.choice("round", Rounding)
    return Rung(goal or Goal.REST, rule or ShareBy.PRIORITY, fields.units("days"), rounding)


def _listing(fields: Fields) -> ListingRule:
    fields.only(["end_when", "percent", "buffer", "max_listed"])
    percent = fields.rational("percent", _WHOLE)
    if not 0 <= percent <= _WHOLE:
        fields.wrong("percent", f"must be from 0 to {_WHOLE}")
    return ListingRule(fields.units("end_when"), percent, fields.units("buffer"), fields.limit("max_listed"))


def _periods(fields: Fields) -> tuple[list[int], list[int]]:
    fields.only(["supply", "demand"])
    supply, demand = fields.numbers("supply"), fields.numbers("demand")
    if len(supply) != len(demand):
        fields.wrong("demand", f"has {len(demand)} periods, and supply {len(supply)}")
    if max(len(supply), len(demand)) > _LONGEST_LIST:
        fields.wrong("supply", f"has more than {_LONGEST_LIST} periods")
    return supply, demand
