"""Rows that people edit as the log keeps them before and after a change, those of older versions as they are now."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

Image = dict[str, Any]


def read_image(table: str, text: str | None) -> Image | None:
    """Read an image as the log keeps it, in the columns that its table has by now; None where there was no row."""
    return None if text is None else as_now(table, json.loads(text))


def as_now(table: str, row: Mapping[str, Any]) -> Image:
    """Give a row of an older version what the upgrades of the schema gave to the rows of its table."""
    match table:
        case "sku":
            return {"brand": "", "ready_made": None, **row}
        case "rule" if "channel_id" in row:
            kept = {name: value for name, value in row.items() if name not in {"sku", "channel_id"}}
            channel = row["channel_id"]
            return {
                **kept,
                "skus": json.dumps([row["sku"]] if row["sku"] else [], ensure_ascii=False),
                "brand": "",
                "channels": json.dumps([] if channel is None else [channel]),
            }
        case _:
            return dict(row)
