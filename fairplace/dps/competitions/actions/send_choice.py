"""The link by which a family chooses: e-mailed; the database keeps its digest alone (C5)."""

from __future__ import annotations

import json
import secrets
from datetime import datetime
from uuid import UUID

from django.conf import settings

from fairplace.dps.competitions import events
from fairplace.dps.competitions.models import Competition, FamilyChoice
from fairplace.dps.competitions.queries.due_award import DueAward
from fairplace.dps.competitions.queries.family_places import family_places
from fairplace.dps.competitions.rules.awarding import if_nothing_is_heard
from fairplace.dps.competitions.rules.family_code import token_digest
from fairplace.dps.market.queries.categories import content_of
from fairplace.dps.referrals.queries.child import FamilyContact, family_contact
from fairplace.dps.referrals.queries.referral_for_bidder import BidderReferral, referral_for_bidder
from fairplace.foundations import audit
from fairplace.foundations.encryption import seal_onto
from fairplace.foundations.kernel.actor import Actor
from fairplace.foundations.kernel.london_clock import day_and_time
from fairplace.foundations.kernel.refused import NotThere
from fairplace.foundations.kernel.working_days import working_deadline
from fairplace.foundations.messages.queue import queue_message

FAMILY_PATH = "/family/choice/"
_LETTER = """Hello {name},

{again}Several places can look after {whose} needs about equally well. We would like to know which you prefer.

{one_of}Open this page to see what each of them offers, and tell us your choice, or that you have no preference:
{link}

You can open it until {until}, as often as you like. You can answer once. If we hear nothing by then, {silence}.

You can print the page, and read it in an easier version. If you would rather talk to somebody, or answer on paper or \
by telephone, ring the person at the council who is looking for the place.

Please do not pass this link on: whoever has it can see the places.

{council}
"""


_AGAIN = """We asked you before. Something has changed since: a place can no longer be had, or the link had to be \
ended. We are sorry to ask again. Please use this new link only.

"""


ONE_OF = "This is about one of your children. The page says which.\n\n"
"""Brothers and sisters with a referral each: their letters say no name, and would otherwise be alike."""


def send_choice(competition: Competition, now: DueAward, *, actor: Actor, at: datetime, on_paper: bool = False) -> bool:
    """Part of an action that holds the lock and acts for the council. False when no e-mail address is known.

    on_paper: no letter is sent, because an officer prints what is shown and hands it over. What is shown is kept.
    """
    bids = now.decision.family_choice
    try:
        contact = family_contact(referral_id=competition.referral_id)
    except NotThere:
        return False
    if not contact.email and not on_paper:
        return False
    referral = referral_for_bidder(competition.referral_id)
    days = content_of(referral.category_version_id).response_time(referral.urgency).family_working_days
    again = FamilyChoice.objects.filter(competition=competition).exists()
    token = secrets.token_urlsafe(32)
    choice = FamilyChoice(
        competition=competition,
        council_id=competition.council_id,
        token_sha256=token_digest(token),
        bids=list(bids),
        asked_at=at,
        expires_at=working_deadline(at, days),
    )
    shown = family_places(competition.id, {UUID(bid) for bid in bids}, referral)
    seal_onto(choice, shown=json.dumps([place.as_json() for place in shown]))
    choice.save(force_insert=True)
    if not on_paper:
        _write(choice, contact, referral, token, again=again, lots=now.is_joint)
    audit.record(
        actor=actor,
        kind=events.FAMILY_ASKED,
        subject=choice,
        about=competition.referral_id,
        bids=list(bids),
        expires_at=choice.expires_at,
        on_paper=on_paper,
    )
    return True


def _write(
    choice: FamilyChoice, contact: FamilyContact, referral: BidderReferral, token: str, *, again: bool, lots: bool
) -> None:
    queue_message(
        key=f"family-choice:{choice.id}",
        to=contact.email,
        subject="A choice for you to make about a place",
        body=_LETTER.format(
            name=contact.name or "there",
            again=_AGAIN if again else "",
            whose="your"
            if referral.choice_by == "young_person"
            else "your children's"
            if referral.several
            else "your child's",
            one_of=ONE_OF if referral.split and referral.choice_by != "young_person" else "",
            link=f"{settings.PUBLIC_ADDRESS}{FAMILY_PATH}{token}/",
            until=day_and_time(choice.expires_at),
            silence=if_nothing_is_heard(lots=lots),
            council=referral.council_name,
        ),
        private=True,
    )
