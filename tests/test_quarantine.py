"""A row that was set aside is corrected and loaded; undone, all is as it was; rows add up at every step."""

import json

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule

from intelviz import Case
from intelviz.cli import main
from intelviz.schema.errors import BadInputError, CaseError, UsageError
from tests.small_import import written

BAD_CRIMES = (
    ":ID,date,time,to_date,to_time,type,:LABEL\n5,05/08/2017,,,,Burglary,Crime\n6,31/02/2017,22:00,,,Robbery,Crime\n"
    "8,,25:99,,,Theft,Crime\n9,01/08/2017,,\n"
)


@pytest.fixture
def case(tmp_path):
    folder = written(tmp_path / "files", crimes=BAD_CRIMES)
    with Case.new(tmp_path / "case.intelviz") as made:
        made.import_files(folder)
        yield made


def counts(case, name="crimes.csv"):
    source = next(each for each in case._file.sources() if each.name == name)
    return source.rows, source.loaded, source.merged, source.rejected


def test_a_corrected_row_is_loaded_and_the_counts_say_so(case):
    before = case.info()
    assert counts(case) == (4, 1, 0, 3)
    done = case.correct("crimes.csv", 3, {"date": "28/02/2017"})
    assert (done["loaded"], done["merged"], done["rejected"]) == (2, 0, 2)
    assert done["cells"] == {"date": {"was": "31/02/2017", "now": "28/02/2017"}}
    assert done["became"] == "loaded"
    assert case.info()["items"]["Crime"] == before["items"]["Crime"] + 1
    assert case.verify()["ok"], case.verify()
    assert 3 not in [each["row"] for each in case.rejected("crimes.csv")]


def test_who_corrected_what_and_when_is_kept_beside_the_row_as_it_came(case):
    case.correct("crimes.csv", 3, {"date": "28/02/2017"})
    source = next(each for each in case._file.sources() if each.name == "crimes.csv")
    (correction,) = case._file.corrections(source.id)
    assert correction.cells == {"date": ("31/02/2017", "28/02/2017")}
    assert correction.by
    assert correction.at.startswith("20")
    assert case._file.record(correction.record_id).cells["date"] == "28/02/2017"
    records = map(case._file.record, range(1, correction.record_id + 1))
    original = min(each.id for each in records if (each.source_id, each.row) == (source.id, 3))
    assert case._file.record(original).cells["date"] == "31/02/2017"
    entry = case.log(1)[0]
    assert entry["command"] == "correct row"
    assert "“31/02/2017” → “28/02/2017”" in entry["title"]


def test_undo_sets_it_aside_again_and_redo_brings_it_back(case):
    before, info = counts(case), case.info()
    case.correct("crimes.csv", 3, {"date": "28/02/2017"})
    after, there = counts(case), case.info()
    case.undo()
    assert counts(case) == before
    assert case.info() == info
    assert case.verify()["ok"], case.verify()
    case.redo()
    assert counts(case) == after
    assert case.info() == there
    assert case.verify()["ok"], case.verify()


def test_what_is_still_wrong_is_said_and_nothing_changes(case):
    before, info = counts(case), case.info()
    with pytest.raises(BadInputError, match=r"crimes.csv, row 3, column “date”, value “30/02/2017”: The row could"):
        case.correct("crimes.csv", 3, {"date": "30/02/2017"})
    assert (counts(case), case.info()) == (before, info)
    with pytest.raises(UsageError, match=r"no column “dat”.*Its columns are: :ID, date"):
        case.correct("crimes.csv", 3, {"dat": "28/02/2017"})
    with pytest.raises(CaseError, match="row 2 is not among the rows"):
        case.correct("crimes.csv", 2, {"date": "28/02/2017"})


OWN = """recipe: mine
version: 1
title: Mine
identity: case
files:
  - required: [no, name, kind]
    items:
      - type: {column: kind}
        id: no
        properties: {name: name}
"""


@pytest.fixture
def people(tmp_path):
    (tmp_path / "mine.yaml").write_text(OWN)
    (tmp_path / "people.csv").write_text("no,name,kind\n1,Ann,Person\n2,Bob\n3,Cy,Persn\n4,Di,Person,x,y\n")
    with Case.new(tmp_path / "case.intelviz") as made:
        made.import_files(tmp_path / "people.csv", recipe=tmp_path / "mine.yaml")
        yield made


def test_a_row_with_too_few_cells_is_corrected_from_its_text(people):
    rows = {each["row"]: each["cells"] for each in people.rejected("people.csv")}
    assert rows[3] == {"no": "2", "name": "Bob", "kind": ""}
    assert people.correct("people.csv", 3, {"kind": "Person"})["became"] == "loaded"
    assert people.show("Bob")["assertions"][0]["row"] == 3
    assert people.verify()["ok"]


def test_of_a_row_with_too_many_nothing_is_guessed(people):
    rows = {each["row"]: each["cells"] for each in people.rejected("people.csv")}
    assert rows[5] == {"no": "", "name": "", "kind": ""}
    people.correct("people.csv", 5, {"no": "4", "name": "Di", "kind": "Person"})
    assert people.show("Di")["type"] == "Person"


def test_a_row_of_an_unknown_type_is_kept_and_corrected(people):
    row = next(each for each in people.rejected("people.csv") if each["row"] == 4)
    assert row["reason"] == "there is no item type “Persn”; did you mean Person?"
    assert row["cells"] == {"no": "3", "name": "Cy", "kind": "Persn"}
    assert people.correct("people.csv", 4, {"kind": "Person"})["became"] == "loaded"
    people.undo()
    assert people.rejected("people.csv")[1] == row


