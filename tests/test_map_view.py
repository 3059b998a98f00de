"""The map with a real mouse and real keys: what is picked here is picked everywhere."""

from __future__ import annotations

import numpy as np
import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QColor, QImage, QPolygonF, QWheelEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QInputDialog

from intelviz.analysis.place.distance import metres
from intelviz.render.mercator import project_point
from intelviz.render.theme import DARK, LIGHT
from intelviz.views.map.selecting import DistanceDialog
from intelviz.views.map.view import MapView
from intelviz.workspace.workspace import Change, FilterPart, Workspace
from tests.conftest import SMALL_ITEMS, SMALL_LINKS, made_columns, made_schema, many

HIGH_STREET = (-2.24, 53.48)
MILL_LANE = (-2.20, 53.50)
LEFT, RIGHT, MIDDLE = Qt.MouseButton.LeftButton, Qt.MouseButton.RightButton, Qt.MouseButton.MiddleButton
NONE, CTRL, ALT = Qt.KeyboardModifier.NoModifier, Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.AltModifier


@pytest.fixture
def view(qtbot, workspace) -> MapView:
    return shown(qtbot, workspace)


def shown(qtbot, workspace, width=800, height=600) -> MapView:
    view = MapView(workspace)
    qtbot.addWidget(view)
    view.resize(width, height)
    view.show()
    qtbot.waitExposed(view)
    view.grab()
    return view


def crowd(qtbot) -> MapView:
    return shown(qtbot, Workspace(many(4000, 3000), made_schema()))


def at(view: MapView, lon: float, lat: float) -> QPoint:
    x, y = view.camera.to_screen(*project_point(lon, lat))
    return QPoint(round(x), round(y))


def drag(view: MapView, points: list[QPoint], modifiers=NONE, button=LEFT) -> None:
    QTest.mousePress(view, button, modifiers, points[0])
    for point in points[1:]:
        for share in (0.5, 1.0):
            last = points[points.index(point) - 1]
            QTest.mouseMove(view, last + (point - last) * share)
    QTest.mouseRelease(view, button, modifiers, points[-1])


def picked(view: MapView) -> list[int]:
    return view.workspace.selected_rows.tolist()


def biggest_cluster(view: MapView) -> tuple[int, QPoint]:
    marks = view.content.picture(view.camera).marks
    inside = [
        (int(marks.count[mark]), mark, QPointF(*view.camera.to_screen(marks.x[mark], marks.y[mark])))
        for mark in np.flatnonzero(marks.place < 0).tolist()
    ]
    inside = [each for each in inside if 50 < each[2].x() < 500 and 150 < each[2].y() < 500]
    _, mark, point = max(inside, key=lambda each: each[0])
    return mark, point.toPoint()


# Opening


def test_it_opens_on_all_places(view):
    for place in (HIGH_STREET, MILL_LANE):
        assert view.rect().adjusted(20, 20, -20, -20).contains(at(view, *place))


def test_it_opens_on_the_data_and_says_what_lies_far_off(qtbot):
    items = [*[("Location", f"Place {n}", "", (-2.2 + n / 500, 53.4)) for n in range(60)]]
    items += [("Location", "Nowhere", "", (0.0, 0.0)), ("Location", "Sydney", "", (151.2, -33.9))]
    view = shown(qtbot, Workspace(made_columns(items, []), made_schema()))
    assert view.far == 2
    assert view.rect().contains(at(view, -2.2, 53.4))
    assert not view.rect().contains(at(view, 0, 0))
    assert any("2 items lie far" in note for note in view.image.legend.notes)
    with qtbot.waitSignal(view.said, check_params_cb=lambda words: "2 items lie far" in words):
        view.fit()


def test_a_map_nobody_moved_keeps_showing_everything_when_it_grows(view):
    view.resize(400, 300)
    for place in (HIGH_STREET, MILL_LANE):
        assert view.rect().contains(at(view, *place))


# Picking


