"""The walls that stood before there was a keeper let it through as later ones do (audit.row_walls)."""

from django.db import migrations

POLICIES = """
    DO $$ DECLARE walled record;
    BEGIN
        FOR walled IN
            SELECT c.oid::regclass AS name, c.relname FROM pg_class c
            WHERE c.relforcerowsecurity AND c.relnamespace = 'public'::regnamespace
              AND NOT EXISTS (SELECT FROM pg_policy p WHERE p.polrelid = c.oid AND p.polname = c.relname || '_keeper')
        LOOP
            EXECUTE format(
                'CREATE POLICY %I ON %s TO CURRENT_USER USING (current_setting(''fairplace.keeping'', true) = ''on'')'
                ' WITH CHECK (current_setting(''fairplace.keeping'', true) = ''on'')',
                walled.relname || '_keeper', walled.name);
        END LOOP;
    END $$;
"""


class Migration(migrations.Migration):
    initial = True
    dependencies = [
        ("audit", "0005_keeper"),
        ("referrals", "0011_placed_and_approval_asked"),
        ("competitions", "0016_last_bids"),
        ("placements", "0006_walls_of_named_places"),
        ("transparency", "0003_packs_and_heads"),
    ]
    operations = [migrations.RunSQL(POLICIES, migrations.RunSQL.noop)]
