"""Which part of the canvas is in sight, and how large."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Self

import numpy as np
from numpy.typing import NDArray

Column = NDArray[np.float32]
LEAST, MOST = 1e-5, 6.0


@dataclass(frozen=True)
class Camera:
    """``x`` and ``y`` are the canvas point in the middle of the view, ``scale`` its pixels for a canvas unit."""

    x: float = 0.0
    y: float = 0.0
    scale: float = 1.0
    width: float = 1.0
    height: float = 1.0

    def screen(self, x: Column, y: Column) -> tuple[Column, Column]:
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

    def fitted(
        self, x: Column, y: Column, margin: float = 48.0, most: float = 1.6, *, right: float = 0.0, top: float = 0.0
    ) -> Self:
        """Return the camera that shows all of these points, with ``right`` and ``top`` pixels kept free of them."""
        if not len(x):
            return replace(self, x=0.0, y=0.0, scale=1.0)
        west, east, north, south = float(x.min()), float(x.max()), float(y.min()), float(y.max())
        wide = max(self.width - 2 * margin - right, 40) / max(east - west, 1.0)
        high = max(self.height - 2 * margin - top, 40) / max(south - north, 1.0)
        scale = min(most, max(LEAST, min(wide, high)))
        return replace(self, x=(west + east + right / scale) / 2, y=(north + south - top / scale) / 2, scale=scale)

    def fitted_beside(self, x: Column, y: Column, wide: float, high: float) -> Self:
        """Return the camera that shows all of these points clear of a box at the upper right, as large as can be."""
        plain = self.fitted(x, y)
        px, py = plain.screen(x, y)
        if not ((px > self.width - wide) & (py < high)).any():
            return plain
        return max(self.fitted(x, y, right=wide), self.fitted(x, y, top=high), key=lambda each: each.scale)
