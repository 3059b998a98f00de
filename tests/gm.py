"""The Greater Manchester case, imported once for all tests that ask it something."""

import shutil

import pytest

from intelviz.case.file import CaseFile
from intelviz.workspace.commands.sources.import_files import ImportFiles
from intelviz.workspace.opening import OpenCase, open_case


@pytest.fixture(scope="session")
def gm_path(shared_data, tmp_path_factory):
    """Path of the imported case; open it read-only, or copy it."""
    path = tmp_path_factory.mktemp("gm") / "gm.intelviz"
    with OpenCase(CaseFile.create(path)) as opened:
        opened.acts.run(ImportFiles((shared_data / "greater-manchester-pole",)))
    return path


@pytest.fixture(scope="session")
def gm(gm_path):
    """The case, open for reading."""
    with open_case(gm_path, read_only=True) as opened:
        yield opened


@pytest.fixture
def gm_copy(gm_path, tmp_path):
    """A copy of the case that may be changed."""
    with open_case(shutil.copy(gm_path, tmp_path / "copy.intelviz")) as opened:
        yield opened
