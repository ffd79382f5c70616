"""Running one command: its exit code is 0 when done, 1 when something needs a look, 2 when it was refused."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable

from app.commands import (
    allocating,
    conflicts,
    drifting,
    importing,
    keeping,
    price_book,
    pricing,
    replenishing,
    reporting,
    routing,
    uploading,
)
from app.errors import UserError

DONE, LOOK, REFUSED = 0, 1, 2
Command = Callable[[argparse.Namespace, str], int]

COMMANDS: dict[str, Command] = {
    "new": keeping.new,
    "doctor": keeping.doctor,
    "backup": keeping.backup,
    "restore": keeping.restore,
    "demo": keeping.demo,
    "import": importing.bring_in,
    "batches": importing.list_batches,
    "undo-import": importing.undo,
    "template": importing.template,
    "contribution": reporting.contribution,
    "postings": reporting.postings,
    "export-journal": reporting.journal,
    "allocate": allocating.allocate,
    "replenish": replenishing.replenish,
    "route": routing.route,
    "upload-stock": uploading.upload_stock,
    "price": price_book.price,
    "prices": price_book.prices,
    "drift": drifting.drifted,
    "upload-prices": uploading.upload_prices,
    "floor": pricing.floor,
    "respond": pricing.respond,
    "conflicts": conflicts.conflicts,
}


def run(arguments: argparse.Namespace, *, who: str) -> int:
    """Run the command that was typed; a refusal is a sentence on the error stream."""
    try:
        return COMMANDS[arguments.command](arguments, who)
    except UserError as error:
        print(error, file=sys.stderr)
        return REFUSED
    except BrokenPipeError:
        return DONE
