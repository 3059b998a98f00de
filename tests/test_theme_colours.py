"""Colours of both themes can be read, and told apart by eyes that lack one kind of cone."""

from __future__ import annotations

from itertools import combinations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from intelviz.render import seeing
from intelviz.render.theme import THEMES

# Machado, Oliveira and Fernandes 2009, "A Physiologically-based Model for Simulation of Color Vision Deficiency",
# severity 1.0, applied to linear RGB.
EYES = {
    "usual": np.eye(3),
    "protanopia": np.array(
        [[0.152286, 1.052583, -0.204868], [0.114503, 0.786281, 0.099216], [-0.003882, -0.048116, 1.051998]]
    ),
    "deuteranopia": np.array(
        [[0.367322, 0.860646, -0.227968], [0.280085, 0.672501, 0.047413], [-0.011820, 0.042940, 0.968881]]
    ),
    "tritanopia": np.array(
        [[1.255528, -0.076749, -0.178779], [-0.078411, 0.930809, 0.147602], [0.004733, 0.691367, 0.303900]]
    ),
}
LEAST_APART = 6.0
"""CIE76 distance of any two type colours; about 2.3 can just be seen when they touch."""
themes = pytest.mark.parametrize("theme", THEMES.values(), ids=THEMES)


def linear(colour) -> np.ndarray:
    part = np.asarray(colour, float) / 255
    return np.where(part <= 0.04045, part / 12.92, ((part + 0.055) / 1.055) ** 2.4)


def lab(light: np.ndarray) -> np.ndarray:
    """Return CIE L*a*b* (white D65) of linear RGB."""
    to_xyz = np.array([[0.4124, 0.3576, 0.1805], [0.2126, 0.7152, 0.0722], [0.0193, 0.1192, 0.9505]])
    share = to_xyz @ light / np.array([0.9505, 1.0, 1.089])
    root = np.where(share > 0.008856, np.cbrt(share), 7.787 * share + 16 / 116)
    return np.array([116 * root[1] - 16, 500 * (root[0] - root[1]), 200 * (root[1] - root[2])])


def contrast(one, other) -> float:
    """Return the contrast of WCAG 2: 1 to 21."""
    bright, dim = sorted((float(linear(each) @ [0.2126, 0.7152, 0.0722]) for each in (one, other)), reverse=True)
    return (bright + 0.05) / (dim + 0.05)


def apart(one, other, eyes: np.ndarray) -> float:
    seen = [lab(np.clip(eyes @ linear(each), 0, 1)) for each in (one, other)]
    return float(np.linalg.norm(seen[0] - seen[1]))


def test_contrast_and_distance_are_those_of_their_definitions():
    assert contrast((0, 0, 0), (255, 255, 255)) == pytest.approx(21)
    assert contrast((118, 118, 118), (255, 255, 255)) == pytest.approx(4.54, abs=0.01)
    assert apart((0, 0, 0), (255, 255, 255), EYES["usual"]) == pytest.approx(100, abs=0.1)
    red, green = (200, 60, 0), (102, 102, 0)
    assert apart(red, green, EYES["deuteranopia"]) < apart(red, green, EYES["usual"]) / 2


colours = st.tuples(*[st.integers(0, 255)] * 3)


@given(colours, colours)
def test_the_program_measures_as_its_tests_do(one, other):
    assert seeing.contrast(one, other) == pytest.approx(contrast(one, other))
    assert seeing.apart(one, other) == pytest.approx(min(apart(one, other, eyes) for eyes in EYES.values()))


@themes
def test_words_are_read_on_every_ground(theme):
    for words in ("text", "quiet", "accent", "warning"):
        for ground in ("ground", "surface", "raised"):
            assert contrast(getattr(theme, words), getattr(theme, ground)) >= 4.5, (words, ground)


@themes
def test_marks_show_on_the_canvas(theme):
    for number, colour in enumerate((*theme.types, theme.accent, theme.focus, theme.link)):
        assert contrast(colour, theme.ground) >= 3, number


@themes
@pytest.mark.parametrize("eyes", EYES.values(), ids=EYES)
def test_types_are_told_apart_by_any_eyes(theme, eyes):
    near = min((apart(one, other, eyes), i, j) for (i, one), (j, other) in combinations(enumerate(theme.types), 2))
    assert near[0] >= LEAST_APART, near
