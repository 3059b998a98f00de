"""Lanes of entities: chosen, ordered, pinned, kept; arrows between them; events of linked entities; marks of doubt."""

from datetime import UTC, datetime

import numpy as np
import pytest
from conftest import SMALL_ITEMS, SMALL_LINKS, made_columns, made_schema
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QDropEvent
from small_case import small_case
from test_timeline_view import (
    ANN,
    BOB,
    BURGLARY,
    CALL1,
    CALL2,
    CY,
    LEFT,
    NONE,
    PHONE1,
    colours_in,
    drag,
    mark,
    move,
    shown,
)

from intelviz.case.file import CaseFile
from intelviz.render.theme import DARK
from intelviz.schema.when import OPEN_END, OPEN_START, Precision, WhenFormat, day, to_epoch
from intelviz.views.item_drag import mime_of
from intelviz.views.timeline import hover, lane_menu, pick
from intelviz.views.timeline.kept import empty_words
from intelviz.views.timeline.marks import faintness
from intelviz.views.timeline.view import TimelineView
from intelviz.views.timeline.zones import NO_ZONE, Zones
from intelviz.workspace.commands.kept.keep_thing import KeepThing
from intelviz.workspace.commands.lanes.set_lanes import KEY, LaneChoice, SetLanes, body_of, read_body
from intelviz.workspace.opening import OpenCase
from intelviz.workspace.workspace import FilterPart, Workspace
from tests.window_story import opened_window, settle

SHIFT, ALT = Qt.KeyboardModifier.ShiftModifier, Qt.KeyboardModifier.AltModifier


@pytest.fixture
def view(workspace, qtbot) -> TimelineView:
    return shown(TimelineView(workspace), qtbot)


@pytest.fixture
def kept_case(tmp_path) -> OpenCase:
    return OpenCase(small_case(tmp_path / "small.intelviz"))


def of_case(opened: OpenCase, qtbot) -> TimelineView:
    return shown(TimelineView(opened.workspace, case=opened.case, acts=opened.acts), qtbot)


def titles(view: TimelineView) -> list[str]:
    return [lane.title for lane in view.lanes]


def chosen(view: TimelineView, *rows: int) -> TimelineView:
    view.laning.add(np.array(rows, np.int32), "Add lanes")
    return view


# Choosing


def test_lanes_are_added_from_the_selection_and_stay_when_it_goes(view, qtbot):
    view.workspace.select([ANN, BURGLARY])
    qtbot.keyClick(view, Qt.Key.Key_A, SHIFT)
    view.workspace.select([BOB])
    assert titles(view) == ["Ann Archer"]
    qtbot.keyClick(view, Qt.Key.Key_A, SHIFT)
    assert titles(view) == ["Ann Archer", "Bob Baker"]


def test_lanes_come_from_a_query_the_chart_and_the_busiest(view):
    lane_menu.add_query(view, "persons")
    assert titles(view) == ["Ann Archer", "Bob Baker", "Cy Cole"]
    view.laning.choose([], "Clear")
    view.workspace.chart.drawn[[PHONE1, CALL1]] = True
    next(each for each in lane_menu.adding(view) if each.name == "lanes_of_chart").run()
    assert titles(view) == ["07700 900001"]
    assert view.laning.busiest(2).tolist() == [ANN, BOB]


def test_what_is_dropped_on_the_timeline_gets_lanes(view):
    at = QPointF(400, 100)
    given = mime_of(view.workspace.items.id[[BOB, CALL1]])
    view.dropEvent(QDropEvent(at, Qt.DropAction.CopyAction, given, LEFT, NONE))
    assert titles(view) == ["Bob Baker"]


def test_a_query_that_is_none_is_said_and_changes_nothing(view, qtbot):
    with qtbot.waitSignal(view.said) as said:
        lane_menu.add_query(view, "from yesterdayish")
    assert said.args[0] and view.mode == "type"


def test_events_get_no_lane_and_that_is_said(view, qtbot):
    with qtbot.waitSignal(view.said) as said:
        chosen(view, CALL1)
    assert "not events" in said.args[0]


