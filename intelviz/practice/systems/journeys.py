"""Email headers from seized machines, and tracks of vehicles that carry a receiver."""

from __future__ import annotations

from datetime import timedelta, timezone
from email.utils import format_datetime

import numpy as np

from intelviz.practice.chance import drawn, stream
from intelviz.practice.files import Fault, Output, Sheet
from intelviz.practice.register import Register
from intelviz.practice.words import word_list
from intelviz.schema.national_grid import to_wgs84

MAILS = ("Message-ID", "Date", "From", "To", "Cc", "Subject", "Attachments", "X-Originating-IP")
TRACKS = ("Vehicle", "Device ID", "Timestamp", "Latitude", "Longitude", "Speed (mph)", "Heading", "Ignition")
POSITIONS, STEP = 60, 30
"""Positions of one journey, and the seconds between them."""


def write_mails(register: Register, out: Output) -> None:
    """Write who wrote to whom, when, about what."""
    random = stream(register.seed, "mails")
    addresses, count, plan = register.case.emails, register.plan.messages, register.plan
    subjects = word_list("force")["subjects"]
    faults = (Fault("impossible date", "rejected", 500, "Date", ("Fri, 31 Sep 2025 10:00:00 +0100", "yesterday")),)
    weights = 1 / np.arange(1, len(addresses) + 1) ** 0.8
    second = np.sort(random.integers(0, plan.days * 86_400, count))
    with out.sheet("email/headers.csv", MAILS, faults) as sheet:
        for number, at in enumerate(second.tolist()):
            # Times are those of the server, in UTC.
            moment = register.moment(at / 60).replace(tzinfo=timezone(timedelta(0)))
            sender = int(drawn(random, 1, weights)[0])
            others = [
                int(each)
                for each in (sender + 1 + random.geometric(0.3, int(random.choice([1, 1, 1, 2, 3])))) % len(addresses)
            ]
            to = [addresses[each] for each in dict.fromkeys(others) if each != sender] or [
                addresses[(sender + 1) % len(addresses)]
            ]
            copy = [addresses[(sender + 5) % len(addresses)]] if random.random() < 0.12 and len(addresses) > 6 else []
            subject = str(subjects[int(random.integers(0, len(subjects)))])
            # 203.0.113.0 to .255 are kept for documentation.
            sheet.add(
                (
                    f"<{register.seed}.{number:07d}@mail.example.com>", format_datetime(moment), addresses[sender],
                    "; ".join(to), "; ".join(copy), f"Re: {subject}" if random.random() < 0.4 else subject,
                    int(random.random() < 0.15), f"203.0.113.{int(random.integers(1, 255))}",
                )
            )  # fmt: skip


def write_tracks(register: Register, out: Output) -> None:
    """Write journeys of a few vehicles, a position each half minute; times in UTC."""
    random = stream(register.seed, "tracks")
    places, plan = register.places, register.plan
    plates = register.case.vehicles.reg
    journeys = max(1, plan.positions // POSITIONS)
    tracked = [plates[at] for at in random.permutation(len(plates))[: max(1, min(8, journeys // 3))].tolist()]
    faults = (
        Fault("impossible time", "rejected", 1_500, "Timestamp", ("2025-11-31T10:00:00Z", "2025-10-12T25:00:00Z")),
        Fault("no position", "loaded", 900, "Latitude", ("",)),
    )
    with out.sheet("tracks/vehicle-tracks.csv", TRACKS, faults) as sheet:
        for journey in range(journeys):
            vehicle = journey % len(tracked)
            start = (journey // len(tracked) * plan.days // max(1, journeys // len(tracked) + 1)) * 86_400
            start += int(random.integers(7, 21)) * 3600
            one, other = (register.grid(int(at)) for at in random.integers(0, len(places), 2))
            _write_journey(register, sheet, tracked[vehicle], vehicle, start, one, other, random)


def _write_journey(
    register: Register, sheet: Sheet, plate: str, device: int, start: int, one: tuple[int, int],
    other: tuple[int, int], random: np.random.Generator,
) -> None:  # fmt: skip
    part = np.linspace(0, 1, POSITIONS)
    bend = np.sin(part * np.pi) * random.normal(0, 600) + np.sin(part * 6 * np.pi) * 80
    # No faster than 55 mph: a journey that is too far for its time ends on the way.
    length = float(np.hypot(other[0] - one[0], other[1] - one[1])) or 1.0
    reach = min(1.0, 22.0 * POSITIONS * STEP / length)
    across = (other[1] - one[1]) / length, -(other[0] - one[0]) / length
    east = one[0] + (other[0] - one[0]) * part * reach + across[0] * bend + random.normal(0, 4, POSITIONS)
    north = one[1] + (other[1] - one[1]) * part * reach + across[1] * bend + random.normal(0, 4, POSITIONS)
    lon, lat = to_wgs84(east, north)
    speed = np.hypot(np.gradient(east), np.gradient(north)) / STEP * 2.237
    heading = np.degrees(np.arctan2(np.gradient(east), np.gradient(north))) % 360
    for at in range(POSITIONS):
        moment = register.moment(start / 60 + at * STEP / 60)
        sheet.add(
            (
                plate, f"TRK-{device + 1:03d}", f"{moment:%Y-%m-%dT%H:%M:%SZ}", f"{lat[at]:.5f}", f"{lon[at]:.5f}",
                round(float(speed[at]), 1), int(heading[at]), "On" if at < POSITIONS - 1 else "Off",
            )
        )  # fmt: skip
