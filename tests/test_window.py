"""The window: opens a case, arranges its views, and can do everything by key."""

import gc
import threading

import numpy as np
import pytest
from PySide6.QtCore import QByteArray, QMimeData, QPointF, Qt, QUrl
from PySide6.QtGui import QDropEvent, QKeySequence
from PySide6.QtWidgets import QApplication, QInputDialog, QLineEdit, QPushButton, QTabBar, QToolButton

from intelviz.app.acts.collected import commands_of, menu_actions
from intelviz.app.acts.keys import clashes
from intelviz.app.acts.menus import MENUS
from intelviz.app.dialogs.explain import words_for
from intelviz.app.look.arrangements import ARRANGEMENTS
from intelviz.app.look.dressing import palette_of, sheet_of
from intelviz.app.look.preferences import Preferences
from intelviz.app.picture import draw_picture, window_picture
from intelviz.app.workbench import PICTURES
from intelviz.render.theme import DARK, LIGHT
from intelviz.schema.errors import UsageError
from intelviz.workspace.opening import open_case
from tests.small_case import small_case
from tests.window_story import ALT, CTRL, SHIFT, made_window, opened_window, press, settle, wait


@pytest.fixture
def window(qtbot, tmp_path):
    return opened_window(qtbot, tmp_path / "small.intelviz")


def canvas_area(window) -> int:
    views = [window.bench.docks[name].view for name in PICTURES]
    return sum(view.width() * view.height() for view in views if not view.visibleRegion().isEmpty())


# What is seen


def test_opens_with_name_and_marking(window):
    assert window.windowTitle() == "small – intelviz"
    assert window.top.case_name.text() == "small"
    assert window.top.marking.text() == "OFFICIAL"
    assert "no source was marked" in window.top.marking.toolTip().lower()
    assert window.status.words.text() == "Nothing selected · all 11 shown"


def test_the_pictures_have_two_thirds_of_a_small_window(window):
    assert window.width() == 1280 and window.height() == 800
    assert canvas_area(window) >= 1280 * 800 * 2 / 3
    assert not window.bench.docks["filter"].isVisible()


def test_a_large_window_has_filter_and_details_open_as_well(qtbot, tmp_path):
    window = opened_window(qtbot, tmp_path / "small.intelviz", size=(1920, 1080))
    assert window.bench.in_sight("filter") and window.bench.in_sight("details")
    assert canvas_area(window) >= 1920 * 1080 * 0.6


def test_nothing_sticks_out_of_the_window(window, qtbot):
    for size in ((1280, 800), (1920, 1080), (1024, 700)):
        window.resize(*size)
        settle(qtbot)
        for dock in window.bench.docks.values():
            if dock.isVisible() and not dock.visibleRegion().isEmpty():
                at = dock.mapTo(window, dock.rect().topLeft())
                assert at.x() >= 0 and at.y() >= 0
                assert at.x() + dock.width() <= size[0] and at.y() + dock.height() <= size[1]


def test_growing_the_window_opens_the_filter_unless_it_was_arranged_by_hand(window, qtbot):
    window.resize(1920, 1080)
    settle(qtbot)
    assert window.bench.in_sight("filter")
    window.resize(1280, 800)
    settle(qtbot)
    assert not window.bench.in_sight("filter")
    window.bench.toggle_dock("details")
    window.resize(1920, 1080)
    settle(qtbot)
    assert not window.bench.in_sight("filter") and not window.bench.in_sight("details")


def test_each_arrangement_has_its_key(window, qtbot):
    bench = window.bench
    for number, arrangement in enumerate(ARRANGEMENTS):
        press(window, Qt.Key(Qt.Key.Key_1 + number), CTRL)
        settle(qtbot)
        shown = {name for name, dock in bench.docks.items() if not dock.isHidden()}
        assert shown == arrangement.open_docks(bench.width()), arrangement.name
    press(window, Qt.Key.Key_2, CTRL)
    settle(qtbot)
    assert bench.docks["network"].isHidden() and bench.in_sight("map")
    press(window, Qt.Key.Key_3, CTRL)
    settle(qtbot)
    timeline, upper = bench.docks["timeline"], bench.docks["map"]
    assert timeline.height() > upper.height()


