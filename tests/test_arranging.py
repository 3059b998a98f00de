"""Large charts are arranged in a process of their own."""

from __future__ import annotations

import threading

import numpy as np
import pytest

from intelviz.analysis.layout import layouts
from intelviz.analysis.layout.apart import boxes, cover_each_other
from intelviz.analysis.layout.layout import Linked, pairs_of
from intelviz.schema.errors import CancelledError, UsageError
from intelviz.schema.progress import silent
from intelviz.workspace.arranging import place_apart


def made(count: int, links: int) -> Linked:
    random = np.random.default_rng(1)
    ends = random.integers(0, count, (2, links)).astype(np.int32)
    return Linked(count, *pairs_of(ends[0], ends[1], count), np.zeros(count, np.int16))


def test_it_gives_what_the_layout_gives():
    linked = made(300, 400)
    assert np.array_equal(place_apart("grouped", linked, 1, silent), layouts()["grouped"].place(linked, 1, silent))


def test_stopping_it_ends_the_process():
    steps = iter(range(100))

    def step(_words: str, _done: int, _total: int) -> None:
        if next(steps) == 2:
            raise CancelledError

    with pytest.raises(CancelledError):
        place_apart("force", made(60_000, 120_000), 1, step)
    assert not [each for each in threading.enumerate() if each.name.startswith("layout")]


def test_what_it_cannot_do_is_said_here():
    with pytest.raises(UsageError, match="No event with a time") as caught:
        place_apart("theme_lines", made(20, 30), 1, silent)
    assert "Expand" in caught.value.remedy


def test_what_stands_still_stays():
    linked = made(2_000, 3_000)
    still = np.arange(2_000) < 50
    stand = np.random.default_rng(2).uniform(0, 9_000, (2_000, 2)).astype(np.float32)
    at = place_apart("force", linked, 1, silent, still, stand)
    assert np.array_equal(at[still], stand[still])
    assert not (cover_each_other(at, boxes(None, 2_000)) & ~still).any()
