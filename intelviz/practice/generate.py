"""Makes a fictional case: files as a force sends them, and beside them the truth."""

from __future__ import annotations

from pathlib import Path

from intelviz.practice.case import make_case
from intelviz.practice.files import PREFIX, write_table
from intelviz.practice.ids import first_ids
from intelviz.practice.item_files import item_files
from intelviz.practice.link_files import link_files
from intelviz.practice.mistakes import Mistakes
from intelviz.practice.plan import plan
from intelviz.practice.truth import Truth, make_truth
from intelviz.resources_path import resource
from intelviz.schema.errors import BadInputError, Where
from intelviz.schema.progress import Step, silent

TRUTH, READ_ME = "truth.json", "README.txt"


def generate(folder: Path, size: int = 60_000, seed: int = 1, step: Step = silent) -> Truth:
    """Write the files of a fictional case of ``size`` items into ``folder`` and return the truth about it.

    The same size and seed give the same bytes. Raises UsageError for a size outside 100 to 1,000,000 or a seed below 0,
    and BadInputError where the folder can't be written, or where somebody's own files would be overwritten. Files of an
    earlier practice case are.
    """
    wanted = plan(size, seed)
    _refuse_to_overwrite(folder)
    words = "Making the practice case"
    step(words, 0, 3)
    case = make_case(wanted, seed)
    step(words, 1, 3)
    ids = first_ids(case)
    tables = item_files(case, ids) | link_files(case, ids)
    mistakes = Mistakes(wanted, tables, seed, first_free_id=wanted.size + 1)
    mistakes.plant()
    try:
        folder.mkdir(parents=True, exist_ok=True)
        numbers: dict[str, list[int]] = {}
        rows_of: dict[str, int] = {}
        for done, table in enumerate(tables.values()):
            step("Writing the files of the practice case", done, len(tables))
            rows, numbers[table.name] = table.written()
            rows_of[table.name] = len(rows)
            write_table(folder, table, rows)
        truth = make_truth(case, tables, seed, rows_of, mistakes.planted(numbers))
        truth.write(folder / TRUTH)
        (folder / READ_ME).write_text(_read_me(truth), encoding="utf-8")
    except OSError as error:
        raise BadInputError(
            f"The files of the practice case can't be written here ({error.strerror or error}).",
            where=Where(file=str(error.filename or folder)),
            remedy="Choose another folder, or make room on the disk.",
        ) from error
    step("Writing the files of the practice case", len(tables), len(tables))
    return truth


def _refuse_to_overwrite(folder: Path) -> None:
    if folder.is_dir() and not any(folder.glob(f"{PREFIX}.nodes.*.csv")):
        for name in (TRUTH, READ_ME):
            if (folder / name).exists():
                raise BadInputError(
                    "This file would be overwritten by the practice case.",
                    where=Where(file=str(folder / name)),
                    remedy="Choose an empty folder.",
                )


def _read_me(truth: Truth) -> str:
    text = resource("practice", "README.txt").read_text(encoding="utf-8")
    return text.format(
        size=f"{truth.size:,}", seed=truth.seed, first=truth.period[0], last=truth.period[1], planted=len(truth.planted)
    )
