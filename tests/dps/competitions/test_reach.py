"""R4, R5, R11: after publication the limit only widens, filtered lines opt in, and the snapshot keeps every change."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from uuid import UUID

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from fairplace.dps.competitions.actions.answer_invitation import answer_invitation
from fairplace.dps.competitions.actions.follow_line import follow_line
from fairplace.dps.competitions.actions.invite_part import Cause
from fairplace.dps.competitions.actions.opt_in import opt_in
from fairplace.dps.competitions.actions.publish_competition import publish_competition
from fairplace.dps.competitions.actions.widen_limit import widen_limit
from fairplace.dps.competitions.jobs import follow_line_in_open_competitions
from fairplace.dps.competitions.models import ClosingChange, Competition, Eligibility, Invitation, LimitChange, Slot
from fairplace.dps.competitions.queries.council_competition import competition_of
from fairplace.dps.competitions.queries.newcomers import steps_wider
from fairplace.dps.competitions.queries.own_snapshot import own_snapshot
from fairplace.dps.competitions.queries.provider_tasks import TaskKind, provider_tasks
from fairplace.dps.market.actions.publish_category_version import publish_category_version
from fairplace.dps.market.queries.categories import content_of
from fairplace.dps.market.seeds import read_seed
from fairplace.dps.organisations.models import Establishment
from fairplace.dps.qualification.actions.reinstate_line import reinstate_line
from fairplace.dps.qualification.actions.suspend_line import suspend_line
from fairplace.dps.qualification.models import Line
from fairplace.dps.referrals.models import Referral
from fairplace.dps.referrals.queries.referral_for_council import referral_for_council
from fairplace.foundations import audit
from fairplace.foundations.kernel.actor import SYSTEM, Actor
from fairplace.foundations.kernel.refused import NotThere, Refused
from fairplace.foundations.messages.queries import all_messages
from tests.dps.referrals.written import HOME_POINT, Market, Team, make_team, write_referral
from tests.dps.world import AT, World, make_provider, make_world, person

pytestmark = [pytest.mark.django_db, pytest.mark.frozen_at("2026-11-03T09:00+00:00")]
CLOSES = datetime(2026, 11, 17, 17, tzinfo=UTC)
FAR, FARTHER = HOME_POINT[0] + 30_000, HOME_POINT[0] + 60_000  # 18.6 and 37.3 miles
SetClock = Callable[[datetime], None]


@dataclass
class Scene:
    world: World
    officer: Actor
    market: Market
    team: Team

    def publish(self, **facts: object) -> Competition:
        """With a limit of 10 miles."""
        referral = write_referral(self.world, self.officer, radius=10, **facts)  # type: ignore[arg-type]
        named = self.team.named
        key = publish_competition(actor=self.officer, referral_id=referral, at=AT, **named)  # type: ignore[arg-type]
        return Competition.objects.get(pk=key)

    def widen(self, competition: Competition, miles: int, at: datetime = AT, because: str = "Too few near") -> int:
        return widen_limit(
            actor=self.officer, competition_id=competition.pk, radius_miles=miles, because=because, at=at
        )


def scene_under(regime: str = "pcr-light-touch-dps") -> Scene:
    world = make_world(regime=regime, begins_on=date(2023, 3, 1) if regime.startswith("pcr") else date(2025, 3, 1))
    return Scene(world, world.people["partner_officer"], Market(world), make_team(world.partner_id))


@pytest.fixture
def scene(frozen_clock: datetime) -> Iterator[Scene]:
    """Inside a transaction of the officer's."""
    made = scene_under()
    with audit.transaction_as(made.officer):
        yield made


def rows_of(competition: Competition, line: UUID) -> list[tuple[str, bool, list[str], bool]]:
    found = Eligibility.objects.filter(competition=competition, line=line).order_by("at", "id")
    return list(found.values_list("cause", "eligible", "reasons", "told"))


def letters(start: str) -> list[str]:
    return [message.body_text for message in all_messages() if message.subject.startswith(start)]


