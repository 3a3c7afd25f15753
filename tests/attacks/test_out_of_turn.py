"""A9, A15, A16: fields that no form asked for, and steps that are not due, by people who are entitled to the page."""

from __future__ import annotations

import re
from html import unescape
from typing import Any

import psycopg
import pytest
from django.test import Client

from fairplace.commands.launcher.roles import Database
from fairplace.dps.competitions.actions.declare_interests import declare_interests
from fairplace.dps.competitions.models import Award, Competition, OpeningTurn
from fairplace.dps.organisations.models import Duty
from fairplace.dps.qualification.models import Line, LineDecision
from fairplace.dps.referrals.models import Referral
from fairplace.foundations import audit
from fairplace.foundations.kernel.identifiers import new_id
from tests.attacks.administrator import administering
from tests.attacks.scene import LATER, Scene, signed_in, text
from tests.attacks.test_hostile_text import visitors
from tests.attacks.test_other_peoples_things import addresses, filled
from tests.dps.competitions.published import PASSPHRASE
from tests.dps.qualification.joining import appoint
from tests.drill.plugin import DRILLING, Figures

STRANGE_DAY = "2031-07-19T05:06:07+00:00"


def extra_fields(scene: Scene) -> dict[str, str]:
    """What a form would be sent by somebody who knows the tables."""
    stranger = scene.strangers["another provider"]
    organisation, somebody = str(stranger.organisation_id), str(stranger.person_id)
    owners = dict.fromkeys(
        ("council", "council_id", "provider", "provider_id", "organisation", "organisation_id", "lead_id", "owner"),
        organisation,
    )
    people = dict.fromkeys(("actor", "person", "person_id", "written_by_id", "submitted_by_id", "by_id"), somebody)
    times = dict.fromkeys(
        ("at", "now", "accepted_at", "closes_at", "opened_at", "published_at", "submitted_at", "accredited_at",
         "signed_at", "expires_at", "accept_by", "started_at", "made_at"),
        STRANGE_DAY,
    )  # fmt: skip
    numbers = dict.fromkeys(("competency_score", "weekly_price", "score", "total", "points", "miles"), "77.71")
    return {
        **owners, **people, **times, **numbers,
        "id": str(new_id()), "roles": "operator", "is_staff": "1", "is_superuser": "1", "is_active": "1", "rank": "1",
        "standing": "accredited", "receipt": "EVIL-EVIL-EVIL-EVIL", "reference": "EVIL-2026-1", "terms_version": "EVIL",
        "excluded_because": "EVIL", "basis": "EVIL", "place": "2", "price_weight": "80",
    }  # fmt: skip


def traces(administrator: psycopg.Connection[Any], scene: Scene) -> dict[str, int]:
    """In how many rows of each table the strange values are found."""
    stranger = scene.strangers["another provider"]
    words = ["2031-07-1", "77.71", "EVIL", str(stranger.organisation_id), str(stranger.person_id)]
    found = {}
    for (table,) in administrator.execute("SELECT tablename FROM pg_tables WHERE schemaname = 'public'").fetchall():
        (count,) = administrator.execute(
            f'SELECT count(*) FROM "{table}" t WHERE t::text ~ %s',
            ["|".join(map(re.escape, words))],
        ).fetchone() or (0,)
        found[table] = count
    return found


def as_filled_in(page: str) -> dict[str, str]:
    """The fields of a page with what they hold, as a browser would send them."""
    given = {}
    for tag in re.findall(r"<input[^>]*>", page):
        kind, name, value = (re.search(rf'\b{key}="([^"]*)"', tag) for key in ("type", "name", "value"))
        ticked = " checked" in tag or (kind and kind[1] not in {"radio", "checkbox"}) or not kind
        if name and ticked:
            given[name[1]] = unescape(value[1]) if value else ""
    for name, value in re.findall(r'<textarea[^>]*name="([^"]+)"[^>]*>([^<]*)<', page):
        given[name] = unescape(value)
    return given


