"""Layouts put every item somewhere sensible, and lines and labels are drawn where they are."""

from __future__ import annotations

from itertools import combinations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from intelviz.analysis.layout import layouts
from intelviz.analysis.layout.layout import Linked, pairs_of
from intelviz.render import lines
from intelviz.render.labels import LabelGrid, chosen
from intelviz.schema.progress import silent

NAMES = ("circular", "force", "grouped", "hierarchy")


def tangle(count: int, links: int, seed: int = 5) -> Linked:
    """Return randomly linked items of four types."""
    random = np.random.default_rng(seed)
    ends = random.integers(0, max(count, 1), (2, links)).astype(np.int32)
    a, b = pairs_of(ends[0], ends[1], count)
    return Linked(count, a, b, random.integers(0, 4, count).astype(np.int16))


def linked(count: int, pairs: list[tuple[int, int]]) -> Linked:
    ends = np.array(pairs, np.int32).reshape(-1, 2)
    return Linked(count, ends[:, 0], ends[:, 1], np.zeros(count, np.int16))


def place(name: str, what: Linked, seed: int = 1) -> np.ndarray:
    return layouts()[name].place(what, seed, silent)


def nearest(at: np.ndarray) -> float:
    """Return the smallest distance between two items."""
    gaps = np.hypot(*(at[:, None] - at[None]).transpose(2, 0, 1))
    return float((gaps + np.eye(len(at)) * 1e9).min())


def test_there_are_the_layouts_that_the_menu_offers():
    assert set(layouts()) >= set(NAMES)


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize(("count", "links"), [(0, 0), (1, 0), (2, 1), (7, 0), (60, 500), (400, 600)])
def test_every_layout_places_each_item_once_finitely_and_the_same_again(name, count, links):
    what = tangle(count, links)
    first, again = place(name, what), place(name, what)
    assert first.shape == (count, 2)
    assert np.isfinite(first).all()
    assert np.array_equal(first, again)
    assert len(np.unique(first, axis=0)) == count


@pytest.mark.parametrize("links", [0, 200, 600, 3000])
def test_force_leaves_no_two_of_400_items_on_each_other(links):
    assert nearest(place("force", tangle(400, links))) >= 30


def test_force_keeps_parts_that_nothing_links_side_by_side():
    ring = [(n, (n + 1) % 20) for n in range(20)]
    at = place("force", linked(40, [*ring, *((a + 20, b + 20) for a, b in ring)]))
    one, other = at[:20], at[20:]
    apart = (one.max(0) < other.min(0)) | (other.max(0) < one.min(0))
    assert apart.any()


def test_force_puts_linked_items_nearer_than_others():
    what = tangle(200, 260)
    at = place("force", what)
    beside = np.hypot(*(at[what.a] - at[what.b]).T)
    any_two = np.hypot(*(at[:, None] - at[None]).transpose(2, 0, 1))
    assert np.median(beside) < np.median(any_two) / 2


def test_grouped_keeps_the_types_apart():
    what = tangle(300, 400)
    at = place("grouped", what)
    boxes = [(at[what.kind == kind].min(0), at[what.kind == kind].max(0)) for kind in range(4)]
    for (low, high), (other_low, other_high) in combinations(boxes, 2):
        assert ((high < other_low) | (other_high < low)).any()


def test_circular_puts_all_at_equal_radius_and_equal_steps():
    at = place("circular", tangle(90, 120))
    radius = np.hypot(*at.T)
    assert radius == pytest.approx(radius[0], rel=1e-4)
    angles = np.sort(np.arctan2(at[:, 1], at[:, 0]))
    assert np.diff(angles) == pytest.approx(2 * np.pi / 90, abs=1e-4)


def test_hierarchy_has_a_level_for_each_step_from_the_best_linked():
    # 0 is linked to 1–4; 1 to 5 and 6; 5 to 7.
    what = linked(8, [(0, 1), (0, 2), (0, 3), (0, 4), (1, 5), (1, 6), (5, 7)])
    y = place("hierarchy", what)[:, 1]
    for level in ([1, 2, 3, 4], [5, 6]):
        assert y[level] == pytest.approx(y[level[0]])
    assert y[0] < y[1] < y[5] < y[7]
    assert np.diff(y[[0, 1, 5, 7]]) == pytest.approx(110)


def test_pairs_of_names_each_pair_once_and_no_item_with_itself():
    low, high = pairs_of(np.array([3, 1, 1, 2], np.int32), np.array([1, 3, 2, 2], np.int32), 4)
    assert list(zip(low.tolist(), high.tolist(), strict=True)) == [(1, 2), (1, 3)]


# Labels

_BOX = st.tuples(st.floats(-300, 900), st.floats(-300, 600), st.floats(0.5, 200), st.floats(0.5, 40))


def overlap(one: tuple[float, ...], other: tuple[float, ...]) -> bool:
    return one[0] < other[2] and one[2] > other[0] and one[1] < other[3] and one[3] > other[1]


