"""Notes, texts, shapes and images that lie on a chart beside its items."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

KINDS = ("note", "text", "rectangle", "ellipse", "line", "arrow", "image")
LINES = ("line", "arrow")
FAR = 1_000_000.0
"""Canvas units from the middle at most."""
LETTER, LEAST, TALLEST = 14.0, 2.0, 2_000.0
"""Canvas units of a line of text: usually, and within which bounds."""
LETTERS, MOST = 5_000, 2_000
"""Letters of a text, and notes on one chart, at most."""


@dataclass(frozen=True)
class Note:
    """One thing on a chart that is no item; ``number`` names it.

    ``x`` and ``y`` are its upper left corner in canvas units, ``width`` and ``height`` its size; a line runs from
    (``x``, ``y``) by (``width``, ``height``), which may be negative. ``colour`` is a slot of the theme's type colours,
    -1 for none; ``behind`` items or before them; ``of`` is the id of the item that a note is about, 0 for none;
    ``image`` names an image that the case keeps; ``letter`` is the height of a line of text in canvas units.
    """

    number: int
    kind: str
    x: float
    y: float
    width: float
    height: float
    text: str = ""
    colour: int = -1
    behind: bool = False
    of: int = 0
    image: str = ""
    letter: float = LETTER

    def plain(self) -> dict[str, Any]:
        """Return it as plain values, without those that say nothing."""
        found: dict[str, Any] = {"number": self.number, "kind": self.kind}
        found |= {name: round(getattr(self, name), 3) for name in ("x", "y", "width", "height")}
        rest = {"text": self.text, "behind": self.behind, "of": self.of, "image": self.image}
        found |= {name: value for name, value in rest.items() if value}
        if self.letter != LETTER:
            found["letter"] = round(self.letter, 3)
        return found | ({"colour": self.colour} if self.colour >= 0 else {})


def note_from(said: object) -> Note | None:
    """Return the note that plain values describe, None where they can't be one."""
    if not isinstance(said, dict):
        return None
    known: dict[str, Any] = {str(key): value for key, value in said.items()}
    numbers = [known.get(name) for name in ("x", "y", "width", "height")]
    if known.get("kind") not in KINDS or not _whole(known.get("number"), 1):
        return None
    if not all(isinstance(each, int | float) and not isinstance(each, bool) for each in numbers):
        return None
    x, y, width, height = (float(each) for each in numbers if isinstance(each, int | float))
    if not all(math.isfinite(each) and abs(each) <= FAR for each in (x, y, width, height)):
        return None
    kind = str(known["kind"])
    if kind not in LINES and (width < 1 or height < 1):
        return None
    text, image, colour, of = (known.get(name) for name in ("text", "image", "colour", "of"))
    return Note(
        int(known["number"]),
        kind,
        x,
        y,
        width,
        height,
        text[:LETTERS] if isinstance(text, str) else "",
        colour if isinstance(colour, int) and not isinstance(colour, bool) and 0 <= colour < 8 else -1,
        known.get("behind") is True,
        of if isinstance(of, int) and _whole(of, 1) else 0,
        image[:64] if isinstance(image, str) else "",
        _letter(known.get("letter")),
    )


def _letter(value: object) -> float:
    usual = isinstance(value, int | float) and not isinstance(value, bool) and LEAST <= value <= TALLEST
    return float(value) if usual and isinstance(value, int | float) else LETTER


def _whole(value: object, least: int) -> bool:
    return isinstance(value, int) and not isinstance(value, bool) and least <= value < 2**63


def notes_in(body: Mapping[str, Any]) -> list[Note]:
    """Return the notes of a chart, the lowest first; what can't be one is passed over."""
    listed = body.get("notes")
    found: dict[int, Note] = {}
    for each in (listed if isinstance(listed, list) else [])[:MOST]:
        note = note_from(each)
        if note is not None:
            found[note.number] = note
    return list(found.values())
