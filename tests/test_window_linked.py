"""Three linked pictures: what is picked in one with mouse or keys is seen in all the others."""

import numpy as np
import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from intelviz.views.map.areas.listing import area_actions
from intelviz.workspace.areas import Area
from intelviz.workspace.workspace import THROUGH, Change
from tests.gm import gm_copy, gm_path  # noqa: F401  fixtures
from tests.window_story import ALT, CTRL, made_window, opened_window, press, settle, wait

ANN, PHONE, HOME, MILL_LANE, BURGLARY, CALL = 0, 3, 5, 6, 7, 9
PLAIN = Qt.KeyboardModifier.NoModifier


@pytest.fixture
def window(qtbot, tmp_path):
    window = opened_window(qtbot, tmp_path / "small.intelviz", size=(1600, 1000))
    settle(qtbot)
    return window


def spot(view, row: int) -> QPoint:
    """Return a pixel where the view draws an item."""
    for y in range(2, view.height(), 5):
        for x in range(2, view.width(), 5):
            if view.row_at(QPointF(x, y)) == row:
                return QPoint(x, y)
    raise AssertionError(f"{view.title} draws no item {row}")


def pictures(window) -> dict[str, bytes]:
    """Return what each view shows, as bytes to compare."""
    QApplication.processEvents()
    found = {}
    for name in ("network", "map", "timeline"):
        view = window.bench.docks[name].view
        image = view.picture(view.width(), view.height())
        found[name] = bytes(image.constBits())
    return found


def assert_seen_everywhere(window, rows: list[int], before: dict[str, bytes]) -> None:
    """Check workspace, status bar, details, table, and that every picture changed."""
    workspace = window.bench.opened.workspace
    assert workspace.selected_rows.tolist() == rows
    assert window.status.words.text().startswith(f"{len(rows)} selected")
    for row in rows:
        assert workspace.items.label[row] in window.bench.docks["details"].view.browser.toPlainText()
    table = window.bench.docks["table"].view
    table.set_scope("selected")
    assert sorted(table.items.rows.tolist()) == rows
    now = pictures(window)
    assert [name for name in before if now[name] == before[name]] == []


def test_a_click_in_the_network_is_seen_on_map_and_timeline(window, qtbot):
    before = pictures(window)
    view = window.bench.docks["network"].view
    QTest.mouseClick(view, Qt.MouseButton.LeftButton, PLAIN, spot(view, ANN))
    settle(qtbot)
    assert_seen_everywhere(window, [ANN], before)
    workspace = window.bench.opened.workspace
    # With no click in between: where her address is, and the calls of her telephone.
    assert workspace.linked[HOME] and workspace.linked[PHONE]
    assert workspace.linked[CALL] == THROUGH


def test_a_click_on_the_map_is_seen_in_network_and_timeline(window, qtbot):
    view = window.bench.docks["map"].view
    crime = spot(view, MILL_LANE)
    before = pictures(window)
    QTest.mouseClick(view, Qt.MouseButton.LeftButton, PLAIN, crime)
    settle(qtbot)
    # The mark stands for the place and for what happened there.
    assert_seen_everywhere(window, [MILL_LANE, BURGLARY], before)


def test_a_click_on_the_timeline_is_seen_in_network_and_map(window, qtbot):
    view = window.bench.docks["timeline"].view
    mark = spot(view, BURGLARY)
    before = pictures(window)
    QTest.mouseClick(view, Qt.MouseButton.LeftButton, PLAIN, mark)
    settle(qtbot)
    assert_seen_everywhere(window, [BURGLARY], before)


def test_ctrl_adds_alt_takes_away_and_esc_ends_in_every_picture(window, qtbot):
    workspace = window.bench.opened.workspace
    places = {"network": (ANN, 1), "map": (MILL_LANE, None), "timeline": (BURGLARY, CALL)}
    for name, (first, second) in places.items():
        view = window.bench.docks[name].view
        view.setFocus()
        QTest.mouseClick(view, Qt.MouseButton.LeftButton, PLAIN, spot(view, first))
        assert workspace.selected[first], name
        if second is not None:
            at = spot(view, second)
            QTest.mouseClick(view, Qt.MouseButton.LeftButton, CTRL, at)
            assert workspace.selected[[first, second]].all(), name
            QTest.mouseClick(view, Qt.MouseButton.LeftButton, ALT, at)
            assert not workspace.selected[second], name
        press(window, Qt.Key.Key_Escape)
        assert not workspace.selected.any(), name


