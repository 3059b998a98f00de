"""Coordinates in every form that analysts meet, and no text that makes more than a ValueError."""

from __future__ import annotations

import math

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from pyproj import Transformer

from intelviz.schema import national_grid
from intelviz.schema.coordinates import check_uk, is_plainly_coordinates, parse_coordinates, parse_degrees

DEGREES = st.tuples(st.floats(49.1, 61.4), st.floats(-8.9, 2.4))


@pytest.mark.parametrize(
    "text",
    [
        "53.48, -2.24",
        "53.48,-2.24",
        "53.48 -2.24",
        "(53.48, -2.24)",
        "53.48 / −2.24",
        "53.48N 2.24W",
        "2.24W, 53.48N",
        "N53.48 W2.24",
        "N 53.48° W 2.24°",
        "53,48 -2,24",
        "53,48; -2,24",
        "Lat: 53.48 Long: -2.24",
        "latitude=53.48, longitude=-2.24",
        "POINT(-2.24 53.48)",
        "SRID=4326;POINT Z (-2.24 53.48 12)",
        "geo:53.48,-2.24;u=35",
        "https://www.google.com/maps/@53.48,-2.24,17z",
    ],
)
def test_decimal_degrees(text):
    found = parse_coordinates(text)
    assert (found.lat, found.lon, found.note) == (53.48, -2.24, "")
    assert found.accuracy_m == pytest.approx(1113.2)


@pytest.mark.parametrize(
    "text",
    [
        "53°28'46\"N 2°14'43\"W",
        "53° 28′ 46″ N, 2° 14′ 43″ W",
        "53º28’46”N 002º14’43”W",
        "53 28 46 N 2 14 43 W",
        "N 53 28 46 W 2 14 43",
        "53 28 46, -2 14 43",
        "53 28 46 -2 14 43",
        "53d28m46sN 2d14m43sW",
        "53 deg 28 min 46 sec N 2 deg 14 min 43 sec W",
        "53:28:46N 002:14:43W",
        "532846N 0021443W",
        "2°14'43\"W 53°28'46\"N",
    ],
)
def test_degrees_minutes_and_seconds(text):
    found = parse_coordinates(text)
    assert (found.lat, found.lon) == pytest.approx((53 + 28 / 60 + 46 / 3600, -(2 + 14 / 60 + 43 / 3600)))
    assert found.accuracy_m == pytest.approx(30.9, abs=0.1)
    assert found.form == "degrees, minutes and seconds"


@pytest.mark.parametrize("text", ["53 28.770 N 2 14.700 W", "53°28.770'N 002°14.700'W", "5328.770,N,00214.700,W"])
def test_degrees_and_decimal_minutes(text):
    found = parse_coordinates(text)
    assert (found.lat, found.lon) == pytest.approx((53.4795, -2.245))


@pytest.mark.parametrize(
    ("text", "east", "north", "side"),
    [
        ("SJ 838 980", 383850, 398050, 100),
        ("SJ838980", 383850, 398050, 100),
        ("sj8398", 383500, 398500, 1000),
        ("SJ 83801 98012", 383801.5, 398012.5, 1),
        ("SJ8380198012", 383801.5, 398012.5, 1),
        ("SJ89NE", 387500, 397500, 5000),
        ("HU 396 753", 439650, 1175350, 100),
    ],
)
def test_a_national_grid_reference_is_the_middle_of_its_square(text, east, north, side):
    found = parse_coordinates(text)
    assert (found.lon, found.lat) == national_grid.from_grid(east, north)
    assert (found.accuracy_m, found.form) == (side, "National Grid reference")
    assert ("middle of a square" in found.note) == (side > 1)


def test_what_may_be_a_postcode_district_or_lies_in_the_sea_is_said():
    assert "may be a postcode district" in parse_coordinates("SN15").note
    assert "no land" in parse_coordinates("HO 123 456").note


@pytest.mark.parametrize(
    "text",
    [
        "383800, 398000",
        "383800 398000",
        "383,800, 398,000",
        "383,800,398,000",
        "383 800 398 000",
        "E383800 N398000",
        "383800E 398000N",
        "383800mE 398000mN",
        "Easting: 383800 Northing: 398000",
        "383800.0/398000.0",
        "SRID=27700;POINT(383800 398000)",
    ],
)
def test_eastings_and_northings(text):
    found = parse_coordinates(text)
    assert (found.lon, found.lat) == national_grid.from_grid(383800, 398000)
    assert found.accuracy_m == national_grid.accuracy_m()


