"""Graphs in GraphML, GEXF and GML: every node and link with its attributes, as other programs read them."""

import io
import string

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

GRAPHML = '<graphml xmlns="http://graphml.graphdrawing.org/xmlns">%s</graphml>'


@pytest.fixture
def case(tmp_path):
    with CaseFile.create(tmp_path / "case.intelviz") as case:
        yield case


def elements(path, data=None):
    """Return the reader's name, and the rows of the file as dictionaries without empty cells."""
    if data is not None:
        path.write_bytes(data.encode() if isinstance(data, str) else data)
    with Opening() as opening:
        (table,) = opening.tables(path)
        rows = [
            each
            if isinstance(each, Broken)
            else {name: cell for name, cell in zip(table.names, each, strict=True) if cell}
            for each in table.objects()
        ]
        assert rows == [
            each
            if isinstance(each, Broken)
            else {name: cell for name, cell in zip(table.names, each, strict=True) if cell}
            for each in table.objects()
        ], "it can be read twice"
    return table, rows


def parted(rows):
    return [row for row in rows if row["@element"] == "item"], [row for row in rows if row["@element"] == "link"]


COUNTS = {
    "Les Miserables.gexf": (77, 254),
    "Java.gexf": (1538, 8032),
    "US Airports.gexf": (235, 1297),
    "Power Grid.gml": (4941, 6594),
    "ClandestineNet1.gml": (11, 29),
    "ClandestineNet2.gml": (36, 139),
    "ClandestineNet3.gml": (143, 1085),
    "ClandestineNet4.gml": (21, 60),
    "football.graphml": (115, 613),
    "moviegalaxies.graphml": (27, 102),
}


def test_each_graph_of_a_folder_is_loaded_whole_and_by_itself(case, shared_data, tmp_path):
    folder = tmp_path / "graphs"
    folder.mkdir()
    for name in COUNTS:
        (folder / name).symlink_to(shared_data / "graph-formats" / name)
    for name in COUNTS:
        (folder / name).unlink()
        (folder / name).write_bytes((shared_data / "graph-formats" / name).read_bytes())
    report = import_files(case, [folder])
    assert {each.path.name: (each.items, each.links) for each in report.sources} == COUNTS
    assert all(each.rows == each.loaded == each.items + each.links for each in report.sources)
    info = case.info()
    assert info["items"] == {"Entity": sum(items for items, _ in COUNTS.values())}, "no two graphs share a node"
    assert info["with_place"] == 235, "the airports have their places"


def test_an_entity_keeps_its_name_and_its_attributes(case, shared_data):
    import_files(case, [shared_data / "graph-formats" / "Les Miserables.gexf"])
    valjean = case.item(case.search("Valjean")[0].id)
    assert valjean.label == "Valjean"
    assert valjean.properties["Modularity Class"] == 1
    assert "viz x" in valjean.properties
    assert "viz colour" in valjean.properties


def test_undirected_links_say_so(tmp_path):
    _, rows = elements(tmp_path / "a.gml", "graph [ node [ id 1 ] node [ id 2 ] edge [ source 1 target 2 ] ]")
    assert parted(rows)[1][0]["directed"] == "no"
    _, rows = elements(
        tmp_path / "b.gml", "graph [ edge [ source 1 target 2 ] node [ id 1 ] node [ id 2 ] directed 1 ]"
    )
    assert parted(rows)[1][0]["directed"] == "yes", "though it is said after the links"


def test_types_that_are_known_are_followed_and_others_kept(case, tmp_path):
    data = GRAPHML % (
        '<key id="t" for="node" attr.name="Type"/><key id="r" for="edge" attr.name="relation"/>'
        '<key id="w" for="edge" attr.name="weight"/><graph edgedefault="undirected">'
        '<node id="a"><data key="t">PERSONS</data></node><node id="b"><data key="t">vehicle</data></node>'
        '<node id="c"><data key="t">spaceship</data></node>'
        '<edge source="a" target="b"><data key="r">has vehicle</data><data key="w">2</data></edge>'
        '<edge source="b" target="c"><data key="r">orbits</data><data key="w">2.5</data></edge></graph>'
    )
    (tmp_path / "g.xml").write_text(data)
    report = import_files(case, [tmp_path / "g.xml"])
    assert case.info()["items"] == {"Entity": 1, "Person": 1, "Vehicle": 1}
    assert case.info()["links"] == {"HAS_VEHICLE": 1, "LINKED_TO": 1}
    assert any("spaceship" in words for words in report.sources[0].warnings)
    entity = case.item(case.search("c")[0].id)
    assert entity.properties["type"] == "spaceship"


