"""A place written as text, in every form that analysts meet, as longitude and latitude (WGS 84).

The point of a grid reference is the middle of the square that it names; ``accuracy_m`` is the side of the square in
which the place lies as it was written (53.48 says no more than a square of some 1,100 m), or the accuracy of the
conversion where that is larger. Of two coordinates the one with more digits counts, because programs drop noughts.
"""

from __future__ import annotations

import re
import warnings
from collections.abc import Iterator
from dataclasses import dataclass, replace

from intelviz.schema import national_grid
from intelviz.schema.degrees import Angle, check_range, parse_degrees, plain, read_angle, without_words

__all__ = ["Coordinates", "check_uk", "is_plainly_coordinates", "parse_coordinates", "parse_degrees"]

_LONGEST = 200
_METRES_PER_DEGREE = 111_320.0
_UK = (-9.0, 49.0, 2.5, 61.5)
_EXAMPLES = "such as 53.4808, -2.2426, 53°28'51\"N 2°14'33\"W, SJ 838 980 or 383800, 398000"
_BRITISH_LAND = {"H": "PTUWXYZ", "N": "ABCDFGHJKLMNORSTUWXYZ", "O": "V", "S": "CDEHJKMNOPRSTUVWXYZ", "T": "AFGLMQRV"}
"""The 100 km squares with land in them: the second letters by the first."""
_IRISH_LAND = "BCDFGHJLMNOQRSTVWX"
_GRID_LETTERS = "ABCDEFGHJKLMNOPQRSTUVWXYZ"

_WKT = re.compile(
    r"(?:SRID ?= ?([0-9]{4,6}) ?; ?)?POINT ?(?:Z|M|ZM)? ?"
    r"\( ?([+-]?[0-9.]{1,24}) ([+-]?[0-9.]{1,24})(?: [+-]?[0-9.]{1,24}){0,2} ?\)"
)
_ADDRESS = re.compile(
    r"(?:GEO:|HTTPS?://[^ ]{1,120}?(?:@|[?&](?:Q|LL|QUERY|CENTER|MLAT)=))"
    r"([+-]?[0-9]{1,3}\.[0-9]{1,20})(?:,|%2C)([+-]?[0-9]{1,3}\.[0-9]{1,20})(?:[,;?&/].{0,100})?"
)
_LABELS = re.compile(r"\b(?:LATITUDE|LONGITUDE|LAT|LONG|LON|LNG|EASTINGS?|NORTHINGS?|X|Y)\b ?[:=]? ?")
_BRITISH = re.compile(r"([HJNOST][A-HJ-Z]) ?([0-9]{1,5}) ([0-9]{1,5})|([HJNOST][A-HJ-Z]) ?([0-9]{2,10})")
_QUADRANT = re.compile(r"([HJNOST][A-HJ-Z]) ?([0-9]{2}|[0-9]{4}) ?([NS][EW])")
_IRISH = re.compile(r"([A-HJ-Z]) ?([0-9]{2,5}) ([0-9]{2,5})|([A-HJ-Z]) ?([0-9]{4,10})")
_MGRS = re.compile(r"([0-9]{1,2}[C-HJ-NP-X]) ?([A-HJ-NP-Z]{2}) ?(?:([0-9]{1,5}) ([0-9]{1,5})|([0-9]{2,10}))")
_METRES = r"(?:[0-9]{4,7}|[0-9],[0-9]{3},[0-9]{3}|[0-9] [0-9]{3} [0-9]{3}|[0-9]{1,3}[, ][0-9]{3})(?:\.[0-9]{1,6})?"
_EASTING_NORTHING = re.compile(rf"E? ?({_METRES}) ?M?E? ?[,;/| ] ?N? ?({_METRES}) ?M?N?")
_POSTCODE_DISTRICT = re.compile(r"[A-Z]{2}[0-9]{2}")


@dataclass(frozen=True, slots=True)
class Coordinates:
    """A point in degrees; ``form`` is how it was written, ``note`` what was assumed ("" where nothing was)."""

    lon: float
    lat: float
    accuracy_m: float
    form: str
    note: str = ""


