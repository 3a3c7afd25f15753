"""Everything held about somebody, gathered by the data map and not table by table: a new table is not forgotten.

Under the walls of the organisation that asks: what it may not see is not in it.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from functools import cache
from typing import Any
from uuid import UUID

from django.apps import apps
from django.db.models import BinaryField, Field, ForeignKey, JSONField, Model

from fairplace.dps.custody.rules.data_map import CHILD_TABLES, PROVIDER_TABLES
from fairplace.dps.custody.seeds import read_data_map
from fairplace.dps.organisations.queries.colleagues import colleagues
from fairplace.dps.organisations.queries.organisations import organisation_row
from fairplace.dps.organisations.queries.people import organisation_names, people_by_id
from fairplace.foundations import audit
from fairplace.foundations.audit.evidence import acts_of
from fairplace.foundations.documents.store import StoredDocument, open_document
from fairplace.foundations.encryption import EncryptedTextField, reveal_value
from fairplace.foundations.kernel.actor import Actor
from fairplace.foundations.messages.queries import messages_naming, messages_sent_to

_ALL_MESSAGES = 100_000
_WALKED = ("referrals_", "competitions_", "placements_")


@dataclass(frozen=True, slots=True)
class Held:
    """sections: heading -> rows, each a mapping of names to plain values. files: what belongs to it as it is."""

    sections: dict[str, list[dict[str, Any]]] = field(default_factory=dict)
    files: list[StoredDocument] = field(default_factory=list)
    left_out: tuple[str, ...] = ()


@cache
def data_map() -> dict[str, dict[str, list[str]]]:
    """Table -> whom its fields are about -> columns."""
    return read_data_map()


def held_about_child(referral_id: UUID) -> Held:
    """In the council's transaction. With who could read it and who did; other people and providers are left out."""
    ids = _hanging_on("referrals_referral", referral_id)
    sections: dict[str, list[dict[str, Any]]] = {}
    files = []
    for table in CHILD_TABLES:
        model = _models()[table]
        rows = list(model._base_manager.filter(pk__in=ids.get(table, ())))
        if rows:
            sections[table] = [_told(row, ("child", "family", "coded")) for row in rows]
        if table == "referrals_attachment":
            files = [found for row in rows if (found := open_document(row.document_id)) is not None]  # type: ignore[attr-defined]
    disclosures = sections.get("referrals_disclosure", [])
    given = _models()["referrals_disclosure"]._base_manager.filter(pk__in=ids.get("referrals_disclosure", ()))
    names = organisation_names({row.organisation_id for row in given})  # type: ignore[attr-defined]
    for told, row in zip(disclosures, given, strict=True):
        told["organisation"] = names.get(row.organisation_id, "")  # type: ignore[attr-defined]
    sections["who_read_it"] = _reads(referral_id)
    letters = [one for table in ("referrals_familyreading", "competitions_familychoice") for one in ids.get(table, ())]
    sections["letters_to_the_family"] = [
        {"to": one.to_address, "subject": one.subject, "text": one.body_text, "queued_at": _plain(one.queued_at)}
        for one in messages_naming(letters)
    ]
    return Held(
        sections,
        files,
        (
            "Bids, prices, marks and scores: they are about providers.",
            "Names of the people who read or wrote something: ask the council for them.",
            "Reasons that officials wrote in free words, because they may name others: ask the council.",
        ),
    )


def held_about_person(person_id: UUID, actor: Actor) -> Held:
    """In the transaction of their own organisation: the account, what they did, what was sent to them."""
    person = people_by_id([person_id])[person_id]
    sections: dict[str, list[dict[str, Any]]] = {
        "account": [
            {
                "name": person.name,
                "email": person.email,
                "job_title": person.job_title,
                "organisation": actor.organisation_name,
                "roles": sorted(actor.roles),
            }
        ]
    }
    for table, model in sorted(_models().items()):
        about = data_map().get(table, {}).get("person", [])
        for link in _links(model, "organisations_person"):
            rows = list(model._base_manager.filter(**{link.name: person_id}))
            if rows:
                name = f"{table}.{link.name}"
                sections[name] = [_told(row, ("person",) if about else ()) for row in rows]
    sections["acts_in_the_record"] = [
        {"at": _plain(at), "kind": kind, "about": f"{subject_kind} {subject}"}
        for at, kind, subject_kind, subject in acts_of(person_id)
    ]
    sections["messages_to_you"] = [
        {
            "subject": one.subject,
            "text": one.body_text,
            "queued_at": _plain(one.queued_at),
            "sent_at": _plain(one.sent_at),
        }
        for one in messages_sent_to(person.email, _ALL_MESSAGES)
    ]
    return Held(
        sections,
        left_out=(
            "Passwords, keys and codes: they are kept as digests or sealed.",
            "What you wrote about children, bids and applications: it is about others. Where you did is named.",
        ),
    )


