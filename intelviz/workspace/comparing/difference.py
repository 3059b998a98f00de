"""Two sides set beside each other: what both hold, what only one holds, and what differs in what both hold."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Literal

import numpy as np
from numpy.typing import NDArray

from intelviz.case.columns import Mask, Rows
from intelviz.case.merging import LABEL, PLACE, WHEN
from intelviz.case.speaking import Said, said_differently
from intelviz.schema.when import Precision, When
from intelviz.workspace.comparing.members import Members, members, named, source_named
from intelviz.workspace.comparing.sides import Side
from intelviz.workspace.rows import rows_of
from intelviz.workspace.workspace import Workspace

if TYPE_CHECKING:
    from intelviz.case.file import CaseFile

Part = Literal["left", "common", "right"]
PARTS: dict[Part, str] = {"left": "Only left", "common": "In both", "right": "Only right"}
STILL = 0.5
"""Canvas units that an item may stand apart on two charts and not count as moved."""


@dataclass(frozen=True, slots=True)
class Changed:
    """A property of an item that two imports state differently; several values of one import are joined by " · "."""

    row: int
    name: str
    before: str
    after: str


@dataclass(frozen=True, eq=False)
class Comparison:
    """Two sides; ``moved`` and ``hidden`` are rows of items that stand elsewhere, or are hidden on one chart only.

    ``places`` are where the moved items stand (canvas units: x and y left, x and y right), ``hidden_left`` says which
    of the hidden are hidden on the left chart. ``changed`` is what two imports state differently of the items of which
    both speak.
    """

    left: Members
    right: Members
    moved: Rows
    hidden: Rows
    changed: tuple[Changed, ...]
    places: NDArray[np.float64] = field(default_factory=lambda: np.zeros((0, 4)))
    hidden_left: Mask = field(default_factory=lambda: np.zeros(0, bool))

    def items(self, part: Part) -> Mask:
        """Return one flag an item: it belongs to a part."""
        return _part(part, self.left.items, self.right.items)

    def links(self, part: Part) -> Mask:
        """Return one flag a link: it belongs to a part."""
        return _part(part, self.left.links, self.right.links)

    @property
    def notes(self) -> tuple[str, ...]:
        """What could not be put on either side, in words."""
        if self.left.notes == self.right.notes:
            return self.left.notes
        return (
            *(f"Left: {each}" for each in self.left.notes),
            *(f"Right: {each}" for each in self.right.notes),
        )


def _part(part: Part, left: Mask, right: Mask) -> Mask:
    match part:
        case "left":
            return left & ~right
        case "common":
            return left & right
        case "right":
            return right & ~left


def compare(workspace: Workspace, case: CaseFile, left: Side, right: Side) -> Comparison:
    """Set two sides beside each other; it may be called from a job."""
    one, other = members(workspace, case, left), members(workspace, case, right)
    if left.kind == right.kind == "chart":
        return _placed(workspace, case, one, other)
    none = np.zeros(0, np.int32)
    changed = changes(workspace, case, left, right) if left.kind == right.kind == "import" else ()
    return Comparison(one, other, none, none, changed)


def _placed(workspace: Workspace, case: CaseFile, left: Members, right: Members) -> Comparison:
    """Compare two charts: also which items stand elsewhere on the other, and which only one of them hides."""
    charts = case.charts()
    one, other = (charts[named(side.value, list(charts), "chart")] for side in (left.side, right.side))
    at = rows_of(other.id, one.id)
    both = np.flatnonzero(at >= 0)
    at = at[both]
    rows = rows_of(workspace.items.id, one.id[both])
    # What the case no longer has stands on no chart that is drawn.
    both, at, rows = both[rows >= 0], at[rows >= 0], rows[rows >= 0]
    places = np.column_stack([one.x[both], one.y[both], other.x[at], other.y[at]]).astype(np.float64)
    away = np.hypot(places[:, 0] - places[:, 2], places[:, 1] - places[:, 3]) > STILL
    apart = one.hidden[both] != other.hidden[at]
    return Comparison(left, right, rows[away], rows[apart], (), places[away], one.hidden[both][apart])


def changes(workspace: Workspace, case: CaseFile, left: Side, right: Side) -> tuple[Changed, ...]:
    """Return what two imports state differently, property by property, in order of the items."""
    with case.examining() as connection:
        told = said_differently(connection, source_named(case, left.value).id, source_named(case, right.value).id)
    rows = rows_of(workspace.items.id, np.fromiter(told, np.int64, len(told)))
    found: list[Changed] = []
    for row, (before, after) in zip(rows.tolist(), told.values(), strict=True):
        if row < 0:
            continue
        old, new = _values(before), _values(after)
        for name in dict.fromkeys((*old, *new)):
            one, other = old.get(name, ()), new.get(name, ())
            if set(one) != set(other):
                found.append(Changed(row, name_words(workspace, row, name), " · ".join(one), " · ".join(other)))
    return tuple(found)


def name_words(workspace: Workspace, row: int, name: str) -> str:
    """Return the label of a property of an item's type."""
    usual = {LABEL: "label", WHEN: "when", PLACE: "where"}.get(name)
    if usual is not None:
        return usual
    said = workspace.schema.properties_of(workspace.items.type_names[workspace.items.type[row]])
    return next((each.label for each in said if each.name == name), name)


def _values(said: list[Said]) -> dict[str, tuple[str, ...]]:
    """Return by property the different values of several statements, as text."""
    found: dict[str, dict[str, None]] = {}
    for each in said:
        for name, value in each.items():
            if value is not None:
                found.setdefault(name, {})[_text(name, value)] = None
    return {name: tuple(values) for name, values in found.items()}


def _text(name: str, value: Any) -> str:
    if name == WHEN and _numbers(value, 3):
        start, end, precision = (int(each) for each in value)
        known = min(max(precision, int(min(Precision))), int(max(Precision)))
        return When(start, max(start, end), Precision(known)).text()
    if name == PLACE and _numbers(value, 2):
        return f"{value[1]:.6f}, {value[0]:.6f}"
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, list):
        return ", ".join(str(each) for each in value)  # pyright: ignore[reportUnknownArgumentType, reportUnknownVariableType]
    return str(value)


def _numbers(value: Any, least: int) -> bool:
    return (
        isinstance(value, list)
        and len(value) >= least  # pyright: ignore[reportUnknownArgumentType]
        and all(isinstance(each, int | float) for each in value[:least])  # pyright: ignore[reportUnknownVariableType]
    )


def counts_by_type(names: tuple[str, ...], types: np.ndarray[Any, Any], masks: list[Mask]) -> dict[str, list[int]]:
    """Return for each type name that any of the masks holds how many of it each holds, most first."""
    table = np.stack([np.bincount(types[mask], minlength=len(names)) for mask in masks], axis=1)
    order = np.argsort(-table.sum(axis=1), kind="stable")
    return {names[code]: table[code].tolist() for code in order.tolist() if table[code].any()}
