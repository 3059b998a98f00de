"""Opening a case: whatever stands in the way has its own error, in words, and the file is never touched by it."""

from __future__ import annotations

import contextlib
import getpass
import os
import signal
import socket
import sqlite3
import subprocess
import sys
import textwrap
from pathlib import Path

import pytest

from intelviz.case import opening
from intelviz.case.file import CaseFile
from intelviz.case.tables import APPLICATION_ID, VERSION, build
from intelviz.schema.errors import (
    CaseDamagedError,
    CaseError,
    CaseInUseError,
    CaseNewerError,
    CaseReadOnlyError,
    DiskFullError,
    NotACaseError,
)
from tests.filled_case import filled


@pytest.fixture
def path(tmp_path) -> Path:
    return filled(tmp_path / "a case.intelviz")


def refused(error: type[CaseError], path: Path, *, read_only: bool = False) -> str:
    before = path.read_bytes() if path.is_file() else None
    with pytest.raises(error) as caught:
        CaseFile.open(path, read_only=read_only)
    assert type(caught.value) is error
    assert path.name in caught.value.words()
    assert caught.value.remedy
    if before is not None:
        assert path.read_bytes() == before
    return caught.value.words()


class TestWhatIsNoCase:
    def test_nothing_of_that_name(self, tmp_path):
        assert "no such file" in refused(CaseError, tmp_path / "missing.intelviz")

    def test_a_folder(self, tmp_path):
        assert "folder" in refused(NotACaseError, tmp_path)

    def test_an_empty_file(self, tmp_path):
        (tmp_path / "empty.intelviz").touch()
        assert "empty" in refused(NotACaseError, tmp_path / "empty.intelviz")

    def test_some_other_file(self, tmp_path):
        (tmp_path / "crimes.csv").write_text("id,type\n1,Burglary\n")
        assert "something else" in refused(NotACaseError, tmp_path / "crimes.csv", read_only=True)

    def test_a_database_of_another_program(self, tmp_path):
        with contextlib.closing(sqlite3.connect(tmp_path / "other.db")) as other:
            other.execute("CREATE TABLE item (id)")
            other.commit()
        assert "another program" in refused(NotACaseError, tmp_path / "other.db")

    @pytest.mark.parametrize("read_only", [True, False])
    def test_a_case_of_a_newer_program(self, path, read_only):
        with contextlib.closing(sqlite3.connect(path)) as newer:
            newer.execute(f"PRAGMA user_version = {VERSION + 1}")
        with pytest.raises(CaseNewerError, match=f"version {VERSION + 1}.*newer intelviz"):
            CaseFile.open(path, read_only=read_only)

    def test_a_marked_file_without_tables(self, tmp_path):
        with contextlib.closing(sqlite3.connect(tmp_path / "bare.intelviz")) as bare:
            bare.execute(f"PRAGMA application_id = {APPLICATION_ID}")
            bare.execute("PRAGMA user_version = 2")
        assert "not what a case holds" in refused(CaseDamagedError, tmp_path / "bare.intelviz", read_only=True)


class TestDamage:
    @pytest.mark.parametrize("read_only", [True, False])
    @pytest.mark.parametrize("kept", [60, 4096, 0.3, 0.999])
    def test_a_file_that_was_cut_short(self, path, kept, read_only):
        whole = path.read_bytes()
        path.write_bytes(whole[: kept if isinstance(kept, int) else int(len(whole) * kept)])
        assert "cut short" in refused(CaseDamagedError, path, read_only=read_only)

    def test_a_page_that_was_overwritten_is_found_before_anything_is_written(self, path):
        data = bytearray(path.read_bytes())
        middle = len(data) // 2 // 4096 * 4096
        data[middle : middle + 4096] = os.urandom(4096)
        path.write_bytes(data)
        assert "doesn't hold what it should" in refused(CaseDamagedError, path)

    def test_every_page_overwritten_in_turn_is_either_harmless_or_said_in_words(self, path):
        whole = path.read_bytes()
        for at in range(4096, len(whole), 4096):
            path.write_bytes(whole[:at] + b"\xa5" * 4096 + whole[at + 4096 :])
            try:
                with CaseFile.open(path, read_only=True) as case:
                    case.info()
                    case.search("person")
                    problems = case.verify()
            except CaseDamagedError as error:
                assert error.remedy
            else:
                assert problems, f"the page at {at} is gone and nobody said so"

    def test_a_scrambled_head_is_damage_or_no_case(self, path):
        whole = path.read_bytes()
        path.write_bytes(whole[:100] + b"\xff" * 400 + whole[500:])
        refused(CaseDamagedError, path, read_only=True)


