"""What does not go together in a draft, in words, at the column or item concerned."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from intelviz.ingest.draft import Draft, DraftItem, What
from intelviz.schema.kinds import is_forbidden_key, kind_of
from intelviz.schema.model import Schema

_WORDS: dict[What, str] = {"lon": "longitude", "lat": "latitude", "easting": "easting", "northing": "northing"}
_PAIRS: tuple[tuple[What, What], ...] = (("lon", "lat"), ("easting", "northing"))
_PARTS = ("source", "intelligence", "handling")


@dataclass(frozen=True, slots=True)
class Problem:
    """What is wrong and what to do; ``weighty`` where nothing can be loaded before it is mended."""

    words: str
    column: str = ""
    item: str = ""
    weighty: bool = True


def problems(draft: Draft, schema: Schema) -> list[Problem]:
    """Return what does not go together, the weightiest first."""
    found = [each for item in draft.items for each in _of_item(draft, item, schema)]
    found += _of_grades(draft)
    found += _of_links(draft, schema)
    return sorted(found, key=lambda each: not each.weighty)


def _of_item(draft: Draft, item: DraftItem, schema: Schema) -> Iterator[Problem]:
    yield from _of_place(draft, item)
    at, until = draft.columns_as("when", item.name), draft.columns_as("until", item.name)
    for column in until if not at else ():
        yield Problem(
            f"“{column}” is the end of a time, and no column is its start. Choose one, or make this the time.",
            column,
            item.name,
        )
    for column in at if not item.formats else ():
        yield Problem(f"No cell of “{column}” holds a time that can be read. Choose something else.", column, item.name)
    kinds = {each.name: each.kind for each in schema.properties_of(item.type)} if item.type in schema.items else {}
    for column, use in zip(draft.columns, draft.uses, strict=True):
        if use.item != item.name or use.what not in {"id", "property"} or not use.property:
            continue
        kind = kinds.get(use.property, "")
        if use.what == "id" and kind and is_forbidden_key(kind):
            yield Problem(
                f"“{column}” can't tell items apart: {_sealed(kind)} identifies nobody here. "
                "Keep it as a property, or leave it out.",
                column,
                item.name,
            )
        elif kind and kind_of(kind).unheld:
            yield Problem(f"“{column}”: {kind_of(kind).unheld}. Leave it out.", column, item.name, weighty=False)
    says = [each.what for each in draft.uses if each.item == item.name]
    if not says and not item.rest and len(draft.items) > 1:
        yield Problem(f"No column says anything of “{item.name}”. Choose one that does, or remove it.", item=item.name)
    elif item.identity == "case" and not any(each in {"id", "property", *_WORDS, "place"} for each in says):
        yield Problem(
            f"Nothing tells one “{item.name}” from another. Choose the column that does, or let it be the same in its "
            "row alone.",
            item=item.name,
        )


def _sealed(kind: str) -> str:
    return {"nhs_no": "an NHS number", "nino": "a National Insurance number"}.get(kind, kind_of(kind).words)


def _of_place(draft: Draft, item: DraftItem) -> Iterator[Problem]:
    whole = False
    for pair in _PAIRS:
        columns = [draft.columns_as(each, item.name) for each in pair]
        for mine, here, other, there in ((0, columns[0], 1, columns[1]), (1, columns[1], 0, columns[0])):
            if here and not there:
                yield Problem(
                    f"“{here[0]}” is the {_WORDS[pair[mine]]} of “{item.name}”, and no column is its "
                    f"{_WORDS[pair[other]]}. Choose that as well.",
                    here[0],
                    item.name,
                )
        if all(columns) and whole:
            yield Problem(
                f"“{item.name}” has its place twice; “{columns[0][0]}” is not used.",
                columns[0][0],
                item.name,
                weighty=False,
            )
        whole = whole or all(columns)
    for column in draft.columns_as("place", item.name) if whole else ():
        yield Problem(f"“{item.name}” has its place twice; “{column}” is not used.", column, item.name, weighty=False)


def _of_grades(draft: Draft) -> Iterator[Problem]:
    columns = draft.columns_as("grade")
    for column in columns[len(_PARTS) :]:
        yield Problem(
            f"A grade has three parts, {', '.join(_PARTS)}: “{column}” is one too many.", column, weighty=True
        )


def grade_part(draft: Draft, column: str) -> str:
    """Return which part of the grade a column is ("the whole grade" where it is the only one)."""
    columns = draft.columns_as("grade")
    if len(columns) < 2:
        return "the whole grade"
    at = columns.index(column)
    return _PARTS[at] if at < len(_PARTS) else ""


def _of_links(draft: Draft, schema: Schema) -> Iterator[Problem]:
    types = {each.name: each.type for each in draft.items}
    free = {each.name for each in draft.items if draft.columns_as("type", each.name)}
    for link in draft.links:
        kind = schema.links.get(link.type)
        if kind is None:
            continue
        if link.a == link.b:
            yield Problem(f"A link from “{link.a}” leads to itself. Choose another end, or remove it.", item=link.a)
            continue
        for end, allowed, word in ((link.a, kind.from_types, "begin"), (link.b, kind.to_types, "end")):
            of = types[end]
            if allowed and end not in free and not any(schema.is_a(of, each) for each in allowed):
                listed = " or ".join(schema.item(each).label for each in allowed)
                yield Problem(
                    f"“{kind.label}” does not usually {word} at {_a(schema.item(of).label)}, but at {_a(listed)}. "
                    "It is loaded so, and the report says it.",
                    item=end,
                    weighty=False,
                )


def _a(noun: str) -> str:
    return f"an {noun}" if noun[:1].casefold() in "aeiou" else f"a {noun}"
