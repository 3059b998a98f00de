"""The compiled loops beside the same thing said in numpy."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra import numpy as hnp

from intelviz.render import compiled, dots, lines
from intelviz.render.near import lines_near, points_near
from intelviz.render.pairs import among

WIDE, HIGH = 60, 40
PLACES = hnp.arrays(np.float32, st.integers(1, 30), elements=st.floats(-200, 200, width=32))


@pytest.fixture(scope="module", autouse=True)
def _made():
    compiled.prepare()


def joined(seed: int, points: int, count: int) -> tuple[np.ndarray, np.ndarray]:
    random = np.random.default_rng(seed)
    return random.integers(0, points, count).astype(np.int32), random.integers(0, points, count).astype(np.int32)


@given(PLACES, st.integers(0, 2**32 - 1))
def test_each_line_counts_once_in_a_pixel_and_from_end_to_end(x, seed):
    y = np.random.default_rng(seed).uniform(-100, 100, len(x)).astype(np.float32)
    a, b = joined(seed, len(x), 40)
    for one, other in zip(a, b, strict=True):
        picture = lines.counted(x, y, np.array([one]), np.array([other]), WIDE, HIGH)
        assert picture.max() <= 1
        inside = all(0 <= x[n] <= WIDE - 1 and 0 <= y[n] <= HIGH - 1 for n in (one, other))
        if inside:
            long = max(abs(float(x[one]) - float(x[other])), abs(float(y[one]) - float(y[other])))
            assert picture.sum() == max(1, np.ceil(long - 1e-6))
            # No pixel is further than one from the line itself.
            row, column = np.nonzero(picture)
            start, end = np.array([x[one], y[one]], float), np.array([x[other], y[other]], float)
            along = np.linspace(start, end, 400)
            for down, right in zip(row, column, strict=True):
                assert np.abs(along - (right + 0.5, down + 0.5)).max(axis=1).min() <= 1.01
    together = lines.counted(x, y, a, b, WIDE, HIGH)
    apart = sum(lines.counted(x, y, a[n : n + 1], b[n : n + 1], WIDE, HIGH).astype(int) for n in range(len(a)))
    assert (together == apart).all()


def test_a_pixel_holds_65535_lines_and_no_more():
    x, y = np.array([2, 10], np.float32), np.array([3, 3], np.float32)
    for count, expected in ((65_535, 65_535), (65_536, 65_535), (400_000, 65_535), (30_000, 30_000)):
        a = np.zeros(count, np.int32)
        picture = lines.counted(x, y, a, a + 1, WIDE, HIGH)
        assert picture[3, 5] == expected
        assert (picture[3, 2:10] == expected).all()
        assert picture.sum(dtype=int) == 8 * expected


@pytest.mark.parametrize("wrong", [np.nan, np.inf, -np.inf, 1e30])
def test_an_end_that_is_no_place_is_not_drawn(wrong):
    x, y = np.array([1, 20, wrong], np.float32), np.array([5, 5, 7], np.float32)
    a, b = np.array([0, 0, 2, 2], np.int32), np.array([1, 2, 1, 2], np.int32)
    assert lines.counted(x, y, a, b, WIDE, HIGH).sum() == 19
    assert lines.counted(y, x, a, b, WIDE, HIGH).sum() == 19


def test_many_lines_in_parts_come_to_the_same_as_few_at_a_time():
    random = np.random.default_rng(3)
    x, y = (random.uniform(-20, most, 500).astype(np.float32) for most in (80, 60))
    a, b = joined(4, 500, 150_000)
    whole = lines.counted(x, y, a, b, WIDE, HIGH).astype(int)
    few = sum(
        lines.counted(x, y, a[begin : begin + 9_000], b[begin : begin + 9_000], WIDE, HIGH).astype(int)
        for begin in range(0, len(a), 9_000)
    )
    assert (whole == few).all()


def test_how_lines_stand_to_the_picture_is_the_same_by_either_way(monkeypatch):
    random = np.random.default_rng(5)
    x, y = (random.choice([-30, 0, 10, most, most + 30], 3_000).astype(np.float32) for most in (WIDE, HIGH))
    a, b = joined(6, 3_000, 60_000)
    fast = lines.standing(x, y, a, b, WIDE, HIGH)
    monkeypatch.setattr(lines, "ready", lambda: False)
    slow = lines.standing(x, y, a, b, WIDE, HIGH)
    assert (fast == slow).all()
    assert set(fast.tolist()) == {lines.OUT, lines.THROUGH, lines.ENDING}


@pytest.mark.parametrize(("radius", "thick"), [(1.0, 0.0), (2.3, 0.8), (4.5, 1.0)])
def test_dots_are_the_same_by_either_way(monkeypatch, radius, thick):
    random = np.random.default_rng(7)
    x, y = random.uniform(-10, WIDE + 10, 5_000), random.uniform(-10, HIGH + 10, 5_000)
    colour = random.integers(1, 2**32, 5_000, dtype=np.uint32)
    fast, slow = np.zeros((HIGH, WIDE), np.uint32), np.zeros((HIGH, WIDE), np.uint32)
    dots.stamp(fast, x, y, colour, np.uint32(9), radius, thick)
    monkeypatch.setattr(compiled, "ready", lambda: False)
    dots.stamp(slow, x, y, colour, np.uint32(9), radius, thick)
    assert fast.any()
    assert (fast == slow).all()


@pytest.mark.parametrize(("radius", "thick"), [(1.0, 0.0), (1.7, 0.8), (2.3, 0.8), (4.5, 1.0)])
def test_a_dot_is_round_with_its_edge_all_round_it(radius, thick):
    pixels = np.zeros((31, 31), np.uint32)
    dots.stamp(pixels, np.array([15.5]), np.array([15.5]), np.array([5], np.uint32), np.uint32(9), radius, thick)
    assert (pixels == pixels.T).all() and (pixels == pixels[::-1]).all() and (pixels == pixels[:, ::-1]).all()
    away = np.hypot(*(np.indices((31, 31)) - 15))
    assert (pixels == np.where(away <= radius + 0.3, 5, np.where(away <= radius + thick + 0.3, 9, 0))).all()


@pytest.mark.parametrize("share", [0.0, 0.08, 0.6, 1.0])
def test_pairs_are_chosen_the_same_by_either_way(monkeypatch, share):
    random = np.random.default_rng(8)
    marked = random.random(9_000) < share
    a, b = joined(9, 9_000, 80_000)
    fast = among(marked, a, b)
    assert (fast == np.flatnonzero(marked[a] & marked[b])).all()
    monkeypatch.setattr(compiled, "ready", lambda: False)
    assert (fast == among(marked, a, b)).all()


def test_what_is_near_a_point_is_found_whole(monkeypatch):
    random = np.random.default_rng(10)
    x, y = (random.uniform(0, 4_000, 30_000).astype(np.float32) for _ in "xy")
    rows = random.permutation(30_000).astype(np.int32)
    a, b = joined(11, 30_000, 60_000)
    for at in ((50.0, 60.0), (2_000.0, 1_900.0), (-500.0, 10.0)):
        places = points_near(x, y, rows, at, 40)
        inside = (np.abs(x[rows] - at[0]) <= 40) & (np.abs(y[rows] - at[1]) <= 40)
        assert (places == np.flatnonzero(inside)).all()
        near = lines_near(x, y, a, b, at, 6)
        start, end = np.stack([x[a], y[a]], 1).astype(float), np.stack([x[b], y[b]], 1).astype(float)
        gap = end - start
        along = np.clip(((np.array(at) - start) * gap).sum(1) / np.maximum((gap**2).sum(1), 1e-12), 0, 1)
        away = np.hypot(*(start + along[:, None] * gap - np.array(at)).T)
        assert (near == np.flatnonzero(away <= 6)).all()
    monkeypatch.setattr(compiled, "ready", lambda: False)
    assert len(points_near(x, y, rows, (0.0, 0.0), 1)) == 30_000
    assert len(lines_near(x, y, a, b, (0.0, 0.0), 1)) == 60_000
