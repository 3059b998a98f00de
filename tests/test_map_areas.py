"""Areas on the map with a real mouse and real keys: drawn, kept, edited, listed, acted on, and there when reopened."""

from __future__ import annotations

import json

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from PySide6.QtCore import QEvent, QPoint, QPointF, Qt
from PySide6.QtGui import QContextMenuEvent, QImage, QKeyEvent, QPainter
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QInputDialog

from intelviz.analysis.place import shapes
from intelviz.case.file import CaseFile
from intelviz.render.mercator import Camera, project_point
from intelviz.render.theme import DARK, LIGHT
from intelviz.schema.errors import UsageError
from intelviz.views.map.areas.acts import keep_outline
from intelviz.views.map.areas.acts import key as area_key
from intelviz.views.map.areas.book import kind_words, size_words
from intelviz.views.map.areas.editing import EditArea
from intelviz.views.map.areas.form import AreaForm, CircleForm
from intelviz.views.map.areas.listing import AreaList, area_actions, combined
from intelviz.views.map.areas.paint import outline, path_of
from intelviz.views.map.areas.taking import boundary_at
from intelviz.views.map.view import MapView
from intelviz.workspace.areas import Area, mask_of, read_area
from intelviz.workspace.commands.kept.keep_thing import KeepThing
from intelviz.workspace.commands.sources.import_files import ImportFiles
from intelviz.workspace.opening import OpenCase, open_case
from intelviz.workspace.workspace import Workspace
from tests.conftest import made_columns, made_schema
from tests.kept_picture import same_picture
from tests.maps import HIGH, MILL, at, click, shown
from tests.small_case import small_case

LEFT, RIGHT = Qt.MouseButton.LeftButton, Qt.MouseButton.RightButton
NONE, CTRL, ALT = Qt.KeyboardModifier.NoModifier, Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.AltModifier


@pytest.fixture
def opened(tmp_path):
    with OpenCase(small_case(tmp_path / "small.intelviz")) as case:
        yield case


@pytest.fixture
def view(qtbot, opened) -> MapView:
    return shown(qtbot, opened)


def drag(view: MapView, begin: QPoint, end: QPoint) -> None:
    QTest.mousePress(view, LEFT, NONE, begin)
    for share in (0.3, 0.7, 1.0):
        QTest.mouseMove(view, begin + (end - begin) * share)
    QTest.mouseRelease(view, LEFT, NONE, end)


def form(view: MapView) -> AreaForm:
    (found,) = [each for each in view.findChildren(AreaForm) if each.isVisible()]
    return found


def labels(opened) -> list[str]:
    return [opened.workspace.items.label[row] for row in opened.workspace.selected_rows]


def around(view: MapView, place: tuple[float, float], by: int = 60) -> list[QPoint]:
    middle = at(view, *place)
    return [middle + QPoint(x, y) for x, y in ((-by, -by), (by, -by), (by, by), (-by, by))]


# Drawing


def test_a_polygon_is_clicked_named_and_undone(view, opened):
    QTest.keyClick(view, Qt.Key.Key_P)
    assert view.hands.at_work("draw_polygon") and "click its corners" in view.hands.now.words
    for point in [QPoint(300, 300), *around(view, MILL)]:
        click(view, point)
    assert len(view.hands.now.points) == 5
    QTest.keyClick(view, Qt.Key.Key_Backspace)
    click(view, around(view, MILL)[3])
    view.hands.now.points.pop(0)
    QTest.mouseDClick(view, LEFT, NONE, around(view, MILL)[3])
    box = form(view)
    box.name.setText("Mill")
    box._count()
    assert "2 of the shown items" in box.words.text()
    QTest.keyClick(box.name, Qt.Key.Key_Return)
    assert list(opened.case.kept("area")) == ["Mill"] and not view.hands.at_work("draw_polygon")
    assert read_area(opened.case.kept("area")["Mill"]).shape == "polygon"
    assert "Keep area “Mill”" in opened.acts.can_undo
    opened.acts.undo()
    assert not view.areas.areas
    opened.acts.redo()
    view.areas.select("Mill")
    assert labels(opened) == ["2 Mill Lane", "Burglary"]


