"""The axis of time: where its ticks fall on the local calendar, what they say, and which bins suit a width.

Times are seconds since the epoch. Every tick and every bin edge is a boundary of the calendar of a zone (the UK's by
default), so a day of a clock change has 23 or 25 hours here too. Nothing here draws.
"""

from __future__ import annotations

import itertools
import math
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta, tzinfo
from typing import Literal

import numpy as np

from intelviz.case.columns import Floats, Ints
from intelviz.schema.when import UK, from_epoch, to_epoch

Unit = Literal["second", "minute", "hour", "day", "week", "month", "year"]

FIRST = to_epoch(datetime(2, 1, 1, tzinfo=UTC))
LAST = to_epoch(datetime(9998, 12, 31, tzinfo=UTC))
"""The years that an axis can show: 2 to 9998."""

MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
LONG_MONTHS = (
    *("January", "February", "March", "April", "May", "June"),
    *("July", "August", "September", "October", "November", "December"),
)
DAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
_LONG_DAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")


@dataclass(frozen=True, slots=True)
class TimeStep:
    """So many units of the calendar, their mean length, and the pixels that a label of them needs."""

    unit: Unit
    count: int
    seconds: float
    room: int

    @property
    def words(self) -> str:
        """Return "day", "3 hours"."""
        return self.unit if self.count == 1 else f"{self.count} {self.unit}s"


def _steps(unit: Unit, seconds: float, room: int, counts: tuple[int, ...]) -> tuple[TimeStep, ...]:
    return tuple(TimeStep(unit, count, seconds * count, room) for count in counts)


STEPS: tuple[TimeStep, ...] = (
    *_steps("second", 1, 66, (1, 5, 15, 30)),
    *_steps("minute", 60, 48, (1, 5, 15, 30)),
    *_steps("hour", 3600, 48, (1, 3, 6, 12)),
    *_steps("day", 86400, 26, (1,)),
    *_steps("week", 7 * 86400, 30, (1,)),
    *_steps("month", 2629746, 36, (1, 3)),
    *_steps("year", 31556952, 44, (1, 2, 5, 10, 20, 50, 100, 200, 500, 1000)),
)


@dataclass(frozen=True, slots=True)
class TimeScale:
    """What stands where: seconds ``begin`` to ``end`` over ``width`` pixels that start at ``left``."""

    begin: float
    end: float
    left: float
    width: float

    @property
    def per_pixel(self) -> float:
        """Seconds that one pixel stands for."""
        return (self.end - self.begin) / max(self.width, 1.0)

    def x(self, seconds: float) -> float:
        """Return the pixel of a time."""
        return self.left + (seconds - self.begin) / self.per_pixel

    def xs(self, seconds: Floats | Ints) -> Floats:
        """Return the pixels of many times."""
        return self.left + (np.asarray(seconds, np.float64) - self.begin) / self.per_pixel

    def time(self, x: float) -> float:
        """Return the time at a pixel."""
        return self.begin + (x - self.left) * self.per_pixel


@dataclass(frozen=True, slots=True)
class Tick:
    """A boundary of the calendar with its label; ``strong`` where a larger unit begins as well."""

    at: int
    label: str
    strong: bool


@dataclass(frozen=True, slots=True)
class Period:
    """A larger unit that ticks lie in (the day of hours, the month of days), with its labels, longest first."""

    begin: int
    end: int
    labels: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Axis:
    """The ticks of a stretch of time and the larger units over them."""

    step: TimeStep
    ticks: tuple[Tick, ...]
    periods: tuple[Period, ...]


