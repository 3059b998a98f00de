"""A near-repeat burglary wave: houses within a few hundred metres, within three weeks, entered in one way."""

from __future__ import annotations

import numpy as np

from intelviz.practice.associates import distance
from intelviz.practice.chance import stream
from intelviz.practice.files import Output
from intelviz.practice.register import Register

NAME = "near-repeat burglaries"
BURGLARIES, DAYS, METRES = 14, 16, 450
_MO = "Rear patio door lifted off its runners; car keys taken from the hall"
Row = tuple[int, tuple[object, ...]]


def wave(register: Register, out: Output) -> list[Row]:
    """Return the rows of recorded crime that make the wave, as (minute of the start, cells), in their order."""
    random = stream(register.seed, "wave")
    places, plan = register.places, register.plan
    houses = np.flatnonzero(places.kind == 0)
    # The middle is where most houses stand near: the wave goes along a few streets.
    sample = houses[random.permutation(len(houses))[:200]]
    near = [int((distance(places, houses, float(places.x[at]), float(places.y[at])) < METRES).sum()) for at in sample]
    middle = int(sample[int(np.argmax(near))])
    away = distance(places, houses, float(places.x[middle]), float(places.y[middle]))
    chosen = houses[np.argsort(away, kind="stable")[: max(4, min(BURGLARIES, max(near)))]].tolist()
    first = int(random.integers(7, max(8, plan.days - DAYS - 7)))
    rows: list[Row] = []
    for number in range(BURGLARIES):
        place = chosen[number % len(chosen)]
        start = (first + number * DAYS // BURGLARIES) * 1440 + int(random.integers(38, 43)) * 30
        end = start + 60 * int(random.integers(4, 11))
        officer = int(register.case.officers.crime_officer[0])
        cells = (
            f"PX/{8_000_001 + number}/{register.moment(start).year % 100:02d}", "Burglary", register.text(end + 35),
            *register.text(start).split(), *register.text(end).split(), *register.spot(place),
            places.ward_of(place)[0], _MO, "Under investigation", "", register.collar(officer),
            register.officer_name(officer),
        )  # fmt: skip
        rows.append((start, cells))
    rows.sort(key=lambda row: row[0])
    out.story(
        NAME,
        f"{BURGLARIES} burglaries by one method, close together within {DAYS} days; the others show no near repeats.",
        crimes=[row[1][0] for row in rows],
        **{"from": [register.text(row[0]) for row in rows]},
        days=DAYS,
        metres=METRES,
        ward=places.ward_of(middle)[0],
    )
    return rows
