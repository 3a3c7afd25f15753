"""A link to what is written says which of several children it is about (R12)."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("referrals", "0008_several_children"),
    ]

    operations = [
        migrations.AddField(
            model_name="familyreading",
            name="child",
            field=models.PositiveSmallIntegerField(
                db_default=1,
                default=1,
                help_text="Whom it is about; the family of brothers and sisters reads of all of them",
            ),
        ),
    ]
