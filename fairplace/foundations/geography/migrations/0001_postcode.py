"""Postcodes."""

from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    operations = [
        migrations.CreateModel(
            name="Postcode",
            fields=[
                ("postcode", models.TextField(primary_key=True, serialize=False)),
                ("easting", models.IntegerField()),
                ("northing", models.IntegerField()),
                ("district", models.TextField(db_index=True)),
            ],
        ),
    ]