class TestMaking:
    def test_nothing_is_ever_overwritten(self, path):
        before = path.read_bytes()
        with pytest.raises(CaseError, match="already"):
            CaseFile.create(path)
        assert path.read_bytes() == before

    def test_the_folder_must_be_there(self, tmp_path):
        with pytest.raises(CaseError, match="folder for it does not exist"):
            CaseFile.create(tmp_path / "nowhere" / "a.intelviz")

    def test_a_new_case_is_empty_sound_and_leaves_nothing_beside_it(self, tmp_path):
        with CaseFile.create(tmp_path / "new.intelviz") as case:
            assert case.info() == {
                "items": {}, "links": {}, "sources": [], "with_time": 0, "with_place": 0, "time": None, "bounds": None,
            }  # fmt: skip
            assert case.verify() == []
            assert case.log() == []
        assert [each.name for each in tmp_path.iterdir()] == ["new.intelviz"]

    def test_looking_at_a_case_leaves_nothing_beside_it(self, path):
        before = path.read_bytes()
        with CaseFile.open(path, read_only=True) as case:
            case.info()
        assert [each.name for each in path.parent.iterdir()] == [path.name]
        assert path.read_bytes() == before

    def test_a_name_with_signs_that_mean_something_elsewhere(self, tmp_path):
        for name in ("a?mode=ro&b.intelviz", "50% #1.intelviz", "Fälle, März.intelviz", "it's.intelviz"):
            with CaseFile.open(filled(tmp_path / name, 3)) as case:
                assert case.info()["items"] == {"Person": 3}
            assert (tmp_path / name).stat().st_size > 1000

    def test_the_file_says_what_it_is(self, path):
        with contextlib.closing(sqlite3.connect(path)) as connection:
            assert connection.execute("PRAGMA application_id").fetchone()[0] == APPLICATION_ID
            assert connection.execute("PRAGMA user_version").fetchone()[0] == VERSION
            assert connection.execute("PRAGMA journal_mode").fetchone()[0] == "wal"


class TestOneWriter:
    def test_a_second_writer_is_told_who_the_first_is(self, path):
        with CaseFile.open(path), pytest.raises(CaseInUseError, match="in this intelviz already, since"):
            CaseFile.open(path)
        CaseFile.open(path).close()

    def test_a_writer_in_another_process_is_named(self, path):
        with holding(path) as process:
            with pytest.raises(CaseInUseError) as caught:
                CaseFile.open(path)
            for part in (getpass.getuser(), socket.gethostname(), f"process {process.pid}", "read-only"):
                assert part in caught.value.words()
            with CaseFile.open(path, read_only=True) as case:
                assert case.info()["items"] == {"Person": 200}
            process.kill()
            process.wait()
        with CaseFile.open(path) as case:
            assert not case.read_only

    def test_a_note_that_can_not_be_read_does_not_hide_the_lock(self, path):
        with CaseFile.open(path):
            path.with_name(f"{path.name}.open").write_text("{broken")
            with pytest.raises(CaseInUseError, match="somebody has it open"):
                CaseFile.open(path)

    def test_a_name_through_a_link_is_the_same_case(self, path, tmp_path):
        other = tmp_path / "link.intelviz"
        other.symlink_to(path)
        with CaseFile.open(path), pytest.raises(CaseInUseError):
            CaseFile.open(other)

    def test_a_reader_sees_what_was_committed_and_nothing_half_done(self, path):
        with CaseFile.open(path) as writer, CaseFile.open(path, read_only=True) as reader:
            with writer.changing() as change:
                change.add_items([("Person", "new", "Zed", "{}", *[None] * 6)])
                assert len(reader.columns().items) == 200
            assert len(reader.columns().items) == 201
            assert [hit.label for hit in reader.search("zed")] == ["Zed"]


