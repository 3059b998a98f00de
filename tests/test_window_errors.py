"""Errors, crashes, the start page, import: everything in words, nothing lost."""

import contextlib
import sqlite3
import sys
import threading
from pathlib import Path

import pytest
from PySide6.QtCore import QEvent, Qt, QtMsgType
from PySide6.QtWidgets import QApplication, QLabel

from intelviz.app.acts import file_menu
from intelviz.app.assistant.window import ImportAssistant
from intelviz.app.crashes import CrashWatch, _from_qt, log_file
from intelviz.app.dialogs.errors import ErrorDialog, show_crash, show_error
from intelviz.app.dialogs.import_report import ImportReportDialog, heading
from intelviz.app.dialogs.pages import AboutDialog, KeysDialog
from intelviz.app.dialogs.practice import PracticeDialog
from intelviz.app.look.preferences import Preferences
from intelviz.app.posting import Poster
from intelviz.schema.errors import BadInputError, CancelledError, CaseDamagedError, Where
from intelviz.schema.folders import user_folder
from intelviz.workspace.jobs import Jobs
from intelviz.workspace.opening import open_case
from tests.small_case import small_case
from tests.window_story import made_window, opened_window, press, settle, wait


def texts(dialog) -> str:
    return "\n".join(label.text() for label in dialog.findChildren(QLabel))


def shown_error(window) -> ErrorDialog:
    return next(each for each in window.findChildren(ErrorDialog) if each.isVisible())


# Errors in words


def test_an_error_says_what_happened_to_what_and_what_to_do(qtbot):
    error = BadInputError(
        "this is no date.",
        where=Where("crimes.csv", 12, "date", "31/02/2017"),
        remedy="Correct the cell and import again.",
        details="ValueError: day is out of range",
    )
    dialog = show_error(None, error)
    qtbot.addWidget(dialog)
    said = texts(dialog)
    assert "The file can't be read" in said
    assert "This is no date." in said and "crimes.csv, row 12, column “date”, value “31/02/2017”" in said
    assert "Correct the cell" in said and "ValueError" not in said
    assert not dialog.page.isVisible()
    dialog.more.click()
    assert dialog.page.isVisible() and "out of range" in dialog.page.toPlainText()
    dialog.copy()
    assert "out of range" in QApplication.clipboard().text() and "31/02/2017" in QApplication.clipboard().text()


def test_what_was_stopped_on_purpose_is_no_error(qtbot):
    assert show_error(None, CancelledError()) is None


def test_what_should_not_have_happened_names_a_file_and_shows_no_traceback(qtbot):
    try:
        raise ZeroDivisionError("division by zero")
    except ZeroDivisionError as error:
        dialog = show_error(None, error)
    qtbot.addWidget(dialog)
    said = texts(dialog)
    assert "Traceback" not in said
    file = next(Path(line) for line in said.splitlines() if line.endswith(".txt"))
    assert file.is_file() and "ZeroDivisionError" in file.read_text(encoding="utf-8")
    assert file.parent == user_folder("log")


def test_only_one_crash_is_shown_at_a_time(qtbot, tmp_path):
    first = show_crash(None, ValueError("a"), tmp_path / "a.txt")
    qtbot.addWidget(first)
    assert show_crash(None, ValueError("b"), tmp_path / "b.txt") is None


def test_uncaught_errors_of_any_thread_are_written_down_and_told(qtbot, capsys):
    told = []
    poster = Poster()
    watch = CrashWatch(lambda error, file: poster.post(lambda: told.append((type(error), file))))
    before = (sys.excepthook, threading.excepthook)
    watch.install()
    try:
        try:
            raise LookupError("on this thread")
        except LookupError:
            sys.excepthook(*sys.exc_info())
        thread = threading.Thread(target=lambda: {}["in another thread"])
        thread.start()
        thread.join()
        wait(qtbot, lambda: len(told) == 2)
    finally:
        watch.remove()
    assert [kind for kind, _ in told] == [LookupError, KeyError]
    assert all(file.is_file() for _, file in told)
    assert (sys.excepthook, threading.excepthook) == before
    log = log_file().read_text(encoding="utf-8")
    assert "on this thread" in log and "in another thread" in log
    assert (user_folder("log") / "fault.txt").is_file()
    assert "Traceback" not in capsys.readouterr().err


