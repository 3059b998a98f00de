"""List the benches, or run one and print its figures."""

from __future__ import annotations

import argparse
import importlib
import json
import pkgutil
from types import ModuleType

import scripts.benches as room
from scripts.benches.figure import Figure


def benches() -> dict[str, ModuleType]:
    """Return all benches by name: the modules here that can run, called by their ``NAME`` or like their file."""
    found = [each.name for each in pkgutil.iter_modules(room.__path__) if not each.name.startswith("_")]
    modules = {name: importlib.import_module(f"scripts.benches.{name}") for name in found}
    return {getattr(each, "NAME", name): each for name, each in modules.items() if hasattr(each, "run")}


def main() -> int:
    """Run the command line."""
    parser = argparse.ArgumentParser(prog="scripts/bench", description="Measure intelviz beside its peers.")
    parser.add_argument("name", nargs="?", help="which bench; none lists them")
    parser.add_argument("--size", type=int, help="how much of what it measures (its own default)")
    parser.add_argument("--rounds", type=int, default=3, help="rounds, of which the median counts")
    parser.add_argument("--json", action="store_true", help="print one JSON document")
    given = parser.parse_args()
    if given.name is None:
        listed = [{"name": name, "text": (module.__doc__ or "").split("\n")[0]} for name, module in benches().items()]
        print(json.dumps(listed) if given.json else "\n".join(f"{each['name']:<10} {each['text']}" for each in listed))
        return 0
    known = benches()
    if given.name not in known:
        parser.error(f"there is no bench “{given.name}”; there are: {', '.join(known)}")
    figures: list[Figure] = known[given.name].run(given.size, given.rounds)
    if given.json:
        print(json.dumps([each.as_json() for each in figures]))
    else:
        for each in figures:
            print(each.words())
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
