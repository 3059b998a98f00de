"""What is true of a case, for those who check what a program made of it."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from intelviz.practice.files import Output, Planted, Story
from intelviz.practice.plan import Plan


@dataclass(frozen=True)
class Truth:
    """Which stories are planted, which cells are wrong, who is who, and how many rows each file has."""

    size: int
    seed: int
    period: tuple[str, str]
    rows: dict[str, int]
    """Rows of each file, the header and what stands above it not counted."""
    columns: dict[str, list[str]]
    stories: list[Story]
    planted: list[Planted]
    facts: dict[str, Any]
    """Persons recorded twice, twins, fathers and sons of one name, groups, cloned plates, repeating reports."""

    def story(self, name: str) -> Story:
        """Return a story by its name."""
        return next(each for each in self.stories if each.name == name)

    def as_json(self) -> dict[str, Any]:
        """Return the whole truth as one JSON document."""
        found = asdict(self)
        return found | found.pop("facts")

    def write(self, path: Path) -> None:
        """Write the truth as JSON, one entry of a list a line."""
        parts = [f"{json.dumps(name)}: {_lines(value)}" for name, value in self.as_json().items()]
        path.write_text("{\n" + ",\n".join(parts) + "\n}\n", encoding="utf-8")


def make_truth(plan: Plan, seed: int, out: Output) -> Truth:
    """Return the truth about a case whose files were written."""
    return Truth(
        size=plan.size,
        seed=seed,
        period=(f"{plan.first:%d/%m/%Y}", f"{plan.last:%d/%m/%Y}"),
        rows=out.rows,
        columns=out.columns,
        stories=list(out.stories.values()),
        planted=out.planted,
        facts=out.facts,
    )


def _lines(value: object) -> str:
    if isinstance(value, list) and value:
        return "[\n  " + ",\n  ".join(json.dumps(each, ensure_ascii=False) for each in value) + "\n]"
    return json.dumps(value, ensure_ascii=False)
