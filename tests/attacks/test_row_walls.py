"""A1, A2, X1: what the database itself refuses, whatever a query of ours forgets to ask.

Everything here is plain SQL on the application's own connection, as somebody who got past the whole product would type.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any
from uuid import UUID

import psycopg
import pytest
from django.db import DatabaseError, connection, transaction

from fairplace.commands.launcher.roles import Database
from tests.attacks.scene import Scene

# Every table is in one of these three sets; a new one fails the test until somebody has thought about it.
WALLED = {
    "competitions_answer",
    "competitions_bid",
    "competitions_feedback",
    "competitions_limitchange",
    "competitions_mark",
    "competitions_openingshare",
    "competitions_question",
    "competitions_questionasker",
    "competitions_pricequestion",
    "competitions_proposal",
    "competitions_score",
    "competitions_scorecard",
    "competitions_slot",
    "competitions_timedshare",
    "custody_disposal",
    "custody_disposalitem",
    "custody_hold",
    "custody_period",
    "custody_subjectexport",
    "placements_consultationanswer",
    "placements_directaward",
    "placements_namedpreference",
    "placements_outsideplacement",
    "placements_placementagreement",
    "placements_placementsignature",
    "placements_preferencestate",
    "placements_premiumstep",
    "referrals_attachment",
    "referrals_childidentity",
    "referrals_childstory",
    "referrals_plansection",
}
OWN = {
    "competitions_accountlink", "competitions_award", "competitions_closingchange", "competitions_competition",
    "competitions_competitionstate", "competitions_declaration", "competitions_eligibility", "competitions_evaluator",
    "competitions_familychoice", "competitions_invitation", "competitions_openingturn", "competitions_plainaccount",
    "competitions_reminder", "placements_consultation", "referrals_approvalrequest", "referrals_approvalrule",
    "referrals_commentreply", "referrals_disclosure", "referrals_familycomment", "referrals_familyreading",
    "referrals_furtherchild", "referrals_incentive", "referrals_referral", "referrals_referralapproval",
    "referrals_referralcategory", "referrals_referralitem", "referrals_referraloutcome", "referrals_referralstate",
    "referrals_reissue", "organisations_supportaccess",
    # a provider's until it is sent, then the councils' of the system too
    "organisations_evidence", "qualification_agreementpaper", "qualification_agreementsignature",
    "qualification_application", "qualification_assessment", "qualification_clarification",
    "qualification_clarificationanswer", "qualification_clockextension", "qualification_corecost",
    "qualification_decisionletter", "qualification_discount", "qualification_duediligencecheck",
    "qualification_evaluatorappointment", "qualification_groundcorrection", "qualification_groundjudgement",
    "qualification_interestdeclaration", "qualification_internalapproval", "qualification_line",
    "qualification_linedecision", "qualification_linenotice", "qualification_linestate",
    "qualification_removalstep", "qualification_serviceprice", "qualification_statementmark",
    "qualification_termsacceptance",
    "organisations_colleagueinvitation", "organisations_rolechange", "transparency_evidencepack",
}  # fmt: skip
"""What belongs to one organisation besides: walls of the second kind (foundations/audit/row_walls.py)."""
PLACES = {"organisations_carerareas", "organisations_establishment", "organisations_establishmentclaim"}
"""What runs whom, with its address: its provider's and every council's."""
OPEN = {
    # payloads hold neither (test_what_is_left_behind.py), and nine tables would have to say whose one is: 0061
    "audit_event",
    "audit_head", "audit_leaf", "audit_node", "audit_publishedhead",  # salted hashes, and their signed roots: published
    "auth_group", "auth_group_permissions", "auth_permission",  # empty: duties say what a person may do
    "account_emailaddress", "account_emailconfirmation",  # read before anybody is signed in
    # the wall of a competition asks who opens it, perhaps for another council; private keys lie under a passphrase
    "competitions_opener", "competitions_openingkey",
    "competitions_rehearsal",  # a trial of rules, and sums
    "django_content_type", "django_migrations",  # names of tables and migrations
    "django_session",  # read before anybody is signed in
    "documents_document",  # the content is sealed, in a file; what it belongs to has its wall: decision 0061
    # what councils, providers and families say of a draft or ask about the system: in public, never of a placed child
    "market_categorydraft", "market_categorylead", "market_comment", "market_commentreply", "market_consultation",
    "market_consultationchange",
    "market_draftagreement", "market_draftchange", "market_draftstate", "market_localschedule",
    "market_modelanswer", "market_publicanswer", "market_publicquestion", "market_termsdraft",
    "market_termsversion",
    # public registers of schools and homes, and what changed in them
    "organisations_registerchange", "organisations_registerentry", "organisations_registerimport",
    "organisations_registerlook",
    "mfa_authenticator",  # what somebody signs in with: read before anybody is signed in; secrets are sealed
    "organisations_factorsecret",  # sealed
    "organisations_signonlink", "organisations_singlesignon",  # read before anybody is signed in; the secret is sealed
    "organisations_signin",  # a kind of browser and times
    "organisations_registration",  # of nobody's organisation yet
    "fairplace_clock", "geography_postcode",  # one row; a public directory
    # the system, its categories and notices: published
    "market_category", "market_categoryversion", "market_entrychange",
    "market_firstreferral", "market_notice", "market_partner", "market_periodchange", "market_purchasingsystem",
    "organisations_duty", "organisations_organisation", "organisations_person",  # asked to know whose somebody is
    "outbox_message",  # letters to a family, and codes, are sealed
    # numbers of what is to be done; the worker reads them before it works for anybody
    "procrastinate_events", "procrastinate_jobs", "procrastinate_periodic_defers", "procrastinate_workers",
    "qualification_round",  # when a category's first applications are decided together: published
    "rate_limits",  # counts, read before anybody is signed in
    "audit_refusal",  # who met how many refusals at which page, by the hour: for those who run the system
    "transparency_release",  # published
    "transparency_headdelivery",  # what is public, and to how many it was sent
}  # fmt: skip
APPEND_ONLY = {
    "custody_period",
    "audit_head", "audit_leaf", "audit_node", "audit_publishedhead", "transparency_headdelivery",
    "competitions_limitchange",
    "audit_event", "competitions_answer", "competitions_closingchange", "competitions_competitionstate",
    "competitions_declaration", "competitions_eligibility",
    "competitions_mark", "competitions_openingturn", "competitions_accountlink", "competitions_plainaccount",
    "competitions_question",
    "competitions_questionasker", "competitions_score",
    "competitions_scorecard", "competitions_reminder", "referrals_reissue",
    "market_entrychange", "market_firstreferral", "market_notice", "market_periodchange",
    "market_categorylead", "market_comment", "market_commentreply", "market_consultationchange",
    "market_draftagreement", "market_draftchange",
    "market_draftstate", "market_localschedule", "market_modelanswer", "market_publicanswer",
    "market_publicquestion", "market_termsversion", "organisations_carerareas", "organisations_establishmentclaim",
    "organisations_registerchange", "organisations_registerlook", "qualification_agreementpaper",
    "qualification_decisionletter", "qualification_linenotice", "qualification_removalstep",
    "qualification_termsacceptance",
    "placements_consultationanswer", "placements_directaward", "placements_placementsignature",
    "placements_preferencestate", "placements_premiumstep",
    "qualification_agreementsignature", "qualification_assessment",
    "qualification_clarification", "qualification_clarificationanswer", "qualification_clockextension",
    "qualification_duediligencecheck", "qualification_evaluatorappointment", "qualification_groundcorrection",
    "qualification_groundjudgement",
    "qualification_interestdeclaration", "qualification_internalapproval", "qualification_linedecision",
    "qualification_linestate", "qualification_statementmark", "referrals_commentreply", "referrals_familycomment",
    "referrals_approvalrequest", "referrals_approvalrule", "referrals_referralapproval", "referrals_referralstate",
    "transparency_release",
}  # fmt: skip
KEYS = {
    "market_firstreferral": "category_id", "audit_head": "size", "audit_publishedhead": "size",
    "audit_leaf": "position", "audit_node": "level",
}  # fmt: skip


@contextmanager
def speaking_for(organisation: UUID | None) -> Iterator[Any]:
    """A cursor in a transaction that is undone, in which the application claims this organisation (or none)."""
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SELECT set_config('fairplace.reach', '', true)")
        if organisation is not None:
            cursor.execute("SELECT set_config('fairplace.organisation', %s, true)", [str(organisation)])
        yield cursor
        transaction.set_rollback(True)


def changed_by(cursor: Any, statement: str) -> int:
    """How many rows it changed; 0 also when it is refused outright."""
    try:
        with transaction.atomic():
            cursor.execute(statement)
            return int(cursor.rowcount)
    except DatabaseError:
        return 0


def rows(database: Database, statement: str) -> list[tuple[Any, ...]]:
    with psycopg.connect(database.owner_url) as owner:
        return owner.execute(statement).fetchall()


def test_every_table_is_walled_or_holds_nothing_of_a_child_or_a_bid_r1_c2(scene_database: Database) -> None:
    found = rows(
        scene_database,
        "SELECT relname, relrowsecurity, relforcerowsecurity FROM pg_class"
        " WHERE relkind IN ('r', 'p') AND relnamespace = 'public'::regnamespace",
    )
    assert {name for name, *_ in found} == WALLED | OWN | PLACES | OPEN
    assert {name for name, on, forced in found if on and forced} == WALLED
    assert {name for name, on, forced in found if on and not forced} == OWN | PLACES


def test_encrypted_columns_alone_hold_the_names_of_a_child_r1(scene_database: Database) -> None:
    """No column of a child's table, other than its keys, is in plain text."""
    plain = rows(
        scene_database,
        "SELECT table_name, column_name FROM information_schema.columns"
        " WHERE table_name IN ('referrals_childidentity', 'referrals_childstory') AND data_type <> 'bytea'",
    )
    assert {column for _, column in plain} == {"id", "referral_id", "council_id", "child"}


