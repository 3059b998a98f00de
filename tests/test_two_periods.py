"""Two periods: counts against pandas, the test against scipy, presets by the calendar, what is left out is said."""

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.stats import binomtest, false_discovery_control

from intelviz.analysis.time.two_periods import benjamini_hochberg, conditional_binomial
from intelviz.schema.errors import UsageError
from intelviz.schema.when import UK
from intelviz.workspace.asking import ask
from intelviz.workspace.comparing import Period, period_of
from intelviz.workspace.comparing.periods import earlier, two_periods, verdict, weekday_words
from intelviz.workspace.opening import OpenCase
from intelviz.workspace.workspace import Workspace
from tests.conftest import made_columns, made_schema, many
from tests.small_case import small_case

A, B = period_of("1/8/2017 to 7/8/2017"), period_of("20/8/2017 to 27/8/2017")


def close(found, expected):
    """Equal to seven digits; below 1e-250, where the other's own error shows, nearly none is nearly none."""
    return found == pytest.approx(expected, rel=1e-7, abs=1e-250)


@settings(deadline=None, max_examples=300)
@given(st.integers(0, 400), st.integers(0, 400), st.floats(0.01, 0.99))
def test_p_is_that_of_scipy(a, b, share):
    found = conditional_binomial(np.array([a]), np.array([b]), np.array([share]))[0]
    if a + b == 0:
        assert np.isnan(found)
    else:
        assert close(found, binomtest(a, a + b, share).pvalue)


@pytest.mark.parametrize(("a", "b"), [(50_000, 50_400), (499_000, 501_000), (100_000, 100_000), (31, 32), (0, 40_000)])
def test_p_of_large_counts_is_that_of_scipy(a, b):
    found = conditional_binomial(np.array([a]), np.array([b]), np.array([0.5]))[0]
    assert found == pytest.approx(binomtest(a, a + b, 0.5).pvalue, rel=1e-6, abs=1e-12)


@given(st.lists(st.floats(0, 1), min_size=1, max_size=60))
def test_adjusted_p_is_that_of_scipy(p):
    assert benjamini_hochberg(np.array(p)) == pytest.approx(false_discovery_control(p))


def test_rows_that_are_not_tested_do_not_count_as_tests():
    found = benjamini_hochberg(np.array([0.01, np.nan, 0.04]))
    assert np.isnan(found[1])
    assert found[[0, 2]] == pytest.approx([0.02, 0.04])


@pytest.mark.parametrize(("by", "part"), [("weekday", "dayofweek"), ("hour", "hour")])
def test_counts_are_those_of_pandas(by, part):
    workspace = Workspace(many(3_000, 100), made_schema())
    items = workspace.items
    start = pd.to_datetime(items.when_start, unit="s", utc=True, errors="coerce").tz_convert(UK)
    middle = int(np.median(items.when_start[items.when_start > -(2**62)]))
    a, b = Period(middle - 40 * 86_400, middle), Period(middle, middle + 40 * 86_400)
    found = two_periods(workspace, None, a, b, None, by)
    frame = pd.DataFrame({"part": getattr(start, part), "start": items.when_start, "code": found.grouping.code})
    for period, mask in ((a, found.in_a.whole), (b, found.in_b.whole)):
        here = frame[mask]
        assert here.start.between(period.start, period.end - 1).all()
        known = here[here.code >= 0]
        assert (known.part == known.code).all()
    expected = frame[found.in_b.whole & (frame.code >= 0)].groupby("part").size()
    assert {row.code: row.b for row in found.rows if row.code >= 0 and row.b} == expected.to_dict()
    assert found.total.a == sum(row.a for row in found.rows)


def test_what_is_known_too_vaguely_is_counted_apart_and_said(tmp_path):
    with OpenCase(small_case(tmp_path / "small.intelviz")) as opened:
        answer = ask(opened, "periods", "1/8/2017 to 7/8/2017", "20/8/2017 to 27/8/2017")
        assert (answer["total"]["a"], answer["total"]["b"]) == (2, 1)
        assert (answer["a"]["vague"], answer["b"]["vague"]) == (1, 1)
        notes = " ".join(answer["notes"])
        assert "1 event may lie in A, but known too vaguely: not counted" in notes
        assert "A has 7 days, B 8 days: per cent and test compare rates" in notes
        rows = {row["name"]: row for row in answer["rows"]}
        assert (rows["Crimes"]["difference"], rows["Crimes"]["change"]) == (-1, -1.0)
        assert rows["Phone calls"]["change"] == pytest.approx(7 / 8 - 1)
        assert answer["tests"] == 2
        by = ask(opened, "periods", "before", "Aug 2017", "--type", "Crime", "by", "type")
        assert by["total"]["change"] is None
        assert by["rows"][0]["verdict"] == "may be chance"


@pytest.mark.parametrize(
    ("a", "b", "more"),
    [
        ("Aug 2017", "Aug 2017", ()),
        ("never", "Aug 2017", ()),
        ("before", "Aug", ()),
        ("before", "Aug 2017", ("by", "shoe")),
        ("before", "Aug 2017", ("--type", "Crime", "by", "shoe")),
    ],
)
def test_what_can_not_be_counted_is_refused_in_words(tmp_path, a, b, more):
    with OpenCase(small_case(tmp_path / "small.intelviz")) as opened, pytest.raises(UsageError):
        ask(opened, "periods", a, b, *more)


def test_overlapping_periods_are_counted_and_not_tested():
    workspace = Workspace(made_columns(), made_schema())
    found = two_periods(workspace, None, period_of("Aug 2017"), A)
    assert found.tests == 0
    assert found.total.p is None
    assert verdict(found.total) == "not tested"
    assert any("overlap" in note for note in found.notes)


def test_presets_follow_the_calendar():
    assert earlier(A, "before") == period_of("25/7/2017 to 31/7/2017")
    assert earlier(A, "year") == period_of("1/8/2016 to 7/8/2016")
    assert earlier(A, "weeks") == period_of("2/8/2016 to 8/8/2016")
    # Across the change of clocks a day is still a day.
    assert earlier(period_of("26/3/2017 to 1/4/2017"), "before") == period_of("19/3/2017 to 25/3/2017")
    assert earlier(period_of("29/2/2016"), "year").start == period_of("28/2/2015").start
    assert weekday_words(earlier(A, "year"), A) == (
        "A begins on a Monday, B on a Tuesday: their weekdays do not fall together"
    )
    assert weekday_words(earlier(A, "weeks"), A) == ""


def test_more_mondays_in_one_period_are_no_difference():
    days = [f"{day:02d}/05/2017 12:00" for day in range(1, 32)]
    april = [f"{day:02d}/04/2017 12:00" for day in range(1, 31)]
    items = [("PhoneCall", "call", when, None) for when in days + april]
    found = two_periods(
        Workspace(made_columns(items, []), made_schema()),
        None,
        period_of("Apr 2017"),
        period_of("May 2017"),
        None,
        "weekday",
    )
    monday = next(row for row in found.rows if row.name == "Monday")
    assert (monday.a, monday.b) == (4, 5)
    assert monday.change == pytest.approx(0)
    assert monday.p == pytest.approx(1)