@contextlib.contextmanager
def holding(path: Path, then: str = "time.sleep(60)"):
    """Run another process that has the case open for writing and does ``then``."""
    script = f"""
        import sys, time
        from intelviz.case.file import CaseFile
        case = CaseFile.open({str(path)!r})
        def ready():
            print("ready", flush=True)
        ready()
        {then}
    """
    process = subprocess.Popen(
        [sys.executable, "-c", textwrap.dedent(script)], stdout=subprocess.PIPE, cwd=Path(__file__).parent.parent
    )
    try:
        assert process.stdout is not None
        assert process.stdout.readline() == b"ready\n"
        yield process
    finally:
        process.kill()
        process.wait()
        process.stdout.close()


def test_a_writer_killed_in_the_middle_leaves_the_case_whole(path):
    then = """with case.changing() as change:
            for number in range(10_000_000):
                change.add_items([("Person", f"k{number}", "Killed", "{}", *[None] * 6)])
                if number == 30_000:
                    change.index()
                    ready()"""
    with holding(path, then) as process:
        assert process.stdout.readline() == b"ready\n"
        os.kill(process.pid, signal.SIGKILL)
        process.wait()
        with CaseFile.open(path) as case:
            assert case.info()["items"] == {"Person": 200}
            assert case.search("killed") == []
            assert case.verify() == []


class TestReadOnly:
    def test_a_write_protected_file_can_be_read_not_written(self, path):
        path.chmod(0o444)
        assert "write-protected" in refused(CaseReadOnlyError, path)
        with CaseFile.open(path, read_only=True) as case:
            assert case.read_only
            assert case.info()["items"] == {"Person": 200}
            with pytest.raises(CaseReadOnlyError, match="opened read-only"), case.changing():
                raise AssertionError
            with pytest.raises(CaseReadOnlyError):
                case.set_setting("view", 1)

    def test_a_write_protected_folder_can_be_read_not_written(self, path):
        path.parent.chmod(0o555)
        try:
            assert "folder is write-protected" in refused(CaseReadOnlyError, path)
            with pytest.raises(CaseReadOnlyError):
                CaseFile.create(path.parent / "another.intelviz")
            with CaseFile.open(path, read_only=True) as case:
                assert len(case.columns().items) == 200
        finally:
            path.parent.chmod(0o755)

    def test_a_disk_that_can_not_be_written(self, read_only_disk):
        path = read_only_disk / "a.intelviz"
        refused(CaseReadOnlyError, path)
        with pytest.raises(CaseReadOnlyError):
            CaseFile.create(read_only_disk / "b.intelviz")
        with CaseFile.open(path, read_only=True) as case:
            assert case.info()["items"] == {"Person": 200}
            assert case.search("person 7")
            assert case.verify() == []

    def test_changes_that_lie_beside_a_case_on_such_a_disk_are_seen(self, read_only_disk):
        with CaseFile.open(read_only_disk / "unclosed.intelviz", read_only=True) as case:
            assert case.info()["items"] == {"Person": 201}

    def test_a_disk_that_turns_read_only_under_a_writer(self, path):
        with (
            CaseFile.open(path) as case,
            pytest.raises(CaseReadOnlyError, match="nothing was changed"),
            case.changing() as change,
        ):
            case._writer.connection.execute("PRAGMA query_only = ON")
            change.add_items([("Person", "x", "X", "{}", *[None] * 6)])


@pytest.fixture
def read_only_disk(tmp_path, monkeypatch):
    """A folder on a disk that can't be written: a real one where mounting is allowed, else one that refuses alike."""
    source, disk = tmp_path / "source", tmp_path / "disk"
    source.mkdir()
    disk.mkdir()
    filled(source / "a.intelviz")
    filled(source / "still-open.intelviz")
    with CaseFile.open(source / "still-open.intelviz") as case:
        with case.changing() as change:
            change.add_items([("Person", "x", "X", "{}", *[None] * 6)])
        for ending in ("", "-wal"):
            copy = opening.beside(source / "unclosed.intelviz", ending)
            copy.write_bytes(opening.beside(source / "still-open.intelviz", ending).read_bytes())
    mounted = os.geteuid() == 0 and subprocess.run(
        ["mount", "--bind", "-o", "ro", source, disk], check=False, capture_output=True
    ).returncode == 0  # fmt: skip
    if mounted and not os.access(disk, os.W_OK):
        yield disk
        subprocess.run(["umount", disk], check=True)
        return
    real = opening.connect

    def refusing(path, *, read_only, immutable=False):
        if path.parent == source and not immutable:
            error = sqlite3.OperationalError("unable to open database file")
            error.sqlite_errorcode = 14
            raise error
        return real(path, read_only=read_only, immutable=immutable)

    monkeypatch.setattr(opening, "connect", refusing)
    source.chmod(0o555)
    yield source
    source.chmod(0o755)


