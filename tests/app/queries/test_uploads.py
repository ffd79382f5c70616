"""What a file for a channel would say: units of the stored run, listing rules, places, and what is left out."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from app.actions.allocation import run_allocation, set_override
from app.actions.catalog import keep_ready_made, set_component
from app.errors import UserError
from app.jobs import Progress
from app.ledger.catalog import channel_named
from app.ledger.ledger import Ledger
from app.queries.allocation_facts import load_facts
from app.queries.catalog import skus
from app.queries.listed import listed
from app.queries.run_units import run_units
from app.queries.stock import levels
from app.queries.uploads import UploadPlan
from app.queries.uploads_sent import compared, last_file
from models.domain.allocation.listing import ListingRule, published
from models.domain.allocation.rules import ChannelBuffer, GuaranteedMinimum, ListedQuantity, SharedPool
from models.domain.rules import Scope
from models.domain.uploads import Layout
from tests.app.shop import inventory, planned, send, shop_ledger, with_rules
from tests.make import import_text, new_ledger

DAY = date(2026, 11, 23)
MYI = (
    "sku\tfnsku\tasin\tproduct-name\tcondition\tyour-price\tmfn-listing-exists\tmfn-fulfillable-quantity\t"
    "afn-listing-exists\tafn-warehouse-quantity\tafn-fulfillable-quantity\tafn-unsellable-quantity\t"
    "afn-reserved-quantity\tafn-total-quantity\tper-unit-volume\tafn-inbound-working-quantity\t"
    "afn-inbound-shipped-quantity\tafn-inbound-receiving-quantity\n"
    "TEA\tX1\tB1\tTea\tNew\t9.99\tNo\t0\tYes\t40\t40\t0\t0\t40\t0.1\t0\t0\t0\n"
)
AMAZON_SALES = """channel,date,document,sku,quantity,unit_price,kind
Amazon,2026-08-24,E1,TEA,91,20.00,sale
Amazon,2026-08-24,E1,CUP,91,20.00,sale
"""


@pytest.fixture
def ledger(tmp_path: Path) -> Iterator[Ledger]:
    """Give the shop's ledger, allocated once."""
    made = shop_ledger(tmp_path)
    yield made
    made.close()


def units(plan: UploadPlan) -> dict[tuple[str, str], tuple[int, int]]:
    """Give units and the number written by SKU and place."""
    return {(one.line.sku, one.line.place): (one.line.units, one.written) for one in plan.lines}


def total(plan: UploadPlan, sku: str) -> int:
    """Add up the units of a SKU."""
    return sum(one.line.units for one in plan.lines if one.line.sku == sku)


def test_that_shopify_gets_its_award_spread_over_places_with_what_lies_beside_it(ledger: Ledger) -> None:
    plan = planned(ledger, "shopify")
    with ledger.read() as session:
        given = run_units(session, plan.run_id)["TEA"].channels["Shopify"]
    found = units(plan)
    main, loft = found["TEA", "Main"], found["TEA", "Loft"]
    assert plan.layout is Layout.SHOPIFY
    assert main[0] + loft[0] == given.units
    assert (main[1] - main[0], loft[1] - loft[0]) == (1 + 4, 0)
    assert abs(main[0] * 30 - loft[0] * 90) <= 90  # in proportion to 90 and 30, to the unit
    assert plan.looks == ()


def test_that_all_channels_together_list_no_more_than_there_is(ledger: Ledger) -> None:
    with ledger.read() as session:
        found = listed(session, day=DAY)
        for sku, one in run_units(session, found.run.id).items():
            assert sum(row.shown for row in found.rows if row.sku == sku) <= one.free
    assert found.exposures == ()


def test_that_units_of_open_orders_are_not_listed(ledger: Ledger) -> None:
    with ledger.read() as session:
        given = run_units(session, 1)["TEA"].channels["Fair"]
    assert given.promised == 10
    plan = planned(ledger, "Fair")
    assert total(plan, "TEA") == given.units - 10
    assert any("10 units of them are promised" in step for step in plan.lines[0].steps)


