"""Items come to the chart from anywhere, by search, menu, key or drag; an expansion is counted, kept and collapsed."""

from __future__ import annotations

import json

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PySide6.QtCore import QByteArray, QMimeData, QPointF, Qt
from PySide6.QtGui import QDropEvent

from intelviz.render.theme import DARK
from intelviz.views.item_drag import KIND, ids_in, mime_of
from intelviz.views.network import adding
from intelviz.views.network.expand_dialog import REMEMBERED, ExpandDialog
from intelviz.views.network.expand_limits import GradeChoice
from intelviz.views.network.view import NetworkView
from intelviz.workspace.commands.chart.move_items import MoveItems
from intelviz.workspace.commands.chart.pin_items import PinItems
from intelviz.workspace.expand import offers
from intelviz.workspace.expanding import Around, Wish, choice_of, plain, wish_from
from intelviz.workspace.opening import open_case
from intelviz.workspace.workspace import FilterPart
from tests.charts import ANN, ANNS_PHONE, BOB, BOBS_PHONE, BURGLARY, CY, HOME, act, charted, shown

LEFT = Qt.MouseButton.LeftButton


@pytest.fixture
def view(qtbot, tmp_path):
    """Return a network on which Ann and Bob stand."""
    with charted(tmp_path, [0, 200], [0, 0]) as opened:
        yield shown(qtbot, opened, (900, 600), fit=False)


def drawn(view: NetworkView) -> list[int]:
    return np.flatnonzero(view.workspace.chart.drawn).tolist()


def all_kinds(view: NetworkView, *rows: int) -> frozenset:
    return frozenset(choice_of(each) for each in offers(view.workspace, np.array(rows, np.int32)))


def expand(view: NetworkView, *rows: int, **limits) -> None:
    seeds = np.array(rows, np.int32)
    wish = Wish(all_kinds(view, *rows), **limits)
    adding.bring(view, Around(view.workspace, seeds).coming(wish, {}).rows, seeds)


# Adding


def test_the_selection_is_added_and_it_says_with_how_many_links(view):
    view.workspace.select([CY, ANNS_PHONE])
    act(view, "add_to_chart").run()
    assert drawn(view) == [ANN, BOB, CY, ANNS_PHONE]
    assert view.heard[-1] == "2 items added, with 2 links"
    assert not act(view, "add_to_chart").enabled()
    view.acts.undo()
    assert drawn(view) == [ANN, BOB]


def test_what_comes_behind_a_filter_is_said(view):
    view.workspace.set_filter("test", FilterPart("not this", np.arange(len(view.workspace)) != ANNS_PHONE))
    view.workspace.select([ANNS_PHONE])
    adding.add_rows(view, view.workspace.selected_rows)
    assert view.heard[-1] == "1 item added, with 0 links; 1 on the chart are hidden by the filter"
    view.grab()
    box = next(box for box, text, _ in view.below.places if text == "Show 1 hidden by the filter")
    assert box.width() > 0


def test_a_click_shows_what_the_filter_hides(qtbot, view):
    view.workspace.set_filter("test", FilterPart("only Ann", np.arange(len(view.workspace)) == ANN))
    view.grab()
    spot = next(box for box, text, _ in view.below.places if text == "Show 1 hidden by the filter").center()
    qtbot.mouseClick(view, LEFT, pos=spot.toPoint())
    assert view.content.rows.tolist() == [ANN, BOB]


def dropped(view: NetworkView, data: QMimeData, at: QPointF) -> QDropEvent:
    event = QDropEvent(at, Qt.DropAction.CopyAction, data, LEFT, Qt.KeyboardModifier.NoModifier)
    view.dropEvent(event)
    return event


def test_what_is_dropped_stands_where_it_was_dropped_and_counts_as_placed_by_hand(view):
    at = QPointF(300, 120)
    x, y = view.camera.canvas(at.x(), at.y())
    dropped(view, mime_of(view.workspace.items.id[[CY]]), at)
    chart = view.workspace.chart
    assert (float(chart.x[CY]), float(chart.y[CY])) == pytest.approx((x, y), abs=0.01)
    assert chart.body["by_hand"] == [int(view.workspace.items.id[CY])]
    view.acts.undo()
    assert drawn(view) == [ANN, BOB]


def test_several_dropped_items_stand_apart(view):
    dropped(view, mime_of(view.workspace.items.id[3:9]), QPointF(450, 300))
    rows = np.arange(3, 9)
    chart = view.workspace.chart
    points = np.column_stack([chart.x[rows], chart.y[rows]])
    gaps = np.hypot(*(points[:, None] - points[None]).transpose(2, 0, 1)) + 1e9 * np.eye(6)
    assert gaps.min() >= 40


@pytest.mark.parametrize("said", [b"", b"[1]", b'{"of": 1, "ids": [100]}', b'{"of": "x"}', b'{"ids": ["a"]}', b"\xff"])
def test_a_drag_from_elsewhere_is_not_taken(view, said):
    data = QMimeData()
    data.setData(KIND, QByteArray(said))
    assert not len(ids_in(data))
    dropped(view, data, QPointF(10, 10))
    assert drawn(view) == [ANN, BOB]


