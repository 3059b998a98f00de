"""Archives and compressed files: what is in them is read, and nothing that they claim does harm."""

from __future__ import annotations

import bz2
import gzip
import io
import lzma
import random
import stat
import struct
import tarfile
import zipfile
import zlib
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from intelviz.ingest.readers.file import Opening
from intelviz.ingest.readers.packed.unpacking import unwanted
from intelviz.ingest.readers.packed.zips import BOMB_SIZE
from intelviz.schema.errors import BadInputError, IntelvizError

CSV = b"name,phone\nAnn,0161\nBob,0162\n"


def read(path: Path) -> tuple[dict[str, list[list[str]]], dict[str, str]]:
    with Opening() as opening:
        found = {each.origin.part: list(each.records()) for each in opening.tables(path)}
        return found, dict(opening.refused())  # type: ignore[return-value]


def zipped(path: Path, **members: bytes) -> Path:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as out:
        for name, content in members.items():
            out.writestr(name, content)
    return path


def as_zip(members: dict[str, bytes]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    return out.getvalue()


def as_tar(members: dict[str, bytes], *more: tarfile.TarInfo) -> bytes:
    out = io.BytesIO()
    with tarfile.open(fileobj=out, mode="w") as archive:
        for name, content in members.items():
            info = tarfile.TarInfo(name)
            info.size = len(content)
            archive.addfile(info, io.BytesIO(content))
        for each in more:
            archive.addfile(each)
    return out.getvalue()


def same(content: bytes) -> bytes:
    return content


@pytest.mark.parametrize("pack", [as_zip, as_tar])
@pytest.mark.parametrize("squeeze", [same, gzip.compress, bz2.compress, lzma.compress])
def test_each_member_is_a_table(
    tmp_path: Path, pack: Callable[[dict[str, bytes]], bytes], squeeze: Callable[[bytes], bytes]
) -> None:
    path = tmp_path / "anything"
    path.write_bytes(squeeze(pack({"june/calls.csv": CSV, "july/calls.csv": CSV, "README.md": b"words"})))
    found, refused = read(path)
    assert list(found) == ["june/calls.csv", "july/calls.csv"]
    assert found["june/calls.csv"][1] == ["Ann", "0161"]
    assert refused == {"README.md": "it tells of the data, and is none"}


@pytest.mark.parametrize("squeeze", [gzip.compress, bz2.compress, lzma.compress])
def test_a_compressed_table_is_a_table(tmp_path: Path, squeeze: Callable[[bytes], bytes]) -> None:
    (tmp_path / "a.csv.gz").write_bytes(squeeze(CSV) + squeeze(b"Cy,0163\n"))
    found, refused = read(tmp_path / "a.csv.gz")
    assert found[""][-1] == ["Cy", "0163"]
    assert not refused


def test_a_workbook_and_a_broken_file_in_an_archive(tmp_path: Path) -> None:
    import openpyxl

    out = io.BytesIO()
    book = openpyxl.Workbook()
    book.active.append(["a", "b"])
    book.active.append([1, 2])
    book.save(out)
    path = tmp_path / "a.zip"
    path.write_bytes(as_zip({"in/book.xlsx": out.getvalue(), "in/picture.png": b"\x89PNG\r\n\x1a\n" + bytes(99)}))
    found, refused = read(path)
    assert found == {"in/book.xlsx › Sheet": [["a", "b"], ["1", "2"]]}
    assert refused == {"in/picture.png": "this is a picture, which can't be read here."}


@pytest.mark.parametrize("name", ["../up.csv", "/etc/up.csv", "a/../../up.csv", "C:/up.csv", "..\\up.csv"])
@pytest.mark.parametrize("pack", [as_zip, as_tar])
def test_names_that_climb_out_are_refused(tmp_path: Path, name: str, pack: Callable[[dict[str, bytes]], bytes]) -> None:
    (tmp_path / "in").mkdir()
    path = tmp_path / "in" / "a.zip"
    path.write_bytes(pack({name: CSV, "good.csv": CSV}))
    found, refused = read(path)
    assert list(found) == ["good.csv"]
    assert "leads out of the archive" in next(iter(refused.values()))
    assert [each.name for each in tmp_path.rglob("*.csv")] == []


def test_links_and_devices_are_refused(tmp_path: Path) -> None:
    more: list[tarfile.TarInfo] = []
    for name, kind in (("s", tarfile.SYMTYPE), ("h", tarfile.LNKTYPE), ("c", tarfile.CHRTYPE), ("f", tarfile.FIFOTYPE)):
        info = tarfile.TarInfo(name)
        info.type, info.linkname = kind, "/etc/passwd"
        more.append(info)
    (tmp_path / "a.tar").write_bytes(as_tar({"good.csv": CSV}, *more))
    found, refused = read(tmp_path / "a.tar")
    assert list(found) == ["good.csv"]
    assert set(refused) == {"s", "h", "c", "f"}
    with zipfile.ZipFile(tmp_path / "a.zip", "w") as out:
        link = zipfile.ZipInfo("link")
        link.external_attr = (stat.S_IFLNK | 0o777) << 16
        out.writestr(link, "/etc/passwd")
        out.writestr("good.csv", CSV)
    found, refused = read(tmp_path / "a.zip")
    assert refused == {"link": "it is no file but a link or a device"}


def test_an_encrypted_member_is_refused(tmp_path: Path) -> None:
    content = bytearray(as_zip({"secret.csv": CSV, "good.csv": CSV}))
    for sign, at in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        place = content.index(sign)
        content[place + at] |= 1
    (tmp_path / "a.zip").write_bytes(content)
    found, refused = read(tmp_path / "a.zip")
    assert list(found) == ["good.csv"]
    assert refused == {"secret.csv": "it is protected by a password"}


def test_hidden_files_and_notes_are_passed_over() -> None:
    for name in ("__MACOSX/._a.csv", ".DS_Store", "x/.hidden/a.csv", "Thumbs.db"):
        assert "hidden" in unwanted(name)
    for name in ("README", "readme.txt", "LICENCE.txt", "x/License-MIT.md", "COPYING", "CHANGELOG.rst"):
        assert "tells of the data" in unwanted(name)
    for name in ("a.csv", "licences.csv", "notices/june.csv", "readme.csv", "./a.csv", "authorities.txt"):
        assert not unwanted(name), name


def test_archives_may_lie_in_archives_twice(tmp_path: Path) -> None:
    content = as_zip({"deep.csv": CSV})
    for number in range(2):
        content = as_zip({f"{number}.zip": content})
    (tmp_path / "a.zip").write_bytes(content)
    found, _ = read(tmp_path / "a.zip")
    assert list(found) == ["1.zip › 0.zip › deep.csv"]
    (tmp_path / "a.zip").write_bytes(as_zip({"2.zip": content}))
    found, refused = read(tmp_path / "a.zip")
    assert not found
    assert "archives lie around" in next(iter(refused.values()))


def zeros(size: int) -> bytes:
    packer = zlib.compressobj(9, wbits=31)
    block = bytes(1 << 20)
    return b"".join([*(packer.compress(block) for _ in range(size >> 20)), packer.flush()])


def test_a_bomb_is_not_unpacked_to_its_end(tmp_path: Path) -> None:
    (tmp_path / "a.gz").write_bytes(zeros(BOMB_SIZE * 2))
    with pytest.raises(BadInputError, match="made to fill a disk"):
        read(tmp_path / "a.gz")
    (tmp_path / "a.zip").write_bytes(as_zip({"a.gz": (tmp_path / "a.gz").read_bytes(), "good.csv": CSV}))
    found, refused = read(tmp_path / "a.zip")
    assert list(found) == ["good.csv"]
    assert "made to fill a disk" in refused["a.gz"]


def test_10_mb_that_claim_10_gb(tmp_path: Path) -> None:
    content = bytearray(as_zip({"huge.csv": random.Random(1).randbytes(10 << 20), "good.csv": CSV}))
    place = content.index(b"PK\x01\x02")
    struct.pack_into("<I", content, place + 24, 0xFFFFFFF0)
    (tmp_path / "a.zip").write_bytes(content)
    found, refused = read(tmp_path / "a.zip")
    assert list(found) == ["good.csv"]
    assert "huge.csv" in refused


def test_there_is_a_limit_to_all_that_is_unpacked(tmp_path: Path) -> None:
    path = zipped(tmp_path / "a.zip", **{"a.csv": CSV, "b.csv": CSV, "c.csv": CSV})
    with Opening(room_left=2 * len(CSV) + 5) as opening:
        assert len(opening.tables(path)) == 2
        assert "no room" in dict(opening.refused())["c.csv"]


def test_nothing_stays_behind(tmp_path: Path) -> None:
    path = zipped(tmp_path / "a.zip", **{"a.csv": CSV})
    with Opening() as opening:
        opening.tables(path)
        folder = opening.folder
        assert folder.exists()
    assert not folder.exists()


def test_an_empty_or_damaged_archive_is_said(tmp_path: Path) -> None:
    path = tmp_path / "a.zip"
    path.write_bytes(as_zip({}))
    with pytest.raises(BadInputError, match="empty"):
        read(path)
    path.write_bytes(as_zip({"a.csv": CSV})[:60])
    with pytest.raises(BadInputError, match="damaged"):
        read(path)
    path.write_bytes(gzip.compress(CSV * 1000)[:-20])
    with pytest.raises(BadInputError, match="cut off"):
        read(path)
    path.write_bytes(gzip.compress(b""))
    with pytest.raises(BadInputError, match="nothing is in it"):
        read(path)


def test_files_of_programs_that_are_zips_are_called_what_they_are(tmp_path: Path) -> None:
    for name, words in (("xl/workbook.bin", "XLSB"), ("ppt/presentation.xml", "PowerPoint")):
        (tmp_path / "a").write_bytes(as_zip({name: b"x", "other.csv": CSV}))
        with pytest.raises(BadInputError, match=words):
            read(tmp_path / "a")


def test_a_name_of_gigabytes_is_not_held(tmp_path: Path) -> None:
    info = tarfile.TarInfo("././@LongLink")
    info.type, info.size = b"L", 3 << 20
    (tmp_path / "a.tar").write_bytes(info.tobuf(tarfile.GNU_FORMAT) + bytes(3 << 20) + bytes(1024))
    with pytest.raises(BadInputError, match="damaged"):
        read(tmp_path / "a.tar")


@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(kind=st.sampled_from(["zip", "tar", "gz", "xz", "bz2"]), seed=st.integers(0, 10**6), cut=st.booleans())
def test_damage_gives_tables_or_words(tmp_path: Path, kind: str, seed: int, cut: bool) -> None:
    pack: dict[str, Callable[[], bytes]] = {
        "zip": lambda: as_zip({"a.csv": CSV, "b.csv": CSV}),
        "tar": lambda: as_tar({"a.csv": CSV, "b.csv": CSV}),
        "gz": lambda: gzip.compress(CSV),
        "xz": lambda: lzma.compress(CSV),
        "bz2": lambda: bz2.compress(CSV),
    }
    content = bytearray(pack[kind]())
    chance = random.Random(seed)
    for _ in range(chance.randrange(1, 8)):
        content[chance.randrange(len(content))] = chance.randrange(256)
    path = tmp_path / "a"
    path.write_bytes(content[: chance.randrange(1, len(content))] if cut else content)
    try:
        read(path)
    except IntelvizError as error:
        assert error.remedy


def test_real_archives(shared_data: Path) -> None:
    with Opening() as opening:
        found = opening.tables(shared_data / "vast2014-mc1" / "news.tar.gz")
        assert len(found) == 845
        assert not opening.refused()
    for name in ("graph-scale/email-Enron.edges.csv.gz", "uk-postcodes/gm_wm_postcodes.csv.gz"):
        with Opening() as opening:
            (table,) = opening.tables(shared_data / name)
            assert table.reader in {"csv", "edge_list"}
            assert len(list(table.records())) > 100_000
