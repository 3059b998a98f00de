"""Every answer says which sources it rests on, and which it doesn't: expired, withdrawn, failed, or passed over."""

import json
from datetime import date, timedelta

import pytest

from intelviz import Case
from intelviz.cli import main
from intelviz.ingest.expiry import expiry
from intelviz.schema.errors import IntelvizError, UsageError

HEAD = ":ID,name,surname,:LABEL\n"


@pytest.fixture
def folder(tmp_path):
    files = tmp_path / "files"
    files.mkdir()
    (files / "persons.csv").write_text(f"{HEAD}1,Ann,Archer,Person\n2,Bob,Baker,Person\n")
    return files


@pytest.fixture
def case(tmp_path, folder):
    with Case.new(tmp_path / "case.intelviz") as made:
        made.import_files(folder)
        yield made


def why(found):
    return {each["source"]: each["why"] for each in found["coverage"]["not_searched"]}


def test_a_source_may_be_used_for_ninety_days_unless_something_else_is_said(case, folder, tmp_path):
    assert case.info()["sources"][0]["expires"] == (date.today() + timedelta(days=90)).isoformat()
    (folder / "more.csv").write_text(f"{HEAD}3,Cy,Cole,Person\n")
    case.import_files(folder / "more.csv", expires="never")
    assert case.info()["sources"][1]["expires"] == ""


def test_what_is_past_its_date_is_not_searched_and_not_exported_until_it_is_extended(case, tmp_path):
    case.keep_until("persons.csv", "2020-01-31")
    found = case.search("Ann")
    assert found["hits"] == []
    assert found["searched"] == []
    assert found["not_searched"] == ["persons.csv (expired on 31 January 2020)"]
    out = tmp_path / "out.json"
    done = case.export("json", out)
    assert (done["items"], len(done["withheld"])) == (0, 2)
    assert json.loads(out.read_text())["graph"]["coverage"]["not_searched"][0]["why"] == "expired"
    assert [each["expired"] for each in case.due()] == [True]
    asked = case.ask("count", "Person", by="name")
    assert asked["coverage"]["searched"][0]["past_date"] is True
    case.keep_until("persons.csv", 30)
    assert [hit["label"] for hit in case.search("Ann")["hits"]] == ["Ann Archer"]
    case.undo()
    assert case.search("Ann")["hits"] == []
    assert case.verify()["ok"]


def test_an_item_of_which_another_source_still_speaks_is_found(case, folder):
    (folder / "again.csv").write_text(f"{HEAD}1,Ann,Archer,Person\n")
    case.import_files(folder / "again.csv")
    case.keep_until("persons.csv", "2020-01-31")
    assert [hit["label"] for hit in case.search("a")["hits"]] == ["Ann Archer"]


def test_what_was_passed_over_or_failed_is_remembered_until_it_is_loaded(case, folder):
    (folder / "README.txt").write_text("About these files")
    (folder / "more.csv").write_text(f"{HEAD}3,Cy,Cole,Person\n")
    case.import_files(folder)
    assert why(case.search("Ann")) == {"README.txt": "passed over"}
    bad = folder / "bad.csv"
    bad.write_bytes(b"")
    with pytest.raises(IntelvizError):
        case.import_files(bad)
    assert why(case.search("Ann")) == {"README.txt": "passed over", "bad.csv": "failed"}
    bad.write_text(f"{HEAD}4,Di,Dole,Person\n")
    case.import_files(bad)
    assert why(case.search("Ann")) == {"README.txt": "passed over"}
    case.withdraw("bad.csv")
    assert why(case.search("Ann"))["bad.csv"] == "withdrawn"


@pytest.mark.parametrize("kind", ["csv", "json", "geojson", "graphml"])
def test_every_product_carries_it(case, tmp_path, kind):
    out = tmp_path / f"out.{kind}"
    done = case.export(kind, out)
    assert [each["source"] for each in done["coverage"]["searched"]] == ["persons.csv"]
    text = out.read_text("utf-8-sig") if kind != "csv" else (tmp_path / "out-sources.csv").read_text("utf-8-sig")
    assert "persons.csv" in text


@pytest.mark.parametrize(
    ("text", "day"),
    [("90", "2026-03-31"), ("1", "2026-01-01"), ("2027-03-31", "2027-03-31"), ("31/03/2027", "2027-03-31"),
     ("never", ""), ("0", "")],
)  # fmt: skip
def test_until_when(text, day):
    assert expiry(text, date(2025, 12, 31)) == day


@pytest.mark.parametrize("text", ["", "soon", "-1", "31/02/2027", "99999999999999999999", "2027-13-01"])
def test_what_is_no_date_is_refused(text):
    with pytest.raises(UsageError, match="no time until which"):
        expiry(text)


def test_on_the_command_line(case, capsys):
    path = str(case._file.path)
    case.close()
    assert main(["keep", path, "persons.csv", "--until", "2020-01-31"]) == 0
    capsys.readouterr()
    assert main(["due", path, "--json"]) == 0
    assert json.loads(capsys.readouterr().out)[0]["source"] == "persons.csv"
    assert main(["search", path, "Ann"]) == 0
    assert "not searched: persons.csv (expired on 31 January 2020)" in capsys.readouterr().out
    assert main(["withdraw", path, "persons.csv"]) == 0
    assert main(["withdraw", path, "persons.csv"]) == 2
