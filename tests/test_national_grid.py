"""The British National Grid against Ordnance Survey's own test points, and other systems against PROJ."""

from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pyproj import Geod, Transformer

from intelviz.schema import national_grid as grid

# Ordnance Survey, OSTN15/OSGM15 developer pack, files OSTN15_OSGM15_TestInput_OSGBtoETRS and its output
# ("© Crown copyright and database rights, Ordnance Survey Limited 2016", BSD licence):
# name, latitude, longitude (ETRS89), easting, northing.
TEST_POINTS = """
TP01 49.92226393730 -6.29977752014 91492.146 11318.804
TP02 49.96006137820 -5.20304609998 170370.718 11572.405
TP03 50.43885825610 -4.10864563561 250359.811 62016.569
TP04 50.57563665000 -1.29782277240 449816.371 75335.861
TP05 50.93127937910 -1.45051433700 438710.920 114792.250
TP06 51.40078220140 -3.55128349240 292184.870 168003.465
TP07 51.37447025550 1.44454730409 639821.835 169565.858
TP08 51.42754743020 -2.54407618349 362269.991 169978.690
TP09 51.48936564950 -0.11992557180 530624.974 178388.464
TP10 51.85890896400 -4.30852476960 241124.584 220332.641
TP11 51.89436637350 0.89724327012 599445.590 225722.826
TP12 52.25529381630 -2.15458614387 389544.190 261912.153
TP13 52.25160951230 -0.91248956970 474335.969 262047.755
TP14 52.75136687170 0.40153547065 562180.547 319784.995
TP15 52.96219109410 -1.19747655922 454002.834 340834.943
TP16 53.34480280190 -2.64049320810 357455.843 383290.436
TP17 53.41628516040 -4.28918069756 247958.971 393492.909
TP18 53.41630925420 -4.28917792869 247959.241 393495.583
TP19 53.77911025760 -3.04045490691 331534.564 431920.794
TP20 53.80021519630 -1.66379168242 422242.186 433818.701
TP21 54.08666318080 -4.63452168212 227778.330 468847.388
TP22 54.11685144290 -0.07773133187 525745.670 470703.214
TP23 54.32919541010 -4.38849118133 244780.636 495254.887
TP24 54.89542340420 -2.93827741149 339921.145 556034.761
TP25 54.97912273660 -1.61657685184 424639.355 565012.703
TP26 55.85399952950 -4.29649016251 256340.925 664697.269
TP27 55.92478265510 -3.29479219337 319188.434 670947.534
TP28 57.00606696050 -5.82836691850 167634.202 797067.144
TP29 57.13902518960 -2.04856030746 397160.491 805349.736
TP30 57.48625000720 -4.21926398555 267056.768 846176.972
TP31 57.81351838410 -8.57854456076 9587.906 899449.000
TP32 58.21262247180 -7.59255560556 71713.131 938516.405
TP33 58.51560361300 -6.26091455533 151968.652 966483.780
TP34 58.58120461280 -3.72631022121 299721.891 967202.992
TP35 59.03743871190 -3.21454001115 330398.323 1017347.016
TP36 59.09335035320 -4.41757674598 261596.778 1025447.602
TP37 59.09671617400 -5.82799339844 180862.461 1029604.114
TP38 59.53470794490 -1.62516966058 421300.525 1072147.239
TP39 59.85409913890 -1.27486910356 440725.073 1107878.448
TP40 60.13308091660 -2.07382822798 395999.668 1138728.951
"""
POINTS = np.array([[float(each) for each in line.split()[1:]] for line in TEST_POINTS.strip().splitlines()])
LAT, LON, EAST, NORTH = POINTS.T
METRES = Geod(ellps="WGS84")


@pytest.fixture
def without_shift(monkeypatch):
    """As it is where the package with the grid shift can't be had."""
    monkeypatch.setattr(grid, "_shift", lambda: None)


def test_the_published_test_points_come_out_to_the_centimetre():
    lon, lat = grid.to_wgs84(EAST, NORTH)
    _, _, metres = METRES.inv(lon, lat, LON, LAT)
    assert np.max(metres) < 0.01
    # The file of results names TP31 and TP32 3 mm and 1 mm apart from what was put in.
    east, north = grid.from_wgs84(LON, LAT)
    assert np.max(np.hypot(east - EAST, north - NORTH)) < 0.01
    assert grid.accuracy_m() == 1.0
    assert grid.accuracy_words() == "±1 m (OSTN15)"


def test_without_the_shift_it_is_within_five_metres_and_says_so(without_shift):
    lon, lat = grid.to_wgs84(EAST, NORTH)
    _, _, metres = METRES.inv(lon, lat, LON, LAT)
    assert 0.1 < np.max(metres) < 5
    assert grid.accuracy_m() == 5.0
    assert grid.accuracy_words() == "±5 m (without the OSTN15 grid)"
    assert "without" in grid.crs_accuracy_words("national grid")