def test_a_polygon_is_drawn_with_keys_alone(view):
    QTest.keyClick(view, Qt.Key.Key_P)
    places = []
    for key in (Qt.Key.Key_Left, Qt.Key.Key_Down, Qt.Key.Key_Right):
        QTest.keyClick(view, Qt.Key.Key_X)
        places.append(view.hands.now.degrees(view.middle))
        QTest.keyClick(view, key)
    assert view.hands.now.points == places and len(view.hands.now.so_far) == 4
    QTest.keyClick(view, Qt.Key.Key_X)
    QTest.keyClick(view, Qt.Key.Key_Return)
    form(view).buttons.accepted.emit()
    assert len(view.areas.areas["Area"].points) == 4


def test_nothing_is_picked_while_drawing_and_esc_leaves(view, opened):
    QTest.keyClick(view, Qt.Key.Key_P)
    click(view, at(view, *MILL))
    assert not opened.workspace.selected.any() and opened.workspace.focus == -1
    before = view.camera
    QTest.mousePress(view, Qt.MouseButton.MiddleButton, NONE, QPoint(100, 100))
    QTest.mouseMove(view, QPoint(160, 100))
    QTest.mouseRelease(view, Qt.MouseButton.MiddleButton, NONE, QPoint(160, 100))
    assert view.camera != before and view.hands.now is not None
    QTest.keyClick(view, Qt.Key.Key_Escape)
    assert view.hands.now is None and not view.areas.areas
    click(view, at(view, *MILL))
    assert labels(opened) == ["2 Mill Lane", "Burglary"]


def test_an_outline_that_crosses_itself_is_refused_in_words_and_can_be_put_right(view):
    QTest.keyClick(view, Qt.Key.Key_P)
    a, b, c, d = around(view, MILL)
    for point in (a, c, b, d):
        click(view, point)
    QTest.keyClick(view, Qt.Key.Key_Return)
    assert "crosses itself" in view.hands.now.words and not view.findChildren(AreaForm)
    QTest.keyClick(view, Qt.Key.Key_Backspace)
    QTest.keyClick(view, Qt.Key.Key_Return)
    form(view).reject()
    assert view.hands.at_work("draw_polygon")
    QTest.keyClick(view, Qt.Key.Key_Backspace)
    QTest.keyClick(view, Qt.Key.Key_Return)
    assert "3 points" in view.hands.now.words


def test_a_corridor_asks_for_its_width(view, opened):
    QTest.keyClick(view, Qt.Key.Key_W)
    click(view, at(view, *HIGH))
    click(view, at(view, *MILL))
    QTest.mouseClick(view, RIGHT, NONE, at(view, *MILL))
    end = at(view, *MILL)
    ending = QContextMenuEvent(QContextMenuEvent.Reason.Mouse, end, view.mapToGlobal(end))
    QApplication.sendEvent(view, ending)
    box = form(view)
    box.reach.setText("far")
    assert "no distance" in box.words.text() and box.area is None
    box.reach.setText("0.1 km")
    assert view.hands.now.area.metres == 100
    box.name.setText("Way")
    box.buttons.accepted.emit()
    area = view.areas.areas["Way"]
    assert area.shape == "corridor" and area.metres == 100 and len(area.points) == 2
    view.areas.select("Way")
    assert len(labels(opened)) == 4


def test_a_circle_is_dragged_from_its_middle_and_its_metres_are_true(view):
    QTest.keyClick(view, Qt.Key.Key_O)
    middle = at(view, *MILL)
    QTest.mousePress(view, LEFT, NONE, middle)
    QTest.mouseMove(view, middle + QPoint(40, 0))
    assert "Circle · " in view.hands.now.words
    QTest.mouseMove(view, middle + QPoint(80, 0))
    QTest.mouseRelease(view, LEFT, NONE, middle + QPoint(80, 0))
    box = form(view)
    expected = shapes.lengths([view.camera.degrees(middle.x() + by, middle.y()) for by in (0, 80)])[0]
    assert box.area.metres == pytest.approx(expected, abs=0.2)
    box.reach.setText("250")
    box.name.setText("Near the mill")
    box.buttons.accepted.emit()
    assert view.areas.areas["Near the mill"].metres == 250


