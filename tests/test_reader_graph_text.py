"""Networks of Pajek and UCINET and graphs in JSON, in every form in which other programs write them."""

import io
import json

import igraph
import networkx as nx
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from intelviz.case.file import CaseFile
from intelviz.ingest.importing import import_files
from intelviz.ingest.readers.file import FoundFile, Opening, readers
from intelviz.ingest.readers.table import Broken
from intelviz.schema.errors import BadInputError, IntelvizError


def elements(path, data):
    """Return the name of the reader, nodes and links as dictionaries without empty cells, and what is broken."""
    path.write_bytes(data if isinstance(data, bytes) else data.encode())
    with Opening() as opening:
        (table,) = opening.tables(path)
        rows = list(table.objects())
    broken = [each for each in rows if isinstance(each, Broken)]
    rows = [
        {name: cell for name, cell in zip(table.names, each, strict=True) if cell}
        for each in rows
        if not isinstance(each, Broken)
    ]
    nodes = [row for row in rows if row["@element"] == "item"]
    return table.reader, nodes, [row for row in rows if row["@element"] == "link"], broken


def ends(links):
    return [(row["@source"], row["@target"]) for row in links]


# Pajek

PAJEK = """% made by hand
*Network a gang
*Vertices 4
1 "Ann O\\"Neil" 0.1 0.2 0.5 ellipse ic Red bc Blue [1-3,5]
2 "Zo\u00eb B" box
3 Cid
*Arcs :1 "owes"
1 2 3.5 l "since May" c Blue [2-4]
*Edges
2 3
2: 3 4 1
*Arcslist
4 1 2
*Edgeslist
3 1
"""


@pytest.mark.parametrize("encoding", ["utf-8", "cp1252", "utf-8-sig", "utf-16"])
def test_a_network_of_pajek_with_all_its_parts(tmp_path, encoding):
    reader, nodes, links, broken = elements(tmp_path / "x", PAJEK.encode(encoding))
    assert (reader, broken) == ("pajek", [])
    assert [row["@label"] for row in nodes] == ['Ann O"Neil', "Zoë B", "Cid", "4"]
    assert (nodes[0]["viz x"], nodes[0]["viz shape"], nodes[0]["viz colour"]) == ("0.1", "ellipse", "Red")
    assert nodes[0]["interval"] == "[1-3,5]"
    assert ends(links) == [("1", "2"), ("2", "3"), ("3", "4"), ("4", "1"), ("4", "2"), ("3", "1")]
    assert [row["directed"] for row in links] == ["yes", "no", "no", "yes", "yes", "no"]
    owes = links[0]
    assert (owes["@type"], owes["weight"], owes["label"], owes["interval"]) == ("owes", "3.5", "since May", "[2-4]")
    assert links[2]["@type"] == "relation 2"


def test_matrices_partitions_and_two_kinds_of_node_of_pajek(tmp_path):
    data = "*Network n\n*Vertices 3\n*Matrix\n0 1 0\n1 0 2\n0 2 0\n*Partition gang\n*Vertices 3\n1\n2\n2\n"
    _, nodes, links, _ = elements(tmp_path / "p.paj", data)
    assert [row["gang"] for row in nodes] == ["1", "2", "2"]
    assert [(*pair, row["weight"]) for pair, row in zip(ends(links), links, strict=True)] == [
        ("1", "2", "1"),
        ("2", "3", "2"),
    ]
    _, nodes, links, _ = elements(tmp_path / "t.net", '*vertices 4 2\n1 "a"\n2 "b"\n3 "e"\n4 "f"\n*matrix\n1 0\n1 1\n')
    assert [row["mode"] for row in nodes] == ["1", "1", "2", "2"]
    assert ends(links) == [("1", "3"), ("2", "3"), ("2", "4")]


def test_pajek_as_igraph_writes_it(tmp_path):
    graph = igraph.Graph.Erdos_Renyi(n=40, m=90, directed=False)
    graph.vs["name"] = [f"person {number}" for number in range(40)]
    graph.es["weight"] = list(range(1, 91))
    graph.write_pajek(str(tmp_path / "g.net"))
    _, nodes, links, _ = elements(tmp_path / "g.net", (tmp_path / "g.net").read_bytes())
    assert [row["@label"] for row in nodes] == graph.vs["name"]
    assert [(int(a) - 1, int(b) - 1) for a, b in ends(links)] == [edge.tuple for edge in graph.es]
    assert [float(row["weight"]) for row in links] == graph.es["weight"]


# UCINET


