"""Base maps from tiles: each tile on the right pixel, over-zoomed, damaged ones counted, never a network or a wait."""

from __future__ import annotations

import json
import math
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtGui import QColor

from intelviz.render.mercator import Camera, project_point
from intelviz.views.map.tiles.acts import actions
from intelviz.views.map.tiles.paint import places_in, target_of
from intelviz.views.map.view import MapView
from intelviz.workspace.opening import OpenCase, open_case
from intelviz.workspace.tiles.known import known_tiles, remember_tiles
from intelviz.workspace.tiles.store import TileStore
from intelviz.workspace.tiles.tile_file import WORLD, TileInfo, open_tiles
from tests.kept_picture import same_picture
from tests.maps import shown
from tests.small_case import small_case
from tests.tiles import all_of, colour_of, huge_png, mbtiles, picture, pmtiles

DUBLIN = (-6.26, 53.35)


@pytest.fixture(autouse=True)
def home(tmp_path: Path, monkeypatch) -> Path:
    monkeypatch.setenv("INTELVIZ_HOME", str(tmp_path / "home"))
    return tmp_path / "home"


@pytest.fixture
def opened(tmp_path: Path):
    with OpenCase(small_case(tmp_path / "small.intelviz")) as case:
        yield case


@pytest.fixture
def view(qtbot, opened) -> MapView:
    view = shown(qtbot, opened, (640, 480))
    view.options.legend = view.options.layers.of("names").on = False
    return view


def slippy(lon: float, lat: float, zoom: int) -> tuple[int, int, int]:
    """Return the tile of a place as OpenStreetMap's wiki computes it."""
    many = 2**zoom
    rad = math.radians(lat)
    return zoom, int((lon + 180) / 360 * many), int((1 - math.asinh(math.tan(rad)) / math.pi) / 2 * many)


def look(view: MapView, lon: float, lat: float, zoom: float) -> None:
    view.look(view.camera.at(*project_point(lon, lat), zoom))


@pytest.mark.parametrize("made", [mbtiles, pmtiles])
@pytest.mark.parametrize(("zoom", "ratio"), [(3.0, 1.0), (4.3, 1.0), (4.0, 2.0), (2.4, 1.0), (9.0, 1.0)])
def test_a_known_place_lies_on_the_tile_that_it_is_in(view, tmp_path, made, zoom, ratio) -> None:
    assert view.tiles.add(made(tmp_path / f"base.{made.__name__}", all_of(range(6))))
    look(view, 3.0, 48.0, zoom)
    image = view.picture(640, 480, ratio)
    fine = min(max(round(zoom + math.log2(ratio)), 0), 5)
    seen = 0
    for lon, lat in ((3.0, 48.0), DUBLIN, (-30.0, 40.0), (25.0, 60.0), (4.9, 45.7)):
        x, y = view.camera.sized(640, 480).to_screen(*project_point(lon, lat))
        if 60 < x < 580 and 60 < y < 400:
            seen += 1
            at = image.pixelColor(round(x * ratio), round(y * ratio))
            assert at == colour_of(slippy(lon, lat, fine)), (lon, lat)
    assert seen


def test_tiles_come_by_themselves_while_the_map_is_free(view, tmp_path, qtbot) -> None:
    view.tiles.add(mbtiles(tmp_path / "base.mbtiles", all_of(range(4))))
    assert not view.marked.is_on("names")
    look(view, *DUBLIN, 3.0)

    def drawn() -> None:
        assert view.grab().toImage().pixelColor(320, 240) == colour_of(slippy(*DUBLIN, 3))

    qtbot.waitUntil(drawn)
    qtbot.waitUntil(lambda: not view.busy)


def test_where_there_is_no_tile_the_one_above_is_drawn_larger(view, tmp_path) -> None:
    below = slippy(*DUBLIN, 4)
    places = [each for each in all_of(range(5)) if each != below]
    view.tiles.add(pmtiles(tmp_path / "sparse.pmtiles", places))
    look(view, *DUBLIN, 4.0)
    assert view.picture(640, 480).pixelColor(320, 240) == colour_of(slippy(*DUBLIN, 3))


