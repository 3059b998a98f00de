"""Identifiers with check digits: what is kept, what is doubted, and the same from another hand (python-stdnum)."""

from __future__ import annotations

import pytest
import stdnum.gb.nhs
import stdnum.iban
import stdnum.imei
import stdnum.luhn
from hypothesis import given, settings
from hypothesis import strategies as st

from intelviz.schema import digits
from intelviz.schema.bank import uk_account_of
from intelviz.schema.dates import looks_like_default_date
from intelviz.schema.identifiers import PostcodeLevels, postcode_levels, vrm_folded, vrm_form
from intelviz.schema.kinds import KINDS, is_forbidden_key, kind_of

KEPT = [
    # kind, raw, value, shown, alteration, doubt
    ("imei", "35-209900-176148-1", "352099001761481", "352099001761481", "written as 352099001761481", ""),
    ("imei", "35209900176148", "352099001761481", "352099001761481", "its check digit 1 was added", ""),
    ("imei", "3520990017614823", "352099001761481", "352099001761481", "the software version 23 was taken off", ""),
    ("imei", "352099001761480", "352099001761481", "352099001761481", "its last digit, 0 as networks send it", ""),
    ("imei", "352099001761489", "352099001761489", "352099001761489", "", "its check digit is 9, where 1 fits"),
    ("imei", "3.52099001761481E+14", "352099001761481", "352099001761481", "written as", ""),
    ("imei", "7003530430", "7003530430", "7003530430", "", "has 10 digits, where an IMEI has 15"),
    ("imsi", "234 15 0123456789", "234150123456789", "234150123456789", "spaces were taken out", ""),
    ("imsi", "8550880528", "8550880528", "8550880528", "", "10 digits"),
    ("imsi", "134150123456789", "134150123456789", "134150123456789", "", "no country's code"),
    ("iccid", "8944110068123456787F", "8944110068123456787", "8944110068123456787", "written as", ""),
    ("iccid", "8944110068123456789", "8944110068123456789", "8944110068123456789", "", "7 fits"),
    ("iccid", "1234567890123456789", "1234567890123456789", "1234567890123456789", "", "89"),
    ("mac", "00-1A-2B-3C-4D-5E", "00:1a:2b:3c:4d:5e", "00:1a:2b:3c:4d:5e", "written as", ""),
    ("mac", "001a.2b3c.4d5e", "00:1a:2b:3c:4d:5e", "00:1a:2b:3c:4d:5e", "written as", ""),
    ("mac", "02:1a:2b:3c:4d:5e", "02:1a:2b:3c:4d:5e", "02:1a:2b:3c:4d:5e", "", "makes up"),
    ("ip", "8.8.8.8:53", "8.8.8.8", "8.8.8.8", "the port 53 was left off", ""),
    ("ip", "2001:0DB8::0001", "2001:db8::1", "2001:db8::1", "written as", "private"),
    ("ip", "8[.]8[.]8[.]8", "8.8.8.8", "8.8.8.8", "written as", ""),
    ("ip", "192.168.0.1", "192.168.0.1", "192.168.0.1", "", "private"),
    ("ip", "100.64.3.2", "100.64.3.2", "100.64.3.2", "", "private"),
    ("ip", "81.2.69.0/24", "81.2.69.0/24", "81.2.69.0/24", "", ""),
    ("ip", "::ffff:8.8.8.8", "8.8.8.8", "8.8.8.8", "written as", ""),
    ("cell", "40478-38009-10112", "404-78-38009-10112", "404-78-38009-10112", "written as", ""),
    ("cell", "234/15/01234/56789", "234-15-1234-56789", "234-15-1234-56789", "written as", ""),
    ("cell", "234-15-70000-1", "234-15-70000-1", "234-15-70000-1", "", "area code"),
    ("cell", "Mast 7 North", "Mast 7 North", "Mast 7 North", "", ""),
    ("nino", "ab 12 34 56 c", "AB123456C", "AB 12 34 56 C", "written as AB 12 34 56 C", ""),
    ("nino", "QQ123456C", "QQ123456C", "QQ 12 34 56 C", "", "begins with QQ"),
    ("nino", "AB123456", "AB123456", "AB 12 34 56", "", "missing"),
    ("nhs_no", "943 476 5919", "9434765919", "943 476 5919", "", ""),
    ("pnc_id", "2003/0062845E", "2003/0062845E", "2003/0062845E", "", ""),
    ("pnc_id", "20230583843l", "2023/0583843L", "2023/0583843L", "written as", ""),
    ("pnc_id", "03/62845E", "2003/0062845E", "2003/0062845E", "the year 03 was taken for 2003", ""),
    ("pnc_id", "2001/171310W", "2001/0171310W", "2001/0171310W", "written as", ""),
    ("pnc_id", "1999/1234567A", "1999/1234567A", "1999/1234567A", "", "where B fits"),
    ("cro_no", "86621/65B", "086621/65B", "086621/65B", "written as 086621/65B", ""),
    ("cro_no", "SF05/482703J", "SF05/482703J", "SF05/482703J", "", ""),
    ("cro_no", "085227/65G", "085227/65G", "085227/65G", "", "where L fits"),
    ("crime_ref", "06gmp / 12345 / 24", "06GMP/12345/24", "06GMP/12345/24", "written as", ""),
    ("sort_code", "123456", "12-34-56", "12-34-56", "written as 12-34-56", ""),
    ("sort_code", "40004", "04-00-04", "04-00-04", "its leading 0 was missing: read as 04-00-04", ""),
    ("account_no", "1234 5678", "12345678", "12345678", "spaces were taken out", ""),
    ("account_no", "1234567", "1234567", "1234567", "", "a leading 0 may be missing"),
    ("account_no", "PO/1234X", "PO/1234X", "PO/1234X", "", ""),
    ("account", "123456 12345678", "12-34-56 12345678", "12-34-56 12345678", "written as", ""),
    ("account", "'12-34-56 12345678", "12-34-56 12345678", "12-34-56 12345678", "written as", ""),
    ("account", "GB29 NWBK 6016 1331 9268 19", "GB29NWBK60161331926819", "GB29 NWBK 6016 1331 9268 19", "", ""),
    ("iban", "gb29nwbk60161331926819", "GB29NWBK60161331926819", "GB29 NWBK 6016 1331 9268 19", "capital", ""),
    ("iban", "GB28NWBK60161331926819", "GB28NWBK60161331926819", "GB28 NWBK 6016 1331 9268 19", "", "do not fit"),
    ("card", "4111 1111 1111 1111", "4111111111111111", "•••• 1111", "spaces and signs were taken out", ""),
    ("card", "4111111111111112", "4111111111111112", "•••• 1112", "", "does not fit"),
    ("card", "**** **** **** 1234", "•••• 1234", "•••• 1234", "kept by its last four digits", ""),
    ("amount", "€12,50", "EUR 12.50", "EUR 12.50", "written as EUR 12.50", ""),
    ("amount", "1.234,56 EUR", "EUR 1234.56", "EUR 1,234.56", "written as", ""),
    ("amount", "-£1,234.50", "GBP -1234.50", "GBP -1,234.50", "written as", ""),
    ("amount", "$5", "$ 5", "$ 5", "a space was put in", "dollars"),
    ("amount", "12.50", "12.50", "12.50", "", "currency is not said"),
    ("amount", "0.00012345 BTC", "BTC 0.00012345", "BTC 0.00012345", "written as", ""),
    ("handle", "@Ann", "Ann", "Ann", "written as Ann", ""),
    ("handle", "https://www.instagram.com/ann_a/", "ann_a", "ann_a", "written as ann_a", ""),
    ("date_of_birth", "01/01/1985", "1985-01-01", "1 Jan 1985", "written as 1 Jan 1985", "not known"),
    ("date_of_birth", "12/04/85", "1985-04-12", "12 Apr 1985", "the year 85 was taken for 1985", ""),
    ("date_of_birth", "12-Apr-05", "2005-04-12", "12 Apr 2005", "the year 05 was taken for 2005", ""),
    ("date_of_birth", "19850412", "1985-04-12", "12 Apr 1985", "written as", ""),
    ("date_of_birth", "20041985", "1985-04-20", "20 Apr 1985", "written as", ""),
    ("date", "1985/04/12", "1985-04-12", "12 Apr 1985", "written as", ""),
    ("date", "April 12th, 1985", "1985-04-12", "12 Apr 1985", "written as", ""),
    ("date", "12Apr1985", "1985-04-12", "12 Apr 1985", "written as", ""),
    ("date_of_birth", "1985-04-12 00:00:00", "1985-04-12", "12 Apr 1985", "written as 12 Apr 1985", ""),
    ("postcode", "M1 1", "M1 1", "M1 1", "", ""),
    ("postcode", "M11", "M11", "M11", "", ""),
    ("postcode", "SW1A IAA", "SW1A 1AA", "SW1A 1AA", "the letter I was read as the digit 1", ""),
    ("postcode", "AA1 1AA", "AA1 1AA", "AA1 1AA", "", "called AA"),
    ("vrm", "ab１２ cde", "AB12CDE", "AB12 CDE", "written as AB12 CDE", ""),
    ("url", "hxxps://evil[.]com/A", "https://evil.com/A", "https://evil.com/A", "written as", ""),
    ("email", "Ann Archer <ann@EXAMPLE.com>", "ann@example.com", "ann@example.com", "written as", ""),
]  # fmt: skip
REFUSED = [
    ("imei", "3.52E+14", "rounded"),
    ("imei", "000000000000000", "all zeros"),
    ("imei", "none", "signs"),
    ("mac", "00:1a-2b:3c:4d:5e", "not written as a MAC"),
    ("ip", "010.1.1.1", "leading 0"),
    ("ip", "300.1.1.1", "not an IP address"),
    ("ip", "example.com", "not an IP address"),
    ("nino", "AB12345", "National Insurance"),
    ("nhs_no", "943 476 5918", "check digit does not fit"),
    ("nhs_no", "117-66-8129", "ten digits"),
    ("nhs_no", "0000000000", "one digit ten times"),
    ("pnc_id", "2003/0062845O", "PNC ID"),
    ("cro_no", "1234567/65B", "CRO number"),
    ("sort_code", "1234", "sort code"),
    ("account", "12345678", "neither"),
    ("iban", "GB29", "IBAN"),
    ("card", "1234", "card number"),
    ("amount", "1.234 EUR", "may be 1234 or 1.234"),
    ("amount", "12 CAT", "no currency that is known"),
    ("amount", "free", "not an amount"),
    ("date_of_birth", "1985-04-12 10:00", "not a date"),
    ("date", "12/04/85", "not a date"),
    ("handle", "@", "nothing"),
]


