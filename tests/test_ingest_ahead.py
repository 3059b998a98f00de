"""A file read ahead in a process of its own makes the very same case as one that is read here."""

from __future__ import annotations

import contextlib
import random
import sqlite3
import subprocess
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from intelviz.case.file import CaseFile
from intelviz.ingest import ahead
from intelviz.ingest.batches import ItemBatch, LinkBatch
from intelviz.ingest.importing import import_files
from intelviz.ingest.portions import EndPortion, ItemPortion, LinkPortion, Portion
from intelviz.schema.errors import BadInputError, CancelledError

RECIPE = """recipe: calls
version: 1
title: Calls
zone: Europe/London
identity: case
files:
  - name: calls
    required: [kind, from, to, at]
    only: {kind: [call, text]}
    leave_out: {secret: not needed}
    items:
      - {as: a, type: Phone, id: from, properties: {phoneNo: from}}
      - {as: b, type: Phone, id: to, split: [";"], properties: {phoneNo: to}}
      - as: event
        type: {column: kind, values: {call: PhoneCall}, otherwise: Entity}
        identity: row
        when: {at: at, formats: [yyyy-mm-dd]}
    links:
      - {type: LINKED_TO, from: a, to: b}
  - name: links
    required: [kind, from, to, at]
    only: {kind: [link]}
    leave_out: {secret: not needed}
    links:
      - {type: LINKED_TO, from: {id: from, type: Phone}, to: {id: to, type: Phone, split: [";"]}}
"""


def rows(count: int) -> str:
    chance = random.Random(4)
    lines = ["kind,from,to,at,secret"]
    for _ in range(count):
        kind = chance.choice(["call"] * 6 + ["text", "link", "fax"])
        first, second = (f"07700 9000{chance.randrange(10, 40)}" for _ in range(2))
        if chance.random() < 0.1:
            second += ";07700 900099"
        at = chance.choice(["2024-05-01", "2024-05-02", "2024-13-01", ""])
        line = f"{kind},{first},{second},{at},x"
        lines.append(chance.choice([line] * 20 + [line + ",too many", "", f'"{line}']))
    return "\n".join(lines) + "\n"


def dump(path: Path) -> list[str]:
    """Everything that a case holds but for moments and names of files."""
    with contextlib.closing(sqlite3.connect(path)) as connection:
        left_out = ("meta", "log", "schema_type", "attempt", "setting")
        tables = [
            name
            for (name,) in connection.execute("SELECT name FROM sqlite_master WHERE type = 'table' ORDER BY name")
            if name not in left_out and not name.startswith(("item_fts", "sqlite_"))
        ]
        found: list[str] = []
        for table in tables:
            columns = [row[1] for row in connection.execute(f"PRAGMA table_info({table})")]
            wanted = ", ".join(f'"{each}"' for each in columns if each not in {"at", "path"})
            found += [f"{table} {row}" for row in connection.execute(f"SELECT {wanted} FROM {table} ORDER BY 1, 2")]
        return found


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "calls.yaml").write_text(RECIPE)
    (tmp_path / "calls.csv").write_text(rows(4_000))
    return tmp_path


def loaded(folder: Path, name: str) -> tuple[list[str], object]:
    path = folder / f"{name}.intelviz"
    with CaseFile.create(path) as case:
        report = import_files(case, [folder / "calls.csv"], recipe=folder / "calls.yaml").as_json()
        assert case.verify() == []
    for source in report["sources"]:
        source.pop("path", None)
    return dump(path), report


@pytest.fixture
def started(monkeypatch: pytest.MonkeyPatch) -> list[subprocess.Popen[bytes]]:
    """The processes that were started, for files of any size."""
    found: list[subprocess.Popen[bytes]] = []

    class Watched(subprocess.Popen):  # type: ignore[type-arg]  # it is made of bytes pipes
        def __init__(self, *args: object, **more: object) -> None:
            super().__init__(*args, **more)  # type: ignore[call-overload]  # whatever it was called with
            found.append(self)

    monkeypatch.setattr(ahead, "LEAST", 0)
    monkeypatch.setattr(ahead.os, "cpu_count", lambda: 2)
    monkeypatch.setattr(ahead.subprocess, "Popen", Watched)
    return found


def test_the_case_is_the_same(folder: Path, started: list[subprocess.Popen[bytes]]) -> None:
    there = loaded(folder, "ahead")
    assert len(started) == 2  # one round for items, one for what only links them
    assert all(each.returncode is not None for each in started)
    ahead.LEAST = 1 << 40
    here = loaded(folder, "here")
    assert len(started) == 2
    assert there == here
    report = here[1]["sources"][0]
    assert report["rejected"] > 500


