"""Under which key of the keyring a file lies. Null: of before this was kept; the job that turns keys over looks."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("documents", "0001_document")]
    operations = [
        migrations.AddField(
            model_name="document",
            name="key_version",
            field=models.PositiveIntegerField(null=True, help_text="Of the keyring; null: of before this was kept"),
        ),
    ]
