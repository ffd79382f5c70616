"""What can be read in a PDF: its letters as a search or a copy finds them, by the names that its fonts give them."""

from __future__ import annotations

import re
import zlib
from pathlib import Path

_MAP = re.compile(rb"<(\w{4})> <(\w{4})> (<\w{4}>|\[[^\]]*\])")


def words_in(path: Path) -> str:
    """Give what stands in a PDF of ours, a line for each piece of text."""
    whole = path.read_bytes()
    found = re.finditer(rb"\n(\d+) 0 obj\s(.*?)endobj", whole, re.DOTALL)
    objects = {one[1]: one[2] for one in found}
    fonts = {
        number: _letters(objects[named[1]])
        for number, body in objects.items()
        if (named := re.search(rb"/ToUnicode (\d+)", body))
    }
    pages = (body for body in objects.values() if b"/Type /Page\n" in body)
    return "\n".join(_said(objects[_number(rb"/Contents (\d+)", page)], fonts) for page in pages)


def _number(pattern: bytes, body: bytes) -> bytes:
    found = re.search(pattern, body)
    assert found is not None
    return found[1]


def _letters(stream: bytes) -> dict[bytes, str]:
    """Give the letter of each glyph that has one."""
    letters: dict[bytes, str] = {}
    for first, _last, names in _MAP.findall(stream):
        for place, name in enumerate(re.findall(rb"<(\w{4})>", names)):
            letters[b"%04X" % (int(first, 16) + place)] = chr(int(name, 16)).replace("\t", " ")
    return letters


def _said(stream: bytes, fonts: dict[bytes, dict[bytes, str]]) -> str:
    drawn = zlib.decompress(stream.partition(b"stream\n")[2])
    lines, letters = [""], dict[bytes, str]()
    for font, glyph in re.findall(rb"/F(\d+) \S+ Tf|<(\w{4})> Tj", drawn):
        if font:
            letters = fonts[font]
            lines.append("")
        else:
            lines[-1] += letters.get(glyph, "\0")
    return "\n".join(lines)
