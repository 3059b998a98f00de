"""Kinds of property: what is kept, what is refused and why, and that cleaning never alters in silence."""

from __future__ import annotations

import json

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from intelviz.schema.kinds import KINDS, kind_of

KEPT = [
    ("text", "  a note ", "a note", "a note", "the space around it was taken off"),
    ("text", "two\nlines", "two\nlines", "two\nlines", ""),
    ("text", "cafe\u0301", "café", "café", "written as café"),
    ("text", "a\x00b", "ab", "ab", "written as ab"),
    ("name", "O'Neill  Smith", "O'Neill Smith", "O'Neill Smith", "spaces were taken out"),
    ("code", "Public order", "Public order", "Public order", ""),
    ("integer", "42", 42, "42", ""),
    ("integer", "1,234", 1234, "1234", ""),
    ("integer", "12.0", 12, "12", ""),
    ("number", "53.480000", 53.48, "53.48", ""),
    ("number", "-2.5", -2.5, "-2.5", ""),
    ("number", "1 234.5", 1234.5, "1,234.5", ""),
    ("duration", "38", 38, "38 s", ""),
    ("duration", "0:01:05", 65, "1 min 5 s", "read as 1 min 5 s"),
    ("duration", "1 h 2 min", 3720, "1 h 2 min", ""),
    ("duration", "0", 0, "0 s", ""),
    ("boolean", "Yes", True, "yes", ""),
    ("boolean", "0", False, "no", "read as no"),
    ("money", "£1,234.50", 1234.5, "£1,234.50", ""),
    ("money", "3500", 3500, "£3,500", ""),
    ("money", "(12.00)", -12.0, "−£12", "read as −£12"),
    ("date", "12/04/1985", "1985-04-12", "12 Apr 1985", "written as 12 Apr 1985"),
    ("date", "04/1985", "1985-04", "Apr 1985", "written as Apr 1985"),
    ("date", "1985", "1985", "1985", ""),
    ("date", "3rd March 2001", "2001-03-03", "3 Mar 2001", "written as 3 Mar 2001"),
    ("phone", "07700 900001", "+447700900001", "07700 900001", ""),
    ("phone", "+44 (0)7700 900 001", "+447700900001", "07700 900001", "written as 07700 900001"),
    ("phone", "0044 161 496 0000", "+441614960000", "0161 496 0000", "written as 0161 496 0000"),
    ("phone", "020 7946 0000", "+442079460000", "020 7946 0000", ""),
    ("phone", "01632 960001", "+441632960001", "01632 960001", ""),
    ("phone", "+33 1 42 68 53 00", "+33142685300", "+33142685300", "spaces were taken out"),
    ("phone", "5-(997)640-5104", "5-(997)640-5104", "5-(997)640-5104", ""),
    ("phone", "0-(070)893-3322", "0-(070)893-3322", "0-(070)893-3322", ""),
    ("phone", "101", "101", "101", ""),
    ("vrm", "RY52 APF", "RY52APF", "RY52 APF", ""),
    ("vrm", "ry52apf", "RY52APF", "RY52 APF", "capital and small letters were changed"),
    ("vrm", "A 1", "A1", "A 1", ""),
    ("postcode", "m1 1aa", "M1 1AA", "M1 1AA", "capital and small letters were changed"),
    ("postcode", "SW1A1AA", "SW1A 1AA", "SW1A 1AA", "a space was put in"),
    ("postcode", "OL1", "OL1", "OL1", ""),
    (
        "email",
        "Ann.Archer@Example.COM",
        "Ann.Archer@example.com",
        "Ann.Archer@example.com",
        "capital and small letters were changed",
    ),
    ("email", "<mailto:a@b.co>", "a@b.co", "a@b.co", "written as a@b.co"),
    (
        "url",
        "HTTPS://Example.com/A",
        "https://example.com/A",
        "https://example.com/A",
        "capital and small letters were changed",
    ),
    ("identifier", "117-66-8129", "117-66-8129", "117-66-8129", ""),
]

