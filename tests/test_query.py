"""The filter language: what an analyst types, what it means, and what is said where it can't be understood."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from intelviz.schema.load import load_schema
from intelviz.schema.when import NO_TIME
from intelviz.workspace.query import QueryError, parse
from intelviz.workspace.query.parser import DEEPEST, KEYWORDS, UNITS, parse_term
from intelviz.workspace.query.printing import text_of
from intelviz.workspace.query.terms import (
    STATES,
    All,
    Days,
    During,
    FromSource,
    Graded,
    Has,
    Hops,
    Hours,
    Ids,
    InArea,
    InSet,
    Inside,
    Known,
    Like,
    LinkedTo,
    Near,
    Not,
    OfType,
    Phrase,
    Point,
    Ref,
    State,
    Word,
    both,
    either,
)
from intelviz.workspace.query.tokens import LONGEST
from tests.conftest import made_schema


def labels(workspace, text, case=None) -> list[str]:
    mask = parse(text, workspace.schema).mask(workspace, case)
    assert mask.dtype == bool
    assert len(mask) == len(workspace)
    return [workspace.items.label[row] for row in np.flatnonzero(mask)]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("all", 11),
        ("Person", 3),
        ("persons", 3),
        ("type:Person", 3),
        ("type: person", 3),
        ('type:"phone call"', 2),
        ("phone calls", 2),
        ("phone calls or Phone", 4),
        ("not Person", 8),
        ("Person or Crime", 5),
        ("Person and Crime", 0),
        ("(Person or Crime) ann", 1),
        ("Person or Crime ann", 3),
        ("id 100, 103", 2),
        ("label contains HIGH", 1),
        ('label = "ann archer"', 1),
        ('Person.label != "Ann Archer"', 2),
        ('label in ("Ann Archer", "Bob Baker")', 2),
    ],
)
def test_who_and_what(workspace, text, found):
    assert len(labels(workspace, text)) == found


def test_a_word_is_searched_for_at_the_beginning_of_words_and_a_phrase_as_it_stands(workspace):
    assert labels(workspace, "bak") == ["Bob Baker"]
    assert labels(workspace, "aker") == []
    assert labels(workspace, "ann arch") == ["Ann Archer"]
    assert labels(workspace, '"ob bak"') == ["Bob Baker"]
    assert labels(workspace, "“mill lane”") == ["2 Mill Lane"]
    assert labels(workspace, '"person"') == []


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("on 5/8/2017", ["Burglary", "Robbery"]),  # the robbery is known to the month alone, and may be of that day
        ("on 5 Aug 2017", ["Burglary", "Robbery"]),
        ("on 2017-08-05", ["Burglary", "Robbery"]),
        ("from 1/8/2017 to 4/8/2017", ["Robbery", "Call of 38 s"]),
        ("from 27/8/2017 14:44 to 27/8/2017 14:45", ["Robbery", "Call of 5 s"]),
        ("Crime from 5/8/2017 to 5/8/2017", ["Burglary", "Robbery"]),
        ("on Aug 2017", ["Burglary", "Robbery", "Call of 38 s", "Call of 5 s"]),
        ("on 2017", ["Burglary", "Robbery", "Call of 38 s", "Call of 5 s"]),
        ("before 1/8/2017", []),
        ("after 27/8/2017", ["Robbery"]),
        ("until 4/8/2017", ["Robbery", "Call of 38 s"]),
        ("from 6/8/2017", ["Robbery", "Call of 5 s"]),
        ("hours 22-04", ["Call of 38 s"]),
        ("hours 14:44-14:45", ["Call of 5 s"]),
        ("hours 14:45 to 15", []),
        ("days Sat", ["Burglary"]),
        ("days Fri-Sun", ["Burglary", "Call of 38 s", "Call of 5 s"]),
    ],
)
def test_when(workspace, text, found):
    assert labels(workspace, text) == found


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("within 500 m of 105", ["1 High Street", "Robbery"]),
        ("within 500m of 105 and Crime", ["Robbery"]),
        ("within 10,000 m of 105 Crime", ["Burglary", "Robbery"]),
        ("within 10 km of point -2.24, 53.48 and Crime", ["Burglary", "Robbery"]),
        ("Crime within 1 mile of (label contains mill)", ["Burglary"]),
        ("inside -2.25, 53.47, -2.23, 53.49", ["1 High Street", "Robbery"]),
    ],
)
def test_where(workspace, text, found):
    assert labels(workspace, text) == found


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("linked to 101", ["Ann Archer", "Cy Cole", "07700 900002"]),
        ("linked to 101 by KNOWS", ["Ann Archer", "Cy Cole"]),
        ("linked to 101 by knows, has_phone", ["Ann Archer", "Cy Cole", "07700 900002"]),
        ("Person linked to (Crime)", ["Cy Cole"]),
        ("within 2 links of 102 and Person", ["Ann Archer", "Bob Baker", "Cy Cole"]),
        ("within 0 links of 102", ["Cy Cole"]),
    ],
)
def test_with_whom(workspace, text, found):
    assert labels(workspace, text) == found


def test_what_the_window_shows(workspace):
    workspace.select([0])
    assert labels(workspace, "selected") == ["Ann Archer"]
    assert labels(workspace, "linked and Person") == ["Bob Baker"]
    assert labels(workspace, "Person and not selected") == ["Bob Baker", "Cy Cole"]
    assert len(labels(workspace, "shown")) == 11
    assert labels(workspace, "drawn") == []


def test_without_a_schema_names_are_found_when_it_is_asked(workspace):
    assert np.count_nonzero(parse("phone calls or persons").mask(workspace)) == 5
    with pytest.raises(QueryError, match="Did you mean Person"):
        parse("type:Persn").mask(workspace)


@pytest.mark.parametrize(
    ("text", "position", "message"),
    [
        ("", 0, "is empty"),
        ("type:Crme", 0, "Did you mean Crime"),
        ("Crime.tpye = Burglary", 6, "Did you mean type"),
        ("Crime.", 0, ""),
        ("Crime and", 9, "ends too early"),
        ("(Crime", 6, "closing parenthesis for the one at character 1"),
        ("Crime)", 5, "“)” can't stand here"),
        ('Crime "mill', 6, "no end"),
        ("on 31/02/2017", 3, "Feb 2017 has no day 31"),
        ("on 5/8/2017 25:00", 3, "no time 25:00"),
        ("on tuesday", 3, "Expected a date such as 5/8/2017"),
        ("from 7/8/2017 to 1/8/2017", 17, "ends before it begins"),
        ("hours 22-99", 6, "“99” is no time of day"),
        ("within 500 metrs of 5", 7, "Did you mean metres"),
        ("within far of 5", 7, "such as 500 m"),
        ("inside 1,2,3", 12, "west, south, east, north"),
        ("point 5", 0, "quotation marks, to search for the word"),
        ("in Manchester", 3, 'in set "Name"'),
        ("id x", 3, "number of an item"),
        ("Crime.type =", 12, "a value"),
        ("linked to 5 by KNWS", 15, "Did you mean KNOWS"),
        ("Crime ! x", 6, "means nothing here"),
    ],
)
def test_errors_name_the_place_and_the_way_out(text, position, message):
    if text == "Crime.":
        assert parse(text, made_schema()).text == "Crime."
        return
    with pytest.raises(QueryError) as caught:
        parse(text, made_schema())
    assert message in caught.value.words()
    assert caught.value.position == position
    assert f"character {position + 1}" in caught.value.words()


def test_an_unknown_item_or_a_case_that_is_not_there_is_said(workspace):
    for text in ("id 5", "linked to 5", "within 5 m of 5", 'in set "x"', "Crime.type = Burglary", "within 5 m of 100"):
        with pytest.raises(Exception, match=r"no item 5|only where the case file is open|has no place"):
            labels(workspace, text)


def test_deep_and_giant_queries_are_refused_in_words():
    for text in ("(" * 10_000 + "all" + ")" * 10_000, "not " * 10_000 + "all"):
        with pytest.raises(QueryError, match=f"more than {DEEPEST}"):
            parse(text)
    with pytest.raises(QueryError, match="characters"):
        parse("a " * LONGEST)
    many = " or ".join(["all"] * 20_000)
    assert parse(many).text == many


def test_it_says_itself_in_words():
    query = parse(
        'Crime.type in ("Burglary", Robbery) from 1/8/2017 to 7/8/2017 hours 22-04 within 2 km of 5 not selected',
        made_schema(),
    )
    assert query.words == (
        "type of crime is “Burglary” or “Robbery”, from 1 Aug 2017 to 7 Aug 2017, between 22:00 and 04:00, "
        "within 2 km of item 5, not selected"
    )
    assert query.text == (
        'Crime.type in ("Burglary", "Robbery") and from 2017-08-01 to 2017-08-07 and hours 22:00-04:00 '
        "and within 2000 m of 5 and not selected"
    )


# Whatever can be said is printed so that it is understood again

_TYPES = sorted(made_schema().items)
_plain = st.from_regex(r"[^\W_][\w.@+/&'-]{0,12}", fullmatch=True)
_any_text = st.text(st.characters(exclude_categories=["Cs"]), max_size=12)
_KNOWN = {each.casefold() for kind in made_schema().items.values() for each in (kind.name, kind.label, kind.plural)}
_words = _plain.filter(
    lambda text: (
        text.casefold() not in KEYWORDS | _KNOWN | {"phone", "calls", "call"}
        and not text.casefold().startswith("type:")
        and text.casefold() not in UNITS
    )
)
_at = st.integers(-1_500_000_000, 4_000_000_000)
_degrees = st.floats(-90, 90, allow_nan=False).map(lambda value: round(value, 6) + 0.0)
_refs = _any_text.map(Ref)
_ways = st.sampled_from(["either", "to", "from"])


def _spans(pair):
    start, end = pair
    return During(min(start, end), max(start, end) + 1)


_leaves = st.one_of(
    st.just(All()),
    st.sampled_from(sorted(STATES)).map(State),
    st.sampled_from(_TYPES).map(OfType),
    _words.map(Word),
    _any_text.map(Phrase),
    st.builds(
        Has,
        st.sampled_from([None, "Crime"]),
        st.sampled_from(["type", "label"]),
        st.sampled_from(["=", "!=", "<", "<=", ">", ">=", "contains"]),
        st.tuples(_any_text),
    ),
    st.builds(Has, st.none(), st.just("type"), st.just("in"), st.lists(_any_text, min_size=1, max_size=3).map(tuple)),
    st.builds(Known, st.none(), st.just("type"), st.booleans()),
    st.tuples(_at, _at).map(_spans),
    _at.map(lambda at: During(at, None)),
    _at.map(lambda at: During(None, at)),
    st.builds(Hours, st.integers(0, 1439), st.integers(0, 1439)),
    st.sets(st.integers(0, 6), min_size=1).map(lambda days: Days(tuple(sorted(days)))),
    st.builds(
        Near,
        st.integers(0, 10**7).map(lambda value: value / 10),
        st.one_of(_refs, st.builds(Point, _degrees, _degrees)),
    ),
    st.tuples(_degrees, _degrees, _degrees, _degrees).map(
        lambda box: Inside(box[0], min(box[1], box[3]), box[2], max(box[1], box[3]))
    ),
    _any_text.map(InSet),
    st.builds(LinkedTo, _refs, st.sampled_from([(), ("KNOWS",), ("KNOWS", "CALLER")]), _ways),
    st.builds(Hops, st.integers(0, 100), _refs, st.sampled_from([(), ("KNOWS",)]), _ways),
    _any_text.map(InArea),
    _any_text.map(Like),
    st.lists(_any_text, min_size=1, max_size=3).map(lambda names: FromSource(tuple(names))),
    st.lists(_any_text, min_size=1, max_size=3).map(lambda grades: Graded(tuple(grades))),
    st.lists(st.integers(0, 10**12), min_size=1, max_size=5).map(lambda ids: Ids(tuple(ids))),
)
_terms = st.recursive(
    _leaves,
    lambda inner: st.one_of(
        inner.map(Not),
        st.lists(inner, min_size=2, max_size=4).map(both),
        st.lists(inner, min_size=2, max_size=4).map(either),
        st.builds(LinkedTo, inner),
        st.builds(Near, st.integers(0, 5000).map(float), inner),
        st.builds(Hops, st.integers(0, 9), inner),
    ),
    max_leaves=12,
)


@settings(max_examples=400, deadline=None)
@given(_terms)
def test_text_and_terms_go_round(term):
    text = text_of(term)
    assert parse_term(text, made_schema()) == term
    assert text_of(parse_term(text, made_schema())) == text


@settings(max_examples=300, deadline=None)
@given(
    st.one_of(
        st.text(max_size=60),
        st.lists(
            st.sampled_from(
                [
                    "(",
                    ")",
                    "and",
                    "not",
                    "on",
                    "5/8/2017",
                    "within",
                    "500",
                    "m",
                    "of",
                    "type:",
                    "Crime",
                    ".",
                    "=",
                    '"a"',
                    ",",
                    "in",
                    "set",
                    "id",
                    "7",
                    "hours",
                    "22-04",
                    "linked",
                    "to",
                    "by",
                    "is",
                    "known",
                ]
            ),
            max_size=12,
        ).map(" ".join),
    )
)
def test_whatever_is_typed_is_understood_or_refused_in_words(text):
    try:
        query = parse(text, made_schema())
    except QueryError as error:
        assert error.words()
    else:
        assert parse(query.text, made_schema()) == query
        assert query.words


def test_an_item_without_a_time_never_fits_one(workspace):
    mask = parse("from 1/1/1900").mask(workspace)
    assert not mask[workspace.items.when_start == NO_TIME].any()


def test_the_shipped_types_are_found_by_what_people_call_them():
    schema = load_schema()
    for kind in schema.items.values():
        for called in (kind.name, kind.label, kind.plural):
            assert parse(f'type:"{called}"', schema).term == OfType(kind.name), called
    assert parse("custody records or sim card", schema).text == "type:Custody or type:SimCard"
    words = parse("stop and search", schema)
    assert words.term == both([Word("stop"), Word("search")])
    assert parse(words.text, schema) == words
