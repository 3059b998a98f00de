"""Layers made of files: what becomes of each format, what a case keeps, and what a stranger's case can't do."""

from __future__ import annotations

import base64
import json
import zlib
from pathlib import Path

import geopandas
import numpy as np
import pytest
import shapely
from hypothesis import given, settings
from hypothesis import strategies as st

from intelviz.schema.errors import BadInputError, CaseDamagedError, UsageError
from intelviz.workspace.commands.kept.add_layer import AddLayer
from intelviz.workspace.commands.kept.forget_thing import ForgetThing
from intelviz.workspace.commands.kept.keep_thing import KeepThing
from intelviz.workspace.map_layers.from_file import layers_in
from intelviz.workspace.map_layers.kept_layer import KIND, SHAPES, LayerStyle, read_layer, shapes_kept
from intelviz.workspace.map_layers.shapes import HOLE, OUTLINE, packed, shapes_of, unpacked
from intelviz.workspace.opening import OpenCase, open_case
from tests.small_case import small_case

SQUARE = shapely.Polygon(
    [(-2.3, 53.4), (-2.2, 53.4), (-2.2, 53.5), (-2.3, 53.5)], [[(-2.26, 53.44), (-2.24, 53.44), (-2.25, 53.46)]]
)
ISLES = shapely.MultiPolygon([shapely.box(-4, 54, -3.9, 54.1), shapely.box(-4.2, 54, -4.1, 54.1)])
LINE = shapely.LineString([(-2.3, 53.4), (-2.1, 53.6), (-2.0, 53.5)])


def frame() -> geopandas.GeoDataFrame:
    return geopandas.GeoDataFrame({"name": ["Ancoats", "Isles"], "size": [3, 4]}, geometry=[SQUARE, ISLES], crs=4326)


def wards(path: Path) -> Path:
    frame().to_file(path / "wards.geojson")
    return path / "wards.geojson"


@pytest.mark.parametrize(("ending", "crs"), [("geojson", 4326), ("gpkg", 27700), ("shp", 27700), ("gpkg", 3857)])
def test_a_file_of_areas_becomes_a_layer_in_degrees(tmp_path: Path, ending: str, crs: int) -> None:
    frame().to_crs(crs).to_file(tmp_path / f"wards.{ending}")
    (made,) = layers_in(tmp_path / f"wards.{ending}")
    shapes = unpacked(made.shapes)
    assert made.name == "wards" and made.layer.file == f"wards.{ending}" and len(made.layer.sha256) == 64
    assert shapes.kinds == {"area": 2}
    assert made.layer.style.label == "name"
    assert [shapes.cells(at)["name"] for at in (0, 1)] == ["Ancoats", "Isles"]
    # The two ways from the grid to degrees agree within the five metres of the shift without its grid.
    for at, truth in enumerate((SQUARE, ISLES)):
        assert shapely.hausdorff_distance(shapes.shape(at), truth) < 1e-4
    assert int((shapes.part == HOLE).sum()) == 1 and int((shapes.part == OUTLINE).sum()) == 3


def test_kml_gpx_topojson_and_a_table(tmp_path: Path) -> None:
    kml = tmp_path / "beat.kml"
    kml.write_text(
        '<kml xmlns="http://www.opengis.net/kml/2.2"><Document><Placemark><name>Beat</name><LineString><coordinates>'
        "-2.3,53.4 -2.1,53.6 -2.0,53.5</coordinates></LineString></Placemark></Document></kml>"
    )
    (made,) = layers_in(kml)
    assert unpacked(made.shapes).shape(0).equals_exact(LINE, 1e-7)
    gpx = tmp_path / "walk.gpx"
    points = "".join(f'<trkpt lon="{x}" lat="{y}"/>' for x, y in LINE.coords)
    gpx.write_text(
        '<gpx xmlns="http://www.topografix.com/GPX/1/1"><wpt lon="-2" lat="53"><name>Start</name></wpt>'
        f"<trk><name>Walk</name><trkseg>{points}</trkseg></trk></gpx>"
    )
    (made,) = layers_in(gpx)
    shapes = unpacked(made.shapes)
    assert shapes.kinds == {"point": 1, "line": 1}
    assert [shapes.cells(at)["name"] for at in range(2)] == ["Start", "Walk"]
    topo = tmp_path / "arcs.topojson"
    topo.write_text(
        json.dumps(
            {
                "type": "Topology",
                "arcs": [[list(each) for each in LINE.coords]],
                "objects": {
                    "ways": {"type": "GeometryCollection", "geometries": [{"type": "LineString", "arcs": [0]}]}
                },
            }
        )
    )
    (made,) = layers_in(topo)
    assert unpacked(made.shapes).shape(0).equals_exact(LINE, 1e-7)
    table = tmp_path / "cameras.csv"
    table.write_text("Camera,Longitude,Latitude\nA1,-2.2,53.4\nA2,,\nA3,-2.1,53.5\n")
    (made,) = layers_in(table)
    assert unpacked(made.shapes).kinds == {"point": 2}
    assert "1 rows have no place" in made.layer.notes[-1]


def test_a_file_without_places_is_refused_in_words(tmp_path: Path) -> None:
    (tmp_path / "names.csv").write_text("name,age\nA,1\n")
    with pytest.raises(BadInputError, match="longitude and latitude"):
        layers_in(tmp_path / "names.csv")


