"""Which part of the canvas is in sight, and how large."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Self

import numpy as np
from numpy.typing import NDArray

LEAST, MOST = 0.002, 6.0


@dataclass(frozen=True)
class Camera:
    """``x`` and ``y`` are the canvas point in the middle of the view, ``scale`` its pixels for a canvas unit."""

    x: float = 0.0
    y: float = 0.0
    scale: float = 1.0
    width: float = 1.0
    height: float = 1.0

    def screen(self, x: NDArray[np.float32], y: NDArray[np.float32]) -> tuple[NDArray[np.float32], NDArray[np.float32]]:
        """Return the pixels of canvas points."""
        return (
            ((x - np.float32(self.x)) * np.float32(self.scale) + np.float32(self.width / 2)).astype(np.float32),
            ((y - np.float32(self.y)) * np.float32(self.scale) + np.float32(self.height / 2)).astype(np.float32),
        )

    def canvas(self, px: float, py: float) -> tuple[float, float]:
        """Return the canvas point at a pixel."""
        return (px - self.width / 2) / self.scale + self.x, (py - self.height / 2) / self.scale + self.y

    def panned(self, dx: float, dy: float) -> Self:
        """Return the camera with the picture moved by so many pixels."""
        return replace(self, x=self.x - dx / self.scale, y=self.y - dy / self.scale)

    def zoomed(self, factor: float, px: float, py: float) -> Self:
        """Return the camera zoomed, with the canvas point at that pixel where it was."""
        scale = min(MOST, max(LEAST, self.scale * factor))
        x, y = self.canvas(px, py)
        return replace(self, scale=scale, x=x - (px - self.width / 2) / scale, y=y - (py - self.height / 2) / scale)

    def toward(self, other: Camera, share: float) -> Camera:
        """Return the camera so far on the way to another of the same size: even steps of zoom feel even."""
        scale = self.scale ** (1 - share) * other.scale**share
        return replace(
            other,
            x=self.x + (other.x - self.x) * share,
            y=self.y + (other.y - self.y) * share,
            scale=scale,
        )

    def sized(self, width: float, height: float) -> Self:
        """Return the camera of a view of another size."""
        return replace(self, width=width, height=height)

    def fitted(self, x: NDArray[np.float32], y: NDArray[np.float32], margin: float = 48.0, most: float = 1.6) -> Self:
        """Return the camera that shows all of these points."""
        if not len(x):
            return replace(self, x=0.0, y=0.0, scale=1.0)
        left, right, top, bottom = float(x.min()), float(x.max()), float(y.min()), float(y.max())
        wide = max(self.width - 2 * margin, 40) / max(right - left, 1.0)
        high = max(self.height - 2 * margin, 40) / max(bottom - top, 1.0)
        scale = min(most, max(LEAST, min(wide, high)))
        return replace(self, x=(left + right) / 2, y=(top + bottom) / 2, scale=scale)