@pytest.mark.parametrize(
    ("text", "east", "north", "side"),
    [("J 338 740", 333850, 374050, 100), ("J33807400", 333805, 374005, 10), ("O 15 34", 315500, 234500, 1000)],
)
def test_irish_grid(text, east, north, side):
    found = parse_coordinates(text)
    oracle = Transformer.from_crs(29903, 4326, always_xy=True).transform(east, north)
    assert (found.lon, found.lat) == pytest.approx(oracle, abs=1e-6)
    assert (found.accuracy_m, found.form) == (side, "Irish Grid reference")


@pytest.mark.parametrize(
    ("text", "east", "north", "side"),
    [("30U WE 12345 67890", 512345.5, 5967890.5, 1), ("30UWE1267", 512500, 5967500, 1000), ("30U WE 6", 0, 0, 0)],
)
def test_military_grid_references_are_those_of_the_zone(text, east, north, side):
    if not side:
        with pytest.raises(ValueError, match="is not written as coordinates"):
            parse_coordinates(text)
        return
    found = parse_coordinates(text)
    oracle = Transformer.from_crs(32630, 4326, always_xy=True).transform(east, north)
    assert (found.lon, found.lat) == pytest.approx(oracle, abs=1e-6)
    assert found.accuracy_m == side


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("-2.24, 53.48", "wrong order for the United Kingdom.*Write the latitude first"),
        ("POINT(53.48 -2.24)", "WKT has the longitude first"),
        ("0, 0", "where no place is known"),
        ("0,0", "where no place is known"),
        ("0.000000 0.000000", "where no place is known"),
        ("POINT(0 0)", "where no place is known"),
        ("91, 3", "latitude 91 lies outside"),
        ("53.48, 200", "longitude 200 lies outside"),
        ("53,48", "may be one coordinate with a decimal comma"),
        ("53.48 -2.24W", "both a minus and the letter W"),
        ("53.48N 2.24N", "two latitudes"),
        ("53 61 00 N 2 0 0 W", "61 minutes"),
        ("SJ 83 8", "as many digits"),
        ("SJ 838", "as many digits"),
        ("A 1234", "no land"),
        ("J 12345", "as many digits"),
        ("30UIE1234", "is not written"),
        ("98U WE 12 67", "no such square"),
        ("398000, 1383800", "outside the British National Grid"),
        ("983800, 398000", "wrong order"),
        ("hello", "is not written as coordinates"),
        ("", "is not written as coordinates"),
        ("07700 900123", "is not written"),
        ("12/04/2024", "is not written"),
        ("20-12-15", "is not written"),
        ("SW1A 1AA", "is not written"),
        ("M1 1AE", "is not written"),
        ("nan, nan", "is not written"),
        ("POINT(. .)", "no two numbers"),
        ("5" * 100_000, "too long"),
    ],
)
def test_what_is_refused_says_why(text, why):
    with pytest.raises(ValueError, match=why):
        parse_coordinates(text)


def test_a_point_abroad_is_taken_and_said():
    assert parse_coordinates("48.85, 2.35").note == "lies outside the United Kingdom"
    assert parse_coordinates("2.24N 53.48E").note == "lies outside the United Kingdom"


def test_check_uk():
    assert check_uk(-2.24, 53.48) == ""
    assert "wrong order" in check_uk(53.48, -2.24)
    assert "Africa" in check_uk(0, 0)
    assert "outside" in check_uk(-74, 40)


def test_what_is_plainly_a_point_and_what_only_has_the_form_of_one():
    points = "53.4808, -2.2426|48.8566 2.3522|53°28'46\"N 2°14'43\"W|SJ 838 980|383800, 398000|J 338 740|30UWE12346789"
    assert [each for each in points.split("|") if not is_plainly_coordinates(each)] == []
    others = "N1234|N123456|SN15|SK8397|12.50 3.05|53, 2|20-12-15|07700 900123|3/4/2024|1 2|A 1234|hello|M1 1AA"
    assert [each for each in others.split("|") if is_plainly_coordinates(each)] == []


