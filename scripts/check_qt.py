"""See whether Qt can load here; if not, name the missing system packages and the command that installs them.

Exit status 0: it loads; 1: it doesn't, and why stands on standard error. With ``--packages`` the names of the missing
Debian packages are printed instead, one a line.
"""

from __future__ import annotations

import importlib.util
import re
import subprocess
import sys
from pathlib import Path

DEBIAN = {
    "libEGL.so.1": "libegl1",
    "libGL.so.1": "libgl1",
    "libOpenGL.so.0": "libopengl0",
    "libGLX.so.0": "libglx0",
    "libxkbcommon.so.0": "libxkbcommon0",
    "libxkbcommon-x11.so.0": "libxkbcommon-x11-0",
    "libfontconfig.so.1": "libfontconfig1",
    "libfreetype.so.6": "libfreetype6",
    "libdbus-1.so.3": "libdbus-1-3",
    "libglib-2.0.so.0": "libglib2.0-0",
    "libgthread-2.0.so.0": "libglib2.0-0",
    "libX11.so.6": "libx11-6",
    "libX11-xcb.so.1": "libx11-xcb1",
    "libxcb.so.1": "libxcb1",
    "libxcb-cursor.so.0": "libxcb-cursor0",
    "libxcb-icccm.so.4": "libxcb-icccm4",
    "libxcb-image.so.0": "libxcb-image0",
    "libxcb-keysyms.so.1": "libxcb-keysyms1",
    "libxcb-randr.so.0": "libxcb-randr0",
    "libxcb-render.so.0": "libxcb-render0",
    "libxcb-render-util.so.0": "libxcb-render-util0",
    "libxcb-shape.so.0": "libxcb-shape0",
    "libxcb-shm.so.0": "libxcb-shm0",
    "libxcb-sync.so.1": "libxcb-sync1",
    "libxcb-xfixes.so.0": "libxcb-xfixes0",
    "libxcb-xkb.so.1": "libxcb-xkb1",
    "libxcb-util.so.1": "libxcb-util1",
    "libSM.so.6": "libsm6",
    "libICE.so.6": "libice6",
    "libzstd.so.1": "libzstd1",
}


def missing_libraries() -> list[str]:
    """Return the system libraries that Qt's own files ask for and the loader does not find (Linux only)."""
    found = importlib.util.find_spec("PySide6")
    if found is None or not found.submodule_search_locations:
        return []
    root = Path(next(iter(found.submodule_search_locations)))
    files = [
        root / "QtWidgets.abi3.so",
        root / "QtGui.abi3.so",
        root / "Qt/plugins/platforms/libqxcb.so",
        root / "Qt/plugins/platforms/libqoffscreen.so",
    ]
    names: set[str] = set()
    for file in files:
        if not file.exists():
            continue
        listed = subprocess.run(["ldd", str(file)], capture_output=True, text=True, check=False)
        names.update(re.findall(r"(\S+) => not found", listed.stdout))
    return sorted(names)


def main() -> int:
    """Report what is missing."""
    only_packages = "--packages" in sys.argv[1:]
    missing = missing_libraries() if sys.platform.startswith("linux") else []
    packages = sorted({DEBIAN[name] for name in missing if name in DEBIAN})
    if only_packages:
        print("\n".join(packages))
        return 0
    loads = subprocess.run(
        [sys.executable, "-c", "import PySide6.QtWidgets"], capture_output=True, text=True, check=False
    )
    if loads.returncode == 0 and not missing:
        return 0
    unknown = [name for name in missing if name not in DEBIAN]
    essential = loads.returncode != 0
    say = sys.stderr.write
    say("Qt can't load on this machine.\n" if essential else "Qt loads, but no window can be opened on this machine.\n")
    if missing:
        say(f"Missing system libraries: {', '.join(missing)}\n")
    if packages:
        say(f"On Debian or Ubuntu: sudo apt-get install {' '.join(packages)}\n")
    if unknown:
        say(f"No package name is known here for: {', '.join(unknown)}\n")
    if essential:
        say(loads.stderr.strip().splitlines()[-1] + "\n" if loads.stderr.strip() else "")
    return 1 if essential else 0


if __name__ == "__main__":
    raise SystemExit(main())
