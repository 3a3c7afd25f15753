"""The two halves of making an evidence pack, with the sealing of the log between them (T4).

First the files are drawn up and their manifest is committed to by an event; once that event is in the log, the proofs
can be given and the whole becomes one file.
"""

from __future__ import annotations

import base64
import json
import zipfile
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from io import BytesIO
from pathlib import Path
from typing import Any
from uuid import UUID

from django.conf import settings
from django.db import transaction

from fairplace.dps.competitions.queries.evidence import BidFile, CompetitionFile, competition_file
from fairplace.dps.organisations.queries.people import names_of
from fairplace.dps.transparency import events
from fairplace.dps.transparency.models import EvidencePack, HeadDelivery, Release
from fairplace.dps.transparency.rules import evidence_pack as form
from fairplace.dps.transparency.rules.evidence_pack import Level
from fairplace.dps.transparency.rules.pack_levels import Reader, shows
from fairplace.dps.transparency.rules.pack_report import report_data
from fairplace.foundations import audit
from fairplace.foundations.audit.evidence import StoredEvent, stored_events
from fairplace.foundations.audit.proofs import (
    consistency_proofs,
    edge_at,
    inclusion_proofs,
    latest_head,
    leaves_from,
    placed,
)
from fairplace.foundations.documents.store import store_made
from fairplace.foundations.kernel.actor import Actor
from fairplace.foundations.kernel.event_leaf import Json, published
from fairplace.foundations.paper import render_pdf

TEMPLATE = Path(__file__).resolve().parent.parent / "letters" / "evidence.typ"
LEAVES = 65_536
"""Leaf hashes that a pack holds at most (2 MB): any head within them can be checked against it; older ones that were
delivered have proofs of their own."""


@dataclass(frozen=True, slots=True)
class DrawnUp:
    """A pack before its proofs. leaves: of the events that it shows or withholds."""

    pack_id: UUID
    reference: str
    files: Mapping[str, bytes]
    made: UUID
    event_ids: list[UUID]


@transaction.atomic
def draw_up_pack(*, actor: Actor, pack_id: UUID, at: datetime) -> DrawnUp | None:
    """Files and manifest, and the event that commits to them. None where the pack is made, or never was asked for."""
    pack = EvidencePack.objects.select_for_update().filter(id=pack_id, document_id=None).first()
    found = competition_file(pack.referral_id) if pack else None
    if pack is None or found is None:
        return None
    level = Level(pack.level)
    own = [bid for bid in found.bids if bid.provider_id == pack.provider_id]
    reader = Reader(level, pack.provider_id, _own_things(found, own))
    releases = list(Release.objects.filter(ocid=f"{settings.FAIRPLACE_OCID_PREFIX}-{found.reference}").order_by("id"))
    release_ids = {release.id for release in releases}
    stored = stored_events(about=[found.referral_id, found.id, *release_ids])
    shown = [one for one in stored if one.salt is not None and shows(reader, one.row, release_ids)]
    kept = {one.row.id for one in shown}
    files = _files(found, level, own, shown, [one for one in stored if one.row.id not in kept], releases)
    files[form.REPORT] = render_pdf(TEMPLATE, report_data(found, level, shown, _names(shown), at), at=at)
    manifest = form.manifest(
        files, level=level, reference=found.reference, referral_id=str(found.referral_id), made_at=at.isoformat()
    )
    files[form.MANIFEST] = _json(manifest)
    made = audit.record(
        actor=actor,
        kind=events.PACK_MADE,
        subject=pack,
        about=found.referral_id,
        level=level.value,
        manifest=form.digest(files[form.MANIFEST]),
    )
    return DrawnUp(pack.id, found.reference, files, made, [one.row.id for one in stored])


