"""PNG and JPEG pictures, walked from their first byte to their last."""

import struct
import zlib

from fairplace.foundations.kernel.refused import Refused

_PNG = b"\x89PNG\r\n\x1a\n"
_MOST_PIXELS = 100_000_000

_DAMAGED = "The picture is damaged: save it again and choose it again."
_TRAILING = "The picture has something else behind it: save it again and choose it again."

# JPEG: markers without a length, and the frames that hold the size of the picture.
_BARE = frozenset({0x01, *range(0xD0, 0xD8)})
_FRAMES = frozenset(range(0xC0, 0xD0)) - {0xC4, 0xC8, 0xCC}
_SCAN, _END, _START = 0xDA, 0xD9, 0xD8


def check_png(content: bytes) -> None:
    """Refused unless it is one whole PNG and nothing else."""
    if not content.startswith(_PNG):
        raise Refused(_DAMAGED)
    at, kind, sized = len(_PNG), b"", False
    while kind != b"IEND":
        if at + 12 > len(content):
            raise Refused(_DAMAGED)
        (length,) = struct.unpack_from(">I", content, at)
        kind = content[at + 4 : at + 8]
        end = at + 8 + length
        if end + 4 > len(content) or zlib.crc32(content[at + 4 : end]) != int.from_bytes(content[end : end + 4], "big"):
            raise Refused(_DAMAGED)
        if not sized:
            if kind != b"IHDR" or length != 13:
                raise Refused(_DAMAGED)
            _check_pixels(*struct.unpack_from(">II", content, at + 8))
            sized = True
        at = end + 4
    if at != len(content):
        raise Refused(_TRAILING)


def check_jpeg(content: bytes) -> None:
    """Refused unless it is one whole JPEG. A phone's second, smaller JPEG behind it is allowed."""
    try:
        end = _end_of_jpeg(content)
    except (IndexError, struct.error):
        raise Refused(_DAMAGED) from None
    rest = content[end:].lstrip(b"\x00")
    if rest and not rest.startswith(b"\xff\xd8"):
        raise Refused(_TRAILING)


def _end_of_jpeg(content: bytes) -> int:
    if content[:2] != b"\xff\xd8":
        raise Refused(_DAMAGED)
    at, sized = 2, False
    while True:
        if content[at] != 0xFF:
            raise Refused(_DAMAGED)
        while content[at] == 0xFF:
            at += 1
        marker = content[at]
        at += 1
        if marker == _END:
            if not sized:
                raise Refused(_DAMAGED)
            return at
        if marker in _BARE:
            continue
        if marker in (_START, 0x00):
            raise Refused(_DAMAGED)
        (length,) = struct.unpack_from(">H", content, at)
        if marker in _FRAMES:
            height, width = struct.unpack_from(">HH", content, at + 3)
            _check_pixels(width, height)
            sized = True
        at += length
        if marker == _SCAN:
            at = _end_of_scan(content, at)


def _end_of_scan(content: bytes, at: int) -> int:
    """Where the next marker stands: 0xFF followed by neither a stuffed nought nor a restart."""
    while True:
        at = content.find(b"\xff", at)
        if at < 0:
            raise Refused(_DAMAGED)
        if content[at + 1] == 0x00 or content[at + 1] in _BARE:
            at += 2
        else:
            return at


def _check_pixels(width: int, height: int) -> None:
    if not width or not height:
        raise Refused(_DAMAGED)
    if width * height > _MOST_PIXELS:
        raise Refused("The picture is too large: make it smaller than 10,000 by 10,000 pixels.")
