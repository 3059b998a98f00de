"""Graphs in DOT, as people write them and as programs do."""

import igraph
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from intelviz.ingest.readers.dot import READER
from intelviz.ingest.readers.file import FoundFile, Opening
from intelviz.schema.errors import BadInputError, IntelvizError


def elements(path, text):
    path.write_text(text, encoding="utf-8")
    with Opening() as opening:
        (table,) = opening.tables(path)
        rows = [{name: cell for name, cell in zip(table.names, row, strict=True) if cell} for row in table.objects()]
    assert table.reader == "dot"
    nodes = {row["@id"]: row for row in rows if row["@element"] == "item"}
    return nodes, [row for row in rows if row["@element"] == "link"]


def test_chains_groups_defaults_and_comments(tmp_path):
    nodes, links = elements(
        tmp_path / "x.gv",
        """/* a gang */ digraph "Gang" {
        rankdir=LR; node [shape=box]; edge [colour=red]
        ann [label="Ann\\nBell", age=31] // first
        ann -> bob -> "Cid \\"C\\""  [weight=2.5, label="knows"];
        subgraph cluster_0 { label="inner"; dan; eve:p }
        bob -> { dan eve } [dir=none]
        # the end
        }""",
    )
    assert list(nodes) == ["ann", "bob", 'Cid "C"', "dan", "eve"]
    assert (nodes["ann"]["@label"], nodes["ann"]["age"], nodes["ann"]["shape"]) == ("Ann Bell", "31", "box")
    assert [(row["@source"], row["@target"], row["directed"]) for row in links] == [
        ("ann", "bob", "yes"),
        ("bob", 'Cid "C"', "yes"),
        ("bob", "dan", "no"),
        ("bob", "eve", "no"),
    ]
    assert (links[0]["weight"], links[0]["colour"], links[0]["@type"]) == ("2.5", "red", "knows")


def test_an_undirected_graph_as_igraph_writes_it(tmp_path):
    graph = igraph.Graph.Erdos_Renyi(n=30, m=60)
    graph.vs["name"] = [f"person {number}" for number in range(30)]
    graph.write_dot(str(tmp_path / "g.dot"))
    nodes, links = elements(tmp_path / "g.dot", (tmp_path / "g.dot").read_text())
    assert [row["name"] for row in nodes.values()] == graph.vs["name"]
    found = sorted(tuple(sorted((int(row["@source"]), int(row["@target"])))) for row in links)
    assert found == sorted(tuple(sorted(edge.tuple)) for edge in graph.es)
    assert {row["directed"] for row in links} == {"no"}


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("graph { a -- b", "breaks off"),
        ("graph {" + "{" * 500, "deep"),
        ("graph { -> b }", "node"),
        ("graph { @ }", "line 1"),
    ],
)
def test_what_is_damaged_is_refused_in_words(tmp_path, text, words):
    with pytest.raises(BadInputError, match=words):
        elements(tmp_path / "x", text)


@settings(max_examples=150, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(st.text('ab1"{}[]=;,->\\ \n:+#/*é', max_size=60))
def test_any_text_is_read_or_refused_and_nothing_else(tmp_path, text):
    (tmp_path / "x").write_text("digraph {" + text + "}", encoding="utf-8")
    file = FoundFile.at(tmp_path / "x")
    assert READER.fits(file)
    with Opening() as opening:
        try:
            for table in READER.tables(file, opening):
                list(table.records())
        except IntelvizError:
            pass
