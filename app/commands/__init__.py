"""The command line: each command calls the same query or action as a page does."""

from __future__ import annotations

from app.commands.keeping import demo_ledger
from app.commands.parser import parse
from app.commands.run import run

__all__ = ["demo_ledger", "parse", "run"]
