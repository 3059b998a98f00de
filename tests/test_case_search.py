"""The search box: any word by its beginning, phrases, identifiers however written, and never an error."""

from __future__ import annotations

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from intelviz.case.file import CaseFile
from intelviz.case.search import expression
from intelviz.schema.errors import UsageError

ITEMS = [
    ("Person", "Zoë O'Neill-Smith", '{"name": "Zoë", "surname": "O\'Neill-Smith", "occupation": "Electrician"}'),
    ("Person", "Jose Alvarez", '{"name": "José", "surname": "Álvarez", "alias": "The Baker"}'),
    ("Officer", "Sergeant Baker", '{"rank": "Sergeant", "surname": "Baker", "badge_no": "80-1015383"}'),
    ("Vehicle", "RY52 APF, Toyota", '{"reg": "RY52APF", "make": "Toyota"}'),
    ("Phone", "07700 900001", '{"phoneNo": "+447700900001"}'),
    ("PostCode", "M1 1AA", '{"code": "M1 1AA"}'),
    ("Crime", "Burglary, 5 Aug 2017", '{"type": "Burglary", "note": "rear window forced", "aliases": ["one", "two"]}'),
    ("Crime", "Violence and sexual offences", '{"type": "Violence and sexual offences", "flag": true}'),
]


@pytest.fixture(scope="module")
def case(tmp_path_factory):
    folder = tmp_path_factory.mktemp("search")
    with CaseFile.create(folder / "a.intelviz") as made:
        with made.changing() as change:
            change.add_items((kind, None, label, said, *[None] * 6) for kind, label, said in ITEMS)
        yield made


@pytest.mark.parametrize(
    ("text", "labels"),
    [
        ("burg", ["Burglary, 5 Aug 2017"]),
        ("ZOE", ["Zoë O'Neill-Smith"]),
        ("josé", ["Jose Alvarez"]),
        ("alvarez jose", ["Jose Alvarez"]),
        ("smith neill", ["Zoë O'Neill-Smith"]),
        ("O'Neill-Smith", ["Zoë O'Neill-Smith"]),
        ("baker", ["Sergeant Baker", "Jose Alvarez"]),
        ("burglary toyota", []),
        ('"rear window"', ["Burglary, 5 Aug 2017"]),
        ('"window rear"', []),
        ('"sexual offences" viol', ["Violence and sexual offences"]),
        ("RY52 APF", ["RY52 APF, Toyota"]),
        ("ry52apf", ["RY52 APF, Toyota"]),
        ("+44 7700 900001", ["07700 900001"]),
        ("07700900001", ["07700 900001"]),
        ("0770090", ["07700 900001"]),
        ("07700-90", ["07700 900001"]),
        ("m11aa", ["M1 1AA"]),
        ("two", ["Burglary, 5 Aug 2017"]),
        ("1015383", ["Sergeant Baker"]),
        ("surname", []),
        ("true", []),
        ("", []),
        ("  ,.!? ", []),
    ],
)
def test_a_search_finds(case, text, labels):
    assert [hit.label for hit in case.search(text)] == labels
    assert sorted(case.matching(text)) == sorted(hit.id for hit in case.search(text))


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("burgl", "label"),
        ("electr", "occupation: Electrician"),
        ("jose the", "label, alias: The Baker"),
        ("+447700900001", "number: 07700 900001"),
        ("ry52apf", "registration: RY52 APF"),
    ],
)
def test_a_hit_says_what_matched(case, text, why):
    assert case.search(text)[0].why == why


def test_labels_count_more_than_properties(case):
    first, second = case.search("baker")
    assert first.label == "Sergeant Baker"
    assert first.score > second.score


def test_a_search_within_a_type_takes_the_types_under_it(case):
    assert [hit.type for hit in case.search("baker", "Person")] == ["Officer", "Person"]
    assert [hit.type for hit in case.search("baker", "Officer")] == ["Officer"]
    with pytest.raises(UsageError, match=r"no item type “Oficer”.*Officer"):
        case.search("baker", "Oficer")


def test_a_limit_is_kept(case):
    assert len(case.search("baker", limit=1)) == 1
    assert case.search("baker", limit=0) == []


TRAPS = ['"', "*", "AND", "OR", "NOT", "NEAR(", ")", "^", "col:", "-", "a", "é", "\x00", "'"]


@settings(max_examples=400, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(
    text=st.text(max_size=60)
    | st.lists(
        st.sampled_from(['"', "*", "AND", "OR", "NOT", "NEAR(", ")", "^", "col:", "-", "a", "é", "\x00", "'"])
    ).map(" ".join)
)
def test_nothing_that_can_be_typed_is_an_error(case, text):
    for hit in case.search(text):
        assert hit.why
    assert len(case.matching(text)) >= len(case.search(text))


@settings(deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(which=st.integers(0, len(ITEMS) - 1), data=st.data())
def test_an_item_is_found_by_the_beginning_of_any_word_of_its_label(case, which, data):
    word = data.draw(
        st.sampled_from([each for each in ITEMS[which][1].replace("'", " ").split() if each.isalnum()] or ["M1"])
    )
    start = word[: data.draw(st.integers(1, len(word)))]
    assert which + 1 in case.matching(start) or word == "M1"


@settings(deadline=None)
@given(st.text())
def test_the_expression_holds_only_quoted_words(text):
    for part in (
        expression(text).replace(" AND ", " ").replace(" OR ", " ").replace("(", "").replace(")", "").split('"')[::2]
    ):
        assert part.strip() in {"", "*"}
