"""The facets of the filter panel, with mouse and keys; and what they do to all views."""

import numpy as np
import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from intelviz.app.look.dressing import dress
from intelviz.render.theme import DARK, LIGHT
from intelviz.schema.load import load_schema
from intelviz.views.filter.facet_bars import LINE
from intelviz.views.filter.panel import FilterPanel
from intelviz.views.filter.query_help import LINES, QueryHelp
from intelviz.workspace.commands.sets.make_set import MakeSet
from intelviz.workspace.opening import OpenCase
from intelviz.workspace.query import parse
from tests.kept_picture import same_picture
from tests.small_case import small_case

CRIME = "property Crime.type"
LEFT, NONE = Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier


@pytest.fixture
def opened(tmp_path):
    with OpenCase(small_case(tmp_path / "small.intelviz")) as opened:
        yield opened


def panel_of(qtbot, opened):
    made = FilterPanel(opened.workspace, DARK, case=opened.case, acts=opened.acts)
    qtbot.addWidget(made)
    made.resize(264, 700)
    made.show()
    return made


@pytest.fixture
def panel(qtbot, opened):
    return panel_of(qtbot, opened)


def bars(panel, key):
    panel.facets.open(key)
    return panel.facets.folds[key].bars


def labels(panel, mask):
    return [panel.workspace.items.label[row] for row in np.flatnonzero(mask)]