def test_that_open_orders_are_served_from_a_fixed_number_first(ledger: Ledger) -> None:
    with ledger.read() as session:
        fair = channel_named(session, "Fair").id
    set_override(ledger, sku="TEA", channel_id=fair, units=14, reason="test", until=date(2026, 12, 24))
    run_allocation(ledger, Progress())
    assert total(planned(ledger, "Fair"), "TEA") == 4


@pytest.mark.parametrize(
    "percent, most, end_when, buffer",
    [(100, 0, 0, 5), (90, 0, 0, 0), (100, 12, 0, 0), (100, 0, 8, 5), (100, 0, 999, 0)],
)
def test_that_the_listing_shows_what_the_function_of_the_rules_gives(
    ledger: Ledger, percent: int, most: int, end_when: int, buffer: int
) -> None:
    before = total(planned(ledger, "Bazaar"), "TEA")
    scope = Scope(channels=("Bazaar",))
    with_rules(ledger, (ListedQuantity(percent, most, end_when), scope), (ChannelBuffer(buffer), scope))
    rule = ListingRule(end_when, ListingRule().percent * percent / 100, buffer, most or None)
    assert before > 12
    assert total(planned(ledger, "Bazaar"), "TEA") == published(before, rule)


def test_that_a_shared_pool_shows_how_much_could_be_oversold(ledger: Ledger) -> None:
    own = total(planned(ledger, "Bazaar"), "TEA")
    with_rules(ledger, (SharedPool(100), Scope(skus=("TEA",), channels=("Shopify",))))
    plan = planned(ledger, "Shopify")
    with ledger.read() as session:
        free = run_units(session, plan.run_id)["TEA"].free
        every = listed(session, day=DAY)
    assert total(plan, "TEA") == free
    (exposure,) = plan.exposures
    shown = sum(row.shown for row in every.rows if row.sku == "TEA")
    assert (exposure.sku, exposure.free, exposure.listed, exposure.oversold) == ("TEA", free, shown, shown - free)
    assert exposure.oversold >= own > 0
    assert any("could be sold twice" in look for look in plan.looks)


def test_that_only_what_the_seller_ships_is_sent_to_amazon(ledger: Ledger) -> None:
    import_text(ledger, "amazon_sales.csv", AMAZON_SALES)
    import_text(ledger, "fba_2026-11-20.txt", MYI, channel="Amazon")
    run_allocation(ledger, Progress())
    plan = planned(ledger, "Amazon")
    assert plan.layout is Layout.AMAZON
    assert [one.line.listing for one in plan.lines] == ["CUP"]
    assert [(one.listing, "fulfilled by Amazon" in one.reason, one.look) for one in plan.left_out] == [
        ("TEA", True, False)
    ]
    assert plan.looks == ()


def test_that_a_bundle_shows_what_lies_ready_made_only_where_it_is_kept_so(ledger: Ledger) -> None:
    with ledger.read() as session:
        tea = next(row.id for row in skus(session) if row.code == "TEA")
    set_component(ledger, bundle="TEA", sku="CUP", quantity=2)
    run_allocation(ledger, Progress())
    before = planned(ledger, "Shopify")
    steps = next(one.steps for one in before.lines if one.line.sku == "TEA")
    assert any("lie ready-made and are not counted" in step for step in steps)
    keep_ready_made(ledger, sku_id=tea, ready_made=True)
    run_allocation(ledger, Progress())
    after = planned(ledger, "Shopify")
    steps = next(one.steps for one in after.lines if one.line.sku == "TEA")
    assert not any("ready-made" in step for step in steps)
    assert any("of TEA" in step for step in steps)
    assert total(after, "TEA") > total(before, "TEA")


def test_that_a_run_that_would_be_another_now_needs_a_look(ledger: Ledger) -> None:
    with_rules(ledger, (GuaranteedMinimum(3), Scope(channels=("Bazaar",))))
    assert planned(ledger, "Bazaar").looks == ()
    import_text(ledger, "inventory_2026-11-22.csv", inventory([("TEA", "Main", 0, 0, 60)]), channel="Shopify")
    (look,) = planned(ledger, "Bazaar").looks
    assert "Allocate again first" in look


