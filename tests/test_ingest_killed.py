"""A killed import leaves the case as it was."""

import random
import subprocess
import sys
import time

from intelviz.case.file import CaseFile
from intelviz.ingest.importing import import_files
from tests.small_import import FILES, written

WORK = """
import sys
from pathlib import Path
from intelviz.case.file import CaseFile
from intelviz.ingest.importing import import_files
with CaseFile.open(sys.argv[1]) as case:
    print("ready", flush=True)
    import_files(case, [Path(sys.argv[2])])
    print("done", flush=True)
"""


def test_a_killed_import_leaves_the_case_as_it_was(tmp_path):
    persons = "".join(f"{number},Name{number},Surname{number},,,Person\n" for number in range(10, 40_010))
    knows = "".join(f"{number},{number + 1},KNOWS,\n" for number in range(10, 40_009))
    folder = written(tmp_path / "files", persons=FILES["persons.csv"] + persons, knows=FILES["knows.csv"] + knows)
    path = tmp_path / "case.intelviz"
    with CaseFile.create(path) as case:
        import_files(case, [folder / "places.csv"])
        before = (case.info()["items"], len(case.sources()))
    chance = random.Random(7)
    killed = 0
    for _ in range(12):
        worker = subprocess.Popen(
            [sys.executable, "-c", WORK, str(path), str(folder)], stdout=subprocess.PIPE, text=True
        )
        assert worker.stdout is not None
        with worker.stdout:
            assert worker.stdout.readline() == "ready\n"
            time.sleep(chance.uniform(0, 1.2))
            worker.kill()
            done = worker.stdout.readline() == "done\n"
        worker.wait()
        with CaseFile.open(path) as case:
            assert case.verify() == []
            if done:
                break
            now = (case.info()["items"], len(case.sources()))
            if now != before:
                assert (now[0]["Person"], now[1]) == (40_002, 9)
                break
            killed += 1
    assert killed
    with CaseFile.open(path) as case:
        import_files(case, [folder])
        assert case.info()["items"]["Person"] == 40_002
