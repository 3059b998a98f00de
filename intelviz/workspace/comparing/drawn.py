"""A comparison as a chart: three blocks side by side, each in a frame of its own shape with its words above it."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from intelviz.case.columns import Ints, Rows
from intelviz.schema.errors import UsageError
from intelviz.workspace.comparing.difference import PARTS, Comparison, Part
from intelviz.workspace.notes import Note
from intelviz.workspace.workspace import Workspace

MOST = 5_000
"""Items up to which a comparison is drawn: beyond, no label could be read."""
STEP, MARGIN, GAP = 72.0, 60.0, 220.0
"""Canvas units between items, between items and frame, and between frames."""
LETTERS = 24
"""Letters of a side over its frame, and in the name of the chart."""
FRAMES: dict[Part, str] = {"left": "rectangle", "common": "ellipse", "right": "rectangle"}


@dataclass(frozen=True, eq=False)
class Drawn:
    """Item ids with their places in canvas units, and the frames and words behind them."""

    ids: Ints
    x: NDArray[np.float32]
    y: NDArray[np.float32]
    notes: tuple[Note, ...]


def drawn(workspace: Workspace, found: Comparison, left: str, right: str) -> Drawn:
    """Lay out what either side holds; UsageError where that is nothing, or too much to be read on a chart."""
    rows: dict[Part, Rows] = {part: np.flatnonzero(found.items(part)).astype(np.int32) for part in PARTS}
    count = sum(len(each) for each in rows.values())
    if not count:
        raise UsageError("Neither side holds an item.", remedy="Choose other sides.")
    if count > MOST:
        raise UsageError(
            f"{count:,} items are too many to be read on a chart (at most {MOST:,}).",
            remedy="Compare less, such as a query of one type, or keep the parts as sets.",
        )
    words = {"left": f"Only {short(left)}", "common": "In both", "right": f"Only {short(right)}"}
    ids: list[Ints] = []
    places: list[NDArray[np.float32]] = []
    notes: list[Note] = []
    edge = 0.0
    tallest = max(_size(len(each))[1] for each in rows.values())
    letter = float(np.clip(tallest / 10, 18, 300))
    for part in PARTS:
        here = _sorted(workspace, rows[part])
        across, wide, high = _columns(len(here)), *_size(len(here))
        # An ellipse around a block of items reaches further out than a rectangle.
        more = (math.sqrt(2) - 1) / 2 if FRAMES[part] == "ellipse" else 0.0
        out_x, out_y = MARGIN + wide * more, MARGIN + high * more
        number = np.arange(len(here))
        x = edge + out_x + (number % across) * STEP
        y = -high / 2 + (number // across) * STEP
        ids.append(workspace.items.id[here])
        places.append(np.column_stack([x, y]).astype(np.float32))
        size = wide + 2 * out_x, high + 2 * out_y
        top = -size[1] / 2
        kind = FRAMES[part]
        notes.append(Note(len(notes) + 1, kind, edge, top, *size, behind=True))
        text = f"{words[part]}: {len(here):,}"
        wide_text = max(len(text) * letter * 0.62, 120.0)
        notes.append(
            Note(len(notes) + 1, "text", edge, top - letter * 2, wide_text, letter * 1.6, text=text, letter=letter)
        )
        edge += max(size[0], wide_text) + GAP
    place = np.concatenate(places)
    return Drawn(np.concatenate(ids), place[:, 0], place[:, 1], tuple(notes))


def short(words: str) -> str:
    """Return words that fit over a frame."""
    return words if len(words) <= LETTERS else f"{words[: LETTERS - 1].rstrip()}…"


def _columns(count: int) -> int:
    return max(math.ceil(math.sqrt(count * 0.8)), 1)


def _size(count: int) -> tuple[float, float]:
    """Return width and height of a block of items between the middles of the outermost."""
    across = _columns(count)
    return (min(across, max(count, 1)) - 1) * STEP, (max(math.ceil(count / across), 1) - 1) * STEP


def _sorted(workspace: Workspace, rows: Rows) -> Rows:
    """Return rows by type, in each the best linked first."""
    return rows[np.lexsort((rows, -workspace.adjacency.degree[rows], workspace.items.type[rows]))]
