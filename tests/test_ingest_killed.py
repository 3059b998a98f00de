"""An import killed at any moment leaves a sound case with all of the source, or nothing of it."""

import random
import shutil
import subprocess
import sys
import time
from collections import Counter

import pytest

from intelviz.case.file import CaseFile
from intelviz.ingest.importing import import_files
from tests.small_import import FILES, written

WORK = """
import sys
from pathlib import Path
from intelviz.case.file import CaseFile
from intelviz.ingest.importing import import_files
def step(words, done, total):
    print(words.split()[0], flush=True)
with CaseFile.open(sys.argv[1]) as case:
    case.nobody_reads = sys.argv[3] == "straight"
    print("ready", flush=True)
    import_files(case, [Path(sys.argv[2])], step=step)
    print("done", flush=True)
"""
COUNT = 12_000
MOMENTS = 20


def work(path, folder, way):
    """Start an import in a process of its own, and return it once it has opened the case."""
    call = [sys.executable, "-c", WORK, str(path), str(folder), way]
    worker = subprocess.Popen(call, stdout=subprocess.PIPE, text=True)
    assert worker.stdout is not None
    assert worker.stdout.readline() == "ready\n"
    return worker


def held(path):
    """Return how many persons, sources and records a sound case holds, and how many persons a search finds."""
    with CaseFile.open(path) as case:
        assert case.verify() == []
        columns = case.columns()
        persons = int((columns.items.type == columns.items.type_names.index("Person")).sum())
        return persons, len(case.sources()), sum(each.rows for each in case.sources()), len(case.matching("surname*"))


@pytest.mark.parametrize("way", ["beside the case", "straight"])
def test_an_import_killed_at_any_of_twenty_moments_is_whole_or_never_happened(tmp_path, way):
    persons = "".join(f"{number},Name{number},Surname{number},,,Person\n" for number in range(10, 10 + COUNT))
    knows = "".join(f"{number},{number + 1},KNOWS,\n" for number in range(10, 9 + COUNT))
    folder = written(tmp_path / "files", persons=FILES["persons.csv"] + persons, knows=FILES["knows.csv"] + knows)
    clean, path = tmp_path / "clean.intelviz", tmp_path / "case.intelviz"
    with CaseFile.create(clean) as case:
        if way == "beside the case":
            import_files(case, [folder / "places.csv"])
    before = held(clean)
    shutil.copyfile(clean, path)
    begin = time.perf_counter()
    with work(path, folder, way) as worker:
        assert worker.stdout is not None
        said = worker.stdout.read()
    whole, after = time.perf_counter() - begin, held(path)
    assert said.endswith("Making\ndone\n") or "Making\n" in said
    assert (after[0], after[3]) == (COUNT + 2, COUNT)
    shutil.copyfile(clean, path)
    chance, end = random.Random(20), whole / 4
    found: Counter[tuple[int, ...]] = Counter()
    for moment in range(MOMENTS):
        with work(path, folder, way) as worker:
            assert worker.stdout is not None
            if moment % 2:
                # The second half of the moments lies in what comes at the end: search index, indexes, commit.
                for line in worker.stdout:
                    if line == "Making\n":
                        break
                time.sleep(chance.uniform(0, end))
            else:
                time.sleep(chance.uniform(0, whole))
            worker.kill()
        if moment % 3 == 0:
            with CaseFile.open(path, read_only=True) as case:
                assert case.verify() == []
        now = held(path)
        assert now in (before, after)
        found[now] += 1
        if now == after:
            shutil.copyfile(clean, path)
            # It was done before it was killed: the machine is quicker than it was, so strike earlier.
            whole, end = (whole, end * 0.7) if moment % 2 else (whole * 0.7, end)
    assert found[before] > MOMENTS // 3
    with CaseFile.open(path) as case:
        import_files(case, [folder])
    assert held(path) == after