@pytest.mark.parametrize("who", ["nobody", "another council", "another provider", "the operator", "a made-up one"])
def test_strangers_see_and_change_no_row_behind_a_wall_x1(scene: Scene, who: str) -> None:
    made_up = UUID("01a20606-5ebf-769f-8688-25f20538ef11")
    stranger = scene.strangers[who].organisation_id if who in scene.strangers else made_up
    with speaking_for(scene.council_id) as cursor:
        # who asked, not even the council sees while the competition runs
        unseen = {"competitions_openingshare", "competitions_questionasker"}
        for table in WALLED - unseen:
            cursor.execute(f"SELECT count(*) FROM {table}")
            there = cursor.fetchone()[0]
            assert there or table == "competitions_slot", f"{table} is empty: the test would prove nothing"
    with speaking_for(None if who == "nobody" else stranger) as cursor:
        for table in WALLED:
            cursor.execute(f"SELECT count(*) FROM {table}")
            assert cursor.fetchone() == (0,), table
            assert changed_by(cursor, f"UPDATE {table} SET id = id") == 0, table
            assert changed_by(cursor, f"DELETE FROM {table}") == 0, table


@pytest.mark.parametrize("who", ["nobody", "another council", "another provider", "the operator"])
def test_strangers_see_and_change_nothing_that_belongs_to_another_organisation_x1(scene: Scene, who: str) -> None:
    """A referral without its child, who was invited, what was decided: also told to nobody whom it does not concern."""
    held = dict.fromkeys(OWN, 0)
    with speaking_for(scene.council_id) as cursor:
        for table in OWN:
            cursor.execute(f"SELECT count(*) FROM {table}")
            (held[table],) = cursor.fetchone()
    with connection.cursor() as cursor:  # control: past the walls the same question finds them all
        for table in OWN:
            cursor.execute(f"SELECT count(*) FROM {table}")
            assert cursor.fetchone()[0] >= held[table], table
    assert sum(map(bool, held.values())) >= 15, "the test would prove little"
    with speaking_for(None if who == "nobody" else scene.strangers[who].organisation_id) as cursor:
        for table in OWN:
            cursor.execute(f"SELECT count(*) FROM {table}")
            assert cursor.fetchone() == (0,), table
            assert changed_by(cursor, f"UPDATE {table} SET id = id") == 0, table
            assert changed_by(cursor, f"DELETE FROM {table}") == 0, table