def test_a_row_dragged_out_of_the_table_carries_what_is_selected(qtbot, view, monkeypatch):
    from intelviz.views.table import grid
    from intelviz.views.table.view import TableView

    dragged = []
    monkeypatch.setattr(grid, "drag_items", lambda _widget, workspace, row: dragged.append((workspace, row)))
    table = TableView(view.workspace, case=view.case)
    qtbot.addWidget(table)
    table.resize(500, 300)
    table.show()
    cells = table.grid.viewport()
    at = table.grid.line_rect(1).center()
    qtbot.mousePress(cells, LEFT, pos=at)
    qtbot.mouseMove(cells, at + at.__class__(2, 1))
    assert not dragged
    qtbot.mouseMove(cells, at.__class__(-30, at.y()))
    assert [row for _, row in dragged] == view.workspace.selected_rows.tolist()
    qtbot.mouseRelease(cells, LEFT, pos=at)


def test_what_was_found_can_be_dragged_from_the_search_box(qtbot, view):
    from intelviz.views.search.results import Results

    results = Results(view.workspace.schema, DARK, view)
    results.take(view.case.search("Archer"), "")
    index = results.list.model().index(0, 0)
    assert results.list.model().flags(index) & Qt.ItemFlag.ItemIsDragEnabled
    assert ids_in(results.list.model().mimeData([index])).tolist() == [int(view.workspace.items.id[ANN])]


def test_an_item_dragged_out_of_a_view_goes_with_the_drag(qtbot, view, monkeypatch):
    from intelviz.views import canvas
    from intelviz.views.timeline.view import TimelineView

    dragged = []
    monkeypatch.setattr(canvas, "drag_items", lambda _widget, _workspace, row: dragged.append(row))
    timeline = TimelineView(view.workspace, case=view.case)
    qtbot.addWidget(timeline)
    timeline.resize(800, 300)
    timeline.show()
    monkeypatch.setattr(timeline, "row_at", lambda _at: BURGLARY)
    at = timeline.rect().center()
    qtbot.mousePress(timeline, LEFT, pos=at)
    qtbot.mouseMove(timeline, at + at.__class__(20, 0))
    qtbot.mouseMove(timeline, at.__class__(-40, at.y()))
    assert dragged == [BURGLARY]


# Expanding


def test_the_limits_say_what_is_left_out(view):
    around = Around(view.workspace, np.array([ANN, BOB], np.int32))
    kinds = all_kinds(view, ANN, BOB)
    assert around.coming(Wish(kinds), {}).rows.tolist() == [CY, ANNS_PHONE, BOBS_PHONE, HOME]
    each = around.coming(Wish(kinds, each=1), {})
    assert (len(each.rows), each.by_each) == (2, 2)
    most = around.coming(Wish(kinds, most=1), {})
    assert (len(most.rows), most.by_most) == (1, 3)
    assert most.words().startswith("1 item of 4 would be added; left out: 3 as more than so many in all.")
    timely = around.coming(Wish(kinds, since=0, until=10, undated=False), {})
    assert (len(timely.rows), timely.by_time) == (0, 4)
    assert len(around.coming(Wish(kinds, since=0, until=10), {}).rows) == 4


def test_a_link_without_a_time_has_that_of_the_event_across_it(view):
    around = Around(view.workspace, np.array([CY, ANNS_PHONE], np.int32))
    kinds = all_kinds(view, CY, ANNS_PHONE)
    burglary = int(view.workspace.items.when_start[BURGLARY])
    wish = Wish(kinds, since=burglary, until=burglary + 60, undated=False)
    assert around.coming(wish, {}).rows.tolist() == [BURGLARY]


def test_only_links_of_a_grade_come(view):
    around = Around(view.workspace, np.array([ANN], np.int32))
    kinds = all_kinds(view, ANN)
    ids = dict(zip(around.other.tolist(), view.workspace.links.id[around.link].tolist(), strict=True))
    grades = {ids[HOME]: frozenset({"B2"}), ids[ANNS_PHONE]: frozenset({"E4"})}
    found = around.coming(Wish(kinds, grades=frozenset({"B2"})), grades)
    assert (found.rows.tolist(), found.by_grade) == ([HOME], 1)


def test_the_days_begin_with_those_of_the_case(qtbot, view):
    dialog = ExpandDialog(view.workspace, np.array([CY], np.int32), DARK, None, view.case)
    qtbot.addWidget(dialog)
    assert dialog.times.first.text() == dialog.times.last.text() == "05/08/2017"


def test_the_grades_of_links_are_offered_with_their_counts(qtbot, view):
    around = Around(view.workspace, np.array([ANN], np.int32))
    choice = GradeChoice(view.case, view.workspace.links.id[around.link], None)
    qtbot.addWidget(choice)
    choice.fill()
    assert [each.text() for each in choice.choices.actions() if each.text()] == ["Any grade", "Ungraded · 4 links"]
    choice.choices.actions()[-1].trigger()
    assert choice.chosen == frozenset({""})
    assert choice.text() == "ungraded"


