"""What a file says of who made it, when, where and with what, taken out; and its text, where that is cheap to read.

Content stays as it is, except a PDF's notes on who wrote a comment. A file that cannot be cleaned is refused.
"""

from __future__ import annotations

import re
import struct
import zipfile
from collections.abc import Callable, Iterator
from io import BytesIO
from typing import Any

from lxml import etree  # type: ignore[import-untyped]
from pyhanko.pdf_utils import generic
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.pdf_utils.writer import PdfFileWriter, copy_into_new_writer

from fairplace.foundations.documents.words import Words, pdf_words
from fairplace.foundations.kernel.refused import Refused

MOST_TEXT = 200_000
"""Characters that are kept of a file's text."""
_CANNOT = "We cannot take out what this file says of who made it: print it to a new PDF, or send another one."


def clean(media_type: str, content: bytes) -> bytes:
    """The same file without what says who made it. The file was inspected; refused where it cannot be cleaned."""
    cleaner = _CLEANERS.get(media_type)
    if cleaner is None:
        raise Refused(_CANNOT)
    try:
        return cleaner(content)
    except Refused:
        raise
    except Exception:  # whatever a crafted file provokes, the answer is the same
        raise Refused(_CANNOT) from None


def words_of(media_type: str, content: bytes) -> Words:
    """What can be read of a file; of a picture, nothing. Never raises: what cannot be read, a person looks at."""
    reader = _READERS.get(media_type)
    if reader is None:
        return Words("", whole=False)
    try:
        found = reader(content)
    except Exception:
        return Words("", whole=False)
    return Words(found.text[:MOST_TEXT], whole=found.whole and len(found.text) <= MOST_TEXT)


# PNG: what a picture needs to be drawn, and nothing else.
_DRAWN = {b"IHDR", b"PLTE", b"IDAT", b"IEND", b"tRNS", b"gAMA", b"cHRM", b"sRGB", b"sBIT", b"bKGD", b"pHYs"}


def _png(content: bytes) -> bytes:
    kept, at = [content[:8]], 8
    while at < len(content):
        (length,) = struct.unpack_from(">I", content, at)
        end = at + 12 + length
        if content[at + 4 : at + 8] in _DRAWN:
            kept.append(content[at:end])
        at = end
    return b"".join(kept)


_APP0, _APP1, _APP14, _APP15, _COMMENT, _SCAN, _END = 0xE0, 0xE1, 0xEE, 0xEF, 0xFE, 0xDA, 0xD9


def _jpeg(content: bytes) -> bytes:
    """Without every application's segment and comment, but with which way is up; and nothing behind the picture."""
    kept, at, upright = [content[:2]], 2, b""
    while True:
        while content[at] == 0xFF:
            at += 1
        marker = content[at]
        at += 1
        if marker == _END:
            return b"".join([*kept[:1], upright, *kept[1:], b"\xff\xd9"])
        (length,) = struct.unpack_from(">H", content, at)
        segment, end = content[at - 2 : at + length], at + length
        if marker == _SCAN:
            end = _end_of_scan(content, end)
            segment = content[at - 2 : end]
        if marker == _APP1 and not upright:
            upright = _which_way_up(segment[4:])
        if not (_APP0 <= marker <= _APP15 or marker == _COMMENT) or marker == _APP14 or _is_jfif(segment):
            kept.append(b"\xff" + segment[1:])
        at = end


def _is_jfif(segment: bytes) -> bool:
    """The first header, without a small picture in it."""
    return segment[1] == _APP0 and segment[4:9] == b"JFIF\x00" and segment[16:18] == b"\x00\x00"


def _end_of_scan(content: bytes, at: int) -> int:
    """Where the next marker stands; a restart is part of the scan."""
    while True:
        at = content.index(b"\xff", at)
        if content[at + 1] == 0 or 0xD0 <= content[at + 1] <= 0xD7:
            at += 2
        else:
            return at


