"""Four views of one workspace: what is picked in one by a real click is emphasised in all others."""

from __future__ import annotations

import numpy as np
import pytest
from PySide6.QtCore import QEvent, QPoint, QPointF, QRect, Qt
from PySide6.QtGui import QImage, QMouseEvent, QWheelEvent
from PySide6.QtWidgets import QApplication

from intelviz.views.map.view import MapView
from intelviz.views.network.view import NetworkView
from intelviz.views.table.view import TableView
from intelviz.views.timeline.view import TimelineView
from intelviz.workspace.opening import open_case
from intelviz.workspace.workspace import DIRECT, THROUGH, Workspace

ANN, BOB, CY, PHONE1, PHONE2, HIGH_ST, MILL_LANE, BURGLARY, ROBBERY, CALL1, CALL2 = range(11)
LEFT, CTRL = Qt.MouseButton.LeftButton, Qt.KeyboardModifier.ControlModifier
DRAWN = ("network", "map", "timeline")


class Desk:
    """A network, a map, a timeline and a table of one workspace, each showing everything it has."""

    def __init__(self, qtbot, workspace: Workspace, **opened: object) -> None:
        self.qtbot, self.workspace = qtbot, workspace
        self.network = NetworkView(workspace, **opened)
        self.map = MapView(workspace, **opened)
        self.timeline = TimelineView(workspace, **opened)
        self.table = TableView(workspace, case=opened.get("case"))
        for view in (self.network, self.map, self.timeline, self.table):
            qtbot.addWidget(view)
            view.resize(900, 600)
            view.show()
            qtbot.waitExposed(view)
        for name in DRAWN:
            self.qtbot.keyClick(getattr(self, name), Qt.Key.Key_Home)
        self.pictures()

    def pictures(self) -> dict[str, QImage]:
        """Return what each drawn view shows now."""
        QApplication.processEvents()
        return {name: getattr(self, name).picture(900, 600) for name in DRAWN}

    def spot(self, name: str, wanted) -> tuple[int, QPoint]:
        """Return the first item that a view draws and that is wanted, and a point well inside its mark."""
        view = getattr(self, name)
        for y in range(4, view.height(), 3):
            for x in range(4, view.width(), 3):
                row = view.row_at(QPointF(x, y))
                if row >= 0 and wanted(row) and view.row_at(QPointF(x + 1, y + 1)) == row:
                    return row, QPoint(x + 1, y + 1)
        raise AssertionError(f"the {name} draws nothing of what is wanted")

    def wheel(self, name: str, point: QPoint) -> None:
        """Turn the wheel three notches towards a point."""
        view, where, none = getattr(self, name), QPointF(point), Qt.MouseButton.NoButton
        keys, phase = Qt.KeyboardModifier.NoModifier, Qt.ScrollPhase.NoScrollPhase
        turn = QWheelEvent(where, view.mapToGlobal(where), QPoint(), QPoint(0, 360), none, keys, phase, False)
        QApplication.sendEvent(view, turn)

    def click(self, name: str, wanted) -> int:
        """Click on an item in a view; return its row, and keep the pictures of before in ``before``."""
        row, point = self.spot(name, wanted)
        self.before = self.pictures()
        self.qtbot.mouseClick(getattr(self, name), LEFT, pos=point)
        assert self.workspace.selected[row]
        return row

    def unchanged(self) -> list[str]:
        """Return the views whose pictures are as they were before the click."""
        now = self.pictures()
        return [name for name in DRAWN if now[name] == self.before[name]]


@pytest.fixture
def desk(qtbot, workspace) -> Desk:
    workspace.chart.drawn[:] = True
    return Desk(qtbot, workspace)


def only(row: int):
    return lambda found: found == row


def test_a_person_picked_in_the_network_is_seen_on_map_and_timeline(desk):
    marks = {"map": desk.spot("map", only(HIGH_ST))[1], "timeline": desk.spot("timeline", only(CALL1))[1]}
    desk.click("network", only(ANN))
    workspace = desk.workspace
    assert workspace.selected_rows.tolist() == [ANN]
    assert workspace.linked[[BOB, PHONE1, HIGH_ST]].tolist() == [DIRECT] * 3
    assert workspace.linked[[CALL1, CALL2]].tolist() == [THROUGH] * 2
    assert not workspace.linked[[MILL_LANE, BURGLARY]].any()
    assert desk.unchanged() == []
    # The marks of the linked ones themselves look different, not only some words elsewhere.
    now = desk.pictures()
    for name, point in marks.items():
        around = QRect(point - QPoint(14, 14), point + QPoint(14, 14))
        assert now[name].copy(around) != desk.before[name].copy(around), name


def test_a_picture_is_the_same_while_nothing_is_picked(desk):
    desk.before = desk.pictures()
    assert desk.unchanged() == list(DRAWN)