@pytest.mark.parametrize(
    "data",
    [
        "dl n=3 format=fullmatrix\nlabels:\nAnn,Bob,Cid\ndata:\n0 1 0\n1 0 1\n0 1 0\n",
        "DL N = 3\nFORMAT = FULLMATRIX\nLABELS EMBEDDED\nDATA:\n Ann Bob Cid\nAnn 0 1 0\nBob 1 0 1\nCid 0 1 0\n",
        'dl n=3, format=lowerhalf, labels:\n"Ann"\n"Bob"\n"Cid"\ndata:\n0\n1 0\n0 1 0',
        "dl n=3 format = upperhalf diagonal absent\nlabels: Ann Bob Cid\ndata:\n1 0\n1\n",
        "dl nr=3 nc=3\nrow labels: Ann,Bob,Cid\ncolumn labels: Ann,Bob,Cid\ndata:\n0 1 0 1 0 1 0 1 0",
    ],
)
def test_symmetric_matrices_of_ucinet(tmp_path, data):
    reader, nodes, links, _ = elements(tmp_path / "x.txt", data)
    assert reader == "ucinet"
    assert [row["@id"] for row in nodes] == ["Ann", "Bob", "Cid"]
    assert ends(links) == [("Ann", "Bob"), ("Bob", "Cid")]


@pytest.mark.parametrize(
    "data",
    [
        "dl n=3 format=edgelist1\nlabels: Ann, Bob, Cid\ndata:\n1 2 5\n3 1 2\n",
        "dl n=3 format=edgelist1\nlabels embedded\ndata:\nAnn Bob 5\nCid Ann 2\n",
        "DL n = 3, format = edgelist1\nlabels:\nAnn\nBob\nCid\nlabels embedded:\ndata:\nAnn Bob 5\nCid Ann 2\n!\n",
    ],
)
def test_lists_of_links_of_ucinet(tmp_path, data):
    _, nodes, links, broken = elements(tmp_path / "x.txt", data)
    assert sorted(row["@id"] for row in nodes) == ["Ann", "Bob", "Cid"]
    assert (ends(links), [row["weight"] for row in links], broken) == ([("Ann", "Bob"), ("Cid", "Ann")], ["5", "2"], [])


def test_neighbours_two_kinds_of_node_and_several_matrices_of_ucinet(tmp_path):
    _, nodes, links, broken = elements(tmp_path / "a", "dl n=4 format=nodelist1\ndata:\n1 2 3\n2 4\n4 9\n")
    assert (len(nodes), ends(links), len(broken)) == (4, [("1", "2"), ("1", "3"), ("2", "4")], 1)
    data = "dl nr=2, nc=3\nrow labels: Ann,Bob\ncolumn labels: Ball,Trip,Bob\ndata:\n1 0 1\n0 1 1\n"
    _, nodes, links, _ = elements(tmp_path / "b", data)
    assert [row["@label"] for row in nodes] == ["Ann", "Bob", "Ball", "Trip", "Bob"]
    assert ends(links) == [("Ann", "Ball"), ("Ann", "Bob (column)"), ("Bob", "Trip"), ("Bob", "Bob (column)")]
    data = "dl n=2 nm=2\nlabels: A,B\nmatrix labels: trusts,owes\ndata:\n0 1\n0 0\n\n0 0\n1 0\n"
    _, nodes, links, _ = elements(tmp_path / "c", data)
    assert len(nodes) == 2
    assert [(row["@type"], row["@source"]) for row in links] == [("trusts", "A"), ("owes", "B")]


# JSON

PATH = [("a", "b"), ("b", "c")]
IDS = [{"id": each} for each in "abc"]
KEYS = [{"key": each, "attributes": {"x": 1}} for each in "abc"]
SOURCES = [{"source": one, "target": other} for one, other in PATH]
FROM = [{"from": one, "to": other} for one, other in PATH]
PLACES = [{"source": 0, "target": 1}, {"source": 1, "target": 2}]
DATA = [{"data": each} for each in IDS], [{"data": each} for each in SOURCES]
GROUPS = [{"group": "nodes", **each} for each in DATA[0]] + [{"group": "edges", **each} for each in DATA[1]]


@pytest.mark.parametrize(
    "data",
    [
        {"nodes": IDS, "links": SOURCES},
        {"links": SOURCES, "nodes": IDS},
        {"nodes": [{"name": each} for each in "abc"], "links": SOURCES},
        {"nodes": IDS, "links": PLACES},
        {"nodes": IDS, "edges": FROM},
        {"elements": {"nodes": DATA[0], "edges": DATA[1]}},
        GROUPS,
        {"graph": {"directed": False, "nodes": {each: {"label": each} for each in "abc"}, "edges": SOURCES}},
        {"attributes": {}, "nodes": KEYS, "edges": [{"key": "1", **each} for each in SOURCES]},
        {"nodes": ["a", "b", "c"], "links": PLACES},
        {"nodeDataArray": KEYS, "linkDataArray": FROM},
    ],
)
def test_graphs_in_json_of_every_maker(tmp_path, data):
    reader, nodes, links, broken = elements(tmp_path / "g.json", json.dumps(data))
    assert (reader, broken) == ("node_link", [])
    assert [row["@id"] for row in nodes] == ["a", "b", "c"]
    assert ends(links) == PATH


