"""Times, places and grades from the cells of a row, each distinct combination looked at once."""

from __future__ import annotations

from collections.abc import Sequence
from zoneinfo import ZoneInfo

from intelviz.ingest.cells import Columns, Kept, Seen, Wrong
from intelviz.ingest.recipe import GradeSpec, WhenSpec, WhereSpec
from intelviz.schema.grade import parse_grade, schemes
from intelviz.schema.kinds import clean_number
from intelviz.schema.place import Place
from intelviz.schema.when import OPEN_END, OPEN_START, Precision, When, WhenFormat, from_epoch, month, year
from intelviz.schema.when import day as whole_day

Cells = tuple[str, ...]
Extent = tuple[int | None, int | None, int | None]
Point = tuple[float | None, float | None, int | None]
NO_WHEN: Extent = (None, None, None)
NO_PLACE: Point = (None, None, None)


class WhenColumn(Seen[Cells, Extent]):
    """A time from the cells of some columns."""

    def __init__(
        self, spec: WhenSpec, at: Sequence[int], to: Sequence[int], header: Sequence[str], blank: frozenset[str]
    ) -> None:
        super().__init__()
        self.spec = spec
        self.places = (*at, *to)
        self.names = [header[place] for place in self.places]
        self.header = ", ".join(self.names)
        self._split = len(at)
        self._blank = blank
        self._formats = [WhenFormat(text) for text in spec.formats]
        self._zone = ZoneInfo(spec.zone)
        self._blame: dict[Cells, int] = {}
        self._single: dict[str, When] = {}
        self._notes: dict[str, str] = {}
        self._raw: Kept[list[Cells]] = Kept()

    def raw(self, columns: Columns) -> list[Cells]:
        """Return the cells of each row."""
        return self._raw.get(columns, lambda: list(zip(*(columns[place] for place in self.places), strict=True)))

    def make(self, raw: Cells) -> Extent:
        """Return start, end and precision."""
        cells = [cell.strip() for cell in raw]
        cells = ["" if cell in self._blank else cell for cell in cells]
        try:
            found = self._when(raw, cells)
        except ValueError as error:
            if self.spec.on_error == "reject":
                self.wrong[raw] = str(error)
            else:
                self.altered[raw] = ("", f"left out: {error}")
            return NO_WHEN
        if self._notes and found is not None:
            notes = [self._notes[text] for text in self._texts(cells) if text in self._notes]
            if notes:
                self.altered[raw] = (found.text(self._zone), "; ".join(notes))
        return NO_WHEN if found is None else (found.start, found.end, int(found.precision))

    def _texts(self, cells: list[str]) -> list[str]:
        return [" ".join(cell for cell in part if cell) for part in (cells[: self._split], cells[self._split :])]

    def _when(self, raw: Cells, cells: list[str]) -> When | None:
        at = self._part(raw, cells, 0, self._split)
        to = self._part(raw, cells, self._split, len(cells))
        if at is None and to is None:
            return None
        if to is None:
            assert at is not None
            return When(at.start, OPEN_END, Precision.RANGE) if self.spec.is_open else at
        if at is None:
            if self.spec.is_open:
                return When(OPEN_START, to.start if to.precision >= Precision.MINUTE else to.end, Precision.RANGE)
            raise ValueError("there is an end and no beginning")
        if to.start < at.start:
            self._blame[raw] = self._split
            raise ValueError("the end lies before the beginning")
        if (at.start, at.end) == (to.start, to.end):
            return at
        return When(at.start, to.start if to.precision >= Precision.MINUTE else to.end, Precision.RANGE)

    def _part(self, raw: Cells, cells: list[str], start: int, stop: int) -> When | None:
        part = cells[start:stop]
        text = " ".join(cell for cell in part if cell)
        if not text:
            return None
        known = self._single.get(text)
        if known is not None:
            return known
        if len(self._single) > 50_000:
            self._single.clear()
            self._notes.clear()
        try:
            found = self._single[text] = self._coarse(self._parse(text))
        except ValueError:
            self._blame[raw] = start + self._guilty(part)
            raise
        return found

    def _guilty(self, part: list[str]) -> int:
        """Return which of several cells is to blame: the first from which on the time can't be read."""
        if not part[0]:
            return 0
        for count in range(1, len(part) + 1):
            try:
                self._parse(" ".join(cell for cell in part[:count] if cell))
            except ValueError:
                return count - 1
        return 0

    def _parse(self, text: str) -> When:
        reason = ""
        for each in self._formats:
            try:
                found = each.parse(text, self._zone)
            except ValueError as error:
                if not str(error).startswith("is not written"):
                    reason = reason or str(error)
                continue
            note = each.note(text, self._zone)
            if note:
                self._notes[text] = note
            return found
        raise ValueError(reason or f"is not written as {' or '.join(self.spec.formats)}")

    def _coarse(self, found: When) -> When:
        wanted = self.spec.precision
        if wanted is None or found.precision <= wanted:
            return found
        at = from_epoch(found.start, self._zone)
        match wanted:
            case Precision.YEAR:
                return year(at.year, self._zone)
            case Precision.MONTH:
                return month(at.year, at.month, self._zone)
            case _:
                return whole_day(at.year, at.month, at.day, self._zone)

    def wrong_in(self, raw: list[Cells]) -> list[Wrong]:
        """Return the rows whose time can't be used, with the cell that is to blame."""
        found: list[Wrong] = []
        for at in self.places_of(self.wrong, raw):
            guilty = self._blame.get(raw[at], 0)
            found.append(Wrong(at, self.names[guilty], raw[at][guilty], self.wrong[raw[at]]))
        return found

    def forget(self) -> None:
        """Forget what was seen once it is much."""
        super().forget()
        if not self:
            self._blame.clear()


