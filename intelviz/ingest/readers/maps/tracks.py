"""Tables of recorded tracks: a row a point, with its time and the track that it belongs to."""

from __future__ import annotations

from collections.abc import Callable, Generator, Iterator, Sequence
from dataclasses import dataclass, field

from intelviz.ingest.readers.table import Broken, Origin, StructuredTable

OWN = ("@element", "@track", "@segment", "@point", "@lon", "@lat", "@height", "@time")


@dataclass(slots=True)
class TrackPoint:
    """A point as text: what it is (waypoint, track point, route point), of which track and which part of it."""

    element: str
    track: str = ""
    segment: int = 0
    number: int = 0
    lon: str = ""
    lat: str = ""
    height: str = ""
    time: str = ""
    more: dict[str, str] = field(default_factory=dict[str, str])


Points = Callable[[], Iterator[TrackPoint | Broken]]


class TrackTable(StructuredTable):
    """The points of a file, in its order; ``more`` are the columns besides the usual ones."""

    def __init__(
        self, origin: Origin, form: str, reader: str, points: Points, more: Sequence[str], notes: Sequence[str] = ()
    ) -> None:
        self.reader = reader
        self.may_hold_broken = True
        self._points, self._more = points, tuple(more)
        super().__init__(origin, form, [*OWN, *(f"stated {name}" if name in OWN else name for name in more)], notes)

    def objects(self) -> Generator[list[str] | Broken]:
        """Yield a row for each point."""
        for each in self._points():
            if isinstance(each, Broken):
                yield each
                continue
            number, segment = str(each.number or ""), str(each.segment or "")
            row = [each.element, each.track, segment, number, each.lon, each.lat, each.height, each.time]
            yield [*row, *(each.more.get(name, "") for name in self._more)]


@dataclass(slots=True)
class TrackSurvey:
    """What a first look at all points finds."""

    columns: dict[str, None] = field(default_factory=dict[str, None])
    rows: int = 0
    untimed: int = 0
    tracks: set[str] = field(default_factory=set[str])
    problem: str = ""

    def take(self, each: TrackPoint | Broken) -> None:
        """Look at one more."""
        self.rows += 1
        if isinstance(each, Broken):
            self.problem = self.problem or each.reason
            return
        self.columns.update(dict.fromkeys(each.more))
        if each.element == "track point":
            self.tracks.add(each.track)
            self.untimed += not each.time

    def notes(self) -> Iterator[str]:
        """Yield what the user should know."""
        if self.untimed:
            many = "1 track point has" if self.untimed == 1 else f"{self.untimed:,} track points have"
            yield f"{many} no time."
