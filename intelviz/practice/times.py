"""When crimes happen: hours, weekdays, rounded minutes, and windows for what nobody saw."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

import numpy as np

from intelviz.practice.chance import Floats, Ints, coupled, dealt
from intelviz.practice.plan import Plan

FULL_HOUR, FIVE_MINUTES = 0.13, 0.75
"""Shares of times on the full hour, and on any multiple of five minutes."""
WINDOW_MEDIAN, WINDOW_UPPER_QUARTILE = 10.0, 23.0
"""Hours between the last time that all was well and the time it was found out."""
_UPPER_QUARTILE_OF_NORMAL = 0.6745


@dataclass(frozen=True)
class Times:
    """Minutes since the midnight that begins the case, local time; ``end`` is -1 where there is no window."""

    start: Ints
    end: Ints
    timed: np.ndarray[tuple[int], np.dtype[np.bool_]]
    """Whether more than the day is known."""


def make_times(
    plan: Plan, night: Floats, windows: Floats, hours: list[float], weekdays: list[float], random: np.random.Generator
) -> Times:
    """Return when each crime happened.

    ``night`` says how late in the night each would rather happen, ``windows`` how likely only a window is known; all
    crimes together keep the profile of ``hours`` and of ``weekdays``.
    """
    count = len(night)
    day = days(plan.days, count, weekdays, random)
    hour = np.sort(dealt(random, count, hours))
    late = np.abs((hour - 14 + 12) % 24 - 12) / 12 + random.normal(0, 0.02, count)
    hour = hour[coupled(night + random.normal(0, 0.25, count), late)]
    start = out_of_the_gap(plan, day * 1440 + hour * 60 + minutes(count, random))
    spread = np.log(WINDOW_UPPER_QUARTILE / WINDOW_MEDIAN) / _UPPER_QUARTILE_OF_NORMAL
    length = np.clip(np.exp(random.normal(np.log(WINDOW_MEDIAN * 60), spread, count)), 10, 28 * 1440).astype(np.int64)
    # The files were drawn on the last day: what was found out later does not stand in them.
    left = np.maximum(plan.days * 1440 - start, 20)
    end = start + np.where(length < left, length, 10 + (left - 10) * random.random(count)).astype(np.int64)
    rounded = random.random(count) < FIVE_MINUTES
    end = out_of_the_gap(plan, np.where(rounded, -(-end // 5) * 5, end))
    windowed = random.random(count) < windows
    return Times(start, np.where(windowed, end, -1), windowed | (random.random(count) >= 0.02))


def days(length: int, count: int, weekdays: list[float], random: np.random.Generator) -> Ints:
    """Return days from 0 to ``length`` - 1, of which the first is a Monday, in the proportion of ``weekdays``."""
    return random.permutation(np.sort(dealt(random, count, np.resize(weekdays, length))))


def minutes(count: int, random: np.random.Generator) -> Ints:
    """Return minutes of an hour, rounded as people round them."""
    weights = np.full(60, (1 - FIVE_MINUTES) / 48)
    weights[::5] = (FIVE_MINUTES - FULL_HOUR) / 20
    weights[[15, 30, 45]] *= [2, 6, 2]
    weights[::5] *= (FIVE_MINUTES - FULL_HOUR) / weights[5::5].sum()
    weights[0] = FULL_HOUR
    return dealt(random, count, weights)


def out_of_the_gap(plan: Plan, minute: Ints) -> Ints:
    """Move times that the clocks leave out on the last Sunday of March one hour on."""
    found = minute.copy()
    for year in range(plan.first.year, plan.last.year + 1):
        last = date(year, 3, 31)
        sunday = (last - timedelta(days=(last.weekday() + 1) % 7) - plan.first).days
        begin = sunday * 1440 + 60
        found[(found >= begin) & (found < begin + 60)] += 60
    return found


def date_text(plan: Plan, minute: Ints) -> list[str]:
    """Return the dates as dd/mm/yyyy."""
    day = (minute // 1440).tolist()
    if not day:
        return []
    words = {each: f"{plan.first + timedelta(days=each):%d/%m/%Y}" for each in set(day)}
    return [words[each] for each in day]


def time_text(minute: Ints) -> list[str]:
    """Return the times of day as HH:MM."""
    words = [f"{each // 60:02d}:{each % 60:02d}" for each in range(1440)]
    return [words[each] for each in (minute % 1440).tolist()]