def test_a_circle_is_typed(view):
    QTest.keyClick(view, Qt.Key.Key_O, Qt.KeyboardModifier.ShiftModifier)
    box = form(view)
    assert isinstance(box, CircleForm) and "Where is its middle" in box.words.text()
    box.where.setText("53.5, -2.2")
    box.reach.setText("1 mile")
    box.name.setText("Mile")
    box.buttons.accepted.emit()
    area = view.areas.areas["Mile"]
    assert area.points[0] == pytest.approx(MILL) and area.metres == 1609.344
    QTest.keyClick(view, Qt.Key.Key_O, Qt.KeyboardModifier.ShiftModifier)
    again = form(view)
    again.where.setText("53.5, -2.2")
    again.name.setText("mile")
    assert "already" in again.words.text() and again.area is None


# Kept ones


def keep(opened, name: str, area: Area) -> None:
    opened.acts.run(KeepThing("area", name, area.body))


SQUARE = Area("polygon", ((-2.21, 53.49), (-2.19, 53.49), (-2.19, 53.51), (-2.21, 53.51)))


def test_corners_are_dragged_and_each_drag_is_undone_by_itself(view, opened):
    keep(opened, "Mill", SQUARE)
    view.hands.take(EditArea(view.areas, "Mill"))
    view.grab()
    corner = at(view, -2.21, 53.49)
    drag(view, corner, corner + QPoint(-30, 20))
    moved = view.areas.areas["Mill"]
    assert moved.points[0][0] < -2.21 and moved.points[1:] == SQUARE.points[1:]
    side = (at(view, -2.19, 53.49) + at(view, -2.19, 53.51)) / 2
    drag(view, side, side + QPoint(25, 0))
    assert len(view.areas.areas["Mill"].points) == 5
    opened.acts.undo()
    assert view.areas.areas["Mill"] == moved and view.hands.now.area == moved
    opened.acts.undo()
    assert view.areas.areas["Mill"] == SQUARE
    click(view, at(view, -2.19, 53.51))
    assert view.areas.areas["Mill"] == SQUARE
    QTest.keyClick(view, Qt.Key.Key_Delete)
    assert len(view.areas.areas["Mill"].points) == 3
    click(view, at(view, -2.19, 53.49))
    QTest.keyClick(view, Qt.Key.Key_Delete)
    assert "no corner to spare" in view.hands.now.words
    QTest.keyClick(view, Qt.Key.Key_Escape)
    assert view.hands.now is None and view.areas.edited == ""


def test_a_corner_dragged_across_the_other_side_is_put_back(view, opened):
    keep(opened, "Mill", SQUARE)
    view.hands.take(EditArea(view.areas, "Mill"))
    log = len(opened.acts.log())
    drag(view, at(view, -2.21, 53.49), at(view, -2.18, 53.5))
    assert view.areas.areas["Mill"] == SQUARE and "crosses itself" in view.hands.now.words
    assert len(opened.acts.log()) == log


@pytest.mark.parametrize("area", [Area("circle", (MILL,), 700.0), Area("corridor", (HIGH, MILL), 400.0)])
def test_radius_and_width_are_dragged(view, opened, area):
    keep(opened, "It", area)
    view.hands.take(EditArea(view.areas, "It"))
    edge = at(view, *view.hands.now._edge())
    drag(view, edge, edge + QPoint(14, 6))
    changed = view.areas.areas["It"]
    assert changed.points == area.points and changed.metres > area.metres * 1.05
    drag(view, at(view, *area.points[0]), at(view, *area.points[0]) + QPoint(20, 0))
    assert view.areas.areas["It"].points[0] != area.points[0]


