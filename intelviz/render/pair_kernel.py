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


@njit(cache=True, nogil=True)
def gather_pairs(
    order: NDArray[np.int32],
    a: NDArray[np.int32],
    b: NDArray[np.int32],
    marked: NDArray[np.bool_],
    kind: NDArray[np.int8],
    mixed: int,
    low: NDArray[np.int32],
    high: NDArray[np.int32],
    count: NDArray[np.int32],
    group: NDArray[np.int8],
    forward: NDArray[np.int32],
    begin: NDArray[np.int64],
    link: NDArray[np.int32],
) -> tuple[int, int]:  # pragma: no cover  (compiled)
    """Gather links into pairs of their ends, those of which both ends are marked; return how many pairs and links.

    ``order`` has the links by their lower, then by their higher end; ``kind`` a number for each link. Written are the
    ends of each pair, how many links it has, their kind (``mixed`` if they are of several), how many more run from the
    lower end than to it, where they begin in ``link``, and the links pair by pair.
    """
    pairs, links = 0, 0
    for at in range(len(order)):
        each = np.uint32(order[at])
        first, second = a[each], b[each]
        if not (marked[np.uint32(first)] and marked[np.uint32(second)]):
            continue
        one, other = min(first, second), max(first, second)
        if pairs == 0 or low[pairs - 1] != one or high[pairs - 1] != other:
            low[pairs], high[pairs], count[pairs], group[pairs], forward[pairs] = one, other, 0, kind[each], 0
            begin[pairs] = links
            pairs += 1
        link[links] = np.int32(each)
        links += 1
        count[pairs - 1] += 1
        forward[pairs - 1] += 1 if first == one else -1
        if group[pairs - 1] != kind[each]:
            group[pairs - 1] = mixed
    begin[pairs] = links
    return pairs, links
