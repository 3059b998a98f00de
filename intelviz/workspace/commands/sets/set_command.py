"""What all changes to one set have in common."""

from __future__ import annotations

import numpy as np

from intelviz.case.columns import Ints
from intelviz.schema.errors import UsageError
from intelviz.workspace.commands.command import Stage
from intelviz.workspace.query.tokens import near_misses


def set_named(stage: Stage, name: str) -> Ints:
    """Return the ids in a set; UsageError with near misses if there is none of that name."""
    sets = stage.case.sets()
    if name not in sets:
        near = near_misses(name, list(sets))
        raise UsageError(
            f"There is no set “{name}” in this case.", remedy=f"Did you mean {' or '.join(near)}?" if near else ""
        )
    return np.asarray(sets[name], np.int64)


def new_name(stage: Stage, name: str) -> str:
    """Return a name for a new set without spaces around it; UsageError if it is empty or taken."""
    plain = name.strip()
    if not plain:
        raise UsageError("A set needs a name.")
    if plain.casefold() in {each.casefold() for each in stage.case.sets()}:
        raise UsageError(f"There is a set “{plain}” already.", remedy="Choose another name.")
    return plain
