"""Edits of the catalogue: each is one change, moves the figures it should, and is undone by name."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from functools import partial

import pytest

from app.actions.catalog import (
    add_channel,
    edit_channel,
    edit_cost,
    edit_sku,
    link_listing,
    remove_cost,
    remove_rate,
    set_component,
    set_cost,
    set_rate,
    set_recognition,
)
from app.errors import UserError
from app.ledger.ledger import Done, Ledger
from app.queries.catalog import channels, costs, listings, rates, skus
from app.queries.contribution import known_period, statement
from models.domain.accounts import Line
from models.domain.catalog import ChannelKind, Recognition
from models.domain.contribution.statement import By, Figures
from models.domain.money import Money


def figures(ledger: Ledger, channel: str | None = None) -> Figures:
    """Read the total, or one channel."""
    with ledger.read() as session:
        period = known_period(session)
        assert period is not None
        found = statement(session, period, By.CHANNEL)
    if channel is None:
        return found.total.figures
    return next(row.figures for row in found.rows if row.label == channel)


def test_that_a_typed_cost_moves_the_cost_of_goods_from_its_day_and_undo_brings_it_back(demo_ledger: Ledger) -> None:
    before = figures(demo_ledger)
    set_cost(demo_ledger, sku="JR-0101", valid_from=date(2026, 10, 1), amount=Money(10_000, "USD"))
    after = figures(demo_ledger)
    assert after.line(Line.COGS) < before.line(Line.COGS)
    assert after.net_sales == before.net_sales
    assert demo_ledger.undo_label() == "Set cost of JR-0101 to 100.00 from 2026-10-01"
    demo_ledger.undo()
    assert figures(demo_ledger) == before
    demo_ledger.redo()
    assert figures(demo_ledger) == after


def test_that_a_cost_before_the_first_sale_counts_every_unit_once(demo_ledger: Ledger) -> None:
    with demo_ledger.read() as session:
        period = known_period(session)
        assert period is not None
        by_sku = statement(session, period, By.SKU)
    row = by_sku.row("JR-0190")
    assert row is not None
    assert row.figures.line(Line.COGS) == 0
    set_cost(demo_ledger, sku="JR-0190", valid_from=date(2020, 1, 1), amount=Money(100, "USD"))
    with demo_ledger.read() as session:
        again = statement(session, period, By.SKU).row("JR-0190")
    assert again is not None
    assert again.figures.line(Line.COGS) == -100 * row.figures.units


def test_that_editing_an_imported_cost_types_one_that_overrules_it(demo_ledger: Ledger) -> None:
    with demo_ledger.read() as session:
        imported = next(cost for cost in costs(session, sku="JR-0101") if cost.file)
    edit_cost(demo_ledger, cost_id=imported.id, amount=Money(imported.cost.minor + 50, "USD"))
    with demo_ledger.read() as session:
        newest = costs(session, sku="JR-0101")
    assert imported.id in {cost.id for cost in newest}
    typed = next(cost for cost in newest if cost.typed)
    assert (typed.valid_from, typed.cost.minor) == (imported.valid_from, imported.cost.minor + 50)


def test_that_a_typed_cost_is_edited_in_place_and_removed(demo_ledger: Ledger) -> None:
    before = figures(demo_ledger)
    set_cost(demo_ledger, sku="JR-0101", valid_from=date(2026, 2, 1), amount=Money(999, "USD"))
    with demo_ledger.read() as session:
        typed = next(cost for cost in costs(session, sku="JR-0101") if cost.typed)
    edit_cost(demo_ledger, cost_id=typed.id, amount=Money(1001, "USD"))
    with demo_ledger.read() as session:
        assert [cost.cost.minor for cost in costs(session, sku="JR-0101") if cost.typed] == [1001]
    remove_cost(demo_ledger, cost_id=typed.id)
    assert figures(demo_ledger) == before


def test_that_linking_a_listing_gives_its_sales_a_cost(demo_ledger: Ledger) -> None:
    with demo_ledger.read() as session:
        listing = next(row for row in listings(session) if row.sku == "JR-0101" and row.channel == "Amazon")
    before = figures(demo_ledger, "Amazon").line(Line.COGS)
    link_listing(demo_ledger, listing_id=listing.id, sku="JR-0190")
    assert figures(demo_ledger, "Amazon").line(Line.COGS) > before
    link_listing(demo_ledger, listing_id=listing.id, sku="JR-0101")
    assert figures(demo_ledger, "Amazon").line(Line.COGS) == before


def test_that_a_bundle_costs_more_with_one_component_more(demo_ledger: Ledger) -> None:
    with demo_ledger.read() as session:
        bundle = next(row for row in skus(session) if row.components)
    before = figures(demo_ledger).line(Line.COGS)
    set_component(demo_ledger, bundle=bundle.code, sku="JR-0101", quantity=9)
    after = figures(demo_ledger).line(Line.COGS)
    assert after < before
    demo_ledger.undo()
    assert figures(demo_ledger).line(Line.COGS) == before


def test_that_a_rate_translates_what_stands_in_its_currency_from_its_day(demo_ledger: Ledger) -> None:
    before = figures(demo_ledger, "Wholesale")
    set_rate(demo_ledger, day=date(2026, 2, 1), currency="cad", rate="0,10")
    with demo_ledger.read() as session:
        typed = next(rate for rate in rates(session) if not rate.file)
    assert (typed.currency, typed.rate) == ("CAD", "0.10")
    remove_rate(demo_ledger, rate_id=typed.id)
    assert figures(demo_ledger, "Wholesale") == before


def test_that_names_kinds_and_owners_are_edited_and_undone_one_by_one(demo_ledger: Ledger) -> None:
    with demo_ledger.read() as session:
        etsy = next(row for row in channels(session) if row.name == "Etsy")
        sku = next(row for row in skus(session) if row.code == "JR-0101")
    edit_channel(demo_ledger, channel_id=etsy.id, name="Etsy US", kind=ChannelKind.MARKETPLACE, owner="Bo", active=True)
    edit_sku(demo_ledger, sku_id=sku.id, title="Tea", category="Tea", brand="Rye")
    set_recognition(demo_ledger, channel_id=etsy.id, recognition=Recognition.PAID)
    add_channel(demo_ledger, name="Faire", kind=ChannelKind.WHOLESALE, owner="Cy")
    with demo_ledger.read() as session:
        assert {row.name for row in channels(session)} >= {"Etsy US", "Faire"}
    for _ in range(4):
        demo_ledger.undo()
    with demo_ledger.read() as session:
        assert next(row for row in channels(session) if row.id == etsy.id) == etsy
        assert next(row for row in skus(session) if row.id == sku.id) == sku
        assert "Faire" not in {row.name for row in channels(session)}


REFUSED: list[tuple[Callable[[Ledger], Done], str]] = [
    (partial(add_channel, name="etsy", kind=ChannelKind.MARKETPLACE), "already"),
    (partial(add_channel, name=" ", kind=ChannelKind.MARKETPLACE), "needs a name"),
    (partial(edit_channel, channel_id=1, name="", kind=ChannelKind.DTC, owner="", active=True), "cannot be the name"),
    (partial(set_cost, sku="JR-0101", valid_from=date(2026, 1, 1), amount=Money(-1, "USD")), "negative"),
    (partial(set_cost, sku="nothing", valid_from=date(2026, 1, 1), amount=Money(1, "USD")), "no SKU"),
    (partial(link_listing, listing_id=1, sku="nothing"), "no SKU"),
    (partial(set_component, bundle="JR-0101", sku="JR-0101", quantity=1), "other SKUs"),
    (partial(set_component, bundle="JR-0101", sku="nothing", quantity=1), "other SKUs"),
    (
        partial(set_cost, sku="JR-0101", valid_from=date(2026, 1, 1), amount=Money(9 * 10**10 + 1, "USD")),
        "up to 900,000,000.00 USD",
    ),
    (partial(set_rate, day=date(2026, 1, 1), currency="CAD", rate="900001"), "up to 900,000"),
    (partial(set_rate, day=date(2026, 1, 1), currency="CAD", rate="0"), "not a rate"),
    (partial(set_rate, day=date(2026, 1, 1), currency="CAD", rate="many"), "not a rate"),
    (partial(set_rate, day=date(2026, 1, 1), currency="USD", rate="1"), "not a foreign currency"),
]


@pytest.mark.parametrize("action, words", REFUSED)
def test_that_a_refused_edit_says_why_and_leaves_no_trace(
    demo_ledger: Ledger, action: Callable[[Ledger], Done], words: str
) -> None:
    with pytest.raises(UserError, match=words):
        action(demo_ledger)
    assert demo_ledger.undo_label() is None


def test_that_imported_costs_and_rates_are_not_removed_by_hand(demo_ledger: Ledger) -> None:
    with demo_ledger.read() as session:
        cost = next(row for row in costs(session) if row.file)
        rate = next(row for row in rates(session) if row.file)
    with pytest.raises(UserError, match="came from a file"):
        remove_cost(demo_ledger, cost_id=cost.id)
    with pytest.raises(UserError, match="came from a file"):
        remove_rate(demo_ledger, rate_id=rate.id)
