"""The filter panel: boxes, query, and what it does to all views; sources and sets beside it."""

import numpy as np
import pytest
from PySide6.QtCore import QEvent, QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QInputDialog

from intelviz.render.theme import DARK, LIGHT
from intelviz.views.filter.choices import source_part, type_part
from intelviz.views.filter.panel import FilterPanel
from intelviz.views.sources.panel import SourcesPanel
from intelviz.views.sources.sets import SetsPanel
from intelviz.workspace.opening import OpenCase
from intelviz.workspace.workspace import FilterPart
from tests.small_case import small_case

OFF, ON = Qt.CheckState.Unchecked, Qt.CheckState.Checked


@pytest.fixture
def opened(tmp_path):
    with OpenCase(small_case(tmp_path / "small.intelviz")) as opened:
        yield opened


@pytest.fixture
def panel(qtbot, opened):
    made = FilterPanel(opened.workspace, DARK, case=opened.case, acts=opened.acts)
    qtbot.addWidget(made)
    made.resize(264, 600)
    made.show()
    return made


def test_types_are_listed_with_what_is_shown_of_each(panel):
    rows = {key: panel.tree.line("types", key).text(1) for key in panel.tree.keys_of("types")}
    assert rows == {"Person": "3", "Phone": "2", "Location": "2", "Crime": "2", "PhoneCall": "2"}
    panel.tree.line("types", "Crime").setCheckState(0, OFF)
    # An empty box says how many it would show; the other boxes count what it hides.
    assert panel.tree.line("types", "Crime").text(1) == "2"
    assert panel.workspace.counts.shown == 9


def test_a_box_is_emptied_with_the_mouse(panel, qtbot):
    tree = panel.tree
    line = tree.line("types", "Person")
    box = tree.visualItemRect(line)

    at = QPoint(box.left() + 8, box.center().y())
    QTest.mouseClick(tree.viewport(), Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, at)
    assert line.checkState(0) == OFF
    assert panel.workspace.counts.shown == 8
    assert tree.sections["types"].checkState(0) == Qt.CheckState.PartiallyChecked


def test_a_box_is_emptied_and_filled_with_keys(panel):
    tree = panel.tree
    tree.setCurrentItem(tree.line("types", "Phone"))
    QTest.keyClick(tree, Qt.Key.Key_Space)
    assert panel.workspace.counts.shown == 9
    QTest.keyClick(tree, Qt.Key.Key_Return)
    assert panel.workspace.counts.shown == 11


def test_a_double_click_shows_only_that_type_and_again_all(panel):
    panel.only("types", "Crime")
    assert panel.workspace.counts.shown == 2
    assert panel.workspace.filter_parts["types"].words == "Types: only crimes"
    panel.only("types", "Crime")
    assert panel.workspace.counts.shown == 11


def test_the_box_of_a_section_stands_for_all_of_it(panel):
    panel.tree.sections["types"].setCheckState(0, OFF)
    assert panel.workspace.counts.shown == 0
    assert panel.workspace.filter_parts["types"].words == "Types: none"
    panel.tree.sections["types"].setCheckState(0, ON)
    assert panel.workspace.counts.shown == 11 and not panel.workspace.filter_parts


def test_links_are_filtered_without_hiding_items(panel):
    workspace = panel.workspace
    panel.tree.line("links", "KNOWS").setCheckState(0, OFF)
    assert workspace.counts.shown == 11
    assert int(workspace.shown_links.sum()) == len(workspace.links) - 3
    assert panel.tree.line("links", "KNOWS").text(1) == "3"
    assert [chip.words for chip in panel.parts.chips] == ["Links: without knows"]
    panel.parts.chips[0].click()
    assert workspace.link_filter is None
    assert panel.tree.line("links", "KNOWS").checkState(0) == ON


def test_a_query_shows_only_what_it_describes(panel):
    QTest.keyClicks(panel.query_box.line, "Crime or PhoneCall")
    assert panel.workspace.counts.shown == 11
    assert panel.query_box.words.text().startswith("Enter shows only:")
    QTest.keyClick(panel.query_box.line, Qt.Key.Key_Return)
    assert panel.workspace.counts.shown == 4
    assert panel.query_box.words.text().startswith("4 items fit")
    QTest.keyClick(panel.query_box.line, Qt.Key.Key_Escape)
    assert panel.workspace.counts.shown == 11 and panel.query_box.text == ""


def test_a_query_that_is_wrong_is_said_in_words_and_changes_nothing(panel):
    panel.show_query("Crime")
    panel.query_box.line.setText("Crime where weather = wet")
    QTest.keyClick(panel.query_box.line, Qt.Key.Key_Return)
    assert "weather" in panel.query_box.words.text()
    assert panel.query_box.line.property("wrong") is True
    assert panel.workspace.counts.shown == 2


def test_parts_of_other_views_are_listed_and_removed_too(panel):
    mask = np.ones(11, bool)
    mask[:4] = False
    panel.workspace.set_filter("time", FilterPart("Time window 1 to 7 Aug 2017", mask))
    assert [chip.words for chip in panel.parts.chips] == ["Time window 1 to 7 Aug 2017"]
    assert "Hides 4 items" in panel.parts.chips[0].toolTip()
    panel.parts.chips[0].click()
    assert panel.workspace.counts.shown == 11


def test_the_selection_is_shown_alone_or_hidden(panel):
    workspace = panel.workspace
    workspace.select([0, 1])
    panel.show_only_selected()
    assert workspace.counts.shown == 2
    panel.show_all()
    panel.hide_selected()
    assert workspace.counts.shown == 9 and workspace.counts.selected == 0
    workspace.select([2])
    panel.hide_selected()
    assert workspace.counts.shown == 8
    assert workspace.filter_parts["hidden"].words == "Without 3 hidden items"


