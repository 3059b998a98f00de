"""Events by hour, weekday and day agree with the calendar of Python's own datetime, clock changes included."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import numpy as np
import pandas as pd
from hypothesis import given, settings
from hypothesis import strategies as st

from intelviz.analysis.time.days import day_counts
from intelviz.analysis.time.week import UNKNOWN, week_hours
from intelviz.schema.when import UK, Precision

MOMENTS = st.integers(
    int(datetime(1971, 11, 1, tzinfo=UTC).timestamp()), int(datetime(2037, 1, 1, tzinfo=UTC).timestamp())
)
SECOND, DAY, RANGE, MONTH = (int(each) for each in (Precision.SECOND, Precision.DAY, Precision.RANGE, Precision.MONTH))


def columns(events):
    start, end, precision = (np.array(column) for column in zip(*events, strict=True))
    return (
        np.arange(len(events), dtype=np.int32),
        start.astype(np.int64),
        end.astype(np.int64),
        precision.astype(np.int8),
    )


@given(st.lists(MOMENTS, min_size=1, max_size=40))
def test_exact_events_count_in_the_hour_that_the_clock_on_the_wall_shows(moments):
    hours = week_hours(*columns([(each, each, SECOND) for each in moments]))
    local = pd.to_datetime(pd.Series(moments), unit="s", utc=True).dt.tz_convert("Europe/London")
    expected = np.zeros((7, 25))
    for weekday, hour in zip(local.dt.day_of_week, local.dt.hour, strict=True):
        expected[weekday, hour] += 1
    assert np.array_equal(hours.counts(), expected)
    for weekday, hour in zip(*np.nonzero(expected), strict=True):
        assert len(hours.cells_of(int(weekday), int(hour))) == expected[weekday, hour]
    days = day_counts(*columns([(each, each, SECOND) for each in moments]))
    first, last = days.extent
    assert [datetime(1970, 1, 1) + timedelta(first + int(at)) for at in np.flatnonzero(days.counts(first, last))] == [
        each.to_pydatetime() for each in sorted(set(local.dt.tz_localize(None).dt.normalize()))
    ]


@given(st.lists(st.tuples(MOMENTS, st.integers(3_601, 6 * 86_400)), min_size=1, max_size=8))
@settings(deadline=None)
def test_spans_are_shared_out_minute_by_minute(spans):
    events = [(at - at % 60, at - at % 60 + (length - length % 60), RANGE) for at, length in spans]
    found = week_hours(*columns(events)).counts()
    assert np.isclose(found.sum(), len(events))
    # An oracle that walks the clock on the wall minute by minute, away from the changes of the clocks.
    expected, plain = np.zeros((7, 25)), []
    for start, end, _ in events:
        begin, finish = (datetime.fromtimestamp(each, UK).replace(tzinfo=None) for each in (start, end))
        if finish - begin != timedelta(seconds=end - start) or finish <= begin:
            continue
        plain.append((start, end, RANGE))
        minutes = int((finish - begin).total_seconds() // 60)
        for minute in range(minutes):
            at = begin + timedelta(minutes=minute)
            expected[at.weekday(), at.hour] += 1 / minutes
    if plain:
        assert np.allclose(week_hours(*columns(plain)).counts(), expected)


def test_what_is_known_to_the_day_has_a_weekday_and_no_hour_and_a_month_has_neither():
    monday = int(datetime(2024, 4, 1, tzinfo=UK).timestamp())
    events = [(monday, monday + 86_400, DAY), (monday, monday + 30 * 86_400, MONTH), (monday, monday + 60, SECOND)]
    hours, days = week_hours(*columns(events)), day_counts(*columns(events))
    found = hours.counts()
    assert found[0, UNKNOWN] == 1
    assert found[0, 0] == 1
    assert found.sum() == 2
    assert hours.vague.tolist() == days.vague.tolist() == [1]
    assert hours.cells_of(0, UNKNOWN).tolist() == [0]
    assert hours.cells_of(0, 0).tolist() == [2]
    assert days.counts(*days.extent).tolist() == [2]
    only = np.array([True, False, False])
    assert hours.counts(only).sum() == 1
    assert days.counts(*days.extent, only).tolist() == [1]
    assert days.rows_between(*days.extent).tolist() == [0, 2]


def test_the_hour_that_comes_twice_in_october_counts_as_one_and_a_night_over_it_stays_whole():
    first = int(datetime(2024, 10, 27, 0, 30, tzinfo=UTC).timestamp())  # 01:30 BST
    events = [
        (first, first + 60, SECOND),
        (first + 3_600, first + 3_660, SECOND),
        (first - 7_200, first + 7_200, RANGE),
    ]
    found = week_hours(*columns(events)).counts()
    assert found[6, 1] >= 2
    assert np.isclose(found.sum(), 3)