class PlaceColumn(Seen[Cells, Point]):
    """A place from two columns, or from one that holds both coordinates."""

    def __init__(self, spec: WhereSpec, places: Sequence[int], header: Sequence[str], blank: frozenset[str]) -> None:
        super().__init__()
        self.spec = spec
        self.places = tuple(places)
        self.names = [header[place] for place in places]
        self.header = ", ".join(self.names)
        self._blank = blank
        self._blame: dict[Cells, int] = {}
        self._raw: Kept[list[Cells]] = Kept()
        self._is_degrees = not spec.text and spec.crs == "EPSG:4326"

    def raw(self, columns: Columns) -> list[Cells]:
        """Return the cells of each row as they stand there."""
        return self._raw.get(columns, lambda: list(zip(*(columns[place] for place in self.places), strict=True)))

    def make(self, raw: Cells) -> Point:
        """Return longitude, latitude and precision."""
        cells = ["" if cell.strip() in self._blank else cell.strip() for cell in raw]
        if not any(cells):
            return NO_PLACE
        try:
            lon, lat = self._point(raw, cells)
            if self.spec.on_error == "leave" and (nowhere := self._nowhere(lon, lat, cells)):
                self.altered[raw] = ("", f"left out: {nowhere}")
                return NO_PLACE
            place = Place(lon, lat, self.spec.precision)
        except ValueError as error:
            if self.spec.on_error == "reject":
                self.wrong[raw] = str(error)
            else:
                self.altered[raw] = ("", f"left out: {error}")
            return NO_PLACE
        self._blame.pop(raw, None)
        return place.lon, place.lat, int(place.precision)

    def _point(self, raw: Cells, cells: list[str]) -> tuple[float, float]:
        if self.spec.text:
            from intelviz.schema.coordinates import parse_coordinates

            found = parse_coordinates(cells[0])
            if found.form != "decimal degrees":
                self.altered[raw] = (f"{found.lat:.6f}, {found.lon:.6f}", f"read as {found.form}{_also(found.note)}")
            return found.lon, found.lat
        numbers: list[float] = []
        for guilty, cell in enumerate(cells):
            self._blame[raw] = guilty
            if not cell:
                raise ValueError("is empty, though the other coordinate is there")
            numbers.append(self._number(cell, guilty))
        if self._is_degrees:
            return numbers[0], numbers[1]
        from intelviz.schema.national_grid import to_wgs84_from

        lon, lat = to_wgs84_from(self.spec.crs, numbers[0], numbers[1])
        return round(lon, 7), round(lat, 7)

    def _nowhere(self, lon: float, lat: float, cells: list[str]) -> str:
        """Return why a pair of numbers is what systems write where no place is known, "" if it is a place."""
        if not self._is_degrees:
            is_corner = not self.spec.text and all(float(clean_number(each)) == 0 for each in cells)
            return "0, 0 is the corner of the grid, which systems write where no place is known" if is_corner else ""
        if lon == lat and lon in {0, -1}:
            return f"{lon:g}, {lat:g} is a point off Africa, which systems write where no place is known"
        return "it is the North Pole, which systems write where no place is known" if lat == 90 else ""

    def _number(self, cell: str, which: int) -> float:
        if not self._is_degrees:
            return float(clean_number(cell))
        try:
            value = float(clean_number(cell))
        except ValueError:
            from intelviz.schema.coordinates import parse_degrees

            value = parse_degrees(cell, "lon" if which == 0 else "lat")
        if self.names[which].endswith("E7"):
            value /= 10_000_000
        _check_degrees(value, which)
        return value

    def wrong_in(self, raw: list[Cells]) -> list[Wrong]:
        """Return the rows whose place can't be used, with the cell that is to blame."""
        found: list[Wrong] = []
        for at in self.places_of(self.wrong, raw):
            guilty = self._blame.get(raw[at], 0)
            found.append(Wrong(at, self.names[guilty], raw[at][guilty], self.wrong[raw[at]]))
        return found

    def forget(self) -> None:
        """Forget what was seen once it is much."""
        super().forget()
        if not self:
            self._blame.clear()