@settings(deadline=None)
@given(st.lists(_BOX, max_size=60))
def test_labels_never_overlap_and_none_is_refused_without_a_reason(sides):
    boxes = [(x, y, x + wide, y + high) for x, y, wide, high in sides]
    numbers = chosen(boxes)
    assert numbers == sorted(numbers)
    taken = [boxes[number] for number in numbers]
    assert not any(overlap(one, other) for one, other in combinations(taken, 2))
    for number in set(range(len(boxes))) - set(numbers):
        assert any(overlap(boxes[number], boxes[other]) for other in numbers if other < number)


def test_the_first_label_wins_and_a_touching_one_is_no_overlap():
    assert chosen([(0, 0, 10, 10), (5, 5, 15, 15), (10, 0, 20, 10)]) == [0, 2]
    grid = LabelGrid()
    assert grid.take(0, 0, 10, 10)
    assert not grid.take(9, 9, 12, 12)
    assert grid.taken == [(0, 0, 10, 10)]


# Lines


def counted(found: list[tuple[float, float, float, float]], wide: int = 40, high: int = 30) -> np.ndarray:
    columns = np.array(found, np.float32).reshape(-1, 4).T
    return lines.counted(*lines.between(*columns), wide, high)


_ACROSS, _DOWN = st.integers(-20, 60), st.integers(-20, 50)
_STRAIGHT = st.one_of(
    st.tuples(_ACROSS, _DOWN, _ACROSS).map(lambda of: (of[0], of[1], of[2], of[1])),
    st.tuples(_ACROSS, _DOWN, _DOWN).map(lambda of: (of[0], of[1], of[0], of[2])),
)


def naive(found: list[tuple[int, int, int, int]], wide: int = 40, high: int = 30) -> np.ndarray:
    """Count, pixel by pixel, lines that run straight across or down; a line's last pixel is not its own."""
    picture = np.zeros((high, wide), int)
    for x0, y0, x1, y1 in found:
        if not (max(x0, x1) >= 0 and min(x0, x1) < wide and max(y0, y1) >= 0 and min(y0, y1) < high):
            continue
        # Only what lies in the picture is walked, from its first pixel to the one before its last.
        ax, bx = (min(max(x, 0), wide - 1) for x in (x0, x1))
        ay, by = (min(max(y, 0), high - 1) for y in (y0, y1))
        steps = max(1, abs(bx - ax), abs(by - ay))
        for step in range(steps):
            picture[ay + (by - ay) * step // steps, ax + (bx - ax) * step // steps] += 1
    return picture


@settings(deadline=None)
@given(st.lists(_STRAIGHT, max_size=20))
def test_straight_lines_are_counted_as_one_would_by_hand(found):
    assert np.array_equal(counted(found), naive(found))


def test_a_hundred_equal_lines_count_a_hundred():
    counts = counted([(2, 5, 12, 5)] * 100)
    assert counts[5, 2:12].tolist() == [100] * 10
    assert counts.sum() == 1000


def test_a_slanting_line_has_one_pixel_in_each_column_and_ends_at_the_edge():
    counts = counted([(-40, -20, 80, 40)])
    assert counts.max() == 1
    assert (counts[:, :-1].sum(0) == 1).all()
    assert all(abs(row - column / 2) <= 1 for row, column in zip(*np.nonzero(counts), strict=True))


@pytest.mark.parametrize("line", [(-50, -40, -10, 60), (60, 3, 90, 3), (3, 90, 3, 40), (-9, 20, 20, 60)])
def test_a_line_outside_leaves_no_trace(line):
    assert counted([line]).sum() == 0


def test_toned_pictures_get_fuller_with_the_count_and_leave_the_ground():
    toned = lines.toned(np.array([[0, 1, 10, 100]], np.uint16), (0, 0, 0), (200, 200, 200))
    assert toned[0, 0] == 0xFF000000
    assert (np.diff(toned[0].astype(np.int64)) > 0).all()
    over = lines.over(np.array([[0, 1, 4, 900]], np.uint16), (200, 100, 50))
    assert over[0, 0] == 0
    assert over[0, 1] >> 24 == 120
    assert over[0, 2] == over[0, 3]


@pytest.mark.parametrize("name", NAMES)
def test_no_layout_puts_items_on_each_other(name):
    assert nearest(place(name, tangle(300, 350, seed=3))) > 15


def test_lines_counted_by_several_threads_are_those_of_one(monkeypatch):
    rng = np.random.default_rng(4)
    found = [tuple(each) for each in rng.uniform(-20, 60, (403, 4)).tolist()]
    alone = counted(found)
    monkeypatch.setattr(lines, "_ALONE", 10)
    monkeypatch.setattr(lines.os, "cpu_count", lambda: 4)
    assert np.array_equal(counted(found), alone)
