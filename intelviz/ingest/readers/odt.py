"""OpenDocument texts (.odt): paragraphs, headings, lists, tables, notes, comments and what tracked changes deleted."""

from __future__ import annotations

from collections.abc import Iterator
from xml.etree.ElementTree import Element

from intelviz.ingest.readers.documents.documents import Document, DocumentTable, normal_lines
from intelviz.ingest.readers.documents.office_parts import OfficeParts, attribute, parts_of
from intelviz.ingest.readers.documents.text_flow import TextFlow
from intelviz.ingest.readers.file import FoundFile, Opening, Reader
from intelviz.ingest.readers.structured.xml_elements import local, text_of
from intelviz.ingest.readers.table import Table

_MIMETYPE = b"application/vnd.oasis.opendocument.text"
_WHOLE = frozenset({"p", "h", "changed-region"})
_MOST_SPACES = 1_000


def _paragraph(element: Element, asides: list[str]) -> str:
    return (element.text or "") + "".join(
        piece + (child.tail or "") for child in element for piece in [_inner(child, asides)]
    )


def _inner(element: Element, asides: list[str]) -> str:
    """Return what a part of a paragraph shows; notes and comments go to ``asides``."""
    name = local(element)
    if name == "s":
        count = attribute(element, "c")
        return " " * (min(int(count), _MOST_SPACES) if count.isdecimal() and len(count) < 6 else 1)
    if name == "tab":
        return "\t"
    if name == "line-break":
        return "\n"
    if name == "note":
        mark = next((text_of(each) for each in element if local(each) == "note-citation"), "")
        body = next((" ".join(text_of(each).split()) for each in element if local(each) == "note-body"), "")
        asides.append(f"[Footnote {mark}: {body}]")
        return f"[{mark}]"
    if name == "annotation":
        said = ", ".join(text_of(each) for each in element if local(each) in {"creator", "date"} and text_of(each))
        text = " ".join(text_of(each) for each in element if local(each) in {"p", "list"})
        asides.append(f"[Comment{f' by {said}' if said else ''}: {text}]")
        return ""
    return _paragraph(element, asides)


def _text(parts: OfficeParts) -> str:
    flow = TextFlow()
    asides: list[str] = []
    for begins, element in parts.elements("content.xml", _WHOLE):
        tag = local(element)
        if tag in {"p", "h"}:
            flow.paragraph(_paragraph(element, asides))
        elif tag == "changed-region":
            asides += _deleted(element)
        elif tag in {"table-row", "table-cell"}:
            if begins:
                flow.begin()
            elif tag == "table-cell":
                flow.end_cell()
            else:
                flow.end_row()
    return "\n".join([flow.text(), "", *asides])


def _deleted(region: Element) -> Iterator[str]:
    for change in region:
        if local(change) == "deletion":
            text = " ".join(text_of(each) for each in change if local(each) in {"p", "h"})
            if text:
                yield f"[deleted: {text}]"


def document_of(file: FoundFile) -> Document:
    """Return the document."""
    with parts_of(file) as parts:
        text = normal_lines(_text(parts))
        stated = parts.values("meta.xml")
        pages = ""
        if "meta.xml" in parts:
            for begins, element in parts.elements("meta.xml", frozenset()):
                if begins and local(element) == "document-statistic":
                    pages = attribute(element, "page-count")
    more = {name: stated[name] for name in ("subject", "keyword", "description") if name in stated}
    return Document(
        title=stated.get("title", ""),
        text=text,
        author=stated.get("initial-creator", "") or stated.get("creator", ""),
        created=stated.get("creation-date", ""),
        modified=stated.get("date", ""),
        pages=pages,
        note="" if text.strip() else "it holds no text",
        more=more,
    )


def _fits(file: FoundFile) -> bool:
    start = file.start[:200]
    return start.startswith(b"PK\x03\x04") and b"mimetype" + _MIMETYPE in start and _MIMETYPE + b"-" not in start


def _tables(file: FoundFile, opening: Opening) -> list[Table]:
    found = document_of(file)
    notes = [f"{found.note}."] if found.note else []
    origin = file.origin(file.sha256())
    return [DocumentTable(origin, "OpenDocument text", "odt", lambda: document_of(file), list(found.more), notes)]


READER = Reader("odt", "OpenDocument texts", 132, _fits, _tables)
