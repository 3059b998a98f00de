"""Loading files is an act like any other: undone, it leaves the case as it was; redone, it brings all back."""

import threading
import zipfile
from pathlib import Path

import numpy as np
import pytest

from intelviz import Case
from intelviz.case.file import CaseFile
from intelviz.workspace.commands.sets.make_set import MakeSet
from intelviz.workspace.commands.sources.import_files import ImportFiles
from intelviz.workspace.jobs import Jobs
from intelviz.workspace.opening import OpenCase, open_case
from intelviz.workspace.replaying import replay


def test_an_import_is_undone_and_redone(gm_copy):
    assert gm_copy.acts.can_undo == "Import “greater-manchester-pole”: 61,521 items, 105,840 links"
    assert len(gm_copy.workspace) == 61_521
    drawn = gm_copy.workspace.items.id[gm_copy.workspace.chart.rows]
    gm_copy.keep_first_chart()
    gm_copy.acts.undo()
    assert len(gm_copy.workspace) == 0
    assert len(gm_copy.workspace.links) == 0
    assert not any(source.live for source in gm_copy.case.sources())
    gm_copy.acts.redo()
    assert len(gm_copy.workspace) == 61_521
    assert len(gm_copy.workspace.links) == 105_840
    assert np.array_equal(gm_copy.workspace.items.id[gm_copy.workspace.chart.rows], drawn)


def test_the_undo_of_an_import_survives_closing(gm_copy):
    path = gm_copy.case.path
    gm_copy.acts.undo()
    gm_copy.close()
    with open_case(path) as again:
        assert len(again.workspace) == 0
        again.acts.redo()
        assert len(again.workspace) == 61_521


def test_an_import_runs_as_a_job_and_gives_an_empty_case_its_chart(tmp_path, shared_data):
    posted, ready = [], threading.Event()

    def post(act):
        posted.append(act)
        ready.set()

    done, told = [], []
    with OpenCase(CaseFile.create(tmp_path / "new.intelviz"), Jobs(post)) as opened:
        assert opened.chart_words == ""
        assert len(opened.workspace) == 0
        opened.workspace.subscribe(told.append)
        folder = shared_data / "greater-manchester-pole"
        opened.acts.start(ImportFiles((folder,)), "Loading", then=done.append, failed=done.append)
        while not done:
            ready.wait()
            ready.clear()
            while posted:
                posted.pop(0)()
        assert done[0].title.startswith("Import “greater-manchester-pole”")
        assert len(told) == 1
        assert len(opened.workspace.chart.rows) > 300
        assert opened.chart_words.startswith("The chart starts with")


def test_replay_loads_the_same_files_again(gm_copy, tmp_path):
    persons = gm_copy.workspace.items.id[:3]
    gm_copy.acts.run(MakeSet("First", persons))
    with OpenCase(CaseFile.create(tmp_path / "other.intelviz")) as target:
        done = replay(gm_copy.case, target.case, target.acts)
        assert [each.applied for each in done] == [True, True]
        assert len(target.case.sets()["First"]) == 3
        assert target.case.info()["items"]["Crime"] == 28_762


@pytest.mark.parametrize("packed", [False, True], ids=["a file", "an archive"])
def test_replay_loads_no_file_that_has_changed_since(tmp_path, packed):

    def written(name: str) -> Path:
        text = f"name,phone\n{name},07700 900123\nBob,07700 900124\n"
        if not packed:
            path = tmp_path / "people.csv"
            path.write_text(text)
            return path
        path = tmp_path / "people.zip"
        with zipfile.ZipFile(path, "w") as archive:
            archive.writestr("people.csv", text)
        return path

    with Case.new(tmp_path / "case.intelviz") as case:
        case.import_files(written("Ann"))
        source = case._file
        with OpenCase(CaseFile.create(tmp_path / "same.intelviz")) as target:
            assert [each.applied for each in replay(source, target.case, target.acts)] == [True]
        written("Zoe")
        with OpenCase(CaseFile.create(tmp_path / "other.intelviz")) as target:
            (done,) = replay(source, target.case, target.acts)
            assert not done.applied
            assert "is no longer the file that was loaded" in done.words
            assert target.case.info()["items"] == {}
