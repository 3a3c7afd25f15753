"""Turning keys over: values of every organisation, as they lie there, sealed, for whoever holds the keys.

The application's role may count what is sealed under which key, take some of it and put it back under a newer key,
through these functions alone. None of them opens anything, and none puts a value back where it has changed since.
"""

from django.db import migrations

FUNCTIONS = """
    CREATE FUNCTION fairplace_key_use(relation regclass, field name) RETURNS TABLE (version int, number bigint)
    LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
    BEGIN
        PERFORM set_config('fairplace.keeping', 'on', true);
        RETURN QUERY EXECUTE format(
            'SELECT get_byte(%1$I, 0) * 256 + get_byte(%1$I, 1), count(*) FROM %2$s'
            ' WHERE octet_length(%1$I) > 2 GROUP BY 1', field, relation);
        PERFORM set_config('fairplace.keeping', 'off', true);
    END $$;

    CREATE FUNCTION fairplace_sealed_before(relation regclass, field name, newest int, after uuid, most int)
    RETURNS TABLE (id uuid, sealed bytea)
    LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
    BEGIN
        PERFORM set_config('fairplace.keeping', 'on', true);
        RETURN QUERY EXECUTE format(
            'SELECT t.id, t.%1$I FROM %2$s t WHERE t.id > $1 AND octet_length(t.%1$I) > 2'
            ' AND get_byte(t.%1$I, 0) * 256 + get_byte(t.%1$I, 1) < $2 ORDER BY t.id LIMIT $3', field, relation)
            USING after, newest, most;
        PERFORM set_config('fairplace.keeping', 'off', true);
    END $$;

    CREATE FUNCTION fairplace_seal_anew(relation regclass, field name, ids uuid[], was bytea[], becomes bytea[])
    RETURNS bigint
    LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
    DECLARE
        done bigint;
    BEGIN
        IF EXISTS (SELECT FROM unnest(was, becomes) AS pair (old, new)
                   WHERE octet_length(old) <> octet_length(new) OR substr(new, 1, 2) <= substr(old, 1, 2)) THEN
            RAISE EXCEPTION 'A value is only ever sealed anew with a newer key.' USING ERRCODE = 'restrict_violation';
        END IF;
        PERFORM set_config('fairplace.keeping', 'on', true);
        EXECUTE format(
            'UPDATE %2$s t SET %1$I = turned.new FROM unnest($1, $2, $3) AS turned (id, old, new)'
            ' WHERE t.id = turned.id AND t.%1$I = turned.old', field, relation) USING ids, was, becomes;
        GET DIAGNOSTICS done = ROW_COUNT;
        PERFORM set_config('fairplace.keeping', 'off', true);
        RETURN done;
    END $$;

    CREATE FUNCTION fairplace_files_before(newest int, after uuid, most int) RETURNS TABLE (id uuid, stored_as text)
    LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
    BEGIN
        PERFORM set_config('fairplace.keeping', 'on', true);
        RETURN QUERY SELECT d.id, d.stored_as FROM documents_document d
            WHERE d.id > after AND (d.key_version IS NULL OR d.key_version < newest) ORDER BY d.id LIMIT most;
        PERFORM set_config('fairplace.keeping', 'off', true);
    END $$;

    CREATE FUNCTION fairplace_file_sealed_anew(document uuid, was text, becomes text, version int) RETURNS boolean
    LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
    DECLARE
        done boolean;
    BEGIN
        PERFORM set_config('fairplace.keeping', 'on', true);
        UPDATE documents_document SET stored_as = becomes, key_version = version
            WHERE id = document AND stored_as = was AND coalesce(key_version, 0) <= version;
        done := FOUND;
        PERFORM set_config('fairplace.keeping', 'off', true);
        RETURN done;
    END $$;

    CREATE FUNCTION fairplace_file_key_use() RETURNS TABLE (version int, number bigint)
    LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
    BEGIN
        PERFORM set_config('fairplace.keeping', 'on', true);
        RETURN QUERY SELECT coalesce(key_version, 0), count(*) FROM documents_document GROUP BY 1;
        PERFORM set_config('fairplace.keeping', 'off', true);
    END $$;
"""
GRANTS = """
    DO $$
    DECLARE
        made regprocedure;
    BEGIN
        FOR made IN SELECT p.oid::regprocedure FROM pg_proc p
            WHERE p.pronamespace = 'public'::regnamespace AND p.proname IN ('fairplace_key_use',
                'fairplace_sealed_before', 'fairplace_seal_anew', 'fairplace_files_before',
                'fairplace_file_sealed_anew', 'fairplace_file_key_use')
        LOOP
            EXECUTE format('REVOKE EXECUTE ON FUNCTION %s FROM PUBLIC', made);
            IF EXISTS (SELECT FROM pg_roles WHERE rolname = 'fairplace_app') THEN
                EXECUTE format('GRANT EXECUTE ON FUNCTION %s TO fairplace_app', made);
            END IF;
        END LOOP;
    END $$;
"""


class Migration(migrations.Migration):
    dependencies = [("custody", "0001_keeper"), ("documents", "0002_key_version")]
    operations = [
        migrations.RunSQL(FUNCTIONS, migrations.RunSQL.noop),
        migrations.RunSQL(GRANTS, migrations.RunSQL.noop),
    ]