def test_f11_enlarges_the_view_that_was_used_and_esc_brings_the_others_back(window, qtbot):
    bench = window.bench
    before = {name for name in bench.docks if bench.in_sight(name)}
    press(window, Qt.Key.Key_2, ALT)
    press(window, Qt.Key.Key_F11)
    settle(qtbot)
    assert {name for name in bench.docks if bench.in_sight(name)} == {"map"}
    assert bench.docks["map"].view.hasFocus()
    press(window, Qt.Key.Key_Escape)
    settle(qtbot)
    assert {name for name in bench.docks if bench.in_sight(name)} == before


def test_the_enlarge_button_of_a_view_does_the_same(window, qtbot):
    bench = window.bench
    bench.docks["timeline"].bar.buttons["larger"].click()
    settle(qtbot)
    assert bench.enlarged == "timeline" and not bench.in_sight("network")
    bench.docks["timeline"].bar.buttons["larger"].click()
    settle(qtbot)
    assert not bench.enlarged and bench.in_sight("network")


def test_a_view_floats_and_comes_back(window, qtbot):
    dock = window.bench.docks["map"]
    dock.bar.buttons["float"].click()
    settle(qtbot)
    assert dock.isFloating() and dock.isVisible()
    press(window, Qt.Key.Key_1, CTRL)
    settle(qtbot)
    assert not dock.isFloating() and window.bench.in_sight("map")


def test_closed_views_are_opened_again_from_the_view_menu_and_by_key(window, qtbot):
    bench = window.bench
    bench.docks["network"].bar.buttons["close"].click()
    settle(qtbot)
    assert not bench.in_sight("network")
    press(window, Qt.Key.Key_1, ALT)
    settle(qtbot)
    assert bench.in_sight("network")
    listed = next(each for each in menu_actions(window, "View") if each.name == "docks").choices()
    assert [each.title for each in listed] == [
        "Network",
        "Map",
        "Timeline",
        "Table",
        "Details",
        "Filter",
        "Sources",
        "Sets",
        "Patterns",
        "Compare",
    ]
    next(each for each in listed if each.title == "Table").run()
    settle(qtbot)
    assert bench.in_sight("table") and not bench.in_sight("timeline")


def test_the_rail_opens_one_panel_at_a_time_and_closes_it(window, qtbot):
    bench, rail = window.bench, window.rail
    rail.buttons["filter"].click()
    settle(qtbot)
    assert bench.in_sight("filter") and rail.buttons["filter"].isChecked()
    rail.buttons["sets"].click()
    settle(qtbot)
    assert bench.in_sight("sets") and not bench.in_sight("filter")
    assert not rail.buttons["filter"].isChecked()
    rail.buttons["sets"].click()
    settle(qtbot)
    assert not bench.in_sight("sets") and not rail.buttons["sets"].isChecked()


def test_f6_walks_through_the_open_views(window, qtbot):
    bench = window.bench
    seen = []
    for _ in range(4):
        press(window, Qt.Key.Key_F6)
        seen.append(bench.dock_here().objectName())
    assert len(set(seen)) == 4


# Keys and menus


def test_a_chart_is_copied_as_a_picture_with_one_key_twice_as_fine_as_the_screen(window, qtbot):
    QApplication.clipboard().clear()
    view = window.bench.docks["network"].view
    view.setFocus()
    press(window, Qt.Key.Key_C, CTRL | SHIFT)
    wait(qtbot, lambda: not QApplication.clipboard().image().isNull())
    image = QApplication.clipboard().image()
    assert (image.width(), image.height()) == (2 * view.width(), 2 * view.height())
    assert len({image.pixel(x, y) for x in range(0, image.width(), 7) for y in range(0, image.height(), 7)}) > 5
    assert "copied" in window.status.said.text()


def test_no_key_means_two_things_in_one_place(window):
    listed = commands_of(window)
    by_view = {}
    for each in listed:
        if not each.in_window:
            by_view.setdefault(each.menu, []).append(each)
    assert clashes([each for each in listed if each.in_window], by_view) == []


def test_every_key_can_be_read_by_qt_and_every_action_explains_itself(window):
    for each in commands_of(window):
        if each.action.key:
            assert not QKeySequence(each.action.key).isEmpty(), each.action
        assert each.action.title.strip()


