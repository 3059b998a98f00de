"""The legs of tracks under the pointer: which one it is, what it says, and which events it runs between."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

import numpy as np
from PySide6.QtCore import QPointF

from intelviz.case.columns import Rows
from intelviz.render.mercator import Camera, project
from intelviz.views.item_words import when_lines
from intelviz.views.map.furniture import metric_words
from intelviz.workspace.track import Track

if TYPE_CHECKING:
    from intelviz.workspace.workspace import Workspace

_NEAR = 6.0
"""Pixels from a leg within which the pointer is on it."""


def leg_at(tracks: list[Track], camera: Camera, at: QPointF) -> tuple[Track, int] | None:
    """Return the track and the number of the leg nearest to a point, None where none is near."""
    best, found = _NEAR, None
    for track in tracks:
        if len(track) < 2:
            continue
        x, y = camera.many_to_screen(*project(track.lon, track.lat))
        dx, dy = np.diff(x), np.diff(y)
        long = dx * dx + dy * dy
        along = ((at.x() - x[:-1]) * dx + (at.y() - y[:-1]) * dy) / np.where(long > 0, long, 1.0)
        along = np.clip(along, 0.0, 1.0)
        away = np.hypot(at.x() - (x[:-1] + along * dx), at.y() - (y[:-1] + along * dy))
        leg = int(away.argmin())
        if away[leg] < best:
            best, found = float(away[leg]), (track, leg)
    return found


def leg_rows(track: Track, leg: int) -> Rows:
    """Return the two events that a leg runs between."""
    return track.events[leg : leg + 2].astype(np.int32)


def leg_words(workspace: Workspace, track: Track, leg: int) -> str:
    """Return what a leg says: of what, from when to when, how far, how long, and about how fast."""
    one, other = (when_lines(workspace, int(row))[0] for row in track.events[leg : leg + 2])
    far, took = metric_words(float(track.legs.metres[leg])), float(track.legs.seconds[leg])
    usual = float(track.legs.usual[leg])
    words = f"{workspace.items.label[track.row]}, leg {leg + 1} of {len(track) - 1}: {one} to {other}  ·  {far}"
    words += f" in {took / 60:,.0f} min" if took < 7_200 else f" in {took / 3_600:,.1f} h"
    if math.isfinite(usual):
        words += f", about {usual:,.0f} km/h"
    if track.legs.impossible[leg]:
        words += f"  ·  impossible: at least {float(track.legs.least[leg]):,.0f} km/h"
    elif track.legs.silent[leg]:
        words += "  ·  no fix for long"
    return words
