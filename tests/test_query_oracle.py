"""The query language against a plain evaluator that knows neither its parser nor its columns.

Cases are made by chance, and so are queries, as trees; a tree is written as an analyst would type it, and answered row
by row in plain Python. Both must find the same items.
"""

from __future__ import annotations

import json
import re
import zlib
from datetime import datetime, timedelta
from functools import cache
from pathlib import Path
from tempfile import mkdtemp
from zoneinfo import ZoneInfo

import numpy as np
from hypothesis import example, given, settings
from hypothesis import strategies as st
from pyproj import Geod

from intelviz.case.file import CaseFile
from intelviz.case.values import SourceDraft
from intelviz.schema.model import ItemType, LinkType, PropertyType, Schema
from intelviz.schema.when import Precision
from intelviz.workspace.commands.kept.keep_thing import KeepThing
from intelviz.workspace.commands.sets.make_set import MakeSet
from intelviz.workspace.opening import OpenCase
from intelviz.workspace.query import parse

UK, UTC = ZoneInfo("Europe/London"), ZoneInfo("UTC")
EARTH = Geod(ellps="WGS84")
WORDS = ("amber", "birch", "cedar", "dune", "ember", "flint")
KINDS = ("Burglary", "Robbery", "Fraud")
TYPES = {
    "Person": (),
    "Thing": ("Phone", "Car"),
    "Phone": (),
    "Car": (),
    "Location": (),
    "Event": ("Crime",),
    "Crime": (),
}
LINKS = ("KNOWS", "HAS", "SEEN_AT", "OCCURRED_AT")
GRADES = {"one.csv": "3x5x2 1AP", "two.csv": "3x5x2 2BP", "three.csv": ""}
SETS = ("alpha", "Two words")
BOX = (-2.25, 53.47, -2.20, 53.50)
FIRST = datetime(2017, 8, 1, tzinfo=UK)


def schema() -> Schema:
    said = (PropertyType("sort", "sort"), PropertyType("bulk", "bulk", "number"))
    category = {"Person": "person", "Location": "location", "Event": "event", "Crime": "event"}
    parents = {child: parent for parent, children in TYPES.items() for child in children}
    items = [
        ItemType(
            name, name.lower(), f"{name.lower()}s", category.get(name, "object"), "account", number % 8,
            parents.get(name), properties=said if name in {"Thing", "Event"} else (),
        )
        for number, name in enumerate(TYPES)
    ]  # fmt: skip
    links = [LinkType(name, name.lower().replace("_", " "), f"is {name.lower()} of", "association") for name in LINKS]
    links[3] = LinkType("OCCURRED_AT", "occurred at", "is where", "place", reach="locates")
    return Schema({each.name: each for each in items}, {each.name: each for each in links})


