"""Whether words that others will read tell who the child is: compared with the child's own record, never shown (R1)."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import date
from uuid import UUID

from fairplace.dps.organisations.queries.register_names import names_of_places
from fairplace.dps.referrals.models import ChildIdentity
from fairplace.dps.referrals.queries.apart import family_of
from fairplace.dps.referrals.rules.privacy import Finding, Kind, KnownOfChild, possible_places, privacy_findings
from fairplace.foundations.encryption import reveal
from fairplace.foundations.kernel.refused import Refused


def known_of_child(referral_id: UUID) -> KnownOfChild:
    """Of all children of the referral, and by name of the brothers and sisters who have a referral each: who tells
    who they are tells who the child is. For its council alone: behind the row wall, anybody else's answer is empty.
    """
    names: list[str] = []
    births = {}
    for identity in ChildIdentity.objects.filter(referral__in=family_of(referral_id)).order_by("child"):
        names += [reveal(identity, name) or "" for name in ("full_name", "called", "family_name")]
        if identity.referral_id == referral_id:
            births[identity.child] = date.fromisoformat(reveal(identity, "date_of_birth") or "")
    return KnownOfChild(tuple(filter(None, names)), births=births)


def findings_in(*, referral_id: UUID, texts: Mapping[str, str]) -> list[Finding]:
    """By the council: names, dates of birth, postcodes, numbers and schools in these texts."""
    places = names_of_places(possible_places(texts.values()))
    return privacy_findings(texts, known_of_child(referral_id), places)


def check_tells_nothing(*, referral_id: UUID | None, texts: Mapping[str, str], but: Collection[Kind] = ()) -> None:
    """Refused with what the first such text tells, all of it: for words that need nothing of the child, as a reason.

    referral_id None: whoever types must not learn from our answer what the child is called. but: kinds that may stand
    there, such as the name of the place that is spoken of.
    """
    found = plain_findings(texts) if referral_id is None else findings_in(referral_id=referral_id, texts=texts)
    telling = [finding for finding in found if finding.kind not in but]
    if telling:
        where = telling[0].field
        raise Refused(" ".join(one.sentence for one in telling if one.field == where), where)


def plain_findings(texts: Mapping[str, str]) -> list[Finding]:
    """By a provider, who must not learn from our answer what the child is called: what can be seen in any text."""
    return privacy_findings(texts, KnownOfChild(), names_of_places(possible_places(texts.values())))