def test_a_box_drawn_in_the_network_selects_everywhere(window, qtbot):
    view = window.bench.docks["network"].view
    workspace = window.bench.opened.workspace
    QTest.mousePress(view, Qt.MouseButton.LeftButton, PLAIN, QPoint(3, 3))
    QTest.mouseMove(view, QPoint(60, 60))
    QTest.mouseMove(view, QPoint(view.width() - 3, view.height() - 3))
    QTest.mouseRelease(view, Qt.MouseButton.LeftButton, PLAIN, QPoint(view.width() - 3, view.height() - 3))
    drawn = np.flatnonzero(workspace.chart.drawn)
    assert workspace.selected_rows.tolist() == drawn.tolist()
    assert window.status.words.text().startswith(f"{len(drawn)} selected")


def test_a_double_click_brings_every_picture_to_the_item(window, qtbot):
    view = window.bench.docks["timeline"].view
    told = []
    workspace = window.bench.opened.workspace
    at = spot(view, BURGLARY)
    workspace.subscribe(told.append)
    QTest.mouseDClick(view, Qt.MouseButton.LeftButton, PLAIN, at)
    settle(qtbot)
    assert workspace.centre.tolist() == [BURGLARY]
    assert any(Change.CENTRE in each for each in told)


def test_keys_alone_pick_in_each_picture_and_the_others_follow(window, qtbot):
    workspace = window.bench.opened.workspace
    press(window, Qt.Key.Key_3, ALT)
    assert window.bench.docks["timeline"].view.hasFocus()
    before = pictures(window)
    press(window, Qt.Key.Key_Period)
    press(window, Qt.Key.Key_Return)
    settle(qtbot)
    assert_seen_everywhere(window, workspace.selected_rows.tolist(), before)
    assert workspace.selected.any()
    press(window, Qt.Key.Key_Escape)
    press(window, Qt.Key.Key_1, ALT)
    assert window.bench.docks["network"].view.hasFocus()
    before = pictures(window)
    press(window, Qt.Key.Key_Right, CTRL)
    settle(qtbot)
    assert_seen_everywhere(window, workspace.selected_rows.tolist(), before)
    assert workspace.selected.any()
    press(window, Qt.Key.Key_Escape)
    press(window, Qt.Key.Key_2, ALT)
    assert window.bench.docks["map"].view.hasFocus()
    before = pictures(window)
    press(window, Qt.Key.Key_Period)
    press(window, Qt.Key.Key_Return)
    settle(qtbot)
    assert_seen_everywhere(window, workspace.selected_rows.tolist(), before)
    assert workspace.selected.any()


def test_the_keys_on_the_tool_strip_work_where_the_keyboard_is_and_nowhere_else(window, qtbot):
    timeline = window.bench.docks["timeline"].view
    press(window, Qt.Key.Key_3, ALT)
    press(window, Qt.Key.Key_I)
    assert timeline.mode == "item"
    press(window, Qt.Key.Key_1, ALT)
    press(window, Qt.Key.Key_I)
    assert timeline.mode == "item"
    press(window, Qt.Key.Key_3, ALT)
    press(window, Qt.Key.Key_I)
    assert timeline.mode == "type"


def test_a_letter_typed_into_the_table_s_line_is_a_letter(window, qtbot):
    press(window, Qt.Key.Key_4, ALT)
    settle(qtbot)
    table = window.bench.docks["table"].view
    table.find_box.setFocus()
    for key in (Qt.Key.Key_B, Qt.Key.Key_Slash, Qt.Key.Key_L):
        press(window, key)
    assert table.find_box.text() == "b/l"


def test_the_time_window_hides_in_all_views_and_its_chip_removes_it(window, qtbot):
    timeline = window.bench.docks["timeline"].view
    workspace = window.bench.opened.workspace
    start, end = int(workspace.items.when_start[BURGLARY]), int(workspace.items.when_end[BURGLARY])
    timeline.set_window(start, end)
    settle(qtbot)
    assert workspace.counts.shown < 11
    assert len(window.top.chips.chips) == 1 and "hidden by: Time" in window.status.words.text()
    window.top.chips.chips[0].click()
    settle(qtbot)
    assert workspace.counts.shown == 11 and timeline.window_of_time is None


# The real case


