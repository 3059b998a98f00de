"""One measured figure, ours beside the peer's, and how to measure processes and calls."""

from __future__ import annotations

import os
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent.parent
DATA = ROOT.parent / "shared" / "data"
POLE = DATA / "greater-manchester-pole"


@dataclass(frozen=True)
class Figure:
    """``value`` and ``peer_value`` are in ``unit``; ``floor`` is the least that the task could cost, where known."""

    figure: str
    value: float
    unit: str
    size: int
    peer: str = ""
    peer_value: float | None = None
    floor: float | None = None
    goal: float | None = None

    @property
    def ratio(self) -> float | None:
        """Ours over the peer's."""
        return None if not self.peer_value else self.value / self.peer_value

    def as_json(self) -> dict[str, object]:
        """Return the document of ``--json``."""
        return {**self.__dict__, "ratio": self.ratio}

    def words(self) -> str:
        """Return one line for a reader."""
        text = f"{self.figure}: {self.value:,.3g} {self.unit} (size {self.size:,})"
        if self.peer:
            known = self.peer_value is not None
            text += f"; {self.peer}: {self.peer_value:,.3g} {self.unit}" if known else f"; {self.peer}: not here"
        if self.ratio is not None:
            text += f"; ratio {self.ratio:.3f}"
        if self.floor is not None:
            text += f"; floor {self.floor:,.3g} {self.unit}"
        if self.goal is not None:
            text += f"; goal {self.goal:,g} {self.unit}"
        return text


def median_of(rounds: int, act: Callable[[], float]) -> float:
    """Return the median of what ``act`` measures over so many rounds."""
    return statistics.median(act() for _ in range(rounds))


def seconds(act: Callable[[], object]) -> float:
    """Return how long a call takes."""
    begin = time.perf_counter()
    act()
    return time.perf_counter() - begin


def process(command: Sequence[str | Path], **environment: str) -> float:
    """Return how long a process takes from start to end; raises if it fails."""
    begin = time.perf_counter()
    done = subprocess.run(
        [str(word) for word in command],
        cwd=ROOT,
        env={**os.environ, **environment},
        capture_output=True,
        text=True,
        check=False,
    )
    took = time.perf_counter() - begin
    if done.returncode != 0:
        raise RuntimeError(f"{command}: {done.stderr[-2000:]}")
    return took


def process_and_memory(command: Sequence[str | Path]) -> tuple[float, float]:
    """Return how long a process takes, and the most memory that it and its children held at one time, in MB.

    The memory is looked at every 20 ms where the system tells it (Linux); elsewhere it is that of the largest process.
    """
    begin = time.perf_counter()
    with tempfile.TemporaryFile() as said:
        running = subprocess.Popen([str(word) for word in command], cwd=ROOT, stdout=said, stderr=said)
        peak = 0
        while running.poll() is None:
            peak = max(peak, _resident(running.pid))
            time.sleep(0.02)
        took = time.perf_counter() - begin
        if running.returncode != 0:
            said.seek(0)
            raise RuntimeError(f"{command}: {said.read()[-2000:].decode(errors='replace')}")
    return took, peak / 1024 if peak else peak_memory_of_children()


def _resident(process_id: int) -> int:
    """Return the memory of a process and all its children in KB, 0 where that can't be told."""
    try:
        state = Path(f"/proc/{process_id}/status").read_text()
        children = Path(f"/proc/{process_id}/task/{process_id}/children").read_text().split()
    except OSError:
        return 0
    own = next((int(line.split()[1]) for line in state.splitlines() if line.startswith("VmRSS")), 0)
    return own + sum(_resident(int(each)) for each in children)


def peak_memory_of_children() -> float:
    """Return the largest memory any ended child process held, in MB."""
    return resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024


def peers(*packages: str) -> Path | None:
    """Return the Python of ``.venv-peers`` with these packages, installing them; None where that can't be done."""
    folder = ROOT / ".venv-peers"
    python = folder / "bin" / "python"
    try:
        if not python.exists():
            subprocess.run([sys.executable, "-m", "venv", str(folder)], check=True, capture_output=True)
        have = subprocess.run(
            [str(python), "-m", "pip", "list", "--format=freeze"], check=True, capture_output=True, text=True
        ).stdout.lower()
        wanted = [each for each in packages if f"{each.split('=')[0].split('<')[0].lower()}==" not in have]
        if wanted:
            subprocess.run([str(python), "-m", "pip", "install", "--quiet", *wanted], check=True, capture_output=True)
    except (subprocess.CalledProcessError, OSError):
        return None
    return python
