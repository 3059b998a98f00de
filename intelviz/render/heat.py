"""Kernel density of points on a raster, and colours for it."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from intelviz.case.columns import Floats
from intelviz.render.theme import Rgb

CELL = 4
"""Pixels of the picture along the side of a raster cell."""


@dataclass(frozen=True)
class Heat:
    """Items for each square pixel of the picture, on cells of ``CELL`` pixels; row 0 is the top."""

    value: Floats
    bandwidth: float

    @property
    def peak(self) -> float:
        """The highest value."""
        return float(self.value.max()) if self.value.size else 0.0


def quartic(bandwidth: float, cell: float) -> Floats:
    """Return the quartic kernel (Epanechnikov's, squared; Silverman, 1986, section 4.2) on cells, summing to 1.

    ``bandwidth`` is where it ends, in the same unit as ``cell``.
    """
    reach = max(int(np.ceil(bandwidth / cell)), 1)
    steps = np.arange(-reach, reach + 1) * cell
    away = (steps[:, None] ** 2 + steps[None, :] ** 2) / bandwidth**2
    kernel = np.where(away < 1, (1 - away) ** 2, 0.0)
    return kernel / kernel.sum()


def heat(px: Floats, py: Floats, weight: Floats, width: float, height: float, bandwidth: float) -> Heat:
    """Return the density of weighted points (pixels) over a picture; points outside count as far as they reach in."""
    pad = int(np.ceil(bandwidth / CELL)) + 1
    columns, rows = int(np.ceil(width / CELL)), int(np.ceil(height / CELL))
    wide, high = columns + 2 * pad, rows + 2 * pad
    column = np.floor(px / CELL).astype(np.int64) + pad
    row = np.floor(py / CELL).astype(np.int64) + pad
    inside = (column >= 0) & (column < wide) & (row >= 0) & (row < high)
    at = row[inside] * wide + column[inside]
    binned = np.bincount(at, weight[inside], wide * high).astype(np.float64).reshape(high, wide)
    smooth = _convolved(binned, quartic(bandwidth, CELL))
    return Heat(np.maximum(smooth[pad : pad + rows, pad : pad + columns], 0.0) / CELL**2, bandwidth)


def _convolved(values: Floats, kernel: Floats) -> Floats:
    size = [_round_size(v + k - 1) for v, k in zip(values.shape, kernel.shape, strict=True)]
    product = np.fft.rfft2(values, s=size) * np.fft.rfft2(kernel, s=size)
    whole = np.fft.irfft2(product, s=size)
    begin = [k // 2 for k in kernel.shape]
    return whole[begin[0] : begin[0] + values.shape[0], begin[1] : begin[1] + values.shape[1]]


def _round_size(least: int) -> int:
    """Return the next number made of twos, threes and fives, for which the transform is quick."""
    size = least
    while True:
        rest = size
        for factor in (2, 3, 5):
            while rest % factor == 0:
                rest //= factor
        if rest == 1:
            return size
        size += 1


def coloured(
    value: Floats, peak: float, ramp: tuple[Rgb, ...], *, least: float = 0.02, most_alpha: float = 0.86
) -> NDArray[np.uint32]:
    """Return values as premultiplied ARGB, from clear to the end of the ramp at ``peak``.

    The ramp runs with the square root of the value (its middle is a quarter of the peak), or the one peak of a city
    centre would leave the rest of a county in the dark.
    """
    share = np.clip(value / peak, 0, 1) if peak > 0 else np.zeros_like(value)
    steps = 256
    table = np.array([ramp[round(n / (steps - 1) * (len(ramp) - 1))] for n in range(steps)], np.float64)
    alpha = np.clip((np.arange(steps) / (steps - 1) - least) / 0.25, 0, 1) * most_alpha
    argb = np.zeros(steps, np.uint32)
    for shift, band in ((16, 0), (8, 1), (0, 2)):
        argb |= np.round(table[:, band] * alpha).astype(np.uint32) << np.uint32(shift)
    argb |= np.round(alpha * 255).astype(np.uint32) << np.uint32(24)
    return argb[np.round(np.sqrt(share) * (steps - 1)).astype(np.int64)]