def axis(begin: float, end: float, width: float, zone: tzinfo = UK) -> Axis:
    """Return the ticks that ``width`` pixels have room for, on the calendar of ``zone``."""
    begin, end = max(begin, FIRST), min(end, LAST)
    per_pixel = max(end - begin, 1e-9) / max(width, 1.0)
    wider = 1.5 if end - begin < 40 * 86400 and offset_changes(begin, end, zone) else 1.0
    step = next((each for each in STEPS if each.seconds / per_pixel >= each.room * wider), STEPS[-1])
    larger = _larger(step)
    periods: tuple[Period, ...] = ()
    strong: set[int] = set()
    if larger is not None:
        edges = covering(larger, begin, end, zone)
        periods = tuple(
            Period(int(first), int(last), _period_labels(larger, from_epoch(int(first), zone)))
            for first, last in itertools.pairwise(edges)
        )
        strong = {int(edge) for edge in edges}
    size = step.seconds / per_pixel
    changes = offset_changes(begin, end, zone) if step.unit in ("second", "minute", "hour") else []
    ticks: list[Tick] = []
    for at in boundaries(step, begin, end, zone):
        near = any(abs(at - change) <= 2 * 3600 for change in changes)
        label = tick_label(step, from_epoch(int(at), zone), size)
        ticks.append(Tick(int(at), f"{label} {from_epoch(int(at), zone).tzname()}" if near else label, at in strong))
    return Axis(step, tuple(ticks), periods)


def _larger(step: TimeStep) -> TimeStep | None:
    if step.unit in ("second", "minute", "hour"):
        return step_of("day")
    if step.unit in ("day", "week"):
        return step_of("month")
    return step_of("year") if step.unit == "month" else None


def step_of(unit: Unit, count: int = 1) -> TimeStep:
    """Return a step of the ladder."""
    return next(step for step in STEPS if step.unit == unit and step.count == count)


def tick_label(step: TimeStep, at: datetime, pixels: float) -> str:
    """Return what a tick says, at so many pixels a step."""
    match step.unit:
        case "second":
            return f"{at:%H:%M:%S}"
        case "minute" | "hour":
            return f"{at:%H:%M}"
        case "day":
            return f"{DAYS[at.weekday()]} {at.day}" if pixels >= 52 else f"{at.day}"
        case "week":
            return f"{at.day}"
        case "month":
            return LONG_MONTHS[at.month - 1] if pixels >= 90 else MONTHS[at.month - 1]
        case "year":
            return f"{at.year}"


def _period_labels(step: TimeStep, at: datetime) -> tuple[str, ...]:
    match step.unit:
        case "day":
            return (
                f"{_LONG_DAYS[at.weekday()]} {at.day} {LONG_MONTHS[at.month - 1]} {at.year}",
                f"{DAYS[at.weekday()]} {at.day} {MONTHS[at.month - 1]} {at.year}",
                f"{DAYS[at.weekday()]} {at.day}",
                f"{at.day}",
            )
        case "month":
            return f"{LONG_MONTHS[at.month - 1]} {at.year}", f"{MONTHS[at.month - 1]} {at.year}", MONTHS[at.month - 1]
        case _:
            return (f"{at.year}",)


# The calendar


def offset_changes(begin: float, end: float, zone: tzinfo = UK) -> list[int]:
    """Return the seconds in (begin, end) at which the clocks change; walks day by day, so mind the length."""
    found: list[int] = []
    at = math.floor(begin)
    last = math.ceil(end)
    while at < last:
        follow = min(at + 86400, last)
        if from_epoch(at, zone).utcoffset() != from_epoch(follow, zone).utcoffset():
            low, high = at, follow
            was = from_epoch(at, zone).utcoffset()
            while high - low > 1:
                middle = (low + high) // 2
                low, high = (middle, high) if from_epoch(middle, zone).utcoffset() == was else (low, middle)
            found.append(high)
        at = follow
    return found


def boundaries(step: TimeStep, begin: float, end: float, zone: tzinfo = UK) -> Ints:
    """Return the beginnings of calendar steps that lie in [begin, end), ascending."""
    begin, end = max(begin, FIRST), min(end, LAST)
    if step.unit in ("second", "minute", "hour"):
        return _clock_boundaries(int(step.seconds), begin, end, zone)
    found = [at for at in (_midnight(day, zone) for day in _dates(step, begin, end, zone)) if begin <= at < end]
    return np.array(found, np.int64)


