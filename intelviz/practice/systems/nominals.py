"""The nominal index: persons as recorded, with where they lived, what they ring and drive, and whom they know."""

from __future__ import annotations

from datetime import date, timedelta

from intelviz.practice.calls import ringing
from intelviz.practice.chance import stream
from intelviz.practice.files import Fault, Output
from intelviz.practice.register import Register, day_text
from intelviz.practice.words import word_list

PERSONS = (
    "Nominal No", "PNC ID", "Surname", "Forename", "Nickname", "Alias", "Sex", "DOB", "Age", "Ethnicity", "Address",
    "Postcode", "Easting", "Northing", "Resident From", "Warning Markers", "NI Number",
)  # fmt: skip
ADDRESSES = ("Nominal No", "Previous Address", "Postcode", "Easting", "Northing", "From", "To")
TELEPHONES = ("Nominal No", "Telephone", "IMEI", "Type", "From", "To")
VEHICLES = ("VRM", "Make", "Model", "Colour", "Year", "Keeper Nominal No", "From", "To")
ASSOCIATES = ("Nominal No", "Associate Nominal No", "Relationship", "From")
EMAILS = ("Nominal No", "Email Address")
SOCIAL_NETWORK = 0.4
_ETHNICITY = ("White", "Asian", "Black", "Mixed", "Other")
_NEVER = ("31/09/2024", "30/02/2023", "00/11/2024")


def write(register: Register, out: Output) -> None:
    """Write the six files."""
    _persons(register, out)
    _addresses(register, out)
    _telephones(register, out)
    _vehicles(register, out)
    _associates(register, out)
    with out.sheet("nominals/email-addresses.csv", EMAILS) as sheet:
        for address, person in zip(register.case.emails, register.case.email_owner, strict=True):
            sheet.add((register.nominal(person), address))


def _persons(register: Register, out: Output) -> None:
    random = stream(register.seed, "nominals")
    records, people, plan = register.records, register.people, register.plan
    since = {record: begin for record, _, begin, to in register.residences if to is None}
    group_of = register.case.associates.group_of
    markers: list[str] = word_list("force")["markers"]
    slips = {(record, column): (said, true) for record, column, said, true in records.slips}
    faults = (
        Fault("duplicate", "loaded", 600),
        Fault("impossible date of birth", "altered", 900, "DOB", ("30/02/1991", "31/11/1984"), {"Nominal No": "N{n}"}),
        Fault("impossible postcode", "altered", 1_200, "Postcode", ("UNKNOWN", "M99"), {"Nominal No": "N{n}"}),
    )
    brothers = register.case.cast.brothers
    story = out.story(
        "brothers",
        "Two brothers, eleven months apart, at one address, whose first names differ by a letter or two: two persons.",
        nominals=[register.nominal(each) for each in brothers],
        names=[register.name_of(each) for each in brothers],
    )
    with out.sheet("nominals/nominals.csv", PERSONS, faults) as sheet:
        for record, person in enumerate(records.person):
            inside = person in group_of
            address, postcode, easting, northing = register.spot(register.home_of(record))
            marked = inside and random.random() < 0.3
            marks = (
                "; ".join(dict.fromkeys(markers[int(at)] for at in random.integers(0, len(markers), 2)))
                if marked
                else ""
            )
            known = inside and random.random() < 0.8
            pnc = (
                f"{plan.last.year - int(random.integers(0, 12))}/{int(random.integers(0, 999_999)):07d}"
                if known
                else ""
            )
            row = sheet.add(
                (
                    register.nominal(record), pnc and f"{pnc}{'ZABCDEFGHJKLMNPQRTUVWXY'[int(pnc[2:4] + pnc[5:]) % 23]}",
                    records.surname[record], records.name[record], records.nickname[record], records.alias[record],
                    records.sex[record], records.date_of_birth[record], records.age[record],
                    _ETHNICITY[min(people.heritage[person], 4)] if random.random() < 0.8 else "", address, postcode,
                    easting, northing, day_text(since[record]), marks,
                    # QQ is never the beginning of a number that was issued.
                    f"QQ{int(random.integers(0, 999_999)):06d}C" if random.random() < 0.1 else "",
                ),
                story.name if record in brothers else "",
            )  # fmt: skip
            for column, name in (("surname", "Surname"), ("name", "Forename"), ("date_of_birth", "DOB")):
                if (record, column) in slips:
                    sheet.note(row, name, *slips[record, column], "written wrongly")
    nominal = register.nominal
    out.facts["same_person"] = [(nominal(record), nominal(person)) for person, record in records.second_of.items()]
    out.facts["twins"] = [(nominal(a), nominal(b)) for a, b in people.twins]
    out.facts["father_and_son"] = [(nominal(a), nominal(b)) for a, b in people.namesakes]
    out.facts["groups"] = [
        {
            "speciality": word_list("crimes")["groups"][group.speciality]["name"],
            "members": [nominal(person) for person in group.members],
            "crimes": [register.crime_no(crime) for crime in crimes],
        }
        for group, crimes in zip(register.case.associates.groups, register.case.involvement.crimes_of, strict=True)
    ]


