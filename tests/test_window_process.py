"""The program as a process: it starts, opens a case, and leaves without a crash, a word or a thread."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.small_case import small_case

ROOT = Path(__file__).resolve().parent.parent

RUN = """
import sys, threading
from pathlib import Path
from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication
from intelviz.app.main import application, run
from intelviz.app.window import MainWindow

app = application()
ticks = QTimer()

def look():
    windows = [each for each in app.topLevelWidgets() if isinstance(each, MainWindow)]
    for window in windows:
        {act}

ticks.timeout.connect(look)
ticks.start(20)
status = run({path})
ticks.stop()
left = [each.name for each in threading.enumerate() if each is not threading.main_thread() and not each.daemon]
print("left running:", left)
sys.exit(status)
"""


def program(tmp_path: Path, act: str, path: Path | None) -> subprocess.CompletedProcess[str]:
    code = RUN.format(act=act, path=f"Path({str(path)!r})" if path else "None")
    environment = os.environ | {"QT_QPA_PLATFORM": "offscreen", "INTELVIZ_HOME": str(tmp_path / "home")}
    return subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, cwd=ROOT, env=environment, check=False
    )


def words(stderr: str) -> list[str]:
    """Return what the program said, without what the plug-in for no screen says of itself."""
    return [line for line in stderr.splitlines() if line and not line.startswith("This plugin does not support")]


@pytest.mark.parametrize("act", ["window.bench and window.close()", "window.bench and app.quit()"])
def test_it_opens_a_case_and_leaves_nothing_behind(tmp_path, act):
    path = tmp_path / "small.intelviz"
    small_case(path).close()
    done = program(tmp_path, act, path)
    assert (done.returncode, words(done.stderr)) == (0, [])
    assert done.stdout.strip() == "left running: []"
    assert [each.name for each in tmp_path.glob("small.intelviz*")] == ["small.intelviz"]
    assert (tmp_path / "home" / "log" / "intelviz.log").is_file()
    assert (tmp_path / "home" / "config" / "settings.ini").is_file()


def test_it_starts_on_the_start_page_and_leaves_by_its_key(tmp_path):
    done = program(tmp_path, "window.isVisible() and window.run('quit')", None)
    assert (done.returncode, words(done.stderr)) == (0, [])


def test_an_error_in_a_slot_is_written_down_and_the_program_goes_on(tmp_path):
    act = "(window.close() if hasattr(app, 'wrong') else (setattr(app, 'wrong', 1), 1 / 0))"
    done = program(tmp_path, act, None)
    assert done.returncode == 0 and "Traceback" not in done.stderr
    files = list((tmp_path / "home" / "log").glob("crash-*.txt"))
    assert len(files) == 1 and "ZeroDivisionError" in files[0].read_text(encoding="utf-8")
