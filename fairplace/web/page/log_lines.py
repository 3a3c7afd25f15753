"""What a log line may say: never a link that opens something, nor the value that an error stumbled over.

Django logs the path of a request that failed, and the path of a family, or of somebody invited, is its key.
PostgreSQL puts the offending value into its message ("Key (email)=(…) already exists"). So paths lose their last part
there, and of an exception only its kind and the places it came through are written.
"""

from __future__ import annotations

import logging
import re
import traceback
from types import TracebackType

_KEY_IN_PATH = re.compile(r"(/(?:(?:family|place)/[a-z-]+|invited)/)[^/\s'\"?]+")
_ADDRESS = re.compile(r"[\w.+'-]+@[\w-]+\.[\w.-]+")
_TELEPHONE = re.compile(r"(?<![\w+])\+\d{8,15}(?!\w)|(?<![\w.:-])0\d(?:[ -]?\d){8,9}(?![\w:-])")
_QUERY = re.compile(r"(?<=[\w/])\?[\w%.-]+=\S*")


class LineFormatter(logging.Formatter):
    """The plain format with secrets and personal data taken out."""

    def format(self, record: logging.LogRecord) -> str:
        return without_secrets(super().format(record))

    def formatException(  # noqa: N802 - the name that logging calls
        self, ei: tuple[type[BaseException], BaseException, TracebackType | None] | tuple[None, None, None]
    ) -> str:
        kind, error, trace = ei
        if kind is None:
            return ""
        causes = []
        while error is not None:
            causes.append(f"{type(error).__module__}.{type(error).__qualname__}")
            error = error.__cause__
        places = (f"{frame.filename}:{frame.lineno} {frame.name}" for frame in traceback.extract_tb(trace))
        return "\n".join((" from ".join(causes), *(f"  {place}" for place in places)))


def without_secrets(line: str) -> str:
    """Links of families and of the invited, e-mail addresses, telephone numbers and query strings are cut."""
    line = _KEY_IN_PATH.sub(r"\1…", line)
    return _QUERY.sub("?…", _TELEPHONE.sub("(a number)", _ADDRESS.sub("…@…", line)))
