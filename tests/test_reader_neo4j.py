"""CSV files of Neo4j with labels, spaces of ids and columns of any name."""

import pytest

from intelviz.case.file import CaseFile
from intelviz.ingest.importing import import_files


@pytest.fixture
def case(tmp_path):
    with CaseFile.create(tmp_path / "case.intelviz") as case:
        yield case


def loaded(case, folder, files):
    folder.mkdir()
    for name, text in files.items():
        (folder / name).write_text(text)
    report = import_files(case, [folder])
    assert all(each.rows == each.loaded + each.merged + each.rejected for each in report.sources)
    return {each.path.name: (each.recipe, each.items, each.links, each.rejected) for each in report.sources}


def test_spaces_of_ids_and_several_labels(case, tmp_path):
    found = loaded(
        case,
        tmp_path / "dump",
        {
            "movies.csv": "id:ID(Movie),title,year:int,:LABEL\n1,Matrix,1999,Movie\n2,Reloaded,2003,Movie;Sequel\n",
            "actors.csv": "personId:ID(Person),name,:LABEL\n1,Keanu,Actor;Person\n2,Carrie-Anne,Person\n",
            "roles.csv": ":START_ID(Person),role,:END_ID(Movie),:TYPE\n1,Neo,1,ACTED\n2,Trinity,1,ACTED\n2,x,9,ACTED\n",
            "known.csv": ":START_ID(Person),:END_ID(Person),:TYPE,since:date\n1,2,KNOWS,1998-04-01\n",
        },
    )
    assert found == {
        "movies.csv": ("neo4j", 2, 0, 0),
        "actors.csv": ("neo4j", 2, 0, 0),
        "roles.csv": ("neo4j", 0, 2, 1),
        "known.csv": ("neo4j", 0, 1, 0),
    }
    assert case.info()["items"] == {"Entity": 2, "Person": 2}
    assert case.info()["links"] == {"KNOWS": 1, "LINKED_TO": 2}
    matrix = case.item(case.search("Reloaded")[0].id)
    assert (matrix.label, matrix.properties["year"]) == ("Reloaded", 2003)
    assert matrix.properties[":LABEL"] == "Movie;Sequel"


def test_the_single_file_of_apoc(case, tmp_path):
    text = (
        "_id,_labels,name,age,_start,_end,_type,since\n"
        "0,:Person,Ann,31,,,,\n1,:Robot:Thing,R2,,,,,\n,,,,0,1,OWNS,2020\n,,,,0,7,OWNS,\n"
    )
    assert loaded(case, tmp_path / "dump", {"all.csv": text}) == {"all.csv": ("neo4j", 2, 1, 1)}
    assert case.info()["items"] == {"Entity": 1, "Person": 1}
    assert case.item(case.search("Ann")[0].id).properties["age"] == 31


def test_files_with_types_that_are_all_known_keep_their_own_recipe(case, tmp_path):
    files = {
        "people.csv": ":ID,:LABEL,name\n1,Person,Ann\n2,Person,Bob\n",
        "links.csv": ":START_ID,:END_ID,:TYPE\n1,2,KNOWS\n",
    }
    found = loaded(case, tmp_path / "dump", files)
    assert {each[0] for each in found.values()} == {"pole-graph"}


def test_one_unknown_label_in_a_folder_and_all_its_files_stay_together(case, tmp_path):
    files = {
        "people.csv": ":ID,:LABEL,name\n1,Person,Ann\n",
        "links.csv": ":START_ID,:END_ID,:TYPE\n1,9,KNOWS\n",
        "ships.csv": ":ID,:LABEL,name\n9,Spaceship,Nostromo\n",
    }
    found = loaded(case, tmp_path / "dump", files)
    assert found == {
        "people.csv": ("neo4j", 1, 0, 0),
        "links.csv": ("neo4j", 0, 1, 0),
        "ships.csv": ("neo4j", 1, 0, 0),
    }
