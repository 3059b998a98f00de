"""Small files that would fill the disk or the memory, or never end, are refused in words; long work can be stopped."""

import io
import json
import sqlite3
import time
import zipfile

import pytest

from intelviz.case.file import CaseFile
from intelviz.ingest.importing import import_files
from intelviz.ingest.preview import look
from intelviz.ingest.readers.file import MOST_COLUMNS
from intelviz.schema.errors import BadInputError, CancelledError

TABLE = "Name,Phone\nAnna,07700900123\nBen,07700900124\n"


@pytest.fixture
def case(tmp_path):
    with CaseFile.create(tmp_path / "case.intelviz") as case:
        yield case


def zipped(files):
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as out:
        for name, content in files.items():
            out.writestr(name, content)
    return packed.getvalue()


def test_archives_in_an_archive_can_not_unpack_to_more_than_one_alone_may(case, tmp_path, monkeypatch):
    monkeypatch.setattr("intelviz.ingest.readers.packed.unpacking.BOMB_SIZE", 4 << 20)
    one = zipped({"x.csv": b"Name,Phone\n" + b"A,07700900123\n" * (3 << 16)})
    outer = zipped({f"{place}.zip": one for place in range(10)})
    bomb = tmp_path / "bomb.zip"
    bomb.write_bytes(outer)
    assert len(outer) < len(one)
    report = import_files(case, [bomb])
    refused = [each.why for each in report.skipped]
    assert any("with what lies beside it" in why for why in refused)
    assert len(report.sources) < 10
    assert case.verify() == []


def test_a_large_archive_of_usual_files_is_unpacked(case, tmp_path, monkeypatch):
    monkeypatch.setattr("intelviz.ingest.readers.packed.unpacking.BOMB_SIZE", 1 << 10)
    (tmp_path / "a.zip").write_bytes(zipped({f"{place}.csv": TABLE for place in range(30)}))
    assert len(import_files(case, [tmp_path / "a.zip"]).sources) == 30


def test_looking_into_an_archive_can_be_stopped_and_tells_where_it_stands(case, tmp_path):
    (tmp_path / "a.zip").write_bytes(zipped({f"part{place}.csv": TABLE for place in range(30)}))
    told = []

    def step(words, _done=0, _total=0):
        told.append(words)
        if "part5.csv" in words:
            raise CancelledError

    with pytest.raises(CancelledError):
        import_files(case, [tmp_path / "a.zip"], step=step)
    assert not any("part7.csv" in words for words in told)
    told.clear()
    with pytest.raises(CancelledError):
        look([tmp_path / "a.zip"], case.schema, step)
    assert case.sources() == []


def test_looking_at_many_small_files_takes_no_longer_for_each_than_for_a_few(case, tmp_path):
    def seconds(count):
        path = tmp_path / f"{count}.zip"
        path.write_bytes(zipped({f"f{place}.csv": f"Name,Phone\nA{place},07700{place:06}\n" for place in range(count)}))
        begun = time.perf_counter()
        with pytest.raises(CancelledError):
            import_files(case, [path], step=stop_when_loading)
        return (time.perf_counter() - begun) / count

    def stop_when_loading(words, _done=0, _total=0):
        if words.startswith("Loading"):
            raise CancelledError

    seconds(50)
    assert seconds(1_500) < 3 * seconds(100)


def test_a_table_of_very_many_columns_is_refused_with_the_number(case, tmp_path):
    wide = tmp_path / "wide.csv"
    row = ",".join(f"c{place}" for place in range(MOST_COLUMNS + 1))
    wide.write_text(f"{row}\n{row}\n")
    with pytest.raises(BadInputError, match="16,385 columns"):
        import_files(case, [wide])
    (tmp_path / "a.zip").write_bytes(zipped({"wide.csv": wide.read_bytes(), "good.csv": TABLE}))
    report = import_files(case, [tmp_path / "a.zip"])
    assert [each.part for each in report.sources] == ["good.csv"]
    assert [each.part for each in report.skipped] == ["wide.csv"]


def test_halves_of_characters_in_names_and_values_are_told_and_end_nothing(case, tmp_path):
    rows = [{"na\ud800me": "Anna", "phone": "07700900123"}, {"na\ud800me": "x\udfff", "phone": "07700900124"}]
    (tmp_path / "half.json").write_text(json.dumps(rows))
    (source,) = import_files(case, [tmp_path / "half.json"]).sources
    assert (source.loaded, source.rejected) == (1, 1)
    assert "half of a character" in source.rejections[0].reason
    (tmp_path / "half.ndjson").write_text("\n".join(map(json.dumps, rows)) + "\n")
    (source,) = import_files(case, [tmp_path / "half.ndjson"]).sources
    assert source.rejected == 1
    assert case.verify() == []


def test_one_tag_of_megabytes_takes_no_longer_for_each_character_than_a_short_one(case, tmp_path):
    page = "<html><table><tr><th>Name</th><th>Phone</th></tr><tr><td>Anna</td><td>07700900123</td></tr></table>"

    def seconds(count):
        (tmp_path / f"{count}.html").write_text(f"{page}<p {'a=1 ' * count}>text</p></html>")
        begun = time.perf_counter()
        import_files(case, [tmp_path / f"{count}.html"])
        return (time.perf_counter() - begun) / count

    seconds(10)
    assert seconds(1 << 19) < 3 * seconds(1 << 17)


def test_a_view_that_gives_more_than_there_is_room_for_is_stopped(case, tmp_path, monkeypatch):
    monkeypatch.setattr("intelviz.ingest.readers.database._MOST_OF_A_VIEW", 100_000)
    with sqlite3.connect(tmp_path / "a.db") as database:
        database.execute("CREATE TABLE a (name, phone)")
        database.executemany("INSERT INTO a VALUES (?, ?)", [(f"A{place}", "x") for place in range(40)])
        database.execute("CREATE VIEW b AS SELECT a.name, printf('%.*c', 1000, 'x') AS phone FROM a, a AS c")
    database.close()
    try:
        told = [each.why for each in import_files(case, [tmp_path / "a.db"]).skipped]
    except BadInputError as error:
        told = [error.what]
    assert [each for each in told if "more than 100,000 characters" in each]
    assert [each.name for each in case.sources()] in ([], ["a.db › a"])
