"""Sources as a kept filter names them, so that another case can read it.

Each is named by name, and by number as well where only some sources of a name are meant: a file and
its newer version are two sources of one name.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence


def named(names: Mapping[int, str], off: Collection[int]) -> list[str | list[str | int]]:
    """Return a name where all sources of that name are meant, and name with number where only some of them are."""
    numbers = _numbers(names)
    whole = {name for name, each in numbers.items() if all(number in off for number in each)}
    parts: list[str | list[str | int]] = [
        [names[number], number] for number in sorted(off) if number in names and names[number] not in whole
    ]
    return [*sorted(whole), *parts]


def numbered(names: Mapping[int, str], listed: object) -> tuple[list[int], list[str]]:
    """Return the numbers of the sources that ``named`` named, and words for those that are not in this case."""
    numbers = _numbers(names)
    found: list[int] = []
    missing: list[str] = []
    for each in listed if isinstance(listed, Sequence) else ():
        match each:
            case str():
                found += numbers.get(each, [])
                missing += [] if each in numbers else [each]
            case [str(name), int(number)]:
                fits = names.get(number) == name
                found += [number] if fits else []
                missing += [] if fits else [f"{name} (source {number})"]
            case _:
                continue
    return found, missing


def _numbers(names: Mapping[int, str]) -> dict[str, list[int]]:
    found: dict[str, list[int]] = {}
    for number, name in names.items():
        found.setdefault(name, []).append(number)
    return found
