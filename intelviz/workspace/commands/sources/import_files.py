"""Load files into the case."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import ClassVar, Self

from intelviz.case.file import CaseFile
from intelviz.case.values import Attempt
from intelviz.schema.errors import CancelledError, IntelvizError, UsageError
from intelviz.schema.readable import readable
from intelviz.workspace.commands.command import JSON, Command, Done, Effect, LoggedAct, Replayed, Stage, Translate
from intelviz.workspace.workspace import Change


@dataclass(frozen=True)
class ImportFiles(Command):
    """Load files or folders. Taken back, their sources are withdrawn, not deleted: what they said can be restored."""

    paths: tuple[Path, ...]
    recipe: str | None = None
    grade: str | None = None
    marking: str | None = None
    decided: Mapping[str, tuple[str, int]] = field(default_factory=dict[str, tuple[str, int]])
    """For single tables, by name with folder: the text of a recipe ("" to pass it over), and the header's place."""
    expires: str | None = None
    """Until when they may be used: days, a date, or "never"; None for what is usual in the case."""
    replaces: str | None = None
    """Number or name of the source of which the file is a newer version."""

    name: ClassVar[str] = "import files"
    failure: ClassVar[str] = "The files could not be loaded"
    adds_much: ClassVar[bool] = True

    def do(self, stage: Stage) -> Done:
        """Load them."""
        from intelviz.ingest.choosing import Decision
        from intelviz.ingest.importing import import_files

        before = {each.id for each in stage.case.sources()}
        report = import_files(
            stage.case,
            self.paths,
            recipe=self.recipe,
            grade=self.grade,
            marking=self.marking,
            expires=self.expires,
            replaces=self.replaces,
            decided={where: Decision(*each) for where, each in self.decided.items()},
            step=stage.step,
        )
        sources = [each.id for each in stage.case.sources() if each.id not in before]
        found = report.as_json()
        named = f"“{self.paths[0].name}”" if len(self.paths) == 1 else f"{len(self.paths):,} files"
        args: JSON = {
            "paths": [str(each.absolute()) for each in self.paths],
            "recipe": self.recipe,
            "grade": self.grade,
            "marking": self.marking,
        }
        files = _hashes({each.path: each.sha256 if not each.part else "" for each in report.sources})
        if files:
            args["files"] = files
        if self.decided:
            args["decided"] = {where: list(each) for where, each in self.decided.items()}
        for name, value in (("expires", self.expires), ("replaces", self.replaces)):
            if value is not None:
                args[name] = value
        title = f"Import {named}: {found['items']:,} items, {found['links']:,} links"
        return Done(title, args, {"sources": sources}, Effect(Change.ITEMS), report)

    def failed(self, case: CaseFile, error: IntelvizError) -> None:
        """Remember which files could not be loaded, so that nobody thinks they were searched."""
        if isinstance(error, CancelledError):
            return
        bad = Path(error.where.file).name if error.where.file else ""
        named = [each for each in self.paths if each.name == bad] or list(self.paths)
        with case.changing() as change:
            change.remember_attempts(
                Attempt(readable(str(each.resolve())), "", readable(each.name), "failed", readable(error.what))
                for each in named
                if each.exists()
            )

    @classmethod
    def undo(cls, stage: Stage, act: LoggedAct) -> Effect:
        """Withdraw the sources."""
        for source in reversed(act.inverse["sources"]):
            stage.change.withdraw_source(int(source))
        return Effect(Change.ITEMS)

    @classmethod
    def redo(cls, stage: Stage, act: LoggedAct) -> Effect:
        """Restore the sources."""
        for source in act.inverse["sources"]:
            stage.change.restore_source(int(source))
        return Effect(Change.ITEMS)

    @classmethod
    def from_args(cls, args: JSON) -> Self:
        """Return the act that the log describes."""
        decided = {where: (recipe, header) for where, (recipe, header) in args.get("decided", {}).items()}
        paths = tuple(Path(each) for each in args["paths"])
        return cls(
            paths,
            args["recipe"],
            args["grade"],
            args["marking"],
            decided,
            args.get("expires"),
            args.get("replaces"),
        )

    @classmethod
    def replayed(cls, args: JSON, translate: Translate) -> Replayed:
        """Return the act, if the files are still where they were."""
        act = cls.from_args(args)
        gone = [str(each) for each in act.paths if not each.exists()]
        if gone:
            raise UsageError(f"{', '.join(gone)} is no longer there.")
        changed = _changed(args.get("files", {}))
        if changed:
            raise UsageError(
                f"{', '.join(changed)} is no longer the file that was loaded.",
                remedy="Import it by itself, if what it says now is wanted.",
            )
        return Replayed(act)


def _hashes(known: Mapping[Path, str]) -> dict[str, str]:
    """Return the hash of each file that was loaded; "" in ``known`` is that of a part, and says nothing of the file."""
    found: dict[str, str] = {}
    for path, sha256 in known.items():
        with suppress(OSError):
            found[str(path.absolute())] = sha256 or _sha256(path)
    return found


def _sha256(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _changed(files: Mapping[str, str]) -> list[str]:
    """Return which files are not there any more, or hold something else."""
    found: list[str] = []
    for name, sha256 in files.items():
        try:
            same = _sha256(Path(name)) == sha256
        except OSError:
            same = False
        if not same:
            found.append(readable(name))
    return found
