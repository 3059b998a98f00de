"""How many of each a case of a given size holds, and what time it covers."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from intelviz.schema.errors import UsageError

SMALLEST, LARGEST = 100, 1_000_000
DRAMA_NUMBERS = 1_000
"""How many numbers Ofcom sets aside for drama in each of the two ranges used; there are never more phones."""
CALL_DAYS = 42
_LAST = date(2025, 11, 30)


@dataclass(frozen=True)
class Plan:
    """How many items of each type; crimes make up the rest once the places are known."""

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
        mobiles=min(DRAMA_NUMBERS, part(0.0162, 2)),
        landlines=min(DRAMA_NUMBERS, part(0.0085, 1)),
        vehicles=part(0.017, 2),
        emails=part(0.012, 1),
        exhibits=part(0.006, 1),
        calls=part(0.13, 8),
        locations=part(0.185, 8),
        postcodes=part(0.15, 6),
        first=_LAST - timedelta(days=7 * weeks - 1),
        last=_LAST,
    )
