"""Layers from files on the map: drawn where they lie, asked by hover and right click, there when reopened."""

from __future__ import annotations

from pathlib import Path

import geopandas
import numpy as np
import pytest
import shapely
from hypothesis import given, settings
from hypothesis import strategies as st
from PySide6.QtCore import QMimeData, QPoint, QPointF, Qt, QUrl
from PySide6.QtGui import QDragEnterEvent, QDropEvent, QImage, QPainter
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QMessageBox

from intelviz.app.picture import draw_picture
from intelviz.case.file import CaseFile
from intelviz.render import compiled
from intelviz.render.basepaint import Taken
from intelviz.render.mercator import Camera, project_point
from intelviz.render.theme import DARK, LIGHT
from intelviz.views.map.areas.form import AreaForm
from intelviz.views.map.own.acts import layer_actions
from intelviz.views.map.own.drawing import Drawing
from intelviz.views.map.own.style_form import StyleForm
from intelviz.views.map.view import MapView
from intelviz.workspace.areas import area_mask
from intelviz.workspace.map_layers.kept_layer import KIND, SHAPES, LayerStyle
from intelviz.workspace.map_layers.shapes import shapes_of
from intelviz.workspace.opening import OpenCase, open_case
from tests.kept_picture import same_picture
from tests.maps import HIGH, at, shown
from tests.small_case import small_case

AROUND_HIGH = shapely.Polygon(
    shapely.box(-2.25, 53.47, -2.22, 53.49).exterior, [shapely.box(-2.225, 53.471, -2.222, 53.474).exterior]
)
AROUND_MILL = shapely.box(-2.21, 53.495, -2.19, 53.505)


@pytest.fixture
def file(tmp_path: Path) -> Path:
    shapes = [
        AROUND_HIGH,
        AROUND_MILL,
        shapely.LineString([(-2.25, 53.5), (-2.22, 53.502)]),
        shapely.Point(-2.215, 53.484),
    ]
    geopandas.GeoDataFrame(
        {"name": ["High", "Mill", "Way", "Camera"], "beat": ["1", "2", "", "4"]}, geometry=shapes, crs=4326
    ).to_file(tmp_path / "beats.geojson")
    return tmp_path / "beats.geojson"


@pytest.fixture
def opened(tmp_path: Path):
    with OpenCase(small_case(tmp_path / "small.intelviz")) as case:
        yield case


@pytest.fixture
def view(qtbot, opened, file) -> MapView:
    view = shown(qtbot, opened)
    view.own.add([file])
    view.look(Camera(0.5, 0.5, 12, view.width(), view.height()).at(*project_point(-2.22, 53.487), 12.5))
    view.grab()
    return view


def choices(action):
    return {each.title: each for each in action.choices()}


def test_it_is_drawn_where_it_lies_and_undone(view, opened) -> None:
    with_layer = view.grab().toImage()
    opened.acts.undo()
    without = view.grab().toImage()
    inside, hole, outside = at(view, -2.235, 53.475), at(view, -2.2235, 53.4725), at(view, -2.215, 53.478)
    assert with_layer.pixel(inside) != without.pixel(inside)
    assert with_layer.pixel(hole) == without.pixel(hole)
    assert with_layer.pixel(outside) == without.pixel(outside)
    opened.acts.redo()
    assert view.grab().toImage().pixel(inside) == with_layer.pixel(inside)


def test_hover_tells_what_the_file_says_of_it(view) -> None:
    point = at(view, -2.235, 53.475)
    assert view.own.words(*view.own.at(QPointF(point))[0]) == ["High", "Layer: beats", "name: High", "beat: 1"]
    before = view.grab().toImage()
    QTest.mouseMove(view, point)
    view.cursor = QPointF(point)
    assert view.grab().toImage() != before
    assert view.own.at(QPointF(at(view, -2.2235, 53.4725))) == []  # in the hole
    assert view.own.at(QPointF(at(view, -2.235, 53.501) + QPoint(0, 3)))[0][1] == 2  # near the line
    assert view.own.at(QPointF(at(view, -2.215, 53.484) + QPoint(3, 2)))[0][1] == 3  # near the point


