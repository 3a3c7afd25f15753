"""A second person decides (C3, C6), low prices are asked about first, one opener in an emergency out of hours (C2)."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

import fairplace.foundations.encryption.fields
import fairplace.foundations.kernel.identifiers
from fairplace.foundations.audit.row_walls import wall

COUNCIL = "council_id = {me}"
COMPETITION = "EXISTS (SELECT FROM competitions_competition c WHERE c.id = competition_id AND c.council_id = {{me}}{0})"
CLOSED_TO_BIDS = COMPETITION.format(" AND fairplace_now() >= c.closes_at")


class Migration(migrations.Migration):
    dependencies = [
        ("competitions", "0013_reminders"),
        ("organisations", "0009_successor"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="PriceQuestion",
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
                ("asked_at", models.DateTimeField()),
                ("answer_by", models.DateTimeField()),
                ("answer", models.TextField(blank=True)),
                ("answered_at", models.DateTimeField(null=True)),
                ("accepted", models.BooleanField(help_text="What two persons decided; null until then", null=True)),
            ],
        ),
        migrations.CreateModel(
            name="Proposal",
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
                    "kind",
                    models.CharField(
                        choices=[
                            ("waiver", "Drop “essential” from every item, for all bidders"),
                            ("price", "Decide on an abnormally low price"),
                            ("set_aside", "Set the award aside"),
                        ],
                        max_length=10,
                    ),
                ),
                (
                    "outcome",
                    models.CharField(blank=True, help_text="rules/second_person.py; empty for a waiver", max_length=10),
                ),
                ("because", models.TextField()),
                ("proposed_at", models.DateTimeField()),
                ("decided_at", models.DateTimeField(null=True)),
                ("agreed", models.BooleanField(null=True)),
                ("decided_because", models.TextField(blank=True)),
            ],
        ),
        migrations.CreateModel(
            name="TimedShare",
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
                ("private_key", fairplace.foundations.encryption.fields.EncryptedTextField(help_text="Hexadecimal")),
            ],
        ),
        migrations.RemoveConstraint(
            model_name="slot",
            name="slot_has_one_size",
        ),
        migrations.AddField(
            model_name="award",
            name="cover_because",
            field=models.TextField(
                blank=True, help_text="Why it was made although an insurance that was promised is not in evidence (Q4)"
            ),
        ),
        migrations.AddField(
            model_name="award",
            name="set_aside",
            field=models.CharField(
                blank=True, help_text="The council set it aside: what then (rules/second_person.py)", max_length=10
            ),
        ),
        migrations.AddField(
            model_name="competition",
            name="timed_public_key",
            field=models.BinaryField(
                help_text="Of the share with which one opener opens an emergency out of hours (C2); else null",
                null=True,
            ),
        ),
        migrations.AlterField(
            model_name="competition",
            name="state",
            field=models.CharField(
                choices=[
                    ("open", "Waiting for bids"),
                    ("opening", "One of two openers has turned their key"),
                    ("no_compliant_bid", "No bid meets every essential item"),
                    ("evaluating", "To evaluate"),
                    ("price_questioned", "A price is questioned"),
                    ("scored", "Scored"),
                    ("with_family", "With the family"),
                    ("to_award", "To award"),
                    ("awarded", "Awarded, waiting for acceptance"),
                    ("accepted", "Accepted"),
                    ("no_award", "No award"),
                    ("cancelled", "Cancelled"),
                ],
                max_length=20,
            ),
        ),
        migrations.AddConstraint(
            model_name="slot",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("bidder_wrap__isnull", True), ("content__isnull", True), ("wraps__isnull", True)),
                    models.Q(
                        ("bidder_wrap__octet_length", 76),
                        ("content__octet_length", 32797),
                        ("wraps__octet_length__in", [768, 1152]),
                    ),
                    _connector="OR",
                ),
                name="slot_has_one_size",
            ),
        ),
        migrations.AddField(
            model_name="pricequestion",
            name="answered_by",
            field=models.ForeignKey(
                null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
            ),
        ),
        migrations.AddField(
            model_name="pricequestion",
            name="bid",
            field=models.OneToOneField(
                on_delete=django.db.models.deletion.PROTECT, related_name="+", to="competitions.bid"
            ),
        ),
        migrations.AddField(
            model_name="pricequestion",
            name="competition",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="+", to="competitions.competition"
            ),
        ),
        migrations.AddField(
            model_name="pricequestion",
            name="council",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="+", to="organisations.organisation"
            ),
        ),
        migrations.AddField(
            model_name="pricequestion",
            name="provider",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="+", to="organisations.organisation"
            ),
        ),
        migrations.AddField(
            model_name="proposal",
            name="bid",
            field=models.ForeignKey(
                null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="competitions.bid"
            ),
        ),
        migrations.AddField(
            model_name="proposal",
            name="competition",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="+", to="competitions.competition"
            ),
        ),
        migrations.AddField(
            model_name="proposal",
            name="council",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="+", to="organisations.organisation"
            ),
        ),
        migrations.AddField(
            model_name="proposal",
            name="decided_by",
            field=models.ForeignKey(
                null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
            ),
        ),
        migrations.AddField(
            model_name="proposal",
            name="proposed_by",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
            ),
        ),
        migrations.AddField(
            model_name="timedshare",
            name="competition",
            field=models.OneToOneField(
                on_delete=django.db.models.deletion.PROTECT, related_name="+", to="competitions.competition"
            ),
        ),
        migrations.AddIndex(
            model_name="pricequestion",
            index=models.Index(fields=["provider", "answer_by"], name="price_questions_open"),
        ),
        migrations.AddIndex(
            model_name="proposal",
            index=models.Index(fields=["competition", "proposed_at"], name="proposals_of_competition"),
        ),
        migrations.AddConstraint(
            model_name="proposal",
            constraint=models.UniqueConstraint(
                condition=models.Q(("decided_at__isnull", True)),
                fields=("competition", "kind", "bid"),
                name="one_open_proposal",
            ),
        ),
        migrations.AddConstraint(
            model_name="proposal",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("decided_by__isnull", True),
                    models.Q(("decided_by", models.F("proposed_by")), _negated=True),
                    _connector="OR",
                ),
                name="a_second_person_decides",
            ),
        ),
        wall("competitions_proposal", select=COUNCIL, insert=COUNCIL, update=COUNCIL),
        wall(
            "competitions_pricequestion",
            select=f"{COUNCIL} OR provider_id = {{me}}",
            insert=COUNCIL,
            update=f"{COUNCIL} OR provider_id = {{me}}",
        ),
        wall("competitions_timedshare", select=CLOSED_TO_BIDS, insert=COMPETITION.format(""), delete=CLOSED_TO_BIDS),
    ]
