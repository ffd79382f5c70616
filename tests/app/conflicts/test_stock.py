"""Every kind of conflict of stock, out of a ledger: it appears with its stake, is fixed, resolves, and comes back."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from app.actions.allocation import run_allocation
from app.actions.conflicts import set_terms
from app.actions.places import set_limit
from app.actions.places import set_terms as set_routing_terms
from app.actions.planning import edit_location, set_sku_plan
from app.actions.rules import add_rule, publish, start_draft
from app.actions.stock import ship_commitment
from app.jobs import Progress
from app.ledger.ledger import Ledger
from app.queries.commitments import commitments
from app.queries.conflict_facts.known import SHARED, known
from app.queries.conflict_facts.stock import stock_facts
from app.queries.listed import listed
from models.domain.allocation.rules import DaysOfCover, GuaranteedMinimum, SharedPool
from models.domain.conflicts import promise as promise_kinds
from models.domain.conflicts.conflict import Severity, Thing
from models.domain.rules import Kind, Scope
from models.domain.stock import Limit, LimitKind, LocationKind, SkuPlanning
from tests.app.conflicts.living import Expected, found, lives, one
from tests.app.places_brand import channel, place
from tests.app.shop import send, shop_ledger
from tests.app.tea import DAY, tea_ledger
from tests.make import import_text, made_once, type_cost


@made_once
def prepared(folder: Path) -> Ledger:
    made = tea_ledger(folder)
    type_cost(made, "TEA", 0)
    type_cost(made, "CUP", 0)
    fba = place(made, "Bazaar FBA")
    edit_location(made, location_id=fba, kind=LocationKind.FBA, allocatable=False, channel_id=channel(made))
    return made


@pytest.fixture
def tea(tmp_path: Path) -> Iterator[Ledger]:
    """Give a ledger with 90 units of tea to share, which earn 20.00 in the shop and 10.00 in the bazaar.

    They cost nothing, and somebody has typed that they do.
    """
    made = prepared(tmp_path)
    yield made
    made.close()


def stock(ledger: Ledger, day: str, units: int) -> None:
    """Import a newer report of the main place."""
    text = f"location,sku,date,on_hand,available,committed\nMain,TEA,{day},{units},{units},0\nMain,CUP,{day},40,40,0\n"
    import_text(ledger, f"stock_{day}.csv", text)


def rules(ledger: Ledger, *wanted: tuple[Kind, Scope]) -> None:
    """Publish a version of these rules alone."""
    start_draft(ledger)
    for what, scope in wanted:
        add_rule(ledger, what=what, scope=scope)
    publish(ledger, name="Rules", reason="test")


def empty_rules(ledger: Ledger) -> None:
    """Take back the published version."""
    ledger.undo()


def promise(ledger: Ledger, *lines: str) -> None:
    """Import open orders."""
    header = "channel,reference,sku,quantity,ship_by,fill\n"
    import_text(ledger, f"promised_{len(lines)}.csv", header + "\n".join(lines) + "\n")


def test_an_order_that_is_not_held_firm(tea: Ledger) -> None:
    promise(tea, "Bazaar,SO-1,TEA,120,2026-11-30,partial")
    conflict = lives(
        tea,
        # 30 of 120 units are missing, 10.00 each.
        Expected("STOCK_COMMIT_SHORT", 30_000, "30 units × 10.00 USD", Severity.CRITICAL),
        fix=lambda: stock(tea, "2026-11-21", 150),
        back=lambda: stock(tea, "2026-11-22", 100),
    )
    assert conflict.sentence == "For SO-1 of Bazaar only 90 of 120 TEA are firm"
    assert conflict.named(Thing.ORDER) == ("SO-1",)


def test_that_units_that_have_left_are_no_longer_short(tea: Ledger) -> None:
    promise(tea, "Bazaar,SO-1,TEA,120,2026-11-30,partial", "Shop,SO-2,CUP,10,2026-11-30,partial")
    assert [each.named(Thing.ORDER) for each in found(tea, "STOCK_COMMIT_SHORT")] == [("SO-1",)]
    with tea.read() as session:
        line = next(row.id for row in commitments(session, today=DAY) if row.reference == "SO-1")
    ship_commitment(tea, commitment_id=line, units=30)
    assert found(tea, "STOCK_COMMIT_SHORT") == []


def test_a_guaranteed_minimum_that_is_not_there(tea: Ledger) -> None:
    rules(tea, (GuaranteedMinimum(95), Scope(("TEA",), channels=("Shop",))))
    lives(
        tea,
        # 90 of 95 units, 20.00 each.
        Expected("STOCK_FLOOR_SHORT", 10_000, "5 units × 20.00 USD"),
        fix=lambda: stock(tea, "2026-11-21", 95),
        back=lambda: stock(tea, "2026-11-22", 60),
    )


def test_that_no_money_is_told_of_units_whose_cost_nobody_has_typed(tmp_path: Path) -> None:
    made = tea_ledger(tmp_path)
    promise(made, "Bazaar,SO-1,TEA,120,2026-11-30,partial")
    rules(made, (GuaranteedMinimum(95), Scope(("TEA",), channels=("Shop",))))
    set_sku_plan(made, sku="TEA", plan=SkuPlanning(1, None, "", 60, 0, 0))
    kinds = {"STOCK_COMMIT_SHORT": "the order", "STOCK_FLOOR_SHORT": "a unit of TEA", "STOCK_OUT_RISK": "a unit of TEA"}
    for code, what in kinds.items():
        conflict = one(made, code)
        said = f"cannot be told: what {what} contributes is not known, for want of a landed cost, fees or sales"
        assert (conflict.stake.minor, conflict.stake.formula) == (0, said)
        assert conflict.severity is conflict.kind.base
    type_cost(made, "TEA", 400)
    # 30 × (10.00 − 4.00).
    assert one(made, "STOCK_COMMIT_SHORT").stake.minor == 18_000
    made.close()


def test_that_an_order_that_ships_whole_is_at_stake_whole(tea: Ledger) -> None:
    promise(tea, "Bazaar,SO-1,TEA,120,2026-11-30,full", "Bazaar,SO-1,CUP,10,2026-11-30,partial")
    conflict = one(tea, "STOCK_COMMIT_SHORT")
    assert conflict.sentence == "For SO-1 of Bazaar only 0 of 120 TEA, which ship whole, are firm"
    assert (conflict.stake.minor, conflict.stake.formula) == (120_000, "120 units × 10.00 USD")


def test_stock_that_is_promised_twice(tea: Ledger) -> None:
    promise(tea, "Bazaar,SO-1,TEA,60,2026-11-30,partial", "Shop,SO-2,TEA,45,2026-11-30,partial")
    lacking = one(tea, "STOCK_COMMIT_SHORT")
    (order,), (name,) = lacking.named(Thing.ORDER), lacking.named(Thing.CHANNEL)
    conflict = lives(
        tea,
        # 105 sold, 90 there: the 15 that an order lacks are at stake there.
        Expected("STOCK_OVERSOLD", 0, f"15 units are counted once, with {order} of {name}", between=True),
        fix=lambda: stock(tea, "2026-11-21", 105),
        back=lambda: stock(tea, "2026-11-22", 90),
    )
    assert conflict.named(Thing.PLACE) == (SHARED,)
    assert "Bazaar and Shop have sold 105" in conflict.sentence
    assert lacking.stake.minor == 15 * (2_000 if name == "Shop" else 1_000)


def test_that_units_missing_to_an_order_and_a_minimum_are_at_stake_once(tea: Ledger) -> None:
    promise(tea, "Shop,SO-1,TEA,95,2026-11-30,partial")
    rules(tea, (GuaranteedMinimum(97), Scope(("TEA",), channels=("Shop",))))
    assert one(tea, "STOCK_COMMIT_SHORT").stake.formula == "5 units × 20.00 USD"
    floor = one(tea, "STOCK_FLOOR_SHORT").stake
    assert (floor.minor, floor.formula) == (4_000, "2 units × 20.00 USD; 5 units are counted once, with SO-1 of Shop")
    assert one(tea, "STOCK_OVERSOLD").stake.minor == 0


def test_that_a_pool_listed_on_several_channels_is_promised_twice(tmp_path: Path) -> None:
    made = shop_ledger(tmp_path)
    assert found(made, "STOCK_OVERSOLD") == []
    shop = send(made, "Shopify", tmp_path / "shop.csv")
    shown = sum(line.line.units for line in shop.lines if line.line.sku == "TEA")
    rules(made, (SharedPool(100), Scope(("TEA",), channels=("Bazaar",))))
    conflict = one(made, "STOCK_OVERSOLD")
    # The pool is 120, of which the fair's order takes 10; the bazaar lists what is left of it whole.
    with made.read() as session:
        fair = sum(
            row.shown
            for row in listed(session, day=DAY).rows
            if row.sku == "TEA" and row.channel_id == channel(made, "Fair")
        )
    assert f"Bazaar, Fair and Shopify publish {shown + 110 + fair}, Fair has sold 10" in conflict.sentence
    assert conflict.between
    ids = "channel,date,document,sku,quantity,unit_price,kind\n"
    import_text(made, "later.csv", f"{ids}Shopify,2026-11-24,L1,TEA,{shown},20.00,sale\n")
    later = one(made, "STOCK_OVERSOLD")  # what the shop has sold since it no longer shows
    assert f"Bazaar and Fair publish {110 + fair}, Fair has sold 10" in later.sentence
    made.close()


def test_that_a_file_that_shows_no_units_changes_no_stake(tmp_path: Path) -> None:
    made = shop_ledger(tmp_path)
    type_cost(made, "TEA", 0)
    promise(made, "Fair,SO-2,TEA,120,2026-11-30,partial")
    run_allocation(made, Progress())
    before = one(made, "STOCK_OVERSOLD")
    # The fair has sold 130 of 120, and lacks them in its own order; the shop has sold none of them.
    assert before.stake.formula == "10 units are counted once, with SO-2 of Fair"
    assert before.fix == promise_kinds.SOLD
    shop = send(made, "Shopify", tmp_path / "shop.csv")
    assert [line.line.units for line in shop.lines if line.line.sku == "TEA"] == [0, 0]
    assert one(made, "STOCK_OVERSOLD") == before
    made.close()


def test_stock_that_runs_out_before_more_can_come(tea: Ledger) -> None:
    plan = SkuPlanning(1, None, "", 60, 0, 0)
    set_sku_plan(tea, sku="TEA", plan=plan)
    lives(
        tea,
        # 90 and 30 at 3 a day last 40 days: 20 × 3 × 13.33⅓.
        Expected("STOCK_OUT_RISK", 80_000, "20 days × 3 a day × 13.3333 USD"),
        fix=lambda: set_sku_plan(tea, sku="TEA", plan=plan._replace(lead_days=40)),
        back=lambda: set_sku_plan(tea, sku="TEA", plan=plan),
    )


def test_that_what_comes_in_time_counts(tea: Ledger) -> None:
    set_sku_plan(tea, sku="TEA", plan=SkuPlanning(1, None, "", 60, 0, 0))
    import_text(tea, "po.csv", "reference,sku,quantity,expected,location\nPO-1,TEA,60,2026-12-10,Main\n")
    assert found(tea, "STOCK_OUT_RISK") == []


def test_that_what_comes_too_late_or_is_overdue_does_not_count_and_is_told(tea: Ledger) -> None:
    set_sku_plan(tea, sku="TEA", plan=SkuPlanning(1, None, "", 60, 0, 0))
    lines = "PO-1,TEA,24,2026-09-10,Main\nPO-2,TEA,70,2027-03-10,Main\n"
    import_text(tea, "po.csv", f"reference,sku,quantity,expected,location\n{lines}")
    assert one(tea, "STOCK_OUT_RISK").sentence == (
        "TEA at all places lasts 40 days, an order takes 60; 24 overdue and 70 that come too late are not counted"
    )


def terms(ledger: Ledger, most_cover: int) -> None:
    """Set the most days of cover."""
    parts = {"claim": 1000, "featured": 8000, "shift": 1000, "tolerance": 100, "margin": 4000, "dispute": 1500}
    set_terms(ledger, most_cover=most_cover, **parts)


def test_that_what_is_promised_twice_is_not_too_much_of_it(tea: Ledger) -> None:
    terms(tea, 20)
    assert SHARED in {each.named(Thing.PLACE)[0] for each in found(tea, "STOCK_EXCESS")}
    promise(tea, "Bazaar,SO-1,TEA,60,2026-11-30,partial", "Shop,SO-2,TEA,30,2026-11-30,partial")
    assert SHARED in {each.named(Thing.PLACE)[0] for each in found(tea, "STOCK_EXCESS")}
    promise(tea, "Shop,SO-3,TEA,1,2026-11-30,partial")
    assert one(tea, "STOCK_OVERSOLD").named(Thing.SKU) == ("TEA",)
    assert [each.named(Thing.SKU) for each in found(tea, "STOCK_EXCESS") if SHARED in each.named(Thing.PLACE)] == []


def test_that_it_is_said_where_what_it_costs_to_hold_is_not_known(tmp_path: Path) -> None:
    made = tea_ledger(tmp_path)
    terms(made, 20)
    untold = "0.00 USD holding + 0.00 USD aged fee"
    assert {each.stake.formula for each in found(made, "STOCK_EXCESS") if each.named(Thing.SKU) == ("TEA",)} == {untold}
    set_routing_terms(made, days=30, holding=3650)
    said = f"{untold}; what it costs to hold is not told for want of a landed cost"
    assert {each.stake.formula for each in found(made, "STOCK_EXCESS") if each.named(Thing.SKU) == ("TEA",)} == {said}
    type_cost(made, "TEA", 400)
    assert not [
        each for each in found(made, "STOCK_EXCESS") if "not told" in each.stake.formula and "TEA" in each.sentence
    ]
    made.close()


def test_stock_that_lasts_too_long(tea: Ledger) -> None:
    type_cost(tea, "TEA", 400, valid_from="2026-01-02", known="2026-01-02")
    set_routing_terms(tea, days=30, holding=3650)
    terms(tea, 89)
    conflict = lives(
        tea,
        # The bazaar has its own; the shop sells one of 90 a day: 90 × 4.00 × 36.5 % × 14/365, which is more than 1 % of
        # the 128.00 that it leaves in a week.
        Expected("STOCK_EXCESS", 504, "5.04 USD holding + 0.00 USD aged fee", Severity.HIGH),
        fix=lambda: terms(tea, 90),
        back=lambda: terms(tea, 89),
    )
    assert "90 units of TEA at all shared places last 90 days, 89 are the most" in conflict.sentence


def test_that_a_channel_keeps_what_its_rule_says(tea: Ledger) -> None:
    rules(tea, (DaysOfCover(least=1, most=14), Scope(channels=("Bazaar",))))
    assert [each.named(Thing.PLACE) for each in found(tea, "STOCK_EXCESS")] == [("Bazaar FBA",)]


def limit(ledger: Ledger, kind: LimitKind, amount: int, where: str, storage: str = "") -> None:
    """Type a limit."""
    set_limit(ledger, location_id=place(ledger, where), limit=Limit(kind, amount, "2026-01-01", storage))


def test_more_work_than_a_place_can_do(tea: Ledger) -> None:
    limit(tea, LimitKind.PACKED, 1, "Bazaar FBA")
    conflict = lives(
        tea,
        # Two a day for 14 days against one: 14 × 10.00.
        Expected("CAPACITY_OVER", 14_000, "14 units × 10.00 USD"),
        fix=lambda: limit(tea, LimitKind.PACKED, 2, "Bazaar FBA"),
        back=lambda: limit(tea, LimitKind.PACKED, 1, "Bazaar FBA"),
    )
    assert conflict.named(Thing.WORK) == ("pack",)


def test_that_volume_and_cartons_are_work_too(tea: Ledger) -> None:
    set_sku_plan(tea, sku="TEA", plan=SkuPlanning(10, 1000, "", 60, 0, 0))
    limit(tea, LimitKind.CARTONS, 2, "Bazaar FBA")
    import_text(tea, "po.csv", "reference,sku,quantity,expected,location\nPO-1,TEA,40,2026-12-01,Bazaar FBA\n")
    (cartons,) = found(tea, "CAPACITY_OVER")
    # Four cartons, two of which are taken in: 20 units at 13.33⅓ on average.
    assert (cartons.named(Thing.WORK), cartons.stake.minor) == (("take in",), 26_667)


def test_that_a_part_tells_of_its_skus_what_the_whole_tells(tea: Ledger) -> None:
    promise(tea, "Bazaar,SO-1,TEA,120,2026-11-30,partial", "Bazaar,SO-1,CUP,50,2026-11-30,partial")
    set_sku_plan(tea, sku="TEA", plan=SkuPlanning(1, None, "", 60, 0, 0))
    terms(tea, 10)
    with tea.read() as session:
        whole = known(session, DAY)
        every = stock_facts(session, whole)
        for sku in ("TEA", "CUP"):
            part = stock_facts(session, whole.part([sku]))
            assert part.orders == every.orders  # an order is told of with all its lines
            for name in ("coverage", "kept", "shared", "firm"):
                assert getattr(part, name) == tuple([fact for fact in getattr(every, name) if fact.sku == sku])
