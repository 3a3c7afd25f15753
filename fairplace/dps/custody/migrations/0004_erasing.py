"""Erasing by rule (T5): one function of the owner's, which the application may only ask to carry out what stands in a
disposal that a second person agreed to, and which a legal hold stops, also in the same instant.

What goes with each class is said here and in seeds/retention.toml. Rows that point at what goes, go with it; if one of
them belongs to something else, nothing goes. The log's leaves stay: of an event nothing else is left.
"""

from django.db import migrations

from fairplace.foundations.audit.append_only import append_only
from fairplace.foundations.audit.row_walls import wall

HELD = """
    CREATE FUNCTION fairplace_held(by_council uuid, class text, thing uuid) RETURNS boolean
    LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = public, pg_temp AS $$
    DECLARE
        held boolean;
    BEGIN
        PERFORM set_config('fairplace.keeping', 'on', true);
        SELECT EXISTS (
            SELECT FROM custody_hold h
            WHERE h.ended_at IS NULL
              AND (h.until IS NULL OR h.until >= (fairplace_now() AT TIME ZONE 'Europe/London')::date)
              AND CASE WHEN thing IS NULL THEN h.scope = 'all' OR class = 'messages'
                  ELSE h.council_id = by_council AND (
                    h.scope = 'all' OR h.referral_id = thing
                    OR h.scope = 'provider' AND (
                        EXISTS (SELECT FROM competitions_invitation i JOIN competitions_competition c ON c.id = i.competition_id
                                WHERE c.referral_id = thing AND i.provider_id = h.provider_id)
                        OR EXISTS (SELECT FROM placements_placementagreement a
                                   WHERE a.referral_id = thing AND a.provider_id = h.provider_id)
                        OR EXISTS (SELECT FROM placements_namedpreference n
                                   WHERE n.referral_id = thing AND n.provider_id = h.provider_id)
                        OR EXISTS (SELECT FROM qualification_application q
                                   WHERE q.id = thing AND q.provider_id = h.provider_id))) END
        ) INTO held;
        PERFORM set_config('fairplace.keeping', 'off', true);
        RETURN held;
    END $$;
"""
# Whoever places a hold waits for the one thing that is going at this moment; the next one sees the hold.
HOLD_WAITS = """
    CREATE FUNCTION fairplace_hold_waits() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
        PERFORM pg_advisory_xact_lock(7301121);
        RETURN NEW;
    END $$;
    CREATE TRIGGER custody_hold_waits BEFORE INSERT OR UPDATE ON custody_hold
        FOR EACH ROW EXECUTE FUNCTION fairplace_hold_waits();
"""
TAKE = r"""
    CREATE FUNCTION fairplace_take(class text, thing uuid, older timestamptz)
    RETURNS TABLE (outcome text, gone bigint, told bigint, files text[])
    LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
    DECLARE
        edge record;
        walk text;
        allowed text := '^(referrals|competitions|placements|transparency)_';
        grown bigint;
        number bigint;
        ids uuid[];
        letters uuid[];
        papers uuid[] := '{}';
        named_papers uuid[];
    BEGIN
        outcome := 'erased'; gone := 0; told := 0; files := '{}';
        PERFORM set_config('fairplace.keeping', 'on', true);
        CREATE TEMP TABLE IF NOT EXISTS fairplace_going (relation regclass, id uuid, PRIMARY KEY (relation, id))
            ON COMMIT DELETE ROWS;
        DELETE FROM pg_temp.fairplace_going;

        IF class IN ('draft_referral', 'procurement_record', 'placement_record') THEN
            INSERT INTO pg_temp.fairplace_going VALUES ('referrals_referral', thing);
        ELSIF class IN ('unplaced_identity', 'erasure_request') THEN
            FOREACH walk IN ARRAY ARRAY['referrals_childidentity', 'referrals_childstory', 'referrals_plansection',
                                        'referrals_attachment', 'referrals_familyreading'] LOOP
                EXECUTE format('INSERT INTO pg_temp.fairplace_going SELECT %L::regclass, id FROM %I WHERE referral_id = $1',
                               walk, walk) USING thing;
            END LOOP;
            INSERT INTO pg_temp.fairplace_going SELECT 'competitions_plainaccount', p.id
                FROM competitions_plainaccount p JOIN competitions_award a ON a.id = p.award_id
                JOIN competitions_competition c ON c.id = a.competition_id WHERE c.referral_id = thing;
            UPDATE competitions_familychoice SET shown = NULL, reason = NULL
                WHERE competition_id IN (SELECT id FROM competitions_competition WHERE referral_id = thing);
            GET DIAGNOSTICS gone = ROW_COUNT;
        ELSIF class IN ('draft_application', 'refused_application') THEN
            allowed := '^qualification_';
            INSERT INTO pg_temp.fairplace_going VALUES ('qualification_application', thing);
        ELSIF class = 'messages' THEN
            DELETE FROM outbox_message WHERE sent_at < older;
            GET DIAGNOSTICS gone = ROW_COUNT;
        ELSIF class = 'sign_in_log' THEN
            DELETE FROM organisations_signin WHERE began_at < older;
            GET DIAGNOSTICS gone = ROW_COUNT;
        ELSIF class = 'register_imports' THEN
            INSERT INTO pg_temp.fairplace_going SELECT 'organisations_registerimport', id
                FROM organisations_registerimport WHERE asked_at < older AND state NOT IN ('reading', 'applying');
            allowed := '^organisations_register(import|change)$';
        ELSIF class = 'audit_log' THEN
            UPDATE audit_event e SET payload = '{}', salt = ''
                WHERE e.at < older AND octet_length(e.salt) > 0
                  AND NOT EXISTS (SELECT FROM referrals_referral r WHERE r.id = e.about_id)
                  AND NOT EXISTS (SELECT FROM competitions_competition c WHERE c.id = e.about_id)
                  AND NOT EXISTS (SELECT FROM qualification_application a WHERE a.id IN (e.about_id, e.subject_id))
                  AND NOT EXISTS (SELECT FROM qualification_line l WHERE l.id IN (e.about_id, e.subject_id))
                  AND NOT EXISTS (SELECT FROM custody_hold h WHERE h.ended_at IS NULL
                                  AND h.provider_id IN (e.about_id, e.subject_id, e.organisation_id));
            GET DIAGNOSTICS told = ROW_COUNT;
        ELSE
            RAISE EXCEPTION 'There is no class %.', class USING ERRCODE = 'restrict_violation';
        END IF;

        LOOP
            grown := 0;
            FOR edge IN
                SELECT c.conrelid::regclass AS child, a.attname AS field, c.confrelid::regclass AS parent
                FROM pg_constraint c JOIN pg_attribute a ON a.attrelid = c.conrelid AND a.attnum = c.conkey[1]
                WHERE c.contype = 'f' AND c.conrelid <> c.confrelid
                  AND c.confrelid IN (SELECT DISTINCT relation FROM pg_temp.fairplace_going)
            LOOP
                EXECUTE format(
                    'INSERT INTO pg_temp.fairplace_going SELECT %1$L::regclass, t.id FROM %1$s t'
                    ' WHERE t.%2$I IN (SELECT id FROM pg_temp.fairplace_going WHERE relation = %3$L::regclass)'
                    ' ON CONFLICT DO NOTHING', edge.child, edge.field, edge.parent);
                GET DIAGNOSTICS number = ROW_COUNT;
                grown := grown + number;
            END LOOP;
            EXIT WHEN grown = 0;
        END LOOP;
        IF EXISTS (SELECT FROM pg_temp.fairplace_going WHERE relation::text !~ allowed) THEN
            PERFORM set_config('fairplace.keeping', 'off', true);
            outcome := 'needed'; gone := 0; told := 0;
            RETURN NEXT;
            RETURN;
        END IF;

        SELECT coalesce(array_agg(g.id), '{}') INTO ids FROM pg_temp.fairplace_going g;
        letters := ids;
        IF class IN ('unplaced_identity', 'erasure_request') THEN
            SELECT ids || coalesce(array_agg(f.id), '{}') INTO letters FROM competitions_familychoice f
                JOIN competitions_competition c ON c.id = f.competition_id WHERE c.referral_id = thing;
        END IF;
        IF cardinality(letters) > 0 THEN
            DELETE FROM outbox_message m WHERE EXISTS (
                SELECT FROM regexp_matches(m.key, '[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}', 'g') AS named
                WHERE named[1]::uuid = ANY (letters));
            GET DIAGNOSTICS number = ROW_COUNT;
            gone := gone + number;
        END IF;
        IF thing IS NOT NULL THEN
            UPDATE audit_event e SET payload = '{}', salt = ''
                WHERE octet_length(e.salt) > 0 AND e.kind NOT LIKE 'custody.%'
                  AND (e.subject_id = ANY (ids)
                       OR class NOT IN ('unplaced_identity') AND e.about_id = ANY (ids || thing)
                          AND (class <> 'erasure_request' OR e.kind LIKE 'referrals.%' OR e.kind LIKE 'audit.%'));
            GET DIAGNOSTICS told = ROW_COUNT;
        END IF;
        FOR edge IN
            SELECT c.conrelid::regclass AS child, a.attname AS field
            FROM pg_constraint c JOIN pg_attribute a ON a.attrelid = c.conrelid AND a.attnum = c.conkey[1]
            WHERE c.contype = 'f' AND c.conrelid = c.confrelid AND NOT a.attnotnull
              AND c.conrelid IN (SELECT DISTINCT relation FROM pg_temp.fairplace_going)
        LOOP
            EXECUTE format('UPDATE %1$s SET %2$I = NULL WHERE %2$I = ANY ($1) AND id <> ALL ($1)', edge.child, edge.field)
                USING ids;
        END LOOP;
        FOR edge IN
            SELECT DISTINCT g.relation AS child,
                EXISTS (SELECT FROM pg_attribute a WHERE a.attrelid = g.relation AND a.attname = 'document_id'
                        AND NOT a.attisdropped) AS papers
            FROM pg_temp.fairplace_going g
        LOOP
            IF edge.papers THEN
                EXECUTE format('SELECT coalesce(array_agg(document_id), ''{}'') FROM %s WHERE id = ANY ($1)'
                               ' AND document_id IS NOT NULL', edge.child) INTO named_papers USING ids;
                papers := papers || named_papers;
            END IF;
            EXECUTE format('DELETE FROM %s WHERE id = ANY ($1)', edge.child) USING ids;
            GET DIAGNOSTICS number = ROW_COUNT;
            gone := gone + number;
        END LOOP;
        SELECT coalesce(array_agg(d.stored_as), '{}') INTO files FROM documents_document d WHERE d.id = ANY (papers);
        UPDATE audit_event e SET payload = '{}', salt = '' WHERE e.subject_id = ANY (papers) AND octet_length(e.salt) > 0;
        DELETE FROM documents_document WHERE id = ANY (papers);
        PERFORM set_config('fairplace.keeping', 'off', true);
        RETURN NEXT;
    END $$;
    REVOKE EXECUTE ON FUNCTION fairplace_take(text, uuid, timestamptz) FROM PUBLIC;
"""
ERASE = """
    CREATE FUNCTION fairplace_erase(wanted uuid) RETURNS TABLE (outcome text, gone bigint, told bigint, files text[])
    LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
    DECLARE
        item custody_disposalitem;
        whole custody_disposal;
    BEGIN
        PERFORM pg_advisory_xact_lock(7301121);
        PERFORM set_config('fairplace.keeping', 'on', true);
        SELECT * INTO item FROM custody_disposalitem i WHERE i.id = wanted FOR UPDATE;
        SELECT * INTO whole FROM custody_disposal d WHERE d.id = item.disposal_id;
        PERFORM set_config('fairplace.keeping', 'off', true);
        IF whole.agreed_by_id IS NULL OR whole.agreed_by_id = whole.asked_by_id OR whole.refused_at IS NOT NULL THEN
            RAISE EXCEPTION 'Nothing is erased before a second person has agreed.' USING ERRCODE = 'restrict_violation';
        END IF;
        IF fairplace_held(item.council_id, item.code, item.thing_id) THEN
            outcome := 'held'; gone := 0; told := 0; files := '{}';
            RETURN NEXT;
        ELSE
            RETURN QUERY SELECT * FROM fairplace_take(item.code, item.thing_id, item.before);
        END IF;
    END $$;
"""
GRANTS = """
    DO $$
    DECLARE
        made regprocedure;
    BEGIN
        FOR made IN SELECT p.oid::regprocedure FROM pg_proc p
            WHERE p.pronamespace = 'public'::regnamespace AND p.proname IN ('fairplace_held', 'fairplace_erase')
        LOOP
            EXECUTE format('REVOKE EXECUTE ON FUNCTION %s FROM PUBLIC', made);
            IF EXISTS (SELECT FROM pg_roles WHERE rolname = 'fairplace_app') THEN
                EXECUTE format('GRANT EXECUTE ON FUNCTION %s TO fairplace_app', made);
            END IF;
        END LOOP;
    END $$;
"""
MINE = "council_id = {me}"


class Migration(migrations.Migration):
    dependencies = [("custody", "0003_retention")]
    operations = [
        wall("custody_hold", select=MINE, insert=MINE, update=MINE),
        wall("custody_disposal", select=MINE, insert=MINE, update=MINE),
        wall("custody_disposalitem", select=MINE, insert=MINE, update=MINE),
        wall("custody_period", select=MINE, insert=MINE),
        append_only("custody_period"),
        wall(
            "custody_subjectexport",
            select="organisation_id = {me}",
            insert="organisation_id = {me}",
            update="organisation_id = {me}",
        ),
        migrations.RunSQL([HELD, HOLD_WAITS, TAKE, ERASE, GRANTS], migrations.RunSQL.noop),
    ]
