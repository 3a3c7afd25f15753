"""A message is an e-mail or a text message (C5, R12)."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("outbox", "0002_private_letters")]

    operations = [
        migrations.AddField(
            model_name="message",
            name="way",
            field=models.CharField(
                choices=[("email", "E-mail"), ("text", "Text message")],
                db_default="email",
                default="email",
                max_length=10,
            ),
        ),
    ]