@settings(max_examples=60, deadline=None)
@given(st.floats(-5.5, 1.5), st.floats(50.5, 58.0))
def test_it_agrees_with_the_published_helmert_shift_and_goes_round(lon, lat):
    helmert = Transformer.from_pipeline(
        "+proj=pipeline +step +proj=unitconvert +xy_in=deg +xy_out=rad +step +proj=cart +ellps=WGS84 "
        "+step +proj=helmert +x=-446.448 +y=125.157 +z=-542.06 +rx=-0.15 +ry=-0.247 +rz=-0.842 +s=20.489 "
        "+convention=position_vector +step +inv +proj=cart +ellps=airy "
        "+step +proj=tmerc +lat_0=49 +lon_0=-2 +k=0.9996012717 +x_0=400000 +y_0=-100000 +ellps=airy"
    )
    found = grid.to_grid(lon, lat)
    assert found == pytest.approx(helmert.transform(lon, lat), abs=6)
    assert grid.from_grid(*found) == pytest.approx((lon, lat), abs=1e-6)


def test_the_open_sea_and_what_lies_outside():
    assert grid.from_grid(10, 10) == pytest.approx((-7.557, 49.767), abs=0.001)
    lon, lat = grid.to_wgs84([383800, -1, 700_000, math.nan, math.inf], [398000, 5, 5, 5, 5])
    assert np.isnan(lon).tolist() == np.isnan(lat).tolist() == [False, True, True, True, True]
    assert grid.to_grid(2.35, 48.85) is None
    assert grid.to_grid(math.nan, 53) is None
    with pytest.raises(ValueError, match="outside the British National Grid"):
        grid.from_grid(700_001, 5)
    with pytest.raises(ValueError, match="not as many"):
        grid.to_wgs84([1, 2], [1])
    empty, _ = grid.to_wgs84([], [])
    assert empty.size == 0


@pytest.mark.parametrize(
    ("crs", "x", "y", "lon", "lat"),
    [
        ("EPSG:27700", 383800, 398000, -2.24543, 53.47863),
        ("27700", 383800, 398000, -2.24543, 53.47863),
        ("irish grid", 333800, 374000, -5.93057, 54.59652),
        ("EPSG:29903", 333800, 374000, -5.93057, 54.59652),
        ("Web Mercator", -249963.5, 7072055.0, -2.24546, 53.47878),
        ("EPSG:4326", -2.25, 53.5, -2.25, 53.5),
        ("EPSG:32630", 550000, 5925000, -2.24672, 53.47161),
    ],
)
def test_other_systems_by_code_and_by_name(crs, x, y, lon, lat):
    assert grid.to_wgs84_from(crs, x, y) == pytest.approx((lon, lat), abs=0.0002)
    code = crs if ":" in crs else grid.crs_code(crs)
    oracle = Transformer.from_crs(code, 4326, always_xy=True).transform(x, y)
    assert grid.to_wgs84_from(crs, x, y) == pytest.approx(oracle, abs=0.0001)
    assert grid.crs_accuracy_words(crs).startswith("±")


@pytest.mark.parametrize("crs", ["", "EPSG:99999", "mars", "+proj=utm +nadgrids=@/etc/passwd", '{"a": 1}', "EPSG:1\0"])
def test_an_unknown_system_is_refused_in_words(crs):
    with pytest.raises(ValueError, match="no reference system that is known"):
        grid.to_wgs84_from(crs, 1, 2)


def test_a_point_outside_of_its_system_is_refused():
    with pytest.raises(ValueError, match="lies outside"):
        grid.to_wgs84_from("EPSG:32630", 1e9, 1e12)


@pytest.mark.parametrize("crs", ["EPSG:27700", "EPSG:4326", "irish grid"])
def test_no_place_is_no_place(crs):
    with pytest.raises(ValueError, match="where no place is known"):
        grid.to_wgs84_from(crs, 0, 0)


def test_a_better_grid_that_is_missing_is_named():
    assert grid.crs_accuracy_words("EPSG:4277") == (
        "±2 m (without uk_os_OSTN15_NTv2_OSGBtoETRS.tif, which would be better)"
    )
    assert grid.crs_accuracy_words("irish grid") == "±1 m"


@given(st.integers(0, 6), st.integers(0, 12))
def test_a_square_has_its_corner(column, row):
    letters = grid.square_of(column * 100_000 + 5, row * 100_000 + 5)
    assert grid.corner_of(letters) == (column * 100_000, row * 100_000)


@settings(max_examples=300)
@given(st.text(max_size=60))
def test_no_text_breaks_the_reader_of_references(text):
    found = grid.read_reference(text)
    assert found is None or (0 <= found[0] < grid.EAST and 0 <= found[1] < grid.NORTH)


@pytest.mark.parametrize(("east", "north"), [(384, 398), (1, 1), (384_000, 398), (398, 384_000), (4_999, 1_200_000)])
def test_what_lies_in_the_sea_at_the_edge_of_the_grid_is_no_place(east, north):
    from intelviz.schema.coordinates import parse_coordinates
    from intelviz.schema.national_grid import to_wgs84_from

    with pytest.raises(ValueError, match="in the sea at the edge of the National Grid: it may be in kilometres"):
        to_wgs84_from("EPSG:27700", east, north)
    if max(east, north) > 180:
        with pytest.raises(ValueError):
            parse_coordinates(f"{east}, {north}")


@pytest.mark.parametrize(
    ("east", "north"), [(80_700, 6_400), (9_500, 899_500), (655_500, 293_500), (463_800, 1_220_000)]
)
def test_the_farthest_rocks_are_places(east, north):
    from intelviz.schema.national_grid import to_wgs84_from

    lon, lat = to_wgs84_from("EPSG:27700", east, north)
    assert -9 < lon < 2 and 49.8 < lat < 61
