"""Arrays in the log and in what a chart keeps: a plain list where it is short, else compressed bytes as text."""

from __future__ import annotations

import base64
import zlib
from typing import Any

import numpy as np
from numpy.typing import DTypeLike, NDArray

from intelviz.schema.errors import CaseDamagedError

SHORT = 32
"""Arrays up to this length stay readable."""


def packed(array: NDArray[Any]) -> list[Any] | dict[str, Any]:
    """Return an array of numbers or flags as JSON; the values survive exactly."""
    if len(array) <= SHORT:
        return np.asarray(array).tolist()
    plain = np.ascontiguousarray(array, array.dtype.newbyteorder("<"))
    # Ids mostly ascend: their differences compress to a fraction.
    steps = np.diff(plain, prepend=plain.dtype.type(0)) if plain.dtype.kind == "i" else plain
    return {
        "count": len(array),
        "kind": plain.dtype.str,
        "zlib": base64.b64encode(zlib.compress(steps.tobytes(), 6)).decode("ascii"),
    }


def unpacked(value: list[Any] | dict[str, Any], kind: DTypeLike) -> NDArray[Any]:
    """Return the array that was packed."""
    if isinstance(value, list):
        return np.array(value, kind)
    try:
        dtype = np.dtype(value["kind"])
        found = np.frombuffer(zlib.decompress(base64.b64decode(value["zlib"])), dtype)
        if len(found) != value["count"]:
            raise ValueError(f"{len(found)} values instead of {value['count']}")
    except (KeyError, ValueError, TypeError, zlib.error) as error:
        raise CaseDamagedError("An entry of the log can't be read.", details=str(error)) from error
    return (np.cumsum(found, dtype=dtype) if dtype.kind == "i" else found).astype(kind)