def _which_way_up(exif: bytes) -> bytes:
    """A segment with the orientation alone; empty where the picture has none, or stands upright."""
    if not exif.startswith(b"Exif\x00\x00"):
        return b""
    tiff = exif[6:]
    order = {b"II": "<", b"MM": ">"}.get(tiff[:2])
    if order is None:
        return b""
    try:
        (first,) = struct.unpack_from(f"{order}I", tiff, 4)
        (entries,) = struct.unpack_from(f"{order}H", tiff, first)
        for entry in range(entries):
            tag, _, _, value = struct.unpack_from(f"{order}HHIH", tiff, first + 2 + 12 * entry)
            if tag == 0x0112 and 2 <= value <= 8:
                body = b"Exif\x00\x00MM\x00\x2a" + struct.pack(">IHHHIHHI", 8, 1, 0x0112, 3, 1, value, 0, 0)
                return b"\xff\xe1" + struct.pack(">H", len(body) + 2) + body
    except struct.error:
        pass
    return b""


_MAKER = ("/Metadata", "/PieceInfo", "/Thumb", "/LastModified", "/SpiderInfo")
_OF_A_NOTE = ("/T", "/M", "/CreationDate", "/RC")


def _pdf(content: bytes) -> bytes:
    """Written anew, so that nothing of earlier revisions is left; without its information and XMP, down to pictures."""
    writer = _anew(content)
    for held in list(writer.objects.values()):
        for one in _dictionaries(held):
            _clean_dictionary(one)
    return _written(_anew(_written(writer)))  # once more, without what nothing points to any more


def _anew(content: bytes) -> PdfFileWriter:
    """What can be reached from the catalogue alone."""
    return copy_into_new_writer(PdfFileReader(BytesIO(content), strict=False), {"info": None})


def _written(writer: PdfFileWriter) -> bytes:
    out = BytesIO()
    writer.write(out)  # type: ignore[no-untyped-call]
    return out.getvalue()


def _dictionaries(held: Any) -> Iterator[Any]:
    """Each dictionary in an object, down to the direct ones."""
    if isinstance(held, generic.DictionaryObject):
        yield held
        for value in list(held.values()):
            if not isinstance(value, generic.IndirectObject):
                yield from _dictionaries(value)
    elif isinstance(held, generic.ArrayObject):
        for value in held:
            if not isinstance(value, generic.IndirectObject):
                yield from _dictionaries(value)


def _clean_dictionary(one: Any) -> None:
    for name in _MAKER:
        one.pop(name, None)
    if one.get("/Type") == "/Annot" and one.get("/Subtype") not in {"/Widget", "/Link"}:
        for name in _OF_A_NOTE:
            one.pop(name, None)
    if isinstance(one, generic.StreamObject) and one.get("/Subtype") == "/Image":
        filters = one.get("/Filter")
        last = filters[-1] if isinstance(filters, generic.ArrayObject) and filters else filters
        if last == "/DCTDecode" and not (isinstance(filters, generic.ArrayObject) and len(filters) > 1):
            one._encoded_data = _jpeg(one.encoded_data)


_PROPERTIES = {
    "docprops/core.xml": (
        b'<?xml version="1.0" encoding="UTF-8" standalone="yes"?><cp:coreProperties'
        b' xmlns:cp="http://schemas.openxmlformats.org/package/2006/metadata/core-properties"/>'
    ),
    "docprops/app.xml": (
        b'<?xml version="1.0" encoding="UTF-8" standalone="yes"?><Properties'
        b' xmlns="http://schemas.openxmlformats.org/officeDocument/2006/extended-properties"/>'
    ),
    "docprops/custom.xml": (
        b'<?xml version="1.0" encoding="UTF-8" standalone="yes"?><Properties'
        b' xmlns="http://schemas.openxmlformats.org/officeDocument/2006/custom-properties"/>'
    ),
}
_NAMES_PEOPLE = re.compile(r"(comments|people|persons?/|threadedcomments|revisions?)", re.IGNORECASE)
_TRACKED = re.compile(rb"<w:(ins|del|moveFrom|moveTo|rPrChange|pPrChange)\b[^>]*\bw:author=", re.IGNORECASE)
_SESSIONS = re.compile(rb'\s(w:rsid\w*|w14:paraId|w14:textId)="[^"]*"')
_BOOK_AUTHOR = re.compile(rb'\s(lastEdited|userName|xr:documentId)="[^"]*"|<x15ac:absPath[^>]*/>')
_PICTURES = {".png": _png, ".jpg": _jpeg, ".jpeg": _jpeg}


