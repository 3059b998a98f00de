"""Maps in TopoJSON, shapefiles, GeoPackages, KML and GPX: from published data, from GDAL, and from noise."""

from __future__ import annotations

import json
import shutil
import sqlite3
import struct
import zipfile
from pathlib import Path

import pytest
import shapely
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from intelviz.case.file import CaseFile
from intelviz.ingest.importing import import_files
from intelviz.ingest.readers.file import Opening
from intelviz.ingest.readers.maps.shp_shapes import areas_of
from intelviz.ingest.readers.table import Broken, StructuredTable
from intelviz.schema.errors import BadInputError, IntelvizError

ANYTHING = settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])


def tables(path: Path) -> list[StructuredTable]:
    with Opening() as opening:
        return [table for table in opening.tables(path) if isinstance(table, StructuredTable)]


def rows_of(path: Path) -> dict[str, list[dict[str, str]]]:
    """Return the rows of each part, read while its temporary copies are there."""
    with Opening() as opening:
        found = {}
        for table in opening.tables(path):
            assert isinstance(table, StructuredTable)
            rows = (row for row in table.objects() if not isinstance(row, Broken))
            found[table.origin.part] = [dict(zip(table.names, row, strict=True)) for row in rows]
        return found


def rows(path: Path) -> list[dict[str, str]]:
    (found,) = rows_of(path).values()
    return found


def notes(path: Path) -> str:
    with Opening() as opening:
        return " ".join(note for table in opening.tables(path) for note in table.notes)


def survives(path: Path, content: bytes) -> None:
    """Read what need not be readable: rows of one width, or an error in words."""
    path.write_bytes(content)
    try:
        with Opening() as opening:
            for table in opening.tables(path):
                for row in table.records():
                    assert isinstance(row, (list, Broken))
    except IntelvizError:
        pass


def damaged(content: bytes, at: int, noise: bytes) -> bytes:
    at %= len(content)
    return content[:at] + noise + content[at + len(noise) :]


# All of it at once


@pytest.mark.parametrize(
    ("folder", "counts"),
    [
        ("uk-lad", {"topo_lad.json": 380}),
        ("police-force-areas", {"police-forces.json": 43}),
        (
            "basemap-naturalearth",
            {
                "gb_land.geojson": 6, "gb_coastline.geojson": 67, "gb_rivers_lake_centerlines.geojson": 11,
                "gb_lakes_europe.geojson": 15, "gb_populated_places_simple.geojson": 79,
                "gb_naturalearth.gpkg › land": 6, "gb_naturalearth.gpkg › coastline": 67,
                "gb_naturalearth.gpkg › populated_places_simple": 79, "world_populated_places.csv": 7343,
            },
        ),
        ("vast2014-mc2", {"Abila.kml": 3290, "Abila.geojson": 3290}),
    ],
)  # fmt: skip
def test_folders_of_public_maps_load_without_a_recipe(shared_data, tmp_path, folder, counts):
    with CaseFile.create(tmp_path / "a.ivz") as case:
        report = import_files(case, [shared_data / folder])
    found = {" › ".join(each for each in (source.path.name, source.part) if each): source for source in report.sources}
    for name, count in counts.items():
        source = found[name]
        assert source.rows == count
        assert source.loaded + source.merged == count, source.rejections[:3]


def test_the_boundaries_of_the_west_midlands_are_areas_of_their_own(shared_data, tmp_path):
    with CaseFile.create(tmp_path / "a.ivz") as case:
        report = import_files(case, [shared_data / "wm-boundaries"])
        assert case.info()["items"] == {"Area": 2199}
    assert sum(each.rows for each in report.sources) == sum(each.loaded for each in report.sources) == 2199


def test_a_track_becomes_sightings_of_what_made_it(tmp_path):
    path = tmp_path / "a.gpx"
    path.write_text(GPX, "utf-8")
    with CaseFile.create(tmp_path / "a.ivz") as case:
        import_files(case, [path])
        found = case.info()
    assert found["items"] == {"Sighting": 3, "Device": 1, "Location": 2}
    assert found["links"] == {"INVOLVED_IN": 3}
    assert found["with_place"] == 5