class Made:
    """One case made by chance, as rows of plain values, and as a case file."""

    def __init__(self, seed: int) -> None:
        chance = np.random.default_rng(seed)

        def one(of):
            return of[int(chance.integers(0, len(of)))]

        self.items = [self._item(one, chance) for _ in range(40)]
        self.links = [(one(LINKS[:3]), *(int(each) for each in chance.integers(0, 40, 2))) for _ in range(50)]
        places = [row for row, each in enumerate(self.items) if each["type"] == "Location"]
        for row, each in enumerate(self.items):
            if each["type"] == "Crime" and places and chance.random() < 0.8:
                at = one(places)
                self.links.append(("OCCURRED_AT", row, at))
                if each["place"] is None:
                    each["place"] = self.items[at]["place"]
        names = list(GRADES)
        for each in self.items:
            each["sources"] = {one(names) for _ in range(int(chance.integers(1, 3)))}
        self.sets = {name: sorted({int(each) for each in chance.integers(0, 40, 9)}) for name in SETS}
        self.selected = {int(each) for each in chance.integers(0, 40, 6)}
        self.opened = self._opened()
        self.by_id = {each["id"]: row for row, each in enumerate(self.items)}

    def _item(self, one, chance) -> dict:
        kind = one(list(TYPES))
        words = [one(WORDS), one(WORDS)]
        said = {}
        if kind in {"Thing", "Phone", "Car", "Event", "Crime"}:
            if chance.random() < 0.7:
                said["sort"] = one(KINDS)
            if chance.random() < 0.7:
                said["bulk"] = int(chance.integers(0, 12))
        when = None
        if kind in {"Event", "Crime"} and chance.random() < 0.9:
            begin = FIRST + timedelta(
                days=int(chance.integers(0, 20)), minutes=int(chance.choice([15, 60])) * int(chance.integers(0, 24))
            )
            if chance.random() < 0.3:
                day = begin.replace(hour=0, minute=0)
                when = (day, day + timedelta(days=1), Precision.DAY)
            else:
                when = (begin, begin + timedelta(minutes=int(chance.integers(0, 3)) * 30 + 1), Precision.MINUTE)
        place = None
        if kind == "Location" or chance.random() < 0.15:
            place = (round(float(chance.normal(-2.24, 0.03)), 5), round(float(chance.normal(53.48, 0.02)), 5))
        return {"type": kind, "label": " ".join(words), "said": said, "when": when, "place": place, "own": place}

    def _opened(self) -> OpenCase:
        case = CaseFile.create(Path(mkdtemp()) / "case.intelviz", schema())
        with case.changing() as change:
            rows = []
            for row, each in enumerate(self.items):
                when = each["when"]
                times = (int(when[0].timestamp()), int(when[1].timestamp()), int(when[2])) if when else (None,) * 3
                where = (*each["own"], 1) if each["own"] else (None, None, None)
                said = json.dumps(each["said"])
                rows.append((each["type"], f"{each['type']}:{row}", each["label"], said, *times, *where))
            records = {}
            for number, (name, grade) in enumerate(GRADES.items()):
                source = change.add_source(SourceDraft(name, str(number) * 64, grade=grade))
                records[name] = change.add_records(source, [2], ["{}"])
                change.finish_source(source, rows=1, loaded=1, merged=0, rejected=0, items=0)
            first = change.add_items(rows)
            for row, each in enumerate(self.items):
                each["id"] = first + row
            change.add_links((kind, first + a, first + b, None, None, None, None) for kind, a, b in self.links)
            change.add_assertions(
                (records[name], each["id"], None, None) for each in self.items for name in sorted(each["sources"])
            )
        opened = OpenCase(case)
        for name, members in self.sets.items():
            opened.acts.run(MakeSet(name, np.array([self.items[row]["id"] for row in members])))
        west, south, east, north = BOX
        ring = [[west, south], [east, south], [east, north], [west, north]]
        opened.acts.run(KeepThing("area", "Box", {"shape": "polygon", "points": ring}))
        workspace = opened.workspace
        workspace.select([workspace.row_of(self.items[row]["id"]) for row in self.selected])
        return opened


@cache
def made(seed: int) -> Made:
    return Made(seed)


# A query as a tree: how it is typed, and what it means for a row


def typed(tree) -> str:
    match tree:
        case ("and", parts):
            return " and ".join(bracketed(each) for each in parts)
        case ("beside", parts):
            return " ".join(bracketed(each) for each in parts)
        case ("or", parts):
            return " or ".join(bracketed(each) for each in parts)
        case ("not", part):
            return f"not {bracketed(part)}"
        case ("type", name, form):
            return {"name": name, "plural": f"{name.lower()}s", "type:": f"type:{name}"}[form]
        case ("word", text):
            return text[:3]
        case ("phrase", one, other):
            return f'"{one} {other}"'
        case ("has", name, sign, value):
            return f"{name} {sign} {value}"
        case ("one of", name, values):
            return f"{name} in ({', '.join(map(str, values))})"
        case ("known", name, on):
            return f"{name} is {'known' if on else 'unknown'}"
        case ("label", text):
            return f"label contains {text}"
        case ("ids", rows):
            return f"id {', '.join(f'@{row}' for row in rows)}"
        case ("in set", name):
            return f'in set "{name.upper()}"'
        case ("in area",):
            return "in area box"
        case ("graded", text):
            return f"graded {text}"
        case ("from source", names):
            return f"from source {', '.join(names)}"
        case ("on" | "until" | "before" | "after" as word, day):
            return f"{word} {written(day)}"
        case ("span", first, last):
            return f"from {written(first)} to {written(last)}"
        case ("hours", first, last):
            return f"hours {first:02}-{last:02}"
        case ("days", days):
            return f"days {', '.join(('Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat', 'Sun')[each] for each in days)}"
        case ("near point", metres, (lon, lat)):
            return f"within {metres} m of point {lon}, {lat}"
        case ("near", metres, inner):
            return f"within {metres} m of ({typed(inner)})"
        case ("inside", box):
            return f"inside {', '.join(map(str, box))}"
        case ("linked", way, anchor, by):
            words = {"either": "linked to", "to": "linking to", "from": "reached from"}[way]
            return f"{words} {anchored(anchor)}{by_words(by)}"
        case ("links away", many, way, anchor, by):
            words = {"either": "of", "to": "to", "from": "from"}[way]
            return f"within {many} links {words} {anchored(anchor)}{by_words(by)}"
        case ("selected",):
            return "selected"
    raise AssertionError(tree)


