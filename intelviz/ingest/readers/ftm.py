"""Entities of FollowTheMoney, one a line or as a list in JSON: things become items, what joins two of them links.

A property that holds the id of another entity of the file is a link to it, called like the property. An entity that
joins two others (ownership, family, a directorship) is one link; one that has an amount (a payment, a debt) stays an
item with a link to each party. Schemata: followthemoney.tech.
"""

from __future__ import annotations

import re
from collections.abc import Generator, Iterator, Mapping
from contextlib import contextmanager
from typing import Any

from intelviz.ingest.readers.file import FoundFile, Opening, Reader
from intelviz.ingest.readers.graphs.elements import Element, ElementTable, GraphError, counted, gather, wrong
from intelviz.ingest.readers.structured.json_values import JsonError, JsonValues, cell
from intelviz.ingest.readers.table import Broken, Table
from intelviz.ingest.readers.text.content import Content, content_of

_ENDS = {
    "Ownership": ("owner", "asset"),
    "Directorship": ("director", "organization"),
    "Membership": ("member", "organization"),
    "Employment": ("employee", "employer"),
    "Family": ("person", "relative"),
    "Associate": ("person", "associate"),
    "Representation": ("agent", "client"),
    "UnknownLink": ("subject", "object"),
    "Succession": ("predecessor", "successor"),
    "Occupancy": ("holder", "post"),
    "ProjectParticipant": ("participant", "project"),
    "Similar": ("candidate", "match"),
    "Documentation": ("entity", "document"),
    "CourtCaseParty": ("party", "case"),
    "ContractAward": ("supplier", "contract"),
}
"""Schemata that only join two entities, and the properties in which these stand."""
_LABELS = (
    "name",
    "title",
    "caption",
    "full",
    "subject",
    "number",
    "iban",
    "accountNumber",
    "email",
    "registrationNumber",
)
_BEGIN = ("startDate", "date", "incorporationDate", "birthDate")
_END = ("endDate", "dissolutionDate")
_NO_TIME = frozenset({"birthDate", "incorporationDate", "dissolutionDate"})
_LINE = re.compile(r'[\[\s]*\{[^{}]*?"(?:schema|properties|id)"\s*:')
_SCHEMA = re.compile(r'"schema"\s*:\s*"[A-Z][A-Za-z]+"')
_PROPERTIES = re.compile(r'"properties"\s*:\s*\{(?:\s*\}|\s*"[A-Za-z]+"\s*:\s*[\["])')
_MOST_IDS = 5_000_000


@contextmanager
def _opened(file: FoundFile, content: Content) -> Generator[JsonValues]:
    with file.path.open(encoding=content.encoding, errors="replace", newline="") as text:
        yield JsonValues(text)


def _entities(file: FoundFile, content: Content) -> Iterator[Any]:
    try:
        with _opened(file, content) as values:
            while sign := values.peek():
                if sign == "[":
                    yield from values.elements()
                else:
                    yield values.value()
                    values.take(",")
    except JsonError as error:
        raise GraphError(f"can't be read to its end: {error}") from error


class _Maker:
    """Makes elements of entities, once the ids of all are known."""

    def __init__(self, ids: set[str]) -> None:
        self._ids = ids

    def elements(self, entity: object) -> Iterator[Element | Broken]:
        if not isinstance(entity, Mapping):
            yield Broken(cell(entity)[:200], "this is no entity")
            return
        number, schema = cell(entity.get("id")), cell(entity.get("schema"))
        properties = entity.get("properties")
        if not number or not schema or not isinstance(properties, Mapping):
            yield Broken(cell(dict(entity))[:200], "an entity needs an id, a schema and properties")
            return
        values = {str(name): _texts(each) for name, each in properties.items()}
        begin, end = _when(values, _BEGIN), _when(values, _END)
        attributes = {name: "; ".join(texts) for name, texts in values.items() if texts}
        for name in ("datasets", "first_seen", "last_seen", "target"):
            if entity.get(name) is not None:
                attributes.setdefault(name, "; ".join(_texts(entity[name])))
        ends = _ENDS.get(schema)
        if ends is not None and all(self._known(values.get(end, [])) for end in ends):
            for end_name in ends:
                del attributes[end_name]
            for one in self._known(values[ends[0]]):
                for other in self._known(values[ends[1]]):
                    yield Element("link", number, schema, "", one, other, begin, end, attributes)
            return
        links = [(name, other) for name, texts in values.items() for other in self._known(texts) if other != number]
        for name in {name for name, _ in links}:
            rest = [text for text in values[name] if text not in self._ids]
            if rest:
                attributes[name] = "; ".join(rest)
            else:
                del attributes[name]
        label = cell(entity.get("caption")) or next((values[each][0] for each in _LABELS if values.get(each)), "")
        if schema in {"Payment", "Debt"} and not label:
            label = _amount(values, begin)
        yield Element("item", number, schema, label, "", "", begin, end if begin else "", attributes)
        for name, other in links:
            yield Element("link", "", name, "", number, other)

    def _known(self, texts: list[str]) -> list[str]:
        return [text for text in texts if text in self._ids]


def _texts(value: object) -> list[str]:
    if isinstance(value, list):
        return [text for each in value if (text := cell(each).strip())]
    text = cell(value).strip()
    return [text] if text else []


_DATE = re.compile(r"\d{4}(?:-\d\d(?:-\d\d(?:[T ]\d\d:\d\d(?::\d\d)?)?)?)?")


def _when(values: Mapping[str, list[str]], names: tuple[str, ...]) -> str:
    for name in names:
        if name in _NO_TIME:
            continue
        texts = [text for text in values.get(name, []) if _DATE.fullmatch(text)]
        if texts:
            return min(texts) if names is _BEGIN else max(texts)
    return ""


def _amount(values: Mapping[str, list[str]], when: str) -> str:
    for name, currency in (("amount", ""), ("amountEur", "EUR"), ("amountUsd", "USD")):
        if values.get(name):
            unit = currency or " ".join(values.get("currency", []))
            return ", ".join(each for each in (f"{values[name][0]} {unit}".strip(), when) if each)
    return ""


def _fits(file: FoundFile) -> bool:
    text = file.text_start.lstrip("\x1e\ufeff \t\r\n")
    if not text.startswith(("{", "[")):
        return False
    first = text[:20_000]
    return _LINE.match(first) is not None and bool(_SCHEMA.search(first)) and bool(_PROPERTIES.search(first))


def _tables(file: FoundFile, opening: Opening) -> list[Table]:
    content = content_of(file.path, shown=file.where)
    ids: set[str] = set()
    try:
        for each in _entities(file, content):
            if isinstance(each, Mapping):
                ids.add(cell(each.get("id")))
            if len(ids) > _MOST_IDS:
                raise GraphError(f"holds more than {_MOST_IDS:,} entities")
    except GraphError as error:
        raise wrong(file, error) from error
    except OSError as error:
        raise file.wrong(f"the file could no longer be read ({error.strerror or error}).", "Check the disk.") from error
    ids.discard("")
    maker = _Maker(ids)
    stream = (element for each in _entities(file, content) for element in maker.elements(each))
    gathered = gather(file, opening, stream)
    form = f"FollowTheMoney, {content.words}, {counted(gathered)}"
    return [ElementTable(file.origin(content.sha256), form, "ftm", gathered, content.notes)]


READER = Reader("ftm", "Entities of FollowTheMoney", 202, _fits, _tables)
