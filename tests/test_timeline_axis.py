"""The axis of time: ticks, labels and bins on the local calendar, and densities that lose nothing."""

import itertools
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from intelviz.render.timeaxis import (
    FIRST,
    LAST,
    STEPS,
    TimeScale,
    axis,
    bin_step,
    bins,
    boundaries,
    nights,
    offset_changes,
    step_of,
    weekends,
)
from intelviz.render.timedensity import Density
from intelviz.render.timepack import packed, room_after
from intelviz.render.timewords import cursor_words, edge_text, read_edge, short_window_words, window_words, zone_words
from intelviz.schema.when import UK, from_epoch, to_epoch


def at(*parts: int) -> int:
    return to_epoch(datetime(*parts, tzinfo=UK))


moments = st.integers(to_epoch(datetime(1500, 1, 1, tzinfo=UTC)), to_epoch(datetime(2400, 1, 1, tzinfo=UTC)))
spans = st.floats(1, 400 * 365.25 * 86400)


@given(moments, spans, st.integers(200, 2500))
def test_ticks_are_in_order_in_view_and_not_too_many(begin, span, width):
    found = axis(begin, begin + span, width)
    ats = [tick.at for tick in found.ticks]
    assert ats == sorted(set(ats))
    assert all(begin <= tick <= begin + span for tick in ats)
    assert len(ats) <= width / 20 + 3
    assert all(tick.label for tick in found.ticks)


@given(moments, spans, st.integers(200, 2500))
def test_larger_periods_cover_the_view_without_a_gap(begin, span, width):
    found = axis(begin, begin + span, width).periods
    if found:
        assert found[0].begin <= begin and found[-1].end >= begin + span
        assert all(a.end == b.begin for a, b in itertools.pairwise(found))


@given(moments, spans, st.sampled_from(STEPS))
def test_bins_cover_the_view_on_the_calendar(begin, span, step):
    end = begin + min(span, step.seconds * 500)
    edges = bins(begin, end, step)
    assert edges[0] <= begin and edges[-1] >= end
    assert (np.diff(edges) > 0).all()
    inner = edges[1:-1]
    assert np.array_equal(inner, boundaries(step, edges[0] + 1, edges[-1]))


@given(moments)
def test_a_day_tick_is_a_local_midnight(begin):
    for tick in boundaries(step_of("day"), begin, begin + 10 * 86400):
        local = from_epoch(int(tick))
        assert (local.hour, local.minute, local.second) == (0, 0, 0)


def test_labels_change_with_the_scale():
    august = at(2017, 8, 1), at(2017, 9, 1)
    assert axis(at(2000, 1, 1), at(2018, 1, 1), 1200).ticks[1].label == "2001"
    months = axis(at(2017, 1, 1), at(2018, 1, 1), 1000)
    assert [tick.label for tick in months.ticks][7] == "Aug"
    assert months.periods[0].labels[0] == "2017"
    days = axis(*august, 31 * 60)
    assert days.ticks[11].label == "Sat 12"
    assert days.periods[0].labels[0] == "August 2017"
    assert axis(*august, 31 * 30).ticks[11].label == "12"
    hours = axis(at(2017, 8, 12), at(2017, 8, 13), 1440)
    assert hours.ticks[22].label == "22:00"
    assert hours.periods[0].labels[0] == "Saturday 12 August 2017"
    seconds = axis(at(2017, 8, 12, 22), at(2017, 8, 12, 22) + 20, 1600)
    assert seconds.ticks[5].label == "22:00:05"


def test_the_hour_that_comes_twice_has_two_ticks_and_says_which_is_which():
    found = axis(at(2017, 10, 29), at(2017, 10, 29, 4), 1000)
    labels = [tick.label for tick in found.ticks if ":00" in tick.label]
    assert [label for label in labels if label.startswith("01:00")] == ["01:00 BST", "01:00 GMT"]


def test_the_hour_that_does_not_exist_has_no_tick():
    found = axis(at(2017, 3, 26), at(2017, 3, 26, 6), 1000)
    labels = [tick.label[:5] for tick in found.ticks]
    assert "00:00" in labels and "02:00" in labels
    assert not [label for label in labels if label.startswith("01:")]
    assert offset_changes(at(2017, 3, 26), at(2017, 3, 27)) == [to_epoch(datetime(2017, 3, 26, 1, tzinfo=UTC))]


def test_a_day_of_a_clock_change_is_one_bin_of_23_or_25_hours():
    edges = bins(at(2017, 3, 26), at(2017, 3, 27), step_of("day"))
    assert (edges[1] - edges[0]) == 23 * 3600
    edges = bins(at(2017, 10, 29), at(2017, 10, 30), step_of("day"))
    assert (edges[1] - edges[0]) == 25 * 3600


def test_before_1900_and_at_the_ends_of_the_calendar():
    victorian = axis(at(1840, 1, 1), at(1841, 1, 1), 1000)
    assert [tick.label for tick in victorian.ticks][:2] == ["Jan", "Feb"]
    assert axis(FIRST, LAST, 1200).ticks
    assert axis(FIRST - 1e9, FIRST + 1e9, 1200).ticks
    assert "local mean time" in zone_words(at(1840, 1, 1), at(1840, 2, 1))


def test_another_zone_has_its_own_calendar():
    zone = ZoneInfo("Asia/Kolkata")
    tick = boundaries(step_of("hour", 6), at(2017, 8, 1), at(2017, 8, 2), zone)[0]
    assert from_epoch(int(tick), zone).hour % 6 == 0 and from_epoch(int(tick), zone).minute == 0


