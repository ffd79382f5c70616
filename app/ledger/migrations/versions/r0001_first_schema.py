"""The first schema, frozen in the SQL file beside this one; later schemas are later revisions."""

from __future__ import annotations

from pathlib import Path

from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make the tables, their indexes and the triggers that keep facts as they were."""
    script = Path(__file__).with_suffix(".sql").read_text(encoding="utf-8")
    for statement in script.split(";\n\n"):
        op.execute(statement.rstrip(";\n"))