def test_r4_widening_invites_the_newcomers_alone_and_gives_everyone_the_full_time(
    scene: Scene, set_clock: SetClock
) -> None:
    near, far, farther = scene.market.line(), scene.market.line(easting=FAR), scene.market.line(easting=FARTHER)
    competition = scene.publish()
    first = Invitation.objects.get(competition=competition)
    later = AT + timedelta(days=3)
    set_clock(later)
    referral = referral_for_council(actor=scene.officer, referral_id=competition.referral_id)
    assert steps_wider(competition.pk, referral) == [(20, 1), (40, 2)]
    assert scene.widen(competition, 20, later) == 1
    competition.refresh_from_db()
    assert competition.closes_at == datetime(2026, 11, 20, 17, tzinfo=UTC)  # ten working days from 6 November
    invited = {row.line_id: row for row in Invitation.objects.filter(competition=competition)}
    assert set(invited) == {near, far}
    assert (invited[near].pk, invited[near].sent_at, invited[far].sent_at) == (first.pk, AT, later)
    assert rows_of(competition, near) == [("published", True, [], True)]
    assert rows_of(competition, far) == [("published", False, ["too_far"], False), ("widened", True, [], True)]
    assert rows_of(competition, farther) == [("published", False, ["too_far"], False)]
    change = LimitChange.objects.get(competition=competition)
    assert (change.from_miles, change.to_miles, change.because, change.invited) == (10, 20, "Too few near", 1)
    (moved,) = ClosingChange.objects.filter(competition=competition)
    assert (moved.cause, moved.was, moved.became) == ("widened", CLOSES, competition.closes_at)
    assert Referral.objects.get(pk=competition.referral_id).radius_miles == 20
    (letter,) = letters("More places are asked")
    assert "bids now close later, for everyone: Friday 20 November 2026, 5pm" in letter
    with audit.transaction_as(scene.market.bid_manager):
        slots = Slot.objects.filter(competition=competition)
        assert len({(len(slot.content or b""), len(slot.wraps or b"")) for slot in slots}) == 1 == slots.count() - 1


def test_r4_a_limit_only_widens_adds_somebody_has_a_reason_and_never_after_the_closing_time(
    scene: Scene, set_clock: SetClock
) -> None:
    scene.market.line()
    scene.market.line(easting=FAR)
    competition = scene.publish()
    for miles, words in ((10, "above 10"), (5, "above 10"), (201, "up to 200"), (15, "adds no place")):
        with pytest.raises(Refused, match=words):
            scene.widen(competition, miles)
    with pytest.raises(Refused) as refused:
        scene.widen(competition, 20, because=" ")
    assert refused.value.field == "because"
    set_clock(CLOSES)
    with pytest.raises(Refused, match="Bids have closed"):
        scene.widen(competition, 20, CLOSES)
    assert not LimitChange.objects.exists()
    assert Referral.objects.get(pk=competition.referral_id).radius_miles == 10
    for stranger in (person(scene.world.lead_id, "Other", "placement_officer"), scene.market.bid_manager):
        with pytest.raises(NotThere):
            widen_limit(actor=stranger, competition_id=competition.pk, radius_miles=20, because="x", at=AT)


def test_r4_the_closing_time_never_becomes_earlier_by_widening(scene: Scene) -> None:
    scene.market.line()
    scene.market.line(easting=FAR)
    competition = scene.publish()
    Competition.objects.filter(pk=competition.pk).update(closes_at=CLOSES + timedelta(days=30))
    scene.widen(competition, 20)
    competition.refresh_from_db()
    assert competition.closes_at == CLOSES + timedelta(days=30)
    assert "Bids close when they did before" in letters("More places are asked")[0]


def test_r4_statements_of_widening_do_not_grow_with_the_newcomers(scene: Scene) -> None:
    scene.market.line()
    scene.market.line(easting=FAR)
    few_of, many_of = scene.publish(), scene.publish()
    with CaptureQueriesContext(connection) as few:
        scene.widen(few_of, 20)
    for _ in range(15):
        scene.market.line(easting=FAR)
    with CaptureQueriesContext(connection) as many:
        assert scene.widen(many_of, 20) == 16
    assert len(many) == len(few)


def test_r5_a_line_that_a_declared_fact_keeps_out_is_told_why_and_opts_in(scene: Scene) -> None:
    scene.market.line()
    young = scene.market.line(age_to=6)
    competition = scene.publish()
    (letter,) = letters("Invitation to bid")
    assert (
        "Not sent to these of your places, which may still opt in:\n- School 2: Not registered for this age." in letter
    )
    assert rows_of(competition, young) == [("published", False, ["age"], True)]
    bidder = scene.market.bid_manager
    (shown,) = own_snapshot(bidder).rows
    assert (shown.place, shown.may_opt_in, shown.why) == ("School 2", True, ("Not registered for this age.",))
    with audit.transaction_as(bidder):
        invitation = opt_in(actor=bidder, eligibility_id=shown.id, at=AT)
        assert opt_in(actor=bidder, eligibility_id=shown.id, at=AT) == invitation
        answer_invitation(actor=bidder, invitation_id=invitation, answer="will_bid", confidential=True, at=AT)
        assert not own_snapshot(bidder).rows
    assert rows_of(competition, young)[1:] == [("opted_in", True, ["age"], True)]
    found = competition_of(actor=scene.officer, referral_id=competition.referral_id)
    assert found is not None
    assert [(row.establishment, row.since, row.counts) for row in found.invited] == [
        ("School 1", "", True),
        ("School 2", "Opted in", True),
    ]
    assert not found.not_invited


