"""Pick one, see what it concerns: the chain event, carrier, holder, place."""

from __future__ import annotations

import numpy as np
import pytest

from intelviz.workspace.workspace import DIRECT, THROUGH

ANN, BOB, CY, ANNS_PHONE, BOBS_PHONE, HIGH_STREET, MILL_LANE, BURGLARY, ROBBERY, CALL_1, CALL_2 = range(11)


@pytest.mark.parametrize(
    ("picked", "direct", "through"),
    [
        (ANN, {BOB, ANNS_PHONE, HIGH_STREET}, {CALL_1, CALL_2}),
        (HIGH_STREET, {ANN, ROBBERY}, {ANNS_PHONE, CALL_1, CALL_2}),
        (CALL_1, {ANNS_PHONE, BOBS_PHONE}, {ANN, BOB, HIGH_STREET}),
        (CY, {BOB, BURGLARY}, set()),
        (BURGLARY, {MILL_LANE, CY}, set()),
    ],
)
def test_what_a_pick_reaches(workspace, picked, direct, through):
    workspace.select([picked])
    assert set(np.flatnonzero(workspace.linked == DIRECT)) == direct
    assert set(np.flatnonzero(workspace.linked == THROUGH)) == through


def test_a_crime_at_an_address_is_not_reached_from_who_lives_there(workspace):
    workspace.select([ANN])
    assert workspace.linked[ROBBERY] == 0
