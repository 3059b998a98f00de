"""Networks in tables: lists of links with and without nodes and header, matrices of one kind of node and of two."""

import gzip
import zipfile

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from intelviz.case.file import CaseFile
from intelviz.ingest.importing import import_files
from intelviz.ingest.readers.edge_list import READER as EDGE_LIST
from intelviz.ingest.readers.file import FoundFile, Opening
from intelviz.ingest.readers.graphs.networks import network_of, pair_in
from intelviz.ingest.readers.matrix import READER as MATRIX
from intelviz.ingest.readers.matrix import matrix_kind
from intelviz.schema.errors import IntelvizError


@pytest.fixture
def case(tmp_path):
    with CaseFile.create(tmp_path / "case.intelviz") as case:
        yield case


@pytest.fixture
def folder(tmp_path):
    (tmp_path / "in").mkdir()
    return tmp_path / "in"


def loaded(case, folder, **files):
    """Write files (name_csv for name.csv) and load the folder: {name: (recipe, rows, items, links, rejected)}."""
    for name, text in files.items():
        (folder / name.replace("_csv", ".csv").replace("_txt", ".txt")).write_text(text)
    report = import_files(case, [folder])
    assert all(each.rows == each.loaded + each.merged + each.rejected for each in report.sources)
    assert {each.recipe for each in report.sources} == {"network-tables"}
    return {each.path.name: (each.rows, each.items, each.links, each.rejected) for each in report.sources}


def test_calls_of_a_company_with_the_table_of_its_people(case, shared_data):
    report = import_files(case, [shared_data / "enron"])
    assert {each.path.name: (each.items, each.links, each.rejected) for each in report.sources} == {
        "enron-edges.csv": (0, 125_409, 0),
        "enron-nodes.csv": (184, 0, 0),
    }
    assert case.item(case.search("Thomas Martin")[0].id).properties["Note"] == "Vice President"


def test_links_make_their_nodes_where_no_table_lists_them(case, folder):
    found = loaded(case, folder, trade_csv="source,target,weight\n1,2,3.5\n2,1,1\n2,2,1\n,2,1\n")
    assert found == {"trade.csv": (4, 2, 3, 1)}
    assert case.info()["links"] == {"LINKED_TO": 3}


def test_two_networks_with_the_same_numbers_are_two(case, folder):
    found = loaded(case, folder, gang_csv="source,target\n1,2\n2,3\n", firm_csv="source,target\n1,2\n3,4\n")
    assert found == {"gang.csv": (2, 3, 2, 0), "firm.csv": (2, 4, 2, 0)}
    assert case.info()["items"] == {"Entity": 7}


def test_tables_of_gephi_with_types_and_directions(case, folder):
    found = loaded(
        case,
        folder,
        nodes_csv="Id,Label,Kind,age\n1,Ann,person,31\n2,Bob,Person,\n3,Van,vehicle,\n",
        edges_csv="Source,Target,Type,Id,Label,Weight\n1,2,Undirected,0,friends,2.0\n1,3,Directed,1,drives,1\n1,9,Directed,,,\n",
    )
    assert found["nodes.csv"] == (3, 3, 0, 0)
    assert found["edges.csv"] == (3, 1, 3, 0), "an end that no table lists is made"
    assert case.info()["items"] == {"Entity": 1, "Person": 2, "Vehicle": 1}
    ann = case.item(case.search("Ann")[0].id)
    assert (ann.label, ann.properties["age"]) == ("Ann", 31)


def test_nodes_and_links_in_one_archive(case, folder):
    with zipfile.ZipFile(folder / "gang.zip", "w") as zipped:
        zipped.writestr("export/edges.csv", "Source,Target\n1,2\n2,3\n")
        zipped.writestr("export/nodes.csv", "Id,Label,type\n1,Ann,Person\n2,Bob,Person\n")
    report = import_files(case, [folder])
    assert {each.part: (each.items, each.links, each.rejected) for each in report.sources} == {
        "export/edges.csv": (1, 2, 0),
        "export/nodes.csv": (2, 0, 0),
    }
    assert case.info()["items"] == {"Entity": 1, "Person": 2}


def test_times_of_links_as_dates_and_as_seconds(folder):
    (folder / "a.csv").write_text("source,target,timestamp\na,b,1000000000\nb,c,2001-09-09\nb,d,12\n")
    with Opening() as opening:
        (table,) = opening.tables(folder / "a.csv")
        assert [row[-1] for row in table.records()] == ["@start", "2001-09-09T01:46:40Z", "2001-09-09", ""]