def test_a_lane_is_moved_by_dragging_its_name_and_by_keys(view, qtbot):
    chosen(view, ANN, BOB, CY)
    frame = view.frame
    centre = [QPoint(60, round(frame.top(number) + frame.lane_height / 2)) for number in range(3)]
    drag(qtbot, view, centre[2], centre[0] - QPoint(0, 30))
    assert titles(view) == ["Cy Cole", "Ann Archer", "Bob Baker"]
    view.workspace.select([CY])
    qtbot.keyClick(view, Qt.Key.Key_Down, ALT)
    assert titles(view) == ["Ann Archer", "Cy Cole", "Bob Baker"]
    qtbot.keyClick(view, Qt.Key.Key_Delete, SHIFT)
    assert titles(view) == ["Ann Archer", "Bob Baker"]


def test_lanes_are_ordered_and_the_pinned_stay_at_the_top(view):
    chosen(view, CY, PHONE1, BOB)
    assert titles(view) == ["Bob Baker", "Cy Cole", "07700 900001"]
    view.laning.set_pinned(np.array([PHONE1], np.int32), pinned=True)
    assert titles(view) == ["07700 900001", "Bob Baker", "Cy Cole"]
    view.laning.sort("events")
    assert titles(view)[0] == "07700 900001" and view.frame.held == 1
    view.laning.sort("first")
    assert titles(view) == ["07700 900001", "Bob Baker", "Cy Cole"]


def test_pinned_lanes_don_t_scroll(qtbot):
    items = [("Person", f"Person {row:04d}", "", None) for row in range(1500)]
    items += [("Crime", f"Crime {row}", f"{row % 27 + 1:02d}/08/2017 10:00", None) for row in range(1500)]
    links = [("PARTY_TO", row, 1500 + row) for row in range(1500)]
    view = shown(TimelineView(Workspace(made_columns(items, links), made_schema())), qtbot)
    chosen(view, *range(1500))
    assert len(view.lanes) == 1500 and "1,500 lanes" in hover.said(view)[0]
    view.laning.set_pinned(np.array([700], np.int32), pinned=True)
    view.pan_by(0, -20000)
    frame = view.frame
    assert frame.lane_at(frame.area.top() + 2) == 0 and view.lanes[0].title == "Person 0700"
    assert frame.lane_at(frame.fold + 2) > 400
    view.show_rows(np.array([1500 + 1200], np.int32), move_if_seen=False)
    assert np.isin(view.lanes.holding(np.array([2700], np.int32)), view.frame.seen()).all()
    view.grab()


# Kept in the case


def test_lanes_are_undone_and_done_again_and_there_after_reopening(kept_case, qtbot, tmp_path):
    view = of_case(kept_case, qtbot)
    first = int(np.flatnonzero(np.array(kept_case.workspace.items.label) == "Ann Archer")[0])
    chosen(view, first, first + 1)
    view.laning.set_away(np.array([first], np.int32), 2)
    view.laning.set_pinned(np.array([first + 1], np.int32), pinned=True)
    assert titles(view) == ["Bob Baker", "Ann Archer"] and kept_case.acts.can_undo == "Pin lanes"
    kept_case.acts.undo()
    assert titles(view) == ["Ann Archer", "Bob Baker"] and view.lanes[0].hops == 2
    kept_case.acts.redo()
    view.options.set_bursts("weak")
    view.options.set_counting("last")
    view.look_at(day(2017, 8, 3).start, day(2017, 8, 9).start)
    remembered = view.settings()
    kept_case.close()
    again = OpenCase(CaseFile.open(tmp_path / "small.intelviz"))
    other = of_case(again, qtbot)
    other.restore(remembered)
    assert titles(other) == ["Bob Baker", "Ann Archer"] and other.lanes[0].pinned and other.lanes[1].hops == 2
    assert other.settings() == remembered
    again.acts.undo()
    again.acts.undo()
    again.acts.undo()
    assert other.mode == "type"
    again.close()


def test_keeping_something_else_leaves_the_lanes_as_they_are_looked_at(kept_case, qtbot):
    view = of_case(kept_case, qtbot)
    chosen(view, 0)
    view.set_mode("type")
    kept_case.acts.run(KeepThing("filter", "mine", {"query": "persons"}))
    assert view.mode == "type"
    kept_case.acts.undo()
    kept_case.acts.undo()
    kept_case.acts.redo()
    assert view.mode == "chosen"
    kept_case.close()