def test_corners_are_moved_with_keys_alone(view, opened):
    keep(opened, "Mill", SQUARE)
    view.hands.take(EditArea(view.areas, "Mill"))
    for _ in range(2):
        QTest.keyClick(view, Qt.Key.Key_Period)
    camera = view.camera
    QTest.keyClick(view, Qt.Key.Key_Right, ALT | Qt.KeyboardModifier.ShiftModifier)
    moved = view.areas.areas["Mill"]
    gap = at(view, *moved.points[1]) - at(view, *SQUARE.points[1])
    assert (gap.x(), gap.y()) == pytest.approx((10, 0), abs=1) and view.camera == camera
    assert moved.points[0] == SQUARE.points[0]
    opened.acts.undo()
    assert view.areas.areas["Mill"] == SQUARE
    QTest.keyClick(view, Qt.Key.Key_Comma)
    assert view.hands.now.chosen == (0, 0, 3)
    QTest.keyClick(view, Qt.Key.Key_Delete)
    assert len(view.areas.areas["Mill"].points) == 3


def test_an_area_that_is_deleted_meanwhile_ends_its_editing(view, opened):
    keep(opened, "Mill", SQUARE)
    view.hands.take(EditArea(view.areas, "Mill"))
    view.areas.delete(["Mill"])
    assert view.hands.now is None
    opened.acts.undo()
    assert view.areas.areas["Mill"] == SQUARE


def test_the_list_counts_selects_combines_renames_and_deletes(view, opened):
    keep(opened, "Mill", SQUARE)
    keep(opened, "Both", Area("corridor", (HIGH, MILL), 50.0))
    opened.acts.run(KeepThing("area", "Odd", {"shape": "star"}))
    QTest.keyClick(view, Qt.Key.Key_A, Qt.KeyboardModifier.ShiftModifier)
    (dialog,) = view.findChildren(AreaList)
    rows = {line.text(0): (line.text(1), line.text(3)) for line in dialog._all()}
    assert rows["Mill"] == ("polygon of 4 corners", "2") and rows["Both"][1] == "4"
    assert rows["Odd"] == ("can't be read", "")
    lines = {line.text(0): line for line in dialog._all()}
    lines["Mill"].setSelected(True)
    QTest.keyClick(dialog.lines, Qt.Key.Key_Return)
    assert labels(opened) == ["2 Mill Lane", "Burglary"]
    lines["Mill"].setSelected(False)
    lines["Both"].setSelected(True)
    lines["Mill"].setSelected(True)
    assert dialog.order == ["Both", "Mill"]
    dialog.buttons["area_first"].click()
    assert labels(opened) == ["1 High Street", "Robbery"]
    dialog.buttons["area_all"].click()
    assert labels(opened) == ["2 Mill Lane", "Burglary"]
    dialog.buttons["area_any"].click()
    assert len(labels(opened)) == 4
    lines["Mill"].setCheckState(0, Qt.CheckState.Unchecked)
    assert view.areas.hidden == {"Mill"} and view.areas.shown == ["Both"]
    lines["Both"].setSelected(False)
    dialog.buttons["area_rename"].click()
    (asked,) = view.findChildren(QInputDialog)
    asked.setTextValue("Mill Lane")
    asked.accept()
    assert set(view.areas.areas) == {"Both", "Mill Lane"} and view.areas.hidden >= {"Mill Lane"}
    view.areas.delete(["Both", "Mill Lane", "Odd"])
    assert opened.case.kept("area") == {} and dialog.empty.isVisible()
    opened.acts.undo()
    assert set(opened.case.kept("area")) == {"Odd"}


def test_masks_are_combined_as_sets_are():
    one, other = np.array([True, True, False, False]), np.array([True, False, True, False])
    assert combined([one, other], "all").tolist() == [True, False, False, False]
    assert combined([one, other], "any").tolist() == [True, True, True, False]
    assert combined([one, other], "first").tolist() == [False, True, False, False]