def test_every_action_of_every_view_stands_in_some_menu(window):
    in_menus = set()
    for menu in MENUS:
        for action in menu_actions(window, menu):
            in_menus.add((action.name, action.title))
    for dock in window.bench.docks.values():
        for action in dock.actions_here():
            assert (action.name, action.title) in in_menus, (dock.windowTitle(), action.title)


def test_menus_open_with_keys_and_list_what_can_be_done(window):
    for name, menu in window.menus.menus.items():
        menu.aboutToShow.emit()
        assert menu.actions(), name
    edit = [entry.text() for entry in window.menus.menus["Edit"].actions()]
    assert "Select all shown\tCtrl+A" in edit
    assert any(text.startswith("Undo") for text in edit)


def test_selection_keys(window):
    workspace = window.bench.opened.workspace
    press(window, Qt.Key.Key_A, CTRL)
    assert workspace.counts.selected == 11
    press(window, Qt.Key.Key_A, CTRL | SHIFT)
    assert workspace.counts.selected == 0
    workspace.select([0])
    press(window, Qt.Key.Key_V, CTRL | SHIFT)
    assert workspace.counts.selected == 10
    press(window, Qt.Key.Key_Left, ALT)
    assert workspace.selected_rows.tolist() == [0]
    press(window, Qt.Key.Key_Right, ALT)
    assert workspace.counts.selected == 10
    workspace.select([0])
    press(window, Qt.Key.Key_L, CTRL)
    assert workspace.selected[1] and not workspace.selected[0]


def test_in_the_table_all_means_what_it_lists(window, qtbot):
    press(window, Qt.Key.Key_4, ALT)
    settle(qtbot)
    table = window.bench.docks["table"].view
    table.find_box.setText("Archer")
    table.refresh()
    table.grid.setFocus()
    press(window, Qt.Key.Key_A, CTRL)
    assert window.bench.opened.workspace.selected_rows.tolist() == [0]


def test_a_set_is_made_by_key_undone_from_the_bar_and_redone_by_key(window, qtbot):
    workspace, case = window.bench.opened.workspace, window.bench.opened.case
    workspace.select([0, 1])
    press(window, Qt.Key.Key_M, CTRL)
    dialog = window.findChild(QInputDialog)
    assert "2 items" in dialog.labelText()
    dialog.setTextValue("suspects")
    dialog.accept()
    assert case.sets()["suspects"].tolist() == workspace.items.id[[0, 1]].tolist()
    assert window.top.undo.isEnabled() and "suspects" in window.top.undo.toolTip()
    window.top.undo.click()
    assert case.sets() == {} and not window.top.undo.isEnabled()
    undo = next(each for each in menu_actions(window, "Edit") if each.name == "redo")
    assert "Make set “suspects”" in undo.title
    press(window, Qt.Key.Key_Z, CTRL | SHIFT)
    assert list(case.sets()) == ["suspects"]


def test_f1_explains_the_view_the_item_and_the_button(window):
    view = window.bench.docks["timeline"].view
    assert "Time window" in words_for(window, view)
    window.bench.opened.workspace.set_focus(7)
    assert "Burglary" in words_for(window, view)
    assert words_for(window, window.top.undo) == "Nothing to undo"


# One selection


def test_what_is_picked_in_one_view_is_picked_in_all(window, qtbot):
    workspace = window.bench.opened.workspace
    press(window, Qt.Key.Key_4, ALT)
    settle(qtbot)
    grid = window.bench.docks["table"].view.grid
    press(window, Qt.Key.Key_Home)
    press(window, Qt.Key.Key_Home)
    settle(qtbot)
    assert workspace.counts.selected == 1
    assert window.status.words.text().startswith("1 selected")
    assert (
        workspace.items.label[int(workspace.selected_rows[0])]
        in window.bench.docks["details"].view.browser.toPlainText()
    )
    assert grid.hasFocus()


def test_the_status_bar_says_what_hides_the_rest_and_a_chip_takes_it_away(window, qtbot):
    workspace = window.bench.opened.workspace
    window.bench.show_dock("filter")
    panel = window.bench.docks["filter"].view
    line = panel.tree.line("types", "Crime")
    line.setCheckState(0, Qt.CheckState.Unchecked)
    settle(qtbot)
    assert window.status.words.text() == "Nothing selected · 9 shown of 11 — 2 hidden by: Types: without crimes"
    chip = window.top.chips.chips[0]
    assert chip.isVisible() and chip.text() == "Types: without crimes"
    chip.click()
    settle(qtbot)
    assert workspace.counts.shown == 11 and not window.top.chips.chips
    assert line.checkState(0) == Qt.CheckState.Checked


