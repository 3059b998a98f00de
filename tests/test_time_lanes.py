"""What lanes are made of: aoristic weights, bursts, where the data are, events of lanes, and arrows between them."""

import itertools
import math

import numpy as np
import pytest
from conftest import made_columns, made_schema
from hypothesis import given, settings
from hypothesis import strategies as st

from intelviz.analysis.time.aoristic import chance_words, counted, weights
from intelviz.analysis.time.bursts import SENSITIVITIES, moments, rhythm, states
from intelviz.analysis.time.extent import core
from intelviz.analysis.time.lane_events import FROM, TO, LaneEvents
from intelviz.render.timearrows import GAP, routed
from intelviz.render.timedensity import Density
from intelviz.schema.when import NO_TIME, day
from intelviz.workspace.graph import Adjacency

DAY = 86_400
ANN, BOB, CY, PHONE1, PHONE2, HIGH_ST, MILL_LANE, BURGLARY, ROBBERY, CALL1, CALL2 = range(11)

# Aoristic weights


def test_a_burglary_of_a_weekend_is_shared_over_its_hours():
    edges = np.arange(0, 49) * 3600
    shared = weights(10 * 3600, 26 * 3600, edges)
    assert shared[10:26] == pytest.approx(1 / 16) and shared[:10].sum() == shared[26:].sum() == 0
    assert chance_words(0, 16 * 3600) == "some time in 16 hours: 6 % in each hour"


def test_half_an_hour_in_a_bin_counts_half_of_an_hour():
    assert weights(1800, 5400, np.array([0, 3600, 7200])).tolist() == [0.5, 0.5]


@given(st.lists(st.tuples(st.integers(0, 5000), st.integers(0, 3000)), min_size=1, max_size=30))
def test_the_quick_density_says_what_the_weights_of_each_event_add_up_to(events):
    start = np.array(sorted(first for first, _ in events), np.int64)
    end = start + np.array([long for _, long in events])
    edges = np.arange(-100, 9000, 137)
    slow = sum(weights(int(a), int(b), edges) for a, b in zip(start, end, strict=True))
    assert Density(start, end).share(edges) == pytest.approx(slow, abs=1e-6)
    assert sum(slow) == pytest.approx(len(events))


def test_events_can_count_at_their_first_or_their_last_moment():
    start, end = np.array([0, 100]), np.array([50, 100])
    assert [part.tolist() for part in counted(start, end, "first")] == [[0, 100], [1, 101]]
    assert [part.tolist() for part in counted(start, end, "last")] == [[49, 100], [50, 101]]


# Bursts and gaps


def cost_of(row, gaps, usual, rate, cost, events):
    total, before = 0.0, 0
    for state, gap in zip(row, gaps, strict=True):
        pace = usual * (rate if state else 1)
        total += pace * gap - math.log(pace) + (cost * math.log(events) if state > before else 0)
        before = state
    return total


@settings(max_examples=60)
@given(st.lists(st.floats(0.01, 50), min_size=2, max_size=9), st.sampled_from([1.5, 2.0, 4.0]))
def test_no_other_row_of_states_is_cheaper(gaps, rate):
    gaps = np.array(gaps)
    usual = len(gaps) / gaps.sum()
    found = cost_of(states(gaps, usual, rate, 1.0), gaps, usual, rate, 1.0, max(len(gaps), 2))
    rows = itertools.product((0, 1), repeat=len(gaps))
    least = min(cost_of(row, gaps, usual, rate, 1.0, max(len(gaps), 2)) for row in rows)
    assert found == pytest.approx(least)


def test_twenty_calls_in_an_hour_are_a_burst_and_three_silent_weeks_a_gap():
    usual = np.arange(0, 60) * DAY
    burst = 30 * DAY + np.arange(20) * 180
    late = 81 * DAY + np.arange(30) * DAY
    at = np.sort(np.concatenate([usual, burst, late])).astype(float)
    found = rhythm(at, SENSITIVITIES["usual"])
    assert len(found.bursts) == 1 and len(found.gaps) == 1
    assert found.bursts[0].begin == 30 * DAY and found.bursts[0].count in (20, 21) and found.bursts[0].times > 50
    assert (found.gaps[0].begin, found.gaps[0].end) == (59 * DAY, 81 * DAY)


def test_an_even_row_has_neither_and_the_threshold_matters():
    even = np.arange(200) * 3600.0
    assert not rhythm(even, SENSITIVITIES["weak"]).bursts and not rhythm(even, SENSITIVITIES["weak"]).gaps
    random = np.cumsum(np.random.default_rng(3).exponential(3600, 400))
    assert len(rhythm(random, SENSITIVITIES["strong"]).bursts) <= len(rhythm(random, SENSITIVITIES["weak"]).bursts)
    assert not rhythm(random, SENSITIVITIES["strong"]).gaps