def test_a_file_that_can_no_longer_be_read_is_said_as_ever(
    folder: Path, started: list[subprocess.Popen[bytes]], monkeypatch: pytest.MonkeyPatch
) -> None:
    begin = ahead._start

    def gone(*args: object, **more: object) -> object:
        (folder / "calls.csv").unlink()
        return begin(*args, **more)

    monkeypatch.setattr(ahead, "_start", gone)
    with CaseFile.create(folder / "case.intelviz") as case:
        with pytest.raises(BadInputError, match=r"calls\.csv.*the file could no longer be read.*Check that the disk"):
            import_files(case, [folder / "calls.csv"], recipe=folder / "calls.yaml")
        assert case.sources() == []


def test_where_no_process_may_be_started_it_is_read_here(
    folder: Path, started: list[subprocess.Popen[bytes]], monkeypatch: pytest.MonkeyPatch
) -> None:
    def refused(*_: object, **__: object) -> None:
        raise PermissionError("not by this policy")

    monkeypatch.setattr(ahead.subprocess, "Popen", refused)
    assert len(loaded(folder, "case")[0]) > 4_000


def test_a_process_that_is_stopped_before_it_says_anything_is_done_without(
    folder: Path, started: list[subprocess.Popen[bytes]], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(ahead.sys, "executable", "/bin/false")
    assert len(loaded(folder, "case")[0]) > 4_000
    assert started


def test_a_process_that_ends_halfway_loads_nothing(
    folder: Path, started: list[subprocess.Popen[bytes]], monkeypatch: pytest.MonkeyPatch
) -> None:
    (folder / "calls.csv").write_text(rows(60_000))
    text, said = ahead._text, []

    def cut(pipe: object) -> bytes:
        said.append(1)
        return text(pipe) if len(said) < 3 else b""

    monkeypatch.setattr(ahead, "_text", cut)
    with CaseFile.create(folder / "case.intelviz") as case:
        with pytest.raises(BadInputError, match=r"calls\.csv.*ended before the file did"):
            import_files(case, [folder / "calls.csv"], recipe=folder / "calls.yaml")
        assert case.sources() == []
    assert started[0].returncode is not None


def test_stopping_the_import_ends_the_process(folder: Path, started: list[subprocess.Popen[bytes]]) -> None:
    (folder / "calls.csv").write_text(rows(60_000))

    def step(words: str, done: int, total: int) -> None:
        if "Loading" in words and done:
            raise CancelledError("stopped")

    with CaseFile.create(folder / "case.intelviz") as case:
        with pytest.raises(CancelledError):
            import_files(case, [folder / "calls.csv"], recipe=folder / "calls.yaml", step=step)
        assert case.sources() == []
    assert len(started) == 1
    assert started[0].returncode is not None


@given(sizes=st.lists(st.integers(0, 3), min_size=1, max_size=6), gone=st.sets(st.integers(0, 5)), spread=st.booleans())
def test_rows_that_are_taken_out_take_all_that_is_theirs(sizes: list[int], gone: set[int], spread: bool) -> None:
    of = [at for at, size in enumerate(sizes) for _ in range(size)] if spread else list(range(len(sizes)))
    texts = [f"row {at}" for at in of]
    items = ItemBatch(texts, texts, texts, [(at, None, 0) for at in of], [(None, None, None)] * len(of), texts)
    links = LinkBatch(texts, [(at, None, 0) for at in of])
    given_of = of if spread else None
    portion = Portion(
        (0, ()),
        [at + 10 for at in range(len(sizes))],
        [f"row {at}" for at in range(len(sizes))],
        [(at + 10, "c", "v", "w", "r") for at in range(len(sizes))],
        [f"row {at}" for at in range(len(sizes))],
        {"a": ItemPortion(given_of, items, texts)},
        [
            LinkPortion(given_of, links, (EndPortion(None, texts), None)),
            LinkPortion(None, LinkBatch([f"row {at}" for at in range(len(sizes))], [(0, 0, 0)] * len(sizes)),
                        (EndPortion(given_of, texts, [(text,) for text in texts]), None)),
        ],
    )  # fmt: skip
    left = portion.without(gone)
    stay = [at for at in range(len(sizes)) if at not in gone]
    assert left.numbers == [at + 10 for at in stay]
    assert left.records == left.grades == [f"row {at}" for at in stay]
    assert [each[0] for each in left.altered] == left.numbers
    expected = [text for at, text in zip(of, texts, strict=True) if at in stay]
    part = left.items["a"]
    assert part.batch.ids == part.batch.own_labels == part.digests == expected
    # What stands at each place still belongs to the row that it says.
    for ids, places in ((part.batch.ids, part.of), (left.links[1].ends[0].ids, left.links[1].ends[0].of)):
        rows_of = range(len(ids)) if places is None else places
        assert [f"row {stay[at]}" for at in rows_of] == list(ids)
    assert left.links[0].batch.properties == left.links[0].ends[0].ids == expected
    assert left.links[1].batch.properties == [f"row {at}" for at in stay]
