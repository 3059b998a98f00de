"""The words of the status bar: what is selected, shown and hidden, and why."""

from __future__ import annotations

from intelviz.workspace.workspace import Workspace


def status_words(workspace: Workspace) -> str:
    """Return for example "3 selected · 14 linked (5 through phones and addresses) · 1,200 shown of 61,521 — …".

    After the dash stands what the filter hides, and how many items each of its parts alone would hide where there are
    several.
    """
    counts = workspace.counts
    if not counts.all:
        return "The case is empty: import files to begin"
    parts = [f"{counts.selected:,} selected" if counts.selected else "Nothing selected"]
    if counts.selected:
        linked = counts.linked + counts.linked_through
        through = f" ({counts.linked_through:,} through phones and addresses)" if counts.linked_through else ""
        parts.append(f"{linked:,} linked{through}")
    if counts.shown == counts.all:
        return " · ".join([*parts, f"all {counts.all:,} shown"])
    return " · ".join([*parts, f"{counts.shown:,} shown of {counts.all:,} — {hidden_words(workspace)}"])


def hidden_words(workspace: Workspace) -> str:
    """Return what hides items: "60,321 hidden by: Time window 1 to 7 Aug 2017 (60,000), Types (321)", or ""."""
    counts, reasons = workspace.counts, [each for each in workspace.hidden_by() if each[1]]
    if not reasons:
        return ""
    if len(reasons) == 1:
        return f"{counts.all - counts.shown:,} hidden by: {reasons[0][0]}"
    told = ", ".join(f"{words} ({number:,})" for words, number in reasons)
    return f"{counts.all - counts.shown:,} hidden by: {told}"


def chart_words(workspace: Workspace) -> str:
    """Return how much of the case the chart draws: "356 of 61,521 items drawn, 12 of them hidden"."""
    chart = workspace.chart
    drawn, hidden = int(chart.drawn.sum()), int((chart.drawn & chart.hidden).sum())
    ending = f", {hidden:,} of them hidden" if hidden else ""
    return f"{drawn:,} of {len(workspace):,} items drawn{ending}"
