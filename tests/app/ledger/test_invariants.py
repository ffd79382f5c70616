"""Whatever happens in whatever order, the ledger says what a plain dictionary says (I1–I11)."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, timedelta
from pathlib import Path
from tempfile import mkdtemp

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import Bundle, RuleBasedStateMachine, initialize, invariant, multiple, precondition, rule
from sqlalchemy import func, select

from app.importing.rebuild import rebuild
from app.jobs import Progress
from app.ledger import opening
from app.ledger.doctor import examine
from models.tables import Batch, Change, Cost, Posting
from tests.make import NOW, Amount, Clock, Order, import_text, new_ledger, orders_csv, reopened, settlement, type_cost

# Twelve orders, some cancelled on a later day; a file shows them as they were on the day it was exported.
ORDERS = 12
CANCELLED = {2: 9, 5: 6, 7: 20}
SETTLEMENTS = {
    1: [Amount("Principal", 1000), Amount("Principal", 1000), Amount("Commission", -150)],
    2: [Amount("Principal", 700, sku="BOWL"), Amount("FBAPerUnitFulfillmentFee", -320), Amount("Storage Fee", -5)],
    3: [Amount("Commission", -1)] * 3,
}
ACCOUNTS = {"Principal": "REV", "Commission": "FEE_REF", "FBAPerUnitFulfillmentFee": "FULFIL", "Storage Fee": "STORAGE"}


def order(number: int, *, exported: int) -> Order:
    """Give an order as a file shows it that was exported on a day."""
    cancelled = CANCELLED.get(number)
    day = Order(cancelled).day if cancelled is not None and cancelled <= exported else None
    return Order(number, sku="BOWL" if number % 3 == 0 else "TEA", units=1 + number % 2, price=500, cancelled=day)


@dataclass
class Imported:
    """What the model knows of one import: what it says of each document, and how new that is."""

    text: str
    stamp: tuple[str, str]
    says: dict[str, tuple[tuple[str, str, int, int], ...]]
    active: bool = True


@dataclass
class Step:
    """One step of the model that can be taken back and done again."""

    change_id: int
    back: Callable[[], None]
    again: Callable[[], None]


@dataclass
class Model:
    """The ledger as a plain dictionary: imports by batch, costs by id, and the two stacks."""

    imports: dict[int, Imported] = field(default_factory=dict)
    costs: dict[int, tuple[str, str, int]] = field(default_factory=dict)
    undo: list[Step] = field(default_factory=list)
    redo: list[Step] = field(default_factory=list)

    def did(self, step: Step) -> None:
        """Note a new step."""
        self.undo.append(step)
        self.redo.clear()

    def figures(self) -> dict[str, int]:
        """Add up what counts: of each document the newest version that nobody undid, and the cost of what was sold."""
        sums: dict[str, int] = {}
        newest: dict[str, tuple[tuple[str, str], int]] = {}
        for batch, one in self.imports.items():
            for key in one.says if one.active else ():
                found = newest.get(key)
                if found is None or (one.stamp, -batch) > (found[0], -found[1]):
                    newest[key] = (one.stamp, batch)
        for key, (_, batch) in newest.items():
            for account, sku, amount, units in self.imports[batch].says[key]:
                sums[account] = sums.get(account, 0) + amount
                day = key.split()[-1]
                known = [(start, number, cost) for number, (of, start, cost) in self.costs.items() if of == sku]
                valid = sorted(one for one in known if one[0] <= day)
                if account == "REV" and valid:
                    sums["COGS"] = sums.get("COGS", 0) - units * valid[-1][2]
        return {account: amount for account, amount in sums.items() if amount}


class Ledgers(RuleBasedStateMachine):
    """Does to a ledger and to its model the same things."""

    batches = Bundle("batches")

    def __init__(self) -> None:
        super().__init__()
        self.folder = Path(mkdtemp())
        self.ledger = new_ledger(self.folder)
        self.model = Model()

    @initialize()
    def begin(self) -> None:
        """Begin with an empty ledger."""
        assert self.figures() == {}

    def figures(self) -> dict[str, int]:
        """Add up what is in force, by account."""
        with self.ledger.read() as session:
            query = select(Posting.account, func.sum(Posting.base_minor)).where(Posting.in_force == 1)
            rows = session.execute(query.group_by(Posting.account))
            return {account: amount for account, amount in rows if amount}

    @rule(
        target=batches,
        first=st.integers(0, ORDERS - 1),
        size=st.integers(1, 6),
        later=st.integers(0, 12),
    )
    def import_orders(self, first: int, size: int, later: int) -> object:
        """Import a window of orders as exported some days after its last."""
        numbers = range(first, min(first + size, ORDERS))
        exported = numbers[-1] + later
        orders = [order(number, exported=exported) for number in numbers]
        text = orders_csv(orders)
        moments = [f"{one.day}T09:30" for one in orders] + [f"{one.cancelled}T08:00" for one in orders if one.cancelled]
        time = NOW + timedelta(days=exported)
        says: dict[str, tuple[tuple[str, str, int, int], ...]] = {
            f"order {one.number} {one.day}": ()
            if one.cancelled
            else (("REV", one.sku, one.units * one.price, one.units),)
            for one in orders
        }
        done = import_text(self.ledger, "orders.csv", text, time=time).done
        return self._imported(done, Imported(text, (max(moments), time.isoformat()), says))

    @rule(target=batches, number=st.sampled_from(sorted(SETTLEMENTS)))
    def import_settlement(self, number: int) -> object:
        """Import a settlement, twin rows and all."""
        amounts = SETTLEMENTS[number]
        text = settlement(number, amounts)
        says: dict[str, tuple[tuple[str, str, int, int], ...]] = {}
        for place, one in enumerate(amounts):
            account = ACCOUNTS[one.description]
            says[f"settlement {number} {place} 2026-03-10"] = ((account, one.sku, one.amount, one.units),)
        done = import_text(self.ledger, f"{number}.txt", text).done
        return self._imported(done, Imported(text, ("", ""), says))

    def _imported(self, done: object, one: Imported) -> object:
        again = any(other.active and other.text == one.text for other in self.model.imports.values())
        assert (done is None) == again
        change_id, batch_id = getattr(done, "change_id", None), getattr(done, "batch_id", None)
        if change_id is None or batch_id is None:
            return multiple()
        self.model.imports[batch_id] = one
        self.model.did(self._step(change_id, batch_id, active=True))
        return batch_id

    def _step(self, change_id: int, batch_id: int, *, active: bool) -> Step:
        def turn(to: bool) -> Callable[[], None]:
            def turned() -> None:
                self.model.imports[batch_id].active = to

            return turned

        return Step(change_id, turn(not active), turn(active))

    @rule(batch_id=batches)
    def undo_import(self, batch_id: int) -> None:
        """Undo any import that stands, however long ago it was."""
        one = self.model.imports[batch_id]
        if not one.active:
            return
        with self.ledger.read() as session:
            first = select(func.min(Change.id)).where(Change.batch_id == batch_id)
            change_id = session.execute(first).scalar_one()
        # The change that brought it back last, if it was undone before, is the one that can be taken back.
        standing = [step for step in self.model.undo if step.change_id == change_id]
        done = self.ledger.revert(change_id)
        one.active = False
        if standing:
            self.model.undo.remove(standing[0])
            self.model.redo.append(standing[0])
        else:
            self.model.did(self._step(done.change_id or 0, batch_id, active=False))

    @rule(sku=st.sampled_from(["TEA", "BOWL"]), day=st.integers(0, 14), amount=st.integers(1, 400))
    def type_a_cost(self, sku: str, day: int, amount: int) -> None:
        """Type a landed cost that holds from a day on."""
        start = (date(2026, 3, 1) + timedelta(days=day)).isoformat()
        cost = type_cost(self.ledger, sku, amount, valid_from=start)
        self.model.costs[cost] = (sku, start, amount)
        self._edited(cost, None, (sku, start, amount))

    @precondition(lambda self: self.model.costs)
    @rule(which=st.integers(0, 99), amount=st.integers(1, 400))
    def edit_a_cost(self, which: int, amount: int) -> None:
        """Change a cost in place."""
        cost = sorted(self.model.costs)[which % len(self.model.costs)]
        before = self.model.costs[cost]
        after = (before[0], before[1], amount)
        if after == before:
            return
        with self.ledger.change("Edit cost") as (session, _):
            session.get_one(Cost, cost).amount = amount
            session.flush()
            self.ledger.recost(session, {(1, before[0]), (2, before[0])})
        self.model.costs[cost] = after
        self._edited(cost, before, after)

    def _edited(self, cost: int, before: tuple[str, str, int] | None, after: tuple[str, str, int]) -> None:
        def put(image: tuple[str, str, int] | None) -> Callable[[], None]:
            def done() -> None:
                if image is None:
                    del self.model.costs[cost]
                else:
                    self.model.costs[cost] = image

            return done

        self.model.did(Step(self.ledger.stacks().undo[0][0], put(before), put(after)))

    @precondition(lambda self: self.model.undo)
    @rule()
    def undo(self) -> None:
        """Undo the latest change."""
        self.ledger.undo()
        step = self.model.undo.pop()
        step.back()
        self.model.redo.append(step)

    @precondition(lambda self: self.model.redo)
    @rule()
    def redo(self) -> None:
        """Do again what was undone last."""
        done = self.ledger.redo()
        step = self.model.redo.pop()
        step.again()
        self.model.undo.append(Step(done.change_id or 0, step.back, step.again))

    @rule()
    def close_and_open(self) -> None:
        """Start anew; undo begins anew with it."""
        self.ledger = reopened(self.ledger)
        self.model.undo.clear()
        self.model.redo.clear()

    @rule()
    def back_up_and_restore(self) -> None:
        """Make a backup; what is restored from it says the same."""
        made = self.ledger.backup("regular")
        target = self.folder / "restored.channelbook"
        opening.restore(made.path, target)
        mine, self.ledger = self.ledger, opening.open_ledger(target, clock=Clock())
        assert self.figures() == self.model.figures()
        self.ledger.close()
        self.ledger = mine
        for file in self.folder.glob("restored*"):
            file.unlink()

    @invariant()
    def says_the_same(self) -> None:
        """Compare the figures and the stacks."""
        assert self.figures() == self.model.figures()
        stacks = self.ledger.stacks()
        assert (len(stacks.undo), len(stacks.redo)) == (len(self.model.undo), len(self.model.redo))

    def teardown(self) -> None:
        """Examine what came of it, rebuild it from its files, and import them again in another order."""
        report = examine(self.ledger, Progress(), rebuild=rebuild)
        assert report.ok, [finding for finding in report.findings if not finding.ok]
        self._another_order()
        with self.ledger.read() as session:
            active = set(session.scalars(select(Batch.id).where(Batch.active == 1, Batch.kind == "import")))
        assert active == {batch for batch, one in self.model.imports.items() if one.active}
        self.ledger.close()
        shutil.rmtree(self.folder)

    def _another_order(self) -> None:
        wanted = self.figures()
        mine, self.ledger = self.ledger, new_ledger(self.folder, name="another order")
        for sku, start, amount in self.model.costs.values():
            type_cost(self.ledger, sku, amount, valid_from=start)
        for one in reversed([one for one in self.model.imports.values() if one.active]):
            moment = one.stamp[1]
            time = type(NOW).fromisoformat(moment) if moment else NOW
            import_text(self.ledger, "again", one.text, time=time)
        assert self.figures() == wanted
        self.ledger.close()
        self.ledger = mine


Ledgers.TestCase.settings = settings(
    max_examples=20, stateful_step_count=16, deadline=None, suppress_health_check=list(HealthCheck)
)
TestLedgers = Ledgers.TestCase