def test_placemarks_become_locations_and_areas_at_their_time(tmp_path):
    path = tmp_path / "a.kml"
    path.write_text(KML, "utf-8")
    with CaseFile.create(tmp_path / "a.ivz") as case:
        import_files(case, [path])
        found = case.info()
    assert found["items"] == {"Location": 3, "Area": 1, "Sighting": 2, "Device": 1}
    assert found["with_time"] == 3


# TopoJSON

SQUARES = {
    "type": "Topology",
    "transform": {"scale": [0.5, 0.25], "translate": [1, 50]},
    "objects": {
        "squares": {
            "type": "GeometryCollection",
            "geometries": [
                {"type": "Polygon", "arcs": [[0, 1]], "id": "left", "properties": {"n": 1}},
                {"type": "Polygon", "arcs": [[-1, 2]], "id": "right", "properties": {"n": 2}},
                {"type": "Polygon", "arcs": [[9]], "properties": {"n": 3}},
                {"type": None, "properties": {"n": 4}},
            ],
        },
        "spot": {"type": "Point", "coordinates": [2, 4], "properties": {"n": 5}},
    },
    "arcs": [[[2, 0], [0, 4]], [[2, 4], [-2, 0], [0, -4], [2, 0]], [[2, 0], [2, 0], [0, 4], [-2, 0]]],
}


def test_borders_that_are_shared_are_put_together(tmp_path):
    path = tmp_path / "a.topojson"
    path.write_text(json.dumps(SQUARES), "utf-8")
    found = rows_of(path)
    left, right, wrong, none = found["squares"]
    assert shapely.from_wkt(left["@wkt"]).equals(shapely.box(1, 50, 2, 51))
    assert shapely.from_wkt(right["@wkt"]).equals(shapely.box(2, 50, 3, 51))
    assert (wrong["@note"], wrong["@lon"], none["@kind"]) == ("arc 9 is not there", "", "")
    assert found["spot"][0]["@wkt"] == "POINT (2 51)"


def test_one_line_that_repeats_an_arc_without_end_is_refused(tmp_path):
    bomb = {
        "type": "Topology",
        "arcs": [[[place, place] for place in range(1000)]],
        "objects": {"a": {"type": "LineString", "arcs": [0] * 6000}},
    }
    path = tmp_path / "a.topojson"
    path.write_text(json.dumps(bomb), "utf-8")
    assert rows(path)[0]["@note"] == "it has more than 5,000,000 points"


@ANYTHING
@given(st.recursive(st.none() | st.integers(-3, 3) | st.sampled_from(["Polygon", "arcs"]), st.lists, max_leaves=8))
def test_any_arcs_are_rows_or_an_error_in_words(tmp_path, arcs):
    for broken in (
        {**SQUARES, "arcs": arcs},
        {**SQUARES, "transform": {"scale": arcs}},
        {**SQUARES, "objects": {"a": {"type": "MultiPolygon", "arcs": arcs}, "b": arcs}},
    ):
        survives(tmp_path / "a.topojson", json.dumps(broken).encode())


# Shapefiles


@pytest.fixture(scope="session")
def wards(shared_data, tmp_path_factory) -> Path:
    """Return a folder with the wards of Greater Manchester as GDAL writes shapefiles: on the National Grid."""
    import geopandas

    folder = tmp_path_factory.mktemp("wards")
    frame = geopandas.read_file(shared_data / "gm-boundaries" / "ward_2023_gm_ward_generalised.geojson")
    frame[["area_code", "area_name", "area", "geometry"]].to_crs(27700).to_file(folder / "wards.shp")
    return folder


def test_a_shapefile_holds_what_it_was_made_from(shared_data, wards):
    made = {row["@code"]: row for row in rows(wards / "wards.shp")}
    source = {
        row["@code"]: row for row in rows(shared_data / "gm-boundaries" / "ward_2023_gm_ward_generalised.geojson")
    }
    assert made.keys() == source.keys()
    assert len(made) == 215
    for code, row in made.items():
        assert row["area_name"] == source[code]["area_name"]
        one, other = shapely.from_wkt(row["@wkt"]), shapely.from_wkt(source[code]["@wkt"])
        assert one.symmetric_difference(other).area < 0.01 * other.area
    assert "British National Grid" in notes(wards / "wards.shp")


