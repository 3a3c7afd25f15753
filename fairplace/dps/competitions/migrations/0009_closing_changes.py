"""The closing time moves later or not at all, and only while bids can be made: the table itself says so (R9)."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

import fairplace.foundations.kernel.identifiers
from fairplace.foundations.audit.append_only import append_only

ONLY_LATER = """
    CREATE FUNCTION fairplace_closing_only_later() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
        IF NEW.closes_at < OLD.closes_at OR OLD.state <> 'open' OR fairplace_now() >= OLD.closes_at THEN
            RAISE EXCEPTION 'A closing time moves to a later one, before it has passed, or not at all.'
                USING ERRCODE = 'restrict_violation';
        END IF;
        RETURN NEW;
    END $$;
    CREATE TRIGGER competitions_closing_only_later BEFORE UPDATE OF closes_at ON competitions_competition
    FOR EACH ROW WHEN (NEW.closes_at IS DISTINCT FROM OLD.closes_at)
    EXECUTE FUNCTION fairplace_closing_only_later();
"""
NO_MORE = """
    DROP TRIGGER competitions_closing_only_later ON competitions_competition;
    DROP FUNCTION fairplace_closing_only_later();
"""


class Migration(migrations.Migration):
    dependencies = [
        ("competitions", "0008_rehearsals"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="ClosingChange",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=fairplace.foundations.kernel.identifiers.new_id,
                        editable=False,
                        primary_key=True,
                        serialize=False,
                    ),
                ),
                (
                    "cause",
                    models.CharField(
                        choices=[
                            ("extended", "The council extended it"),
                            ("answered", "A question was answered"),
                            ("widened", "More places were invited"),
                        ],
                        max_length=10,
                    ),
                ),
                ("was", models.DateTimeField()),
                ("became", models.DateTimeField()),
                ("because", models.TextField()),
                ("at", models.DateTimeField()),
                (
                    "by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "competition",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="competitions.competition"
                    ),
                ),
            ],
            options={
                "indexes": [models.Index(fields=["competition", "at"], name="closing_changes")],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("became__gt", models.F("was"))), name="closing_only_later"
                    )
                ],
            },
        ),
        append_only("competitions_closingchange"),
        migrations.RunSQL(ONLY_LATER, NO_MORE),
    ]
