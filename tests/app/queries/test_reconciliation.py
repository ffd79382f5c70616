"""What ties the ledger to its files, and what is open."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from sqlalchemy import select

from app.ledger.ledger import Ledger
from app.queries import reconciliation
from models.domain.money import Money
from models.domain.period import Period
from models.domain.postings import Draft, Fact, Posting
from models.tables import Posting as PostingRow
from tests.make import Amount, draft, import_text, new_ledger, settlement, type_rate, write

MARCH = Period(date(2026, 3, 1), date(2026, 3, 31))
APRIL = Period(date(2026, 4, 1), date(2026, 4, 30))


@pytest.fixture
def ledger(tmp_path: Path) -> Ledger:
    return new_ledger(tmp_path)


def dollars(minor: int) -> Money:
    return Money(minor, "USD")


def posted(account: str, amount: int, *, day: str = "2026-03-05", billed: bool = False) -> Draft:
    posting = Posting(1, day, account, amount, "USD")
    return Draft(Fact.SETTLEMENT, f"{account} {day}", day, [1], [posting], billed=billed)


def test_that_the_money_a_channel_holds_is_followed_from_before_the_period_to_after_it(ledger: Ledger) -> None:
    earlier = [posted("REV", 1_000, day="2026-02-20")]
    now = [posted("REV", 500), posted("FEE_REF", -50), posted("TAX_PASS", 40), posted("RESERVE", -30)]
    out = [posted("TRANSFER", -1_200), posted("SETTLE_UNEXPLAINED", 7)]
    elsewhere = [posted("ADS", -99, billed=True), posted("COGS", -200)]
    write(ledger, [*earlier, *now, *out, *elsewhere, posted("REV", 9, day="2026-04-01")])
    with ledger.read() as session:
        [row] = reconciliation.clearing(session, MARCH)
    assert (row.channel, row.before, row.earned, row.passed_on) == ("Shop", dollars(1_000), dollars(450), dollars(40))
    assert (row.paid_out, row.unexplained) == (dollars(-1_200), dollars(7))
    # What is kept back is still held.
    assert (row.after, row.reserve) == (dollars(297), dollars(30))


def test_that_a_settlement_is_paid_out_by_its_deposit_but_for_the_reserve(ledger: Ledger) -> None:
    import_text(ledger, "one.txt", settlement(1, [Amount("Principal", 900), Amount("Current Reserve Amount", -200)]))
    with ledger.read() as session:
        [row] = reconciliation.clearing(session, MARCH)
        [later] = reconciliation.clearing(session, APRIL)
    assert (row.earned, row.paid_out, row.after, row.reserve) == (
        dollars(900),
        dollars(-700),
        dollars(200),
        dollars(200),
    )
    assert (later.before, later.paid_out, later.after, later.reserve) == (
        dollars(200),
        dollars(0),
        dollars(200),
        dollars(200),
    )


def test_that_each_currency_a_channel_holds_stands_by_itself(ledger: Ledger) -> None:
    type_rate(ledger, "CAD", "0.7")
    write(ledger, [draft("A", amount=100), draft("B", amount=300, currency="CAD")])
    with ledger.read() as session:
        assert [row.after for row in reconciliation.clearing(session, MARCH)] == [Money(300, "CAD"), dollars(100)]


def test_that_only_imports_in_force_that_speak_of_the_period_are_listed(ledger: Ledger) -> None:
    first = import_text(ledger, "one.txt", settlement(1, [Amount("Principal", 900)]))
    import_text(ledger, "two.txt", settlement(2, [Amount("Principal", 800)]))
    ledger.undo()
    with ledger.read() as session:
        assert [batch.id for batch in reconciliation.imports_of(session, MARCH)] == [first.batch_id]
        assert reconciliation.imports_of(session, APRIL) == []


def test_that_what_is_not_classified_is_listed_by_channel(ledger: Ledger) -> None:
    write(ledger, [posted("UNCLASSIFIED", -77), posted("UNCLASSIFIED", -3, day="2026-03-06")])
    with ledger.read() as session:
        [row] = reconciliation.unclassified(session, MARCH)
        assert reconciliation.unclassified(session, APRIL) == []
    assert (row.channel, row.postings, row.amount) == ("Shop", 2, dollars(-80))


def test_that_an_amount_of_no_channel_on_a_line_of_channels_is_found(ledger: Ledger) -> None:
    write(ledger, [posted("FEE_PAY", -12), posted("SHARED_EQUAL", -500), posted("TAX_PASS", 5)], channel=None)
    with ledger.read() as session:
        assert reconciliation.without_channel(session, MARCH, "USD") == dollars(-12)
        assert reconciliation.without_channel(session, APRIL, "USD") == dollars(0)


def test_that_the_rates_listed_are_those_that_hold_within_the_period(ledger: Ledger) -> None:
    for day, rate in (("2026-01-01", "0.5"), ("2026-02-01", "0.6"), ("2026-03-10", "0.7"), ("2026-04-01", "0.8")):
        type_rate(ledger, "CAD", rate, day=day)
    type_rate(ledger, "EUR", "1.1")
    write(ledger, [draft(currency="CAD")])
    with ledger.read() as session:
        used = reconciliation.rates_used(session, MARCH, "USD")
    assert [(rate.currency, rate.day.isoformat(), rate.rate) for rate in used] == [
        ("CAD", "2026-02-01", "0.6"),
        ("CAD", "2026-03-10", "0.7"),
    ]


def test_that_of_two_rates_of_a_day_the_one_is_listed_by_which_amounts_are_translated(ledger: Ledger) -> None:
    type_rate(ledger, "CAD", "0.7", day="2026-03-01")
    import_text(ledger, "rates.csv", "day,currency,into,rate\n2026-03-01,CAD,USD,0.9\n")
    write(ledger, [draft(amount=1_000, currency="CAD")])
    with ledger.read() as session:
        [used] = reconciliation.rates_used(session, MARCH, "USD")
        [translated] = session.scalars(select(PostingRow.base_minor))
    assert (used.rate, translated) == ("0.7", 700)


def test_that_the_figures_are_of_the_last_change(ledger: Ledger) -> None:
    with ledger.read() as session:
        assert reconciliation.last_change(session) is None
    write(ledger, [draft()])
    with ledger.read() as session:
        made = reconciliation.last_change(session)
    assert made is not None
    assert made.date() == date(2026, 11, 23)