def test_complaints_of_qt_go_to_the_log():
    watch = CrashWatch(lambda error, file: None)
    watch.install()
    try:

        class Context:
            file, line = "window.cpp", 7

        _from_qt(QtMsgType.QtWarningMsg, Context(), "a complaint")
    finally:
        watch.remove()
    assert "Qt: a complaint (window.cpp:7)" in log_file().read_text(encoding="utf-8")


def test_a_log_folder_that_can_not_be_made_does_not_stop_the_program(monkeypatch, tmp_path, capsys):
    blocked = tmp_path / "file"
    blocked.write_text("")
    monkeypatch.setenv("INTELVIZ_HOME", str(blocked))
    watch = CrashWatch(lambda error, file: None)
    watch.install()
    watch.remove()
    assert "no log can be written" in capsys.readouterr().err


# The start page


def test_the_start_page_offers_what_would_fill_the_window(qtbot):
    window = made_window(qtbot)
    start = window.start
    assert [button.text() for button in start.buttons.values()] == [
        "Open the practice case",
        "New case",
        "Open a case",
        "Import files",
    ]
    assert start._list_head.text() == "Cases that you open are listed here."
    start.start()
    assert start.buttons["practice"].hasFocus()


def test_recent_cases_are_opened_with_a_click_and_missing_ones_are_said_to_be(qtbot, tmp_path):
    path, gone = tmp_path / "small.intelviz", tmp_path / "gone.intelviz"
    small_case(path).close()
    preferences = Preferences()
    preferences.remember(path)
    preferences.remember(gone)
    window = made_window(qtbot)
    missing, there = window.start.recent
    assert "no longer there" in missing.accessibleName()
    missing.click()
    wait(qtbot, lambda: any(each.isVisible() for each in window.findChildren(ErrorDialog)))
    dialog = shown_error(window)
    assert "no such file" in texts(dialog) and "gone.intelviz" in texts(dialog)
    dialog.ways[0].click()
    assert [each.recent.path for each in window.start.recent] == [path]
    window.start.recent[0].click()
    wait(qtbot, lambda: window.bench is not None)
    assert there is not None


def test_preferences_that_make_no_sense_are_passed_over():
    file = user_folder("config") / "settings.ini"
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text("[General]\nrecent=nonsense\ntheme=mauve\nfolder=/nowhere/at/all\nlayout_version=x\n")
    preferences = Preferences()
    assert preferences.recent == [] and preferences.theme == "system"
    assert preferences.folder.is_dir()
    assert preferences.bytes_of("layout").isEmpty()


def test_a_new_case_is_made_and_never_overwrites(qtbot, tmp_path):
    path = tmp_path / "new.intelviz"
    window = made_window(qtbot)
    window.new_case(path)
    wait(qtbot, lambda: window.bench is not None)
    assert window.status.words.text() == "The case is empty: import files to begin"
    assert window.notice.isVisible() and window.notice.words.text().startswith("This case is empty.")
    assert [button.text() for button in window.notice.buttons] == ["Import files…", "Import folder…"]
    window.close_case()
    settle(qtbot)
    window.new_case(path)
    wait(qtbot, lambda: any(each.isVisible() for each in window.findChildren(ErrorDialog)))
    assert str(path) in texts(shown_error(window)) or "new.intelviz" in texts(shown_error(window))
    assert window.bench is None


def test_a_case_that_is_open_elsewhere_is_offered_read_only(qtbot, tmp_path):
    path = tmp_path / "small.intelviz"
    small_case(path).close()
    with open_case(path):
        window = made_window(qtbot)
        window.open_case(path)
        wait(qtbot, lambda: any(each.isVisible() for each in window.findChildren(ErrorDialog)))
        dialog = shown_error(window)
        assert dialog.ways[0].text() == "Open read-only" and dialog.ways[0].isDefault()
        dialog.ways[0].click()
        wait(qtbot, lambda: window.bench is not None)
        assert "(read-only)" in window.windowTitle()
        assert "reading only" in window.notice.words.text()


