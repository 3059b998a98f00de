"""The search box: items while typing, commands as a palette, all by key."""

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from intelviz.case.values import Hit
from intelviz.views.action import Action
from intelviz.views.search.answers import Answers
from intelviz.views.search.asking import Asked, Going
from intelviz.views.search.commands import Listed, fitting
from intelviz.workspace.query import parse
from intelviz.workspace.query.asked import read_as_query
from intelviz.workspace.workspace import Change, FilterPart
from tests.conftest import made_schema
from tests.small_case import small_case
from tests.window_story import CTRL, SHIFT, made_window, opened_window, press, settle, wait


@pytest.fixture
def window(qtbot, tmp_path):
    return opened_window(qtbot, tmp_path / "small.intelviz")


def typed(window, text: str) -> None:
    QTest.keyClicks(window.search, text)


def labels(window) -> list[str]:
    return [each.label if isinstance(each, Hit) else each.action.title for each in window.search.results.entries]


def test_typing_finds_items_with_type_and_enter_brings_every_view_to_it(window, qtbot):
    told = []
    window.bench.opened.workspace.subscribe(told.append)
    press(window, Qt.Key.Key_K, CTRL)
    assert window.search.hasFocus()
    typed(window, "arch")
    wait(qtbot, window.search.results.isVisible)
    assert labels(window) == ["Ann Archer"]
    look = window.search.results.look_of(window.search.results.entries[0])
    assert (look.head, look.under) == ("Ann Archer", "person")
    press(window, Qt.Key.Key_Return)
    workspace = window.bench.opened.workspace
    assert workspace.selected_rows.tolist() == [0] and workspace.centre.tolist() == [0]
    assert [each for each in told if each & Change.CENTRE] == [Change.SELECTION | Change.CENTRE]
    assert not window.search.results.isVisible()


def test_enter_before_the_list_came_takes_what_was_typed_last(window, qtbot):
    press(window, Qt.Key.Key_K, CTRL)
    typed(window, "baker")
    QTest.keyClick(window.search, Qt.Key.Key_Return)
    wait(qtbot, lambda: window.bench.opened.workspace.counts.selected)
    assert window.bench.opened.workspace.selected_rows.tolist() == [1]


def test_arrow_keys_choose_and_esc_leaves(window, qtbot):
    press(window, Qt.Key.Key_K, CTRL)
    typed(window, "call")
    wait(qtbot, window.search.results.isVisible)
    assert len(labels(window)) == 2
    press(window, Qt.Key.Key_Down)
    second = window.search.results.marked
    press(window, Qt.Key.Key_Down)
    assert window.search.results.marked is second
    press(window, Qt.Key.Key_Up)
    assert window.search.results.marked is not second
    press(window, Qt.Key.Key_Escape)
    assert not window.search.results.isVisible() and window.search.text() == ""
    assert window.bench.dock_here() is not None


def test_the_list_lies_in_the_window_under_the_box(window, qtbot):
    press(window, Qt.Key.Key_P, CTRL | SHIFT)
    settle(qtbot)
    results = window.search.results
    assert results.isVisible() and window.rect().contains(results.geometry())
    below = window.search.mapTo(window, window.search.rect().bottomLeft()).y()
    assert results.geometry().top() >= below


def test_a_command_is_found_by_a_few_letters_and_done(window, qtbot):
    press(window, Qt.Key.Key_P, CTRL | SHIFT)
    assert window.search.text() == ">"
    typed(window, "arr time")
    settle(qtbot)
    assert labels(window)[0] == "Arrangement: Time"
    press(window, Qt.Key.Key_Return)
    settle(qtbot)
    assert window.preferences.arrangement == "Time"
    assert not window.search.results.isVisible()


def test_words_that_find_no_item_offer_commands(window, qtbot):
    press(window, Qt.Key.Key_K, CTRL)
    typed(window, "import")
    wait(qtbot, window.search.results.isVisible)
    assert "Import files…" in labels(window)
    assert "No item has these words" in window.search.results.words.text()


def test_nothing_found_is_said(window, qtbot):
    press(window, Qt.Key.Key_K, CTRL)
    typed(window, "zzzzqqq")
    wait(qtbot, window.search.results.isVisible)
    assert window.search.results.words.text() == "No item has these words"


def test_a_command_that_can_not_be_done_now_is_passed_over(window, qtbot):
    press(window, Qt.Key.Key_P, CTRL | SHIFT)
    typed(window, "undo")
    settle(qtbot)
    marked = window.search.results.marked
    assert marked is None or marked.action.enabled()


def test_an_item_that_the_filter_hides_is_said_to_be_hidden(window, qtbot):
    workspace = window.bench.opened.workspace
    mask = np.ones(11, bool)
    mask[0] = False
    workspace.set_filter("some", FilterPart("Some reason", mask))
    press(window, Qt.Key.Key_K, CTRL)
    typed(window, "archer")
    wait(qtbot, window.search.results.isVisible)
    press(window, Qt.Key.Key_Return)
    assert "hidden by the filter" in window.status.said.text()


def test_signs_of_the_search_language_do_no_harm(window, qtbot):
    press(window, Qt.Key.Key_K, CTRL)
    for text in ('"', "* AND (", "a:b", "'; DROP TABLE item; --", "x" * 2000):
        window.search.start(text)
        settle(qtbot)
        wait(qtbot, lambda: not window.search._wait.isActive())
        settle(qtbot)
    assert window.isVisible()