def test_damaged_and_monstrous_tiles_are_shown_counted_and_cost_nothing(view, tmp_path) -> None:
    bad = {slippy(*DUBLIN, 3): b"\x89PNG\r\n\x1a\nnonsense", slippy(30, 55, 3): huge_png(), slippy(-50, 55, 3): None}
    view.tiles.add(mbtiles(tmp_path / "bad.mbtiles", all_of([3]), lambda place: bad.get(place, picture(place))))
    look(view, *DUBLIN, 3.0)
    image = view.picture(640, 480)
    assert view.tiles.damaged == 3 and "3 tiles in sight can't be read" in view.tiles.credits
    assert image.pixelColor(320, 240) != colour_of(slippy(*DUBLIN, 3))
    assert image.pixelColor(320, 400) == colour_of(slippy(-6.26, 30, 3))


def test_the_choice_survives_closing_and_a_missing_file_is_said(qtbot, view, opened, tmp_path) -> None:
    path = mbtiles(tmp_path / "base.mbtiles", all_of(range(2)), attribution="<i>© Somebody</i>")
    view.tiles.add(path)
    view.tiles.set_share(0.5)
    assert view.tiles.credits == "© Somebody"
    opened.close()
    with open_case(tmp_path / "small.intelviz") as again:
        other = shown(qtbot, again)
        assert other.tiles.store is not None and (other.tiles.name, other.tiles.share) == ("base", 0.5)
        other.tiles.show("")
        other.tiles.show("base")
    path.unlink()
    with open_case(tmp_path / "small.intelviz") as again:
        other = shown(qtbot, again)
        assert "“base” are not shown" in other.tiles.credits and "not there" in other.tiles.credits
        other.grab()
        assert known_tiles() == {"base": path}
        other.tiles.forget("base")
        assert known_tiles() == {} and other.tiles.credits == ""


@pytest.mark.parametrize(
    "said", [{"name": "PATH"}, {"name": "t", "path": "PATH"}, {"name": 7}, [], {"share": "x", "name": "a"}]
)
def test_a_strangers_case_opens_no_file(qtbot, opened, tmp_path, said) -> None:
    path = mbtiles(tmp_path / "theirs.mbtiles", all_of(range(2)))
    opened.case.set_setting("view/tiles", json.loads(json.dumps(said).replace("PATH", path.as_posix())))
    opened.close()
    with open_case(tmp_path / "small.intelviz") as again:
        view = shown(qtbot, again)
        assert view.tiles.store is None
        assert not view.tiles.name or "no file of that name" in view.tiles.credits


def test_memory_is_limited_and_every_tile_is_still_found(tmp_path) -> None:
    store = TileStore(
        open_tiles(mbtiles(tmp_path / "base.mbtiles", all_of([4]))), lambda: None, most=10 * 256 * 256 * 4
    )
    store.load(all_of([4]))
    assert store.bytes <= 10 * 256 * 256 * 4
    store.load([(4, 0, 0)])
    assert store.picture((4, 0, 0)).pixelColor(5, 5) == colour_of((4, 0, 0))
    store.close()
    large = mbtiles(tmp_path / "large.mbtiles", all_of([1]), lambda place: picture(place, side=1500))
    store = TileStore(open_tiles(large), lambda: None)
    store.load(all_of([1]))
    assert store.bytes == 4 * 512 * 512 * 4
    store.close()


def test_files_that_say_another_format_than_they_hold_are_drawn(view, tmp_path) -> None:
    made = mbtiles(tmp_path / "base.mbtiles", all_of([0]), lambda place: picture(place, "JPEG"), format="png")
    view.tiles.add(made)
    look(view, 0, 0, 0.0)
    ours, theirs = view.picture(640, 480).pixelColor(380, 300), colour_of((0, 0, 0))
    assert max(abs(a - b) for a, b in zip(ours.getRgb(), theirs.getRgb(), strict=True)) < 4