def test_an_area_shows_only_what_lies_in_it(view, opened):
    keep(opened, "Mill", SQUARE)
    actions = {each.name: each for each in area_actions(view.areas, ["Mill"])}
    actions["area_filter"].run()
    assert opened.workspace.counts.shown == 2
    keep(opened, "Mill", Area("circle", (HIGH,), 100.0))
    assert opened.workspace.shown[5] and not opened.workspace.shown[6]


def test_a_right_click_offers_the_areas_there_and_boundaries(view, opened):
    keep(opened, "Mill", SQUARE)
    keep(opened, "Small", Area("circle", (MILL,), 100.0))
    view.menu_at = at(view, *MILL)
    view.menu_at = QPointF(view.menu_at)
    titles = [each.title for each in view.menu_for(-1)]
    assert titles.index("“Small”") < titles.index("“Mill”") < titles.index("Keep as area")
    inside = next(each for each in view.menu_for(-1) if each.title == "“Mill”")
    next(each for each in inside.choices() if each.title == "Select inside").run()
    assert labels(opened) == ["2 Mill Lane", "Burglary"]


def test_a_distance_that_was_selected_by_is_kept_as_a_circle(view, opened):
    view.select_within(np.array([MILL[0]]), np.array([MILL[1]]), 321.0)
    view.menu_at = QPointF(100, 100)
    next(each for each in view.menu_for(-1) if each.name == "keep_circle").run()
    form(view).buttons.accepted.emit()
    assert view.areas.areas["Circle"] == Area("circle", (MILL,), 321.0)


def test_another_tool_puts_away_what_is_being_drawn_and_names_stay_apart(view, opened):
    QTest.keyClick(view, Qt.Key.Key_P)
    click(view, at(view, *MILL))
    QTest.keyClick(view, Qt.Key.Key_L)
    assert view.hands.now is None and view.tool == "lasso"
    QTest.keyClick(view, Qt.Key.Key_D)
    assert view.hands.at_work("measure_line") and view.tool == "select"
    QTest.keyClick(view, Qt.Key.Key_D)
    assert view.hands.now is None
    keep(opened, "Mill", SQUARE)
    keep(opened, "Other", SQUARE)
    assert not view.areas.rename("Other", "MILL") and set(view.areas.areas) == {"Mill", "Other"}


def test_a_ward_of_the_base_map_becomes_an_area(view, opened):
    name, area = boundary_at("District", -2.24, 53.48)
    assert name == "Manchester" and area.taken == "District, base map"
    assert shapes.square_metres(area.polygons) == pytest.approx(115.6e6, rel=0.02)
    view.menu_at = QPointF(at(view, *MILL))
    keeping = next(each for each in view.menu_for(-1) if each.name == "keep_here")
    next(each for each in keeping.choices() if each.name == "keep_wards").run()
    box = form(view)
    assert box.name.text()
    box.buttons.accepted.emit()
    (area,) = view.areas.areas.values()
    assert area.shape == "parts" and "Ward" in area.taken
    view.areas.select(next(iter(view.areas.areas)))
    assert "2 Mill Lane" in labels(opened)


def test_a_key_that_means_no_area_is_left_to_others(view):
    for key in (Qt.Key.Key_Escape, Qt.Key.Key_F5, Qt.Key.Key_Tab):
        event = QKeyEvent(QEvent.Type.KeyPress, key, NONE)
        assert not area_key(view, event)


def test_what_is_kept_and_hidden_is_so_after_closing_and_reopening(qtbot, opened, tmp_path):
    view = shown(qtbot, opened)
    keep(opened, "Mill", SQUARE)
    keep(opened, "Way", Area("corridor", (HIGH, MILL), 50.0))
    view.areas.show(["Way"], on=False)
    path = opened.case.path
    opened.close()
    with open_case(path) as again:
        other = shown(qtbot, again)
        assert set(other.areas.areas) == {"Mill", "Way"} and other.areas.shown == ["Mill"]
        QTest.keyClick(other, Qt.Key.Key_B)
        assert other.areas.shown == []