def parse_coordinates(text: str) -> Coordinates:
    """Return the point that a text names; ValueError says in words why it names none."""
    if len(text) > _LONGEST:
        raise ValueError("is too long for a pair of coordinates")
    written = plain(text).strip("()[]{}<> ")
    stripped = plain(_LABELS.sub(" ", written)).strip(",; ") if re.match(r"[LXYE]", written) else written
    for read in (_wkt, _address, _mgrs, _british, _quadrant, _irish, _metres):
        found = read(stripped if read is _metres else plain(text) if read is _wkt else written)
        if found is not None:
            return found
    found = _pair(stripped)
    if found is None:
        raise ValueError(f"is not written as coordinates, {_EXAMPLES}")
    return found


def is_plainly_coordinates(text: str) -> bool:
    """Return whether a text is a point even where nothing says that it should be one.

    Ids (N1234), postcode districts (SN15) and pairs of prices (12.50 3.05) have the form of coordinates too.
    """
    try:
        found = parse_coordinates(text)
    except ValueError:
        return False
    digits = sum(each.isdigit() for each in text)
    match found.form:
        case "decimal degrees":
            fractions = [len(each) for each in re.findall(r"(?<=[0-9][.,])[0-9]+", text)]
            return len(fractions) == 2 and min(fractions) >= (3 if found.note else 2)
        case "National Grid reference":
            return digits >= 6
        case "Irish Grid reference":
            return digits >= 6 and " " in text.strip()
        case "military grid reference (MGRS)":
            return digits >= 8
        case _:
            return True


def check_uk(lon: float, lat: float) -> str:
    """Return why a point is doubtful in a British file, "" where it lies in or near the United Kingdom."""
    west, south, east, north = _UK
    if west <= lon <= east and south <= lat <= north:
        return ""
    if lon == lat == 0:
        return "0, 0 is a point off Africa, which systems write where no place is known"
    if west <= lat <= east and south <= lon <= north:
        return "latitude and longitude are in the wrong order for the United Kingdom"
    return "lies outside the United Kingdom"


def _checked(lon: float, lat: float, accuracy: float, form: str, *, stated: bool = False) -> Coordinates:
    """Return the point, unless it is 0, 0 or swapped; ``stated`` if letters say which coordinate is which."""
    check_range(lat, "lat")
    check_range(lon, "lon")
    doubt = check_uk(lon, lat)
    if doubt.startswith("0, 0"):
        raise ValueError(doubt)
    if doubt.startswith("latitude and longitude") and not stated:
        raise ValueError(f"{doubt}: {lat:g} would be the latitude and {lon:g} the longitude. Write the latitude first")
    return Coordinates(lon, lat, accuracy, form, "lies outside the United Kingdom" if doubt else "")


def _wkt(text: str) -> Coordinates | None:
    found = _WKT.fullmatch(text)
    if found is None:
        return None
    try:
        x, y = float(found[2]), float(found[3])
    except ValueError:
        raise ValueError(f"“{found[2]} {found[3]}” are no two numbers") from None
    if found[1] and found[1] != "4326":
        lon, lat = national_grid.to_wgs84_from(f"EPSG:{found[1]}", x, y)
        return _checked(lon, lat, 1.0, f"WKT point in EPSG:{found[1]}")
    try:
        return _checked(x, y, _metres_of(_step(found[3])), "WKT point")
    except ValueError as error:
        raise ValueError(str(error).replace("Write the latitude first", "WKT has the longitude first")) from None


def _address(text: str) -> Coordinates | None:
    found = _ADDRESS.fullmatch(text)
    if found is None:
        return None
    form = "geo address" if text.startswith("GEO:") else "address of a map"
    return _checked(float(found[2]), float(found[1]), _metres_of(_step(found[1])), form)


