"""The places that a family is asked about, as they are now: what send_choice keeps and the page then shows (C5)."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import replace
from typing import Any
from uuid import UUID

from fairplace.dps.competitions.queries.bid_rows import BidRow, bid_rows
from fairplace.dps.competitions.rules.family_place import FamilyItem, FamilyPlace
from fairplace.dps.organisations.queries.establishments import EstablishmentRow, establishment_rows
from fairplace.dps.organisations.rules.ratings import band_of
from fairplace.dps.organisations.rules.withheld_addresses import ADDRESS_WITHHELD
from fairplace.dps.referrals.queries.child import called_by_family
from fairplace.dps.referrals.queries.referral_for_bidder import BidderReferral
from fairplace.dps.referrals.rules.children import COHORT
from fairplace.dps.referrals.rules.facts import AskedFor
from fairplace.foundations.kernel.grid import distance_band


def family_places(
    competition_id: UUID, bid_ids: Collection[UUID], referral: BidderReferral, child: int = 1
) -> tuple[FamilyPlace, ...]:
    """By name, so that no order hints at the points. Only in a transaction of the council.

    The needs of several children go by the words that the family chose for them. Of a cohort each family is told of its
    own child alone; the statement, which is about all of them, is left out.
    """
    if referral.several:
        referral = _in_the_familys_words(referral, child)
    rows = [row for row in bid_rows(competition_id) if row.id in bid_ids]
    known = establishment_rows([row.establishment_id for row in rows])
    places = (_place(row, known[row.establishment_id], referral) for row in rows)
    return tuple(sorted(places, key=lambda one: one.name.lower()))


def _in_the_familys_words(referral: BidderReferral, child: int) -> BidderReferral:
    called = called_by_family(referral_id=referral.id, child=child)

    def told(asked: Iterable[AskedFor]) -> tuple[AskedFor, ...]:
        own = (one for one in asked if one.child in called)
        if len(called) == 1:
            return tuple(replace(one, name=one.plain_name) for one in own)
        return tuple(replace(one, name=f"{called[one.child]}: {one.plain_name}") for one in own)

    return replace(referral, needs=told(referral.needs), features=told(referral.features))


def _place(row: BidRow, establishment: EstablishmentRow, referral: BidderReferral) -> FamilyPlace:
    band = band_of(establishment.rating_framework, row.rating)
    household = row.own_miles is not None
    return FamilyPlace(
        bid_id=row.id,
        name=row.establishment_name,
        provider_name=row.provider_name,
        kind=establishment.kind_name,
        council_area=row.council_area,
        miles=None if household or establishment.kind in ADDRESS_WITHHELD else row.miles,
        band=distance_band(row.miles),
        age_from=row.age_from,
        age_to=row.age_to,
        places=row.places,
        takes=establishment.takes_name,
        rating=row.rating.replace("_", " ").capitalize(),
        rating_meaning=band.meaning if band and row.rating else "",
        rated_on=row.rated_on,
        needs=_items(referral.needs, row.content["needs_met"], row.content["how"]),
        features=_items(referral.features, row.content["features_met"], row.content["how"]),
        statement="" if referral.several == COHORT else row.content["statement"],
        household=household,
    )


def _items(asked: Iterable[AskedFor], met: Collection[str], how: Mapping[str, Any]) -> tuple[FamilyItem, ...]:
    """In the referral's own order, the same for every place."""
    return tuple(
        FamilyItem(one.name, one.code in met, how.get(one.code, "") if one.code in met else "") for one in asked
    )
