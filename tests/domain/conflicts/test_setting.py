"""What all conflicts share: severity by size, names that last, the order, and figures of a formula."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from fractions import Fraction
from itertools import permutations

import pytest

from models.domain.conflicts.conflict import Conflict, Family, Kind, Severity, channel, rank, sku
from models.domain.conflicts.setting import Setting, product, units_of, worth

TODAY = date(2026, 5, 4)
KIND = Kind("A_KIND", Family.PRICE, Severity.LOW, "A kind", "Mend it")
SETTING = Setting(TODAY, "USD", {"DTC": 100_000, "AMZ": 300_000, "EBY": -100})


@pytest.mark.parametrize(
    "minor, severity",
    [
        (5_000, Severity.CRITICAL),  # 5 % of 1,000.00
        (4_999, Severity.HIGH),
        (1_000, Severity.HIGH),
        (999, Severity.MEDIUM),
        (100, Severity.MEDIUM),
        (99, Severity.LOW),
        (0, Severity.LOW),
    ],
)
def test_that_the_size_against_weekly_contribution_raises_the_severity(minor: int, severity: Severity) -> None:
    stake = SETTING.stake(minor, "USD", "")
    assert SETTING.severity(KIND, stake, ("DTC",)) is severity
    # It never lowers it.
    assert SETTING.severity(replace(KIND, base=Severity.HIGH), stake, ("DTC",)) is max(severity, Severity.HIGH)


@pytest.mark.parametrize("channels", [(), ("EBY",), ("WHS",), ("DTC", "WHS")])
def test_that_the_size_is_left_out_where_contribution_is_unknown_or_not_above_0(channels: tuple[str, ...]) -> None:
    assert SETTING.severity(KIND, SETTING.stake(10**9, "USD", ""), channels) is Severity.LOW


def test_that_several_channels_count_together() -> None:
    assert SETTING.severity(KIND, SETTING.stake(5_000, "USD", ""), ("DTC", "AMZ")) is Severity.HIGH


def test_that_a_fingerprint_tells_things_apart_whatever_their_names_hold() -> None:
    names = [(sku("A/channel=B"), channel("C")), (sku("A"), channel("B/C")), (sku("A"), channel("B"), channel("C"))]
    stake = SETTING.without_money()
    found = [SETTING.conflict(KIND, one, sentence="", stake=stake, window=TODAY) for one in names]
    assert len({one.fingerprint for one in found}) == 3
    assert found[1].fingerprint == "A_KIND/sku=A/channel=B%2FC/2026-05-04"
    worse = replace(found[1], severity=Severity.CRITICAL, stake=SETTING.stake(5, "USD", "more"), sentence="Worse")
    assert worse.fingerprint == found[1].fingerprint
    assert replace(found[1], window=date(2026, 5, 5)).fingerprint != found[1].fingerprint


def test_that_conflicts_stand_by_severity_stake_code_and_name() -> None:
    wanted = [
        made("B", Severity.CRITICAL, 1, "Z"),
        made("B", Severity.HIGH, 900, "Z"),
        made("A", Severity.HIGH, 5, "Y"),
        made("B", Severity.HIGH, 5, "A"),
        made("B", Severity.HIGH, 5, "B"),
    ]
    assert all(sorted(order, key=rank) == wanted for order in permutations(wanted))


def made(code: str, severity: Severity, minor: int, name: str) -> Conflict:
    kind = replace(KIND, code=code, base=severity)
    return SETTING.conflict(kind, (sku(name),), sentence="", stake=SETTING.stake(minor, "USD", ""))


def test_that_a_formula_can_be_worked_out_again() -> None:
    assert product(20, 756, "USD") == "20 units × 7.56 USD"
    assert product(1, Fraction(18462, 100), "USD") == "1 unit × 1.8462 USD"
    assert product(Fraction(5, 2), 100, "JPY") == "2.5 units × 100 JPY"
    assert worth(Fraction(202, 3), "USD") == "0.6733 USD"
    assert worth(Fraction(1, 1000), "USD") == "0.00 USD"
    assert units_of(Fraction(7, 3)) == "2.33 units"


def test_that_money_is_translated_between_currencies_of_other_decimals() -> None:
    setting = replace(SETTING, rates={"JPY": Fraction(67, 10_000)})
    assert setting.stake(1_000, "JPY", "10 units × 100 JPY").minor == 670
    assert setting.stake(1_000, "JPY", "10 units × 100 JPY").formula == "(10 units × 100 JPY) × 0.0067 USD/JPY"


def test_that_severities_have_words() -> None:
    assert [one.word for one in sorted(Severity, reverse=True)] == ["critical", "high", "medium", "low"]