def test_an_answer_that_comes_too_late_is_dropped(qtbot, tmp_path):
    case = small_case(tmp_path / "small.intelviz")
    answers = Answers(case)
    found = []
    answers.found.connect(lambda text, hits: found.append((text, [hit.label for hit in hits])))
    for text in ("a", "ar", "arc", "archer"):
        answers.ask(text)
    wait(qtbot, lambda: found)
    answers.stop()
    settle(qtbot)
    assert found == [("archer", ["Ann Archer"])]
    case.close()


def test_without_a_case_only_commands_are_found(qtbot):
    window = made_window(qtbot)
    press(window, Qt.Key.Key_K, CTRL)
    typed(window, "open a case")
    wait(qtbot, window.search.results.isVisible)
    assert "Open a case…" in labels(window)
    assert window.search.results.words.text().startswith("No case is open")
    QApplication.processEvents()


def test_commands_are_ranked_by_where_the_words_stand():
    def listed(title, text=""):
        return Listed("Menu", Action(title, title, lambda: None, text))

    commands = [listed("Show all times"), listed("Select all shown"), listed("All of it"), listed("Lasso", "all round")]
    assert [each.action.title for each in fitting("all", commands)] == [
        "All of it",
        "Show all times",
        "Select all shown",
        "Lasso",
    ]
    assert [each.action.title for each in fitting("slsh", commands)] == ["Select all shown"]
    assert len(fitting("", commands)) == 4
    assert fitting("nothing like it", commands) == []


# Queries


def asked(window) -> list[str]:
    return [each.title for each in window.search.results.entries if isinstance(each, Asked)]


def test_a_query_is_counted_said_in_words_and_selected_with_enter(window, qtbot):
    workspace = window.bench.opened.workspace
    press(window, Qt.Key.Key_K, CTRL)
    typed(window, 'persons linked to (Crime where type = "Burglary")')
    wait(qtbot, lambda: asked(window))
    assert asked(window) == ["Select 1 item", "Show only 1 item"]
    assert "linked to" in window.search.results.look_of(window.search.results.entries[0]).under
    press(window, Qt.Key.Key_Return)
    assert workspace.selected_rows.tolist() == [2] and workspace.centre.tolist() == [2]
    assert workspace.counts.shown == len(workspace)


def test_enter_before_the_list_came_takes_the_query(window, qtbot):
    press(window, Qt.Key.Key_K, CTRL)
    typed(window, "on 5/8/2017")
    QTest.keyClick(window.search, Qt.Key.Key_Return)
    wait(qtbot, lambda: window.bench.opened.workspace.counts.selected)
    rows = window.bench.opened.workspace.selected_rows.tolist()
    assert 7 in rows and 9 not in rows


def test_a_query_shows_only_what_it_describes_as_the_filter_would(window, qtbot):
    press(window, Qt.Key.Key_K, CTRL)
    typed(window, "persons linked to Phone:07700900001 or phones")
    wait(qtbot, window.search.results.isVisible)
    window.search.clear()
    typed(window, "persons or phones")
    wait(qtbot, lambda: len(asked(window)) == 2)
    show = next(each for each in window.search.results.entries if isinstance(each, Asked) and each.act == "show")
    window.search.results.chosen.emit(show)
    assert window.bench.opened.workspace.counts.shown == 5
    assert window.bench.docks["filter"].view.query_box.text


def test_words_stay_words_and_items_come_first(window, qtbot):
    press(window, Qt.Key.Key_K, CTRL)
    typed(window, "archer")
    wait(qtbot, window.search.results.isVisible)
    assert asked(window) == []
    window.search.clear()
    typed(window, "person ann")
    wait(qtbot, lambda: asked(window))
    assert isinstance(window.search.results.entries[-1], Asked | Going)


def test_what_may_come_next_is_listed_and_taken_with_tab(window, qtbot):
    press(window, Qt.Key.Key_K, CTRL)
    typed(window, 'Crime where Crime.type = "Bu')
    wait(qtbot, lambda: any(isinstance(each, Going) for each in window.search.results.entries))
    press(window, Qt.Key.Key_Tab)
    assert window.search.hasFocus()
    assert window.search.text() == 'Crime where Crime.type = "Burglary" '
    wait(qtbot, lambda: asked(window))
    assert asked(window)[0] == "Select 1 item"


def test_a_query_that_is_wrong_is_said_to_be(window, qtbot):
    press(window, Qt.Key.Key_K, CTRL)
    typed(window, "persons within 5 parsecs of 3")
    wait(qtbot, lambda: "At character" in window.search.results.words.text())


PIECES = ["Crime", "where", "type", "=", "not", "(", ")", "on", "from", "linked", "to", "x", "1", '"']


@settings(deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.text(max_size=60) | st.lists(st.sampled_from(PIECES), max_size=12).map(" ".join))
def test_whatever_is_searched_for_is_read_or_left_as_words(text):
    reading = read_as_query(text, made_schema())
    assert reading.query is None or parse(reading.query.text, made_schema()).term == reading.query.term
    assert not (reading.query and reading.why)
