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
from models.domain.conflicts.promise import FirmLine, FirmStock, OpenOrder, Promised, SharedStock
from models.domain.money import half_up
from models.domain.rules import Rules
from models.domain.stock import Fill

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
    """Give every order and contract of which today's stock has to serve a line, with all its lines."""
    held = _held(shared)
    for (channel, name), rows in known.lines_of.items():
        lines = [
            _line(known, sku, channel, row.open * quantity, held.get((sku, line_name(row))), row.fill)
            for row in rows
            for sku, quantity in known.names.inside(row.sku).items()
        ]
        if any((sku, line_name(row)) in held for row in rows for sku in known.names.inside(row.sku)):
            yield OpenOrder(name, channel, known.currency, tuple(lines))
    yield from _contracts(known, shared, held)


def _line(
    known: Known, sku: str, channel: str, ordered: int, held: tuple[int, int] | None, fill: Fill = Fill.PARTIAL
) -> FirmLine:
    units, firm = held or (0, 0)
    return FirmLine(sku, units, firm, _contribution(known, sku, channel) if ordered else 0, ordered, fill)


def _lacking(orders: Iterable[OpenOrder]) -> dict[str, list[tuple[OpenOrder, int]]]:
    """Give the orders that lack units of each SKU, with how many."""
    found: dict[str, list[tuple[OpenOrder, int]]] = {}
    for one in orders:
        for sku in dict.fromkeys(line.sku for line in one.lines if line.short):
            found.setdefault(sku, []).append((one, one.short_of(sku)))
    return found


def floors(known: Known, shared: Shared, orders: Iterable[OpenOrder]) -> Iterator[FirmStock]:
    """Give what channels hold firm of a SKU of which a minimum is guaranteed, and what their orders lack of it."""
    lacking = _lacking(orders)
    for sku in known.skus:
        plan, outcome = shared.get(sku.sku, (None, None))
        for one in plan.claimants if plan is not None and outcome is not None else ():
            if one.floor and one.enabled and outcome is not None:
                each = _contribution(known, sku.sku, one.code)
                firm = outcome.units(one.code).firm
                here = [(order, units) for order, units in lacking.get(sku.sku, ()) if order.channel == one.code]
                yield FirmStock(sku.sku, one.code, known.currency, firm, one.floor, each, *_counted(here))


def _counted(lacking: Iterable[tuple[OpenOrder, int]]) -> tuple[int, tuple[str, ...]]:
    """Add up the units that orders lack, and name the orders."""
    told = list(lacking)
    return sum(units for _, units in told), tuple([one.name for one, _ in told])


def promised_stock(known: Known, shared: Shared, orders: Iterable[OpenOrder]) -> Iterator[SharedStock]:
    """Give what channels show and have sold of a SKU where that is more than the stock all of them can be given."""
    sold: dict[str, dict[str, int]] = {}
    for code, (plan, _) in shared.items():
        for claimant in plan.claimants:
            units = sum(line.units for line in claimant.lines if not line.id.startswith(_CONTRACT))
            if units:
                sold.setdefault(code, {})[claimant.code] = units
    lacking = _lacking(one for one in orders if not one.order.startswith(_CONTRACT))
    for sku in known.skus:
        shown, owed = known.published.get(sku.sku, {}), sold.get(sku.sku, {})
        stock = max(0, sku.on_hand - sku.promised)
        if max(sum(shown.values()), sum(owed.values())) > stock:
            promised = tuple(
                [Promised(name, shown.get(name, 0), owed.get(name, 0)) for name in sorted({*shown, *owed})]
            )
            each = _each(sku, owed if sum(owed.values()) >= sum(shown.values()) else shown)
            units, names = _counted(lacking.get(sku.sku, ()))
            told = (sku.sku, SHARED, known.currency, stock, promised, each)
            yield SharedStock(*told, counted=units, orders=names)


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
    found: dict[_Order, list[FirmLine]] = {}
    for sku, (plan, _) in shared.items():
        if not known.looks_at(sku):
            continue
        for one in plan.claimants:
            for line in one.lines:
                if line.id.startswith(_CONTRACT):
                    of_line = held[sku, line.id]
                    told = _line(known, sku, one.code, of_line[0], of_line)
                    found.setdefault((one.code, contract_name(line.id, sku)), []).append(told)
    for (channel, name), lines in found.items():
        yield OpenOrder(name, channel, known.currency, tuple(lines))


def contract_name(line: str, sku: str) -> str:
    """Name the order that a contract is for a SKU."""
    return f"{line} of {sku}"


def is_contract_of(order: str, sku: str) -> bool:
    """Say whether an order is a contract for a SKU."""
    return order.startswith(_CONTRACT) and order.endswith(contract_name("", sku))


def _contribution(known: Known, sku: str, channel: str) -> int | None:
    """Give what a unit contributes on a channel, over all channels where that is not known there, None if nowhere."""
    facts = known.by_sku.get(sku)
    channels: tuple[ChannelFacts, ...] = () if facts is None else facts.channels
    for one in channels:
        if one.name == channel and one.leaves is not None:
            return one.leaves
    over_all = worth(channels)
    return None if over_all is None else half_up(over_all)