def _addresses(register: Register, out: Output) -> None:
    faults = (Fault("impossible date", "rejected", 300, "From", _NEVER),)
    with out.sheet("nominals/addresses.csv", ADDRESSES, faults) as sheet:
        for record, place, begin, end in register.residences:
            if end is not None:
                sheet.add((register.nominal(record), *register.spot(place), day_text(begin), day_text(end)))


def _telephones(register: Register, out: Output) -> None:
    phones, random = register.case.phones, stream(register.seed, "telephones")
    second = register.records.second_of
    faults = (
        Fault("impossible date", "rejected", 700, "From", _NEVER),
        Fault("not a number", "rejected", 900, "Telephone", ("no phone", "TBC", "ask mother")),
    )
    with out.sheet("nominals/telephones.csv", TELEPHONES, faults) as sheet:
        for person, phone, since, to in phones.held:
            kind = "mobile" if phone < phones.mobiles else "land line"
            number = _written(phones.number[phone], int(random.integers(0, 5)) if random.random() < 0.3 else 0)
            cells = (number, phones.imei[phone], kind, day_text(since), day_text(to))
            sheet.add((register.nominal(person), *cells))
            # A second record of a person often comes with the same telephone: that is how it can be told.
            if to is None and person in second and random.random() < 0.4:
                sheet.add((register.nominal(second[person]), *cells))


def _written(number: str, form: int) -> str:
    """Return a number in one of the five ways in which people write it."""
    first, rest = number.split()
    forms = (
        number,
        first + rest,
        f"+44 {first[1:]} {rest}",
        f"0044{first[1:]}{rest}",
        f"{first}-{rest[:3]}-{rest[3:]}",
    )
    return forms[form]


def _vehicles(register: Register, out: Output) -> None:
    vehicles = register.case.vehicles
    keepers: dict[int, list[tuple[int, date, date | None]]] = {}
    for person, vehicle, since, to in vehicles.kept:
        keepers.setdefault(vehicle, []).append((person, since, to))
    faults = (Fault("impossible date", "rejected", 900, "From", _NEVER),)
    with out.sheet("nominals/vehicles.csv", VEHICLES, faults) as sheet:
        for vehicle, reg in enumerate(vehicles.reg):
            about = (
                reg,
                vehicles.make[vehicle],
                vehicles.model[vehicle],
                vehicles.colour[vehicle],
                vehicles.year[vehicle],
            )
            for person, since, to in keepers.get(vehicle, []):
                sheet.add((*about, register.nominal(person), day_text(since), day_text(to)))
            if vehicle not in keepers:
                sheet.add((*about, "", "", ""))


def _associates(register: Register, out: Output) -> None:
    case, random = register.case, stream(register.seed, "associations")
    household, cast = register.people.household, case.cast
    inside = set(case.associates.group_of) | set(case.associates.bystanders) | set(cast.everyone)
    ties: list[tuple[int, int, str]] = []
    for a, b in case.associates.knows:
        ties.append((a, b, "associate"))
        if random.random() < SOCIAL_NETWORK:
            ties.append((a, b, "social media"))
        if household[a] == household[b]:
            ties.append((a, b, "lives with"))
    ties += [(a, b, what.lower()) for a, b, what in register.people.relations if a in inside and b in inside]
    ties += [(a, b, "telephone contact") for a, b in ringing(case.calls, case.phones, case.associates)]
    ties += [(a, b, "associate") for at, a in enumerate(cast.swappers) for b in cast.swappers[at + 1 :]]
    ties += [(cast.line_holder, runner, "associate") for runner in cast.runners]
    faults = (
        Fault("impossible date", "rejected", 1_200, "From", _NEVER),
        Fault("no such person", "rejected", 1_200, "Nominal No", ("",)),
    )
    with out.sheet("nominals/associates.csv", ASSOCIATES, faults) as sheet:
        for a, b, what in ties:
            days = int(random.integers(20, 3_000))
            since = day_text(register.plan.last - timedelta(days=days)) if what == "associate" and days < 1_500 else ""
            sheet.add((register.nominal(register.record_of(a, random)), register.nominal(b), what, since))
