"""How a case is written down: the numbers that the force gives to persons and crimes, homes, dates as text."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta

import numpy as np

from intelviz.practice.case import PracticeCase
from intelviz.practice.chance import stream
from intelviz.practice.places import extract
from intelviz.practice.plan import Plan

Residence = tuple[int, int, date | None, date | None]
"""(record, location, from, to), ``to`` None for where somebody lives now."""


class Register:
    """What every system of the force knows alike."""

    def __init__(self, case: PracticeCase, seed: int) -> None:
        self.case, self.seed = case, seed
        self.plan, self.places, self.people = case.plan, case.places, case.people
        self.records, self.crimes = case.records, case.crimes
        random = stream(seed, "register")
        self._midnight = datetime.combine(self.plan.first, time())
        self._gaps = [(day - self.plan.first).days * 1440 + 60 for day in _sundays(self.plan, 3)]
        count = len(self.records)
        self._nominal = (1_000_000 + np.sort(random.choice(60 * count + 60, count, replace=False))).tolist()
        random.shuffle(self._nominal)
        self._second = self.records.second_of
        self.residences = _residences(case, random)
        self._place = {record: place for record, place, _, to in self.residences if to is None}
        starts = (self.crimes.times.start // 1440).tolist()
        self._crime_year = [(self.plan.first + timedelta(days=day)).year % 100 for day in starts]

    def nominal(self, record: int) -> str:
        """Return the nominal number of a record of a person."""
        return f"N{self._nominal[record]}"

    def record_of(self, person: int, random: np.random.Generator, share: float = 0.3) -> int:
        """Return a record of a person: now and then the second one."""
        if person in self._second and random.random() < share:
            return self._second[person]
        return person

    def name_of(self, record: int) -> str:
        """Return first name and surname as recorded."""
        return f"{self.records.name[record]} {self.records.surname[record]}"

    def home_of(self, record: int) -> int:
        """Return the location where the person of a record lives."""
        return self._place[record]

    def crime_no(self, crime: int) -> str:
        """Return the number of a crime."""
        return f"PX/{crime + 1:07d}/{self._crime_year[crime]:02d}"

    def collar(self, officer: int) -> str:
        """Return the collar number of an officer."""
        return self.case.officers.badge[officer]

    def officer_name(self, officer: int) -> str:
        """Return rank and surname."""
        return f"{self.case.officers.rank[officer]} {self.case.officers.surname[officer]}"

    def any_officer(self, random: np.random.Generator) -> int:
        """Return one of the officers."""
        return int(random.integers(0, len(self.case.officers.badge)))

    def moment(self, minute: float) -> datetime:
        """Return the local time so many minutes after the midnight that begins the case.

        In the hour that the clocks leave out in March it is an hour later, as clocks are.
        """
        late = any(begin <= minute < begin + 60 for begin in self._gaps)
        return self._midnight + timedelta(minutes=float(minute) + 60 * late)

    def text(self, minute: float) -> str:
        """Return a local time as dd/mm/yyyy HH:MM, "" for one below 0."""
        return "" if minute < 0 else f"{self.moment(minute):%d/%m/%Y %H:%M}"

    def spot(self, place: int) -> tuple[str, str, int, int]:
        """Return address, postcode, easting and northing."""
        return self.places.written(place)

    def grid(self, place: int) -> tuple[int, int]:
        """Return easting and northing."""
        real, row = extract(), self.places.row(place)
        return int(real.easting[row]), int(real.northing[row])

    @property
    def repeated_hour(self) -> int:
        """The minute at which the hour begins that the end of summer time repeats; -1 if none lies in the case."""
        days = [(day - self.plan.first).days for day in _sundays(self.plan, 10)]
        return days[-1] * 1440 + 60 if days else -1


def _sundays(plan: Plan, month: int) -> list[date]:
    """Return the last Sundays of a month that lie in the case."""
    found: list[date] = []
    for year in range(plan.first.year, plan.last.year + 1):
        last = date(year, month, 31)
        sunday = last - timedelta(days=(last.weekday() + 1) % 7)
        if plan.first <= sunday <= plan.last:
            found.append(sunday)
    return found


def day_text(day: date | None) -> str:
    """Return a day as dd/mm/yyyy."""
    return f"{day:%d/%m/%Y}" if day else ""


def _residences(case: PracticeCase, random: np.random.Generator) -> list[Residence]:
    records, people, dwellings = case.records, case.people, case.places.dwellings
    household = np.array(people.household)
    lives = case.cast.home[household[np.array(records.person)]]
    second = np.array(records.person) != np.arange(len(records))
    moved = np.flatnonzero(second & (random.random(len(records)) < 0.5))
    lives[moved] = dwellings[random.integers(0, len(dwellings), len(moved))]
    known = (random.random(len(lives)) < 0.6).tolist()
    length = {
        place: int(days) for place, days in zip(lives.tolist(), random.exponential(1_400, len(lives)), strict=True)
    }
    chance = random.random(len(lives)).tolist()
    found: list[Residence] = []
    for record, (place, person) in enumerate(zip(lives.tolist(), records.person, strict=True)):
        born = people.born[person]
        since = max(case.plan.last - timedelta(days=30 + min(length[place], 9_000)), born) if known[record] else None
        found.append((record, place, since, None))
        often = 0.45 if person in case.associates.group_of else 0.08
        if since is None or since <= born or chance[record] > often or second[record]:
            continue
        before = int(dwellings[int(random.integers(0, len(dwellings)))])
        if before != place:
            begin = max(since - timedelta(days=int(random.integers(90, 2_000))), born)
            found.append((record, before, begin, since))
    return found
