"""Call data as three operators send it: each with its own columns, numbers, times, and ways of spoiling them."""

from __future__ import annotations

import heapq
from collections.abc import Callable, Iterator
from datetime import date, datetime, timedelta

import numpy as np

from intelviz.practice.chance import stream
from intelviz.practice.files import Fault, Output, Sheet
from intelviz.practice.masts import AZIMUTHS, Masts, make_masts
from intelviz.practice.register import Register
from intelviz.practice.stories.telephones import COUNTY_LINE, REPEATED_HOUR, SWAP, CallRow, story_calls

FIRST = (
    "Calling Number", "Called Number", "Call Type", "Direction", "Call Date", "Call Time", "Duration (Secs)", "IMEI",
    "IMSI", "First Cell ID", "Last Cell ID", "Cell Easting", "Cell Northing", "Azimuth",
)  # fmt: skip
SECOND = (
    "A-Party", "B-Party", "Service", "Start Time", "Duration", "A-Party IMEI", "A-Party IMSI", "Start Cell",
    "Charge (£)",
)  # fmt: skip
THIRD = (
    "Subject Number", "Other Party", "In/Out", "Event Type", "Date & Time", "Length (s)", "Handset", "Cell", "Cell E",
    "Cell N", "Bearing",
)  # fmt: skip
NAMES = ("call-data/operator-1-billing.csv", "call-data/operator-2-export.csv", "call-data/operator-3-report.xlsx")
_MINE = {COUNTY_LINE: 0, REPEATED_HOUR: 1, SWAP: 2}

RowWriter = Callable[[CallRow, datetime, Masts, int, np.random.Generator], tuple[object, ...]]


def write(register: Register, out: Output) -> None:
    """Write the three files, and the list of masts."""
    masts = make_masts(register.plan, register.seed)
    mast_of = _mast_of(register, masts)
    planted = story_calls(register, out, mast_of)
    for operator, (header, write_row) in enumerate(((FIRST, _first), (SECOND, _second), (THIRD, _third))):
        rows = heapq.merge(
            _background(register, mast_of, operator),
            sorted((row for row in planted if _MINE[row.story] == operator), key=_order),
            key=_order,
        )
        _write(register, out, operator, header, rows, masts, write_row)
    with out.sheet("call-data/cell-sites.csv", ("Cell ID", "Easting", "Northing", "Azimuth", "Network")) as sheet:
        for mast in range(len(masts.easting)):
            for at, azimuth in enumerate(AZIMUTHS):
                sheet.add((masts.cell(mast, at), int(masts.easting[mast]), int(masts.northing[mast]), azimuth, "00101"))


def _order(row: CallRow) -> float:
    """Return the time by which a network's own clock orders calls."""
    return row.second + (3600 if row.utc_offset == 0 else 0)


def _mast_of(register: Register, masts: Masts) -> dict[str, int]:
    phones, found = register.case.phones, dict[str, int]()
    random = stream(register.seed, "mast of each")
    for person, phone, _, to in phones.held:
        if to is None:
            found[phones.number[phone]] = int(masts.nearest(*register.grid(register.home_of(person)))[0])
    for number in phones.number:
        found.setdefault(number, int(random.integers(0, len(masts.easting))))
    return found


def _background(register: Register, mast_of: dict[str, int], operator: int) -> Iterator[CallRow]:
    calls, phones = register.case.calls, register.case.phones
    share = calls.subject * 7919 % 10
    mine = np.flatnonzero(np.select([share < 5, share < 8], [0, 1], 2) == operator)
    random = stream(register.seed, f"operator {operator}")
    hour = register.repeated_hour
    minute = calls.minute[mine]
    minute = np.where((minute >= hour) & (minute < hour + 60), minute + 60, minute)
    seconds = np.sort(minute * 60 + random.integers(0, 60, len(mine)))
    work = {number: int(random.integers(0, 1 + max(mast_of.values()))) for number in phones.number}
    chance = random.random(len(mine))
    for at, call in enumerate(mine.tolist()):
        subject = phones.number[int(calls.subject[call])]
        of_day = int(seconds[at]) // 3600 % 24
        home = mast_of[subject]
        mast = work[subject] if 9 <= of_day < 17 and chance[at] < 0.6 else home
        yield CallRow(
            int(seconds[at]),
            subject,
            phones.number[int(calls.caller[call])],
            phones.number[int(calls.called[call])],
            int(calls.seconds[call]),
            phones.imei[int(calls.subject[call])],
            mast,
        )


