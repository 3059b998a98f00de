"""Maps: GeoJSON, TopoJSON and their geometry, from data as published and from what nobody should send."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
import shapely
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from pyproj import Geod

from intelviz.ingest.readers.file import FoundFile, Opening, readers
from intelviz.ingest.readers.table import Broken, StructuredTable
from intelviz.schema.errors import BadInputError, IntelvizError


def tables(path: Path) -> list[StructuredTable]:
    with Opening() as opening:
        return [table for table in opening.tables(path) if isinstance(table, StructuredTable)]


def rows(table: StructuredTable) -> list[dict[str, str]]:
    return [dict(zip(table.names, row, strict=True)) for row in table.objects() if not isinstance(row, Broken)]


def saved(folder: Path, name: str, value: object) -> Path:
    path = folder / name
    path.write_text(value if isinstance(value, str) else json.dumps(value), "utf-8")
    return path


def collection(*features: object, **more: object) -> dict[str, object]:
    return {"type": "FeatureCollection", **more, "features": list(features)}


def feature(kind: str, coordinates: object, **properties: object) -> dict[str, object]:
    return {"type": "Feature", "properties": properties, "geometry": {"type": kind, "coordinates": coordinates}}


# Data as published


@pytest.mark.parametrize(
    ("name", "count", "kind"),
    [
        ("gm-boundaries/lsoa_2011_gm_lsoa_super_generalised.geojson", 1673, "area"),
        ("gm-boundaries/lsoa_2021_gm_lsoa_super_generalised.geojson", 1702, "area"),
        ("gm-boundaries/msoa_2021_gm_msoa_super_generalised.geojson", 353, "area"),
        ("gm-boundaries/ward_2023_gm_ward_generalised.geojson", 215, "area"),
        ("gm-boundaries/local_authority_2023_gm_local_authority_generalised.geojson", 10, "area"),
        ("gm-boundaries/combined_authority_2023_gm_combined_authority_generalised.geojson", 1, "area"),
        ("gm-boundaries/gm_watercourses.geojson", 1313, "line"),
        ("police-force-areas/police-forces.json", 43, "area"),
        ("basemap-naturalearth/gb_land.geojson", 6, "area"),
        ("basemap-naturalearth/gb_coastline.geojson", 67, "line"),
        ("basemap-naturalearth/gb_rivers_lake_centerlines.geojson", 11, "line"),
        ("basemap-naturalearth/gb_lakes_europe.geojson", 15, "area"),
        ("basemap-naturalearth/gb_populated_places_simple.geojson", 79, "point"),
        ("basemap-naturalearth/world_countries_110m.geojson", 177, "area"),
    ],
)
def test_public_maps_give_a_row_a_feature(shared_data, name, count, kind):
    (table,) = tables(shared_data / name)
    found = rows(table)
    assert len(found) == count
    assert {row["@kind"] for row in found} == {kind}
    assert all(row["@lon"] and row["@lat"] for row in found)


def test_areas_have_the_codes_and_names_of_the_statistics_office(shared_data):
    (table,) = tables(shared_data / "police-force-areas" / "police-forces.json")
    first = rows(table)[0]
    assert (first["@code"], first["@label"]) == ("E23000001", "Metropolitan Police")
    (table,) = tables(shared_data / "gm-boundaries" / "ward_2023_gm_ward_generalised.geojson")
    first = rows(table)[0]
    assert (first["@code"], first["@label"]) == ("E05011350", "Ancoats & Beswick")


def test_the_size_of_an_area_is_that_which_its_publisher_states(shared_data):
    (table,) = tables(shared_data / "gm-boundaries" / "local_authority_2023_gm_local_authority_generalised.geojson")
    for row in rows(table):
        assert float(row["@area_m2"]) == pytest.approx(float(row["area"]), rel=0.01)


def test_areas_and_lengths_are_those_on_the_ellipsoid(shared_data):
    geod = Geod(ellps="WGS84")
    (table,) = tables(shared_data / "gm-boundaries" / "ward_2023_gm_ward_generalised.geojson")
    for row in rows(table)[:50]:
        wanted = abs(geod.geometry_area_perimeter(shapely.orient_polygons(shapely.from_wkt(row["@wkt"])))[0])
        assert float(row["@area_m2"]) == pytest.approx(wanted, rel=1e-4, abs=1)
    (table,) = tables(shared_data / "basemap-naturalearth" / "gb_coastline.geojson")
    for row in rows(table):
        assert float(row["@length_m"]) == pytest.approx(geod.geometry_length(shapely.from_wkt(row["@wkt"])), abs=0.1)


def test_lines_of_one_point_load_and_are_named(shared_data):
    (table,) = tables(shared_data / "vast2014-mc2" / "Abila.geojson")
    found = rows(table)
    assert len(found) == 3290
    poor = [row for row in found if row["@note"]]
    assert len(poor) == 94
    assert poor[0]["@wkt"] == "POINT (24.837642 36.045503)"
    assert any("94 rows were loaded although a line has one point only: row 1, 70" in note for note in table.notes)


# What a file says


def test_attributes_are_kept_under_their_names_and_without_loss(tmp_path):
    made = feature(
        "Point",
        [-2.5, 53.25],
        ref=7912345678901234,
        share=0.1,
        whole=4.0,
        open=True,
        nothing=None,
        parts=[1, {"a": "é"}],
        **{"@lon": "mine"},
    )
    (table,) = tables(saved(tmp_path, "a.geojson", collection(made)))
    (row,) = rows(table)
    assert [row[name] for name in ("ref", "share", "whole", "open", "nothing", "parts")] == [
        "7912345678901234", "0.1", "4", "true", "", '[1, {"a": "é"}]',
    ]  # fmt: skip
    assert (row["@lon"], row["@lat"], row["attribute @lon"]) == ("-2.5", "53.25", "mine")


def test_features_a_line_each_and_in_a_list_are_read_alike(tmp_path):
    made = [feature("Point", [place, 50 + place], n=place) for place in range(3)]
    wanted = [("0", "50"), ("1", "51"), ("2", "52")]
    for text in ("\n".join(map(json.dumps, made)), "\x1e" + "\n\x1e".join(map(json.dumps, made)), json.dumps(made)):
        (table,) = tables(saved(tmp_path, "a.geojsonl", text))
        assert [(row["n"], row["@lat"]) for row in rows(table)] == wanted


def test_the_national_grid_that_a_file_states_is_turned_into_degrees(tmp_path):
    crs = {"type": "name", "properties": {"name": "urn:ogc:def:crs:EPSG::27700"}}
    (table,) = tables(saved(tmp_path, "a.geojson", collection(feature("Point", [383819, 398052]), crs=crs)))
    (row,) = rows(table)
    assert float(row["@lon"]) == pytest.approx(-2.2452, abs=2e-4)
    assert float(row["@lat"]) == pytest.approx(53.4789, abs=2e-4)
    assert any("British National Grid" in note for note in table.notes)


def test_numbers_of_the_national_grid_are_recognised_and_said(tmp_path):
    (table,) = tables(saved(tmp_path, "a.geojson", collection(feature("Point", [383819, 398052]))))
    assert rows(table)[0]["@lat"].startswith("53.4789")
    assert any("is missing" in note and "British National Grid" in note for note in table.notes)


def test_numbers_of_no_known_system_give_no_place(tmp_path):
    (table,) = tables(saved(tmp_path, "a.geojson", collection(feature("Point", [-9e6, 7e6], n="x"))))
    (row,) = rows(table)
    assert (row["@lon"], row["n"], row["@note"]) == ("", "x", "its place is not known")
    assert any("without a place" in note for note in table.notes)


@pytest.mark.parametrize(
    ("geometry", "problem"),
    [
        (None, ""),
        ({"type": "Point", "coordinates": []}, "a point has no coordinates"),
        ({"type": "Point", "coordinates": ["a", "b"]}, "a coordinate is not a number"),
        ({"type": "Point", "coordinates": 3}, "a position has fewer than two numbers"),
        ({"type": "Curve", "coordinates": []}, "“Curve” is no type of shape"),
        ({"type": "Polygon", "coordinates": [[]]}, "an area has no points"),
        ({"type": "GeometryCollection"}, "a collection of shapes has none"),
        ({"type": "LineString", "coordinates": [[1, 2], [1e400, 2]]}, "a coordinate is not a number"),
    ],
)
def test_a_shape_that_is_none_leaves_the_row(tmp_path, geometry, problem):
    made = {"type": "Feature", "properties": {"n": "x"}, "geometry": geometry}
    (table,) = tables(saved(tmp_path, "a.geojson", collection(made)))
    (row,) = rows(table)
    assert (row["n"], row["@lon"], row["@note"]) == ("x", "", problem)


def test_an_area_that_is_not_closed_or_crosses_itself_has_a_place(tmp_path):
    bow = feature("Polygon", [[[0, 0], [2, 2], [2, 0], [0, 2], [0, 0]]])
    gap = feature("Polygon", [[[0, 0], [4, 0], [4, 4], [0, 4]]])
    (table,) = tables(saved(tmp_path, "a.geojson", collection(bow, gap)))
    first, second = rows(table)
    assert first["@lon"] and first["@wkt"].startswith("POLYGON")
    assert (second["@lon"], second["@note"]) == ("2", "a ring was not closed")


def test_a_file_that_was_cut_off_says_where(tmp_path):
    whole = json.dumps(collection(feature("Point", [1, 2]), feature("Point", [3, 4])))
    (table,) = tables(saved(tmp_path, "a.geojson", whole[:-30]))
    found = list(table.objects())
    assert len(found) == 2
    assert isinstance(found[1], Broken)
    assert found[1].reason == "from here on the file can't be read: the file ends too early"


def test_a_collection_without_features_is_refused(tmp_path):
    with pytest.raises(BadInputError, match="holds no feature"):
        tables(saved(tmp_path, "a.geojson", collection()))


def test_values_too_deep_are_no_end_of_the_program(tmp_path):
    text = '{"type":"FeatureCollection","features":[{"type":"Feature","properties":' + "[" * 200_000
    with pytest.raises(BadInputError, match="too deep"):
        tables(saved(tmp_path, "a.geojson", text))


def test_no_other_json_is_taken_for_a_map(shared_data):
    geo = next(each for each in readers() if each.name == "geojson")
    others = [*(shared_data / "broken").rglob("*.json"), *(shared_data / "stix").glob("*.json")]
    others += (shared_data / "ftm").glob("*json*")
    assert others
    for path in others:
        if path.stat().st_size:
            assert not geo.fits(FoundFile.at(path)), path


# Anything at all

JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=5), inner, max_size=4),
    max_leaves=12,
)
GEOMETRY = st.fixed_dictionaries({"type": st.sampled_from(["Point", "LineString", "Polygon", "MultiPolygon", "GeometryCollection", "x"])}, optional={"coordinates": JSON, "geometries": JSON})  # fmt: skip  # noqa: E501  one strategy, one line
FEATURE = st.fixed_dictionaries({"type": st.just("Feature")}, optional={"properties": JSON, "geometry": GEOMETRY | JSON, "id": JSON})  # fmt: skip  # noqa: E501  one strategy, one line


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(FEATURE | JSON, max_size=4), st.none() | JSON)
def test_any_json_is_rows_or_an_error_in_words(tmp_path, features, crs):
    path = saved(tmp_path, "a.geojson", json.dumps({"type": "FeatureCollection", "crs": crs, "features": features}))
    try:
        found = tables(path)
    except IntelvizError:
        return
    assert sum(1 for table in found for _ in table.objects()) == len(features)


@settings(max_examples=100, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.text(max_size=60), st.integers(0, 200))
def test_a_broken_map_is_rows_or_an_error_in_words(tmp_path, noise, at):
    text = json.dumps(collection(*(feature("Point", [1, 2], a=str(n)) for n in range(4))))
    try:
        for table in tables(saved(tmp_path, "a.geojson", text[:at] + noise + text[at:])):
            for row in table.objects():
                assert isinstance(row, Broken) or len(row) == len(table.names)
    except IntelvizError:
        pass
