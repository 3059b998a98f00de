"""What is offered while a query is typed: what fits at the caret, by keyboard; and nothing breaks it."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from intelviz.render.theme import DARK
from intelviz.views.filter.panel import FilterPanel
from intelviz.views.filter.vocabulary import vocabulary_of
from intelviz.workspace.commands.sets.make_set import MakeSet
from intelviz.workspace.opening import OpenCase
from intelviz.workspace.query import parse
from intelviz.workspace.query.completing import Vocabulary, complete
from intelviz.workspace.query.names import Names
from tests.conftest import made_schema
from tests.small_case import small_case


@pytest.fixture(scope="module")
def small(tmp_path_factory):
    with OpenCase(small_case(tmp_path_factory.mktemp("completing") / "small.intelviz")) as opened:
        opened.acts.run(MakeSet("Main suspects", np.array([1, 3])))
        yield opened


def offered(small, text):
    offer = complete(text, len(text), vocabulary_of(small.workspace, small.case))
    return [each.text for each in offer.choices]


@pytest.mark.parametrize(
    ("text", "first"),
    [
        ("cri", "crimes"),
        ("in ", "set"),
        ("in s", "set"),
        ("persons in set ", '"Main suspects"'),
        ('in set "Main', '"Main suspects"'),
        ("from ", "source"),
        ("from source s", "small.csv"),
        ("graded ", "ungraded"),
        ("Crime.type ", "="),
        ("Crime.type = ", '"Burglary"'),
        ("Crime.type in (Burglary, R", '"Robbery"'),
        ("persons ", "and"),
        ("persons and link", "linked to"),
        ("linked ", "to"),
        ("linked to 5 by KNO", "KNOWS"),
        ("days Mon, T", "Tue"),
        ("within 500 ", "m"),
        ("within 500 m ", "of"),
    ],
)
def test_what_fits_is_offered_first(small, text, first):
    assert offered(small, text)[0] == first


def test_a_finished_word_and_free_text_are_left_alone(small):
    assert offered(small, "like J") == []
    assert "KNOWS" not in offered(small, "linked to 5 by KNOWS")
    assert offered(small, "on 5/") == []


@settings(max_examples=200, deadline=None)
@given(st.text('abc "“”(),.=!<>in set by from source Crime.type', max_size=40), st.integers(0, 40))
def test_whatever_is_typed_something_or_nothing_is_offered(text, caret):
    known = Vocabulary(Names(made_schema()))
    offer = complete(text, min(caret, len(text)), known)
    assert 0 <= offer.start <= offer.end <= len(text)


def test_a_query_is_written_by_keys_alone(qtbot, small):
    panel = FilterPanel(small.workspace, DARK, case=small.case, acts=small.acts)
    qtbot.addWidget(panel)
    panel.show()
    panel.activateWindow()
    line, popup = panel.query_box.line, panel.query_box.completion
    line.setFocus()
    qtbot.waitUntil(line.hasFocus)
    QTest.keyClicks(line, "Crime.ty")
    assert popup.choices[0].text == "Crime.type"
    QTest.keyClick(line, Qt.Key.Key_Tab)
    assert line.text() == "Crime.type "
    QTest.keyClick(line, Qt.Key.Key_Down)
    QTest.keyClick(line, Qt.Key.Key_Return)
    assert line.text() == "Crime.type = "
    QTest.keyClicks(line, "Ro")
    QTest.keyClick(line, Qt.Key.Key_Down)
    assert "Robbery" in line.accessibleDescription()
    QTest.keyClick(line, Qt.Key.Key_Return)
    QTest.keyClick(line, Qt.Key.Key_Escape)
    assert line.text() == 'Crime.type = "Robbery" '
    QTest.keyClick(line, Qt.Key.Key_Return)
    assert panel.workspace.counts.shown == 1
    assert parse(line.text(), small.workspace.schema)


def test_the_word_that_is_wrong_is_marked(qtbot, small):
    panel = FilterPanel(small.workspace, DARK, case=small.case, acts=small.acts)
    qtbot.addWidget(panel)
    line = panel.query_box.line
    line.setText("Crime.typ = Burglary")
    panel.query_box.apply()
    assert line.selectedText() == "typ"
    assert "Did you mean type" in panel.query_box.words.text()