def test_nodes_without_ids_are_meant_by_their_place(tmp_path):
    data = {
        "nodes": [{"name": "Ann", "group": 1}, {"name": "Ann"}],
        "links": [{"source": 0, "target": 1, "value": 2.5}],
    }
    _, nodes, links, _ = elements(tmp_path / "g.json", json.dumps(data))
    assert [(row["@id"], row["@label"]) for row in nodes] == [("0", "Ann"), ("1", "Ann")]
    assert (ends(links), links[0]["value"]) == ([("0", "1")], "2.5")


def test_a_json_graph_is_loaded_with_types_and_direction(tmp_path):
    data = {"directed": False, "nodes": [{"id": 1, "type": "person", "name": "Ann"}, {"id": 2, "type": "dog"}],
            "links": [{"source": 1, "target": 2, "type": "walks"}]}  # fmt: skip
    (tmp_path / "g.json").write_text(json.dumps(data))
    with CaseFile.create(tmp_path / "c.intelviz") as case:
        (source,) = import_files(case, [tmp_path / "g.json"]).sources
        assert (source.recipe, source.rows, source.loaded) == ("graph", 3, 3)
        assert case.info()["items"] == {"Entity": 1, "Person": 1}


@settings(max_examples=50, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(st.integers(1, 9), st.data())
def test_what_networkx_writes_is_read_as_it_was(tmp_path, count, data):
    graph = data.draw(st.sampled_from([nx.Graph, nx.DiGraph]))()
    texts = st.text("abcä ", min_size=1, max_size=4).map(str.strip).filter(bool)
    for number in range(count):
        graph.add_node(f"n{number}", note=data.draw(texts))
    pairs = st.tuples(st.integers(0, count - 1), st.integers(0, count - 1))
    for one, other in data.draw(st.lists(pairs, max_size=12)):
        graph.add_edge(f"n{one}", f"n{other}", weight=data.draw(st.integers(1, 9)))
    directed = "yes" if graph.is_directed() else "no"
    wanted = sorted((a, b, str(said["weight"])) for a, b, said in graph.edges(data=True))
    for key in ("links", "edges"):
        _, nodes, links, _ = elements(tmp_path / "g", json.dumps(nx.node_link_data(graph, edges=key)))
        assert {row["@id"]: row["note"] for row in nodes} == dict(graph.nodes(data="note"))
        assert sorted((row["@source"], row["@target"], row["weight"]) for row in links) == wanted
        assert all(row["directed"] == directed for row in links)
    _, nodes, links, _ = elements(tmp_path / "g", json.dumps(nx.cytoscape_data(graph)))
    assert len(nodes) == count
    assert sorted((row["@source"], row["@target"], row["weight"]) for row in links) == wanted
    out = io.BytesIO()
    nx.write_pajek(graph, out)
    _, nodes, links, _ = elements(tmp_path / "g", out.getvalue())
    names = {row["@id"]: row["@label"] for row in nodes}
    found = [(names[row["@source"]], names[row["@target"]]) for row in links]
    assert sorted(found) == sorted((a, b) for a, b, _ in wanted)
    assert all(row["directed"] == directed for row in links)


@pytest.mark.parametrize(
    ("data", "words"),
    [
        ("*Vertices 999999999\n1 2\n", "claims"),
        ("*Vertices 2\n*Matrix\n0 1\n", "needs 4"),
        ("*Partition p\n*Vertices 2\n1\n2\n", "no network"),
        ("dl n=99999999\ndata:\n1", "claims"),
        ("dl n=3\ndata:\n1 2", "fewer"),
        ("dl n=2\ndata:\n0 x 1 0", "where a number belongs"),
        ("dl n=2\n0 1 1 0", "data:"),
        ('{"nodes": [{"id": 1}], "links": [{"source": 1, "target": ', "read to its end"),
        ('{"nodes": [{"id": ' + "[" * 100_000 + ', "links": [{"source": 1}]', "deep"),
    ],
)
def test_what_is_damaged_or_claims_too_much_is_refused_in_words(tmp_path, data, words):
    with pytest.raises(BadInputError, match=words):
        elements(tmp_path / "x", data)


STARTS = [b"*Vertices 3\n", b"*Network x\n*Vertices 2\n*Matrix\n", b"dl n=2 format=", b"dl n=3 labels embedded data:\n",
          b'{"nodes": [{"id": 1}], "links": [{"source": 1']  # fmt: skip


@settings(max_examples=150, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(st.sampled_from(STARTS), st.one_of(st.binary(max_size=120), st.text('0123 \n*:"ab[]{},-edglist', max_size=80)))
def test_random_bytes_are_read_or_refused_and_nothing_else(tmp_path, start, data):
    path = tmp_path / "random"
    path.write_bytes(start + (data if isinstance(data, bytes) else data.encode()))
    file = FoundFile.at(path)
    for each in readers():
        if each.name in {"pajek", "ucinet", "node_link"} and each.fits(file):
            with Opening() as opening:
                try:
                    for table in each.tables(file, opening):
                        list(table.records())
                except IntelvizError:
                    pass