@pytest.mark.attack("A9", "every form sent with state, score, owner, dates, roles and forty other fields besides")
def test_fields_that_no_form_asked_for_change_nothing_a9(
    scene: Scene, scene_database: Database, admin_url: str, figures: Figures
) -> None:
    """Every form of every page that somebody may open, sent as it stands and with all of these besides.

    A field that a form does ask for (the price weight, say) is left to its own tests. In a drill by everybody who may
    open the page and for all that is theirs, otherwise by the first who may.
    """
    extra = extra_fields(scene)
    opened: set[str] = set()
    with administering(admin_url, scene_database) as administrator:
        before, sent = traces(administrator, scene), 0
        for who, client, owned in visitors(scene):
            if who in {"loser", "operator", "anybody", "duty 0"}:
                continue
            for route, converters, _ in addresses():
                if "sign-out" in route or "new-password" in route or route.startswith("sign-in"):
                    continue
                for values in [one for one in owned if set(converters) <= set(one)] if converters else [{}]:
                    if route in opened and not DRILLING:
                        break
                    address = filled(route, values)
                    page = client.get(address)
                    if page.status_code != 200:
                        continue
                    opened.add(route)
                    if b'method="post"' not in page.content:
                        continue
                    form = as_filled_in(page.content.decode())
                    answer = client.post(address, {**extra, **form})
                    assert answer.status_code < 500, address
                    sent += 1
        after = traces(administrator, scene)
        naive = (
            "UPDATE referrals_referral SET reference = %s WHERE id = %s"  # control: a form that keeps what it is sent
        )
        administrator.execute(naive, [extra["reference"], scene.draft_referral])
        kept = sum(traces(administrator, scene).values()) - sum(after.values())
    assert sent > 30
    assert kept
    figures("forms sent", sent)
    figures("fields that got in", 0)
    figures.control("rows that a form without a list of fields would change", kept)
    changed = {table: after[table] - before[table] for table in after if after[table] != before[table]}
    assert not changed, changed
    assert not Duty.objects.filter(role="operator").exclude(person__name="Gus Operates").exists()


REFUSED_WEIGHTS = [
    ("80", "4 4 4 4 4"), ("70.01", "9.99 5 5 5 5"), ("29.99", "20.01 20 10 10 10"), ("0", "20 20 20 20 20"),
    ("100", "0 0 0 0 0"), ("-50", "50 50 20 15 15"), ("50", "15 7 3 5 21"), ("50", "10 10 10 10 11"),
    ("50", "-10 20 20 10 10"), ("NaN", "10 10 10 10 10"), ("5e1", "10 10 10 10 10"), ("50", "30 30 30 30 -70"),
]  # fmt: skip


@pytest.mark.attack("A16", "price and quality weights outside what is allowed, through the page")
def test_weights_outside_what_is_allowed_are_refused_through_the_page_a16_r3(scene: Scene) -> None:
    names = ("outcomes", "needs", "features", "location", "competency")
    officer = signed_in(scene.run.officer)
    for price, parts in REFUSED_WEIGHTS:
        form = {"price_weight": price, **dict(zip(names, parts.split(), strict=True))}
        told = officer.post(f"/council/referrals/{scene.draft_referral}/weights/", form)
        assert told.status_code == 200, (price, parts)
        assert "There is a problem" in text(told), (price, parts)
    assert Referral.objects.get(id=scene.draft_referral).price_weight == 50


@pytest.mark.attack("A15", "what was published is changed or published again")
def test_nothing_that_was_published_is_changed_or_published_again_a15(scene: Scene) -> None:
    officer = signed_in(scene.run.officer)
    before = Referral.objects.values().get(id=scene.open_referral)
    for page in ("kind", "facts", "needs", "outcomes", "child", "story", "weights", "where", "publish", "cancel"):
        address = f"/council/referrals/{scene.open_referral}/{page}/"
        told = officer.post(address, {"price_weight": "40", "age": "4", "radius_miles": "1", "because": ""})
        assert told.status_code in {200, 302, 404, 409}, page
    assert Referral.objects.values().get(id=scene.open_referral) == before
    assert Competition.objects.filter(referral_id=scene.open_referral).count() == 1


@pytest.mark.attack("A15", "bids opened, scored or awarded before the closing time")
def test_bids_are_neither_opened_nor_scored_nor_awarded_before_the_closing_time_a15_c2(scene: Scene) -> None:
    """With both passphrases, with every declaration made, and by the people whose duty it will be."""
    competition = scene.open_competition
    for opener in scene.run.published.openers[:2]:
        with audit.transaction_as(opener) as now:
            declare_interests(
                actor=opener, competition_id=competition, duty="opener", has_interest=False, interest="", at=now
            )
        told = signed_in(opener).post(f"/council/opening/{competition}/", {"passphrase": PASSPHRASE})
        assert told.status_code in {200, 409}
    assert not OpeningTurn.objects.filter(competition_id=competition).exists()
    officer = signed_in(scene.run.officer)
    for page in ("score", "ask", "award", "no-award"):
        told = officer.post(f"/council/awarding/{competition}/{page}/", {"sure": "on", "because": "No reason at all."})
        assert told.status_code in {404, 409}, page
    assert Competition.objects.get(id=competition).state == "open"
    refused = {event.kind for event in audit.timeline(about=scene.open_referral)}
    assert "competitions.opening_refused" in refused, "g: the attempt itself is on record"