def test_an_import_keeps_the_filter(panel, opened):
    panel.tree.line("types", "Crime").setCheckState(0, OFF)
    panel.show_query("not Phone")
    assert panel.workspace.counts.shown == 7
    panel.workspace.replace_columns(opened.case.columns())
    assert panel.workspace.counts.shown == 7
    assert panel.tree.line("types", "Crime").checkState(0) == OFF


def test_the_filter_comes_back_as_it_was_kept(panel, opened, qtbot):
    panel.tree.line("types", "Crime").setCheckState(0, OFF)
    panel.tree.line("links", "KNOWS").setCheckState(0, OFF)
    panel.show_query("not Phone")
    kept = panel.settings()
    panel.show_all()
    again = FilterPanel(opened.workspace, LIGHT, case=opened.case)
    qtbot.addWidget(again)
    again.restore(kept)
    assert opened.workspace.counts.shown == 7
    assert opened.workspace.link_filter is not None
    again.restore({"types": 5, "query": "where where", "nonsense": None})
    assert "where" in again.query_box.words.text()


def test_words_name_the_shorter_side(workspace):
    assert type_part(workspace, set()) is None
    assert type_part(workspace, {"Crime"}).words == "Types: without crimes"
    rest = {"Phone", "Location", "Crime", "PhoneCall"}
    assert type_part(workspace, rest).words == "Types: only persons"


def test_an_item_of_which_another_source_speaks_stays(workspace):
    ids = workspace.items.id
    pairs = np.array([*ids, ids[0]]), np.array([1] * 11 + [2])
    part = source_part(workspace, pairs, {1: "a.csv", 2: "b.csv"}, {1})
    assert part.words == "Sources: without a.csv"
    assert np.flatnonzero(part.mask).tolist() == [0]


# Sources


def test_a_source_says_what_came_of_it_and_selects_what_it_speaks_of(qtbot, opened):
    sources = SourcesPanel(opened.workspace, DARK, case=opened.case)
    qtbot.addWidget(sources)
    sources.show()
    line = sources.list.topLevelItem(0)
    sources.list.setCurrentItem(line)
    assert line.text(0) == "small.csv"
    assert "1 rows: 1 loaded" in sources.words.text() and "not marked" in sources.words.text()
    QTest.mouseClick(
        sources.list.viewport(),
        Qt.MouseButton.LeftButton,
        Qt.KeyboardModifier.NoModifier,
        sources.list.visualItemRect(line).center(),
    )
    assert opened.workspace.counts.selected == 11


def test_an_empty_case_says_what_would_fill_the_list(qtbot, workspace):
    sources, sets = SourcesPanel(workspace), SetsPanel(workspace)
    for panel in (sources, sets):
        qtbot.addWidget(panel)
        panel.show()
        assert panel.empty.isVisible()
    assert "Import files" in sources.empty.text() and "Ctrl+M" in sets.empty.text()


# Sets


@pytest.fixture
def sets(qtbot, opened):
    made = SetsPanel(opened.workspace, DARK, case=opened.case, acts=opened.acts)
    qtbot.addWidget(made)
    made.resize(264, 400)
    made.show()
    return made


def answer(panel, text: str) -> str:
    dialog = panel.findChild(QInputDialog)
    words = dialog.labelText()
    dialog.setTextValue(text)
    dialog.accept()
    QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    return words


def test_sets_are_made_combined_renamed_and_deleted(sets, opened):
    workspace = opened.workspace
    workspace.select([0, 1, 2])
    sets.make()
    assert "3 items" in answer(sets, "people")
    workspace.select([2, 3])
    sets.make()
    answer(sets, "others")
    assert [line.text(0) for line in sets._lines()] == ["others", "people"]
    sets.mark("people", "others")
    sets.combine("intersection")
    answer(sets, "both")
    assert opened.case.sets()["both"].tolist() == [workspace.items.id[2]]
    assert sets.names == ["both"]
    sets.select()
    assert workspace.selected_rows.tolist() == [2]
    sets.rename()
    answer(sets, "the one")
    assert "the one" in opened.case.sets()
    sets.mark("the one")
    sets.delete()
    assert "the one" not in opened.case.sets()
    opened.acts.undo()
    assert "the one" in [line.text(0) for line in sets._lines()]


def test_a_name_that_is_taken_is_refused_in_words(sets, opened):
    opened.workspace.select([0])
    sets.make()
    answer(sets, "one")
    failed = []
    sets.failed.connect(failed.append)
    sets.make()
    answer(sets, "One")
    assert "there is a set “One” already" in failed[0].words()


def test_marked_sets_filter_all_views(sets, opened):
    opened.workspace.select([0, 1])
    sets.make()
    answer(sets, "two")
    sets.mark("two")
    sets.show_only()
    assert opened.workspace.counts.shown == 2
    assert opened.workspace.filter_parts["sets"].words == "Sets: two"


def test_in_a_large_case_the_boxes_are_counted_once_the_filter_rests_and_if_anybody_looks(panel, qtbot, monkeypatch):
    monkeypatch.setattr("intelviz.views.filter.counting._AT_ONCE", 0)
    panel.show_query("Crime")
    assert panel.tree.line("types", "Person").text(1) == "3"
    qtbot.waitUntil(lambda: panel.tree.line("types", "Person").text(1).startswith("0"))
    panel.hide()
    panel.show_query("Person")
    qtbot.wait(300)
    assert panel.tree.line("types", "Person").text(1).startswith("0")
    panel.show()
    assert panel.tree.line("types", "Person").text(1) == "3"