def test_the_dialog_begins_with_the_last_choice_of_the_case(qtbot, view):
    rows = np.array([ANN], np.int32)
    dialog = ExpandDialog(view.workspace, rows, DARK, None, view.case)
    qtbot.addWidget(dialog)
    dialog.show()
    line = next(line for line, offer in dialog._lines if offer.link_type == "HAS_PHONE")
    line.setCheckState(0, Qt.CheckState.Unchecked)
    qtbot.keyClicks(dialog.each.lineEdit(), "")
    dialog.each.setValue(3)
    qtbot.mouseClick(dialog.times.on, LEFT, pos=dialog.times.on.rect().center().__class__(8, 10))
    assert dialog.times.on.isChecked()
    dialog.accept()
    path = view.case.path
    view.case.close()
    with open_case(path) as again:
        other = ExpandDialog(again.workspace, rows, DARK, None, again.case)
        qtbot.addWidget(other)
        assert {each.link_type for each in other.chosen} == {"CURRENT_ADDRESS"}
        assert other.each.value() == 3
        assert other.times.span == dialog.times.span
        assert other.wish == dialog.wish
        again.case.set_setting(REMEMBERED, {"kinds": 7, "most": "x", "since": 1e99})
        qtbot.addWidget(ExpandDialog(again.workspace, rows, DARK, None, again.case))


choices = st.tuples(st.text(max_size=3), st.booleans(), st.text(max_size=3))
numbers = st.none() | st.integers(-(2**40), 2**40)


@settings(max_examples=100, deadline=None)
@given(
    st.frozensets(choices), st.frozensets(choices), numbers, numbers, st.booleans(),
    st.none() | st.frozensets(st.text(max_size=2)), st.integers(0, 5000), st.integers(1, 5000),
)  # fmt: skip
def test_a_wish_survives_as_plain_values(kinds, left, since, until, undated, grades, each, most):
    wish = Wish(kinds, since, until, undated, grades, each, most)
    assert wish_from(json.loads(json.dumps(plain(wish, left)))) == (wish, left)


@settings(max_examples=100, deadline=None)
@given(st.recursive(st.none() | st.booleans() | st.integers() | st.text(max_size=4), lambda inner: st.lists(inner) | st.dictionaries(st.sampled_from(["kinds", "left", "since", "grades", "each", "most", "undated"]), inner)))  # fmt: skip  # noqa: E501  one expression
def test_any_kept_wish_can_be_read(kept):
    wish_from(kept)


# Collapsing one expansion


def test_one_expansion_is_collapsed_and_the_other_stays(view):
    expand(view, ANN)
    expand(view, BOB)
    assert drawn(view) == [ANN, BOB, CY, ANNS_PHONE, BOBS_PHONE, HOME]
    assert [adding.words_of(view, each) for each in adding.expansions(view)] == [
        "Bob Baker: 2 items", "Ann Archer: 2 items",
    ]  # fmt: skip
    view.workspace.select([ANN])
    act(view, "collapse_expansion").run()
    assert drawn(view) == [ANN, BOB, CY, BOBS_PHONE]
    assert view.heard[-1] == "2 items taken off"
    view.acts.undo()
    assert drawn(view) == [ANN, BOB, CY, ANNS_PHONE, BOBS_PHONE, HOME]
    assert len(adding.expansions(view)) == 2


def test_what_was_moved_pinned_or_expanded_since_stays_also_after_reopening(qtbot, view):
    expand(view, ANN)
    expand(view, ANNS_PHONE)
    ids = view.workspace.items.id
    assert len(drawn(view)) == 6
    view.acts.run(MoveItems(ids[[HOME]], x=np.array([900.0]), y=np.array([900.0])))
    path = view.case.path
    view.case.close()
    with open_case(path) as again:
        other = shown(qtbot, again, (900, 600), fit=False)
        adding.collapse_one(other, adding.expansions(other)[-1])
        assert other.heard[-1] == "0 items taken off; stay: 1 moved by hand, 1 expanded later"
        assert len(drawn(other)) == 6
        again.acts.run(PinItems(ids[[9]]))
        adding.collapse_one(other, adding.expansions(other)[0])
        assert other.heard[-1] == "1 item taken off; stay: 1 pinned"
        assert drawn(other) == [ANN, BOB, ANNS_PHONE, HOME, 9]


def test_what_is_added_otherwise_no_longer_belongs_to_the_expansion(view):
    expand(view, ANN)
    view.workspace.select([HOME])
    act(view, "remove").run()
    adding.add_rows(view, np.array([HOME], np.int32))
    adding.collapse_one(view, adding.expansions(view)[0])
    assert drawn(view) == [ANN, BOB, HOME]


@pytest.mark.parametrize("body", [{"expansions": 3}, {"expansions": [1, {}, {"number": "x", "from": 1, "ids": []}]}])
def test_a_chart_body_of_a_stranger_is_checked(view, body):
    view.workspace.chart.body = body
    assert adding.expansions(view) == []
    assert act(view, "collapse_expansion").enabled() is False