def covering(step: TimeStep, begin: float, end: float, zone: tzinfo = UK) -> Ints:
    """Return boundaries from the last one at or before ``begin`` to the first at or after ``end``."""
    pad = step.seconds * 1.3 + 2 * 86400
    found = boundaries(step, begin - pad, end + pad, zone)
    if not len(found) or found[0] > begin:
        found = np.concatenate([[math.floor(begin)], found])
    if found[-1] < end:
        found = np.concatenate([found, [math.ceil(end)]])
    first = max(int(np.searchsorted(found, begin, "right")) - 1, 0)
    last = min(int(np.searchsorted(found, end, "left")), len(found) - 1)
    return found[first : max(last, first + 1) + 1]


def _clock_boundaries(seconds: int, begin: float, end: float, zone: tzinfo) -> Ints:
    edges = [math.ceil(begin), *offset_changes(begin, end, zone), math.ceil(end)]
    parts: list[Ints] = []
    for low, high in itertools.pairwise(edges):
        gap = from_epoch(low, zone).utcoffset() or timedelta(0)
        shift = int(gap.total_seconds())
        first = -(-(low + shift) // seconds) * seconds - shift
        parts.append(np.arange(first, high, seconds, dtype=np.int64))
    return np.concatenate(parts) if parts else np.zeros(0, np.int64)


def _dates(step: TimeStep, begin: float, end: float, zone: tzinfo) -> Iterator[date]:
    """Yield first days of steps from one at or before ``begin`` until past ``end``."""
    here = from_epoch(math.floor(begin), zone).date()
    last = from_epoch(math.ceil(end), zone).date()
    match step.unit:
        case "day" | "week":
            if step.unit == "week":
                here -= timedelta(days=here.weekday())
            gap = timedelta(days=7 if step.unit == "week" else 1)
            while here <= last:
                yield here
                here += gap
        case "month":
            number = here.year * 12 + (here.month - 1) // step.count * step.count
            while number <= last.year * 12 + last.month - 1:
                yield date(number // 12, number % 12 + 1, 1)
                number += step.count
        case _:
            for year in range(here.year - here.year % step.count, last.year + 1, step.count):
                if year > 0:
                    yield date(year, 1, 1)


def _midnight(day: date, zone: tzinfo) -> int:
    return to_epoch(datetime(day.year, day.month, day.day, tzinfo=zone))


def bin_step(per_pixel: float, least_pixels: float = 4.0, least_seconds: float = 0.0) -> TimeStep:
    """Return the finest step that is at least so many pixels and so many seconds long."""
    need = max(per_pixel * least_pixels, least_seconds)
    # A month has 28 to 31 days, a day 23 to 25 hours: let the mean length fall a little short.
    return next((step for step in STEPS if step.seconds * 1.04 >= need), STEPS[-1])


def bins(begin: float, end: float, step: TimeStep, zone: tzinfo = UK) -> Ints:
    """Return the edges of calendar bins that cover [begin, end]."""
    return covering(step, begin, end, zone)


# Tints


def weekends(begin: float, end: float, zone: tzinfo = UK) -> list[tuple[int, int]]:
    """Return the weekends, midnight before Saturday to midnight after Sunday, that touch [begin, end]."""
    weeks = covering(step_of("week"), begin, end, zone)
    found: list[tuple[int, int]] = []
    for monday in weeks[:-1]:
        first = from_epoch(int(monday), zone).date()
        pair = _midnight(first + timedelta(days=5), zone), _midnight(first + timedelta(days=7), zone)
        if pair[0] < end and pair[1] > begin:
            found.append(pair)
    return found


def nights(begin: float, end: float, zone: tzinfo = UK) -> list[tuple[int, int]]:
    """Return the nights, 22:00 to 06:00 by the local clock, that touch [begin, end]."""
    found: list[tuple[int, int]] = []
    for midnight in covering(step_of("day"), begin - 86400, end + 86400, zone):
        day = from_epoch(int(midnight), zone).date()
        eve = day - timedelta(days=1)
        pair = (
            to_epoch(datetime(eve.year, eve.month, eve.day, 22, tzinfo=zone)),
            to_epoch(datetime(day.year, day.month, day.day, 6, tzinfo=zone)),
        )
        if pair[0] < end and pair[1] > begin:
            found.append(pair)
    return found