def test_very_many_events_are_taken_together_and_the_burst_is_still_found():
    random = np.random.default_rng(1)
    at = np.sort(np.concatenate([random.uniform(0, 1e7, 100_000), random.uniform(4e6, 4.1e6, 20_000)]))
    found = rhythm(at, SENSITIVITIES["usual"]).bursts
    assert len(found) == 1
    assert found[0].begin == pytest.approx(4e6, abs=2e4) and found[0].end == pytest.approx(4.1e6, abs=2e4)


def test_what_is_known_to_the_year_only_counts_for_no_burst():
    start = np.concatenate([np.arange(50) * DAY, [0]])
    end = np.concatenate([np.arange(50) * DAY + 60, [365 * DAY]])
    assert len(moments(start, end)) == 50


# Where the data are


def test_a_court_date_and_a_wrong_year_dont_squash_the_view():
    events = day(2017, 8, 1).start + np.arange(1000) * 2600
    start = np.sort(np.concatenate([events, [day(1902, 1, 1).start, day(2031, 3, 1).start]]))
    found = core(start, start + 60, day(2017, 9, 15).start)
    assert found is not None
    assert day(2017, 7, 1).start < found.begin <= events[0] and events[-1] < found.end < day(2017, 10, 1).start
    assert (found.before, found.after) == (1, 1)


def test_data_without_strays_are_shown_whole():
    start = np.arange(100) * DAY
    found = core(start, start + DAY)
    assert found is not None and (found.begin, found.end, found.outside) == (0, 100 * DAY, 0)
    assert core(start[:0], start[:0]) is None


@given(st.lists(st.integers(-(10**10), 10**10), min_size=1, max_size=50))
def test_the_core_counts_what_lies_outside(times):
    start = np.array(times)
    found = core(start, start + 1)
    assert found is not None and found.begin < found.end
    inside = ((start >= found.begin) & (start <= found.end)).sum()
    assert inside + found.outside == len(times)


# Events of lanes


@pytest.fixture
def events() -> LaneEvents:
    columns = made_columns()
    schema, links, items = made_schema(), columns.links, columns.items
    names = np.array(links.type_names)[links.type]
    part = np.where(names == "CALLER", FROM, np.where(names == "CALLED", TO, 0)).astype(np.int8)
    is_event = np.array([schema.item(name).category == "event" for name in items.type_names])[items.type]
    near = Adjacency.of(links, len(items))
    return LaneEvents(
        near.start,
        near.other,
        near.link,
        links.a,
        names == "HAS_PHONE",
        part,
        is_event,
        items.when_start != NO_TIME,
        items.when_start,
    )


def lane(pairs, number):
    part = slice(pairs.begin[number], pairs.begin[number + 1])
    return list(zip(pairs.row[part].tolist(), pairs.away[part].tolist(), pairs.part[part].tolist(), strict=True))


def rows(*given):
    return np.array(given, np.int32)


def hops(*given):
    return np.array(given, np.int8)


def test_a_person_has_the_calls_of_their_telephone_with_who_called(events):
    found = events.pairs(rows(ANN, BOB, PHONE1), hops(0, 0, 0))
    assert lane(found, 0) == lane(found, 2) == [(CALL1, 0, FROM), (CALL2, 0, TO)]
    assert lane(found, 1) == [(CALL1, 0, TO), (CALL2, 0, FROM)]


def test_events_of_linked_entities_come_in_one_and_two_links_away(events):
    found = events.pairs(rows(CY, CY, CY), hops(0, 1, 2))
    assert [row for row, _, _ in lane(found, 0)] == [BURGLARY]
    # One link away is Bob with his calls; two links away Ann, Bob's telephone: nothing new but by Ann's address.
    assert {(row, away) for row, away, _ in lane(found, 1)} == {(BURGLARY, 0), (CALL1, 1), (CALL2, 1)}
    assert found.entities[0].tolist() == [0, 1, 1] and found.entities[1].tolist() == [0, 0, 2]


def test_hidden_events_stand_in_no_lane(events):
    shown = np.ones(11, bool)
    shown[CALL1] = False
    assert [row for row, _, _ in lane(events.pairs(rows(ANN), hops(0)).only(shown), 0)] == [CALL2]


def test_who_has_most_events_is_known_for_all_at_once(events):
    assert events.counts()[[ANN, BOB, CY, PHONE1]].tolist() == [2, 2, 1, 2]


# Arrows


@given(st.lists(st.tuples(st.floats(0, 300), st.floats(0, 200), st.floats(1, 200)), max_size=40))
def test_no_two_arrows_run_over_each_other(arrows):
    x, top, tall = (np.array(part, float) for part in zip(*arrows, strict=True)) if arrows else (np.zeros(0),) * 3
    found = routed(x, top, top + tall)
    assert (np.abs(found.x - x) <= GAP * 3.5 + 1e-9).all()
    assert found.count.sum() == len(x)
    for one, other in itertools.combinations(range(len(x)), 2):
        alone = found.count[found.line[one]] == found.count[found.line[other]] == 1
        crosses = top[one] < top[other] + tall[other] and top[other] < top[one] + tall[one]
        assert not (alone and crosses and abs(found.x[one] - found.x[other]) < GAP)