def test_a_right_click_selects_the_items_inside_and_keeps_the_feature_as_area(view, opened, qtbot) -> None:
    view.menu_at = QPointF(at(view, *HIGH))
    (feature,) = [each for each in view.menu_for(-1) if each.title.startswith("High")]
    acts = choices(feature)
    acts["Select the items inside"].run()
    lon, lat = opened.workspace.items.lon, opened.workspace.items.lat
    truth = shapely.contains_xy(AROUND_HIGH, lon, lat)
    assert truth.any() and (opened.workspace.selected == truth).all()
    acts["Keep as area…"].run()
    (form,) = view.findChildren(AreaForm)
    form._keep()
    assert (area_mask(opened.workspace, opened.case, "High") == truth).all()


def test_style_base_order_and_hiding_survive_closing(view, opened, tmp_path, qtbot, file) -> None:
    view.own.add([file])
    assert list(view.own.layers) == ["beats", "beats 2"]
    assert len(opened.case.kept(SHAPES)) == 1
    acts = {each.title: each for each in layer_actions(view.own, "beats")}
    acts["Colour, width and label…"].run()
    (form,) = view.findChildren(StyleForm)
    form.fill.setValue(60)
    form.label.setCurrentIndex(form.label.findData("beat"))
    form._keep()
    acts["Part of the ground"].run()
    view.own.show(["beats 2"], on=False)
    view.own.arrange(["beats 2", "beats"])
    view.own.set_opacity("beats", 0.5)
    opened.close()
    with open_case(tmp_path / "small.intelviz") as again:
        other = shown(qtbot, again)
        assert list(other.own.layers) == ["beats 2", "beats"] and other.own.shown == ["beats"]
        assert other.own.opacity == {"beats": 0.5}
        layer = other.own.layers["beats"]
        assert (layer.style.fill, layer.style.label) == (0.6, "beat")
        again.acts.undo()
        other.own.rename("beats", "Beats of 2024")
        assert list(other.own.layers) == ["beats 2", "Beats of 2024"]
        assert other.own.delete("Beats of 2024") and list(other.own.layers) == ["beats 2"]


def test_a_drop_asks_whether_it_is_a_layer_or_data(view, file, tmp_path) -> None:
    asked: list[list[Path]] = []
    view.dropping.import_files = asked.append

    def drop(path: Path) -> bool:
        data = QMimeData()
        data.setUrls([QUrl.fromLocalFile(str(path))])
        held = Qt.DropAction.CopyAction, data, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
        enters = QDragEnterEvent(QPoint(50, 50), *held)
        QApplication.sendEvent(view, enters)
        if enters.isAccepted():
            QApplication.sendEvent(view, QDropEvent(QPointF(50, 50), *held))
        return enters.isAccepted()

    assert not drop(tmp_path / "report.docx")
    assert drop(file)
    QTest.qWait(20)
    (box,) = view.findChildren(QMessageBox)
    buttons = {each.text(): each for each in box.buttons()}
    buttons["Import as data…"].click()
    assert asked == [[file]] and list(view.own.layers) == ["beats"]
    buttons["Add as layer"].click()
    assert list(view.own.layers) == ["beats", "beats 2"]


