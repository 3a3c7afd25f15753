"""Everything held about somebody, asked for, made, taken and ended (T5). Each step is recorded."""

from __future__ import annotations

import json
import zipfile
from datetime import datetime, timedelta
from io import BytesIO
from pathlib import Path, PurePosixPath
from typing import Any, Final
from uuid import UUID

from django.db import transaction
from procrastinate.contrib.django import app

from fairplace.dps.custody import events
from fairplace.dps.custody.models import SubjectExport
from fairplace.dps.custody.permissions import check_may_keep, check_may_take_export
from fairplace.dps.custody.queries.held import Held, held_about_child, held_about_person, held_about_provider
from fairplace.dps.custody.rules.data_map import in_words
from fairplace.dps.organisations.queries.actor import actor_of
from fairplace.dps.organisations.rules.roles import Role
from fairplace.dps.referrals.queries.kept import kept_referral
from fairplace.foundations.audit import record
from fairplace.foundations.documents.store import StoredDocument, open_document, remove_document, store_made
from fairplace.foundations.kernel.actor import Actor
from fairplace.foundations.kernel.refused import NotThere, Refused
from fairplace.foundations.paper.rendering import render_pdf

MAKE: Final = "custody.make_export"
END: Final = "custody.end_export"
KEPT_FOR: Final = timedelta(days=7)
TEMPLATE = Path(__file__).parent.parent / "letters" / "held.typ"
_About = SubjectExport.About
_SHOWN: Final = 200
"""Rows of one section in the paper; the file for programs has all."""


@transaction.atomic
def ask_child_export(*, actor: Actor, reference: str, reason: str, identity_checked: str, at: datetime) -> UUID:
    """By an officer of the council, for a child or family who asked, once it is sure who they are."""
    council_id, _ = check_may_keep(actor)
    found = kept_referral(council_id, reference)
    if found is None:
        raise Refused("Your council has no referral with this reference.", "reference")
    if not reason.strip():
        raise Refused("Say who asked, not by name, and why.", "reason")
    if not identity_checked.strip():
        raise Refused(
            "Say how you made sure who asks: nobody gets a child's data on their word alone.", "identity_checked"
        )
    return _asked(actor, _About.CHILD, found.id, found.reference, reason.strip(), identity_checked.strip(), at)


@transaction.atomic
def ask_own_export(*, actor: Actor, at: datetime) -> UUID:
    """Somebody with an account asks for what is held about themselves."""
    if actor.person_id is None or actor.organisation_id is None:
        raise NotThere
    return _asked(
        actor, _About.PERSON, actor.person_id, "Your own data", "Asked from the own account.", "Signed in.", at
    )


@transaction.atomic
def ask_provider_export(*, actor: Actor, at: datetime) -> UUID:
    """A provider's bid manager asks for what is held about the provider."""
    if not actor.is_provider or actor.organisation_id is None or not actor.holds(Role.BID_MANAGER.value):
        raise NotThere
    name = actor.organisation_name[:60]
    return _asked(actor, _About.PROVIDER, actor.organisation_id, name, "Asked by a bid manager.", "Signed in.", at)


@transaction.atomic
def make_export(*, actor: Actor, export_id: UUID, at: datetime) -> None:
    """One zip: a paper for people, the same for programs, and the files that belong to it. Made once."""
    export = SubjectExport.objects.select_for_update().filter(id=export_id, document_id=None).first()
    if export is None or export.made_at is not None:
        return
    asker = actor_of(export.asked_by_id)
    if asker is None:
        return
    held = _gather(export, asker)
    export.document_id = store_made(
        actor=actor,
        content=_zipped(export, held, at),
        name=f"held-about-{export.about}-{at:%Y-%m-%d}.zip",
        media_type="application/zip",
        kind="subject_export",
        owner=export.organisation_id,
    )
    export.made_at = at
    export.save(update_fields=["document_id", "made_at"])
    record(
        actor=actor, kind=events.EXPORT_MADE, subject=export, about=export.subject_id,
        sections=len(held.sections), files=len(held.files),
    )  # fmt: skip
    app.configure_task(END, schedule_at=export.expires_at).defer(
        export_id=str(export.id), organisation_id=str(export.organisation_id)
    )