anywhere = st.tuples(st.floats(-180, 180), st.floats(-90, 90))


@given(
    st.sampled_from(["polygon", "corridor", "circle"]),
    st.lists(anywhere, min_size=3, max_size=6, unique=True),
    st.floats(1, 5e6),
    st.floats(0, 20),
)
@settings(max_examples=60, suppress_health_check=list(HealthCheck))
def test_whatever_a_case_keeps_is_drawn_or_refused_in_words(shape, points, metres, zoom):
    said = {"shape": shape, "points": [list(each) for each in points], "metres": metres, "centre": list(points[0])}
    wanted = {"polygon": ("points",), "corridor": ("points", "metres"), "circle": ("centre", "metres")}[shape]
    try:
        area = read_area({"shape": shape} | {each: said[each] for each in wanted})
    except UsageError as error:
        assert str(error)
        return
    rings = outline(area)
    assert all(np.isfinite(ring).all() for ring in rings)
    camera = Camera(*project_point(*points[0]), zoom, 300, 200)
    image = QImage(300, 200, QImage.Format.Format_RGB32)
    painter = QPainter(image)
    painter.drawPath(path_of(rings, camera))
    painter.end()
    try:
        mask_of(SOME, area)
    except UsageError as error:
        assert "cross" in str(error) or "smaller" in str(error)


SOME = Workspace(made_columns(), made_schema())


def test_outlines_of_a_loaded_map_become_an_area(qtbot, tmp_path):
    def square(west: float, south: float) -> list[list[list[float]]]:
        ring = [(0, 0), (0.02, 0), (0.02, 0.02), (0, 0.02), (0, 0)]
        return [[[west + x, south + y] for x, y in ring]]

    features = [
        {"type": "Feature", "properties": {"name": name}, "geometry": {"type": "Polygon", "coordinates": square(*at)}}
        for name, at in {"North ward": (-2.2, 53.5), "South ward": (-2.2, 53.48)}.items()
    ]
    path = tmp_path / "wards.geojson"
    path.write_text(json.dumps({"type": "FeatureCollection", "features": features}), encoding="utf-8")
    with OpenCase(CaseFile.create(tmp_path / "wards.intelviz")) as opened:
        opened.acts.run(ImportFiles((path,)))
        view = shown(qtbot, opened)
        workspace = opened.workspace
        row = workspace.items.label.index("North ward")
        workspace.select([row])
        assert any(each.name == "keep_outline" for each in view.menu_for(row))
        keep_outline(view)
        box = form(view)
        assert box.name.text() == "North ward"
        box.buttons.accepted.emit()
        area = view.areas.areas["North ward"]
        assert area.taken == "Outline of North ward" and len(area.parts[0][0]) == 4
        workspace.select(np.ones(len(workspace), bool))
        keep_outline(view)
        form(view).buttons.accepted.emit()
        assert len(view.areas.areas["Outlines"].parts) == 1
        assert shapes.square_metres(view.areas.areas["Outlines"].polygons) == pytest.approx(
            2 * shapes.square_metres(area.polygons), rel=1e-3
        )


def test_sizes_and_kinds_in_words():
    assert [size_words(each) for each in (5, 850, 24_000, 1.25e6)] == ["5.0 m²", "850 m²", "2.4 ha", "1.25 km²"]
    assert kind_words(Area("circle", (MILL,), 500.0)) == "circle, 500 m"


@pytest.mark.parametrize("theme", [DARK, LIGHT])
def test_areas_look_as_they_did(qtbot, opened, theme):
    keep(opened, "Mill", SQUARE)
    keep(opened, "Way", Area("corridor", (HIGH, (-2.225, 53.5)), 300.0))
    keep(opened, "High Street", Area("circle", (HIGH,), 900.0))
    view = shown(qtbot, opened, theme=theme)
    same_picture(view.picture(800, 600), f"map_areas_{theme.name}")
    view.hands.take(EditArea(view.areas, "Way"))
    same_picture(view.picture(800, 600), f"map_areas_edited_{theme.name}")
