"""The import assistant, with real keys and clicks: what files hold, how they are read, and what would come of them."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QComboBox, QInputDialog

from intelviz.app.assistant.window import ImportAssistant
from intelviz.app.dialogs.import_report import ImportReportDialog
from intelviz.schema.folders import user_folder
from tests.window_story import made_window, settle, wait

PEOPLE = "First Name,Surname,Mobile\nAnn,Ash,07700 900001\nBob,Bay,07700 900002\nCy,Cox,07700 900001\n"
EITHER_WAY = "when,who,tel\n03/04/2024 10:00,Ann,07700 900001\n05/06/2024 11:00,Bob,07700 900002\n"


@pytest.fixture(autouse=True)
def home(tmp_path, monkeypatch):
    monkeypatch.setenv("INTELVIZ_HOME", str(tmp_path / "home"))


@pytest.fixture
def window(qtbot, tmp_path):
    window = made_window(qtbot)
    window.new_case(tmp_path / "case.intelviz")
    wait(qtbot, lambda: window.bench is not None)
    return window


def assistant_for(qtbot, window, *paths):
    window.import_paths(list(paths))
    # One that was closed is still a child until it is deleted.
    dialog = next(each for each in window.findChildren(ImportAssistant) if each.isVisible())
    wait(qtbot, lambda: dialog.look is not None)
    wait(qtbot, lambda: not window.session.jobs.running)
    return dialog


def report(qtbot, window):
    wait(qtbot, lambda: window.findChild(ImportReportDialog) is not None and not window.session.jobs.running)
    settle(qtbot)
    return window.findChild(ImportReportDialog)


def written(tmp_path, text, name="rows.csv"):
    path = tmp_path / name
    path.write_text(text)
    return path


def counts(window):
    return window.session.case.case.info()["items"]


def pick(box: QComboBox, text: str) -> None:
    """Choose an entry by keys, as somebody would who can't use a mouse."""
    at = box.findText(text)
    assert at >= 0, [box.itemText(each) for each in range(box.count())]
    box.setFocus()
    QTest.keyClick(box, Qt.Key.Key_Down)
    list_ = box.view()
    list_.setCurrentIndex(box.model().index(at, 0))
    QTest.keyClick(list_, Qt.Key.Key_Return)


def test_files_that_are_known_are_loaded_by_enter_alone(qtbot, window, shared_data):
    dialog = assistant_for(qtbot, window, shared_data / "cumbria-street")
    assert [each.read_as for each in dialog.groups] == ["police-uk-street"]
    assert "1 passed over" in dialog.words.text()
    about = int("".join(each for each in dialog.button.text() if each.isdigit()))
    assert dialog.button.text() == f"&Load about {about:,} rows"
    assert about == pytest.approx(3_326, rel=0.05), "told from the first thousand rows"
    QTest.keyClick(dialog, Qt.Key.Key_Return)
    assert report(qtbot, window).words.text().startswith("2,")
    assert sum(counts(window).values()) == 5_062


def test_a_column_is_mapped_by_keys_and_the_small_chart_follows(qtbot, window, tmp_path):
    dialog = assistant_for(qtbot, window, written(tmp_path, PEOPLE))
    page = dialog.page
    assert page.group.draft is not None
    assert page.preview.item(2, 2).text() == "Mobile"
    assert page.preview.item(3, 2).text() == "07700 900001", "as it stands in the file"
    what = page.preview.cellWidget(0, 0)
    assert what.currentText() == "first name"
    pick(what, "nickname")
    wait(qtbot, lambda: page.group.draft.columns_as("property") == ["First Name", "Surname"])
    wait(qtbot, lambda: page.group.draft.uses[0].property == "nickname")
    wait(qtbot, lambda: page.chart is not None and not window.session.jobs.running)
    assert "The first 3 rows make 3 persons and 2 phones." in page.sample.made.text()
    assert len(page.chart.workspace) == 5
    dialog.button.click()
    report(qtbot, window).close()
    case = window.session.case.case
    assert counts(window) == {"Person": 3, "Phone": 2}
    assert case.item(case.search("Ash")[0].id).properties["nickname"] == "Ann"
    (act,) = [each for each in case.log() if each.command == "import files"]
    assert act.args["decided"], "the log can do it again"


def test_dates_that_may_be_read_either_way_are_asked_for(qtbot, window, tmp_path):
    dialog = assistant_for(qtbot, window, written(tmp_path, EITHER_WAY))
    assert not dialog.button.isEnabled()
    assert "“03/04/2024 10:00” is 3 Apr 2024" in dialog.page.asked.text()
    QTest.mouseClick(dialog.page.month_first, Qt.MouseButton.LeftButton)
    wait(qtbot, dialog.button.isEnabled)
    wait(qtbot, lambda: "is 4 Mar 2024" in dialog.page.asked.text())
    wait(qtbot, lambda: not window.session.jobs.running)
    dialog.button.click()
    report(qtbot, window).close()
    assert window.session.case.case.info()["time"][0].startswith("2024-03-04")