def test_labels_that_all_differ_are_no_types(tmp_path):
    links = "".join(f'edge [ source 1 target 1 label "call {number}" ]' for number in range(300))
    _, rows = elements(tmp_path / "g.gml", f"graph [ node [ id 1 ] {links} ]")
    assert not any("@type" in row for row in parted(rows)[1])
    _, rows = elements(tmp_path / "g.gml", 'graph [ node [ id 1 ] edge [ source 1 target 1 label "knows" ] ]')
    assert parted(rows)[1][0]["@type"] == "knows"


def test_dates_are_times_and_numbers_are_not(case, tmp_path):
    data = (
        '<gexf xmlns="http://www.gexf.net/1.2draft" version="1.2"><graph mode="dynamic" timeformat="date" '
        'defaultedgetype="directed"><nodes><node id="a" label="A" start="2009-01-01" end="2009-03-01"/>'
        '<node id="b" label="B" pid="a"/></nodes><edges><edge source="a" target="b" start="2009-02-03">'
        '<attvalues/></edge><edge id="2" source="b" target="a" type="mutual" weight="2.5"><spells>'
        '<spell start="1" end="2"/></spells></edge></edges></graph></gexf>'
    )
    (tmp_path / "d.gexf").write_text(data)
    import_files(case, [tmp_path / "d.gexf"])
    assert case.info()["with_time"] == 1
    _, rows = elements(tmp_path / "d.gexf")
    (a, b), (first, second) = parted(rows)
    assert (a["@start"], a["@end"], b["inside"]) == ("2009-01-01", "2009-03-01", "a")
    assert (first["@start"], first["directed"]) == ("2009-02-03", "yes")
    assert (second["start"], second["end"], second["mutual"], second["weight"]) == ("1", "2", "yes", "2.5")
    assert "@start" not in second


@pytest.mark.parametrize(
    "namespace",
    [
        "http://www.gexf.net/1.1draft",
        "http://www.gexf.net/1.2draft",
        "http://www.gexf.net/1.3",
        "http://gexf.net/1.3",
        "",
    ],
)
def test_gexf_of_every_namespace(tmp_path, namespace):
    data = f'<gexf xmlns="{namespace}"><graph><nodes><node id="0" label="Zoë"/></nodes></graph></gexf>'
    _, rows = elements(tmp_path / "x", data)
    assert rows == [{"@element": "item", "@id": "0", "@label": "Zoë", "@name": "Zoë"}]


def test_yed_labels_groups_and_arrows(tmp_path):
    data = (
        '<graphml xmlns="http://graphml.graphdrawing.org/xmlns" xmlns:y="http://www.yworks.com/xml/graphml">'
        '<key for="node" id="d6" yfiles.type="nodegraphics"/><key for="edge" id="d10" yfiles.type="edgegraphics"/>'
        '<key attr.name="description" attr.type="string" for="node" id="d5"/><graph edgedefault="directed" id="G">'
        '<node id="n0" yfiles.foldertype="group"><data key="d6"><y:ProxyAutoBoundsNode><y:Realizers active="0">'
        "<y:GroupNode><y:NodeLabel>The firm</y:NodeLabel></y:GroupNode><y:GroupNode><y:NodeLabel>The firm</y:NodeLabel>"
        '</y:GroupNode></y:Realizers></y:ProxyAutoBoundsNode></data><graph edgedefault="directed" id="n0:">'
        '<node id="n0::n0"><data key="d5"><![CDATA[knows <all>]]></data><data key="d6"><y:ShapeNode>'
        '<y:Geometry x="12.5" y="-3" width="30" height="30"/><y:Fill color="#FFCC00"/><y:NodeLabel>Ann\nBell'
        '<y:LabelModel><y:SmartNodeLabelModel distance="4.0"/></y:LabelModel></y:NodeLabel>'
        '<y:Shape type="ellipse"/></y:ShapeNode></data></node></graph></node>'
        '<edge id="e0" source="n0" target="n0::n0"><data key="d10"><y:PolyLineEdge><y:Arrows source="none" '
        'target="none"/><y:EdgeLabel>pays</y:EdgeLabel></y:PolyLineEdge></data></edge></graph></graphml>'
    )
    _, rows = elements(tmp_path / "y.graphml", data)
    (ann, firm), (link,) = parted(rows)
    assert (ann["@label"], ann["inside"], ann["viz x"], ann["description"]) == ("Ann Bell", "n0", "12.5", "knows <all>")
    assert firm["@label"] == "The firm"
    assert (link["label"], link["directed"]) == ("pays", "no")


