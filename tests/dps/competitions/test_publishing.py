"""R4, R6, R11, C2: a referral goes to the market."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from decimal import Decimal
from uuid import UUID

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from fairplace.dps.competitions.actions.cancel_competition import cancel_competition
from fairplace.dps.competitions.actions.publish_competition import publish_competition
from fairplace.dps.competitions.models import Competition, Eligibility, Invitation, Opener, OpeningKey, Slot
from fairplace.dps.competitions.queries.council_competition import competition_of
from fairplace.dps.competitions.queries.working_day import working_day
from fairplace.dps.competitions.rules.working_day import Stage
from fairplace.dps.market.actions.change_entry import extend_initial_evaluation, open_entry
from fairplace.dps.market.queries.categories import content_of
from fairplace.dps.referrals.actions.change_story import change_story
from fairplace.dps.referrals.actions.end_disclosures import end_disclosures
from fairplace.dps.referrals.actions.give_disclosure import give_disclosure
from fairplace.dps.referrals.models import Referral, ReferralState
from fairplace.dps.referrals.queries.child import read_identity, read_story
from fairplace.dps.referrals.queries.referral_for_bidder import referral_for_bidder
from fairplace.foundations import audit
from fairplace.foundations.encryption import reveal
from fairplace.foundations.kernel.actor import Actor
from fairplace.foundations.kernel.refused import NotThere, Refused
from fairplace.foundations.messages.queries import all_messages
from tests.dps.referrals.written import HOME_POINT, NARRATIVE, Market, Team, make_team, write_referral
from tests.dps.world import AT, World, make_world, person
from tests.spoken import spoken

pytestmark = [pytest.mark.django_db, pytest.mark.frozen_at("2026-11-03T09:00+00:00")]


@dataclass
class Scene:
    world: World
    officer: Actor
    market: Market
    team: Team

    def publish(self, referral: UUID, **changes: object) -> UUID:
        arguments = {"actor": self.officer, "referral_id": referral, "at": AT, **self.team.named, **changes}
        return publish_competition(**arguments)  # type: ignore[arg-type]


@pytest.fixture
def scene(frozen_clock: datetime) -> Iterator[Scene]:
    """Inside a transaction of the officer's."""
    world = make_world()
    officer = world.people["partner_officer"]
    market, team = Market(world), make_team(world.partner_id)
    with audit.transaction_as(officer):
        yield Scene(world, officer, market, team)


def test_r11_freezes_who_was_eligible_and_why_others_were_not(scene: Scene) -> None:
    near, suspended, far = (
        scene.market.line(),
        scene.market.line(state="suspended"),
        scene.market.line(easting=HOME_POINT[0] + 80_000, age_to=6),
    )
    competition = scene.publish(write_referral(scene.world, scene.officer))
    rows = {row.line_id: row for row in Eligibility.objects.filter(competition=competition)}
    assert rows[near].eligible
    assert (rows[suspended].eligible, rows[suspended].reasons) == (False, ["suspended"])
    assert rows[far].reasons == ["too_far", "age"]
    assert rows[far].distance_band == "40 to 50 miles"
    assert {row.at for row in rows.values()} == {AT}
    assert [one.line_id for one in Invitation.objects.filter(competition=competition)] == [near]


def test_r8_c2_closing_time_state_and_openers_as_they_stood(scene: Scene) -> None:
    scene.market.line()
    referral = write_referral(scene.world, scene.officer)
    found = Competition.objects.get(pk=scene.publish(referral))
    assert found.closes_at == datetime(2026, 11, 17, 17, tzinfo=UTC)
    assert (found.state, Referral.objects.get(pk=referral).state) == ("open", "published")
    assert ReferralState.objects.filter(referral=referral).order_by("at", "id").last().became == "published"  # type: ignore[union-attr]
    openers = Opener.objects.filter(competition=found).order_by("place")
    assert [opener.person_id for opener in openers] == [one.person_id for one in scene.team.openers]
    assert all(len(bytes(opener.public_key)) == 32 for opener in openers)


def test_r1_miles_are_sealed_and_the_band_is_plain(scene: Scene) -> None:
    scene.market.line(easting=HOME_POINT[0] + 20_000)
    competition = scene.publish(write_referral(scene.world, scene.officer))
    invitation = Invitation.objects.get(competition=competition)
    assert invitation.distance_band == "10 to 20 miles"
    assert reveal(invitation, "miles") == "12.427423"  # 20 km cut, not rounded: 12.4274238…
    assert b"12.42" not in bytes(invitation.miles)