def test_a_damaged_layer_is_said_and_the_map_goes_on(qtbot, tmp_path, file) -> None:
    with OpenCase(small_case(tmp_path / "small.intelviz")) as opened:
        view = shown(qtbot, opened)
        view.own.add([file])
    with CaseFile.open(tmp_path / "small.intelviz") as case:
        number = case.kept(KIND)["beats"]["shapes"]
        body = dict(case.kept(SHAPES)[number], xy="AAAA")
        with case.changing() as change:
            change.keep(SHAPES, number, body)
            change.keep(KIND, "other", {"style": 3})
    with open_case(tmp_path / "small.intelviz") as opened:
        view = shown(qtbot, opened)
        said: list[str] = []
        view.said.connect(said.append)
        assert view.picture(300, 200).width() == 300
        assert "can't be read" in view.own.broken["beats"] and "style" in view.own.broken["other"]


@pytest.mark.parametrize("theme", [DARK, LIGHT])
def test_picture(qtbot, opened, file, theme) -> None:
    view = shown(qtbot, opened, (640, 480), theme)
    view.own.add([file])
    view.look(view.camera.at(*project_point(-2.22, 53.487), 12.5))
    same_picture(view.picture(640, 480), f"map_own_layers_{theme.name}")


def painted(drawing: Drawing, camera: Camera, style: LayerStyle) -> np.ndarray:
    image = QImage(int(camera.width), int(camera.height), QImage.Format.Format_ARGB32_Premultiplied)
    image.fill(0)
    painter = QPainter(image)
    drawing.draw(painter, camera, style)
    painter.end()
    return np.frombuffer(image.constBits(), np.uint32).reshape(image.height(), image.width()) != 0


def test_many_corners_are_drawn_by_the_loop_at_the_same_places() -> None:
    compiled.prepare()
    rings = [
        shapely.Point(lon, lat).buffer(0.04, quad_segs=60) for lon in np.arange(-2, 0, 0.1) for lat in (53.0, 53.2)
    ]
    array = np.empty(len(rings), object)
    array[:] = rings
    drawing = Drawing(shapes_of(array, [], []))
    camera = Camera(0.5, 0.5, 5, 400, 300).around(drawing.bounds, 10)
    many = painted(drawing, camera, LayerStyle(fill=1, width=1))
    few = np.zeros_like(many)
    for ring in rings:
        one = np.empty(1, object)
        one[:] = [ring]
        few |= painted(Drawing(shapes_of(one, [], [])), camera, LayerStyle(fill=1, width=1))
    assert len(drawing.seen(camera, 0).xy) > 3_000
    assert few.sum() > 1_000 and (many != few).sum() < 0.15 * few.sum()


@settings(max_examples=60, deadline=None)
@given(st.integers(0, 2**32 - 1), st.floats(11, 20))
def test_what_is_at_a_point_is_what_shapely_says(seed: int, zoom: float) -> None:
    random = np.random.default_rng(seed)
    centres = random.uniform((-2.3, 53.4), (-2.2, 53.5), (6, 2))
    polygons = [shapely.Point(*each).buffer(0.02).difference(shapely.Point(*each).buffer(0.008)) for each in centres]
    array = np.empty(len(polygons), object)
    array[:] = polygons
    drawing = Drawing(shapes_of(array, [], []))
    camera = Camera(*project_point(*random.uniform((-2.3, 53.4), (-2.2, 53.5))), zoom, 400, 300)
    x, y = random.uniform(0, (400, 300))
    lon, lat = camera.degrees(x, y)
    truth = {at for at, each in enumerate(polygons) if each.contains(shapely.Point(lon, lat))}
    near = {at for at, each in enumerate(polygons) if each.boundary.distance(shapely.Point(lon, lat)) < 1e-5}
    assert set(drawing.at(camera, QPointF(x, y), 0)) ^ truth <= near


