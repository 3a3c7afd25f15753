"""The snapshot says whether a fostering agency's distance is that of its nearest declared carer area (R4, R11)."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("competitions", "0021_household_miles")]

    operations = [
        migrations.AddField(
            model_name="eligibility",
            name="from_areas",
            field=models.BooleanField(
                default=False,
                db_default=False,
                help_text="Whether miles run from the nearest declared carer area, not from the place",
            ),
        ),
    ]
