"""The import assistant where things go wrong or meanwhile change, with real keys and clicks."""

from PySide6.QtCore import QMimeData, QPoint, QPointF, Qt, QUrl
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QCheckBox, QLabel, QLineEdit, QPushButton

from intelviz.app.assistant.item_dialog import ItemDialog
from intelviz.app.assistant.window import ImportAssistant
from intelviz.app.dialogs.errors import ErrorDialog
from tests.test_assistant import PEOPLE, assistant_for, counts, home, pick, report, window, written
from tests.window_story import opened_window, settle, wait

__all__ = ["home", "window"]
MANY = "First Name,Surname,Mobile\n" + "".join(f"Ann{at},Ash{at},07700 9000{at:02d}\n" for at in range(10))
SEEN = "First Name,Surname,Mobile,Lat,Seen at\n" + "".join(
    f"Ann{at},Ash{at},07700 9000{at:02d},53.{at},{at + 10}/04/2024 10:00\n" for at in range(10)
)


def settled(qtbot, window):
    settle(qtbot)
    qtbot.wait(200)
    wait(qtbot, lambda: not window.session.jobs.running)
    settle(qtbot)


def test_what_is_in_the_case_already_is_said_by_itself(qtbot, window, tmp_path):
    dialog = assistant_for(qtbot, window, written(tmp_path, MANY, "old.csv"))
    dialog.button.click()
    report(qtbot, window).close()
    more = written(tmp_path, MANY + "Zoe,Zed,07700 900099\n", "new.csv")
    dialog = assistant_for(qtbot, window, more)
    bar = dialog.page.tabs.tabBar()
    QTest.mouseClick(bar, Qt.MouseButton.LeftButton, pos=bar.tabRect(1).center())
    wait(qtbot, lambda: "phones are in the case already" in dialog.page.trial.said.toPlainText())
    assert "10 of 11 phones are in the case already, such as 07700 900000" in dialog.page.trial.said.toPlainText()
    dialog.reject()


def test_cells_that_are_not_taken_are_marked_with_the_reason(qtbot, window, tmp_path):
    dialog = assistant_for(qtbot, window, written(tmp_path, SEEN.replace("07700 900003", "banana")))
    page = dialog.page
    wait(qtbot, lambda: page.preview.item(6, 2).toolTip())
    assert page.preview.item(6, 2).text() == "banana"
    assert "left out" in page.preview.item(6, 2).toolTip()
    assert not page.preview.item(5, 2).toolTip()
    dialog.reject()


def test_rows_that_are_set_aside_are_marked_and_told(qtbot, window, tmp_path):
    dialog = assistant_for(qtbot, window, written(tmp_path, MANY + 'Bad,"Row"x,1,2,3,4\n'))
    page = dialog.page
    wait(qtbot, lambda: page.preview.verticalHeaderItem(13).text().startswith("✕"))
    assert "set aside" in page.preview.verticalHeaderItem(13).toolTip()
    last = page.sample.rows.item(page.sample.rows.count() - 1)
    assert last.text().startswith("row 12: set aside")
    dialog.reject()


def test_each_row_is_told_in_words_and_found_in_the_table(qtbot, window, tmp_path):
    text = "when,location,price\n1/6/2014 07:28,Brew've Been Served,4.17\n1/16/2014 07:30,Hallowed Grounds,9.6\n"
    dialog = assistant_for(qtbot, window, written(tmp_path, text))
    rows = dialog.page.sample.rows
    wait(qtbot, lambda: rows.count() == 2)
    assert rows.item(0).text() == "row 2: 6 Jan 2014 07:28 GMT, Brew've Been Served"
    QTest.mouseClick(rows.viewport(), Qt.MouseButton.LeftButton, pos=rows.visualItemRect(rows.item(1)).center())
    assert {each.row() for each in dialog.page.preview.selectedItems()} == {4}
    dialog.reject()


def test_what_does_not_go_together_is_told_at_its_column_and_keeps_it_from_loading(qtbot, window, tmp_path):
    dialog = assistant_for(qtbot, window, written(tmp_path, SEEN))
    page = dialog.page
    pick(page.preview.cellWidget(0, 3), "latitude")
    wait(qtbot, lambda: not dialog.button.isEnabled())
    wait(qtbot, lambda: page.preview.item(2, 3).text().startswith("⚠"))
    assert "no column is its longitude" in page.preview.item(2, 3).toolTip()
    assert "no column is its longitude" in dialog.words.text()
    QTest.mouseClick(_button(page, "Start again"), Qt.MouseButton.LeftButton)
    wait(qtbot, dialog.button.isEnabled)
    dialog.reject()


def test_an_ni_number_tells_nobody_apart(qtbot, window, tmp_path):
    text = "Ref,NI Number,Town\n" + "".join(f"{at},QQ{at:06d}A,Leeds{at}\n" for at in range(10, 30))
    dialog = assistant_for(qtbot, window, written(tmp_path, text.replace("QQ", "AB")))
    pick(dialog.page.preview.cellWidget(0, 1), "what tells it apart")
    wait(qtbot, lambda: "a National Insurance number identifies nobody here" in dialog.words.text())
    assert not dialog.button.isEnabled()
    dialog.reject()