def test_the_parts_of_a_shapefile_are_not_loaded_twice(wards, tmp_path):
    with CaseFile.create(tmp_path / "a.ivz") as case:
        report = import_files(case, [wards])
    assert [(each.path.name, each.rows) for each in report.sources] == [("wards.shp", 215)]
    assert {each.path.suffix for each in report.skipped} == {".shx", ".dbf", ".prj", ".cpg"}


def test_a_missing_reference_system_is_said(wards, tmp_path):
    for each in wards.iterdir():
        if each.suffix != ".prj":
            shutil.copy(each, tmp_path)
    assert rows(tmp_path / "wards.shp")[0]["@lat"].startswith("53.48")
    said = notes(tmp_path / "wards.shp")
    assert "The .prj file is missing" in said
    assert "British National Grid eastings and northings" in said


def test_shapes_without_their_table_and_a_table_without_shapes(wards, tmp_path):
    shutil.copy(wards / "wards.shp", tmp_path / "bare.shp")
    assert len(rows(tmp_path / "bare.shp")) == 215
    assert ".dbf file is missing" in notes(tmp_path / "bare.shp")
    shutil.copy(wards / "wards.dbf", tmp_path / "table.dbf")
    found = rows(tmp_path / "table.dbf")
    assert (len(found), found[0]["area_name"]) == (215, "Ancoats & Beswick")


def test_shapefiles_in_a_zip_are_read_and_nothing_is_written_elsewhere(wards, tmp_path):
    path = tmp_path / "a.zip"
    with zipfile.ZipFile(path, "w") as zipped:
        for each in wards.iterdir():
            zipped.write(each, f"../../{each.name}")
            zipped.write(each, f"one/{each.name}")
            zipped.write(each, f"two/{each.name}")
        zipped.writestr("two/broken.shp", b"no shapes")
        zipped.writestr("list.csv", "name,age\nAnn,3\nBob,4\n")
    before = set(tmp_path.parent.iterdir())
    with Opening() as opening:
        found = {table.origin.part: sum(1 for _ in table.records()) for table in opening.tables(path)}
        refused = dict(opening.refused())
    assert found == {"one/wards.shp": 216, "two/wards.shp": 216, "list.csv": 3}
    assert set(refused) == {"two/broken.shp", *(f"../../{each.name}" for each in wards.iterdir())}
    assert set(tmp_path.parent.iterdir()) == before


def test_one_shapefile_in_a_zip_is_the_table_of_that_zip(wards, tmp_path):
    path = tmp_path / "a.zip"
    with zipfile.ZipFile(path, "w") as zipped:
        for each in wards.iterdir():
            zipped.write(each, f"some/{each.name}")
    assert {part: len(each) for part, each in rows_of(path).items()} == {"": 215}


def test_rings_go_to_the_border_around_them():
    def square(x: float, y: float, size: float, *, clockwise: bool) -> list[list[float]]:
        ring = [[x, y], [x, y + size], [x + size, y + size], [x + size, y], [x, y]]
        return ring if clockwise else ring[::-1]

    big, small = square(0, 0, 10, clockwise=True), square(20, 0, 4, clockwise=True)
    hole, inner, lost = (square(x, 1, 2, clockwise=False) for x in (1, 21, 50))
    island = square(1.5, 1.5, 1, clockwise=True)
    assert areas_of([hole, big, inner, small, island, lost]) == [[big, hole], [small, inner], [island], [lost]]


@ANYTHING
@given(
    st.integers(0, 10_000_000), st.binary(min_size=1, max_size=12), st.sampled_from([".shp", ".dbf", ".prj", ".cpg"])
)
def test_a_damaged_shapefile_is_rows_or_an_error_in_words(wards, tmp_path, at, noise, ending):
    for each in (".shp", ".dbf", ".prj", ".cpg"):
        content = (wards / f"wards{each}").read_bytes()
        content = content[:20_000] if each == ".shp" else content
        (tmp_path / f"a{each}").write_bytes(damaged(content, at, noise) if each == ending else content)
    survives(tmp_path / "a.shp", (tmp_path / "a.shp").read_bytes())