def test_a_click_picks_what_stands_at_the_place_and_a_click_on_ground_lets_go(view):
    QTest.mouseClick(view, LEFT, NONE, at(view, *MILL_LANE))
    assert picked(view) == [6, 7]
    QTest.mouseClick(view, LEFT, CTRL, at(view, *HIGH_STREET))
    assert picked(view) == [5, 6, 7, 8]
    QTest.mouseClick(view, LEFT, ALT, at(view, *MILL_LANE))
    assert picked(view) == [5, 8]
    QTest.mouseClick(view, LEFT, NONE, QPoint(400, 40))
    assert picked(view) == []


def test_a_person_stands_beside_their_address_and_can_be_picked_there(view, workspace):
    workspace.select([5])
    view.grab()
    address = at(view, *HIGH_STREET)
    QTest.mouseClick(view, LEFT, NONE, address + QPoint(-9, -11))
    assert picked(view) == [0]


def test_a_box_picks_what_is_inside(view):
    corner = at(view, *MILL_LANE)
    drag(view, [corner + QPoint(-60, -60), corner + QPoint(40, 40)])
    assert picked(view) == [6, 7]


def test_a_lasso_picks_what_it_encloses(view):
    place = at(view, *HIGH_STREET)
    QTest.keyClick(view, Qt.Key.Key_L)
    assert view.tool == "lasso"
    around = [QPoint(-40, -30), QPoint(40, -30), QPoint(40, 30), QPoint(-40, 30)]
    drag(view, [place + each for each in around])
    assert picked(view) == [5, 8]
    assert view.tool == "select"


def test_a_radius_picks_by_great_circle_distance_and_says_how_far(qtbot):
    view = crowd(qtbot)
    said = []
    view.said.connect(said.append)
    QTest.keyClick(view, Qt.Key.Key_R)
    centre, edge = QPoint(380, 300), QPoint(470, 330)
    drag(view, [centre, edge])
    lon, lat = view.camera.degrees(centre.x(), centre.y())
    to_lon, to_lat = view.camera.degrees(edge.x(), edge.y())
    radius = metres(np.array([to_lon]), np.array([to_lat]), lon, lat)[0]
    items = view.workspace.items
    expected = np.flatnonzero(metres(items.lon, items.lat, lon, lat) <= radius)
    assert len(expected) > 10
    assert picked(view) == expected.tolist()
    assert any(words.startswith("Radius ") for words in said)
    assert said[-1] == f"{len(expected):,} items within {radius / 1000:.3g} km"
    assert view.circle is not None
    view.workspace.clear_selection()
    assert view.circle is None


def test_a_typed_distance_picks_around_the_selected_place(qtbot, view, workspace):
    workspace.select([6])
    QTest.keyClick(view, Qt.Key.Key_R, Qt.KeyboardModifier.ShiftModifier)
    dialog = view.findChild(DistanceDialog)
    assert "selected place" in dialog.around.text()
    dialog.reach.setText("10 km")
    dialog.buttons["replace"].click()
    assert picked(view) == [5, 6, 7, 8]


def test_going_to_a_postcode_shows_it_and_nonsense_is_refused_in_words(qtbot, view):
    QTest.keyClick(view, Qt.Key.Key_G)
    dialog = view.findChild(QInputDialog)
    dialog.setTextValue("M1 1AE")
    dialog.accept()
    assert view.camera.degrees(400, 300) == pytest.approx((-2.235, 53.4815), abs=0.01)
    said = []
    view.said.connect(said.append)
    QTest.keyClick(view, Qt.Key.Key_G)
    dialog = view.findChildren(QInputDialog)[-1]
    dialog.setTextValue("xyzzy")
    dialog.accept()
    assert "xyzzy" in said[-1]


def test_what_is_picked_by_polygon_is_what_is_drawn(view, workspace):
    everything = QPolygonF(view.rect().toRectF())
    assert view.rows_in(everything).tolist() == [5, 6, 7, 8]
    view.toggle_type("Crime")
    assert view.rows_in(everything).tolist() == [5, 6]
    workspace.set_filter("test", FilterPart("only one", np.arange(len(workspace)) == 6))
    assert view.rows_in(everything).tolist() == [6]