def test_a_row_that_becomes_one_that_is_there_is_merged_or_kept_apart_as_an_import_would(tmp_path):
    file = tmp_path / "calls.csv"
    file.write_text(
        ":ID,call_duration,call_time,call_date,call_type,:LABEL\n7,38,00:32,04/08/2017,CALL,PhoneCall\n7,38,00:32,99/08/2017,CALL,PhoneCall\n"
    )
    with Case.new(tmp_path / "case.intelviz") as case:
        case.import_files(file)
        assert case.correct("calls.csv", 3, {"call_date": "04/08/2017"})["became"] == "merged"
        assert counts(case, "calls.csv") == (2, 1, 1, 0)
        assert case.verify()["ok"]
        case.undo()
        assert counts(case, "calls.csv") == (2, 1, 0, 1)


def test_links_of_a_corrected_row_come_and_go(tmp_path):
    folder = written(tmp_path / "files", knows=":START_ID,:END_ID,:TYPE,from_date\n1,2,KNOWS,01/02/2015\n1,99,KNOWS,\n")
    with Case.new(tmp_path / "case.intelviz") as case:
        case.import_files(folder)
        assert case.info()["links"]["KNOWS"] == 1
        done = case.correct("knows.csv", 3, {":END_ID": "2"})
        assert done["links"] == 1
        assert case.info()["links"]["KNOWS"] == 2
        case.undo()
        assert case.info()["links"]["KNOWS"] == 1
        case.redo()
        assert case.info()["links"]["KNOWS"] == 2
        assert case.verify()["ok"]


def test_undoing_the_import_takes_its_corrections_along_and_redo_brings_both(case):
    case.correct("crimes.csv", 3, {"date": "28/02/2017"})
    there = case.info()
    case.undo()
    case.undo()
    assert case.info()["items"] == {}
    case.redo()
    case.redo()
    assert case.info() == there
    assert case.verify()["ok"]


def test_the_same_file_again_changes_nothing_after_a_correction(case, tmp_path):
    case.correct("crimes.csv", 3, {"date": "28/02/2017"})
    there = case.info()
    report = case.import_files(tmp_path / "files").as_json()
    assert case.info() == there
    for each in report["sources"]:
        assert each["rows"] == each["loaded"] + each["merged"] + each["rejected"]


def test_on_the_command_line(case, tmp_path, capsys):
    path = str(case._file.path)
    case.close()
    assert main(["rejected", path, "crimes.csv", "--json"]) == 0
    assert [each["row"] for each in json.loads(capsys.readouterr().out)] == [3, 4, 5]
    assert main(["correct", path, "crimes.csv", "3", "date=28/02/2017", "--json"]) == 0
    assert json.loads(capsys.readouterr().out)["rejected"] == 2
    assert main(["correct", path, "crimes.csv", "3", "date=28/02/2017"]) == 1
    assert "not among the rows" in capsys.readouterr().err
    assert main(["correct", path, "crimes.csv", "4", "nonsense"]) == 2
    assert main(["undo", path]) == 0
    assert main(["verify", path]) == 0


class Corrections(RuleBasedStateMachine):
    """Any sequence of corrections, right and wrong, undone and redone, leaves rows that add up."""

    folder = None

    @initialize()
    def begin(self):
        import tempfile
        from pathlib import Path

        self.place = tempfile.TemporaryDirectory()
        files = written(Path(self.place.name) / "files", crimes=BAD_CRIMES)
        self.case = Case.new(Path(self.place.name) / "case.intelviz")
        self.case.import_files(files)
        self.states = [self.state()]
        self.at = 0

    def state(self):
        info = self.case.info()
        return info["items"], info["links"], counts(self.case), len(self.case.rejected("crimes.csv"))

    @rule(row=st.sampled_from([2, 3, 4, 5, 6]), column=st.sampled_from(["date", "time", "type", ":LABEL", ":ID"]),
          value=st.sampled_from(["28/02/2017", "12:30", "Crime", "", "5", "11", "=1+1", "\x00", "Person"]))  # fmt: skip
    def correct(self, row, column, value):
        before = self.state()
        try:
            self.case.correct("crimes.csv", row, {column: value})
        except (BadInputError, CaseError, UsageError):
            assert self.state() == before
            return
        self.at += 1
        self.states[self.at :] = [self.state()]

    @precondition(lambda self: self.at > 0)
    @rule()
    def undo(self):
        self.case.undo()
        self.at -= 1
        assert self.state() == self.states[self.at]

    @precondition(lambda self: self.at < len(self.states) - 1)
    @rule()
    def redo(self):
        self.case.redo()
        self.at += 1
        assert self.state() == self.states[self.at]

    @invariant()
    def rows_add_up(self):
        if hasattr(self, "case"):
            rows, loaded, merged, rejected = counts(self.case)
            assert rows == loaded + merged + rejected == 4
            assert rejected == len(self.case.rejected("crimes.csv"))

    def teardown(self):
        if hasattr(self, "case"):
            assert self.case.verify() == {"ok": True, "problems": []}
            self.case.close()
            self.place.cleanup()


TestCorrections = Corrections.TestCase
TestCorrections.settings = settings(
    max_examples=12, stateful_step_count=8, deadline=None, suppress_health_check=list(HealthCheck)
)