def test_a_provider_sees_the_referrals_that_it_is_told_of_and_its_own_invitations_alone_x1(scene: Scene) -> None:
    rival = scene.rival.provider_id
    with speaking_for(rival) as cursor:
        cursor.execute(
            "SELECT count(*), count(*) FILTER (WHERE provider_id = %s) FROM competitions_invitation", [rival]
        )
        seen, own = cursor.fetchone()
        assert seen == own > 0
        cursor.execute(
            "SELECT (SELECT count(*) FROM referrals_referral), (SELECT count(*) FROM (SELECT competition_id"
            " FROM competitions_eligibility UNION SELECT competition_id FROM competitions_invitation) t),"
            " (SELECT count(*) FROM referrals_referral WHERE state = 'draft')"
        )
        referrals, told_of, drafts = cursor.fetchone()
        assert 0 < referrals <= told_of
        assert drafts == 0
        for table in ("referrals_familyreading", "referrals_familycomment", "competitions_familychoice"):
            cursor.execute(f"SELECT count(*) FROM {table}")
            assert cursor.fetchone() == (0,), table
        # what it may lock, it cannot change
        assert changed_by(cursor, "UPDATE competitions_competition SET closes_at = closes_at + interval '1 day'") == 0
        assert changed_by(cursor, "UPDATE referrals_referral SET radius_miles = 500") == 0


