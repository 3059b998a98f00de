"""Layouts that follow from what is known of the items: rings, fans, lines in time, places."""

from __future__ import annotations

import networkx
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from intelviz.analysis.layout import layouts
from intelviz.analysis.layout.apart import ICON, cover_each_other
from intelviz.analysis.layout.arranged import arranged
from intelviz.analysis.layout.layout import Linked, pairs_of
from intelviz.analysis.layout.stress import stressed
from intelviz.schema.errors import UsageError
from intelviz.schema.progress import silent

SMALL = np.array([ICON, ICON])


def linked(count: int, pairs: list[tuple[int, int]], **more: object) -> Linked:
    ends = np.array(pairs, np.int32).reshape(-1, 2)
    a, b = pairs_of(ends[:, 0], ends[:, 1], count)
    kind = more.pop("kind", None)
    return Linked(count, a, b, np.zeros(count, np.int16) if kind is None else np.array(kind, np.int16), **more)


def place(name: str, what: Linked) -> np.ndarray:
    return layouts()[name].place(what, 1, silent)


def mask(count: int, *marked: int) -> np.ndarray:
    return np.isin(np.arange(count), marked)


def crossings(at: np.ndarray, what: Linked) -> int:
    """Count links that cross, pair by pair."""
    ends = [(at[a].astype(float), at[b].astype(float)) for a, b in zip(what.a, what.b, strict=True)]

    def side(p, q, r):
        return np.sign((q[0] - p[0]) * (r[1] - p[1]) - (q[1] - p[1]) * (r[0] - p[0]))

    return sum(
        side(p, q, r) * side(p, q, s) < 0 and side(r, s, p) * side(r, s, q) < 0
        for number, (p, q) in enumerate(ends)
        for r, s in ends[number + 1 :]
    )


# Rings


def test_rings_are_distances_from_the_chosen_item():
    graph = networkx.random_labeled_tree(60, seed=4)
    what = linked(60, list(graph.edges), chosen=mask(60, 17))
    at = place("concentric", what)
    away = np.hypot(*(at - at[17]).T)
    steps = networkx.single_source_shortest_path_length(graph, 17)
    for ring in range(1, max(steps.values()) + 1):
        here = [away[item] for item in graph if steps[item] == ring]
        inside = [away[item] for item in graph if steps[item] == ring - 1]
        assert max(here) - min(here) < 1
        assert min(here) > max(inside) + 60


def test_without_a_chosen_item_the_best_linked_is_the_middle():
    what = linked(7, [(3, n) for n in range(7) if n != 3])
    at = place("concentric", what)
    away = np.hypot(*(at - at[3]).T)
    assert away[[0, 1, 2, 4, 5, 6]] == pytest.approx(away[0], rel=1e-3)


@pytest.mark.parametrize("seed", range(4))
def test_no_links_of_a_tree_cross_on_rings(seed):
    graph = networkx.random_labeled_tree(50, seed=seed)
    what = linked(50, list(graph.edges))
    assert crossings(place("concentric", what), what) == 0


def test_items_on_rings_have_room():
    graph = networkx.barabasi_albert_graph(200, 1, seed=2)
    at = place("concentric", linked(200, list(graph.edges)))
    gaps = np.hypot(*(at[:, None] - at[None]).transpose(2, 0, 1)) + np.eye(200) * 1e9
    assert gaps.min() > 24


# Fans


def test_a_peacock_keeps_the_types_of_a_hub_in_fans_of_their_own():
    kind = [0, *(1 + n % 3 for n in range(30))]
    at = place("peacock", linked(31, [(0, n) for n in range(1, 31)], kind=kind))
    turn = np.arctan2(*(at[1:] - at[0]).T)
    order = np.array(kind[1:])[np.argsort(turn)]
    # Once round, each type begins once (the first may also end it).
    assert int(np.count_nonzero(order != np.roll(order, 1))) == 3


def test_a_peacock_keeps_what_hangs_on_a_hub_by_it_and_what_two_share_between():
    pairs = [*((0, n) for n in range(2, 22)), *((1, n) for n in range(22, 42)), (0, 42), (1, 42)]
    at = place("peacock", linked(43, pairs))
    one, two = (np.hypot(*(at - at[hub]).T) for hub in (0, 1))
    assert (one[2:22] < two[2:22]).all()
    assert (two[22:42] < one[22:42]).all()
    assert abs(one[42] - two[42]) < 0.3 * float(np.hypot(*(at[0] - at[1])))


# Lines in time


def meetings() -> Linked:
    """Return entities 0–3 and events 4–8; 0 and 3 meet three times, 1 and 2 twice."""
    pairs = [(0, 4), (3, 4), (1, 5), (2, 5), (0, 6), (3, 6), (1, 7), (2, 7), (0, 8), (3, 8)]
    when = np.array([np.nan] * 4 + [5e8, 4e8, 3e8, 2e8, 1e8])
    return linked(9, pairs, event=mask(9, 4, 5, 6, 7, 8), when=when)


def test_events_stand_in_order_of_time_on_a_line_of_those_who_met():
    what = meetings()
    at = place("theme_lines", what)
    assert (np.diff(at[[8, 7, 6, 5, 4], 0]) >= 50).all()
    assert (at[:4, 0] == 0).all()
    assert len(set(at[:4, 1].tolist())) == 4
    for event, met in {4: (0, 3), 5: (1, 2), 6: (0, 3)}.items():
        assert at[event, 1] in at[list(met), 1]


