"""The case from a script or a notebook: the verbs of the command line as methods.

from intelviz import Case

with Case.open("gm.intelviz", read_only=True) as case:
    burglaries = case.items('Crime where type = "Burglary"')
"""

from __future__ import annotations

import contextlib
import tempfile
from collections.abc import Mapping, Sequence
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, Any, Self

import numpy as np

from intelviz.case.columns import Mask
from intelviz.case.file import CaseFile
from intelviz.schema.errors import CaseError, IntelvizError, Where
from intelviz.schema.progress import Step, silent

if TYPE_CHECKING:
    import networkx as nx
    import pandas as pd

    from intelviz.case.values import Source
    from intelviz.ingest.importing import ImportReport
    from intelviz.products.extract import Extract
    from intelviz.workspace.opening import OpenCase


class Case:
    """One case file, open for reading or for changing it; use it in a ``with`` statement.

    Every method that prints for a machine on the command line returns here what ``--json`` prints there.
    """

    def __init__(self, file: CaseFile) -> None:
        self._file = file
        file.nobody_reads = True
        self._opened: OpenCase | None = None

    @classmethod
    def open(cls, path: str | Path, *, read_only: bool = False) -> Self:
        """Open a case; CaseError and its kin say why one can't be opened."""
        return cls(CaseFile.open(Path(path), read_only=read_only))

    @classmethod
    def new(cls, path: str | Path) -> Self:
        """Make an empty case; refuses to overwrite."""
        return cls(CaseFile.create(Path(path)))

    @classmethod
    def sample(
        cls,
        path: str | Path,
        *,
        size: int = 60_000,
        seed: int = 1,
        files: str | Path | None = None,
        step: Step = silent,
    ) -> ImportReport:
        """Make the practice case of about ``size`` items: generate its files, keep them in ``files``, import them."""
        from intelviz.practice.generate import generate

        target = Path(path)
        if target.exists():
            raise CaseError(f"{target} exists already.", remedy="Choose another name; nothing is overwritten.")
        _need_folder(target)
        with tempfile.TemporaryDirectory(prefix="intelviz-practice-") as scratch:
            folder = Path(files) if files is not None else Path(scratch) / "practice-case"
            generate(folder, size=size, seed=seed, step=step)
            try:
                with cls.new(target) as case:
                    return case.import_files([folder], expires="never", step=step)
            except BaseException:
                _remove(target)
                raise

    def close(self) -> None:
        """Close the case."""
        if self._opened is not None:
            self._opened.close()
            self._opened = None
        else:
            self._file.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    @property
    def _open(self) -> OpenCase:
        from intelviz.workspace.opening import OpenCase

        if self._opened is None:
            self._opened = OpenCase(self._file)
        return self._opened

    # Loading

    def import_files(
        self,
        paths: str | Path | Sequence[str | Path],
        *,
        recipe: str | Path | None = None,
        grade: str | None = None,
        marking: str | None = None,
        expires: str | int | None = None,
        replaces: str | int | None = None,
        dry_run: bool = False,
        step: Step = silent,
    ) -> ImportReport:
        """Load files or folders; all or nothing, logged, and undoable. ``dry_run`` does all the work and keeps none.

        ``expires``: until when they may be used (days, a date, or "never"; 90 days where nothing else is kept).
        ``replaces``: the source of which the one file is a newer version, where that isn't known by its path.
        """
        from intelviz.ingest.importing import import_files
        from intelviz.workspace.commands.sources.import_files import ImportFiles

        files = _paths(paths)
        until = None if expires is None else str(expires)
        if dry_run:
            return import_files(
                self._file,
                files,
                recipe=recipe,
                grade=grade,
                marking=marking,
                expires=until,
                replaces=replaces,
                dry_run=True,
                step=step,
            )
        named = None if recipe is None else str(recipe)
        older = None if replaces is None else str(replaces)
        act = ImportFiles(files, named, grade, marking, expires=until, replaces=older)
        return self._open.acts.run(act, step).result

    def rejected(self, source: str | int) -> list[dict[str, Any]]:
        """Return the rows of a source that are set aside: row, column, value, reason, and the cells as they came."""
        from intelviz.ingest.correcting import cells_to_correct

        found: list[dict[str, Any]] = []
        named = self._source(source)
        for each in self._file.rejections(named.id):
            cells = cells_to_correct(self._file.set_aside(named.id, each.row))
            found.append(
                {"row": each.row, "column": each.column, "value": each.value, "reason": each.reason, "cells": cells}
            )
        return found

    def correct(self, source: str | int, row: int, cells: Mapping[str, str]) -> dict[str, Any]:
        """Put cells of a row right that is set aside, and load it; the row as it came stays. It can be undone."""
        from intelviz.workspace.commands.sources.correct_row import CorrectRow

        number = self._source(source).id
        done = self._open.acts.run(CorrectRow(number, row, dict(cells)))
        now = self._source(number)
        return {
            "source": now.name,
            "row": row,
            "became": "merged" if done.result.merged else "loaded",
            "cells": {name: {"was": was, "now": to} for name, (was, to) in done.result.cells.items()},
            "rows": now.rows,
            "loaded": now.loaded,
            "merged": now.merged,
            "rejected": now.rejected,
            "items": done.result.items,
            "links": done.result.links,
        }

    def keep_until(self, sources: str | int | Sequence[str | int], until: str | int) -> dict[str, Any]:
        """Say until when sources may be used: days from today, a date, or "never"."""
        from intelviz.workspace.commands.sources.set_expiry import SetExpiry

        ids = self._source_ids(sources)
        done = self._open.acts.run(SetExpiry(ids, str(until)))
        return {"sources": list(ids), "expires": done.result or None}

    def withdraw(self, sources: str | int | Sequence[str | int]) -> dict[str, Any]:
        """Take sources out of use; nothing is deleted, and it can be undone."""
        from intelviz.workspace.commands.sources.withdraw_source import WithdrawSource

        ids = self._source_ids(sources)
        self._open.acts.run(WithdrawSource(ids))
        return {"sources": list(ids)}

    def due(self, within: int = 14) -> list[dict[str, Any]]:
        """Return the sources to be reviewed: past their date, or so within some days; the most urgent first."""
        from datetime import date, timedelta

        today = date.today()
        until = (today + timedelta(days=within)).isoformat()
        found = [each for each in self._file.sources() if each.live and each.expires and each.expires <= until]
        return [
            {"id": each.id, "source": each.name, "expires": each.expires, "expired": each.expires < today.isoformat()}
            for each in sorted(found, key=lambda each: (each.expires, each.id))
        ]

    def quality(self, source: str | int | None = None, *, step: Step = silent) -> dict[str, Any]:
        """Return what is odd in a source, or in the whole case: what is missing, impossible, doubled, far off."""
        from intelviz.workspace.quality.report import quality_report

        number = None if source is None else self._source(source).id
        return quality_report(self._file, number, step).as_json()

    def _source(self, name: str | int) -> Source:
        from intelviz.ingest.versions import named_source

        return named_source(self._file.sources(), name)

    def _source_ids(self, sources: str | int | Sequence[str | int]) -> tuple[int, ...]:
        named = (sources,) if isinstance(sources, str | int) else sources
        return tuple(self._source(each).id for each in named)

    # Asking

    def info(self) -> dict[str, Any]:
        """Return what the case holds: items and links by type, sources, spans of time and place."""
        return self._file.info()

    def search(self, text: str, *, type: str | None = None, limit: int = 50) -> dict[str, Any]:
        """Return the items that have these words, best first, and which sources were searched."""
        hits = self._file.search(text, type, limit)
        coverage = self._file.coverage()
        return {
            "hits": [
                {"id": hit.id, "type": hit.type, "label": hit.label, "score": hit.score, "why": hit.why} for hit in hits
            ],
            "searched": [each.name for each in coverage.searched],
            "not_searched": [each.line() for each in coverage.not_searched],
            "coverage": coverage.as_json(),
        }

    def show(self, item: str | int) -> dict[str, Any]:
        """Return one item: what each record says of it, its links, and its time and place."""
        found = self._file.item(self._file.resolve(item))
        schema = self._file.schema
        said = self._file.assertions(found.id)
        links = []
        for link in self._file.links_of(found.id):
            kind = schema.link(link.type)
            words = kind.label if link.forward else kind.reverse
            links.append(
                {
                    "id": link.id,
                    "type": link.type,
                    "a": link.a,
                    "b": link.b,
                    "properties": link.properties,
                    "when": link.when.text() if link.when else None,
                    "other": {"id": link.other, "type": link.other_type, "label": link.other_label},
                    "words": f"{words} {link.other_label} ({link.other_type} {link.other})",
                }
            )
        return {
            "id": found.id,
            "type": found.type,
            "label": found.label,
            "key": found.key,
            "properties": found.properties,
            "when": found.when.text() if found.when else None,
            "where": {"lon": found.place.lon, "lat": found.place.lat, "precision": found.place.precision.name.lower()}
            if found.place
            else None,
            "assertions": [
                {
                    "source": each.source,
                    "row": each.row,
                    "record": each.record_id,
                    "grade": each.grade or "ungraded",
                    "by": each.by,
                    "at": each.at,
                    "said": each.said,
                }
                for each in said
            ],
            "links": links,
            "log": self._acts_of({each.source_id for each in said if each.source_id is not None}),
        }

    def _acts_of(self, sources: set[int]) -> list[dict[str, Any]]:
        """Return the acts that brought, withdrew or restored these sources, oldest first."""
        found: dict[int, dict[str, Any]] = {}
        for entry in self._file.log():
            brought = entry.inverse.get("sources", ()) if isinstance(entry.inverse, dict) else ()
            if entry.of in found or not sources.isdisjoint(brought):
                found[entry.seq] = {"seq": entry.seq, "at": entry.at, "by": entry.by, "title": entry.title}
        return list(found.values())

    def select(self, query: str) -> dict[str, Any]:
        """Return how many items a query describes, and their ids."""
        ids = self._open.workspace.items.id[self._mask(query)]
        return {"count": len(ids), "ids": ids.tolist()}

    def ask(self, name: str, *arguments: object, **named: object) -> dict[str, Any]:
        """Answer a question by name; ``questions()`` lists them."""
        from intelviz.workspace.asking import ask

        return {**ask(self._open, name, *arguments, **named), "coverage": self._file.coverage().whole.as_json()}

    # Frames and graphs

    def items(self, query: str = "all") -> pd.DataFrame:
        """Return items as a frame, one row an item: a geopandas frame (EPSG:4326) where any has a place.

        A property named like a column of the frame (the ``type`` of a crime) stands in ``p_type``.
        """
        import pandas as pd

        from intelviz.products.extract import beside

        rows: list[dict[str, Any]] = []
        for each in self._item_rows(self._mask(query)):
            row = {name: each[name] for name in ("id", "type", "label")} | _when_columns(each["when"])
            row |= {"lon": each["lon"], "lat": each["lat"]}
            rows.append(row | beside(each["properties"], {*row, "geometry"}))
        frame = pd.DataFrame(rows, columns=None if rows else ["id", "type", "label", "start", "end", "precision"])
        if not rows or not frame["lon"].notna().any():
            return frame
        import geopandas as gpd

        return gpd.GeoDataFrame(frame, geometry=gpd.points_from_xy(frame["lon"], frame["lat"]), crs="EPSG:4326")

    def links(self, query: str = "all") -> pd.DataFrame:
        """Return the links between items that a query describes, one row a link: ``a`` and ``b`` are item ids."""
        import pandas as pd

        from intelviz.products.extract import beside

        rows: list[dict[str, Any]] = []
        for each in self._link_rows(self._mask(query)):
            row = {name: each[name] for name in ("id", "type", "a", "b")} | _when_columns(each["when"])
            rows.append(row | beside(each["properties"], row))
        return pd.DataFrame(rows, columns=None if rows else ["id", "type", "a", "b", "start", "end", "precision"])

    def graph(self, query: str = "all") -> nx.MultiDiGraph:
        """Return items and the links between them; nodes are item ids, edge keys link ids."""
        import networkx as nx

        mask = self._mask(query)
        graph = nx.MultiDiGraph()
        for each in self._item_rows(mask):
            graph.add_node(each["id"], type=each["type"], label=each["label"], properties=each["properties"])
        for each in self._link_rows(mask):
            graph.add_edge(each["a"], each["b"], key=each["id"], type=each["type"], properties=each["properties"])
        return graph

    def export(
        self, format: str, path: str | Path, *, select: str | None = None, audience: str | None = None
    ) -> dict[str, Any]:
        """Write an exchange file of the selected items and the links between them.

        Where the case is open for changes, the log says what left it, and for whom.
        """
        from intelviz.products.extract import Extract
        from intelviz.products.formats import writer

        write = writer(format).write
        target = Path(path)
        _need_folder(target)
        self._spare(target)
        query = select or "all"
        mask = self._mask(query)
        mask, withheld = self._withhold(mask)
        coverage = self._file.coverage()
        extract = Extract(
            self._item_rows(mask),
            self._link_rows(mask),
            self._marking(),
            query,
            audience or "",
            withheld,
            coverage.as_json(),
        )
        try:
            # Whole or not at all: what was there before stays until all is written.
            with tempfile.TemporaryDirectory(prefix=".intelviz-", dir=target.parent) as scratch:
                write(extract, Path(scratch) / target.name)
                made = {target.with_name(each.name): each for each in Path(scratch).iterdir()}
                for place in made:
                    self._spare(place)
                for place, each in made.items():
                    each.replace(place)
        except OSError as error:
            raise IntelvizError(
                f"{target} could not be written: {error.strerror}.", remedy="Choose another folder, or make room."
            ) from error
        if not self._file.read_only:
            self._log_export(format, target, query, extract)
        return {
            "path": str(target),
            "items": len(extract.items),
            "links": len(extract.links),
            "withheld": withheld,
            "marking": extract.marking,
            "coverage": coverage.as_json(),
        }

    def _withhold(self, mask: Mask) -> tuple[Mask, list[dict[str, Any]]]:
        """Return a mask without what only sources past their date say, and that, with the reason."""
        past = self._file.only_expired()
        if not len(past):
            return mask, []
        ids = self._open.workspace.items.id
        held = mask & np.isin(ids, past)
        why = "only sources past their date speak of it"
        return mask & ~held, [{"id": number, "why": why} for number in ids[held].tolist()]

    def _spare(self, target: Path) -> None:
        """Refuse to write over a folder, a case, or a file that was loaded into this one."""
        kept = {Path(source.path) for source in self._file.sources() if source.path}
        if target.is_dir() or target.resolve() in {self._file.path, *kept} or _is_database(target):
            raise CaseError(
                "an export is never written over a folder, a case, or a file that was loaded.",
                where=Where(file=str(target)),
                remedy="Choose another name.",
            )

    def _log_export(self, format: str, target: Path, query: str, extract: Extract) -> None:
        args = {
            "format": format,
            "path": str(target.absolute()),
            "select": query,
            "audience": extract.audience,
            "marking": extract.marking,
            "items": len(extract.items),
            "links": len(extract.links),
        }
        whom = f" for {extract.audience}" if extract.audience else ""
        title = f"Export {len(extract.items):,} items to “{target.name}”{whom}"
        with self._file.changing() as change:
            change.append_log("export", args, None, title)

    # The log

    def undo(self) -> list[dict[str, Any]]:
        """Take back the last act; return its entry in the log."""
        return [self._open.acts.undo().as_json()]

    def redo(self) -> list[dict[str, Any]]:
        """Do again what was taken back; return its entry in the log."""
        return [self._open.acts.redo().as_json()]

    def log(self, tail: int | None = None) -> list[dict[str, Any]]:
        """Return what was done to the case, oldest first."""
        return [entry.as_json() for entry in self._file.log(tail)]

    def replay(self, onto: str | Path, *, step: Step = silent) -> list[dict[str, Any]]:
        """Do the acts of this case on another one; return what came of each."""
        from intelviz.workspace.opening import open_case
        from intelviz.workspace.replaying import replay

        with open_case(onto) as target:
            return [each.as_json() for each in replay(self._file, target.case, target.acts, step)]

    def verify(self) -> dict[str, Any]:
        """Check the file, the log's chain, the search index and every reference."""
        problems = self._file.verify()
        return {"ok": not problems, "problems": problems}

    # Rows as plain values

    def _mask(self, query: str) -> Mask:
        from intelviz.workspace.query import parse

        return parse(query, self._file.schema).mask(self._open.workspace, self._file)

    def _item_rows(self, mask: Mask) -> list[dict[str, Any]]:
        columns = self._open.workspace.items
        rows = np.flatnonzero(mask)
        ids = columns.id[rows].tolist()
        known = zip(columns.lon[rows].tolist(), columns.lat[rows].tolist(), strict=True)
        # By id: somebody who changes the case meanwhile may have taken an item back.
        places = {number: place for number, place in zip(ids, known, strict=True) if place[0] == place[0]}
        return [
            {
                "id": item.id,
                "type": item.type,
                "label": item.label,
                "properties": item.properties,
                "when": item.when,
                "lon": places.get(item.id, (None, None))[0],
                "lat": places.get(item.id, (None, None))[1],
            }
            for item in self._file.items(ids)
        ]

    def _link_rows(self, mask: Mask) -> list[dict[str, Any]]:
        workspace = self._open.workspace
        links, ids = workspace.links, workspace.items.id
        inside = mask[links.a] & mask[links.b]
        # The whole link is read at one of its ends; asking at each item once keeps it to one statement an item.
        found: dict[int, dict[str, Any]] = {}
        wanted = set(links.id[inside].tolist())
        for item_id in ids[np.unique(links.a[inside])].tolist():
            for link in self._file.links_of(item_id):
                if link.id in wanted and link.id not in found:
                    found[link.id] = {
                        "id": link.id,
                        "type": link.type,
                        "a": link.a,
                        "b": link.b,
                        "properties": link.properties,
                        "when": link.when,
                    }
        return [found[number] for number in links.id[inside].tolist() if number in found]

    def _marking(self) -> str:
        from intelviz.schema.marking import highest, parse_marking

        said = [parse_marking(source.marking) for source in self._file.sources() if source.live and source.marking]
        return str(highest(said)) if said else "OFFICIAL"