def test_a_table_that_is_not_ticked_is_passed_over_and_said(qtbot, window, tmp_path):
    written(tmp_path, EITHER_WAY, "b.csv")
    dialog = assistant_for(qtbot, window, written(tmp_path, PEOPLE, "a.csv"), tmp_path / "b.csv")
    line = next(dialog.list.topLevelItem(at) for at in range(2) if dialog.list.topLevelItem(at).text(0) == "b.csv")
    line.setCheckState(0, Qt.CheckState.Unchecked)
    assert dialog.button.isEnabled(), "what is not loaded need not be answered"
    dialog.button.click()
    report(qtbot, window).close()
    assert counts(window) == {"Person": 3, "Phone": 2}


def test_a_hundred_files_alike_are_decided_once_and_loaded_in_one_act(qtbot, window, tmp_path):
    folder = tmp_path / "many"
    folder.mkdir()
    for number in range(100):
        written(folder, f"First Name,Surname,Mobile\nAnn,Ash{number},07700 {900000 + number}\n", f"{number:03}.csv")
    dialog = assistant_for(qtbot, window, folder)
    assert [len(each.tables) for each in dialog.groups] == [100]
    dialog.button.click()
    report(qtbot, window).close()
    assert counts(window) == {"Person": 100, "Phone": 100}
    window.undo()
    wait(qtbot, lambda: not window.session.jobs.running)
    assert counts(window) == {}


def test_cancelling_leaves_nothing(qtbot, window, tmp_path):
    dialog = assistant_for(qtbot, window, written(tmp_path, PEOPLE))
    before = window.session.case.case.log()
    QTest.keyClick(dialog, Qt.Key.Key_Escape)
    settle(qtbot)
    assert window.session.case.case.log() == before
    assert counts(window) == {}


def test_what_would_come_of_it_is_tried_and_leaves_the_case_as_it_was(qtbot, window, tmp_path):
    path = written(tmp_path, PEOPLE)
    dialog = assistant_for(qtbot, window, path)
    dialog.page.tabs.setCurrentIndex(1)
    QTest.mouseClick(dialog.page.trial.try_all, Qt.MouseButton.LeftButton)
    wait(qtbot, lambda: "All 3 rows: 3 would be loaded" in dialog.page.trial.said.toPlainText())
    assert "5 items and 3 links would be added" in dialog.page.trial.said.toPlainText()
    assert counts(window) == {}
    dialog.reject()


def test_a_mapping_kept_as_a_recipe_reads_the_next_file_by_itself(qtbot, window, tmp_path, monkeypatch):
    dialog = assistant_for(qtbot, window, written(tmp_path, PEOPLE, "a.csv"))
    monkeypatch.setattr(QInputDialog, "getText", lambda *_, **__: ("Our phone list", True))
    QTest.mouseClick(dialog.page.keep, Qt.MouseButton.LeftButton)
    assert (user_folder("recipes") / "our-phone-list.yaml").is_file()
    assert "Kept as the recipe “our-phone-list”" in dialog.page.why.text()
    dialog.reject()
    settle(qtbot)
    again = assistant_for(qtbot, window, written(tmp_path, PEOPLE.replace("Ann", "Di"), "b.csv"))
    assert [each.read_as for each in again.groups] == ["our-phone-list"]
    again.reject()


def test_another_row_may_be_the_header(qtbot, window, tmp_path):
    text = "Unit report,2024,,\nFirst Name,Surname,Mobile,\nAnn,Ash,07700 900001,\nBob,Bay,07700 900002,\n"
    dialog = assistant_for(qtbot, window, written(tmp_path, text))
    dialog.page.header.setValue(1)
    wait(qtbot, lambda: dialog.page.group.columns[0] == "Unit report")
    dialog.page.header.setValue(2)
    wait(qtbot, lambda: dialog.page.group.columns[:3] == ["First Name", "Surname", "Mobile"])
    wait(qtbot, lambda: not window.session.jobs.running)
    dialog.button.click()
    report(qtbot, window).close()
    assert counts(window) == {"Person": 2, "Phone": 2}


def test_everything_can_be_reached_by_keys_and_has_a_name(qtbot, window, tmp_path):
    dialog = assistant_for(qtbot, window, written(tmp_path, PEOPLE))
    boxes = [each for each in dialog.findChildren(QComboBox) if each.isVisible() and each.parent() is not None]
    assert boxes
    for each in boxes:
        assert each.accessibleName() or each.toolTip(), each
        assert each.focusPolicy() != Qt.FocusPolicy.NoFocus
    dialog.reject()
