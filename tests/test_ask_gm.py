"""Questions to the Greater Manchester case, with answers counted from its files by other means."""

import csv
from collections import Counter

import networkx as nx
import numpy as np
import pytest

from intelviz.workspace.asking import ask
from intelviz.workspace.first_chart import MOST, first_chart
from intelviz.workspace.query import parse
from intelviz.workspace.status import status_words

FOLDER = "greater-manchester-pole"


@pytest.fixture(scope="module")
def rows(shared_data):
    """All rows of the files by kind: nodes by label, links by type."""
    found = {}
    for path in sorted((shared_data / FOLDER).glob("*.csv")):
        with path.open(newline="", encoding="utf-8") as file:
            found[path.name.split(".")[-2]] = list(csv.DictReader(file))
    return found


@pytest.fixture(scope="module")
def graph(rows):
    """Who is linked to whom, by the ids of the files."""
    made = nx.Graph()
    for kind in rows.values():
        made.add_edges_from((row[":START_ID"], row[":END_ID"]) for row in kind if ":START_ID" in row)
    return made


def test_crimes_by_type(gm, rows):
    answer = ask(gm, "count", "Crime", by="type")
    counts = {each["value"]: each["count"] for each in answer["counts"]}
    assert counts["Violence and sexual offences"] == 8_765
    assert counts["Public order"] == 4_839
    assert counts["Burglary"] == 2_807
    assert counts["Robbery"] == 541
    assert counts == Counter(row["type"] or "(not stated)" for row in rows["Crime"])


@pytest.mark.parametrize("name", ["last_outcome", "charge"])
def test_blanks_are_counted(gm, rows, name):
    counts = {each["value"]: each["count"] for each in ask(gm, "count", "Crime", "by", name)["counts"]}
    assert counts == Counter(row[name].strip() or "(not stated)" for row in rows["Crime"])


def test_the_best_connected_persons_are_those_of_networkx(gm, rows, graph):
    answer = ask(gm, "most-connected", "Person", "--top", "10")
    persons = {row[":ID"] for row in rows["Person"]}
    degrees = sorted((graph.degree(each) for each in persons if each in graph), reverse=True)
    assert [each["others"] for each in answer["items"]] == degrees[:10]
    assert {each["type"] for each in answer["items"]} == {"Person"}


def test_paths_are_as_long_as_those_of_networkx(gm):
    ws = gm.workspace
    made = nx.Graph(zip(ws.links.a.tolist(), ws.links.b.tolist(), strict=True))
    persons = np.flatnonzero(parse("Person and not Officer", ws.schema).mask(ws, gm.case))
    for one, two in zip(persons[:40:4], persons[200:240:4], strict=True):
        answer = ask(gm, "path", int(ws.items.id[one]), int(ws.items.id[two]))
        if one in made and two in made and nx.has_path(made, one, two):
            expected = list(nx.all_shortest_paths(made, one, two))
            assert answer["length"] == len(expected[0]) - 1
            assert answer["count"] == len(expected)
        else:
            assert answer["length"] is None


def test_what_is_near(gm):
    ws = gm.workspace
    place = int(ws.items.id[np.flatnonzero(ws.items.place_row >= 0)[0]])
    answer = ask(gm, "near", place, 400, "Crime")
    chosen = parse(f"Crime and within 400 m of {place}", ws.schema).mask(ws, gm.case)
    assert answer["count"] == np.count_nonzero(chosen & (ws.items.id != place)) > 0
    assert [each["metres"] for each in answer["items"]] == sorted(each["metres"] for each in answer["items"])


@pytest.mark.parametrize(
    ("text", "count"),
    [
        ("Crime", 28_762),
        ('Crime.type = "Burglary"', 2_807),
        ("Person and not Officer", 369),
        ("phone calls", 534),
        ("all", 61_521),
        ('Crime.type in ("Burglary", "Robbery") or Area', 2_807 + 541 + 93),
    ],
)
def test_the_filter_language(gm, text, count):
    assert np.count_nonzero(parse(text, gm.workspace.schema).mask(gm.workspace, gm.case)) == count


def test_crimes_of_a_day(gm, rows):
    mask = parse("Crime on 5/8/2017", gm.workspace.schema).mask(gm.workspace, gm.case)
    assert np.count_nonzero(mask) == sum(row["date"].lstrip("0") == "5/08/2017" for row in rows["Crime"])


def test_it_opens_on_persons_and_what_links_them(gm):
    chosen, words = first_chart(gm.workspace)
    names = {gm.workspace.items.type_names[code] for code in gm.workspace.items.type[chosen]}
    assert "Person" in names
    assert "Officer" not in names
    assert 300 < len(chosen) <= MOST
    assert f"{61_521 - len(chosen):,} of 61,521 items are not drawn" in words
    assert status_words(gm.workspace) == "Nothing selected · all 61,521 shown"
