"""What the commands write: UTF-8 whatever the terminal says, one line a line whatever a record holds."""

import json
import re
import sys
from typing import NoReturn

import typer

REFUSED = 2
"""Exit status: the input was refused; standard error says why."""

_UNSAFE = re.compile("[\x00-\x09\x0b-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff]")


def put(text: str) -> None:
    """One line, or one JSON text, on standard output."""
    _write(sys.stdout, text)


def put_error(text: str) -> None:
    """One line on standard error."""
    _write(sys.stderr, text)


def refuse(*lines: str) -> NoReturn:
    """Says why on standard error, a line each, and ends with exit status 2."""
    for line in lines:
        put_error(line.replace("\n", " "))
    raise typer.Exit(REFUSED)


def as_json(value: object, *, indent: int | None = None) -> str:
    """JSON that people can read: × and ÷ stand as they are; only control signs and half pairs are escaped."""
    return json.dumps(value, ensure_ascii=False, indent=indent)


def _write(stream: object, text: str) -> None:
    safe = _UNSAFE.sub(lambda sign: f"\\u{ord(sign[0]):04x}", text)
    buffer = getattr(stream, "buffer")  # noqa: B009
    buffer.write(safe.encode() + b"\n")
    buffer.flush()
