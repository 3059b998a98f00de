"""What an analyst reads who chose the wrong file, the wrong recipe or a locked file: what is wrong, and what to do."""

import zipfile
from types import SimpleNamespace

import pytest

from intelviz.case.file import CaseFile
from intelviz.cli import main
from intelviz.schema.errors import IntelvizError, SchemaError
from intelviz.schema.strict_yaml import read_yaml


@pytest.fixture
def told(tmp_path, capsys):
    """Return a function that imports a text as a file and returns what the command line says."""
    case = tmp_path / "c.intelviz"
    CaseFile.create(case).close()

    def run(name, content, *more):
        path = tmp_path / name
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
        capsys.readouterr()
        main(["import", str(case), str(path), *more])
        found = capsys.readouterr()
        return found.out + found.err

    return run


def test_a_file_with_a_header_alone_is_said_to_have_no_rows(told):
    words = told("h.csv", "Name,Phone\n")
    assert "h.csv" in words
    assert "no data below it" in words
    assert "Export it again" in words
    assert "recipe" not in words


def test_a_file_of_one_column_is_not_said_to_lack_cameras(told):
    words = told("wrong.xlsx", "hello there\nand more\n")
    assert "only one column" in words
    assert "right file" in words
    assert "VRM" not in words


def test_an_archive_of_protected_files_is_told_with_whole_sentences(told, tmp_path):
    bomb = tmp_path / "x.zip"
    with zipfile.ZipFile(bomb, "w") as out:
        out.writestr("a.csv", "Name,Phone\n")
    raw = bytearray(bomb.read_bytes())
    raw[6] |= 1  # said to be encrypted, here and in the directory
    raw[raw.index(b"PK\x01\x02") + 8] |= 1
    words = told("locked.zip", bytes(raw))
    assert "protected by a password. " in words
    assert "Open it" not in words


def test_what_is_left_out_of_rows_that_are_loaded_is_said(told):
    words = told("d.csv", "Nominal No,Surname,Forename,DOB\n1,A,B,31/02/1990\n")
    assert "1 cell was changed or left out" in words


@pytest.mark.parametrize("grade", ["Z9", "B2", "", "B24X9", "!!"])
def test_a_wrong_grade_is_told_in_one_sentence(told, grade):
    words = told("g.csv", "Name,Phone\nA,07700900123\n", "--grade", grade)
    assert "it “" not in words
    assert words.count("Write") <= 1


def test_a_recipe_that_is_not_there_is_told_with_what_to_do(told, tmp_path):
    words = told("g.csv", "Name,Phone\nA,07700900123\n", "--recipe", str(tmp_path / "none.yaml"))
    assert "none.yaml" in words
    assert "Check its name" in words
    with pytest.raises(SchemaError, match="Check its name"):
        read_yaml(tmp_path / "gone.yaml")


def test_json_that_is_whole_is_not_said_to_be_cut_off(told):
    assert "cut off" not in told("deep.json", "[" * 100_000 + "]" * 100_000)
    assert "cut off" in told("cut.json", '[{"name":"a","phone":"07700900123"},{"name":"b","pho')


def test_an_email_whose_parts_lie_too_deep_is_loaded_with_a_note(told):
    head = "From: a@x.uk\nTo: b@x.uk\nSubject: s\nDate: Mon, 1 Jan 2024 10:00:00 +0000\nMIME-Version: 1.0\n"
    for depth in (300, 500, 1_000, 5_000):
        parts = "".join(f'Content-Type: multipart/mixed; boundary="b{at}"\n\n--b{at}\n' for at in range(depth))
        words = told(f"{depth}.eml", f"{head}{parts}Content-Type: text/plain\n\nhello\n")
        assert "1 row, 1 loaded" in words
    assert "too deep" in words


def test_a_case_that_the_window_can_not_show_is_told_in_words_when_it_is_drawn(tmp_path, monkeypatch):
    from intelviz.app import picture

    monkeypatch.setattr(picture, "_window", lambda *_: SimpleNamespace(bench=None))
    monkeypatch.setattr(picture, "_let_go", lambda *_: None)
    with pytest.raises(IntelvizError, match="could not be shown"):
        picture.draw_picture(tmp_path / "c.intelviz", "network", tmp_path / "x.png")
