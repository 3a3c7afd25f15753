"""A family's choice keeps what was shown, who wrote a spoken answer down, and whether its link was revoked (C5)."""

import django.db.models.deletion
from django.db import migrations, models

from fairplace.foundations.encryption.fields import EncryptedTextField


class Migration(migrations.Migration):
    dependencies = [("competitions", "0004_waiting")]
    operations = [
        migrations.AddField(
            model_name="familychoice",
            name="shown",
            field=EncryptedTextField(
                help_text="The places as the family was shown them: rules/family_place.py", null=True
            ),
        ),
        migrations.AddField(
            model_name="familychoice",
            name="taken_how",
            field=models.CharField(
                blank=True,
                choices=[
                    ("", "By the link"),
                    ("paper", "On paper"),
                    ("telephone", "By telephone"),
                    ("meeting", "At a meeting"),
                ],
                default="",
                max_length=10,
            ),
            preserve_default=False,
        ),
        migrations.AddField(
            model_name="familychoice",
            name="taken_by",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="organisations.person",
            ),
        ),
        migrations.AddField(
            model_name="familychoice",
            name="revoked_at",
            field=models.DateTimeField(help_text="An officer ended the link: the family has not been asked", null=True),
        ),
        migrations.AddField(model_name="familychoice", name="reminded_at", field=models.DateTimeField(null=True)),
    ]
