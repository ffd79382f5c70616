"""The command that lists what does not fit together in a ledger, with the money at stake."""

from __future__ import annotations

import argparse
import sys
from typing import Any

from app.columns import Column
from app.commands.ledgers import opened
from app.commands.output import json_text, output, text_table
from app.exporting.tables import put_csv
from app.queries.conflict_rows import COLUMNS, ConflictRow, conflict_rows
from app.queries.conflicts import FAMILIES
from models.domain.conflicts.conflict import Family
from models.domain.conflicts.lifecycle import State

DONE, LOOK = 0, 1
_IN_TABLE = ("Severity", "At stake", "What", "Age", "State", "Owner")


def conflicts(arguments: argparse.Namespace, who: str) -> int:
    """Look for conflicts and write them, the worst first; stores nothing."""
    families = FAMILIES if arguments.family is None else frozenset({Family(arguments.family)})
    with opened(arguments, who) as ledger, ledger.read() as session:
        today = arguments.day or ledger.today()
        found = conflict_rows(session, day=today, families=families)
    rows = [row for row in found.rows if row.state is not State.RESOLVED]
    with output(arguments.out) as stream:
        match arguments.format:
            case "json":
                stream.write(json_text([_json(row) for row in rows]) + "\n")
            case "csv":
                put_csv(stream, (*COLUMNS, _FORMULA), rows)
            case _:
                shown = [column for column in COLUMNS if column.title in _IN_TABLE]
                shown.sort(key=lambda column: _IN_TABLE.index(column.title))
                stream.write(text_table(shown, rows) + "\n" if rows else "No conflict was found.\n")
    for remark in found.looked.remarks:
        print(f"Worth a look: {remark}", file=sys.stderr)
    return LOOK if found.active or found.looked.remarks else DONE


_FORMULA: Column[ConflictRow] = Column("Formula", lambda row: row.conflict.stake.formula)


def _json(row: ConflictRow) -> dict[str, Any]:
    conflict = row.conflict
    return {
        "fingerprint": conflict.fingerprint,
        "code": conflict.kind.code,
        "family": row.family.value,
        "severity": row.severity.word,
        "sentence": conflict.sentence,
        "stake": row.stake.major(),
        "currency": conflict.stake.currency,
        "formula": conflict.stake.formula,
        "fix": conflict.fix,
        "channels": list(conflict.channels),
        "between_channels": conflict.between,
        "entities": [{"thing": one.thing.value, "id": one.id} for one in conflict.entities],
        "since": conflict.window,
        "state": row.state.value,
        "age_days": row.age,
        "owner": row.owner or None,
        "person": row.person or None,
        "reason": row.reason or None,
        "until": row.until,
        "returned": row.returns,
    }
