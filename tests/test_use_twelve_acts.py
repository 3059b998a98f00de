"""As an analyst would: from an empty window to whom somebody met before a burglary, and where, in at most twelve acts.

An act is one click, one typed entry with Enter, one key stroke combination, or one drag.
"""

import os

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from intelviz.app.acts import file_menu
from intelviz.app.dialogs.practice import PracticeDialog
from intelviz.practice.generate import generate
from intelviz.views.meetings.dialog import MeetingsDialog
from tests.window_story import ALT, CTRL, SHIFT, made_window, settle, wait

NO_KEY = Qt.KeyboardModifier.NoModifier
SIZE = 1_500


class Hand:
    """Counts what is done with real keys and clicks; INTELVIZ_ACTS names a folder for a picture after each act."""

    def __init__(self, qtbot, window) -> None:
        self.qtbot, self.window, self.acts = qtbot, window, 0

    def _done(self) -> None:
        settle(self.qtbot)
        wait(self.qtbot, lambda: not self.window.session.jobs.running)
        settle(self.qtbot)
        self.acts += 1
        folder = os.environ.get("INTELVIZ_ACTS")
        if folder:
            self.window.grab().save(f"{folder}/{self.acts:02}-window.png")
            dialog = self.dialog()
            if dialog is not None:
                dialog.grab().save(f"{folder}/{self.acts:02}-dialog.png")

    def dialog(self):
        shown = [each for each in QApplication.topLevelWidgets() if each.isVisible() and each.isModal()]
        return shown[-1] if shown else None

    def _target(self):
        dialog = self.dialog()
        if dialog is not None:
            return dialog.focusWidget() or dialog
        if not self.window.isActiveWindow():
            self.window.activateWindow()
            settle(self.qtbot)
        return QApplication.focusWidget() or self.window

    def press(self, key, modifier=NO_KEY) -> None:
        QTest.keyClick(self._target(), key, modifier)
        self._done()

    def type(self, text: str) -> None:
        target = self._target()
        QTest.keyClicks(target, text)
        settle(self.qtbot)
        QTest.keyClick(target, Qt.Key.Key_Return)
        self._done()

    def click(self, widget) -> None:
        QTest.mouseClick(widget, Qt.MouseButton.LeftButton)
        self._done()


def lines(dialog) -> list[list[str]]:
    rows = [dialog.list.topLevelItem(at) for at in range(dialog.list.topLevelItemCount())]
    return [[row.text(at) for at in range(dialog.list.columnCount())] for row in rows]


def test_from_an_empty_window_to_whom_the_holder_of_a_number_met(qtbot, tmp_path, monkeypatch):
    monkeypatch.setattr(file_menu, "documents", lambda: tmp_path)
    truth = generate(tmp_path / "truth", size=SIZE, seed=1)
    story = truth.story("meetings before a burglary").keys
    window = made_window(qtbot)
    hand = Hand(qtbot, window)
    hand.press(Qt.Key.Key_P, CTRL | SHIFT)
    hand.type("practice")
    dialog = window.findChild(PracticeDialog)
    hand.press(Qt.Key.Key_I, ALT)
    assert dialog.size_box.hasFocus()
    hand.type(str(SIZE))
    wait(qtbot, lambda: window.bench is not None)
    settle(qtbot)
    hand.press(Qt.Key.Key_K, CTRL)
    # As somebody reads it out, not as it is written in any file.
    hand.type(story["telephone"].replace("0", "+44 ", 1).replace("900", "900 "))
    workspace = window.bench.opened.workspace
    wait(qtbot, workspace.selected.any)
    assert [workspace.items.label[row] for row in workspace.selected_rows] == [story["telephone"]]
    hand.press(Qt.Key.Key_M, CTRL | SHIFT)
    dialog = window.findChild(MeetingsDialog)
    assert dialog.before.hasFocus()
    hand.type("Burglary")
    assert dialog.isVisible()
    found = lines(dialog)
    nominal = {each: workspace.items.label[workspace.row_of(window.session.case.case.search(each)[0].id)]
               for each in story["met"]}  # fmt: skip
    assert [row[1] for row in found] == [nominal[each] for each in story["met"]]
    assert [row[2].split(",")[0] for row in found] == story["where"]
    assert [row[0][:16] for row in found] == ["3 Oct 2025 20:35", "6 Oct 2025 18:20", "8 Oct 2025 16:50"]
    assert "3 meetings at 2 places with 2 persons" in dialog.words.text()
    assert hand.acts <= 12, hand.acts
    # And on to a chart, and from the chart to a picture for a document in one act more: pasting is the second.
    hand.click(dialog.chart_button)
    drawn = {workspace.items.label[row] for row in range(len(workspace)) if workspace.chart.drawn[row]}
    assert set(nominal.values()) <= drawn
    hand.press(Qt.Key.Key_Escape)
    assert not dialog.isVisible()
    assert hand.acts <= 12, hand.acts
    before = hand.acts
    QApplication.clipboard().clear()
    hand.press(Qt.Key.Key_C, CTRL | SHIFT)
    picture = QApplication.clipboard().image()
    view = window.bench.last_used.view
    assert (picture.width(), picture.height()) == (2 * view.width(), 2 * view.height())
    assert picture.dotsPerMeterX() > 0
    assert hand.acts - before == 1
