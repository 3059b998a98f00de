"""List the benches, or run one and print its figures."""

from __future__ import annotations

import argparse
import importlib
import json
import pkgutil

import scripts.benches as room
from scripts.benches.figure import Figure


def names() -> list[str]:
    """Return the names of all benches: the modules here that can run."""
    found = [each.name for each in pkgutil.iter_modules(room.__path__) if not each.name.startswith("_")]
    return [name for name in found if hasattr(importlib.import_module(f"scripts.benches.{name}"), "run")]


def main() -> int:
    """Run the command line."""
    parser = argparse.ArgumentParser(prog="scripts/bench", description="Measure intelviz beside its peers.")
    parser.add_argument("name", nargs="?", help="which bench; none lists them")
    parser.add_argument("--size", type=int, help="how much of what it measures (its own default)")
    parser.add_argument("--rounds", type=int, default=3, help="rounds, of which the median counts")
    parser.add_argument("--json", action="store_true", help="print one JSON document")
    given = parser.parse_args()
    if given.name is None:
        listed = [
            {"name": name, "text": (importlib.import_module(f"scripts.benches.{name}").__doc__ or "").split("\n")[0]}
            for name in names()
        ]
        print(json.dumps(listed) if given.json else "\n".join(f"{each['name']:<10} {each['text']}" for each in listed))
        return 0
    if given.name not in names():
        parser.error(f"there is no bench “{given.name}”; there are: {', '.join(names())}")
    figures: list[Figure] = importlib.import_module(f"scripts.benches.{given.name}").run(given.size, given.rounds)
    if given.json:
        print(json.dumps([each.as_json() for each in figures]))
    else:
        for each in figures:
            print(each.words())
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
