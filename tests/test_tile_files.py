"""MBTiles and PMTiles: read as their own libraries read them, and refused in words where damaged or hostile."""

from __future__ import annotations

import gzip
import random
import sqlite3
import struct
from contextlib import closing
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pmtiles.reader import MemorySource, Reader
from pmtiles.tile import Entry, deserialize_directory, serialize_directory, tileid_to_zxy

from intelviz.ingest.readers.file import Opening
from intelviz.render.tile_image import tile_image
from intelviz.schema.errors import BadInputError
from intelviz.workspace.tiles.pmtiles import directory_of, header_of, tile_number, unpacked
from intelviz.workspace.tiles.tile_file import DamagedTileError, kind_of, open_tiles, plain
from tests.tiles import all_of, colour_of, huge_png, mbtiles, picture, pmtiles

SHARED = Path(__file__).parent.parent.parent / "shared" / "data" / "tiles"


@pytest.mark.parametrize("made", [mbtiles, pmtiles])
def test_every_tile_comes_from_its_place(tmp_path: Path, made) -> None:
    ending = made.__name__
    file = open_tiles(
        made(tmp_path / f"base.{ending}", all_of(range(4)), attribution="<b>&copy;</b> <a href='x'>Me</a>")
    )
    try:
        assert (file.info.name, file.info.kind, file.info.least, file.info.most) == ("base", "png", 0, 3)
        assert file.info.attribution == "© Me"
        for place in all_of(range(4)):
            data = file.tile(*place)
            image = tile_image(data, kind_of(data))
            assert image is not None and image.pixelColor(100, 100) == colour_of(place)
        assert file.tile(5, 0, 0) is None
    finally:
        file.close()


def test_directories_of_a_large_file_are_followed(tmp_path: Path) -> None:
    # More tiles than one directory holds, each of its own bytes.
    def made(place: tuple[int, int, int]) -> bytes:
        return repr(place).encode() * (1 + place[1] * place[2] % 97)

    path = pmtiles(tmp_path / "large.pmtiles", all_of([8]), made)
    theirs, ours = Reader(MemorySource(path.read_bytes())), open_tiles(path)
    assert theirs.header()["leaf_directory_length"] > 0
    for place in random.Random(4).sample(all_of([8]), 300):
        assert ours.tile(*place) == theirs.get(*place) == made(place)
    ours.close()


@given(st.integers(0, 10**14))
def test_tiles_are_numbered_as_the_format_s_own_library_does(number: int) -> None:
    assert tile_number(*tileid_to_zxy(number)) == number


entries = st.lists(st.tuples(st.integers(1, 10**6), st.integers(0, 50), st.integers(1, 10**6), st.integers(0, 10**9)))


@given(entries)
def test_directories_are_read_as_the_library_reads_them(made: list[tuple[int, int, int, int]]) -> None:
    at, listed = 0, []
    for step, run, length, offset in made:
        at += step
        listed.append(Entry(at, offset, length, run))
    packed = serialize_directory(listed)
    found, theirs = directory_of(gzip.decompress(packed)), deserialize_directory(packed)
    assert found.first == [each.tile_id for each in theirs]
    assert found.run == [each.run_length for each in theirs]
    assert found.length == [each.length for each in theirs]
    assert found.offset == [each.offset for each in theirs]


@given(st.binary(max_size=200))
def test_no_bytes_are_more_than_damaged(data: bytes) -> None:
    for read in (directory_of, header_of, lambda data: unpacked(data, 2, 1000)):
        try:
            read(data)
        except ValueError:
            pass


@settings(max_examples=60, deadline=None)
@given(st.data())
def test_a_changed_or_cut_file_gives_tiles_or_words(tmp_path_factory, data) -> None:
    folder = tmp_path_factory.mktemp("damaged")
    for made in (mbtiles, pmtiles):
        path = made(folder / f"x.{made.__name__}", all_of(range(2)), lambda place: b"\x89PNG\r\n\x1a\n" + bytes(place))
        content = bytearray(path.read_bytes())
        for _ in range(data.draw(st.integers(1, 4))):
            content[data.draw(st.integers(16, min(len(content), 3000) - 1))] = data.draw(st.integers(0, 255))
        path.write_bytes(content[: data.draw(st.integers(20, len(content)))])
        try:
            file = open_tiles(path)
        except BadInputError as error:
            assert str(path) in error.words()
            continue
        try:
            for place in all_of(range(2)):
                try:
                    file.tile(*place)
                except DamagedTileError as error:
                    assert str(error)
        finally:
            file.close()
        path.unlink()


