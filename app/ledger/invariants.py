"""What must hold of the facts whatever was imported: one function for each invariant that has facts to look at."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Callable, Iterator

from app.ledger.digests import Connection
from app.ledger.report import Finding, each, judged, no_facts
from app.ledger.soundness import Examined
from models.domain.accounts import ACCOUNTS, contra
from models.domain.money import major
from models.domain.words import counted


def two_legs(examined: Examined) -> Finding:
    """Check I1: every posting stands on a known account, which gives it its other leg."""
    rows = examined.bare.execute("SELECT account, count(*), min(id) FROM posting GROUP BY account").fetchall()
    total = sum(count for _, count, _ in rows)
    return judged(
        "I1 Two legs",
        (
            f"{counted(count, 'posting')} on “{code}”, first {first}"
            for code, count, first in rows
            if code not in ACCOUNTS
        ),
        sound=f"{each(total, 'posting').capitalize()} has an account and an account that it stands against.",
        wrong="Postings stand on accounts that nobody knows.",
    )


_LEGS = """SELECT p.day, p.currency, p.channel_id, p.account, d.billed, sum(p.amount), sum(p.base_minor)
           FROM posting p JOIN document d ON d.id = p.document_id WHERE p.in_force = 1
           GROUP BY p.day, p.currency, p.channel_id, p.account, d.billed"""


def trial_balance(examined: Examined) -> Finding:
    """Check I2: over all accounts both legs add up to zero on every day, by currency and in the ledger's own."""
    balances: Counter[tuple[str, str]] = Counter()
    accounts: Counter[tuple[str, str]] = Counter()
    for day, currency, channel, account, billed, amount, base in examined.bare.execute(_LEGS):
        against = contra(account, billed=bool(billed)) if account in ACCOUNTS else ""
        accounts[f"{account} {channel}", currency] += amount
        balances[day, currency] += amount
        balances[day, "base"] += base or 0
        if against:
            accounts[f"{against} {channel}", currency] -= amount
            balances[day, currency] -= amount
            balances[day, "base"] -= base or 0
    faults = [f"{day}: {amount} {currency} too much" for (day, currency), amount in sorted(balances.items()) if amount]
    faults += [f"{currency} over all accounts: {total}" for currency, total in sorted(_by_currency(accounts)) if total]
    days = len({day for day, _ in balances})
    return judged(
        "I2 Trial balance",
        faults,
        sound=f"Zero on {each(days, 'day')}, by currency and in {examined.ledger.currency}.",
        wrong="The accounts do not balance.",
    )


def _by_currency(accounts: Counter[tuple[str, str]]) -> list[tuple[str, int]]:
    totals: Counter[str] = Counter()
    for (_, currency), amount in accounts.items():
        totals[currency] += amount
    return list(totals.items())


def every_row(examined: Examined) -> Finding:
    """Check I3: every row of every file is posted, left out on purpose or set aside, and in only one way."""
    total = examined.bare.execute("SELECT coalesce(sum(rows), 0) FROM source_file").fetchone()[0]
    return judged(
        "I3 Every row",
        _uncounted_rows(examined.bare),
        sound=f"{each(total, 'row').capitalize()} of the imported files is posted, left out with a reason or set aside "
        "with one.",
        wrong="Rows of imported files are missing or counted twice.",
    )


_IMPORTS = """SELECT b.id, s.name, s.rows, b.counts FROM batch b JOIN source_file s ON s.id = b.source_file_id
              WHERE b.kind = 'import' ORDER BY b.id"""
_POSTED_VERDICTS = ("new", "changed", "already there", "overtaken by a newer version")
# The batch is named twice, so that its postings are looked through once and not for every remark.
_TWICE = """SELECT DISTINCT "row" FROM remark WHERE batch_id = :batch AND verdict IN (:out, :unread) AND "row" IN
            (SELECT p."row" FROM posting p JOIN document d ON d.id = p.document_id WHERE d.batch_id = :batch)"""
_SET_ASIDE = ("left out on purpose", "cannot be read")