def test_c2_every_invitation_has_one_slot_of_one_size_from_the_start(scene: Scene) -> None:
    for _ in range(3):
        scene.market.line()
    competition = scene.publish(write_referral(scene.world, scene.officer))
    with audit.transaction_as(scene.market.bid_manager):  # the council cannot even see them
        slots = list(Slot.objects.filter(competition=competition))
    assert Slot.objects.filter(competition=competition).count() == 0
    assert len(slots) == 3
    assert len({(len(slot.content or b""), len(slot.wraps or b"")) for slot in slots}) == 1
    assert len({bytes(slot.content or b"") for slot in slots}) == 3


def test_r6_invites_by_e_mail_without_a_word_about_the_child(scene: Scene) -> None:
    scene.market.line()
    scene.market.line()
    scene.publish(write_referral(scene.world, scene.officer, gender="girl"))
    (letter,) = [message for message in all_messages() if message.subject.startswith("Invitation")]
    assert "School 1" in letter.body_text
    assert "School 2" in letter.body_text
    assert "17 November 2026, 5pm" in letter.body_text
    for word in ("Maya", "Penhallow", "GU2", "girl", "8 to 10", "Speech", "sea"):
        assert word not in letter.body_text + letter.subject


def test_r6_statements_do_not_grow_with_the_invitations(scene: Scene) -> None:
    scene.market.line()
    first, second = (write_referral(scene.world, scene.officer) for _ in range(2))
    with CaptureQueriesContext(connection) as few:
        scene.publish(first)
    for _ in range(25):
        scene.market.line()
    with CaptureQueriesContext(connection) as many:
        scene.publish(second)
    assert len(many) == len(few)


def test_events_tell_of_it_and_hold_no_child_data(scene: Scene) -> None:
    scene.market.line()
    referral = write_referral(scene.world, scene.officer)
    scene.publish(referral)
    rows = audit.timeline(about=referral)
    kinds = [row.kind for row in rows]
    assert kinds.count("referrals.referral_published") == 1
    assert kinds[-2:] == ["competitions.competition_published", "competitions.invitation_sent"]
    told = spoken(str([row.payload for row in rows]))
    for word in ("Maya", "GU2", "2017", "sea", "ships"):
        assert word not in told


def test_r4_refused_when_nobody_is_eligible_and_nothing_is_half_written(scene: Scene) -> None:
    scene.market.line(state="suspended")
    referral = write_referral(scene.world, scene.officer)
    with pytest.raises(Refused, match="Nobody on the system"):
        scene.publish(referral)
    assert Referral.objects.get(pk=referral).state == "draft"
    assert not Competition.objects.exists()


def test_r1_publishing_over_a_privacy_warning_needs_a_reason(scene: Scene) -> None:
    scene.market.line()
    referral = write_referral(scene.world, scene.officer)
    story = "Maya was born on 14 May 2017."
    change_story(actor=scene.officer, referral_id=referral, narrative=story, own_words="", family_words="", at=AT)
    with pytest.raises(Refused) as refused:
        scene.publish(referral)
    assert refused.value.field == "privacy_reason"
    scene.publish(referral, privacy_reason="The family asked for the name to stand.")
    (event,) = [row for row in audit.timeline(about=referral) if row.kind == "referrals.privacy_warning_overridden"]
    assert event.payload == {"found": {"name": 1, "date_of_birth": 1}}


def test_r2_refused_while_a_part_is_missing_and_after_publication(scene: Scene) -> None:
    scene.market.line()
    referral = write_referral(scene.world, scene.officer)
    Referral.objects.filter(pk=referral).update(start_on=date(2026, 11, 2))
    with pytest.raises(Refused, match="today or later"):
        scene.publish(referral)
    Referral.objects.filter(pk=referral).update(start_on=date(2027, 1, 5))
    scene.publish(referral)
    with pytest.raises(Refused, match="no longer be changed"):
        scene.publish(referral)


def test_c2_an_opener_may_not_evaluate(scene: Scene) -> None:
    scene.market.line()
    both = person(scene.world.partner_id, "Both Sides", "opener", "evaluator")
    referral = write_referral(scene.world, scene.officer)
    with pytest.raises(Refused) as refused:
        scene.publish(referral, evaluator_ids=[both.person_id, scene.team.openers[0].person_id])
    assert refused.value.field == "evaluator_ids"
    assert Referral.objects.get(pk=referral).state == "draft"


