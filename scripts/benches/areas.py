"""What lies in an area of each kind, and near many places, among points of Greater Manchester; against geopandas."""

from __future__ import annotations

import time
from collections.abc import Callable

import numpy as np

from scripts.benches.figure import Figure, median_of

_POINTS = 1_000_000
_BOX = (-2.7, 53.3, -1.9, 53.7)
_LINE = ((-2.6, 53.35), (-2.4, 53.5), (-2.3, 53.45), (-2.1, 53.6), (-2.0, 53.6))
_MIDDLE, _ANCHORS = (-2.24, 53.48), 1_000


def _took(act: Callable[[], object]) -> float:
    begun = time.perf_counter()
    act()
    return (time.perf_counter() - begun) * 1000


def run(size: int | None, rounds: int) -> list[Figure]:
    """Measure masks over ``size`` points; the peer works on the National Grid, its projection not counted."""
    import geopandas
    import shapely

    from intelviz.analysis.place import shapes
    from intelviz.analysis.place.distance import within

    count = size or _POINTS
    some = np.random.default_rng(5)
    lon, lat = some.uniform(_BOX[0], _BOX[2], count), some.uniform(_BOX[1], _BOX[3], count)
    turn = np.linspace(0, 2 * np.pi, 350, endpoint=False)
    far = 0.1 + 0.02 * np.sin(11 * turn)
    ring = [(x, y) for x, y in np.column_stack([-2.25 + 1.6 * far * np.cos(turn), 53.48 + far * np.sin(turn)]).tolist()]
    anchors = some.choice(count, _ANCHORS, replace=False)
    points = geopandas.GeoSeries(geopandas.points_from_xy(lon, lat), crs=4326)
    grid = points.to_crs(27700)

    def on_grid(shape: shapely.Geometry) -> shapely.Geometry:
        return geopandas.GeoSeries([shape], crs=4326).to_crs(27700).iloc[0]

    middle, line = on_grid(shapely.Point(_MIDDLE)), on_grid(shapely.LineString(_LINE))
    near = shapely.union_all(grid.iloc[anchors].buffer(500).to_numpy())
    shape = shapely.Polygon(ring)
    tasks: list[tuple[str, Callable[[], object], Callable[[], object]]] = [
        ("polygon of 350 corners", lambda: shapes.in_polygons(lon, lat, [[ring]]), lambda: points.within(shape)),
        ("circle of 5 km", lambda: shapes.in_circle(lon, lat, _MIDDLE, 5000), lambda: grid.dwithin(middle, 5000)),
        ("corridor of 200 m", lambda: shapes.in_corridor(lon, lat, _LINE, 200), lambda: grid.dwithin(line, 200)),
        (
            f"within 500 m of {_ANCHORS:,} places",
            lambda: within(lon, lat, lon[anchors], lat[anchors], 500),
            lambda: grid.within(near),
        ),
    ]
    return [
        Figure(
            f"what lies in: {name}",
            median_of(rounds, lambda ours=ours: _took(ours)),
            "ms",
            count,
            "geopandas",
            median_of(max(rounds // 2, 1), lambda theirs=theirs: _took(theirs)),
        )
        for name, ours, theirs in tasks
    ]
