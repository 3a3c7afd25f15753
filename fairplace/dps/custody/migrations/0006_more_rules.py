"""Four more rules of retention (T5): accounts of people who left, expired evidence that no application rests on, bids
that did not win once their time is over, and messages that only a hold on what they tell of keeps.

What goes with each class is said here and in seeds/retention.toml; how it goes, in 0004_erasing, whose functions these
are with what was added.
"""

from django.db import migrations

PARTS = """
    CREATE FUNCTION fairplace_live_holds() RETURNS SETOF custody_hold
    LANGUAGE sql STABLE SET search_path = public, pg_temp AS $$
        SELECT h FROM custody_hold h WHERE h.ended_at IS NULL
            AND (h.until IS NULL OR h.until >= (fairplace_now() AT TIME ZONE 'Europe/London')::date)
    $$;

    CREATE FUNCTION fairplace_referrals_of(provider uuid) RETURNS SETOF uuid
    LANGUAGE sql STABLE SET search_path = public, pg_temp AS $$
        SELECT c.referral_id FROM competitions_invitation i JOIN competitions_competition c ON c.id = i.competition_id
            WHERE i.provider_id = provider
        UNION SELECT a.referral_id FROM placements_placementagreement a WHERE a.provider_id = provider
        UNION SELECT n.referral_id FROM placements_namedpreference n WHERE n.provider_id = provider
    $$;

    -- Rows that point at what stands in this temporary table (relation, id) come to stand there too.
    CREATE FUNCTION fairplace_follow(listed text) RETURNS void
    LANGUAGE plpgsql SET search_path = public, pg_temp AS $$
    DECLARE
        edge record;
        grown bigint;
        number bigint;
    BEGIN
        LOOP
            grown := 0;
            FOR edge IN EXECUTE format(
                'SELECT c.conrelid::regclass AS child, a.attname AS field, c.confrelid::regclass AS parent'
                ' FROM pg_constraint c JOIN pg_attribute a ON a.attrelid = c.conrelid AND a.attnum = c.conkey[1]'
                ' WHERE c.contype = ''f'' AND c.conrelid <> c.confrelid'
                ' AND c.confrelid IN (SELECT DISTINCT relation FROM pg_temp.%I)', listed)
            LOOP
                EXECUTE format(
                    'INSERT INTO pg_temp.%4$I SELECT %1$L::regclass, t.id FROM %1$s t'
                    ' WHERE t.%2$I IN (SELECT id FROM pg_temp.%4$I WHERE relation = %3$L::regclass)'
                    ' ON CONFLICT DO NOTHING', edge.child, edge.field, edge.parent, listed);
                GET DIAGNOSTICS number = ROW_COUNT;
                grown := grown + number;
            END LOOP;
            EXIT WHEN grown = 0;
        END LOOP;
    END $$;

    CREATE FUNCTION fairplace_old_messages(older timestamptz) RETURNS SETOF uuid
    LANGUAGE plpgsql SET search_path = public, pg_temp AS $$
    BEGIN
        CREATE TEMP TABLE IF NOT EXISTS fairplace_kept (relation regclass, id uuid, PRIMARY KEY (relation, id))
            ON COMMIT DELETE ROWS;
        DELETE FROM pg_temp.fairplace_kept;
        INSERT INTO pg_temp.fairplace_kept SELECT 'referrals_referral', r.id FROM referrals_referral r
            JOIN fairplace_live_holds() h ON h.scope = 'all' AND h.council_id = r.council_id OR h.referral_id = r.id
            ON CONFLICT DO NOTHING;
        INSERT INTO pg_temp.fairplace_kept SELECT 'referrals_referral', r.id FROM fairplace_live_holds() h
            CROSS JOIN LATERAL fairplace_referrals_of(h.provider_id) AS of (id) JOIN referrals_referral r ON r.id = of.id
            WHERE h.scope = 'provider' AND r.council_id = h.council_id ON CONFLICT DO NOTHING;
        PERFORM fairplace_follow('fairplace_kept');
        RETURN QUERY SELECT m.id FROM outbox_message m WHERE m.sent_at < older
            AND NOT EXISTS (
                SELECT FROM regexp_matches(m.key, '[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}', 'g') AS named
                WHERE named[1]::uuid IN (SELECT k.id FROM pg_temp.fairplace_kept k)
                   OR EXISTS (SELECT FROM audit_event e JOIN pg_temp.fairplace_kept k ON k.id = e.about_id
                              WHERE e.id = named[1]::uuid))
            AND NOT EXISTS (
                SELECT FROM organisations_person p JOIN fairplace_live_holds() h
                    ON h.scope = 'provider' AND h.provider_id = p.organisation_id
                    OR h.scope = 'all' AND h.council_id = p.organisation_id
                WHERE lower(p.email) = lower(m.to_address));
    END $$;

    CREATE FUNCTION fairplace_old_evidence(older timestamptz) RETURNS SETOF uuid
    LANGUAGE sql STABLE SET search_path = public, pg_temp AS $$
        SELECT e.id FROM organisations_evidence e
        WHERE e.expires_on < (older AT TIME ZONE 'Europe/London')::date
          AND e.id::text NOT IN (
              SELECT used.value ->> 'evidence'
              FROM (SELECT answers FROM qualification_application UNION ALL SELECT answers FROM qualification_line) AS given
              CROSS JOIN LATERAL jsonb_each(given.answers) AS used WHERE used.value ->> 'evidence' IS NOT NULL)
          AND NOT EXISTS (SELECT FROM fairplace_live_holds() h WHERE h.provider_id = e.provider_id)
    $$;

    CREATE FUNCTION fairplace_due_before(class text, older timestamptz) RETURNS bigint
    LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = public, pg_temp AS $$
    DECLARE
        number bigint;
    BEGIN
        PERFORM set_config('fairplace.keeping', 'on', true);
        IF class = 'messages' THEN
            SELECT count(*) INTO number FROM fairplace_old_messages(older);
        ELSE
            SELECT count(*) INTO number FROM fairplace_old_evidence(older);
        END IF;
        PERFORM set_config('fairplace.keeping', 'off', true);
        RETURN number;
    END $$;
"""
HELD = """
    CREATE OR REPLACE FUNCTION fairplace_held(by_council uuid, class text, thing uuid) RETURNS boolean
    LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = public, pg_temp AS $$
    DECLARE
        held boolean;
    BEGIN
        PERFORM set_config('fairplace.keeping', 'on', true);
        SELECT EXISTS (
            SELECT FROM fairplace_live_holds() h
            WHERE CASE
                WHEN thing IS NULL THEN h.scope = 'all' AND class NOT IN ('messages', 'expired_evidence')
                WHEN class = 'leaver_account' THEN
                    h.scope = 'provider' AND EXISTS (SELECT FROM organisations_person p
                                                     WHERE p.id = thing AND p.organisation_id = h.provider_id)
                    OR h.council_id = by_council AND h.scope = 'all'
                    OR h.scope = 'referral' AND EXISTS (SELECT FROM audit_event e
                                                        WHERE e.about_id = h.referral_id AND e.actor_id = thing)
                ELSE h.council_id = by_council AND (
                    h.scope = 'all' OR h.referral_id = thing
                    OR h.scope = 'provider' AND (
                        thing IN (SELECT * FROM fairplace_referrals_of(h.provider_id))
                        OR EXISTS (SELECT FROM qualification_application q
                                   WHERE q.id = thing AND q.provider_id = h.provider_id))) END
        ) INTO held;
        PERFORM set_config('fairplace.keeping', 'off', true);
        RETURN held;
    END $$;
"""
TAKE = r"""
    CREATE OR REPLACE FUNCTION fairplace_take(class text, thing uuid, older timestamptz)
    RETURNS TABLE (outcome text, gone bigint, told bigint, files text[])
    LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
    DECLARE
        edge record;
        walk text;
        allowed text := '^(referrals|competitions|placements|transparency)_';
        number bigint;
        ids uuid[];
        letters uuid[];
        papers uuid[] := '{}';
        named_papers uuid[];
        address text;
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
            DELETE FROM outbox_message WHERE id IN (SELECT * FROM fairplace_old_messages(older));
            GET DIAGNOSTICS gone = ROW_COUNT;
        ELSIF class = 'expired_evidence' THEN
            allowed := '^organisations_evidence$';
            INSERT INTO pg_temp.fairplace_going
                SELECT 'organisations_evidence', e FROM fairplace_old_evidence(older) AS e;
        ELSIF class = 'losing_bids' THEN
            allowed := '^(competitions_(bid|mark|score|scorecard|feedback|pricequestion|proposal|award|accountlink'
                || '|plainaccount|familychoice)|transparency_evidencepack)$';
            INSERT INTO pg_temp.fairplace_going SELECT 'competitions_bid', b.id
                FROM competitions_bid b JOIN competitions_competition c ON c.id = b.competition_id
                JOIN competitions_award w ON w.competition_id = c.id AND w.accepted_at IS NOT NULL
                    AND w.declined_at IS NULL AND w.set_aside = ''
                WHERE c.referral_id = thing AND w.bid_id <> b.id;
            IF FOUND THEN
                INSERT INTO pg_temp.fairplace_going SELECT 'competitions_scorecard', s.id FROM competitions_scorecard s
                    JOIN competitions_competition c ON c.id = s.competition_id WHERE c.referral_id = thing;
                INSERT INTO pg_temp.fairplace_going SELECT 'transparency_evidencepack', p.id
                    FROM transparency_evidencepack p WHERE p.referral_id = thing;
                UPDATE competitions_competition SET first_by_lot_id = NULL WHERE referral_id = thing
                    AND first_by_lot_id IN (SELECT id FROM pg_temp.fairplace_going);
                UPDATE competitions_familychoice SET shown = NULL
                    WHERE competition_id IN (SELECT id FROM competitions_competition WHERE referral_id = thing);
            END IF;
        ELSIF class = 'leaver_account' THEN
            SELECT lower(p.email) INTO address FROM organisations_person p WHERE p.id = thing AND NOT p.is_active;
            IF address IS NULL THEN
                PERFORM set_config('fairplace.keeping', 'off', true);
                outcome := 'needed';
                RETURN NEXT;
                RETURN;
            END IF;
            DELETE FROM outbox_message m WHERE lower(m.to_address) = address;
            GET DIAGNOSTICS number = ROW_COUNT;
            gone := gone + number;
            DELETE FROM organisations_colleagueinvitation i WHERE lower(i.email) = address;
            GET DIAGNOSTICS number = ROW_COUNT;
            gone := gone + number;
            DELETE FROM organisations_registration r WHERE lower(r.email) = address;
            GET DIAGNOSTICS number = ROW_COUNT;
            gone := gone + number;
            FOREACH walk IN ARRAY ARRAY['DELETE FROM account_emailconfirmation WHERE email_address_id IN'
                                        ' (SELECT id FROM account_emailaddress WHERE user_id = $1)',
                                        'DELETE FROM account_emailaddress WHERE user_id = $1',
                                        'DELETE FROM organisations_factorsecret WHERE id::text IN (SELECT told.value'
                                        ' FROM mfa_authenticator a CROSS JOIN LATERAL jsonb_each_text(a.data::jsonb) told'
                                        ' WHERE a.user_id = $1)',
                                        'DELETE FROM mfa_authenticator WHERE user_id = $1',
                                        'DELETE FROM organisations_signonlink WHERE person_id = $1',
                                        'DELETE FROM organisations_signin WHERE person_id = $1',
                                        'DELETE FROM organisations_duty WHERE person_id = $1'] LOOP
                EXECUTE walk USING thing;
                GET DIAGNOSTICS number = ROW_COUNT;
                gone := gone + number;
            END LOOP;
            UPDATE organisations_person SET name = 'Somebody who left', job_title = '', password = '!',
                email = 'left-' || thing || '@erased.invalid', sessions_ended = sessions_ended + 1 WHERE id = thing;
            gone := gone + 1;
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

        PERFORM fairplace_follow('fairplace_going');
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
                       OR class NOT IN ('unplaced_identity', 'losing_bids', 'leaver_account') AND e.about_id = ANY (ids || thing)
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
"""
GRANTS = """
    REVOKE EXECUTE ON FUNCTION fairplace_live_holds(), fairplace_referrals_of(uuid), fairplace_follow(text),
        fairplace_old_messages(timestamptz), fairplace_old_evidence(timestamptz), fairplace_due_before(text, timestamptz) FROM PUBLIC;
    DO $$
    BEGIN
        IF EXISTS (SELECT FROM pg_roles WHERE rolname = 'fairplace_app') THEN
            GRANT EXECUTE ON FUNCTION fairplace_due_before(text, timestamptz) TO fairplace_app;
        END IF;
    END $$;
"""


class Migration(migrations.Migration):
    dependencies = [
        ("custody", "0005_handed_over"),
        ("organisations", "0014_factor_secrets"),
        ("placements", "0008_walls_of_referrals"),
        ("transparency", "0003_packs_and_heads"),
        ("mfa", "0003_authenticator_type_uniq"),
        ("account", "0009_emailaddress_unique_primary_email"),
    ]
    operations = [migrations.RunSQL([PARTS, HELD, TAKE, GRANTS], migrations.RunSQL.noop)]