def recipes(files: str | Path | Sequence[str | Path] = ()) -> list[dict[str, Any]]:
    """Return the known recipes; or, for files, those that fit, best first, each with the reason."""
    from intelviz.ingest.choosing import offered
    from intelviz.ingest.known import known_recipes

    if not files:
        return [{"recipe": each.name, "score": 1.0, "why": each.title} for each in known_recipes()]
    found: list[dict[str, Any]] = []
    offers = offered(_paths(files))
    problem = next((each.problem for each in offers if not each.fits), "")
    if problem and not any(each.fits for each in offers):
        raise IntelvizError(problem)
    for each in offers:
        found += [{**one.as_json(), "file": str(each.path)} for one in each.fits]
    return found


def questions() -> list[dict[str, Any]]:
    """Return the questions that ``ask`` answers: name, usage and text."""
    from intelviz.workspace.asking import list_questions

    return list_questions()


def _when_columns(when: Any) -> dict[str, Any]:
    from intelviz.products.extract import when_cells

    start, end, precision = when_cells(when)
    return {"start": start or None, "end": end or None, "precision": precision or None}


def _paths(given: str | Path | Sequence[str | Path]) -> tuple[Path, ...]:
    """Return paths, whether one was given or several."""
    return (Path(given),) if isinstance(given, str | Path) else tuple(Path(each) for each in given)


def _need_folder(target: Path) -> None:
    if not target.parent.is_dir():
        raise CaseError(f"There is no folder {target.parent}.", remedy="Make it first, or choose another.")


def _is_database(target: Path) -> bool:
    with contextlib.suppress(OSError), target.open("rb") as file:
        return file.read(16) == b"SQLite format 3\0"
    return False


def _remove(target: Path) -> None:
    """Take away a case that could not be filled, with what SQLite keeps beside it."""
    for ending in ("", "-wal", "-shm", ".lock", ".open"):
        target.with_name(target.name + ending).unlink(missing_ok=True)
