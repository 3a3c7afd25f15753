"""Periods that councils choose, holds, disposals with their second person, and exports about somebody (T5)."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

import fairplace.foundations.kernel.identifiers


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("custody", "0002_keys"),
        ("organisations", "0009_successor"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Disposal",
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
                ("reference", models.CharField(max_length=24, unique=True)),
                (
                    "because",
                    models.CharField(
                        blank=True, help_text="Of an erasure that was asked for: on what ground", max_length=300
                    ),
                ),
                ("asked_at", models.DateTimeField()),
                ("agreed_at", models.DateTimeField(null=True)),
                ("refused_at", models.DateTimeField(null=True)),
                ("refused_because", models.CharField(blank=True, max_length=300)),
                ("done_at", models.DateTimeField(null=True)),
                ("certificate_id", models.UUIDField(help_text="Document: the sealed certificate", null=True)),
                (
                    "agreed_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "asked_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "council",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="organisations.organisation"
                    ),
                ),
                (
                    "refused_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="DisposalItem",
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
                ("code", models.CharField(max_length=40)),
                ("thing_id", models.UUIDField(null=True)),
                ("name", models.CharField(help_text="The reference: nothing of the child", max_length=60)),
                ("before", models.DateTimeField(null=True)),
                ("due_on", models.DateField()),
                (
                    "outcome",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("", "Not yet"),
                            ("erased", "Erased"),
                            ("held", "Held: a legal hold wins"),
                            ("not_due", "No longer due"),
                            ("needed", "Still needed by something that is kept"),
                        ],
                        default="",
                        max_length=10,
                    ),
                ),
                ("erased_at", models.DateTimeField(null=True)),
                ("rows", models.PositiveIntegerField(default=0, help_text="Rows taken or emptied")),
                ("files", models.PositiveIntegerField(default=0)),
                (
                    "events",
                    models.PositiveIntegerField(default=0, help_text="Events of which nothing but the leaf is left"),
                ),
                (
                    "council",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="organisations.organisation"
                    ),
                ),
                (
                    "disposal",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="custody.disposal"
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="Hold",
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
                    "scope",
                    models.CharField(
                        choices=[
                            ("referral", "One referral"),
                            ("provider", "Whatever concerns one provider"),
                            ("all", "Everything of the council"),
                        ],
                        max_length=10,
                    ),
                ),
                (
                    "referral_id",
                    models.UUIDField(
                        help_text="No foreign key: when the hold has ended, the referral may go", null=True
                    ),
                ),
                ("reference", models.CharField(blank=True, help_text="Of that referral", max_length=20)),
                ("reason", models.CharField(max_length=300)),
                ("until", models.DateField(help_text="Its last day; empty: until somebody ends it", null=True)),
                ("placed_at", models.DateTimeField()),
                ("ended_at", models.DateTimeField(null=True)),
                ("ended_because", models.CharField(blank=True, max_length=300)),
                (
                    "council",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="organisations.organisation"
                    ),
                ),
                (
                    "ended_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "placed_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "provider",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="organisations.organisation",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="Period",
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
                ("code", models.CharField(help_text="Of seeds/retention.toml", max_length=40)),
                ("months", models.PositiveSmallIntegerField()),
                ("because", models.CharField(blank=True, max_length=300)),
                ("at", models.DateTimeField()),
                (
                    "by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "council",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="organisations.organisation"
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="SubjectExport",
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
                    "about",
                    models.CharField(
                        choices=[
                            ("child", "A child and the family"),
                            ("person", "Somebody with an account"),
                            ("provider", "A provider"),
                        ],
                        max_length=10,
                    ),
                ),
                ("subject_id", models.UUIDField(help_text="Of the referral, the person or the provider")),
                (
                    "subject_name",
                    models.CharField(help_text="A reference, or what an organisation is called", max_length=60),
                ),
                ("reason", models.CharField(max_length=300)),
                ("identity_checked", models.CharField(blank=True, help_text="How, and by what", max_length=300)),
                ("asked_at", models.DateTimeField()),
                ("expires_at", models.DateTimeField()),
                ("made_at", models.DateTimeField(null=True)),
                ("document_id", models.UUIDField(null=True)),
                (
                    "asked_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "organisation",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="organisations.organisation"
                    ),
                ),
            ],
        ),
        migrations.AddIndex(
            model_name="disposal",
            index=models.Index(fields=["council", "-asked_at"], name="disposals_of_council"),
        ),
        migrations.AddConstraint(
            model_name="disposal",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("agreed_by__isnull", True),
                    models.Q(("agreed_by", models.F("asked_by")), _negated=True),
                    _connector="OR",
                ),
                name="disposal_agreed_by_another",
            ),
        ),
        migrations.AddIndex(
            model_name="disposalitem",
            index=models.Index(fields=["disposal", "outcome"], name="items_of_disposal"),
        ),
        migrations.AddConstraint(
            model_name="disposalitem",
            constraint=models.UniqueConstraint(fields=("disposal", "code", "thing_id"), name="one_thing_once"),
        ),
        migrations.AddIndex(
            model_name="hold",
            index=models.Index(fields=["council", "ended_at"], name="holds_of_council"),
        ),
        migrations.AddConstraint(
            model_name="hold",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("provider__isnull", True), ("referral_id__isnull", False), ("scope", "referral")),
                    models.Q(("provider__isnull", False), ("referral_id__isnull", True), ("scope", "provider")),
                    models.Q(("provider__isnull", True), ("referral_id__isnull", True), ("scope", "all")),
                    _connector="OR",
                ),
                name="hold_of_one_thing",
            ),
        ),
        migrations.AddIndex(
            model_name="period",
            index=models.Index(fields=["council", "code", "-at"], name="periods_of_council"),
        ),
        migrations.AddIndex(
            model_name="subjectexport",
            index=models.Index(fields=["organisation", "-asked_at"], name="exports_of_organisation"),
        ),
        migrations.AddIndex(
            model_name="subjectexport",
            index=models.Index(
                condition=models.Q(("document_id__isnull", False)), fields=["expires_at"], name="exports_to_end"
            ),
        ),
    ]
