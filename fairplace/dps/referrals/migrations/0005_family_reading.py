"""Links by which a family checks what is written, its comments and the replies (R12)."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

import fairplace.foundations.encryption.fields
import fairplace.foundations.kernel.identifiers
from fairplace.foundations.audit.append_only import append_only


class Migration(migrations.Migration):
    dependencies = [
        ("organisations", "0007_register_claims"),
        ("referrals", "0004_provision"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="FamilyComment",
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
                            ("story", "The story"),
                            ("own_words", "The child’s own words"),
                            ("needs", "The needs and the hopes"),
                            ("else", "Anything else"),
                        ],
                        max_length=20,
                    ),
                ),
                ("text", fairplace.foundations.encryption.fields.EncryptedTextField()),
                ("at", models.DateTimeField()),
            ],
        ),
        migrations.CreateModel(
            name="CommentReply",
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
                ("taken_up", models.BooleanField()),
                ("because", fairplace.foundations.encryption.fields.EncryptedTextField(null=True)),
                ("at", models.DateTimeField()),
                (
                    "by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "comment",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="referrals.familycomment"
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="FamilyReading",
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
                    "reader",
                    models.CharField(
                        choices=[("family", "The family"), ("young_person", "The child or young person")], max_length=20
                    ),
                ),
                ("token_sha256", models.BinaryField(unique=True)),
                ("sent_at", models.DateTimeField()),
                ("expires_at", models.DateTimeField()),
                ("revoked_at", models.DateTimeField(null=True)),
                ("code_sha256", models.BinaryField(null=True)),
                ("code_expires_at", models.DateTimeField(null=True)),
                ("code_tries", models.PositiveSmallIntegerField(default=0)),
                ("opened_at", models.DateTimeField(help_text="First opened with a right code", null=True)),
                ("answered_at", models.DateTimeField(null=True)),
                (
                    "council",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="organisations.organisation"
                    ),
                ),
                (
                    "referral",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="referrals.referral"
                    ),
                ),
                (
                    "sent_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
            ],
        ),
        migrations.AddField(
            model_name="familycomment",
            name="reading",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="+", to="referrals.familyreading"
            ),
        ),
        migrations.AddIndex(
            model_name="familyreading",
            index=models.Index(fields=["referral", "sent_at"], name="readings_of_referral"),
        ),
        append_only("referrals_familycomment"),
        append_only("referrals_commentreply"),
    ]
