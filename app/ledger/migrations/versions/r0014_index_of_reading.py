"""The index that the contribution read walks, made in two thirds of the time."""

from __future__ import annotations

from alembic import op

revision = "0014"
down_revision = "0013"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make the index anew, with the document behind the day."""
    op.execute("DROP INDEX ix_posting_read")
    op.execute(
        "CREATE INDEX ix_posting_read ON posting "
        "(channel_id, account, day, document_id, base_minor, quantity, orders) WHERE in_force = 1"
    )
