"""Both sides of the window benches, each in a process of its own, with one case made for them and kept."""

from __future__ import annotations

import json
import os
import statistics
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from scripts.benches.figure import POLE, ROOT, peers, process

KEPT = ROOT / ".bench"


def the_case() -> Path:
    """Return the Greater Manchester case (the practice case where those files are absent), made once."""
    KEPT.mkdir(exist_ok=True)
    name = "gm" if POLE.is_dir() else "practice"
    case = KEPT / f"{name}.intelviz"
    if not case.exists():
        if POLE.is_dir():
            process([sys.executable, "-m", "intelviz", "new", case])
            process([sys.executable, "-m", "intelviz", "import", case, POLE])
        else:
            process([sys.executable, "-m", "intelviz", "sample", case])
    return case


def ours(case: Path, chart: str = "-") -> dict[str, Any]:
    """Run our probe."""
    return run_probe([sys.executable, "-m", "scripts.benches.probe_window", str(case), chart])


def theirs(case: Path, chart: Path) -> dict[str, Any] | None:
    """Run the peer (pyqtgraph), or return None where it can't be installed."""
    python = peers("pyqtgraph", "numpy", "PySide6-Essentials<6.12")
    if python is None:
        return None
    return run_probe([str(python), str(ROOT / "scripts/benches/peers/pyqtgraph_views.py"), str(case), str(chart)])


def median(rounds: int, run: Callable[[], dict[str, Any]], name: str) -> float:
    """Return the median of one figure over fresh processes."""
    return statistics.median(float(run()[name]) for _ in range(rounds))


def run_probe(command: list[str]) -> dict[str, Any]:
    """Run one side in a process of its own, without a screen, and return the document that it prints last."""
    environment = {**os.environ, "BENCH_BEGIN": repr(time.time()), "QT_QPA_PLATFORM": "offscreen"}
    done = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, check=False)
    if done.returncode != 0 or not done.stdout.strip():
        raise RuntimeError(f"{command}: {done.stderr[-2000:]}")
    return json.loads(done.stdout.strip().splitlines()[-1])