def test_x7_another_council_or_role_cannot_publish(scene: Scene) -> None:
    scene.market.line()
    referral = write_referral(scene.world, scene.officer)
    stranger = person(scene.world.lead_id, "Other Council", "placement_officer")
    for actor in (stranger, scene.world.people["officer"], scene.team.openers[0]):
        with pytest.raises(NotThere):
            scene.publish(referral, actor=actor)


def test_r1_the_story_is_read_only_while_disclosed_and_each_reading_is_recorded(scene: Scene) -> None:
    scene.market.line()
    referral = write_referral(scene.world, scene.officer)
    scene.publish(referral)
    bidder = scene.market.bid_manager
    with audit.transaction_as(bidder):
        with pytest.raises(NotThere):
            read_story(actor=bidder, referral_id=referral)
        give_disclosure(
            actor=bidder,
            referral_id=referral,
            organisation_id=scene.market.provider_id,
            stage=2,
            because="Will bid",
            at=AT,
        )
        assert read_story(actor=bidder, referral_id=referral).narrative == NARRATIVE
        with pytest.raises(NotThere):
            read_identity(actor=bidder, referral_id=referral)
    assert end_disclosures(actor=scene.officer, referral_id=referral, because="Awarded", at=AT) == 1
    with audit.transaction_as(bidder), pytest.raises(NotThere):
        read_story(actor=bidder, referral_id=referral)
    kinds = [row.kind for row in audit.timeline(about=referral)]
    assert kinds[-3:] == [
        "referrals.disclosure_given",
        "referrals.story_read",
        "referrals.disclosure_ended",
    ]


def test_r1_stage_one_holds_bands_only(scene: Scene) -> None:
    scene.market.line()
    referral = write_referral(scene.world, scene.officer)
    with pytest.raises(NotThere):
        referral_for_bidder(referral)
    scene.publish(referral)
    row = referral_for_bidder(referral)
    assert (row.age_band, row.district, row.quality_weight) == ("8 to 10 years", "GU2", Decimal(50))
    assert row.title == "Day place, 8 to 10 years"
    assert [need.essential for need in row.needs] == [True, False]
    for word in ("Maya", "7XH", "sea"):
        assert word not in str(row)


def test_r9_cancelling_needs_a_reason_and_tells_everyone_invited(scene: Scene) -> None:
    scene.market.line()
    referral = write_referral(scene.world, scene.officer)
    competition = scene.publish(referral)
    with pytest.raises(Refused):
        cancel_competition(actor=scene.officer, competition_id=competition, because=" ", at=AT)
    cancel_competition(actor=scene.officer, competition_id=competition, because="The child moved away.", at=AT)
    assert Referral.objects.get(pk=referral).state == "cancelled"
    assert Competition.objects.get(pk=competition).state == "cancelled"
    assert any(message.subject.startswith("Cancelled") for message in all_messages())


def test_working_day_shows_each_referral_in_its_column_by_the_clock(scene: Scene) -> None:
    scene.market.line()
    draft = write_referral(scene.world, scene.officer)
    published = write_referral(scene.world, scene.officer)
    scene.publish(published)

    def stages(at: datetime) -> dict[UUID, Stage]:
        return {row.id: row.stage for row in working_day(actor=scene.officer, at=at).rows}

    closes = datetime(2026, 11, 17, 17, tzinfo=UTC)
    assert stages(AT) == {draft: Stage.TO_PUBLISH, published: Stage.WAITING}
    assert stages(closes)[published] is Stage.TO_OPEN
    day = working_day(actor=scene.officer, at=AT, stage=Stage.WAITING)
    assert (day.total, day.counts) == (1, {Stage.TO_PUBLISH: 1, Stage.WAITING: 1})
    assert (day.rows[0].invited, day.rows[0].answered) == (1, 0)
    reference = Referral.objects.get(pk=draft).reference
    assert [row.id for row in working_day(actor=scene.officer, at=AT, search=reference[:6]).rows] == [draft]
    assert working_day(actor=scene.officer, at=AT, search="%").total == 0
    assert working_day(actor=scene.officer, at=AT, offset=50).counts == day.counts


