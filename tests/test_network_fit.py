"""A chart is fitted whole, however far its items lie apart."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from intelviz.views.network.camera import Camera


@pytest.mark.parametrize("extent", [1.0, 3_000.0, 440_000.0, 5e6])
def test_everything_is_in_sight_after_a_fit(extent):
    x, y = np.array([-extent, 0, extent], np.float32), np.array([0, extent, -extent], np.float32)
    fitted = Camera(width=1200.0, height=800.0).fitted(x, y)
    px, py = fitted.screen(x, y)
    assert (px >= 40).all()
    assert (px <= 1160).all()
    assert (py >= 40).all()
    assert (py <= 760).all()


@given(st.floats(1, 5e6), st.floats(1.05, 3))
def test_a_step_out_from_a_fitted_chart_goes_out_and_not_in(extent, factor):
    x = np.array([-extent, extent], np.float32)
    fitted = Camera(width=1200.0, height=800.0).fitted(x, x)
    assert fitted.zoomed(1 / factor, 600, 400).scale <= fitted.scale
