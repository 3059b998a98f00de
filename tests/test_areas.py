"""Areas are read strictly, whoever wrote them."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from intelviz.schema.errors import UsageError
from intelviz.workspace.areas import Area, read_area


def test_the_three_shapes_are_read() -> None:
    ring = [[-2.3, 53.4], [-2.2, 53.4], [-2.2, 53.5]]
    assert read_area({"shape": "polygon", "points": ring}).points[2] == (-2.2, 53.5)
    assert read_area({"shape": "circle", "centre": [-2, 53], "metres": 500}) == Area("circle", ((-2.0, 53.0),), 500.0)
    assert read_area({"shape": "corridor", "points": ring[:2], "metres": 50}).metres == 50.0


@pytest.mark.parametrize(
    ("body", "word"),
    [
        ([], "object"),
        ({"shape": "star"}, "polygon, circle or corridor"),
        ({"shape": "polygon", "points": [[0, 0], [1, 1]]}, "3 to"),
        ({"shape": "polygon", "points": [[0, 0], [1, 1], [0, 0]]}, "differ"),
        ({"shape": "polygon", "points": [[0, 0], [1, 1], [2, 91]]}, "latitude"),
        ({"shape": "circle", "centre": [0, 0], "metres": -1}, "more than 0"),
        ({"shape": "circle", "centre": [0, 0], "metres": float("nan")}, "number"),
        ({"shape": "circle", "centre": [0, True], "metres": 1}, "number"),
        ({"shape": "circle", "centre": [0, 0], "metres": 10**400}, "number"),
        ({"shape": "circle", "centre": [0, 0], "metres": 1, "run": "x"}, "nothing else"),
    ],
)
def test_what_is_wrong_is_said(body: object, word: str) -> None:
    with pytest.raises(UsageError, match=word):
        read_area(body)


anything = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(),
    lambda more: st.lists(more) | st.dictionaries(st.sampled_from(["shape", "points", "centre", "metres"]), more),
)


@given(anything, st.sampled_from(["polygon", "circle", "corridor", ""]))
def test_whatever_comes_is_read_or_refused_in_words(body: object, shape: str) -> None:
    said = {**body, "shape": shape} if isinstance(body, dict) else body
    try:
        read_area(said)
    except UsageError as error:
        assert str(error)
