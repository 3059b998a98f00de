"""What of the timeline is looked at, for drawing and picking."""

from __future__ import annotations

from dataclasses import dataclass

from intelviz.render.theme import Theme
from intelviz.render.timeaxis import TimeScale
from intelviz.views.timeline.frame import Frame
from intelviz.views.timeline.lanes import Lanes


@dataclass(frozen=True)
class Sight:
    """What is looked at: the measures, the stretch of time, the lanes, and how sharp the screen is."""

    frame: Frame
    scale: TimeScale
    lanes: Lanes
    theme: Theme
    ratio: float