def test_lines_that_meet_lie_side_by_side():
    y = place("theme_lines", meetings())[:4, 1]
    gap = np.diff(np.sort(y)).min()
    assert abs(y[0] - y[3]) == pytest.approx(gap)
    assert abs(y[1] - y[2]) == pytest.approx(gap)


def test_what_is_no_part_of_the_lines_stands_below():
    what = meetings()
    more = Linked(
        11, what.a, what.b, np.zeros(11, np.int16), np.append(what.event, [False, True]), np.append(what.when, [0, 9e8])
    )
    at = place("theme_lines", more)
    assert (at[9:, 1] > at[:9, 1].max()).all()


def test_without_a_dated_event_there_are_no_theme_lines():
    with pytest.raises(UsageError, match="No event with a time"):
        place("theme_lines", linked(3, [(0, 1)]))


# Places


def test_by_place_north_is_up_and_east_is_right():
    lon, lat = np.array([-2.3, -2.1, -2.2]), np.array([53.4, 53.4, 53.6])
    at = place("geographic", linked(3, [], lon=lon, lat=lat))
    assert at[0, 0] < at[2, 0] < at[1, 0]
    assert at[2, 1] < at[0, 1] == pytest.approx(at[1, 1], abs=2)


def test_those_at_one_place_are_parted_and_those_of_none_stand_beside():
    random = np.random.default_rng(2)
    lon = np.where(np.arange(90) < 20, -2.25, random.uniform(-2.5, -2, 90))
    lat = np.where(np.arange(90) < 20, 53.48, random.uniform(53.3, 53.6, 90))
    lon[80:] = np.nan
    at = place("geographic", linked(90, [], lon=lon, lat=lat))
    assert not cover_each_other(at, np.tile(SMALL, (90, 1))).any()
    assert at[80:, 0].min() > at[:80, 0].max()
    # The twenty still stand together.
    assert np.hypot(*(at[:20] - at[:20].mean(0)).T).max() < 5 * ICON


def test_without_a_place_there_is_no_map():
    with pytest.raises(UsageError, match="has a place"):
        place("geographic", linked(3, [(0, 1)], lon=np.full(3, np.nan), lat=np.full(3, np.nan)))


# All of them


@settings(deadline=None, max_examples=40)
@given(
    st.integers(0, 30).flatmap(
        lambda count: st.tuples(
            st.just(count),
            st.lists(st.tuples(*[st.integers(0, max(count - 1, 0))] * 2), max_size=60 if count else 0),
            st.lists(st.integers(0, 4), min_size=count, max_size=count),
        )
    )
)
def test_every_layout_places_every_odd_graph(drawn):
    # No links, loops, parallel links, one item, many parts: each item has a place of its own.
    count, pairs, kind = drawn
    kinds = np.array(kind, np.int16)
    what = linked(
        count,
        pairs,
        kind=kind,
        event=kinds == 1,
        when=np.where(kinds == 1, np.arange(count) % 3 * 1e6, np.nan),
        lon=np.where(kinds > 2, kinds * 0.1, np.nan),
        lat=np.where(kinds > 2, 50.0, np.nan),
        chosen=kinds == 2,
    )
    still = kinds == 4
    stand = np.column_stack([np.arange(count) * 90, np.arange(count) % 7 * 50]).astype(np.float32)
    for name in layouts():
        try:
            at = arranged(name, what, 1, silent, still, stand)
        except UsageError:
            assert name in ("theme_lines", "geographic")
            continue
        assert at.shape == (count, 2)
        assert np.isfinite(at).all()
        assert np.array_equal(at[still], stand[still])
        assert len(np.unique(at.round(1), axis=0)) == count
        assert np.array_equal(at, arranged(name, what, 1, silent, still, stand))


# Distances


def test_large_parts_are_drawn_as_truly_as_networkx_draws_them():
    graph = networkx.connected_watts_strogatz_graph(450, 4, 0.02, seed=3)
    steps = np.array([[row[n] for n in range(450)] for _, row in networkx.all_pairs_shortest_path_length(graph)])

    def stress(at: np.ndarray) -> float:
        drawn = np.hypot(*(at[:, None] - at[None]).transpose(2, 0, 1))
        pairs = np.triu_indices(450, 1)
        share = drawn[pairs] / steps[pairs]
        return float(np.mean((share * share.sum() / (share**2).sum() - 1) ** 2))

    ends = np.array(graph.edges, np.int64)
    ours = stress(stressed(ends[:, 0], ends[:, 1], 450, 1, lambda _share: None))
    spring = networkx.spring_layout(graph, seed=1, iterations=100)
    assert ours < stress(np.array([spring[n] for n in range(450)]))
    assert ours < 0.15


@pytest.mark.parametrize("graph", [networkx.path_graph(1200), networkx.star_graph(1200), networkx.cycle_graph(700)])
def test_chains_stars_and_rings_of_many_are_placed_clear_of_each_other(graph):
    count = graph.number_of_nodes()
    at = place("force", linked(count, list(graph.edges)))
    assert np.isfinite(at).all()
    assert not cover_each_other(at, np.full((count, 2), ICON - 4.0)).any()