def _uncounted_rows(connection: Connection) -> Iterator[str]:
    for batch, name, rows, counts in connection.execute(_IMPORTS).fetchall():
        posted = sum(json.loads(counts).get(verdict, 0) for verdict in _POSTED_VERDICTS)
        aside = connection.execute(
            'SELECT count(DISTINCT "row") FROM remark WHERE batch_id = ? AND verdict IN (?, ?)', (batch, *_SET_ASIDE)
        ).fetchone()[0]
        if posted + aside != rows:
            yield f"batch {batch} ({name}): {counted(posted, 'row')} posted and {aside} set aside, of {rows}"
        out, unread = _SET_ASIDE
        twice = connection.execute(_TWICE, {"batch": batch, "out": out, "unread": unread}).fetchall()
        if twice:
            rows_twice = counted(len(twice), "row")
            yield f"batch {batch} ({name}): {rows_twice} both posted and set aside, first row {twice[0][0]}"


# A download that broke off no longer counts once the whole of it came.
_CONTROLS = """WITH told AS (SELECT b.id, s.export, s.channel_id, s.control_name, s.control_total, s.control_sum,
               s.currency FROM batch b JOIN source_file s ON s.id = b.source_file_id
               WHERE b.kind = 'import' AND b.active = 1 AND s.control_total IS NOT NULL),
               whole AS (SELECT export, channel_id, control_name FROM told WHERE control_sum = control_total)
               SELECT id, control_name, control_total, control_sum, currency FROM told WHERE control_sum = control_total
               OR (export, channel_id, control_name) NOT IN whole ORDER BY id"""
_BATCH_SUMS = """SELECT p.currency, sum(p.amount) FROM posting p JOIN document d ON d.id = p.document_id
                 WHERE d.batch_id = ? GROUP BY p.currency"""


def control_totals(examined: Examined) -> Finding:
    """Check I4: the postings of each settlement add up to what the settlement says it pays."""
    controls = examined.bare.execute(_CONTROLS).fetchall()
    if not controls:
        return no_facts("I4 Control totals", "no imported file states a total.")
    return judged(
        "I4 Control totals",
        _missed_totals(examined.bare, controls),
        sound="The postings of the one file that states a total add up to it."
        if len(controls) == 1
        else f"The postings of {len(controls)} files add up to the totals these state.",
        wrong="Files do not add up to the totals they state.",
    )


def _missed_totals(connection: Connection, controls: list[tuple[int, str, int, int, str]]) -> Iterator[str]:
    for batch, name, total, noted, currency in controls:
        sums = dict(connection.execute(_BATCH_SUMS, (batch,)).fetchall())
        if noted not in {*sums.values(), 0 if not sums else None}:
            yield f"batch {batch} ({name}): the postings no longer add up to {major(noted, currency)} {currency}"
        if noted != total:
            missing = major(total - noted, currency)
            yield f"batch {batch} ({name}): {missing} {currency} missing to the stated {major(total, currency)}"


def clearing(_examined: Examined) -> Finding:
    """Check I5, once sales are matched with the settlement that pays them."""
    return no_facts("I5 Clearing", "single sales are not matched with the settlements that pay them.")


def stock_units(_examined: Examined) -> Finding:
    """Check I6, once movements of stock are kept beside the levels that channels report."""
    return no_facts("I6 Stock units", "only reported stock levels are kept, no receipts or issues between them.")


# The same sums by two ways: the index that reports walk, and the table itself.
_CELLS = """SELECT {by}, account, currency, sum(amount), sum(base_minor), sum(quantity), sum(orders) FROM posting {how}
            WHERE in_force = 1 GROUP BY {by}, account, currency"""
_BY_CHANNEL = "channel_id, substr(day, 1, 7)"
_BY_MONTH = "substr(day, 1, 7)"


