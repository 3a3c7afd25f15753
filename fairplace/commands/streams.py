"""What the commands write: UTF-8 whatever the terminal says, one line a line whatever a record holds."""

import json
import re
import sys
from contextlib import suppress
from errno import EBADF
from os import strerror
from typing import NoReturn

import typer

REFUSED = 2
"""Exit status: the input was refused; standard error says why."""

UNWRITTEN = 1
"""Exit status: the answer was there, but standard output did not take it."""

_UNSAFE = re.compile("[\x00-\x09\x0b-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff]")


def put(text: str) -> None:
    """One line, or one JSON text, on standard output. Whoever has stopped reading (`| head`) ends the command."""
    try:
        _write(sys.stdout, text)
    except BrokenPipeError:
        raise
    except OSError as error:
        put_error(f"standard output: This cannot be written ({(error.strerror or str(error)).lower()}).")
        raise typer.Exit(UNWRITTEN) from None


def put_error(text: str) -> None:
    """One line on standard error."""
    with suppress(OSError):
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
    """Raises OSError where the stream is closed, full or gone."""
    if stream is None:  # closed before we started
        raise OSError(EBADF, strerror(EBADF))
    safe = _UNSAFE.sub(lambda sign: f"\\u{ord(sign[0]):04x}", text)
    buffer = getattr(stream, "buffer")  # noqa: B009
    buffer.write(safe.encode() + b"\n")
    buffer.flush()