@pytest.mark.parametrize(
    ("dates", "wanted"),
    [
        (["03/04/2009", "25/12/2009 10:15"], ["2009-04-03", "2009-12-25T10:15"]),
        (["03/04/2009", "12/25/2009"], ["2009-03-04", "2009-12-25"]),
        (["03/04/2009", "04/05/2009"], ["2009-04-03", "2009-05-04"]),
        (["13/04/2009", "04/25/2009"], ["", ""]),
    ],
)
def test_dates_of_links_by_what_the_column_decides(folder, dates, wanted):
    (folder / "a.csv").write_text("source,target,date\n" + "".join(f"a,b,{date}\n" for date in dates))
    with Opening() as opening:
        (table,) = opening.tables(folder / "a.csv")
        assert [row[-1] for row in table.records()][1:] == wanted
        assert any("day first" in words for words in table.notes) == (dates[1] == "04/05/2009")


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("graph.txt", "# Undirected graph\n# FromNodeId\tToNodeId\n1\t2\n2\t3\n3\t1\n"),
        ("numbers.dat", "1 2\n2 3\n3 1\n"),
        ("out.moreno", "% sym weighted\n1 2 4\n2 3 1\n3 1 2\n"),
        ("gang.edges", "1,2\n2,3\n3,1\n"),
        ("friends-edgelist.txt", "ann bob\nbob cid\ncid ann\n"),
    ],
)
def test_links_without_a_header(case, folder, name, text):
    (folder / name).write_text(text)
    (source,) = import_files(case, [folder / name]).sources
    assert (source.recipe, source.items, source.links, source.rejected) == ("network-tables", 3, 3, 0)
    assert source.rows == source.loaded


def test_a_compressed_list_of_links(case, folder):
    with gzip.open(folder / "big.edges.csv.gz", "wt") as file:
        file.write("source,target\n1,0\n2,0\n")
    (source,) = import_files(case, [folder]).sources
    assert (source.items, source.links) == (3, 2)


def test_a_symmetric_matrix_says_each_pair_once(case, folder):
    text = '"","Ann","Bob","Cid"\n"Ann",0,2,0\n"Bob",2,1,1\n"Cid",0,1,0\n'
    assert loaded(case, folder, gang_csv=text) == {"gang.csv": (6, 3, 3, 0)}, "a link to oneself among them"
    assert any("symmetric" in words for words in case.sources()[0].warnings)
    assert case.item(case.search("Bob")[0].id).label == "Bob"


def test_cells_that_say_nothing_make_no_link_and_that_is_said(case, folder):
    assert loaded(case, folder, net_csv=",A,B,C\nA,-,1,NA\nB,1,-,0\nC,NA,0,-\n") == {"net.csv": (4, 3, 1, 0)}
    assert any("5 cells" in words for words in case.sources()[0].warnings)


def test_a_matrix_that_is_not_symmetric_has_directions(case, folder):
    assert loaded(case, folder, calls_csv=",A,B,C\nA,0,1,0\nB,0,0,0\nC,1,0.5,0\n") == {"calls.csv": (6, 3, 3, 0)}


def test_a_matrix_with_numbers_for_names_and_its_attributes_beside_it(case, folder):
    matrix = ",1,2,3\n1,0,1,4\n2,1,0,0\n3,4,0,0\n"
    attributes = ",Age,Birthplace,type\n1,20,1,Person\n2,22,3,Person\n3,19,2,Person\n"
    found = loaded(case, folder, LONDON_GANG_csv=matrix, LONDON_GANG_ATTR_csv=attributes)
    assert found == {"LONDON_GANG.csv": (2, 0, 2, 0), "LONDON_GANG_ATTR.csv": (3, 3, 0, 0)}
    assert case.info()["items"] == {"Person": 3}


def test_persons_and_the_events_they_were_at(case, folder):
    text = "name;meeting 1;meeting 2;arrest\nAnn;1;0;1\nBob;0;1;1\nCid;0;0;1\n"
    assert loaded(case, folder, noordin_csv=text) == {"noordin.csv": (11, 6, 5, 0)}
    assert any("name others" in words for words in case.sources()[0].warnings)


def test_a_matrix_without_names_is_numbered(case, folder):
    assert loaded(case, folder, net_txt="0 1 0 0\n1 0 0 1\n0 0 0 0\n0 1 0 0\n") == {"net.txt": (6, 4, 2, 0)}


