"""Facts of promises beside what the allocation holds firm: open orders, guaranteed minimums, stock promised twice."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from fractions import Fraction

from app.queries.allocation_sources import line_name
from app.queries.conflict_facts.known import SHARED, Known, worth
from models.domain.allocation.awards import Hold
from models.domain.allocation.claimant import Claimant, in_order
from models.domain.allocation.facts import ChannelFacts, SkuFacts
from models.domain.allocation.outcome import Outcome
from models.domain.allocation.planning import Planned
from models.domain.allocation.rules import ContractHold, DaysOfCover, GuaranteedMinimum
from models.domain.conflicts.stock import FirmLine, FirmStock, OpenOrder, Promised, SharedStock
from models.domain.money import half_up
from models.domain.rules import Rules

# Without an outcome there is enough for all that is promised, and no more than that is planned.
Shared = Mapping[str, tuple[Planned, Outcome | None]]
_Order = tuple[str, str]  # a channel and the name of an order
_Held = dict[tuple[str, str], tuple[int, int]]  # by SKU and line: units that today's stock has to serve, and those firm
_CONTRACT = "contract "


def shared_out(known: Known) -> Shared:
    """Plan the SKUs of which orders or floors ask for units, and share out those that may be short."""
    rules = Rules(known.rules.rules, known.day)
    floors = rules.has(GuaranteedMinimum) or rules.has(DaysOfCover)
    contracts = rules.has(ContractHold)
    lined = {sku for rows in known.lines_of.values() for row in rows for sku in known.names.inside(row.sku)}
    asked = {
        one.sku
        for one in known.skus
        if one.sku in lined
        or (floors and _ruled(one, rules, GuaranteedMinimum, DaysOfCover))
        or (contracts and _contracted(one, rules))
    }
    wanted = [known.by_sku[sku] for sku in sorted(asked | lined) if sku in known.by_sku]
    return {plan.sku: (plan, outcome) for plan, outcome in known.planned(wanted)}


def open_orders(known: Known, shared: Shared) -> Iterator[OpenOrder]:
    """Give every order and contract of which today's stock has to serve a line."""
    held = _held(shared)
    for (channel, name), rows in known.lines_of.items():
        asked = [
            (sku, held[sku, line_name(row)])
            for row in rows
            for sku in known.names.inside(row.sku)
            if (sku, line_name(row)) in held
        ]
        if asked:
            earned = _added(
                _earned(known, sku, channel, row.open * quantity)
                for row in rows
                for sku, quantity in known.names.inside(row.sku).items()
            )
            lines = tuple([FirmLine(sku, units, firm) for sku, (units, firm) in asked])
            yield OpenOrder(name, channel, known.currency, lines, earned)
    yield from _contracts(known, shared, held)


def floors(known: Known, shared: Shared) -> Iterator[FirmStock]:
    """Give what channels hold firm of a SKU of which a minimum is guaranteed."""
    for sku in known.skus:
        plan, outcome = shared.get(sku.sku, (None, None))
        for one in plan.claimants if plan is not None and outcome is not None else ():
            if one.floor and one.enabled and outcome is not None:
                each = _contribution(known, sku.sku, one.code)
                firm = outcome.units(one.code).firm
                yield FirmStock(sku.sku, one.code, known.currency, firm, one.floor, each)


def promised_stock(known: Known, shared: Shared) -> Iterator[SharedStock]:
    """Give what channels show and have sold of a SKU where that is more than the stock all of them can be given."""
    sold: dict[str, dict[str, int]] = {}
    for code, (plan, _) in shared.items():
        for claimant in plan.claimants:
            units = sum(line.units for line in claimant.lines if not line.id.startswith(_CONTRACT))
            if units:
                sold.setdefault(code, {})[claimant.code] = units
    for sku in known.skus:
        shown, owed = known.published.get(sku.sku, {}), sold.get(sku.sku, {})
        stock = max(0, sku.on_hand - sku.promised)
        if max(sum(shown.values()), sum(owed.values())) > stock:
            promised = [Promised(name, shown.get(name, 0), owed.get(name, 0)) for name in sorted({*shown, *owed})]
            each = _each(sku, owed if sum(owed.values()) >= sum(shown.values()) else shown)
            yield SharedStock(sku.sku, SHARED, known.currency, stock, tuple(promised), each)