def test_r5_a_provider_with_no_other_place_is_told_in_a_letter_of_its_own_without_the_child(scene: Scene) -> None:
    scene.market.line()
    _elsewhere(scene, takes="boys")
    scene.publish(gender="girl")
    (letter,) = letters("Not sent to your places")
    assert "Boys Only: Does not take children of this gender." in letter
    for word in ("Maya", "GU2", "girl", "8 to 10", "Speech", "sea"):
        assert word not in letter


def test_q8_a_line_above_this_authoritys_cap_may_opt_in_too(scene: Scene) -> None:
    document = read_seed("sen")
    document["caps"] = [{"placement_kind": "day", "council": "E10000030", "weekly": 1000}]
    publish_category_version(actor=SYSTEM, document=document, at=AT)
    scene.market.line(core_costs={"core-staffing": Decimal(900)})
    dear = scene.market.line(core_costs={"core-staffing": Decimal("1000.01")})
    competition = scene.publish()
    (shown,) = own_snapshot(scene.market.bid_manager).rows
    with audit.transaction_as(scene.market.bid_manager):
        opt_in(actor=scene.market.bid_manager, eligibility_id=shown.id, at=AT)
    assert rows_of(competition, dear)[1:] == [("opted_in", True, ["above_own_cap"], True)]


def test_r5_opting_in_is_for_filtered_lines_until_the_closing_time_and_ones_own_alone(
    scene: Scene, set_clock: SetClock
) -> None:
    scene.market.line()
    far, suspended = scene.market.line(easting=FAR), scene.market.line(state="suspended", age_to=6)
    young = scene.market.line(age_to=6)
    competition = scene.publish()
    key = {row.line_id: row.pk for row in Eligibility.objects.filter(competition=competition)}
    bidder, (_, rival, signatory) = scene.market.bid_manager, make_provider("Rival", "07654321")
    with audit.transaction_as(bidder):
        for line, words in ((far, "Further from the child's home"), (suspended, "Suspended")):
            with pytest.raises(Refused, match=words):
                opt_in(actor=bidder, eligibility_id=key[line], at=AT)
        for stranger in (rival, signatory, scene.officer):
            with pytest.raises(NotThere):
                opt_in(actor=stranger, eligibility_id=key[young], at=AT)
        set_clock(CLOSES)
        with pytest.raises(Refused, match="closing time has passed"):
            opt_in(actor=bidder, eligibility_id=key[young], at=CLOSES)
    assert Invitation.objects.filter(competition=competition).count() == 1


def test_r5_q7_opting_in_for_another_kind_of_place_needs_its_accredited_core_costs(scene: Scene) -> None:
    """Else a bid would leave out what every other bid must price."""
    scene.market.line()
    headings = [one.code for one in content_of(scene.world.category("sen").version_id).headings_for("day")]
    bare = scene.market.line(placement_kinds=["weekly"])
    priced = scene.market.line(placement_kinds=["weekly"], core_costs=dict.fromkeys(headings, Decimal(50)))
    competition = scene.publish()
    key = {row.line_id: row.pk for row in Eligibility.objects.filter(competition=competition)}
    bidder = scene.market.bid_manager
    with audit.transaction_as(bidder):
        with pytest.raises(Refused, match="no accredited core costs"):
            opt_in(actor=bidder, eligibility_id=key[bare], at=AT)
        assert opt_in(actor=bidder, eligibility_id=key[priced], at=AT)
    assert rows_of(competition, priced)[1:] == [("opted_in", True, ["placement_kind"], True)]


def test_r4_under_a_dynamic_market_the_limit_only_alerts_and_any_member_may_bid(frozen_clock: datetime) -> None:
    scene = scene_under("pa23-dynamic-market")
    with audit.transaction_as(scene.officer):
        scene.market.line()
        far = scene.market.line(easting=FAR, age_to=6)
        competition = scene.publish()
        assert rows_of(competition, far) == [("published", False, ["too_far", "age"], False)]
        bidder = scene.market.bid_manager
        with audit.transaction_as(bidder):
            (shown,) = own_snapshot(bidder).rows
            assert shown.may_opt_in
            opt_in(actor=bidder, eligibility_id=shown.id, at=AT)
        assert Invitation.objects.filter(competition=competition).count() == 2


