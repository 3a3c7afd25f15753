"""PDF files, opened far enough to know that they are one and carry no program."""

from io import BytesIO
from typing import Any

from pyhanko.pdf_utils.generic import DictionaryObject
from pyhanko.pdf_utils.reader import PdfFileReader

from fairplace.foundations.kernel.refused import Refused

_END = b"%%EOF"
_END_WITHIN = 2048
_PROGRAMS = {"/JavaScript", "/Launch", "/ImportData", "/SubmitForm", "/RichMediaExecute"}
_DEEPEST = 20


def check_pdf(content: bytes) -> None:
    """Refused when damaged, locked, or holding a program or another file."""
    if not content.startswith(b"%PDF-") or _END not in content[-_END_WITHIN:]:
        raise Refused("The PDF is damaged: save it again and choose it again.")
    try:
        reader = PdfFileReader(BytesIO(content), strict=False)
        locked = reader.encrypted
        active = False if locked else _is_active(reader.root)
        pages = 0 if locked else int(reader.root["/Pages"]["/Count"])
    except Exception:  # whatever a crafted file provokes, the answer is the same
        raise Refused("The PDF is damaged: save it again and choose it again.") from None
    if locked:
        raise Refused("The PDF is locked with a password: remove the password and choose it again.")
    if active:
        raise Refused("The PDF has a program or another file inside it: print it to a new PDF and choose that.")
    if pages < 1:
        raise Refused("The PDF has no pages: choose another one.")


def _is_active(root: DictionaryObject) -> bool:
    names = root.get("/Names", {})
    if "/JavaScript" in names or "/EmbeddedFiles" in names or "/AA" in root:
        return True
    return _runs_something(root.get("/OpenAction"), _DEEPEST)


def _runs_something(action: Any, deeper: int) -> bool:
    if not isinstance(action, DictionaryObject) or not deeper:
        return False
    return str(action.get("/S")) in _PROGRAMS or _runs_something(action.get("/Next"), deeper - 1)