def test_a_location_picked_on_the_map_is_seen_in_network_and_timeline(desk):
    desk.click("map", only(HIGH_ST))
    workspace = desk.workspace
    # The mark stands for the place and for the robbery there.
    assert workspace.selected_rows.tolist() == [HIGH_ST, ROBBERY]
    assert workspace.linked[ANN] == DIRECT
    assert workspace.linked[PHONE1] == THROUGH
    assert desk.unchanged() == []


def test_a_call_picked_in_the_timeline_is_seen_in_network_and_map(desk):
    desk.click("timeline", only(CALL1))
    workspace = desk.workspace
    assert workspace.selected_rows.tolist() == [CALL1]
    assert workspace.linked[[PHONE1, PHONE2]].tolist() == [DIRECT] * 2
    assert workspace.linked[[ANN, BOB, HIGH_ST]].tolist() == [THROUGH] * 3
    assert desk.unchanged() == []


def test_picks_in_different_views_add_up_and_escape_in_one_clears_all(desk):
    clear = desk.pictures()
    desk.click("network", only(CY))
    _, point = desk.spot("timeline", only(CALL2))
    desk.qtbot.mouseClick(desk.timeline, LEFT, CTRL, point)
    assert desk.workspace.selected_rows.tolist() == [CY, CALL2]
    assert desk.unchanged() == []
    desk.qtbot.keyClick(desk.map, Qt.Key.Key_Escape)
    assert not desk.workspace.selected.any()
    assert not desk.workspace.linked.any()
    now = desk.pictures()
    assert now["network"] == clear["network"]
    assert now["map"] == clear["map"]


def test_the_table_of_what_is_selected_follows_a_click_in_the_network(desk):
    desk.table.set_scope("selected")
    for row in (BOB, PHONE1):
        desk.click("network", only(row))
        QApplication.processEvents()
        assert desk.table.items.rows.tolist() == [row]


def test_what_the_pointer_rests_on_is_shown_in_the_other_views(desk):
    _, point = desk.spot("timeline", only(BURGLARY))
    before = desk.pictures()
    where = QPointF(point)
    none = Qt.MouseButton.NoButton
    rest = QMouseEvent(
        QEvent.Type.MouseMove, where, desk.timeline.mapToGlobal(where), none, none, Qt.KeyboardModifier.NoModifier
    )
    QApplication.sendEvent(desk.timeline, rest)
    assert desk.workspace.focus == BURGLARY
    now = desk.pictures()
    assert now["network"] != before["network"]
    assert now["map"] != before["map"]


# The Greater Manchester case


@pytest.fixture
def greater(qtbot, gm_path):
    with open_case(gm_path, read_only=True) as opened:
        yield Desk(qtbot, opened.workspace, case=opened.case, acts=opened.acts)


def types_of(workspace: Workspace, mask: np.ndarray) -> set[str]:
    return {workspace.items.type_names[kind] for kind in np.unique(workspace.items.type[mask])}


def is_type(workspace: Workspace, name: str) -> np.ndarray:
    return workspace.items.type == workspace.items.type_names.index(name)


def test_a_real_person_picked_in_the_network_brings_address_and_calls(greater):
    workspace = greater.workspace
    person, call = is_type(workspace, "Person"), is_type(workspace, "PhoneCall")

    def calls(row: int) -> bool:
        if not person[row]:
            return False
        linked = workspace.reach.linked_to(np.arange(len(workspace)) == row)
        return bool(linked[call].any())

    row = greater.click("network", calls)
    assert workspace.selected_rows.tolist() == [row]
    linked = workspace.linked
    assert np.count_nonzero(linked[is_type(workspace, "Location")] == DIRECT) >= 1
    assert np.count_nonzero(linked[call] == THROUGH) >= 1
    assert greater.unchanged() == []


def test_a_real_place_picked_on_the_map_is_seen_everywhere(greater):
    workspace = greater.workspace
    place = is_type(workspace, "Location")
    greater.click("map", lambda row: bool(place[row]))
    assert workspace.selected[place].any()
    assert (workspace.linked == DIRECT).any()
    assert greater.unchanged() == []


def test_a_real_call_picked_in_the_timeline_brings_its_phones_and_holders(greater):
    workspace = greater.workspace
    call = is_type(workspace, "PhoneCall")
    timeline = greater.timeline
    lane = [each.title for each in timeline.lanes].index("phone calls")
    middle = QPoint(round(timeline.frame.area.center().x()), round(timeline.frame.top(lane)) + 20)
    # A month of calls is drawn as bars; nearer, each call is drawn by itself.
    for _ in range(8):
        greater.wheel("timeline", middle)
    greater.click("timeline", lambda row: bool(call[row]))
    assert types_of(workspace, workspace.selected) == {"PhoneCall"}
    assert "Phone" in types_of(workspace, workspace.linked == DIRECT)
    assert {"Person", "Location"} <= types_of(workspace, workspace.linked == THROUGH)
    assert greater.unchanged() == []