def _office(content: bytes) -> bytes:
    """Word or Excel: properties emptied, pictures cleaned, the editing sessions of each paragraph forgotten."""
    out = BytesIO()
    with zipfile.ZipFile(BytesIO(content)) as archive, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as clean_copy:
        for part in archive.infolist():
            if part.is_dir():
                continue
            entry = zipfile.ZipInfo(part.filename, (1980, 1, 1, 0, 0, 0))
            entry.compress_type = zipfile.ZIP_DEFLATED
            clean_copy.writestr(entry, _office_part(part.filename, archive.read(part)))
    return out.getvalue()


def _office_part(name: str, content: bytes) -> bytes:
    low = name.lower()
    if low in _PROPERTIES:
        return _PROPERTIES[low]
    if _NAMES_PEOPLE.search(low) or _TRACKED.search(content):
        raise Refused(
            "The file has comments or tracked changes, which say who wrote them: accept or delete them, or save it as a"
            " PDF and choose that."
        )
    if "/media/" in low or low.startswith("docprops/thumbnail"):
        suffix = next((end for end in _PICTURES if low.endswith(end)), "")
        if not suffix:
            raise Refused("The file holds a picture of a kind that we cannot clean: save it as a PDF and choose that.")
        return _PICTURES[suffix](content)
    if low.endswith(".xml"):
        return _BOOK_AUTHOR.sub(b"", _SESSIONS.sub(b"", content))
    return content


def _plain(content: bytes) -> bytes:
    return content


_WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
_EXCEL = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
_CLEANERS: dict[str, Callable[[bytes], bytes]] = {
    "application/pdf": _pdf,
    "image/png": _png,
    "image/jpeg": _jpeg,
    _WORD: _office,
    _EXCEL: _office,
    "text/plain": _plain,
    "text/csv": _plain,
}


def _text(content: bytes) -> Words:
    try:
        return Words(content.decode("utf-8-sig"), whole=True)
    except UnicodeDecodeError:
        return Words(content.decode("cp1252"), whole=True)


_WORDS_IN = re.compile(
    r"(word/(document|header\d*|footer\d*|footnotes|endnotes)|xl/(sharedstrings|worksheets/.*))\.xml"
)
_BREAKS = {"p", "si", "row", "c", "br", "tab"}


def _office_text(content: bytes) -> Words:
    """Paragraph by paragraph; numbers of a sheet as they are stored. Not whole where there is a picture in it."""
    parser = etree.XMLParser(resolve_entities=False, no_network=True, huge_tree=False)
    told: list[str] = []
    pictures = False
    with zipfile.ZipFile(BytesIO(content)) as archive:
        for part in archive.infolist():
            pictures = pictures or "/media/" in part.filename.lower()
            if _WORDS_IN.fullmatch(part.filename.lower()):
                root = etree.fromstring(archive.read(part), parser)
                for one in root.iter("{*}t", "{*}v", *(f"{{*}}{name}" for name in _BREAKS)):
                    name = one.tag.rpartition("}")[2]
                    index = name == "v" and one.getparent().get("t") == "s"  # of a shared string, which is read itself
                    told.append("\n" if name in _BREAKS else "" if index else one.text or "")
    return Words(re.sub(r"\n+", "\n", "".join(told)).strip(), whole=not pictures)


_READERS: dict[str, Callable[[bytes], Words]] = {
    "application/pdf": pdf_words,
    "text/plain": _text,
    "text/csv": _text,
    _WORD: _office_text,
    _EXCEL: _office_text,
}
