"""A report card judges area by area: what it says of each is kept beside the rating."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("organisations", "0002_new_roles")]
    operations = [
        migrations.AddField(
            model_name="establishment",
            name="rating_areas",
            field=models.JSONField(default=dict, help_text="What a report judged one by one: area to words"),
        ),
    ]
