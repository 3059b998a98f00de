"""How the texts of a column write their times, found from the texts themselves.

What looks like a number (an epoch, a serial, a year, 20240403) is a time only where the column's name says so too:
telephone numbers, ids and sort codes would else become dates.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Literal

from intelviz.schema.when import UK, Precision, When, WhenFormat, from_epoch
from intelviz.schema.written.clock import parse_clock
from intelviz.schema.written.local import MONTH_NAMES

Order = Literal["dmy", "mdy", "ymd", ""]

_SAMPLE = 1_000
_ENOUGH = 0.5
_YEARS = range(1700, 2101)
_LIKELY_YEARS = range(1900, 2061)
_CLOCKS = ("", " HH:MM", " HH:MM:SS", ", HH:MM", ", HH:MM:SS")
_ISO_CLOCKS = (*_CLOCKS, "THH:MM", "THH:MM:SS", "THH:MMzone", "THH:MM:SSzone", " HH:MMzone", " HH:MM:SSzone")
_DATES: dict[Order, tuple[str, ...]] = {
    "dmy": ("dd/mm/yyyy", "dd-mm-yyyy", "dd.mm.yyyy"),
    "mdy": ("mm/dd/yyyy", "mm-dd-yyyy", "mm.dd.yyyy"),
}
_NAMED_MONTHS = ("dd mon yyyy", "dd-mon-yyyy", "dd/mon/yyyy", "ddmonyyyy", "mon dd, yyyy", "mon dd yyyy")
_YEAR_FIRST = ("yyyy-mm-dd", "yyyy/mm/dd", "yyyy.mm.dd")
_MONTHS = ("mon yyyy", "mon-yyyy", "yyyy-mm", "mm/yyyy")
_BY_NUMBER = re.compile(r"(?<![0-9./-])([0-9]{1,2})([/.-])([0-9]{1,2})\2([0-9]{4}|[0-9]{2})(?![0-9./-])")
_YEAR_MONTH = re.compile(r"[0-9]{4}[-/.][0-9]{1,2}(?![0-9])")
_SHORT_YEAR = re.compile(r"[0-9]{1,2}([/.-])[0-9]{1,2}\1[0-9]{2}(?![0-9./-])")
_YEAR_OR_SLASHES = re.compile(r"(?<![0-9])(?:1[5-9]|20)[0-9]{2}(?![0-9])|^[0-9]{1,2}/[0-9]{1,2}/[0-9]{2}(?![0-9/])")
_TRUE_CLOCK = re.compile(r"[0-9]{1,2}[:.][0-9]{2}(?:[:.][0-9]{2})?(?:\s?[ap]\.?m\.?)?", re.IGNORECASE)
_HAS_TIME = re.compile(r"[0-9][:.][0-9]{2}|[0-9]\s?[ap]\.?m|[0-9]{4}\s?h|[0-9]T[0-9]|\s[0-9]{4}$", re.IGNORECASE)
_HAS_ZONE = re.compile(r"[0-9][:T][0-9]{2}[0-9:.,]*\s?(?:[A-Z]{1,4}|[+-][0-9]{2}:?[0-9]{2})(?:\s?[\[(].*|\s[0-9]{4})?$")
_WORD = re.compile(r"[A-Z]?[a-z]+|[A-Z]+(?![a-z])|[0-9]+")
_HINTS = frozenset(
    [
        *("date", "dates", "day", "time", "datetime", "timestamp", "ts", "epoch", "unix", "year", "yr", "years", "dob"),
        *("born", "birth", "birthday", "birthdate", "when", "start", "started", "end", "ended", "created", "updated"),
        *("modified", "sent", "received", "opened", "closed", "occurred", "reported", "recorded", "seen", "since"),
        *("until", "month", "expiry", "expires", "issued", "arrested", "died", "death", "joined", "left", "yob", "at"),
        *("registered", "logged", "began", "finish", "finished", "committed", "period", "captured", "posted"),
    ]
)
_AGAINST = frozenset(
    [
        *("id", "ids", "ref", "reference", "number", "no", "num", "phone", "tel", "telephone", "mobile", "duration"),
        *("length", "elapsed", "price", "amount", "cost", "total", "code", "sort", "account", "imei", "imsi", "iccid"),
        *("count", "age", "seconds", "secs", "sec", "minutes", "mins", "hours", "version", "ip", "postcode", "value"),
        *("balance", "lat", "lon", "latitude", "longitude", "easting", "northing", "msisdn", "size", "key", "serial"),
    ]
)
_YEAR_WORDS = frozenset(["year", "yr", "years", "yob", "born", "birth", "dob"])


@dataclass(frozen=True, slots=True)
class WhenGuess:
    """How a column writes its times.

    ``formats`` are to be tried in order; ``share`` of the texts is a time in one of them (of a sample of 1,000 where
    there are more). ``order`` is that of dates in digits ("" where no text has one), ``ambiguous`` if no text decides
    between day and month, or if texts contradict each other. Without ``has_date`` the column has times of day alone,
    and its format belongs behind that of a column with the date.
    """

    formats: tuple[str, ...]
    share: float
    order: Order
    ambiguous: bool
    example: str
    has_date: bool
    has_time: bool
    zone_stated: bool


def guess_when(texts: Sequence[str], header: str = "") -> WhenGuess | None:
    """Return how the distinct texts of a column that aren't blank write their times; None where they are no times."""
    stripped = list(dict.fromkeys(text.strip() for text in texts if text.strip()))
    if not stripped:
        return None
    words = frozenset(word.lower() for word in _WORD.findall(header))
    hinted = bool(words & _HINTS) and not words & _AGAINST
    sample = _sample(stripped)
    numeric = sum(text.lstrip("-").replace(".", "", 1).isdecimal() and text.isascii() for text in sample)
    if numeric >= len(sample) * 0.9:
        return _numbers(sample, words) if hinted else None
    clocks = sum(_TRUE_CLOCK.fullmatch(text) is not None for text in sample)
    if clocks >= len(sample) * 0.9:
        return _clocks(sample) if hinted else None
    return _written(stripped, sample, hinted=hinted)


