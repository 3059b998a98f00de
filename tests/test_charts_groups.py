"""Groups: items collapsed into one node, whose links are joined, and which opens to exactly what was there."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QInputDialog

from intelviz.analysis.network.communities import leiden
from intelviz.views.network import group_acts
from intelviz.views.network.cards import item_lines
from intelviz.views.network.view import NetworkView
from intelviz.workspace import grouping
from intelviz.workspace.chart import Chart, ChartState
from intelviz.workspace.grouped import groups_in
from intelviz.workspace.opening import open_case
from intelviz.workspace.workspace import FilterPart, Workspace
from tests.charts import (
    ANN,
    ANNS_PHONE,
    BOB,
    BOBS_PHONE,
    CY,
    charted,
    do,
    ring,
    shown,
    spot,
)
from tests.conftest import made_columns, made_schema

LEFT = Qt.MouseButton.LeftButton


@pytest.fixture
def view(qtbot, tmp_path):
    """Return a network on which everything stands, apart."""
    with charted(tmp_path, *ring(300, 300)) as opened:
        yield shown(qtbot, opened)


def places(view: NetworkView) -> list:
    chart = view.workspace.chart
    return [chart.x.tolist(), chart.y.tolist(), chart.pinned.tolist(), chart.drawn.tolist()]


def group(view: NetworkView, *rows: int) -> int:
    """Group items and return the row of the node."""
    view.workspace.select(list(rows))
    do(view, "group")
    return int(view.workspace.chart.leader[rows[0]])


def counts(view: NetworkView) -> dict[tuple[str, str], int]:
    content = view.content
    ends = zip(content.low.tolist(), content.high.tolist(), content.count.tolist(), strict=True)
    return {(content.label(low), content.label(high)): count for low, high, count in ends}


def test_a_closed_group_is_one_node_with_count_and_joined_links(view):
    node = group(view, ANN, BOB)
    assert view.content.label(node) == "Persons (2)"
    assert node in view.content.rows
    assert len(view.content.rows) == 10
    found = counts(view)
    assert found["Persons (2)", "Cy Cole"] == 1
    assert found["Persons (2)", "07700 900001"] == 1
    assert not any(one == other for one, other in found)
    assert item_lines(view.content, node, None)[:2] == ["Persons (2)", "2 persons"]


def test_links_of_several_members_to_one_item_are_counted_together(view):
    node = group(view, ANNS_PHONE, BOBS_PHONE)
    found = counts(view)
    assert found[view.content.label(node), "Call of 38 s"] == 2


@pytest.mark.parametrize("how", ["key", "double click", "menu", "undo"])
def test_opening_puts_members_back_exactly_where_they_were(qtbot, view, how):
    before = places(view)
    node = group(view, ANN, BOB, CY)
    assert places(view) != before
    view.grab()
    match how:
        case "key":
            qtbot.keyClick(view, Qt.Key.Key_Return)
        case "double click":
            qtbot.mouseDClick(view, LEFT, pos=spot(view, node))
        case "menu":
            do(view, "group_open")
        case _:
            view.acts.undo()
    assert places(view) == before
    assert not view.workspace.chart.closed


def test_a_moved_and_pinned_node_opens_to_where_its_members_were(qtbot, view):
    before = places(view)
    node = group(view, ANN, BOB)
    view.workspace.clear_selection()
    at = spot(view, node)
    qtbot.mousePress(view, LEFT, pos=at)
    for step in (10, 40, 80):
        qtbot.mouseMove(view, at + QPoint(step, step))
    qtbot.mouseRelease(view, LEFT, pos=at + QPoint(80, 80))
    view.workspace.select(view.content.members(node))
    do(view, "pin")
    do(view, "group_open")
    assert places(view)[:2] == before[:2]


def test_a_click_selects_all_members_and_a_member_selected_elsewhere_shows(qtbot, view):
    node = group(view, ANN, BOB)
    view.workspace.clear_selection()
    qtbot.mouseClick(view, LEFT, pos=spot(view, node))
    assert view.workspace.selected_rows.tolist() == [ANN, BOB]
    other = BOB if node == ANN else ANN
    view.workspace.select([other])
    assert view.content.nodes(view.workspace.selected)[node]


def test_a_filter_sees_into_the_group(view):
    node = group(view, ANN, BOB, CY)
    view.workspace.set_filter("test", FilterPart("without the leader", np.arange(len(view.workspace)) != node))
    assert view.content.label(node) == "Persons (2 of 3)"
    assert node in view.content.rows
    assert view.content.filtered == 1
    view.workspace.set_filter("test", FilterPart("no persons", view.workspace.category_mask("object")))
    assert node not in view.content.rows


def test_groups_in_groups_open_one_after_the_other(view):
    before = places(view)
    inner = group(view, ANN, BOB)
    outer = group(view, *view.content.members(inner).tolist(), CY)
    assert len(view.content.members(outer)) == 3
    assert [each.closed for each in groups_in(view.workspace.chart.body)] == [True, True]
    do(view, "group_open")
    assert list(view.workspace.chart.closed) == [inner]
    view.workspace.select([ANN, BOB])
    do(view, "ungroup")
    assert places(view) == before


def test_an_open_group_is_closed_again_by_g_not_made_twice(qtbot, view):
    group(view, ANN, BOB)
    do(view, "group_open")
    qtbot.keyClick(view, Qt.Key.Key_Escape)
    view.workspace.select([ANN, BOB])
    do(view, "group")
    assert len(groups_in(view.workspace.chart.body)) == 1


def test_groups_by_type_and_their_names_survive_reopening(qtbot, view):
    group_acts.by_type(view)
    labels = sorted(view.content.label(row) for row in view.content.rows.tolist())
    assert labels == ["Crimes (2)", "Locations (2)", "Persons (3)", "Phone calls (2)", "Phones (2)"]
    assert view.heard[-1] == "11 items in 5 groups"
    view.workspace.select([ANN])
    do(view, "group_rename")
    (dialog,) = view.findChildren(QInputDialog)
    dialog.setTextValue("The gang")
    dialog.accept()
    path, before = view.case.path, places(view)
    view.case.close()
    with open_case(path) as again:
        other = shown(qtbot, again)
        assert places(other) == before
        assert "The gang (3)" in [other.content.label(row) for row in other.content.rows.tolist()]


def test_groups_by_value_of_a_property(view):
    group_acts.by_value(view, "Crime", "type", "type of crime")
    assert view.heard[-1] == "Nothing here belongs together in this way."
    column = (view.workspace.items.id[:3], np.array([0, 1, 0]), ["x", "y"])
    division = grouping.by_value(view.workspace, np.arange(3, dtype=np.int32), column, "town")
    assert (division.rows.tolist(), division.labels) == ([0, 2], ("town: x",))


def test_leaves_of_one_item_are_one_collection():
    items = [("Person", "Hub", "", None), ("Person", "Other", "", None)]
    items += [("Phone", f"0770090{number:04}", "", None) for number in range(12)]
    links = [("KNOWS", 0, 1), *(("HAS_PHONE", 0, 2 + number) for number in range(12)), ("HAS_PHONE", 1, 13)]
    workspace = Workspace(made_columns(items, links), made_schema())
    workspace.chart.drawn[:] = True
    from intelviz.views.network.content import Content

    content = Content(workspace)
    division = grouping.leaves(workspace, content.rows, content.degree, content.low, content.high)
    assert division.labels == ("phones only of Hub",)
    assert division.rows.tolist() == list(range(2, 13))


def test_communities_are_those_that_are_linked_more_to_each_other():
    a, b = np.array([0, 0, 1, 3, 3, 4, 2]), np.array([1, 2, 2, 4, 5, 5, 3])
    found = leiden(6, a, b, np.ones(7, np.int64))
    assert found.tolist() == [0, 0, 0, 1, 1, 1]
    assert leiden(0, a[:0], b[:0], a[:0]).tolist() == []


def test_communities_are_grouped_on_the_chart(view):
    group_acts.communities(view)
    assert view.workspace.chart.closed
    assert all(label.startswith("Around ") for label in (each.label for each in groups_in(view.workspace.chart.body)))


def test_a_leader_that_is_taken_off_leaves_the_node_where_it_stands(view):
    node = group(view, ANN, BOB, CY)
    x = float(view.workspace.chart.x[node])
    view.workspace.select([node])
    do(view, "remove")
    (left,) = view.workspace.chart.closed
    assert left != node
    assert float(view.workspace.chart.x[left]) == x
    view.acts.undo()
    assert list(view.workspace.chart.closed) == [node]


plain = st.recursive(
    st.none() | st.booleans() | st.integers(-5, 200) | st.text(max_size=3) | st.floats(),
    lambda inner: (
        st.lists(inner, max_size=4)
        | st.dictionaries(st.sampled_from(["number", "label", "ids", "closed", "leader", "x", "y"]), inner)
    ),
    max_leaves=12,
)


@settings(max_examples=150, deadline=None)
@given(plain)
def test_groups_of_a_strangers_case_can_be_read_whatever_they_say(said):
    ids = np.arange(100, 111)
    chart = Chart(11)
    flags = np.zeros(11, bool)
    chart.restore(ChartState(ids, *np.zeros((2, 11), np.float32), flags, flags, {"groups": said}), ids)
    assert ((chart.leader >= 0) & (chart.leader < 11)).all()
