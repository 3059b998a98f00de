"""Import of a million rows of street crime, made here, against sqlite-utils' insert and enable-fts on the same file.

Ours keeps every row as a record, makes typed and linked items of it, and indexes their text and places; the peer keeps
one table and indexes the text of the same four columns. The floor is reading the file and writing its values, no more.
"""

from __future__ import annotations

import csv
import json
import random
import sqlite3
import sys
import tempfile
from pathlib import Path

from scripts.benches.figure import Figure, median_of, process, process_and_memory, seconds

NAME = "import"
COLUMNS = (
    "Crime ID", "Month", "Reported by", "Falls within", "Longitude", "Latitude", "Location", "LSOA code", "LSOA name",
    "Crime type", "Last outcome category", "Context",
)  # fmt: skip
SEARCHED = ("Crime ID", "Location", "Crime type", "Last outcome category")
ANTI_SOCIAL = "Anti-social behaviour"
TYPES = {
    ANTI_SOCIAL: 1099, "Violence and sexual offences": 740, "Criminal damage and arson": 435, "Other theft": 243,
    "Shoplifting": 217, "Burglary": 186, "Public order": 134, "Drugs": 98, "Vehicle crime": 74, "Other crime": 38,
    "Bicycle theft": 24, "Theft from the person": 15, "Possession of weapons": 12, "Robbery": 11,
}  # fmt: skip
OUTCOMES = {
    "Under investigation": 1109, "Investigation complete; no suspect identified": 516,
    "Unable to prosecute suspect": 275,
    "Awaiting court outcome": 213, "Offender given a caution": 42, "Local resolution": 38, "Offender sent to prison": 5,
}  # fmt: skip
RECIPE = "police-uk-street"
FORCE = "Practice Constabulary"
NO_PLACE = 0.06
ROWS_A_PLACE = 16
MONTHS = 36


def write(target: Path, rows: int, seed: int = 3) -> None:
    """Write street crime as data.police.uk publishes it, in the shares of a real month of a rural force."""
    chance = random.Random(seed)
    streets = [f"On or near {chance.choice(_FIRST)} {chance.choice(_LAST)}" for _ in range(max(rows // 60, 5))]
    areas = [(f"E0109{number:04}", f"Practice {number // 8:03}{'ABCDEFGH'[number % 8]}") for number in range(400)]
    places = [
        (f"{chance.uniform(-2.8, -1.9):.6f}", f"{chance.uniform(53.3, 53.7):.6f}", chance.choice(streets), *each)
        for each in chance.choices(areas, k=max(rows // ROWS_A_PLACE, 3))
    ]
    nowhere = ("", "", "No Location", "", "")
    kinds = chance.choices(list(TYPES), list(TYPES.values()), k=rows)
    outcomes = chance.choices(list(OUTCOMES), list(OUTCOMES.values()), k=rows)
    with target.open("w", encoding="utf-8", newline="") as file:
        out = csv.writer(file)
        out.writerow(COLUMNS)
        for number, (kind, outcome) in enumerate(zip(kinds, outcomes, strict=True)):
            year, month = divmod(number * MONTHS // rows, 12)
            lon, lat, street, code, name = nowhere if chance.random() < NO_PLACE else chance.choice(places)
            quiet = kind == ANTI_SOCIAL
            identifier = "" if quiet else f"{chance.getrandbits(256):064x}"
            at = f"{2016 + year}-{month + 1:02}"
            out.writerow(
                (identifier, at, FORCE, FORCE, lon, lat, street, code, name, kind, "" if quiet else outcome, "")
            )


_FIRST = (
    "Abbey", "Alder", "Bank", "Beech", "Bridge", "Castle", "Chapel", "Church", "Cross", "Dale", "Elm", "Fell", "Ferry",
    "Garden", "Grange", "Green", "Harbour", "Hazel", "High", "Hill", "Iron", "King", "Lake", "Lime", "Long", "Manor",
    "Market", "Meadow", "Mill", "Moor", "New", "Nook", "Oak", "Orchard", "Park", "Pine", "Poplar", "Priory", "Quarry",
    "Queen", "Rose", "Rowan", "School", "Spring", "Station", "Stone", "Tarn", "Thorn", "Union", "Victoria", "Well",
)  # fmt: skip
_LAST = (
    "Avenue",
    "Close",
    "Court",
    "Crescent",
    "Drive",
    "Gardens",
    "Lane",
    "Place",
    "Road",
    "Street",
    "Terrace",
    "Way",
)


def run(size: int | None, rounds: int) -> list[Figure]:
    """Measure whole processes over a file of ``size`` rows (a million); each in turn, in one round after another."""
    rows = size or 1_000_000
    rounds = rounds if size else 1
    with tempfile.TemporaryDirectory() as folder:
        place = Path(folder)
        file = place / "practice-street.csv"
        write(file, rows)
        peak = 0.0

        def ours() -> float:
            nonlocal peak
            case = _fresh(place, "rows.intelviz")
            process([sys.executable, "-m", "intelviz", "new", case])
            took, memory = process_and_memory(
                [sys.executable, "-m", "intelviz", "import", case, file, "--recipe", RECIPE]
            )
            peak = max(peak, memory)
            _check(case, rows)
            return took

        def theirs() -> float:
            target = _fresh(place, "peer.db")
            tool = Path(sys.executable).with_name("sqlite-utils")
            took = process([tool, "insert", target, "street", file, "--csv"])
            return took + process([tool, "enable-fts", target, "street", *SEARCHED])

        mine = median_of(rounds, ours)
        peer = median_of(rounds, theirs)
        floor = median_of(rounds, lambda: seconds(lambda: _floor(_fresh(place, "floor.db"), file)))
    return [
        Figure("import of street crime", mine, "s", rows, "sqlite-utils insert + enable-fts", peer, floor, 0.25 * peer),
        Figure("peak memory of the import, all its processes", peak, "MB", rows, goal=600.0),
    ]


def _fresh(place: Path, name: str) -> Path:
    for each in place.glob("*.intelviz*"), place.glob("*.db*"):
        for old in each:
            old.unlink()
    return place / name


def _check(case: Path, rows: int) -> None:
    """Raise unless every row is there, and what was measured is all that is claimed."""
    with sqlite3.connect(case) as database:
        found = database.execute("SELECT rows, loaded + merged + rejected, rejected FROM source").fetchall()
        records = database.execute("SELECT count(*) FROM record").fetchone()[0]
        indexed = database.execute("SELECT count(*) FROM item_fts WHERE item_fts MATCH 'burglary'").fetchone()[0]
    database.close()
    if found != [(rows, rows, 0)] or records != rows or not indexed:
        raise RuntimeError(f"the import is not whole: {json.dumps(found)}, {records:,} records, {indexed:,} burglaries")


def _floor(target: Path, file: Path) -> None:
    with sqlite3.connect(target) as database, file.open(encoding="utf-8", newline="") as text:
        rows = csv.reader(text)
        width = len(next(rows))
        database.execute(f"CREATE TABLE street ({', '.join(f'c{number}' for number in range(width))})")
        database.executemany(f"INSERT INTO street VALUES ({', '.join('?' * width)})", rows)
    database.close()
