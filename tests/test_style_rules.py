"""Rules of a chart's style: read with suspicion, followed by columns; measures as networkx computes them."""

from __future__ import annotations

import json
from dataclasses import replace

import networkx
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from intelviz.views.network.content import Content
from intelviz.workspace.facts import Coded
from intelviz.workspace.opening import OpenCase
from intelviz.workspace.style.applied import applied
from intelviz.workspace.style.certainty import (
    CONFIRMED,
    TENTATIVE,
    UNCONFIRMED,
    UNGRADED,
    certainty_of,
    link_certainty,
    surest,
)
from intelviz.workspace.style.classes import class_edges
from intelviz.workspace.style.look import NO_VALUE, OWN, RAMP
from intelviz.workspace.style.rules import CHANNELS, CLASSES, Rule, Style, known_by, rule_from, style_from, style_in
from intelviz.workspace.style.values import Numbers, measure
from tests.small_case import small_case

ANN, BOB, CY, PHONE = 0, 1, 2, 3


@pytest.fixture
def opened(tmp_path):
    with OpenCase(small_case(tmp_path / "small.intelviz")) as opened:
        opened.workspace.chart.drawn[:] = True
        yield opened


def given_by(opened, *rules: Rule, **more):
    return applied(Style(rules, **more), opened.workspace, opened.case, Content(opened.workspace))


values = st.one_of(
    st.none(), st.booleans(), st.integers(-5, 200), st.floats(), st.text(max_size=8), st.lists(st.floats(), max_size=3)
)
bodies = st.dictionaries(
    st.sampled_from(["channel", "by", "value", "where", "classes", "breaks", "on", "colours"]),
    st.one_of(
        values,
        st.sampled_from([*CHANNELS, *CLASSES, "fixed", "type", "grade", "measure degree", "measure x", "property a.b"]),
    ),
)


@settings(max_examples=300)
@given(st.one_of(values, bodies, st.dictionaries(st.sampled_from(["rules", "second", "parallel"]), values)), bodies)
def test_whatever_a_stranger_puts_there_is_read_or_passed_over(body, rule):
    style = style_from({"rules": [body, rule], "second": body, "parallel": body})
    assert style_from(json.loads(json.dumps(style.plain()))) == style
    assert style_from(body) == style_in({"style": body})


@given(
    st.builds(
        Rule,
        st.sampled_from(["colour", "ring"]),
        st.sampled_from(["fixed", "type", "measure pagerank", "property Person.name"]),
        st.integers(0, 7),
        st.text(max_size=20),
        st.sampled_from(list(CLASSES)),
        st.lists(st.floats(-1e6, 1e6), max_size=5, unique=True).map(lambda each: tuple(sorted(each))),
        st.booleans(),
        st.dictionaries(st.text(max_size=8), st.sampled_from([0, 7, "#00ff7f"]), max_size=4).map(
            lambda each: tuple(each.items())
        ),
    )
)
def test_a_rule_is_what_it_was_after_it_was_kept(rule):
    found = rule_from(json.loads(json.dumps(rule.plain())))
    expected = rule if rule.by == "fixed" else replace(rule, value=0)
    assert found == expected


def test_the_first_rule_that_has_a_value_decides_and_the_rest_is_said_to_have_none(opened):
    found = given_by(
        opened,
        Rule("colour", "property Crime.type"),
        Rule("colour", value=5, where="Person"),
        Rule("colour", value=6, where="Person or Phone"),
    )
    crimes = [
        row for row in range(11) if opened.workspace.items.type_names[opened.workspace.items.type[row]] == "Crime"
    ]
    assert set(found.colour[crimes].tolist()) == {0, 1}
    assert found.colour[[ANN, PHONE]].tolist() == [5, 6]
    others = [row for row in range(11) if row not in crimes and row > 4]
    assert set(found.colour[others].tolist()) == {-1}
    first = found.sections[0]
    assert first.title == "Colour: type of crime of crimes"
    assert [line.words for line in first.lines] == ["Burglary", "Robbery"]


def test_what_a_rule_finds_no_value_for_is_grey_and_counted(opened):
    kind = opened.workspace.items.type_names.index("Crime")
    crimes = np.flatnonzero(opened.workspace.items.type == kind).astype(np.int32)
    opened.workspace.facts["property", "Crime", "type"] = Coded(crimes, np.array([0, -1], np.int32), ["Burglary"])
    found = given_by(opened, Rule("colour", "property Crime.type"))
    assert found.colour[crimes].tolist() == [0, NO_VALUE]
    assert [(line.words, len(line.picked)) for line in found.sections[0].lines] == [("Burglary", 1), ("no value", 1)]


