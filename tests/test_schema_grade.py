"""Grades and markings: both schemes, no grade, and what can't be one is refused in words."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from intelviz.schema.grade import UNGRADED, Grade, parse_grade, schemes
from intelviz.schema.marking import highest, parse_marking, scheme


@pytest.mark.parametrize(
    ("text", "kept"),
    [
        ("2BP", "3x5x2 2BP"),
        ("2 b/p", "3x5x2 2BP"),
        ("3×5×2: 1AC A1 S2", "3x5x2 1AC A1 S2"),
        ("B24", "5x5x5 B24"),
        ("5x5x5 E41", "5x5x5 E41"),
    ],
)
def test_a_grade_is_kept_with_its_scheme(text, kept):
    grade = parse_grade(text)
    assert str(grade) == kept
    assert parse_grade(str(grade)) == grade


@pytest.mark.parametrize("text", ["", "  ", "ungraded", "N/A", "-"])
def test_no_grade_is_a_value_of_its_own(text):
    assert parse_grade(text) is UNGRADED
    assert str(UNGRADED) == ""
    assert UNGRADED.words == "ungraded"
    assert not UNGRADED.is_graded


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("2 B", "the handling is missing: one of P, C"),
        ("B2P", "“P” can't stand for the handling in 5×5×5"),
        ("4F", "“4” can't stand for the source in 3×5×2: it is one of 1, 2, 3"),
        ("2FP", "“F” can't stand for the intelligence"),
        ("2P", "P is a code for the handling"),
        ("22BP", "has 4 parts"),
        ("3x5x5 2BP", "there is no scheme 3x5x5"),
        ("2BP Z9", "“Z9” is no condition"),
        ("reliable", "is not a grade"),
        ("?!", "is not a grade"),
    ],
)
def test_an_impossible_grade_is_refused_in_words(text, reason):
    with pytest.raises(ValueError, match=reason.replace("?", r"\?")):
        parse_grade(text)


def test_the_words_say_every_part():
    words = parse_grade("2BC A1").words
    for part in ("3×5×2 2BC A1", "untested", "corroborated", "with conditions", "covert development"):
        assert part in words


@settings(deadline=None)
@given(st.sampled_from(["3x5x2", "5x5x5"]), st.data())
def test_every_possible_grade_reads_back(name, data):
    of = schemes()[name]
    codes = [data.draw(st.sampled_from(sorted(of.part(part)))) for part in ("source", "intelligence", "handling")]
    grade = parse_grade("".join(codes))
    assert grade == Grade(name, *codes)
    assert parse_grade("/".join(codes).lower(), name) == grade


@settings(deadline=None)
@given(st.text(max_size=20))
def test_any_text_is_a_grade_or_refused_in_words(text):
    try:
        grade = parse_grade(text)
    except ValueError as reason:
        assert str(reason)
    else:
        assert grade.words


@pytest.mark.parametrize(
    ("text", "kept"),
    [
        ("official", "OFFICIAL"),
        ("Official - Sensitive", "OFFICIAL-SENSITIVE"),
        ("OFFICIAL SENSITIVE [personal data]", "OFFICIAL-SENSITIVE [PERSONAL DATA]"),
        ("OFFICIAL HMG USE ONLY", "OFFICIAL [HMG USE ONLY]"),
    ],
)
def test_a_marking_is_kept_in_capitals(text, kept):
    marking = parse_marking(text)
    assert str(marking) == kept
    assert marking.stated
    assert not marking.refusal
    assert parse_marking(str(marking)) == marking


def test_what_is_unmarked_is_treated_as_official_and_says_so():
    assert (parse_marking("").level, parse_marking("").stated) == ("OFFICIAL", False)


@pytest.mark.parametrize("text", ["SECRET", "top secret"])
def test_secret_material_is_refused(text):
    assert "must not be loaded" in parse_marking(text).refusal


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("RESTRICTED", "ended in April 2014"),
        ("Not protectively marked", "ended in April 2014"),
        ("hush hush", "no marking"),
        ("OFFICIAL-VERY", "no handling instruction"),
        ("OFFICIALLY", "no marking"),
    ],
)
def test_what_is_no_marking_is_refused_in_words(text, reason):
    with pytest.raises(ValueError, match=reason):
        parse_marking(text)


def test_what_is_made_from_several_takes_the_highest_marking():
    made = highest([parse_marking("OFFICIAL [PERSONAL DATA]"), parse_marking("OFFICIAL-SENSITIVE")])
    assert str(made) == "OFFICIAL-SENSITIVE [PERSONAL DATA]"
    assert str(highest([])) == "OFFICIAL"
    assert [level.rank for level in scheme().levels.values()] == [0, 1, 2, 3]


@settings(deadline=None)
@given(st.text(max_size=20))
def test_any_text_is_a_marking_or_refused_in_words(text):
    try:
        parse_marking(text)
    except ValueError as reason:
        assert str(reason)
