"""The public face of the log (T3): its newest signed head, proofs, its key, and what they are good for."""

from __future__ import annotations

from uuid import UUID

from django.http import HttpRequest, HttpResponse, JsonResponse

from fairplace.dps.transparency.queries.public_log import (
    NoSuchProof,
    NotYetPublished,
    consistency_proof,
    inclusion_proof,
    log_face,
)
from fairplace.dps.transparency.queries.verifier_file import verifier_file
from fairplace.foundations.kernel.merkle import LARGEST
from fairplace.web.components.formats import moment
from fairplace.web.components.rows import Fact
from fairplace.web.page import Audience, PageRequest, page, render

DIGITS = len(str(LARGEST))


@page(Audience.PUBLIC)
def log(request: PageRequest) -> HttpResponse:
    """What the record is, its key and its newest head."""
    face = log_face()
    return render(
        request,
        "web/public/log.jinja",
        face=face,
        facts=[
            Fact("Events in the record", f"{face.size:,}"),
            Fact("Newest head signed", moment(face.sealed_at) if face.sealed_at else "Nothing yet"),
        ],
    )


@page(Audience.PUBLIC)
def entry(request: PageRequest) -> HttpResponse:
    """Where one event stands, for somebody who follows the link of a letter."""
    asked = request.GET.get("event", "").strip()
    found, problem, waits = None, "", False
    try:
        found = inclusion_proof(UUID(asked)) if asked else None
    except NoSuchProof as missing:
        problem, waits = str(missing), isinstance(missing, NotYetPublished)
    except ValueError:
        problem = "That is not the number of an event: it has 32 letters and digits, with hyphens between."
    facts = found and [
        Fact("Number of the event", str(found.event_id)),
        Fact("Place in the record", f"{found.position + 1:,} of {found.size:,}"),
        Fact("Its leaf", found.leaf.hex()),
        Fact("Root of the record", found.root.hex()),
    ]
    return render(
        request, "web/public/log_entry.jinja", asked=asked, found=found, facts=facts, problem=problem, waits=waits
    )


@page(Audience.PUBLIC)
def checkpoint(request: PageRequest) -> HttpResponse:
    """The newest signed head (contract: /log/checkpoint)."""
    return _text(log_face().signed)


@page(Audience.PUBLIC)
def public_key(request: PageRequest) -> HttpResponse:
    """The key that heads are checked with, on one line."""
    return _text(log_face().key + "\n")


@page(Audience.PUBLIC)
def verifier(request: PageRequest) -> HttpResponse:
    """The program that checks evidence packs, as one file (T4)."""
    response = _text(verifier_file())
    response["Content-Disposition"] = 'attachment; filename="verify.py"'
    return response


@page(Audience.PUBLIC)
def inclusion(request: PageRequest) -> HttpResponse:
    """?event=NUMBER[&size=LEAVES]: that the event stands in the log."""
    try:
        found = inclusion_proof(UUID(request.GET.get("event", "")), _number(request, "size"))
    except NoSuchProof as missing:
        return _json({"error": str(missing)}, status=404)
    except ValueError:
        return _json({"error": "Ask with ?event=NUMBER, and with &size=LEAVES for an earlier head."}, status=404)
    return _json(
        {
            "event": str(found.event_id),
            "leaf": found.leaf.hex(),
            "position": found.position,
            "size": found.size,
            "root": found.root.hex(),
            "proof": [one.hex() for one in found.proof],
            "checkpoint": found.signed,
        }
    )


@page(Audience.PUBLIC)
def consistency(request: PageRequest) -> HttpResponse:
    """?from=LEAVES[&to=LEAVES]: that the log of the later size extends that of the earlier."""
    try:
        earlier = _number(request, "from")
        if earlier is None:
            raise ValueError
        found = consistency_proof(earlier, _number(request, "to"))
    except NoSuchProof as missing:
        return _json({"error": str(missing)}, status=404)
    except ValueError:
        return _json(
            {"error": "Ask with ?from=LEAVES, and with &to=LEAVES for another head than the newest."}, status=404
        )
    return _json(
        {
            "from": found.earlier.size,
            "to": found.later.size,
            "proof": [one.hex() for one in found.proof],
            "from_checkpoint": found.earlier.signed,
            "to_checkpoint": found.later.signed,
        }
    )


def _number(request: HttpRequest, name: str) -> int | None:
    """None where it is not asked for. Raises ValueError."""
    told = request.GET.get(name)
    if told is None:
        return None
    if not (told.isascii() and told.isdigit() and len(told) < DIGITS):
        raise ValueError(name)
    return int(told)


def _text(text: str) -> HttpResponse:
    response = HttpResponse(text, content_type="text/plain; charset=utf-8")
    response["Access-Control-Allow-Origin"] = "*"
    response["Cache-Control"] = "no-store"
    return response


def _json(content: dict[str, object], status: int = 200) -> JsonResponse:
    response = JsonResponse(content, status=status)
    response["Access-Control-Allow-Origin"] = "*"
    response["Cache-Control"] = "no-store"
    return response
