"""A recipe for a table that none fits, made from what stands in its columns, and said in words.

Nothing is joined on a guess: identities reach beyond a row only where a column holds what is an identifier by itself
(a telephone number, a registration, an email or IP address, a pair of coordinates). A name or a date of birth is none.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import replace
from itertools import islice

from intelviz.ingest.column_sense import ColumnSense, Sense, sense_of, spoken
from intelviz.ingest.draft import Draft, DraftItem, DraftLink, Use, What
from intelviz.ingest.fit import Fit
from intelviz.ingest.readers.table import Table, is_blank, is_number
from intelviz.ingest.table_shape import PERIOD, header_of
from intelviz.schema.model import Schema

_SAMPLE = 2_000
_MOST_TEXTS = 100_000
_BLANK = ("-", "N/A", "n/a", "NA", "NULL", "null", "None", "nan", "NaN", "#N/A")

_KIND = re.compile(r"\b(type|kind|category|primary type|offen[cs]e|crime)$")
_MONTH = re.compile(r"(jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*[ _-]*(19|20)?[0-9]{2}", re.IGNORECASE)
_COUNT = re.compile(r"^(value|count|counts|total|number|frequency|n|offen[cs]es|crimes|incidents|number of \w+)$")
_PARTS = (
    r"^(year|yr|iyear)$|^(occurrence|incident|event) year$",
    r"^(month|imonth)$|^(occurrence|incident|event) month$",
    r"^(day|iday)$|^(occurrence|incident|event) day$",
    r"^hour$|^(occurrence|incident|event) hour$",
    r"^minute$",
)
_NAMED = ("iso", "dmy", "mdy", "ymd", "rfc2822", "epoch", "epoch-ms", "epoch-us", "excel")
_MONTH_FIRST = {"dmy": "mdy", "dd-mm-yyyy": "mm-dd-yyyy"}
_LATER = re.compile(r"\b(report\w*|rptd?|updated?|modified|recorded|created|registered|entered|dispatch\w*|logged)\b")
_FIRST = re.compile(r"\b(start|from|fr|begin\w*|first|earliest|occ|occurred|occurrence|committed)\b")
_OWN_ITEMS: dict[Sense, tuple[str, str, str, str]] = {
    "phone": ("Phone", "phoneNo", "HAS_PHONE", "PARTY_TO"),
    "email": ("Email", "email_address", "HAS_EMAIL", "LINKED_TO"),
    "vrm": ("Vehicle", "reg", "HAS_VEHICLE", "LINKED_TO"),
    "ip": ("IpAddress", "address", "LINKED_TO", "LINKED_TO"),
}
"""Item type, its property, and the link to it from a person."""


def guessed_fit(table: Table, schema: Schema) -> Fit | None:
    """Return a recipe made for this table, or None where nothing can be told of it."""
    header = header_of(table)
    columns = table.columns(header)
    rows = _rows(table, header)
    if not rows or _is_other_format(table) or (len(columns) < 2 and not is_list(columns[0], rows)):
        return None
    draft = guess(
        columns,
        rows,
        schema,
        lambda place: all_texts(table, header, place),
        lambda place: differs(table, header, place),
    )
    recipe = draft.recipe(schema)
    return Fit(recipe, recipe.files, header, 0.1, " ".join(draft.words), draft.words)


def is_list(name: str, rows: Sequence[Sequence[str]]) -> bool:
    """Return whether a single column lists telephones, plates, names or the like, and not the lines of a text."""
    sense = sense_of(name, _without_blanks([row[0] for row in rows])).sense
    return sense in _OWN_ITEMS or sense == "full name"


def _is_other_format(table: Table) -> bool:
    """Return whether a text that was read as CSV is plainly of another format, which no reader knows."""
    first = next((cell.strip() for row in table.head for cell in row if cell.strip()), "")
    return table.reader == "csv" and first.startswith(("<", "{", "[{", "[["))


def _rows(table: Table, header: int) -> list[list[str]]:
    width = len(table.columns(header))
    rows: list[list[str]] = []
    for chunk in islice(table.chunks(header, _SAMPLE, fill=True), 1):
        rows += chunk.rows
    return [row for row in rows if len(row) == width and not is_blank(row)]


def all_texts(table: Table, header: int, place: int) -> list[str]:
    """Return the different texts of one column of the whole table, at most 100,000, without those for nothing."""
    found: dict[str, None] = {}
    for chunk in table.chunks(header, fill=True):
        found.update((row[place].strip(), None) for row in chunk.rows)
        if len(found) > _MOST_TEXTS:
            break
    return [text for text in found if text and text not in _BLANK]


def differs(table: Table, header: int, place: int) -> bool:
    """Return whether no text of a column stands in two rows of the whole table."""
    found: set[int] = set()
    count = 0
    for chunk in table.chunks(header, fill=True):
        # Of a text its hash is enough: should two collide, the rows stay items of their own.
        some = [hash(text) for row in chunk.rows if (text := row[place].strip())]
        found.update(some)
        count += len(some)
        if len(found) < count:
            return False
    return True


def guess(
    columns: Sequence[str],
    rows: Sequence[Sequence[str]],
    schema: Schema,
    texts: Callable[[int], list[str]] | None = None,
    differs: Callable[[int], bool] | None = None,
) -> Draft:
    """Return the draft of a recipe for a table with these columns and (some of) these rows.

    ``texts`` returns what stands in a column of the whole table; it is asked where the rows don't say whether the day
    or the month comes first. ``differs`` returns whether all texts of a column differ in the whole table; it is asked
    before a column is taken to tell the rows apart.
    """
    from intelviz.schema.when_text import guess_when

    cells = list(zip(*rows, strict=True))
    senses = [sense_of(name, _without_blanks(column)) for name, column in zip(columns, cells, strict=True)]
    for place, sense in enumerate(senses):
        if texts is not None and sense.when is not None and sense.when.ambiguous:
            senses[place] = replace(sense, when=guess_when(texts(place), sense.name) or sense.when)
    return _Guess(columns, senses, schema, cells, differs).draft()


def _without_blanks(column: Sequence[str]) -> list[str]:
    return ["" if cell.strip() in _BLANK else cell for cell in column]


class _Guess:
    def __init__(
        self,
        columns: Sequence[str],
        senses: Sequence[ColumnSense],
        schema: Schema,
        cells: Sequence[Sequence[str]],
        differs: Callable[[int], bool] | None = None,
    ) -> None:
        self._cells, self._differs = cells, differs
        self._columns, self._senses, self._schema = tuple(columns), list(senses), schema
        self._uses = [Use() for _ in columns]
        self._items: list[DraftItem] = []
        self._links: list[DraftLink] = []
        self._words: list[str] = []

    def draft(self) -> Draft:
        """Return the draft."""
        main = self._main()
        self._items.append(main)
        self._words.append(
            f"No recipe knows these columns, so one was made for them: each row is {_a(self._label(main.type))}."
        )
        main = self._time(main)
        self._identity(main)
        self._kind(main)
        self._person(main)
        self._place(main)
        self._own_items(main)
        self._sealed()
        self._label_of(main)
        rest = [name for name, use in zip(self._columns, self._uses, strict=True) if use.what == "record"]
        if rest:
            shown = ", ".join(f"“{name}”" for name in rest[:8]) + (" and others" if len(rest) > 8 else "")
            self._words.append(f"Kept as properties under their own names: {shown}.")
        self._items[0] = replace(self._items[0], rest=True)
        return Draft(
            self._columns,
            tuple(self._uses),
            tuple(self._items),
            tuple(self._links),
            title="A recipe made for these columns",
            blank=_BLANK,
            words=tuple(self._words),
        )

    # Which column

    def _at(self, *senses: Sense) -> list[int]:
        return [at for sense in senses for at, each in enumerate(self._senses) if each.sense == sense]

    def _take(self, at: int, use: Use) -> None:
        self._uses[at] = use

    def _names(self, places: Sequence[int]) -> str:
        return ", ".join(f"“{self._columns[at]}”" for at in places)

    # What each row is

    def _main(self) -> DraftItem:
        timed = bool(self._at("when", "until") or self._parts())
        if len(self._columns) == 1 and self._senses[0].sense in _OWN_ITEMS:
            return DraftItem("row", _OWN_ITEMS[self._senses[0].sense][0])
        if len(self._columns) == 1 and self._senses[0].sense == "full name":
            return DraftItem("row", "Person")
        if self._is_counted():
            return DraftItem("row", "Entity")
        if self._at("crime"):
            return DraftItem("row", "Crime")
        if self._are_persons():
            return DraftItem("row", "Person")
        if timed:
            phones = [at for at in self._at("phone") if self._uses[at].what == "record"]
            return DraftItem("row", "Communication" if len(phones) >= 2 else "Event")
        if self._at("surname") or (self._at("forename", "full name") and self._at("date of birth")):
            return DraftItem("row", "Person")
        if self._at("vrm"):
            return DraftItem("row", "Vehicle")
        if self._at("lat", "easting", "coordinates") or self._at("postcode"):
            return DraftItem("row", "Location")
        return DraftItem("row", "Entity")

    def _are_persons(self) -> bool:
        """Return whether nearly every row names another person, and nothing has a time of day."""
        if any(each.when is not None and each.when.has_time for each in self._senses):
            return False
        names = [*self._at("surname")[:1], *self._at("forename")[:1]]
        if len(names) < 2:
            return False
        rows = list(zip(*(self._cells[at] for at in names), strict=True))
        return len(set(rows)) >= 0.8 * len(rows)

    def _is_counted(self) -> bool:
        """Return whether a row counts several crimes or events, by month, year or area, and is none of its own."""
        months = [at for at, name in enumerate(self._columns) if PERIOD.fullmatch(name.strip())]
        months += [at for at, name in enumerate(self._columns) if _MONTH.fullmatch(name.strip())]
        counts = [at for at, name in enumerate(self._columns) if _COUNT.search(spoken(name)) and self._are_whole(at)]
        kinds = [at for at in self._at("crime") if self._are_whole(at)]
        return (
            len(months) >= 2
            or len(kinds) >= 3
            or (bool(counts) and not self._at("id", "lat", "easting", "coordinates", "address"))
        )

    def _are_whole(self, at: int) -> bool:
        return all(re.fullmatch(r"[0-9][0-9,]*", text) for text in self._senses[at].samples)

    def _parts(self) -> list[int]:
        """Return the columns that hold a year, a month and a day (and an hour, a minute), in that order."""
        found: list[int] = []
        for form in _PARTS:
            at = next((at for at, name in enumerate(self._columns) if re.search(form, spoken(name))), None)
            if at is None or not all(re.fullmatch(r"[0-9]{1,4}", text) for text in self._senses[at].samples):
                break
            found.append(at)
        return found if len(found) >= 2 else []

    def _label(self, name: str) -> str:
        return self._schema.item(name).label

    def _is_event(self, main: DraftItem) -> bool:
        return self._schema.item(main.type).category == "event"

    def _time(self, main: DraftItem) -> DraftItem:
        """Use the first date, with the time of day beside it, as the time of the row."""
        if main.type == "Person":
            return main
        dates = [at for at in self._at("when") if (when := self._senses[at].when) is not None and when.has_date]
        if (parts := self._parts()) and all(at in parts or self._is_later(at) for at in dates):
            return self._time_of_parts(main, parts)
        if not dates:
            return main
        first = min(dates, key=self._rank)
        when = self._senses[first].when
        assert when is not None
        at, formats = [first], list(when.formats)
        clocks = [at for at in self._at("when") if (clock := self._senses[at].when) is not None and not clock.has_date]
        if clocks and not when.has_time:
            clock = min(clocks, key=lambda other: abs(other - first))
            said = self._senses[clock].when
            assert said is not None
            at.append(clock)
            # A form with a name reads a date with a time of day as well.
            formats = [f"{date} {time}" for date in when.formats for time in said.formats if date not in _NAMED]
            formats += list(when.formats)
        for each in at:
            self._take(each, Use("when", main.name))
        words = f"Its time is {self._names(at)}"
        if when.ambiguous and self._is_american():
            formats = [_MONTH_FIRST.get(each, each.replace("dd/mm", "mm/dd")) for each in formats]
            words += ", read month first as its places lie in North America and no value of the file decides it"
        elif when.ambiguous:
            words += f", read day first as no value of the file decides it: {when.example}"
        elif when.example:
            words += f": {when.example}"
        self._words.append(f"{words}.")
        ends = [
            at for at in self._at("until") if (end := self._senses[at].when) is not None and end.formats == when.formats
        ]
        if len(ends) == 1 and len(at) == 1 and not self._is_later(first):
            self._take(ends[0], Use("until", main.name))
            self._words.append(f"It ends at {self._names(ends)}.")
        main = replace(main, formats=tuple(dict.fromkeys(formats)))
        self._items[0] = main
        return main

    def _rank(self, at: int) -> tuple[bool, bool, float, int]:
        """Return what sorts columns of dates: when it happened goes before when that was reported."""
        name = spoken(self._columns[at])
        filled = self._senses[at].filled
        return self._is_later(at) or filled < 0.5, not _FIRST.search(name), -filled, at

    def _is_later(self, at: int) -> bool:
        return _LATER.search(spoken(self._columns[at])) is not None

    def _is_american(self) -> bool:
        """Return whether the places lie in North America, by their longitudes."""
        for at in self._at("lon"):
            numbers = [float(text.replace(",", "")) for text in self._senses[at].samples if is_number(text)]
            placed = [number for number in numbers if number not in {0, -1}]
            return bool(placed) and all(-170 < number < -50 for number in placed)
        return False

    def _time_of_parts(self, main: DraftItem, parts: Sequence[int]) -> DraftItem:
        for at in parts:
            self._take(at, Use("when", main.name))
        most = ["yyyy", "mm", "dd", "HH", "MM"][: len(parts)]
        # A part that is not known is written as 0.
        forms = [" ".join([*most[:known], *["0"] * (len(parts) - known)]) for known in range(len(parts), 0, -1)]
        if len(parts) > 3:
            forms = [" ".join(most), *(f"{' '.join(most[:3])} {'0 ' * (len(parts) - 4)}0",)]
        self._words.append(f"Its time is {self._names(parts)}.")
        main = replace(main, formats=tuple(forms))
        self._items[0] = main
        return main

    def _identity(self, main: DraftItem) -> None:
        """Let a column of references, all different, tell the rows apart, within this file."""
        found = [at for at in self._at("id") if self._senses[at].is_unique and self._uses[at].what == "record"]
        # What lies within an object of the row tells that object, not the row.
        found = [at for at in found if "." not in self._columns[at]]
        if self._differs is not None:
            found = list(islice(filter(self._differs, found), 1))
        if not found:
            return
        known = {each.name for each in self._schema.properties_of(main.type)}
        name = next((each for each in ("reference", "id") if each in known), "")
        self._take(found[0], Use("id", main.name, name))
        self._items[0] = replace(self._items[0], identity="file")
        self._words.append(f"{self._names(found[:1])} tells the rows apart, within this file.")

    def _kind(self, main: DraftItem) -> None:
        """Let the column that says what kind of crime or event it was be the type of it."""
        if "type" not in {each.name for each in self._schema.properties_of(main.type)}:
            return
        free = [at for at, use in enumerate(self._uses) if use.what == "record" and not self._senses[at].when]
        named = [at for at in free if _KIND.search(spoken(self._columns[at]))]
        for at in (named or [at for at in self._at("crime") if at in free])[:1]:
            self._take(at, Use("property", main.name, "type"))
            self._words.append(f"What kind it was is {self._names([at])}.")

    def _person(self, main: DraftItem) -> None:
        if main.type != "Person":
            return
        parts: tuple[tuple[Sense, str], ...] = (
            ("forename", "name"),
            ("surname", "surname"),
            ("date of birth", "date_of_birth"),
        )
        for sense, name in parts:
            for at in self._at(sense)[:1]:
                self._take(at, Use("property", main.name, name))
        if not self._at("forename", "surname"):
            for at in self._at("full name")[:1]:
                self._take(at, Use("property", main.name, "name"))
        self._words.append("Rows with the same name stay persons of their own, for a name alone identifies nobody.")

    # What belongs to it

    def _place(self, main: DraftItem) -> None:
        pairs: list[tuple[list[int], list[int], tuple[What, What]]] = [
            (self._at("lon"), self._at("lat"), ("lon", "lat")),
            (self._at("easting"), self._at("northing"), ("easting", "northing")),
        ]
        item = main.name if not self._is_event(main) else "place"
        address = [at for at in self._at("address") if self._uses[at].what == "record"][:1]
        postcode = self._at("postcode")[:1]
        done: list[int] = []
        if not (pairs[0][0] and pairs[0][1]) and (degrees := self._degrees()):
            pairs.insert(0, (degrees[:1], degrees[1:], ("lon", "lat")))
        for one, other, (x, y) in pairs:
            if one and other:
                self._take(one[0], Use(x, item))
                self._take(other[0], Use(y, item))
                done = [one[0], other[0]]
                break
        if not done and self._at("coordinates"):
            done = self._at("coordinates")[:1]
            self._uses[done[0]] = Use("place", item)
        if item == main.name:
            if done:
                self._words.append(f"Its place is {self._names(done)}.")
            if main.type == "Location":
                for at in address:
                    self._take(at, Use("property", item, "address"))
                for at in postcode:
                    self._take(at, Use("property", item, "postcode"))
            elif (address or postcode) and main.type == "Person":
                self._location("CURRENT_ADDRESS", main, address + postcode)
            return
        if done or address or postcode:
            self._location("OCCURRED_AT", main, done + address + postcode)

    def _degrees(self) -> list[int]:
        """Return the columns X and Y if both are written in degrees with at least three places."""
        found: list[int] = []
        for name in ("x", "y"):
            at = next((at for at, each in enumerate(self._columns) if spoken(each) in {name, f"point {name}"}), None)
            if at is None or self._uses[at].what != "record":
                return []
            texts = [text for text in self._senses[at].samples if text not in {"0", "0.0"}]
            most = 180 if name == "x" else 90
            if not texts or not all(re.fullmatch(r"-?\d{1,3}(\.\d+)?", text) for text in texts):
                return []
            fine = sum(re.search(r"\.\d{3}", text) is not None for text in texts) >= 0.9 * len(texts)
            if not fine or any(abs(float(text)) > most for text in texts):
                return []
            found.append(at)
        return found

    def _location(self, link: str, main: DraftItem, places: Sequence[int]) -> None:
        """Make a location of these columns; equal ones are one location."""
        self._items.append(DraftItem("place", "Location", "case"))
        self._links.append(DraftLink(link, main.name, "place"))
        for at in places:
            sense, use = self._senses[at].sense, self._uses[at]
            name = {"address": "address", "postcode": "postcode"}.get(sense, "")
            self._take(at, Use("property", "place", name) if use.what == "record" else replace(use, item="place"))
        self._words.append(f"Where it was is {self._names(places)}; rows with the same are at the same location.")

    def _own_items(self, main: DraftItem) -> None:
        for sense, (kind, name, of_person, of_other) in _OWN_ITEMS.items():
            if kind == main.type:
                for at in self._at(sense)[:1]:
                    self._take(at, Use("id", main.name, name))
                    self._items[0] = replace(self._items[0], identity="case")
                    self._words.append(f"{self._names([at])} says which {self._label(kind)} it is, in the whole case.")
                continue
            free = [at for at in self._at(sense) if self._uses[at].what == "record"]
            for number, at in enumerate(free):
                item = spoken(self._columns[at]) or f"{sense} {number + 1}"
                self._items.append(DraftItem(item, kind, "case"))
                self._take(at, Use("id", item, name))
                link = of_person if main.type == "Person" else self._event_link(main, sense, at, number, of_other)
                self._links.append(DraftLink(link, main.name, item))
                self._words.append(f"{self._names([at])} is {_a(self._label(kind))}, the same in the whole case.")

    def _event_link(self, main: DraftItem, sense: Sense, at: int, number: int, other: str) -> str:
        if sense == "phone" and main.type == "Communication":
            header = spoken(self._columns[at])
            if any(word in header.split() for word in ("called", "callee", "receiver", "to", "b", "dialled")):
                return "CALLED"
            if any(word in header.split() for word in ("caller", "calling", "from", "a", "sender", "source")):
                return "CALLER"
            return "CALLER" if number == 0 else "CALLED"
        return "LINKED_TO" if other == "PARTY_TO" else other

    def _sealed(self) -> None:
        for at in self._at("nhs"):
            self._take(at, Use("leave out", words="an NHS number is not for policing"))
        for at in self._at("nino"):
            self._take(at, Use("leave out", words="a National Insurance number needs a reason to be kept"))

    def _label_of(self, main: DraftItem) -> None:
        if main.type not in {"Entity", "Event"}:
            return
        found = [at for at in self._at("label", "full name") if self._uses[at].what == "record"]
        if found:
            self._take(found[0], Use("property", main.name, "name" if main.type == "Entity" else "title"))


def _a(noun: str) -> str:
    return f"an {noun}" if noun[0] in "aeiou" else f"a {noun}"