@transaction.atomic
def take_export(*, actor: Actor, export_id: UUID, at: datetime) -> StoredDocument:
    """Each taking is recorded. Gone when it has expired."""
    if actor.organisation_id is None:
        raise NotThere
    export = SubjectExport.objects.filter(id=export_id, organisation_id=actor.organisation_id).first()
    if export is None:
        raise NotThere
    check_may_take_export(actor, about=export.about, asked_by=export.asked_by_id)
    document = open_document(export.document_id) if export.document_id and at < export.expires_at else None
    if document is None:
        raise NotThere
    record(actor=actor, kind=events.EXPORT_TAKEN, subject=export, about=export.subject_id)
    return document


@transaction.atomic
def end_export(*, actor: Actor, export_id: UUID) -> list[str]:
    """The file goes; that there was one stays. Returns the names of files to take away after the commit."""
    export = SubjectExport.objects.select_for_update().filter(id=export_id).first()
    if export is None or export.document_id is None:
        return []
    files = remove_document(export.document_id)
    export.document_id = None
    export.save(update_fields=["document_id"])
    record(actor=actor, kind=events.EXPORT_ENDED, subject=export, about=export.subject_id)
    return files


def _asked(
    actor: Actor, about: str, subject_id: UUID, name: str, reason: str, identity_checked: str, at: datetime
) -> UUID:
    assert actor.organisation_id is not None
    assert actor.person_id is not None
    waiting = SubjectExport.objects.filter(
        organisation_id=actor.organisation_id, subject_id=subject_id, made_at=None, asked_at__gt=at - timedelta(hours=1)
    )
    if waiting.exists():
        raise Refused("It is being made already: open the page again in a moment.")
    export = SubjectExport.objects.create(
        organisation_id=actor.organisation_id,
        about=about,
        subject_id=subject_id,
        subject_name=name,
        reason=reason,
        identity_checked=identity_checked,
        asked_at=at,
        asked_by_id=actor.person_id,
        expires_at=at + KEPT_FOR,
    )
    record(
        actor=actor, kind=events.EXPORT_ASKED, subject=export, about=subject_id, held_about=str(about), reason=reason
    )
    app.configure_task(MAKE).defer(export_id=str(export.id), organisation_id=str(actor.organisation_id))
    return export.id


def _gather(export: SubjectExport, asker: Actor) -> Held:
    if export.about == _About.CHILD:
        return held_about_child(export.subject_id)
    if export.about == _About.PERSON:
        return held_about_person(export.subject_id, asker)
    return held_about_provider(export.subject_id, asker)


def _zipped(export: SubjectExport, held: Held, at: datetime) -> bytes:
    packed = BytesIO()
    told = {
        "about": export.get_about_display(),
        "subject": export.subject_name,
        "made_at": at.isoformat(),
        "left_out": list(held.left_out),
        "held": held.sections,
    }
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as pack:
        pack.writestr("held.pdf", render_pdf(TEMPLATE, _paper(told, held), at=at))
        pack.writestr("held.json", json.dumps(told, ensure_ascii=False, indent=1))
        for number, file in enumerate(held.files, start=1):
            pack.writestr(f"files/{number}-{PurePosixPath(file.name).name}", file.content)
    return packed.getvalue()


def _paper(told: dict[str, Any], held: Held) -> dict[str, Any]:
    return {
        "title": f"What is held: {told['subject']}",
        "left_out": told["left_out"],
        "files": len(held.files),
        "sections": [
            {
                "title": in_words(name)
                if "_" in name and name.split("_")[0] in _AREAS
                else name.replace("_", " ").capitalize(),
                "number": len(rows),
                "rows": [
                    [
                        {"name": column.replace("_", " "), "value": _words(value)}
                        for column, value in row.items()
                        if value not in (None, "", [])
                    ]
                    for row in rows[:_SHOWN]
                ],
            }
            for name, rows in held.sections.items()
            if rows
        ],
    }


_AREAS = {
    "referrals",
    "competitions",
    "placements",
    "organisations",
    "qualification",
    "market",
    "transparency",
    "custody",
}


def _words(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False) if isinstance(value, dict | list) else str(value)
