"""Counts that follow the other parts of the filter, and filters kept under a name."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QInputDialog

from intelviz.render.theme import DARK
from intelviz.views.filter.panel import FilterPanel
from intelviz.views.filter.source_names import named, numbered
from intelviz.workspace.commands.kept.keep_thing import KeepThing
from intelviz.workspace.facets import shown_without
from intelviz.workspace.opening import OpenCase, open_case
from intelviz.workspace.workspace import FilterPart, Workspace
from tests.conftest import made_columns, made_schema
from tests.small_case import small_case

OFF = Qt.CheckState.Unchecked


@pytest.fixture
def opened(tmp_path):
    with OpenCase(small_case(tmp_path / "small.intelviz")) as opened:
        yield opened


@pytest.fixture
def panel(qtbot, opened):
    return shown(qtbot, opened)


def shown(qtbot, opened) -> FilterPanel:
    made = FilterPanel(opened.workspace, DARK, case=opened.case, acts=opened.acts)
    qtbot.addWidget(made)
    made.resize(264, 600)
    made.show()
    return made


def counts(panel, section="types") -> dict[object, str]:
    return {key: panel.tree.line(section, key).text(1) for key in panel.tree.keys_of(section)}


def test_boxes_count_what_the_other_parts_let_through_and_not_themselves(panel):
    panel.tree.line("types", "Person").setCheckState(0, OFF)
    assert counts(panel)["Person"] == "3"
    panel.show_query("Person or Phone")
    assert counts(panel) == {
        "Person": "3",
        "Phone": "2",
        "Location": "0 of 2",
        "Crime": "0 of 2",
        "PhoneCall": "0 of 2",
    }
    assert panel.workspace.counts.shown == 2
    # Links between persons are hidden with their ends, whatever the box of the link says.
    panel.tree.line("links", "HAS_PHONE").setCheckState(0, OFF)
    assert counts(panel, "links")["HAS_PHONE"] == "0 of 2"


masks = st.lists(st.lists(st.booleans(), min_size=11, max_size=11), min_size=1, max_size=4)


@given(masks, st.integers(0, 3))
def test_what_would_be_shown_but_for_one_part(given_masks, which):
    workspace = Workspace(made_columns(), made_schema())
    for number, mask in enumerate(given_masks):
        workspace.set_filter(f"part {number}", FilterPart(str(number), np.array(mask)))
    others = [np.array(mask) for number, mask in enumerate(given_masks) if number != which]
    expected = np.logical_and.reduce([np.ones(11, bool), *others])
    assert np.array_equal(shown_without(workspace, f"part {which}"), expected)


def choices(panel, name) -> dict[str, object]:
    action = next(each for each in panel.actions_here() if each.name == name)
    return {each.title: each for each in action.choices()}


def test_a_filter_is_kept_applied_renamed_and_deleted_and_all_of_it_undone(panel, opened):
    panel.tree.line("types", "Person").setCheckState(0, OFF)
    panel.tree.line("links", "KNOWS").setCheckState(0, OFF)
    panel.show_query("all")
    panel.kept.keep_as("  No people ")
    before = panel.body()
    panel.show_all()
    assert opened.workspace.counts.shown == 11
    choices(panel, "filter_apply")["No people"].run()
    assert panel.body() == before
    assert opened.workspace.counts.shown == 8
    assert opened.workspace.link_filter is not None
    panel.kept.rename_to("No people", "Things")
    assert panel.kept.names == ["Things"]
    choices(panel, "filter_delete")["Things"].run()
    assert panel.kept.names == []
    opened.acts.undo()
    assert panel.kept.names == ["Things"]
    opened.acts.undo()
    assert panel.kept.names == ["No people"]


SOURCES = {1: "reads.csv", 2: "calls.csv", 3: "reads.csv"}


def test_of_two_sources_of_one_name_the_one_that_was_meant_is_taken_off():
    assert named(SOURCES, {3}) == [["reads.csv", 3]]
    assert named(SOURCES, {1, 2, 3}) == ["calls.csv", "reads.csv"]
    assert numbered(SOURCES, ["reads.csv"]) == ([1, 3], [])
    assert numbered({3: "other.csv"}, [["reads.csv", 3], "calls.csv"]) == ([], ["reads.csv (source 3)", "calls.csv"])
    assert numbered(SOURCES, [7, ["reads.csv"], None, ["reads.csv", "3"]]) == ([], [])
    assert numbered(SOURCES, {"x": 1}) == ([], [])


@given(st.dictionaries(st.integers(1, 9), st.sampled_from("abc")), st.sets(st.integers(1, 9)))
def test_sources_are_found_again_by_what_they_are_named(names, off):
    found, missing = numbered(names, named(names, off))
    assert (sorted(found), missing) == (sorted(off & set(names)), [])


def test_the_name_is_asked_for_and_the_query_proposed(panel, qtbot):
    panel.show_query("Crime")
    panel.kept.keep()
    (dialog,) = panel.findChildren(QInputDialog)
    assert dialog.textValue() == "Crime"
    dialog.accept()
    assert panel.kept.names == ["Crime"]


def test_it_is_there_in_the_reopened_case_and_says_what_another_case_lacks(panel, opened, qtbot, tmp_path):
    panel.tree.line("types", "Person").setCheckState(0, OFF)
    panel.kept.keep_as("No people")
    path = opened.case.path
    body = opened.case.kept("filter")["No people"]
    opened.close()
    with open_case(path) as again:
        later = shown(qtbot, again)
        later.kept.apply("No people")
        assert again.workspace.counts.shown == 8
        said = []
        later.said.connect(said.append)
        again.acts.run(KeepThing("filter", "Stranger", {**body, "types": ["Person", "Dragon"], "sources": ["x.csv"]}))
        later.kept.apply("Stranger")
        assert said[-1] == "Filter “Stranger”; not in this case, and passed over: Dragon, x.csv"
        assert again.workspace.counts.shown == 8


@pytest.mark.parametrize(
    "body",
    [
        {},
        {"types": 7, "links": {"a": 1}, "sources": [["x"]], "query": 9},
        {"query": "linked to ((("},
        {"types": [None]},
    ],
)
def test_a_strangers_filter_that_makes_no_sense_does_no_harm(panel, opened, body):
    panel.tree.line("types", "Person").setCheckState(0, OFF)
    opened.acts.run(KeepThing("filter", "Odd", body))
    panel.kept.apply("Odd")
    assert opened.workspace.counts.shown == 11


def test_what_other_views_set_is_not_kept_and_that_is_said(panel, opened):
    said = []
    panel.said.connect(said.append)
    opened.workspace.set_filter("time", FilterPart("Time window 5 Aug 2017", np.ones(11, bool)))
    panel.kept.keep_as("Now")
    assert said[-1] == "Kept “Now”, without what other views set: Time window 5 Aug 2017"
