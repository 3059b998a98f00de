"""Questions to a case, by name: how they are called, what they take, and what they answer."""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from importlib import import_module
from pkgutil import iter_modules
from typing import TYPE_CHECKING, Any, Literal

from intelviz.schema.errors import UsageError
from intelviz.workspace import questions
from intelviz.workspace.query.names import Names
from intelviz.workspace.query.tokens import near_misses

if TYPE_CHECKING:
    from intelviz.workspace.opening import OpenCase

JSON = dict[str, Any]
Kind = Literal["type", "text", "item", "number", "whole"]


@dataclass(frozen=True)
class Parameter:
    """One thing a question takes.

    ``kind``: a type of item, an item by id or key, a number (not negative), a whole number, or text. ``word`` is what
    comes before it on the command line ("by", "--max"), "" if it is known by its position; ``shown`` is what
    stands for it in the usage.
    """

    name: str
    kind: Kind
    help: str
    word: str = ""
    shown: str = ""
    default: Any = None
    required: bool = False

    @property
    def usage(self) -> str:
        """Return how it is written."""
        plain = f"{self.word} {self.shown or self.name.upper()}".strip()
        return plain if self.required else f"[{plain}]"


@dataclass(frozen=True)
class Question:
    """A question: ``answer`` gets the open case and a value for every parameter, and returns JSON.

    Item types come to it as names of the schema, items as rows of the workspace.
    """

    name: str
    text: str
    parameters: tuple[Parameter, ...]
    answer: Callable[..., JSON]

    @property
    def usage(self) -> str:
        """Return how it is asked."""
        return " ".join([self.name, *(each.usage for each in self.parameters)])

    def as_json(self) -> JSON:
        """Return what ``ask --list`` prints."""
        return {
            "name": self.name,
            "usage": self.usage,
            "text": self.text,
            "parameters": [
                {"name": each.name, "kind": each.kind, "help": each.help, "required": each.required}
                for each in self.parameters
            ],
        }


@cache
def all_questions() -> dict[str, Question]:
    """Return every question by name; a new file in the questions' room is a new question."""
    found = [
        import_module(f"{questions.__name__}.{each.name}").QUESTION
        for each in iter_modules(questions.__path__)
        if not each.name.startswith("_")
    ]
    return {each.name: each for each in sorted(found, key=lambda question: question.name)}


def list_questions() -> list[JSON]:
    """Return what ``ask --list`` prints: name, usage and text of every question."""
    return [each.as_json() for each in all_questions().values()]


def ask(open_case: OpenCase, name: str, *args: object, **named: object) -> JSON:
    """Answer a question: ``ask(case, "count", "Crime", "by", "type")`` or ``ask(case, "count", "Crime", by="type")``.

    UsageError says which question, type, property or item is not known, and what may have been meant.
    """
    question = all_questions().get(name.strip().casefold().replace("_", "-").replace(" ", "-"))
    if question is None:
        near = near_misses(name, list(all_questions())) or list(all_questions())
        raise UsageError(f"There is no question “{name}”.", remedy=f"Did you mean {' or '.join(near)}?")
    given = _sorted_out(question, list(args), dict(named))
    values = {each.name: _value(open_case, question, each, given.get(each.name)) for each in question.parameters}
    return {"question": question.name, **question.answer(open_case, **values)}


def _sorted_out(question: Question, args: list[object], named: dict[str, object]) -> dict[str, object]:
    """Return the given values by parameter name."""
    words = {each.word: each for each in question.parameters if each.word}
    by_name = {each.name: each for each in question.parameters}
    given: dict[str, object] = {}

    def give(parameter: Parameter, value: object) -> None:
        if parameter.name in given:
            raise _usage(question, f"“{parameter.name}” is given twice")
        given[parameter.name] = value

    for name, value in named.items():
        parameter = by_name.get(name.rstrip("_"))
        if parameter is None:
            raise _usage(question, f"{question.name} takes no “{name}”")
        give(parameter, value)
    places = [each for each in question.parameters if not each.word or each.required]
    while args:
        here = args.pop(0)
        flag, equals, value = here.partition("=") if isinstance(here, str) and here.startswith("--") else (here, "", "")
        if isinstance(flag, str) and flag in words:
            if not equals and not args:
                raise _usage(question, f"something is missing after “{flag}”")
            give(words[flag], value if equals else args.pop(0))
            continue
        if isinstance(here, str) and here.startswith("--"):
            raise _usage(question, f"{question.name} takes no “{here}”")
        place = next((each for each in places if each.name not in given), None)
        if place is None:
            raise _usage(question, f"“{here}” is too much")
        give(place, here)
    return given


def _value(open_case: OpenCase, question: Question, parameter: Parameter, given: object) -> Any:
    if given is None:
        if parameter.required:
            raise _usage(question, f"{parameter.help} is missing")
        return parameter.default
    text = str(given).strip()
    match parameter.kind:
        case "type":
            return item_type(open_case, text)
        case "item":
            row = open_case.workspace.row_of(open_case.case.resolve(text))
            if row < 0:
                raise UsageError(f"There is no item {text} in this case.")
            return row
        case "whole" | "number":
            return _number(question, parameter, text)
        case "text":
            return text


def _number(question: Question, parameter: Parameter, text: str) -> float | int:
    plain = text.replace(",", "").removesuffix("m").strip()
    try:
        value = float(plain)
    except ValueError:
        raise _usage(question, f"{parameter.help} should be a number, not “{text}”") from None
    if not math.isfinite(value) or value < 0 or (parameter.kind == "whole" and value != int(value)):
        wanted = "a whole number, 0 or more" if parameter.kind == "whole" else "a number, 0 or more"
        raise _usage(question, f"{parameter.help} should be {wanted}, not “{text}”")
    return int(value) if parameter.kind == "whole" else value


def _usage(question: Question, what: str) -> UsageError:
    return UsageError(f"{what[0].upper()}{what[1:]}.", remedy=f"It is asked so: {question.usage}")


def item_type(open_case: OpenCase, text: str) -> str:
    """Return the name of an item type, however it is called; UsageError with near misses if there is none."""
    names = Names(open_case.workspace.schema)
    found = names.type_called(text)
    if found is None:
        near = near_misses(text, names.all_types)
        remedy = f"Did you mean {' or '.join(near)}?" if near else f"The types are {', '.join(names.all_types)}."
        raise UsageError(f"There is no type of item “{text}”.", remedy=remedy)
    return found