def bracketed(tree) -> str:
    return f"({typed(tree)})" if tree[0] in {"and", "or", "beside", "not"} else typed(tree)


def anchored(anchor) -> str:
    return f"@{anchor}" if isinstance(anchor, int) else f"({typed(anchor)})"


def by_words(by) -> str:
    return f" by {', '.join(by)}" if by else ""


def written(day: datetime) -> str:
    forms = ("{0.day}/{0.month}/{0.year}", "{0:%Y-%m-%d}", "{0.day} {0:%b} {0.year}")
    return forms[zlib.crc32(str(day).encode()) % 3].format(day)


class Plain:
    """Answers a tree row by row."""

    def __init__(self, case: Made) -> None:
        self.case, self.rows = case, range(len(case.items))

    def all(self, tree) -> set[int]:
        if tree[0] in {"near", "linked", "links away"}:
            return getattr(self, tree[0].replace(" ", "_"))(*tree[1:])
        if tree[0] in {"and", "beside"}:
            return set.intersection(*(self.all(each) for each in tree[1]))
        if tree[0] == "or":
            return set.union(*(self.all(each) for each in tree[1]))
        if tree[0] == "not":
            return set(self.rows) - self.all(tree[1])
        return {row for row in self.rows if self.fits(tree, row)}

    def fits(self, tree, row: int) -> bool:
        item = self.case.items[row]
        said, when = item["said"], item["when"]
        match tree:
            case ("type", name, _):
                return item["type"] == name or item["type"] in TYPES[name]
            case ("word", text):
                words = re.findall(r"\w+", " ".join([item["label"], *map(str, said.values())]).lower())
                return any(word.startswith(text[:3]) for word in words)
            case ("phrase", one, other):
                return f"{one} {other}" in item["label"]
            case ("has", name, sign, value):
                return self.compares(item, name, sign, value)
            case ("one of", name, values):
                return any(self.compares(item, name, "=", each) for each in values)
            case ("known", name, on):
                return self.may_say(item) and (name in said) == on
            case ("label", text):
                return text in item["label"]
            case ("ids", rows):
                return row in rows
            case ("in set", name):
                return row in self.case.sets[name]
            case ("in area",):
                return item["place"] is not None and inside(item["place"], BOX)
            case ("inside", box):
                return item["place"] is not None and inside(item["place"], box)
            case ("graded", text):
                grades = {GRADES[each] for each in item["sources"]}
                return (
                    "" in grades
                    if text == "ungraded"
                    else any(each[6:].lower().startswith(text) for each in grades if each)
                )
            case ("from source", names):
                return bool(item["sources"] & set(names))
            case ("on", day):
                return touches(when, day, day + timedelta(days=1))
            case ("span", first, last):
                return touches(when, first, last + timedelta(days=1))
            case ("until", day):
                return touches(when, None, day + timedelta(days=1))
            case ("before", day):
                return touches(when, None, day)
            case ("after", day):
                return touches(when, day + timedelta(days=1), None)
            case ("hours", first, last):
                if when is None or when[2] < Precision.MINUTE:
                    return False
                hour = when[0].hour
                return first <= hour < last if first < last else hour >= first or hour < last
            case ("days", days):
                return when is not None and when[0].weekday() in days
            case ("near point", metres, point):
                return item["place"] is not None and apart(item["place"], point) <= metres
            case ("selected",):
                return row in self.case.selected
        raise AssertionError(tree)

    def may_say(self, item) -> bool:
        return item["type"] in {"Thing", "Phone", "Car", "Event", "Crime"}

    def compares(self, item, name: str, sign: str, value) -> bool:
        mine = item["said"].get(name)
        if sign == "!=":
            return self.may_say(item) and not self.compares(item, name, "=", value)
        if mine is None:
            return False
        if sign == "contains":
            return str(value).lower() in str(mine).lower()
        if isinstance(value, str):
            mine, value = mine.lower(), value.lower()
        return {
            "=": mine == value, "<": mine < value, "<=": mine <= value, ">": mine > value, ">=": mine >= value,
        }[sign]  # fmt: skip

    def near(self, metres: int, inner) -> set[int]:
        anchors = [self.case.items[row]["place"] for row in self.all(inner)]
        placed = [each for each in anchors if each is not None]
        here = {row: place for row in self.rows if (place := self.case.items[row]["place"]) is not None}
        return {row for row, place in here.items() if any(apart(place, each) <= metres for each in placed)}

    def across(self, rows: set[int], way: str, by) -> set[int]:
        found = set()
        for kind, a, b in self.case.links:
            if by and kind not in by:
                continue
            if way != "from" and b in rows:
                found.add(a)
            if way != "to" and a in rows:
                found.add(b)
        return found

    def anchor(self, anchor) -> set[int]:
        return {anchor} if isinstance(anchor, int) else self.all(anchor)

    def linked(self, way: str, anchor, by) -> set[int]:
        found = self.across(self.anchor(anchor), way, by)
        return found - {anchor} if isinstance(anchor, int) else found

    def links_away(self, many: int, way: str, anchor, by) -> set[int]:
        found = self.anchor(anchor)
        for _ in range(many):
            found = found | self.across(found, way, by)
        return found


