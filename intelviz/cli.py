"""The same work without a window: the commands of ``intelviz``.

Every command's answer goes to standard output, everything else to standard error. Exit status: 0 done; 1 the request
can't be met; 2 wrong usage; 3 done, but rows were rejected and ``--strict`` was given.
"""

from __future__ import annotations

import argparse
import json
import os
import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

from intelviz.schema.errors import CaseDamagedError, CaseInUseError, CaseReadOnlyError, IntelvizError, UsageError
from intelviz.schema.progress import Step, silent
from intelviz.schema.readable import readable, readable_lines

Answer = int | None


def main(argv: Sequence[str] | None = None) -> int:
    """Run one command and return its exit status."""
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(encoding="utf-8", errors="backslashreplace")
    words = list(sys.argv[1:] if argv is None else argv)
    parser, names = _parser()
    if not words or (not words[0].startswith("-") and words[0] not in names):
        if words and not _may_be_a_case(words[0]):
            parser.error(f"there is no command, and no case, “{words[0]}”; the commands are {', '.join(sorted(names))}")
        words.insert(0, "open")
    given = parser.parse_args(words)
    try:
        return given.run(given) or 0
    except UsageError as error:
        return _failed(error, 2)
    except IntelvizError as error:
        return _failed(error, 1)
    except KeyboardInterrupt:
        print("\nStopped; nothing was changed.", file=sys.stderr)
        return 1
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 1
    except Exception as error:  # noqa: BLE001  the last line of defence: the user gets words and a file
        return _crashed(error)


def _may_be_a_case(word: str) -> bool:
    path = Path(word)
    return path.suffix != "" or path.name != word or path.exists()


def _failed(error: IntelvizError, status: int) -> int:
    print(f"intelviz: {error.words()}", file=sys.stderr)
    return status


def _crashed(error: Exception) -> int:
    from intelviz.schema.crash import write_crash

    file = write_crash(error)
    print(
        f"intelviz: something went wrong that should not have ({type(error).__name__}). "
        f"The case is as it was before this command. What happened stands in {file}; please send it in.",
        file=sys.stderr,
    )
    return 1


