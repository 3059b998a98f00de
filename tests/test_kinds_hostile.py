"""Whatever stands in a cell, and however much of it: each kind keeps it or refuses it in words, at once."""

from __future__ import annotations

import json

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from intelviz.schema.kinds import KINDS

LIKE_IDENTIFIERS = st.from_regex(r"[-+A-Z0-9 ().,:/@\[\]£€$eE•*;=#\\]{1,30}", fullmatch=True)
SECRETIVE = {"card"}
"""Kinds that do not show all that they keep."""
COARSE = {"duration"}
"""Kinds that show fewer decimals than they keep."""


def cleaned(kind, raw):
    try:
        return kind.clean(raw)
    except ValueError as reason:
        assert type(reason) is ValueError
        assert str(reason)
        assert len(str(reason)) < 300
        return None


@pytest.mark.parametrize("name", list(KINDS))
@settings(deadline=None)
@given(raw=LIKE_IDENTIFIERS | st.text(st.characters(), max_size=40))
@example(raw="1E100")
@example(raw="A²")
def test_cleaning_is_final_and_what_is_shown_reads_back(name, raw):
    kind = KINDS[name]
    value = cleaned(kind, raw)
    if value is None:
        return
    assert cleaned(kind, str(value)) == value
    assert kind.alteration(str(value), value) == "" or name == "boolean"
    assert isinstance(kind.doubt(value), str)
    if raw not in {str(value), kind.show(value)} and isinstance(value, str):
        assert kind.alteration(raw, value)
    if name not in SECRETIVE | COARSE:
        assert cleaned(kind, kind.show(value)) == value


@pytest.mark.parametrize("name", list(KINDS))
def test_naughty_strings_do_no_harm(name, shared_data):
    kind = KINDS[name]
    path = shared_data / "broken" / "blns" / "blns.txt"
    for raw in path.read_text(encoding="utf-8").split("\n"):
        for text in (raw, f"\u202e{raw}\u200f", f"{raw}\x00"):
            value = cleaned(kind, text)
            if value is not None:
                json.dumps(value, allow_nan=False)
                assert cleaned(kind, str(value)) == value
                assert kind.show(value)
                kind.doubt(value)
                kind.alteration(text, value)


PIECES = ["0", "1", "9", " ", "-", ".", ",", "A", "a", "@", "<", "a.", "1,", "1 ", "::", "a@", "1-", "+", "(0)", "1:"]
PIECES += [
    "\x00",
    "\u200f",
    "\ud800",
    "٣",
    "²",
    "１",
    "İ",
    "ﷺ",
    "e+",
    "/",
    "'",
    '"',
    "•",
    "*",
    "IBAN",
    "aka ",
    "£",
    "é",
    "\u0301",
]


@pytest.mark.parametrize("name", list(KINDS))
@pytest.mark.parametrize("end", ["", "x", "!", "1"])
def test_a_long_text_is_kept_or_refused_at_once(name, end):
    kind = KINDS[name]
    for piece in PIECES:
        raw = piece * (100_000 // len(piece)) + end
        value = cleaned(kind, raw)
        if value is not None:
            assert kind.show(value)
            kind.alteration(raw, value)
            kind.doubt(value)


@pytest.mark.parametrize("name", list(KINDS))
def test_a_megabyte_of_one_sign_takes_no_time(name):
    for raw in ("1" * 1_000_000, "1," * 500_000, "a." * 500_000 + "@", " " * 1_000_000 + "1", "<" * 1_000_000):
        cleaned(KINDS[name], raw)
