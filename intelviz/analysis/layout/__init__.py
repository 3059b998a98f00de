"""Layouts: where the items of a chart stand. A new layout is one new file here, with ``LAYOUT``."""

from __future__ import annotations

import importlib
import pkgutil

from intelviz.analysis.layout.layout import Layout


def layouts() -> dict[str, Layout]:
    """Return all layouts by name, in the order of their menu."""
    found = [
        importlib.import_module(f"{__name__}.{each.name}").LAYOUT
        for each in pkgutil.iter_modules(__path__)
        if hasattr(importlib.import_module(f"{__name__}.{each.name}"), "LAYOUT")
    ]
    return {each.name: each for each in sorted(found, key=lambda each: each.order)}
