"""YAML read strictly: every value knows its file and line, and everything that is not expected is a mistake.

Aliases and anchors are refused (a small file could unfold into gigabytes), and so are repeated keys, which YAML
readers otherwise let pass in silence.
"""

from __future__ import annotations

import difflib
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, cast

import yaml

from intelviz.schema.errors import IntelvizError, SchemaError, Where

MAX_BYTES = 1_000_000
MAX_DEPTH = 50
_Loader: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
_KINDS = {"tag:yaml.org,2002:map": "a mapping", "tag:yaml.org,2002:seq": "a list", "tag:yaml.org,2002:null": "nothing"}


@dataclass(frozen=True, slots=True)
class Entry:
    """One value of a YAML file, with the way to it and what to raise if it is wrong."""

    node: yaml.Node
    file: str
    path: str
    error: type[IntelvizError]

    @property
    def line(self) -> int:
        """Line in the file, from 1."""
        return cast(int, self.node.start_mark.line) + 1

    def wrong(self, what: str, remedy: str = "") -> IntelvizError:
        """Return the error that says what is wrong here."""
        key = f", key “{self.path}”" if self.path else ""
        return self.error(what, where=Where(file=f"{self.file}, line {self.line}{key}"), remedy=remedy)

    def fields(self, allowed: Collection[str], required: Collection[str] = ()) -> dict[str, Entry]:
        """Return the mapping's values by key, after checking that no key is unknown, missing or there twice."""
        found: dict[str, Entry] = {}
        for key, value in self._pairs():
            if key not in allowed:
                near = difflib.get_close_matches(key, list(allowed), 1, 0.6)
                hint = f"Did you mean “{near[0]}”?" if near else f"Known here: {', '.join(sorted(allowed))}."
                raise value.wrong("nothing is known by this name.", hint)
            found[key] = value
        missing = [key for key in required if key not in found]
        if missing:
            raise self.wrong(f"“{missing[0]}” is missing.", f"Add a line “{missing[0]}: …”.")
        return found

    def named(self) -> Iterator[tuple[str, Entry]]:
        """Yield the pairs of a mapping whose keys are free."""
        yield from self._pairs()

    def _pairs(self) -> list[tuple[str, Entry]]:
        if not isinstance(self.node, yaml.MappingNode):
            raise self.wrong(f"expected keys with values, found {self._found()}.", "Write it as “key: value” lines.")
        pairs: dict[str, Entry] = {}
        for key_node, value_node in cast("list[tuple[yaml.Node, yaml.Node]]", self.node.value):
            key = str(key_node.value) if isinstance(key_node, yaml.ScalarNode) else ""
            path = f"{self.path}.{key}" if self.path else key
            entry = Entry(value_node, self.file, path, self.error)
            if not key:
                raise entry.wrong("a key must be one word.")
            if key in pairs:
                raise Entry(key_node, self.file, path, self.error).wrong(
                    f"“{key}” stands here twice (first in line {pairs[key].line}).", "Keep one of them."
                )
            pairs[key] = entry
        return list(pairs.items())

    def list(self) -> list[Entry]:
        """Return the values of a list; a single text counts as a list of one."""
        if isinstance(self.node, yaml.ScalarNode):
            return [self]
        if not isinstance(self.node, yaml.SequenceNode):
            raise self.wrong(f"expected a list, found {self._found()}.", "Write it as [one, two].")
        children = cast("list[yaml.Node]", self.node.value)
        return [Entry(child, self.file, self.path, self.error) for child in children]

    @property
    def is_text(self) -> bool:
        """Whether this is a single value, not a list or a mapping."""
        return isinstance(self.node, yaml.ScalarNode)

    @property
    def is_mapping(self) -> bool:
        """Whether this is a mapping."""
        return isinstance(self.node, yaml.MappingNode)

    def text(self) -> str:
        """Return a text that is not empty."""
        if not isinstance(self.node, yaml.ScalarNode):
            raise self.wrong(f"expected a text, found {self._found()}.")
        value = str(self.node.value).strip()
        if not value:
            raise self.wrong("there is nothing here.", "Write a text, or take the line out.")
        return value

    def texts(self) -> tuple[str, ...]:
        """Return a list of texts."""
        return tuple(each.text() for each in self.list())

    def choice(self, allowed: Collection[str]) -> str:
        """Return one of the allowed words."""
        value = self.text()
        if value not in allowed:
            near = difflib.get_close_matches(value, list(allowed), 1, 0.6)
            hint = f"Did you mean “{near[0]}”?" if near else f"Use one of: {', '.join(allowed)}."
            raise self.wrong(f"“{value}” is not possible here.", hint)
        return value

    def flag(self) -> bool:
        """Return yes or no."""
        value = self.text().casefold()
        if value in {"true", "yes"}:
            return True
        if value in {"false", "no"}:
            return False
        raise self.wrong(f"“{value}” is neither yes nor no.", "Write true or false.")

    def whole(self, low: int, high: int) -> int:
        """Return a whole number within bounds."""
        text = self.text()
        try:
            value = int(text)
        except ValueError:
            raise self.wrong(f"“{text}” is not a whole number.") from None
        if not low <= value <= high:
            raise self.wrong(f"{value} is outside {low} to {high}.")
        return value

    def _found(self) -> str:
        tag = str(self.node.tag)
        return _KINDS.get(tag, f"“{self.node.value}”") if tag in _KINDS or self.is_text else tag


