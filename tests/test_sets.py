"""Sets, earlier selections, the words of the status bar, and what a chart opens on."""

import numpy as np
import pytest

from intelviz.schema.errors import UsageError
from intelviz.workspace.first_chart import first_chart
from intelviz.workspace.sets import SelectionHistory, combined, mask_of_set, select_set, selected_ids
from intelviz.workspace.status import chart_words, status_words
from intelviz.workspace.workspace import FilterPart, Workspace
from tests.conftest import made_columns, made_schema, many


def test_the_algebra_of_sets():
    one, two, three = np.array([3, 1, 2, 2]), np.array([2, 3, 4]), np.array([3, 9])
    assert combined("union", [one, two, three]).tolist() == [1, 2, 3, 4, 9]
    assert combined("intersection", [one, two, three]).tolist() == [3]
    assert combined("difference", [one, two, three]).tolist() == [1]
    assert combined("symmetric difference", [one, two]).tolist() == [1, 4]
    with pytest.raises(UsageError, match="At least two"):
        combined("union", [one])
    with pytest.raises(UsageError, match="Choose one of: union"):
        combined("xor", [one, two])


def test_a_set_is_selected_without_the_items_that_are_gone(workspace):
    select_set(workspace, np.array([101, 999]))
    assert selected_ids(workspace).tolist() == [101]
    assert mask_of_set(workspace, np.array([102, 999])).sum() == 1


def test_back_and_forward_through_selections(workspace):
    history = SelectionHistory(workspace)
    assert not history.can_go_back
    workspace.select([0])
    workspace.select([1], "add")
    workspace.set_focus(3)
    history.back()
    assert workspace.selected_rows.tolist() == [0]
    history.back()
    assert workspace.selected_rows.tolist() == []
    assert not history.can_go_back
    history.forward()
    history.forward()
    history.forward()
    assert workspace.selected_rows.tolist() == [0, 1]
    history.back()
    workspace.select([5])
    assert not history.can_go_forward


def test_the_status_bar_says_what_is_hidden_and_why(workspace):
    assert status_words(workspace) == "Nothing selected · all 11 shown"
    workspace.select([0])
    assert status_words(workspace) == "1 selected · 5 linked (2 through phones and addresses) · all 11 shown"
    workspace.set_filter("time", FilterPart("Time window 1 to 7 Aug 2017", np.arange(11) < 9))
    assert status_words(workspace).endswith(" · 9 shown of 11 — 2 hidden by: Time window 1 to 7 Aug 2017")
    workspace.set_filter("types", FilterPart("Types", np.arange(11) > 2))
    assert status_words(workspace).endswith("6 shown of 11 — 5 hidden by: Time window 1 to 7 Aug 2017 (2), Types (3)")
    assert status_words(Workspace(made_columns([], []), made_schema())) == "The case is empty: import files to begin"
    workspace.chart.drawn[:4] = True
    workspace.chart.hidden[0] = True
    assert chart_words(workspace) == "4 of 11 items drawn, 1 of them hidden"


# What a chart opens on


def drawn(workspace, most=400):
    rows, words = first_chart(workspace, most)
    assert (np.diff(rows) > 0).all()
    assert len(rows) <= most
    return [workspace.items.label[row] for row in rows], words


def test_it_opens_on_persons_and_what_links_them(workspace):
    labels, words = drawn(workspace)
    assert labels == ["Ann Archer", "Bob Baker", "Cy Cole"]
    assert words.startswith("The chart starts with 3 persons; 8 of 11 items are not drawn.")


def test_a_shared_address_or_crime_is_drawn_and_what_links_nobody_is_not():
    items = [("Person", name, "", None) for name in "ABCD"]
    items += [("Location", "shared", "", None), ("Location", "own", "", None), ("Crime", "one", "", None)]
    links = [("CURRENT_ADDRESS", 0, 4), ("CURRENT_ADDRESS", 1, 4), ("CURRENT_ADDRESS", 2, 5), ("PARTY_TO", 1, 6)]
    links += [("PARTY_TO", 2, 6)]
    labels, words = drawn(Workspace(made_columns(items, links), made_schema()))
    assert labels == ["A", "B", "C", "shared", "one"]
    assert words.startswith("The chart starts with 3 persons and 2 items that link them; 2 of 7 items are not drawn.")


def test_a_place_that_links_everybody_links_nobody():
    items = [("Person", str(name), "", None) for name in range(100)] + [("Location", "hostel", "", None)]
    links = [("CURRENT_ADDRESS", row, 100) for row in range(100)] + [("KNOWS", 0, 1)]
    labels, _ = drawn(Workspace(made_columns(items, links), made_schema()))
    assert labels == ["0", "1"]


def test_without_persons_it_opens_on_what_is_most_linked():
    items = [("Phone", str(row), "", None) for row in range(4)]
    items += [("PhoneCall", "call", "", None), ("Crime", "c", "", None), ("Location", "l", "", None)]
    links = [("CALLER", 4, 0), ("CALLED", 4, 1), ("OCCURRED_AT", 5, 6)]
    labels, _ = drawn(Workspace(made_columns(items, links), made_schema()))
    assert labels == ["0", "1", "call"]


def test_it_opens_on_something_whatever_the_case():
    assert drawn(Workspace(made_columns([], []), made_schema())) == ([], "The case is empty.")
    alone = Workspace(made_columns([("Person", "A", "", None)], []), made_schema())
    assert drawn(alone) == (["A"], "The one item is drawn.")
    places = [("Location", str(row), "", None) for row in range(9)]
    assert len(drawn(Workspace(made_columns(places, []), made_schema()), 5)[0]) == 5


def test_a_big_case_opens_on_its_closest_circle():
    workspace = Workspace(many(20_000, 60_000), made_schema())
    labels, words = drawn(workspace)
    assert len(labels) > 300
    assert "19," in words
    assert labels == drawn(workspace)[0]
    ring = [("Person", str(row), "", None) for row in range(30)]
    links = [("KNOWS", row, (row + 1) % 20) for row in range(20)] + [("KNOWS", 3, 5), ("KNOWS", 20, 21)]
    assert set(drawn(Workspace(made_columns(ring, links), made_schema()), 20)[0]) <= {str(row) for row in range(20)}