REFUSED = [
    ("text", "   ", "nothing"),
    ("integer", "12.5", "whole number"),
    ("integer", "1,23", "whole number"),
    ("integer", "9" * 30, "too large"),
    ("number", "1,5", "not a number"),
    ("number", "nan", "not a number"),
    ("number", "1e999", "too large"),
    ("duration", "1:05", "h:mm:ss"),
    ("duration", "-3", "below zero"),
    ("duration", "long", "length of time"),
    ("boolean", "perhaps", "neither yes nor no"),
    ("money", "€5", "another currency"),
    ("money", "1.999", "two decimals"),
    ("money", "free", "amount"),
    ("date", "31/02/2017", "Feb 2017 has no day 31"),
    ("date", "13/13/2017", "no month 13"),
    ("date", "00/00/0000", "no year 0"),
    ("date", "3 Brumaire 1801", "no month"),
    ("date", "yesterday", "not a date"),
    ("phone", "3.5E+14", "spreadsheet has rounded"),
    ("phone", "withheld", "is withheld: no number is known"),
    ("phone", "see the notes", "letters"),
    ("phone", "07", "fewer than three digits"),
    ("phone", "1" * 25, "more digits"),
    ("identifier", "3.53411E+14", "spreadsheet has rounded"),
    ("vrm", "AB?12", "signs"),
    ("vrm", "A", "not a vehicle registration"),
    ("postcode", "QQ1 1AA", "postcode"),
    ("postcode", "M1 1A", "postcode"),
    ("email", "ann at example.com", "email"),
    ("url", "not a site", "web address"),
]


@pytest.mark.parametrize(("kind", "raw", "value", "shown", "altered"), KEPT)
def test_a_value_is_kept_shown_and_its_alteration_said(kind, raw, value, shown, altered):
    of = kind_of(kind)
    kept = of.clean(raw)
    assert kept == value
    assert type(kept) is type(value)
    assert of.show(kept) == shown
    assert of.alteration(raw, kept) == altered


@pytest.mark.parametrize(("kind", "raw", "reason"), REFUSED)
def test_a_value_is_refused_with_a_reason(kind, raw, reason):
    with pytest.raises(ValueError, match=reason):
        kind_of(kind).clean(raw)


def test_an_unknown_kind_is_text():
    assert kind_of("of a newer program").name == "text"
    assert all(name == kind.name and kind.words for name, kind in KINDS.items())


@pytest.mark.parametrize("name", list(KINDS))
@settings(deadline=None)
@given(raw=st.text(max_size=40) | st.from_regex(r"[-+0-9 ().,:/£eE]{1,20}", fullmatch=True))
def test_whatever_stands_in_a_cell_is_kept_or_refused_in_words(name, raw):
    kind = KINDS[name]
    try:
        value = kind.clean(raw)
    except ValueError as reason:
        assert str(reason)
        return
    json.dumps(value, allow_nan=False)
    assert kind.show(value)
    assert isinstance(kind.alteration(raw, value), str)


@pytest.mark.parametrize("name", list(KINDS))
@settings(deadline=None)
@given(raw=st.text(max_size=30))
def test_cleaning_twice_changes_nothing_more(name, raw):
    kind = KINDS[name]
    try:
        value = kind.clean(raw)
    except ValueError:
        return
    assert kind.clean(str(value)) == value
    assert kind.alteration(str(value), value) == "" or name == "boolean"


@pytest.mark.parametrize("name", ["phone", "vrm", "postcode", "money", "duration", "date"])
@settings(deadline=None)
@given(data=st.data())
def test_what_is_shown_reads_back_as_the_same_value(name, data):
    forms = {
        "phone": r"\+44(7[1-9][0-9]{8}|1[0-9]{9}|20[0-9]{8})",
        "vrm": r"[A-Z]{2}[0-9]{2}[A-Z]{3}|[A-Z][0-9]{1,3}[A-Z]{3}",
        "postcode": r"M[0-9] [0-9][ABD]{2}",
        "money": r"[0-9]{1,7}(\.[0-9][0-9])?",
        "duration": r"[0-9]{1,6}",
        "date": r"(19|20)[0-9][0-9]-(0[1-9]|1[0-2])-(0[1-9]|1[0-9]|2[0-8])",
    }
    kind = KINDS[name]
    value = kind.clean(data.draw(st.from_regex(forms[name], fullmatch=True)))
    assert kind.clean(kind.show(value)) == value


@settings(deadline=None)
@given(raw=st.text(min_size=1, max_size=30))
def test_a_value_that_is_not_the_text_is_never_passed_in_silence(raw):
    for name in ("text", "name", "code", "identifier", "vrm", "postcode", "email", "url", "phone"):
        kind = KINDS[name]
        try:
            value = kind.clean(raw)
        except ValueError:
            continue
        if raw not in {value, kind.show(value)}:
            assert kind.alteration(raw, value), (name, raw, value)
