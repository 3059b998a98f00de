"""Every command of the command line: what it prints, for people and machines, and its exit status."""

import json
import os
import shutil
import subprocess
import sys

import pytest

from intelviz import Case
from intelviz.cli import main
from intelviz.schema.errors import IntelvizError

NODES = ":ID,name:STRING,surname:STRING,:LABEL\n1,Ann,Ash,Person\n2,Bob,Elm,Person\n"


@pytest.fixture
def run(capsys):
    """Run a command in this process; return its status, standard output and standard error."""

    def run(*words):
        try:
            status = main([str(word) for word in words])
        except SystemExit as stop:
            status = stop.code
        out, err = capsys.readouterr()
        return status, out, err

    return run


@pytest.fixture
def said(run):
    """Run a command with --json; return the one document on standard output."""

    def said(*words, status=0):
        got, out, err = run(*words, "--json")
        assert got == status, err
        assert err == ""
        return json.loads(out)

    return said


@pytest.fixture
def nodes(tmp_path):
    file = tmp_path / "people.csv"
    file.write_text(NODES)
    return file


@pytest.fixture
def case(tmp_path, nodes):
    path = tmp_path / "small.intelviz"
    with Case.new(path) as made:
        made.import_files(nodes, grade="2BP", marking="OFFICIAL-SENSITIVE")
    return path


def process(*words, **settings):
    given = {**os.environ, "PYTHONIOENCODING": "ascii", **settings}
    return subprocess.run(
        [sys.executable, "-m", "intelviz", *map(str, words)], capture_output=True, text=True, env=given, check=False
    )


def test_as_a_process_json_is_alone_on_standard_output(tmp_path):
    made = process("sample", tmp_path / "practice.intelviz", "--size", 200, "--json")
    assert made.returncode == 0, made.stderr
    report = json.loads(made.stdout)
    assert report["items"] > 200
    assert all(each["rows"] == each["loaded"] + each["merged"] + each["rejected"] for each in report["sources"])
    assert process("info", tmp_path / "none.intelviz").returncode == 1
    assert process("info").returncode == 2


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="elsewhere there is always a display")
def test_without_a_display_the_window_says_so(tmp_path):
    opened = process("open", QT_QPA_PLATFORM="", DISPLAY="", WAYLAND_DISPLAY="")
    assert opened.returncode == 1
    assert "no display" in opened.stderr


@pytest.mark.parametrize("words", [["frobnicate"], ["import", "a"], ["--bogus"], ["search", "a", "b", "--limit", "-3"]])
def test_wrong_usage(run, words):
    status, out, err = run(*words)
    assert status == 2
    assert out == ""
    assert "error" in err


def test_every_command_has_help(run):
    status, out, _ = run("--help")
    assert status == 0
    names = "open new sample recipes import info search show select ask picture export undo redo log replay verify"
    for name in names.split():
        assert name in out
        assert run(name, "--help")[0] == 0


def test_new_refuses_to_overwrite(run, case):
    before = case.read_bytes()
    assert run("new", case)[0] == 1
    assert run("sample", case, "--size", 200)[0] == 1
    assert case.read_bytes() == before


def test_sample_leaves_nothing_behind_when_it_fails(run, tmp_path):
    assert run("sample", tmp_path / "x.intelviz", "--size", 5)[0] == 2
    assert run("sample", tmp_path / "none" / "x.intelviz", "--size", 200)[0] == 1
    assert list(tmp_path.iterdir()) == []


def test_sample_leaves_nothing_behind_when_its_import_fails(run, tmp_path, monkeypatch):
    def fail(*_, **__):
        raise IntelvizError("The disk is full.")

    monkeypatch.setattr(Case, "import_files", fail)
    assert run("sample", tmp_path / "x.intelviz", "--size", 200)[0] == 1
    assert list(tmp_path.iterdir()) == []


def test_sample_keeps_its_files(run, tmp_path):
    assert run("sample", tmp_path / "x.intelviz", "--size", 200, "--files", tmp_path / "files")[0] == 0
    assert (tmp_path / "files" / "truth.json").exists()


