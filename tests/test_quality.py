"""What is odd in a case is found, counted, and led back to items and rows; what is sound stays unmentioned."""

import json
import re

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from intelviz import Case
from intelviz.cli import main
from intelviz.schema.errors import CancelledError
from intelviz.workspace.quality.items import far_off

RECIPE = """recipe: people
version: 1
title: People
identity: case
files:
  - required: [no, name, born, age, seen, lat, lon, phone]
    items:
      - type: Person
        id: no
        properties: {name: name, date_of_birth: born, age: age, nickname: nick}
        when: {at: seen, formats: [dd/mm/yyyy HH:MM]}
        where: {lat: lat, lon: lon}
"""
HEAD = "no,name,born,age,seen,lat,lon,phone,nick\n"
USUAL = [
    f"{n},Person {n},1{n % 10}/0{n % 8 + 2}/19{60 + n % 30},{20 + n},0{n % 9 + 1}/06/2024 1{n % 9}:{10 + n},"
    f"53.4{n},-2.2{n},7,Nick{n}"
    for n in range(10, 40)
]
ODD = [
    "91,Old,11/02/1950,230,01/06/2024 10:11,53.4,-2.2,7,a",
    "92,Nowhere,11/02/1950,30,01/06/2024 10:12,0,0,7,b",
    "93,Abroad,11/02/1950,30,01/06/2024 10:13,40.7,-74.0,7,c",
    "94,Ahead,11/02/1950,30,01/06/2124 10:14,53.4,-2.2,7,d",
    "95,N/A,01/01/1970,30,01/06/2024 10:15,53.4,-2.2,7.9E+12,e",
    "91,Old,12/03/1951,230,01/06/2024 10:11,53.4,-2.2,7,a",
    USUAL[0],
]


@pytest.fixture
def case(tmp_path):
    (tmp_path / "people.yaml").write_text(RECIPE)
    (tmp_path / "people.csv").write_text(HEAD + "\n".join(USUAL + ODD) + "\n")
    with Case.new(tmp_path / "case.intelviz") as made:
        made.import_files(tmp_path / "people.csv", recipe=tmp_path / "people.yaml")
        yield made


def found(document):
    return {each["title"]: each for each in document["findings"]}


def test_what_is_odd_is_found_with_its_items_and_rows(case):
    document = case.quality()
    titles = found(document)
    for title, label in [
        ("Nobody is of that age", "Old"),
        ("At 0, 0 in the Gulf of Guinea", "Nowhere"),
        ("Outside the United Kingdom", "Abroad"),
        ("In the future", "Ahead"),
        ("Words that stand for nothing", "N/A"),
        ("Born on 1 January", "N/A"),
    ]:
        assert [each["label"] for each in titles[title]["examples"]] == [label], title
        assert len(titles[title]["items"]) == 1
    assert titles["Equal rows"]["examples"][0]["row"] == 38
    assert titles["Numbers like 7.9E+12"]["examples"][0]["column"] == "phone"
    assert titles["One key, more than one date of birth"]["count"] == 1


def test_a_source_without_faults_has_no_findings(tmp_path):
    (tmp_path / "people.yaml").write_text(RECIPE)
    (tmp_path / "people.csv").write_text(HEAD + "\n".join(USUAL) + "\n")
    with Case.new(tmp_path / "case.intelviz") as case:
        case.import_files(tmp_path / "people.csv", recipe=tmp_path / "people.yaml")
        document = case.quality("people.csv")
    assert document["findings"] == []
    filled = {(each["type"], each["property"]): each["share"] for each in document["completeness"]}
    assert filled["Person", "name"] == 1
    assert filled["Person", "@where"] == 1


def test_every_altered_value_is_listed(case):
    document = case.quality("people.csv")
    source = case._file.sources()[0]
    assert len(document["alterations"]) == len(case._file.alterations(source.id))


def test_it_can_be_stopped(case):
    def stop(words, done=0, total=0):
        raise CancelledError

    with pytest.raises(CancelledError):
        case.quality(step=stop)


def test_as_a_file_it_needs_nothing_else_and_runs_nothing(tmp_path, capsys):
    (tmp_path / "people.yaml").write_text(RECIPE)
    bad = '96,<script>alert(1)</script>,11/02/1950,230,01/06/2024 10:16,53.4,-2.2,7,"<img src=x onerror=1>"'
    (tmp_path / "people.csv").write_text(HEAD + "\n".join([*USUAL, bad]) + "\n")
    path = str(tmp_path / "case.intelviz")
    with Case.new(path) as case:
        case.import_files(tmp_path / "people.csv", recipe=tmp_path / "people.yaml")
    page = tmp_path / "quality.html"
    assert main(["quality", path, "--out", str(page)]) == 0
    text = page.read_text()
    assert "<script" not in text
    assert "<img" not in text
    assert not re.search(r"https?://|src=|href=|@import|url\(", text.replace("&lt;img src=x", ""))
    assert "&lt;script&gt;" in text
    capsys.readouterr()
    assert main(["quality", path, "--source", "people.csv", "--json"]) == 0
    assert json.loads(capsys.readouterr().out)["source"] == "people.csv"
    assert main(["quality", path, "--out", str(tmp_path / "a.docx")]) == 2
    assert main(["quality", path, "--source", "none.csv"]) == 2


@given(st.lists(st.integers(0, 1000), min_size=0, max_size=60))
def test_values_within_their_usual_range_are_never_far_off(values):
    at = far_off(np.array(values, np.int64))
    if len(at):
        plain = sorted(values)
        middle = plain[len(plain) // 2]
        assert all(abs(values[each] - middle) > 0 for each in at.tolist())
        assert len(at) < len(values) / 2


def test_one_far_value_among_many_is_found():
    values = np.array([*range(100), 10_000_000], np.int64)
    assert far_off(values).tolist() == [100]