def test_a_large_layer_is_painted_in_a_thread_and_moved_meanwhile(qtbot, tmp_path) -> None:
    compiled.prepare()
    rings = [shapely.Point(lon, 53.5).buffer(0.02, quad_segs=2_000) for lon in np.arange(-2.5, -2.0, 0.05)]
    geopandas.GeoDataFrame({"name": [str(at) for at in range(len(rings))]}, geometry=rings, crs=4326).to_file(
        tmp_path / "large.geojson"
    )
    with OpenCase(small_case(tmp_path / "small.intelviz")) as opened:
        view = shown(qtbot, opened)
        view.look(view.camera.at(*project_point(-2.4, 53.5), 11))
        bare = view.grab().toImage()
        view.own.add([tmp_path / "large.geojson"])
        inside = at(view, -2.4, 53.5)
        view.grab()
        assert view.own.busy
        qtbot.waitUntil(lambda: not view.own.busy)
        now = view.grab().toImage()
        assert now.pixel(inside) != bare.pixel(inside)
        assert now == view.grab().toImage()
        view.pan_by(40, 0)
        assert view.grab().toImage().pixel(inside + QPoint(40, 0)) == now.pixel(inside)
        qtbot.waitUntil(lambda: not view.own.busy)
        assert view.grab().toImage().pixel(inside + QPoint(40, 0)) == now.pixel(inside)


def test_zoomed_far_in_an_area_around_the_picture_fills_it_and_a_line_stays_straight() -> None:
    array = np.empty(2, object)
    array[:] = [shapely.box(-30, 30, 30, 70), shapely.LineString([(-40, 53.0), (40, 53.0)])]
    drawing = Drawing(shapes_of(array, [], []))
    camera = Camera(*project_point(0.0, 53.0), 19, 200, 100)
    assert painted(drawing, camera, LayerStyle(fill=1)).all()
    line = np.empty(1, object)
    line[:] = [shapely.LineString([(-40, 53.0), (40, 53.0)])]
    found = painted(Drawing(shapes_of(line, [], [])), camera, LayerStyle(width=1))
    assert found[49:51].all(axis=1).any() and not found[:45].any() and not found[55:].any()


def test_labels_do_not_touch_one_another(view) -> None:
    taken = Taken(800, 600)
    image = QImage(800, 600, QImage.Format.Format_ARGB32_Premultiplied)
    painter = QPainter(image)
    drawing = view.own.drawing("beats")
    first = drawing.draw_labels(painter, view.camera, view.own.layers["beats"].style, DARK, view.font(), taken)
    again = drawing.draw_labels(painter, view.camera, view.own.layers["beats"].style, DARK, view.font(), taken)
    painter.end()
    assert len(first) > 1 and not again
    assert not any(one.intersects(other) for one in first for other in first if one is not other)


def test_a_strangers_crowd_of_areas_costs_no_loop_over_them() -> None:
    low = np.random.default_rng(1).uniform((-2, 53), (-1.2, 53.4), (60_000, 2))
    array = shapely.box(low[:, 0], low[:, 1], -1.0, 53.5)
    drawing = Drawing(shapes_of(array, [], []))
    camera = Camera(0.5, 0.5, 5, 400, 300).around(drawing.bounds, 10)
    calls = 0

    def counted(*_: object, **__: object) -> None:
        nonlocal calls
        calls += 1

    drawing._areas = drawing._lines = counted
    assert painted(drawing, camera, LayerStyle()).any() and not calls
    assert len(drawing.at(camera, QPointF(395, 100), 0)) <= 3_000


def test_the_picture_of_the_command_line_shows_the_layers_that_are_on(qtbot, tmp_path, file) -> None:
    path = tmp_path / "small.intelviz"
    with OpenCase(small_case(path)) as opened:
        shown(qtbot, opened).own.add([file])
    images = []
    for hidden in ([], ["beats"]):
        with CaseFile.open(path) as case:
            case.set_setting("view/own-layers", {"hidden": hidden})
        draw_picture(path, "map", tmp_path / "map.png", width=400, height=300)
        images.append(QImage(str(tmp_path / "map.png")))
    apart = [
        (x, y) for x in range(400) for y in range(300) if images[0].pixel(x, y) != images[1].pixel(x, y)
    ]  # fmt: skip
    assert len(apart) > 500