def _parser() -> tuple[argparse.ArgumentParser, set[str]]:
    from intelviz import __version__

    parser = argparse.ArgumentParser(
        prog="intelviz",
        description="Who is linked to whom, where, and when: a workbench for intelligence analysts.",
        epilog="With no command the window opens; with a CASE and no command the window opens on it.",
    )
    parser.add_argument("--version", action="version", version=f"intelviz {__version__}")
    commands = parser.add_subparsers(metavar="COMMAND", required=True)

    def command(name: str, run: Callable[[argparse.Namespace], Answer], text: str, **more: Any) -> Any:
        made = commands.add_parser(name, help=text, description=text[0].upper() + text[1:] + ".", **more)
        made.set_defaults(run=run)
        return made

    def with_case(made: argparse.ArgumentParser) -> argparse.ArgumentParser:
        made.add_argument("case", type=Path, metavar="CASE", help="a case file (.intelviz)")
        made.add_argument("--json", action="store_true", help="print one JSON document")
        return made

    opening = command("open", _open, "open the window, on a case if one is named")
    opening.add_argument("case", nargs="?", type=Path, metavar="CASE")
    opening.add_argument("--read-only", action="store_true", help="look at the case without changing it")

    with_case(command("new", _new, "make an empty case; refuses to overwrite"))

    sample = with_case(
        command("sample", _sample, "make the practice case: fictional files, imported as yours would be")
    )
    sample.add_argument("--size", type=int, default=60_000, metavar="N", help="number of items, about (60,000)")
    sample.add_argument("--seed", type=int, default=1, metavar="S", help="the same seed makes the same case")
    sample.add_argument("--files", type=Path, metavar="DIR", help="keep the generated files here")

    recipes = command("recipes", _recipes, "list the known recipes, or those that fit files, best first")
    recipes.add_argument("files", nargs="*", type=Path, metavar="FILE")
    recipes.add_argument("--json", action="store_true", help="print one JSON document")

    load = with_case(command("import", _import, "load files or folders into a case"))
    load.add_argument("sources", nargs="+", type=Path, metavar="SOURCE")
    load.add_argument("--recipe", metavar="NAME_OR_FILE", help="how columns become items and links")
    load.add_argument("--grade", help="3x5x2 (2BP) or 5x5x5 (B24) grade of what these sources say")
    load.add_argument("--marking", help="Government Security Classification, such as OFFICIAL-SENSITIVE")
    load.add_argument("--expires", metavar="DAYS|DATE|never", help="until when they may be used (90 days)")
    load.add_argument("--replaces", metavar="SOURCE", help="the source of which the file is a newer version")
    load.add_argument("--strict", action="store_true", help="exit with status 3 if any row was rejected")
    load.add_argument("--dry-run", action="store_true", help="do everything but change the case")

    with_case(command("info", _info, "say what the case holds"))

    search = with_case(command("search", _search, "find items by any word of their label or properties"))
    search.add_argument("text", nargs="+", metavar="TEXT")
    search.add_argument("--type", metavar="T", help="only items of this type")
    search.add_argument("--limit", type=_number, default=50, metavar="N", help="at most so many (50)")

    show = with_case(command("show", _show, "show one item: what each record says of it, and its links"))
    show.add_argument("id", metavar="ID")

    select = with_case(command("select", _select, "list the items that a query describes"))
    select.add_argument("query", nargs="+", metavar="QUERY")

    ask = command("ask", _ask, "ask a question by name; --list names them all")
    ask.add_argument("--list", action="store_true", dest="names", help="list the questions")
    ask.add_argument("--json", action="store_true", help="print one JSON document")
    ask.add_argument("case", nargs="?", type=Path, metavar="CASE")
    ask.add_argument("question", nargs="?", metavar="QUESTION")
    ask.add_argument("arguments", nargs=argparse.REMAINDER, metavar="ARGS")

    picture = with_case(command("picture", _picture, "draw a view, or the whole window, into a file"))
    picture.add_argument("--view", required=True, choices=("network", "map", "timeline", "window"))
    picture.add_argument("--out", required=True, type=Path, metavar="FILE", help=".png, .svg or .pdf")
    picture.add_argument("--select", "--query", metavar="QUERY", help="select these items first")
    picture.add_argument("--size", default="1280x800", metavar="WxH", help="in pixels (1280x800)")
    picture.add_argument("--theme", choices=("light", "dark"), default="light")

    export = with_case(command("export", _export, "write a product or an exchange file"))
    export.add_argument("--format", required=True, metavar="F", help="csv, json, geojson or graphml")
    export.add_argument("--out", required=True, type=Path, metavar="PATH")
    export.add_argument("--select", "--query", metavar="QUERY", help="only these items and the links between them")
    export.add_argument("--audience", metavar="A", help="who it is for; printed on it and logged")

    quality = with_case(command("quality", _quality, "say what is missing, impossible, doubled or far off in a case"))
    quality.add_argument("--source", metavar="NAME", help="only this source, by its name or number")
    quality.add_argument("--out", type=Path, metavar="FILE", help="write it as a page (.html) or as JSON (.json)")

    rejected = with_case(command("rejected", _rejected, "list the rows of a source that are set aside, as they came"))
    rejected.add_argument("source", metavar="SOURCE", help="name or number of a source")

    correct = with_case(command("correct", _correct, "put cells of a row right that is set aside, and load it"))
    correct.add_argument("source", metavar="SOURCE", help="name or number of a source")
    correct.add_argument("row", type=_number, metavar="ROW", help="its number in the file")
    correct.add_argument("cells", nargs="+", metavar="COLUMN=VALUE", help="what should stand there")

    due = with_case(command("due", _due, "list the sources that are due for review: past their date, or soon"))
    due.add_argument("--within", type=_number, default=14, metavar="DAYS", help="how soon (14 days)")
    keep = with_case(command("keep", _keep, "say until when sources may be used"))
    keep.add_argument("sources", nargs="+", metavar="SOURCE", help="names or numbers of sources")
    keep.add_argument("--until", required=True, metavar="DAYS|DATE|never")
    withdraw = with_case(command("withdraw", _withdraw, "take sources out of use; nothing is deleted"))
    withdraw.add_argument("sources", nargs="+", metavar="SOURCE", help="names or numbers of sources")

    with_case(command("undo", _undo, "take back the last act"))
    with_case(command("redo", _redo, "do again what was taken back"))
    log = with_case(command("log", _log, "list what was done to the case"))
    log.add_argument("--tail", type=_number, metavar="N", help="only the last N entries")
    replay = with_case(command("replay", _replay, "do the acts of one case on another"))
    replay.add_argument("--onto", required=True, type=Path, metavar="CASE2")

    with_case(command("verify", _verify, "check the file, the log's chain, the search index and every reference"))
    return parser, set(commands.choices)


