"""The rows of a council that became part of another pass to it through their walls, and by nothing but this function.

Policies are for the tables' owner alone, whose function moves the rows; to the application nothing is opened.
"""

from django.db import migrations

FUNCTION = """
    CREATE FUNCTION fairplace_hand_over(moved text, old uuid, new uuid) RETURNS bigint
    LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
    DECLARE
        rows bigint := 0;
    BEGIN
        IF NOT EXISTS (SELECT FROM organisations_organisation WHERE id = old AND successor_id = new) THEN
            RAISE EXCEPTION 'No council became part of that one.' USING ERRCODE = 'restrict_violation';
        END IF;
        IF EXISTS (SELECT FROM pg_trigger WHERE tgrelid = moved::regclass AND tgname = moved || '_append_only') THEN
            RETURN 0;
        END IF;
        PERFORM set_config('fairplace.hands_over', old::text, true), set_config('fairplace.takes_over', new::text, true);
        EXECUTE format('UPDATE %I SET council_id = $1 WHERE council_id = $2', moved) USING new, old;
        GET DIAGNOSTICS rows = ROW_COUNT;
        PERFORM set_config('fairplace.hands_over', '', true), set_config('fairplace.takes_over', '', true);
        RETURN rows;
    END $$;
"""
POLICIES = """
    DO $$
    DECLARE
        walled text;
    BEGIN
        FOR walled IN
            SELECT c.relname FROM pg_class c JOIN pg_attribute a ON a.attrelid = c.oid AND a.attname = 'council_id'
             WHERE c.relrowsecurity AND c.relnamespace = 'public'::regnamespace
        LOOP
            EXECUTE format(
                'CREATE POLICY %I ON %I FOR ALL TO CURRENT_USER'
                ' USING (council_id::text IN (current_setting(''fairplace.hands_over'', true),'
                ' current_setting(''fairplace.takes_over'', true)))', walled || '_handed_over', walled);
        END LOOP;
    END $$;
"""
READ_BY_SUCCESSOR = """
    CREATE POLICY "{0}_of_merged" ON "{0}" FOR SELECT USING (EXISTS (
        SELECT FROM competitions_competition c WHERE c.id = competition_id
           AND c.council_id = (SELECT nullif(current_setting('fairplace.organisation', true), '')::uuid)));
"""


class Migration(migrations.Migration):
    dependencies = [
        ("placements", "0003_one_for_each_child"),
        ("competitions", "0014_second_person"),
        ("referrals", "0009_readings_about_a_child"),
        ("organisations", "0009_successor"),
    ]
    operations = [
        migrations.RunSQL(FUNCTION, "DROP FUNCTION fairplace_hand_over"),
        migrations.RunSQL(POLICIES, migrations.RunSQL.noop),
        migrations.RunSQL(READ_BY_SUCCESSOR.format("competitions_score"), migrations.RunSQL.noop),
        migrations.RunSQL(READ_BY_SUCCESSOR.format("competitions_scorecard"), migrations.RunSQL.noop),
    ]
