"""Layouts of thousands, layouts round pinned items, and how parts are packed."""

from __future__ import annotations

import numpy as np
import pytest

from intelviz.analysis.layout import layouts
from intelviz.analysis.layout.layout import Linked, pairs_of
from intelviz.analysis.layout.packing import packed, spread
from intelviz.analysis.layout.pinned import round_pinned
from intelviz.schema.progress import silent


def circles(groups: int, each: int, between: int, seed: int = 3) -> Linked:
    """Return groups whose members are linked to each other often, and a few links between groups."""
    random = np.random.default_rng(seed)
    count = groups * each
    first = random.integers(0, count, count * 4)
    inside = first // each * each + random.integers(0, each, count * 4)
    across = random.integers(0, count, (2, between))
    a, b = np.concatenate([first, across[0]]), np.concatenate([inside, across[1]])
    low, high = pairs_of(a.astype(np.int32), b.astype(np.int32), count)
    return Linked(count, low, high, np.zeros(count, np.int16))


def closest(at: np.ndarray) -> float:
    least = np.inf
    for begin in range(0, len(at), 500):
        gaps = np.hypot(*(at[begin : begin + 500, None].astype(float) - at[None]).transpose(2, 0, 1))
        gaps[np.arange(len(gaps)), np.arange(begin, begin + len(gaps))] = np.inf
        least = min(least, float(gaps.min()))
    return least


def test_thousands_are_placed_finitely_apart_from_each_other_and_the_same_again():
    linked = circles(12, 250, 400)
    first, again = (layouts()["force"].place(linked, 1, silent) for _ in range(2))
    assert np.isfinite(first).all()
    assert np.array_equal(first, again)
    assert closest(first) > 24


def test_thousands_stand_with_their_own_circle():
    linked = circles(12, 250, 400)
    at = layouts()["force"].place(linked, 1, silent)
    middles = at.reshape(12, 250, 2).mean(1)
    nearest = np.argmin(np.hypot(*(at[:, None] - middles[None]).transpose(2, 0, 1)), 1)
    assert np.mean(nearest == np.arange(3000) // 250) > 0.9


def test_another_seed_gives_another_picture():
    linked = circles(8, 250, 300)
    one, other = (layouts()["force"].place(linked, seed, silent) for seed in (1, 2))
    assert not np.array_equal(one, other)


def test_a_layout_of_thousands_says_how_far_it_is():
    said: list[tuple[int, int]] = []
    layouts()["force"].place(circles(8, 250, 300), 1, lambda _words, done, total: said.append((done, total)))
    done = [each[0] for each in said]
    assert done == sorted(done)
    assert len(set(done)) > 20
    assert said[-1] == (2000, 2000)


@pytest.mark.parametrize("count", [1, 2, 5])
def test_pinned_items_stay_and_nothing_is_put_on_them(count):
    random = np.random.default_rng(4)
    positions, stand = (random.normal(0, 400, (200, 2)).astype(np.float32) for _ in range(2))
    stand[:count] = np.arange(count)[:, None] * 100
    pinned = np.arange(200) < count
    placed = round_pinned(positions, pinned, stand)
    assert np.array_equal(placed[pinned], stand[pinned])
    assert closest(placed) > 30


def test_a_layout_turns_to_what_is_pinned():
    positions = np.random.default_rng(5).uniform(-900, 900, (60, 2)).astype(np.float32)
    positions = spread(positions, 60.0, rounds=400)
    turned = positions[:, ::-1] * np.array([1, -1], np.float32) + 500
    placed = round_pinned(positions, np.arange(60) < 6, turned)
    assert np.abs(placed - turned).max() < 2


def test_with_nothing_pinned_a_layout_is_taken_as_it_is():
    positions = np.zeros((3, 2), np.float32)
    assert round_pinned(positions, np.zeros(3, bool), positions + 9) is positions


def test_small_parts_stand_in_columns_beside_a_large_one():
    random = np.random.default_rng(6)
    parts = [random.uniform(0, size, (30, 2)).astype(np.float32) for size in (2000, 90, 90, 90)]
    moved = packed(parts)
    right = float(moved[0][:, 0].max())
    assert all(float(part[:, 0].min()) > right for part in moved[1:])
    boxes = [(part.min(0), part.max(0)) for part in moved]
    for number, (low, high) in enumerate(boxes):
        for other_low, other_high in boxes[number + 1 :]:
            assert ((high < other_low) | (other_high < low)).any()


def test_a_hierarchy_untangles_its_levels():
    # Two branches whose members are numbered crosswise: laid out by number, every link of one would cross the other's.
    leaves = [(0, n) for n in range(23, 40)]
    pairs = [(0, 1), (0, 2), *leaves, *((1, n) for n in range(3, 23, 2)), *((2, n) for n in range(4, 23, 2))]
    ends = np.array(pairs, np.int32)
    order = np.random.default_rng(1).permutation(40).astype(np.int32)
    linked = Linked(40, order[ends[:, 0]], order[ends[:, 1]], np.zeros(40, np.int16))
    x = layouts()["hierarchy"].place(linked, 1, silent)[order, 0]
    one, two = x[3:23:2], x[4:23:2]
    assert one.max() < two.min() or two.max() < one.min()
