"""Areas are read strictly, whoever wrote them."""

from __future__ import annotations

import itertools

import geopandas
import numpy as np
import pytest
import shapely
from hypothesis import example, given, settings
from hypothesis import strategies as st
from pyproj import Geod

from intelviz.analysis.place import shapes
from intelviz.analysis.place.distance import within_lines
from intelviz.schema.errors import CaseDamagedError, UsageError
from intelviz.workspace.areas import Area, area_mask, checked, mask_of, read_area
from intelviz.workspace.commands.kept.keep_thing import KeepThing
from intelviz.workspace.opening import OpenCase
from intelviz.workspace.workspace import Workspace
from tests.conftest import made_columns, made_schema
from tests.small_case import small_case

EARTH = Geod(ellps="WGS84")


def test_the_three_shapes_are_read() -> None:
    ring = [[-2.3, 53.4], [-2.2, 53.4], [-2.2, 53.5]]
    assert read_area({"shape": "polygon", "points": ring}).points[2] == (-2.2, 53.5)
    assert read_area({"shape": "circle", "centre": [-2, 53], "metres": 500}) == Area("circle", ((-2.0, 53.0),), 500.0)
    assert read_area({"shape": "corridor", "points": ring[:2], "metres": 50}).metres == 50.0


@pytest.mark.parametrize(
    ("body", "word"),
    [
        ([], "object"),
        ({"shape": "star"}, "polygon, parts, circle or corridor"),
        ({"shape": "polygon", "points": [[0, 0], [1, 1]]}, "3 to"),
        ({"shape": "polygon", "points": [[0, 0], [1, 1], [0, 0]]}, "differ"),
        ({"shape": "polygon", "points": [[0, 0], [1, 1], [2, 91]]}, "latitude"),
        ({"shape": "circle", "centre": [0, 0], "metres": -1}, "more than 0"),
        ({"shape": "circle", "centre": [0, 0], "metres": float("nan")}, "number"),
        ({"shape": "circle", "centre": [0, True], "metres": 1}, "number"),
        ({"shape": "circle", "centre": [0, 0], "metres": 10**400}, "number"),
        ({"shape": "circle", "centre": [0, 0], "metres": 1, "run": "x"}, "nothing else"),
        ({"shape": "circle", "centre": [0, 0], "metres": 0.2}, "at least 1"),
        ({"shape": "circle", "centre": [0, 0], "metres": 9, "taken": "x" * 201}, "letters"),
        ({"shape": "circle", "centre": [0, 0], "metres": 9, "taken": None}, "letters"),
        ({"shape": "corridor", "points": [[-179, 0], [179, 0]], "metres": 9}, "spans"),
        ({"shape": "parts", "parts": []}, "parts"),
        ({"shape": "parts", "parts": [[]]}, "outline"),
        ({"shape": "parts", "parts": [[[[0, 0], [1, 1]]]]}, "3 to"),
        ({"shape": "parts", "parts": [[[[0, n / 1000] for n in range(30_000)]]] * 4}, "corners"),
    ],
)
def test_what_is_wrong_is_said(body: object, word: str) -> None:
    with pytest.raises(UsageError, match=word):
        read_area(body)


anything = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(),
    lambda more: (
        st.lists(more)
        | st.dictionaries(st.sampled_from(["shape", "points", "centre", "metres", "parts", "taken"]), more)
    ),
)


@given(anything, st.sampled_from(["polygon", "parts", "circle", "corridor", ""]))
def test_whatever_comes_is_read_or_refused_in_words(body: object, shape: str) -> None:
    said = {**body, "shape": shape} if isinstance(body, dict) else body
    try:
        read_area(said)
    except UsageError as error:
        assert str(error)


point = st.tuples(st.floats(-2.5, -2.0), st.floats(53.3, 53.7))