def test_values_beyond_eight_share_the_last_colour_and_it_says_so(opened):
    case = opened.case
    items = opened.workspace.items
    every, names = np.arange(len(items.id), dtype=np.int32), [f"v{number}" for number in range(11)]
    opened.workspace.facts["sources",] = Coded(every, every, names)
    found = applied(Style((Rule("colour", "source"),)), opened.workspace, case, Content(opened.workspace))
    words = [line.words for line in found.sections[0].lines]
    assert len(words) == 8 and words[-1] == "4 others"
    assert int((found.colour == 7).sum()) == 4


def test_values_have_the_colours_that_were_chosen_and_the_others_what_is_left(opened):
    items = opened.workspace.items
    every, names = np.arange(len(items.id), dtype=np.int32), [f"v{number}" for number in range(11)]
    opened.workspace.facts["sources",] = Coded(every, every, names)
    found = given_by(opened, Rule("colour", "source", colours=(("V3", 0), ("v7", "#ff8800"), ("gone", 2))))
    lines = {line.value: line.swatch for line in found.sections[0].lines}
    assert lines["v3"] == 0 and lines["v7"] == OWN and found.own == [(255, 136, 0)]
    # Blue and green are taken, so six are left: five of the other nine values have one of their own.
    assert [lines[name] for name in ("v0", "v1", "v10", "v2", "v4")] == [1, 3, 4, 5, 6]
    assert lines[None] == 7 and found.sections[0].lines[-1].words == "4 others"
    assert found.colour[[3, 7, 0]].tolist() == [0, OWN, 1]


def test_a_colour_stays_with_its_value_when_others_become_more_frequent(opened):
    rule = Rule("colour", "type", colours=(("Crime", 6), ("Person", 2)))
    before = {line.value: line.swatch for line in given_by(opened, rule).sections[0].lines}
    opened.workspace.chart.drawn[[0, 1]] = False
    after = {line.value: line.swatch for line in given_by(opened, rule).sections[0].lines}
    assert before["Crime"] == after["Crime"] == 6 and before["Person"] == after["Person"] == 2


def test_where_all_colours_are_taken_the_other_values_are_grey_and_said_to_be_others(opened):
    items = opened.workspace.items
    every, names = np.arange(len(items.id), dtype=np.int32), [f"v{number:02}" for number in range(11)]
    opened.workspace.facts["sources",] = Coded(every, every, names)
    colours = tuple((f"v{number:02}", number) for number in range(8))
    found = given_by(opened, Rule("ring", "source", colours=colours))
    last = found.sections[0].lines[-1]
    assert (last.words, last.swatch, len(last.picked)) == ("3 others", NO_VALUE, 3)


@pytest.mark.parametrize(
    "colours", [7, {"a": 1}, [["a"]], [["a", 8]], [["a", "red"]], [[1, 1]], [["a", "#12345g"]], [["a", 1]] * 61]
)
def test_colours_that_can_t_be_are_no_rule(colours):
    assert rule_from({"channel": "colour", "by": "type", "colours": colours}) is None
    assert rule_from({"channel": "size", "by": "type", "colours": [["a", 1]]}) is None
    assert rule_from({"channel": "colour", "by": "type", "colours": [["a", "#ABCDEF"]]}).colours == (("a", "#abcdef"),)


@pytest.mark.parametrize("name", ["degree", "links", "betweenness", "pagerank"])
def test_measures_are_those_of_networkx(opened, name):
    content = Content(opened.workspace)
    found = measure(name, opened.workspace, content)
    assert isinstance(found, Numbers)
    graph = networkx.Graph()
    graph.add_nodes_from(content.rows.tolist())
    for low, high, count in zip(content.low.tolist(), content.high.tolist(), content.count.tolist(), strict=True):
        graph.add_edge(low, high, weight=count)
    oracle = {
        "degree": lambda: dict(graph.degree()),
        "links": lambda: dict(graph.degree(weight="weight")),
        "betweenness": lambda: networkx.betweenness_centrality(graph, normalized=False),
        "pagerank": lambda: networkx.pagerank(graph, 0.85, tol=1e-12, max_iter=1000),
    }[name]()
    assert found.values[content.rows].tolist() == pytest.approx(
        [oracle[row] for row in content.rows.tolist()], abs=1e-6
    )


def test_sizes_grow_with_the_number_by_area_and_by_classes_in_even_steps(opened):
    found = given_by(opened, Rule("size", "measure degree"))
    degree = Content(opened.workspace).degree
    order = np.argsort(degree, kind="stable")
    sizes = found.size[order]
    assert (np.diff(sizes) >= 0).all()
    assert (float(sizes[0]), float(sizes[-1])) == pytest.approx((0.7, 2.2))
    by_classes = given_by(opened, Rule("size", "measure degree", classes="breaks", breaks=(2.0, 3.0)))
    assert len(set(by_classes.size.tolist())) == len(by_classes.sections[0].lines) <= 3


