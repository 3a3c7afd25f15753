"""The clock, and the function behind append-only tables. Every other area's first migration may need them."""

from django.db import migrations

CLOCK = """
    CREATE TABLE fairplace_clock (
        id integer PRIMARY KEY DEFAULT 1 CHECK (id = 1),
        shift interval NOT NULL DEFAULT '0' CHECK (shift >= '0'),
        frozen_at timestamptz
    );
    INSERT INTO fairplace_clock DEFAULT VALUES;

    CREATE FUNCTION fairplace_now() RETURNS timestamptz LANGUAGE sql VOLATILE AS $$
        SELECT coalesce(frozen_at, clock_timestamp() + shift) FROM fairplace_clock
    $$;

    -- For the demo alone, whose set-up grants it to the application role.
    CREATE FUNCTION fairplace_shift_clock(ahead interval) RETURNS void
    LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = public, pg_temp AS $$
    BEGIN
        IF ahead < '0' THEN
            RAISE EXCEPTION 'The clock never goes back.';
        END IF;
        UPDATE fairplace_clock SET shift = shift + ahead;
    END $$;
    REVOKE EXECUTE ON FUNCTION fairplace_shift_clock(interval) FROM PUBLIC;

    CREATE FUNCTION fairplace_refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
        RAISE EXCEPTION 'Rows of % are never changed or taken away.', TG_TABLE_NAME
            USING ERRCODE = 'insufficient_privilege';
    END $$;

    DO $$ BEGIN
        IF EXISTS (SELECT FROM pg_roles WHERE rolname = 'fairplace_app') THEN
            REVOKE INSERT, UPDATE, DELETE, TRUNCATE ON fairplace_clock FROM fairplace_app;
            GRANT SELECT ON fairplace_clock TO fairplace_app;
        END IF;
    END $$;
"""

NO_CLOCK = """
    DROP FUNCTION fairplace_refuse_change();
    DROP FUNCTION fairplace_shift_clock(interval);
    DROP FUNCTION fairplace_now();
    DROP TABLE fairplace_clock;
"""


class Migration(migrations.Migration):
    initial = True
    operations = [migrations.RunSQL(CLOCK, NO_CLOCK)]
