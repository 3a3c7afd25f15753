"""R1, R2, G9: what belongs to one family is found by index, however many referrals there are."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any
from uuid import UUID

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from fairplace.dps.referrals.models import Referral
from fairplace.dps.referrals.queries.apart import referrals_apart
from fairplace.dps.referrals.queries.publication import CHILDREN_NEARBY
from fairplace.dps.referrals.queries.said_of_child import known_of_child
from fairplace.foundations import audit
from fairplace.foundations.kernel.identifiers import new_id
from tests.dps.referrals.written import write_referral, write_siblings
from tests.dps.world import make_world, person

FAMILY = {"referrals_referral", "referrals_childidentity"}


@pytest.mark.django_db
@pytest.mark.parametrize("asked", [referrals_apart, known_of_child])
def test_r1_r2_a_family_is_found_without_a_look_at_any_other_referral(asked: Callable[[UUID], object]) -> None:
    """The wall is asked about every row that is read: of sixty thousand, that took four seconds."""
    world = make_world()
    officer = person(world.partner_id, "Ola Officer", "placement_officer")
    with audit.transaction_as(officer):
        referral = write_siblings(world, officer)
        with CaptureQueriesContext(connection) as captured:
            asked(referral)
        with connection.cursor() as cursor:
            cursor.execute("SET LOCAL enable_seqscan = off")  # of a table with three rows the planner reads all three
            for statement in captured.captured_queries:
                cursor.execute(f"EXPLAIN (FORMAT JSON) {statement['sql']}")
                (found,) = cursor.fetchone()
                read = [node for node in nodes(found[0]["Plan"]) if node.get("Relation Name") in FAMILY]
                assert read
                assert all({"Index Cond", "Recheck Cond"} & node.keys() for node in read), statement["sql"]


@pytest.mark.django_db
def test_r1_children_of_a_district_are_counted_without_a_look_at_any_other_referral() -> None:
    """Over all councils of the system, at every page of a referral that is being written."""
    world = make_world()
    officer = person(world.partner_id, "Ola Officer", "placement_officer")
    with audit.transaction_as(officer):
        referral = Referral.objects.get(id=write_referral(world, officer))
        elsewhere = {field.attname: getattr(referral, field.attname) for field in Referral._meta.concrete_fields}
        Referral.objects.bulk_create(  # enough of them that the planner's choice does not hang on what it last counted
            Referral(**elsewhere | {"id": new_id(), "reference": f"R-{number}", "district": f"GU{number}"})
            for number in range(10, 1000)
        )
    given = {"category": referral.category_id, "district": "GU2", "youngest": 8, "oldest": 11, "referral": UUID(int=1)}
    with audit.over_all_organisations(), connection.cursor() as cursor:
        cursor.execute("SET LOCAL enable_seqscan = off")
        cursor.execute(f"EXPLAIN (FORMAT JSON) {CHILDREN_NEARBY}", given)
        (found,) = cursor.fetchone()
    assert "referrals_nearby" in {node.get("Index Name") for node in nodes(found[0]["Plan"])}


def nodes(plan: dict[str, Any]) -> Iterator[dict[str, Any]]:
    yield plan
    for part in plan.get("Plans", ()):
        yield from nodes(part)
