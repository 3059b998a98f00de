"""The last step of a layout: nothing covers anything, what is fixed stays, and the rest moves little."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from intelviz.analysis.layout.apart import ICON, boxes, cover_each_other, parted


def cloud(count: int, wide: float, seed: int = 3) -> np.ndarray:
    return np.random.default_rng(seed).uniform(0, wide, (count, 2)).astype(np.float32)


def covered_pairs(at: np.ndarray, size: np.ndarray) -> int:
    """Count covering pairs one by one, as slowly and plainly as can be."""
    boxes_of = [
        (x - w / 2, y - ICON / 2, x + w / 2, y - ICON / 2 + h) for (x, y), (w, h) in zip(at.tolist(), size, strict=True)
    ]
    return sum(
        one[0] < two[2] - 1e-3 and two[0] < one[2] - 1e-3 and one[1] < two[3] - 1e-3 and two[1] < one[3] - 1e-3
        for number, one in enumerate(boxes_of)
        for two in boxes_of[number + 1 :]
    )


@pytest.mark.parametrize(("count", "wide"), [(2, 1), (60, 100), (300, 900), (599, 50), (700, 300), (1500, 2500)])
def test_nothing_covers_anything(count, wide):
    names = np.random.default_rng(1).uniform(0, 140, count).astype(np.float32)
    size = boxes(names, count)
    at = parted(cloud(count, wide), size)
    assert not cover_each_other(at, size).any()
    assert covered_pairs(at[:400], size[:400]) == 0


@pytest.mark.parametrize("count", [40, 900])
def test_what_is_fixed_stays_to_the_last_bit(count):
    at, fixed = cloud(count, 300.0), np.arange(count) % 7 == 0
    at[fixed] *= 4
    size = boxes(None, count)
    found = parted(at, size, fixed)
    assert np.array_equal(found[fixed], at[fixed])
    assert not cover_each_other(found, size)[~fixed].any()


def test_a_long_name_caught_between_two_fixed_items_gets_out():
    at = np.array([[-19, 0], [21, 22], [1, 0]], np.float32)
    fixed = np.array([True, True, False])
    size = boxes(np.array([0, 0, 153], np.float32), 3)
    found = parted(at, size, fixed)
    assert not cover_each_other(found, size)[2]
    assert np.abs(found[2] - at[2]).max() < 200


@pytest.mark.parametrize("count", [50, 2000])
def test_what_has_room_does_not_move(count):
    wide = int(np.ceil(np.sqrt(count)))
    numbers = np.arange(count)
    at = np.column_stack([numbers % wide, numbers // wide]).astype(np.float32) * 200
    assert np.abs(parted(at, boxes(None, count)) - at).max() < 1


def test_two_that_touch_move_no_farther_than_they_need():
    at = np.array([[0, 0], [20, 3], [500, 500]], np.float32)
    found = parted(at, boxes(None, 3))
    assert abs(found[1, 0] - found[0, 0]) == pytest.approx(ICON + 1, abs=0.5)
    assert np.abs(found[2] - at[2]).max() < 1
    assert np.abs(found[:2, 1] - at[:2, 1]).max() < 1


def test_a_name_counts_under_its_icon():
    size = boxes(np.array([120, 0], np.float32), 2)
    below = np.array([[0, 0], [40, 30]], np.float32)
    above = np.array([[0, 0], [40, -36]], np.float32)
    assert cover_each_other(below, size).all()
    assert not cover_each_other(above, size).any()


@pytest.mark.parametrize("count", [30, 800])
def test_the_same_again(count):
    at, size = cloud(count, 200.0), boxes(None, count)
    assert np.array_equal(parted(at, size), parted(at, size))


@settings(deadline=None, max_examples=60)
@given(st.lists(st.tuples(st.integers(-50, 50), st.integers(-50, 50), st.integers(0, 200), st.booleans()), max_size=40))
def test_any_heap_is_parted(heap):
    at = np.array([each[:2] for each in heap], np.float32).reshape(-1, 2)
    size = boxes(np.array([each[2] for each in heap], np.float32), len(heap))
    fixed = np.array([each[3] for each in heap], bool)
    found = parted(at, size, fixed)
    assert np.isfinite(found).all()
    assert np.array_equal(found[fixed], at[fixed])
    assert not (cover_each_other(found, size) & ~fixed).any()
