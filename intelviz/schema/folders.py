"""Where a user's own settings, logs and types lie on this computer."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Literal

import platformdirs

Kind = Literal["config", "cache", "log", "schema", "recipes", "queries"]


def user_folder(kind: Kind) -> Path:
    """Return the user's folder for ``kind``; it may not exist yet.

    The environment variable INTELVIZ_HOME, where set, is the base of them all: for tests and portable installations.
    """
    home = os.environ.get("INTELVIZ_HOME")
    if home:
        return Path(home) / kind
    match kind:
        case "cache":
            return platformdirs.user_cache_path("intelviz", appauthor=False)
        case "log":
            return platformdirs.user_log_path("intelviz", appauthor=False)
        case "config":
            return platformdirs.user_config_path("intelviz", appauthor=False)
        case _:
            return platformdirs.user_config_path("intelviz", appauthor=False) / kind
