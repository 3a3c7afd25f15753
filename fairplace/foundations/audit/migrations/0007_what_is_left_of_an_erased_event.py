"""Of an event whose words are erased, the commitment that its leaf holds in their place is kept: so the leaf is found
from what is left, and whoever changes that later is named (T3, T5, A5).

SHA-256(salt || payload) tells no more than the leaf does: the salt, 16 bytes of chance, goes with the words. A trigger
works it out, so that no way of erasing can forget it; and it lets nothing but payload and salt go.
"""

from django.db import migrations, models

# As `canonical` in kernel/event_leaf.py writes it: names are plain ASCII, and no number is a fraction.
CANONICAL = """
    CREATE FUNCTION fairplace_canonical(value jsonb) RETURNS text LANGUAGE plpgsql IMMUTABLE AS $$
    BEGIN
        RETURN CASE jsonb_typeof(value)
            WHEN 'object' THEN '{' || coalesce((
                SELECT string_agg(to_json(one.key)::text || ':' || public.fairplace_canonical(one.value), ','
                                  ORDER BY one.key COLLATE "C")
                FROM jsonb_each(value) AS one), '') || '}'
            WHEN 'array' THEN '[' || coalesce((
                SELECT string_agg(public.fairplace_canonical(one.value), ',' ORDER BY one.ordinality)
                FROM jsonb_array_elements(value) WITH ORDINALITY AS one), '') || ']'
            ELSE value::text END;
    END $$;
"""
KEEP = """
    CREATE FUNCTION fairplace_keep_commitment() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
        IF NEW.payload <> '{}' OR octet_length(NEW.salt) > 0
            OR (NEW.id, NEW.transaction, NEW.at, NEW.kind, NEW.actor_id, NEW.organisation_id, NEW.subject_kind,
                NEW.subject_id, NEW.about_id, NEW.leaf)
            IS DISTINCT FROM
               (OLD.id, OLD.transaction, OLD.at, OLD.kind, OLD.actor_id, OLD.organisation_id, OLD.subject_kind,
                OLD.subject_id, OLD.about_id, OLD.leaf) THEN
            RAISE EXCEPTION 'Of an event nothing but its words can go.' USING ERRCODE = 'insufficient_privilege';
        END IF;
        NEW.commitment = OLD.commitment;
        IF octet_length(OLD.salt) > 0 THEN
            NEW.commitment = sha256(OLD.salt || convert_to(public.fairplace_canonical(OLD.payload), 'UTF8'));
        END IF;
        RETURN NEW;
    END $$;
    CREATE TRIGGER audit_event_keeps_commitment BEFORE UPDATE ON audit_event
        FOR EACH ROW EXECUTE FUNCTION fairplace_keep_commitment();
"""
BEFORE = """
    DROP TRIGGER audit_event_keeps_commitment ON audit_event;
    DROP FUNCTION fairplace_keep_commitment();
    DROP FUNCTION fairplace_canonical(jsonb);
"""


class Migration(migrations.Migration):
    dependencies = [("audit", "0006_refusals")]
    operations = [
        migrations.AddField("event", "commitment", models.BinaryField(max_length=32, null=True)),
        migrations.RunSQL([CANONICAL, KEEP], BEFORE),
    ]
