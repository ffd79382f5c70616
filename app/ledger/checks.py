"""What must hold of any ledger file, asked of a bare connection: for backups and on opening."""

from __future__ import annotations

from typing import Any

from app.errors import UserError
from app.ledger.chain import START, link_hash
from models.domain.accounts import ACCOUNTS

_TAIL = 50


def verify_copy(connection: Any) -> str:  # noqa: ANN401 - the driver has no types
    """Check that a copy adds up (every account known, chain unbroken at its end) and give the head of its chain."""
    unknown = [
        account for (account,) in connection.execute("SELECT DISTINCT account FROM posting") if account not in ACCOUNTS
    ]
    if unknown:
        raise UserError(f"The copy holds postings on unknown accounts ({', '.join(sorted(unknown))}) and was not kept.")
    broken = chain_tail(connection)
    if broken:
        raise UserError(f"The chain of the copy is broken: {broken}. It was not kept.")
    last = connection.execute("SELECT hash FROM link ORDER BY id DESC LIMIT 1").fetchone()
    return str(last[0]) if last else START


def chain_tail(connection: Any) -> str:  # noqa: ANN401 - the driver has no types
    """Check the last links of the chain; gives a description of the first break, or an empty text."""
    rows = connection.execute(
        "SELECT id, kind, subject_id, digest, hash FROM link ORDER BY id DESC LIMIT ?", (_TAIL + 1,)
    ).fetchall()[::-1]
    previous = START if len(rows) <= _TAIL else None
    for number, kind, subject, digest, value in rows:
        if previous is not None and link_hash(previous, kind, subject, digest) != value:
            return f"link {number} ({kind} {subject}) does not follow from the one before"
        previous = value
    return ""
