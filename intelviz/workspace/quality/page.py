"""The quality report as a file: a page of HTML that needs nothing else, JSON, or plain words."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from html import escape
from pathlib import Path
from typing import Any

from intelviz.schema.errors import IntelvizError, UsageError
from intelviz.workspace.quality.finding import CHECK_WORDS

_STYLE = """
:root { color-scheme: light dark; }
body { font: 15px/1.45 system-ui, sans-serif; max-width: 72rem; margin: 2rem auto; padding: 0 1rem; }
h1 { font-size: 1.5rem; } h2 { font-size: 1.15rem; margin-top: 2rem; } h3 { font-size: 1rem; margin-bottom: .25rem; }
table { border-collapse: collapse; width: 100%; font-variant-numeric: tabular-nums; }
th, td { text-align: left; padding: .2rem .75rem .2rem 0; vertical-align: top; border-bottom: 1px solid #8884; }
td { overflow-wrap: anywhere; } td.n, th.n { text-align: right; } .quiet { opacity: .75; }
"""
_MOST = 10_000


def write_page(document: dict[str, Any], out: Path) -> None:
    """Write the report; the file's ending (.html or .json) says as what."""
    kind = out.suffix.lower()
    if kind not in {".html", ".htm", ".json"}:
        raise UsageError(f"“{out.name}” is not the name of a report.", remedy="End it in .html or .json.")
    text = json.dumps(document, ensure_ascii=False, allow_nan=False, indent=1) if kind == ".json" else as_html(document)
    try:
        out.write_text(text, encoding="utf-8")
    except OSError as error:
        raise IntelvizError(
            f"{out} can't be written ({error.strerror or error}).", remedy="Choose another place."
        ) from error


def as_words(document: dict[str, Any]) -> str:
    """Return the report in short, for a terminal."""
    lines = [f"Quality of {document['source'] or 'the case'}"]
    for each in document["sources"]:
        lines.append(
            f"  {each['source']}: {each['rows']:,} rows = {each['loaded']:,} loaded + {each['merged']:,} merged + "
            f"{each['rejected']:,} rejected"
        )
    check = ""
    for each in document["findings"]:
        if each["check"] != check:
            check = each["check"]
            lines.append(CHECK_WORDS[check])
        lines.append(f"  {each['count']:>9,}  {each['title']}")
        lines += [f"             {_example(one)}" for one in each["examples"][:3]]
    if not document["findings"]:
        lines.append("Nothing odd was found.")
    if document["rejections"]:
        lines.append("Set aside")
        lines += [f"  {each['count']:>9,}  {each['reason']}" for each in document["rejections"]]
    lines.append(f"{len(document['alterations']):,} values are kept in another form than they came in")
    lines.append("Filled in")
    for each in document["completeness"]:
        lines.append(f"  {each['share']:>6.1%}  {each['type']}: {each['label']} ({each['filled']:,} of {each['of']:,})")
    return "\n".join(lines)


def _place_of(one: dict[str, Any]) -> str:
    row = "" if one["row"] is None else f" row {one['row']:,}"
    return one["label"] or f"{one['source']}{row}"


def _cells(cells: dict[str, Any]) -> str:
    return "; ".join(f"{name}: “{each['was']}” → “{each['now']}”" for name, each in cells.items())


def _example(one: dict[str, Any]) -> str:
    where = one["label"] or (f"{one['source']}, row {one['row']:,}" if one["row"] is not None else "")
    value = f" ({one['column']} “{one['value']}”)" if one["value"] else ""
    return f"{where}{value}: {one['words']}" if where else one["words"]


def as_html(document: dict[str, Any]) -> str:
    """Return the report as one page without scripts and without anything from elsewhere."""
    title = f"Quality of {document['source'] or 'the case'}"
    parts = [f"<h1>{escape(title)}</h1>", f'<p class="quiet">{escape(document["made"])}</p>']
    parts.append(
        _table(
            "Rows",
            ("Source", "Rows", "Loaded", "Merged", "Set aside", "To be reviewed"),
            (
                (e["source"], e["rows"], e["loaded"], e["merged"], e["rejected"], e["expires"] or "")
                for e in document["sources"]
            ),
        )
    )
    check = ""
    for each in document["findings"]:
        if each["check"] != check:
            check = each["check"]
            parts.append(f"<h2>{escape(CHECK_WORDS[check])}</h2>")
        parts.append(f"<h3>{escape(each['title'])}: {each['count']:,}</h3>")
        rows = (
            (
                _place_of(e),
                e["column"],
                e["value"],
                e["words"],
            )
            for e in each["examples"]
        )
        parts.append(_table("", ("Item or row", "Column", "Value", "Why"), rows))
        if each["count"] > len(each["examples"]):
            parts.append(f'<p class="quiet">The first {len(each["examples"]):,} of {each["count"]:,}.</p>')
    if not document["findings"]:
        parts.append("<p>Nothing odd was found.</p>")
    parts.append(
        _table(
            "Filled in",
            ("Type", "Property", "Filled", "Of", "Share"),
            ((e["type"], e["label"], e["filled"], e["of"], f"{e['share']:.1%}") for e in document["completeness"]),
        )
    )
    parts.append(
        _table("Set aside, by reason", ("Reason", "Rows"), ((e["reason"], e["count"]) for e in document["rejections"]))
    )
    for version in document["versions"]:
        parts.append(
            _table(
                f"Gone since the older version of {version['replaces']['source']}",
                ("Row", "Key", "Item"),
                ((e["row"], e["key"], e["label"]) for e in version["gone"]),
            )
        )
    parts.append(
        _table(
            "Corrected",
            ("Source", "Row", "Cells", "By", "At"),
            (
                (
                    e["source"],
                    e["row"],
                    _cells(e["cells"]),
                    e["by"],
                    e["at"],
                )
                for e in document["corrections"]
            ),
        )
    )
    altered = document["alterations"]
    parts.append(
        _table(
            "Values kept in another form",
            ("Source", "Row", "Column", "Value", "Became", "Why"),
            ((e["source"], e["row"], e["column"], e["value"], e["became"], e["reason"]) for e in altered[:_MOST]),
        )
    )
    if len(altered) > _MOST:
        parts.append(f'<p class="quiet">The first {_MOST:,} of {len(altered):,}; the JSON lists all.</p>')
    coverage = document["coverage"] or {"not_searched": []}
    parts.append(_table("Not in use", ("Source", "Why"), ((e["source"], e["words"]) for e in coverage["not_searched"])))
    head = f'<!doctype html><html lang="en-GB"><head><meta charset="utf-8"><title>{escape(title)}</title>'
    return f"{head}<style>{_STYLE}</style></head><body>{''.join(parts)}</body></html>\n"


def _table(title: str, columns: Sequence[str], rows: Iterable[Sequence[object]]) -> str:
    listed = list(rows)
    if not listed:
        return ""
    head = "".join(f"<th>{escape(each)}</th>" for each in columns)
    lines = [
        "<tr>"
        + "".join(
            f'<td class="n">{each:,}</td>' if isinstance(each, int) else f"<td>{escape(str(each))}</td>" for each in row
        )
        + "</tr>"
        for row in listed
    ]
    above = f"<h2>{escape(title)}</h2>" if title else ""
    return f"{above}<table><thead><tr>{head}</tr></thead><tbody>{''.join(lines)}</tbody></table>"