def test_defaults_hyperedges_and_elements_without_ids(tmp_path):
    data = GRAPHML % (
        '<key id="c" for="node" attr.name="colour"><default>yellow</default></key><graph edgedefault="directed">'
        '<edge source="a" target="b" directed="false"/><node id="a"><data key="c">green</data><port name="p"/></node>'
        '<node id="b"/><node/><hyperedge><endpoint node="a"/><endpoint node="b"/></hyperedge></graph>'
    )
    _, rows = elements(tmp_path / "d.graphml", data)
    broken = [row for row in rows if isinstance(row, Broken)]
    assert [each.reason.split(" ")[1] for each in broken] == ["node", "hyperedge"]
    (a, b), (link,) = parted([row for row in rows if not isinstance(row, Broken)])
    assert (a["colour"], b["colour"], link["directed"]) == ("green", "yellow", "no")


def test_a_link_to_a_node_that_is_not_there_is_set_aside(case, tmp_path):
    (tmp_path / "g.gml").write_text('graph [ node [ id 1 label "A" ] edge [ source 1 target 7 ] ]')
    (source,) = import_files(case, [tmp_path / "g.gml"]).sources
    assert (source.rows, source.loaded, source.rejected) == (2, 1, 1)
    assert source.rejections[0].value == "7"


def test_gml_signs_nested_lists_and_any_order(tmp_path):
    data = (
        '# made by hand\nCreator "x"\ngraph [\n node [ label "Andr&#233; &amp; &quot;Zo\u00eb&quot;" id 5\n '
        'graphics [ x 1.5 y 2 fill "#fff" ] ]\n  # another\n node[id 7]\n'
        'edge [ target 5 source 7 value 3 label "a ] b # c" ] ]'
    )
    _, rows = elements(tmp_path / "x.txt", data)
    (andre, other), (link,) = parted(rows)
    assert andre["@label"] == 'André & "Zoë"'
    assert (andre["graphics x"], andre["graphics fill"]) == ("1.5", "#fff")
    assert other["@label"] == "7"
    assert (link["@source"], link["@target"], link["value"], link["label"]) == ("7", "5", "3", "a ] b # c")


def bomb(name):
    lol = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 10))
    return f'<?xml version="1.0"?><!DOCTYPE {name} [<!ENTITY l0 "lol">{lol}]><{name}>&l9;</{name}>'


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (bomb("graphml"), "document type"),
        (bomb("gexf"), "document type"),
        ('<!DOCTYPE gexf SYSTEM "file:///etc/passwd"><gexf><graph>&x;</graph></gexf>', "entities"),
        ('<!DOCTYPE gexf [<!ENTITY x SYSTEM "file:///etc/passwd">]><gexf>&x;</gexf>', "document type"),
        ("<gexf>" + "<a>" * 1000 + "</a>" * 1000 + "</gexf>", "deep"),
        ("<graphml><graph><node id='1'/></graph>", "line 1"),
        ("<graphml><graph></graph></graphml>", "no items"),
        (f'<gexf><graph><nodes><node id="1" label="{"x" * 20_000_000}"/></nodes></graph></gexf>', "bytes"),
        ("graph [ node [ id 1 ] " + "a [ " * 1000, "deep"),
        ("graph [ node [ id 1 ]", "breaks off"),
        ('graph [ node [ id 1 label "never closed ] ]', "quotation"),
        (f'graph [ node [ id 1 label "{"x" * 5_000_000}" ] ]', "characters"),
    ],
)
def test_what_would_do_harm_or_breaks_off_is_refused_in_words(tmp_path, data, words):
    with pytest.raises(BadInputError, match=words):
        elements(tmp_path / "bad", data)


def test_a_value_of_a_million_signs_costs_its_own_element(tmp_path):
    data = GRAPHML % (f'<graph><node id="1"><data key="k">{"x" * 3_000_000}</data></node><node id="2"/></graph>')
    _, rows = elements(tmp_path / "long", data)
    assert isinstance(rows[0], Broken)
    assert rows[1]["@id"] == "2"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1252", "iso-8859-1"])
