"""Layers that a case keeps under the kind "layer": how each is drawn and where it is from, read with suspicion.

The shapes themselves are kept once, by their hash, so that a change of colour does not write them again.
"""

from __future__ import annotations

import math
import re
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field, replace
from typing import TYPE_CHECKING, Any, cast

from intelviz.schema.errors import CaseDamagedError, UsageError
from intelviz.workspace.map_layers.shapes import MOST_CELL, MOST_CORNERS, Shapes, unpacked

if TYPE_CHECKING:
    from intelviz.case.file import CaseFile

KIND, SHAPES = "layer", "layer shapes"
COLOURS = ("#0072b2", "#009e73", "#d55e00", "#cc79a7", "#e69f00", "#56b4e9")
"""Okabe and Ito's, one after the other for new layers."""
_COLOUR = re.compile(r"#[0-9a-f]{6}")
_NUMBER = re.compile(r"[0-9a-f]{64}")
_WORDS, _NOTES = 300, 12


@dataclass(frozen=True)
class LayerStyle:
    """How a layer is drawn: colours as ``#rrggbb``, ``fill`` 0 to 1, ``width`` and ``size`` of points in pixels.

    ``label`` is the attribute that is written at each feature, "" for none.
    """

    colour: str = COLOURS[0]
    outline: str = COLOURS[0]
    fill: float = 0.2
    width: float = 1.5
    size: float = 8.0
    label: str = ""


@dataclass(frozen=True)
class MapLayer:
    """A layer: the SHA-256 of its shapes, what drew it, and the file (name, hash, part, form) that it came from.

    A ``base`` lies at the bottom, as part of the ground.
    """

    shapes: str
    style: LayerStyle = field(default_factory=LayerStyle)
    file: str = ""
    sha256: str = ""
    part: str = ""
    form: str = ""
    notes: tuple[str, ...] = ()
    base: bool = False
    corners: int = 0
    """How many there are, 0 where that is not known."""

    @property
    def body(self) -> dict[str, Any]:
        """The layer as it is kept."""
        return asdict(self) | {"notes": list(self.notes)}

    def styled(self, **changes: Any) -> MapLayer:
        """Return it with another style."""
        return replace(self, style=replace(self.style, **changes))


def read_layer(said: object) -> MapLayer:
    """Return the layer that a kept body describes; UsageError says what is wrong."""
    if not isinstance(said, Mapping):
        raise UsageError("A layer is an object with shapes and a style.")
    body = cast("Mapping[str, object]", said)
    style = body.get("style")
    if not isinstance(style, Mapping):
        raise UsageError("A layer needs a style.")
    shapes = body.get("shapes")
    if not isinstance(shapes, str) or not _NUMBER.fullmatch(shapes):
        raise UsageError("A layer names its shapes by their SHA-256.")
    notes = body.get("notes", [])
    if not isinstance(notes, list):
        raise UsageError("The notes of a layer are a list.")
    corners = body.get("corners", 0)
    listed = cast("list[object]", notes)[:_NOTES]
    return MapLayer(
        shapes,
        _style(cast("Mapping[str, object]", style)),
        *(_said(body, name) for name in ("file", "sha256", "part", "form")),
        notes=tuple(str(each)[:_WORDS] for each in listed),
        base=body.get("base") is True,
        corners=corners if isinstance(corners, int) and 0 <= corners <= MOST_CORNERS else 0,
    )


def _style(said: Mapping[str, object]) -> LayerStyle:
    label = said.get("label", "")
    if not isinstance(label, str) or len(label) > MOST_CELL:
        raise UsageError("The label of a layer is the name of an attribute.")
    return LayerStyle(
        _colour(said, "colour"),
        _colour(said, "outline"),
        _size(said, "fill", 0.0, 1.0),
        _size(said, "width", 0.0, 20.0),
        _size(said, "size", 1.0, 60.0),
        label,
    )


def _said(body: Mapping[str, object], name: str) -> str:
    value = body.get(name, "")
    if not isinstance(value, str) or len(value) > _WORDS:
        raise UsageError(f"“{name}” of a layer is a text of at most {_WORDS} letters.")
    return value


def _colour(said: Mapping[str, object], name: str) -> str:
    value = said.get(name)
    if not isinstance(value, str) or not _COLOUR.fullmatch(value):
        raise UsageError(f"“{name}” of a layer is a colour such as #0072b2.")
    return value


def _size(said: Mapping[str, object], name: str, least: float, most: float) -> float:
    value = said.get(name)
    if isinstance(value, bool) or not isinstance(value, int | float) or not math.isfinite(value):
        raise UsageError(f"“{name}” of a layer is a number.")
    if not least <= value <= most:
        raise UsageError(f"“{name}” of a layer lies between {least:g} and {most:g}.")
    return float(value)


def shapes_kept(case: CaseFile, number: str) -> Shapes:
    """Return the shapes that a layer names; CaseDamagedError where they are not there or can't be read."""
    kept = case.kept_one(SHAPES, number)
    remedy = "Delete the layer, and add it from its file again."
    if kept is None:
        raise CaseDamagedError("the shapes of the layer are not in this case.", remedy=remedy)
    try:
        return unpacked(kept.body)
    except UsageError as error:
        raise CaseDamagedError(f"the shapes of the layer can't be read: {error.what}", remedy=remedy) from error
