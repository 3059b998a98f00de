"""The timeline as an analyst uses it: real mouse and keys, and pictures that are looked into."""

import numpy as np
import pytest
from conftest import SMALL_ITEMS, SMALL_LINKS, made_columns, made_schema, many
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QImage

from intelviz.render.theme import DARK, LIGHT
from intelviz.schema.when import day, month
from intelviz.views.timeline import pick
from intelviz.views.timeline.entry import WindowEntry
from intelviz.views.timeline.kept import empty_words
from intelviz.views.timeline.overlay import histogram_words
from intelviz.views.timeline.view import TimelineView
from intelviz.workspace.workspace import FilterPart, Workspace

ANN, BOB, CY, PHONE1, PHONE2, HIGH_ST, MILL_LANE, BURGLARY, ROBBERY, CALL1, CALL2 = range(11)
LEFT, RIGHT = Qt.MouseButton.LeftButton, Qt.MouseButton.RightButton
NONE = Qt.KeyboardModifier.NoModifier


@pytest.fixture
def view(workspace, qtbot) -> TimelineView:
    return shown(TimelineView(workspace), qtbot)


def shown(view: TimelineView, qtbot, width: int = 1000, height: int = 400) -> TimelineView:
    qtbot.addWidget(view)
    view.now = lambda: day(2026, 1, 1).start
    view.resize(width, height)
    view.show()
    qtbot.waitExposed(view)
    return view


def mark(view: TimelineView, row: int) -> QPoint:
    box = pick.boxes_of(view.image, view.sight, row)[0]
    return box.center().toPoint()


def drag(qtbot, view, start: QPoint, end: QPoint, button=LEFT, modifier=NONE):
    qtbot.mousePress(view, button, modifier, start)
    for part in (0.3, 0.6, 1.0):
        at = QPointF(start) + (QPointF(end) - QPointF(start)) * part
        move(view, at, button, modifier)
    qtbot.mouseRelease(view, button, modifier, end)


def move(view, at: QPointF, button=Qt.MouseButton.NoButton, modifier=NONE):
    from PySide6.QtCore import QCoreApplication, QEvent
    from PySide6.QtGui import QMouseEvent

    where = QPointF(at)
    event = QMouseEvent(
        QEvent.Type.MouseMove,
        where,
        QPointF(view.mapToGlobal(where.toPoint())),
        Qt.MouseButton.NoButton,
        button,
        modifier,
    )
    QCoreApplication.sendEvent(view, event)


def histogram_x(view: TimelineView, seconds: float) -> QPoint:
    box = view.frame.histogram
    return QPoint(round(view.histogram.scale(box).x(seconds)), round(box.center().y()))