def _sample(texts: list[str]) -> list[str]:
    step = max(1, len(texts) // _SAMPLE)
    return texts[::step][:_SAMPLE]


def _written(texts: list[str], sample: list[str], *, hinted: bool) -> WhenGuess | None:
    order, is_ambiguous, numbered = _order_of(texts)
    readable = [text for text in sample if len(text) <= 120 and any(letter.isdecimal() for letter in text)]
    dates = (*_DATES["mdy" if order == "mdy" else "dmy"],)
    patterns = [
        *(day + clock for day in dates for clock in _CLOCKS),
        *(f"{clock}{day}" for day in dates for clock in ("HH:MM ", "HH:MM:SS ")),
        *(day + clock for day in _YEAR_FIRST for clock in _ISO_CLOCKS),
        *(day + clock for day in _NAMED_MONTHS for clock in _CLOCKS),
        *_MONTHS,
    ]
    chosen, read = _cover(patterns, readable)
    named = ("iso", "rfc2822", "mdy" if order == "mdy" else "ymd" if order == "ymd" else "dmy")
    more, read_too = _cover(named, [text for text in readable if text not in read and _may_be(text, hinted=hinted)])
    read.update(read_too)
    likely = sum(_year_of(when) in _YEARS for when in read.values())
    if len(read) < _ENOUGH * len(sample) or likely < 0.95 * len(read):
        return None
    if not hinted and not _is_sure(list(read)):
        return None
    shown = _example(read, is_ambiguous=is_ambiguous)
    return WhenGuess(
        formats=(*chosen, *more),
        share=len(read) / len(sample),
        order=order if numbered else "ymd" if any(_YEAR_MONTH.match(text) for text in read) else "",
        ambiguous=is_ambiguous,
        example=shown,
        has_date=True,
        has_time=any(_has_time(text, when) for text, when in read.items()),
        zone_stated=all(_HAS_ZONE.search(text) for text in read),
    )


def _has_time(text: str, when: When) -> bool:
    return when.precision >= Precision.MINUTE or (when.precision is Precision.RANGE and bool(_HAS_TIME.search(text)))


def _may_be(text: str, *, hinted: bool) -> bool:
    """Return whether free reading may try a text; without a hint it needs a year in four digits, or two slashes."""
    return hinted or _YEAR_OR_SLASHES.search(text) is not None


def _is_sure(texts: list[str]) -> bool:
    """Return whether texts are dates even in a column whose name doesn't say so; sort codes and versions are not."""
    doubtful = sum(
        (found is not None and found[1] != "/") or re.fullmatch(r"[0-9]{4}(?:-[0-9]{1,2})?", text) is not None
        for text, found in ((text, _SHORT_YEAR.match(text)) for text in texts)
    )
    months = all(re.fullmatch(r"(?:19|20)[0-9]{2}-(?:0[1-9]|1[0-2])", text) for text in texts)
    return months or doubtful <= 0.1 * len(texts)


def _order_of(texts: list[str]) -> tuple[Order, bool, bool]:
    """Return day or month first, whether that is undecided (or contradicted), and whether any text has digits alone."""
    day_first = month_first = either = 0
    for text in texts:
        found = _BY_NUMBER.match(text) or (_BY_NUMBER.search(text) if " " in text else None)
        if found is None or _YEAR_MONTH.match(text):
            continue
        one, two = int(found[1]), int(found[3])
        if one > 12 >= two:
            day_first += 1
        elif two > 12 >= one:
            month_first += 1
        elif one <= 12 and two <= 12:
            either += 1
    numbered = bool(day_first or month_first or either)
    if day_first and month_first:
        # One mistake in a thousand decides nothing; a mixture has to be looked at.
        rare = min(day_first, month_first) * 100 < max(day_first, month_first)
        return ("dmy" if day_first >= month_first else "mdy"), not rare, numbered
    return ("mdy" if month_first else "dmy"), numbered and not (day_first or month_first), numbered


def _cover(forms: Sequence[str], texts: list[str]) -> tuple[list[str], dict[str, When]]:
    """Return the fewest forms that read the texts, those that read most first, and what they read."""
    found: dict[str, dict[str, When]] = {}
    for form in forms:
        parse = _format(form).parse
        reads: dict[str, When] = {}
        for text in texts:
            try:
                reads[text] = parse(text, UK)
            except ValueError:
                continue
        if reads:
            found[form] = reads
    chosen: list[str] = []
    read: dict[str, When] = {}
    while found and len(chosen) < 8:
        best = max(found, key=lambda form: len(found[form].keys() - read.keys()))
        if not found[best].keys() - read.keys():
            break
        chosen.append(best)
        for text, when in found.pop(best).items():
            read.setdefault(text, when)
    return chosen, read


@lru_cache(maxsize=256)
def _format(form: str) -> WhenFormat:
    return WhenFormat(form)


def _numbers(sample: list[str], words: frozenset[str]) -> WhenGuess | None:
    """Return the form of a column of numbers whose name says that it holds times."""
    lengths = Counter(len(text.partition(".")[0]) for text in sample)
    length = lengths.most_common(1)[0][0]
    forms = {10: "epoch", 9: "epoch", 13: "epoch-ms", 16: "epoch-us", 8: "iso", 14: "iso", 4: "yyyy", 5: "excel"}
    form = forms.get(length, "")
    if form == "yyyy" and not words & _YEAR_WORDS:
        return None
    if form == "iso":
        return _packed(sample)
    if not form or (form == "excel" and lengths[5] < 0.95 * len(sample)):
        return None
    _, read = _cover([form], sample)
    likely = [text for text, when in read.items() if _year_of(when) in (_YEARS if form == "yyyy" else _LIKELY_YEARS)]
    if len(likely) < 0.95 * len(sample):
        return None
    has_time = form.startswith("epoch") or any(when.precision >= Precision.MINUTE for when in read.values())
    share = len(read) / len(sample)
    shown = _example(read, is_ambiguous=False)
    return WhenGuess((form,), share, "", False, shown, True, has_time, form.startswith("epoch"))


def _packed(sample: list[str]) -> WhenGuess | None:
    """Return 20240403, 20240403140506 or 03042024: the form that reads all."""
    is_long = len(sample[0]) == 14
    forms = ("yyyymmddHHMMSS",) if is_long else ("yyyymmdd", "ddmmyyyy", "mmddyyyy")
    reads = {form: _cover([form], sample)[1] for form in forms}
    likely = {form: sum(_year_of(when) in _LIKELY_YEARS for when in read.values()) for form, read in reads.items()}
    fit = [form for form in forms if likely[form] >= 0.95 * len(sample)]
    if not fit:
        return None
    order: Order = "ymd" if fit[0][0] == "y" else "dmy" if fit[0][0] == "d" else "mdy"
    read = reads[fit[0]]
    shown = _example(read, is_ambiguous=len(fit) > 1)
    return WhenGuess((fit[0],), len(read) / len(sample), order, len(fit) > 1, shown, True, is_long, False)


def _clocks(sample: list[str]) -> WhenGuess | None:
    read = 0
    for text in sample:
        try:
            parse_clock(text)
            read += 1
        except ValueError:
            continue
    if read < 0.95 * len(sample):
        return None
    with_seconds = sum(text.count(":") == 2 for text in sample)
    form = "HH:MM:SS" if with_seconds * 2 > len(sample) else "HH:MM"
    return WhenGuess((form,), read / len(sample), "", False, f"{sample[0]} is a time of day", False, True, False)


def _year_of(when: When) -> int:
    return 1970 + (when.start + 86_400) // 31_556_952


def _example(read: dict[str, When], *, is_ambiguous: bool) -> str:
    """Return "03/04/2024 is 3 April 2024", of a text that could be read in another way where there is one."""
    text = next((text for text in read if is_ambiguous and _turned(text)), None) or next(iter(read))
    when = read[text]
    at = from_epoch(when.start)
    date = f"{at.day} {MONTH_NAMES[at.month - 1]} {at.year}"
    match when.precision:
        case Precision.YEAR:
            words = f"the year {at.year}"
        case Precision.MONTH:
            words = f"{MONTH_NAMES[at.month - 1]} {at.year}"
        case Precision.DAY:
            words = date
        case Precision.MINUTE:
            words = f"{date} {at:%H:%M}"
        case Precision.SECOND:
            words = f"{date} {at:%H:%M:%S}"
        case _:
            words = when.text()
    return f"{text} is {words}"


def _turned(text: str) -> bool:
    found = _BY_NUMBER.search(text)
    return found is not None and int(found[1]) != int(found[3])
