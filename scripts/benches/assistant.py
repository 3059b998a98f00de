"""How long the import assistant keeps the window from answering while it looks at a large file."""

from __future__ import annotations

import json
import os
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from scripts.benches.figure import ROOT, Figure

_ROWS = 1_000_000
_ANSWER = 60.0
"""Seconds after which a step that does not end is given up."""


def run(size: int | None, rounds: int) -> list[Figure]:
    """Measure the longest time without an answer in a fresh process; ``size`` is the number of rows."""
    import subprocess

    rows = size or _ROWS
    found: list[dict[str, float]] = []
    for _ in range(max(rounds, 1)):
        done = subprocess.run(
            [sys.executable, "-m", "scripts.benches.assistant", str(rows)],
            cwd=ROOT,
            env={**os.environ, "QT_QPA_PLATFORM": "offscreen"},
            capture_output=True,
            text=True,
            check=True,
        )
        found.append(json.loads(done.stdout.splitlines()[-1]))
    steps = {name: sorted(each[name] for each in found)[len(found) // 2] for name in found[0]}
    return [
        Figure(f"longest time without an answer, {name}", value, "ms", rows, goal=100) for name, value in steps.items()
    ]


def _write(path: Path, rows: int) -> None:
    with path.open("w", encoding="utf-8") as file:
        file.write("First Name,Surname,Mobile,When,Note\n")
        for at in range(rows):
            file.write(f"Ann{at % 1000},Ash{at},07700 9{at % 100_000:05d},{at % 12 + 1:02d}/03/2024,note {at}\n")


def _measure(rows: int) -> dict[str, float]:
    from PySide6.QtCore import QTimer

    from intelviz.app.assistant.window import ImportAssistant
    from intelviz.app.main import application
    from intelviz.app.window import MainWindow
    from intelviz.ingest.draft import Use

    app = application()
    folder = Path(os.environ["INTELVIZ_HOME"])
    _write(folder / "large.csv", rows)
    window = MainWindow()
    window.resize(1280, 800)
    window.show()
    last, longest = time.perf_counter(), 0.0
    found: dict[str, float] = {}

    def beat() -> None:
        nonlocal last, longest
        now = time.perf_counter()
        last, longest = now, max(longest, now - last)

    timer = QTimer()
    timer.setInterval(5)
    timer.timeout.connect(beat)
    timer.start()

    def until(holds: Callable[[], bool]) -> None:
        end = time.perf_counter() + _ANSWER
        while time.perf_counter() < end and not (holds() and not window.session.jobs.running):
            app.processEvents()
            time.sleep(0.001)

    def step(name: str, act: Callable[[], object], holds: Callable[[], bool]) -> None:
        nonlocal last, longest
        last, longest = time.perf_counter(), 0.0
        act()
        until(holds)
        ready = time.perf_counter() + 0.6
        until(lambda: time.perf_counter() > ready)
        found[name] = longest * 1000

    window.new_case(folder / "case.intelviz")
    until(lambda: window.bench is not None)
    ready = time.perf_counter() + 2
    until(lambda: time.perf_counter() > ready)

    def assistant() -> ImportAssistant:
        return next(iter(window.findChildren(ImportAssistant)))

    step("looking at the file", lambda: window.import_paths([folder / "large.csv"]), lambda: bool(assistant().groups))
    page = assistant().page
    step("another header", lambda: page.header.setValue(2), lambda: page.group is not None and page.group.header == 1)
    step("and back", lambda: page.header.setValue(1), lambda: page.group is not None and page.group.header == 0)
    assert page.group is not None
    draft = page.group.draft
    assert draft is not None
    step("a column left out", lambda: page.take(draft.using("Note", Use("leave out"))), lambda: True)
    step("what would come of it", lambda: page.tabs.setCurrentIndex(1), lambda: bool(page.trial.said.toPlainText()))
    step("leaving", lambda: assistant().reject(), lambda: True)
    window.session.let_go()
    return found


if __name__ == "__main__":
    with tempfile.TemporaryDirectory(prefix="intelviz-") as home:
        os.environ["INTELVIZ_HOME"] = home
        print(json.dumps(_measure(int(sys.argv[1]))), flush=True)
    # What the window leaves behind is not worth the wait.
    os._exit(0)