# Commands


def _open(given: argparse.Namespace) -> Answer:
    shown = ("QT_QPA_PLATFORM", "DISPLAY", "WAYLAND_DISPLAY")
    if sys.platform.startswith("linux") and not any(os.environ.get(name) for name in shown):
        raise IntelvizError("There is no display to show the window on.", remedy="`intelviz --help` says what else.")
    from intelviz.app.main import run

    return run(given.case, read_only=given.read_only)


def _new(given: argparse.Namespace) -> Answer:
    from intelviz.scripting import Case

    Case.new(given.case).close()
    _say(given, {"path": str(given.case)}, f"{given.case}: an empty case")
    return 0


def _sample(given: argparse.Namespace) -> Answer:
    from intelviz.scripting import Case

    report = Case.sample(given.case, size=given.size, seed=given.seed, files=given.files, step=_progress())
    _say(given, report.as_json(), report.words())
    return 0


def _recipes(given: argparse.Namespace) -> Answer:
    from intelviz.scripting import recipes

    found = recipes(given.files)
    if given.json:
        _print_json(found)
        return 0
    for each in found:
        print(
            f"{each['recipe']:<24} {each['score']:>4.0%}  {each['why']}"
            if given.files
            else f"{each['recipe']:<24} {each['why']}"
        )
    return 0


def _import(given: argparse.Namespace) -> Answer:
    from intelviz.scripting import Case

    with Case.open(given.case) as case:
        report = case.import_files(
            given.sources,
            recipe=given.recipe,
            grade=given.grade,
            marking=given.marking,
            expires=given.expires,
            replaces=given.replaces,
            dry_run=given.dry_run,
            step=_progress(),
        )
    document = report.as_json()
    _say(given, document, report.words())
    return 3 if given.strict and any(source["rejected"] for source in document["sources"]) else 0


def _info(given: argparse.Namespace) -> Answer:
    with _reading(given.case) as case:
        document = case.info()
    _say(given, document, _info_words(document))
    return 0


def _search(given: argparse.Namespace) -> Answer:
    with _reading(given.case) as case:
        document = case.search(" ".join(given.text), type=given.type, limit=given.limit)
    lines = [f"{hit['id']:>9}  {hit['type']:<14} {hit['label']}  ({hit['why']})" for hit in document["hits"]]
    lines.append(f"{len(document['hits']):,} found; {_count(len(document['searched']), 'source')} searched")
    if document["not_searched"]:
        lines += [f"not searched: {each}" for each in document["not_searched"]]
    _say(given, document, "\n".join(lines))
    return 0


def _show(given: argparse.Namespace) -> Answer:
    with _reading(given.case) as case:
        document = case.show(given.id)
    lines = [f"{document['type']} {document['id']}: {document['label']}"]
    lines += [f"  {name}: {value}" for name, value in document["properties"].items()]
    for each in document["assertions"]:
        said_by = f"{each['source']} row {each['row']}" if each["source"] else each["by"]
        lines.append(f"  said by {said_by} ({each['grade']})")
    lines += [f"  {each['words']}" for each in document["links"]]
    lines += [f"  {each['at']}  {each['by']}  {each['title']}" for each in document["log"]]
    _say(given, document, "\n".join(lines))
    return 0


