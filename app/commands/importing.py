"""The commands that bring files in, list imports and take them back."""

from __future__ import annotations

import argparse
import sys
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

from app.actions.imports import COLUMNS as CONSEQUENCE_COLUMNS
from app.actions.imports import Consequence, Consequences, consequences, undo_import
from app.columns import Column, Kind
from app.commands.ledgers import opened
from app.commands.output import print_json, text_table
from app.errors import ImportRefused, UserError
from app.importing.batch import Imported, import_file
from app.importing.finding import FileToImport, find_files
from app.importing.foreign import lacking_rates
from app.importing.new_channels import made_sentence
from app.importing.preview import Choices, Preview, by_channel, preview
from app.importing.templates import write_template
from app.importing.verdicts import Verdict, of_five
from app.jobs import Progress
from app.ledger.ledger import Ledger
from app.moments import day_here
from app.queries.batches import COLUMNS as BATCH_COLUMNS
from app.queries.batches import BatchRow, batches
from models.domain.money import major
from models.domain.words import counted

DONE, LOOK, REFUSED = 0, 1, 2
_MOST_REASONS = 100
_MOST_TOLD = 10
_CURRENCY: Column[Consequence] = Column("Currency", lambda move: move.after.currency, Kind.CODE)
_NUMBER: Column[BatchRow] = Column("Batch", lambda row: row.id, Kind.COUNT)


@dataclass(frozen=True)
class Outcome:
    """What came of one file on the command line: looked at, imported, or refused with the sentence."""

    file: FileToImport
    seen: Preview | None
    imported: Imported | None
    refusal: str = ""

    @property
    def needs_a_look(self) -> bool:
        """Whether a person should look at it."""
        if self.refusal:
            return True
        return self.imported.needs_a_look if self.imported else False


def choices_of(arguments: argparse.Namespace) -> Choices:
    """Gather what was said about the import."""
    options = {
        "decimal": {"point": ".", "comma": ","}.get(arguments.decimal or "", ""),
        "day_first": arguments.day_first or "",
        "day": arguments.day.isoformat() if arguments.day else "",
        "encoding": arguments.encoding or "",
        "newest": arguments.newest or "",
    }
    said = {name: value for name, value in options.items() if value}
    return Choices(channel=arguments.channel, export=arguments.export, options=said)


def bring_in(arguments: argparse.Namespace, who: str) -> int:
    """Import files, or only look at them."""
    files = find_files(arguments.paths)
    if not files:
        raise ImportRefused("There is no file in what was named. Nothing was imported.")
    choices = choices_of(arguments)
    with opened(arguments, who, read_only=arguments.dry_run) as ledger:
        outcomes = _looked_at(ledger, files, choices) if arguments.dry_run else _imported(ledger, files, choices)
        outcomes = _with_rates_of_all(ledger, outcomes)
    if arguments.json:
        print_json([_as_json(outcome) for outcome in outcomes])
    else:
        for outcome in outcomes:
            _tell(outcome)
    for outcome in outcomes:
        if outcome.refusal:
            print(f"{outcome.file.name}: {outcome.refusal}", file=sys.stderr)
    if all(outcome.refusal for outcome in outcomes):
        return REFUSED
    return LOOK if any(outcome.needs_a_look for outcome in outcomes) else DONE


def _imported(ledger: Ledger, files: Sequence[FileToImport], choices: Choices) -> list[Outcome]:
    outcomes = []
    for file in files:
        try:
            imported = import_file(ledger, Progress(), file=file, choices=choices)
            outcomes.append(Outcome(file, imported.preview, imported))
        except ImportRefused as error:
            outcomes.append(Outcome(file, None, None, str(error)))
    return outcomes


def _looked_at(ledger: Ledger, files: Sequence[FileToImport], choices: Choices) -> list[Outcome]:
    """Look at files without importing any, each as it will be once those before it are imported."""
    outcomes: list[Outcome] = []
    for file in files:
        ahead = [one.seen for one in outcomes if one.seen and not one.seen.asks]
        try:
            with ledger.read() as session:
                seen = preview(session, file, choices, Progress(), today=ledger.today(), ahead=ahead)
            outcomes.append(Outcome(file, seen, Imported(seen, None, seen.channel.name, None)))
        except ImportRefused as error:
            outcomes.append(Outcome(file, None, None, str(error)))
    return outcomes


