"""Questions of those invited, their askers in a table of their own, and answers for everyone (R7)."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

import fairplace.foundations.encryption.fields
import fairplace.foundations.kernel.identifiers
from fairplace.foundations.audit.append_only import append_only
from fairplace.foundations.audit.row_walls import wall

COMPETITION = "EXISTS (SELECT FROM competitions_competition c WHERE c.id = competition_id AND {0})"
BY_COUNCIL = COMPETITION.format("c.council_id = {me}")
STILL_OPEN = COMPETITION.format("c.state = 'open' AND fairplace_now() < c.closes_at")
OVER = COMPETITION.format("c.council_id = {me} AND c.state IN ('awarded', 'accepted', 'no_award', 'cancelled')")
INVITED = (
    "EXISTS (SELECT FROM competitions_invitation i"
    " WHERE i.competition_id = {table}.competition_id AND i.provider_id = {{me}})"
)
MINE = "EXISTS (SELECT FROM competitions_questionasker a WHERE a.question_id = {table}.id AND a.provider_id = {{me}})"


class Migration(migrations.Migration):
    dependencies = [
        ("competitions", "0010_widening"),
        ("organisations", "0007_register_claims"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Question",
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
                    "text",
                    fairplace.foundations.encryption.fields.EncryptedTextField(
                        help_text="As typed, before anybody has looked whether it tells who the child is"
                    ),
                ),
                ("at", models.DateTimeField()),
                (
                    "competition",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="competitions.competition"
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="Answer",
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
                ("question_text", models.TextField()),
                ("text", models.TextField()),
                (
                    "kept_because",
                    models.CharField(blank=True, help_text="Why what looks like a school's name stays", max_length=300),
                ),
                ("at", models.DateTimeField()),
                (
                    "by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "closing_change",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="competitions.closingchange",
                    ),
                ),
                (
                    "competition",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="competitions.competition"
                    ),
                ),
                (
                    "question",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="competitions.question"
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="QuestionAsker",
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
                    "competition",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="competitions.competition"
                    ),
                ),
                (
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "provider",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="organisations.organisation"
                    ),
                ),
                (
                    "question",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="competitions.question"
                    ),
                ),
            ],
        ),
        migrations.AddIndex(
            model_name="question",
            index=models.Index(fields=["competition", "at"], name="questions_of_competition"),
        ),
        migrations.AddIndex(
            model_name="answer",
            index=models.Index(fields=["competition", "at"], name="answers_of_competition"),
        ),
        migrations.AddIndex(
            model_name="questionasker",
            index=models.Index(fields=["competition", "provider"], name="askers_of_competition"),
        ),
        append_only("competitions_question"),
        append_only("competitions_questionasker"),
        append_only("competitions_answer"),
        wall(
            "competitions_question",
            select=f"{BY_COUNCIL} OR {MINE.format(table='competitions_question')}",
            insert=f"{INVITED.format(table='competitions_question')} AND {STILL_OPEN}",
        ),
        wall(
            "competitions_questionasker",
            select=f"provider_id = {{me}} OR {OVER}",
            insert=f"provider_id = {{me}} AND {INVITED.format(table='competitions_questionasker')} AND {STILL_OPEN}",
        ),
        wall(
            "competitions_answer",
            select=f"{BY_COUNCIL} OR {INVITED.format(table='competitions_answer')}",
            insert=f"{BY_COUNCIL} AND {STILL_OPEN}",
        ),
    ]