def _write(
    register: Register, out: Output, operator: int, header: tuple[str, ...], rows: Iterator[CallRow], masts: Masts,
    write_row: RowWriter,
) -> None:  # fmt: skip
    random = stream(register.seed, f"bill {operator}")
    faults = (
        (
            Fault("impossible time", "rejected", 2_500, "Call Time", ("24:17:00", "12:61:09", "17:75:00")),
            Fault("impossible date", "rejected", 3_000, "Call Date", ("31/09/2025", "30/02/2025")),
            Fault("the same row twice", "loaded", 2_000),
        ),
        (
            Fault(
                "impossible time",
                "rejected",
                2_500,
                "Start Time",
                ("31.11.2025 10:00:00 +00:00", "12.11.2025 25:01:00 +00:00"),
            ),
        ),
        (Fault("not a duration", "rejected", 2_000, "Length (s)", ("n/k", "12 apples")),),
    )[operator]
    preamble: list[tuple[object, ...]] = (
        [("Subscriber report",), (f"Produced {register.plan.last:%d/%m/%Y}; times in UK local time",), (), ()]
        if operator == 2
        else []
    )
    form = {"delimiter": ";", "encoding": "cp1252"} if operator == 1 else {}
    with out.sheet(NAMES[operator], header, faults, preamble=preamble, **form) as sheet:
        for call in rows:
            moment = register.moment(call.second / 60)
            cell = int(random.integers(0, 3))
            row = sheet.add(write_row(call, moment, masts, cell, random), call.story)
            if call.story == REPEATED_HOUR:
                _note_order(sheet, row, call)
    if operator == 0:
        sheet.note(0, "IMEI", "3.5E+14", "15 digits", "rounded by a spreadsheet", "altered")


def _note_order(sheet: Sheet, row: int, call: CallRow) -> None:
    keys = sheet.out.stories[REPEATED_HOUR].keys
    calls = keys.setdefault("calls", [])
    assert isinstance(calls, list)
    calls.append({"file": sheet.name, "row": row, "zone": "BST" if call.utc_offset else "GMT"})


def _imsi(number: str) -> str:
    return f"00101{int(number.split()[1]):010d}"


def _first(call: CallRow, moment: datetime, masts: Masts, cell: int, random: np.random.Generator) -> tuple[object, ...]:
    out = call.subject == call.caller
    kind = "SMS" if call.seconds < 0 else "Voice"
    last = masts.cell(call.mast, (cell + int(random.random() < 0.2)) % 3)
    return (
        call.caller.replace(" ", ""), call.called.replace(" ", ""), kind, "Outgoing" if out else "Incoming",
        f"{moment:%d/%m/%Y}", f"{moment:%H:%M:%S}", "" if call.seconds < 0 else call.seconds,
        "3.5E+14" if call.imei else "", _imsi(call.subject), masts.cell(call.mast, cell), last,
        int(masts.easting[call.mast]), int(masts.northing[call.mast]), AZIMUTHS[cell],
    )  # fmt: skip


def _second(
    call: CallRow, moment: datetime, masts: Masts, cell: int, random: np.random.Generator
) -> tuple[object, ...]:
    duration = "" if call.seconds < 0 else str(timedelta(seconds=call.seconds)).zfill(8)
    offset = call.utc_offset if call.utc_offset >= 0 else int(_is_summer(moment))
    a, b = (f"44{each.replace(' ', '')[1:]}" for each in (call.caller, call.called))
    mine = call.subject == call.caller
    charge = f"{random.random() * 0.4:.2f}".replace(".", ",") if mine and call.seconds else ""
    return (
        a, b, "SMS" if call.seconds < 0 else "Voice – national", f"{moment:%d.%m.%Y %H:%M:%S} +0{offset}:00", duration,
        call.imei if mine else "", _imsi(call.subject) if mine else "",
        masts.cell(call.mast, cell) if mine else "", charge,
    )  # fmt: skip


def _third(call: CallRow, moment: datetime, masts: Masts, cell: int, random: np.random.Generator) -> tuple[object, ...]:
    mine = call.subject == call.caller
    other = call.called if mine else call.caller
    written = f"+44 {other[1:]}" if random.random() < 0.5 else other
    return (
        call.subject, written, "Out" if mine else "In", "Text" if call.seconds < 0 else "Call", moment,
        "" if call.seconds < 0 else call.seconds, call.imei, masts.cell(call.mast, cell),
        int(masts.easting[call.mast]), int(masts.northing[call.mast]), AZIMUTHS[cell],
    )  # fmt: skip


def _is_summer(moment: datetime) -> bool:
    """Return whether summer time holds at a local time (in the repeated hour: no longer)."""

    def sunday(month: int) -> datetime:
        last = date(moment.year, month, 31)
        return datetime.combine(last - timedelta(days=(last.weekday() + 1) % 7), datetime.min.time()) + timedelta(
            hours=1
        )

    return sunday(3) <= moment < sunday(10)
