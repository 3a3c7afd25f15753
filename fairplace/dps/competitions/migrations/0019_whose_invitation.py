"""An invitation and a row of eligibility say whose competition they are of: their walls ask no other table (X1).

The database fills the column in, so that it can never differ from the competition's.
"""

from typing import Any

import django.db.models.deletion
from django.db import migrations, models

FILL = """
    CREATE FUNCTION fairplace_council_of_competition() RETURNS trigger
    LANGUAGE plpgsql SET search_path = public, pg_temp AS $$
    BEGIN
        NEW.council_id := (SELECT council_id FROM competitions_competition WHERE id = NEW.competition_id);
        RETURN NEW;
    END $$;
"""
RAISE = """
    ALTER TABLE {0} DISABLE TRIGGER USER;
    UPDATE {0} t SET council_id = c.council_id FROM competitions_competition c WHERE c.id = t.competition_id;
    ALTER TABLE {0} ENABLE TRIGGER USER;
    CREATE TRIGGER {0}_council BEFORE INSERT ON {0} FOR EACH ROW EXECUTE FUNCTION fairplace_council_of_competition();
"""
TABLES = ("invitation", "eligibility")


def filled(name: str) -> list[migrations.RunSQL | migrations.AlterField]:
    table = f"competitions_{name}"
    return [
        migrations.RunSQL(RAISE.format(table), f"DROP TRIGGER {table}_council ON {table}"),
        migrations.AlterField(name, "council", council()),
    ]


def council(**options: Any) -> models.ForeignKey[Any, Any]:
    return models.ForeignKey(
        "organisations.organisation",
        on_delete=django.db.models.deletion.PROTECT,
        related_name="+",
        editable=False,
        help_text="Filled in by the database, from the competition",
        **options,
    )


class Migration(migrations.Migration):
    dependencies = [("competitions", "0018_result_without_award"), ("organisations", "0009_successor")]
    operations = [
        *(migrations.AddField(name, "council", council(null=True)) for name in TABLES),
        migrations.RunSQL(FILL, "DROP FUNCTION fairplace_council_of_competition"),
        *(operation for name in TABLES for operation in filled(name)),
    ]