def test_a_box_of_a_property_is_ticked_with_the_mouse_and_a_bar_selects(panel):
    crime = bars(panel, CRIME)
    assert crime.words_of(crime.listed[0]) == "Burglary: 1 of 1 item"
    QTest.mouseClick(crime, LEFT, NONE, QPoint(9, LINE // 2))
    assert labels(panel, panel.workspace.shown) == ["Burglary"]
    assert panel.parts.chips[0].words == "type of crime is “Burglary”"
    QTest.mouseClick(crime, LEFT, NONE, QPoint(9, LINE + LINE // 2))
    assert labels(panel, panel.workspace.shown) == ["Burglary", "Robbery"]
    QTest.mouseClick(crime, LEFT, NONE, QPoint(120, LINE // 2))
    assert labels(panel, panel.workspace.selected) == ["Burglary"]
    panel.parts.chips[0].click()
    assert panel.workspace.shown.all()
    assert crime.codes == []


def test_keys_tick_and_select_and_the_reader_of_the_screen_hears_it(panel):
    crime = bars(panel, CRIME)
    crime.setFocus()
    QTest.keyClick(crime, Qt.Key.Key_Down)
    assert crime.accessibleDescription() == "Robbery: 1 of 1 item"
    QTest.keyClick(crime, Qt.Key.Key_Space)
    assert crime.accessibleDescription() == "Robbery: 1 of 1 item, ticked"
    assert labels(panel, panel.workspace.shown) == ["Robbery"]
    QTest.keyClick(crime, Qt.Key.Key_Return)
    assert labels(panel, panel.workspace.selected) == ["Robbery"]
    QTest.keyClick(crime, Qt.Key.Key_Space)
    assert panel.workspace.shown.all()


def test_a_range_of_dates_is_dragged_and_grown_with_keys(panel):
    dates = bars(panel, "dates")
    start, end = dates.middle_of(3).toPoint(), dates.middle_of(4).toPoint()
    QTest.mousePress(dates, LEFT, NONE, start)
    QTest.mouseMove(dates, end)
    QTest.mouseRelease(dates, LEFT, NONE, end)
    assert dates.codes == [3, 4]
    assert labels(panel, panel.workspace.shown) == ["Burglary", "Robbery", "Call of 38 s"]
    assert panel.facets.texts() == {"dates": "from 2017-08-04 to 2017-08-05"}
    dates.setFocus()
    dates.at = 4
    QTest.keyClick(dates, Qt.Key.Key_Right, Qt.KeyboardModifier.ShiftModifier)
    assert dates.codes == [3, 4, 5]
    QTest.keyClick(dates, Qt.Key.Key_Delete)
    assert panel.workspace.shown.all()
    QTest.mouseClick(dates, LEFT, NONE, start)
    assert labels(panel, panel.workspace.selected) == ["Call of 38 s"]


def test_every_count_follows_the_other_facets(panel):
    crime, roles = bars(panel, CRIME), bars(panel, "roles")
    before = roles.counts.copy()
    panel.facets.choose(CRIME, [0])
    assert roles.counts.sum() < before.sum()
    assert crime.counts[1:].tolist() == [1, 1]
    assert "filtered" in panel.facets.folds[CRIME].head.text()


def test_nothing_left_says_which_condition_took_the_last(panel):
    bars(panel, CRIME)
    panel.facets.choose(CRIME, [0])
    panel.show_query("Person")
    assert "took away the last" in panel.why.text() or "took the last" in panel.why.text()
    assert panel.why.isVisible()
    panel.show_query("")
    assert not panel.why.isVisible()


def test_a_filter_survives_closing_and_is_kept_under_a_name(panel, qtbot, opened):
    bars(panel, CRIME)
    panel.facets.choose(CRIME, [1])
    panel.kept.keep_as("Robberies")
    kept = panel.settings()
    panel.show_all()
    assert panel.facets.terms == {}
    other = panel_of(qtbot, opened)
    other.restore(kept)
    assert labels(other, other.workspace.shown) == ["Robbery"]
    assert other.facets.folds[CRIME].bars.codes == [1]
    other.show_all()
    other.kept.apply("Robberies")
    assert labels(other, other.workspace.shown) == ["Robbery"]
    other.take_body({})
    assert other.workspace.shown.all()


def test_boxes_and_bars_are_written_as_a_query_that_shows_the_same(panel):
    bars(panel, CRIME)
    panel.facets.choose(CRIME, [0])
    panel.show_query("Crime or Person")
    panel.tree.line("types", "Phone").setCheckState(0, Qt.CheckState.Unchecked)
    before = panel.workspace.shown.copy()
    assert labels(panel, before) == ["Burglary"]
    panel.turn_to_text()
    assert (panel.workspace.shown == before).all()
    assert set(panel.workspace.filter_parts) == {"query"}
    assert 'Crime.type = "Burglary"' in panel.query_box.text


def test_what_is_picked_goes_into_the_query_too(panel):
    panel.workspace.select([0, 2])
    panel.show_only_selected()
    text, left_out = panel.as_text()
    assert left_out == []
    assert labels(panel, parse(text, panel.workspace.schema).mask(panel.workspace, panel.case)) == [
        "Ann Archer",
        "Cy Cole",
    ]


def test_hidden_links_count_as_links_until_the_analyst_says_otherwise(panel):
    workspace = panel.workspace
    workspace.select([0])
    assert "Bob Baker" in labels(panel, workspace.linked != 0)
    panel.tree.line("links", "KNOWS").setCheckState(0, Qt.CheckState.Unchecked)
    assert "Bob Baker" in labels(panel, workspace.linked != 0)
    act = next(each for each in panel.actions_here() if each.name == "filter_linked")
    act.run()
    assert act.checked()
    assert "Bob Baker" not in labels(panel, workspace.linked != 0)
    assert "1 High Street" in labels(panel, workspace.linked != 0)
    panel.show_all()
    assert "Bob Baker" in labels(panel, workspace.linked != 0)


def test_every_example_of_the_help_is_understood(panel, qtbot):
    page = QueryHelp(panel)
    qtbot.addWidget(page)
    for _, example, _ in LINES:
        parse(example, load_schema())
    assert page.list.topLevelItemCount() == len(LINES)


def test_a_strangers_filter_breaks_nothing(panel):
    for body in (
        {"facets": {CRIME: "((((", "nothing": "all", "dates": 7}},
        {"facets": [1, 2], "open facets": {"a": 1}, "query": 5},
        {"facets": {CRIME: "(" * 3000 + "all"}, "open facets": ["no such"]},
    ):
        panel.restore(body)
        assert panel.workspace.shown.all()


def test_sets_are_listed_as_they_are_made(panel, opened):
    panel.facets.open("sets")
    assert "No sets yet" in panel.facets.folds["sets"].words.text()
    opened.acts.run(MakeSet("Main suspects", np.array([1, 3])))
    found = panel.facets.folds["sets"].bars
    assert list(found.facet.names) == ["Main suspects"]


def test_facets_of_which_the_case_has_nothing_are_not_listed(panel, opened):
    def listed() -> set[str]:
        return {key for key, fold in panel.facets.folds.items() if fold.isVisibleTo(panel.facets)}

    assert CRIME in listed()
    stated = opened.case.stated_properties()
    properties = {key.removeprefix("property ") for key in listed() if key.startswith("property ")}
    assert properties == {f"{kind}.{name}" for kind, name in stated}
    assert "sets" not in listed()
    assert "are not listed" in panel.facets.left_out.text()
    assert "Sets" in panel.facets.left_out.toolTip()
    opened.acts.run(MakeSet("Main suspects", np.array([1, 3])))
    assert "sets" in listed()
    opened.acts.undo()
    assert "sets" not in listed()


def test_it_looks_as_it_was_kept(panel):
    app = QApplication.instance()
    before = app.palette(), app.styleSheet()
    try:
        # Whatever another test left: the panel as it stands in the window.
        dress(app, LIGHT)
        panel.set_theme(LIGHT)
        bars(panel, CRIME)
        bars(panel, "dates")
        panel.facets.choose(CRIME, [0])
        panel.split.setSizes([180, 400])
        panel.facets.setFocus()
        for _ in range(3):
            QApplication.processEvents()
        panel.facets.ensureWidgetVisible(panel.facets.folds[CRIME])
        QApplication.processEvents()
        same_picture(panel.grab().toImage(), "filter-panel")
    finally:
        app.setPalette(before[0])
        app.setStyleSheet(before[1])
