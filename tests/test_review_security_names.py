"""Names of files from strangers: nothing in them acts on a terminal, ends an import or leads out of a folder."""

import io
import os
import tarfile

import pytest

from intelviz.case.file import CaseFile
from intelviz.cli import main
from intelviz.ingest.choosing import walk
from intelviz.ingest.importing import import_files
from intelviz.schema.errors import BadInputError, IntelvizError, Where
from intelviz.schema.readable import readable

TABLE = "Name,Phone\nAnna,07700900123\nBen,07700900124\n"
NO_LETTERS = os.fsdecode(b"\xff\xfe.csv")


@pytest.fixture
def case(tmp_path):
    with CaseFile.create(tmp_path / "case.intelviz") as case:
        yield case


@pytest.fixture
def folder(tmp_path):
    found = tmp_path / "files"
    found.mkdir()
    (found / "good.csv").write_text(TABLE)
    return found


def passed_over(case, folder):
    report = import_files(case, [folder]).as_json()
    assert [each["source"].rsplit("/", 1)[-1] for each in report["sources"]] == ["good.csv"]
    assert case.verify() == []
    return {each["source"].rsplit("/", 1)[-1]: each["why"] for each in report["skipped"]}


def test_links_in_a_circle_and_into_nothing_do_not_end_the_import_of_a_folder(case, folder):
    (folder / "circle.csv").symlink_to("circle.csv")
    (folder / "nowhere.csv").symlink_to("/nowhere/at/all.csv")
    found = passed_over(case, folder)
    assert "a link" in found["circle.csv"]
    assert "a link" in found["nowhere.csv"]


def test_a_link_out_of_a_folder_is_not_followed_and_is_said(case, folder, tmp_path):
    private = tmp_path / "private"
    private.mkdir()
    (private / "mine.csv").write_text(TABLE.replace("Anna", "Secret"))
    (folder / "theirs.csv").symlink_to(private / "mine.csv")
    (folder / "all").symlink_to(private)
    found = passed_over(case, folder)
    assert "leads out of the folder" in found["theirs.csv"]
    assert "leads out of the folder" in found["all"]


def test_a_link_within_a_folder_is_read_once(case, folder):
    (folder / "again.csv").symlink_to("good.csv")
    assert passed_over(case, folder) == {}


def test_a_link_that_the_user_names_is_followed(case, folder, tmp_path):
    link = tmp_path / "link.csv"
    link.symlink_to(folder / "good.csv")
    assert import_files(case, [link]).items == 4


def test_a_circle_of_links_that_is_named_is_told_in_words(case, tmp_path):
    link = tmp_path / "circle.csv"
    link.symlink_to("circle.csv")
    with pytest.raises(BadInputError, match="no such file"):
        import_files(case, [link])


def test_a_pipe_and_a_device_in_a_folder_do_not_hold_up_the_import(case, folder):
    os.mkfifo(folder / "pipe.csv")
    (folder / "zero.csv").symlink_to("/dev/zero")
    found = passed_over(case, folder)
    assert "can be read twice" in found["pipe.csv"]
    assert "a link" in found["zero.csv"]


def test_a_folder_that_can_not_be_opened_is_named(folder, monkeypatch):
    (folder / "closed").mkdir()
    real = os.scandir

    def refusing(path):
        if str(path).endswith("closed"):
            raise PermissionError(13, "Permission denied", str(path))
        return real(path)

    monkeypatch.setattr(os, "scandir", refusing)
    assert (folder / "closed", False) in walk([folder])


def test_a_closed_folder_is_told_of_in_the_report(case, folder, monkeypatch):
    (folder / "closed").mkdir()
    monkeypatch.setattr("intelviz.ingest.choosing._inside", lambda home: [home / "good.csv", home / "closed"])
    assert "can't be opened" in passed_over(case, folder)["closed"]


def test_a_name_that_is_no_utf8_is_passed_over_and_told(case, folder):
    (folder / NO_LETTERS).write_text(TABLE)
    (why,) = passed_over(case, folder).values()
    assert "stand for no letters" in why
    assert [each.name for each in case.attempts()] == ["\\xff\\xfe.csv"]


def test_a_named_file_whose_name_is_no_utf8_is_refused_in_words(tmp_path, capsys):
    case = tmp_path / "c.intelviz"
    CaseFile.create(case).close()
    (tmp_path / NO_LETTERS).write_text(TABLE)
    assert main(["import", str(case), str(tmp_path / NO_LETTERS)]) == 1
    told = capsys.readouterr().err
    assert "Rename it" in told
    assert "\\xff\\xfe.csv" in told


def test_a_member_whose_name_is_no_utf8_is_passed_over(case, tmp_path):
    with tarfile.open(tmp_path / "a.tar", "w") as packed:
        for name in ("ok.csv", NO_LETTERS):
            member = tarfile.TarInfo(name)
            member.size = len(TABLE)
            packed.addfile(member, io.BytesIO(TABLE.encode()))
    report = import_files(case, [tmp_path / "a.tar"])
    assert [each.part for each in report.sources] == ["ok.csv"]
    assert "stand for no letters" in report.skipped[0].why


def test_names_and_values_can_not_act_on_a_terminal_or_turn_text_round(tmp_path, capsys):
    case = tmp_path / "c.intelviz"
    CaseFile.create(case).close()
    folder = tmp_path / "f"
    folder.mkdir()
    (folder / "\x1b[2Jgone\n9 items added\u202e.csv").write_text(TABLE)
    (folder / "bad.csv").write_text('Name,Phone\n"Anna",07700900123,"\x1b[31mred"\nBen,07700900124\n')
    assert main(["import", str(case), str(folder)]) == 0
    assert main(["search", str(case), "Ben"]) == 0
    told = capsys.readouterr().out
    assert "\x1b" not in told
    assert "\u202e" not in told
    assert "\n9 items added" not in told
    assert "\\x1b[2Jgone\\x0a9 items added\\u202e.csv" in told


def test_errors_write_out_what_is_not_seen():
    where = Where("a\nb.csv", 3, "co\x1bl", "v\u202e\x9b2J")
    assert where.words() == "a\\x0ab.csv, row 3, column “co\\x1bl”, value “v\\u202e\\x9b2J”"
    assert IntelvizError("it says \x1b[2J.").words() == "it says \\x1b[2J."


def test_letters_of_all_writings_stay_as_they_are():
    for text in ("Zoë O’Neill", "محمد", "Łódź", "日本", "👩\u200d👧", "a\u0301"):
        assert readable(text) == text
