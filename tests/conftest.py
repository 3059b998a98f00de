"""Settings for all tests: no screen, no settings of the user, and a small workspace made by hand."""

from __future__ import annotations

import os
from pathlib import Path

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

import numpy as np
import pytest

from intelviz.case.columns import Columns, ItemColumns, LinkColumns
from intelviz.schema.model import ItemType, LinkType, PropertyType, Schema
from intelviz.schema.when import NO_TIME, UK, Precision, WhenFormat
from intelviz.workspace.workspace import Workspace
from tests.gm import gm, gm_copy, gm_path  # noqa: F401  fixtures of the Greater Manchester case

SHARED = Path(__file__).resolve().parent.parent.parent / "shared" / "data"


@pytest.fixture(autouse=True)
def own_settings(tmp_path_factory, monkeypatch):
    """Keep the tests out of the user's settings, recent cases and logs."""
    monkeypatch.setenv("INTELVIZ_HOME", str(tmp_path_factory.mktemp("home")))


@pytest.fixture(scope="session")
def shared_data() -> Path:
    """Return the folder of public data sets, or skip the test, saying so."""
    if not SHARED.is_dir():
        pytest.skip("../shared/data is not here")
    return SHARED


def made_schema() -> Schema:
    """Return a schema of a few types, with every kind of reach."""
    items = [
        ItemType("Person", "person", "persons", "person", "account", 0, starts_chart=True),
        ItemType("Phone", "phone", "phones", "object", "cellphone", 2),
        ItemType("Location", "location", "locations", "location", "map-marker", 3),
        ItemType(
            "Crime", "crime", "crimes", "event", "alert-octagon", 1, properties=(PropertyType("type", "type of crime"),)
        ),
        ItemType("PhoneCall", "phone call", "phone calls", "event", "phone-in-talk", 5),
    ]
    links = [
        LinkType("KNOWS", "knows", "is known by", "association"),
        LinkType("HAS_PHONE", "has phone", "belongs to", "belonging", reach="holds"),
        LinkType("CURRENT_ADDRESS", "lives at", "is the address of", "place", reach="lives"),
        LinkType("OCCURRED_AT", "occurred at", "is where it happened", "place", reach="locates"),
        LinkType("CALLER", "was made from", "made", "communication"),
        LinkType("CALLED", "was made to", "received", "communication"),
        LinkType("PARTY_TO", "is party to", "involves", "involvement"),
    ]
    return Schema({each.name: each for each in items}, {each.name: each for each in links})


SMALL_ITEMS = [
    ("Person", "Ann Archer", "", None),
    ("Person", "Bob Baker", "", None),
    ("Person", "Cy Cole", "", None),
    ("Phone", "07700 900001", "", None),
    ("Phone", "07700 900002", "", None),
    ("Location", "1 High Street", "", (-2.24, 53.48)),
    ("Location", "2 Mill Lane", "", (-2.20, 53.50)),
    ("Crime", "Burglary", "05/08/2017", (-2.20, 53.50)),
    ("Crime", "Robbery", "08/2017", (-2.24, 53.48)),
    ("PhoneCall", "Call of 38 s", "04/08/2017 00:32", None),
    ("PhoneCall", "Call of 5 s", "27/08/2017 14:44", None),
]
SMALL_LINKS = [
    ("KNOWS", 0, 1),
    ("KNOWS", 0, 1),
    ("KNOWS", 1, 2),
    ("HAS_PHONE", 0, 3),
    ("HAS_PHONE", 1, 4),
    ("CURRENT_ADDRESS", 0, 5),
    ("OCCURRED_AT", 7, 6),
    ("OCCURRED_AT", 8, 5),
    ("CALLER", 9, 3),
    ("CALLED", 9, 4),
    ("CALLER", 10, 4),
    ("CALLED", 10, 3),
    ("PARTY_TO", 2, 7),
]


def made_columns(items: list = SMALL_ITEMS, links: list = SMALL_LINKS) -> Columns:
    """Return columns of hand-made items and links; ids are 100 + row."""
    schema = made_schema()
    type_names, link_names = tuple(schema.items), tuple(schema.links)
    count = len(items)
    start, end = np.full(count, NO_TIME), np.full(count, NO_TIME)
    precision = np.zeros(count, np.int8)
    lon, lat = np.full(count, np.nan), np.full(count, np.nan)
    place_row = np.full(count, -1, np.int32)
    for row, (_, _, when, place) in enumerate(items):
        for form in ("dd/mm/yyyy HH:MM", "dd/mm/yyyy", "mm/yyyy"):
            try:
                found = WhenFormat(form).parse(when, UK)
            except ValueError:
                continue
            start[row], end[row], precision[row] = found.start, found.end, found.precision
            break
        if place is not None:
            lon[row], lat[row] = place
            place_row[row] = row
    for kind, a, b in links:
        if kind == "OCCURRED_AT":
            place_row[a] = b
    none = np.full(len(links), NO_TIME)
    return Columns(
        ItemColumns(
            np.arange(count, dtype=np.int64) + 100,
            np.array([type_names.index(each[0]) for each in items], np.int16),
            type_names,
            [each[1] for each in items],
            start,
            end,
            precision,
            lon,
            lat,
            np.where(np.isnan(lon), 0, 1).astype(np.int8),
            place_row,
        ),
        LinkColumns(
            np.arange(len(links), dtype=np.int64) + 500,
            np.array([link_names.index(each[0]) for each in links], np.int16),
            link_names,
            np.array([each[1] for each in links], np.int32),
            np.array([each[2] for each in links], np.int32),
            none,
            none.copy(),
            np.zeros(len(links), np.int8),
        ),
    )


@pytest.fixture
def workspace() -> Workspace:
    """Return a workspace of three persons, two phones, two places, two crimes and two calls."""
    return Workspace(made_columns(), made_schema())


def many(count: int, links: int, seed: int = 1) -> Columns:
    """Return columns of ``count`` items of all made types with random times, places and links."""
    random = np.random.default_rng(seed)
    schema = made_schema()
    type_names, link_names = tuple(schema.items), tuple(schema.links)
    kind = random.integers(0, len(type_names), count).astype(np.int16)
    event = kind >= 3
    start = np.where(event, 1501542000 + random.integers(0, 31 * 86400, count), NO_TIME)
    end = np.where(event, start + 60, NO_TIME)
    placed = (kind == 2) | (kind == 3)
    none = np.full(links, NO_TIME)
    return Columns(
        ItemColumns(
            np.arange(count, dtype=np.int64) + 1,
            kind,
            type_names,
            [f"Item {row}" for row in range(count)],
            start,
            end,
            np.where(event, int(Precision.MINUTE), 0).astype(np.int8),
            np.where(placed, random.normal(-2.24, 0.08, count), np.nan),
            np.where(placed, random.normal(53.48, 0.05, count), np.nan),
            np.where(placed, 1, 0).astype(np.int8),
            np.where(placed, np.arange(count), -1).astype(np.int32),
        ),
        LinkColumns(
            np.arange(links, dtype=np.int64) + 1,
            random.integers(0, len(link_names), links).astype(np.int16),
            link_names,
            random.integers(0, count, links).astype(np.int32),
            random.integers(0, count, links).astype(np.int32),
            none,
            none.copy(),
            np.zeros(links, np.int8),
        ),
    )