@given(
    st.one_of(
        st.builds(lambda at, far: Area("circle", (at,), far), point, st.floats(1, 1e5)),
        st.builds(
            lambda line, far: Area("corridor", tuple(line), far),
            st.lists(point, min_size=2, max_size=5, unique=True),
            st.floats(1, 1e4),
        ),
        st.builds(
            lambda ring, taken: Area("parts", parts=((tuple(ring),),), taken=taken),
            st.lists(point, min_size=3, max_size=6, unique=True),
            st.text(max_size=200),
        ),
    )
)
def test_an_area_is_read_as_it_was_kept(area: Area) -> None:
    assert read_area(area.body) == area


def crowd(count: int = 4000) -> Workspace:
    some = np.random.default_rng(3)
    places = zip(some.uniform(-2.5, -2.0, count).tolist(), some.uniform(53.3, 53.7, count).tolist(), strict=True)
    items = [("Location", f"Place {number}", "", place) for number, place in enumerate(places)]
    return Workspace(made_columns([*items, ("Person", "Nowhere", "", None)], []), made_schema())


CROWD = crowd()


@given(point, st.floats(1, 40_000))
@settings(max_examples=30)
def test_a_circle_holds_what_lies_within_its_metres(centre: tuple[float, float], far: float) -> None:
    items = CROWD.items
    known = ~np.isnan(items.lon)
    count = int(known.sum())
    away = EARTH.inv(np.full(count, centre[0]), np.full(count, centre[1]), items.lon[known], items.lat[known])[2]
    found = mask_of(CROWD, Area("circle", (centre,), far))
    doubtful = np.abs(away - far) < 0.002
    assert (found[known] == (away <= far))[~doubtful].all()
    assert not found[~known].any()


@given(st.lists(point, min_size=2, max_size=6, unique=True), st.floats(5, 5_000))
@settings(max_examples=20)
def test_a_corridor_holds_what_lies_so_near_its_line(line: list[tuple[float, float]], far: float) -> None:
    """Tested against the distance on the National Grid, whose own scale is right within 0.06 % there."""
    items = CROWD.items
    known = ~np.isnan(items.lon)
    grid = geopandas.GeoSeries(geopandas.points_from_xy(items.lon[known], items.lat[known]), crs=4326).to_crs(27700)
    fine = shapely.LineString(
        [line[0], *(each for a, b in itertools.pairwise(line) for each in (*EARTH.npts(*a, *b, 60), b))]
    )
    away = grid.distance(geopandas.GeoSeries([fine], crs=4326).to_crs(27700).iloc[0]).to_numpy()
    found = mask_of(CROWD, Area("corridor", tuple(line), far))
    doubtful = np.abs(away - far) < 12 + far * 0.001
    assert (found[known] == (away <= far))[~doubtful].all()


@given(st.floats(-180, 180), st.floats(-89.99, 89.99), st.floats(0, 360), st.floats(10, 10_000))
@example(180.0, 0.0, 9.0, 13.0)
@example(0.0, 0.0, 270.0, 13.0)
def test_what_lies_on_a_line_is_found_everywhere_on_earth(lon, lat, turn, length) -> None:
    end = EARTH.fwd(lon, lat, turn, length)[:2]
    between = np.array(EARTH.npts(lon, lat, *end, 9))
    line = np.array([[lon, lat], end])
    assert within_lines(between[:, 0], between[:, 1], line[:1], line[1:], 1.0).all()


@pytest.mark.parametrize("far", [30.0, 700.0, 20_000.0])
def test_a_corridor_ends_at_its_metres(far: float) -> None:
    """Points beside the middle of a long line, a little nearer and a little further than its width."""
    begin, end = (-2.4, 53.3), (-1.9, 53.9)
    turn, _, length = EARTH.inv(*begin, *end)
    *middle, back = EARTH.fwd(*begin, turn, length * 0.43)
    near, beyond = (EARTH.fwd(*middle, back + 90, far + by)[:2] for by in (-0.05, 0.05))
    columns = made_columns([("Location", "near", "", near), ("Location", "beyond", "", beyond)], [])
    assert mask_of(Workspace(columns, made_schema()), Area("corridor", (begin, end), far)).tolist() == [True, False]


