"""Every e-mail and text message that the demo would have sent, readable by anybody: nothing leaves the machine."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import datetime
from urllib.parse import urlsplit

from django.conf import settings
from django.http import HttpResponse

from fairplace.demo.only_here import demo_page
from fairplace.foundations.messages.queries import MessageRow, all_messages, messages_sent_to
from fairplace.web.components.lists import read_paging
from fairplace.web.page import PageRequest, render

_LINK = re.compile(r"https?://\S+[\w/]")
_MOST = 1000


@dataclass(frozen=True, slots=True)
class Piece:
    """A piece of a letter: plain words, or a link inside this demo."""

    text: str
    href: str = ""


@dataclass(frozen=True, slots=True)
class Letter:
    """One e-mail or text message as the page shows it."""

    way: str
    to: str
    subject: str
    at: datetime
    pieces: tuple[Piece, ...]


@demo_page
def outbox(request: PageRequest) -> HttpResponse:
    """Newest first; `?to=` shows one person's alone."""
    to = request.GET.get("to", "").strip()
    found = messages_sent_to(to, limit=_MOST) if to else all_messages(limit=_MOST)
    paging = read_paging(request, len(found), per_page=25)
    letters = [_letter(row) for row in found[paging.slice]]
    return render(request, "demo/outbox.jinja", paging=paging, letters=letters, to=to, cut=len(found) == _MOST)


def _letter(row: MessageRow) -> Letter:
    return Letter(row.way, row.to_address, row.subject, row.queued_at, tuple(pieces_of(row.body_text)))


def pieces_of(text: str) -> list[Piece]:
    """The letter cut at its links. They lead into this demo."""
    pieces, end = [], 0
    for match in _LINK.finditer(text):
        pieces.append(Piece(text[end : match.start()]))
        pieces.append(Piece(match[0], _inside(match[0])))
        end = match.end()
    return [piece for piece in [*pieces, Piece(text[end:])] if piece.text]


def _inside(link: str) -> str:
    """The path of a link to ourselves, at whichever port we were served then; another host's is no link."""
    parts = urlsplit(link)
    if parts.hostname not in {"127.0.0.1", "localhost", urlsplit(settings.PUBLIC_ADDRESS).hostname}:
        return ""
    return (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
