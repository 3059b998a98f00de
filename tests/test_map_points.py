"""Places, clusters, density and the base map, as arrays."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from intelviz.render import basemap
from intelviz.render.dots import counted, stamp
from intelviz.render.heat import CELL, coloured, heat, quartic
from intelviz.render.mercator import Camera, project_point, unproject_point
from intelviz.render.points import (
    Places,
    clustered,
    inside_polygon,
    pair_counts,
    seen_places,
    usual_bounds,
)
from intelviz.render.postcodes import postcodes
from intelviz.render.theme import DARK
from tests.conftest import made_columns, many

MANCHESTER = project_point(-2.24, 53.48)


def test_items_at_one_point_are_one_place():
    items = made_columns().items
    places = Places.of_items(items)
    assert len(places) == 2
    assert sorted(len(places.rows_at(place)) for place in range(2)) == [2, 2]
    assert places.of[5] == places.of[8]
    assert places.of[6] == places.of[7]
    assert places.of[0] == -1


@pytest.mark.parametrize("zoom", [3, 8, 10.5, 12, 14, 17])
def test_clusters_count_every_shown_item_once(zoom):
    items = many(30_000, 10).items
    places = Places.of_items(items)
    drawn = np.random.default_rng(2).random(len(items)) < 0.7
    count = places.counts(drawn)
    camera = Camera(*MANCHESTER, zoom, 4000 * 2 ** max(zoom - 10, 0), 4000 * 2 ** max(zoom - 10, 0))
    seen = seen_places(places, count, camera)
    marks = clustered(places, count, camera, seen)
    assert marks.count.sum() == np.count_nonzero(drawn & (places.of >= 0))
    assert sorted(np.concatenate([marks.places_in(mark) for mark in range(min(len(marks), 50))]).tolist()) == sorted(
        marks.place_of[marks.mark_of < 50].tolist()
    )
    kinds = pair_counts(marks, places, drawn, items.type, len(items.type_names))
    assert np.array_equal(kinds.sum(axis=1), marks.count)
    alone = marks.place >= 0
    assert np.allclose(marks.x[alone], places.x[marks.place[alone]])


def test_clusters_come_apart_when_places_can_be_told_apart():
    items = made_columns().items
    places = Places.of_items(items)
    count = places.counts(np.ones(len(items), bool))
    near = Camera(*MANCHESTER, 16, 1e6, 1e6)
    far = Camera(*MANCHESTER, 4, 1000, 1000)
    assert (clustered(places, count, near, seen_places(places, count, near)).place >= 0).all()
    together = clustered(places, count, far, seen_places(places, count, far))
    assert len(together) == 1
    assert together.place[0] == -1
    assert together.count[0] == 4


def test_panning_does_not_change_clusters():
    items = many(5_000, 10).items
    places = Places.of_items(items)
    count = places.counts(np.ones(len(items), bool))
    camera = Camera(*MANCHESTER, 11, 3000, 3000)
    one = clustered(places, count, camera, seen_places(places, count, camera, 1500))
    moved = camera.panned(37, -11)
    other = clustered(places, count, moved, seen_places(places, count, moved, 1500))
    assert np.array_equal(np.sort(one.count), np.sort(other.count))


@given(st.lists(st.tuples(st.floats(-2.4, -2.1), st.floats(53.3, 53.6)), min_size=3, max_size=40))
def test_no_cluster_lies_outside_its_places(points):
    x, y = np.array([project_point(*point) for point in points]).T
    places = Places(x, y, np.arange(len(x), dtype=np.int32), np.arange(len(x) + 1), np.arange(len(x), dtype=np.int32))
    count = np.ones(len(x), np.int64)
    camera = Camera(*MANCHESTER, 10, 5000, 5000)
    marks = clustered(places, count, camera, seen_places(places, count, camera))
    assert marks.count.sum() == len(x)
    assert marks.x.min() >= x.min() - 1e-12
    assert marks.x.max() <= x.max() + 1e-12


def test_a_polygon_takes_what_is_inside():
    rng = np.random.default_rng(4)
    x, y = rng.random(2000) * 10, rng.random(2000) * 10
    triangle = np.array([1.0, 9.0, 1.0]), np.array([1.0, 1.0, 9.0])
    inside = inside_polygon(x, y, *triangle)
    assert np.array_equal(inside, (x > 1) & (y > 1) & (x + y < 10))


def test_the_few_far_off_do_not_decide_what_is_in_sight():
    rng = np.random.default_rng(5)
    lat = rng.normal(53.5, 0.05, 300)
    points = [project_point(*each) for each in zip(rng.normal(-2.2, 0.1, 300), lat, strict=True)]
    points += [project_point(0, 0), project_point(151.2, -33.9)]
    x, y = np.array(points).T
    bounds, odd = usual_bounds(x, y, np.ones(len(x), np.int64))
    assert odd.sum() == 2
    assert unproject_point(bounds[0], bounds[1])[0] == pytest.approx(-2.5, abs=0.2)
    assert usual_bounds(x, y, np.zeros(len(x), np.int64)) is None


def test_one_place_alone_is_never_far_off():
    x, y = np.array([project_point(0, 0)]).T
    bounds, odd = usual_bounds(x, y, np.array([3]))
    assert not odd.any()
    assert bounds == (0.5, 0.5, 0.5, 0.5)


def test_heat_adds_up_to_the_items_in_it():
    rng = np.random.default_rng(6)
    x, y, weight = rng.uniform(100, 700, 500), rng.uniform(100, 500, 500), rng.integers(1, 5, 500).astype(float)
    found = heat(x, y, weight, 800, 600, 40)
    assert found.value.sum() * CELL**2 == pytest.approx(weight.sum(), rel=1e-6)
    assert found.value.min() >= 0


def test_heat_peaks_where_the_items_are_and_reaches_as_far_as_the_bandwidth():
    found = heat(np.array([402.0]), np.array([302.0]), np.array([1.0]), 800, 600, 40)
    row, column = np.unravel_index(np.argmax(found.value), found.value.shape)
    assert (column * CELL, row * CELL) == (400, 300)
    assert found.value[row, column + 11] == pytest.approx(0, abs=1e-12)
    # The quartic kernel's peak is 3 over pi h squared.
    assert found.peak == pytest.approx(3 / np.pi / 40**2, rel=0.02)


def test_items_beyond_the_edge_are_felt_inside_it():
    assert heat(np.array([-10.0]), np.array([50.0]), np.array([1.0]), 200, 100, 40).peak > 0


def test_the_kernel_sums_to_one_and_its_colours_run_from_clear_to_full():
    assert quartic(30, 4).sum() == pytest.approx(1)
    colours = coloured(np.array([[0.0, 1.0]]), 1.0, DARK.density)
    assert colours[0, 0] >> 24 == 0
    assert colours[0, 1] >> 24 == round(0.86 * 255)


def test_dots_lie_over_each_other_in_order():
    pixels = np.zeros((40, 40), np.uint32)
    red, blue, edge = np.uint32(0xFFFF0000), np.uint32(0xFF0000FF), np.uint32(0xFF101010)
    stamp(pixels, np.array([20.0, 24.0]), np.array([20.0, 20.0]), np.array([red, blue]), edge, 3)
    assert pixels[19, 24] == blue
    assert edge in pixels
    assert red in pixels
    stamp(pixels, np.array([-5.0, 100.0]), np.array([5.0, 5.0]), np.array([red, red]), edge, 3)


def test_density_counts_every_item_in_the_picture():
    rng = np.random.default_rng(7)
    x, y = rng.uniform(-50, 150, 3000), rng.uniform(-50, 150, 3000)
    inside = (x >= 0) & (x < 100) & (y >= 0) & (y < 100)
    assert counted(x, y, np.ones(3000), 100, 100).sum() == inside.sum()


# The base map


def inside_land(lon: float, lat: float, zoom: float) -> bool:
    x, y = project_point(lon, lat)
    lines = basemap.layer("britain", "land").at(zoom)
    found = False
    for part in range(len(lines.box)):
        ring = lines.xy[lines.first[part] : lines.first[part + 1]]
        found ^= bool(inside_polygon(np.array([x]), np.array([y]), ring[:, 0], ring[:, 1])[0])
    return found


@pytest.mark.parametrize("zoom", [6, 10, 15])
@pytest.mark.parametrize(
    ("lon", "lat", "land"),
    [
        (-2.24, 53.48, True),
        (-1.9, 52.48, True),
        (-6.26, 53.35, True),
        (-3.0, 51.65, True),
        (-4.3, 55.85, True),
        (-4.5, 53.8, False),
        (1.0, 55.0, False),
    ],
)
def test_land_is_land_at_every_level_of_detail(lon, lat, land, zoom):
    assert inside_land(lon, lat, zoom) is land


def test_every_level_of_detail_has_less_than_the_next():
    for file, name in (("world", "land"), ("britain", "districts"), ("local", "small")):
        layer = basemap.layer(file, name)
        sizes = [len(layer.at(zoom).xy) for zoom in (1, 3, 6, 9, 12, 16)]
        assert sizes == sorted(sizes)
        assert sizes[-1] == len(layer.xy)


def test_what_is_not_there_is_none():
    assert basemap.layer("local", "motorways of the moon") is None
    assert basemap.layer("nowhere", "land") is None


def test_names_of_towns_stand_where_the_towns_are():
    known = basemap.names()
    number = known.text.index("Manchester")
    assert unproject_point(known.x[number], known.y[number]) == pytest.approx((-2.24, 53.48), abs=0.06)
    assert "Bolton" in known.text
    assert "M14" in known.text


def test_postcodes_are_found_whole_by_sector_and_by_district():
    known = postcodes()
    x, y, words = known.find("M1 1AE")
    assert words == "postcode M1 1AE"
    assert unproject_point(x, y) == pytest.approx((-2.235, 53.4815), abs=0.01)
    assert known.find("EH1 1AA")[2].startswith("sector EH1 1")
    assert known.find("EH1")[2] == "district EH1"
    assert known.find("ZZ9 9ZZ") is None
    number = known.unit_of("M1 1", "AE")
    assert known.name_of(number) == "M1 1AE"


def test_the_base_map_is_small():
    sizes = [path.stat().st_size for path in basemap.resource("basemap").glob("*.npz")]
    assert len(sizes) == 5
    assert sum(sizes) < 5_000_000
