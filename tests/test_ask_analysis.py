"""The methods behind the questions, against networkx and against hand-made answers."""

from datetime import UTC, datetime

import networkx as nx
import numpy as np
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from intelviz.analysis.count import NOT_STATED, count_by
from intelviz.analysis.network.connected import connected, ranked
from intelviz.analysis.network.paths import shortest_paths
from intelviz.analysis.network.steps import across, distances
from intelviz.analysis.place.distance import inside, metres, within
from intelviz.analysis.time.local import local_seconds, minute_of_day, weekday
from intelviz.schema.when import UK, from_epoch, to_epoch
from intelviz.workspace.graph import Adjacency

graphs = st.integers(1, 12).flatmap(
    lambda count: st.tuples(
        st.just(count),
        st.lists(st.tuples(st.integers(0, count - 1), st.integers(0, count - 1)), max_size=30),
    )
)


def arrays(pairs):
    a = np.array([one for one, _ in pairs], np.int32)
    b = np.array([two for _, two in pairs], np.int32)
    return a, b


def oracle(count, pairs) -> nx.Graph:
    graph = nx.Graph()
    graph.add_nodes_from(range(count))
    graph.add_edges_from(pairs)
    return graph


@settings(max_examples=300, deadline=None)
@given(graphs, st.data())
def test_shortest_paths_are_all_those_of_networkx(made, data):
    count, pairs = made
    one, two = data.draw(st.integers(0, count - 1)), data.draw(st.integers(0, count - 1))
    most = data.draw(st.integers(0, 6))
    adjacency = Adjacency(*arrays(pairs), count)
    found = shortest_paths(adjacency.start, adjacency.other, one, two, most, limit=10_000)
    try:
        expected = sorted(tuple(path) for path in nx.all_shortest_paths(oracle(count, pairs), one, two))
    except nx.NetworkXNoPath:
        expected = []
    if not expected or len(expected[0]) - 1 > most:
        assert (found.length, found.count, found.paths) == (-1, 0, ())
    else:
        assert found.length == len(expected[0]) - 1
        assert found.count == len(expected)
        assert list(found.paths) == expected


def test_paths_can_keep_out_of_busy_items_and_the_list_is_cut_but_counted():
    pairs = [(0, hub) for hub in range(1, 9)] + [(hub, 9) for hub in range(1, 9)] + [(0, 10), (10, 11), (11, 9)]
    adjacency = Adjacency(*arrays(pairs), 12)
    cut = shortest_paths(adjacency.start, adjacency.other, 0, 9, 6, limit=3)
    assert (cut.length, cut.count, cut.paths) == (2, 8, ((0, 1, 9), (0, 2, 9), (0, 3, 9)))
    passable = np.ones(12, bool)
    passable[1:9] = False
    around = shortest_paths(adjacency.start, adjacency.other, 0, 9, 6, passable=passable)
    assert around.paths == ((0, 10, 11, 9),)


@settings(max_examples=200, deadline=None)
@given(graphs, st.integers(0, 5), st.data())
def test_distances_are_those_of_networkx(made, hops, data):
    count, pairs = made
    seed = data.draw(st.integers(0, count - 1))
    adjacency = Adjacency(*arrays(pairs), count)
    far = distances(adjacency.start, adjacency.other, np.array([seed], np.int32), hops)
    expected = nx.single_source_shortest_path_length(oracle(count, pairs), seed, cutoff=hops)
    assert {row: int(value) for row, value in enumerate(far) if value >= 0} == expected
    assert sorted(across(adjacency.start, adjacency.other, np.array([seed], np.int32))) == sorted(
        [b for a, b in pairs if a == seed] + [a for a, b in pairs if b == seed]
    )


@settings(max_examples=200, deadline=None)
@given(graphs)
def test_other_parties_are_distinct_and_links_are_not(made):
    count, pairs = made
    found = connected(*arrays(pairs), count)
    graph = oracle(count, pairs)
    graph.remove_edges_from(list(nx.selfloop_edges(graph)))
    assert found.others.tolist() == [graph.degree(row) for row in range(count)]
    assert found.links.tolist() == [sum(row in pair for pair in pairs) for row in range(count)]


