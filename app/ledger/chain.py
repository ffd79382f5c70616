"""The chain over batches and changes, which names the first one that was tampered with."""

from __future__ import annotations

from collections.abc import Iterator
from hashlib import sha256

from sqlalchemy import select
from sqlalchemy.orm import Session

from models.tables import Link

START = "0" * 64


def head(session: Session) -> str:
    """Give the hash of the last link."""
    last = session.execute(select(Link.hash).order_by(Link.id.desc()).limit(1)).scalar()
    return last or START


def add(session: Session, *, kind: str, subject_id: int, digest: str) -> str:
    """Append a link for a batch or change and give its hash."""
    value = link_hash(head(session), kind, subject_id, digest)
    session.add(Link(kind=kind, subject_id=subject_id, digest=digest, hash=value))
    session.flush()
    return value


def link_hash(previous: str, kind: str, subject_id: int, digest: str) -> str:
    """Hash one link: SHA-256 over the previous hash, the kind, the subject and its digest."""
    return sha256(f"{previous}\n{kind}\n{subject_id}\n{digest}".encode()).hexdigest()


def broken_links(session: Session) -> Iterator[str]:
    """Walk the whole chain and describe every link whose hash does not follow from the one before."""
    previous = START
    for link in session.execute(select(Link.id, Link.kind, Link.subject_id, Link.digest, Link.hash).order_by(Link.id)):
        if link_hash(previous, link.kind, link.subject_id, link.digest) != link.hash:
            yield f"link {link.id} ({link.kind} {link.subject_id}) does not follow from the one before"
        previous = link.hash