def test_one_person_of_greater_manchester_picked_in_the_network(qtbot, gm_path, tmp_path):  # noqa: F811  a fixture
    window = made_window(qtbot, size=(1600, 1000))
    window.open_case(gm_path, read_only=True)
    wait(qtbot, lambda: window.bench is not None and not window.session.jobs.running)
    settle(qtbot)
    workspace = window.bench.opened.workspace
    assert window.status.words.text() == "Nothing selected · all 61,521 shown"
    persons = workspace.category_mask("person") & workspace.chart.drawn
    phones = workspace.reach.adjacency
    assert phones is not None
    row = next(
        int(each)
        for each in np.flatnonzero(persons)
        if workspace.type_of(int(each)).name == "Person" and _calls(workspace, int(each))
    )
    workspace.centre_on([row])
    settle(qtbot)
    before = pictures(window)
    view = window.bench.docks["network"].view
    QTest.mouseClick(view, Qt.MouseButton.LeftButton, PLAIN, spot(view, row))
    settle(qtbot)
    assert_seen_everywhere(window, [row], before)
    linked = np.flatnonzero(workspace.linked)
    kinds = {workspace.type_of(int(each)).name for each in linked}
    assert {"Phone", "PhoneCall", "Location"} <= kinds
    lives = [int(each) for each in linked if workspace.type_of(int(each)).name == "Location"]
    assert not np.isnan(workspace.items.lon[lives]).any()


def _calls(workspace, row: int) -> bool:
    mask = np.zeros(len(workspace), bool)
    mask[row] = True
    linked = workspace.reach.linked_to(mask)
    kinds = {workspace.type_of(int(each)).name for each in np.flatnonzero(linked)}
    return {"PhoneCall", "Location", "Phone"} <= kinds


def test_a_word_finds_its_item_among_sixty_thousand(qtbot, gm_path, tmp_path):  # noqa: F811  a fixture
    window = made_window(qtbot)
    window.open_case(gm_path, read_only=True)
    wait(qtbot, lambda: window.bench is not None and not window.session.jobs.running)
    press(window, Qt.Key.Key_K, CTRL)
    QTest.keyClicks(window.search, "todd hamil")
    wait(qtbot, window.search.results.isVisible)
    press(window, Qt.Key.Key_Return)
    workspace = window.bench.opened.workspace
    assert [workspace.items.label[row] for row in workspace.selected_rows] == ["Todd Hamilton"]


def test_the_greater_manchester_files_are_imported_in_the_window(qtbot, shared_data, tmp_path):
    from intelviz.app.assistant.window import ImportAssistant
    from intelviz.app.dialogs.import_report import ImportReportDialog

    window = made_window(qtbot)
    window.new_case(tmp_path / "gm.intelviz")
    wait(qtbot, lambda: window.bench is not None)
    window.import_paths([shared_data / "greater-manchester-pole"])
    assistant = window.findChild(ImportAssistant)
    wait(qtbot, assistant.button.isEnabled)
    assistant.button.click()
    wait(qtbot, lambda: window.findChild(ImportReportDialog) is not None and not window.session.jobs.running)
    report = window.findChild(ImportReportDialog)
    assert report.words.text().startswith("28,762 crimes, 14,904 locations")
    assert "with 105,840 links; no row set aside" in report.words.text()
    report.close()
    settle(qtbot)
    workspace = window.bench.opened.workspace
    assert (len(workspace), len(workspace.links)) == (61_521, 105_840)
    assert workspace.chart.drawn.any() and workspace.chart.x.any()
    assert not window.notice.isVisible()
    assert len(window.bench.docks["sources"].view.list.findItems("csv", Qt.MatchFlag.MatchContains)) == 28
    window.undo()
    wait(qtbot, lambda: not window.session.jobs.running)
    assert len(window.bench.opened.workspace) == 0 and window.notice.isVisible()
    window.redo()
    wait(qtbot, lambda: not window.session.jobs.running)
    assert len(window.bench.opened.workspace) == 61_521


def test_a_kept_area_filters_all_views_by_its_box_and_goes_on_the_chart(window, qtbot):
    view, workspace = window.bench.docks["map"].view, window.bench.opened.workspace
    assert view.areas.keep("Mill", Area("circle", ((-2.2, 53.5),), 200.0))
    act = {each.name: each for each in area_actions(view.areas, ["Mill"])}
    act["area_filter"].run()
    wait(qtbot, lambda: "facet areas" in workspace.filter_parts and not window.session.jobs.running)
    assert workspace.counts.shown == 2
    panel = window.bench.docks["filter"].view
    assert panel.facets.texts()["areas"] == 'in area "Mill"' and "in area" in panel.as_text()[0]
    act["area_chart"].run()
    settle(qtbot)
    rows = np.flatnonzero([label in ("2 Mill Lane", "Burglary") for label in workspace.items.label])
    assert workspace.selected_rows.tolist() == rows.tolist() and workspace.chart.drawn[rows].all()
    assert view.areas.keep("Mill", Area("circle", ((-2.24, 53.48),), 200.0))
    wait(qtbot, lambda: not window.session.jobs.running)
    settle(qtbot)
    shown = [workspace.items.label[row] for row in np.flatnonzero(workspace.shown)]
    assert shown == ["1 High Street", "Robbery"]