def _with_rates_of_all(ledger: Ledger, outcomes: Sequence[Outcome]) -> list[Outcome]:
    """Take back that a rate is missing where a file behind has brought it, or would."""
    told = [draft for one in outcomes if one.seen and not one.seen.asks for draft in one.seen.drafts]
    again: list[Outcome] = []
    with ledger.read() as session:
        for one in outcomes:
            if one.seen is None or one.imported is None or not one.seen.lacking_rates:
                again.append(one)
                continue
            still = lacking_rates(session, one.seen.lacking_rates.items(), coming=told)
            seen = replace(one.seen, lacking_rates=still)
            again.append(replace(one, seen=seen, imported=replace(one.imported, preview=seen)))
    return again


def _as_json(outcome: Outcome) -> dict[str, Any]:
    if outcome.seen is None or outcome.imported is None:
        return {"file": outcome.file.name, "refused": outcome.refusal}
    seen = outcome.seen
    # What cannot be read first, since the summary sends people here for it.
    said = sorted((one for one in seen.verdicts if one.reason), key=lambda one: one.verdict is not Verdict.UNREAD)
    said = said[:_MOST_REASONS]
    return {
        "file": outcome.file.name,
        "export": seen.export.code,
        "title": seen.export.title,
        "evidence": seen.found.evidence,
        "channel": seen.channel.name or ", ".join(sorted(name for name in by_channel(seen.drafts) if name)) or None,
        "new_channels": list(seen.new_channels),
        "batch": outcome.imported.batch_id,
        "already_imported": seen.imported_before or None,
        "rows": seen.read.total_rows,
        "period": [seen.first_day, seen.last_day],
        "counts": _by_verdict(seen),
        "overtaken": seen.counts()[Verdict.OVERTAKEN],
        "control_total": major(seen.control.total, seen.control.currency) if seen.control else None,
        "sum": _sum(seen),
        "currency": seen.read.currency,
        "reasons": [
            {
                "row": said_of.row,
                "verdict": str(of_five(said_of.verdict)),
                "column": said_of.column,
                "reason": said_of.reason,
            }
            for said_of in said
        ],
        "needs_a_look": [
            {
                "row": look.row,
                "reason": look.reason,
                "missing": major(look.amount, look.currency),
                "currency": look.currency,
            }
            for look in seen.looks[:_MOST_REASONS]
        ],
        "missing_rates": [{"currency": code, "first_day": day} for code, day in sorted(seen.lacking_rates.items())],
        "days_to_come": [{"row": row, "day": day} for row, day in seen.later[:_MOST_REASONS]],
    }


def _by_verdict(seen: Preview) -> dict[str, int]:
    counts = dict.fromkeys(map(str, map(of_five, Verdict)), 0)
    for verdict, count in seen.counts().items():
        counts[of_five(verdict)] += count
    return counts


def _sum(seen: Preview) -> str | None:
    if seen.control is None or seen.control_sum is None:
        return None
    return major(seen.control_sum, seen.control.currency)