def test_attributes_of_a_gang_are_no_events(case, folder):
    matrix = ",P1,P2,P3\nP1,0,1,0\nP2,1,0,0\nP3,0,0,0\n"
    attributes = ",Prison,Music,UK\nP1,0,1,0\nP2,1,0,0\nP3,0,0,1\n"
    found = loaded(case, folder, gang_csv=matrix, gang_att_csv=attributes)
    assert found == {"gang.csv": (1, 0, 1, 0), "gang_att.csv": (3, 3, 0, 0)}


def test_counts_of_events_with_numbers_for_names(case, folder):
    assert loaded(case, folder, mafia_csv=",1,2,3\nAnn,1,0,0\nBob,1,0,1\nCid,0,1,0\n")["mafia.csv"][1:3] == (6, 4)
    found = loaded(case, folder, mafia2_csv=",e1,e2,e3\nAnn,2,0,0\nBob,1,0,1\nCid,0,1,0\n")
    assert found["mafia2.csv"][1:3] == (6, 4)


@pytest.mark.parametrize(
    "text",
    [
        "Area,2010,2011,2012\nLeeds,5,6,7\nYork,1,0,3\nHull,0,0,1\n",
        "name,burglary,theft,arson\nLeeds,5,6,7\nYork,1,0,3\nHull,2,2,1\n",
        "id,name,age\n1,Ann,3\n2,Bob,4\n",
        "x,y,z\n1,2,3\n4,5,6\n7,8,9\n",
        "name1,name2,is_match\nAnn,Anne,1\nBob,Rob,1\nA,B,0\n",
        "From,To,Date,Subject\na@x,b@x,1,hello\n",
        "lon,lat\n-2.1,53.4\n-2.2,53.5\n",
        "a,b\n1,2\n3,4\n5,6\n",
    ],
)
def test_tables_that_are_no_networks_are_left_to_others(folder, text):
    (folder / "table.csv").write_text(text)
    file = FoundFile.at(folder / "table.csv")
    assert not MATRIX.fits(file)
    assert not EDGE_LIST.fits(file)


def test_names_of_networks_and_of_ends():
    assert network_of("enron-nodes.csv") == network_of("enron-edges.csv") == "enron"
    assert network_of("LONDON_GANG_ATTR.csv") == network_of("LONDON_GANG.csv") == "london gang"
    assert network_of("nodes.csv") == network_of("edges.csv") == network_of("Nodes.CSV")
    assert network_of("NDRANGHETA Edges.csv") == network_of("ndrangheta [Nodes].csv")
    assert network_of("a.edges.csv.gz") != network_of("b.edges.csv.gz")
    assert pair_in(["id", "From_Node", "ToNode"]) == (1, 2)
    assert pair_in(["From", "To", "Subject"]) is None


names = st.lists(
    st.text("abcdeäß'& XY", min_size=1, max_size=5).map(str.strip).filter(bool), min_size=3, max_size=7, unique=True
)


@settings(max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(names, st.data())
def test_any_matrix_gives_the_links_that_it_says(tmp_path, names, data):
    size = len(names)
    cells = np.array(
        data.draw(st.lists(st.lists(st.integers(0, 3), min_size=size, max_size=size), min_size=size, max_size=size))
    )
    if data.draw(st.booleans()):
        cells = np.maximum(cells, cells.T)
    text = "\n".join(
        [",".join(["", *names]), *(",".join([name, *map(str, row)]) for name, row in zip(names, cells, strict=True))]
    )
    (tmp_path / "m").write_text(text, encoding="utf-8")
    assert matrix_kind(text) == "one"
    with Opening() as opening:
        (table,) = opening.tables(tmp_path / "m")
        rows = [dict(zip(table.names, row, strict=True)) for row in table.objects()]
    links = {(row["@source"], row["@target"]): row["weight"] for row in rows if row["@element"] == "link"}
    wanted = {(names[a], names[b]): str(cells[a, b]) for a, b in np.argwhere(cells)}
    if (cells == cells.T).all():
        wanted = {pair: cell for pair, cell in wanted.items() if names.index(pair[0]) <= names.index(pair[1])}
    assert links == wanted


@settings(max_examples=100, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(
    st.sampled_from([b"source,target\n", b",a,b,c\na,0,1,0\nb,", b"1 2\n2 3\n3 1\n", b"Id,Label\n"]),
    st.binary(max_size=200),
)
def test_random_bytes_are_read_or_refused_and_nothing_else(tmp_path, start, data):
    path = tmp_path / "random"
    path.write_bytes(start + data)
    file = FoundFile.at(path)
    for each in (MATRIX, EDGE_LIST):
        if each.fits(file):
            with Opening() as opening:
                try:
                    for table in each.tables(file, opening):
                        list(table.records())
                except IntelvizError:
                    pass
