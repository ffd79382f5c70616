"""The life of a conflict: decisions, re-runs, snoozes that end, and the return of what was resolved."""

from __future__ import annotations

from datetime import date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from models.domain.conflicts.lifecycle import (
    Accepted,
    Acknowledged,
    Assigned,
    Decision,
    Event,
    Run,
    Snoozed,
    Standing,
    State,
    fold,
)

DAY = datetime(2026, 5, 4, 9)  # noqa: DTZ001 - the ledger's own time


def at(days: int) -> datetime:
    return DAY + timedelta(days=days)


def run(days: int, *found: str, checked: frozenset[str] | None = None) -> Run:
    return Run(at(days), frozenset(found), checked)


def after(*events: Event, day: int = 0) -> Standing:
    return fold(events, at(day).date())["A"]


def test_that_a_conflict_is_new_then_acknowledged_then_resolved_by_evidence() -> None:
    events: list[Event] = [run(0, "A"), Acknowledged(at(1), "A", "Kim"), run(2, "A"), run(3)]
    assert [after(*events[:count]).state for count in (1, 2, 3, 4)] == [
        State.NEW,
        State.ACKNOWLEDGED,
        State.ACKNOWLEDGED,
        State.RESOLVED,
    ]
    assert after(*events[:3]).person == "Kim"
    assert after(*events).changed == at(3)


def test_that_it_comes_back_new_when_the_evidence_does() -> None:
    events: list[Event] = [
        run(0, "A"),
        Assigned(at(0), "A", "Kim"),
        Accepted(at(1), "A", "Lee", "one season"),
        run(5),
        run(9, "A"),
    ]
    found = after(*events, day=11)
    assert (found.state, found.returns, found.reason, found.owner) == (State.NEW, 1, "", "Kim")
    assert (found.first_seen, found.since, found.age(at(11).date())) == (at(0), at(9), 2)


def test_that_a_snooze_ends_on_its_day_with_or_without_a_run() -> None:
    snoozed: list[Event] = [run(0, "A"), Snoozed(at(0), "A", "Kim", at(3).date())]
    assert [after(*snoozed, day=day).state for day in (2, 3)] == [State.SNOOZED, State.NEW]
    assert after(*snoozed, run(3, "A"), day=3).state is State.NEW
    assert after(*snoozed, run(2, "A"), day=2).until == at(3).date()
    assert after(*snoozed, run(2), run(2, "A"), day=2).state is State.NEW


def test_that_an_accepted_one_stays_accepted_while_the_evidence_is_there() -> None:
    found = after(run(0, "A"), Accepted(at(0), "A", "Kim", "agreed with the retailer"), run(30, "A"), day=30)
    assert (found.state, found.person, found.reason) == (State.ACCEPTED, "Kim", "agreed with the retailer")
    assert found.age(at(30).date()) == 30


def test_that_a_decision_takes_the_place_of_the_one_before() -> None:
    found = after(run(0, "A"), Accepted(at(0), "A", "Kim", "for now"), Snoozed(at(1), "A", "Lee", at(4).date()), day=1)
    assert (found.state, found.person, found.reason, found.until) == (State.SNOOZED, "Lee", "", at(4).date())


def test_that_a_run_over_a_part_resolves_only_what_it_has_checked() -> None:
    standing = fold([run(0, "A", "B"), run(1, checked=frozenset({"A"}))], at(1).date())
    assert [standing[name].state for name in "AB"] == [State.RESOLVED, State.NEW]


@pytest.mark.parametrize("events", [[], [run(0, "A"), run(1)]])
def test_that_nothing_is_decided_about_what_is_not_there(events: list[Event]) -> None:
    with pytest.raises(ValueError, match=r"no run has found A|A is resolved"):
        fold([*events, Acknowledged(at(1), "A", "Kim")], at(1).date())


def test_that_a_snooze_has_a_later_day_and_an_acceptance_a_reason_and_a_person() -> None:
    with pytest.raises(ValueError, match="snooze until a later day"):
        Snoozed(at(1), "A", "Kim", at(0).date())
    for person, reason in (("Kim", " "), ("", "agreed")):
        with pytest.raises(ValueError, match="give both"):
            Accepted(at(1), "A", person, reason)


STEPS = st.lists(
    st.one_of(
        st.frozensets(st.sampled_from("ABC")),
        st.tuples(st.sampled_from("ABC"), st.sampled_from(("acknowledge", "snooze", "accept", "assign"))),
    ),
    max_size=25,
)


def decision(what: str, day: int, name: str) -> Decision:
    match what:
        case "acknowledge":
            return Acknowledged(at(day), name, "Kim")
        case "snooze":
            return Snoozed(at(day), name, "Kim", at(day + 3).date())
        case "accept":
            return Accepted(at(day), name, "Kim", "agreed")
        case _:
            return Assigned(at(day), name, "Kim")


def history(steps: list[frozenset[str] | tuple[str, str]]) -> list[Event]:
    """Turn steps into events, leaving out decisions about what is not there."""
    events: list[Event] = []
    there: frozenset[str] = frozenset()
    for day, step in enumerate(steps):
        if isinstance(step, frozenset):
            there = step
            events.append(Run(at(day), step))
        elif step[0] in there:
            events.append(decision(step[1], day, step[0]))
    return events


@given(STEPS)
def test_that_what_is_open_is_what_the_last_run_has_found(steps: list[frozenset[str] | tuple[str, str]]) -> None:
    events = history(steps)
    standing = fold(events, at(len(steps)).date())
    last = next((event.found for event in reversed(events) if isinstance(event, Run)), frozenset())
    assert {name for name, one in standing.items() if one.state is not State.RESOLVED} == last


@given(STEPS)
def test_that_a_run_that_finds_the_same_again_changes_nothing(steps: list[frozenset[str] | tuple[str, str]]) -> None:
    events = history(steps)
    twice = [one for event in events for one in ((event, event) if isinstance(event, Run) else (event,))]
    today: date = at(len(steps)).date()
    assert fold(twice, today) == fold(events, today)
    assert fold(events, today) == fold(tuple(events), today)