def _select(given: argparse.Namespace) -> Answer:
    with _reading(given.case) as case:
        document = case.select(" ".join(given.query))
    _say(given, document, f"{_count(document['count'], 'item')}: {' '.join(map(str, document['ids'][:200]))}")
    return 0


def _ask(given: argparse.Namespace) -> Answer:
    from intelviz.scripting import questions

    arguments = [word for word in given.arguments if word != "--json"]
    given.json = given.json or len(arguments) != len(given.arguments)
    if given.names:
        document = questions()
        _say(given, document, "\n".join(f"{each['usage']:<44} {each['text']}" for each in document))
        return 0
    if given.case is None or given.question is None:
        raise UsageError("ask needs a CASE and a QUESTION.", remedy="`intelviz ask --list` names the questions.")
    with _reading(given.case) as case:
        document = case.ask(given.question, *arguments)
    _say(given, document, json.dumps(document, indent=2, ensure_ascii=False))
    return 0


def _picture(given: argparse.Namespace) -> Answer:
    if not os.environ.get("QT_QPA_PLATFORM"):
        os.environ["QT_QPA_PLATFORM"] = "offscreen"
    from intelviz.app.picture import draw_picture

    width, height = _size(given.size)
    document = draw_picture(
        given.case, given.view, given.out, width=width, height=height, select=given.select, theme=given.theme
    )
    _say(given, document, f"{document['path']}: {given.view}, {width} × {height}")
    return 0


def _export(given: argparse.Namespace) -> Answer:
    with _changing_if_possible(given.case) as case:
        document = case.export(given.format, given.out, select=given.select, audience=given.audience)
    _say(
        given, document, f"{document['path']}: {_count(document['items'], 'item')}, {_count(document['links'], 'link')}"
    )
    return 0


def _quality(given: argparse.Namespace) -> Answer:
    with _reading(given.case) as case:
        document = case.quality(given.source, step=_progress())
    from intelviz.workspace.quality.page import as_words, write_page

    if given.out is not None:
        write_page(document, given.out)
        print(f"{given.out}: written", file=sys.stderr)
    if given.json or given.out is None:
        _say(given, document, as_words(document))
    return 0


def _rejected(given: argparse.Namespace) -> Answer:
    with _reading(given.case) as case:
        document = case.rejected(given.source)
    lines = [f"row {each['row']:,}, column “{each['column']}”: {each['reason']}" for each in document]
    _say(given, document, "\n".join(lines) or "No row of it is set aside.")
    return 0


def _correct(given: argparse.Namespace) -> Answer:
    from intelviz.scripting import Case

    cells: dict[str, str] = {}
    for each in given.cells:
        column, equals, value = each.partition("=")
        if not equals or not column:
            raise UsageError(f"“{each}” is no cell.", remedy="Write each as column=value.")
        cells[column] = value
    with Case.open(given.case) as case:
        document = case.correct(given.source, given.row, cells)
    words = f"row {document['row']:,} of {document['source']} {document['became']}: "
    words += f"{document['loaded']:,} loaded, {document['merged']:,} merged, {document['rejected']:,} rejected"
    _say(given, document, words)
    return 0


def _due(given: argparse.Namespace) -> Answer:
    with _reading(given.case) as case:
        document = case.due(given.within)
    lines = [
        f"{each['id']:>5}  {each['expires']}  {each['source']}{'  (past its date)' if each['expired'] else ''}"
        for each in document
    ]
    _say(given, document, "\n".join(lines) or "No source is due for review.")
    return 0


def _keep(given: argparse.Namespace) -> Answer:
    from intelviz.scripting import Case

    with Case.open(given.case) as case:
        document = case.keep_until(given.sources, given.until)
    _say(
        given,
        document,
        f"{_count(len(document['sources']), 'source')}: until {document['expires'] or 'further notice'}",
    )
    return 0


def _withdraw(given: argparse.Namespace) -> Answer:
    from intelviz.scripting import Case

    with Case.open(given.case) as case:
        document = case.withdraw(given.sources)
    _say(given, document, f"{_count(len(document['sources']), 'source')} withdrawn")
    return 0


