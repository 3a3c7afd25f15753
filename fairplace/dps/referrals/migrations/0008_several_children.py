"""Several children and several categories on one referral; plan sections and attachments (R2)."""

import django.db.models.constraints
import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

import fairplace.foundations.encryption.fields
import fairplace.foundations.kernel.identifiers
from fairplace.foundations.audit.row_walls import wall

COUNCIL = "council_id = {me}"
DISCLOSED = (
    "council_id = {{me}} OR EXISTS (SELECT FROM referrals_disclosure d WHERE d.referral_id = {table}.referral_id"
    " AND d.organisation_id = {{me}} AND d.stage >= {table}.stage AND (d.until IS NULL OR d.until > fairplace_now()))"
)


def stage_wall(table: str) -> migrations.RunSQL:
    """As on the child's story and identity, but each row names the stage from which it is read."""
    return wall(table, select=DISCLOSED.format(table=table), insert=COUNCIL, update=COUNCIL, delete=COUNCIL)


class Migration(migrations.Migration):
    dependencies = [
        ("market", "0007_public_questions"),
        ("organisations", "0007_register_claims"),
        ("referrals", "0007_second_person"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Attachment",
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
                ("document_id", models.UUIDField(unique=True)),
                (
                    "name",
                    fairplace.foundations.encryption.fields.EncryptedTextField(
                        help_text="As the officer called the file"
                    ),
                ),
                (
                    "text",
                    fairplace.foundations.encryption.fields.EncryptedTextField(
                        help_text="What could be read of it, for the privacy check; empty where nothing could"
                    ),
                ),
                ("stage", models.PositiveSmallIntegerField(help_text="2: those who will bid; 3: the winner alone")),
                ("size", models.PositiveIntegerField(help_text="Bytes, without what was taken out")),
                ("media_type", models.CharField(max_length=100)),
                ("added_at", models.DateTimeField()),
            ],
        ),
        migrations.CreateModel(
            name="FurtherChild",
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
                ("number", models.PositiveSmallIntegerField(help_text="From 2, without gaps")),
                ("age", models.PositiveSmallIntegerField(help_text="In years; the market sees a band", null=True)),
                (
                    "gender",
                    models.CharField(
                        blank=True, help_text="girl, boy or blank where matching does not need it", max_length=10
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="PlanSection",
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
                    "child",
                    models.PositiveSmallIntegerField(
                        db_default=1, default=1, help_text="Number of the child in the referral"
                    ),
                ),
                ("code", models.SlugField(help_text="See rules.plan_sections", max_length=40)),
                ("stage", models.PositiveSmallIntegerField(help_text="2: those who will bid; 3: the winner alone")),
                ("text", fairplace.foundations.encryption.fields.EncryptedTextField()),
            ],
        ),
        migrations.CreateModel(
            name="ReferralCategory",
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
                ("placement_kind", models.CharField(help_text="Of this category", max_length=30)),
                ("position", models.PositiveSmallIntegerField(default=0)),
            ],
        ),
        migrations.RemoveConstraint(
            model_name="referralitem",
            name="one_item_per_code",
        ),
        migrations.AddField(
            model_name="childidentity",
            name="child",
            field=models.PositiveSmallIntegerField(
                db_default=1, default=1, help_text="Number of the child in the referral"
            ),
        ),
        migrations.AddField(
            model_name="childstory",
            name="child",
            field=models.PositiveSmallIntegerField(
                db_default=1, default=1, help_text="Number of the child in the referral"
            ),
        ),
        migrations.AddField(
            model_name="referral",
            name="may_be_apart",
            field=models.BooleanField(
                db_default=False, default=False, help_text="Brothers and sisters who may live apart if nobody takes all"
            ),
        ),
        migrations.AddField(
            model_name="referral",
            name="several",
            field=models.CharField(
                blank=True,
                choices=[
                    ("", "One child"),
                    ("sibling", "Brothers and sisters"),
                    ("cohort", "Several children of similar needs"),
                ],
                db_default="",
                default="",
                help_text="Why several children are here",
                max_length=10,
            ),
        ),
        migrations.AddField(
            model_name="referral",
            name="split_from",
            field=models.ForeignKey(
                help_text="The referral for all of them together",
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="referrals.referral",
            ),
        ),
        migrations.AddField(
            model_name="referralitem",
            name="child",
            field=models.PositiveSmallIntegerField(
                db_default=1, default=1, help_text="Number of the child in the referral"
            ),
        ),
        migrations.AddField(
            model_name="referraloutcome",
            name="child",
            field=models.PositiveSmallIntegerField(
                db_default=0, default=0, help_text="0: for all children of the referral"
            ),
        ),
        migrations.AlterField(
            model_name="childidentity",
            name="referral",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="+", to="referrals.referral"
            ),
        ),
        migrations.AlterField(
            model_name="childstory",
            name="referral",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="+", to="referrals.referral"
            ),
        ),
        migrations.AddConstraint(
            model_name="childidentity",
            constraint=models.UniqueConstraint(
                deferrable=django.db.models.constraints.Deferrable["IMMEDIATE"],
                fields=("referral", "child"),
                name="one_identity_per_child",
            ),
        ),
        migrations.AddConstraint(
            model_name="childstory",
            constraint=models.UniqueConstraint(
                deferrable=django.db.models.constraints.Deferrable["IMMEDIATE"],
                fields=("referral", "child"),
                name="one_story_per_child",
            ),
        ),
        migrations.AddConstraint(
            model_name="referralitem",
            constraint=models.UniqueConstraint(
                deferrable=django.db.models.constraints.Deferrable["IMMEDIATE"],
                fields=("referral", "child", "kind", "code"),
                name="one_item_per_code",
            ),
        ),
        migrations.AddField(
            model_name="attachment",
            name="added_by",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
            ),
        ),
        migrations.AddField(
            model_name="attachment",
            name="council",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="+", to="organisations.organisation"
            ),
        ),
        migrations.AddField(
            model_name="attachment",
            name="referral",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="+", to="referrals.referral"
            ),
        ),
        migrations.AddField(
            model_name="furtherchild",
            name="referral",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="+", to="referrals.referral"
            ),
        ),
        migrations.AddField(
            model_name="plansection",
            name="council",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="+", to="organisations.organisation"
            ),
        ),
        migrations.AddField(
            model_name="plansection",
            name="referral",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="+", to="referrals.referral"
            ),
        ),
        migrations.AddField(
            model_name="referralcategory",
            name="category",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="+", to="market.category"
            ),
        ),
        migrations.AddField(
            model_name="referralcategory",
            name="category_version",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="+", to="market.categoryversion"
            ),
        ),
        migrations.AddField(
            model_name="referralcategory",
            name="referral",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="+", to="referrals.referral"
            ),
        ),
        migrations.AddIndex(
            model_name="attachment",
            index=models.Index(fields=["referral", "added_at"], name="attachments_of_referral"),
        ),
        migrations.AddConstraint(
            model_name="attachment",
            constraint=models.CheckConstraint(
                condition=models.Q(("stage__in", [2, 3])), name="attachment_stage_2_or_3"
            ),
        ),
        migrations.AddConstraint(
            model_name="furtherchild",
            constraint=models.UniqueConstraint(
                deferrable=django.db.models.constraints.Deferrable["IMMEDIATE"],
                fields=("referral", "number"),
                name="one_further_child_per_number",
            ),
        ),
        migrations.AddConstraint(
            model_name="furtherchild",
            constraint=models.CheckConstraint(condition=models.Q(("number__gte", 2)), name="further_child_from_2"),
        ),
        migrations.AddConstraint(
            model_name="plansection",
            constraint=models.UniqueConstraint(
                deferrable=django.db.models.constraints.Deferrable["IMMEDIATE"],
                fields=("referral", "child", "code"),
                name="one_plan_section_per_code",
            ),
        ),
        migrations.AddConstraint(
            model_name="plansection",
            constraint=models.CheckConstraint(
                condition=models.Q(("stage__in", [2, 3])), name="plan_section_stage_2_or_3"
            ),
        ),
        migrations.AddConstraint(
            model_name="referralcategory",
            constraint=models.UniqueConstraint(fields=("referral", "category"), name="one_row_per_further_category"),
        ),
        stage_wall("referrals_attachment"),
        stage_wall("referrals_plansection"),
    ]