# Clusters


def test_a_cluster_opens_on_a_click(qtbot):
    view = crowd(qtbot)
    mark, point = biggest_cluster(view)
    rows = view.cluster_rows(mark)
    zoom = view.camera.zoom
    QTest.mouseClick(view, LEFT, NONE, point)
    assert view.camera.zoom > zoom
    assert picked(view) == []
    x, y = view.camera.many_to_screen(*project_xy(view, rows))
    assert ((x > 0) & (x < view.width()) & (y > 0) & (y < view.height())).all()


def project_xy(view, rows):
    places = view.content.places
    return places.x[places.of[rows]], places.y[places.of[rows]]


def test_with_control_a_click_picks_all_of_a_cluster(qtbot):
    view = crowd(qtbot)
    mark, point = biggest_cluster(view)
    rows = view.cluster_rows(mark)
    QTest.mouseClick(view, LEFT, CTRL, point)
    assert picked(view) == rows.tolist()
    assert len(rows) == int(view.content.picture(view.camera).marks.count[mark])


def test_the_marks_of_the_opening_count_every_shown_item(qtbot):
    view = crowd(qtbot)
    placed = int(np.count_nonzero(np.isfinite(view.workspace.items.lon)))
    for mode in ("auto", "clusters", "points"):
        view.set_mode(mode)
        assert int(view.content.picture(view.camera).marks.count.sum()) == placed == view.content.total


# Moving


def test_the_wheel_zooms_at_the_pointer(view):
    point = QPointF(250, 200)
    before = view.camera.degrees(250, 200)
    zoom = view.camera.zoom
    event = QWheelEvent(
        point, view.mapToGlobal(point), QPoint(), QPoint(0, 120), NO_BUTTON, NONE, Qt.ScrollPhase.NoScrollPhase, False
    )
    QApplication.sendEvent(view, event)
    assert view.camera.zoom > zoom
    assert view.camera.degrees(250, 200) == pytest.approx(before, abs=1e-9)


NO_BUTTON = Qt.MouseButton.NoButton


def test_the_middle_button_and_the_arrows_pan(view):
    before = view.camera
    drag(view, [QPoint(300, 300), QPoint(350, 330)], button=MIDDLE)
    assert view.camera.to_screen(before.x, before.y) == pytest.approx((450, 330), abs=1)
    QTest.keyClick(view, Qt.Key.Key_Left)
    assert view.camera.to_screen(before.x, before.y)[0] == pytest.approx(514, abs=1)
    QTest.keyClick(view, Qt.Key.Key_Home)
    assert view.camera.to_screen(before.x, before.y) == pytest.approx((400, 300), abs=1)


def test_centring_brings_an_item_into_sight_and_a_person_at_their_address(view, workspace):
    view.look(view.camera.at(*project_point(-1.9, 52.5), 14))
    workspace.centre_on([7])
    assert view.rect().contains(at(view, *MILL_LANE))
    view.look(view.camera.at(*project_point(-1.9, 52.5), 14))
    workspace.centre_on([0])
    assert view.rect().contains(at(view, *HIGH_STREET))
    stays = view.camera
    workspace.centre_on([9])
    assert view.camera == stays


def test_a_double_click_shows_the_item_in_all_views(qtbot, view, workspace):
    heard = []
    workspace.subscribe(heard.append)
    QTest.mouseDClick(view, LEFT, NONE, at(view, *MILL_LANE))
    assert picked(view) == [6, 7]
    assert any(change & Change.CENTRE for change in heard)


