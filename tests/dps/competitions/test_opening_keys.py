"""C2: an opener's key: its passphrase, wrong tries, a new one, handing it over, and who may not be taken away."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

import pytest

from fairplace.dps.competitions import events
from fairplace.dps.competitions.actions.change_passphrase import change_passphrase
from fairplace.dps.competitions.actions.hand_over_key import hand_over_key
from fairplace.dps.competitions.actions.make_opening_key import make_opening_key
from fairplace.dps.competitions.actions.turn_opening_key import turn_opening_key
from fairplace.dps.competitions.models import Evaluator, Opener, OpeningKey
from fairplace.dps.competitions.queries.opening_parts import key_page, possible_successors, usable_openers
from fairplace.dps.organisations.actions.administer_person import change_roles, switch_off
from fairplace.dps.organisations.models import Person
from fairplace.foundations import audit
from fairplace.foundations.kernel.actor import Actor
from fairplace.foundations.kernel.bid_sealing import OpenerKeys, SealBroken, hand_on, take_on
from fairplace.foundations.kernel.refused import NotThere, Refused
from fairplace.foundations.messages.models import Message
from tests.dps.competitions.council_side import OPENED, Run, content, run
from tests.dps.competitions.published import PASSPHRASE, keys
from tests.dps.world import AT, person

pytestmark = pytest.mark.django_db
Clock = Callable[[datetime | None], None]
NEW = "five gulls over the grey harbour"
WRONG = "not the right words"


@pytest.fixture
def made(set_clock: Clock) -> Run:
    """One bid in; the three openers have the keys that it is sealed to."""
    made = run(set_clock, bidders=1)
    made.submit(made.published.bidders[0], content(made.published))
    for opener, pair in zip(made.published.openers, keys(), strict=True):
        OpeningKey.objects.create(
            person_id=opener.person_id, public_key=pair.public, sealed_private_key=pair.sealed_private, made_at=AT
        )
    return made


@pytest.fixture
def successor(made: Run) -> Actor:
    found = person(made.published.world.partner_id, "Uma Successor", "opener")
    made.acting(found, make_opening_key, passphrase=NEW, again=NEW)
    return found


def hand_over(made: Run, successor: Actor, passphrase: str = PASSPHRASE) -> Any:
    leaver = made.published.openers[0]
    return made.acting(leaver, hand_over_key, passphrase=passphrase, successor_id=successor.person_id)


def kinds(about: UUID | None) -> list[str]:
    assert about is not None
    return [row.kind for row in audit.timeline(about=about)]


def administrator(made: Run) -> Actor:
    return person(made.published.world.partner_id, "Ada Quill", "administrator")


def test_a_changed_passphrase_opens_what_was_sealed_before_and_the_old_one_nothing_c2(
    made: Run, set_clock: Clock
) -> None:
    first, second, _ = made.published.openers
    assert made.acting(first, change_passphrase, passphrase=PASSPHRASE, new=NEW, again=NEW) == 0
    made.declare()
    set_clock(OPENED)
    with pytest.raises(Refused, match="not your opening passphrase"):
        made.turn(first)
    assert made.turn(first, NEW) == 1
    assert made.turn(second) == 2
    assert len(made.bids()) == 1
    assert events.OPENING_PASSPHRASE_CHANGED in kinds(first.person_id)


def test_changing_needs_the_old_passphrase_and_a_new_one_that_is_long_enough_c2(made: Run) -> None:
    first = made.published.openers[0]
    for given, field in (
        ({"passphrase": WRONG, "new": NEW, "again": NEW}, "passphrase"),
        ({"passphrase": PASSPHRASE, "new": "short", "again": "short"}, "new"),
        ({"passphrase": PASSPHRASE, "new": NEW, "again": NEW + "!"}, "again"),
    ):
        with pytest.raises(Refused) as refused:
            made.acting(first, change_passphrase, **given)
        assert refused.value.field == field
    assert kinds(first.person_id) == [events.OPENING_PASSPHRASE_WRONG]


def test_an_earlier_passphrase_that_is_found_again_is_not_lost_c2(made: Run) -> None:
    """A new key is made, then the old words come back: changing the passphrase with them brings the part back."""
    first = made.published.openers[0]
    assert made.acting(first, make_opening_key, passphrase=NEW, again=NEW) == 1
    assert [(part.own, part.lost, part.usable) for part in key_page(first).parts] == [(False, True, 2)]
    assert made.acting(first, change_passphrase, passphrase=NEW, new=NEW + " again", again=NEW + " again") == 1
    assert made.acting(first, change_passphrase, passphrase=PASSPHRASE, new=NEW, again=NEW) == 0
    assert [(part.lost, part.usable) for part in key_page(first).parts] == [(False, 3)]


def test_five_wrong_tries_are_recorded_and_stop_even_the_right_one_for_a_while_c2(made: Run, set_clock: Clock) -> None:
    """Attacks, 2.2 g: whoever sits at an opener's screen cannot try on and on."""
    first, second, _ = made.published.openers
    made.declare()
    set_clock(OPENED)
    for _ in range(5):
        with pytest.raises(Refused, match="not your opening passphrase"):
            made.turn(first, WRONG)
    with pytest.raises(Refused, match=r"typed 5 times\. Try again in 15 minutes") as refused:
        made.turn(first)
    assert refused.value.field == "passphrase"
    assert kinds(first.person_id).count(events.OPENING_PASSPHRASE_WRONG) == 5
    assert kinds(made.published.referral_id).count(events.OPENING_REFUSED) == 6
    letters = Message.objects.filter(key__startswith="passphrase-wrong:")
    assert [letter.to_address for letter in letters] == [Person.objects.get(id=first.person_id).email]
    assert made.turn(second) == 1, "nobody else is held up"
    set_clock(OPENED + timedelta(minutes=15, seconds=1))
    assert made.turn(first) == 2


