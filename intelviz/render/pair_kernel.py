"""The compiled loop that chooses pairs by their ends. Imported only when it is first needed."""

from __future__ import annotations

import numpy as np
from numba import njit
from numpy.typing import NDArray


@njit(cache=True, nogil=True)
def choose_pairs(
    marked: NDArray[np.bool_], low: NDArray[np.int32], high: NDArray[np.int32], into: NDArray[np.int64]
) -> int:  # pragma: no cover  (compiled)
    """Write the numbers of the pairs of which both ends are marked to ``into``, in order; return how many they are."""
    found = 0
    for pair in range(len(low)):
        if marked[np.uint32(low[pair])] and marked[np.uint32(high[pair])]:
            into[found] = pair
            found += 1
    return found
