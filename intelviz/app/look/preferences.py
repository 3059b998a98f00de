"""What the window remembers between two sessions: an INI file in the user's folder."""

from __future__ import annotations

import json
import os
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Literal, Protocol

from PySide6.QtCore import QByteArray, QSettings, QStandardPaths

from intelviz.schema.folders import user_folder

ThemeChoice = Literal["system", "light", "dark"]
LAYOUT_VERSION = 3
"""Raised when the docks change: an older remembered layout is then passed over."""
_RECENT = 12


@dataclass(frozen=True, slots=True)
class Recent:
    """A case that was open; ``at`` is ISO 8601 in UTC."""

    path: Path
    at: str

    @property
    def missing(self) -> bool:
        """Whether the file is not where it was."""
        return not self.path.is_file()


class _Kept(Protocol):
    """As much of QSettings as is used here."""

    def value(self, key: str, default: object = None, /) -> object:
        """Return what is kept under a key."""
        ...

    def setValue(self, key: str, value: object, /) -> None:
        """Keep something."""
        ...

    def sync(self) -> None:
        """Write it down."""
        ...


class _Forgetful(dict[str, object]):
    """Keeps things as long as it lives."""

    def value(self, key: str, default: object = None, /) -> object:
        return self.get(key, default)

    def setValue(self, key: str, value: object, /) -> None:
        self[key] = value

    def sync(self) -> None:
        """Write nothing."""


class Preferences:
    """Theme, recent cases, place and size of the window, its layout, and the last folder."""

    def __init__(self, file: Path | None = None) -> None:
        self.file = file or user_folder("config") / "settings.ini"
        self._kept: _Kept = QSettings(str(self.file), QSettings.Format.IniFormat)

    @classmethod
    def none(cls) -> Preferences:
        """Return preferences that remember nothing: for pictures made without a window on the screen."""
        made = cls.__new__(cls)
        made.file, made._kept = Path(), _Forgetful()
        return made

    # Theme

    @property
    def theme(self) -> ThemeChoice:
        """Light, dark, or as the system has it."""
        kept = str(self._kept.value("theme", "system"))
        return "light" if kept == "light" else "dark" if kept == "dark" else "system"

    @theme.setter
    def theme(self, choice: ThemeChoice) -> None:
        self._kept.setValue("theme", choice)

    # Recent cases

    @property
    def recent(self) -> list[Recent]:
        """The cases that were open, the last one first."""
        try:
            said = json.loads(str(self._kept.value("recent", "[]")))
            return [Recent(Path(each["path"]), str(each["at"])) for each in said]
        except (ValueError, TypeError, KeyError):
            return []

    def remember(self, path: Path) -> None:
        """Put a case first among the recent ones."""
        path = path.absolute()
        now = Recent(path, datetime.now(UTC).isoformat(timespec="seconds"))
        self._keep_recent([now, *(each for each in self.recent if each.path != path)])

    def forget(self, path: Path) -> None:
        """Take a case off the recent ones; the file stays."""
        self._keep_recent([each for each in self.recent if each.path != path])

    def _keep_recent(self, recent: list[Recent]) -> None:
        said = [{"path": str(each.path), "at": each.at} for each in recent[:_RECENT]]
        self._kept.setValue("recent", json.dumps(said, ensure_ascii=False))
        self._kept.sync()

    # Folders

    @property
    def folder(self) -> Path:
        """The folder in which files were last chosen."""
        kept = Path(str(self._kept.value("folder", "")))
        return kept if str(kept) != "." and kept.is_dir() else documents()

    @folder.setter
    def folder(self, folder: Path) -> None:
        self._kept.setValue("folder", str(folder))

    # Layout

    @property
    def arrangement(self) -> str:
        """Name of the arrangement that was last chosen, "" if none was."""
        return str(self._kept.value("arrangement", ""))

    @arrangement.setter
    def arrangement(self, name: str) -> None:
        self._kept.setValue("arrangement", name)

    def bytes_of(self, name: Literal["geometry", "layout", "sizes"]) -> QByteArray:
        """Return the remembered place of the window, or layout or sizes of its docks; empty if none is."""
        if str(self._kept.value("layout_version", "")) != str(LAYOUT_VERSION):
            return QByteArray()
        kept = self._kept.value(name)
        return kept if isinstance(kept, QByteArray) else QByteArray()

    def keep_bytes(self, name: Literal["geometry", "layout", "sizes"], state: QByteArray) -> None:
        """Remember the place of the window, or the layout or sizes of its docks."""
        self._kept.setValue("layout_version", LAYOUT_VERSION)
        self._kept.setValue(name, state)

    def save(self) -> None:
        """Write what was remembered to the file."""
        self._kept.sync()


def documents() -> Path:
    """Return the folder where a user's own files go."""
    home = os.environ.get("INTELVIZ_HOME")
    if home:
        Path(home).mkdir(parents=True, exist_ok=True)
        return Path(home)
    found = Path(QStandardPaths.writableLocation(QStandardPaths.StandardLocation.DocumentsLocation))
    return found if found.is_dir() else Path.home()