def _button(page, words) -> QPushButton:
    return next(
        each for each in page.findChildren(QPushButton) if words in each.text().replace("&", "") and not each.isHidden()
    )


def test_another_item_is_found_by_typing_and_removed_again(qtbot, window, tmp_path):
    dialog = assistant_for(qtbot, window, written(tmp_path, "Note,Tag\na,T1\nb,T2\n"))
    page = dialog.page
    pick(page.preview.cellWidget(0, 1), "label")
    settled(qtbot, window)
    pick(page.preview.cellWidget(1, 1), "another item…")
    wait(qtbot, lambda: dialog.findChild(ItemDialog))
    asked = dialog.findChild(ItemDialog)
    QTest.keyClicks(asked.search, "vehic")
    assert asked.list.currentItem().text() == "vehicle"
    QTest.keyClick(asked.search, Qt.Key.Key_Return)
    wait(qtbot, lambda: [each.type for each in page.group.draft.items] == ["Entity", "Vehicle"])
    assert page.group.draft.uses[1].what == "id"
    assert page.group.draft.uses[1].property == "reg"
    settled(qtbot, window)
    remove = next(each for each in page.findChildren(QPushButton) if each.accessibleName() == "Remove row")
    QTest.mouseClick(remove, Qt.MouseButton.LeftButton)
    wait(qtbot, lambda: [each.type for each in page.group.draft.items] == ["Vehicle"])
    dialog.reject()


def test_an_item_is_renamed_and_enter_there_loads_nothing(qtbot, window, tmp_path):
    dialog = assistant_for(qtbot, window, written(tmp_path, PEOPLE))
    page = dialog.page
    box = next(each for each in page.findChildren(QLineEdit) if each.accessibleName() == "Name of the item row")
    box.setFocus()
    box.selectAll()
    QTest.keyClicks(box, "suspect")
    QTest.keyClick(box, Qt.Key.Key_Return)
    wait(qtbot, lambda: page.group.draft.items[0].name == "suspect")
    assert dialog.isVisible()
    assert counts(window) == {}
    dialog.reject()


def test_files_dropped_on_the_assistant_are_added(qtbot, window, tmp_path):
    dialog = assistant_for(qtbot, window, written(tmp_path, PEOPLE, "a.csv"))
    data = QMimeData()
    written(tmp_path, PEOPLE.replace("Ann", "Di"), "b.csv")
    written(tmp_path, "x,y\n1,2\n", "c.csv")
    data.setUrls([QUrl.fromLocalFile(str(tmp_path / name)) for name in ("a.csv", "b.csv", "c.csv")])
    where = (Qt.DropAction.CopyAction, data, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier)
    QApplication.sendEvent(dialog, QDragEnterEvent(QPoint(50, 50), *where))
    QApplication.sendEvent(dialog, QDropEvent(QPointF(50, 50), *where))
    wait(qtbot, lambda: len(dialog.groups) == 2 and not window.session.jobs.running)
    assert [len(each.tables) for each in dialog.groups] == [2, 1]
    assert dialog.button.text() == "&Load 3 tables, 7 rows"
    assert window.findChildren(ImportAssistant) == [dialog]
    dialog.button.click()
    report(qtbot, window).close()
    assert counts(window) == {"Person": 6, "Phone": 2, "Entity": 1}


def test_files_imported_while_it_is_open_are_added_to_it(qtbot, window, tmp_path):
    dialog = assistant_for(qtbot, window, written(tmp_path, PEOPLE, "a.csv"))
    window.import_paths([written(tmp_path, "x,y\n1,2\n", "c.csv")])
    wait(qtbot, lambda: len(dialog.groups) == 2)
    assert window.findChildren(ImportAssistant) == [dialog]
    settled(qtbot, window)
    dialog.reject()


def test_a_file_that_vanishes_is_told_and_nothing_is_loaded(qtbot, window, tmp_path):
    path = written(tmp_path, PEOPLE)
    dialog = assistant_for(qtbot, window, path)
    path.unlink()
    dialog.page.header.setValue(2)
    wait(qtbot, lambda: "no longer there" in dialog.page.why.text() or "can't be" in dialog.page.why.text())
    settled(qtbot, window)
    dialog.button.click()
    wait(qtbot, lambda: window.findChild(ErrorDialog))
    window.findChild(ErrorDialog).reject()
    settled(qtbot, window)
    assert counts(window) == {}


def test_it_goes_with_the_case(qtbot, window, tmp_path):
    dialog = assistant_for(qtbot, window, written(tmp_path, PEOPLE))
    gone = []
    dialog.destroyed.connect(lambda: gone.append(True))
    window.close_case()
    wait(qtbot, lambda: window.session.case is None and gone)


def test_leaving_it_while_it_looks_stops_that(qtbot, window, tmp_path):
    folder = tmp_path / "many"
    folder.mkdir()
    for number in range(60):
        written(folder, PEOPLE, f"{number}.csv")
    window.import_paths([folder])
    dialog = window.findChild(ImportAssistant)
    QTest.keyClick(dialog, Qt.Key.Key_Escape)
    wait(qtbot, lambda: not window.session.jobs.running)
    settle(qtbot)
    assert counts(window) == {}
    assert window.findChild(ImportAssistant) is None