def test_an_application_is_its_provider_s_until_it_is_sent_and_then_no_other_provider_s_x1_q2(scene: Scene) -> None:
    """Prices, evidence, answers and what the lead notes of them."""
    lead, outside = scene.world.lead_id, scene.strangers["another council"].organisation_id

    def seen(organisation: UUID | None, table: str, provider: UUID) -> int:
        with speaking_for(organisation) as cursor:
            cursor.execute(f"SELECT count(*) FROM {table} WHERE provider_id = %s", [provider])
            return int(cursor.fetchone()[0])

    for table in ("qualification_application", "qualification_line", "organisations_evidence"):
        assert seen(scene.unsent.provider_id, table, scene.unsent.provider_id) > 0
        assert seen(lead, table, scene.unsent.provider_id) == 0, table
        assert seen(lead, table, scene.sent.provider_id) > 0, table
        for other in (outside, scene.rival.provider_id, scene.strangers["the operator"].organisation_id, None):
            assert seen(other, table, scene.sent.provider_id) == 0, table
    with speaking_for(scene.unsent.provider_id) as cursor:
        for table in ("qualification_corecost", "qualification_linestate", "qualification_assessment"):
            cursor.execute(
                f"SELECT count(*) FROM {table} WHERE line_id NOT IN (SELECT id FROM qualification_line"
                " WHERE provider_id = %s)",
                [scene.unsent.provider_id],
            )
            assert cursor.fetchone() == (0,), table


@pytest.mark.parametrize("who", ["nobody", "another provider", "the operator"])
def test_where_homes_are_is_told_to_their_provider_and_to_councils_alone_x1(scene: Scene, who: str) -> None:
    """A home's postcode finds its children. Control: the view of names, from which pages for everybody are made."""
    stranger = None if who == "nobody" else scene.strangers[who].organisation_id
    for owner in (scene.victim.provider_id, scene.council_id, scene.strangers["another council"].organisation_id):
        with speaking_for(owner) as cursor:
            cursor.execute(
                "SELECT count(postcode) FROM organisations_establishment WHERE provider_id = %s",
                [scene.victim.provider_id],
            )
            assert cursor.fetchone()[0] > 0
    with speaking_for(stranger) as cursor:
        cursor.execute("SELECT count(*) FROM establishment_names")
        assert cursor.fetchone()[0] > 0
        for table in PLACES:
            others = f"FROM {table} WHERE provider_id IS DISTINCT FROM %s"
            cursor.execute(f"SELECT count(*) {others}", [stranger])
            assert cursor.fetchone() == (0,), table
        taken = f"provider_id <> '{stranger or UUID(int=0)}'"
        assert changed_by(cursor, f"UPDATE organisations_establishment SET postcode = '' WHERE {taken}") == 0


