"""The words of a PDF, and whether they are all that there is to read in it."""

from __future__ import annotations

import logging
import time
from io import BytesIO
from typing import NamedTuple

from pypdf import PageObject, PdfReader

MOST_PAGES = 300
MOST_SECONDS = 20.0
_FEWEST = 3
"""Letters and digits on a page with words; a stray sign of a scanner is none."""
_STRANGE = 0.3
"""Of the signs of a page: more than that which are no known letters, and a font without a map has hidden the words."""

logging.getLogger("pypdf").setLevel(logging.ERROR)  # what is odd in somebody's file is not ours to log


class Words(NamedTuple):
    """whole: nothing of the file was left unread. Where it is not, a person must look."""

    text: str
    whole: bool


def pdf_words(content: bytes) -> Words:
    """Page by page. Not whole: a page without words, a picture that may hold some, notes, a font that cannot be read,
    more pages or seconds than we give it. Never raises: whatever a crafted file provokes, a person must look.
    """
    told: list[str] = []
    whole, until = True, time.monotonic() + MOST_SECONDS
    try:
        pages = PdfReader(BytesIO(content)).pages
        if len(pages) > MOST_PAGES:
            whole = False
        for page in pages[:MOST_PAGES]:
            text = page.extract_text()
            told.append(text)
            whole = whole and _can_be_read(text) and not _may_hold_more(page)
            if time.monotonic() > until:
                return Words("\n".join(told), whole=False)
    except Exception:
        return Words("\n".join(told), whole=False)
    return Words("\n".join(told), whole=whole)


def _can_be_read(text: str) -> bool:
    signs = [sign for sign in text if not sign.isspace()]
    known = sum(sign.isalnum() for sign in signs)
    strange = sum(not sign.isprintable() or sign == "\ufffd" or "\ue000" <= sign <= "\uf8ff" for sign in signs)
    return known >= _FEWEST and strange <= _STRANGE * len(signs)


def _may_hold_more(page: PageObject) -> bool:
    """Pictures, forms within forms, and notes or fields beside the text."""
    if page.get("/Annots"):
        return True
    return _has_picture(page.get("/Resources"), 0)


def _has_picture(resources: object, depth: int) -> bool:
    if depth > 5:
        return True
    found = resources.get_object() if hasattr(resources, "get_object") else resources
    held = found.get("/XObject") if hasattr(found, "get") else None
    for one in held.get_object().values() if held is not None else ():
        form = one.get_object()
        if form.get("/Subtype") == "/Image" or _has_picture(form.get("/Resources"), depth + 1):
            return True
    return False
