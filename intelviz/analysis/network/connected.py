"""How many others each item has to do with.

Degree by distinct other party: thirty links or thirty calls between the same two count once, because how often two
parties meet says how strong their tie is, not how many ties there are.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from intelviz.case.columns import Ints, Mask, Rows


@dataclass(frozen=True)
class Connected:
    """For each item its distinct other parties and its links (n each), and every pair of parties once a direction."""

    others: Ints
    links: Ints
    pair_from: Rows
    pair_to: Rows


def connected(a: Rows, b: Rows, count: int, between: Mask | None = None) -> Connected:
    """Count other parties and links of ``count`` items; ``a`` and ``b`` (m rows) are the ends of the links.

    ``between`` (n flags) marks events that only stand between others, such as a call between two telephones: the other
    party is then whoever is at the same event, and the event itself is none. An item is no party to itself.
    """
    links = np.bincount(a, minlength=count) + np.bincount(b, minlength=count) - np.bincount(a[a == b], minlength=count)
    keys = [_keys(a, b, count)]
    if between is not None and between.any():
        keys = [_keys(*_without(a, b, between), count), _keys(*_through(a, b, between), count)]
        events = np.flatnonzero(between)
        at = between[a] != between[b]
        own = np.where(between[a[at]], a[at], b[at])
        whom = np.where(between[a[at]], b[at], a[at])
        keys.append(own.astype(np.int64) * count + whom if len(events) else np.zeros(0, np.int64))
    pairs = np.unique(np.concatenate(keys))
    pair_from, pair_to = (pairs // max(count, 1)).astype(np.int32), (pairs % max(count, 1)).astype(np.int32)
    return Connected(np.bincount(pair_from, minlength=count), links, pair_from, pair_to)


def _keys(a: Rows, b: Rows, count: int) -> Ints:
    apart = a != b
    one, two = a[apart].astype(np.int64), b[apart].astype(np.int64)
    return np.concatenate([one * count + two, two * count + one])


def _without(a: Rows, b: Rows, between: Mask) -> tuple[Rows, Rows]:
    """Return the links with no such event at either end, or one at both."""
    keep = between[a] == between[b]
    return a[keep], b[keep]


def _through(a: Rows, b: Rows, between: Mask) -> tuple[Rows, Rows]:
    """Return every two parties of the same event once."""
    at = between[a] != between[b]
    event = np.where(between[a[at]], a[at], b[at])
    party = np.where(between[a[at]], b[at], a[at])
    order = np.lexsort((party, event))
    event, party = event[order], party[order]
    ones: list[Rows] = []
    twos: list[Rows] = []
    step = 1
    while step < len(event):
        same = event[step:] == event[:-step]
        if not same.any():
            break
        ones.append(party[:-step][same])
        twos.append(party[step:][same])
        step += 1
    if not ones:
        return np.zeros(0, np.int32), np.zeros(0, np.int32)
    return np.concatenate(ones), np.concatenate(twos)


def ranked(others: Ints, links: Ints, rows: Rows) -> Rows:
    """Return ``rows`` with the best connected first; among equals the one with more links, then the earlier row."""
    return rows[np.lexsort((rows, -links[rows], -others[rows]))]
