"""How sure a link is, as its line says it: from the grades of what is said of it.

Confirmed: a statement known directly to its source, or known indirectly but corroborated (3×5×2 A, B), or known true,
known personally, or corroborated (5×5×5 1, 2, 3), and its source is not graded as not reliable (3×5×2 3, 5×5×5 D).
Tentative: not known or suspected to be false (3×5×2 D, E), can't be judged or suspected false (5×5×5 4, 5).
Unconfirmed: graded otherwise. What nobody graded is ungraded, and never counts as confirmed.

Of several statements the surest decides; an ungraded one comes after a confirmed one and before the others, as a record
that no grade is asked of (a crime report, a call) is no rumour. The mapping is the project's own, as neither scheme has
one: it is written in the legend of every chart that draws it.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, cast

import numpy as np
from numpy.typing import NDArray

from intelviz.workspace.rows import rows_of
from intelviz.workspace.workspace import Workspace

if TYPE_CHECKING:
    from intelviz.case.file import CaseFile

CONFIRMED, UNGRADED, UNCONFIRMED, TENTATIVE = range(4)
"""In order: the surest first."""
WORDS = ("confirmed", "ungraded", "unconfirmed", "tentative")
PATTERN = ("solid", "solid", "dashed", "dotted")
_DOUBTED = {"3x5x2": "3", "5x5x5": "D"}
_SURE = {"3x5x2": "AB", "5x5x5": "123"}
_DOUBTFUL = {"3x5x2": "DE", "5x5x5": "45"}
_KEY = ("certainty",)


def certainty_of(grade: str) -> int:
    """Return how sure what is graded so is; ``grade`` as a case keeps it: "3x5x2 2BP", "" for none."""
    scheme, _, code = grade.strip().partition(" ")
    if not scheme:
        return UNGRADED
    if scheme not in _SURE or len(code) < 2:
        return UNCONFIRMED
    source, information = code[0], code[1]
    if information in _DOUBTFUL[scheme]:
        return TENTATIVE
    return CONFIRMED if information in _SURE[scheme] and source != _DOUBTED[scheme] else UNCONFIRMED


def surest(grades: Iterable[str]) -> int:
    """Return how sure a link is of which several things are said; without any it is ungraded."""
    return min((certainty_of(each) for each in grades), default=UNGRADED)


def known_certainty(workspace: Workspace) -> NDArray[np.int8] | None:
    """Return how sure each link is, if that is in memory."""
    return cast("NDArray[np.int8] | None", workspace.facts.get(_KEY))


def link_certainty(workspace: Workspace, case: CaseFile) -> NDArray[np.int8]:
    """Return how sure each link is, by link row; read once, and may be called from a job."""
    found = known_certainty(workspace)
    if found is None:
        known: dict[frozenset[str], int] = {}
        found = np.full(len(workspace.links), UNGRADED, np.int8)
        said = case.link_grades(case.graded_links())
        rows = rows_of(workspace.links.id, np.fromiter(said, np.int64, len(said)))
        for row, grades in zip(rows.tolist(), said.values(), strict=True):
            if grades not in known:
                known[grades] = surest(grades)
            if row >= 0:
                found[row] = known[grades]
        workspace.facts[_KEY] = found
    return found
