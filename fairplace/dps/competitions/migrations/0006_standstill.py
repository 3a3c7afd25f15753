"""An award may wait for the end of a standstill before it can be accepted (C6)."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("competitions", "0005_choice_as_shown")]
    operations = [
        migrations.AddField(
            model_name="award",
            name="accept_from",
            field=models.DateTimeField(help_text="The end of the standstill, where the category has one", null=True),
        ),
    ]
