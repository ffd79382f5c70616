"""Rules tried on the past of a ledger: two weeks worked by hand, and where each fact of the past comes from."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest

from app.actions.allocation import set_override
from app.actions.planning import edit_location
from app.actions.rules import add_rule, publish, start_draft
from app.errors import Cancelled, UserError
from app.jobs import Progress
from app.ledger.ledger import Ledger
from app.queries.allocation_replay import Replayed, Who, replay_rules, replayed
from app.queries.catalog import channels
from app.queries.places import places
from app.queries.replay_charts import contribution_chart, lost_chart
from app.queries.replay_past import load_pasts
from app.queries.replay_rows import columns, one_by_one, rows
from app.queries.replay_sources import counts_by_week
from models.domain.allocation.rules import Cap, GuaranteedMinimum, Share
from models.domain.contribution.statement import By
from models.domain.money import Money
from models.domain.period import Period
from models.domain.replay.past import SkuPast
from models.domain.replay.place import Place
from models.domain.rules import Kind, Scope
from models.domain.stock import LocationKind
from tests.make import import_text, made_once, new_ledger

FIRST = date(2026, 3, 2)
JUNE = date(2026, 6, 1)  # a Monday; 13 weeks of 7 and 14 units lie before it
SALES = "channel,date,document,sku,quantity,unit_price,kind\n"


@made_once
def prepared(folder: Path) -> Ledger:
    made = new_ledger(folder)
    lines = []
    for week in range(13):
        day = FIRST + timedelta(days=7 * week)
        lines += [f"Shop,{day},S{week},TEA,7,20.00,sale", f"Fair,{day},F{week},TEA,14,10.00,sale"]
    lines += ["Shop,2026-06-02,S13,TEA,12,20.00,sale", "Fair,2026-06-03,F13,TEA,10,10.00,sale"]
    lines += ["Shop,2026-06-09,S14,TEA,5,20.00,sale", "Fair,2026-06-14,F14,TEA,3,10.00,sale"]
    import_text(made, "sales.csv", SALES + "\n".join(lines) + "\n")
    import_text(made, "stock.csv", "location,sku,date,on_hand\nBarn,TEA,2026-05-31,30\nBarn,TEA,2026-06-14,0\n")
    return made


@pytest.fixture
def ledger(tmp_path: Path) -> Iterator[Ledger]:
    """Give a ledger of tea: 30 units are sold in two weeks of June, and then there is none."""
    made = prepared(tmp_path)
    yield made
    made.close()


def draft(ledger: Ledger, what: Kind, scope: Scope) -> None:
    """Add one rule to the draft."""
    add_rule(ledger, what=what, scope=scope)


def ask(ledger: Ledger, **wanted: Any) -> Replayed:  # noqa: ANN401 - arguments of several types
    """Replay the two weeks of June, or others."""
    with ledger.read() as session:
        return replay_rules(session, **({"first": JUNE} | wanted))


def past(ledger: Ledger, sku: str = "TEA", **wanted: Any) -> SkuPast:  # noqa: ANN401 - arguments of several types
    """Read the past of one SKU."""
    with ledger.read() as session:
        return next(one for one in load_pasts(session, **wanted).skus if one.facts.sku == sku)


def by_channel(found: Replayed, who: Who) -> dict[str, tuple[int, int, int, int]]:
    """Give units sold, units lost, stock-outs and contribution of one side by channel."""
    side = found.side(who)
    assert side is not None
    return {
        name: (one.sold, one.lost, one.stockouts, one.contribution) for name, one in sorted(side.sums.channels.items())
    }


# By hand. The first Monday knows 1 and 2 a day, the second 96/91 and 178/91 (12 weeks and the first of June). Of both
# weeks the preset fills cover of 14 days by days of cover: 30 units are 10 and 20, 10 units are 4 and 6. In the second
# week stock was out, so 7 × 96/91 = 7 and 7 × 178/91 = 14 were wanted; a unit is worth its price, 20.00 and 10.00.


def test_that_the_weeks_worked_by_hand_are_found(ledger: Ledger) -> None:
    start_draft(ledger)
    draft(ledger, GuaranteedMinimum(14), Scope(channels=("Shop",)))
    found = ask(ledger)
    assert by_channel(found, Who.HAPPENED) == {"Fair": (13, 11, 1, 13_000), "Shop": (17, 2, 1, 34_000)}
    assert by_channel(found, Who.PUBLISHED) == {"Fair": (16, 8, 1, 16_000), "Shop": (14, 5, 2, 28_000)}
    # The shop's minimum leaves 16 of 30 to the fair, and none of the 8 that are left a week later.
    assert by_channel(found, Who.TRIED) == {"Fair": (10, 14, 1, 10_000), "Shop": (19, 0, 0, 38_000)}
    assert (found.shown.title, found.shown.moved) == ("draft", {Who.HAPPENED: 2, Who.PUBLISHED: 5})
    assert [side.sums.left for side in found.sides] == [0, 0, 1]
    assert found.grounds[0].startswith("Stock: 1 of 2 openings")
    assert found.grounds[2].startswith("Demand: in 2 weeks of a SKU")


def test_that_rows_and_columns_set_the_sides_beside_each_other(ledger: Ledger) -> None:
    start_draft(ledger)
    draft(ledger, GuaranteedMinimum(14), Scope(channels=("Shop",)))
    found = ask(ledger)
    titles = [column.title for column in columns(found, By.CHANNEL)]
    assert titles[:3] == ["Channel", "Change", "Units moved"]
    assert titles[3:6] == ["Stock-outs in fact", "Stock-outs in force", "Stock-outs draft"]
    shown = {row.name: row for row in rows(found, By.CHANNEL)}
    values = {column.title: column.value(shown["Shop"]) for column in columns(found, By.CHANNEL)}
    assert (values["Lost in force"], values["Sold draft"]) == (5, 19)
    assert (values["Units moved"], values["Change"]) == (5, Money(10_000, "USD"))
    assert [row.monday for row in rows(found, By.WEEK)] == [JUNE, date(2026, 6, 8)]
    assert [(row.name, row.change.minor) for row in rows(found, By.SKU)] == [("TEA", 4_000)]
    listed = one_by_one(found, By.CHANNEL)
    assert [row.side for row in listed[:3]] == ["What happened", "preset Standard", "draft"]
    assert [row.tally.lost for row in listed if row.name == "All"] == [13, 13, 14]


def test_that_the_charts_add_up_to_the_rows(ledger: Ledger) -> None:
    start_draft(ledger)
    draft(ledger, GuaranteedMinimum(14), Scope(channels=("Shop",)))
    found = ask(ledger)
    lost, gained = lost_chart(found), contribution_chart(found)
    assert lost.title == "Units lost: 14 by the draft, 13 by the rules in force, 13 in fact"
    assert [[str(point.y) for point in line.points] for line in lost.series] == [["0", "13"], ["2", "13"], ["0", "14"]]
    assert [point.label for point in lost.series[0].points] == ["2026-W23", "2026-W24"]
    assert gained.title == "Contribution by the draft: 10 more than in fact"
    # The rules in force sell 10 and 10 where 12 and 10 were sold, then 4 and 6 where it was 5 and 3.
    lines = [[str(point.y) for point in line.points] for line in gained.series]
    assert lines == [["-40.00", "-30.00"], ["0.00", "10.00"]]


def test_that_without_a_draft_the_rules_in_force_stand_beside_what_happened(ledger: Ledger) -> None:
    found = ask(ledger)
    assert [side.who for side in found.sides] == [Who.HAPPENED, Who.PUBLISHED]
    assert found.shown.moved == {Who.HAPPENED: 3}
    assert [row.change.minor for row in rows(found, By.SKU)] == [-3_000]


def test_that_a_draft_which_says_the_same_changes_nothing(ledger: Ledger) -> None:
    start_draft(ledger)
    found = ask(ledger)
    published, tried = found.side(Who.PUBLISHED), found.side(Who.TRIED)
    assert published is not None
    assert tried is not None
    assert published.sums == tried.sums
    assert tried.moved[Who.PUBLISHED] == 0


def test_that_versions_are_tried_by_number_and_rules_hold_on_their_own_days(ledger: Ledger) -> None:
    start_draft(ledger)
    add_rule(ledger, what=GuaranteedMinimum(14), scope=Scope(channels=("Shop",)), first=date(2026, 6, 8))
    publish(ledger, name="Summer", reason="The shop comes first")
    start_draft(ledger)
    found = ask(ledger, version="1")
    assert found.shown.title == "version 1, Summer"
    # 10 and 20 in the first week; the 10 that are left all go to the shop in the second.
    assert by_channel(found, Who.PUBLISHED) == by_channel(found, Who.TRIED)
    assert by_channel(found, Who.TRIED) == {"Fair": (10, 14, 1, 10_000), "Shop": (17, 2, 1, 34_000)}


def test_that_fixed_numbers_hold_on_their_own_days(ledger: Ledger) -> None:
    with ledger.read() as session:
        shop = next(one.id for one in channels(session) if one.name == "Shop")
    until = ledger.today()
    set_override(ledger, sku="TEA", channel_id=shop, units=0, reason="a fair", first=date(2026, 6, 8), until=until)
    # 10 in the first week as the rules say, none in the second.
    assert by_channel(ask(ledger), Who.PUBLISHED)["Shop"][:2] == (10, 9)


def test_that_rules_which_cannot_be_followed_are_refused(ledger: Ledger) -> None:
    start_draft(ledger)
    draft(ledger, Share(0), Scope(channels=("Shop",)))  # type: ignore[arg-type]  # a whole number is exact too
    draft(ledger, Cap(0), Scope(channels=("Fair",)))
    with pytest.raises(UserError, match=r"TEA cannot be allocated by draft on 2026-06-01: .* Nothing was replayed"):
        ask(ledger)


# Where the past comes from.


def test_that_weeks_are_whole_and_chosen_by_days_or_by_their_number(ledger: Ledger) -> None:
    assert len(past(ledger).mondays) == 15
    assert past(ledger, weeks=3).mondays[0] == date(2026, 5, 25)
    assert past(ledger, first=date(2026, 5, 26), last=date(2026, 6, 13)).mondays == (JUNE,)
    with pytest.raises(UserError, match="no whole week between these days"):
        past(ledger, first=date(2026, 6, 2), last=date(2026, 6, 13))
    with pytest.raises(UserError, match="No channel asked for CUP"):
        ask(ledger, sku="CUP")


def test_that_a_sale_of_a_day_to_come_adds_no_weeks(ledger: Ledger) -> None:
    before = ask(ledger).mondays
    import_text(ledger, "slip.csv", f"{SALES}Shop,2036-06-02,S99,TEA,1,20.00,sale\n")
    assert ask(ledger).mondays == before


def test_that_an_empty_ledger_says_what_to_import(tmp_path: Path) -> None:
    empty = new_ledger(tmp_path, name="empty")
    with empty.read() as session, pytest.raises(UserError, match="Import the sales"):
        replay_rules(session)
    empty.close()


def test_that_counts_move_to_the_ends_of_their_weeks() -> None:
    mondays = (JUNE, JUNE + timedelta(days=7))
    sold = {JUNE: 4, date(2026, 6, 5): 3, date(2026, 6, 10): 5, date(2026, 6, 16): 6}
    arrived = {date(2026, 6, 6): 20}
    # Before June, in the middle of the first week, and three days after the last.
    counts = {date(2026, 5, 30): 9, date(2026, 6, 3): 5, date(2026, 6, 4): 12, date(2026, 6, 17): 11}
    assert counts_by_week(counts, [sold], arrived, mondays) == {0: 9, 1: 12 - 3 + 20, 2: 11 + 6}
    assert counts_by_week({}, [sold], arrived, mondays) == {}


def test_that_what_arrived_is_recorded_and_what_was_expected_was_counted_on(ledger: Ledger) -> None:
    import_text(
        ledger,
        "inbound.csv",
        "reference,sku,quantity,expected,received,received_on,ordered\n"
        "PO-1,TEA,40,2026-06-01,40,2026-06-09,2026-05-04\nPO-2,TEA,9,2026-06-20,0,,2026-06-10\n",
    )
    found = past(ledger, first=JUNE)
    # 40 are missing at the end. They left in proportion to sales, but no earlier than the 22 of the first week allow.
    assert found.pool == Place(30, (-8, 8), (0, 40), frozenset({0, 2}))
    first, second = sorted(found.receipts, key=lambda one: one.receipt.day)
    days = (date(2026, 6, 1), date(2026, 6, 8), date(2026, 6, 15))
    assert [first.expected_on(day) for day in days] == [True, False, False]
    assert [second.expected_on(day) for day in days] == [False, False, True]


def test_that_promises_are_lines_with_their_window_and_those_without_a_day_are_left_out(ledger: Ledger) -> None:
    import_text(
        ledger,
        "commitments.csv",
        "channel,reference,sku,quantity,ship_by,ship_from,shipped\n"
        "Fair,SO-1,TEA,6,2026-06-12,2026-06-08,6\nFair,SO-2,TEA,5,,,0\nFair,SO-3,TEA,0,2026-06-12,,0\n",
    )
    (line,) = past(ledger).lines
    assert (line.channel, line.line.units, line.line.ship_by, line.first) == (
        "Fair",
        6,
        date(2026, 6, 12),
        date(2026, 6, 8),
    )
    assert any("1 order line without a last day" in words for words in ask(ledger).grounds)
    # Held from the first Monday on, though nothing else is promised to the fair.
    start_draft(ledger)
    draft(ledger, Cap(6), Scope(channels=("Fair",)))
    assert by_channel(ask(ledger), Who.TRIED)["Fair"][0] == 12


def test_that_a_channels_own_stock_stays_its_own(ledger: Ledger) -> None:
    import_text(ledger, "own.csv", "location,sku,date,on_hand\nStall,TEA,2026-06-14,50\n")
    with ledger.read() as session:
        fair = next(one.id for one in channels(session) if one.name == "Fair")
        stall = next(one.id for one in places(session) if one.name == "Stall")
    edit_location(ledger, location_id=stall, kind=LocationKind.OWN, allocatable=False, channel_id=fair)
    found = past(ledger, first=JUNE)
    # Counted once, at the end: before that, what the fair sold came to its stall in the same week.
    assert [one.own for one in found.channels if one.facts.name == "Fair"] == [
        Place(50, (10, 3), (0, 0), frozenset({2}))
    ]
    # 13 of the 30 that left the barn are not explained by the shop's 17.
    assert (found.pool.opening, found.drawn, sum(found.pool.arrivals)) == (30, [12, 5], -13)
    assert by_channel(ask(ledger), Who.PUBLISHED)["Fair"][:2] == (13, 0)


def test_that_a_replay_reports_its_progress_and_can_be_stopped(ledger: Ledger) -> None:
    seen: list[tuple[int, int, str]] = []
    june = Period(JUNE, date(2026, 6, 14))
    assert replayed(ledger, Progress(lambda *one: seen.append(one)), period=june).skus == 1
    assert seen == [(0, 0, "Reading the past"), (0, 1, "TEA"), (1, 1, "")]
    stopped = Progress()
    stopped.cancel()
    with pytest.raises(Cancelled):
        replayed(ledger, stopped, period=june)
