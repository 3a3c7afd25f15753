"""A wider limit after publication, and what the snapshot of a publication adds since by rule (R4, R11)."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

import fairplace.foundations.kernel.identifiers
from fairplace.foundations.audit.append_only import append_only
from fairplace.foundations.audit.row_walls import wall

BY_COUNCIL = "EXISTS (SELECT FROM competitions_competition c WHERE c.id = competition_id AND c.council_id = {me})"


class Migration(migrations.Migration):
    dependencies = [
        ("competitions", "0009_closing_changes"),
        ("audit", "0002_event"),
        ("organisations", "0007_register_claims"),
        ("qualification", "0010_rounds_of_lines"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="LimitChange",
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
                ("from_miles", models.PositiveSmallIntegerField()),
                ("to_miles", models.PositiveSmallIntegerField()),
                ("because", models.TextField()),
                ("invited", models.PositiveIntegerField(help_text="How many lines it added")),
                ("at", models.DateTimeField()),
            ],
        ),
        migrations.RemoveConstraint(
            model_name="eligibility",
            name="one_eligibility_per_line",
        ),
        migrations.AddField(
            model_name="eligibility",
            name="cause",
            field=models.CharField(
                choices=[
                    ("published", "Published"),
                    ("widened", "The limit was widened"),
                    ("opted_in", "Opted in"),
                    ("joined", "Joined while bids were open"),
                    ("suspended", "Suspended while bids were open"),
                    ("reinstated", "Reinstated while bids were open"),
                    ("left", "Left while bids were open"),
                ],
                default="published",
                max_length=12,
            ),
        ),
        migrations.AddField(
            model_name="eligibility",
            name="told",
            field=models.BooleanField(default=False, help_text="Whether a letter went to its provider for this row"),
        ),
        migrations.AlterField(
            model_name="eligibility",
            name="reasons",
            field=models.JSONField(
                default=list,
                help_text="Codes of referrals.rules.eligibility",
            ),
        ),
        migrations.AddIndex(
            model_name="eligibility",
            index=models.Index(fields=["competition", "line", "at", "id"], name="eligibility_in_order"),
        ),
        migrations.AddConstraint(
            model_name="eligibility",
            constraint=models.UniqueConstraint(
                condition=models.Q(("cause", "published")),
                fields=("competition", "line"),
                name="one_eligibility_per_line",
            ),
        ),
        migrations.AddField(
            model_name="limitchange",
            name="by",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
            ),
        ),
        migrations.AddField(
            model_name="limitchange",
            name="competition",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="+", to="competitions.competition"
            ),
        ),
        migrations.AddIndex(
            model_name="limitchange",
            index=models.Index(fields=["competition", "at"], name="limit_changes"),
        ),
        migrations.AddConstraint(
            model_name="limitchange",
            constraint=models.CheckConstraint(
                condition=models.Q(("to_miles__gt", models.F("from_miles"))), name="limit_only_widens"
            ),
        ),
        wall("competitions_limitchange", select=BY_COUNCIL, insert=BY_COUNCIL),
        append_only("competitions_limitchange"),
    ]
