"""Arrays in the log, as commands know them (``workspace/packing.py``)."""

from intelviz.workspace.packing import SHORT, packed, unpacked

__all__ = ["SHORT", "packed", "unpacked"]