def _undo(given: argparse.Namespace) -> Answer:
    return _act(given, "undo")


def _redo(given: argparse.Namespace) -> Answer:
    return _act(given, "redo")


def _act(given: argparse.Namespace, verb: str) -> Answer:
    from intelviz.scripting import Case

    with Case.open(given.case) as case:
        try:
            document = case.undo() if verb == "undo" else case.redo()
        except UsageError as error:  # the command was right; there is nothing to undo
            return _failed(error, 1)
    _say(given, document, "\n".join(str(entry["title"]) for entry in document))
    return 0


def _log(given: argparse.Namespace) -> Answer:
    with _reading(given.case) as case:
        document = case.log(given.tail)
    _say(given, document, "\n".join(f"{e['seq']:>6}  {e['at']}  {e['by']}  {e['title']}" for e in document))
    return 0


def _replay(given: argparse.Namespace) -> Answer:
    with _reading(given.case) as case:
        document = case.replay(given.onto, step=_progress())
    _say(given, document, "\n".join(str(entry["title"]) for entry in document))
    return 0 if not document or any(entry["applied"] for entry in document) else 1


def _verify(given: argparse.Namespace) -> Answer:
    try:
        with _reading(given.case) as case:
            document = case.verify()
    except CaseDamagedError as error:
        document = {"ok": False, "problems": [error.words()]}
    _say(given, document, "The case is sound." if document["ok"] else "\n".join(document["problems"]))
    return 0 if document["ok"] else 1


# Words in and out


def _reading(path: Path) -> Any:
    from intelviz.scripting import Case

    return Case.open(path, read_only=True)


def _changing_if_possible(path: Path) -> Any:
    """Open the case so that its log can say what left it; where that can't be, only to read it, and say so."""
    from intelviz.scripting import Case

    try:
        return Case.open(path)
    except (CaseInUseError, CaseReadOnlyError) as error:
        print(f"intelviz: the log of the case will not say that this was written: {error.words()}", file=sys.stderr)
        return _reading(path)


def _say(given: argparse.Namespace, document: Any, words: str) -> None:
    if given.json:
        _print_json(document)
    else:
        print(readable_lines(words))


def _print_json(document: Any) -> None:
    print(json.dumps(document, ensure_ascii=False, allow_nan=False))


def _count(number: int, what: str) -> str:
    return f"{number:,} {what}" if number == 1 else f"{number:,} {what}s"


def _number(text: str) -> int:
    if not (text.isascii() and text.isdigit() and len(text) < 10):
        raise argparse.ArgumentTypeError(f"“{text}” is not a number of 0 or more")
    return int(text)


def _size(text: str) -> tuple[int, int]:
    width, _, height = text.lower().partition("x")
    if not (width.isdigit() and height.isdigit()):
        raise UsageError(f"“{text}” is not a size.", remedy="Write it as 1280x800.")
    found = int(width), int(height)
    if not all(16 <= side <= 20_000 for side in found):
        raise UsageError(f"A picture of {text} pixels can't be drawn.", remedy="Each side may have 16 to 20,000.")
    return found


def _progress() -> Step:
    if not sys.stderr.isatty():
        return silent
    last = ""

    def step(words: str, done: int = 0, total: int = 0) -> None:
        nonlocal last
        line = readable(f"{words} {done / total:.0%}" if total else words)
        if line != last:
            print(f"\r\033[K{line}", end="" if not total or done < total else "\n", file=sys.stderr, flush=True)
            last = line

    return step


def _info_words(document: dict[str, Any]) -> str:
    lines = [_count(sum(document["items"].values()), "item")]
    lines += [f"  {count:>9,}  {name}" for name, count in document["items"].items()]
    lines.append(_count(sum(document["links"].values()), "link"))
    lines += [f"  {count:>9,}  {name}" for name, count in document["links"].items()]
    lines.append(_count(len(document["sources"]), "source"))
    lines.append(f"{_count(document['with_time'], 'item')} with a time, {document['with_place']:,} with a place")
    return "\n".join(lines)


if __name__ == "__main__":
    raise SystemExit(main())