@pytest.mark.attack("A15", "an accepted award is answered, made or taken back again")
def test_an_accepted_award_is_final_for_everybody_a15(scene: Scene) -> None:
    before = Award.objects.values().get(id=scene.award_id)
    mine = f"/provider/referrals/{scene.victim.invitation_id}/award/"
    for actor in (scene.victim.actor, scene.victim.signatory):
        signed_in(actor).post(mine, {"act": "decline", "because": "We would rather not."})
        signed_in(actor).post(mine, {"act": "accept", "sure": "on"})
    officer = signed_in(scene.run.officer)
    competition = scene.run.competition_id
    loser = str(scene.run.bid_of(scene.rival).id)
    for page in ("score", "ask", "award", "no-award"):
        officer.post(f"/council/awarding/{competition}/{page}/", {"sure": "on", "bid": loser, "because": "Other."})
    assert Award.objects.values().get(id=scene.award_id) == before
    assert Award.objects.filter(competition_id=competition).count() == 1
    evaluator = signed_in(scene.run.evaluators[0])
    told = evaluator.post(f"/council/marking/statement/{loser}/", {"mark": "5", "reason": "Better after all."})
    assert told.status_code in {200, 302, 404, 409}
    with audit.transaction_as(scene.run.officer):
        assert "Better after all" not in repr(scene.run.bid_of(scene.rival).content)


@pytest.mark.attack("A15", "a place approved unassessed, or by one person alone")
def test_a_line_is_not_approved_before_it_is_assessed_nor_by_one_alone_a15_q9(scene: Scene) -> None:
    officer = signed_in(scene.world.people["officer"])
    line = f"/council/applications/lines/{scene.sent_line}"
    approve = {"approved": "yes", "reason": "Because."}
    assert "There is a problem" in text(officer.post(f"{line}/propose/", approve))
    release = {"proposal": str(new_id()), "outcome": "release"}
    assert officer.post(f"{line}/release/", release).status_code == 404, "nothing is proposed"
    statement = f"/council/marking/applications/statement/{scene.sent_line}/outcomes-statement/"
    mark = {"mark": "5", "reason": "Clear and measured steps."}
    assert officer.post(statement, mark).status_code == 404, "nobody marks without being asked to"
    appoint(scene.world, [scene.sent_line], "officer", at=LATER)
    for _ in range(2):  # the same officer marks twice: still one mark
        assert officer.post(statement, mark).status_code == 302
    assert officer.post(f"{statement}agree/", mark).status_code == 404
    assert "There is a problem" in text(officer.post(f"{line}/propose/", approve))
    assert not LineDecision.objects.exists()
    for page in ("suspend", "reinstate"):
        officer.post(f"{line}/{page}/", {"criterion": "insurance", "because": "Because.", "reason": "Because."})
    assert Line.objects.get(id=scene.sent_line).state not in {"approved", "accredited", "suspended"}
    provider = signed_in(scene.sent.manager)
    assert (
        provider.post(f"/provider/agreements/accreditation/{scene.sent_line}/", {"name_typed": "X"}).status_code == 404
    )


@pytest.mark.attack("A15", "an application changed after it was sent")
def test_what_was_sent_is_not_changed_by_its_sender_a15_q2(scene: Scene) -> None:
    manager = signed_in(scene.sent.manager)
    before = Line.objects.values().get(id=scene.sent_line)
    places = f"/provider/places/{scene.sent.application_id}"
    for page in ("establishments", "categories", "exclusions", "confirmations", "check"):
        told = manager.post(f"{places}/{page}/", {"modern-slavery": "no"})
        assert told.status_code in {302, 404, 409}, page
    for page in ("inspection", "statement", "core-costs", "copy"):
        told = manager.post(f"{places}/lines/{scene.sent_line}/{page}/", {"outcomes-statement": "Something better"})
        assert told.status_code in {302, 404, 409}, page
    assert Line.objects.values().get(id=scene.sent_line) == before


def test_a_visitor_does_nothing_by_post(scene: Scene) -> None:
    """Not even to pages without an identifier."""
    visitor = Client(raise_request_exception=False)
    for route, converters, _ in addresses():
        if not converters and route.startswith(("council/", "provider/", "operator/", "home")):
            assert visitor.post(f"/{route}", extra_fields(scene)).status_code == 302