def test_x7_the_working_day_is_the_councils_own(scene: Scene) -> None:
    write_referral(scene.world, scene.officer)
    other = person(scene.world.lead_id, "Other Officer", "placement_officer")
    assert working_day(actor=other, at=AT).total == 0
    with pytest.raises(NotThere):
        working_day(actor=scene.world.people["officer"], at=AT)
    with pytest.raises(NotThere):
        working_day(actor=scene.market.bid_manager, at=AT)


def test_c2_the_council_sees_answers_but_nothing_of_bids(scene: Scene) -> None:
    scene.market.line()
    scene.market.line(state="suspended")
    referral = write_referral(scene.world, scene.officer)
    assert competition_of(actor=scene.officer, referral_id=referral) is None
    scene.publish(referral)
    found = competition_of(actor=scene.officer, referral_id=referral)
    assert found is not None
    assert (len(found.invited), found.answered, found.reasons) == (1, 0, {"suspended": 1})
    assert [one.name for one in found.openers] == ["Opener A", "Opener B", "Opener C"]


def test_p4_no_referral_goes_out_while_first_applications_are_assessed_together(scene: Scene) -> None:
    scene.market.line()
    sen = scene.world.category("sen").id
    officer = scene.world.people["officer"]
    extend_initial_evaluation(actor=officer, category_id=sen, until=date(2026, 12, 31), because="Many", at=AT)
    referral = write_referral(scene.world, scene.officer)
    with pytest.raises(Refused, match=r"until 31 December 2026\. No referral can be published before then \(PCR"):
        scene.publish(referral)
    assert not Competition.objects.exists()
    open_entry(actor=officer, category_id=sen, because="All decided", at=AT)
    scene.publish(referral)


def test_p2_where_everyone_must_be_invited_a_distance_leaves_nobody_out(frozen_clock: datetime) -> None:
    scene, rule = scene_under("pcr-dps"), r"\(PCR regulation 34\(21\) and \(22\)\)"
    with audit.transaction_as(scene.officer):
        scene.market.line()
        scene.market.line(easting=HOME_POINT[0] + 80_000)
        scene.market.line(state="suspended")
        with pytest.raises(Refused, match=rf"this referral would leave out 1 place\..*{rule}"):
            scene.publish(write_referral(scene.world, scene.officer))
        assert not Competition.objects.exists()
        far_enough = write_referral(scene.world, scene.officer, radius=100)
        assert Invitation.objects.filter(competition=scene.publish(far_enough)).count() == 2


def test_p2_strict_pcr_gives_ten_days_to_bid_whatever_the_urgency(frozen_clock: datetime) -> None:
    scene = scene_under("pcr-dps")
    with audit.transaction_as(scene.officer):
        scene.market.line()
        with pytest.raises(Refused, match=r"at least 10 days to bid.*\(PCR regulation 34\(11\) and \(12\)\)"):
            scene.publish(write_referral(scene.world, scene.officer, urgency="urgent"))
        scene.publish(write_referral(scene.world, scene.officer))


def scene_under(regime: str) -> Scene:
    begins_on = date(2023, 3, 1) if regime.startswith("pcr") else date(2025, 3, 1)
    world = make_world(regime=regime, begins_on=begins_on)
    return Scene(world, world.people["partner_officer"], Market(world), make_team(world.partner_id))


def test_c2_openers_of_several_councils_where_the_category_publishes_it(
    scene: Scene, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Without the rule nobody of another council is in the list; with it the refusal says what to do."""
    scene.market.line()
    referral = write_referral(scene.world, scene.officer)
    outside = person(scene.world.lead_id, "From Kent", "opener")
    OpeningKey.objects.create(person_id=outside.person_id, public_key=b"k" * 32, sealed_private_key=b"s", made_at=AT)
    mixed = [outside.person_id, *scene.team.named["opener_ids"][1:]]
    with pytest.raises(Refused, match="people of your council"):
        scene.publish(referral, opener_ids=mixed)
    version = Referral.objects.get(pk=referral).category_version_id
    ruled = replace(content_of(version), opener_councils=2)
    monkeypatch.setattr("fairplace.dps.competitions.actions.publish_competition.content_of", lambda version_id: ruled)
    with pytest.raises(Refused, match=r"Choose openers of at least two councils.*ask its administrator"):
        scene.publish(referral)
    found = scene.publish(referral, opener_ids=mixed)
    assert Opener.objects.get(competition=found, place=0).person_id == outside.person_id