def test_that_without_a_run_or_an_inventory_export_the_file_is_refused(tmp_path: Path) -> None:
    made = new_ledger(tmp_path)
    import_text(made, "sales.csv", AMAZON_SALES.replace("Amazon", "Shop"))
    with pytest.raises(UserError, match="Allocate first"):
        planned(made, "Shop")
    with pytest.raises(UserError, match=r"no channel “Nowhere”.*Shop"):
        planned(made, "Nowhere")
    made.close()


def test_that_a_sku_that_begins_like_a_formula_is_left_out(tmp_path: Path) -> None:
    made = shop_ledger(tmp_path, inventory([("TEA", "Main", 0, 0, 9), ("=CUP", "Main", 0, 0, 9)]))
    plan = planned(made, "Shopify")
    assert {one.line.sku for one in plan.lines} == {"TEA"}
    assert "=CUP" in {one.listing for one in plan.left_out if "formula" in one.reason}
    made.close()


def test_that_the_report_after_a_file_is_compared_and_the_pool_stays(ledger: Ledger, tmp_path: Path) -> None:
    plan = send(ledger, "Shopify", tmp_path / "shop.csv")
    with ledger.read() as session:
        before = {(row.sku, row.location): row.available for row in levels(session)}
        pool = {one.sku: one.on_hand - one.promised for one in load_facts(session, DAY).skus}
        assert compared(session, plan.channel_id).reports == 0
    sent = {(one.line.sku, one.line.place): one.line.units for one in plan.lines}
    beside = {("TEA", "Main"): (1, 4), ("TEA", "Loft"): (0, 0), ("CUP", "Main"): (0, 2)}
    rows = [(sku, place, *beside[sku, place], number) for (sku, place), number in sent.items()]
    sold = [(*row[:4], row[4] - 2) if row[:2] == ("TEA", "Main") else row for row in rows]
    import_text(ledger, "inventory_2026-11-23.csv", inventory(sold), channel="Shopify")
    with ledger.read() as session:
        told = compared(session, plan.channel_id)
        after = {(row.sku, row.location): row.available for row in levels(session)}
        now = {one.sku: one.on_hand - one.promised for one in load_facts(session, DAY).skus}
    (found,) = told.differences
    assert (told.reports, told.lines) == (1, 3)
    assert (found.line.sku, found.line.place, found.off, found.since) == ("TEA", "Main", -2, DAY)
    two = {("TEA", "Main"): (before["TEA", "Main"] or 0) - 2}
    assert after == before | two
    assert now == pool | {"TEA": pool["TEA"] - 2}


def test_that_a_report_of_an_earlier_day_is_none_after_the_file(ledger: Ledger, tmp_path: Path) -> None:
    plan = send(ledger, "Shopify", tmp_path / "shop.csv")
    import_text(ledger, "inventory_2026-11-22.csv", inventory([("TEA", "Main", 0, 0, 50)]), channel="Shopify")
    with ledger.read() as session:
        assert compared(session, plan.channel_id).reports == 0
        assert [row.available for row in levels(session) if row.location == "Main"] == [50]


def test_that_a_file_after_a_file_without_a_new_export_needs_a_look(ledger: Ledger, tmp_path: Path) -> None:
    send(ledger, "Shopify", tmp_path / "shop.csv")
    plan = planned(ledger, "Shopify")
    assert plan.changes == ()
    (look,) = plan.looks
    assert "Shopify skips rows" in look


def test_that_an_undone_file_was_not_sent(ledger: Ledger, tmp_path: Path) -> None:
    plan = send(ledger, "Bazaar", tmp_path / "bazaar.csv")
    with ledger.read() as session:
        file = last_file(session, plan.channel_id)
        assert file is not None
        assert (file.file_name, file.lines, file.units, file.made_by) == ("bazaar.csv", 2, plan.units, "tester")
    ledger.undo()
    with ledger.read() as session:
        assert last_file(session, plan.channel_id) is None
    ledger.redo()
    with ledger.read() as session:
        again = last_file(session, plan.channel_id)
    assert again == file
