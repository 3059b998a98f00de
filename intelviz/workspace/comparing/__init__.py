"""Comparing: two sides, what both hold, what only one holds, and what differs."""

from intelviz.workspace.comparing.difference import PARTS, Changed, Comparison, Part, compare, counts_by_type
from intelviz.workspace.comparing.members import InPeriod, Members, in_period, members, named, source_named
from intelviz.workspace.comparing.sides import ALONE, KINDS, SYNTAX, Kind, Period, Side, moment_of, period_of, side_of

__all__ = [
    "ALONE",
    "KINDS",
    "PARTS",
    "SYNTAX",
    "Changed",
    "Comparison",
    "InPeriod",
    "Kind",
    "Members",
    "Part",
    "Period",
    "Side",
    "compare",
    "counts_by_type",
    "in_period",
    "members",
    "moment_of",
    "named",
    "period_of",
    "side_of",
    "source_named",
]
