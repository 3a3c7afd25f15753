"""An officer records that a place is named by right: who prefers it, under which law, and why no competition (R10)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.db import transaction

from fairplace.dps.organisations.queries.register_search import register_entry
from fairplace.dps.placements import events
from fairplace.dps.placements.actions.preference_part import keep_state, lock_preference, standing_of
from fairplace.dps.placements.models import NamedPreference
from fairplace.dps.placements.permissions import check_may_buy
from fairplace.dps.placements.rules.named_preference import enactments
from fairplace.dps.placements.rules.preference_lifecycle import PreferenceStanding
from fairplace.dps.qualification.queries.line_of_urn import accredited_line_of
from fairplace.dps.referrals.queries.referral_for_named_place import NamedPlaceReferral, referral_for_named_place
from fairplace.dps.referrals.queries.said_of_child import check_tells_nothing
from fairplace.dps.referrals.rules.privacy import Kind
from fairplace.foundations import audit
from fairplace.foundations.encryption import seal_onto
from fairplace.foundations.kernel.actor import Actor
from fairplace.foundations.kernel.refused import NotThere, Refused
from fairplace.foundations.kernel.working_days import LONDON

LONGEST = 2000


@dataclass(frozen=True, slots=True)
class PlaceNamed:
    """Found in a register ("gias" or "ofsted") by its number; or typed, and then register is ""."""

    name: str
    register: str = ""
    urn: str = ""
    kind: str = ""
    area: str = ""
    run_by: str = ""


@dataclass(frozen=True, slots=True)
class PreferenceSaid:
    """best_interests: why a competition would not serve the child. excluded_note: what was looked at."""

    preferred_by: str
    said_on: date
    only_one: bool
    enactment: str
    tribunal: str
    their_words: str
    best_interests: str
    excluded_checked_on: date
    not_excluded: bool
    excluded_note: str


@transaction.atomic
def record_preference(
    *, actor: Actor, referral_id: UUID, place: PlaceNamed, said: PreferenceSaid, at: datetime
) -> UUID:
    """Recorded anew, or changed while the place has not been asked. Refused without each of the legal reasons."""
    try:
        referral = referral_for_named_place(referral_id)
    except NotThere:
        raise Refused("Enter the age and the start of the place first, under “Age, start and urgency”.") from None
    person_id = check_may_buy(actor, referral.council_id)
    if referral.children > 1:
        raise Refused("A place is named for one child. Write a referral for each, and name their places there.")
    if referral.state not in {"draft", "published"}:
        raise Refused("This referral has ended, so no place can be named for it.")
    _check(said, referral, at.astimezone(LONDON).date())
    try:
        preference = lock_preference(actor, referral_id)
    except NotThere:
        preference = NamedPreference(
            referral_id=referral_id,
            council_id=referral.council_id,
            state=PreferenceStanding.RECORDED.value,
            recorded_at=at,
            recorded_by_id=person_id,
        )
        is_new = True
    else:
        is_new = False
        if standing_of(preference) is not PreferenceStanding.RECORDED:
            raise Refused("The place has been asked, so what was recorded stays as it is. End it to record another.")
    _write_place(preference, place, referral)
    _write_reasons(preference, said)
    preference.changed_by_id = person_id
    preference.save(force_insert=is_new)
    if is_new:
        keep_state(preference, "", actor=actor, at=at)
    audit.record(
        actor=actor,
        kind=events.PREFERENCE_RECORDED if is_new else events.PREFERENCE_CHANGED,
        subject=preference,
        about=referral_id,
        enactment=said.enactment,
        preferred_by=said.preferred_by,
        accredited=preference.line_id is not None,
    )
    return preference.id


def _check(said: PreferenceSaid, referral: NamedPlaceReferral, today: date) -> None:
    if said.preferred_by not in NamedPreference.PreferredBy.values:
        raise Refused("Say who prefers the place.", "preferred_by")
    if said.enactment not in {one.code for one in enactments(referral.category_code)}:
        raise Refused("Choose the law that they rely on.", "enactment")
    if said.tribunal not in NamedPreference.Tribunal.values:
        raise Refused("Say whether there is an appeal.", "tribunal")
    if said.said_on > today:
        raise Refused("The day on which it was said cannot be in the future.", "said_on")
    if said.excluded_checked_on > today:
        raise Refused("The day of the check cannot be in the future.", "excluded_checked_on")
    if not said.not_excluded:
        raise Refused(
            "A place that is excluded cannot be awarded directly (Procurement Act 2023, section 41). Ask your lawyer.",
            "not_excluded",
        )
    for field, sentence in (
        ("their_words", "Write down what was said, and how you know."),
        ("best_interests", "Say why a competition would not be in the child’s best interests."),
        ("excluded_note", "Say what you looked at to know that the place is not excluded."),
    ):
        text = getattr(said, field).strip()
        if not text:
            raise Refused(sentence, field)
        if len(text) > LONGEST:
            raise Refused("Shorten this: there is room for about 300 words.", field)
    check_tells_nothing(
        referral_id=referral.id,
        texts={
            "their_words": said.their_words,
            "best_interests": said.best_interests,
            "excluded_note": said.excluded_note,
        },
        but={Kind.SCHOOL},
    )


def _write_place(preference: NamedPreference, place: PlaceNamed, referral: NamedPlaceReferral) -> None:
    entry = register_entry(place.register, place.urn) if place.urn else None
    if place.urn and entry is None:
        raise Refused("The register has no place with this number any more. Find it again.", "name")
    if not place.name.strip():
        raise Refused("Enter the name of the place.", "name")
    preference.place_name = place.name.strip()
    preference.place_urn = place.urn
    preference.place_kind = entry.kind if entry else place.kind.strip()
    preference.our_kind = entry.our_kind if entry else ""
    preference.place_area = (entry.council_area if entry else place.area.strip())[:100]
    preference.section_41 = entry.section_41 if entry else None
    preference.run_by = (entry.owner if entry else place.run_by.strip())[:200]
    line = accredited_line_of(place.urn, referral.category_id) if place.urn else None
    preference.line_id = line.line_id if line else None
    preference.establishment_id = line.establishment_id if line else None
    preference.provider_id = line.provider_id if line else None
    if line:
        preference.place_name, preference.run_by = line.establishment_name, line.provider_name


def _write_reasons(preference: NamedPreference, said: PreferenceSaid) -> None:
    preference.preferred_by, preference.said_on, preference.only_one = said.preferred_by, said.said_on, said.only_one
    preference.enactment, preference.tribunal = said.enactment, said.tribunal
    preference.excluded_checked_on, preference.not_excluded = said.excluded_checked_on, said.not_excluded
    seal_onto(
        preference,
        their_words=said.their_words.strip(),
        best_interests=said.best_interests.strip(),
        excluded_note=said.excluded_note.strip(),
    )
