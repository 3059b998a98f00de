"""Web Mercator and the British National Grid against pyproj, and the camera."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pyproj import Transformer

from intelviz.render.mercator import MOST_LAT, Camera, project, project_point, unproject, unproject_point
from intelviz.schema.national_grid import accuracy_words, from_grid, read_reference, reference, square_of, to_grid
from intelviz.views.map import goto

MERCATOR = Transformer.from_crs(4326, 3857, always_xy=True)
HALF = 20037508.342789244
LON = st.floats(-180, 180)
LAT = st.floats(-85, 85)


@given(LON, LAT)
def test_projection_is_web_mercator_and_goes_round(lon, lat):
    x, y = project_point(lon, lat)
    east, north = MERCATOR.transform(lon, lat)
    assert (x - 0.5) * 2 * HALF == pytest.approx(east, abs=0.01)
    assert (0.5 - y) * 2 * HALF == pytest.approx(north, abs=0.01)
    assert unproject_point(x, y) == pytest.approx((lon, lat), abs=1e-9)


def test_many_points_are_projected_as_one_is_and_unknown_ones_stay_unknown():
    lon, lat = np.array([-2.24, 0.0, np.nan, 10.0]), np.array([53.48, 0.0, np.nan, 89.9])
    x, y = project(lon, lat)
    assert (x[0], y[0]) == pytest.approx(project_point(-2.24, 53.48))
    assert np.isnan(x[2])
    assert np.isnan(y[2])
    assert y[3] == pytest.approx(0.0, abs=1e-9)
    back = unproject(x, y)
    assert back[0][:2] == pytest.approx(lon[:2])
    assert back[1][3] == pytest.approx(MOST_LAT)


@given(LON, LAT, st.floats(0, 20), st.floats(0, 1200), st.floats(0, 800), st.floats(0.2, 5))
def test_zooming_keeps_what_is_at_the_pointer(lon, lat, zoom, px, py, factor):
    camera = Camera(*project_point(lon, lat), zoom, 1200, 800)
    held = camera.to_world(px, py)
    assert camera.to_screen(*held) == pytest.approx((px, py), abs=1e-3)
    after = camera.zoomed(factor, px, py)
    if 0 < after.x < 1 and 0 < after.y < 1:
        assert after.to_screen(*held) == pytest.approx((px, py), abs=1e-2)


def test_a_camera_around_bounds_shows_all_of_them():
    left, top = project_point(-2.6, 53.7)
    right, bottom = project_point(-1.9, 53.3)
    camera = Camera(0.5, 0.5, 3, 640, 480).around((left, top, right, bottom))
    for x, y in ((left, top), (right, bottom)):
        assert camera.sees(x, y, 39)


def test_a_pixel_is_as_many_metres_as_it_should_be():
    camera = Camera(*project_point(0, 0), 0, 256, 256)
    assert camera.metres_per_pixel() == pytest.approx(156_340, rel=0.002)
    at_60 = Camera(*project_point(0, 60), 10, 256, 256)
    assert at_60.metres_per_pixel() == pytest.approx(156_340 / 2 / 1024, rel=0.002)


@settings(max_examples=60, deadline=None)
@given(st.floats(-5.5, 1.5), st.floats(50.5, 58.0))
def test_grid_coordinates_are_those_of_pyproj_and_go_round(lon, lat):
    found = to_grid(lon, lat)
    assert found is not None
    helmert = Transformer.from_pipeline(
        "+proj=pipeline +step +proj=unitconvert +xy_in=deg +xy_out=rad +step +proj=cart +ellps=WGS84 "
        "+step +proj=helmert +x=-446.448 +y=125.157 +z=-542.06 +rx=-0.15 +ry=-0.247 +rz=-0.842 +s=20.489 "
        "+convention=position_vector +step +inv +proj=cart +ellps=airy "
        "+step +proj=tmerc +lat_0=49 +lon_0=-2 +k=0.9996012717 +x_0=400000 +y_0=-100000 +ellps=airy"
    )
    assert found == pytest.approx(helmert.transform(lon, lat), abs=6)
    assert from_grid(*found) == pytest.approx((lon, lat), abs=1e-6)


def test_known_points_have_their_references():
    # The tower of Caister (Ordnance Survey's worked example) and the Shetlands' capital.
    east, north = to_grid(1.716073973, 52.658007833)
    assert (east, north) == pytest.approx((651409.8, 313177.3), abs=5)
    assert reference(east, north, 3).startswith("TG 514 131")
    assert square_of(447852, 1140922) == "HU"
    assert square_of(383997, 398258) == "SJ"
    assert "±" in accuracy_words()
    assert to_grid(2.35, 48.85) is None
    assert to_grid(-74.0, 40.7) is None


@given(st.integers(0, 699_999), st.integers(0, 1_299_999))
def test_a_reference_names_the_square_of_the_metre_that_it_came_from(east, north):
    assert read_reference(reference(east, north)) == (east + 0.5, north + 0.5)
    coarse = read_reference(reference(east, north, 3))
    assert coarse is not None
    assert abs(coarse[0] - east) <= 50
    assert abs(coarse[1] - north) <= 50


@pytest.mark.parametrize("text", ["", "SJ", "SJ 123", "II 12 34", "Manchester", "SJ 12 345"])
def test_what_is_no_reference_is_none(text):
    assert read_reference(text) is None


@pytest.mark.parametrize(
    ("text", "lon", "lat", "within"),
    [
        ("53.48, -2.24", -2.24, 53.48, 1e-6),
        ("53.48N 2.24W", -2.24, 53.48, 1e-6),
        ("SJ 83997 98258", -2.2426, 53.4808, 1e-4),
        ("383997 398258", -2.2426, 53.4808, 1e-4),
        ("m1 1ae", -2.235, 53.48, 0.02),
        ("M14 5", -2.22, 53.455, 0.03),
        ("M14", -2.22, 53.45, 0.03),
        ("Glasgow", -4.25, 55.86, 0.1),
        ("stockp", -2.15, 53.4, 0.1),
    ],
)
def test_what_is_typed_is_found(text, lon, lat, within):
    goal = goto.find(text)
    assert goal is not None
    assert unproject_point(goal.x, goal.y) == pytest.approx((lon, lat), abs=within)


def test_what_names_no_place_is_none():
    assert goto.find("zzzz qqqq") is None
    assert goto.find("953.48, -2.24") is None


@pytest.mark.parametrize(
    ("text", "metres"), [("500", 500), ("500 m", 500), ("1.5 km", 1500), ("1 mile", 1609.344), ("x", None), ("0", None)]
)
def test_distances_are_read(text, metres):
    assert goto.read_metres(text) == metres
