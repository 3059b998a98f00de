"""A query turned into ticked boxes: the same items stay, and what no box says stays text."""

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from intelviz.render.theme import DARK
from intelviz.views.filter.panel import FilterPanel
from intelviz.workspace.commands.sets.make_set import MakeSet
from intelviz.workspace.opening import OpenCase
from tests.small_case import small_case

CRIME = "property Crime.type"


@pytest.fixture
def panel(qtbot, tmp_path):
    with OpenCase(small_case(tmp_path / "small.intelviz")) as opened:
        opened.acts.run(MakeSet("Suspects", np.array([1, 3, 8])))
        made = FilterPanel(opened.workspace, DARK, case=opened.case, acts=opened.acts)
        qtbot.addWidget(made)
        made.resize(264, 700)
        made.show()
        yield made


def shown(panel) -> list[str]:
    return [panel.workspace.items.label[row] for row in np.flatnonzero(panel.workspace.shown)]


def typed(panel, text: str) -> list[str]:
    """Type a query and Enter, turn it into boxes by its act, and return what is shown, which must not change."""
    panel.query_box.line.clear()
    QTest.keyClicks(panel.query_box.line, text)
    QTest.keyClick(panel.query_box.line, Qt.Key.Key_Return)
    before = shown(panel)
    act = next(each for each in panel.actions_here() if each.name == "filter_boxes")
    assert act.enabled()
    act.run()
    assert shown(panel) == before
    return before


def test_types_and_a_value_are_ticked(panel):
    assert typed(panel, 'Crime where type = "Burglary"') == ["Burglary"]
    assert panel.query_box.text == "" and "query" not in panel.workspace.filter_parts
    assert panel.tree.line("types", "Crime").checkState(0) == Qt.CheckState.Checked
    assert panel.tree.line("types", "Person").checkState(0) == Qt.CheckState.Unchecked
    assert panel.facets.folds[CRIME].bars.codes == [0]
    assert "Ticked below: types, Crime: type of crime." in panel.query_box.words.text()


def test_what_no_box_says_stays_text_and_is_said(panel):
    typed(panel, "persons and in set suspects and linked to (Crime or Phone)")
    assert panel.query_box.text == "linked to (type:Crime or type:Phone)"
    assert panel.facets.folds["sets"].bars.codes == [0]
    assert panel.facets.terms.keys() == {"sets"}
    assert "No box says the rest" in panel.query_box.words.text()
    panel.show_all()
    panel.show_query("burg or Person")
    panel.turn_to_boxes()
    assert "stays a query" in panel.query_box.words.text()
    assert panel.query_box.text


def test_it_is_turned_back_into_the_same_text(panel):
    wanted = typed(panel, "not Phone and not PhoneCall")
    assert panel.query_box.text == ""
    panel.turn_to_text()
    assert shown(panel) == wanted and panel.query_box.text


PARTS = [
    "Crime", "not Person", "Person or Phone", "Crime.type = Burglary", "type in (Burglary, Robbery)", "type != Robbery",
    "in set suspects", "from source small.csv", "not from source small.csv", "on 5/8/2017", "from 1/8/2017",
    "graded ungraded", "linked to (Person)", "burg", "Crime.type is known", "not type = Robbery", "Object",
]  # fmt: skip


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.sampled_from(PARTS), min_size=1, max_size=4))
def test_boxes_never_show_anything_else(panel, parts):
    panel.show_all()
    panel.show_query(" and ".join(f"({each})" for each in parts))
    before = shown(panel)
    panel.turn_to_boxes()
    assert shown(panel) == before