def test_an_opener_hands_over_and_the_successor_opens_with_their_own_passphrase_c2(
    made: Run, successor: Actor, set_clock: Clock
) -> None:
    leaver, second, _ = made.published.openers
    assert [one.name for one in possible_successors(leaver)] == ["Uma Successor"]
    assert hand_over(made, successor) == 0
    part = Opener.objects.get(competition_id=made.competition_id, place=0)
    assert part.person_id == successor.person_id
    assert bytes(part.public_key) == keys()[0].public, "what the slots are sealed to stays"
    assert not OpeningKey.objects.filter(person_id=leaver.person_id).exists(), "the leaver's copy is destroyed"
    with pytest.raises(Refused, match="not your opening passphrase"):
        OpenerKeys(bytes(part.holder_public_key), bytes(part.holder_sealed_key)).unlock(PASSPHRASE)
    assert events.OPENER_REPLACED in kinds(made.published.referral_id)
    assert events.OPENING_KEY_HANDED_OVER in kinds(leaver.person_id)
    assert events.OPENING_KEY_TAKEN_OVER in kinds(successor.person_id)
    assert Message.objects.filter(subject__startswith="You open bids in place of").count() == 1
    made.published.openers = [successor, *made.published.openers[1:]]
    made.declare()
    set_clock(OPENED)
    with pytest.raises(NotThere):
        made.turn(leaver)
    assert made.turn(successor, NEW) == 1
    assert made.turn(second) == 2
    assert len(made.bids()) == 1


def test_a_part_is_handed_on_twice_and_passphrases_change_between_c2(
    made: Run, successor: Actor, set_clock: Clock
) -> None:
    hand_over(made, successor)
    assert made.acting(successor, change_passphrase, passphrase=NEW, new=NEW + " now", again=NEW + " now") == 0
    third = person(made.published.world.partner_id, "Ravi Third", "opener")
    made.acting(third, make_opening_key, passphrase=PASSPHRASE, again=PASSPHRASE)
    made.acting(successor, hand_over_key, passphrase=NEW + " now", successor_id=third.person_id)
    made.published.openers = [third, *made.published.openers[1:]]
    made.declare()
    set_clock(OPENED)
    assert made.turn(third) == 1
    assert made.turn(made.published.openers[2]) == 2
    assert len(made.bids()) == 1


def test_nobody_takes_over_who_marks_or_opens_any_of_it_or_has_no_key_c2(made: Run, successor: Actor) -> None:
    """With a second opener as the successor, one person would have two of the three keys."""
    leaver, second, _ = made.published.openers
    keyless = person(made.published.world.partner_id, "No Key", "opener")
    marks = person(made.published.world.partner_id, "Marks It", "opener")
    made.acting(marks, make_opening_key, passphrase=NEW, again=NEW)
    Evaluator.objects.create(competition_id=made.competition_id, person_id=marks.person_id)
    elsewhere = person(made.published.world.lead_id, "Of Another Council", "opener")
    made.acting(elsewhere, make_opening_key, passphrase=NEW, again=NEW)
    for wrong in (leaver, second, keyless, marks, elsewhere, made.officer):
        with pytest.raises(Refused, match="Choose somebody who may take over") as refused:
            hand_over(made, wrong)
        assert refused.value.field == "successor_id"
    with pytest.raises(Refused, match="not your opening passphrase"):
        hand_over(made, successor, WRONG)
    assert OpeningKey.objects.filter(person_id=leaver.person_id).exists()


def test_whose_key_is_turned_already_hands_over_nothing_c2(made: Run, successor: Actor, set_clock: Clock) -> None:
    made.declare()
    set_clock(OPENED)
    made.turn(made.published.openers[0])
    with pytest.raises(Refused, match="nothing to hand over"):
        hand_over(made, successor)