@ANYTHING
@given(st.binary(max_size=300))
def test_anything_after_the_sign_of_a_shapefile_is_survived(tmp_path, noise):
    head = struct.pack(">i", 9994) + bytes(20) + struct.pack(">i", 50) + struct.pack("<ii", 1000, 5) + bytes(64)
    survives(tmp_path / "b.shp", head + struct.pack(">ii", 1, len(noise) // 2) + noise)
    survives(tmp_path / "c.dbf", b"\x03\x18\x05\x01" + noise)


# GeoPackage


def test_a_layer_on_the_grid_and_a_table_without_shapes(shared_data, tmp_path):
    import geopandas

    path = tmp_path / "a.gpkg"
    frame = geopandas.read_file(shared_data / "basemap-naturalearth" / "gb_lakes_europe.geojson").to_crs(27700)
    frame.to_file(path, layer="lakes")
    with sqlite3.connect(path) as database:
        database.execute("CREATE TABLE owners (id INTEGER PRIMARY KEY, name TEXT, share REAL, seal BLOB)")
        database.execute("INSERT INTO owners VALUES (1, 'Ann', 0.5, x'00ff'), (2, NULL, 1e21, NULL)")
        database.execute(
            "INSERT INTO gpkg_contents(table_name, data_type, identifier) VALUES ('owners', 'attributes', 'o')"
        )
        database.execute(
            "CREATE VIEW endless AS WITH RECURSIVE n(x) AS (SELECT 1 UNION ALL SELECT x + 1 FROM n) SELECT x FROM n"
        )
        database.execute(
            "INSERT INTO gpkg_contents(table_name, data_type, identifier) VALUES ('endless', 'attributes', 'e')"
        )
    database.close()
    found = rows_of(path)
    assert "newest changes" not in notes(path)
    path.with_name("a.gpkg-wal").write_bytes(b"changes")
    assert "newest changes lie in a file beside it" in notes(path)
    assert len(found["lakes"]) == 15
    assert found["owners"] == [
        {"id": "1", "name": "Ann", "share": "0.5", "seal": "(2 bytes)"},
        {"id": "2", "name": "", "share": "1000000000000000000000", "seal": ""},
    ]
    assert "endless" not in found
    assert "British National Grid" in notes(path)


@ANYTHING
@given(st.integers(0, 1_000_000), st.binary(min_size=1, max_size=16))
def test_a_damaged_geopackage_is_rows_or_an_error_in_words(shared_data, tmp_path, at, noise):
    content = (shared_data / "basemap-naturalearth" / "gb_naturalearth.gpkg").read_bytes()[:60_000]
    survives(tmp_path / "a.gpkg", damaged(content, at, noise))


# KML and GPX

KML = """<?xml version="1.0" encoding="UTF-8"?>
<kml xmlns="http://www.opengis.net/kml/2.2" xmlns:gx="http://www.google.com/kml/ext/2.2"><Document><name>Plan</name>
<Folder><name>Sites</name>
<Placemark id="p1"><name>Depot</name><description><![CDATA[<b>red</b>]]></description>
<TimeSpan><begin>2024-05-01</begin><end>2024-05-02</end></TimeSpan>
<ExtendedData><Data name="owner"><value>Ann</value></Data></ExtendedData>
<Point><coordinates>-2.24,53.48,12</coordinates></Point></Placemark>
<Placemark><name>Yard</name><Polygon><outerBoundaryIs><LinearRing><coordinates>0,50 4,50 4,54 0,54 0,50
</coordinates></LinearRing></outerBoundaryIs><innerBoundaryIs><LinearRing><coordinates>1,51 2,51 2,52 1,51</coordinates>
</LinearRing></innerBoundaryIs></Polygon></Placemark>
<Placemark><name>Both</name><MultiGeometry><Point><coordinates>1,50</coordinates></Point><LineString><coordinates>
1,50 2,51</coordinates></LineString></MultiGeometry></Placemark>
<Placemark><name>Bad</name><Point><coordinates>x,y</coordinates></Point></Placemark></Folder>
<Placemark><name>Drive</name><gx:Track><when>2024-05-01T10:00:00Z</when><when>2024-05-01T10:01:00Z</when>
<gx:coord>-2.24 53.48 0</gx:coord><gx:coord>-2.25 53.49 0</gx:coord></gx:Track></Placemark></Document></kml>"""

GPX = """<?xml version="1.0"?><gpx version="1.1" xmlns="http://www.topografix.com/GPX/1/1">
<wpt lat="53.48" lon="-2.24"><ele>40</ele><name>Depot</name></wpt>
<trk><name>Van 4</name><trkseg><trkpt lat="53.480" lon="-2.240"><ele>40.0</ele><time>2024-05-01T10:00:00Z</time>
<extensions><speed>3.2</speed></extensions></trkpt>
<trkpt lat="53.481" lon="-2.241"><time>2024-05-01T10:00:05.500+01:00</time></trkpt></trkseg>
<trkseg><trkpt lat="53.482" lon="-2.242"/></trkseg></trk>
<rte><rtept lat="53.5" lon="-2.3"><name>A</name></rtept></rte></gpx>"""

BOMB = '<!DOCTYPE a [<!ENTITY b "{}">]>'.format("x" * 100)


def test_placemarks_have_folders_times_and_extended_data(tmp_path):
    path = tmp_path / "a.kml"
    path.write_text(KML, "utf-8")
    found = rows_of(path)
    depot, yard, both, bad = found["placemarks"]
    assert (depot["@folder"], depot["@time"], depot["@end"]) == ("Plan › Sites", "2024-05-01", "2024-05-02")
    assert (depot["@label"], depot["owner"], depot["description"]) == ("Depot", "Ann", "<b>red</b>")
    assert (depot["@lon"], depot["@id"]) == ("-2.24", "p1")
    assert shapely.from_wkt(yard["@wkt"]).area == 15.5
    assert (both["@kind"], bad["@note"]) == ("mixed", "a coordinate is not a number")
    assert [(row["@track"], row["@lat"], row["@time"]) for row in found["tracks"]] == [
        ("Drive", "53.48", "2024-05-01T10:00:00Z"),
        ("Drive", "53.49", "2024-05-01T10:01:00Z"),
    ]


def test_a_kmz_is_the_kml_in_it(tmp_path):
    path = tmp_path / "a.kmz"
    with zipfile.ZipFile(path, "w") as zipped:
        zipped.writestr("doc.kml", KML)
        zipped.writestr("files/icon.png", b"\x89PNG")
    assert [len(each) for each in rows_of(path).values()] == [4, 2]


def test_the_points_of_tracks_are_rows_with_times(tmp_path):
    path = tmp_path / "a.gpx"
    path.write_text(GPX, "utf-8")
    found = rows(path)
    assert [row["@element"] for row in found] == ["waypoint", *["track point"] * 3, "route point"]
    assert [(row["@track"], row["@segment"], row["@point"]) for row in found[1:4]] == [
        ("Van 4", "1", "1"), ("Van 4", "1", "2"), ("Van 4", "2", "1"),
    ]  # fmt: skip
    assert (found[1]["speed"], found[1]["@height"], found[2]["@time"]) == (
        "3.2",
        "40.0",
        "2024-05-01T10:00:05.500+01:00",
    )
    assert "1 track point has no time" in notes(path)


@pytest.mark.parametrize("text", [KML, GPX])
def test_a_document_type_is_refused_before_it_is_read(tmp_path, text):
    path = tmp_path / "a.xml"
    head, _, rest = text.partition("?>")
    path.write_text(f"{head}?>{BOMB}{rest}", "utf-8")
    with pytest.raises(BadInputError, match="document type"):
        tables(path)


@pytest.mark.parametrize("text", [KML, GPX])
def test_a_map_that_was_cut_off_says_so_in_its_last_row(tmp_path, text):
    path = tmp_path / "a.xml"
    path.write_text(text[: text.index("Yard" if text is KML else "53.482")], "utf-8")
    last = [list(table.objects())[-1] for table in tables(path)]
    assert all(isinstance(each, Broken) and "can't be read" in each.reason for each in last)


@ANYTHING
@given(st.sampled_from([KML, GPX]), st.integers(0, 5000), st.binary(min_size=1, max_size=20))
def test_damaged_xml_is_rows_or_an_error_in_words(tmp_path, text, at, noise):
    survives(tmp_path / "a.xml", damaged(text.encode(), at, noise))