class TestFullDisk:
    def test_a_change_that_does_not_fit_changes_nothing(self, path):
        with CaseFile.open(path) as case:
            pages = case._writer.connection.execute("PRAGMA page_count").fetchone()[0]
            case._writer.connection.execute(f"PRAGMA max_page_count = {pages + 3}")
            with pytest.raises(DiskFullError, match=r"no room left.*as it was before"), case.changing() as change:
                change.add_items(("Person", f"big{n}", "Big " * 20, "{}", *[None] * 6) for n in range(5000))
            assert case.info()["items"] == {"Person": 200}
            case._writer.connection.execute("PRAGMA max_page_count = 1000000")
            with case.changing() as change:
                change.add_items([("Person", "small", "Small", "{}", *[None] * 6)])
            assert case.info()["items"] == {"Person": 201}
            assert case.verify() == []

    def test_a_real_full_disk(self, small_disk):
        path = small_disk / "a.intelviz"
        with CaseFile.create(path) as case:
            with pytest.raises(DiskFullError, match="no room left"), case.changing() as change:
                change.add_items(("Person", f"big{n}", "Big " * 50, "{}", *[None] * 6) for n in range(50_000))
            assert case.columns().items.label == []
        with CaseFile.open(path) as case:
            assert case.verify() == []
        filler = small_disk / "filler"
        with contextlib.suppress(OSError), filler.open("wb", buffering=0) as file:
            while file.write(b"x" * 1024):
                pass
        with pytest.raises(DiskFullError):
            CaseFile.create(small_disk / "b.intelviz")
        assert sorted(each.name for each in small_disk.iterdir()) == ["a.intelviz", "filler"]
        with CaseFile.open(path, read_only=True) as case:
            assert case.log() == []


@pytest.fixture
def small_disk(tmp_path, monkeypatch):
    """A disk of one megabyte: a real one where mounting is allowed, else a limit on every connection and file."""
    disk = tmp_path / "disk"
    disk.mkdir()
    made = os.geteuid() == 0 and subprocess.run(
        ["mount", "-t", "tmpfs", "-o", "size=1m", "tmpfs", disk], check=False, capture_output=True
    ).returncode == 0  # fmt: skip
    if made:
        yield disk
        subprocess.run(["umount", disk], check=True)
        return
    real = sqlite3.connect

    def limited(*given, **more):
        connection = real(*given, **more)
        connection.execute(f"PRAGMA max_page_count = {20 if (disk / 'filler').exists() else 200}")
        return connection

    class Filler:
        written = 0

    monkeypatch.setattr(sqlite3, "connect", limited)
    monkeypatch.setattr(Path, "open", _limited_open(Path.open, disk, Filler))
    yield disk


def _limited_open(real, disk, filler):
    def opened(self, *given, **more):
        file = real(self, *given, **more)
        if self == disk / "filler":
            write = file.write

            class Full:
                def __enter__(self):
                    return self

                def __exit__(self, *_):
                    file.close()

                def write(self, data):
                    filler.written += len(data)
                    return write(data) if filler.written < 1_000_000 else 0

            return Full()
        return file

    return opened


def of_version_1(path: Path) -> Path:
    """Make a case as the first version wrote it: without alterations, and sources without what they brought."""
    with contextlib.closing(sqlite3.connect(path)) as connection:
        build(connection, stop=1)
        with connection:
            connection.executescript("""
                INSERT INTO meta VALUES ('case_id', 'old');
                INSERT INTO schema_type(kind, name, definition) VALUES ('item', 'Person', '{"name":"Person",
                    "label":"person","plural":"persons","category":"person","icon":"account","colour":0,"parent":null,
                    "caption":["{name}"],"properties":[{"name":"name","label":"name","kind":"name"}],
                    "starts_chart":true,"description":""}');
                INSERT INTO source(name, sha256, at, by, rows, loaded) VALUES ('old.csv', '', '2020', 'ann', 1, 1);
                INSERT INTO record(source_id, row, cells) VALUES (1, 2, '{"name":"Ann"}');
                INSERT INTO item(type, key, label, properties) VALUES (1, 'a', 'Ann', '{"name":"Ann"}');
                INSERT INTO assertion(record_id, item_id, said) VALUES (1, 1, '{"name":"Ann"}');
                INSERT INTO item_fts(rowid, label, said) SELECT id, label, said FROM item_text;
            """)
        connection.execute("PRAGMA journal_mode = WAL")
    return path


