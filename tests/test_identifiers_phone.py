"""Telephone numbers, against the numbering plans of phonenumbers."""

from __future__ import annotations

import phonenumbers
import pytest
from hypothesis import assume, example, given, settings
from hypothesis import strategies as st

from intelviz.schema.kinds import kind_of
from intelviz.schema.phones import change_of_phone, clean_phone, doubt_of_phone, show_phone

ONE_NUMBER = [
    "07700 900123",
    "+44 7700 900123",
    "+44 (0)7700 900123",
    "+440 7700900123",
    "0044 7700-900-123",
    "0044(0)7700 900123",
    "+0044 7700 900123",
    "447700900123",
    "44 7700 900123",
    "(07700) 900.123",
    "07700/900123",
    "7700900123",
    "7700900123.0",
    "447700900123.0",
    "4.47700900123E+11",
    "tel:+44-7700-900123",
    "Mob: 07700 900123",
    "\u202a+44 7700 900123\u202c",
    "０７７００ ９００１２３",
    "07700\u2011900\u2011123",
    "07700\u00a0900123",
]


@pytest.mark.parametrize("raw", ONE_NUMBER)
def test_a_number_has_one_form_however_it_is_written(raw):
    assert clean_phone(raw) == "+447700900123"
    assert show_phone(clean_phone(raw)) == "07700 900123"


@pytest.mark.parametrize(
    ("raw", "value"),
    [
        ("+33 (0)1 42 68 53 00", "+33142685300"),
        ("00 33 1 42 68 53 00", "+33142685300"),
        ("+39 06 6982", "+39066982"),
        ("+1 (212) 555-0123", "+12125550123"),
        ("020 7946 0000 ext. 12", "+442079460000;ext=12"),
        ("118 118", "118118"),
        ("101", "101"),
        ("0800 1111", "+448001111"),
        ("016977 3555", "+44169773555"),
        ("1-(123)123-1234", "1-(123)123-1234"),
        ("4-(416)149-6000", "4-(416)149-6000"),
        ("0-(752)850-0116", "0-(752)850-0116"),
        ("713-853-1234", "713-853-1234"),
        ("+999 12345678", "+99912345678"),
    ],
)
def test_numbers_abroad_short_and_of_no_known_form(raw, value):
    assert clean_phone(raw) == value
    assert clean_phone(show_phone(value)) == value


@pytest.mark.parametrize(
    ("raw", "reason"),
    [
        ("Withheld", "is withheld: no number is known"),
        ("private number", "is withheld: no number is known"),
        ("[No Caller ID]", "is withheld: no number is known"),
        ("Unknown", "is unknown: no number is known"),
        ("n/a", "is unknown: no number is known"),
        ("0000000000", "is all zeros: no number is known"),
        ("7.9E+12", "a spreadsheet has rounded it"),
        ("4.477E+11", "a spreadsheet has rounded it"),
        ("7,7E+09", "a spreadsheet has rounded it"),
        ("VODAFONE", "letters"),
        ("07700 900123 07700 900124", "more digits"),
        ("\x00\u200f", "nothing stands there"),
        ("0" * 1_000_000, "1,000,000 characters long"),
    ],
)
def test_what_is_no_number_is_refused_with_the_reason(raw, reason):
    with pytest.raises(ValueError, match=reason):
        clean_phone(raw)


@pytest.mark.parametrize("raw", ["7700900123", "7700900123.0", "1614960000", "2079460000"])
def test_a_leading_zero_put_back_is_said(raw):
    kind = kind_of("phone")
    assert "its leading 0 was missing: read as 0" in kind.alteration(raw, kind.clean(raw))


def test_a_zero_is_put_back_only_before_bare_digits_that_make_a_number():
    for raw in ("7070000000", "2125550123", "5005550123", "770-090-0123", "770090012"):
        assert not clean_phone(raw).startswith("+44"), raw
        assert change_of_phone(raw, clean_phone(raw)) == ""


@pytest.mark.parametrize(
    ("raw", "words"),
    [
        ("07700 900123", ""),
        ("01632 960001", ""),
        ("0161 496 0000", ""),
        ("101", ""),
        ("+33 1 42 68 53 00", ""),
        ("1-(123)123-1234", "of no form"),
        ("+999 12345678", "no country's code"),
        ("+44 7700 900 1234 5", "too many or too few digits"),
        ("+1 111 111 1111", "no such number"),
    ],
)
def test_a_number_that_may_be_none_is_kept_and_doubted(raw, words):
    doubt = doubt_of_phone(clean_phone(raw))
    assert words in doubt
    assert bool(doubt) == bool(words)


def test_another_region_reads_its_own_numbers():
    assert clean_phone("98765 43210", "IN") == "+919876543210"
    assert clean_phone("0 98765 43210", "IN") == "+919876543210"
    assert clean_phone("+44 7700 900123", "IN") == "+447700900123"
    assert clean_phone("07700 900123", "DE") != "+447700900123"


NATIONAL = st.from_regex(
    r"(1[0-9]{8,9}|2[0-9]{9}|3[0-9]{9}|5[56][0-9]{8}|7[0-9]{9}|8([0-9]{9}|00[0-9]{6}|001111)|9[0-9]{9})", fullmatch=True
)
PREFIX = st.sampled_from(["0", "+44", "0044", "+44 (0)", "+44(0) ", "0044 ", "+440"])


@settings(deadline=None, max_examples=300)
@given(NATIONAL, PREFIX, st.lists(st.sampled_from([" ", "-", ".", ")", ""]), min_size=12, max_size=12))
def test_clear_british_numbers_are_read_as_phonenumbers_reads_them(national, prefix, signs):
    raw = prefix + "".join(digit + sign for digit, sign in zip(national, signs, strict=False))
    parsed = phonenumbers.parse(raw.replace("+440", "+44 0").replace("(0)", "0"), "GB")
    assert clean_phone(raw) == phonenumbers.format_number(parsed, phonenumbers.PhoneNumberFormat.E164)


@settings(deadline=None, max_examples=300)
@given(st.sampled_from(sorted(phonenumbers.SUPPORTED_REGIONS)), st.sampled_from(["FIXED", "MOBILE"]), st.data())
def test_numbers_abroad_are_read_as_phonenumbers_reads_them(region, which, data):
    of = getattr(phonenumbers.PhoneNumberType, "FIXED_LINE" if which == "FIXED" else "MOBILE")
    sample = phonenumbers.example_number_for_type(region, of)
    assume(sample is not None)
    form = data.draw(
        st.sampled_from([phonenumbers.PhoneNumberFormat.E164, phonenumbers.PhoneNumberFormat.INTERNATIONAL])
    )
    wanted = phonenumbers.format_number(sample, phonenumbers.PhoneNumberFormat.E164)
    if 9 <= len(wanted) <= 16:
        assert clean_phone(phonenumbers.format_number(sample, form)) == wanted


@settings(deadline=None, max_examples=300)
@given(st.from_regex(r"[+0-9][-+0-9 ().,/;#xextE]{0,24}", fullmatch=True) | st.text(max_size=30))
@example("+78 8001234567")
@example("+54 9 11 1234 5678")
@example("+52 1 55 1234 5678")
def test_a_cleaned_number_is_final_and_is_shown_as_it_can_be_read(raw):
    try:
        value = clean_phone(raw)
    except ValueError:
        return
    assert clean_phone(value) == value
    assert clean_phone(show_phone(value)) == value
    assert isinstance(doubt_of_phone(value), str)
