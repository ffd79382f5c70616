"""A drawing without scaled parts: Qt keeps the width of a line there by a note that many programs do not know."""

from __future__ import annotations

import re
from typing import Any

from defusedxml import ElementTree

_SVG = "{http://www.w3.org/2000/svg}"
_GROUP, _SHAPES = f"{_SVG}g", {f"{_SVG}path", f"{_SVG}polyline"}
_NUMBER = r"-?\d+\.?\d*(?:e[-+]?\d+)?"
_PAIR = re.compile(rf"({_NUMBER}),({_NUMBER})")
_NOTE, _KEEPS_WIDTH = "vector-effect", "non-scaling-stroke"


def plain(drawing: bytes) -> bytes:
    """Give a drawing of Qt's with every line and shape in the coordinates of the page, and without empty groups."""
    root = ElementTree.fromstring(drawing)
    for parent in root.iter():
        for group in [part for part in parent if part.tag == _GROUP]:
            if len(group) == 0:
                parent.remove(group)
            elif _can_be_placed(group):
                _place(group)
    for part in root.iter():
        part.tag = part.tag.removeprefix(_SVG)
        if part.get("font-family"):
            # Who does not have the font reads letters that are as plain.
            part.set("font-family", f"{part.get('font-family')}, sans-serif")
    root.set("xmlns", _SVG.strip("{}"))
    written: bytes = ElementTree.tostring(root, encoding="utf-8", xml_declaration=True)
    return written


def _can_be_placed(group: Any) -> bool:  # noqa: ANN401 -- what reads the drawing safely has no types
    """Tell whether a group holds only shapes whose lines do not grow with it."""
    stays = group.get("stroke") == "none"
    return "transform" in group.attrib and all(
        shape.tag in _SHAPES and (stays or shape.get(_NOTE) == _KEEPS_WIDTH) for shape in group
    )


def _place(group: Any) -> None:  # noqa: ANN401 -- the same
    a, b, c, d, e, f = (float(number) for number in re.findall(_NUMBER, group.attrib.pop("transform")))

    def placed(pair: re.Match[str]) -> str:
        x, y = float(pair[1]), float(pair[2])
        return f"{a * x + c * y + e:.2f},{b * x + d * y + f:.2f}"

    for shape in group:
        shape.attrib.pop(_NOTE, None)
        for name in ("d", "points"):
            if name in shape.attrib:
                shape.set(name, _PAIR.sub(placed, shape.get(name)))