def _british(text: str) -> Coordinates | None:
    found = _BRITISH.fullmatch(text)
    if found is None:
        return None
    letters = found[1] or found[4]
    square = _square(found[2], found[3], found[5])
    corner = national_grid.corner_of(letters)
    if square is None or corner is None:
        raise ValueError(f"“{text}” is no grid reference: {_why_no_reference(letters, corner)}")
    found_at = _from_british(corner, square, letters, "National Grid reference")
    if _POSTCODE_DISTRICT.fullmatch(text):
        return replace(found_at, note=_joined(found_at.note, f"“{text}” may be a postcode district"))
    return found_at


def _why_no_reference(letters: str, corner: tuple[int, int] | None) -> str:
    if corner is None:
        return f"there is no square {letters}"
    return "it needs as many digits for the easting as for the northing"


def _quadrant(text: str) -> Coordinates | None:
    """Read SJ89NE: a quarter of a square."""
    found = _QUADRANT.fullmatch(text)
    if found is None:
        return None
    corner, square = national_grid.corner_of(found[1]), _square(None, None, found[2])
    if corner is None or square is None:
        raise ValueError(f"there is no square {found[1]}")
    east, north, side = square
    half = side / 2
    quarter = (east + half * (found[3][1] == "E"), north + half * (found[3][0] == "N"), half)
    return _from_british(corner, quarter, found[1], "National Grid reference")


def _from_british(corner: tuple[int, int], square: tuple[float, float, float], letters: str, form: str) -> Coordinates:
    east, north, side = square
    lon, lat = national_grid.from_grid(corner[0] + east + side / 2, corner[1] + north + side / 2)
    note = "" if letters[1] in _BRITISH_LAND.get(letters[0], "") else f"the square {letters} has no land in it"
    found = Coordinates(lon, lat, max(side, national_grid.accuracy_m()), form)
    return replace(found, note=_joined(note, f"middle of a square of {_length(side)}" if side > 1 else ""))


def _irish(text: str) -> Coordinates | None:
    found = _IRISH.fullmatch(text)
    if found is None:
        return None
    letter = found[1] or found[4]
    square = _square(found[2], found[3], found[5])
    if square is None:
        raise ValueError(f"“{text}” is no Irish grid reference: it needs as many digits for easting as for northing")
    if letter not in _IRISH_LAND:
        raise ValueError(f"“{text}” is no Irish grid reference: the square {letter} has no land in it")
    row, column = divmod(_GRID_LETTERS.index(letter), 5)
    east, north, side = square
    x, y = column * 100_000 + east + side / 2, (4 - row) * 100_000 + north + side / 2
    lon, lat = national_grid.to_wgs84_from("irish grid", x, y)
    note = f"middle of a square of {_length(side)}" if side > 1 else ""
    return Coordinates(lon, lat, max(side, 1.0), "Irish Grid reference", note)


