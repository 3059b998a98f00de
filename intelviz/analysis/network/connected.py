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


def connected(a: Rows, b: Rows, count: int, through: Mask | None = None, event_is_a: Mask | None = None) -> Connected:
    """Count other parties and links of ``count`` items; ``a`` and ``b`` (m rows) are the ends of the links.

    ``through`` (m flags) marks links of a party to an event that only stands between parties, such as a call between
    two telephones; ``event_is_a`` says at which end the event is. The other parties are then whoever else is at the
    same event, and the event itself is none of them. An item is no party to itself.
    """
    links = np.bincount(a, minlength=count) + np.bincount(b, minlength=count) - np.bincount(a[a == b], minlength=count)
    if through is None or event_is_a is None or not through.any():
        keys = _both_ways(a, b, count)
    else:
        event = np.where(event_is_a, a, b)[through]
        party = np.where(event_is_a, b, a)[through]
        keys = np.concatenate(
            [
                _both_ways(a[~through], b[~through], count),
                _both_ways(*_same_event(event, party), count),
                event.astype(np.int64) * count + party,
            ]
        )
    pairs = np.unique(keys)
    pair_from, pair_to = (pairs // max(count, 1)).astype(np.int32), (pairs % max(count, 1)).astype(np.int32)
    return Connected(np.bincount(pair_from, minlength=count), links, pair_from, pair_to)


def _both_ways(a: Rows, b: Rows, count: int) -> Ints:
    """Return every pair of different items in both directions, each as one number."""
    apart = a != b
    one, two = a[apart].astype(np.int64), b[apart].astype(np.int64)
    return np.concatenate([one * count + two, two * count + one])


def _same_event(event: Rows, party: Rows) -> tuple[Rows, Rows]:
    """Return every two parties of the same event once."""
    order = np.lexsort((party, event))
    event, party = event[order], party[order]
    ones: list[Rows] = [np.zeros(0, np.int32)]
    twos: list[Rows] = [np.zeros(0, np.int32)]
    for step in range(1, len(event)):
        same = event[step:] == event[:-step]
        if not same.any():
            break
        ones.append(party[:-step][same])
        twos.append(party[step:][same])
    return np.concatenate(ones), np.concatenate(twos)


def ranked(others: Ints, links: Ints, rows: Rows) -> Rows:
    """Return ``rows`` with the best connected first; among equals the one with more links, then the earlier row."""
    return rows[np.lexsort((rows, -links[rows], -others[rows]))]
