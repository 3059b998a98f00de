"""The peer of the import bench in one process: sqlite-utils' own insert_all with type detection, a table a file."""

from __future__ import annotations

import csv
import sys
from pathlib import Path

import sqlite_utils
from sqlite_utils.utils import TypeTracker

database = sqlite_utils.Database(sys.argv[1])
for name in sys.argv[2:]:
    file = Path(name)
    with file.open(encoding="utf-8", newline="") as text:
        tracker = TypeTracker()
        database[file.stem].insert_all(tracker.wrap(csv.DictReader(text)))
        database[file.stem].transform(types=tracker.types)