@pytest.mark.parametrize(("name", "raw", "value", "shown", "altered", "doubt"), KEPT)
def test_an_identifier_is_kept_in_one_form_and_what_is_odd_is_said(name, raw, value, shown, altered, doubt):
    kind = kind_of(name)
    kept = kind.clean(raw)
    assert kept == value
    assert kind.show(kept) == shown
    said = kind.alteration(raw, kept)
    assert altered in said
    assert bool(said) == bool(altered)
    assert doubt in kind.doubt(kept)
    assert bool(kind.doubt(kept)) == bool(doubt)


@pytest.mark.parametrize(("name", "raw", "reason"), REFUSED)
def test_what_can_not_be_one_is_refused_with_the_reason(name, raw, reason):
    with pytest.raises(ValueError, match=reason):
        kind_of(name).clean(raw)


def test_health_and_insurance_numbers_are_never_keys():
    assert [name for name in KINDS if is_forbidden_key(name)] == ["nino", "nhs_no"]
    assert "must not be held" in kind_of("nhs_no").unheld


def test_a_card_number_is_never_written_out_in_words():
    kind = kind_of("card")
    value = kind.clean("4111-1111-1111-1111")
    assert "4111" not in kind.show(value) + kind.alteration("4111-1111-1111-1111", value) + kind.doubt(value)


