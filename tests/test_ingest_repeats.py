"""What a file says again and again is looked at once, and comes to the same as looking at every row."""

from __future__ import annotations

import random
import re
from pathlib import Path

import pytest
from test_ingest_ahead import dump

from intelviz.case import change
from intelviz.case.file import CaseFile
from intelviz.ingest import repeats
from intelviz.ingest.importing import import_files
from intelviz.ingest.readers import table
from intelviz.ingest.repeats import Repeats

RECIPE = """recipe: sightings
version: 1
title: Sightings
identity: case
zone: Europe/London
files:
  - required: [who, born, phone, lon, lat, place]
    items:
      - as: person
        type: Person
        id: who
        blank_id: leave
        properties: {name: name, date_of_birth: {column: born, on_error: leave}, age: {column: height, on_error: leave}}
      - {as: phone, type: Phone, id: phone, blank_id: leave, wrong_id: leave, properties: {phoneNo: phone}}
      - as: place
        type: Location
        id: place
        where: {lon: lon, lat: lat, on_error: leave}
        properties: {name: place, latitude: {column: rooms, on_error: leave}}
      - {as: event, type: Event, identity: row, when: {at: at, formats: [yyyy-mm-dd]}}
    links:
      - {type: LINKED_TO, from: person, to: phone}
      - {type: LINKED_TO, from: event, to: place}
"""


def rows(count: int, people: int) -> str:
    chance = random.Random(people)
    lines = ["who,name,born,height,phone,lon,lat,place,rooms,floor,at"]
    for _ in range(count):
        who = chance.choice(["", f"P{chance.randrange(people)}"])
        name = chance.choice(["Ann Bell", 'Zoë ""Z"" Dunn', "tab\\there"])
        at = chance.choice(["2024-05-01"] * 9 + ["2024-13-01"])
        place = f"Camp {chance.randrange(20)}"
        lon = chance.choice(["-1", "-2", "1.5", "200", ""])
        phone = chance.choice([f"07700 9000{chance.randrange(10, 40)}", "unknown", "12", ""])
        lines.append(
            f'{who},"{name}",{chance.choice(["1980-02-03", "31/31/31", ""])},{chance.choice(["1.75", "18", ""])},'
            f"{phone},"
            f"{lon},50,{place},{chance.choice(['3', 'a lot', '-0.10', '1e5'])},{chance.choice(['yes', ''])},{at}"
        )
    return "\n".join(lines) + "\n"


def loaded(folder: Path, name: str) -> list[str]:
    target = folder / f"{name}.intelviz"
    with CaseFile.create(target) as case:
        import_files(case, [folder / "one.csv"], recipe=folder / "sightings.yaml")
        import_files(case, [folder / "two.csv"], recipe=folder / "sightings.yaml")
        assert case.verify() == []
    # Alterations are listed row by row, or property by property: their numbers say nothing.
    return sorted(re.sub(r"^alteration \(\d+, ", "alteration (", each) for each in dump(target))


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    (tmp_path / "sightings.yaml").write_text(RECIPE)
    (tmp_path / "one.csv").write_text(rows(900, 40))
    (tmp_path / "two.csv").write_text(rows(700, 900))
    monkeypatch.setattr(table, "CHUNK", 100)
    monkeypatch.setattr(table.Table.chunks, "__defaults__", (100,))
    monkeypatch.setattr(change, "_MANY", 300)
    return tmp_path


@pytest.mark.parametrize("kept", [50_000, 20])
def test_it_comes_to_the_same_as_looking_at_every_row(folder: Path, monkeypatch: pytest.MonkeyPatch, kept: int) -> None:
    monkeypatch.setattr(repeats, "MOST", kept)
    numbered = loaded(folder, "numbered")
    begin = Repeats.__init__

    def off(self: Repeats, *given: object) -> None:
        begin(self, *given)
        self.is_on = False

    monkeypatch.setattr(Repeats, "__init__", off)
    one_by_one = loaded(folder, "one by one")
    assert numbered == one_by_one
    assert any(each.startswith("alteration") for each in numbered)
    assert any(each.startswith("rejection") for each in numbered)
    assert sum(each.startswith("statement") for each in numbered) > 1_000


def test_numbering_ends_where_little_comes_again(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(repeats, "_TRIED", 200)
    seen: list[tuple[str, bool]] = []
    forget = Repeats.forget

    def look(self: Repeats) -> None:
        forget(self)
        seen.append((self._maker.spec.name, self.is_on))

    monkeypatch.setattr(Repeats, "forget", look)
    (folder / "one.csv").write_text(
        "who,name,born,height,phone,lon,lat,place,rooms,floor,at\n"
        + "".join(f"P{each},Ann,,,07700 900123,1,50,Camp,1,,2024-05-01\n" for each in range(1_000))
    )
    with CaseFile.create(folder / "case.intelviz") as case:
        import_files(case, [folder / "one.csv"], recipe=folder / "sightings.yaml")
    assert seen[-4:] == [("person", False), ("phone", True), ("place", True), ("event", False)]
    assert ("person", True) in seen


def test_all_that_is_said_is_found_by_search(folder: Path) -> None:
    loaded(folder, "case")
    with CaseFile.open(folder / "case.intelviz") as case:
        for words in ("camp 7", "zoë dunn", "1980"):
            assert case.search(words), words
