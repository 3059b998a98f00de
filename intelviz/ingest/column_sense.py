"""What a column is, told by its header and by what stands in it; nothing is told where the two don't agree."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from itertools import islice
from typing import TYPE_CHECKING, Literal

from intelviz.schema.kinds import kind_of

if TYPE_CHECKING:
    from intelviz.schema.when_text import WhenGuess

Sense = Literal[
    "lat", "lon", "easting", "northing", "coordinates", "when", "until", "phone", "email", "vrm", "imei", "ip",
    "postcode", "surname", "forename", "full name", "date of birth", "address", "crime", "id", "nhs", "nino", "label",
    "text", "",
]  # fmt: skip

_NO_ADDRESS = r"^(?!.*\b(type|typ|desc|description|code|category|id|number|no|group|ward|status|key|count)\b).*"
_OF_WHAT = r"case|crime|incident|log|report|event|occurrence|complaint|cmplnt|dr|file|record|row"
_HEADERS: tuple[tuple[Sense, str], ...] = (
    ("nhs", r"\bnhs\b"),
    ("nino", r"\b(nino|ni (no|number|num)|national insurance)\b"),
    ("date of birth", r"\b(dob|d\.?o\.?b|date of birth|birth ?date|born)\b"),
    ("lat", r"^(breite|breitengrad|latitud|(decimal|location) lat\w*)$|\b(latitude|lat)\b"),
    ("lon", r"^(l[äa]nge|l[äa]ngengrad|longitud|(decimal|location) lon\w*)$|\b(longitude|lng|lon|long)\b"),
    ("easting", r"\b(easting|eastings|east|oseast\w*|os ?x|bng ?x)\b"),
    ("northing", r"\b(northing|northings|north|osnrth\w*|os ?y|bng ?y)\b"),
    ("coordinates", r"\b(coordinates?|coords?|grid ?ref(erence)?|ngr|latlo?ng|lat lon|(geo|location) ?point|point)\b"),
    ("coordinates", r"\b(the geom|geom|geometry|wkt|geo ?location|geocoded column)\b"),
    ("email", r"\b(e ?mail|email address|mail address)\b"),
    ("imei", r"\bimei\b"),
    ("ip", r"\b(ip|ip ?(v4)?(address)?|source ip|destination ip)\b"),
    ("vrm", r"\b(vrm|vrn|reg(istration)?( ?(no|number|mark|plate))?|number ?plate|plate( ?no| ?number)?|index mark)\b"),
    ("phone", r"\b(phone|telephone|tel|mobile|msisdn|cell ?phone|[ab] ?(number|party)|calling|called|caller|callee)\b"),
    ("postcode", r"\b(post ?code|pcds?|postal code)\b"),
    ("surname", r"\b(surname|last ?name|family ?name)\b"),
    ("forename", r"\b(forenames?|first ?name|given ?names?|christian name)\b"),
    ("full name", r"^(name|full ?name|person|nominal|suspect|victim|offender|person name|member|employee)$"),
    ("address", _NO_ADDRESS + r"\b(address|block|street|premises|venue|road|location|place|stra(ss|ß)e)\b"),
    ("crime", r"\b(crimes?|crm|offen[cs]es?|ofns|primary type|ucr|charge|incident (type|category)|law cat\w*)\b"),
    ("crime", r"\b((major|minor) (category|text)|delikt|delito)\b"),
    ("id", rf"\b(id|uid|guid|ref|reference|urn|({_OF_WHAT}) (no|nr|num|number|key))\b|^(key|eventid|objectid|fid)$"),
    ("label", r"^(label|title|name|description)$"),
)
_SAMPLES = 200
_END = r"\b(end|until|to|finish(ed)?|closed|latest|arrival|committed to|last)\b.*\b(date|time|on|at)\b|^(end|until)$"
_WORDS = re.compile(r"[a-zà-ÿ][a-zà-ÿ]+(?=[A-Z])|[A-ZÀ-Þ]?[a-zà-ÿ]+|[A-ZÀ-Þ]+(?![a-zà-ÿ])|\d+")
_DATE, _TIME = "date", "time"
_TIMES = {
    **dict.fromkeys(("dt", "dat", "datum", "fecha", "data", "crimedate", "occurrencedate", "reporteddate"), _DATE),
    **dict.fromkeys(("tm", "uhrzeit", "zeit", "hora", "heure", "crimetime"), _TIME),
}
"""Words of headers for a date or a time that are shortened, run together, or not English."""


@dataclass(frozen=True)
class ColumnSense:
    """What a column is: its sense, how its times are written, and what the values are like.

    ``filled`` is the share of rows with something in it, ``distinct`` of them that are unlike all others before them.
    """

    name: str
    sense: Sense
    when: WhenGuess | None = None
    filled: float = 0.0
    distinct: float = 0.0
    samples: tuple[str, ...] = field(default=())

    @property
    def is_unique(self) -> bool:
        """Whether every row has another value."""
        return self.filled == 1.0 and self.distinct == 1.0


def sense_of(name: str, cells: Sequence[str]) -> ColumnSense:
    """Return what the column of that name with these cells is."""
    from intelviz.schema.when_text import guess_when

    full = [cell.strip() for cell in cells if cell.strip()]
    distinct = dict.fromkeys(full)
    filled = len(full) / len(cells) if cells else 0.0
    share = len(distinct) / len(full) if full else 0.0
    samples = tuple(islice(distinct, _SAMPLES))
    if not samples:
        return ColumnSense(name, "", None, filled, share, samples)
    words = spoken(name)
    for sense, form in _HEADERS:
        if re.search(form, words) and _agrees(sense, _degrees(name, samples)):
            return ColumnSense(name, sense, None, filled, share, samples)
    when = guess_when(list(distinct), _in_full(name))
    if when is not None and when.share >= 0.8 and (when.has_date or when.has_time):
        ends = bool(re.search(_END, words))
        return ColumnSense(name, "until" if ends else "when", when, filled, share, samples)
    for sense, agrees in _CERTAIN.items():
        if sum(map(agrees, samples)) >= 0.95 * len(samples):
            return ColumnSense(name, sense, None, filled, share, samples)
    return ColumnSense(name, "", None, filled, share, samples)


def spoken(name: str) -> str:
    """Return a header as words in small letters: ``callerNumber`` and ``CALLER_NUMBER`` as "caller number"."""
    return " ".join(_WORDS.findall(name)).casefold()


def _degrees(name: str, samples: Sequence[str]) -> Sequence[str]:
    """Return the values of a column such as latitudeE7, which counts ten-millionths of a degree, in degrees."""
    if not name.endswith("E7") or not all(re.fullmatch(r"-?\d+", text) for text in samples):
        return samples
    return [str(int(text) / 10_000_000) for text in samples]


def _in_full(name: str) -> str:
    """Return a header with the words for dates and times that are shortened, run together or not English."""
    return " ".join(_TIMES.get(word, word) for word in spoken(name).split())


def _agrees(sense: Sense, samples: Sequence[str]) -> bool:
    test = _TESTS.get(sense)
    return test is None or sum(map(test, samples)) >= 0.8 * len(samples)


def _number_between(low: float, high: float) -> Callable[[str], bool]:
    def test(text: str) -> bool:
        # 51,34 has a decimal comma; 339,500 has one for thousands.
        mark = "." if re.fullmatch(r"-?\d{1,3},(\d{1,2}|\d{4,})", text) else ""
        try:
            return low <= float(text.replace(",", mark)) <= high
        except ValueError:
            return False

    return test


def _cleans(kind: str) -> Callable[[str], bool]:
    clean = kind_of(kind).clean

    def test(text: str) -> bool:
        try:
            clean(text)
        except ValueError:
            return False
        return True

    return test


def _is_point(text: str) -> bool:
    from intelviz.schema.coordinates import is_plainly_coordinates

    return is_plainly_coordinates(text)


def _is_long_phone(text: str) -> bool:
    return bool(re.fullmatch(r"(\+|00?)\d[\d\s().-]{7,18}", text)) and _cleans("phone")(text)


def _is_phone(text: str) -> bool:
    return sum(each.isdigit() for each in text) >= 5 and _cleans("phone")(text)


def _is_plate(text: str) -> bool:
    return any(each.isdigit() for each in text) and _cleans("vrm")(text)


def _is_name(text: str) -> bool:
    return any(each.isalpha() for each in text) and len(text) <= 80


def _is_birth(text: str) -> bool:
    return _cleans("date")(text) or bool(re.fullmatch(r"\d{8}|\d{1,2}[/.-]\d{1,2}[/.-]\d{2}.*|\d{4}-\d\d-\d\d.*", text))


def _is_ip(text: str) -> bool:
    import ipaddress

    try:
        ipaddress.ip_address(text)
    except ValueError:
        return False
    return True


_TESTS: dict[Sense, Callable[[str], bool]] = {
    "lat": _number_between(-90, 90),
    "lon": _number_between(-180, 180),
    "easting": _number_between(-100_000, 800_000),
    "northing": _number_between(-100_000, 1_300_000),
    "coordinates": _is_point,
    "email": _cleans("email"),
    "phone": _is_phone,
    "vrm": _is_plate,
    "postcode": _cleans("postcode"),
    "imei": _number_between(1e12, 1e17),
    "ip": _is_ip,
    "surname": _is_name,
    "forename": _is_name,
    "full name": _is_name,
    "date of birth": _is_birth,
    "address": _is_name,
    "crime": _is_name,
    "nhs": lambda text: sum(each.isdigit() for each in text) >= 9,
    "nino": lambda text: bool(re.fullmatch(r"[A-Za-z]{2}[\s\d]{6,9}[A-Da-d]?", text)),
    "label": _is_name,
}
_CERTAIN: dict[Sense, Callable[[str], bool]] = {"email": _cleans("email"), "ip": _is_ip, "phone": _is_long_phone}
"""What is told by the values alone."""


def is_plainly_one(text: str) -> bool:
    """Return whether a text alone is plainly a value: an address of email or network, or a telephone number."""
    return any(agrees(text) for agrees in _CERTAIN.values())
