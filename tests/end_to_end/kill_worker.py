"""Works on a ledger until it is killed; a server that has everything imported forks one worker for each round."""

from __future__ import annotations

import os
import random
import sys
from pathlib import Path

from app.errors import UserError
from app.ledger import chain
from app.ledger.ledger import Ledger
from app.ledger.opening import open_ledger
from tests.make import Order, import_text, orders_csv, type_cost


def say(*words: object) -> None:
    """Tell the one who kills, without a buffer that could be lost."""
    os.write(1, (" ".join(map(str, words)) + "\n").encode())


def work(path: Path, seed: int) -> None:
    """Open the ledger and do one thing after another, telling before each and after each is acknowledged."""
    chance = random.Random(seed)
    say("start", "open")
    ledger = open_ledger(path, who="worker")
    say("done", "open", head(ledger))
    while True:
        what = chance.choices(["import", "undo", "redo", "backup", "cost", "reopen"], [8, 4, 2, 3, 2, 1])[0]
        say("start", what)
        try:
            ledger = step(ledger, what, chance)
        except UserError as error:  # nothing to undo, or what would be undone has later work on it
            say("refused", what, str(error)[:60])
            continue
        say("done", what, head(ledger))


def step(ledger: Ledger, what: str, chance: random.Random) -> Ledger:
    """Do one thing."""
    match what:
        case "import":
            first, size = chance.randrange(3000), chance.choice((20, 200, 200, 1100))
            end = first + size  # files that end with the same order are equally new, so they tell the same of each
            orders = [Order(number, ("TEA", "BOWL")[(number // 3 + end) % 2]) for number in range(first, end)]
            import_text(ledger, f"orders {first}.csv", orders_csv(orders))
        case "undo":
            ledger.undo()
        case "redo":
            ledger.redo()
        case "backup":
            ledger.backup("regular")
        case "cost":
            type_cost(ledger, chance.choice(("TEA", "BOWL")), chance.randrange(1000))
        case _:
            ledger.close()
            return open_ledger(ledger.path, who="worker")
    return ledger


def head(ledger: Ledger) -> str:
    """Give the head of the chain, which stands for everything that was acknowledged."""
    with ledger.read() as session:
        return chain.head(session)


def main() -> None:
    """Fork a worker for each line that names a ledger and a seed, and tell how it ended."""
    for line in sys.stdin:
        path, _, seed = line.rstrip("\n").rpartition("\t")
        worker = os.fork()
        if worker == 0:
            work(Path(path), int(seed))
        say("pid", worker)
        _, status = os.waitpid(worker, 0)
        say("ended", status)


if __name__ == "__main__":
    main()
