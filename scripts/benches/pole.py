"""Import of the 28 Greater Manchester files, end to end, against sqlite-utils on the same files."""

from __future__ import annotations

import csv
import sqlite3
import sys
import tempfile
from pathlib import Path

from scripts.benches.figure import POLE, Figure, median_of, peak_memory_of_children, process, seconds


def run(size: int | None, rounds: int) -> list[Figure]:
    """Measure whole processes; ``size`` is ignored: the files are what they are."""
    del size
    if not POLE.is_dir():
        raise SystemExit("The Greater Manchester files are not here (../shared/data/greater-manchester-pole).")
    files = sorted(POLE.glob("*.csv"))
    rows = sum(sum(1 for _ in csv.reader(file.open(encoding="utf-8", newline=""))) - 1 for file in files)
    with tempfile.TemporaryDirectory() as folder:
        place = Path(folder)

        def ours() -> float:
            case = place / "gm.intelviz"
            _clear(place)
            python = sys.executable
            took = process([python, "-m", "intelviz", "new", case])
            return took + process([python, "-m", "intelviz", "import", case, POLE])

        mine = median_of(rounds, ours)
        memory = peak_memory_of_children()

        def theirs() -> float:
            _clear(place)
            tool = Path(sys.executable).with_name("sqlite-utils")
            return sum(process([tool, "insert", place / "peer.db", file.stem, file, "--csv"]) for file in files)

        peer = median_of(rounds, theirs)

        def one_process() -> float:
            _clear(place)
            script = Path(__file__).parent / "peers" / "sqlite_utils_insert.py"
            return process([sys.executable, script, place / "peer.db", *files])

        alone = median_of(rounds, one_process)
        floor = median_of(rounds, lambda: seconds(lambda: _floor(place / "floor.db", files)))
    return [
        Figure(
            "import of 28 files", mine, "s", rows, "sqlite-utils insert --csv, a call a file", peer, floor, 0.5 * peer
        ),
        Figure("import of 28 files", mine, "s", rows, "sqlite-utils insert_all, one process", alone, floor),
        Figure("peak memory of the import", memory, "MB", rows),
    ]


def _clear(place: Path) -> None:
    for file in place.iterdir():
        file.unlink()


def _floor(target: Path, files: list[Path]) -> None:
    target.unlink(missing_ok=True)
    with sqlite3.connect(target) as database:
        for number, file in enumerate(files):
            with file.open(encoding="utf-8", newline="") as text:
                rows = csv.reader(text)
                width = len(next(rows))
                database.execute(f"CREATE TABLE t{number} ({', '.join(f'c{k}' for k in range(width))})")
                database.executemany(f"INSERT INTO t{number} VALUES ({', '.join('?' * width)})", rows)
    database.close()