def test_a_polygon_holds_what_shapely_says_and_not_what_lies_in_its_holes() -> None:
    outline = ((-2.4, 53.35), (-2.1, 53.4), (-2.05, 53.65), (-2.45, 53.6))
    hole = ((-2.3, 53.45), (-2.2, 53.45), (-2.2, 53.55))
    other = ((-2.04, 53.32), (-2.01, 53.32), (-2.01, 53.36))
    area = checked(Area("parts", parts=((outline, hole), (other,))))
    shape = shapely.MultiPolygon([(outline, [hole]), (other, [])])
    points = geopandas.GeoSeries(geopandas.points_from_xy(CROWD.items.lon, CROWD.items.lat))
    assert mask_of(CROWD, area).tolist() == points.intersects(shape).tolist()
    assert mask_of(CROWD, area).any()
    size = abs(EARTH.geometry_area_perimeter(shapely.orient_polygons(shape))[0])
    assert shapes.square_metres(area.polygons) == pytest.approx(size)


@pytest.mark.parametrize(
    ("area", "word"),
    [
        (Area("polygon", ((0, 0), (1, 1), (1, 0), (0, 1))), "crosses itself"),
        (Area("polygon", ((0, 0), (1, 0), (2, 0))), "crosses itself"),
        (Area("polygon", ((0, 0), (0.000001, 0), (0, 0.000001))), "smaller"),
        (Area("circle", ((0, 0),), 0.1), "at least 1"),
    ],
)
def test_what_is_no_area_is_refused_in_words(area: Area, word: str) -> None:
    with pytest.raises(UsageError, match=word):
        checked(area)


def test_what_is_drawn_is_what_is_in() -> None:
    """Every corner of a drawn circle or corridor lies as far away as its metres say."""
    centre, far = (-2.24, 53.48), 750.0
    ring = shapes.round_outline(centre, far)
    assert shapes.in_circle(ring[:, 0], ring[:, 1], centre, far + 0.01).all()
    assert not shapes.in_circle(ring[:, 0], ring[:, 1], centre, far - 0.01).any()
    line = ((-2.4, 53.4), (-2.2, 53.5), (-2.1, 53.45))
    (edge,) = shapes.corridor_outlines(line, far)
    assert shapes.in_corridor(edge[:, 0], edge[:, 1], line, far * 1.0003).all()
    assert not shapes.in_corridor(edge[:, 0], edge[:, 1], line, far * 0.9990).any()


def test_every_kind_is_kept_asked_for_and_reopened(tmp_path) -> None:
    path = tmp_path / "small.intelviz"
    mill = (-2.2, 53.5)
    kinds = {
        "Round": Area("circle", (mill,), 200.0),
        "Road": Area("corridor", ((-2.21, 53.5), (-2.19, 53.5)), 60.0),
        "Block": Area("polygon", ((-2.21, 53.49), (-2.19, 53.49), (-2.2, 53.51))),
        "Ward": Area("parts", parts=((((-2.21, 53.49), (-2.19, 53.49), (-2.2, 53.51)),),), taken="Wards"),
    }
    with OpenCase(small_case(path)) as opened:
        for name, area in kinds.items():
            opened.acts.run(KeepThing("area", name, area.body))
        opened.acts.run(KeepThing("area", "Odd", {"shape": "corridor", "points": [[0, 0], [0, 1]]}))
        crossed = Area("polygon", ((0, 0), (1, 1), (1, 0), (0, 1)))
        opened.acts.run(KeepThing("area", "Crossed", crossed.body))
        opened.acts.undo()
        assert "Crossed" not in opened.case.kept("area")
        opened.acts.redo()
        opened.case.close()
    from intelviz.workspace.opening import open_case

    with open_case(path) as opened:
        for name in kinds:
            found = area_mask(opened.workspace, opened.case, name.upper())
            assert [opened.workspace.items.label[row] for row in np.flatnonzero(found)] == ["2 Mill Lane", "Burglary"]
        with pytest.raises(CaseDamagedError, match=r"Metres|number"):
            area_mask(opened.workspace, opened.case, "Odd")
        with pytest.raises(UsageError, match="crosses itself"):
            area_mask(opened.workspace, opened.case, "Crossed")
