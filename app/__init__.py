"""What Channelbook does, without any window."""

from __future__ import annotations

VERSION = "0.1.0"