def test_a_box_for_somebody_else_or_with_another_key_is_no_key_c2() -> None:
    one, two, three = keys()
    private = one.unlock(PASSPHRASE)
    handed = hand_on(private, two.public)
    assert take_on(handed, two.unlock(PASSPHRASE), one.public) == private
    for own, public in ((three.unlock(PASSPHRASE), one.public), (two.unlock(PASSPHRASE), three.public)):
        with pytest.raises(SealBroken):
            take_on(handed, own, public)


def test_an_opener_whom_the_others_can_spare_is_taken_away_at_once_c2(made: Run) -> None:
    """Recovery by the third: two of the three are left."""
    admin = administrator(made)
    made.acting(admin, switch_off, person_id=made.published.openers[0].person_id)
    assert len(usable_openers([made.competition_id])[made.competition_id]) == 2


@pytest.mark.parametrize("act", ["role", "account"])
def test_without_whom_bids_stay_shut_is_not_taken_away_unless_it_is_said_why_c2(made: Run, act: str) -> None:
    admin = administrator(made)
    made.acting(admin, switch_off, person_id=made.published.openers[0].person_id)
    spared = made.published.openers[1]

    def take(because: str = "") -> None:
        given: dict[str, Any] = {"person_id": spared.person_id, "because": because}
        if act == "role":
            made.acting(admin, change_roles, roles=["evaluator"], **given)
        else:
            made.acting(admin, switch_off, **given)

    with pytest.raises(Refused, match="Ask Opener B to hand over their opening key first") as refused:
        take()
    assert refused.value.field == "because"
    assert "SUR-2026-0001" in refused.value.sentence
    assert len(usable_openers([made.competition_id])[made.competition_id]) == 2, "nothing was changed"
    take("She has left the council without notice")
    (short,) = [row for row in audit.timeline(about=made.published.referral_id) if row.kind == events.OPENERS_SHORT]
    assert short.payload["because"] == "She has left the council without notice"
    assert Message.objects.filter(subject="The bids for SUR-2026-0001 can no longer be opened").exists()


def test_a_forgotten_passphrase_that_leaves_too_few_is_recorded_and_told_c2(made: Run, set_clock: Clock) -> None:
    first, second, third = made.published.openers
    assert made.acting(first, make_opening_key, passphrase=NEW, again=NEW) == 1
    assert events.OPENERS_SHORT not in kinds(made.published.referral_id)
    assert made.acting(second, make_opening_key, passphrase=NEW, again=NEW) == 1
    assert kinds(made.published.referral_id)[-1] == events.OPENERS_SHORT
    assert made.acting(second, make_opening_key, passphrase=NEW, again=NEW) == 0, "lost once is lost"
    made.declare()
    set_clock(OPENED)
    assert made.turn(third) == 1
    assert made.turn(first) == 2, "whoever remembers the old words may still use them"


def test_an_opener_of_another_council_opens_where_the_competition_names_them_c2(made: Run, set_clock: Clock) -> None:
    """A category may publish that openers come from several councils; nothing else of the council is theirs (X1)."""
    outside = person(made.published.world.lead_id, "From Kent", "opener")
    Opener.objects.filter(place=2).update(person_id=outside.person_id)
    made.published.openers = [*made.published.openers[:2], outside]
    made.declare()
    set_clock(OPENED)
    assert made.turn(made.published.openers[0]) == 1
    with audit.transaction_as(outside) as now:
        turned = turn_opening_key(actor=outside, competition_id=made.competition_id, passphrase=PASSPHRASE, at=now)
        assert turned == 2
    assert len(made.bids()) == 1
    with pytest.raises(NotThere):
        made.turn(person(made.published.world.lead_id, "Unnamed", "opener"))


def test_an_opener_of_another_council_hands_over_and_is_missed_by_their_own_administrator_c2(
    made: Run, set_clock: Clock
) -> None:
    """Walls between councils stand in nobody's way here: it is the opener's own part."""
    lead = made.published.world.lead_id
    outside, spare = person(lead, "From Kent", "opener"), person(lead, "Also Kent", "opener")
    Opener.objects.filter(place=2).update(person_id=outside.person_id)
    made.acting(spare, make_opening_key, passphrase=NEW, again=NEW)
    made.acting(administrator(made), switch_off, person_id=made.published.openers[0].person_id)
    kent = person(lead, "Kit Kent", "administrator")
    with pytest.raises(Refused, match="Ask From Kent to hand over"):
        made.acting(kent, switch_off, person_id=outside.person_id)
    assert [one.name for one in possible_successors(outside)] == ["Also Kent"]
    made.acting(outside, hand_over_key, passphrase=PASSPHRASE, successor_id=spare.person_id)
    made.acting(kent, switch_off, person_id=outside.person_id)
    made.published.openers = [made.published.openers[1], spare]
    made.declare()
    set_clock(OPENED)
    assert made.turn(spare, NEW) == 1
    assert made.turn(made.published.openers[0]) == 2
    assert len(made.bids()) == 1
    assert Message.objects.filter(subject="An opener has changed: Also Kent for From Kent").exists()