def test_encodings_and_declarations_that_lie(tmp_path, encoding):
    body = '<graphml><graph><node id="1"><data key="name">Zoë Müller</data></node></graph></graphml>'
    for declared in ("utf-8", "utf-16", "iso-8859-1", "nonsense"):
        data = f'<?xml version="1.0" encoding="{declared}"?>{body}'.encode(encoding)
        _, rows = elements(tmp_path / "e", data)
        assert rows[0]["@name"] == "Zoë Müller", declared


# Other programs read the same

names = st.text(string.ascii_letters + string.digits + "äß<&>\"' ", min_size=1, max_size=8).filter(str.strip)
values = st.one_of(st.integers(-(10**9), 10**9), st.booleans(), names)


@st.composite
def graphs(draw):
    graph = draw(st.sampled_from([nx.Graph, nx.DiGraph]))()
    count = draw(st.integers(1, 8))
    for number in range(count):
        graph.add_node(number, **draw(st.dictionaries(st.sampled_from(["colour", "age", "note"]), names, max_size=3)))
    for _ in range(draw(st.integers(0, 12))):
        one, other = draw(st.integers(0, count - 1)), draw(st.integers(0, count - 1))
        graph.add_edge(one, other, **draw(st.dictionaries(st.sampled_from(["amount", "remark"]), names, max_size=2)))
    return graph


def unordered(link):
    return *sorted(link[:2]), link[2]


WRITERS = {"graphml": nx.write_graphml_xml, "gexf": nx.write_gexf, "gml": nx.write_gml}


@pytest.mark.parametrize("form", WRITERS)
@settings(max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(graph=graphs())
def test_what_networkx_writes_is_read_as_it_was(tmp_path, form, graph):
    out = io.BytesIO()
    WRITERS[form](graph, out)
    _, rows = elements(tmp_path / "g", out.getvalue())
    nodes, links = parted(rows)
    label = "@label" if form == "gml" else "@id"
    number = {row["@id"]: row[label] for row in nodes}
    assert {row[label]: {key: row[key] for key in ("colour", "age", "note") if key in row} for row in nodes} == {
        str(node): {key: value.strip() if form == "graphml" else value for key, value in said.items()}
        for node, said in graph.nodes(data=True)
    }
    ends = sorted((number[row["@source"]], number[row["@target"]], row.get("amount", "")) for row in links)
    wanted = [(str(a), str(b), said.get("amount", "")) for a, b, said in graph.edges(data=True)]
    wanted = [(a, b, text.strip() if form == "graphml" else text) for a, b, text in wanted]
    if graph.is_directed():
        assert ends == sorted(wanted)
    else:
        assert sorted((*sorted(each[:2]), each[2]) for each in ends) == sorted(
            (*sorted(each[:2]), each[2]) for each in wanted
        )
    assert all(row["directed"] == ("yes" if graph.is_directed() else "no") for row in links)


@pytest.mark.parametrize("form", ["graphml", "gml"])
def test_what_igraph_writes_is_read_as_it_was(tmp_path, form):
    graph = igraph.Graph.Erdos_Renyi(n=60, m=200, directed=True)
    graph.vs["name"] = [f"P{number} & co" for number in range(60)]
    graph.es["weight"] = [number / 4 for number in range(200)]
    path = tmp_path / f"g.{form}"
    graph.write(str(path), format=form)
    nodes, links = parted(elements(path)[1])
    assert [row["@name"] for row in nodes] == graph.vs["name"]
    places = {row["@id"]: place for place, row in enumerate(nodes)}
    found = [(places[row["@source"]], places[row["@target"]], float(row["weight"])) for row in links]
    assert found == [(*edge.tuple, edge["weight"]) for edge in graph.es]


@settings(max_examples=120, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(
    st.sampled_from([b"<graphml>", b"<gexf>", b"graph [ node [ id 1 ]", b"<?xml version='1.0'?><graphml><graph>"]),
    st.binary(max_size=200),
)
def test_random_bytes_are_read_or_refused_and_nothing_else(tmp_path, start, data):
    path = tmp_path / "random"
    path.write_bytes(start + data)
    file = FoundFile.at(path)
    mine = [each for each in readers() if each.name in {"graphml", "gexf", "gml"} and each.fits(file)]
    for each in mine:
        with Opening() as opening:
            try:
                for table in each.tables(file, opening):
                    list(table.records())
            except IntelvizError:
                pass