def test_lanes_of_a_strangers_case_are_read_with_care():
    lanes = [LaneChoice(3, True, 1), LaneChoice(5, False, 2), LaneChoice(9)]
    assert read_body(body_of(lanes, "item")) == (lanes, "item")
    assert read_body({"mode": "x", "ids": [1, 1, "2", True, None], "away": [], "pinned": 7}) == (
        [LaneChoice(1)],
        "type",
    )
    assert read_body([1]) == ([], "type")
    assert SetLanes.from_args(body_of(lanes, "chosen")).lanes == tuple(lanes)


def test_a_setting_that_is_no_lane_leaves_the_lanes_of_types(kept_case, qtbot):
    kept_case.case.set_setting(KEY, {"ids": ["robert'); drop"], "mode": "chosen"})
    view = of_case(kept_case, qtbot)
    assert not len(view.lanes) and empty_words(view)[0] == "No lanes chosen yet"
    kept_case.close()


# Arrows


def test_a_call_is_an_arrow_from_the_caller_to_the_called(view):
    chosen(view, ANN, BOB)
    view.grab()
    arrows = view.image.arrows(view.sight)
    found = {
        int(row): (int(a), int(b), bool(p))
        for row, a, b, p in zip(arrows.row, arrows.lane, arrows.to_lane, arrows.pointed, strict=True)
    }
    assert found == {CALL1: (0, 1, True), CALL2: (1, 0, True)}


def test_an_arrow_names_its_event_and_both_ends_and_a_click_selects(view, qtbot):
    chosen(view, ANN, BOB)
    view.grab()
    arrows = view.image.arrows(view.sight)
    number = int(np.flatnonzero(arrows.row == CALL1)[0])
    middle = QPointF(float(arrows.routes.x[number]), float(arrows.y[number] + arrows.to_y[number]) / 2)
    move(view, middle)
    assert view.workspace.focus == CALL1
    lines = hover.focus_lines(view, CALL1, middle)
    assert lines[:2] == ["Call of 38 s", "from Ann Archer to Bob Baker"]
    view.grab()
    qtbot.mouseClick(view, LEFT, NONE, middle.toPoint())
    assert view.workspace.selected_rows.tolist() == [CALL1]
    assert titles(view) == ["Ann Archer", "Bob Baker"]


def test_a_meeting_ties_its_lanes_without_a_head(qtbot):
    items = [*SMALL_ITEMS, ("Crime", "Affray", "09/08/2017 21:00", None)]
    links = [*SMALL_LINKS, ("PARTY_TO", ANN, 11), ("PARTY_TO", CY, 11)]
    view = shown(TimelineView(Workspace(made_columns(items, links), made_schema())), qtbot)
    chosen(view, ANN, CY)
    arrows = view.image.arrows(view.sight)
    at = int(np.flatnonzero(arrows.row == 11)[0])
    assert not arrows.pointed[at]
    assert (
        "between Ann Archer and Cy Cole"
        in hover.focus_lines(view, 11, QPointF(arrows.routes.x[at], (arrows.y[at] + arrows.to_y[at]) / 2))[1]
    )


def test_arrows_that_stand_in_bands_are_counted(qtbot):
    items, links = list(SMALL_ITEMS), list(SMALL_LINKS)
    for number in range(300):
        row = len(items)
        items.append(("PhoneCall", f"Call {number}", f"12/08/2017 {number // 60 + 8:02d}:{number % 60:02d}", None))
        links += [("CALLER", row, PHONE1), ("CALLED", row, PHONE1 + 1)]
    view = chosen(shown(TimelineView(Workspace(made_columns(items, links), made_schema())), qtbot), ANN, BOB)
    view.fit()
    view.grab()
    assert len(view.image.arrows(view.sight)) == 2
    assert "300 more events join these lanes: zoom in for their arrows" in hover.said(view)
    view.look_at(day(2017, 8, 12).start + 8 * 3600, day(2017, 8, 12).start + 8 * 3600 + 1200)
    view.grab()
    assert len(view.image.arrows(view.sight)) in (20, 21) and not hover.said(view)


# Events of linked entities