def test_forms_of_plates_and_what_cameras_confuse():
    forms = {
        "AB12CDE": "current", "A123BCD": "prefix", "ABC123D": "suffix", "123D456": "diplomatic",
        "BAZ1234": "Northern Ireland", "1234AB": "dateless", "AB1234": "dateless", "ABC123": "dateless",
        "12KH34": "military", "MAN123": "Isle of Man", "WAÜ123": "",
    }  # fmt: skip
    assert {vrm: vrm_form(vrm) for vrm in forms} == forms
    assert vrm_folded("OB12ISZ") == vrm_folded("0812I5Z") == vrm_folded("D81Z152")
    assert vrm_folded("AB12CDE") != vrm_folded("AC12CDE")


def test_the_levels_of_a_postcode():
    assert postcode_levels("SW1A 1AA") == PostcodeLevels("SW", "SW1A", "SW1A 1", "SW1A 1AA")
    assert postcode_levels("M1 1") == PostcodeLevels("M", "M1", "M1 1", "")
    assert postcode_levels("M1") == PostcodeLevels("M", "M1", "", "")
    assert postcode_levels("GIR 0AA").area == "GIR"


def test_the_account_within_an_iban():
    assert uk_account_of("GB29NWBK60161331926819") == "60-16-13 31926819"
    assert uk_account_of("DE89370400440532013000") == ""


