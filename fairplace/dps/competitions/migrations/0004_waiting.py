"""What waits for a provider is found without reading through what it did in years."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("competitions", "0003_award")]
    operations = [
        migrations.AddIndex(
            model_name="award",
            index=models.Index(
                condition=models.Q(("accepted_at__isnull", True), ("declined_at__isnull", True)),
                fields=["provider"],
                name="awards_to_accept",
            ),
        ),
        migrations.AddIndex(
            model_name="feedback",
            index=models.Index(
                condition=models.Q(("read_at__isnull", True)), fields=["provider"], name="feedback_unread"
            ),
        ),
    ]