def test_recipes(said, run, nodes, tmp_path):
    assert "pole-graph" in {each["recipe"] for each in said("recipes")}
    best = said("recipes", nodes)[0]
    assert best["recipe"] == "pole-graph"
    assert 0 < best["score"] <= 1
    assert best["why"]
    assert run("recipes", tmp_path / "none.csv")[0] == 1


def test_import_strict_and_dry_run(said, run, case, tmp_path):
    bad = tmp_path / "bad.csv"
    bad.write_text(NODES + ",C,D,Person\n")
    before = said("info", case)
    report = said("import", case, bad, "--dry-run", "--strict", status=3)
    assert report["sources"][0]["rejections"] == [{"row": 4, "column": ":ID", "value": "", "reason": "the id is empty"}]
    assert said("info", case) == before
    status, out, _ = run("import", case, bad)
    assert status == 0
    assert "1 rejected" in out
    assert "the id is empty" in out
    assert run("import", case, bad, "--grade", "Q")[0] == 2
    assert run("import", case, bad, "--recipe", "none")[0] == 1


def test_show_names_source_row_grade_and_log(said, run, case):
    number = said("search", case, "Ash")["hits"][0]["id"]
    shown = said("show", case, number)
    assert shown["label"] == "Ann Ash"
    (assertion,) = shown["assertions"]
    assert (assertion["source"], assertion["row"], assertion["grade"]) == ("people.csv", 2, "3x5x2 2BP")
    assert [each["title"] for each in shown["log"]] == ["Import “people.csv”: 2 items, 0 links"]
    assert "said by people.csv row 2 (3x5x2 2BP)" in run("show", case, number)[1]
    assert run("show", case, 999)[0] == 1


def test_search_says_what_was_not_searched(said, case):
    assert said("search", case, "Ash")["searched"] == ["people.csv"]
    said("undo", case)
    found = said("search", case, "Ash")
    assert (found["hits"], found["searched"]) == ([], [])
    assert found["not_searched"] == ["people.csv (its import was undone)"]
    assert found["coverage"]["not_searched"][0]["why"] == "withdrawn"


def test_undo_redo_and_log(said, run, case):
    assert said("undo", case)[0]["kind"] == "undo"
    assert said("info", case)["items"] == {}
    assert run("undo", case)[0] == 1
    said("redo", case)
    assert said("info", case)["items"] == {"Person": 2}
    assert [each["kind"] for each in said("log", case)] == ["do", "undo", "redo"]
    assert len(said("log", case, "--tail", 1)) == 1


def test_replay(said, run, case, tmp_path, nodes):
    for name in ("a", "b"):
        run("new", tmp_path / f"{name}.intelviz")
    assert [each["applied"] for each in said("replay", case, "--onto", tmp_path / "a.intelviz")] == [True]
    assert said("info", tmp_path / "a.intelviz")["items"] == {"Person": 2}
    nodes.unlink()
    assert run("replay", case, "--onto", tmp_path / "b.intelviz")[0] == 1


def test_verify(said, run, case):
    assert said("verify", case) == {"ok": True, "problems": []}
    with case.open("r+b") as file:
        file.seek(4096)
        file.write(b"\xff" * 8192)
    document = said("verify", case, status=1)
    assert not document["ok"]
    assert document["problems"]


def test_reading_beside_a_writer(said, run, case, tmp_path):
    with Case.open(case):
        assert said("info", case)["items"] == {"Person": 2}
        assert said("select", case, "Person")["count"] == 2
        assert run("undo", case)[0] == 1
        status, _, err = run("export", case, "--format", "csv", "--out", tmp_path / "out.csv")
        assert status == 0
        assert "will not say" in err


