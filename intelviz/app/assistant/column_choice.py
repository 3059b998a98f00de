"""What a column may be, and which item it may belong to, as lists to choose from."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QComboBox

from intelviz.app.assistant.group import Group
from intelviz.ingest.draft import Draft, Use, What
from intelviz.ingest.draft_check import grade_part
from intelviz.schema.kinds import is_forbidden_key, kind_of

NO_ITEM = frozenset({"record", "leave out", "grade"})
_WORDS: dict[What, tuple[str, str]] = {
    "record": ("kept, not shown", "It stays in the record of the row; no item gets it"),
    "leave out": ("left out", "It is kept nowhere, and the report says so"),
    "id": ("what tells it apart", "Rows with the same text speak of the same item"),
    "label": ("label", "What is written beside the item"),
    "type": ("type of it", "The cell names the type: person, vehicle, …"),
    "when": ("time, or its start", "When it was; date and time of day may be two columns"),
    "until": ("end of the time", "When it ended"),
    "lon": ("longitude", "In degrees; the latitude is another column"),
    "lat": ("latitude", "In degrees; the longitude is another column"),
    "easting": ("easting", "On the National Grid, in metres"),
    "northing": ("northing", "On the National Grid, in metres"),
    "place": ("place in one cell", "Two coordinates, or a grid reference"),
    "grade": ("grade of the row", "3×5×2 or 5×5×5; up to three columns, in the order source, intelligence, handling"),
}


def fill_what(box: QComboBox, group: Group, draft: Draft, column: str, use: Use) -> None:
    """List what a column may be: roles first, then the properties of its item's type."""
    owner = draft.item(use.item or draft.items[0].name)
    rest = next((each.name for each in draft.items if each.rest), "")
    for what, (words, hint) in _WORDS.items():
        said, why = words, hint
        if what == "record" and rest:
            said, why = "property of its own name", f"“{rest}” gets it as a property called “{column}”"
        elif what == "grade" and use.what == "grade" and (part := grade_part(draft, column)) != "the whole grade":
            said = f"grade: {part}" if part else "grade: one too many"
        box.addItem(said, (what, ""))
        box.setItemData(box.count() - 1, why, Qt.ItemDataRole.ToolTipRole)
    box.insertSeparator(box.count())
    for each in sorted(group.schema.properties_of(owner.type), key=lambda each: each.label.casefold()):
        kind = kind_of(each.kind)
        box.addItem(each.label, ("property", each.name))
        why = kind.unheld or kind.words
        if is_forbidden_key(each.kind) and not kind.unheld:
            why = f"{why}; it identifies nobody here"
        box.setItemData(box.count() - 1, why, Qt.ItemDataRole.ToolTipRole)
    wanted = (use.what, use.property if use.what == "property" else "")
    at = next((at for at in range(box.count()) if (data := box.itemData(at)) and tuple(data) == wanted), 0)
    box.setCurrentIndex(at)
    box.setToolTip(str(box.itemData(at, Qt.ItemDataRole.ToolTipRole) or ""))


def fill_item(box: QComboBox, draft: Draft, use: Use) -> None:
    """List the items of a row, and another."""
    for each in draft.items:
        box.addItem(each.name, each.name)
    box.addItem("another item…", "")
    box.setCurrentIndex(max(box.findData(use.item or draft.items[0].name), 0))
    box.setEnabled(use.what not in NO_ITEM)