@transaction.atomic
def seal_pack(*, actor: Actor, drawn: DrawnUp, at: datetime) -> None:
    """Proofs for all that is in it, against the newest head, and the whole kept as one file."""
    pack = EvidencePack.objects.select_for_update().get(id=drawn.pack_id)
    head = latest_head()
    if head is None or pack.document_id is not None or actor.organisation_id is None:
        return
    (made,) = [one for one in stored_events(about=[], subjects=[pack.id]) if one.row.id == drawn.made]
    assert made.salt is not None
    places = placed([*drawn.event_ids, drawn.made])
    proofs = inclusion_proofs((place.position for place in places.values()), head.size)
    start = max(0, (head.size - 1) // LEAVES * LEAVES)
    delivered = HeadDelivery.objects.filter(size__lt=start, size__gt=0).values_list("size", flat=True).distinct()
    content: Json = {
        "made": published(made.row, made.salt),
        "entries": [
            {"leaf": one.leaf.hex(), "position": one.position, "proof": _hex(proofs[one.position])}
            for one in sorted(places.values(), key=lambda one: one.position)
        ],
        "tree": {
            "from": start,
            "edge": _hex(edge_at(start)),
            "leaves": base64.b64encode(b"".join(leaves_from(start, head.size))).decode(),
        },
        "consistency": {str(old): _hex(proof) for old, proof in consistency_proofs(delivered, head.size).items()},
    }
    files = {**drawn.files, form.PROOFS: _json(content), form.CHECKPOINT: head.signed.encode()}
    pack.document_id = store_made(
        actor=actor,
        content=_zipped(files, at),
        name=f"evidence-{drawn.reference}-{pack.level}.zip",
        media_type="application/zip",
        kind="evidence_pack",
        owner=actor.organisation_id,
    )
    pack.made_at = at
    pack.save(update_fields=["document_id", "made_at"])


def _files(
    found: CompetitionFile,
    level: Level,
    own: list[BidFile],
    shown: list[StoredEvent],
    withheld: list[StoredEvent],
    releases: list[Release],
) -> dict[str, bytes]:
    told = [published(one.row, one.salt) for one in shown if one.salt is not None]
    files = {
        form.EVENTS: _json({"events": told, "withheld": [one.leaf.hex() for one in withheld]}),
        form.RELEASES: _json([release.content for release in releases]),
    }
    if level is Level.PUBLIC:
        return files
    bids = found.bids if level is Level.TRIBUNAL else own
    labels = {bid.label for bid in bids}
    files[form.BIDS] = _json([{"label": bid.label, "bid_id": str(bid.id), "content": bid.content} for bid in bids])
    marked = {str(one.row.subject_id) for one in shown}
    files[form.MARKS] = _json([mark for mark in found.marks if mark["bid"] in labels and mark["id"] in marked])
    files[form.LETTERS] = _json([letter for letter in found.letters if letter["bid"] in labels])
    if level is Level.TRIBUNAL and found.record is not None:
        files[form.RECORD], files[form.RESULT] = _json(found.record), _json(found.result)
    return files


def _own_things(found: CompetitionFile, own: list[BidFile]) -> set[UUID]:
    labels = {bid.label for bid in own}
    letters = {UUID(str(letter["id"])) for letter in found.letters if letter["bid"] in labels}
    return {bid.id for bid in own} | {bid.invitation_id for bid in own} | letters


def _names(shown: list[StoredEvent]) -> dict[UUID, str]:
    return names_of({one.row.actor_id for one in shown if one.row.actor_id is not None})


def _json(value: Any) -> bytes:
    return json.dumps(value, ensure_ascii=False, indent=1, sort_keys=True).encode() + b"\n"


def _hex(hashes: list[bytes]) -> list[Json]:
    return [one.hex() for one in hashes]


def _zipped(files: Mapping[str, bytes], at: datetime) -> bytes:
    packed = BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as pack:
        for name, content in sorted(files.items()):
            pack.writestr(zipfile.ZipInfo(name, at.timetuple()[:6]), content, zipfile.ZIP_DEFLATED)
    return packed.getvalue()