def test_r11_a_line_that_joins_while_bids_are_open_is_invited_with_the_time_that_is_left(scene: Scene) -> None:
    scene.market.line()
    competition = scene.publish()
    new, young, far = scene.market.line(), scene.market.line(age_to=6), scene.market.line(easting=FAR)
    later = AT + timedelta(days=12)

    def follow(line: UUID, cause: Cause = Cause.JOINED) -> bool:
        return follow_line(actor=SYSTEM, competition_id=competition.pk, line_id=line, cause=cause, at=later)

    assert [follow(line) for line in (new, young, far)] == [True, True, True]
    assert [follow(line) for line in (new, young, far)] == [False, False, False]
    assert rows_of(competition, new) == [("joined", True, [], True)]
    assert rows_of(competition, young) == [("joined", False, ["age"], True)]
    assert rows_of(competition, far) == [("joined", False, ["too_far"], False)]
    competition.refresh_from_db()
    assert competition.closes_at == CLOSES
    assert Invitation.objects.filter(competition=competition, line=new, sent_at=later).exists()
    assert not follow(scene.market.line(), Cause.REINSTATED)  # it was never suspended


def test_r11_where_the_law_gives_ten_days_a_later_joiner_without_them_waits_for_the_next_referral(
    frozen_clock: datetime,
) -> None:
    scene = scene_under("pcr-dps")
    with audit.transaction_as(scene.officer):
        scene.market.line()
        competition = scene.publish()
        in_time, late = scene.market.line(), scene.market.line()
        for line, days in ((in_time, 4), (late, 5)):
            at = AT + timedelta(days=days)
            follow_line(actor=SYSTEM, competition_id=competition.pk, line_id=line, cause=Cause.JOINED, at=at)
        assert rows_of(competition, in_time) == [("joined", True, [], True)]
        assert rows_of(competition, late) == [("joined", False, ["joined_late"], False)]


def test_r11_a_line_suspended_while_invited_is_told_and_counts_again_once_reinstated(
    scene: Scene, set_clock: SetClock
) -> None:
    line = scene.market.line()
    competition = scene.publish()
    lead = scene.world.people["officer"]
    at = AT + timedelta(days=1)
    set_clock(at)
    with audit.transaction_as(lead):
        criterion = read_seed("sen")["criteria"][0]["code"]
        suspend_line(actor=lead, line_id=line, criterion=criterion, because="The inspection failed.", at=at)
    assert rows_of(competition, line)[1:] == [("suspended", False, ["suspended"], True)]
    (letter,) = letters("What a suspension means")
    assert "counts only if the place is reinstated before the bids are opened" in letter
    assert Referral.objects.get(pk=competition.referral_id).reference in letter
    bidder, invitation = scene.market.bid_manager, Invitation.objects.get(competition=competition)
    with audit.transaction_as(bidder), pytest.raises(Refused, match="suspended"):
        answer_invitation(actor=bidder, invitation_id=invitation.pk, answer="will_bid", confidential=True, at=at)
    found = competition_of(actor=scene.officer, referral_id=competition.referral_id)
    assert found is not None
    assert [(row.since, row.counts) for row in found.invited] == [("Suspended while bids were open", False)]
    Line.objects.filter(pk=line).update(state="accredited")
    with audit.transaction_as(scene.officer):
        for expected in (True, False):
            again = {"actor": SYSTEM, "competition_id": competition.pk, "line_id": line, "cause": Cause.REINSTATED}
            assert follow_line(**again, at=at) is expected  # type: ignore[arg-type]
    assert rows_of(competition, line)[2:] == [("reinstated", True, [], True)]
    assert letters("You can bid again")
    with audit.transaction_as(bidder):
        assert answer_invitation(actor=bidder, invitation_id=invitation.pk, answer="will_bid", confidential=True, at=at)


def test_r11_a_line_suspended_at_publication_and_reinstated_in_time_is_invited(scene: Scene) -> None:
    scene.market.line()
    line = scene.market.line(state="suspended")
    competition = scene.publish()
    Line.objects.filter(pk=line).update(state="accredited")
    assert follow_line(
        actor=SYSTEM, competition_id=competition.pk, line_id=line, cause=Cause.REINSTATED, at=AT + timedelta(days=1)
    )
    assert rows_of(competition, line) == [("published", False, ["suspended"], False), ("reinstated", True, [], True)]


