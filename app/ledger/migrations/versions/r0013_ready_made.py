"""Whether a bundle is kept ready-made."""

from __future__ import annotations

from alembic import op

revision = "0013"
down_revision = "0012"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add the column; nobody has said it of any bundle yet."""
    op.execute("ALTER TABLE sku ADD COLUMN ready_made INTEGER")