def test_numbers_in_classes_have_steps_of_the_ramp(opened):
    found = given_by(opened, Rule("colour", "measure degree", classes="steps"))
    assert (found.colour >= RAMP).all()
    degree = Content(opened.workspace).degree
    assert found.colour[int(np.argmax(degree))] == RAMP + 100


@given(st.lists(st.floats(-1e6, 1e6), min_size=1, max_size=60), st.sampled_from(["quantiles", "steps", "breaks"]))
def test_every_value_lies_in_a_class(numbers, classes):
    values = np.array(numbers)
    edges = class_edges(values, classes, (-10.0, 0.0, 50.0))
    assert (np.diff(edges) > 0).all()
    assert edges[0] <= values.min() and edges[-1] >= values.max()


def test_a_rule_that_can_t_be_followed_says_why_and_the_others_hold(opened):
    found = given_by(
        opened,
        Rule("colour", "property Person.shoes"),
        Rule("size", "property Crime.type"),
        Rule("ring", value=2, where="Persn ((("),
        Rule("badge", value="!", where="Person"),
    )
    assert len(found.problems) == 3
    assert "Rule 1 can't be followed: This case has no Person.shoes" in found.problems[0]
    assert "number" in found.problems[1]
    assert found.badges[found.badge[ANN]] == "!"


def test_lines_by_kind_count_and_grade(opened):
    content = Content(opened.workspace)
    found = given_by(
        opened,
        Rule("line colour", "link type"),
        Rule("line width", "link count"),
        Rule("line pattern", value="dotted", where="Phone"),
    )
    assert (found.line_colour >= 0).all()
    phone = (content.low == PHONE) | (content.high == PHONE)
    assert (found.pattern[phone] == 2).sum() == phone.sum() > 0
    assert (found.width > 0).all()
    graded = given_by(opened, Rule("line colour", "grade"))
    assert [line.words for line in graded.sections[0].lines] == ["ungraded"]


def test_a_pattern_by_grade_is_no_choice_and_one_that_was_kept_is_said_not_to_be_followed(opened):
    assert not known_by("line pattern", "grade") and known_by("line colour", "grade")
    style = style_from({"rules": [{"channel": "line pattern", "by": "grade"}]})
    assert style.rules == (Rule("line pattern", "grade"),)
    found = given_by(opened, *style.rules)
    assert (found.pattern == -1).all() and not found.sections
    assert found.problems[0].startswith("Rule 1 can't be followed: The pattern of a line says by itself how sure")


def test_rules_that_can_t_be_read_are_said_to_be_passed_over(opened):
    style = style_from({"rules": [{"channel": "smell"}, {"channel": "size", "by": "fixed", "value": 2}, 7]})
    found = applied(style, opened.workspace, opened.case, Content(opened.workspace))
    assert found.problems == ["2 rules of this style can't be read and can't be followed."]
    assert float(found.size[ANN]) == 2.0


def test_the_second_line_of_a_name(opened):
    found = given_by(opened, second="property Crime.type")
    assert found.second is not None and found.second_of is not None
    assert [found.second[code] for code in found.second_of.tolist() if code >= 0] == ["Burglary", "Robbery"]


@pytest.mark.parametrize(
    ("grade", "sure"),
    [
        ("", UNGRADED),
        ("3x5x2 1AP", CONFIRMED),
        ("3x5x2 2BC A1", CONFIRMED),
        ("3x5x2 3AP", UNCONFIRMED),
        ("3x5x2 1CP", UNCONFIRMED),
        ("3x5x2 1DP", TENTATIVE),
        ("3x5x2 2EP", TENTATIVE),
        ("5x5x5 B12", CONFIRMED),
        ("5x5x5 E31", CONFIRMED),
        ("5x5x5 D21", UNCONFIRMED),
        ("5x5x5 A41", TENTATIVE),
        ("7x7x7 A41", UNCONFIRMED),
        ("3x5x2", UNCONFIRMED),
    ],
)
def test_how_sure_a_grade_is(grade, sure):
    assert certainty_of(grade) == sure


def test_the_surest_of_several_statements_decides():
    assert surest([]) == UNGRADED
    assert surest(["3x5x2 1EP", "3x5x2 1CP"]) == UNCONFIRMED
    assert surest(["3x5x2 1EP", ""]) == UNGRADED
    assert surest(["3x5x2 1EP", "", "3x5x2 1AP"]) == CONFIRMED


def test_links_have_the_grades_of_their_statements_and_sources(opened):
    assert set(link_certainty(opened.workspace, opened.case).tolist()) == {UNGRADED}
    ids = opened.workspace.links.id.tolist()
    with opened.case.changing() as change:
        change.add_assertions([(None, None, ids[0], "3x5x2 1EP")])
    opened.workspace.facts.clear()
    found = link_certainty(opened.workspace, opened.case)
    assert found[0] == UNGRADED, "a record without a grade says it too"
