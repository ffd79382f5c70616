"""Running the allocation, and fixing single numbers for a while."""

from __future__ import annotations

from datetime import date

from sqlalchemy import select

from app.actions.lapsing import end_before
from app.errors import UserError
from app.jobs import Progress
from app.ledger.bulk import without_collecting
from app.ledger.ledger import Done, Ledger
from app.ledger.runs import NewCase, write_run
from app.queries.allocation import book, outcomes
from app.queries.allocation_facts import load_facts
from app.queries.allocation_runs import ENGINE_VERSION, digest_of_inputs, new_case
from app.queries.fixing import why_not
from app.queries.overrides import overrides
from app.queries.rules import ALLOCATION
from models.domain.allocation.outcome import Outcome
from models.tables import AllocationRun, Channel, Override, Sku

_TOPICS = frozenset({"allocation", "history"})
_SKUS_A_STEP = 100


def run_allocation(ledger: Ledger, progress: Progress, *, day: date | None = None) -> tuple[int, list[Outcome]]:
    """Share out every SKU by the published rules and store inputs and awards; gives the run's id and what it found."""
    _, identity, found = _run(ledger, progress, day)
    return identity, found


def store_run(ledger: Ledger, progress: Progress, *, day: date | None = None) -> Done:
    """Share out every SKU by the published rules and store the run, for the window."""
    done, _, _ = _run(ledger, progress, day)
    return done


@without_collecting()
def _run(ledger: Ledger, progress: Progress, day: date | None) -> tuple[Done, int, list[Outcome]]:
    today = day or ledger.today()
    progress.step(0, 1, "Reading stock, sales and promises")
    with ledger.change("Allocate", _TOPICS) as (session, done):
        facts, rules = load_facts(session, today), book(session)
        channels = dict(facts.channels)
        found: list[Outcome] = []
        cases: list[NewCase] = []
        for number, (_, outcome) in enumerate(outcomes(facts, rules, overrides(session, day=today))):
            if number % _SKUS_A_STEP == 0:
                progress.step(number, len(facts.skus), "Sharing out")
            found.append(outcome)
            cases.append(new_case(outcome, channels, ledger.currency))
        progress.step(len(found), len(found), "Storing the run")
        run = AllocationRun(
            made_at=ledger.now(),
            made_by=ledger.who,
            day=today.isoformat(),
            rule_set_id=rules.id,
            rules_digest=rules.digest,
            input_digest=digest_of_inputs(cases),
            engine_version=ENGINE_VERSION,
        )
        write_run(session, run, cases)
        identity = run.id
    return done, identity, found


def set_override(
    ledger: Ledger, *, sku: str, channel_id: int, units: int, reason: str, until: date, first: date | None = None
) -> Done:
    """Fix the number of a SKU on a channel until a day; what was fixed before for the same days ends.

    Refused where there are not that many units to share, so that the sum stays the pool.
    """
    today = ledger.today()
    start = first or today
    with ledger.change("Fix a number", _TOPICS) as (session, done):
        channel = session.get_one(Channel, channel_id)
        done.label = f"Fix {sku} on {channel.name} at {units} until {until}"
        if not reason.strip():
            raise UserError("A number is fixed with a reason only. Nothing was changed. Say why.")
        if units < 0 or until < max(start, today):
            raise UserError("A fixed number is 0 or more and ends today or later. Nothing was changed.")
        if session.scalars(select(Sku.id).where(Sku.code == sku)).first() is None:
            raise UserError(f"There is no SKU “{sku}”. Nothing was changed.")
        refused = why_not(session, sku=sku, channel=channel.name, units=units, first=start, until=until, day=today)
        if refused:
            raise UserError(f"{refused} Nothing was changed.")
        pair = (Override.family == ALLOCATION, Override.sku == sku, Override.channel_id == channel_id)
        end_before(session, session.scalars(select(Override).where(*pair, Override.until >= start.isoformat())), start)
        session.add(
            Override(
                family=ALLOCATION,
                sku=sku,
                channel_id=channel_id,
                units=units,
                reason=reason.strip(),
                valid_from=start.isoformat(),
                until=until.isoformat(),
            )
        )
    return done


def lift_override(ledger: Ledger, *, override_id: int) -> Done:
    """End an override now; one that began before today stays on record until yesterday."""
    with ledger.change("Lift a fixed number", _TOPICS) as (session, done):
        row = session.get(Override, override_id)
        if row is None:
            raise UserError("This number is not fixed any more. Nothing was changed.")
        done.label = f"Lift the fixed number of {row.sku}"
        end_before(session, [row], ledger.today())
    return done