def inside(place, box) -> bool:
    return box[0] <= place[0] <= box[2] and box[1] <= place[1] <= box[3]


def apart(one, other) -> float:
    return EARTH.inv(*one, *other)[2]


def touches(when, begin: datetime | None, end: datetime | None) -> bool:
    return when is not None and (begin is None or when[1] > begin) and (end is None or when[0] < end)


# Queries by chance

_days = st.integers(-1, 21).map(lambda day: (FIRST.replace(tzinfo=None) + timedelta(days=day)).replace(tzinfo=UK))
_rows = st.integers(0, 39)
_by = st.sampled_from([(), ("KNOWS",), ("HAS", "SEEN_AT"), ("OCCURRED_AT",)])
_way = st.sampled_from(["either", "to", "from"])
_metres = st.sampled_from([150, 700, 2_000, 6_000])
_boxes = st.sampled_from([BOX, (-2.3, 53.4, -2.24, 53.6), (-2.24, 53.48, -2.0, 53.9)])
_leaves = st.one_of(
    st.tuples(st.just("type"), st.sampled_from(list(TYPES)), st.sampled_from(["name", "plural", "type:"])),
    st.tuples(st.just("word"), st.sampled_from([*WORDS, "burglary"])),
    st.tuples(st.just("phrase"), st.sampled_from(WORDS), st.sampled_from(WORDS)),
    st.tuples(
        st.just("has"), st.just("sort"), st.sampled_from(["=", "!=", "<", ">=", "contains"]), st.sampled_from(KINDS)
    ),
    st.tuples(st.just("has"), st.just("bulk"), st.sampled_from(["=", "!=", "<", "<=", ">", ">="]), st.integers(0, 12)),
    st.tuples(st.just("one of"), st.just("sort"), st.lists(st.sampled_from(KINDS), min_size=1, max_size=2)),
    st.tuples(st.just("one of"), st.just("bulk"), st.lists(st.integers(0, 12), min_size=1, max_size=3)),
    st.tuples(st.just("known"), st.sampled_from(["sort", "bulk"]), st.booleans()),
    st.tuples(st.just("label"), st.sampled_from(WORDS)),
    st.tuples(st.just("ids"), st.lists(_rows, min_size=1, max_size=3)),
    st.tuples(st.just("in set"), st.sampled_from(SETS)),
    st.just(("in area",)),
    st.tuples(st.just("graded"), st.sampled_from(["1", "1ap", "2b", "2BP".lower(), "ungraded"])),
    st.tuples(st.just("from source"), st.lists(st.sampled_from(list(GRADES)), min_size=1, max_size=2, unique=True)),
    st.tuples(st.sampled_from(["on", "until", "before", "after"]), _days),
    st.tuples(_days, _days).map(lambda pair: ("span", min(pair), max(pair))),
    st.tuples(st.just("hours"), st.integers(0, 23), st.integers(0, 23)).filter(lambda each: each[1] != each[2]),
    st.tuples(st.just("days"), st.lists(st.integers(0, 6), min_size=1, max_size=3, unique=True)),
    st.tuples(st.just("near point"), _metres, st.just((-2.24, 53.48))),
    st.tuples(st.just("inside"), _boxes),
    st.tuples(st.just("linked"), _way, _rows, _by),
    st.tuples(st.just("links away"), st.integers(1, 3), _way, _rows, _by),
    st.just(("selected",)),
)
_trees = st.recursive(
    _leaves,
    lambda inner: st.one_of(
        st.tuples(st.just("not"), inner),
        st.tuples(st.sampled_from(["and", "or", "beside"]), st.lists(inner, min_size=2, max_size=3)),
        st.tuples(st.just("linked"), _way, inner, _by),
        st.tuples(st.just("links away"), st.integers(1, 2), _way, inner, _by),
        st.tuples(st.just("near"), _metres, inner),
    ),
    max_leaves=8,
)