def _also(note: str) -> str:
    return f"; {note}" if note else ""


def _check_degrees(value: float, which: int) -> None:
    if which == 0:
        Place(value, 0.0)
    else:
        Place(0.0, value)


class GradeColumn(Seen[Cells, str]):
    """The grade of each row, as scheme and code; "" where it is ungraded."""

    def __init__(
        self, spec: GradeSpec, places: Sequence[int], scheme: int | None, header: Sequence[str], blank: frozenset[str]
    ) -> None:
        super().__init__()
        self.spec = spec
        self._places = (*places, *(() if scheme is None else (scheme,)))
        self._parts = len(places)
        self.header = ", ".join(header[place] for place in places)
        self._blank = blank
        self._raw: Kept[list[Cells]] = Kept()

    def raw(self, columns: Columns) -> list[Cells]:
        """Return the cells of each row."""
        return self._raw.get(columns, lambda: list(zip(*(columns[place] for place in self._places), strict=True)))

    def make(self, raw: Cells) -> str:
        """Return the grade as a case keeps it."""
        cells = ["" if cell.strip() in self._blank else cell.strip() for cell in raw]
        parts, scheme = cells[: self._parts], self.spec.scheme
        if len(cells) > self._parts:
            scheme = cells[-1].casefold().replace("×", "x").replace(" ", "") or scheme
        text = " ".join(parts).strip()
        if not text:
            return ""
        try:
            if scheme and scheme not in schemes():
                raise ValueError(f"there is no way of grading called “{cells[-1]}”")
            return str(parse_grade(text, scheme or None))
        except ValueError as error:
            if self.spec.on_error == "reject":
                self.wrong[raw] = str(error)
            else:
                self.altered[raw] = ("ungraded", f"left out: {error}")
            return ""

    def wrong_in(self, raw: list[Cells]) -> list[Wrong]:
        """Return the rows whose grade can't be one."""
        return [
            Wrong(at, self.header, " ".join(raw[at][: self._parts]), self.wrong[raw[at]])
            for at in self.places_of(self.wrong, raw)
        ]
