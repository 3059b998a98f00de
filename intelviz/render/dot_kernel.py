"""The compiled loop that stamps dots into pixels. Imported only when it is first needed."""

from __future__ import annotations

import numpy as np
from numba import njit
from numpy.typing import NDArray


@njit(cache=True, nogil=True)
def stamp_dots(
    pixels: NDArray[np.uint32],
    x: NDArray[np.float64],
    y: NDArray[np.float64],
    colour: NDArray[np.uint32],
    steps: NDArray[np.int64],
    filled: int,
    reach: int,
    edge: np.uint32,
) -> None:  # pragma: no cover  (compiled)
    """Stamp a disc at each place of ``pixels`` (rows by columns), later ones over earlier ones.

    The pixels at ``steps`` (n by 2: down, right) from a place get its colour, those after the first ``filled`` steps
    the ``edge``. Places nearer than ``reach`` to the border are left out.
    """
    high, wide = pixels.shape
    flat, gap = pixels.reshape(-1), steps[:, 0] * wide + steps[:, 1]
    for n in range(len(x)):
        column, row = np.int64(np.rint(x[n] - 0.5)), np.int64(np.rint(y[n] - 0.5))
        if column < reach or column >= wide - reach or row < reach or row >= high - reach:
            continue
        middle = row * wide + column
        for k in range(filled):
            flat[np.uint64(middle + gap[k])] = colour[n]
        for k in range(filled, len(gap)):
            flat[np.uint64(middle + gap[k])] = edge