def colours_in(image: QImage, colour: tuple[int, int, int]) -> int:
    image = image.convertToFormat(QImage.Format.Format_RGB32)
    pixels = np.frombuffer(image.constBits(), np.uint8).reshape(image.height(), image.bytesPerLine() // 4, 4)
    return int((pixels[:, :, 2::-1] == np.array(colour, np.uint8)).all(axis=2).sum())


# Lanes


def test_lanes_of_types_hold_what_has_a_time(view):
    assert [(lane.title, len(lane)) for lane in view.lanes] == [("crimes", 2), ("phone calls", 2)]


def test_a_selected_person_has_a_lane_with_their_calls(view, qtbot):
    view.workspace.select([ANN])
    qtbot.keyClick(view, Qt.Key.Key_I)
    assert [(lane.title, lane.row.tolist()) for lane in view.lanes] == [("Ann Archer", [CALL1, CALL2])]


def test_a_click_on_a_call_keeps_the_lanes_it_stands_in(view, qtbot):
    view.workspace.select([ANN, BOB])
    qtbot.keyClick(view, Qt.Key.Key_I)
    qtbot.mouseClick(view, LEFT, NONE, mark(view, CALL1))
    assert view.workspace.selected_rows.tolist() == [CALL1]
    assert [lane.title for lane in view.lanes] == ["Ann Archer", "Bob Baker"]


def test_a_click_on_the_name_of_a_lane_picks_what_is_in_it(view, qtbot):
    qtbot.mouseClick(view, LEFT, NONE, QPoint(40, round(view.frame.top(0)) + 20))
    assert view.workspace.selected_rows.tolist() == [BURGLARY, ROBBERY]


def test_hidden_items_leave_the_lanes(view):
    mask = np.ones(len(view.workspace), bool)
    mask[ROBBERY] = False
    view.workspace.set_filter("types", FilterPart("No robbery", mask))
    assert view.lanes[0].row.tolist() == [BURGLARY]


def test_many_lanes_scroll(qtbot):
    workspace = Workspace(many(3000, 4000), made_schema())
    view = shown(TimelineView(workspace), qtbot, 800, 300)
    workspace.select(np.flatnonzero(workspace.items.type == 0)[:40])
    view.set_mode("item")
    assert len(view.lanes) == 40 and view.frame.most_scroll > 0
    qtbot.keyClick(view, Qt.Key.Key_PageDown)
    assert view.scroll > 0
    assert view.frame.lane_at(view.frame.area.top() + 1) > 0


# Picking


def test_click_ctrl_alt_and_shift_pick_as_everywhere(view, qtbot):
    workspace = view.workspace
    qtbot.mouseClick(view, LEFT, NONE, mark(view, CALL1))
    assert workspace.selected_rows.tolist() == [CALL1]
    assert workspace.linked[ANN] and workspace.linked[PHONE1]
    qtbot.mouseClick(view, LEFT, Qt.KeyboardModifier.ControlModifier, mark(view, BURGLARY))
    assert workspace.selected_rows.tolist() == [BURGLARY, CALL1]
    qtbot.mouseClick(view, LEFT, Qt.KeyboardModifier.AltModifier, mark(view, BURGLARY))
    assert workspace.selected_rows.tolist() == [CALL1]
    ground = QPoint(round(view.scale.x(day(2017, 8, 15).start)), round(view.frame.top(1)) + 10)
    qtbot.mouseClick(view, LEFT, NONE, ground)
    assert not workspace.selected.any()


def test_shift_picks_everything_between_in_the_lane(qtbot):
    calls = [("PhoneCall", f"Call {number}", f"{number:02d}/08/2017 10:00", None) for number in range(1, 9)]
    workspace = Workspace(made_columns(SMALL_ITEMS + calls, SMALL_LINKS), made_schema())
    view = shown(TimelineView(workspace), qtbot)
    first = len(SMALL_ITEMS)
    qtbot.mouseClick(view, LEFT, NONE, mark(view, first + 5))
    qtbot.mouseClick(view, LEFT, Qt.KeyboardModifier.ShiftModifier, mark(view, first + 7))
    assert workspace.selected_rows.tolist() == [first + 5, first + 6, first + 7]


def test_a_box_picks_what_it_touches(view, qtbot):
    scale = view.scale
    start = QPoint(round(scale.x(day(2017, 8, 3).start)), round(view.frame.top(0)) + 2)
    end = QPoint(round(scale.x(day(2017, 8, 7).start)), round(view.frame.top(1) + view.frame.lane_height) - 2)
    drag(qtbot, view, start, end)
    assert view.workspace.selected_rows.tolist() == [BURGLARY, ROBBERY, CALL1]


def test_a_lasso_picks_what_it_encloses(view, qtbot):
    qtbot.keyClick(view, Qt.Key.Key_L)
    at = mark(view, CALL2)
    qtbot.mousePress(view, LEFT, NONE, at + QPoint(-15, -12))
    for corner in (QPoint(15, -12), QPoint(15, 12), QPoint(-15, 12)):
        move(view, QPointF(at + corner), LEFT)
    qtbot.mouseRelease(view, LEFT, NONE, at + QPoint(-15, 12))
    assert view.workspace.selected_rows.tolist() == [CALL2]
    assert view.tool == "select"


def test_a_click_on_a_bar_picks_its_events(qtbot):
    workspace = Workspace(many(20_000, 1000), made_schema())
    view = shown(TimelineView(workspace), qtbot)
    at = QPoint(600, round(view.frame.top(0) + view.frame.lane_height) - 8)
    assert view.row_at(QPointF(at)) == -1
    qtbot.mouseClick(view, LEFT, NONE, at)
    picked = workspace.selected_rows
    assert len(picked) > 10 and len(set(workspace.items.type[picked].tolist())) == 1
    moment = view.scale.time(600)
    assert np.abs(workspace.items.when_start[picked] - moment).max() < 86400


def test_double_click_brings_all_views_to_the_item(view, qtbot):
    said = []
    view.workspace.subscribe(said.append)
    qtbot.mouseDClick(view, LEFT, NONE, mark(view, CALL1))
    assert view.workspace.centre.tolist() == [CALL1]
    assert view.workspace.selected_rows.tolist() == [CALL1]


def test_pointing_names_the_item_and_the_time(view, qtbot):
    words = []
    view.said.connect(words.append)
    move(view, QPointF(mark(view, CALL1)))
    assert view.workspace.focus == CALL1
    assert words[-1].startswith("Fri 4 Aug 2017") and words[-1].endswith("BST")


def test_keys_go_from_event_to_event_and_pick(view, qtbot):
    qtbot.keyClick(view, Qt.Key.Key_Period)
    first = view.workspace.focus
    qtbot.keyClick(view, Qt.Key.Key_Period)
    assert view.workspace.focus != first
    qtbot.keyClick(view, Qt.Key.Key_Comma)
    assert view.workspace.focus == first
    qtbot.keyClick(view, Qt.Key.Key_Return)
    assert view.workspace.selected_rows.tolist() == [first]
    qtbot.keyClick(view, Qt.Key.Key_Escape)
    assert not view.workspace.selected.any()


# Moving about


def test_wheel_and_keys_move_in_time(view, qtbot):
    before = view.end - view.begin
    qtbot.keyClick(view, Qt.Key.Key_Plus)
    assert view.end - view.begin == pytest.approx(before / 1.25)
    begin = view.begin
    qtbot.keyClick(view, Qt.Key.Key_Right)
    assert view.begin > begin
    qtbot.keyClick(view, Qt.Key.Key_Home)
    assert view.end - view.begin == pytest.approx(before)
    held = view.scale.time(500.0)
    view.zoom_by(3.0, QPointF(500, 100))
    assert view.scale.time(500.0) == pytest.approx(held)


def test_zoom_ends_at_ten_seconds_and_at_the_calendar(view):
    for _ in range(100):
        view.zoom_by(4.0, QPointF(500, 100))
    assert view.end - view.begin == pytest.approx(10)
    view.picture(800, 300)
    for _ in range(100):
        view.zoom_by(0.25, QPointF(500, 100))
    assert not view.picture(800, 300).isNull()


def test_fit_selection_shows_the_events_of_a_person(view, qtbot):
    view.workspace.select([CALL1])
    qtbot.keyClick(view, Qt.Key.Key_Home, Qt.KeyboardModifier.ShiftModifier)
    assert view.end - view.begin < 3600
    view.workspace.select([ANN])
    qtbot.keyClick(view, Qt.Key.Key_Home, Qt.KeyboardModifier.ShiftModifier)
    start = view.workspace.items.when_start
    assert view.begin < start[CALL1] and view.end > start[CALL2]


def test_what_others_centre_on_comes_into_sight(view):
    view.look_at(day(2016, 1, 1).start, day(2016, 1, 2).start)
    view.workspace.centre_on([CALL1])
    assert view.begin < view.workspace.items.when_start[CALL1] < view.end
    here = view.begin
    view.workspace.centre_on([ANN])
    assert view.begin == here


# The window of time


def test_a_drag_in_the_histogram_filters_all_views(view, qtbot):
    drag(qtbot, view, histogram_x(view, day(2017, 8, 1).start), histogram_x(view, day(2017, 8, 8).start))
    part = view.workspace.filter_parts["time"]
    assert part.words == "Time window 1 Aug 2017 to 7 Aug 2017"
    assert view.workspace.shown[[ANN, PHONE1, HIGH_ST]].all(), "what has no time stays shown"
    assert view.workspace.shown[[BURGLARY, CALL1, ROBBERY]].all(), "an event known to the month may lie in it"
    assert not view.workspace.shown[CALL2]


def test_edges_and_middle_of_the_window_can_be_dragged(view, qtbot):
    view.set_window(day(2017, 8, 5).start, day(2017, 8, 8).start)
    drag(qtbot, view, histogram_x(view, day(2017, 8, 8).start), histogram_x(view, day(2017, 8, 12).start))
    assert view.window_of_time == (day(2017, 8, 5).start, day(2017, 8, 12).start)
    drag(qtbot, view, histogram_x(view, day(2017, 8, 5).start), histogram_x(view, day(2017, 8, 3).start))
    assert view.window_of_time == (day(2017, 8, 3).start, day(2017, 8, 12).start)
    drag(qtbot, view, histogram_x(view, day(2017, 8, 7).start), histogram_x(view, day(2017, 8, 17).start))
    assert view.window_of_time == (day(2017, 8, 13).start, day(2017, 8, 22).start)


def test_a_click_outside_a_double_click_or_escape_takes_the_window_away(view, qtbot):
    for leave in (
        lambda: qtbot.mouseClick(view, LEFT, NONE, histogram_x(view, day(2017, 8, 20).start)),
        lambda: qtbot.mouseDClick(view, LEFT, NONE, histogram_x(view, day(2017, 8, 6).start)),
        lambda: qtbot.keyClick(view, Qt.Key.Key_Escape),
    ):
        view.set_window(day(2017, 8, 5).start, day(2017, 8, 8).start)
        leave()
        assert view.window_of_time is None and "time" not in view.workspace.filter_parts


def test_escape_in_a_drag_puts_the_window_back(view, qtbot):
    view.set_window(day(2017, 8, 5).start, day(2017, 8, 8).start)
    qtbot.mousePress(view, LEFT, NONE, histogram_x(view, day(2017, 8, 8).start))
    move(view, QPointF(histogram_x(view, day(2017, 8, 20).start)), LEFT)
    qtbot.keyClick(view, Qt.Key.Key_Escape)
    assert view.window_of_time == (day(2017, 8, 5).start, day(2017, 8, 8).start)


def test_brackets_set_the_edges_at_the_pointer(view, qtbot):
    move(view, QPointF(view.scale.x(day(2017, 8, 10).start), view.frame.top(0) + 10))
    qtbot.keyClick(view, Qt.Key.Key_BracketLeft)
    move(view, QPointF(view.scale.x(day(2017, 8, 20).start), view.frame.top(0) + 10))
    qtbot.keyClick(view, Qt.Key.Key_BracketRight)
    begin, end = view.window_of_time
    assert begin == pytest.approx(day(2017, 8, 10).start, abs=5)
    assert end == pytest.approx(day(2017, 8, 20).start, abs=5)


def test_the_window_moves_by_its_own_length(view, qtbot):
    view.set_window(day(2017, 10, 27).start, day(2017, 10, 28).end)
    qtbot.keyClick(view, Qt.Key.Key_Right, Qt.KeyboardModifier.ControlModifier)
    assert view.workspace.filter_parts["time"].words == "Time window 29 Oct 2017 to 30 Oct 2017"


def test_somebody_else_may_take_the_window_away(view):
    view.set_window(day(2017, 8, 5).start, day(2017, 8, 8).start)
    view.workspace.set_filter("time", None)
    assert view.window_of_time is None


def test_the_window_outlives_a_change_of_the_case(view):
    view.set_window(day(2017, 8, 1).start, day(2017, 8, 8).start)
    view.workspace.replace_columns(made_columns([*SMALL_ITEMS, ("Person", "Di Dean", "", None)]))
    assert len(view.workspace.filter_parts["time"].mask) == len(SMALL_ITEMS) + 1
    assert not view.workspace.shown[CALL2]


def test_the_window_can_be_typed(view, qtbot):
    qtbot.keyClick(view, Qt.Key.Key_W)
    entry = view.findChild(WindowEntry)
    entry.first.setText("5/8/2017")
    entry.last.setText("31/09/2017")
    assert "has no day 31" in entry.words.text()
    assert entry.window_of_time is None
    entry.last.setText("Aug 2017")
    assert entry.words.text() == "UK time: 5 Aug 2017 to 31 Aug 2017"
    entry.accept()
    assert view.workspace.filter_parts["time"].words == "Time window 5 Aug 2017 to 31 Aug 2017"


# Pictures


@pytest.mark.parametrize("theme", [DARK, LIGHT], ids=lambda theme: theme.name)
@pytest.mark.parametrize("size", [(640, 300), (1200, 400), (1900, 500)])
@pytest.mark.parametrize("ratio", [1.0, 1.5, 2.0])
def test_pictures_at_every_size_and_sharpness(workspace, qtbot, theme, size, ratio):
    view = TimelineView(workspace, theme)
    qtbot.addWidget(view)
    workspace.select([ANN])
    image = view.picture(*size, ratio)
    assert (image.width(), image.height()) == (int(size[0] * ratio), int(size[1] * ratio))
    assert colours_in(image, theme.types[5]) > 20, "the calls of the selected person in full colour"
    assert colours_in(image, theme.types[1]) < 400 * ratio**2, (
        "crimes, which are nobody's, faded; only the icon of the lane is not"
    )


def test_what_is_known_to_the_month_is_drawn_as_a_month(view):
    layout = view.image.layout(view.sight, view.lanes[0])
    index = [view.lanes[0].row[at] for at in layout.marks.at.tolist()].index(ROBBERY)
    wide = layout.marks.right[index] - layout.marks.left[index]
    august = month(2017, 8)
    assert wide == pytest.approx((august.end - august.start) / view.scale.per_pixel)


def test_a_day_is_a_bar_of_that_day(view):
    view.look_at(day(2017, 8, 4).start, day(2017, 8, 7).start)
    layout = view.image.layout(view.sight, view.lanes[0])
    index = [view.lanes[0].row[at] for at in layout.marks.at.tolist()].index(BURGLARY)
    left = layout.marks.left[index] + view.image.shift(view.sight)
    right = layout.marks.right[index] + view.image.shift(view.sight)
    assert left == pytest.approx(view.scale.x(day(2017, 8, 5).start))
    assert right == pytest.approx(view.scale.x(day(2017, 8, 5).end))


def test_one_long_event_does_not_crowd_its_lane(qtbot):
    days = [("Crime", f"Theft {date}", f"{date:02d}/08/2017", None) for date in (2, 5, 5, 5, 5, 5, 5, 5, 5, 9)]
    workspace = Workspace(made_columns([("Crime", "Fraud", "08/2017", None), *days], []), made_schema())
    view = shown(TimelineView(workspace), qtbot, 1000, 300)
    marks = view.image.layout(view.sight, view.lanes[0]).marks
    told_apart = {workspace.items.label[view.lanes[0].row[at]] for at in marks.at.tolist()}
    assert told_apart == {"Fraud", "Theft 2", "Theft 9"}
    rows = dict(zip(marks.at.tolist(), marks.row.tolist(), strict=True))
    assert len(set(rows.values())) == 2, "the thefts stand beside the fraud, not on it"


def test_a_call_in_two_lanes_is_picked_in_either(view, qtbot):
    view.workspace.select([ANN, BOB])
    view.set_mode("item")
    assert len(pick.boxes_of(view.image, view.sight, CALL1)) == 2


def test_empty_views_say_what_would_fill_them(qtbot):
    nothing = Workspace(made_columns([("Person", "Ann", "", None)], []), made_schema())
    view = shown(TimelineView(nothing), qtbot)
    assert empty_words(view)[0] == "No item here has a time"
    assert not view.picture(640, 300).isNull()
    empty = Workspace(made_columns([], []), made_schema())
    assert not shown(TimelineView(empty), qtbot).picture(640, 300).isNull()


def test_lanes_of_selected_items_say_when_nothing_is_selected(view, qtbot):
    qtbot.keyClick(view, Qt.Key.Key_I)
    assert not len(view.lanes)
    assert "Select a person" in empty_words(view)[1]


def test_settings_come_back(view, workspace, qtbot):
    view.look_at(day(2017, 8, 1).start, day(2017, 8, 9).start)
    view.set_window(day(2017, 8, 1).start, day(2017, 8, 8).start)
    view.set_mode("item")
    kept = view.settings()
    other = Workspace(made_columns(), made_schema())
    again = shown(TimelineView(other), qtbot)
    again.restore(kept)
    assert again.settings() == kept
    assert "time" in other.filter_parts
    again.restore({"begin": "soon", "window": [1], "mode": 7})
    assert again.settings() == kept


def test_every_act_has_words_and_runs(view):
    view.workspace.select([CALL1])
    for action in [*view.actions_here(), *view.menu_for(CALL1), *view.menu_for(-1)]:
        if action.title != "-":
            assert action.help and action.title
        if action.name != "window_type":
            action.run()
    assert not view.picture(640, 300).isNull()


def test_another_case_is_shown_from_its_own_beginning(view):
    view.set_window(day(2017, 8, 1).start, day(2017, 8, 8).start)
    old = [("Crime", "Arson", "05/1881", None)]
    view.set_workspace(Workspace(made_columns(old, []), made_schema()))
    assert view.window_of_time is None
    assert view.begin < month(1881, 5).start < view.end
    assert not view.picture(640, 300).isNull()


def test_items_without_a_time_are_counted_in_words(view):
    assert histogram_words(view.workspace, view.histogram) == [
        "4 with a time",
        "7 shown items have no time",
    ]
    view.set_window(day(2017, 8, 1).start, day(2017, 8, 8).start)
    assert histogram_words(view.workspace, view.histogram) == [
        "3 of 4 times",
        "1 to 7 Aug 2017",
        "7 shown items have no time",
    ]
