"""Which files are taken: a short list of kinds, each opened and looked through before it is kept.

Never trusted: the browser's word for the type, the extension alone, the first bytes alone. Each refusal is
one sentence that says what to do.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import PurePosixPath

import puremagic

from fairplace.foundations.documents import images, office, portable, text
from fairplace.foundations.kernel.refused import Refused

ACCEPTED = "PDF, Word (.docx), Excel (.xlsx), JPEG, PNG, CSV or text file"

_LONGEST_NAME = 120
_ACTIVE = re.compile(
    "asp|aspx|bat|bin|cgi|cmd|com|cpl|dll|docm|dotm|exe|hta|htm|html|jar|js|jse|jsp|lnk|mht|mhtml|msi|php|pl|"
    "pptm|ps1|py|reg|scr|sh|svg|svgz|swf|vb|vbe|vbs|wsf|xhtml|xlsm|xltm|xml|zip"
)
_MARKUP = (b"<html", b"<!doctype html", b"<svg", b"<script", b"<iframe", b"<?php", b"<body")
_LOOKED_AT = 2048


@dataclass(frozen=True, slots=True)
class _Kind:
    media_type: str
    check: Callable[[bytes], None]
    magic: bool = True


_KINDS = {
    "pdf": _Kind("application/pdf", portable.check_pdf),
    "docx": _Kind("application/vnd.openxmlformats-officedocument.wordprocessingml.document", office.check_docx),
    "xlsx": _Kind("application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", office.check_xlsx),
    "png": _Kind("image/png", images.check_png),
    "jpg": _Kind("image/jpeg", images.check_jpeg),
    "jpeg": _Kind("image/jpeg", images.check_jpeg),
    "csv": _Kind("text/csv", text.check_text, magic=False),
    "txt": _Kind("text/plain", text.check_text, magic=False),
}


def clean_name(name: str) -> str:
    """The name as we keep and show it: no folders, no control characters, not endless."""
    last = PurePosixPath(name.replace("\\", "/")).name
    shown = "".join(sign for sign in last if sign.isprintable()).strip()
    if len(shown) > _LONGEST_NAME:
        stem, dot, suffix = shown.rpartition(".")
        shown = stem[: _LONGEST_NAME - len(suffix) - 1] + dot + suffix if dot else shown[:_LONGEST_NAME]
    return shown


def inspect_file(name: str, content: bytes) -> str:
    """The media type of a file that may be kept. Refused, with one sentence, when it may not."""
    *inner, suffix = clean_name(name).lower().split(".")
    kind = _KINDS.get(suffix) if inner else None
    if kind is None:
        raise Refused(f"Choose a {ACCEPTED}.")
    if any(_ACTIVE.fullmatch(ending) or ending in _KINDS for ending in inner[1:]):
        raise Refused("Rename the file so that its name has one ending only, such as insurance.pdf.")
    if not content:
        raise Refused("The file is empty: choose another one.")
    if kind.magic and not _begins_as(suffix, content):
        raise Refused(f"The file is not what its name says (.{suffix}): save it again and choose it again.")
    _check_no_markup(content)
    kind.check(content)
    return kind.media_type


def _begins_as(suffix: str, content: bytes) -> bool:
    try:
        guesses = puremagic.magic_string(content[:_LOOKED_AT])
    except (puremagic.PureError, ValueError):
        return False
    alike = {"jpg", "jpeg", "jfif"} if suffix in {"jpg", "jpeg"} else {suffix}
    return any(guess.extension.lstrip(".").lower() in alike for guess in guesses)


def _check_no_markup(content: bytes) -> None:
    """A page in disguise: some browsers would run it whatever it is called."""
    head = content[:_LOOKED_AT].lower().replace(b"\x00", b"")
    if any(mark in head for mark in _MARKUP):
        raise Refused("The file has a web page inside it: save it as a PDF and choose that.")