def _each(sku: SkuFacts, promised: Mapping[str, int]) -> Fraction | None:
    """Give what a unit contributes on the channels that promise any; who promises nothing can oversell nothing."""
    return worth([one for one in sku.channels if promised.get(one.name, 0) > 0])


def _ruled(sku: SkuFacts, rules: Rules, *kinds: type[GuaranteedMinimum | DaysOfCover]) -> bool:
    return any(
        rules.winner(kind, sku=sku.sku, category=sku.category, brand=sku.brand, channel=one.name)
        for one in sku.channels
        for kind in kinds
    )


def _contracted(sku: SkuFacts, rules: Rules) -> bool:
    names = {"sku": sku.sku, "category": sku.category, "brand": sku.brand}
    return any(rules.every(ContractHold, **names, channel=one.name) for one in sku.channels)


def _held(shared: Shared) -> _Held:
    held: _Held = {}
    for sku, (plan, outcome) in shared.items():
        firm = {} if outcome is None else _firm(outcome)
        for one in plan.claimants:
            fixed = None if outcome is None else _from_fixed(one, outcome)
            for line in one.lines:
                units = fixed[line.id] if fixed is not None else firm.get((one.code, line.id), 0)
                held[sku, line.id] = (line.units, line.units if outcome is None else units)
    return held


def _firm(outcome: Outcome) -> dict[tuple[str, str], int]:
    """Add up what order lines hold firm, by channel and line."""
    firm: dict[tuple[str, str], int] = {}
    for award in outcome.found.awards:
        if award.line and award.kind is Hold.FIRM:
            key = (award.claimant, award.line)
            firm[key] = firm.get(key, 0) + award.units
    return firm


def _from_fixed(one: Claimant, outcome: Outcome) -> dict[str, int] | None:
    """Serve the lines of a channel from the number that a person fixed, in their order; None where nobody did."""
    if one.code not in outcome.fixed:
        return None
    left, served = outcome.fixed[one.code], {}
    for line in in_order(one.lines):
        served[line.id] = min(left, line.units)
        left -= served[line.id]
    return served


def _contracts(known: Known, shared: Shared, held: _Held) -> Iterator[OpenOrder]:
    found: dict[_Order, list[tuple[FirmLine, int | None]]] = {}
    for sku, (plan, _) in shared.items():
        if not known.looks_at(sku):
            continue
        for one in plan.claimants:
            for line in one.lines:
                if line.id.startswith(_CONTRACT):
                    units, firm = held[sku, line.id]
                    earned = _earned(known, sku, one.code, units)
                    found.setdefault((one.code, contract_name(line.id, sku)), []).append(
                        (FirmLine(sku, units, firm), earned)
                    )
    for (channel, name), lines in found.items():
        earned = _added(each for _, each in lines)
        yield OpenOrder(name, channel, known.currency, tuple([line for line, _ in lines]), earned)


def contract_name(line: str, sku: str) -> str:
    """Name the order that a contract is for a SKU."""
    return f"{line} of {sku}"


def is_contract_of(order: str, sku: str) -> bool:
    """Say whether an order is a contract for a SKU."""
    return order.startswith(_CONTRACT) and order.endswith(contract_name("", sku))


def _added(parts: Iterable[int | None]) -> int | None:
    """Add up what lines contribute; None where that of any is not known."""
    told = list(parts)
    known = [one for one in told if one is not None]
    return sum(known) if len(known) == len(told) else None


def _earned(known: Known, sku: str, channel: str, units: int) -> int | None:
    """Give what units contribute on a channel, at least 0; none contribute nothing, whatever one does."""
    each = _contribution(known, sku, channel) if units else 0
    return None if each is None else units * max(0, each)


def _contribution(known: Known, sku: str, channel: str) -> int | None:
    """Give what a unit contributes on a channel, over all channels where that is not known there, None if nowhere."""
    facts = known.by_sku.get(sku)
    channels: tuple[ChannelFacts, ...] = () if facts is None else facts.channels
    for one in channels:
        if one.name == channel and one.leaves is not None:
            return one.leaves
    over_all = worth(channels)
    return None if over_all is None else half_up(over_all)
