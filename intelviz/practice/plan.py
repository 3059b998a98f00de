"""How many of each a case of a given size holds, and what time it covers."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from intelviz.schema.errors import UsageError

SMALLEST, LARGEST = 100, 1_000_000
DRAMA_NUMBERS = 1_000
"""How many numbers Ofcom sets aside for drama in each of the two ranges used; there are never more phones."""
STORY_NUMBERS = 60
"""Mobile numbers that are kept for the planted stories."""
CALL_DAYS = 42
_LAST = date(2025, 11, 30)


@dataclass(frozen=True)
class Plan:
    """How many of each there are before the stories are planted."""

    size: int
    persons: int
    second_records: int
    network: int
    bystanders: int
    officers: int
    mobiles: int
    landlines: int
    vehicles: int
    emails: int
    exhibits: int
    calls: int
    locations: int
    postcodes: int
    crimes: int
    incidents: int
    reports: int
    reads: int
    passing: int
    """Vehicles that only cameras saw."""
    transactions: int
    stops: int
    custodies: int
    orders: int
    handovers: int
    observations: int
    messages: int
    positions: int
    first: date
    last: date

    @property
    def days(self) -> int:
        """Number of days from the first to the last."""
        return (self.last - self.first).days + 1


def plan(size: int, seed: int = 1) -> Plan:
    """Return the plan of a case of ``size`` items; raises UsageError outside 100 to 1,000,000, or for a seed below 0.

    The period is of whole weeks and ends on a Sunday; it is a quarter of a year, and grows with the largest cases,
    so that they hold more years and not more crimes a day than a large force has.
    """
    if not SMALLEST <= size <= LARGEST:
        raise UsageError(
            f"A practice case of {size:,} items can't be made.",
            remedy=f"It may have {SMALLEST:,} to {LARGEST:,}.",
        )

    if seed < 0:
        raise UsageError(f"{seed} is not a seed.", remedy="Take any whole number from 0.")

    def part(share: float, least: int) -> int:
        return max(least, round(size * share))

    persons = part(0.05, 4)
    second = round(persons * 0.03)
    weeks = 13 * min(12, max(1, round(size / 83_000)))
    return Plan(
        size=size,
        persons=persons,
        second_records=second,
        network=min(persons - second, max(3, round(persons * 0.1))),
        bystanders=round(persons * 0.033),
        officers=part(0.012, 2),
        mobiles=min(DRAMA_NUMBERS - STORY_NUMBERS, part(0.0162, 2)),
        landlines=min(DRAMA_NUMBERS, part(0.0085, 1)),
        vehicles=part(0.017, 2),
        emails=part(0.006, 4),
        exhibits=part(0.006, 1),
        calls=part(0.17, 60),
        locations=part(0.12, 60),
        postcodes=part(0.09, 30),
        crimes=part(0.14, 40),
        incidents=part(0.09, 40),
        reports=part(0.028, 20),
        reads=part(0.15, 60),
        passing=part(0.05, 20),
        transactions=part(0.03, 20),
        stops=part(0.02, 30),
        custodies=part(0.01, 6),
        orders=part(0.005, 4),
        handovers=part(0.01, 8),
        observations=part(0.006, 12),
        messages=part(0.018, 12),
        positions=part(0.03, 40),
        first=_LAST - timedelta(days=7 * weeks - 1),
        last=_LAST,
    )
