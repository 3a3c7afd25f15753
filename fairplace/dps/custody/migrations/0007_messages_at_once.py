"""Which old messages no hold keeps (T5) is found for all of them at once: what a message names is read once, and compared
with what is held as one set. Where nothing is held, nothing is compared.
"""

from django.db import migrations

OLD_MESSAGES = """
    CREATE OR REPLACE FUNCTION fairplace_old_messages(older timestamptz) RETURNS SETOF uuid
    LANGUAGE plpgsql SET search_path = public, pg_temp AS $$
    BEGIN
        IF NOT EXISTS (SELECT FROM fairplace_live_holds()) THEN
            RETURN QUERY SELECT m.id FROM outbox_message m WHERE m.sent_at < older;
            RETURN;
        END IF;
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
        ANALYZE pg_temp.fairplace_kept;
        INSERT INTO pg_temp.fairplace_kept SELECT 'audit_event', e.id FROM audit_event e
            WHERE e.about_id IN (SELECT k.id FROM pg_temp.fairplace_kept k) ON CONFLICT DO NOTHING;
        ANALYZE pg_temp.fairplace_kept;
        -- A key names things between colons (messages.queue): to search each for numbers costs twenty times as much.
        CREATE TEMP TABLE IF NOT EXISTS fairplace_named (id uuid, part text) ON COMMIT DELETE ROWS;
        DELETE FROM pg_temp.fairplace_named;
        INSERT INTO pg_temp.fairplace_named SELECT m.id, part FROM outbox_message m
            CROSS JOIN LATERAL string_to_table(m.key, ':') AS part WHERE m.sent_at < older AND length(part) = 36;
        ANALYZE pg_temp.fairplace_named;
        CREATE TEMP TABLE IF NOT EXISTS fairplace_spared (id uuid) ON COMMIT DELETE ROWS;
        DELETE FROM pg_temp.fairplace_spared;
        INSERT INTO pg_temp.fairplace_spared SELECT n.id FROM pg_temp.fairplace_named n
            JOIN (SELECT DISTINCT k.id::text AS part FROM pg_temp.fairplace_kept k) kept USING (part);
        INSERT INTO pg_temp.fairplace_spared SELECT m.id FROM outbox_message m
            JOIN organisations_person p ON lower(p.email) = lower(m.to_address)
            JOIN fairplace_live_holds() h ON h.scope = 'provider' AND h.provider_id = p.organisation_id
                                          OR h.scope = 'all' AND h.council_id = p.organisation_id
            WHERE m.sent_at < older;
        ANALYZE pg_temp.fairplace_spared;
        RETURN QUERY SELECT m.id FROM outbox_message m WHERE m.sent_at < older
            AND NOT EXISTS (SELECT FROM pg_temp.fairplace_spared s WHERE s.id = m.id);
    END $$;
"""


class Migration(migrations.Migration):
    dependencies = [("custody", "0006_more_rules")]
    operations = [migrations.RunSQL(OLD_MESSAGES, migrations.RunSQL.noop)]
