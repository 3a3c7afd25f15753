"""Uploads of the wrong type: one clear sentence each, quickly, and nothing of them kept (bad input; A6)."""

import time
import zipfile
from contextlib import suppress
from io import BytesIO

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.pdf_utils.writer import copy_into_new_writer

from fairplace.foundations.documents.inspection import clean_name, inspect_file
from fairplace.foundations.kernel.refused import Refused
from tests.foundations.documents import files

PDF, DOCX, XLSX, PNG, JPEG = files.pdf(), files.docx(), files.xlsx(), files.png(), files.jpeg()
SIGNED = files.signed_pdf()
SCRIPT = b'<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>'
BOMB = b'<!DOCTYPE x [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;&a;">]><x>&b;</x>'


def by_name(value: str | bytes) -> str:
    """Contents that differ from run to run would give a test another name each time."""
    return value if isinstance(value, str) else "content"


@pytest.mark.parametrize(
    ("name", "content", "media_type"),
    [
        ("insurance.pdf", PDF, "application/pdf"),
        ("Policy v1.2 (final).PDF", files.pdf_with(""), "application/pdf"),
        ("link.pdf", files.pdf_with("/OpenAction << /S /GoTo /D [3 0 R /Fit] >>"), "application/pdf"),
        ("signed.pdf", SIGNED, "application/pdf"),
        ("letter.docx", DOCX, "application/vnd.openxmlformats-officedocument.wordprocessingml.document"),
        ("costs.xlsx", XLSX, "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
        ("photo.png", PNG, "image/png"),
        ("photo.jpg", JPEG, "image/jpeg"),
        ("photo.jpeg", JPEG + JPEG, "image/jpeg"),
        ("costs.csv", "﻿Cost,£\r\nCare,1000\r\n".encode(), "text/csv"),
        ("costs.csv", "Cost,£\r\n".encode("cp1252"), "text/csv"),
        ("note.txt", b"Insured < 5 years & counting.", "text/plain"),
    ],
    ids=by_name,
)
def test_everyday_file_is_taken(name: str, content: bytes, media_type: str) -> None:
    assert inspect_file(name, content) == media_type


@pytest.mark.parametrize(
    ("name", "content", "sentence"),
    [
        ("page.html", b"<html>", "Choose a PDF"),
        ("drawing.svg", SCRIPT, "Choose a PDF"),
        ("files.zip", files.archive({"a.txt": b"a"}), "Choose a PDF"),
        ("macros.docm", DOCX, "Choose a PDF"),
        ("no ending", PDF, "Choose a PDF"),
        ("", PDF, "Choose a PDF"),
        (".pdf", b"", "empty"),
        ("insurance.exe.pdf", PDF, "one ending only"),
        ("insurance.pdf.docx", DOCX, "one ending only"),
        ("insurance.html.txt", b"hello", "one ending only"),
        ("empty.pdf", b"", "empty"),
        ("really a picture.pdf", PNG, "not what its name says"),
        ("really text.png", b"hello", "not what its name says"),
        ("really a workbook.docx", XLSX, "not what its name says"),
        ("really a zip.docx", files.archive({"a.txt": b"a"}), "not what its name says|damaged"),
        ("a program.pdf", b"MZ" + bytes(200), "not what its name says"),
        ("disguised.png", SCRIPT, "not what its name says"),
        ("disguised.txt", SCRIPT, "web page inside"),
        ("disguised.csv", b"a,b\n" + SCRIPT, "web page inside"),
        ("polyglot.pdf", b"%PDF-1.7\n<html><script>alert(1)</script>" + PDF, "web page inside"),
        ("wide.txt", "<script>alert(1)</script>".encode("utf-16"), "web page inside"),
        ("binary.txt", b"abc\x00\x01def", "not plain text"),
        ("cut.pdf", PDF[:-200], "damaged"),
        ("headless.pdf", b"%PDF-1.7\nhello\n%%EOF", "damaged"),
        ("script.pdf", files.pdf_with("/OpenAction << /S /JavaScript /JS (app.alert\\(1\\)) >>"), "program"),
        ("launch.pdf", files.pdf_with("/OpenAction << /S /Launch /F (cmd.exe) >>"), "program"),
        ("chained.pdf", files.pdf_with("/OpenAction << /S /GoTo /Next << /S /JavaScript >> >>"), "program"),
        ("names.pdf", files.pdf_with("/Names << /JavaScript << /Names [] >> >>"), "program"),
        ("within.pdf", files.pdf_with("/Names << /EmbeddedFiles << /Names [] >> >>"), "program"),
        ("macro.docx", files.docx(word__vbaProject=b"\xd0\xcf"), "macro"),
        ("program.docx", files.with_parts(files.docx(), {"word/invoice.com": b"X5O!"}), "another file inside"),
        ("page.xlsx", files.with_parts(files.xlsx(), {"xl/help.html": b"<b>Hello</b>"}), "another file inside"),
        ("object.docx", files.docx(word__embeddings__oleObject1=b"x"), "macro or another file"),
        ("nested.docx", files.docx(word__media__a=files.archive({"a": b"a"})), "another file inside"),
        ("entities.docx", files.docx(**{"word__styles.xml": BOMB}), "damaged"),
        ("wide entities.docx", files.docx(**{"word__styles.xml": BOMB.decode().encode("utf-16")}), "damaged"),
        ("climbing.docx", files.docx(**{"..__..__etc__passwd": b"x"}), "damaged"),
        ("cut.docx", DOCX[:-30], "damaged"),
        ("behind.png", PNG + b"PK\x03\x04 another file", "something else behind"),
        ("behind.jpg", JPEG + b"PK\x03\x04 another file", "something else behind"),
        ("cut.png", PNG[:-6], "damaged"),
        ("cut.jpg", JPEG[:-2], "damaged"),
        ("huge.png", files.png(100_000, 100_000), "too large"),
        ("huge.jpg", files.jpeg(60_000, 60_000), "too large"),
        ("flat.png", files.png(0, 5), "damaged"),
    ],
    ids=by_name,
)
def test_file_that_is_not_taken_is_refused_with_one_sentence(name: str, content: bytes, sentence: str) -> None:
    with pytest.raises(Refused, match=sentence) as refused:
        inspect_file(name, content)
    assert refused.value.sentence.endswith(".")
    assert refused.value.sentence.count(". ") == 0


def test_locked_pdf_is_refused() -> None:
    copy = copy_into_new_writer(PdfFileReader(BytesIO(PDF)))
    copy.encrypt("the owner's", "the reader's")
    locked = BytesIO()
    copy.write(locked)
    with pytest.raises(Refused, match="password"):
        inspect_file("locked.pdf", locked.getvalue())


def test_bomb_is_refused_at_once() -> None:
    """A6: refused within a second, without unpacking it."""
    start = time.process_time()
    bomb = files.docx(**{"word__media__big.xml": b"\x00" * 30_000_000})
    many = files.docx(**{f"word__media__{number}": b"" for number in range(2_500)})
    for content in (bomb, many):
        with pytest.raises(Refused, match="unpacks to far more"):
            inspect_file("bomb.docx", content)
    assert time.process_time() - start < 3


def test_a_hundred_thousand_parts_are_refused_before_their_list_is_read(monkeypatch: pytest.MonkeyPatch) -> None:
    """A6. Control: reading it is what takes the second."""
    crowded = files.with_parts(DOCX, {f"{place:x}": b"" for place in range(100_000)})
    commented = files.with_parts(DOCX, {f"word/{place}.xml": b"" for place in range(20)}) + b"PK\x05\x06"
    monkeypatch.setattr(zipfile, "ZipFile", None)
    with pytest.raises(Refused, match="unpacks to far more"):
        inspect_file("crowded.docx", crowded)
    with pytest.raises(Refused, match="damaged"):
        inspect_file("commented.docx", commented)


def test_what_office_programs_put_into_their_files_is_taken() -> None:
    """A file of the kinds that Word, Excel and LibreOffice write, folders and thumbnails among them."""
    names = (
        "docProps/app.xml", "docProps/thumbnail.jpeg", "customXml/itemProps1.xml", "customXml/_rels/item1.xml.rels",
        "word/media/image1.png", "word/media/image2.emf", "word/media/hdphoto1.wdp", "word/fonts/font1.odttf",
        "word/theme/theme1.xml", "xl/printerSettings/printerSettings1.bin", "xl/drawings/vmlDrawing1.vml",
        "Configurations2/", "Thumbnails/thumbnail.png", "manifest.rdf", "mimetype", "layout-cache",
        "_xmlsignatures/origin.sigs", "docMetadata/LabelInfo.xml",
    )  # fmt: skip
    assert inspect_file("letter.docx", files.with_parts(DOCX, dict.fromkeys(names, b"<x/>")))


def test_archive_that_lies_about_its_sizes_is_refused() -> None:
    honest = files.docx(**{"word__media__big.xml": b"A" * 2_000_000})
    size = (2_000_000).to_bytes(4, "little")
    assert honest.count(size) == 2
    with pytest.raises(Refused):
        inspect_file("lying.docx", honest.replace(size, (10).to_bytes(4, "little")))


@given(st.binary(max_size=300), st.sampled_from(["pdf", "docx", "xlsx", "png", "jpg", "csv", "txt"]))
def test_any_bytes_are_taken_or_refused_and_never_an_error(content: bytes, ending: str) -> None:
    beginnings = {"pdf": b"%PDF-1.7\n", "docx": b"PK\x03\x04", "xlsx": b"PK\x03\x04", "png": PNG[:8], "jpg": JPEG[:4]}
    for tried in (content, beginnings.get(ending, b"") + content):
        with suppress(Refused):
            inspect_file(f"file.{ending}", tried)


@given(st.data())
def test_damaged_file_is_never_an_error(data: st.DataObject) -> None:
    ending, content = data.draw(
        st.sampled_from([("pdf", PDF), ("docx", DOCX), ("xlsx", XLSX), ("png", PNG), ("jpg", JPEG)])
    )
    damaged = bytearray(content)
    for at in data.draw(st.lists(st.integers(0, len(content) - 1), min_size=1, max_size=5)):
        damaged[at] = data.draw(st.integers(0, 255))
    with suppress(Refused):
        inspect_file(f"file.{ending}", bytes(damaged))


@pytest.mark.parametrize(
    ("name", "kept"),
    [
        ("../../etc/passwd.pdf", "passwd.pdf"),
        ("C:\\Users\\ann\\Desktop\\policy.pdf", "policy.pdf"),
        ("po\x00li\ncy\u202e.pdf", "policy.pdf"),
        ("x" * 300 + ".pdf", "x" * 116 + ".pdf"),
    ],
)
def test_name_is_kept_without_folders_and_tricks(name: str, kept: str) -> None:
    assert clean_name(name) == kept


def test_stored_archives_are_fine_too() -> None:
    stored = files.archive(
        {
            files.CONTENT_TYPES: f'<x ContentType="{files.WORD_TYPE}"/>'.encode(),
            "word/document.xml": b"<w/>",
        },
        zipfile.ZIP_STORED,
    )
    assert inspect_file("letter.docx", stored).endswith("wordprocessingml.document")