def test_linked_entities_bring_their_events_and_the_header_counts_them(view):
    chosen(view, CY)
    assert view.lanes[0].header == "1"
    view.laning.set_away(np.array([CY], np.int32), 1)
    assert view.lanes[0].header == "1 + 2 linked"
    assert view.lanes[0].header_words[1] == "2 brought in from 1 entity one link away (drawn faint)"
    lines = hover.focus_lines(view, CALL1, QPointF(mark(view, CALL1)))
    assert "In this lane as an event of an entity one link away" in lines
    view.laning.set_away(np.array([CY], np.int32), 0)
    view.laning.set_away_all(2)
    assert view.lanes[0].header == "1 + 2 + 0 linked"


def test_what_is_brought_in_draws_no_arrow(view):
    chosen(view, CY, BOB)
    view.laning.set_away_all(1)
    assert not len(view.image.arrows(view.sight))


# Times that are open, doubtful, or somewhere between


def box_of(view: TimelineView, row: int):
    return pick.boxes_of(view.image, view.sight, row)[0]


def timed(*extents: tuple[int, int, Precision]):
    columns = made_columns(
        [*SMALL_ITEMS, *(("Crime", f"Crime {row}", "", None) for row in range(len(extents)))], SMALL_LINKS
    )
    for row, (start, end, precision) in enumerate(extents, len(SMALL_ITEMS)):
        columns.items.when_start[row], columns.items.when_end[row] = start, end
        columns.items.when_precision[row] = precision
    return Workspace(columns, made_schema())


def test_before_and_after_stand_at_the_side_that_is_known(qtbot):
    at = day(2017, 8, 12).start
    view = shown(TimelineView(timed((at, OPEN_END, Precision.RANGE), (OPEN_START, at, Precision.RANGE))), qtbot)
    assert view.end < day(2017, 10, 1).start and view.begin > day(2017, 6, 1).start
    first = len(SMALL_ITEMS)
    assert (
        abs(box_of(view, first).left() - view.scale.x(at)) < 6
        and abs(box_of(view, first + 1).right() - view.scale.x(at)) < 6
    )
    view.set_window(day(2017, 8, 20).start, day(2017, 8, 21).start)
    assert view.workspace.shown[first] and not view.workspace.shown[first + 1]


def test_an_end_before_its_start_is_marked_and_explained(qtbot):
    start = day(2017, 8, 12).start
    view = shown(TimelineView(timed((start, start - 3 * 86400, Precision.RANGE))), qtbot)
    row = len(SMALL_ITEMS)
    assert colours_in(view.grab().toImage(), DARK.warning) > 10
    lines = hover.item_lines(view, row)
    assert lines[2] == "begins 12 Aug 2017 00:00 BST and ends 9 Aug 2017 00:00 BST"
    assert lines[3].startswith("⚠ Its end lies 3 days before its start")


def test_times_before_1900_and_after_the_import_are_doubted(qtbot):
    view = shown(
        TimelineView(
            timed(
                (day(1817, 8, 1).start, day(1817, 8, 2).start, Precision.DAY),
                (day(2031, 1, 1).start, day(2031, 1, 2).start, Precision.DAY),
            )
        ),
        qtbot,
    )
    view.image.imported = day(2018, 1, 1).start
    row = len(SMALL_ITEMS)
    assert any("⚠ It lies before 1900" in line for line in hover.item_lines(view, row))
    assert any("⚠ It lies after its import on 01/01/2018" in line for line in hover.item_lines(view, row + 1))
    assert not any("⚠" in line for line in hover.item_lines(view, BURGLARY))


def test_a_crime_between_two_times_says_how_likely_each_hour_is(qtbot):
    start = day(2017, 8, 12).start
    view = shown(TimelineView(timed((start, start + 16 * 3600, Precision.RANGE))), qtbot)
    assert "Some time in 16 hours: 6 % in each hour" in hover.item_lines(view, len(SMALL_ITEMS))


def test_the_longer_it_may_have_been_the_fainter_its_bar():
    assert [faintness(hours * 3600) for hours in (0, 1, 2, 16, 24 * 365)] == [150, 150, 130, 70, 40]


def test_events_can_be_counted_at_their_first_moment(qtbot):
    start = day(2017, 8, 12).start
    view = shown(TimelineView(timed((start, start + 10 * 86400, Precision.RANGE))), qtbot)
    edges = np.array([start, start + 86400])
    assert view.histogram.index.density().share(edges)[0] == pytest.approx(0.1 + 1 / 31, abs=0.01)
    view.options.set_counting("first")
    assert view.histogram.index.density().share(edges)[0] == pytest.approx(1)