def test_it_is_added_undone_redone_and_there_when_reopened_without_the_file(tmp_path: Path) -> None:
    file = wards(tmp_path)
    (made,) = layers_in(file)
    file.unlink()
    with OpenCase(small_case(tmp_path / "small.intelviz")) as opened:
        opened.acts.run(AddLayer("Wards", made.layer.body, made.shapes))
        opened.acts.undo()
        assert not opened.case.kept(KIND) and not opened.case.kept(SHAPES)
        opened.acts.redo()
        styled = made.layer.styled(colour="#cc79a7", label="size")
        opened.acts.run(KeepThing(KIND, "Wards", styled.body))
        opened.acts.run(ForgetThing(KIND, "Wards"))
        opened.acts.undo()
    with open_case(tmp_path / "small.intelviz") as opened:
        layer = read_layer(opened.case.kept(KIND)["Wards"])
        assert layer == styled and layer.style.label == "size"
        assert shapes_kept(opened.case, layer.shapes).shape(0).equals_exact(SQUARE, 1e-7)
        opened.acts.undo()
        assert read_layer(opened.case.kept(KIND)["Wards"]).style == made.layer.style


def test_shapes_that_two_layers_show_stay_when_one_is_undone(tmp_path: Path) -> None:
    (made,) = layers_in(wards(tmp_path))
    with OpenCase(small_case(tmp_path / "small.intelviz")) as opened:
        opened.acts.run(AddLayer("One", made.layer.body, made.shapes))
        opened.acts.run(AddLayer("Two", made.layer.body, made.shapes))
        with pytest.raises(UsageError, match="already"):
            opened.acts.run(AddLayer("Two", made.layer.body, made.shapes))
        opened.acts.undo()
        assert shapes_kept(opened.case, made.layer.shapes).features == 2


@settings(max_examples=40, deadline=None)
@given(
    st.lists(
        st.one_of(
            st.tuples(st.floats(-180, 180), st.floats(-90, 90)).map(shapely.Point),
            st.lists(st.tuples(st.floats(-180, 180), st.floats(-90, 90)), min_size=2, max_size=6).map(
                shapely.LineString
            ),
            st.tuples(st.floats(-179, 179), st.floats(-89, 89)).map(lambda at: shapely.box(*at, at[0] + 1, at[1] + 1)),
            st.just(ISLES),
            st.just(SQUARE),
            st.just(shapely.GeometryCollection([shapely.GeometryCollection([LINE, SQUARE]), shapely.Point(1, 2)])),
        ),
        min_size=1,
        max_size=6,
    )
)
def test_packing_keeps_every_shape_to_the_centimetre(given_shapes) -> None:
    array = np.empty(len(given_shapes), object)
    array[:] = given_shapes
    found = unpacked(json.loads(json.dumps(packed(shapes_of(array, ["n"], [[str(n) for n in range(len(array))]])))))
    assert found.features == len(array)
    for at, truth in enumerate(given_shapes):
        ours, theirs = (np.sort(shapely.get_coordinates(each).round(6), axis=0) for each in (found.shape(at), truth))
        assert ours.shape == theirs.shape and np.abs(ours - theirs).max() < 2e-6
        assert found.cells(at) == {"n": str(at)}


def body() -> dict[str, object]:
    array = np.empty(2, object)
    array[:] = [SQUARE, LINE]
    return packed(shapes_of(array, ["n"], [["1", "2"]]))


def text(data: bytes) -> str:
    return base64.b64encode(zlib.compress(data)).decode()


@pytest.mark.parametrize(
    "change",
    [
        {"form": 2},
        {"features": True},
        {"features": 10**12},
        {"features": 1},
        {"xy": 7},
        {"xy": "§"},
        {"xy": text(b"\0" * 12)},
        {"xy": text(b"\xff\xff\xff\x7f" * 8)},
        {"xy": text(bytes(40_000_000))},
        {"length": text(b"\xff" * 12)},
        {"part": text(b"\3\3\3")},
        {"part": text(b"\x09\x09\x09")},
        {"of": text(b"\xff" * 12)},
        {"table": text(b"[" * 100_000)},
        {"table": text(b'{"columns": ["n"], "values": [[1, 2]]}')},
        {"table": text(json.dumps({"columns": ["n"], "values": [["x" * 2000, ""]]}).encode())},
        {"table": "AAAA"},
    ],
)
def test_a_strangers_shapes_are_refused_in_words(change: dict[str, object]) -> None:
    with pytest.raises(UsageError):
        unpacked(body() | change)


@pytest.mark.parametrize(
    "change",
    [
        {"shapes": "../../etc/passwd"},
        {"style": None},
        {"notes": 3},
        {"file": 3},
        {"style": {"colour": "red; x"}},
        {"style": LayerStyle().__dict__ | {"fill": float("nan")}},
        {"style": LayerStyle().__dict__ | {"width": 1e9}},
    ],
)
def test_a_strangers_layer_is_refused_in_words(tmp_path: Path, change: dict[str, object]) -> None:
    (made,) = layers_in(wards(tmp_path))
    with pytest.raises(UsageError):
        read_layer(made.layer.body | change)


def test_a_layer_without_its_shapes_says_so(tmp_path: Path) -> None:
    with (
        OpenCase(small_case(tmp_path / "small.intelviz")) as opened,
        pytest.raises(CaseDamagedError, match="not in this"),
    ):
        shapes_kept(opened.case, "0" * 64)