def test_weekends_and_nights():
    found = weekends(at(2017, 8, 9), at(2017, 8, 14))
    assert found == [(at(2017, 8, 12), at(2017, 8, 14))]
    dark = nights(at(2017, 8, 12, 0), at(2017, 8, 12, 23))
    assert dark == [(at(2017, 8, 11, 22), at(2017, 8, 12, 6)), (at(2017, 8, 12, 22), at(2017, 8, 13, 6))]


def test_a_bin_is_no_finer_than_asked():
    assert bin_step(3600, 4).unit == "hour" and bin_step(3600, 4).count == 6
    assert bin_step(10, 4, 86400).unit == "day"
    assert bin_step(10, 4, 82800).unit == "day"


def test_scale_is_its_own_inverse():
    scale = TimeScale(1000.0, 2000.0, 150.0, 500.0)
    assert scale.x(scale.time(333.0)) == pytest.approx(333.0)


# Words


def test_words_of_a_window():
    assert window_words(at(2017, 8, 1), at(2017, 8, 8)) == "1 Aug 2017 to 7 Aug 2017"
    assert window_words(at(2017, 8, 1), at(2017, 8, 2)) == "1 Aug 2017"
    assert window_words(at(2017, 8, 1, 10), at(2017, 8, 1, 12, 30)) == "1 Aug 2017 10:00 to 12:30 BST"
    assert window_words(at(2017, 10, 28, 10), at(2017, 10, 30, 9)) == "28 Oct 2017 10:00 BST to 30 Oct 2017 09:00 GMT"


def test_short_words_of_a_window():
    assert short_window_words(at(2017, 8, 7), at(2017, 8, 14)) == "7 to 13 Aug 2017"
    assert short_window_words(at(2017, 7, 7), at(2017, 8, 14)) == "7 Jul to 13 Aug 2017"
    assert short_window_words(at(2016, 7, 7), at(2017, 8, 14)) == "7 Jul 2016 to 13 Aug 2017"
    assert short_window_words(at(2017, 8, 7), at(2017, 8, 8)) == "7 Aug 2017"


def test_words_of_the_clock():
    assert zone_words(at(2017, 8, 1), at(2017, 9, 1)) == "UK time, BST (UTC+1)"
    assert zone_words(at(2017, 1, 1), at(2017, 2, 1)) == "UK time, GMT (UTC)"
    assert zone_words(at(2017, 1, 1), at(2018, 1, 1)) == "UK time, GMT and BST"
    assert cursor_words(at(2017, 8, 12, 22, 4), 60) == "Sat 12 Aug 2017 22:04 BST"
    assert cursor_words(at(2017, 8, 12, 22, 4), 86400) == "Sat 12 Aug 2017"
    assert cursor_words(at(2017, 8, 12), 1e8) == "2017"


@pytest.mark.parametrize(
    ("text", "first", "last"),
    [
        ("01/08/2017", (2017, 8, 1), (2017, 8, 2)),
        ("1 Aug 2017", (2017, 8, 1), (2017, 8, 2)),
        ("August 2017", (2017, 8, 1), (2017, 9, 1)),
        ("2017", (2017, 1, 1), (2018, 1, 1)),
        ("12/08/2017 22:30", (2017, 8, 12, 22, 30), (2017, 8, 12, 22, 30)),
    ],
)
def test_typed_edges(text, first, last):
    assert read_edge(text, last=False) == at(*first)
    assert read_edge(text, last=True) == at(*last)


def test_a_wrong_date_is_refused_in_words():
    with pytest.raises(ValueError, match="has no day 31"):
        read_edge("31/09/2017", last=False)
    with pytest.raises(ValueError, match="is not a date"):
        read_edge("next week", last=False)
    with pytest.raises(ValueError, match="empty"):
        read_edge(" ", last=False)


@given(st.integers(at(1950, 1, 1), at(2100, 1, 1)).map(lambda t: t // 60 * 60), st.booleans())
def test_what_is_shown_as_an_edge_can_be_typed_again(moment, last):
    text = edge_text(moment, last=last)
    local = from_epoch(moment)
    if local.replace(fold=0).utcoffset() == local.replace(fold=1).utcoffset():
        assert read_edge(text, last=last) == moment


# Density and packing

extents = st.lists(st.tuples(st.integers(-10_000, 10_000), st.integers(0, 5_000)), min_size=1, max_size=60)


@given(extents)
def test_density_loses_no_event(given_extents):
    pairs = np.array(sorted(given_extents), np.int64)
    start, end = pairs[:, 0], pairs[:, 0] + pairs[:, 1]
    density = Density(start, end)
    edges = np.linspace(-10_001, 20_002, 40).astype(np.int64)
    share = density.share(edges)
    assert share.sum() == pytest.approx(len(start))
    finish = np.maximum(end, start + 1)
    expected = [int(((start < b) & (finish > a)).sum()) for a, b in itertools.pairwise(edges)]
    assert density.touching(edges).tolist() == expected


@given(extents, st.integers(1, 5))
def test_packed_marks_never_overlap(given_extents, rows):
    pairs = np.array(sorted(given_extents), np.float64)
    left, right = pairs[:, 0], pairs[:, 0] + pairs[:, 1] + 1
    found = packed(left, right, rows)
    for number in range(rows):
        mine = found.row == number
        assert (left[mine][1:] >= right[mine][:-1]).all()
    crowd = found.row < 0
    for a, b in zip(left[crowd], right[crowd], strict=True):
        assert ((found.crowds[:, 0] <= a) & (found.crowds[:, 1] >= b)).any()
    if not crowd.any():
        assert len(found.crowds) == 0
    assert (room_after(left, right, found.row, 100.0)[~crowd] >= 0).all()