def both(seed: int, tree) -> tuple[set[int], set[int], str]:
    """Return what the plain evaluator finds, what the language finds, and the text."""
    case = made(seed)
    text = re.sub(r"@(\d+)", lambda row: str(case.items[int(row[1])]["id"]), typed(tree))
    opened = case.opened
    mask = parse(text, opened.workspace.schema).mask(opened.workspace, opened.case)
    found = {case.by_id[int(opened.workspace.items.id[row])] for row in np.flatnonzero(mask)}
    return Plain(case).all(tree), found, text


@settings(max_examples=500, deadline=None)
@given(st.integers(0, 5), _trees)
@example(0, ("or", [("hours", 22, hour) for hour in range(13)]))
@example(1, ("hours", 23, 6))
@example(0, ("or", [("not", ("on", FIRST)), ("and", [("type", "Thing", "plural"), ("has", "bulk", "!=", 3)])]))
def test_the_language_finds_what_a_plain_evaluator_finds(seed, tree):
    wanted, found, text = both(seed, tree)
    assert found == wanted, text


@settings(max_examples=200, deadline=None)
@given(st.integers(0, 5), _trees)
def test_what_is_printed_means_the_same_and_prints_itself(seed, tree):
    wanted, _, text = both(seed, tree)
    case = made(seed)
    schema_here = case.opened.workspace.schema
    query = parse(text, schema_here)
    again = parse(query.text, schema_here)
    assert again.term == query.term and again.text == query.text
    mask = again.mask(case.opened.workspace, case.opened.case)
    assert {case.by_id[int(case.opened.workspace.items.id[row])] for row in np.flatnonzero(mask)} == wanted
    assert query.words


def test_every_kind_of_statement_finds_some_and_not_all_somewhere():
    """What finds nothing in any case, or everything, would prove nothing."""
    kinds: dict[str, set[int]] = {}

    @settings(max_examples=500, deadline=None, database=None, derandomize=True)
    @given(_leaves)
    def collect(tree):
        kinds.setdefault(tree[0], set()).update(len(Plain(made(seed)).all(tree)) for seed in range(6))

    collect()
    assert len(kinds) >= 20
    assert [name for name, counts in kinds.items() if not any(0 < count < 40 for count in counts)] == []
