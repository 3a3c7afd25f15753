"""Files of which the privacy check cannot read everything are looked at by a person, on record (R1)."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("referrals", "0011_placed_and_approval_asked"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AddField(
            model_name="attachment",
            name="was_read",
            field=models.BooleanField(default=False, db_default=False, help_text="Whether that is all of it"),
        ),
        migrations.AddField(
            model_name="attachment",
            name="looked_at",
            field=models.DateTimeField(null=True, help_text="When somebody said that they had looked at the rest"),
        ),
        migrations.AddField(
            model_name="attachment",
            name="looked_by",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
    ]