def test_far_out_it_is_said_that_one_must_zoom_in(view, tmp_path) -> None:
    view.tiles.add(
        mbtiles(tmp_path / "near.mbtiles", [slippy(*DUBLIN, 12)], bounds="-10,50,2,60", minzoom="12", maxzoom="12")
    )
    look(view, *DUBLIN, 5.0)
    view.picture(640, 480)
    assert "zoom in" in view.tiles.credits
    look(view, *DUBLIN, 12.0)
    assert view.picture(640, 480).pixelColor(320, 240) == colour_of(slippy(*DUBLIN, 12))
    assert "zoom in" not in view.tiles.credits


@given(st.floats(-179, 179), st.floats(-84, 84), st.floats(0, 20), st.integers(0, 20))
def test_tiles_in_sight_cover_the_picture_without_gap(lon: float, lat: float, zoom: float, level: int) -> None:
    camera = Camera(*project_point(lon, lat), zoom, 300, 200)
    info = TileInfo(Path("x"), "x", "png", 0, 20, WORLD)
    places = places_in(info, camera, min(level, round(zoom)))
    assert places
    boxes = [target_of(place, camera, 1.0) for place in places]
    whole = boxes[0]
    for box in boxes:
        whole = whole.united(box)
    left, top = (max(each, 0.0) for each in camera.to_screen(0, 0))
    right, bottom = camera.to_screen(1, 1)
    assert whole.left() <= left + 1 and whole.top() <= top + 1
    assert whole.right() >= min(right, 300) - 1 and whole.bottom() >= min(bottom, 200) - 1
    assert abs(sum(box.width() * box.height() for box in boxes) - whole.width() * whole.height()) < 1


def test_every_act_of_the_menu_does_what_it_says(view, tmp_path) -> None:
    view.tiles.add(mbtiles(tmp_path / "base.mbtiles", all_of(range(2))))

    def act(title: str):
        return next(each for each in actions(view)[0].choices() if each.title.startswith(title))

    assert act("“base”").checked() and act("“base”").help == str(tmp_path / "base.mbtiles")
    next(each for each in act("How clearly").choices() if each.title == "25%").run()
    assert view.tiles.share == 0.25
    act("None").run()
    assert view.tiles.store is None and act("None").checked()
    act("“base”").run()
    assert view.tiles.store is not None


def test_the_list_of_files_is_read_with_suspicion(home) -> None:
    for text in ("[", "[]", json.dumps({"a": 3, "b": "", "c": "/x.mbtiles"}), "[" * 100_000):
        (home / "config").mkdir(parents=True, exist_ok=True)
        (home / "config" / "tiles.json").write_text(text)
        assert set(known_tiles()) <= {"c"}
    remember_tiles("d", Path("/y.mbtiles"))
    assert known_tiles() == {"d": Path("/y.mbtiles")}


def test_nothing_is_written_beside_the_file(view, tmp_path) -> None:
    (tmp_path / "apart").mkdir()
    path = mbtiles(tmp_path / "apart" / "base.mbtiles", all_of(range(2)))
    before = path.read_bytes()
    view.tiles.add(path)
    view.picture(640, 480)
    view.tiles.show("")
    assert [each.name for each in (tmp_path / "apart").iterdir()] == ["base.mbtiles"] and path.read_bytes() == before


def test_picture(view, tmp_path) -> None:
    bad = {slippy(20, 50, 4): b"\x89PNG\r\n\x1a\nnonsense"}
    tiles = mbtiles(
        tmp_path / "base.mbtiles", all_of([4]), lambda place: bad.get(place, picture(place)), attribution="© Us"
    )
    view.tiles.add(tiles)
    view.tiles.set_share(0.5)
    look(view, 5, 50, 4.4)
    image = view.picture(640, 480)
    assert image.pixelColor(320, 240) != QColor(0, 0, 0)
    same_picture(image, "map_tiles")