def test_the_keys_walk_from_place_to_place(view, workspace):
    QTest.keyClick(view, Qt.Key.Key_Period)
    assert workspace.focus == 5
    QTest.keyClick(view, Qt.Key.Key_Period)
    assert workspace.focus == 6
    QTest.keyClick(view, Qt.Key.Key_Return)
    assert picked(view) == [6, 7]
    QTest.keyClick(view, Qt.Key.Key_Escape)
    assert picked(view) == []


# Saying


def test_the_pointer_is_told_in_degrees_and_on_the_grid(qtbot, view):
    said = []
    view.said.connect(said.append)

    def told() -> bool:
        # From elsewhere: where the pointer was already, no movement is told. Another window may still be closing.
        QTest.mouseMove(view, at(view, *HIGH_STREET) + QPoint(20, 20))
        QTest.mouseMove(view, at(view, *HIGH_STREET) + QPoint(60, 60))
        return bool(said)

    qtbot.waitUntil(told)
    assert "° N" in said[-1]
    assert "SJ 8" in said[-1]
    assert "±" in said[-1]


def test_coordinates_are_copied(view):
    view.copy_coordinates(*HIGH_STREET)
    text = QApplication.clipboard().text()
    assert text.startswith("53.480000, -2.240000\nSJ 84")


def test_hovering_names_the_item_to_all_views(view, workspace):
    QTest.mouseMove(view, at(view, *MILL_LANE))
    assert workspace.focus == 6
    QTest.mouseMove(view, QPoint(400, 40))
    assert workspace.focus == -1


def test_the_legend_says_what_is_drawn_and_what_has_no_place(view):
    legend = view.image.legend
    assert legend.title == "4 items at 2 places"
    assert [(row.words, row.count) for row in legend.rows] == [("locations", "2"), ("crimes", "2")]
    assert "7 shown items have no place" in legend.notes


def test_a_click_on_a_type_in_the_legend_switches_it(view):
    box = next(box for box, row in view.image.legend.places if row.words == "crimes")
    QTest.mouseClick(view, LEFT, NONE, box.center().toPoint())
    assert view.content.total == 2
    assert view.settings()["hidden_types"] == ["Crime"]
    view.grab()
    assert "crimes" in [row.words for row in view.image.legend.rows if row.faded]


def test_an_empty_map_says_why(qtbot, workspace):
    from intelviz.views.map.furniture import empty_words

    view = shown(qtbot, workspace)
    assert empty_words(view.scene()) is None
    workspace.set_filter("test", FilterPart("persons", np.arange(len(workspace)) < 3))
    assert empty_words(view.scene())[0] == "No shown item has a place."
    view.grab()
    empty = shown(qtbot, Workspace(made_columns([], []), made_schema()))
    assert empty_words(empty.scene())[0] == "The case is empty."
    nowhere = shown(qtbot, Workspace(made_columns(SMALL_ITEMS[:5], SMALL_LINKS[:5]), made_schema()))
    assert empty_words(nowhere.scene())[0] == "No item of this case has a place."


# Links


def test_links_are_drawn_between_places_and_persons_stand_at_their_address(view, workspace):
    assert view.content.ties()[0].size == 0
    workspace.select([7])
    # The crime in Mill Lane has Cy Cole as a party, who has no address: no line.
    assert view.content.ties()[0].size == 0
    items = [*SMALL_ITEMS]
    links = [*SMALL_LINKS, ("CURRENT_ADDRESS", 2, 5)]
    view.set_workspace(Workspace(made_columns(items, links), made_schema()))
    view.workspace.select([7])
    a, b, times = view.content.ties()
    assert {int(view.content.places.of[5]), int(view.content.places.of[6])} == {int(a[0]), int(b[0])}
    assert times.tolist() == [1]
    view.set_ties("none")
    assert view.content.ties()[0].size == 0


# Remembering, looks


def test_what_was_looked_at_is_remembered(qtbot, view, workspace):
    view.look(view.camera.at(*project_point(-1.9, 52.48), 12.5))
    view.set_mode("heat")
    view.toggle_type("Location")
    kept = view.settings()
    other = shown(qtbot, workspace)
    other.restore(kept)
    for name, value in kept.items():
        assert other.settings()[name] == (pytest.approx(value) if isinstance(value, float) else value)
    other.restore({"mode": "nonsense", "zoom": "far", "hidden_types": 7, "more": None})
    assert other.options.mode == "heat"


