"""Reading a recipe: every key is known, every type and property is one of the schema, or the line is named."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Literal, cast
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from intelviz.ingest.parts import PARTS
from intelviz.ingest.recipe import (
    End,
    FileSpec,
    GradeSpec,
    Identity,
    ItemSpec,
    LinkSpec,
    OnBlank,
    OnError,
    Recipe,
    Skip,
    Split,
    TypeSpec,
    ValueSpec,
    WhenSpec,
    WhereSpec,
)
from intelviz.schema.errors import RecipeError
from intelviz.schema.grade import schemes
from intelviz.schema.kinds import KINDS, is_forbidden_key, kind_of
from intelviz.schema.model import PropertyType, Schema
from intelviz.schema.place import PlacePrecision
from intelviz.schema.strict_yaml import Entry, parse_yaml, read_yaml
from intelviz.schema.when import Precision

_NAME = re.compile(r"[a-z0-9][a-z0-9-]{0,63}")
_IDENTITIES = ("folder", "file", "case", "row")
_TOP = {
    "recipe", "version", "title", "description", "readers", "generic", "typed_headers", "identity", "zone",
    "date_order", "blank", "files",
}  # fmt: skip
_FILE = {
    "name", "required", "only", "names", "leave_out", "ignore", "skip_rows", "short_rows", "grade", "items", "links",
}  # fmt: skip
_ITEM = {
    "as", "type", "id", "identity", "blank_id", "wrong_id", "split", "by_name", "keep_rest", "properties", "label",
    "when", "where",
}  # fmt: skip
_LINK = {"type", "from", "to", "blank", "by_name", "keep_rest", "properties", "when"}
_VALUE = {"column", "columns", "template", "constant", "part", "values", "others", "on_error"}
_WHEN = {"at", "to", "formats", "zone", "precision", "open", "on_error"}
_WHERE = {"lon", "lat", "easting", "northing", "x", "y", "crs", "text", "precision", "on_error"}
_GRADE = {"column", "source", "intelligence", "handling", "scheme", "on_error"}
NAMED_FORMATS = frozenset(
    {"iso", "dmy", "mdy", "ymd", "epoch", "epoch-ms", "epoch-us", "excel", "excel-1904", "rfc2822"}
)
"""Forms of a time that have a name, beside patterns such as dd/mm/yyyy."""
_PRECISIONS = {"year": Precision.YEAR, "month": Precision.MONTH, "day": Precision.DAY}
_PLACES = {each.name.lower(): each for each in PlacePrecision}


DAY_FIRST, MONTH_FIRST = "day first", "month first"


def read_recipe(path: Path, schema: Schema) -> Recipe:
    """Return the recipe in a file; RecipeError names the file, the line and the key of what is wrong."""
    top = read_yaml(path, error=RecipeError)
    return _Reader(schema, top).recipe(path, path.read_bytes())


def recipe_from_text(text: str, path: Path, schema: Schema) -> Recipe:
    """Return the recipe in a text; ``path`` is how it is known, and need not be there."""
    data = text.encode()
    return _Reader(schema, parse_yaml(text, path.name, error=RecipeError)).recipe(path, data)


_BY_CONTENT = ("filled", "negative", "empty")


class _Reader:
    def __init__(self, schema: Schema, top: Entry) -> None:
        self._schema = schema
        self._fields = top.fields(_TOP, ("recipe", "version", "title", "files"))
        fields = self._fields
        self._identity: Identity = "row"
        self._identity = self._identity_of(fields)
        self._swapped = "date_order" in fields
        self._order = fields["date_order"].choice((DAY_FIRST, MONTH_FIRST)) if self._swapped else DAY_FIRST
        self._zone = _zone(fields["zone"]) if "zone" in fields else "Europe/London"

    def recipe(self, path: Path, data: bytes) -> Recipe:
        fields = self._fields
        name = fields["recipe"].text()
        if not _NAME.fullmatch(name):
            raise fields["recipe"].wrong(f"“{name}” can't name a recipe.", "Use small letters, digits and hyphens.")
        files = tuple(self._file(each, number) for number, each in enumerate(fields["files"].list(), 1))
        if not files:
            raise fields["files"].wrong("there is no file here.", "Describe at least one kind of file.")
        return Recipe(
            name=name,
            version=fields["version"].whole(1, 1_000_000),
            title=fields["title"].text(),
            description=_text(fields, "description"),
            readers=fields["readers"].texts() if "readers" in fields else (),
            generic="generic" in fields and fields["generic"].flag(),
            month_first=self._order == MONTH_FIRST,
            typed_headers="typed_headers" in fields and fields["typed_headers"].flag(),
            blank=frozenset(("", *(fields["blank"].texts() if "blank" in fields else ()))),
            files=files,
            path=path,
            text=data.decode("utf-8-sig"),
            sha256=hashlib.sha256(data).hexdigest(),
        )

    def _file(self, entry: Entry, number: int) -> FileSpec:
        fields = entry.fields(_FILE, ("required",))
        required = fields["required"].texts()
        if "items" not in fields and "links" not in fields:
            raise entry.wrong("this file makes neither items nor links.", "Add “items:” or “links:”.")
        items = tuple(self._item(each, required) for each in fields["items"].list()) if "items" in fields else ()
        names = [each.name for each in items]
        twice = next((name for name in names if names.count(name) > 1), None)
        if twice:
            raise fields["items"].wrong(f"two items of a row are called “{twice}”.", "Give each its own “as: name”.")
        known = {each.name: each for each in items}
        links = tuple(self._link(each, required, known) for each in fields["links"].list()) if "links" in fields else ()
        return FileSpec(
            name=_text(fields, "name") or f"file {number}",
            required=required,
            only=_only(fields["only"]) if "only" in fields else {},
            names={key: value.texts() for key, value in fields["names"].named()} if "names" in fields else {},
            leave_out={key: value.text() for key, value in fields["leave_out"].named()}
            if "leave_out" in fields
            else {},
            ignore=fields["ignore"].texts() if "ignore" in fields else (),
            skip_rows=tuple(map(_skip, fields["skip_rows"].list())) if "skip_rows" in fields else (),
            fill_short_rows="short_rows" in fields and fields["short_rows"].choice(("reject", "fill")) == "fill",
            grade=_grade(fields["grade"]) if "grade" in fields else None,
            items=items,
            links=links,
        )

    # Items and links

    def _item(self, entry: Entry, required: tuple[str, ...]) -> ItemSpec:
        fields = entry.fields(_ITEM, ("type",))
        of = self._type(fields["type"], self._schema.items, "item")
        identity = self._identity_of(fields)
        columns, kind, some = self._id(fields["id"]) if "id" in fields else ((), "", False)
        blank = (
            cast(OnBlank, fields["blank_id"].choice(("reject", "leave", "row"))) if "blank_id" in fields else "reject"
        )
        if identity != "row" and not columns:
            raise entry.wrong(
                f"with identity “{identity}” the item needs an id.",
                "Add “id: column”, or write “identity: row” if every row is an item of its own.",
            )
        if columns and blank == "reject" and not some:
            _check_required(fields["id"], columns, required)
        known = {each.name: each for each in self._schema.properties_of(of.constant)} if of.constant else None
        properties = self._properties(fields.get("properties"), known, of.constant)
        if not kind and known is not None:
            kind = _kind_of_id(columns, properties, known, by_name="by_name" in fields and fields["by_name"].flag())
            _check_key(fields.get("id", entry), kind)
        return ItemSpec(
            name=_text(fields, "as") or (of.constant or "item").lower(),
            type=of,
            id=columns,
            some=some,
            kind=kind,
            identity=identity if columns else "row",
            blank_id=blank,
            wrong_id=cast(OnError, fields["wrong_id"].choice(("reject", "leave")))
            if "wrong_id" in fields
            else "reject",
            by_name="by_name" in fields and fields["by_name"].flag(),
            keep_rest="keep_rest" in fields and fields["keep_rest"].flag(),
            properties=properties,
            label=_value(fields["label"]) if "label" in fields else None,
            when=self._when(fields["when"], may_be_open=False) if "when" in fields else None,
            where=_where(fields["where"]) if "where" in fields else None,
            split=self._split_of(fields, columns),
        )

    def _split_of(self, fields: Mapping[str, Entry], columns: tuple[str, ...]) -> Split | None:
        if "split" not in fields:
            return None
        entry = fields["split"]
        if len(columns) != 1:
            raise entry.wrong("only an id from one column can be split.", "Give the item (or end) an id of one column.")
        if not entry.is_mapping:
            return Split(entry.texts())
        inner = entry.fields({"by", "along"}, ("by",))
        return Split(inner["by"].texts(), inner["along"].texts() if "along" in inner else ())

    def _link(self, entry: Entry, required: tuple[str, ...], items: Mapping[str, ItemSpec]) -> LinkSpec:
        fields = entry.fields(_LINK, ("type", "from", "to"))
        of = self._type(fields["type"], self._schema.links, "link")
        known = {each.name: each for each in self._schema.link(of.constant).properties} if of.constant else None
        blank = fields["blank"].choice(("reject", "leave")) if "blank" in fields else "reject"
        ends = [self._end(fields[which], items) for which in ("from", "to")]
        for which, end in zip(("from", "to"), ends, strict=True):
            if blank == "reject" and end.id:
                _check_required(fields[which], end.id, required)
        return LinkSpec(
            type=of,
            a=ends[0],
            b=ends[1],
            on_blank=cast("Literal['reject', 'leave']", blank),
            by_name="by_name" in fields and fields["by_name"].flag(),
            keep_rest="keep_rest" in fields and fields["keep_rest"].flag(),
            properties=self._properties(fields.get("properties"), known, of.constant),
            when=self._when(fields["when"]) if "when" in fields else None,
        )

    def _end(self, entry: Entry, items: Mapping[str, ItemSpec]) -> End:
        if entry.is_text:
            name = entry.text()
            if name not in items:
                raise _unknown(entry, name, items, "item of this row called")
            return End(item=name)
        fields = entry.fields({"id", "identity", "type", "split"}, ("id",))
        identity = self._identity_of(fields)
        columns, kind, _ = self._id(fields["id"])
        of = fields["type"].text() if "type" in fields else ""
        if of and of not in self._schema.items:
            raise _unknown(fields["type"], of, self._schema.items, "item type")
        if identity == "row":
            raise entry.wrong(
                "an item that is known by its row alone can't be referred to.", "Write “identity: folder” or “case”."
            )
        if identity == "case" and not of:
            raise entry.wrong("in the whole case an id is known only together with its type.", "Add “type: Person”.")
        return End(id=columns, kind=kind, identity=identity, type=of, split=self._split_of(fields, columns))

    def _identity_of(self, fields: Mapping[str, Entry]) -> Identity:
        if "identity" not in fields:
            return self._identity
        return cast(Identity, fields["identity"].choice(_IDENTITIES))

    def _id(self, entry: Entry) -> tuple[tuple[str, ...], str, bool]:
        if entry.is_mapping:
            fields = entry.fields({"columns", "kind", "some"}, ("columns",))
            kind = fields["kind"].choice(tuple(KINDS)) if "kind" in fields else ""
            _check_key(entry, kind)
            return fields["columns"].texts(), kind, "some" in fields and fields["some"].flag()
        return entry.texts(), "", False

    def _type(self, entry: Entry, known: Mapping[str, object], what: str) -> TypeSpec:
        if entry.is_text:
            name = entry.text()
            if name not in known:
                raise _unknown(entry, name, known, f"{what} type")
            return TypeSpec(constant=name)
        fields = entry.fields({"column", "values", "otherwise", *_BY_CONTENT}, ("column",))
        by_content = {key: _text(fields, key) for key in _BY_CONTENT if key in fields}
        for key, name in by_content.items():
            if name not in known:
                raise _unknown(fields[key], name, known, f"{what} type")
        if by_content and not {"filled", "empty"} <= set(by_content):
            raise entry.wrong(
                "a type that depends on whether a cell is filled needs both.", "Add “filled” and “empty”."
            )
        if by_content and ("values" in fields or "otherwise" in fields):
            raise entry.wrong("the column either names the type or decides it by being filled.", "Take one out.")
        values = _values(fields["values"]) if "values" in fields else {}
        for name in values.values():
            if name not in known:
                raise _unknown(fields["values"], name, known, f"{what} type")
        otherwise = _text(fields, "otherwise")
        if otherwise and otherwise not in known:
            raise _unknown(fields["otherwise"], otherwise, known, f"{what} type")
        return TypeSpec(column=fields["column"].text(), values=values, otherwise=otherwise, **by_content)

    # Values

    def _properties(
        self, entry: Entry | None, known: Mapping[str, PropertyType] | None, of: str
    ) -> dict[str, ValueSpec]:
        found: dict[str, ValueSpec] = {}
        if entry is None:
            return found
        for name, said in entry.named():
            if known is not None and name not in known:
                raise _unknown(said, name, known, f"property of {of} called")
            if known is None and not self._is_property(name):
                raise said.wrong(f"no type has a property “{name}”.", "Correct the name, or define the property first.")
            found[name] = _value(said)
        return found

    def _is_property(self, name: str) -> bool:
        types = (*self._schema.items.values(), *self._schema.links.values())
        return any(each.name == name for of in types for each in of.properties)

    def _when(self, entry: Entry, *, may_be_open: bool = True) -> WhenSpec:
        fields = entry.fields(_WHEN, ("at", "formats"))
        if "open" in fields and not may_be_open:
            raise fields["open"].wrong("only the time of a link may be open to one side.", "Take “open” out.")
        formats = fields["formats"].texts()
        if self._swapped:
            formats = tuple(_in_order(each, self._order) for each in formats)
        for each in formats:
            if "yyyy" not in each and each not in NAMED_FORMATS:
                raise fields["formats"].wrong(
                    f"“{each}” says no year.",
                    "Write a form such as dd/mm/yyyy HH:MM (yyyy, mm, dd, mon, HH, MM, SS, zone), or one of "
                    f"{', '.join(sorted(NAMED_FORMATS))}.",
                )
        return WhenSpec(
            at=fields["at"].texts(),
            to=fields["to"].texts() if "to" in fields else (),
            formats=formats,
            zone=_zone(fields["zone"]) if "zone" in fields else self._zone,
            precision=_PRECISIONS[fields["precision"].choice(tuple(_PRECISIONS))] if "precision" in fields else None,
            is_open="open" in fields and fields["open"].flag(),
            on_error=_on_error(fields),
        )


def _in_order(form: str, order: str) -> str:
    """Return a form of dates in figures with day and month in that order; others as they are."""
    if form in {"dmy", "mdy"}:
        return "dmy" if order == DAY_FIRST else "mdy"
    return _NUMERIC.sub(r"dd\2mm\2yyyy" if order == DAY_FIRST else r"mm\2dd\2yyyy", form)


_NUMERIC = re.compile(r"(dd|mm)([/.-])(?:mm|dd)\2yyyy")


def _value(entry: Entry) -> ValueSpec:
    if entry.is_text:
        return ValueSpec(columns=(entry.text(),))
    fields = entry.fields(_VALUE)
    ways = [name for name in ("column", "columns", "template", "constant") if name in fields]
    if len(ways) != 1:
        raise entry.wrong(
            "a value comes from one of column, columns, template and constant.",
            "Keep one of them." if ways else "Add one, such as “column: surname”.",
        )
    template = _text(fields, "template")
    columns = fields[ways[0]].texts() if ways[0] in {"column", "columns"} else tuple(_PLACEHOLDER.findall(template))
    if ways[0] == "template" and not columns:
        raise fields["template"].wrong("there is no {column} in it.", "Name a column in braces, or use “constant”.")
    if ways[0] == "columns":
        template = " ".join(f"{{{column}}}" for column in columns)
    return ValueSpec(
        columns=columns,
        template=template,
        constant=_text(fields, "constant") if "constant" in fields else None,
        values=_values(fields["values"]) if "values" in fields else {},
        others=cast("Literal['keep', 'reject']", fields["others"].choice(("keep", "reject")))
        if "others" in fields
        else "keep",
        on_error=_on_error(fields),
        part=fields["part"].choice(tuple(PARTS)) if "part" in fields else "",
    )


_PLACEHOLDER = re.compile(r"\{([^{}]+)\}")


def _where(entry: Entry) -> WhereSpec:
    fields = entry.fields(_WHERE)
    pairs = [
        (x, y, crs)
        for x, y, crs in (("lon", "lat", "EPSG:4326"), ("easting", "northing", "EPSG:27700"), ("x", "y", ""))
        if x in fields or y in fields
    ]
    if len(pairs) + ("text" in fields) != 1:
        raise entry.wrong(
            "a place comes from lon and lat, from easting and northing, from x and y with their crs, or from text.",
            "Keep one of them.",
        )
    x = y = crs = ""
    if pairs:
        name_x, name_y, crs = pairs[0]
        if name_x not in fields or name_y not in fields:
            raise entry.wrong(f"a place needs both {name_x} and {name_y}.", "Add the other.")
        x, y = fields[name_x].text(), fields[name_y].text()
    if "crs" in fields:
        crs = fields["crs"].text()
        if not re.fullmatch(r"EPSG:\d{4,6}", crs):
            raise fields["crs"].wrong(f"“{crs}” is no reference system.", "Write it as EPSG:27700.")
    elif pairs and not crs:
        raise entry.wrong("x and y mean nothing without their reference system.", "Add “crs: EPSG:27700”.")
    precision = _PLACES[fields["precision"].choice(tuple(_PLACES))] if "precision" in fields else PlacePrecision.UNKNOWN
    return WhereSpec(x, y, _text(fields, "text"), crs or "EPSG:4326", precision, _on_error(fields))


def _grade(entry: Entry) -> GradeSpec:
    if entry.is_text:
        return GradeSpec((entry.text(),), "", "", "reject")
    fields = entry.fields(_GRADE)
    parts = [name for name in ("source", "intelligence", "handling") if name in fields]
    if ("column" in fields) == bool(parts) or (parts and len(parts) < 2):
        raise entry.wrong(
            "a grade comes from one column, or from source and intelligence (and handling).", "Keep one of them."
        )
    names = ("column",) if "column" in fields else tuple(parts)
    scheme = _text(fields, "scheme")
    known = scheme if scheme in schemes() else ""
    return GradeSpec(tuple(fields[name].text() for name in names), known, "" if known else scheme, _on_error(fields))


def _on_error(fields: Mapping[str, Entry]) -> OnError:
    return cast(OnError, fields["on_error"].choice(("reject", "leave"))) if "on_error" in fields else "reject"


def _skip(entry: Entry) -> Skip:
    fields = entry.fields({"only", "reason"}, ("only", "reason"))
    return Skip(_only(fields["only"]), fields["reason"].text())


def _only(entry: Entry) -> dict[str, tuple[str, ...]]:
    return {key: value.texts() for key, value in entry.named()}


def _values(entry: Entry) -> dict[str, str]:
    return {key: value.text() for key, value in entry.named()}


def _zone(entry: Entry) -> str:
    name = entry.text()
    try:
        ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        raise entry.wrong(f"there is no time zone “{name}”.", "Use a name such as Europe/London or UTC.") from None
    return name


def _text(fields: Mapping[str, Entry], key: str) -> str:
    return fields[key].text() if key in fields else ""


def _check_required(entry: Entry, columns: Iterable[str], required: tuple[str, ...]) -> None:
    missing = next((column for column in columns if column not in required), None)
    if missing:
        raise entry.wrong(
            f"the id comes from the column “{missing}”, which is not among the required ones.",
            "Add it to “required”, or say what a blank one means (“blank_id: leave” or “row”; links: “blank: leave”).",
        )


def _check_key(entry: Entry, kind: str) -> None:
    if is_forbidden_key(kind):
        raise entry.wrong(
            f"{kind_of(kind).words} may not tell one item from another.",
            "Take another column, or write “identity: row” without an id.",
        )


def _kind_of_id(
    columns: tuple[str, ...], properties: Mapping[str, ValueSpec], known: Mapping[str, PropertyType], *, by_name: bool
) -> str:
    """Return the kind of the property that comes from the same column: equal registrations are then equal ids."""
    if len(columns) != 1:
        return ""
    for name, value in properties.items():
        if value.columns == columns and not value.template and not value.values:
            return known[name].kind
    return known[columns[0]].kind if by_name and columns[0] in known else ""


def _unknown(entry: Entry, name: str, known: Iterable[str], what: str) -> RecipeError:
    import difflib

    names = list(known)
    near = difflib.get_close_matches(name, names, 1, 0.6)
    hint = f"Did you mean “{near[0]}”?" if near else f"There are: {', '.join(sorted(names)) or 'none'}."
    error = entry.wrong(f"there is no {what} “{name}”.", hint)
    assert isinstance(error, RecipeError)
    return error