def test_a_case_that_may_only_be_read_says_so(qtbot, tmp_path):
    window = opened_window(qtbot, tmp_path / "small.intelviz", read_only=True)
    window.import_paths([written(tmp_path, PEOPLE)])
    wait(qtbot, lambda: window.findChild(ErrorDialog))
    assert window.findChild(ImportAssistant) is None
    window.findChild(ErrorDialog).reject()


def test_what_nobody_can_read_is_named_with_the_reason(qtbot, window, tmp_path):
    (tmp_path / "noise.bin").write_bytes(bytes(range(256)) * 40)
    dialog = assistant_for(qtbot, window, tmp_path / "noise.bin")
    assert not dialog.button.isEnabled()
    assert dialog.looking.text().startswith("Nothing here can be loaded.")
    assert "noise.bin: " in dialog.looking.text()
    dialog.reject()


def test_sheets_of_a_workbook_are_tables_of_their_own(qtbot, window, tmp_path):
    from openpyxl import Workbook

    book = Workbook()
    for name, row in (("June", ("Ann", "Ash", "07700 900001")), ("July", ("Bob", "Bay", "07700 900002"))):
        sheet = book.create_sheet(name)
        sheet.append(("First Name", "Surname", "Mobile"))
        sheet.append(row)
    cars = book.create_sheet("Cars")
    for row in (("Reg", "Colour"), ("AB12 CDE", "red"), ("XY51 ZZZ", "blue")):
        cars.append(row)
    del book["Sheet"]
    book.save(tmp_path / "book.xlsx")
    dialog = assistant_for(qtbot, window, tmp_path / "book.xlsx")
    assert sorted(each.name for each in dialog.groups) == ["book.xlsx › Cars", "book.xlsx › June and 1 more alike"]
    assert dialog.button.text() == "&Load 3 tables, 4 rows"
    dialog.reject()


def test_until_when_it_may_be_used_and_of_what_it_is_newer_goes_with_it(qtbot, window, tmp_path):
    (tmp_path / "later").mkdir()
    dialog = assistant_for(qtbot, window, written(tmp_path, PEOPLE, "list.csv"))
    assert dialog.terms.expires.currentText() == "90 days"
    assert dialog.terms.until.text().startswith("until ")
    assert not dialog.terms.newer.isVisible()
    dialog.button.click()
    report(qtbot, window).close()
    newer = written(tmp_path / "later", PEOPLE.replace("Ann", "Anna"), "list.csv")
    dialog = assistant_for(qtbot, window, newer)
    assert dialog.terms.newer.text().startswith("&Newer version of the source loaded on ")
    QTest.mouseClick(dialog.terms.newer, Qt.MouseButton.LeftButton, pos=dialog.terms.newer.rect().center() / 8)
    if not dialog.terms.newer.isChecked():
        QTest.keyClick(dialog.terms.newer, Qt.Key.Key_Space)
    edit = dialog.terms.expires.lineEdit()
    edit.selectAll()
    QTest.keyClicks(edit, "soon")
    assert not dialog.button.isEnabled()
    edit.selectAll()
    QTest.keyClicks(edit, "31/03/2199")
    assert dialog.button.isEnabled()
    dialog.button.click()
    report(qtbot, window).close()
    old, new = window.session.case.case.sources()
    assert new.replaces == old.id
    assert new.expires == "2199-03-31"


def test_tab_goes_from_the_left_to_the_right_and_down(qtbot, window, tmp_path):
    dialog = assistant_for(qtbot, window, written(tmp_path, SEEN))
    settled(qtbot, window)
    page, terms = dialog.page, dialog.terms
    wanted = [dialog.list, page.recipe, page.keep, page.preview, *page.preview.boxes()]
    wanted += [page.tabs.tabBar(), page.sample.rows, terms.grade, terms.marking, terms.expires, dialog.button]
    chain, here = [], dialog.list
    for _ in range(2_000):
        chain.append(here)
        here = here.nextInFocusChain()
        if here is dialog.list:
            break
    found = [each for each in chain if each in wanted]
    assert found == wanted, [each.accessibleName() or each for each in found]
    dialog.reject()


def test_no_two_keys_of_the_window_are_the_same(qtbot, window, tmp_path):
    dialog = assistant_for(qtbot, window, written(tmp_path, SEEN))
    settled(qtbot, window)
    for tab in range(2):
        dialog.page.tabs.setCurrentIndex(tab)
        settle(qtbot)
        words = [*dialog.findChildren(QPushButton), *dialog.findChildren(QLabel), *dialog.findChildren(QCheckBox)]
        shown = [each.text() for each in words if each.isVisible()]
        keys = [text[text.index("&") + 1].casefold() for text in shown if "&" in text.replace("&&", "")]
        assert len(keys) == len(set(keys)), shown
        assert len(keys) > 6
    settled(qtbot, window)
    dialog.reject()
