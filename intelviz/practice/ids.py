"""Which ids the items of a case have in its files."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from intelviz.practice.case import PracticeCase


@dataclass(frozen=True)
class FirstIds:
    """The first id of each type; ids run on from 1 over all types."""

    person: int
    officer: int
    phone: int
    email: int
    vehicle: int
    exhibit: int
    call: int
    location: int
    postcode: int
    district: int
    ward: int
    crime: int


def first_ids(case: PracticeCase) -> FirstIds:
    """Return where the ids of each type begin."""
    sizes = (
        len(case.records),
        len(case.officers.badge),
        len(case.phones),
        len(case.emails),
        len(case.vehicles),
        len(case.exhibits.number),
        len(case.calls),
        len(case.places),
        len(case.places.postcodes),
        len(case.places.districts),
        len(case.places.wards),
    )
    return FirstIds(*np.cumsum([1, *sizes]).tolist())