def test_export_is_marked_and_logged(said, case, tmp_path):
    out = tmp_path / "out.csv"
    document = said("export", case, "--format", "csv", "--out", out, "--audience", "Division B")
    coverage = document.pop("coverage")
    assert document == {"path": str(out), "items": 2, "links": 0, "withheld": [], "marking": "OFFICIAL-SENSITIVE"}
    assert [each["source"] for each in coverage["searched"]] == ["people.csv"]
    assert "people.csv,yes" in (tmp_path / "out-sources.csv").read_text("utf-8-sig")
    last = said("log", case, "--tail", 1)[0]
    assert last["title"] == "Export 2 items to “out.csv” for Division B"
    assert said("undo", case)[0]["of"] == 1


def test_export_spares_cases_and_sources(run, case, nodes, tmp_path):
    run("new", tmp_path / "other.intelviz")
    for target in (case, nodes, tmp_path, tmp_path / "other.intelviz"):
        before = target.read_bytes() if target.is_file() else b""
        assert run("export", case, "--format", "csv", "--out", target)[0] == 1
        assert before == (target.read_bytes() if target.is_file() else b"")
    links = tmp_path / "two-links.csv"
    links.mkdir()
    assert run("export", case, "--format", "csv", "--out", tmp_path / "two.csv")[0] == 1
    assert not (tmp_path / "two.csv").exists()
    assert run("export", case, "--format", "docx", "--out", tmp_path / "a")[0] == 2


def test_picture(run, case, tmp_path):
    assert run("picture", case, "--view", "map", "--out", tmp_path / "a.png", "--size", "3x3")[0] == 2
    assert run("picture", tmp_path / "none.intelviz", "--view", "map", "--out", tmp_path / "a.png")[0] == 1


# Greater Manchester


def test_questions(said, run, gm_path):
    names = {each["name"] for each in said("ask", "--list")}
    assert {"count", "path"} <= names
    counted = said("ask", gm_path, "count", "Crime", "by", "type")
    assert counted["total"] == 28_762
    assert {"value": "Burglary", "count": 2_807} in counted["counts"]
    found = said("ask", gm_path, "path", 45362, 45444, "--max", 4)
    assert found["length"] == 1
    assert run("ask", gm_path, "nonsense")[0] == 2
    assert run("ask", gm_path)[0] == 2


def test_select_and_info(said, run, gm_path):
    assert said("select", gm_path, 'Crime where type = "Burglary"')["count"] == 2_807
    assert run("select", gm_path, "Person where")[0] == 2
    info = said("info", gm_path)
    assert info["items"]["Crime"] == 28_762
    assert info["links"]["OCCURRED_AT"] == 28_762
    assert len(info["sources"]) == 28


def test_formats_keep_a_property_named_like_a_column(said, gm_path, tmp_path):
    import networkx as nx

    copy = shutil.copy(gm_path, tmp_path / "copy.intelviz")
    query = 'Crime where type = "Bicycle theft"'
    for name in ("csv", "json", "geojson", "graphml"):
        document = said("export", copy, "--format", name, "--select", query, "--out", tmp_path / f"out.{name}")
        assert document["items"] == 414
    feature = json.loads((tmp_path / "out.geojson").read_text())["features"][0]
    assert (feature["properties"]["type"], feature["properties"]["p_type"]) == ("Crime", "Bicycle theft")
    header = (tmp_path / "out.csv").read_text(encoding="utf-8-sig").splitlines()[0].split(",")
    assert len(set(header)) == len(header)
    assert "p_type" in header
    assert len(nx.read_graphml(tmp_path / "out.graphml")) == 414


def test_frames_and_graph(gm_path):
    with Case.open(gm_path, read_only=True) as case:
        crimes = case.items('Crime where type = "Bicycle theft"')
        assert len(crimes) == 414
        assert set(crimes["type"]) == {"Crime"}
        assert set(crimes["p_type"]) == {"Bicycle theft"}
        assert crimes.crs.to_epsg() == 4326
        graph = case.graph("Person")
        assert graph.number_of_nodes() == 1_369
        assert graph.number_of_edges() == len(case.links("Person"))
        assert case.items('Person where name = "nobody"').empty
