"""Identifiers are found however they are typed into the search box."""

from __future__ import annotations

import pytest

from intelviz.case.search import expression


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("07700 900123", "447700900123"),
        ("(0161) 496-0000", "441614960000"),
        ("ab12 cde", "AB12CDE"),
        ("m11aa", "M1 1AA"),
        ("35-209900-176148-1", "352099001761481"),
        ("35209900176148", "352099001761481"),
        ("00-1A-2B-3C-4D-5E", "00 1a 2b 3c 4d 5e"),
        ("AB 12 34 56 C", "AB123456C"),
        ("03/62845E", "2003 0062845E"),
        ("86621/65B", "086621 65B"),
        ("123456 12345678", "12 34 56 12345678"),
        ("GB29 NWBK 6016 1331 9268 19", "GB29NWBK60161331926819"),
    ],
)
def test_an_identifier_is_found_however_it_is_typed(typed, kept):
    assert f'"{kept}"*' in expression(typed)


def test_words_are_only_words():
    for text in ("Ann Archer", "Flat 2 High Street"):
        assert " OR " not in expression(text), text