@pytest.mark.parametrize(
    ("date", "default"), [("1985-01-01", True), ("1900-01-01", True), ("1900", True), ("1985", False)]
)
def test_dates_that_stand_for_no_date(date, default):
    assert looks_like_default_date(date) is default


DIGITS = st.text("0123456789", min_size=2, max_size=20)


@settings(deadline=None)
@given(DIGITS)
def test_luhn_is_what_another_hand_finds(text):
    assert digits.luhn_fits(text) == stdnum.luhn.is_valid(text)
    assert stdnum.luhn.is_valid(text + digits.luhn_digit(text))


@settings(deadline=None)
@given(st.text("0123456789", min_size=10, max_size=10))
def test_nhs_numbers_are_what_another_hand_finds(text):
    assert digits.nhs_fits(text) == stdnum.gb.nhs.is_valid(text)


@settings(deadline=None)
@given(st.from_regex(r"[0-9]{4}[A-Z]{4}[0-9]{14}", fullmatch=True), st.integers(2, 98))
def test_ibans_are_what_another_hand_finds(body, check):
    iban = f"GB{check:02d}{body[4:]}"
    assert digits.iban_fits(iban) == (stdnum.iban.calc_check_digits(iban) == iban[2:4])


@settings(deadline=None)
@given(st.text("123456789", min_size=14, max_size=14), st.sampled_from(["", "0", "check", "12"]))
def test_an_imei_is_one_by_its_first_fourteen_digits(body, end):
    value = kind_of("imei").clean(body + (digits.luhn_digit(body) if end == "check" else end))
    assert value[:14] == body
    assert stdnum.imei.is_valid(value)


@pytest.mark.parametrize("pnc", ["2003/0062845E", "2008/0056560Z", "2023/0583843L", "2001/0171310W"])
def test_a_wrong_digit_of_a_pnc_id_is_found(pnc):
    kind = kind_of("pnc_id")
    assert kind.doubt(pnc) == ""
    for at in range(5, 12):
        for digit in "0123456789":
            changed = pnc[:at] + digit + pnc[at + 1 :]
            assert bool(kind.doubt(changed)) == (changed != pnc)
