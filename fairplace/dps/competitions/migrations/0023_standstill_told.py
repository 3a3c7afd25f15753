"""The end of a standstill is told once to whoever can accept then (C6)."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("competitions", "0022_from_carer_areas")]

    operations = [
        migrations.AddField(
            model_name="award",
            name="standstill_told_at",
            field=models.DateTimeField(null=True, help_text="When its end was told to whoever can accept then"),
        ),
    ]
