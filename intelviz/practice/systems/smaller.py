"""The smaller files: custody, bail and licence conditions, and who had which case when."""

from __future__ import annotations

from datetime import timedelta

from intelviz.practice.chance import drawn, stream
from intelviz.practice.files import Fault, Output
from intelviz.practice.register import Register, day_text
from intelviz.practice.words import word_list

CUSTODY = (
    "Custody No", "Nominal No", "Arrested", "Arrival at Station", "Station", "Reason for Arrest", "Crime No",
    "Detention Authorised", "Released", "Disposal", "Arresting Officer",
)  # fmt: skip
ORDERS = (
    "Order Ref",
    "Nominal No",
    "Order Type",
    "Conditions",
    "Start Date",
    "End Date",
    "Court",
    "Address",
    "Postcode",
)
HANDOVERS = ("Crime No", "Handover No", "Date", "From Officer", "To Officer", "From Unit", "To Unit", "Reason")
MOST_HANDOVERS = 31


def write_custody(register: Register, out: Output) -> None:
    """Write the custody records."""
    random = stream(register.seed, "custody")
    lists, case = word_list("force"), register.case
    disposals = list(lists["disposals"])
    suspects = [(person, crime) for person, crime, role in case.involvement.parties if role == "suspect"]
    suspects = suspects or [(0, 0)]
    start, last = register.crimes.times.start, register.plan.days * 1440 - 1
    rows: list[tuple[int, int, int]] = []
    for at in random.integers(0, len(suspects), register.plan.custodies).tolist():
        person, crime = suspects[at]
        rows.append((min(last, int(start[crime]) + 60 + int(random.exponential(9_000))), person, crime))
    broken = ("31/09/2025 10:00", "12/10/2025 24:30")
    faults = (Fault("impossible time", "rejected", 300, "Arrested", broken, {"Custody No": "CU{n}"}),)
    with out.sheet("custody/custody-records.csv", CUSTODY, faults) as sheet:
        for number, (minute, person, crime) in enumerate(sorted(rows), 1):
            station = lists["stations"][int(random.integers(0, len(lists["stations"])))]
            arrived = minute + 20 + int(random.exponential(20))
            released = arrived + 90 + int(random.gamma(2, 330))
            reasons = lists["custody_reasons"]
            sheet.add(
                (
                    f"CU{number:06d}", register.nominal(register.record_of(person, random)), register.text(minute),
                    register.text(arrived), station, reasons[int(random.integers(0, len(reasons)))],
                    register.crime_no(crime) if random.random() < 0.8 else "",
                    register.text(arrived + 5 + int(random.exponential(12))), register.text(released),
                    disposals[int(drawn(random, 1, list(lists["disposals"].values()))[0])],
                    register.collar(register.any_officer(random)),
                )
            )  # fmt: skip


def write_orders(register: Register, out: Output) -> None:
    """Write bail, licences and orders with their conditions."""
    random = stream(register.seed, "orders")
    lists = word_list("force")
    kinds = lists["orders"]
    members = [person for group in register.case.associates.groups for person in group.members]
    faults = (
        Fault("impossible date", "rejected", 250, "Start Date", ("31/09/2025", "30/02/2025"), {"Order Ref": "OR/{n}"}),
    )
    with out.sheet("orders/bail-and-licence-conditions.csv", ORDERS, faults) as sheet:
        for number in range(1, register.plan.orders + 1):
            kind = kinds[int(drawn(random, 1, [each["share"] for each in kinds])[0])]
            person = members[int(random.integers(0, len(members)))] if members else 0
            begin = register.plan.first + timedelta(days=int(random.integers(-90, register.plan.days - 1)))
            end = begin + timedelta(days=int(random.choice([28, 84, 180, 365, 730])))
            words = kind["conditions"]
            some = [words[at] for at in sorted(random.permutation(len(words))[: int(random.integers(1, 4))].tolist())]
            address, postcode, *_ = register.spot(register.home_of(person))
            sheet.add(
                (
                    f"OR/{number:05d}", register.nominal(person), kind["type"], "; ".join(some), day_text(begin),
                    day_text(end), lists["courts"][int(random.integers(0, len(lists["courts"])))], address, postcode,
                )
            )  # fmt: skip


def write_handovers(register: Register, out: Output) -> None:
    """Write who handed which crime to whom; one was handed over far more often than any other."""
    random = stream(register.seed, "handovers")
    lists, crimes = word_list("force"), register.crimes
    count, last = len(crimes), register.plan.days * 1440 - 1
    # The case of the story is among the oldest, so that there was time for so many.
    story = int(random.integers(0, max(1, count // 50)))
    wanted: list[tuple[int, int]] = [(story, MOST_HANDOVERS)]
    total = 0
    for crime in random.permutation(count).tolist():
        if total >= register.plan.handovers:
            break
        if crime != story:
            many = 1 + min(5, int(random.poisson(0.8)))
            wanted.append((crime, many))
            total += many
    rows: list[tuple[int, tuple[object, ...], str]] = []
    name = "handed over"
    out.story(
        name,
        f"A case that was handed over {MOST_HANDOVERS} times; no other more than six.",
        crime=register.crime_no(story),
    )
    units, reasons = lists["units"], lists["handover_reasons"]
    for crime, many in wanted:
        begin = int(crimes.times.start[crime]) + 60
        times = sorted(random.integers(begin, max(begin + 1, last), many).tolist())
        officer = int(register.case.officers.crime_officer[crime])
        for number, minute in enumerate(times, 1):
            other = register.any_officer(random)
            reason = reasons[int(random.integers(0, len(reasons)))]
            cells = (
                register.crime_no(crime), number, register.text(minute), register.collar(officer),
                register.collar(other), units[officer % len(units)], units[other % len(units)], reason,
            )  # fmt: skip
            rows.append((minute, cells, name if crime == story else ""))
            officer = other
    rows.sort(key=lambda row: (row[0], row[1][0], row[1][1]))
    faults = (
        Fault(
            "impossible time", "rejected", 250, "Date", ("31/09/2025 09:00", "01/10/2025 24:20"), {"Handover No": "{n}"}
        ),
    )
    with out.sheet("case-management/case-handovers.csv", HANDOVERS, faults) as sheet:
        for _, cells, of in rows:
            sheet.add(cells, of)
