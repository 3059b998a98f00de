"""Acts on lines: opening one into its links, listing them; and walking from item to item without a mouse."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from intelviz.views.network.links_dialog import LinksDialog

if TYPE_CHECKING:
    from intelviz.views.network.view import NetworkView


def lines(view: NetworkView) -> NDArray[np.int64]:
    """Return the line under the pointer, else all lines between two selected items, else those at the one selected."""
    if view.pair >= 0:
        return np.array([view.pair], np.int64)
    content, selected = view.content, view.workspace.selected
    nodes = content.nodes(selected)
    between = np.flatnonzero(nodes[content.low] & nodes[content.high])
    if len(between) or np.count_nonzero(nodes) != 1:
        return between
    return content.pairs_at(selected)


def flip(view: NetworkView, pair: int = -1) -> None:
    """Open the lines (or one ``pair``) that stand for several links; close them if all are open."""
    found = {int(pair) for pair in (lines(view) if pair < 0 else [pair]) if view.content.count[pair] > 1}
    if found <= view.opened:
        view.opened -= found
    else:
        view.opened |= found
    view.update()


def show_list(view: NetworkView, pair: int = -1) -> None:
    """List the links behind the lines (or one ``pair``); picking one of them selects its ends."""
    found = lines(view) if pair < 0 else np.array([pair], np.int64)
    if len(found):
        links = np.concatenate([view.content.links_of(int(pair)) for pair in found])
        LinksDialog(view.workspace, links, view).open()


def walk(view: NetworkView, step: int) -> None:
    """Select the next item drawn, best linked first, and bring it into sight."""
    content = view.content
    if not len(content.rows):
        return
    order = content.rows[np.lexsort((content.rows, -content.degree[content.rows]))]
    here = np.flatnonzero(content.nodes(view.workspace.selected)[order])
    at = (int(here[0]) + step) % len(order) if len(here) else 0
    row = int(order[at])
    view.workspace.select(content.members(row))
    view.show_rows(np.array([row], np.int32))