def _square(east: str | None, north: str | None, digits: str | None) -> tuple[float, float, float] | None:
    """Return easting, northing and side in metres within the 100 km square, None if the digits aren't even."""
    if digits:
        if len(digits) % 2:
            return None
        east, north = digits[: len(digits) // 2], digits[len(digits) // 2 :]
    if east is None or north is None or len(east) != len(north):
        return None
    side = 10 ** (5 - len(east))
    return int(east) * side, int(north) * side, float(side)


def _mgrs(text: str) -> Coordinates | None:
    found = _MGRS.fullmatch(text)
    if found is None:
        return None
    digits = found[5] or ""
    half = len(digits) // 2
    east, north = (digits[:half], digits[half:]) if digits else (found[3], found[4])
    if len(east) != len(north):
        raise ValueError(f"“{text}” is no military grid reference: easting and northing need as many digits each")
    from mgrs import MGRS
    from mgrs.core import MGRSError

    side = 10 ** (5 - len(east))
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error")
            lat, lon = MGRS().toLatLon(f"{found[1]}{found[2]}{east}{north}")  # the middle of the square
    except (MGRSError, RuntimeWarning):
        raise ValueError(f"“{text}” is no military grid reference: there is no such square") from None
    note = f"middle of a square of {_length(side)}" if side > 1 else ""
    point = _checked(lon, lat, max(float(side), 1.0), "military grid reference (MGRS)", stated=True)
    return replace(point, note=_joined(point.note, note))


def _metres(text: str) -> Coordinates | None:
    found = _EASTING_NORTHING.fullmatch(text)
    if found is None:
        return None
    east, north = (float(re.sub("[, ]", "", each)) for each in (found[1], found[2]))
    # A number with a nought before it is a telephone number, unless the noughts fill it up to six digits.
    if max(east, north) <= 180 or any(re.match("0[0-9]{3,4}(?![0-9])", each) for each in found.groups()):
        return None
    if east == north == 0:
        raise ValueError("0, 0 is the corner of the grid, which systems write where no place is known")
    if east >= national_grid.EAST > north:
        raise ValueError(
            f"{east:,.0f}, {north:,.0f} is in the wrong order for the National Grid. Write the easting first"
        )
    national_grid.check_land(east, north)
    lon, lat = national_grid.from_grid(east, north)
    return _checked(lon, lat, national_grid.accuracy_m(), "eastings and northings (National Grid)", stated=True)


def _pair(text: str) -> Coordinates | None:
    problem: ValueError | None = None
    for left, right in _halves(without_words(text)):
        try:
            one, other = read_angle(left), read_angle(right)
        except ValueError as error:
            problem = problem or error
            continue
        if one is not None and other is not None:
            return _both(one, other)
    if problem is not None:
        raise problem
    return None


def _halves(text: str) -> Iterator[tuple[str, str]]:
    """Yield the ways in which a text may be two coordinates, the surest first."""
    if re.fullmatch(r"[0-9]{1,3},[0-9]{1,3}", text) and text != "0,0":
        raise ValueError("may be one coordinate with a decimal comma, or two in whole degrees. Write a point")
    for mark in (";", "|", "/", ", "):
        left, found, right = text.partition(mark)
        if found and mark not in right:
            yield left.strip(), right.strip()
    lettered = re.fullmatch(r"(.{1,60}?[NSEW]) ?,? ?([^NSEW]{1,60}[NSEW])", text)
    lettered = lettered or re.fullmatch(r"([NSEW][^NSEW]{1,60}?) ?,? ?([NSEW][^NSEW]{1,60})", text)
    if lettered:
        yield lettered[1].strip(), lettered[2].strip()
    # 53.48,-2.24 has one comma, 53,48,-2,24 three.
    commas = text.split(",")
    if len(commas) in (2, 4):
        half = len(commas) // 2
        yield ",".join(commas[:half]).strip(), ",".join(commas[half:]).strip()
    signed = re.fullmatch(r"([^ ].{0,60}?) ?([+-].{1,60})", text)
    if signed:
        yield signed[1], signed[2]
    words = text.split(" ")
    if len(words) in (2, 4, 6):
        half = len(words) // 2
        yield " ".join(words[:half]), " ".join(words[half:])


def _both(one: Angle, other: Angle) -> Coordinates:
    if one.axis and one.axis == other.axis:
        raise ValueError(f"has two {'latitudes' if one.axis == 'lat' else 'longitudes'}, by the letters")
    swapped = one.axis == "lon" or other.axis == "lat"
    lat, lon = (other, one) if swapped else (one, other)
    is_sexagesimal = one.is_sexagesimal or other.is_sexagesimal
    form = "degrees, minutes and seconds" if is_sexagesimal else "decimal degrees"
    return _checked(
        lon.degrees, lat.degrees, _metres_of(min(lat.step, lon.step)), form, stated=bool(one.axis or other.axis)
    )


def _step(number: str) -> float:
    return 10.0 ** -len(number.partition(".")[2])


def _metres_of(step: float) -> float:
    return step * _METRES_PER_DEGREE


def _length(metres: float) -> str:
    return f"{metres / 1000:g} km" if metres >= 1000 else f"{metres:g} m"


def _joined(*notes: str) -> str:
    return "; ".join(note for note in notes if note)
