"""Plain text and CSV."""

from fairplace.foundations.kernel.refused import Refused

_LAYOUT = {"\t", "\n", "\r", "\f"}


def check_text(content: bytes) -> None:
    """Refused unless it is readable text."""
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError:
        try:
            text = content.decode("cp1252")  # what a spreadsheet on an older Windows writes
        except UnicodeDecodeError:
            raise Refused(_NOT_TEXT) from None
    if any(sign < " " and sign not in _LAYOUT for sign in text):
        raise Refused(_NOT_TEXT)


_NOT_TEXT = "The file is not plain text: save it as UTF-8 text and choose it again."