@pytest.mark.parametrize(
    ("text", "axis", "degrees"),
    [
        ("53.48", "lat", 53.48),
        ("53,48", "lat", 53.48),
        ("+53.48°", "lat", 53.48),
        ("2.24 W", "lon", -2.24),
        ("W2.24", "lon", -2.24),
        ("−2.24", "lon", -2.24),
        ("2°14'24\"W", "lon", -2.24),
        ("-2 14 24", "lon", -2.24),
        ("53d28m48s", "lat", 53.48),
        ("33°30'S", "lat", -33.5),
        ("33 30 00S", "lat", -33.5),
    ],
)
def test_one_coordinate(text, axis, degrees):
    assert parse_degrees(text, axis) == pytest.approx(degrees)


@pytest.mark.parametrize(
    ("text", "axis", "why"),
    [
        ("2.24W", "lat", "is a longitude, by its letter"),
        ("91", "lat", "latitude 91 lies outside -90 to 90"),
        ("-2.24W", "lon", "both a minus"),
        ("N53S", "lat", "two letters"),
        ("north", "lat", "is not written as a latitude"),
        ("1e1", "lat", "is not written"),
        ("٥٣", "lat", "is not written"),
        ("1" * 100_000, "lon", "is not written"),
    ],
)
def test_one_coordinate_refused(text, axis, why):
    with pytest.raises(ValueError, match=why):
        parse_degrees(text, axis)


@settings(max_examples=200)
@given(DEGREES, st.integers(0, 7))
def test_decimal_degrees_go_round(point, digits):
    lat, lon = (round(each, digits) for each in point)
    west = "W" if lon < 0 else "E"
    for text in (
        f"{lat:.{digits}f}, {lon:.{digits}f}",
        f"{abs(lon):.{digits}f}{west} {lat:.{digits}f}N",
        f"POINT({lon:.{digits}f} {lat:.{digits}f})",
    ):
        found = parse_coordinates(text)
        assert (found.lat, found.lon) == (lat, lon)


@settings(max_examples=200)
@given(DEGREES)
def test_sexagesimal_goes_round(point):
    written = []
    for value, letters in zip(point, ("NS", "EW"), strict=True):
        seconds = round(abs(value) * 3600, 1)
        minutes, rest = divmod(seconds, 60)
        degrees, minutes = divmod(int(minutes), 60)
        written.append(f"{degrees}°{minutes:02d}'{rest:04.1f}\"{letters[value < 0]}")
    assume(not any("60.0" in each for each in written))
    found = parse_coordinates(" ".join(written))
    assert (found.lat, found.lon) == pytest.approx(point, abs=0.05 / 3600 + 1e-9)


@settings(max_examples=200)
@given(st.integers(0, 699_999), st.integers(0, 1_299_999), st.integers(1, 5))
def test_a_point_lies_within_the_accuracy_of_its_reference(east, north, digits):
    found = parse_coordinates(national_grid.reference(east, north, digits))
    lon, lat = national_grid.from_grid(east, north)
    metres = math.hypot((found.lat - lat) * 111_320, (found.lon - lon) * 111_320 * math.cos(math.radians(lat)))
    assert metres <= found.accuracy_m


def reads(text):
    for read in (parse_coordinates, lambda each: parse_degrees(each, "lat"), lambda each: parse_degrees(each, "lon")):
        try:
            read(text)
        except ValueError as error:
            assert str(error)


@settings(max_examples=500)
@given(st.one_of(st.text(max_size=80), st.text("0123456789NSEWJ°'\" ,.;-+()POINT\0\u202e", max_size=60)))
def test_no_text_makes_more_than_a_value_error(text):
    reads(text)


@pytest.mark.parametrize("unit", ["1 ", "1,", "12°", "N", "SJ", "1.1", "-", "(", " ", "1 1,", "POINT(", "\0", "1N "])
def test_no_length_is_too_long(unit):
    for length in (150, 100_000):
        reads((unit * length)[:length])


def test_naughty_strings(shared_data):
    for line in (shared_data / "broken/blns/blns.txt").read_text("utf-8", "replace").splitlines():
        reads(line)