def _tell(outcome: Outcome) -> None:
    if outcome.seen is None or outcome.imported is None:
        return
    seen = outcome.seen
    counts = ", ".join(f"{count} {verdict}" for verdict, count in seen.counts().items() if count)
    where = f" for {seen.channel.name}" if seen.channel.name else ""
    print(f"{outcome.file.name}: {seen.export.title}{where}: {counts or 'no rows'}.")
    before = f"Already imported on {day_here(seen.imported_before)}; nothing was added" if seen.imported_before else ""
    makes = seen.makes if outcome.imported.batch_id is None else made_sentence(seen.new_channels)
    for said in filter(None, (before, makes, seen.overtaken, seen.wants_rates, seen.foretells)):
        print(f"  {said}.")
    if seen.control is not None and seen.control_sum is not None:
        missed = seen.control_sum - seen.control.total
        verdict = "equals the control total"
        if missed:
            verdict = f"misses the control total by {major(missed, seen.control.currency)}"
        print(f"  The rows add up to {_sum(seen)} {seen.control.currency}, which {verdict}.")
    unread = [item for item in seen.verdicts if item.verdict is Verdict.UNREAD]
    for item in unread[:_MOST_TOLD]:
        column = f", column {item.column}" if item.column else ""
        print(f"  Row {item.row}{column}: {item.reason}.")
    _tell_more(len(unread), "that cannot be read")
    left_out = Counter(item.reason for item in seen.verdicts if item.verdict is Verdict.LEFT_OUT)
    for reason, count in left_out.most_common(_MOST_TOLD):
        print(f"  {counted(count, 'row')} left out: {reason}.")
    _tell_more(len(left_out), "reasons to leave rows out")
    for look in seen.looks[:_MOST_TOLD]:
        missing = f"; missing {major(look.amount, look.currency)} {look.currency}" if look.amount else ""
        print(f"  Row {look.row}: {look.reason}{missing}.")
    _tell_more(len(seen.looks), "to look at")


def _tell_more(count: int, what: str) -> None:
    """Say how many of a list were not told, and where they are."""
    if count > _MOST_TOLD:
        where = "lists them" if count <= _MOST_REASONS else f"lists the first {_MOST_REASONS}"
        print(f"  And {count - _MOST_TOLD} more {what}; --json {where}.")


def list_batches(arguments: argparse.Namespace, who: str) -> int:
    """List the imports, newest first."""
    with opened(arguments, who) as ledger, ledger.read() as session:
        rows = batches(session, today=ledger.today())
    if arguments.json:
        print_json([_batch_json(row) for row in rows])
    else:
        print(text_table((_NUMBER, *BATCH_COLUMNS), rows) if rows else "Nothing was imported yet.")
    return DONE


def _batch_json(row: BatchRow) -> dict[str, Any]:
    return {
        "batch": row.id,
        "file": row.file,
        "export": row.export,
        "channel": row.channel,
        "from": row.first_day,
        "to": row.last_day,
        "rows": row.rows,
        "counts": {
            "new": row.new,
            "changed": row.changed,
            "already there": row.known + row.overtaken,
            "left out on purpose": row.left_out,
            "cannot be read": row.unread,
        },
        "overtaken": row.overtaken,
        "control_total": row.control,
        "sum": row.control_sum,
        "currency": row.control.currency if row.control else None,
        "state": row.state,
        "made_at": row.made_at.isoformat(),
        "made_by": row.made_by,
        "digest": row.digest,
    }


def undo(arguments: argparse.Namespace, who: str) -> int:
    """Take an import out of force, and say which lines move."""
    with opened(arguments, who, read_only=False) as ledger:
        moves = consequences(ledger, Progress(), batch_id=arguments.batch)
        with ledger.read() as session:
            (file,) = (row for row in batches(session) if row.id == arguments.batch)
        _tell_moves(file, moves)
        if not arguments.dry_run:
            undo_import(ledger, Progress(), batch_id=arguments.batch)
            print(f"Import {arguments.batch} is undone.")
    return DONE


def _tell_moves(file: BatchRow, moves: Consequences) -> None:
    """Say what the undo of a file moves: its days, the lines with their total, and the currency."""
    days = f", {file.first_day} to {file.last_day}" if file.first_day else ""
    print(f"Import {file.id}: {file.file}{days}.\n{moves.sentence()}")
    if moves.lines:
        several = (_CURRENCY,) if len(moves.currencies) > 1 else ()
        print(text_table((*CONSEQUENCE_COLUMNS, *several), moves.rows))


def template(arguments: argparse.Namespace, who: str) -> int:
    """Write the template of one of the own tables."""
    del who
    if arguments.out.exists():  # it may be filled in
        raise UserError(f"{arguments.out} exists already and was left alone. Nothing was written. Choose another name.")
    write_template(arguments.table, arguments.out)
    print(f"Wrote {arguments.out}.")
    return DONE