def test_bombs_do_not_go_off(tmp_path: Path) -> None:
    assert tile_image(huge_png(), "png") is None
    assert tile_image(picture((0, 0, 0))[:300], "png") is None
    with pytest.raises(ValueError, match="more than"):
        unpacked(gzip.compress(bytes(30_000_000)), 2, 16_000_000)
    with pytest.raises(ValueError, match="room"):
        directory_of(b"\xff\xff\xff\xff\x0f" + bytes(100))
    path = mbtiles(tmp_path / "view.mbtiles", [(0, 0, 0)])
    with closing(sqlite3.connect(path)) as base, base:
        base.execute("ALTER TABLE tiles RENAME TO old")
        base.execute(
            "CREATE VIEW tiles AS SELECT zoom_level, tile_column, tile_row, zeroblob(900000000) tile_data FROM old"
        )
    with pytest.raises(BadInputError, match="can't be read"):
        open_tiles(path)


def test_a_view_that_never_ends_is_stopped(tmp_path: Path, monkeypatch) -> None:
    monkeypatch.setattr("intelviz.workspace.tiles.mbtiles._PATIENCE", 0.2)
    path = mbtiles(tmp_path / "view.mbtiles", [(0, 0, 0)])
    with closing(sqlite3.connect(path)) as base, base:
        base.execute("ALTER TABLE tiles RENAME TO old")
        base.execute(
            "CREATE VIEW tiles AS WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) "
            "SELECT max(i) zoom_level, 0 tile_column, 0 tile_row, x'' tile_data FROM n"
        )
    with pytest.raises(BadInputError, match="can't be read"):
        open_tiles(path)


def test_what_can_t_be_drawn_is_said_with_a_way_out(tmp_path: Path) -> None:
    vectors = mbtiles(tmp_path / "vectors.mbtiles", [(0, 0, 0)], lambda _: gzip.compress(b"\x1a\0"), format="pbf")
    with pytest.raises(BadInputError, match=r"vectors \(MVT\).*QGIS.*GeoJSON"):
        open_tiles(vectors)
    with pytest.raises(BadInputError, match="not there"):
        open_tiles(tmp_path / "gone.mbtiles")
    (tmp_path / "text.mbtiles").write_text("hello")
    with pytest.raises(BadInputError, match="neither MBTiles nor PMTiles"):
        open_tiles(tmp_path / "text.mbtiles")
    old = struct.pack("<7sB", b"PMTiles", 2) + bytes(200)
    (tmp_path / "old.pmtiles").write_bytes(old)
    with pytest.raises(BadInputError, match="version 2"):
        open_tiles(tmp_path / "old.pmtiles")


@pytest.mark.parametrize("made", [mbtiles, pmtiles])
def test_importing_tiles_names_the_act_that_draws_them(tmp_path: Path, made) -> None:
    path = made(tmp_path / f"base.{made.__name__}", [(0, 0, 0)])
    with Opening() as opening, pytest.raises(BadInputError, match="Base map from tiles"):
        opening.tables(path)


def test_words_are_plain() -> None:
    assert plain("<script>run()</script><a href='http://x'>© OS</a>\n &amp; us\u202e") == "© OS & us"
    assert plain(7) == "" and len(plain("x" * 9999)) == 300


@pytest.mark.skipif(not SHARED.is_dir(), reason="the shared data is not here")
def test_files_of_others_are_read_or_refused_in_words() -> None:
    read = {}
    for path in sorted(SHARED.glob("*tiles")):
        try:
            file = open_tiles(path)
        except BadInputError as error:
            read[path.name] = error.what
            continue
        read[path.name] = file.info.kind
        place = (file.info.least, 0, 0)
        try:
            file.tile(*place)
        except DamagedTileError:
            pass
        file.close()
    assert read["stamen_toner(raster)CC-BY+ODbL_z3.pmtiles"] == "png"
    assert read["plain_1.mbtiles"] == "png"
    assert "version 4" in read["invalid_v4.pmtiles"] and "neither" in read["empty.pmtiles"]