def test_more_chips_than_fit_stand_behind_one_button(window, qtbot):
    from intelviz.workspace.workspace import FilterPart

    workspace = window.bench.opened.workspace
    for number in range(6):
        workspace.set_filter(
            f"part {number}", FilterPart(f"A reason with many words, number {number}", np.ones(11, bool))
        )
    settle(qtbot)
    shown = [chip for chip in window.top.chips.chips if chip.isVisible()]
    assert 1 <= len(shown) < 6
    assert window.top.chips.more.text() == f"+{6 - len(shown)}"
    assert len(window.top.chips.more.menu().actions()) == 6 - len(shown)


# Theme


def contrast(one, other) -> float:
    def light(rgb):
        parts = [each / 255 for each in rgb]
        r, g, b = (part / 12.92 if part <= 0.03928 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
        return 0.2126 * r + 0.7152 * g + 0.0722 * b

    a, b = sorted((light(one), light(other)), reverse=True)
    return (a + 0.05) / (b + 0.05)


@pytest.mark.parametrize("theme", [LIGHT, DARK], ids=lambda theme: theme.name)
def test_text_can_be_read_on_every_ground(theme):
    for ground in (theme.ground, theme.surface, theme.raised):
        for text in (theme.text, theme.quiet, theme.accent, theme.warning):
            assert contrast(text, ground) >= 4.5, (theme.name, text, ground)
    assert "$" not in sheet_of(theme)
    palette = palette_of(theme)
    text, high = palette.highlightedText().color(), palette.highlight().color()
    assert contrast(text.getRgb()[:3], high.getRgb()[:3]) >= 4.5


def test_the_theme_is_changed_and_remembered(window, qtbot):
    window.choose_theme("light")
    assert window.theme is LIGHT
    assert window.bench.docks["map"].view.theme is LIGHT
    assert QApplication.instance().palette().window().color().getRgb()[:3] == LIGHT.surface
    assert Preferences().theme == "light"
    window.choose_theme("dark")
    assert window.bench.docks["table"].view.theme is DARK


# What is remembered


def test_layout_arrangement_and_views_come_back(qtbot, tmp_path):
    path = tmp_path / "small.intelviz"
    window = opened_window(qtbot, path)
    window.bench.show_dock("sets")
    window.bench.docks["map"].bar.buttons["close"].click()
    panel = window.bench.docks["filter"].view
    panel.show_query("Crime")
    settle(qtbot)
    window.close()
    again = opened_window(qtbot, path)
    settle(qtbot)
    assert again.bench.in_sight("sets") and not again.bench.in_sight("map")
    assert again.bench.opened.workspace.counts.shown == 2
    assert again.bench.docks["filter"].view.query_box.text


def test_a_layout_that_makes_no_sense_is_passed_over(qtbot, tmp_path):
    preferences = Preferences()
    preferences.keep_bytes("layout", QByteArray(b"nonsense"))
    window = opened_window(qtbot, tmp_path / "small.intelviz")
    assert window.bench.in_sight("network") and window.bench.in_sight("timeline")


def test_read_only_is_said_and_changes_nothing(qtbot, tmp_path):
    path = tmp_path / "small.intelviz"
    small_case(path).close()
    before = path.read_bytes()
    window = opened_window(qtbot, path, read_only=True)
    assert "(read-only)" in window.windowTitle()
    window.bench.opened.workspace.select([0])
    settle(qtbot)
    make = next(each for each in menu_actions(window, "Selection") if each.name == "set_make")
    assert not make.enabled()
    window.close()
    assert path.read_bytes() == before


def test_closing_the_case_goes_back_to_the_start_page(window, qtbot):
    press(window, Qt.Key.Key_W, CTRL)
    settle(qtbot)
    assert window.bench is None and window.pages.currentWidget() is window.start
    assert window.windowTitle() == "intelviz"
    assert window.start.recent[0].recent.path.name == "small.intelviz"
    assert window.status.words.text() == "No case is open"


def test_another_case_takes_the_place_of_the_first(window, qtbot, tmp_path):
    first = window.bench
    other = tmp_path / "other.intelviz"
    small_case(other, shift=3).close()
    window.open_case(other)
    wait(qtbot, lambda: window.bench is not None and window.bench is not first)
    assert len(window.bench.opened.workspace) == 14
    with open_case(tmp_path / "small.intelviz") as freed:
        assert not freed.case.read_only


def test_a_dropped_case_is_opened(qtbot, tmp_path):
    path = tmp_path / "small.intelviz"
    small_case(path).close()
    window = made_window(qtbot)
    mime = QMimeData()
    mime.setUrls([QUrl.fromLocalFile(str(path))])
    window.dropEvent(
        QDropEvent(
            QPointF(10, 10),
            Qt.DropAction.CopyAction,
            mime,
            Qt.MouseButton.LeftButton,
            Qt.KeyboardModifier.NoModifier,
        )
    )
    wait(qtbot, lambda: window.bench is not None)


# Pictures


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_the_window_is_drawn_without_being_shown(qtbot, tmp_path, theme):
    path = tmp_path / "small.intelviz"
    small_case(path).close()
    image = window_picture(path, 1280, 800, theme, select="Person")
    assert (image.width(), image.height()) == (1280, 800)
    colours = {image.pixel(x, y) for x in range(0, 1280, 7) for y in range(0, 800, 7)}
    assert len(colours) > 40
    surface = (LIGHT if theme == "light" else DARK).surface
    assert (image.pixelColor(200, 60).getRgb()[:3]) == surface


def test_a_picture_of_an_open_case_leaves_it_open(qtbot, tmp_path):
    path = tmp_path / "small.intelviz"
    small_case(path).close()
    with open_case(path) as opened:
        window_picture(opened, 1000, 700)
        assert len(opened.case.sources()) == 1


@pytest.mark.parametrize("ending", ["png", "svg", "pdf"])
@pytest.mark.parametrize("view", ["map", "timeline", "network", "window"])
def test_views_are_written_as_png_svg_and_pdf(qtbot, tmp_path, view, ending):
    path, out = tmp_path / "small.intelviz", tmp_path / f"picture.{ending}"
    small_case(path).close()
    said = draw_picture(path, view, out, width=640, height=480, select="Person")
    assert said["selected"] == 3 and said["path"] == str(out)
    head = out.read_bytes()[:200]
    assert {"png": b"\x89PNG", "svg": b"<?xml", "pdf": b"%PDF"}[ending] in head


def test_a_picture_that_can_not_be_is_refused_in_words(qtbot, tmp_path):
    path = tmp_path / "small.intelviz"
    small_case(path).close()
    with pytest.raises(UsageError, match=r"\.png, \.svg or \.pdf"):
        draw_picture(path, "map", tmp_path / "picture.gif")
    with pytest.raises(UsageError, match="no folder"):
        draw_picture(path, "map", tmp_path / "nowhere" / "picture.png")


# The end


def test_nothing_is_left_running_when_the_window_closes(qtbot, tmp_path):
    window = opened_window(qtbot, tmp_path / "small.intelviz")
    window.search.start("Ann")
    window.close()
    settle(qtbot)
    gc.collect()
    alive = [each.name for each in threading.enumerate() if each is not threading.main_thread() and not each.daemon]
    assert [name for name in alive if not name.startswith("pytest")] == []
    assert window.session.case is None


def test_work_is_stopped_before_the_window_closes(qtbot, tmp_path):
    window = opened_window(qtbot, tmp_path / "small.intelviz")
    stopped = threading.Event()

    def work(progress):
        try:
            while True:
                progress.step("Counting for ever", 1, 2)
                threading.Event().wait(0.005)
        finally:
            stopped.set()

    window.session.jobs.start("Counting", work, failed=lambda error: None)
    wait(qtbot, window.status.jobs_box.isVisible)
    assert window.status.job_words.text() == "Counting for ever"
    assert window.status.bar.maximum() == 2
    window.close()
    wait(qtbot, lambda: not window.isVisible())
    assert stopped.is_set() and window.session.case is None


def test_every_button_has_words(window):
    for kind in (QToolButton, QPushButton):
        for button in window.findChildren(kind):
            if isinstance(button.parent(), QLineEdit | QTabBar) or button.objectName().startswith("qt_"):
                # Qt's own, which it names itself.
                continue
            assert button.toolTip() or button.accessibleName() or button.text(), button
