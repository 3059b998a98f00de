"""ANPR reads: journeys past cameras at speeds that cars drive, with misreads, clones and convoys among them."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from intelviz.practice.chance import Ints, dealt, drawn, stream
from intelviz.practice.files import Fault, Output
from intelviz.practice.masts import DIRECTIONS, Cameras, make_cameras
from intelviz.practice.register import Register
from intelviz.practice.times import days
from intelviz.practice.vehicles import LETTERS, REGIONS

COLUMNS = (
    "VRM", "Read Date Time", "Camera ID", "Camera Name", "Easting", "Northing", "Lane", "Direction", "Confidence",
)  # fmt: skip
HOURS = (
    1.9,
    1.3,
    1.0,
    0.9,
    0.8,
    0.9,
    1.5,
    3.2,
    5.6,
    3.6,
    3.5,
    4.4,
    5.6,
    5.6,
    6.5,
    8.2,
    8.3,
    8.9,
    7.7,
    6.1,
    4.4,
    3.5,
    3.7,
    2.7,
)
WEEKDAYS = (15.0, 15.2, 15.2, 15.3, 15.4, 12.6, 11.3)
MISREAD, CLONED = 0.03, 0.005
SPEED = 28.0
"""Metres a second between two cameras, as the crow flies, that nobody drives in the background: 100 km/h."""
MISTAKEN = {"0": "O", "O": "0", "1": "I", "I": "1", "8": "B", "B": "8", "5": "S", "S": "5"}
CONVOY_SITES = 6
BROKEN_TIMES = ("2025-11-31 10:00:00", "2025-10-12 24:17:09", "2025-09-00 07:00:00")
TOO_FAST = "too fast"
Entry = tuple[int, str, int, str]
"""Second, plate, camera, story."""


def write(register: Register, out: Output) -> None:
    """Write the reads."""
    cameras = make_cameras(register.seed)
    random = stream(register.seed, "reads")
    rows = _all(register, out, cameras, random)
    faults = (
        Fault("impossible time", "rejected", 2_500, "Read Date Time", BROKEN_TIMES),
        Fault("not a plate", "rejected", 4_000, "VRM", ("??Q?? ???", "NO PLATE!")),
    )  # fmt: skip
    cloned = out.facts["cloned_plates"]
    assert isinstance(cloned, list)
    clones = set(cloned)
    with out.sheet("anpr/reads.csv", COLUMNS, faults) as sheet:
        for second, plate, camera, story in rows:
            read = _misread(plate, random) if not story and plate not in clones and random.random() < MISREAD else plate
            confidence = int(random.integers(38, 80)) if read != plate else int(random.integers(72, 100))
            row = sheet.add(
                (
                    read.replace(" ", ""), f"{register.moment(second / 60):%Y-%m-%d %H:%M:%S}", cameras.code(camera),
                    cameras.name[camera], int(cameras.easting[camera]), int(cameras.northing[camera]),
                    int(random.integers(1, 4)), DIRECTIONS[int(random.integers(0, 4))], confidence,
                ),
                story,
            )  # fmt: skip
            if read != plate:
                sheet.note(row, "VRM", read.replace(" ", ""), plate.replace(" ", ""), "misread")


def _all(register: Register, out: Output, cameras: Cameras, random: np.random.Generator) -> list[Entry]:
    own = register.case.vehicles.reg
    passing = _plates(register, random)
    plates = own + passing
    plan, count = register.plan, register.plan.reads
    weight = random.gamma(0.8, size=len(plates)) + 0.05
    which = drawn(random, count, weight)
    second = (days(plan.days, count, list(WEEKDAYS), random) * 24 + dealt(random, count, HOURS)) * 3600
    second += random.integers(0, 3600, count)
    hour = register.repeated_hour * 60
    second = np.where((second >= hour) & (second < hour + 3600), second + 3600, second)
    order = np.lexsort((second, which))
    which, second = which[order], second[order]
    camera = _journeys(which, second, cameras, random)
    rows: list[Entry] = list(
        zip(second.tolist(), [plates[at] for at in which.tolist()], camera.tolist(), [""] * count, strict=True)
    )
    rows += _convoy(register, out, cameras, random)
    rows += _clones(register, out, cameras, random, rows, plates)
    rows += _too_fast(register, out, cameras, random)
    rows.sort(key=lambda row: (row[0], row[1]))
    return rows


def _plates(register: Register, random: np.random.Generator) -> list[str]:
    taken = set(register.case.vehicles.reg)
    found: dict[str, None] = {}
    while len(found) < register.plan.passing:
        letters = "".join(LETTERS[at] for at in random.integers(0, len(LETTERS), 3).tolist())
        region = REGIONS[int(random.integers(0, len(REGIONS)))]
        plate = f"{region}Q{int(random.integers(2, 26)) + 50 * int(random.integers(0, 2)):02d} {letters}"
        if plate not in taken:
            found[plate] = None
    return list(found)


def _journeys(which: Ints, second: Ints, cameras: Cameras, random: np.random.Generator) -> Ints:
    """Return a camera for each read: mostly one of a few that a vehicle passes, never one it could not have reached."""
    distances = cameras.distances
    near = np.argsort(distances, axis=1, kind="stable")[:, :12]
    base = random.integers(0, len(cameras), int(which.max()) + 1)
    camera = near[base[which], np.minimum(11, random.geometric(0.25, len(which)) - 1)]
    far = random.random(len(which)) < 0.1
    camera[far] = random.integers(0, len(cameras), int(far.sum()))
    # Misreads make one vehicle of two, so reads keep to what is possible with some room.
    found = camera.tolist()
    vehicles, seconds = which.tolist(), second.tolist()
    for at in range(1, len(found)):
        if vehicles[at] == vehicles[at - 1]:
            gap = seconds[at] - seconds[at - 1]
            if distances[found[at], found[at - 1]] > SPEED * 0.8 * gap:
                found[at] = found[at - 1]
    return np.array(found, np.int64)


def _misread(plate: str, random: np.random.Generator) -> str:
    places = [at for at, sign in enumerate(plate) if sign in MISTAKEN]
    if not places:
        return plate
    at = places[int(random.integers(0, len(places)))]
    return plate[:at] + MISTAKEN[plate[at]] + plate[at + 1 :]


def _new_plate(letters: str, number: int) -> str:
    return f"ZQ{number:02d} {letters}"


def _convoy(register: Register, out: Output, cameras: Cameras, random: np.random.Generator) -> Iterator[Entry]:
    """Yield journeys of two vehicles, one behind the other within a minute, past six cameras, on three days."""
    one, other = _new_plate("CVA", 71), _new_plate("CVB", 71)
    out.story(
        "convoy",
        f"Two vehicles pass the same {CONVOY_SITES} cameras within 60 seconds of each other, on three days.",
        plates=[plate.replace(" ", "") for plate in (one, other)],
    )
    route = np.argsort(cameras.distances[0], kind="stable")[1 : CONVOY_SITES + 1].tolist()
    for day in sorted(random.permutation(register.plan.days - 2)[:3].tolist()):
        second = (day * 24 + 22) * 3600 + int(random.integers(0, 1800))
        before = route[0]
        for camera in route:
            second += int(cameras.apart(before, camera) / 15) + 60
            yield second, one, camera, "convoy"
            yield second + int(random.integers(4, 40)), other, camera, "convoy"
            before = camera


def _clones(
    register: Register, out: Output, cameras: Cameras, random: np.random.Generator, rows: list[Entry], plates: list[str]
) -> list[Entry]:
    """Return reads of cloned plates: each far from where the true one was just read."""
    wanted = max(1, round(CLONED * len(plates)))
    chosen: dict[str, Entry] = {}
    for at in random.permutation(len(rows)).tolist():
        if len(chosen) == wanted:
            break
        row = rows[at]
        if row[1] not in chosen and not row[3]:
            chosen[row[1]] = row
    out.facts["cloned_plates"] = sorted(chosen)
    found: list[Entry] = []
    for plate, (second, _, camera, _) in chosen.items():
        far = int(np.argmax(cameras.distances[camera]))
        found.append((second + int(random.integers(60, 240)), plate, far, ""))
    return found


def _too_fast(register: Register, out: Output, cameras: Cameras, random: np.random.Generator) -> list[Entry]:
    plate = _new_plate("TWF", 52)
    one, other = np.unravel_index(int(np.argmax(cameras.distances)), cameras.distances.shape)
    second = int(random.integers(10, register.plan.days - 10)) * 86_400 + 15 * 3600 + int(random.integers(0, 3000))
    gap = 360
    apart = cameras.apart(int(one), int(other))
    out.story(
        TOO_FAST,
        "A plate at two cameras that nobody can drive between in the time: one of the two vehicles bears it falsely.",
        plate=plate.replace(" ", ""),
        cameras=[cameras.code(int(one)), cameras.code(int(other))],
        metres=round(apart),
        seconds=gap,
        kilometres_an_hour=round(apart / gap * 3.6),
    )
    quiet = [(second - 3 * 86_400 * back, plate, int(one), TOO_FAST) for back in (2, 1)]
    return [*quiet, (second, plate, int(one), TOO_FAST), (second + gap, plate, int(other), TOO_FAST)]
