"""What the commands share: input lines, JSON lines, exit codes.

0: the command did its work (a refusal is an answer). 2: unusable arguments. 1: a fault, its remedy on standard error.
"""

import io
import json
import sys
from collections.abc import Callable, Iterable, Iterator
from typing import Any

from corpus.errors import InspectionError, UnusableInput

Json = dict[str, Any]  # outside data, on its way in or out


def run(work: Callable[[], bool]) -> int:
    """Do the work and turn its outcome (True when all went well) or fault into an exit code."""
    _speak_utf8()
    try:
        return 0 if work() else 1
    except UnusableInput as fault:
        print(fault, file=sys.stderr)
        return 2
    except InspectionError as fault:
        print(fault, file=sys.stderr)
        return 1
    except BrokenPipeError:  # the reader of our output has gone: nothing more to say
        sys.stderr.close()
        return 0


def _speak_utf8() -> None:
    """Other programs read and write UTF-8, whatever this machine's own encoding is.

    Bytes that are no UTF-8 (old file names) survive on their way in, and leave as the escapes JSON knows.
    """
    for stream, errors in [(sys.stdin, "surrogateescape"), (sys.stdout, "backslashreplace")]:
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(encoding="utf-8", errors=errors)


def inputs(
    arguments: Iterable[str], field: str, tell: Callable[[str, UnusableInput], None] | None = None
) -> Iterator[Json]:
    """The inputs: the arguments, and for "-" the lines of standard input (plain text, or a JSON object).

    A line that cannot be used does not stop the rest: `tell` is called with it, else the first such fault is
    raised when all lines are done.
    """
    faults: list[UnusableInput] = []
    for argument in arguments:
        lines = (line.strip() for line in sys.stdin) if argument == "-" else ()
        if argument != "-":
            yield {field: argument}
        for line in filter(None, lines):
            try:
                row = _line(line, field)
            except UnusableInput as fault:
                faults.append(fault)
                if tell:
                    tell(line, fault)
            else:
                yield row
    if faults and not tell:
        raise faults[0]


def _line(line: str, field: str) -> Json:
    if not line.startswith("{"):
        return {field: line}
    try:
        row = json.loads(line)
    except json.JSONDecodeError as fault:
        raise UnusableInput(f"This line is not JSON: {line[:80]}", "Send a JSON object or plain text.") from fault
    if not isinstance(row.get(field), str):
        raise UnusableInput(f'This line has no text under "{field}": {line[:80]}', f'Add "{field}".')
    return dict(row)


def show(row: Json, as_json: bool, text: str) -> None:
    """Print one result: as a line of JSON, or as text for people."""
    print(json.dumps(row, ensure_ascii=False) if as_json else text, flush=True)