def test_r11_each_provider_sees_its_own_lines_alone_and_the_council_the_whole(scene: Scene) -> None:
    scene.market.line()
    scene.market.line(easting=FAR)
    provider, rival = _elsewhere(scene, age_to=6)
    competition = scene.publish()
    assert [(row.place, row.why) for row in own_snapshot(scene.market.bid_manager).rows] == [
        ("School 2", ("Further from the child's home than the limit.",))
    ]
    assert [row.place for row in own_snapshot(rival).rows] == ["Boys Only"]
    with pytest.raises(NotThere):
        own_snapshot(scene.officer)
    found = competition_of(actor=scene.officer, referral_id=competition.referral_id)
    assert found is not None
    assert {row.provider for row in found.not_invited} == {"Harbour Schools", "Quiet Harbour"}
    assert provider != scene.market.provider_id


def _elsewhere(scene: Scene, **facts: object) -> tuple[UUID, Actor]:
    """A line of another provider."""
    provider, bidder, _ = make_provider("Quiet Harbour", "07654322")
    line = scene.market.line(**facts)  # type: ignore[arg-type]
    Line.objects.filter(pk=line).update(provider_id=provider)
    place = Line.objects.get(pk=line).establishment_id
    Establishment.objects.filter(pk=place).update(provider_id=provider, name="Boys Only")
    return provider, bidder


def test_r11_reinstating_a_line_sets_off_the_job_that_lets_it_count_again(scene: Scene) -> None:
    line = scene.market.line(state="suspended")
    scene.market.line()
    competition = scene.publish()
    lead = scene.world.people["officer"]
    with audit.transaction_as(lead):
        reinstate_line(actor=lead, line_id=line, because="The new inspection is good.", at=AT)
    with connection.cursor() as cursor:
        cursor.execute("SELECT args FROM procrastinate_jobs WHERE task_name LIKE 'competitions.follow_line%'")
        (told,) = [json.loads(row) if isinstance(row, str) else row for (row,) in cursor.fetchall()]
    follow_line_in_open_competitions(**told)
    follow_line_in_open_competitions(**told)
    assert rows_of(competition, line) == [("published", False, ["suspended"], False), ("reinstated", True, [], True)]
    assert Invitation.objects.filter(competition=competition).count() == 2


def test_r5_q7_nobody_is_told_that_a_place_may_opt_in_which_has_no_price_to_bid_with(scene: Scene) -> None:
    scene.market.line()
    headings = [one.code for one in content_of(scene.world.category("sen").version_id).headings_for("day")]
    bare = scene.market.line(placement_kinds=["weekly"])
    scene.market.line(placement_kinds=["weekly"], core_costs=dict.fromkeys(headings, Decimal(50)))
    competition = scene.publish()
    assert rows_of(competition, bare) == [("published", False, ["placement_kind"], True)]
    (letter,) = letters("Invitation to bid")
    may, cannot = letter.split("which may still opt in:")[1].split("which cannot opt in:")
    assert ("School 3" in may, "School 2" in may) == (True, False)
    assert "School 2: Does not offer this kind of place. This place has no accredited core costs" in cannot
    shown = {row.place: row for row in own_snapshot(scene.market.bid_manager).rows}
    assert (shown["School 2"].may_opt_in, shown["School 3"].may_opt_in) == (False, True)
    assert "no price to bid with" in shown["School 2"].why[-1]
    asked = [task for task in provider_tasks(scene.market.bid_manager) if task.kind is TaskKind.OPT_IN]
    assert [task.establishment_name for task in asked] == ["School 3"]


def test_r5_a_letter_to_places_that_cannot_opt_in_does_not_say_that_they_may(scene: Scene) -> None:
    _elsewhere(scene)
    scene.market.line(placement_kinds=["weekly"])
    scene.publish()
    (letter,) = letters("Not sent to your places")
    assert "/provider/referrals/not-sent/" in letter, "and not to the tasks, among which it is not"
    assert "opt in" not in letter
    assert "Sign in to see why" in letter


def test_r6_the_needs_of_those_tasks_alone_are_read_that_a_page_shows(scene: Scene) -> None:
    """The wall of a referral is asked about each of its needs: of fifteen hundred tasks that took half a second."""
    scene.market.line()
    scene.market.line()
    scene.publish()
    first, second = provider_tasks(scene.market.bid_manager)
    assert first.needs is not None
    assert [task.needs for task in provider_tasks(scene.market.bid_manager, 1)] == [first.needs, None]
    assert second.needs == first.needs