@settings(max_examples=200, deadline=None)
@given(graphs, st.data())
def test_a_call_stands_between_its_parties_and_is_none_itself(made, data):
    count, pairs = made
    between = np.array(data.draw(st.lists(st.booleans(), min_size=count, max_size=count)))
    a, b = arrays(pairs)
    found = connected(a, b, count, between[a] != between[b], between[a])
    graph = oracle(count, pairs)
    for row in range(count):
        parties = set()
        for other in set(graph[row]) - {row}:
            if between[row] or not between[other]:
                parties.add(other)
            else:
                parties |= {party for party in graph[other] if not between[party]} - {row}
        assert found.others[row] == len(parties), row


def test_the_ranking_is_the_same_every_time():
    others, links = np.array([2, 5, 5, 5]), np.array([2, 5, 9, 5])
    assert ranked(others, links, np.arange(4, dtype=np.int32)).tolist() == [2, 1, 3, 0]


def test_metres_are_those_of_the_earth():
    pyproj = pytest.importorskip("pyproj")
    lon, lat = np.array([-2.2446, -2.2446, -1.8904, np.nan]), np.array([53.4839, 53.4840, 52.4862, 0.0])
    found = metres(lon, lat, -2.2446, 53.4839)
    assert found[0] == 0
    assert np.isnan(found[3])
    _, _, true = pyproj.Geod(ellps="WGS84").inv([-2.2446] * 3, [53.4839] * 3, lon[:3], lat[:3])
    assert found[1:3] == pytest.approx(true[1:], rel=0.005)


@settings(max_examples=100, deadline=None)
@given(
    st.lists(st.tuples(st.floats(-180, 180), st.floats(-90, 90)), min_size=1, max_size=30),
    st.lists(st.tuples(st.floats(-180, 180), st.floats(-90, 90)), min_size=1, max_size=3),
    st.floats(0, 3_000_000),
)
@example([(0.0, 0.0)], [(0.0, 3.6e-284)], 0.0)
def test_within_reach_is_what_the_distance_says_everywhere_on_earth(points, anchors, radius):
    lon, lat = np.array(points).T
    to_lon, to_lat = np.array(anchors).T
    far = np.min([metres(lon, lat, x, y) for x, y in anchors], axis=0)
    assert (within(lon, lat, to_lon, to_lat, radius) == (far <= radius)).all()


def test_a_box_may_cross_the_date_line():
    lon, lat = np.array([179.0, -179.0, 0.0, np.nan]), np.zeros(4)
    assert inside(lon, lat, 170, -1, -170, 1).tolist() == [True, True, False, False]
    assert inside(lon, lat, -1, -1, 1, 1).tolist() == [False, False, True, False]


def test_counts_leave_nothing_out():
    codes = np.array([0, 1, 1, 2, -1, 3], np.int32)
    assert count_by(codes, ["Robbery", "Burglary", " ", "Arson"], blank=2) == [
        ("Burglary", 2),
        ("Arson", 1),
        ("Robbery", 1),
        (NOT_STATED, 4),
    ]
    assert count_by(np.zeros(0, np.int32), [], 0) == []


def test_the_clock_on_the_wall_follows_summer_time():
    moments = [datetime(2017, 3, 26, 0, 59, tzinfo=UTC), datetime(2017, 3, 26, 1, 0, tzinfo=UTC)]
    moments += [datetime(2017, 10, 29, hour, 30, tzinfo=UTC) for hour in range(4)] + [datetime(1941, 7, 1, tzinfo=UTC)]
    at = np.array([to_epoch(each) for each in moments])
    local = local_seconds(at)
    for moment, seconds in zip(at, local, strict=True):
        here = from_epoch(int(moment), UK)
        assert minute_of_day(np.array([seconds]))[0] == here.hour * 60 + here.minute
        assert weekday(np.array([seconds]))[0] == here.weekday()