def test_reach_never_opens_what_tells_of_a_child_or_a_sealed_bid_x1_c2(scene: Scene) -> None:
    """The system at work for all organisations, and a page that forgot to put it back, sees neither."""
    with speaking_for(None) as cursor:
        for reach in ("everyone", "work"):
            cursor.execute("SELECT set_config('fairplace.reach', %s, true)", [reach])
            for table in WALLED:
                cursor.execute(f"SELECT count(*) FROM {table}")
                assert cursor.fetchone() == (0,), table


def test_a_rival_sees_its_own_rows_alone_x1(scene: Scene) -> None:
    rival = scene.rival.provider_id
    with speaking_for(rival) as cursor:
        for table in ("competitions_bid", "competitions_slot", "competitions_feedback"):
            cursor.execute(f"SELECT count(*), count(*) FILTER (WHERE provider_id = %s) FROM {table}", [rival])
            seen, own = cursor.fetchone()
            assert seen == own > 0, table
        for table in (
            "competitions_mark",
            "competitions_score",
            "competitions_scorecard",
            "placements_placementagreement",
        ):
            cursor.execute(f"SELECT count(*) FROM {table}")
            assert cursor.fetchone() == (0,), table
        cursor.execute("SELECT count(*) FROM referrals_childidentity")
        assert cursor.fetchone() == (0,)
        cursor.execute("SELECT referral_id FROM referrals_childstory")
        assert cursor.fetchall() == [(scene.open_referral,)], "the one for which it said that it will bid"


def test_the_council_reaches_no_sealed_slot_before_the_closing_time_c2(scene: Scene) -> None:
    with speaking_for(scene.council_id) as cursor:
        cursor.execute("SELECT count(*) FROM competitions_slot WHERE competition_id = %s", [scene.open_competition])
        assert cursor.fetchone() == (0,)
        assert changed_by(cursor, "UPDATE competitions_slot SET version = version WHERE content IS NOT NULL") == 0


def test_nobody_plants_a_row_in_anothers_name_x1(scene: Scene) -> None:
    """A stranger copies rows of the victims, under a new key, and finds each refused."""
    stranger = scene.strangers["another provider"].organisation_id
    plants = {
        "competitions_bid": scene.victim.provider_id,
        "competitions_feedback": scene.victim.provider_id,
        "referrals_childstory": scene.council_id,
        "referrals_plansection": scene.council_id,
        "placements_placementagreement": scene.council_id,
        "placements_namedpreference": scene.council_id,
        "placements_premiumstep": scene.council_id,
        "placements_consultationanswer": scene.council_id,
        "placements_outsideplacement": scene.council_id,
    }
    for table, owner in plants.items():
        with speaking_for(owner) as cursor:
            cursor.execute(f"SELECT * FROM {table} LIMIT 1")
            columns = [column.name for column in cursor.description]
            held = dict(zip(columns, cursor.fetchone(), strict=True)) | {"id": UUID(int=7)}
            cursor.execute("SELECT set_config('fairplace.organisation', %s, true)", [str(stranger)])
            names, marks = ", ".join(columns), ", ".join(["%s"] * len(columns))
            values = [psycopg.types.json.Jsonb(value) if isinstance(value, dict) else value for value in held.values()]
            with pytest.raises(DatabaseError, match="row-level security"), transaction.atomic():
                cursor.execute(f"INSERT INTO {table} ({names}) VALUES ({marks})", values)


