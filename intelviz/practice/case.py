"""All parts of a fictional case, each made from those before it."""

from __future__ import annotations

from dataclasses import dataclass

from intelviz.practice.associates import Associates, make_associates
from intelviz.practice.belongings import Exhibits, Officers, make_emails, make_exhibits, make_officers
from intelviz.practice.calls import Calls, make_calls
from intelviz.practice.cast import Cast, add_cast
from intelviz.practice.crimes import Crimes, make_crimes
from intelviz.practice.involvement import Involvement, make_involvement
from intelviz.practice.persons import People, make_people
from intelviz.practice.phones import Phones, make_phones
from intelviz.practice.places import Places, make_places
from intelviz.practice.plan import Plan
from intelviz.practice.records import Records, make_records
from intelviz.practice.vehicles import Vehicles, make_vehicles


@dataclass(frozen=True)
class PracticeCase:
    """Everything that is true of a case, and what was written of its persons."""

    plan: Plan
    places: Places
    people: People
    cast: Cast
    associates: Associates
    crimes: Crimes
    involvement: Involvement
    phones: Phones
    calls: Calls
    vehicles: Vehicles
    officers: Officers
    emails: list[str]
    email_owner: list[int]
    exhibits: Exhibits
    records: Records


def make_case(plan: Plan, seed: int) -> PracticeCase:
    """Return the case of a plan."""
    places = make_places(plan, seed)
    people = make_people(plan, seed)
    associates, home = make_associates(plan, people, places, seed)
    phones = make_phones(plan, people, associates, seed)
    crimes = make_crimes(plan, places, home, plan.crimes, seed)
    involvement = make_involvement(associates, people, places, home, crimes, seed)
    emails, email_owner = make_emails(plan, people, associates, seed)
    calls = make_calls(plan, people, associates, phones, seed)
    vehicles = make_vehicles(plan, people, associates, involvement, crimes, seed)
    cast = add_cast(plan, people, home, places, seed)
    return PracticeCase(
        plan=plan,
        places=places,
        people=people,
        cast=cast,
        associates=associates,
        crimes=crimes,
        involvement=involvement,
        phones=phones,
        calls=calls,
        vehicles=vehicles,
        officers=make_officers(plan, crimes, places, seed),
        emails=emails,
        email_owner=email_owner,
        exhibits=make_exhibits(plan, crimes, involvement, seed),
        records=make_records(plan, people, associates, seed, frozenset(cast.everyone)),
    )
