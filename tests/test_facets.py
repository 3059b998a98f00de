"""Facets: each counts under all other parts of the filter; what is chosen means the same as its text."""

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from intelviz.workspace.commands.kept.keep_thing import KeepThing
from intelviz.workspace.commands.sets.make_set import MakeSet
from intelviz.workspace.facet_kinds import available, facet_of
from intelviz.workspace.facets import Facet, crossfiltered, why_empty
from intelviz.workspace.opening import OpenCase
from intelviz.workspace.query import parse
from intelviz.workspace.query.printing import text_of
from intelviz.workspace.query.terms import All
from intelviz.workspace.workspace import FilterPart
from tests.small_case import small_case


@pytest.fixture(scope="module")
def small(tmp_path_factory):
    with OpenCase(small_case(tmp_path_factory.mktemp("facets") / "small.intelviz")) as opened:
        opened.acts.run(MakeSet("Main suspects", np.array([1, 3])))
        around = [[-2.21, 53.49], [-2.19, 53.49], [-2.19, 53.51], [-2.21, 53.51]]
        opened.acts.run(KeepThing("area", "Mill", {"shape": "polygon", "points": around}))
        opened.acts.run(KeepThing("area", "Broken", {"points": "no"}))
        yield opened


def facets_of(opened):
    made = [facet_of(opened.workspace, opened.case, key) for key, _ in available(opened.workspace)]
    return {each.key: each for each in made if each is not None}


def test_a_case_has_facets_for_what_it_says(small):
    found = facets_of(small)
    assert set(found) == {"grades", "dates", "areas", "sets", "roles", "property Crime.type"}
    assert list(found["areas"].names) == ["Mill"]
    assert list(found["property Crime.type"].names) == ["Burglary", "Robbery"]


def test_what_is_chosen_means_the_same_as_its_text_and_comes_back_from_it(small):
    workspace = small.workspace
    for facet in facets_of(small).values():
        choices = [[code] for code in range(len(facet.names))] + [list(range(len(facet.names)))]
        if not facet.ordered:
            choices.append([-1, 0])
        for codes in choices:
            if facet.key != "property Crime.type" and -1 in codes:
                continue
            term = facet.say(codes)
            query = parse(text_of(term), workspace.schema)
            assert facet.read(query.term) == codes
            if not facet.by_term:
                assert (query.mask(workspace, small.case) == facet.mask(len(workspace), codes)).all(), (
                    facet.key,
                    codes,
                )
        assert facet.read(All()) is None


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.data())
def test_counts_follow_every_other_part_and_not_the_own(data):
    count = data.draw(st.integers(1, 40))
    facets, parts = [], {}
    for number in range(3):
        values = data.draw(st.lists(st.integers(-1, 3), min_size=count, max_size=count))
        code = np.array(values, np.int32)
        facet = Facet(str(number), "", np.arange(count, dtype=np.int32), code, "abcd", lambda _: All())
        facets.append(facet)
        if data.draw(st.booleans()):
            chosen = data.draw(st.sets(st.integers(-1, 3)))
            parts[facet.part] = FilterPart("", facet.mask(count, chosen))
            assert parts[facet.part].mask.tolist() == [each in chosen for each in values]

    for key, counts in crossfiltered(parts, facets).items():
        own = facets[int(key)]
        for code in range(-1, 4):
            others = [part.mask for name, part in parts.items() if name != own.part]
            slow = sum(own.code[row] == code and all(mask[row] for mask in others) for row in range(count))
            assert counts[code + 1] == slow


def test_numbers_and_dates_come_in_ranges(small, monkeypatch):
    workspace = small.workspace
    for texts in (
        [str(each * 7 - 20) for each in range(30)],
        [f"{each / 4}" for each in range(30)],
        [f"{each + 1:02d}/03/2017" for each in range(30)],
        [f"01/{each % 12 + 1:02d}/{1990 + each}" for each in range(30)],
    ):
        column = (np.arange(1, 12), np.arange(11, dtype=np.int32) + 10, texts)
        monkeypatch.setattr(small.case, "property_column", lambda *_, column=column: column)
        workspace.facts.clear()
        facet = facet_of(workspace, small.case, "property Crime.type")
        assert facet.ordered
        assert facet.every.sum() == 11
        for first, last in ((0, 1), (0, len(facet.names)), (len(facet.names) - 1, len(facet.names))):
            codes = list(range(first, last))
            query = parse(text_of(facet.say(codes)), workspace.schema)
            assert facet.read(query.term) == codes
            assert (query.mask(workspace, small.case) == facet.mask(len(workspace), codes)).all()
    workspace.facts.clear()


def test_an_empty_result_says_which_condition_took_the_last(small):
    workspace = small.workspace
    none, some = np.zeros(len(workspace), bool), np.arange(len(workspace)) < 5
    assert why_empty(workspace) == ""
    workspace.set_filter("a", FilterPart("First five", some))
    assert why_empty(workspace) == ""
    workspace.set_filter("b", FilterPart("The others", ~some))
    assert "“The others” took away the last 5." in why_empty(workspace)
    assert "Without “First five”, 6 would be." in why_empty(workspace)
    workspace.set_filter("a", FilterPart("First none", none))
    workspace.set_filter("b", FilterPart("None too", none))
    assert "No single part" in why_empty(workspace)
    workspace.set_filter("a", None)
    workspace.set_filter("b", None)