@pytest.mark.parametrize("content", [b"", b"not a case at all", b"SQLite format 3\x00" + b"\x00" * 200])
def test_what_is_no_case_is_refused_in_words_and_the_open_one_stays(qtbot, tmp_path, content):
    window = opened_window(qtbot, tmp_path / "small.intelviz")
    bench = window.bench
    other = tmp_path / "other.intelviz"
    other.write_bytes(content)
    window.open_case(other)
    wait(qtbot, lambda: any(each.isVisible() for each in window.findChildren(ErrorDialog)))
    assert "other.intelviz" in texts(shown_error(window)) and "Traceback" not in texts(shown_error(window))
    assert window.bench is bench


# Import


DOCUMENT = {
    "sources": [
        {
            "source": "crimes.csv",
            "recipe": "crimes",
            "rows": 28_776,
            "loaded": 28_762,
            "merged": 0,
            "rejected": 14,
            "rejections": [
                {"row": 12, "column": "date", "value": "31/02/2017", "reason": "there is no such day"},
                {"row": 99, "column": None, "value": None, "reason": "the row is cut short"},
            ],
            "warnings": ["The encoding was taken for Windows-1252."],
        }
    ],
    "items": 28_762,
    "links": 4,
}


def test_a_report_of_an_import_speaks_in_words(qtbot):
    assert heading(DOCUMENT, {"crimes": 28_762}) == "28,762 crimes loaded, with 4 links; 14 rows set aside"
    dialog = ImportReportDialog(None, DOCUMENT, {"crimes": 28_762})
    qtbot.addWidget(dialog)
    dialog.show()
    assert [dialog.tabs.tabText(number) for number in range(3)] == ["Set aside (14)", "To know (1)", "Sources (1)"]
    assert dialog.rejected.rows[0] == ("crimes.csv", 12, "date", "31/02/2017", "there is no such day")
    dialog.copy()
    text = QApplication.clipboard().text()
    assert "crimes.csv, row 12, column “date”, value “31/02/2017”: there is no such day" in text
    assert "crimes.csv, row 99: the row is cut short" in text and "Windows-1252" in text


def test_rows_set_aside_are_saved_or_the_reason_why_not_is_shown(qtbot, tmp_path):
    dialog = ImportReportDialog(None, DOCUMENT, {})
    qtbot.addWidget(dialog)
    dialog.save(tmp_path / "rows.csv")
    assert (tmp_path / "rows.csv").read_text(encoding="utf-8").splitlines()[1].startswith("crimes.csv,12,date")
    dialog.save(tmp_path / "nowhere" / "rows.csv")
    assert "can't be written" in texts(shown_error(dialog))


def test_largest_kinds_are_named_and_the_rest_counted():
    added = {"crimes": 50, "persons": 40, "phones": 30, "calls": 20, "areas": 2, "emails": 1}
    assert heading({"sources": [], "items": 0, "links": 0}, added) == (
        "50 crimes, 40 persons, 30 phones, 20 calls and 3 other items loaded; no row set aside"
    )


def test_files_dropped_without_a_case_ask_where_the_new_one_goes(qtbot, tmp_path, monkeypatch):
    asked = []
    monkeypatch.setattr(file_menu, "ask_new", lambda window, paths=None: asked.append(paths))
    window = made_window(qtbot)
    window.import_paths([tmp_path / "a.csv"])
    assert asked == [[tmp_path / "a.csv"]]


def test_a_file_that_is_not_there_is_said_not_to_be(qtbot, tmp_path):
    window = made_window(qtbot)
    window.new_case(tmp_path / "new.intelviz")
    wait(qtbot, lambda: window.bench is not None)
    window.import_paths([tmp_path / "nothing.csv"])
    assistant = window.findChild(ImportAssistant)
    wait(qtbot, lambda: "nothing.csv: there is no such file" in texts(assistant))
    assert not assistant.button.isEnabled()
    assistant.reject()
    assert window.bench.opened.workspace.counts.all == 0