def channels_add_up(examined: Examined) -> Finding:
    """Check I7: on every account and in every month the channels and what they share add up to the company."""
    query = _CELLS.format
    company = {
        tuple(row[:3]): tuple(row[3:])
        for row in examined.bare.execute(query(by=_BY_MONTH, how="NOT INDEXED")).fetchall()
    }
    added: dict[tuple[object, ...], tuple[int, ...]] = {}
    for row in examined.bare.execute(query(by=_BY_CHANNEL, how="INDEXED BY ix_posting_read")):
        before = added.get(tuple(row[1:4]), (0, 0, 0, 0))
        added[tuple(row[1:4])] = tuple(one + (other or 0) for one, other in zip(before, row[4:], strict=True))
    faults = (
        f"{month} {account} {currency}: channels {added.get((month, account, currency))}, company {amounts}"
        for (month, account, currency), amounts in sorted(company.items())
        if added.get((month, account, currency)) != tuple(amount or 0 for amount in amounts)
    )
    return judged(
        "I7 Channels and company",
        faults,
        sound=f"The channels add up to the company in {each(len(company), 'cell')} by month and account.",
        wrong="The channels do not add up to the company.",
    )


_LISTED = """SELECT p.channel_id, substr(p.day, 1, 7), p.account, p.currency, sum(p.amount), sum(p.base_minor),
             sum(p.quantity), sum(p.orders) FROM document d CROSS JOIN posting p ON p.document_id = d.id
             WHERE d.standing = 'in force' GROUP BY 1, 2, 3, 4"""


def drill_down(examined: Examined) -> Finding:
    """Check I8: every cell of the read is the sum of the postings that opening it lists."""
    read = set(examined.bare.execute(_CELLS.format(by=_BY_CHANNEL, how="INDEXED BY ix_posting_read")).fetchall())
    listed = set(examined.bare.execute(_LISTED).fetchall())
    return judged(
        "I8 Drill-down",
        (f"{' '.join(str(part) for part in cell)}" for cell in sorted(read ^ listed, key=str)),
        sound=f"{each(len(read), 'cell').capitalize()} by channel, month and account is the sum of the postings listed "
        "behind it.",
        wrong="Cells differ from the postings listed behind them.",
    )


_TIES = """SELECT DISTINCT a.source, a."key" FROM document a JOIN document b
           ON b.source = a.source AND b.channel_id IS a.channel_id AND b."key" = a."key" AND b.occurrence = a.occurrence
           AND b.id > a.id AND b.stamp = a.stamp AND b.digest <> a.digest
           JOIN batch x ON x.id = a.batch_id AND x.active = 1 JOIN batch y ON y.id = b.batch_id AND y.active = 1
           ORDER BY 1, 2"""


def order_of_import(examined: Examined) -> Finding:
    """Check I10: no version of a document counts only because its file happened to be imported first."""
    rows = examined.bare.execute(_TIES).fetchall()
    return judged(
        "I10 Order of import",
        (f"{source} {key}: two files of the same time say different things" for source, key in rows),
        sound="Which version of a document counts hangs on the files alone, never on the order of import.",
        wrong="Files of the same time contradict each other; the one imported first counts.",
    )


_TWICE_IN_FORCE = """SELECT source, "key", occurrence, count(*) FROM document
                     WHERE standing IN ('in force', 'cross-check')
                     GROUP BY source, channel_id, "key", occurrence HAVING count(*) > 1"""


def counted_once(examined: Examined) -> Finding:
    """Check I11: however often a file was imported or undone, each thing counts once."""
    total = examined.bare.execute("SELECT count(*) FROM document WHERE standing = 'in force'").fetchone()[0]
    rows = examined.bare.execute(_TWICE_IN_FORCE).fetchall()
    return judged(
        "I11 Counted once",
        (f"{source} {key} ({occurrence}) counts {count} times" for source, key, occurrence, count in rows),
        sound=f"{each(total, 'document').capitalize()} in force counts once.",
        wrong="Documents count more than once.",
    )


def as_of(_examined: Examined) -> Finding:
    """Check I14, once reports are stored."""
    return no_facts("I14 As of a day", "no report is stored that a later reading could be held against.")


INVARIANTS: tuple[Callable[[Examined], Finding], ...] = (
    two_legs,
    trial_balance,
    every_row,
    control_totals,
    clearing,
    stock_units,
    channels_add_up,
    drill_down,
    order_of_import,
    counted_once,
    as_of,
)