def test_the_application_cannot_take_a_wall_down_x1(scene: Scene, scene_database: Database) -> None:
    attempts = [
        "SET row_security = off; SELECT count(*) FROM referrals_childstory",
        "SET ROLE fairplace_owner",
        "SET SESSION AUTHORIZATION fairplace_owner",
        "SET session_replication_role = replica",
        "ALTER TABLE audit_event DISABLE TRIGGER ALL",
        "CREATE TABLE mine (id int)",
        "CREATE FUNCTION mine() RETURNS int LANGUAGE sql AS 'SELECT 1'",
        "CREATE TEMPORARY TABLE mine (id int)",
        "CREATE POLICY open ON competitions_slot USING (true)",
        "COPY (SELECT 1) TO PROGRAM 'true'",
        "SELECT pg_read_file('PG_VERSION')",
        "SELECT lo_import('/etc/passwd')",
        *(f"ALTER TABLE {table} DISABLE ROW LEVEL SECURITY" for table in WALLED),
        *(f"ALTER TABLE {table} NO FORCE ROW LEVEL SECURITY" for table in WALLED),
    ]
    with psycopg.connect(scene_database.app_url, autocommit=True) as app:
        for attempt in attempts:
            with pytest.raises(psycopg.Error):
                app.execute(attempt)
            app.execute("RESET ALL")
        owned = app.execute(
            "SELECT count(*) FROM pg_class WHERE relowner = current_user::regrole"
            " UNION ALL SELECT count(*) FROM pg_proc WHERE proowner = current_user::regrole"
        ).fetchall()
        assert owned == [(0,), (0,)]
        (powers,) = app.execute(
            "SELECT ARRAY[rolsuper, rolbypassrls, rolcreaterole, rolcreatedb, rolreplication]"
            " FROM pg_roles WHERE rolname = current_user"
        ).fetchone()  # type: ignore[misc]
        assert not any(powers)


def test_what_was_recorded_is_neither_changed_nor_taken_away_a5(scene: Scene, scene_database: Database) -> None:
    """Neither by the application, nor by the owner of the table."""
    guarded = {
        name
        for (name,) in rows(
            scene_database,
            "SELECT tgrelid::regclass::text FROM pg_trigger WHERE tgname LIKE '%append_only'"
            " AND tgfoid = 'fairplace_refuse_change'::regproc",
        )
    }
    assert guarded == APPEND_ONLY
    for url in (scene_database.app_url, scene_database.owner_url):
        with psycopg.connect(url, autocommit=True) as session:
            for table in APPEND_ONLY:
                key = KEYS.get(table, "id")
                for statement in (
                    f"UPDATE {table} SET {key} = {key}",
                    f"DELETE FROM {table}",
                    f"TRUNCATE {table} CASCADE",
                ):
                    with pytest.raises(psycopg.errors.InsufficientPrivilege):
                        session.execute(statement)


def test_the_clock_is_nobodys_to_move_outside_the_demo_c2(scene_database: Database) -> None:
    with psycopg.connect(scene_database.app_url, autocommit=True) as app:
        for attempt in (
            "SELECT fairplace_shift_clock('1 day')",
            "UPDATE fairplace_clock SET shift = '1 day'",
            "DELETE FROM fairplace_clock",
            "INSERT INTO fairplace_clock VALUES (2)",
            "CREATE FUNCTION pg_temp.fairplace_now() RETURNS timestamptz LANGUAGE sql AS 'SELECT now()'",
        ):
            with pytest.raises(psycopg.Error):
                app.execute(attempt)


def test_an_organisation_named_in_one_transaction_is_forgotten_in_the_next_x1(scene: Scene) -> None:
    """Connections are kept for many requests: nothing of one may be left for the next."""
    with speaking_for(scene.council_id) as cursor:
        cursor.execute("SELECT count(*) FROM referrals_childstory")
        assert cursor.fetchone()[0]
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*), current_setting('fairplace.organisation', true) FROM referrals_childstory")
        assert cursor.fetchone() == (0, "")