# Where to look first


def test_a_court_date_doesnt_squash_the_view_and_home_shows_it(qtbot):
    items = [("Crime", f"Crime {row}", f"{row % 28 + 1:02d}/08/2017 10:00", None) for row in range(200)]
    items.append(("Crime", "Trial", "01/03/2031", None))
    view = shown(TimelineView(Workspace(made_columns(items, []), made_schema())), qtbot)
    assert view.end < day(2017, 10, 1).start
    assert hover.said(view) == ["1 after where most of the data are: Home shows all times"]
    qtbot.keyClick(view, Qt.Key.Key_Home)
    assert view.end > day(2031, 3, 1).start and not hover.said(view)
    qtbot.keyClick(view, Qt.Key.Key_D)
    assert view.end < day(2017, 10, 1).start


# Bursts


def test_a_burst_is_marked_and_explained(qtbot):
    items = [("Crime", f"Crime {row}", f"{row % 28 + 1:02d}/08/2017 10:00", None) for row in range(28)]
    items += [("Crime", f"Night {row}", f"14/08/2017 02:{row:02d}", None) for row in range(30)]
    view = shown(TimelineView(Workspace(made_columns(items, []), made_schema())), qtbot)
    assert not hover.said(view)
    view.options.set_bursts("usual")
    view.grab()
    top = view.frame.top(0)
    x = view.scale.x(day(2017, 8, 14).start + 2.2 * 3600)
    words = view.image.rhythms.words_at(view.sight, 0, QPointF(x, top + 2))
    assert words[0].startswith("Burst: 3") and "Kleinberg" in words[2]
    move(view, QPointF(x, top + 2))
    assert colours_in(view.grab().toImage(), DARK.accent) > 5


def test_hidden_events_leave_entity_lanes_too(view):
    chosen(view, ANN)
    mask = np.ones(len(view.workspace), bool)
    mask[CALL2] = False
    view.workspace.set_filter("types", FilterPart("No call", mask))
    assert view.lanes[0].row.tolist() == [CALL1]


# Dated links


def dated_links():
    columns = made_columns()
    links = columns.links
    at = [row for row, name in enumerate(np.array(links.type_names)[links.type]) if name == "HAS_PHONE"]
    links.when_start[at], links.when_precision[at] = day(2017, 8, 3).start, int(Precision.RANGE)
    links.when_end[at[0]], links.when_end[at[1]] = day(2017, 8, 20).start, OPEN_END
    return Workspace(columns, made_schema())


def test_dated_links_have_a_lane_and_marks_that_name_both_ends(qtbot):
    view = shown(TimelineView(dated_links()), qtbot)
    assert titles(view)[-1] == "Dated links" and view.lanes[-1].header == "2"
    view.grab()
    frame = view.frame
    place = QPointF(view.scale.x(day(2017, 8, 10).start), frame.top(2) + frame.lane_height - 6)
    link = view.image.links.link_at(view.sight, place)
    assert view.image.links.words(link)[:2] == ["Ann Archer has phone 07700 900001", "3 Aug 2017 to 19 Aug 2017"]
    qtbot.mouseClick(view, LEFT, NONE, place.toPoint())
    assert view.workspace.selected_rows.tolist() == [ANN, PHONE1]


def test_a_link_without_an_end_stands_at_its_start(qtbot):
    view = chosen(shown(TimelineView(dated_links()), qtbot), BOB)
    view.grab()
    frame = view.frame
    at = QPointF(view.scale.x(day(2017, 8, 3).start) + 1, frame.top(0) + frame.lane_height - 6)
    link = view.image.links.link_at(view.sight, at)
    assert view.image.links.words(link)[1] == "since 3 Aug 2017"
    assert view.image.links.link_at(view.sight, at + QPointF(200, 0)) == -1


def test_very_many_dated_links_are_a_band(qtbot):
    items = [("Person", f"Person {row}", "", None) for row in range(40)]
    links = [("KNOWS", row % 39, row % 39 + 1) for row in range(2000)]
    columns = made_columns(items, links)
    columns.links.when_start[:] = day(2017, 8, 1).start + np.arange(2000) * 3600
    columns.links.when_end[:] = columns.links.when_start + 86400
    view = shown(TimelineView(Workspace(columns, made_schema())), qtbot)
    assert titles(view) == ["Dated links"] and day(2017, 7, 1).start < view.begin < day(2017, 8, 2).start
    view.grab()


