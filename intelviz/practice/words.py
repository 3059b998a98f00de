"""The word lists that ship with the program, read once."""

from __future__ import annotations

from functools import cache
from typing import Any

import yaml

from intelviz.resources_path import resource


@cache
def word_list(name: str) -> dict[str, Any]:
    """Return what stands in ``resources/practice/NAME.yaml``."""
    with resource("practice", f"{name}.yaml").open(encoding="utf-8") as file:
        return yaml.load(file, Loader=getattr(yaml, "CSafeLoader", yaml.SafeLoader))  # noqa: S506  both are safe loaders