def test_every_act_has_its_words_and_a_key_does_the_same(view):
    actions = view.actions_here()
    names = [each.name for each in actions]
    assert len(names) == len(set(names))
    assert all(each.title and each.help for each in actions)
    assert view.accessibleName() == "Map"
    assert "4 items at 2 places" in view.accessibleDescription()
    for choice in next(each for each in actions if each.name == "mode").choices():
        choice.run()
        assert choice.checked()
    QTest.keyClick(view, Qt.Key.Key_H)
    assert view.options.mode == "auto"


def test_a_right_click_offers_the_items_at_the_place(view, workspace):
    view.menu_at = QPointF(at(view, *MILL_LANE))
    menu = view.menu_for(view.row_at(view.menu_at))
    here = next(each for each in menu if each.name == "here")
    assert here.title == "The 2 items at this place"
    next(each for each in here.choices() if each.title.startswith("Burglary")).run()
    assert picked(view) == [7]


def colours_of(image: QImage) -> set[tuple[int, int, int]]:
    found = set()
    for x in range(0, image.width(), 2):
        for y in range(0, image.height(), 2):
            colour = image.pixelColor(x, y)
            found.add((colour.red(), colour.green(), colour.blue()))
    return found


@pytest.mark.parametrize("theme", [DARK, LIGHT])
@pytest.mark.parametrize("mode", ["auto", "points", "heat"])
@pytest.mark.parametrize("ratio", [1.0, 2.0])
def test_a_picture_has_its_size_and_shows_ground_and_data(qtbot, theme, mode, ratio):
    view = MapView(Workspace(many(3000, 100), made_schema()), theme)
    qtbot.addWidget(view)
    view.set_mode(mode)
    image = view.picture(640, 480, ratio)
    assert (image.width(), image.height()) == (640 * ratio, 480 * ratio)
    colours = colours_of(image)
    assert theme.land in colours
    if mode != "heat":
        assert theme.types[3] in colours or theme.types[1] in colours


def test_what_is_selected_is_ringed_and_the_rest_fades(qtbot, workspace):
    view = shown(qtbot, workspace)
    before = view.picture(800, 600)
    workspace.select([6, 7])
    after = view.picture(800, 600)
    assert DARK.accent not in colours_of(before)
    assert DARK.accent in colours_of(after)
    place = at(view, *HIGH_STREET)
    assert (
        QColor(after.pixel(place + QPoint(-8, 0))).lightness() < QColor(before.pixel(place + QPoint(-8, 0))).lightness()
    )


def test_the_share_of_the_selected_is_told_inside_a_cluster(qtbot):
    view = crowd(qtbot)
    mark, _ = biggest_cluster(view)
    rows = view.cluster_rows(mark)
    view.workspace.select(rows[: len(rows) // 2])
    shares = view.content.picture(view.camera).marks.shares(view.content.selected)
    assert shares[mark] == len(rows) // 2
    assert shares.sum() == len(rows) // 2
    view.grab()


def test_a_new_case_takes_the_place_of_the_old_one(view):
    view.set_workspace(Workspace(many(500, 10), made_schema()))
    assert view.content.total == int(np.isfinite(view.workspace.items.lon).sum())
    view.grab()


def test_nothing_is_shown_without_items_and_nothing_breaks(qtbot):
    view = shown(qtbot, Workspace(made_columns([], []), made_schema()), 300, 200)
    for mode in ("points", "clusters", "heat", "auto"):
        view.set_mode(mode)
        view.grab()
    view.fit()
    view.fit_selection()
    QTest.keyClick(view, Qt.Key.Key_Period)
    assert view.rows_in(QPolygonF(view.rect().toRectF())).tolist() == []