def test_grade_and_marking_are_explained_and_wrong_ones_refused_before_the_import(qtbot, tmp_path):
    (tmp_path / "a.csv").write_text("First Name,Surname,Mobile\nAnn,Ash,07700 900001\n")
    window = made_window(qtbot)
    window.new_case(tmp_path / "new.intelviz")
    wait(qtbot, lambda: window.bench is not None)
    window.import_paths([tmp_path / "a.csv"])
    dialog = window.findChild(ImportAssistant)
    wait(qtbot, dialog.button.isEnabled)
    dialog.grade.setText("2BP")
    assert "untested" in dialog.words.text() and dialog.button.isEnabled()
    dialog.grade.setText("B2P")
    assert "Grade:" in dialog.words.text() and not dialog.button.isEnabled()
    dialog.grade.setText("2BP")
    dialog.marking.setCurrentText("SECRET")
    assert "must not be loaded" in dialog.words.text() and not dialog.button.isEnabled()
    dialog.marking.setCurrentText("OFFICIAL-SENSITIVE")
    loading = dialog.loading()
    assert (loading.grade, loading.marking) == ("2BP", "OFFICIAL-SENSITIVE")
    dialog.reject()


# Other dialogs


def test_the_keyboard_list_is_narrowed_by_typing(qtbot, tmp_path):
    window = opened_window(qtbot, tmp_path / "small.intelviz")
    dialog = KeysDialog(window, window.commands())
    qtbot.addWidget(dialog)
    dialog.find.setText("lasso")
    tops = [dialog.list.topLevelItem(number) for number in range(dialog.list.topLevelItemCount())]
    assert any(not top.isHidden() for top in tops) and any(top.isHidden() for top in tops)
    dialog.find.setText("no such key anywhere")
    assert all(top.isHidden() for top in tops)


def test_about_names_version_licence_and_log(qtbot):
    dialog = AboutDialog(None)
    qtbot.addWidget(dialog)
    for words in ("intelviz 0.", "GNU General Public Licence", "OFFICIAL", "intelviz.log", "Crown copyright"):
        assert words in dialog.words.text()


def test_the_practice_dialog_gives_path_size_and_seed(qtbot, tmp_path):
    made = []
    dialog = PracticeDialog(None, tmp_path / "p.intelviz", lambda *given: made.append(given))
    qtbot.addWidget(dialog)
    dialog.show()
    dialog.size_box.setValue(2_000)
    dialog.seed_box.setValue(7)
    dialog.go.click()
    assert made == [(tmp_path / "p.intelviz", 2_000, 7)]


def test_jobs_bring_their_end_to_the_thread_of_the_window(qtbot):
    poster = Poster()
    jobs, ended = Jobs(poster.post), []

    def then(thread):
        ended.append((thread, threading.current_thread()))

    jobs.start("Work", lambda progress: threading.current_thread(), then=then)
    wait(qtbot, lambda: ended)
    worker, end = ended[0]
    assert worker is not threading.main_thread() and end is threading.main_thread()
    poster.deleteLater()
    QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    QApplication.processEvents()
    poster.post(lambda: ended.append("too late"))
    assert len(ended) == 1


def test_stop_on_the_start_page_stops_the_work(qtbot, tmp_path):
    window = made_window(qtbot)
    window.session.practice(tmp_path / "p.intelviz", 60_000, 1)
    wait(qtbot, window.start.job_box.isVisible)
    assert not window.start.buttons["practice"].isEnabled()
    window.session.jobs.cancel_all()
    wait(qtbot, lambda: not window.session.jobs.running)
    settle(qtbot)
    assert not (tmp_path / "p.intelviz").exists()
    assert window.start.buttons["practice"].isEnabled()
    assert not [each for each in window.findChildren(ErrorDialog) if each.isVisible()]
    press(window, Qt.Key.Key_Escape)


def test_a_case_whose_charts_are_damaged_is_refused_in_words_before_anything_is_drawn(qtbot, tmp_path, monkeypatch):
    path = tmp_path / "damaged.intelviz"
    small_case(path).close()
    with contextlib.closing(sqlite3.connect(path)) as connection:
        connection.execute("INSERT INTO chart(name, body) VALUES ('x', '{bad')")
        connection.commit()
    window = made_window(qtbot)
    told = []
    monkeypatch.setattr(window, "show_error", lambda error, *ways: told.append(error))
    window.open_case(path)
    wait(qtbot, lambda: told)
    assert isinstance(told[0], CaseDamagedError)
    assert "damaged.intelviz" in told[0].words()
    assert window.bench is None