# The clock


def moments_of(*at: int):
    return timed(*((each, each + 60, Precision.MINUTE) for each in at))


def test_the_hour_that_comes_twice_has_two_places_and_each_says_which_it_is(qtbot):
    first = to_epoch(datetime(2017, 10, 29, 0, 30, tzinfo=UTC))
    view = shown(TimelineView(moments_of(first, first + 3600)), qtbot)
    row = len(SMALL_ITEMS)
    assert hover.item_lines(view, row)[2].startswith("29 Oct 2017 01:30 BST")
    assert hover.item_lines(view, row + 1)[2].startswith("29 Oct 2017 01:30 GMT")
    assert "the first (BST)" in hover.item_lines(view, row)[-1]
    assert "the second (GMT)" in hover.item_lines(view, row + 1)[-1]
    view.look_at(first - 7200, first + 4 * 3600)
    assert mark(view, row + 1).x() - mark(view, row).x() == pytest.approx(3600 / view.scale.per_pixel, abs=2)
    with qtbot.waitSignal(view.said) as said:
        move(view, QPointF(view.scale.x(first + 3600), view.frame.top(0) + 3))
    assert said.args[0].startswith("Sun 29 Oct 2017 01:3") and said.args[0].endswith("GMT")


def test_the_hour_that_is_missing_in_march_has_no_place(qtbot):
    before = to_epoch(datetime(2017, 3, 26, 0, 59, tzinfo=UTC))
    view = shown(TimelineView(moments_of(before, before + 60)), qtbot)
    row = len(SMALL_ITEMS)
    assert hover.item_lines(view, row)[2].startswith("26 Mar 2017 00:59 GMT")
    assert hover.item_lines(view, row + 1)[2].startswith("26 Mar 2017 02:00 BST")
    assert not view.zones.lines(row) and not view.zones.lines(row + 1)
    view.look_at(before - 3600, before + 3600)
    assert mark(view, row + 1).x() - mark(view, row).x() == pytest.approx(60 / view.scale.per_pixel, abs=2)


def test_a_time_whose_source_states_no_zone_says_so(kept_case, qtbot):
    view = of_case(kept_case, qtbot)
    row = int(np.flatnonzero(np.array(view.workspace.items.label) == "Call of 38 s")[0])
    assert not view.zones.lines(row)
    view.zones = Zones(view)
    view.zones._noted = {1: {2}}
    assert view.zones.lines(row) == ["Time zone not stated (small.csv, row 2): read as local time"]
    assert view.zones.corner()[-1] == "1 rows are noted as stating no zone"
    move(view, QPointF(20, 12))
    view.grab()
    kept_case.close()


def test_rows_that_an_import_read_as_local_time_are_found(kept_case):
    reason = f"{NO_ZONE}: read as local time"
    assert WhenFormat("rfc2822").note("Wed, 03 Apr 2024 14:05:00") == reason
    with kept_case.case.changing() as change:
        change.alter(1, [(2, "when", "a", "b", reason), (3, "when", "a", "b", "cut off")])
    assert kept_case.case.rows_altered(NO_ZONE) == {1: {2}}
    kept_case.close()


# In the window


def test_lanes_zoom_and_options_are_there_when_the_case_is_opened_again(qtbot, tmp_path):
    path = tmp_path / "small.intelviz"
    window = opened_window(qtbot, path, size=(1600, 1000))
    settle(qtbot)
    view = window.bench.docks["timeline"].view
    view.laning.add(np.array([ANN, BOB], np.int32), "Add lanes")
    view.options.set_bursts("strong")
    view.look_at(day(2017, 8, 2).start, day(2017, 8, 9).start)
    before = view.settings()
    window.close()
    again = opened_window(qtbot, path, size=(1600, 1000))
    view = again.bench.docks["timeline"].view
    assert titles(view) == ["Ann Archer", "Bob Baker"]
    assert view.settings() == before
    again.bench.opened.acts.undo()
    assert view.mode == "type"
