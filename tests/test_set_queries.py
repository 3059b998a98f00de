"""A set kept with its query: made anew, it says what came and went."""

import numpy as np
import pytest

from intelviz.render.theme import DARK
from intelviz.schema.errors import IntelvizError
from intelviz.views.filter.panel import FilterPanel
from intelviz.views.sources.sets import SetsPanel
from intelviz.workspace.commands.sets.delete_set import DeleteSet
from intelviz.workspace.commands.sets.make_set import MakeSet
from intelviz.workspace.commands.sets.rename_set import RenameSet
from intelviz.workspace.commands.sets.update_set import UpdateSet
from intelviz.workspace.opening import OpenCase
from intelviz.workspace.set_queries import renewed
from tests.small_case import small_case


@pytest.fixture
def opened(tmp_path):
    with OpenCase(small_case(tmp_path / "small.intelviz")) as opened:
        yield opened


def test_a_set_of_the_filter_is_made_anew_and_says_what_came_and_went(qtbot, opened):
    panel = FilterPanel(opened.workspace, DARK, case=opened.case, acts=opened.acts)
    sets = SetsPanel(opened.workspace, DARK, case=opened.case, acts=opened.acts)
    qtbot.addWidget(panel)
    qtbot.addWidget(sets)
    panel.show_query("Person")
    panel.kept.keep_set_as("People", panel.as_text()[0])
    people = opened.case.sets()["People"]
    assert len(people) == 3
    opened.acts.run(UpdateSet("People", np.array([people[0], people[2] + 1])))
    sets.mark("People")
    refresh = next(each for each in sets.actions_here() if each.name == "set_refresh")
    assert refresh.enabled()
    said = []
    sets.said.connect(said.append)
    refresh.run()
    assert said[-1] == "Set “People”: 2 came, 1 went: 3 items"
    assert opened.case.sets()["People"].tolist() == people.tolist()
    opened.acts.undo()
    assert len(opened.case.sets()["People"]) == 2
    refresh.run()
    refresh.run()
    assert said[-1] == "Set “People”: nothing came or went: 3 items"
    opened.acts.run(RenameSet("People", "Everybody"))
    sets.mark("Everybody")
    assert refresh.enabled()


def test_a_query_goes_and_comes_back_with_its_set(opened):
    opened.acts.run(MakeSet("People", np.array([1]), "Person"))
    opened.acts.run(DeleteSet("People"))
    opened.acts.run(MakeSet("People", np.array([2])))
    assert opened.case.set_queries() == {}
    opened.acts.undo()
    opened.acts.undo()
    assert opened.case.set_queries() == {"People": "Person"}
    opened.acts.undo()
    opened.acts.redo()
    assert opened.case.set_queries() == {"People": "Person"}


def test_a_set_without_a_query_or_with_a_broken_one_says_so(opened):
    opened.acts.run(MakeSet("Plain", np.array([1])))
    with pytest.raises(IntelvizError, match="has no query"):
        renewed(opened.workspace, opened.case, "Plain")
    opened.acts.run(MakeSet("Broken", np.array([1]), "((("))
    with pytest.raises(IntelvizError):
        renewed(opened.workspace, opened.case, "Broken")
