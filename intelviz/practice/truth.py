"""What is true of a case, for those who check what a program made of it."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

from intelviz.practice.case import PracticeCase
from intelviz.practice.files import Table
from intelviz.practice.ids import first_ids
from intelviz.practice.mistakes import Planted
from intelviz.practice.words import word_list


@dataclass(frozen=True)
class Truth:
    """Who is who, which cells are wrong, and how many rows of each file an importer takes."""

    size: int
    seed: int
    period: tuple[str, str]
    items: dict[str, int]
    links: dict[str, int]
    rows: dict[str, int]
    """Rows of each file, the header not counted."""
    planted: list[Planted]
    same_person: list[tuple[int, int]]
    """(id of the second record, id of the first)."""
    twins: list[tuple[int, int]]
    father_and_son: list[tuple[int, int]]
    groups: list[dict[str, Any]]
    """Members from the most to the least connected, what the group does, and its crimes, by id."""
    slips: list[dict[str, Any]]
    """Cells of person records that are wrong: id, column, what it says, what is true."""
    birth_states: dict[str, int] = field(default_factory=dict[str, int])

    def as_json(self) -> dict[str, Any]:
        """Return the whole truth as one JSON document."""
        return asdict(self)

    def write(self, path: Path) -> None:
        """Write the truth as JSON, one entry of a list a line."""
        parts = [f"{json.dumps(name)}: {_lines(value)}" for name, value in self.as_json().items()]
        path.write_text("{\n" + ",\n".join(parts) + "\n}\n", encoding="utf-8")


def make_truth(
    case: PracticeCase, tables: dict[str, Table], seed: int, rows: dict[str, int], planted: list[Planted]
) -> Truth:
    """Return the truth about a case, by the ids of its files."""
    ids = first_ids(case)
    people, records = case.people, case.records
    items = {name: len(table.rows) for name, table in tables.items() if table.header[0] == ":ID"}

    def pairs(of: list[tuple[int, int]]) -> list[tuple[int, int]]:
        return [(ids.person + a, ids.person + b) for a, b in of]

    return Truth(
        size=case.plan.size,
        seed=seed,
        period=(f"{case.plan.first:%d/%m/%Y}", f"{case.plan.last:%d/%m/%Y}"),
        items=items,
        links={name: len(table.rows) for name, table in tables.items() if name not in items},
        rows=rows,
        planted=planted,
        same_person=pairs([(record, person) for person, record in records.second_of.items()]),
        twins=pairs(people.twins),
        father_and_son=pairs(people.namesakes),
        groups=[
            {
                "speciality": word_list("crimes")["groups"][group.speciality]["name"],
                "members": [ids.person + person for person in group.members],
                "crimes": [ids.crime + crime for crime in crimes],
            }
            for group, crimes in zip(case.associates.groups, case.involvement.crimes_of, strict=True)
        ],
        slips=[
            {"id": ids.person + record, "column": column, "said": said, "true": right}
            for record, column, said, right in records.slips
        ],
        birth_states=records.birth_states,
    )


def _lines(value: object) -> str:
    if isinstance(value, list) and value:
        return "[\n  " + ",\n  ".join(json.dumps(each, ensure_ascii=False) for each in value) + "\n]"
    return json.dumps(value, ensure_ascii=False)