class TestOlderCases:
    def test_one_is_migrated_after_a_backup(self, tmp_path):
        path = of_version_1(tmp_path / "old.intelviz")
        with CaseFile.open(path) as case:
            assert case.info()["items"] == {"Person": 1}
            assert case.alterations(1) == []
            assert case.sources()[0].warnings == ()
            assert [hit.label for hit in case.search("ann")] == ["Ann"]
            assert case.verify() == []
            assert "brought up to date" in case.warnings[0]
            with case.changing() as change:
                change.alter(1, [(2, "name", " Ann", "Ann", "the space around it was taken off")])
                change.add_items([("Crime", "c", "Burglary", "{}", *[None] * 6)])
        backups = [each for each in tmp_path.iterdir() if each != path]
        assert len(backups) == 1
        with contextlib.closing(sqlite3.connect(backups[0])) as connection:
            assert connection.execute("PRAGMA user_version").fetchone()[0] == 1
            assert connection.execute("SELECT label FROM item").fetchall() == [("Ann",)]
        with CaseFile.open(path) as case:
            assert case.warnings == []

    def test_read_only_it_is_shown_and_stays_as_it_is(self, tmp_path):
        path = of_version_1(tmp_path / "old.intelviz")
        before = path.read_bytes()
        with CaseFile.open(path, read_only=True) as case:
            assert case.info()["items"] == {"Person": 1}
            assert case.sources()[0].items == 0
        assert path.read_bytes() == before

    def test_a_migration_that_fails_leaves_it_as_it_was(self, tmp_path, monkeypatch):
        path = of_version_1(tmp_path / "old.intelviz")

        def failing(connection, start=0, stop=VERSION):
            connection.execute("CREATE TABLE half (done)")
            error = sqlite3.OperationalError("database or disk is full")
            error.sqlite_errorcode = 13
            raise error

        monkeypatch.setattr(opening, "build", failing)
        with pytest.raises(DiskFullError):
            CaseFile.open(path)
        monkeypatch.undo()
        assert not list(tmp_path.glob("*.making"))
        with CaseFile.open(path) as case:
            assert case.info()["items"] == {"Person": 1}

    def test_a_case_made_step_by_step_has_the_tables_of_a_new_one(self, tmp_path):
        def tables(path):
            with contextlib.closing(sqlite3.connect(path)) as connection:
                return sorted(connection.execute("SELECT type, name, sql FROM sqlite_master"))

        old, new = of_version_1(tmp_path / "old.intelviz"), tmp_path / "new.intelviz"
        CaseFile.open(old).close()
        CaseFile.create(new).close()
        assert tables(old) == tables(new)


def test_broken_types_of_this_computer_are_said_and_do_not_lock_anybody_out(path, tmp_path, monkeypatch):
    (tmp_path / "own" / "items").mkdir(parents=True)
    (tmp_path / "own" / "items" / "X.yaml").write_text("nam: X\n")
    monkeypatch.setenv("INTELVIZ_SCHEMA", str(tmp_path / "own"))
    with CaseFile.open(path) as case:
        assert "X.yaml" in case.warnings[0]
        assert case.schema.item("Person")


@pytest.mark.parametrize(
    "instruction",
    [
        "CREATE TRIGGER item_swap AFTER INSERT ON item BEGIN UPDATE item SET label = 'Somebody else'; END",
        "CREATE VIEW everything AS SELECT * FROM item",
        "CREATE VIRTUAL TABLE more USING fts5(words)",
    ],
)
@pytest.mark.parametrize("read_only", [True, False])
def test_a_case_that_would_act_by_itself_is_not_opened(path, instruction, read_only):
    with contextlib.closing(sqlite3.connect(path)) as connection:
        connection.execute(instruction)
        connection.commit()
    assert "instructions that no case has" in refused(CaseError, path, read_only=read_only)


def test_a_case_whose_log_lost_its_protection_does_not_verify(path):
    with contextlib.closing(sqlite3.connect(path)) as connection:
        connection.execute("DROP TRIGGER log_not_changed")
        connection.commit()
    with CaseFile.open(path, read_only=True) as case:
        assert case.verify() == ["The case lacks log_not_changed, which every case has."]
