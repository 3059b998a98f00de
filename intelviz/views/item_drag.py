"""Items on the way from one view to another, by drag and drop within this program."""

from __future__ import annotations

import json
import os

import numpy as np
from PySide6.QtCore import QByteArray, QMimeData, Qt
from PySide6.QtGui import QDrag
from PySide6.QtWidgets import QWidget

from intelviz.case.columns import Ints, Rows
from intelviz.workspace.workspace import Workspace

KIND = "application/x-intelviz-items"


def mime_of(ids: Ints) -> QMimeData:
    """Return item ids as what a drag carries; another program, or another intelviz, has no use for them."""
    data = QMimeData()
    data.setData(KIND, QByteArray(json.dumps({"of": os.getpid(), "ids": ids.tolist()}).encode()))
    return data


def ids_in(data: QMimeData) -> Ints:
    """Return the ids that a drag carries, none if it carries anything else."""
    none = np.zeros(0, np.int64)
    if not data.hasFormat(KIND):
        return none
    try:
        said = json.loads(bytes(data.data(KIND).data()))
        return np.array(said["ids"], np.int64) if said["of"] == os.getpid() else none
    except (ValueError, KeyError, TypeError, OverflowError):
        return none


def drag_items(widget: QWidget, workspace: Workspace, row: int) -> None:
    """Drag an item out of a view, or all selected ones if it is among them; returns when they were dropped."""
    rows: Rows = workspace.selected_rows if workspace.selected[row] else np.array([row], np.int32)
    drag = QDrag(widget)
    drag.setMimeData(mime_of(workspace.items.id[rows]))
    drag.exec(Qt.DropAction.CopyAction)