def held_about_provider(provider_id: UUID, actor: Actor) -> Held:
    """In the provider's own transaction, so that nothing is in it that it may not see."""
    organisation = organisation_row(provider_id)
    assert organisation is not None
    sections: dict[str, list[dict[str, Any]]] = {
        "organisation": [{"name": organisation.name, "registered_number": organisation.registered_number}],
        "people": [
            {"name": one.name, "email": one.email, "job_title": one.job_title, "roles": sorted(map(str, one.roles))}
            for one in colleagues(actor)
        ],
    }
    for table in PROVIDER_TABLES:
        rows = list(_models()[table]._base_manager.filter(provider_id=provider_id))
        if rows:
            sections[table] = [_told(row, ("words", "plain", "coded", "person")) for row in rows]
    for told in sections.get("qualification_line", []):
        if told.get("accredited_at") is None:
            told.pop("competency_score", None)
    return Held(
        sections,
        left_out=(
            "Files of your evidence library: take them from there.",
            "Bids that are still sealed: only your bid code opens them.",
            "What others bid, and anything about a child.",
        ),
    )


def _reads(referral_id: UUID) -> list[dict[str, Any]]:
    rows = [row for row in audit.timeline(about=referral_id) if row.kind.endswith("_read")]
    names = organisation_names({row.organisation_id for row in rows if row.organisation_id is not None})
    return [
        {
            "at": _plain(row.at),
            "organisation": names.get(row.organisation_id, "") if row.organisation_id else "By a link, or the system",
            "person_number": _plain(row.actor_id),
            "what": ", ".join(str(one) for one in _listed(row.payload.get("fields"))),
        }
        for row in rows
    ]


def _listed(value: Any) -> Iterable[Any]:
    return value if isinstance(value, list) else []


def _hanging_on(table: str, thing: UUID) -> dict[str, set[UUID]]:
    """Rows that hang on a thing by foreign keys, in the areas that are about a referral."""
    found: dict[str, set[UUID]] = {table: {thing}}
    grown = [table]
    while grown:
        above = grown.pop()
        for name, model in _models().items():
            if not name.startswith(_WALKED) or name == above:
                continue
            for link in _links(model, above):
                ids = set(model._base_manager.filter(**{f"{link.name}__in": found[above]}).values_list("pk", flat=True))
                if ids - found.get(name, set()):
                    found.setdefault(name, set()).update(ids)
                    grown.append(name)
    return found


@cache
def _models() -> Mapping[str, type[Model]]:
    return {model._meta.db_table: model for model in apps.get_models() if model.__module__.startswith("fairplace.")}


def _links(model: type[Model], table: str) -> list[ForeignKey[Any, Any]]:
    return [
        one
        for one in model._meta.concrete_fields
        if isinstance(one, ForeignKey) and one.remote_field.model._meta.db_table == table
    ]


def _told(row: Model, groups: Iterable[str]) -> dict[str, Any]:
    """The fields that are about whom it is for, with dates, numbers and choices; no key and no sealed bytes."""
    listed = data_map().get(row._meta.db_table, {})
    about = {column for group in groups for column in listed.get(group, [])}
    told: dict[str, Any] = {}
    for one in row._meta.concrete_fields:
        if one.is_relation or one.primary_key or (isinstance(one, BinaryField) and one.column not in about):
            continue
        if one.column in about or not _is_text(one):
            told[str(one.column)] = _value(row, one)
    return told


def _is_text(one: Field[Any, Any]) -> bool:
    kind = one.get_internal_type()
    return not one.choices and (
        kind in {"TextField", "CharField", "EmailField", "SlugField", "UUIDField"} or isinstance(one, JSONField)
        or hasattr(one, "base_field")
    )  # fmt: skip


def _value(row: Model, one: Field[Any, Any]) -> Any:
    value = getattr(row, one.attname)
    if isinstance(one, EncryptedTextField):
        return reveal_value(type(row), one.name, row.pk, value)
    return None if isinstance(value, bytes | memoryview) else _plain(value)


def _plain(value: Any) -> Any:
    if isinstance(value, datetime | date):
        return value.isoformat()
    return str(value) if isinstance(value, Decimal | UUID) else value
