"""Links as pairs: for much of a large case along an order that is made once, and that comes to the same."""

from __future__ import annotations

import numpy as np
import pytest

from intelviz.render import compiled
from intelviz.views.network import pairs
from intelviz.views.network.pairs import Pairs
from intelviz.workspace.workspace import Workspace
from tests.conftest import made_schema, many


@pytest.mark.parametrize("share", [0.0, 0.5, 1.0])
def test_gathering_along_the_order_comes_to_the_same_as_sorting(monkeypatch, share):
    compiled.prepare()
    workspace = Workspace(many(400, 9_000), made_schema())
    workspace.links.b[:50] = workspace.links.a[:50]
    standing = np.random.default_rng(5).random(len(workspace)) < share
    plain = Pairs.between(workspace, standing)
    monkeypatch.setattr(pairs, "_MANY", 100)
    called: list[int] = []
    real = pairs.gathered
    monkeypatch.setattr(pairs, "gathered", lambda *args: called.append(1) or real(*args))
    fast = Pairs.between(workspace, standing)
    assert bool(called) == (share > 0)
    for name in ("low", "high", "count", "group", "direction", "link", "begin", "standing"):
        one, other = getattr(plain, name), getattr(fast, name)
        assert (one == other).all(), name
        assert len(one) == len(other), name
    if share == 1:
        assert plain.links == 9_000
        assert (plain.direction == 0).any()
        assert (plain.group == pairs.MIXED).any()


def test_the_order_is_that_of_the_ends(workspace):
    a, b = workspace.links.a, workspace.links.b
    ends = [(min(a[n], b[n]), max(a[n], b[n]), n) for n in workspace.pair_order.tolist()]
    assert ends == sorted(ends)
    assert workspace.pair_order is workspace.pair_order