def read_yaml(path: Path, *, error: type[IntelvizError] = SchemaError, named: str | None = None) -> Entry:
    """Return the one document of a YAML file; ``error`` is raised, with the line, for whatever is wrong with it."""
    name = named or path.name
    where = Where(file=str(path))
    try:
        size = path.stat().st_size
        if size > MAX_BYTES:
            raise error(
                f"the file has {size:,} bytes; at most {MAX_BYTES:,} are read.",
                where=where,
                remedy="Split it into several files.",
            )
        text = path.read_text(encoding="utf-8-sig")
    except UnicodeDecodeError as bad:
        raise error("the file is not UTF-8 text.", where=where, remedy="Save it as UTF-8.", details=str(bad)) from bad
    except OSError as bad:
        raise error(
            f"the file can't be read ({bad.strerror}).",
            where=where,
            remedy="Check its name and folder, and that you may read it.",
            details=str(bad),
        ) from bad
    return parse_yaml(text, name, error=error)


def parse_yaml(text: str, name: str, *, error: type[IntelvizError] = SchemaError) -> Entry:
    """Return the one document in ``text``; ``name`` is what messages call the file."""
    try:
        _check_events(text, name, error)
        node = cast("yaml.Node | None", yaml.compose(text, Loader=_Loader))
    except yaml.MarkedYAMLError as bad:
        mark = bad.problem_mark or bad.context_mark
        line = f", line {mark.line + 1}" if mark is not None else ""
        problem = (bad.problem or "it can't be understood").rstrip(".")
        raise error(
            f"this is not valid YAML: {problem}.",
            where=Where(file=f"{name}{line}"),
            remedy="Check the indentation, the colons and the quotation marks near this line.",
            details=str(bad),
        ) from bad
    except (yaml.YAMLError, RecursionError) as bad:
        raise error(
            "this is not valid YAML: it holds characters or depths that no YAML file has.",
            where=Where(file=name),
            details=str(bad),
        ) from bad
    if node is None:
        raise error("the file is empty.", where=Where(file=name), remedy="Fill it, or delete it.")
    return Entry(node, name, "", error)


def _check_events(text: str, name: str, error: type[IntelvizError]) -> None:
    """Refuse anchors, and depths at which the reader itself would run out of stack and end the program."""
    depth = 0
    for event in yaml.parse(text, Loader=_Loader):
        depth += isinstance(event, yaml.CollectionStartEvent) - isinstance(event, yaml.CollectionEndEvent)
        if depth > MAX_DEPTH:
            raise error(
                f"this is not valid YAML here: it is nested more than {MAX_DEPTH} deep.",
                where=Where(file=f"{name}, line {event.start_mark.line + 1}"),
                remedy="Check the brackets near this line.",
            )
        if getattr(event, "anchor", None) is not None:
            raise error(
                "anchors (&) and aliases (*) are not allowed.",
                where=Where(file=f"{name}, line {event.start_mark.line + 1}"),
                remedy="Write the value out, or put it in quotation marks if & or * is part of it.",
            )
