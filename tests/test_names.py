"""Names of persons: their parts, what was taken for granted, and one form for comparison."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from intelviz.schema.names import fold_name, parse_name

TOLD = [
    ("SMITH, John Paul", {"given": "John", "middle": "Paul", "surname": "SMITH"}),
    ("John SMITH", {"given": "John", "surname": "SMITH"}),
    ("SMITH John", {"given": "John", "surname": "SMITH"}),
    ("Ann Mary DE LA CRUZ", {"given": "Ann", "middle": "Mary", "surname": "DE LA CRUZ"}),
    ("Ann van der BERG", {"given": "Ann", "surname": "van der BERG"}),
    ("Berg, Ann van der", {"given": "Ann", "surname": "van der Berg"}),
    ("al-Assad, Bashar", {"given": "Bashar", "surname": "al-Assad"}),
    ("Sinéad McDONALD", {"given": "Sinéad", "surname": "McDONALD"}),
    ("Ann O'NEILL", {"given": "Ann", "surname": "O'NEILL"}),
    ("Smith, John, Jr.", {"given": "John", "surname": "Smith", "suffix": "Jr."}),
    ("SMITH, John, Mr", {"title": "Mr", "given": "John", "surname": "SMITH"}),
    ("Mr Smith", {"title": "Mr", "surname": "Smith"}),
    ("PC 1234 Smith", {"title": "PC", "number": "1234", "surname": "Smith"}),
    ("PC 1234 John SMITH", {"title": "PC", "number": "1234", "given": "John", "surname": "SMITH"}),
    ("DS SMITH 4321", {"title": "DS", "number": "4321", "surname": "SMITH"}),
    ("Smith, John (aka Jacko)", {"given": "John", "surname": "Smith", "aliases": ("Jacko",)}),
    ("Smith, John 'Razor'", {"given": "John", "surname": "Smith", "nicknames": ("Razor",)}),
    ("DOE, Jane née Roe", {"given": "Jane", "surname": "DOE", "aliases": ("Roe",)}),
]
GRANTED = [
    ("John Smith", {"given": "John", "surname": "Smith"}, "last word"),
    ("Dr. Ann van der Berg", {"title": "Dr.", "given": "Ann", "surname": "van der Berg"}, "last word"),
    ("Mohammed bin Salman", {"given": "Mohammed", "surname": "bin Salman"}, "last word"),
    ("Mary-Jane Smith-Jones", {"given": "Mary-Jane", "surname": "Smith-Jones"}, "last word"),
    ("John Smith Jr", {"given": "John", "surname": "Smith", "suffix": "Jr"}, "last word"),
    ("JOHN SMITH", {"given": "JOHN", "surname": "SMITH"}, "last word"),
    ('John "Jack" Smith', {"given": "John", "surname": "Smith", "nicknames": ("Jack",)}, "last word"),
    ("Smith J", {"given": "J", "surname": "Smith"}, "initial"),
    ("Madonna", {"single": "Madonna"}, "one word"),
    ("UNKNOWN MALE", {"single": "UNKNOWN MALE"}, "not known"),
    ("(Jacko)", {"nicknames": ("Jacko",)}, "no name"),
]
PARTS = ("title", "number", "given", "middle", "surname", "suffix", "single", "nicknames", "aliases")


def parts_of(raw):
    found = parse_name(raw)
    assert found.original == raw
    return {name: value for name in PARTS if (value := getattr(found, name))}, found.note


@pytest.mark.parametrize(("raw", "parts"), TOLD)
def test_a_comma_or_capitals_tell_the_parts(raw, parts):
    assert parts_of(raw) == (parts, "")


@pytest.mark.parametrize(("raw", "parts", "note"), GRANTED)
def test_what_is_a_convention_only_is_said(raw, parts, note):
    found, said = parts_of(raw)
    assert found == parts
    assert note in said


def test_a_name_is_spoken_without_what_is_around_it():
    assert parse_name("SMITH, Mr John Paul (Jacko) aka Smithy").plain == "John Paul SMITH"


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("O’Néill-Smith", "ONEILL SMITH"),
        ("Łukasz Straße", "lukasz strasse"),
        ("Ægir ØRSTED", "aegir orsted"),
        ("  John   Smith. ", "john smith"),
        ("Zoe\u0308", "Zoë"),
    ],
)
def test_equal_names_fold_alike(one, other):
    assert fold_name(one) == fold_name(other)


SAID = "PC 12 Mr aka van SMITH John , ( ) ' \" Jr née J"


@settings(deadline=None)
@given(st.text(max_size=60) | st.lists(st.sampled_from(SAID.split())).map(" ".join))
def test_any_text_is_parsed_or_refused_in_words(raw):
    try:
        found = parse_name(raw)
    except ValueError as reason:
        assert str(reason)
    else:
        assert found.original == raw
        assert any(getattr(found, name) for name in PARTS) or found.note


@settings(deadline=None)
@given(st.text(max_size=60))
def test_a_folded_name_is_final(text):
    assert fold_name(fold_name(text)) == fold_name(text)


def test_no_word_of_a_name_is_lost():
    for raw, _ in TOLD:
        found = parse_name(raw)
        kept = " ".join(
            " ".join(value) if isinstance(value, tuple) else value for value in map(found.__getattribute__, PARTS)
        )
        assert set(fold_name(raw).split()) - {"aka", "nee"} == set(fold_name(kept).split())


def test_a_megabyte_does_no_harm():
    with pytest.raises(ValueError, match="characters long"):
        parse_name("aka (" * 200_000)
    assert len(fold_name("É'" * 500_000)) == 500_000
