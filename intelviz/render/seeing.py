"""Whether colours can be seen and told apart: contrast, and distance for eyes that lack one kind of cone."""

from __future__ import annotations

from functools import lru_cache

import numpy as np

from intelviz.case.columns import Floats
from intelviz.render.theme import Rgb

MARKS = 3.0
"""Contrast that marks need on their ground (WCAG 2.2, 1.4.11)."""
APART = 6.0
"""CIE76 distance below which two colours may be taken for one; about 2.3 can just be seen when they touch."""
_EYES = np.array(
    [
        [[1, 0, 0], [0, 1, 0], [0, 0, 1]],
        [[0.152286, 1.052583, -0.204868], [0.114503, 0.786281, 0.099216], [-0.003882, -0.048116, 1.051998]],
        [[0.367322, 0.860646, -0.227968], [0.280085, 0.672501, 0.047413], [-0.011820, 0.042940, 0.968881]],
        [[1.255528, -0.076749, -0.178779], [-0.078411, 0.930809, 0.147602], [0.004733, 0.691367, 0.303900]],
    ]
)
"""Usual eyes, protanopia, deuteranopia, tritanopia: Machado, Oliveira, Fernandes 2009, severity 1.0, on linear RGB."""
_XYZ = np.array([[0.4124, 0.3576, 0.1805], [0.2126, 0.7152, 0.0722], [0.0193, 0.1192, 0.9505]])
_WHITE = np.array([0.9505, 1.0, 1.089])


def _linear(colour: Rgb) -> Floats:
    part = np.asarray(colour, np.float64) / 255
    return np.where(part <= 0.04045, part / 12.92, ((part + 0.055) / 1.055) ** 2.4)


def contrast(one: Rgb, other: Rgb) -> float:
    """Return the contrast of two colours, 1 to 21 (WCAG 2)."""
    bright, dim = sorted((float(_linear(each) @ _XYZ[1]) for each in (one, other)), reverse=True)
    return (bright + 0.05) / (dim + 0.05)


@lru_cache(maxsize=512)
def _seen(colour: Rgb) -> tuple[tuple[float, ...], ...]:
    """Return a colour as each kind of eyes sees it, in CIE L*a*b* (white D65)."""
    light = np.clip(_EYES @ _linear(colour), 0, 1)
    share = (light @ _XYZ.T) / _WHITE
    x, y, z = np.where(share > 0.008856, np.cbrt(share), 7.787 * share + 16 / 116).T
    return tuple(tuple(each) for each in np.column_stack([116 * y - 16, 500 * (x - y), 200 * (y - z)]).tolist())


def apart(one: Rgb, other: Rgb) -> float:
    """Return how far apart two colours are for the eyes to which they are nearest (CIE76)."""
    return float(np.linalg.norm(np.array(_seen(one)) - np.array(_seen(other)), axis=1).min())
