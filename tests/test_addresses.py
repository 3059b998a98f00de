"""Addresses on one line: their parts, what is only likely, and one form for comparison."""

from __future__ import annotations

import csv

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from intelviz.schema.addresses import normal_address, parse_address

PARSED = [
    ("178 Polding Street", {"number": "178", "street": "Polding Street"}),
    (
        "Flat 2, 14 High Street, Chorlton, Manchester, M21 9AB",
        {
            "sub_building": "Flat 2",
            "number": "14",
            "street": "High Street",
            "locality": "Chorlton",
            "town": "Manchester",
            "postcode": "M21 9AB",
        },
    ),
    (
        "Victoria House, 12-14 Market St, St Helens, Merseyside, wa101aa, UK",
        {
            "building": "Victoria House",
            "number": "12-14",
            "street": "Market St",
            "town": "St Helens",
            "county": "Merseyside",
            "postcode": "WA10 1AA",
            "country": "UK",
        },
    ),
    (
        "Rose Cottage, Church Lane, Little Hulton, Salford, Greater Manchester",
        {
            "building": "Rose Cottage",
            "street": "Church Lane",
            "locality": "Little Hulton",
            "town": "Salford",
            "county": "Greater Manchester",
        },
    ),
    (
        "Oak Court, 14 High Street, Leeds",
        {"building": "Oak Court", "number": "14", "street": "High Street", "town": "Leeds"},
    ),
    (
        "10 Downing Street\nLondon\nSW1A 2AA",
        {"number": "10", "street": "Downing Street", "town": "London", "postcode": "SW1A 2AA"},
    ),
    ("14, High Street, Bury", {"number": "14", "street": "High Street", "town": "Bury"}),
    (
        "1F2, 23 Leith Walk, Edinburgh",
        {"sub_building": "1F2", "number": "23", "street": "Leith Walk", "town": "Edinburgh"},
    ),
    ("Opp 23 Park Road North, Bolton", {"near": "Opp", "number": "23", "street": "Park Road North", "town": "Bolton"}),
    ("On or near Elm Grove", {"near": "On or near", "street": "Elm Grove"}),
    ("138 Back Crescent Road West", {"number": "138", "street": "Back Crescent Road West"}),
]
PARTS = (
    "near",
    "sub_building",
    "building",
    "number",
    "street",
    "locality",
    "town",
    "county",
    "postcode",
    "country",
    "rest",
)


@pytest.mark.parametrize(("raw", "parts"), PARSED)
def test_an_address_is_taken_apart_and_nothing_is_said_where_its_writing_tells_all(raw, parts):
    found = parse_address(raw)
    assert {name: value for name in PARTS if (value := getattr(found, name))} == parts
    assert found.original == raw
    assert found.notes == ()


@pytest.mark.parametrize(
    ("raw", "part", "value", "note"),
    [
        ("14 High St Manchester", "town", "Manchester", "without a comma"),
        ("12 Piccadilly, Manchester", "street", "Piccadilly", "follows a number"),
        ("Unit 5, Trafford Park Way, Manchester M17", "postcode", "M17", "postcode district"),
        ("M60", "rest", "M60", "may be a road"),
        ("Piccadilly", "rest", "Piccadilly", "nothing tells"),
        ("Piccadilly, Manchester", "town", "Manchester", "no street was found"),
    ],
)
def test_what_is_only_likely_is_said(raw, part, value, note):
    found = parse_address(raw)
    assert getattr(found, part) == value
    assert any(note in each for each in found.notes)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Flat 2, 14 High St, Leeds LS1 1AA", "apartment 2 14 HIGH STREET leeds, ls11aa, UK"),
        ("12 High St, St Helens", "12 High Street, Saint Helens"),
        ("14 St. John's Rd", "14 Saint Johns Road"),
        ("3 Oak Ave", "3 Oak Avenue,"),
        ("No. 3 Oak Dr", "3 Oak Drive"),
    ],
)
def test_equal_addresses_have_one_form(one, other):
    assert normal_address(one) == normal_address(other)


def test_unlike_addresses_stay_unlike():
    forms = [
        "14 High Street",
        "14a High Street",
        "41 High Street",
        "Flat 1 4 High Street",
        "14 High Road",
        "14 St High Road",
    ]
    assert len({normal_address(each) for each in forms}) == len(forms)


SAID = """
14 2a Flat Apt High Church St Street Rd Road Park Hill Lane Oak Court Leeds M1 M1 1AA , near UK No. Dr Saint 1/2 LS1 9f2
"""
WORDS = st.sampled_from(SAID.split())


@settings(deadline=None)
@given(st.text(max_size=60) | st.lists(WORDS, max_size=12).map(" ".join))
@example("No, 3")
@example("M1, 1AA Leeds")
@example("M1 1AA, UK, M2")
def test_any_text_is_parsed_or_refused_in_words_and_its_form_is_final(raw):
    try:
        found = parse_address(raw)
        form = normal_address(raw)
    except ValueError as reason:
        assert str(reason)
        return
    assert found.original == raw
    assert normal_address(form) == form


def test_a_megabyte_is_refused_at_once():
    for text in ("1" * 1_000_000, "a, " * 300_000, "High St " * 100_000):
        with pytest.raises(ValueError, match="characters long"):
            parse_address(text)
        with pytest.raises(ValueError, match="characters long"):
            normal_address(text)


def test_the_addresses_of_greater_manchester_have_their_streets(shared_data):
    path = next((shared_data / "greater-manchester-pole").glob("*nodes.Location.csv"))
    with path.open(encoding="utf-8", newline="") as file:
        found = [parse_address(row["address"]) for row in csv.DictReader(file)]
    assert sum(bool(each.number and each.street and not each.rest) for each in found) > 0.9 * len(found)
